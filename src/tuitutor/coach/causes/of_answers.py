"""Predictions: inputs and uses of the trained network."""

from __future__ import annotations

from tuitutor.coach.causes.unlike import (
    is_unlike,
    moved_column,
    numbered_otherwise,
    scaled_otherwise,
    size_of_numbers,
    tells_less,
    varies_otherwise,
)
from tuitutor.coach.evidence_of_fit import LEARNED, FitEvidence, show_share
from tuitutor.course.kind import Change
from tuitutor.grading.numbers import show_number as show
from tuitutor.grading.verdicts import Advice
from tuitutor.protocol.facts import ArrayFacts

UNSTEADY = 0.1  # of the spread of the answers
FAR_WORSE = 1.5  # times the loss of guessing


def asked_about_others(evidence: FitEvidence) -> Advice | None:
    """`predict` or `evaluate` got inputs on another scale than the fit."""
    asked = evidence.data.later_inputs
    if asked is None or evidence.inputs is None:
        return None
    if (nothing := _nothing_asked(asked, evidence.inputs)) is not None:
        return nothing
    single = max((size or 0 for size in asked.shape[1:]), default=1) == 1
    if asked.rows < 5 and (size_of_numbers(asked) < size_of_numbers(evidence.inputs) or single):
        return None  # a few rows may well be small, and one number may be asked about to see how far it goes
    if (otherwise := scaled_otherwise("prediction", (), "is asked about", asked, evidence.inputs)) is not None:
        return otherwise
    turned = evidence.data.later_turned
    if turned and asked.rows >= 5:
        return Advice("prediction", (), f"{_turned(turned, len(asked.shape))} than in training.", "Prepare both alike.")
    if (times := varies_otherwise(asked, evidence.inputs) or varies_otherwise(evidence.inputs, asked)) is not None:
        return Advice(
            "prediction",
            (),
            f"Each column varies {show(times)} times as much or more in one of the data that it was trained on and is "
            "asked about as in the other.",
            "Scale both alike, with the mean and spread of the training data.",
        )
    column = moved_column(asked, evidence.inputs)
    if column is None:
        return None
    (before, _), (after, _) = (array.columns[column] for array in (evidence.inputs, asked))
    return Advice(
        "prediction",
        (),
        f"Column {column} of the inputs (from 0) was around {show(before)} in training, and is around {show(after)} "
        "in what it is asked about.",
        "Prepare both alike: the same columns in the same order, scaled by the numbers of the training data.",
    )


def _nothing_asked(asked: ArrayFacts, trained: ArrayFacts) -> Advice | None:
    """Rows of NaN, or of zeros, as a single row becomes when it is scaled by itself."""
    if trained.not_finite or not trained.spread or trained.fractions < 0.3:
        return None
    zeros = asked.low == asked.high == 0 and max((size or 0 for size in asked.shape[1:]), default=1) > 1
    if not asked.not_finite and not zeros:
        return None
    what = (
        f"{show_share(asked.not_finite)} of the numbers that it is asked about are NaN"
        if asked.not_finite
        else ("All numbers that it is asked about are 0")
    )
    return Advice(
        "prediction",
        (),
        f"{what}: a row less its own mean is 0, and its own spread is 0.",
        "Prepare new rows by the numbers of the training data, its mean and its spread.",
    )


def _turned(way: str, axes: int) -> str:
    """`DataFacts.asked_turned` in words, up to "than"."""
    kind, *which = way.split()
    if kind == "columns":
        return "What it is asked about has its columns in another order"
    if kind == "swapped":
        return f"What it is asked about has axes {which[0]} and {which[1]} the other way round"
    what = "its channels" if axes == 4 and which == ["3"] else f"its numbers along axis {which[0]}"
    return f"What it is asked about has {what} in the reverse order"


def scaled_by_themselves(evidence: FitEvidence) -> Advice | None:
    """What is asked about was scaled by its own mean and spread, or its own range, as the training data by theirs."""
    data, held, curve = evidence.data, evidence.fit.history.get("val_loss", ()), evidence.curve
    if evidence.inputs is None:
        return None
    suffers = bool(held) and bool(curve) and min(held) > 1.5 * min(curve) > 0
    changes: tuple[Change, ...]
    for topic, changes, whose, array in (
        ("prediction", (), "it is asked about", data.later_inputs),
        ("validation", ("validation",), "it validates on", data.validation_inputs if suffers else None),
    ):
        if array is None or array.rows == evidence.inputs.rows or array.rows < 10 or len(array.columns) < 2:
            continue
        standard = _is_standard(array) and _is_standard(evidence.inputs)
        if not standard and not (array.min_max_scaled and evidence.inputs.min_max_scaled):
            continue
        has = "have mean 0 and spread 1 in each column" if standard else "go exactly from end to end of the same range"
        return Advice(
            topic,
            changes,
            f"The rows that {whose} {has}, as those of training do: they were scaled by their own numbers, so the same "
            "measurement isn't the same input as in training.",
            f"Keep the {'mean and spread' if standard else 'smallest and largest values'} of the training data, and "
            "scale all that comes later by these.",
        )
    return None


def asked_twice(evidence: FitEvidence) -> Advice | None:
    """Asking twice about the same gives different answers."""
    network, labels, inputs = evidence.network, evidence.labels, evidence.inputs
    if evidence.data.later_shuffled:
        return Advice(
            "prediction",
            (),
            "The data that predict is given come in another order each time they are read, so nothing tells which row "
            "an answer belongs to.",
            "Leave shuffle out of data that you test with (shuffle=False), so that answers and labels have one order.",
        )
    if network is None or network.unsteady < UNSTEADY or not evidence.skill_below(LEARNED):
        return None
    if labels is None or inputs is None or labels.array.shape == inputs.shape:
        return None  # it makes new rows, by chance
    return Advice(
        "prediction",
        ("layers",),
        "Asked twice about the same rows, the network gives different answers: something in it draws random numbers, "
        "or keeps a state, also when it doesn't train.",
        "Look for training=True where a layer is called, for random numbers in a layer of your own, and for stateful.",
    )


def asked_with_other_numbers(evidence: FitEvidence) -> Advice | None:
    """Words that it is asked about were numbered in another way."""
    apart = evidence.data.later_distance
    return numbered_otherwise(evidence, "prediction", (), apart, "it is asked about", "it was trained on")


def evaluated_on_unlike_rows(evidence: FitEvidence) -> Advice | None:
    """Far worse than guessing where it is evaluated, though it does well on what it trained and validated on."""
    data, guess, held = evidence.data, evidence.baseline, evidence.fit.history.get("val_loss", ())
    found = data.evaluated_loss
    if found is None or not guess or not evidence.curve or evidence.is_not_finite or evidence.curve[-1] > 0.3 * guess:
        return None
    if tells_less(data, data.later_predictable) and found > guess:
        return Advice(
            "prediction",
            (),
            "A quick regression finds the labels in the inputs that it was trained on, and not in those that it is "
            "evaluated on: these aren't like the others, or labels don't belong to their rows.",
            "Prepare all alike: the same scaling, the same columns, the same order and numbering of labels.",
        )
    if not held or not held[-1] < 0.5 * guess or found < FAR_WORSE * guess:
        return None
    return Advice(
        "prediction",
        (),
        f"evaluate finds a loss of {show(found)}, where guessing gives {show(guess)} and the rows that it validated on "
        f"{show(held[-1])}: what it is evaluated on isn't like those.",
        "Prepare all alike: the same scaling, the same columns, the same numbering of labels.",
    )


def _is_standard(array: ArrayFacts) -> bool:
    return all(abs(mean) < 1e-4 and abs(spread - 1) < 1e-3 for mean, spread in array.columns)


def asked_untrained(evidence: FitEvidence) -> Advice | None:
    """`predict` and `evaluate` asked a copy of the network that was never trained."""
    if not evidence.data.later_elsewhere:
        return None
    return Advice(
        "prediction",
        (),
        "The network that was fitted is asked nothing afterwards; one of the same shapes is, and its weights are still "
        "those that it began with.",
        "Ask the network that fit was called on. clone_model and a second call of your own function make new weights; "
        "set_weights copies them.",
    )


def evaluated_in_other_units(evidence: FitEvidence) -> Advice | None:
    """`evaluate` got labels on another scale than the fit."""
    labels, asked = evidence.labels, evidence.data.later_labels
    if asked is None or labels is None or labels.kind != "numbers" or asked.rows < 5:
        return None
    if not is_unlike(asked, labels.array):
        return None
    return Advice(
        "prediction",
        (),
        f"It learned labels of about {show(size_of_numbers(labels.array))}, and is evaluated with labels of about "
        f"{show(size_of_numbers(asked))}: the errors say nothing.",
        "Scale these labels as those of fit, or turn predictions back first: prediction * spread + mean.",
    )
