"""Training curves that tell what went wrong: numbers that blew up, guessing, learning by heart."""

from __future__ import annotations

import math
from collections.abc import Sequence

from tuitutor.grading.numbers import number
from tuitutor.grading.verdicts import Advice
from tuitutor.protocol.facts import FitFacts

ENOUGH_EPOCHS = 5  # fewer say nothing about where a curve is heading
NEAR = 0.03  # relative: the spread of a curve that goes nowhere

Curve = tuple[float, ...]


def advise_on(fit: FitFacts) -> Advice | None:
    """Advice on the curves of one fit, or None where they look sound or are too short to tell."""
    history = fit.history
    if max(map(len, history.values()), default=0) < fit.epochs_run:
        return None  # a long fit's history was thinned, so that places in it are no epochs
    for name in history:
        if (advice := _blown_up(name, history[name])) is not None:
            return advice
    loss, accuracy = history.get("loss", ()), history.get("accuracy", ())
    if min(len(loss), fit.epochs_run) < ENOUGH_EPOCHS:
        return None
    return _guessing(loss, accuracy) or _by_heart(loss, history.get("val_loss", ()))


def _blown_up(name: str, values: Curve) -> Advice | None:
    epoch = next((epoch for epoch, value in enumerate(values, start=1) if not math.isfinite(value)), None)
    if epoch is None:
        return None
    return Advice(
        "nan",
        f"{name} is {values[epoch - 1]} from epoch {epoch} on: the numbers grew past what a float can hold.",
        "Lower the learning rate, scale the inputs to about -1 to 1, and look for NaN in the data.",
    )


def _guessing(loss: Curve, accuracy: Curve) -> Advice | None:
    """A cross-entropy that stays at ln k with an accuracy of 1/k is what guessing among k classes gives."""
    if len(accuracy) != len(loss) or not 0 < accuracy[-1] < 0.6:
        return None
    classes = round(1 / accuracy[-1])
    chance = math.log(classes)
    late, hits = loss[len(loss) // 2 :], accuracy[len(accuracy) // 2 :]
    stuck = all(abs(value - chance) <= NEAR * chance for value in late)
    if not stuck or any(abs(hit * classes - 1) > 0.1 for hit in hits):
        return None
    return Advice(
        "plateau",
        f"loss stays at {number(loss[-1])} and accuracy at {number(accuracy[-1])}: that is guessing among {classes}.",
        "Give it a hidden layer or more units, check that labels belong to their samples, try another learning rate. "
        "If the data is noise, no network can do better.",
    )


def _by_heart(loss: Curve, validation: Curve) -> Advice | None:
    if len(validation) != len(loss) or validation[-1] < 1.3 * min(validation) or loss[-1] >= 0.9 * loss[0]:
        return None
    best = validation.index(min(validation)) + 1
    if best > len(loss) // 2:
        return None
    return Advice(
        "overfitting",
        f"val_loss was best in epoch {best} ({number(min(validation))}) and rose to {number(validation[-1])}, "
        f"while loss kept falling: the network learns the samples by heart.",
        "Train for fewer epochs, use fewer units or Dropout, or get more data.",
    )


def last_with_history(fits: Sequence[FitFacts]) -> FitFacts | None:
    """The last fit that recorded something."""
    return next((fit for fit in reversed(fits) if fit.history), None)
