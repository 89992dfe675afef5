"""Recognizing rows of a fit among the rows of the arrays in a lesson's setup, by index, however they were scaled.

A row of a fit is row i of an array if a map that scales and moves columns takes the rows of the fit to rows of the
array: they are as they were, of another type or shape, divided, standardised, mirrored. The map is unknown: it is
guessed, and improved by the pairs of nearest rows until they meet, or don't.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Optional

import numpy as np

from tuitutor.worker.learner_errors import suppress_learner_errors
from tuitutor.worker.training.rows import Labelled, Rows, as_rows

EXACT = 1e-4  # of a column's range: what is closer is the same row, but for rounding
MIN_ROWS_MET = 8  # rows that have to meet before a map is believed
MAX_PAIRED = 150  # rows, and those at the ends of columns, that a map is found by
MAX_COLUMNS_PAIRED = 48  # of those, the ones with the largest range
MAX_LABELS = 50  # different ones: otherwise they are no classes
MAX_MISLABELLED = 0.02  # of rows
MAX_COMPARED = 4_000_000_000  # numbers, where rows are compared with all others
MAX_DISTANCES = 4_000_000  # computed at once

Map = tuple[np.ndarray, np.ndarray]
"""The factors and the summands of the columns."""


class Offered:
    """The rows of all arrays in the setup's variables. They are read when they are first needed."""

    def __init__(self, setup: dict[str, Any]) -> None:
        self._setup = setup
        self._pools: dict[int, Pool] = {}

    def new_rows(self, validation: Rows, *trained: tuple[Rows, int]) -> Optional[tuple[int, int]]:
        """How many validation rows are rows of the setup that were not trained on, and how many are no rows of it.

        None if unknown. With the trained rows comes the number of epochs in which they went by, or 0 if nobody knows.
        Equal rows in an array all count, less the trained ones. A trained row that is no row of the setup stands for
        the row that it lies close to, if any.
        """
        with suppress_learner_errors():
            return self._new_rows(validation, trained)
        return None

    def _new_rows(self, validation: Rows, trained: tuple[tuple[Rows, int], ...]) -> tuple[int, int]:
        validated, counts = validation.values()
        pools = [self._pool(rows.shape[1]) for rows in validated]
        taken: dict[tuple[int, ...], int] = {}
        held_indices, near = np.full((len(counts), len(pools)), -1), np.zeros(len(counts), bool)
        for rows, passes in trained:
            inputs, trained_counts = rows.values()
            if not passes and [part.shape[1] for part in inputs] != [part.shape[1] for part in validated]:
                continue  # the inputs of other layers
            close, found = [], []
            for pool, fit, validation_rows in zip(pools, inputs, validated, strict=True):
                indices, its_map = pool.trace(fit)
                validation_indices, validation_map = pool.trace(validation_rows, its_map)
                found.append((indices, validation_indices))
                close.append(pool.near(fit[indices < 0], validation_indices, (None, validation_map)))
            near |= np.logical_and.reduce(close)
            fit_indices, now = (np.stack(parts, axis=1) for parts in zip(*found, strict=True))
            held_indices = np.where(held_indices < 0, now, held_indices)
            for row, count in zip(map(tuple, fit_indices.tolist()), trained_counts.tolist(), strict=True):
                taken[row] = taken.get(row, 0) + -(-count // passes) if passes else max(1, taken.get(row, 0))
        untrained: dict[tuple[int, ...], int] = {}
        for row, count, is_near in zip(map(tuple, held_indices.tolist()), counts.tolist(), near.tolist(), strict=True):
            if min(row) >= 0 and not is_near:
                untrained[row] = untrained.get(row, 0) + count
        new = 0
        for row, count in untrained.items():
            available = min(int(pool.counts[at]) for pool, at in zip(pools, row, strict=True))
            new += max(0, min(count, available - taken.get(row, 0)))
        return new, int(counts[(held_indices < 0).any(axis=1)].sum())

    def mislabelled(self, training: Labelled, validation: Labelled) -> int:
        """How many validation rows have other labels than the setup's.

        Labels may be written or grouped in another way: training has the same.
        """
        (fit, labels), (rows, held_labels) = training, validation
        both = [labels.reshape(len(labels), -1), held_labels.reshape(len(held_labels), -1)]
        numbers = _numbered(np.concatenate(both))
        wrong: list[int] = []
        pool = self._pool(as_rows(fit).shape[1])
        for array in self._arrays(pool.rows.shape[1]):
            place = {index: row for row, index in enumerate(pool.trace(array)[0].tolist())}
            if len(place) < len(array):
                continue  # of equal rows, nobody knows which one it is
            fit_at, held_at = (
                np.array([place.get(index, -1) for index in pool.trace(as_rows(x))[0].tolist()]) for x in (fit, rows)
            )
            fit_numbers = numbers[: len(fit_at)][fit_at >= 0]
            held_numbers = numbers[len(fit_at) :][held_at >= 0]
            for names in self._labels_of(len(array)) if len(fit_numbers) >= MIN_ROWS_MET else ():
                table = np.zeros((names.max() + 1, numbers.max() + 1), int)
                np.add.at(table, (names[fit_at[fit_at >= 0]], fit_numbers), 1)
                meaning = np.where(table.any(axis=1), table.argmax(axis=1), -1)
                if table.max(axis=1).sum() >= (1 - MAX_MISLABELLED) * len(fit_numbers):
                    expected = meaning[names[held_at[held_at >= 0]]]
                    wrong.append(int(((expected != held_numbers) & (expected >= 0)).sum()))
        return min(wrong, default=0)

    def _labels_of(self, length: int) -> Iterator[np.ndarray]:
        """The setup's arrays that may be the classes of so many rows, as numbers: a column, or one-hot."""
        for array in _arrays_in(self._setup):
            if not array.ndim or len(array) != length:
                continue
            is_column = array.size == length
            is_binary = not is_column and array.ndim == 2 and np.isin(array, (0, 1)).all()
            if is_column or (is_binary and (array.sum(axis=1) == 1).all()):
                names = _numbered(array)
                if names.max() < MAX_LABELS:
                    yield names

    def share(self, name: str, trained: Iterable[Rows]) -> Optional[float]:
        """The share of an array's rows that are among the trained ones; None if unknown."""
        if name not in self._setup:
            return None
        with suppress_learner_errors():
            rows = as_rows(self._setup[name])
            pool = self._pool(rows.shape[1])
            parts = (part for other in trained for part in other.values()[0] if part.shape[1:] == rows.shape[1:])
            found = np.concatenate([np.zeros(0, int), *(pool.trace(part)[0] for part in parts)])
            return float(np.isin(pool.trace(rows)[0], found[found >= 0]).mean())
        return None

    def _pool(self, width: int) -> Pool:
        if width not in self._pools:
            pool = self._pools[width] = Pool(width)
            for rows in sorted(self._arrays(width), key=len, reverse=True):
                pool.add(rows)
        return self._pools[width]

    def _arrays(self, width: int) -> list[np.ndarray]:
        arrays = (array for array in _arrays_in(self._setup) if array.ndim and len(array))
        return [as_rows(array) for array in arrays if array.size == len(array) * width]


def _numbered(labels: np.ndarray) -> np.ndarray:
    """Numbers of the rows, the same for equal rows."""
    return np.unique(as_rows(labels), axis=0, return_inverse=True)[1].reshape(-1)


def _arrays_in(value: Any, depth: int = 4) -> Iterator[np.ndarray]:
    """The arrays in a variable, or in lists and dicts of arrays."""
    if isinstance(value, np.ndarray):
        yield value
    elif hasattr(value, "to_numpy"):  # a table of pandas
        yield value.to_numpy()
    elif isinstance(value, (dict, list, tuple)) and depth:
        for item in list(value.values() if isinstance(value, dict) else value)[:1000]:
            yield from _arrays_in(item, depth - 1)


class Pool:
    """The different rows of arrays of the same width, and how often they occur."""

    def __init__(self, width: int) -> None:
        self.rows, self.counts = np.zeros((0, width)), np.zeros(0, int)
        self._index()

    def add(self, array: np.ndarray) -> None:
        """Add the rows of an array. Rows that are there already, scaled or not, are the same.

        If most rows are new, it is another part of the data, and equal rows count again.
        """
        rows, counts = np.unique(array, axis=0, return_counts=True)
        indices = self.trace(rows)[0] if array.shape[1] > 1 else self._equal(rows)
        known = indices >= 0
        repeated = np.bincount(indices[known], counts[known], len(self.rows)).astype(int)
        self.counts = self.counts + repeated if known.mean() < 0.5 else np.maximum(self.counts, repeated)
        self.rows = np.concatenate([self.rows, rows[~known]])
        self.counts = np.concatenate([self.counts, counts[~known]])
        self._index()

    def _index(self) -> None:
        """Sort the rows by two random projections, to find them by."""
        spread = np.ptp(self.rows, axis=0) if len(self.rows) else np.ones(self.rows.shape[1])
        self._scale = np.where(spread > 0, spread, 1)
        self._widest = np.argsort(-spread, kind="stable")[:MAX_COLUMNS_PAIRED]
        directions = np.random.default_rng(0).normal(size=(2, self.rows.shape[1])) / self._scale
        self._projections = [
            (direction, np.argsort(self.rows @ direction), np.sort(self.rows @ direction)) for direction in directions
        ]

    def trace(self, rows: np.ndarray, likely: Optional[Map] = None) -> tuple[np.ndarray, Optional[Map]]:
        """The indices of the rows, or -1, and the map that takes them there, None for the identity.

        `likely` is tried first.
        """
        best, best_map = self._equal(rows), None
        for found in self._maps(rows, likely) if (best < 0).any() and len(self.rows) else ():
            indices = self._equal(rows * found[0] + found[1])
            least = 0 if found is likely else max(MIN_ROWS_MET, len(rows) // 2)
            if _different(indices) >= max(least, _different(best) + 1):  # a map to a single point finds that one only
                best, best_map = indices, found
            if (best >= 0).all():
                break
        return best, best_map

    def _equal(self, rows: np.ndarray) -> np.ndarray:
        """The indices of the rows that equal them, or -1."""
        found = np.full(len(rows), -1)
        for direction, order, values in self._projections if len(self.rows) else ():
            right = np.searchsorted(values, rows @ direction)
            for at in (right - 1, right):
                index = order[at.clip(0, len(order) - 1)]
                same = (np.abs(rows - self.rows[index]) <= EXACT * self._scale).all(axis=1)
                found = np.where(same & (found < 0), index, found)
        return found

    def _maps(self, rows: np.ndarray, likely: Optional[Map]) -> Iterator[Map]:
        """Maps that may take rows to rows of the pool."""
        if likely is not None:
            yield likely
        if len(rows) < MIN_ROWS_MET:
            return
        rng = np.random.default_rng(0)
        ends = rows.argmin(axis=0), rows.argmax(axis=0)  # few rows may have the values at a column's ends
        some = rows[np.unique([*rng.permutation(len(rows))[:MAX_PAIRED], *np.concatenate(ends)])].astype("float64")
        near = self.rows[:, self._widest] / self._scale[self._widest]
        for found in self._starts(rows, some):
            before = None
            for _ in range(10):  # fit it to the pairs of nearest rows, until these stay the same
                placed = (some * found[0] + found[1])[:, self._widest] / self._scale[self._widest]
                pairs = _nearest(placed, near)
                if before is not None and (pairs == before).all():
                    break
                found, before = _fitted(some, self.rows[pairs]), pairs
            yield found

    def _starts(self, rows: np.ndarray, some: np.ndarray) -> Iterator[Map]:
        """Guesses: a map for all numbers, by the shapes of the rows; the columns' ends; their means and spreads."""
        if rows.shape[1] >= MIN_ROWS_MET:
            shapes = _shapes(self.rows)
            for sign in (1, -1):
                pairs = _nearest(sign * _shapes(some), shapes)
                yield _fitted(some.reshape(-1, 1), self.rows[pairs].reshape(-1, 1))
        both = (self.rows, rows)
        by_ends = [((part.min(axis=0) + part.max(axis=0)) / 2, np.ptp(part, axis=0)) for part in both]
        by_spread = [(part.mean(axis=0), part.std(axis=0)) for part in both]
        for (own_middle, own_width), (middle, width) in (by_ends, by_spread):
            for sign in (1, -1):
                factor = sign * own_width / np.where(width > 0, width, 1)
                yield factor, own_middle - factor * middle

    def near(self, others: np.ndarray, indices: np.ndarray, maps: tuple[Optional[Map], ...]) -> np.ndarray:
        """Whether some of the `others` were made of the rows with these indices.

        They are nearer to them than half the way to the next row of the pool. `maps` are ways to place the others.
        """
        close = np.zeros(len(indices), bool)
        known = np.flatnonzero(indices >= 0)
        if not len(others) or not len(known):
            return close
        scaled = self.rows / self._scale
        most = max(1, MAX_COMPARED // ((len(others) + len(scaled)) * scaled.shape[1]))
        sample = known[:: -(-len(known) // most)]
        rows = scaled[indices[sample]]
        reach = np.sqrt(_least_squares(rows, scaled, skipped=indices[sample])) / 2
        for its_map in maps:
            placed = others if its_map is None else others * its_map[0] + its_map[1]
            close[sample] |= np.sqrt(_least_squares(rows, placed / self._scale)) < reach
        return close


def _different(indices: np.ndarray) -> int:
    return len(np.unique(indices[indices >= 0]))


def _least_squares(rows: np.ndarray, others: np.ndarray, skipped: Optional[np.ndarray] = None) -> np.ndarray:
    """The squared distances from the rows to the nearest of the others, except the ones with the `skipped` indices."""
    least = np.empty(len(rows))
    step = max(1, MAX_DISTANCES // max(1, len(others)))
    norms = (others**2).sum(axis=1)
    for at in range(0, len(rows), step):
        part = rows[at : at + step]
        squares = norms - 2 * part @ others.T + (part**2).sum(axis=1, keepdims=True)
        if skipped is not None:
            squares[np.arange(len(part)), skipped[at : at + step]] = np.inf
        least[at : at + step] = squares.min(axis=1)
    return least.clip(0)


def _nearest(rows: np.ndarray, others: np.ndarray) -> np.ndarray:
    """The indices of the others that are nearest to the rows."""
    step = max(1, MAX_DISTANCES // max(1, len(others)))
    norms = (others**2).sum(axis=1)
    parts = [rows[at : at + step] for at in range(0, len(rows), step)]
    return np.concatenate([(norms - 2 * part @ others.T).argmin(axis=1) for part in parts])


def _shapes(rows: np.ndarray) -> np.ndarray:
    """The rows, moved and scaled to mean 0 and spread 1."""
    spread = rows.std(axis=1, keepdims=True)
    shapes: np.ndarray = (rows - rows.mean(axis=1, keepdims=True)) / np.where(spread > 0, spread, 1)
    return shapes


def _fitted(rows: np.ndarray, targets: np.ndarray) -> Map:
    """The map that takes the columns of rows to the columns of the targets, by least squares."""
    middle, goal = rows.mean(axis=0), targets.mean(axis=0)
    squares = ((rows - middle) ** 2).sum(axis=0)
    products = ((rows - middle) * (targets - goal)).sum(axis=0)
    factor = products / np.where(squares > 0, squares, 1)
    return factor, goal - factor * middle
