"""Runs as rows of the board: how they stand, what they reached, which is the best."""

from __future__ import annotations

from pathlib import Path

from tuitutor.draw.experiment_table import experiments_of_runs, runs_shown_first, tell_end
from tuitutor.draw.overlay import PlottedMetric
from tuitutor.engine.snapshots import FitCurves, Shown
from tuitutor.watch.known_runs import KnownRun
from tuitutor.watch.run_file import FitNotes, RunHead
from tuitutor.watch.run_state import RunState

ENDED, KILLED = RunState("ended"), RunState("killed", "its time limit ended it")


def run(number: int, state: RunState, fit: FitCurves | None) -> KnownRun:
    head = RunHead("train.py", ("--rate", str(number)), at=float(number), code="fit()\n")
    shown = Shown() if fit is None else Shown(fits=(fit,))
    return KnownRun(Path(f"run-{number}.jsonl"), head, state, shown, FitNotes())


def fit(epoch: int = 9, **logs: tuple[float, ...]) -> FitCurves:
    return FitCurves(9, logs=logs, epoch=epoch, seconds=float(epoch))


RUNS = (
    run(1, ENDED, fit(val_loss=(0.5, 0.3, 0.4), val_accuracy=(0.5, 0.6), loss=(1.0, 0.1))),
    run(2, KILLED, fit(3, val_loss=(1.0, 0.9), val_accuracy=(0.8, 0.7), loss=(0.9,))),
    run(3, ENDED, None),
    run(4, RunState("running"), fit(2, val_loss=(0.2,), val_accuracy=(0.1,), loss=(0.2,))),
)


def test_a_row_says_how_a_run_stands_and_the_best_that_it_reached() -> None:
    rows = experiments_of_runs(RUNS)
    assert [dict(row.reached) for row in rows] == [
        {"state": "ended", "best val loss": "0.3"},
        {"state": "killed 3/9", "best val loss": "0.9"},
        {"state": "ended", "best val loss": ""},
        {"state": "running 2/9", "best val loss": "0.2"},
    ]
    assert [row.rank for row in rows] == [1, 2, None, 0]
    assert rows[1].code == "# train.py --rate 2\nfit()\n"
    assert tell_end(RUNS[1]) == "It was killed after epoch 3 of 9: its time limit ended it."


def test_they_are_ranked_by_the_metric_that_is_drawn() -> None:
    assert [row.rank for row in experiments_of_runs(RUNS, PlottedMetric("accuracy", True))] == [1, 0, None, 2]
    assert [row.rank for row in experiments_of_runs(RUNS, PlottedMetric("loss", False))] == [0, 2, None, 1]
    unlike = (*RUNS, run(5, ENDED, fit(rouge=(0.5,))))
    assert {row.rank for row in experiments_of_runs(unlike)} == {None}, "no metric is in all"
    assert dict(experiments_of_runs(unlike)[4].reached)["best"] == "rouge 0.5"
    assert experiments_of_runs(unlike, PlottedMetric("loss", True))[3].rank == 0


def test_the_latest_and_the_best_are_shown_first() -> None:
    assert runs_shown_first(RUNS) == (3, 0, 1)
    assert runs_shown_first(RUNS[:3]) == (1, 0)
    assert runs_shown_first(RUNS[2:3]) == ()


def test_a_run_that_ended_in_nan_is_not_the_best_whatever_it_reached_before() -> None:
    lost = run(5, ENDED, fit(val_loss=(0.01, float("nan"))))
    rows = experiments_of_runs((*RUNS, lost))
    assert (dict(rows[4].reached)["best val loss"], rows[4].rank) == ("NaN", None)
    assert rows[3].rank == 0
    assert runs_shown_first((*RUNS, lost)) == (4, 3, 0, 1), "the latest, as it is, and the best"


def test_of_a_loop_of_ones_own_the_last_epoch_is_its_step() -> None:
    killed = run(1, KILLED, FitCurves(0, logs={"loss": (1.0, 2.0)}, step=20))
    assert dict(experiments_of_runs([killed])[0].reached)["state"] == "killed 20"
    assert tell_end(killed) == "It was killed after epoch 20: its time limit ended it."
