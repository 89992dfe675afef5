"""How alike arrays of a fit are: which rows, windows, words or numbers they share."""

from __future__ import annotations

from typing import Optional

import numpy as np

from tuitutor.protocol.facts import ArrayFacts
from tuitutor.worker.training.array_facts import MAX_COLUMNS, MAX_ROWS, MIN_ROWS, some_rows
from tuitutor.worker.training.rows import as_rows, hash_rows

MAX_HASHED = 2_000_000  # numbers in an array whose rows are hashed
MAX_STEP_NUMBERS = 4
MIN_STEPS = 5  # of a row, so that two windows aren't alike by chance
MIN_WORDS, MAX_WORDS = 300, 5_000
MAX_ROW_NUMBERS = 50_000
MIN_PROFILE_ROWS = 20  # whose mean is known well enough
FAR, NEAR = 10.0, 2.0  # multiples of the distance expected by chance: surely not chance, and perhaps chance
NO_HASHES = np.zeros(0, np.uint64)

WordCounts = tuple[np.ndarray, np.ndarray]
"""Different words, as numbers, and how often they occur."""

Profile = tuple[np.ndarray, np.ndarray, int]
"""The means and the standard deviations of the numbers in a row, and the number of rows."""


def count_words(inputs: list[np.ndarray]) -> Optional[WordCounts]:
    """Counts of the words in the first input, without 0; None if its rows can't be those of numbered words."""
    if not inputs or inputs[0].ndim != 2 or inputs[0].shape[1] < 3 or inputs[0].dtype.kind not in "iuf":
        return None
    numbers = inputs[0][:MAX_ROWS]
    if len(numbers) < 2 or not (numbers == np.round(numbers)).all():
        return None
    if np.mean(numbers[1:, :-1] == numbers[:-1, 1:]) > 0.9:  # windows of a text, so that its words come often
        return None
    words, counts = np.unique(numbers[numbers != 0], return_counts=True)
    return (words, counts) if 8 <= len(words) <= MAX_WORDS else None


def words_distance(first: Optional[WordCounts], second: Optional[WordCounts]) -> Optional[float]:
    """The total variation distance of two distributions of words, less half of what chance explains; None if unknown.

    It is 0 if the sorted shares differ nearly as much: then the texts differ, and not the numbers of their words.
    """
    if first is None or second is None or min(first[1].sum(), second[1].sum()) < MIN_WORDS:
        return None
    vocabulary = np.union1d(first[0], second[0])
    counts = [np.zeros(len(vocabulary)) for _ in range(2)]
    for vector, (words, word_counts) in zip(counts, (first, second)):  # noqa: B905
        vector[np.searchsorted(vocabulary, words)] = word_counts
    shares = [vector / vector.sum() for vector in counts]
    total = np.add(*counts)
    chance = np.sqrt(total / total.sum() * sum(1 / vector.sum() for vector in counts))
    distance = np.abs(shares[0] - shares[1]).sum() / 2
    sorted_distance = np.abs(np.sort(shares[0]) - np.sort(shares[1])).sum() / 2
    return max(0.0, float(distance - 0.5 * chance.sum())) if sorted_distance < 0.6 * distance else 0.0


def twin_inputs(inputs: list[np.ndarray]) -> Optional[tuple[int, int]]:
    """The places of two inputs that are equal arrays of more than one value."""
    for at, array in enumerate(inputs):
        for earlier_at, earlier in enumerate(inputs[:at]):
            if not array.size or array.shape != earlier.shape or not np.array_equal(array, earlier):
                continue
            if np.ptp(array.astype("float64")):
                return earlier_at, at
    return None


def input_of_labels(inputs: list[np.ndarray], labels: Optional[np.ndarray]) -> Optional[int]:
    """The place of an input, except the first, that is the labels themselves: words, or steps of few numbers."""
    if labels is None or labels.size < MIN_ROWS:
        return None
    if labels.dtype.kind not in "iu" and not (labels.ndim == 3 and labels.shape[2] <= MAX_STEP_NUMBERS):
        return None
    for at, array in enumerate(inputs[1:], start=1):
        if array.size == labels.size and len(array) == len(labels) and np.array_equal(array.ravel(), labels.ravel()):
            return at
    return None


def hashes_of(inputs: list[np.ndarray]) -> np.ndarray:
    """Hashes of the rows; none if there are several inputs, or too many numbers."""
    if len(inputs) != 1 or inputs[0].size > MAX_HASHED or inputs[0].dtype.kind not in "fiub":
        return NO_HASHES
    return hash_rows([as_rows(inputs[0])])


def share_of_rows(inputs: list[np.ndarray], hashes: np.ndarray, held_hashes: np.ndarray) -> Optional[float]:
    """The share of validation rows that are also trained on; None if unknown, or if equal rows are to be expected.

    `hashes` are those of the `inputs` to train on.
    """
    if not len(held_hashes) or not len(hashes):
        return None
    different = len(np.unique(hashes))
    is_measured = inputs[0].dtype.kind == "f" and inputs[0].ndim == 2 and different >= MIN_ROWS
    if is_measured:  # numbers with fractions, so that no two rows are the same by chance
        sample = some_rows(inputs[0])
        is_measured = (sample != np.round(sample)).mean() > 0.5 and len(np.unique(sample[:, 0])) > MIN_ROWS / 2
    if different < (0.25 if is_measured else 0.9) * len(hashes):
        return None
    return float(np.isin(held_hashes, hashes).mean())


def share_of_windows(inputs: list[np.ndarray], validation: list[np.ndarray]) -> Optional[float]:
    """The share of validation windows that begin a step before or after a window to train on; None if unknown.

    A window is a row of shape (steps,) or (steps, numbers).
    """
    if len(inputs) != 1 or len(validation) != 1 or inputs[0].shape[1:] != validation[0].shape[1:]:
        return None
    if not 2 <= inputs[0].ndim <= 3 or inputs[0].shape[1] < MIN_STEPS or inputs[0].dtype.kind not in "fiu":
        return None
    if inputs[0].size > MAX_HASHED:
        return None
    firsts, lasts, held_firsts, held_lasts = (
        hash_rows([as_rows(part)])
        for windows in (inputs[0], validation[0])
        for part in (windows[:, :-1], windows[:, 1:])
    )
    if not len(validation[0]) or len(np.unique(firsts)) < 0.9 * len(firsts):
        return None
    return float((np.isin(held_firsts, lasts) | np.isin(held_lasts, firsts)).mean())


def most_alike(arrays: list[Optional[ArrayFacts]], other: Optional[ArrayFacts]) -> Optional[ArrayFacts]:
    """The array whose numbers are most alike in size to those of the other; a single row counts if there is no more."""
    known = [array for array in arrays if array is not None]
    known = [array for array in known if array.rows > 1] or known
    if other is None or not known:
        return None
    size = np.hypot(other.mean, other.spread) + 1e-9
    return min(known, key=lambda array: abs(np.log((np.hypot(array.mean, array.spread) + 1e-9) / size)))


def profile(array: np.ndarray) -> Optional[Profile]:
    """The profile of an array's rows; None if there are few rows, too many numbers, or some that aren't finite."""
    if array.dtype.kind not in "fiub" or len(array) < MIN_PROFILE_ROWS or not 1 < array[0].size <= MAX_ROW_NUMBERS:
        return None
    rows = some_rows(array).astype("float64")
    return (rows.mean(0), rows.std(0), len(rows)) if np.isfinite(rows).all() else None


def way_turned(trained: Optional[Profile], later: Optional[Profile]) -> str:
    """How later rows have to be turned to be like those of training, as `DataFacts.asked_turned` names it.

    "" if they are alike, or nothing makes them so.
    """
    if trained is None or later is None or trained[0].shape != later[0].shape or _distance(trained, later) < FAR:
        return ""
    mean, spread, rows = later
    sizes = mean.shape
    ways = {f"reversed {axis + 1}": (np.flip(mean, axis), np.flip(spread, axis)) for axis in range(len(sizes))}
    for axis in range(len(sizes)):
        for other in range(axis):
            if sizes[axis] == sizes[other]:
                ways[f"swapped {other + 1} {axis + 1}"] = mean.swapaxes(axis, other), spread.swapaxes(axis, other)
    if len(sizes) == 1 and sizes[0] <= MAX_COLUMNS:
        distances = np.abs(trained[0][:, None] - mean) + np.abs(trained[1][:, None] - spread)
        order = distances.argmin(1)
        if len(set(order.tolist())) == len(order):
            ways["columns"] = mean[order], spread[order]
    found = {way: _distance(trained, (*turned, rows)) for way, turned in ways.items()}
    best = min(found, key=lambda way: found[way])
    return best if found[best] < NEAR else ""


def _distance(first: Profile, second: Profile) -> float:
    """The distance of means and spreads, about 1 if both are of the same data."""
    chance = first[1] ** 2 / first[2] + second[1] ** 2 / second[2]
    chance += 1e-9 * (first[0].std() + first[1].mean()) ** 2 + 1e-30
    squares = (first[0] - second[0]) ** 2 / chance + 2 * (first[1] - second[1]) ** 2 / chance
    return float(np.minimum(squares, 400).mean() / 2)
