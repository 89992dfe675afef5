"""What the arrays of a fit have in common: rows, words, or all of their numbers."""

from __future__ import annotations

from typing import Any, Optional

import numpy as np

from tuitutor.protocol.facts import ArrayFacts
from tuitutor.worker.training.described import LEAST_MEASURED, MOST_COLUMNS, MOST_ROWS, some_rows
from tuitutor.worker.training.rows import as_rows, hashed

MOST_SHARED = 2_000_000  # numbers, among which rows are looked for that are in both sets
FEW = 4  # numbers of a step
LEAST_STEPS = 5  # of a row, so that two windows aren't alike by chance
LEAST_WORDS, MOST_WORDS = 300, 5_000
MOST_PLACES = 50_000  # in a row
LEAST_ASKED = 20  # rows, whose mean is known well enough
APART, ALIKE = 10.0, 2.0  # times as far as by chance: surely not by chance, and maybe so

Profile = tuple[np.ndarray, np.ndarray, int]


def words_of_rows(inputs: list[np.ndarray]) -> Optional[tuple[np.ndarray, np.ndarray]]:
    """The whole numbers, but 0, in rows of the first input that may be those of words, and how often each comes."""
    if not inputs or inputs[0].ndim != 2 or inputs[0].shape[1] < 3 or inputs[0].dtype.kind not in "iuf":
        return None
    numbers = inputs[0][:MOST_ROWS]
    if len(numbers) < 2 or not (numbers == np.round(numbers)).all():
        return None
    if np.mean(numbers[1:, :-1] == numbers[:-1, 1:]) > 0.9:  # windows of one text, in which each word comes often
        return None
    found, often = np.unique(numbers[numbers != 0], return_counts=True)
    return (found, often) if 8 <= len(found) <= MOST_WORDS else None


def how_far_apart(one: Optional[tuple[np.ndarray, np.ndarray]], other: Optional[tuple[np.ndarray, np.ndarray]]) -> Any:
    """How far two distributions are apart, from 0 to 1, less what is to be expected by chance; None if unknown."""
    if one is None or other is None or min(one[1].sum(), other[1].sum()) < LEAST_WORDS:
        return None
    all_of_them = np.union1d(one[0], other[0])
    counts = [np.zeros(len(all_of_them)) for _ in range(2)]
    for each, (found, often) in zip(counts, (one, other)):  # noqa: B905
        each[np.searchsorted(all_of_them, found)] = often
    shares = [each / each.sum() for each in counts]
    together = np.add(*counts)
    chance = np.sqrt(together / together.sum() * sum(1 / each.sum() for each in counts))
    ranked = [np.sort(each) for each in shares]  # numbered in another way, shares are the same, of other numbers
    apart, otherwise = (np.abs(each[0] - each[1]).sum() / 2 for each in (shares, ranked))
    return max(0.0, float(apart - 0.5 * chance.sum())) if otherwise < 0.6 * apart else 0.0


def twin_inputs(inputs: list[np.ndarray]) -> Optional[tuple[int, int]]:
    """Two inputs that are the same array, and not one value alone."""
    for at, one in enumerate(inputs):
        for to, other in enumerate(inputs[:at]):
            if one.shape == other.shape and np.array_equal(one, other) and one.size and np.ptp(one.astype("float64")):
                return to, at
    return None


def input_of_labels(inputs: list[np.ndarray], labels: Optional[np.ndarray]) -> Optional[int]:
    """The input, but for the first, that is the labels themselves: of words, or of steps with few numbers."""
    if labels is None or labels.size < LEAST_MEASURED:
        return None
    if labels.dtype.kind not in "iu" and not (labels.ndim == 3 and labels.shape[2] <= FEW):
        return None
    for at, each in enumerate(inputs[1:], start=1):
        if each.size == labels.size and len(each) == len(labels) and np.array_equal(each.ravel(), labels.ravel()):
            return at
    return None


def hashes_of(inputs: list[np.ndarray]) -> np.ndarray:
    """A hash of each row; none if there are several inputs, or too many numbers."""
    if len(inputs) != 1 or inputs[0].size > MOST_SHARED or inputs[0].dtype.kind not in "fiub":
        return np.zeros(0, np.uint64)
    return hashed([as_rows(inputs[0])])


def share_of_rows(inputs: list[np.ndarray], hashes: np.ndarray, held: np.ndarray) -> Optional[float]:
    """The share of rows to validate on that are trained on; None if it isn't known, or rows come twice by nature."""
    if not len(held) or not len(hashes):
        return None
    different = len(np.unique(hashes))
    measured = inputs[0].dtype.kind == "f" and inputs[0].ndim == 2 and different >= LEAST_MEASURED
    if measured:  # so that no two rows are the same by chance
        some = some_rows(inputs[0])
        measured = bool((some != np.round(some)).mean() > 0.5) and len(np.unique(some[:, 0])) > LEAST_MEASURED / 2
    if different < (0.25 if measured else 0.9) * len(hashes):
        return None
    return float(np.isin(held, hashes).mean())


def share_of_windows(inputs: list[np.ndarray], held: list[np.ndarray]) -> Optional[float]:
    """The share of rows of steps to validate on that are one step before or after one to train on; None if unknown."""
    if len(inputs) != 1 or len(held) != 1 or inputs[0].size > MOST_SHARED or inputs[0].shape[1:] != held[0].shape[1:]:
        return None
    if not 2 <= inputs[0].ndim <= 3 or inputs[0].shape[1] < LEAST_STEPS or inputs[0].dtype.kind not in "fiu":
        return None
    ends = [hashed([as_rows(part)]) for each in (inputs[0], held[0]) for part in (each[:, :-1], each[:, 1:])]
    if not len(held[0]) or len(np.unique(ends[0])) < 0.9 * len(ends[0]):
        return None
    return float((np.isin(ends[2], ends[1]) | np.isin(ends[3], ends[0])).mean())


def most_alike(found: list[Optional[ArrayFacts]], other: Optional[ArrayFacts]) -> Optional[ArrayFacts]:
    """The one whose numbers are most alike in size to those of the other."""
    there = [each for each in found if each is not None]
    known = [each for each in there if each.rows > 1] or there
    if other is None or not known:
        return None
    size = np.hypot(other.mean, other.spread) + 1e-9
    return min(known, key=lambda each: abs(np.log((np.hypot(each.mean, each.spread) + 1e-9) / size)))


def profile(array: np.ndarray) -> Optional[Profile]:
    """The mean and the spread of each number of a row, and of how many rows; None if there are too many numbers."""
    if array.dtype.kind not in "fiub" or len(array) < LEAST_ASKED or not 1 < array[0].size <= MOST_PLACES:
        return None
    rows = some_rows(array).astype("float64")
    return (rows.mean(0), rows.std(0), len(rows)) if np.isfinite(rows).all() else None


def way_turned(trained: Optional[Profile], asked: Optional[Profile]) -> str:
    """What makes rows like those of training, by `GivenFacts.asked_turned`: only if they aren't, and it is plain."""
    if trained is None or asked is None or trained[0].shape != asked[0].shape:
        return ""
    far = _distance(trained, asked)
    if far < APART:
        return ""
    mean, spread, rows = asked
    sizes = mean.shape
    ways = {f"reversed {axis + 1}": (np.flip(mean, axis), np.flip(spread, axis)) for axis in range(len(sizes))}
    for one in range(len(sizes)):
        for other in range(one):
            if sizes[one] == sizes[other]:
                ways[f"swapped {other + 1} {one + 1}"] = mean.swapaxes(one, other), spread.swapaxes(one, other)
    if len(sizes) == 1 and sizes[0] <= MOST_COLUMNS:
        order = [min(range(sizes[0]), key=lambda at: _between(trained, asked, to, at)) for to in range(sizes[0])]
        if len(set(order)) == len(order):
            ways["columns"] = mean[order], spread[order]
    found = {way: _distance(trained, (*turned, rows)) for way, turned in ways.items()}
    best = min(found, key=lambda way: found[way])
    return best if found[best] < ALIKE else ""


def _distance(one: Profile, other: Profile) -> float:
    """How far means and spreads are apart: about 1 if they are those of the same."""
    chance = one[1] ** 2 / one[2] + other[1] ** 2 / other[2] + 1e-9 * (one[0].std() + one[1].mean()) ** 2 + 1e-30
    apart = (one[0] - other[0]) ** 2 / chance + 2 * (one[1] - other[1]) ** 2 / chance
    return float(np.minimum(apart, 400).mean() / 2)


def _between(one: Profile, other: Profile, to: int, at: int) -> float:
    return float(abs(one[0][to] - other[0][at]) + abs(one[1][to] - other[1][at]))
