"""Curves fold from events, and words say what they show."""

import math

import pytest

from tuitutor.draw.curves import FitCurves, describe, status
from tuitutor.draw.fits import MOST_POINTS, metrics
from tuitutor.engine.events import Progress
from tuitutor.protocol.messages import BatchEnded, EpochEnded, FitEnded, FitStarted, Output, ScalarLogged

STARTED = FitStarted("c1", "r", 1, epochs=10, steps=282, validation=True)


def batch(epoch: int, step: int, **logs: float) -> BatchEnded:
    return BatchEnded("c1", "r", 1, epoch, step, logs)


def epoch(number: int, seconds: float, **logs: float) -> EpochEnded:
    return EpochEnded("c1", "r", 1, number, seconds, logs)


def scalar(name: str, step: int, value: float) -> ScalarLogged:
    return ScalarLogged("c1", "r", name, step, value)


def folded(*events: Progress) -> FitCurves:
    curves: FitCurves | None = None
    for event in events:
        curves = FitCurves.fold(curves, event)
    assert curves is not None
    return curves


def test_a_fit_gathers_one_value_an_epoch() -> None:
    curves = folded(STARTED, batch(1, 100, loss=0.7), epoch(1, 1.5, loss=0.69, val_loss=0.7), epoch(2, 2.0, loss=0.5))
    assert curves.logs == {"loss": (0.69, 0.5), "val_loss": (0.7,)}
    assert curves.points("loss") == ((1.0, 0.69), (2.0, 0.5))
    assert (curves.epochs, curves.validation, curves.epochs_run, curves.done) == (10, True, 2, False)


def test_folding_changes_no_earlier_snapshot() -> None:
    first = folded(STARTED, epoch(1, 1.0, loss=0.69))
    FitCurves.fold(first, epoch(2, 2.0, loss=0.5))
    assert first.logs == {"loss": (0.69,)}


def test_validation_every_other_epoch_keeps_its_place() -> None:
    curves = folded(STARTED, epoch(1, 1.0, loss=3), epoch(2, 2.0, loss=2, val_loss=2.5), epoch(3, 3.0, loss=1))
    assert curves.points("val_loss") == ((2.0, 2.5),)


def test_a_new_fit_begins_new_curves() -> None:
    assert folded(STARTED, epoch(1, 1.0, loss=3), STARTED).logs == {}


def test_other_events_change_nothing() -> None:
    output = Output("c1", "r", "hello")
    assert FitCurves.fold(None, output) is None
    assert FitCurves.fold(None, epoch(1, 1.0, loss=3)) is None
    curves = folded(STARTED)
    assert FitCurves.fold(curves, output) is curves


def test_a_single_epoch_is_drawn_by_steps() -> None:
    started = FitStarted("c1", "r", 1, epochs=1, steps=282, validation=True)
    curves = folded(started, batch(1, 10, loss=0.7), batch(1, 200, loss=0.5), epoch(1, 2.0, loss=0.4, val_loss=0.45))
    assert curves.by_step
    assert curves.points("loss") == ((10.0, 0.7), (200.0, 0.5), (282.0, 0.4))
    assert curves.points("val_loss") == ((282.0, 0.45),)


def test_an_own_training_loop_is_drawn_by_steps() -> None:
    curves = folded(scalar("train_loss", 0, 0.9), scalar("val_loss", 0, 1.0), scalar("train_loss", 100, 0.4))
    assert curves.by_step
    assert curves.points("train_loss") == ((0.0, 0.9), (100.0, 0.4))
    assert [(m.name, m.train, m.validation) for m in metrics(curves)] == [("loss", "train_loss", "val_loss")]
    assert status(curves) == "step 100 · val_loss 1"
    assert describe(curves).startswith("Loss fell from 0.9 to 0.4 over 100 steps")


def test_scalars_of_a_running_fit_are_its_own() -> None:
    curves = folded(STARTED, scalar("epoch_loss", 0, 0.7))
    assert curves.logs == {}
    assert FitCurves.fold(folded(STARTED, FitEnded("c1", "r", 1, 10)), scalar("loss", 0, 0.7)) == folded(
        scalar("loss", 0, 0.7)
    )


def test_a_long_loop_is_thinned_and_keeps_its_ends() -> None:
    curves = folded(*(scalar("loss", step, 1.0 / (step + 1)) for step in range(3 * MOST_POINTS)))
    points = curves.points("loss")
    assert len(points) <= MOST_POINTS
    assert points[0] == (0.0, 1.0)
    assert points[-1][0] == 3 * MOST_POINTS - 1
    assert list(points) == sorted(points)


def test_metrics_are_ordered_loss_first_and_learning_rate_last() -> None:
    curves = FitCurves(3, {name: (1.0,) for name in ("learning_rate", "mae", "val_mae", "loss", "val_auc")})
    assert [metric.name for metric in metrics(curves)] == ["loss", "mae", "auc", "learning_rate"]


@pytest.mark.parametrize(
    ("events", "line"),
    [
        ([STARTED], "epoch 1/10"),
        ([STARTED, batch(1, 120, loss=0.61)], "epoch 1/10 · step 120/282 · loss 0.61"),
        ([STARTED, epoch(1, 2.0, loss=0.6, val_accuracy=0.75)], "epoch 1/10 · val_accuracy 0.75 · 18 s left"),
        (
            [STARTED, epoch(1, 2.0, loss=0.6), epoch(2, 2.5, loss=0.5), batch(3, 120, loss=0.45)],
            "epoch 3/10 · step 120/282 · loss 0.45 · 4 s left",
        ),
        (
            [STARTED, *(epoch(n, n / 2, loss=1 / n, accuracy=n / 10) for n in range(1, 11)), FitEnded("c", "r", 1, 10)],
            "10 epochs in 5.0 s · loss 0.1 · accuracy 1",
        ),
        ([STARTED, epoch(1, 1.0, loss=0.6), FitEnded("c", "r", 1, 1)], "stopped after 1 of 10 epochs · loss 0.6"),
        (
            [STARTED, epoch(1, 1.0, loss=0.6), epoch(2, 2.0, loss=math.nan), epoch(3, 3.0, loss=math.nan)],
            "epoch 3/10 · loss is NaN since epoch 2 · 7 s left",
        ),
        ([STARTED, epoch(1, 1.0, loss=math.inf)], "epoch 1/10 · loss is inf since epoch 1 · 9 s left"),
        ([STARTED, epoch(1, 2_000.0, loss=1.0)], "epoch 1/10 · loss 1 · 5.0 h left"),
    ],
)
def test_status(events: list[Progress], line: str) -> None:
    assert status(folded(*events)) == line


@pytest.mark.parametrize(
    ("logs", "sentence"),
    [
        ({}, "Nothing has been logged yet."),
        ({"loss": (0.5,)}, "Loss was 0.5 after epoch 1."),
        ({"loss": (0.5, 0.5)}, "Loss stayed at 0.5 over 2 epochs."),
        (
            {"loss": (0.69, 0.31), "val_accuracy": (0.52, 0.88)},
            "Loss fell from 0.69 to 0.31 over 2 epochs. Validation accuracy rose from 0.52 to 0.88 over 2 epochs.",
        ),
        (
            {"loss": (2.0, 1.0), "val_loss": (2.0, 3.0)},
            "Loss fell from 2 to 1 over 2 epochs; validation loss rose from 2 to 3 over 2 epochs.",
        ),
        ({"loss": (0.7, 0.9, math.nan)}, "Loss became NaN in epoch 3, after 0.9."),
        ({"loss": (math.nan, math.nan)}, "Loss was NaN from the start."),
    ],
)
def test_describe(logs: dict[str, tuple[float, ...]], sentence: str) -> None:
    assert describe(FitCurves(10, logs)) == sentence


def test_a_metric_named_by_an_attacker_stays_on_its_line() -> None:
    curves = FitCurves(2, {"\x1b[2Jbad\nname": (0.5,)}, epochs_run=1)
    for text in (status(curves), describe(curves)):
        assert text.isprintable()
