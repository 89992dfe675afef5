"""Words say what curves show."""

import math

import pytest

from tests.engine.runs import STARTED, batch, epoch, folded, scalar
from tuitutor.draw.metrics import metrics
from tuitutor.draw.words import describe_curves, status
from tuitutor.engine.events import ProgramEvent
from tuitutor.engine.snapshots import FitCurves
from tuitutor.protocol.events import FitEnded


def test_an_own_training_loop_is_drawn_by_steps() -> None:
    curves = folded(scalar("train_loss", 0, 0.9), scalar("val_loss", 0, 1.0), scalar("train_loss", 100, 0.4))
    assert curves.by_step
    assert curves.points("train_loss") == ((0.0, 0.9), (100.0, 0.4))
    assert [(m.name, m.train, m.validation) for m in metrics(curves)] == [("loss", "train_loss", "val_loss")]
    assert status(curves) == "step 100 · validation loss 1"
    assert describe_curves(curves).startswith("Loss fell from 0.9 to 0.4 over 100 steps")


def test_metrics_are_ordered_loss_first_and_learning_rate_last() -> None:
    curves = FitCurves(3, {name: (1.0,) for name in ("learning_rate", "mae", "val_mae", "loss", "val_auc")})
    assert [metric.name for metric in metrics(curves)] == ["loss", "mae", "auc", "learning_rate"]


@pytest.mark.parametrize(
    ("events", "line"),
    [
        ([STARTED], "epoch 1/10"),
        ([STARTED, batch(1, 120, loss=0.61)], "epoch 1/10 · step 120/282 · loss 0.61"),
        (
            [STARTED, epoch(1, 2.0, loss=0.6, val_accuracy=0.75)],
            "epoch 1/10 · loss 0.6 · validation accuracy 0.75 · 18 s left",
        ),
        (
            [STARTED, epoch(1, 2.0, loss=0.6), epoch(2, 2.5, loss=0.5), batch(3, 120, loss=0.45)],
            "epoch 3/10 · step 120/282 · loss 0.45 · 4 s left",
        ),
        (
            [STARTED, epoch(1, 2.0, loss=0.6, val_loss=0.7, val_accuracy=0.8), batch(2, 9, loss=0.5, accuracy=0.7)],
            "epoch 2/10 · step 9/282 · loss 0.5 · validation accuracy 0.8 · 18 s left",
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
def test_status(events: list[ProgramEvent], line: str) -> None:
    assert status(folded(*events)) == line


def test_a_narrow_status_has_the_loss_and_the_time_rather_than_the_second_metric() -> None:
    curves = folded(STARTED, epoch(1, 2.0, loss=0.6, val_accuracy=0.75))
    assert status(curves, 60) == "epoch 1/10 · loss 0.6 · validation accuracy 0.75 · 18 s left"
    assert status(curves, 59) == "epoch 1/10 · loss 0.6 · 18 s left"
    assert status(curves, 30) == "epoch 1/10 · loss 0.6"
    assert status(curves, 20) == status(curves, 3) == "epoch 1/10"


@pytest.mark.parametrize(
    ("logs", "sentence"),
    [
        ({}, "Nothing has been logged yet."),
        ({"loss": (0.5,)}, "Loss was 0.5 after epoch 1."),
        ({"loss": (0.5, 0.5)}, "Loss stayed at 0.5 over 2 epochs."),
        (
            {"loss": (0.69, 0.31), "val_accuracy": (0.52, 0.88)},
            "Loss fell from 0.69 to 0.31 over 2 epochs. Validation accuracy rose from 0.52 to 0.88.",
        ),
        (
            {"loss": (2.0, 1.0), "val_loss": (2.0, 3.0)},
            "Loss fell from 2 to 1 over 2 epochs; validation loss rose from 2 to 3.",
        ),
        ({"loss": (0.7, 0.9, math.nan)}, "Loss became NaN in epoch 3, after 0.9."),
        ({"loss": (math.nan, math.nan)}, "Loss was NaN from the start."),
    ],
)
def test_describe(logs: dict[str, tuple[float, ...]], sentence: str) -> None:
    assert describe_curves(FitCurves(10, logs)) == sentence


def test_epochs_are_said_once_unless_they_differ() -> None:
    logs = {"loss": (3.0, 2.0, 1.0, 0.5), "val_loss": (3.0, 2.0), "accuracy": (0.5, 0.6, 0.7, 0.8)}
    assert describe_curves(FitCurves(4, logs, at={"val_loss": (1.0, 3.0)})) == (
        "Loss fell from 3 to 0.5 over 4 epochs; validation loss fell from 3 to 2 over 3 epochs. "
        "Accuracy rose from 0.5 to 0.8 over 4 epochs."
    )


def test_a_fit_that_was_resumed_did_only_the_rest_of_the_epochs() -> None:
    logs = {"loss": (3.0, 2.0, 1.0), "val_loss": (2.0,)}
    curves = FitCurves(6, logs, at={"loss": (4.0, 5.0, 6.0), "val_loss": (6.0,)})
    assert describe_curves(curves) == "Loss fell from 3 to 1 over 3 epochs; validation loss was 2 after epoch 6."
    steps = FitCurves(1, {"loss": (3.0, 1.0)}, at={"loss": (20.0, 40.0)})
    assert describe_curves(steps) == "Loss fell from 3 to 1 over 40 steps."


def test_what_a_curve_did_fits_into_a_line() -> None:
    curves = FitCurves(2, {"loss": (2.0, 1.0), "val_loss": (2.0, 3.0), "accuracy": (0.5, 0.6), "val_accuracy": (0.5,)})
    assert describe_curves(curves, 60) == "Loss fell from 2 to 1 over 2 epochs."
    assert describe_curves(curves, 75) == "Loss fell from 2 to 1 over 2 epochs; validation loss rose from 2 to 3."
    assert describe_curves(curves, 20) == "Loss fell from 2 to 1 over 2 epochs."


def test_a_metric_named_by_an_attacker_stays_on_its_line() -> None:
    curves = FitCurves(2, {"\x1b[2Jbad\nname": (0.5,)}, epochs_run=1)
    for text in (status(curves), describe_curves(curves)):
        assert text.isprintable()
