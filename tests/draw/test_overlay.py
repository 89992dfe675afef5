"""Runs drawn on top of each other can be told apart, in every look."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.color import Color, ColorSystem

from tuitutor.draw.look import Look
from tuitutor.draw.metrics import MetricTarget
from tuitutor.draw.overlay import PlottedMetric, ShownRun, choices, describe_runs, draw_overlay, headline, sign_of
from tuitutor.engine.experiments import MOST_SHOWN
from tuitutor.engine.snapshots import FitCurves

PLAIN = Look(colour=False)
VALIDATED = PlottedMetric("accuracy", True)
GOAL = MetricTarget(0.8, "hidden ≥")


def run(slot: int, *values: float, label: str = "") -> ShownRun:
    logs = {"loss": tuple(1 - value for value in values), "val_accuracy": values}
    return ShownRun(
        slot, label or str(slot + 1), FitCurves(epochs=len(values), logs=logs, done=True, epochs_run=len(values))
    )


def test_each_line_ends_in_its_sign_and_label_and_the_goal_is_dashed() -> None:
    runs = [run(0, *[0.5 + n / 25 for n in range(11)]), run(1, 0.55, 0.6, 0.65, 0.7, label="baseline")]
    lines = [line.plain for line in draw_overlay(runs, VALIDATED, GOAL, 60, 10, PLAIN)]
    assert len(lines) == 10
    high = next(line for line in lines if line.endswith("● 1 0.9"))
    low = next(line for line in lines if line.rstrip().endswith("■ baseline 0.7"))
    assert lines.index(high) < lines.index(low)
    assert low.count("■") == 2, "at the end of its line, and at the label, which is far from it"
    assert any("┄┄┄" in line for line in lines)
    assert not any("┄┄┄" in line.plain for line in draw_overlay(runs, VALIDATED, None, 60, 10, PLAIN))
    assert headline(runs, VALIDATED, GOAL, 60, PLAIN).plain == "val accuracy by epoch ┄ hidden ≥ 0.8"
    assert headline(runs, VALIDATED, GOAL, 35, PLAIN).plain == "val accuracy ┄ hidden ≥ 0.8"


def test_labels_of_lines_that_end_together_have_rows_of_their_own() -> None:
    runs = [run(slot, 0.5, 0.9, label=f"run {slot}") for slot in range(MOST_SHOWN)]
    lines = [line.plain for line in draw_overlay(runs, VALIDATED, None, 60, 9, PLAIN)]
    assert sum("run " in line for line in lines) == MOST_SHOWN
    assert all(line.count("run ") <= 1 for line in lines)
    assert next(line for line in lines if "run 0" in line).count("●") == 1, "the first is on top where all of them end"
    few = [line.plain for line in draw_overlay(runs, VALIDATED, None, 60, 5, PLAIN)]
    assert sum("run " in line for line in few) == 4, "as many as there are rows"


@pytest.mark.parametrize("dark", [True, False])
def test_runs_have_colours_of_their_own_with_any_number_of_colours(dark: bool) -> None:
    for indexed in (False, True):
        look = Look(dark=dark, indexed=indexed)
        styles = [str(sign_of(slot, look).style) for slot in range(MOST_SHOWN)]
        assert len(set(styles)) == MOST_SHOWN
        for system in (ColorSystem.EIGHT_BIT, ColorSystem.STANDARD):
            assert len({Color.parse(style).downgrade(system) for style in styles}) == MOST_SHOWN


@pytest.mark.parametrize("glyphs", ["full", "plain", "ascii"])
def test_without_colours_signs_and_lines_differ(glyphs: str) -> None:
    look = Look(colour=False, glyphs=glyphs)  # type: ignore[arg-type]
    assert len({sign_of(slot, look).plain for slot in range(MOST_SHOWN)}) == MOST_SHOWN
    drawn = {
        "".join(line.plain for line in draw_overlay([run(slot, 0.5, 0.9, label="x")], VALIDATED, None, 60, 8, look))
        for slot in range(MOST_SHOWN)
    }
    assert len(drawn) == MOST_SHOWN
    if glyphs == "ascii":
        assert all(text.isascii() for text in drawn)
    dashes = {text.translate(str.maketrans("", "", "●■▲◆▼○•♦*o+x#%")) for text in drawn}
    assert len(dashes) >= (1 if glyphs == "ascii" else 3)


def test_what_can_be_drawn_begins_with_validation_and_what_a_run_lacks_is_left_out() -> None:
    bare = FitCurves(epochs=2, logs={"loss": (0.5, 0.4)}, done=True)
    both = run(0, 0.5, 0.9)
    assert [str(each) for each in choices([bare, both.curves])] == ["val accuracy", "loss"]
    lines = draw_overlay([both, ShownRun(1, "bare", bare)], VALIDATED, None, 60, 8, PLAIN)
    assert not any("bare" in line.plain for line in lines)
    none = draw_overlay([ShownRun(1, "bare", bare)], VALIDATED, None, 60, 8, PLAIN)
    assert [line.plain for line in none] == ["None of these runs has val accuracy."]
    assert choices([]) == ()


def test_in_words_each_run_is_a_sentence() -> None:
    assert describe_runs([run(0, 0.5, 0.9, label="base\x1b[2J")], Look(words=True))[0].plain.startswith(
        "base: Loss fell"
    )


VALUES = st.lists(
    st.sampled_from([math.nan, math.inf, -math.inf, 1e308]) | st.floats(0, 1) | st.floats(), min_size=1, max_size=30
)


@given(st.lists(VALUES, max_size=MOST_SHOWN), st.integers(0, 90), st.integers(0, 20), st.none() | st.floats(0, 1))
def test_any_values_fit_into_any_room(series: list[list[float]], width: int, height: int, goal: float | None) -> None:
    runs = [run(slot, *values, label="a long label") for slot, values in enumerate(series)]
    for look in (Look(), Look(colour=False, glyphs="ascii")):
        lines = draw_overlay(runs, VALIDATED, None if goal is None else MetricTarget(goal), width, height, look)
        assert len(lines) <= height
        assert all(line.cell_len <= width for line in lines)


def test_a_run_that_diverged_keeps_its_label() -> None:
    lines = [line.plain for line in draw_overlay([run(0, 0.5, math.nan)], VALIDATED, None, 70, 9, PLAIN)]
    assert any("1 NaN" in line for line in lines)
