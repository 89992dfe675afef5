"""Differences between training data and data for validation or prediction."""

from __future__ import annotations

import math

from tuitutor.coach.evidence_of_fit import FitEvidence
from tuitutor.course.kind import Change
from tuitutor.grading.numbers import show_number as show
from tuitutor.grading.verdicts import Advice
from tuitutor.protocol.facts import ArrayFacts, DataFacts

UNLIKE = 15  # times as large
SHIFT = 2.3  # spreads, by which a column has moved
WIDER = 4  # times the spread
TELLS, TELLS_NOTHING, LESS = 0.3, 0.1, 0.6  # parts of labels that a quick regression finds, and a difference of them
NUMBERED = 0.15  # parts of all words: where two sets of numbers differ by less, other topics may be the reason
RANGES = {(0, 1): "0 to 1", (-1, 1): "-1 to 1", (0, 255): "0 to 255", (-0.5, 0.5): "-0.5 to 0.5"}


def scaled_otherwise(
    topic: str, changes: tuple[Change, ...], what: str, asked: ArrayFacts, trained: ArrayFacts
) -> Advice | None:
    """Inputs with another range of pixels, or of another size. `what`: their use, in words."""
    ranges = [range_of(array) for array in (trained, asked)]
    if all(ranges) and ranges[0] != ranges[1]:
        return Advice(
            topic,
            changes,
            f"It is trained on pictures from {ranges[0]}, and {what} pictures from {ranges[1]}.",
            "Scale both alike.",
        )
    if not is_unlike(asked, trained):
        return None
    one, other = show(size_of_numbers(trained)), show(size_of_numbers(asked))
    return Advice(
        topic,
        changes,
        f"It is trained on inputs of about {one}, and {what} inputs of about {other}.",
        "Scale both alike, with the mean and spread of the training data.",
    )


def tells_less(data: DataFacts, other: float | None) -> bool:
    """Whether a quick regression predicts the training labels well, and the other labels not at all.

    For labels of other rows its R2 is as far below 0 as it is above 0 for the right ones. Not for a stream, whose rows
    come several times, so that the regression has them all.
    """
    if not data.predictable or other is None or data.largest_batch is not None:
        return False
    return data.predictable[0] > TELLS and other < min(TELLS_NOTHING, data.predictable[0] - LESS)


def range_of(array: ArrayFacts) -> str:
    """The usual range that the numbers of pictures fill; "" for another."""
    if len(array.shape) < 3 or array.rows < 20:
        return ""
    for (low, high), name in RANGES.items():
        room = 0.03 * (high - low)
        if abs(array.low - low) < room and abs(array.high - high) < room:
            return name
    return ""


def varies_otherwise(one: ArrayFacts, other: ArrayFacts) -> float | None:
    """The least ratio of the columns' spreads in two tables; None if it is small."""
    if len(one.columns) != len(other.columns) or min(one.rows, other.rows) < 20:
        return None
    spreads = [(here, there) for (_, here), (_, there) in zip(one.columns, other.columns, strict=True)]
    if len(spreads) < 2 or not all(here > 0 and there > 0 for here, there in spreads):
        return None
    least = min(here / there for here, there in spreads)
    return least if least > WIDER else None


def moved_column(one: ArrayFacts, other: ArrayFacts) -> int | None:
    """The column, from 0, whose ranges in two tables don't overlap; None if there is none."""
    if len(one.columns) != len(other.columns) or min(one.rows, other.rows) < 20:
        return None
    for at, ((mean, spread), (known, usual)) in enumerate(zip(one.columns, other.columns, strict=True)):
        if spread > 0 and usual > 0 and abs(mean - known) > SHIFT * max(spread, usual):
            return at
    return None


def size_of_numbers(array: ArrayFacts) -> float:
    return math.hypot(array.mean, array.spread)


def is_unlike(one: ArrayFacts, other: ArrayFacts) -> bool:
    small, large = sorted((size_of_numbers(one), size_of_numbers(other)))
    return small > 0 and large > UNLIKE * small


def numbered_otherwise(
    evidence: FitEvidence, topic: str, changes: tuple[Change, ...], apart: float | None, these: str, those: str
) -> Advice | None:
    """Whole numbers, as of words, are distributed unlike the training data's. `these`, `those`: their use, in words."""
    if apart is None or apart < NUMBERED or not any(layer.kind == "Embedding" for layer in evidence.layers):
        return None
    return Advice(
        topic,
        changes,
        f"The numbers of words that {these} come in other proportions than those that {those}: as if they were "
        "numbered in another way.",
        "Number words once, by the training texts, and use the same table for all others.",
    )
