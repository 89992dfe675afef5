"""The answers: what is asked of a network once it is trained."""

from __future__ import annotations

import math

from tuitutor.coach.evidence_of_fit import Seen
from tuitutor.grading.numbers import show_number as show
from tuitutor.grading.verdicts import Advice
from tuitutor.protocol.facts import ArrayFacts

UNLIKE = 15  # times as large


def asked_about_others(seen: Seen) -> Advice | None:
    """`predict` and `evaluate` got inputs that weren't scaled as those of the fit."""
    asked = seen.fit.given.asked if seen.fit.given is not None else None
    if asked is None or seen.inputs is None or asked.rows < 5 or not _is_unlike(asked, seen.inputs):
        return None
    return Advice(
        "prediction",
        f"It was trained on inputs of about {show(_size(seen.inputs))}, and is asked about inputs of about "
        f"{show(_size(asked))}.",
        "Scale both alike, with the mean and spread of the training data.",
    )


def scaled_by_themselves(seen: Seen) -> Advice | None:
    """What is asked about was scaled by its own mean and spread, as the training data were by theirs."""
    asked = seen.fit.given.asked if seen.fit.given is not None else None
    if asked is None or seen.inputs is None or asked.rows == seen.inputs.rows or asked.rows < 10:
        return None
    if len(asked.columns) < 2 or not (_is_standard(asked) and _is_standard(seen.inputs)):
        return None
    return Advice(
        "prediction",
        "The rows that it is asked about have mean 0 and spread 1 in each column: they were scaled by their own "
        "numbers, so the same measurement isn't the same input as in training.",
        "Keep the mean and spread of the training data, and scale all that comes later by these.",
    )


def _is_standard(array: ArrayFacts) -> bool:
    return all(abs(mean) < 1e-4 and abs(spread - 1) < 1e-3 for mean, spread in array.columns)


def asked_untrained(seen: Seen) -> Advice | None:
    """`predict` and `evaluate` asked a copy of the network that was never trained."""
    if seen.fit.given is None or not seen.fit.given.asked_elsewhere:
        return None
    return Advice(
        "prediction",
        "The network that was fitted is asked nothing afterwards; one of the same shapes is, and its weights are still "
        "those that it began with.",
        "Ask the network that fit was called on. clone_model and a second call of your own function make new weights; "
        "set_weights copies them.",
    )


def evaluated_in_other_units(seen: Seen) -> Advice | None:
    """`evaluate` got labels that weren't scaled as those of the fit."""
    labels, asked = seen.labels, seen.fit.given.asked_labels if seen.fit.given is not None else None
    if asked is None or labels is None or labels.kind != "numbers" or asked.rows < 5:
        return None
    if not _is_unlike(asked, labels.array):
        return None
    return Advice(
        "prediction",
        f"It learned labels of about {show(_size(labels.array))}, and is evaluated with labels of about "
        f"{show(_size(asked))}: the errors say nothing.",
        "Scale these labels as those of fit, or turn predictions back first: prediction * spread + mean.",
    )


def _size(array: ArrayFacts) -> float:
    return math.hypot(array.mean, array.spread)


def _is_unlike(one: ArrayFacts, other: ArrayFacts) -> bool:
    small, large = sorted((_size(one), _size(other)))
    return small > 0 and large > UNLIKE * small
