"""The loss, and what is counted beside it."""

from __future__ import annotations

from tuitutor.coach.causes.signs import LEARNED
from tuitutor.coach.evidence_of_fit import NUMBER_LOSSES, ONE_OF_MANY, Seen
from tuitutor.grading.numbers import show_number as show
from tuitutor.grading.verdicts import Advice


def choice_of_one(seen: Seen) -> Advice | None:
    if seen.loss != "categoricalcrossentropy" or seen.units != 1:
        return None
    return Advice(
        "loss",
        "categorical_crossentropy divides the outputs by their sum. With one output that gives 1, so the loss is "
        "always 0 and nothing is learned.",
        "Use loss='binary_crossentropy' with Dense(1, activation='sigmoid').",
    )


def choices_one_by_one(seen: Seen) -> Advice | None:
    labels = seen.labels
    if seen.loss != "binarycrossentropy" or seen.last != "softmax" or labels is None or labels.kind != "one-hot":
        return None
    if (seen.units or 0) < 3 or not seen.is_below(LEARNED):
        return None
    return Advice(
        "loss",
        f"binary_crossentropy takes the {seen.units} outputs for separate questions, but softmax answers one: which "
        "class.",
        "Use loss='categorical_crossentropy'.",
    )


def wrong_accuracy(seen: Seen) -> Advice | None:
    labels = seen.labels
    if seen.loss in ONE_OF_MANY and "binaryaccuracy" in seen.metrics and (seen.units or 0) > 2:
        return Advice(
            "metric",
            f"binary_accuracy counts each of the {seen.units} outputs by itself, so answering 0 for all gives "
            f"{show(1 - 1 / (seen.units or 1))} already.",
            "Write metrics=['accuracy'], which Keras fits to the loss.",
        )
    numbers = labels is not None and labels.kind == "numbers" and len(labels.values) == 0
    if numbers and seen.loss in NUMBER_LOSSES and "accuracy" in seen.metrics and not any(seen.accuracy):
        return Advice(
            "metric",
            "accuracy counts the outputs that equal their label, and a number with a fraction never does.",
            "For numbers instead of classes, write metrics=['mae'].",
        )
    return None


def rewards_errors(seen: Seen) -> Advice | None:
    """A loss that falls below 0, without end, while answers get worse than any guess."""
    if seen.skill is None or len(seen.curve) < 2 or seen.lost or seen.loss in (*ONE_OF_MANY, "binarycrossentropy"):
        return None
    falls = seen.curve[-1] < min(0.0, 2 * seen.curve[0], seen.curve[0])
    if not falls or not seen.is_below(-1.0):
        return None
    return Advice(
        "loss",
        f"The loss falls below 0, to {show(seen.curve[-1])}, while the answers get further and further from the "
        "labels: it isn't smallest where they are right.",
        "A loss is 0 where all is right, and above it elsewhere: look for a minus sign, or for a square or an abs that "
        "is missing.",
    )
