"""Which rows of the arrays that a lesson's setup offers a fit was given, by index, after what was done to the data.

A row of a fit is row i of an array if one map that scales and moves each column takes the rows of the fit to rows of
the array: they are as they were, of another type or shape, divided, standardised, mirrored. Nobody says which map it
is: it is guessed, and improved by the pairs of nearest rows until they meet, or don't.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Optional

import numpy as np

from tuitutor.worker.training.rows import Rows, as_rows

EXACT = 1e-4  # of a column's range: rounding; what is closer is the same row
LEAST = 8  # rows that have to meet before a map is believed
MOST_PAIRED = 150  # rows, and those at the ends of columns, that a map is found by
MOST_COLUMNS = 48  # of those, the ones with the largest range
MOST_LABELS = 50  # different ones: otherwise they are no classes
MOST_MISLABELLED = 0.02  # of rows
MOST_COMPARED = 4_000_000_000  # numbers, where rows are compared with all others

Labelled = tuple[np.ndarray, np.ndarray]
"""Rows and their labels."""

Map = tuple[np.ndarray, np.ndarray]
"""What a column is multiplied by, and what is added, for each column."""


class Offered:
    """The rows of all arrays in the setup's variables. They are read when they are first asked for."""

    def __init__(self, setup: dict[str, Any]) -> None:
        self._setup = setup
        self._pools: dict[int, Pool] = {}

    def new_rows(self, validation: Rows, *trained: tuple[Rows, int]) -> Optional[tuple[int, int]]:
        """How many rows are validated on that are rows of the setup's arrays and not trained on, and how many others.

        None if unknown.
        With the trained rows comes how often each of them went by, or 0: nobody knows. Of equal rows in one array, each
        counts, less those that are trained on. A trained row that is no row of the setup is taken for the one that it
        lies close to, if any.
        """
        try:
            validated, counts = validation.values()
            pools = [self._pool(each.shape[1]) for each in validated]
            taken: dict[tuple[int, ...], int] = {}
            of_held, near = np.full((len(counts), len(pools)), -1), np.zeros(len(counts), bool)
            for rows, passes in trained:
                inputs, often = rows.values()
                if not passes and [each.shape[1] for each in inputs] != [each.shape[1] for each in validated]:
                    continue  # what other layers were given
                marks, known = [], []
                for pool, fit, held in zip(pools, inputs, validated, strict=True):
                    found, its_map = pool.trace(fit)
                    indices, held_map = pool.trace(held, its_map)
                    known.append((found, indices))
                    marks.append(pool.near(fit[found < 0], indices, (None, held_map)))
                near |= np.logical_and.reduce(marks)
                of_fit, indices = (np.stack(each, axis=1) for each in zip(*known, strict=True))
                of_held = np.where(of_held < 0, indices, of_held)
                for row, count in zip(map(tuple, of_fit.tolist()), often.tolist(), strict=True):
                    taken[row] = taken.get(row, 0) + -(-count // passes) if passes else max(1, taken.get(row, 0))
            wanted: dict[tuple[int, ...], int] = {}
            for row, count, close in zip(map(tuple, of_held.tolist()), counts.tolist(), near.tolist(), strict=True):
                if min(row) >= 0 and not close:
                    wanted[row] = wanted.get(row, 0) + count
            there = {row: min(pool.counts[at] for pool, at in zip(pools, row, strict=True)) for row in wanted}
            new = sum(max(0, min(count, int(there[row]) - taken.get(row, 0))) for row, count in wanted.items())
            return new, int(counts[(of_held < 0).any(axis=1)].sum())
        except Exception:
            return None

    def mislabelled(self, training: Labelled, validation: Labelled) -> int:
        """How many rows are validated with other labels than the setup's: than those that training takes theirs from,
        however they are written, or grouped.
        """
        (fit, labels), (held, its_labels) = training, validation
        numbers = _numbered(np.concatenate([labels.reshape(len(labels), -1), its_labels.reshape(len(its_labels), -1)]))
        wrong: list[int] = []
        pool = self._pool(as_rows(fit).shape[1])
        for array in self._arrays(pool.rows.shape[1]):
            place = {index: row for row, index in enumerate(pool.trace(array)[0].tolist())}
            if len(place) < len(array):
                continue  # of equal rows, nobody knows which one it is
            at, its = (np.array([place.get(i, -1) for i in pool.trace(as_rows(x))[0].tolist()]) for x in (fit, held))
            given, said = numbers[: len(at)][at >= 0], numbers[len(at) :][its >= 0]
            for names in self._labels_of(len(array)) if len(given) >= LEAST else ():
                table = np.zeros((names.max() + 1, numbers.max() + 1), int)
                np.add.at(table, (names[at[at >= 0]], given), 1)
                meant = np.where(table.any(axis=1), table.argmax(axis=1), -1)
                if table.max(axis=1).sum() >= (1 - MOST_MISLABELLED) * len(given):
                    told = meant[names[its[its >= 0]]]
                    wrong.append(int(((told != said) & (told >= 0)).sum()))
        return min(wrong, default=0)

    def _labels_of(self, length: int) -> Iterator[np.ndarray]:
        """The arrays of the setup that may be classes of so many rows, as numbers: a column, or one-hot."""
        for array in _within(self._setup):
            if not array.ndim or len(array) != length:
                continue
            is_column = array.size == length
            is_binary = not is_column and array.ndim == 2 and np.isin(array, (0, 1)).all()
            if is_column or (is_binary and (array.sum(axis=1) == 1).all()):
                names = _numbered(array)
                if names.max() < MOST_LABELS:
                    yield names

    def share(self, name: str, trained: Iterable[Rows]) -> Optional[float]:
        """The share of an array's rows that are among the trained ones; None if unknown."""
        try:
            held = as_rows(self._setup[name])
            pool, found = self._pool(held.shape[1]), np.zeros(0, int)
            for inputs, _ in (rows.values() for rows in trained):
                found = np.concatenate(
                    [found, *(pool.trace(each)[0] for each in inputs if each.shape[1:] == held.shape[1:])]
                )
            return float(np.isin(pool.trace(held)[0], found[found >= 0]).mean())
        except Exception:
            return None

    def _pool(self, width: int) -> Pool:
        if width not in self._pools:
            pool = self._pools[width] = Pool(width)
            for rows in sorted(self._arrays(width), key=len, reverse=True):
                pool.add(rows)
        return self._pools[width]

    def _arrays(self, width: int) -> list[np.ndarray]:
        arrays = (array for array in _within(self._setup) if array.ndim and len(array))
        return [as_rows(array) for array in arrays if array.size == len(array) * width]


def _numbered(labels: np.ndarray) -> np.ndarray:
    """A number for each row, the same for equal rows."""
    return np.unique(as_rows(labels), axis=0, return_inverse=True)[1].reshape(-1)


def _within(value: Any, depth: int = 4) -> Iterator[np.ndarray]:
    """The arrays in a variable, or in lists and dicts of arrays."""
    if isinstance(value, np.ndarray):
        yield value
    elif hasattr(value, "to_numpy"):  # a table of pandas
        yield value.to_numpy()
    elif isinstance(value, (dict, list, tuple)) and depth:
        for each in list(value.values() if isinstance(value, dict) else value)[:1000]:
            yield from _within(each, depth - 1)


class Pool:
    """The different rows of arrays of one width, and for each how many there are of it."""

    def __init__(self, width: int) -> None:
        self.rows, self.counts = np.zeros((0, width)), np.zeros(0, int)
        self._read()

    def add(self, array: np.ndarray) -> None:
        """Add the rows of an array; those that are there already, scaled or not, are the same rows.

        If most of its rows are new, it is another part of the data, and equal rows in it are others.
        """
        rows, counts = np.unique(array, axis=0, return_counts=True)
        found, _ = self.trace(rows) if array.shape[1] > 1 else (self._met(rows), None)
        known = found >= 0
        seen = np.bincount(found[known], counts[known], len(self.rows)).astype(int)
        self.counts = self.counts + seen if known.mean() < 0.5 else np.maximum(self.counts, seen)
        self.rows = np.concatenate([self.rows, rows[~known]])
        self.counts = np.concatenate([self.counts, counts[~known]])
        self._read()

    def _read(self) -> None:
        spread = np.ptp(self.rows, axis=0) if len(self.rows) else np.ones(self.rows.shape[1])
        self._scale = np.where(spread > 0, spread, 1)
        self._widest = np.argsort(-spread, kind="stable")[:MOST_COLUMNS]
        looks = np.random.default_rng(0).normal(size=(2, self.rows.shape[1])) / self._scale
        self._looks = [(look, np.argsort(self.rows @ look), np.sort(self.rows @ look)) for look in looks]

    def trace(self, rows: np.ndarray, likely: Optional[Map] = None) -> tuple[np.ndarray, Optional[Map]]:
        """The index of each row, or -1, and the map that takes it there, None if it's the identity. `likely` is one."""
        best, its_map = self._met(rows), None
        for found in self._maps(rows, likely) if (best < 0).any() and len(self.rows) else ():
            indices = self._met(rows * found[0] + found[1])
            least = 0 if found is likely else max(LEAST, len(rows) // 2)
            if _different(indices) >= max(least, _different(best) + 1):  # a map to a single point finds that one only
                best, its_map = indices, found
            if (best >= 0).all():
                break
        return best, its_map

    def _met(self, rows: np.ndarray) -> np.ndarray:
        """The index of the row that each one equals, or -1."""
        found = np.full(len(rows), -1)
        for look, order, values in self._looks if len(self.rows) else ():
            right = np.searchsorted(values, rows @ look)
            for at in (right - 1, right):
                index = order[at.clip(0, len(order) - 1)]
                same = (np.abs(rows - self.rows[index]) <= EXACT * self._scale).all(axis=1)
                found = np.where(same & (found < 0), index, found)
        return found

    def _maps(self, rows: np.ndarray, likely: Optional[Map]) -> Iterator[Map]:
        if likely is not None:
            yield likely
        if len(rows) < LEAST:
            return
        rng = np.random.default_rng(0)
        ends = rows.argmin(axis=0), rows.argmax(axis=0)  # few rows may have the values at a column's ends
        some = rows[np.unique([*rng.permutation(len(rows))[:MOST_PAIRED], *np.concatenate(ends)])].astype("float64")
        for first in self._starts(rows, some):
            its_map = first  # by which rows meet those that are nearest by the map before, until nothing changes
            near = self.rows[:, self._widest] / self._scale[self._widest]
            before = None
            for _ in range(10):
                placed = (some * its_map[0] + its_map[1])[:, self._widest] / self._scale[self._widest]
                pairs = _nearest(placed, near)
                if before is not None and (pairs == before).all():
                    break
                its_map, before = _fitted(some, self.rows[pairs]), pairs
            yield its_map

    def _starts(self, rows: np.ndarray, some: np.ndarray) -> Iterator[Map]:
        """Guesses: one map for all numbers, by the shape of each row; the columns' ends; their means and spreads."""
        if rows.shape[1] >= LEAST:
            shapes = _shapes(self.rows)
            for sign in (1, -1):
                pairs = _nearest(sign * _shapes(some), shapes)
                yield _fitted(some.reshape(-1, 1), self.rows[pairs].reshape(-1, 1))
        both = (self.rows, rows)
        ends = [((each.min(axis=0) + each.max(axis=0)) / 2, np.ptp(each, axis=0)) for each in both]
        for ours, theirs in (ends, [(each.mean(axis=0), each.std(axis=0)) for each in both]):
            for sign in (1, -1):
                factor = sign * ours[1] / np.where(theirs[1] > 0, theirs[1], 1)
                yield factor, ours[0] - factor * theirs[0]

    def near(self, others: np.ndarray, indices: np.ndarray, maps: tuple[Optional[Map], ...]) -> np.ndarray:
        """Whether each row is the one that some of the `others` were made of: one is nearer to it than half the
        way to the next row of the pool. `maps` are ways to place the others.
        """
        close = np.zeros(len(indices), bool)
        asked = np.flatnonzero(indices >= 0)
        if not len(others) or not len(asked):
            return close
        base = self.rows / self._scale
        most = max(1, MOST_COMPARED // ((len(others) + len(base)) * base.shape[1]))
        sample = asked[:: -(-len(asked) // most)]
        held = base[indices[sample]]
        reach = np.sqrt(_squares(held, base, other=indices[sample])) / 2
        for its_map in maps:
            placed = others if its_map is None else others * its_map[0] + its_map[1]
            close[sample] |= np.sqrt(_squares(held, placed / self._scale)) < reach
        return close


def _different(indices: np.ndarray) -> int:
    return len(np.unique(indices[indices >= 0]))


def _squares(rows: np.ndarray, others: np.ndarray, other: Optional[np.ndarray] = None) -> np.ndarray:
    """The squared distance from each row to the nearest of the others, leaving out the one at index `other`."""
    least = np.empty(len(rows))
    step = max(1, 4_000_000 // max(1, len(others)))
    norms = (others**2).sum(axis=1)
    for at in range(0, len(rows), step):
        part = rows[at : at + step]
        squares = norms - 2 * part @ others.T + (part**2).sum(axis=1, keepdims=True)
        if other is not None:
            squares[np.arange(len(part)), other[at : at + step]] = np.inf
        least[at : at + step] = squares.min(axis=1)
    return least.clip(0)


def _nearest(rows: np.ndarray, others: np.ndarray) -> np.ndarray:
    """The index of the nearest of the others, for each row."""
    step = max(1, 4_000_000 // max(1, len(others)))
    norms = (others**2).sum(axis=1)
    parts = [rows[at : at + step] for at in range(0, len(rows), step)]
    return np.concatenate([(norms - 2 * part @ others.T).argmin(axis=1) for part in parts])


def _shapes(rows: np.ndarray) -> np.ndarray:
    """Each row moved and scaled to mean 0 and spread 1."""
    spread = rows.std(axis=1, keepdims=True)
    shapes: np.ndarray = (rows - rows.mean(axis=1, keepdims=True)) / np.where(spread > 0, spread, 1)
    return shapes


def _fitted(rows: np.ndarray, targets: np.ndarray) -> Map:
    """The map that takes each column of rows to that of the targets, by least squares."""
    middle, goal = rows.mean(axis=0), targets.mean(axis=0)
    squares = ((rows - middle) ** 2).sum(axis=0)
    products = ((rows - middle) * (targets - goal)).sum(axis=0)
    factor = products / np.where(squares > 0, squares, 1)
    return factor, goal - factor * middle
