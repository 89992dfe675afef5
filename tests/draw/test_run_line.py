"""The run line says what runs and what waits, shorter where there is less room."""

from __future__ import annotations

import pytest

from tuitutor.draw.look import Look
from tuitutor.draw.run_line import STAGES, draw_run_line, loads_keras, waits_for
from tuitutor.engine.events import Stage
from tuitutor.engine.snapshots import AttemptView, CellView, FitCurves, Ongoing, Shown, WhatIf
from tuitutor.protocol.events import Waiting

RUNNING = CellView(running=True)
SRUN = Waiting("Waiting for srun (Priority)", "job 7 queued", 12)
SUSPENDED = Waiting("Slurm has suspended the job; it continues when it is resumed")
FIT = FitCurves(40, epoch=12, step=3, steps=9, epochs_run=12, seconds=13.0, first_seconds=2.0)
STEPS = FitCurves(1, epoch=1, step=30, steps=90)


def versions(ongoing: Ongoing) -> list[str]:
    return [line.plain for line in draw_run_line(ongoing, Look())]


def fitting(curves: FitCurves) -> Shown:
    return Shown(fits=(curves,))


def test_nothing_is_said_when_nothing_runs() -> None:
    assert versions(Ongoing()) == []
    assert waits_for(Ongoing()) == {}


def test_each_stage_has_its_words() -> None:
    assert set(STAGES) == {stage.name for stage in Stage}


@pytest.mark.parametrize(
    ("view", "loading", "line"),
    [
        (AttemptView(), 0, "starting Keras"),
        (AttemptView(stage=Stage.STARTING), 0, "starting Keras"),
        (AttemptView(stage=Stage.STARTING), None, "starting Python"),
        (AttemptView(stage=Stage.STARTING, waiting=SRUN), 0, "waiting for srun (Priority), 12 s: job 7 queued"),
        (AttemptView(stage=Stage.SETUP), None, "setup"),
        (AttemptView(stage=Stage.RUNNING), None, "running"),
        (AttemptView(stage=Stage.RUNNING, shown=fitting(FIT)), None, "epoch 12/40 · 28 s left"),
        (AttemptView(stage=Stage.RUNNING, waiting=SUSPENDED), None, "Slurm has suspended the job"),
        (AttemptView(stage=Stage.AGAIN), None, "running it again"),
        (AttemptView(stage=Stage.RESTARTING, shown=fitting(FIT)), None, "starting it again"),
        (AttemptView(stage=Stage.MEASURING, shown=fitting(FIT)), None, "grading"),
        (AttemptView(stage=Stage.VERIFYING), None, "checking"),
        (AttemptView(stage=Stage.RETRAINING), 0, "training it again"),
    ],
)
def test_an_attempt_is_told_stage_by_stage(view: AttemptView, loading: int | None, line: str) -> None:
    assert versions(Ongoing(attempt=view, loading=loading))[0] == f"◐ {line}"


@pytest.mark.parametrize(
    ("cells", "view", "loading", "line", "waits"),
    [
        ((2,), CellView(), 0, "starting Keras · then 2", {2: "Keras"}),
        ((1, 2), RUNNING, 5, "starting Keras, 5 s · then 1, 2", {1: "Keras", 2: "1"}),
        ((1, 2), RUNNING, 0, "starting Keras · then 1, 2", {1: "Keras", 2: "1"}),
        (
            (1, 2),
            CellView(running=True, waiting=SRUN),
            0,
            "waiting for srun (Priority), 12 s: job 7 queued · then 1, 2",
            {1: "srun", 2: "1"},
        ),
        ((1, 2), CellView(), None, "starting Python · then 1, 2", {2: "1"}),
        ((1, 2), RUNNING, None, "running 1 · then 2", {2: "1"}),
        ((3, 4, 5, 7, 8), RUNNING, None, "running 3 · then 4, 5, 7, 8", {4: "3", 5: "3", 7: "3", 8: "3"}),
        ((2, *range(4, 9)), RUNNING, None, "running 2 · then 4-8", dict.fromkeys(range(4, 9), "2")),
        ((2,), CellView(running=True, shown=fitting(FIT)), None, "2: epoch 12/40 · 28 s left", {}),
        ((2,), CellView(running=True, shown=fitting(STEPS)), None, "2: step 30/90", {}),
        ((2,), CellView(running=True, waiting=SUSPENDED), None, "Slurm has suspended the job · then 2", {2: "Slurm"}),
    ],
)
def test_cells_are_told_with_those_that_wait(
    cells: tuple[int, ...], view: CellView, loading: int | None, line: str, waits: dict[int, str]
) -> None:
    ongoing = Ongoing(cells, view, loading=loading)
    assert versions(ongoing)[0] == f"◐ {line}"
    assert waits_for(ongoing) == waits


def test_time_in_a_queue_is_no_time_in_which_keras_loads() -> None:
    queued = CellView(running=True, waiting=SRUN)
    assert [loads_keras(Ongoing((1,), view, loading=0)) for view in (RUNNING, queued)] == [True, False]
    assert not loads_keras(Ongoing((1,), RUNNING))
    assert not loads_keras(Ongoing(attempt=AttemptView(stage=Stage.STARTING, waiting=SRUN), loading=0))


def test_what_is_stopped_is_said_to_stop() -> None:
    assert versions(Ongoing((2, 3), RUNNING, stopping=True))[0] == "◐ stopping 2 · then 3"


def test_the_line_gives_way_from_its_end() -> None:
    training = CellView(running=True, shown=fitting(FIT))
    assert versions(Ongoing((1, 2), training)) == [
        "◐ 1: epoch 12/40 · 28 s left · then 2",
        "◐ 1: epoch 12/40 · then 2",
        "◐ 1: 12/40 · then 2",
        "◐ 1: 12/40",
    ]
    assert versions(Ongoing((1,), CellView(running=True, waiting=SRUN))) == [
        "◐ waiting for srun (Priority), 12 s: job 7 queued · then 1",
        "◐ waiting for srun (Priority), 12 s · then 1",
        "◐ waiting for srun · then 1",
        "◐ waiting for srun",
    ]


def test_an_exercise_and_a_cell_that_run_beside_each_other_are_both_told() -> None:
    attempt = AttemptView(stage=Stage.RUNNING, shown=fitting(FIT))
    lines = versions(Ongoing((2,), RUNNING, attempt=attempt))
    assert lines[0] == "◐ epoch 12/40 · 28 s left  ◐ running 2"
    assert lines[-1] == "◐ 12/40  ◐ running 2"


def test_it_is_told_in_the_terminals_glyphs() -> None:
    for glyphs, line in (("ascii", "* 2: epoch 12/40 - 28 s left"), ("plain", "• 2: epoch 12/40 · 28 s left")):
        ongoing = Ongoing((2,), CellView(running=True, shown=fitting(FIT)))
        assert draw_run_line(ongoing, Look(glyphs=glyphs))[0].plain == line  # type: ignore[arg-type]


def test_the_run_line_says_which_run_goes_on() -> None:
    def drawn(what_if: WhatIf, loading: int | None = None) -> list[str]:
        return [
            line.plain for line in draw_run_line(Ongoing(attempt=AttemptView(what_if=what_if), loading=loading), Look())
        ]

    running = Shown(fits=(FitCurves(epochs=40, epoch=3, steps=10),))
    lines = drawn(WhatIf(2, 7, "inputs scaled", shown=running))
    assert lines[0].startswith("◐ what if 2/7: epoch 3/40")
    assert lines[-1] == "◐ what if 2/7"
    assert drawn(WhatIf()) == ["◐ what if"]
    assert drawn(WhatIf(), loading=9)[0] == "◐ starting Keras, 9 s"


def test_it_names_the_cells_that_run_again_and_why() -> None:
    again = (1, 2, 3), "cell 3 failed"
    full, short, *_ = versions(Ongoing((1, 2, 3, 4), RUNNING, again=again))
    assert full == "◐ running 1 · then 2-4 · 1-3 again: cell 3 failed"
    assert short == "◐ running 1 · then 2-4"
    assert versions(Ongoing(attempt=AttemptView(), again=again))[0] == "◐ starting Python"
