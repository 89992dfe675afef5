"""Facts about an array and about labels: statistics of a sample of the rows, so that they are cheap."""

from __future__ import annotations

import math
from typing import Optional

import numpy as np

from tuitutor.protocol.facts import ArrayFacts, LabelFacts

MAX_ROWS = 2_000  # in a sample
MAX_NUMBERS = 500_000  # in a sample
MAX_FINITE = 20_000_000  # numbers: a larger array is searched for NaN in a sample of its rows
MAX_COLUMNS = 64  # of a table whose columns are described
MAX_QUANTITIES = 12  # numbers in a row; longer rows are pictures or series, which may be scaled row by row
MAX_CLASSES = 100
MIN_ROWS = 60  # different rows, for statistics that few rows would fake
MAX_WEIGHTED = 20  # different labels of steps or pixels whose mean weights are listed


def array_facts(array: np.ndarray) -> ArrayFacts:
    """Facts about an array of shape (rows, ...)."""
    rows, lost = some_rows(array), _share_lost(array)
    shape = (None, *map(int, array.shape[1:]))
    if rows.dtype.kind not in "fiub":
        return ArrayFacts(shape, str(array.dtype), len(array), 0.0, 0.0, 0.0, 0.0)
    values = rows.reshape(len(rows), -1).astype("float64")
    if lost:
        values = np.where(np.isfinite(values), values, np.nan)
    is_table = array.ndim == 2 and array.shape[1] <= MAX_COLUMNS
    with np.errstate(all="ignore"):
        means, spreads = np.nanmean(values, 0), np.nanstd(values, 0)
        return ArrayFacts(
            shape=shape,
            dtype=str(array.dtype),
            rows=len(array),
            low=float(np.nanmin(values)),
            high=float(np.nanmax(values)),
            mean=float(np.nanmean(values)),
            spread=float(np.nanstd(values)),
            not_finite=lost,
            constant_columns=float(np.mean(spreads == 0)),
            columns=tuple(zip(means.tolist(), spreads.tolist())) if is_table else (),  # noqa: B905
            fractions=float(np.mean(values != np.round(values))) if rows.dtype.kind == "f" else 0.0,
            outlier_column=_squeezed_column(values) if is_table and not lost else None,
            length_spread=_spread_of_lengths(values) if is_table and not lost else None,
            min_max_scaled=is_table and not lost and _is_ranged(array),
            padded=_share_padded(rows) if not lost else 0.0,
            quartiles=tuple(np.nanpercentile(values, (25, 50, 75)).tolist()),
            tiny=float(np.mean(np.abs(values) < 0.01 * np.nanmean(np.abs(values)))),
            scaled_by_row=is_table and 3 <= array.shape[1] <= MAX_QUANTITIES and not lost and _is_scaled_by_row(values),
        )


def _share_lost(array: np.ndarray) -> float:
    """The share of values that are NaN or infinite."""
    if array.dtype.kind != "f":
        return 0.0
    if array.size > MAX_FINITE:
        array = array[:: -(-array.size // MAX_FINITE)]
    return 0.0 if np.isfinite(array.sum()) else float(1 - np.isfinite(array).mean())


def some_rows(array: np.ndarray) -> np.ndarray:
    """A sample of rows at equal distances."""
    width = max(1, math.prod(array.shape[1:]))
    most = max(50, min(MAX_ROWS, MAX_NUMBERS // width))
    return array[:: -(-max(1, len(array)) // most)]


def _squeezed_column(values: np.ndarray) -> Optional[int]:
    """The first column whose spread comes from few far values: without 1 % of the values, a twentieth of it is left.

    Or without the farthest value, if at most one row in ten has it: it may stand for a missing number.
    """
    if len(values) < MIN_ROWS:
        return None
    for at, column in enumerate(values.T):
        if len(np.unique(column)) < MIN_ROWS / 2:
            continue  # its numbers stand for kinds
        order = np.abs(column - np.median(column)).argsort()
        others = column[column != column[order[-1]]]
        for most in (column[order[: -max(1, len(column) // 100)]], others):
            if len(most) >= 0.9 * len(column) and most.std() < 0.05 * column.std():
                return at
    return None


def _is_ranged(table: np.ndarray) -> bool:
    """Whether at least two columns were scaled to 0..1 or -1..1: a single row has either end of that range."""
    if len(table) < 10 or table.dtype.kind != "f":
        return False
    low, high = table.min(0), table.max(0)
    ends = np.isclose(high, 1, atol=1e-6) & (np.isclose(low, 0, atol=1e-6) | np.isclose(low, -1, atol=1e-6))
    alone = ((table == low).sum(0) == 1) & ((table == high).sum(0) == 1)
    return bool((ends & alone).sum() >= 2)


def _share_padded(rows: np.ndarray) -> float:
    """The share of steps after the last one that isn't 0, in rows of words or in sequences."""
    if not len(rows) or not (rows.ndim == 3 or (rows.ndim == 2 and rows.dtype.kind in "iu")) or rows.shape[1] < 5:
        return 0.0
    filled = (rows != 0).reshape(len(rows), rows.shape[1], -1).any(2)
    return float(np.where(filled.any(1), filled[:, ::-1].argmax(1), rows.shape[1]).mean() / rows.shape[1])


def _spread_of_lengths(values: np.ndarray) -> float:
    """The standard deviation of the rows' Euclidean lengths, divided by their mean."""
    lengths = np.sqrt((values**2).sum(1))
    return float(lengths.std() / lengths.mean()) if lengths.mean() else 0.0


def _is_scaled_by_row(values: np.ndarray) -> bool:
    """Whether the rows were scaled one by one. Rows of whole numbers may look so by chance, and don't count."""
    if np.mean(values != np.round(values)) < 0.3:
        return False
    standard = np.allclose(values.mean(1), 0, atol=1e-3) and np.allclose(values.std(1), 1, atol=1e-3)
    return bool(standard or (np.allclose(values.min(1), 0, atol=1e-6) and np.allclose(values.max(1), 1, atol=1e-6)))


def label_facts(labels: np.ndarray) -> Optional[LabelFacts]:
    """Facts about labels of shape (rows, ...); None unless they are numbers."""
    array = array_facts(labels)
    if labels.dtype.kind not in "fiub" or not len(labels):
        return None
    flat = labels.reshape(len(labels), -1)
    finite = finite_numbers(flat)
    first = finite[:, 0]
    kind, empty = "numbers", 0.0
    if flat.shape[1] == 1:
        if (first == np.round(first)).all() and len(np.unique(first[:MAX_ROWS])) <= MAX_CLASSES:
            kind = "classes"
    elif labels.ndim == 2 and ((finite == 0) | (finite == 1)).all():
        ones = finite.sum(1)
        kind = "one-hot" if (ones == 1).all() else "tags"
        first = finite.argmax(1).astype("float64") if kind == "one-hot" else first
        empty = float((ones == 0).mean()) if ones.max() == 1 else 0.0
    values: tuple[float, ...] = ()
    counts: tuple[int, ...] = ()
    if kind in ("classes", "one-hot") or len(np.unique(first[:MAX_ROWS])) <= 20:
        found, found_counts = np.unique(first, return_counts=True)
        if len(found) <= MAX_CLASSES:
            values, counts = tuple(map(float, found)), tuple(map(int, found_counts))
    alike = float(np.mean(first[1:] == first[:-1])) if len(first) > 1 else 0.0
    drift = correlation(first, np.arange(len(first), dtype="float64"))
    return LabelFacts(array, kind, values, counts, alike, drift, empty)


def mean_weights(weights: np.ndarray, labels: np.ndarray, facts: LabelFacts) -> dict[str, float]:
    """Mean sample weights by class, or by whole number where steps or pixels have weights of their own."""
    weights = weights[: len(labels)]
    if weights.ndim > 1 and weights.shape == labels.shape and weights.shape[1] > 1:
        found = np.unique(labels)
        few = len(found) <= MAX_WEIGHTED and not (found != np.round(found)).any()
        return {f"{value:g}": float(weights[labels == value].mean()) for value in found} if few else {}
    if facts.kind not in ("classes", "one-hot"):
        return {}
    weights = weights.reshape(len(labels), -1)[:, 0]
    flat = labels.reshape(len(labels), -1)
    classes = flat.argmax(1) if facts.kind == "one-hot" else flat[:, 0]
    return {f"{value:g}": float(weights[classes == value].mean()) for value in facts.values}


def finite_numbers(values: np.ndarray) -> np.ndarray:
    """The values as float64, with 0 for NaN and infinity: the largest float instead would overflow in any sum."""
    finite: np.ndarray = np.nan_to_num(values.astype("float64"), posinf=0, neginf=0)
    return finite


def correlation(a: np.ndarray, b: np.ndarray) -> float:
    """Pearson's correlation of two vectors; 0 if one of them is constant or shorter than 3."""
    if len(a) < 3 or not a.std() or not b.std():
        return 0.0
    return float(np.mean((a - a.mean()) * (b - b.mean())) / (a.std() * b.std()))
