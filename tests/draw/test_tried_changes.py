from __future__ import annotations

import pytest

from tuitutor.draw.check_results import draw_tried
from tuitutor.draw.look import Look
from tuitutor.draw.run_line import draw_run_line
from tuitutor.engine.events import Stage
from tuitutor.engine.snapshots import AttemptView, FitCurves, Ongoing, Shown, WhatIf

RATE = "learning_rate 0.001 → 0.01"
ROWS = (("as you have it", "accuracy 0.5"), (RATE, "accuracy 0.91"), ("inputs scaled", "accuracy 0.6"))
SAID = (f"This helped: {RATE}.", "Accuracy with 3 seeds: 0.91, 0.92, 0.9; as you have it 0.5, 0.5, 0.5.")
DONE = WhatIf(7, 7, "", rows=ROWS, said=SAID, helped=RATE, best_change=RATE, over=True)
GOING = WhatIf(2, 7, "inputs scaled", stage=Stage.RUNNING, cost="3 changes, one at a time, about 9 s", rows=ROWS[:2])


@pytest.mark.parametrize("width", [36, 60, 100])
def test_the_outcome_comes_first_then_each_change(width: int) -> None:
    lines = draw_tried(DONE, width, Look()).plain.split("\n")
    assert max(map(len, lines)) <= width
    assert lines[0].startswith("This helped: learning_rate")
    assert [line.split("  ")[-1].strip() for line in lines[-3:]] == ["accuracy 0.5", "accuracy 0.91", "accuracy 0.6"]


def test_what_goes_on_is_told_with_its_cost_and_the_key_that_stops_it() -> None:
    text = draw_tried(GOING, 80, Look(), "w stops it").plain
    assert text.startswith("what if 2 of 7: inputs scaled · w stops it\n3 changes, one at a time")
    assert "your run once more" in draw_tried(WhatIf(), 80, Look()).plain


def test_in_words_each_change_is_a_sentence() -> None:
    assert "learning_rate 0.001 → 0.01: accuracy 0.91" in draw_tried(DONE, 80, Look(words=True)).plain


def test_the_run_line_says_which_run_goes_on() -> None:
    def drawn(what_if: WhatIf, loading: int | None = None) -> list[str]:
        return [
            line.plain for line in draw_run_line(Ongoing(attempt=AttemptView(what_if=what_if), loading=loading), Look())
        ]

    running = Shown(fits=(FitCurves(epochs=40, epoch=3, steps=10),))
    told = drawn(WhatIf(2, 7, "inputs scaled", shown=running))
    assert told[0].startswith("◐ what if 2/7: epoch 3/40")
    assert told[-1] == "◐ what if 2/7"
    assert drawn(WhatIf()) == ["◐ what if"]
    assert drawn(WhatIf(), loading=9)[0] == "◐ starting Keras, 9 s"


def test_the_ghost_is_what_is_tried_now_and_in_the_end_the_best() -> None:
    best, now = FitCurves(epochs=2), FitCurves(epochs=3)
    going = WhatIf(2, 7, "inputs scaled", shown=Shown(fits=(now,)), best=best, best_change="rate")
    assert going.ghost == ("inputs scaled", now)
    assert WhatIf(5, 7, "", reseeded=True, shown=Shown(fits=(now,)), best=best, best_change="rate").ghost == (
        "rate",
        best,
    )
    assert WhatIf(7, 7, over=True, best=best, best_change="rate").ghost == ("rate", best)
    assert WhatIf(shown=Shown(fits=(now,))).ghost == ("", None), "the run itself is no ghost beside itself"
