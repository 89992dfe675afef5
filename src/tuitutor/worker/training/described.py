"""What an array is like, and what labels are: numbers about a sample of their rows, so that it is cheap."""

from __future__ import annotations

from typing import Optional

import numpy as np

from tuitutor.protocol.facts import ArrayFacts, LabelFacts

MOST_ROWS = 2_000  # of an array are looked at
MOST_NUMBERS_SEEN = 500_000  # of a sample
MOST_FINITE = 20_000_000  # numbers, in which NaN is looked for in all rows
MOST_COLUMNS = 64  # of a table, described each
MOST_QUANTITIES = 12  # in a row; more are those of a picture or a series, which may well be scaled by itself
MOST_CLASSES = 100
LEAST_MEASURED = 60  # different rows
MOST_WEIGHTED = 20  # numbers at the places of rows whose mean weights are told apart


def array_facts(array: np.ndarray) -> ArrayFacts:
    rows, lost = some_rows(array), _lost(array)
    shape = (None, *map(int, array.shape[1:]))
    if rows.dtype.kind not in "fiub":
        return ArrayFacts(shape, str(array.dtype), len(array), 0.0, 0.0, 0.0, 0.0)
    values = rows.reshape(len(rows), -1).astype("float64")
    if lost:
        values = np.where(np.isfinite(values), values, np.nan)
    with np.errstate(all="ignore"):
        means, spreads = np.nanmean(values, 0), np.nanstd(values, 0)
        table = array.ndim == 2 and array.shape[1] <= MOST_COLUMNS
        columns = [(float(mean), float(spread)) for mean, spread in zip(means, spreads)] if table else []  # noqa: B905
        return ArrayFacts(
            shape=shape,
            dtype=str(array.dtype),
            rows=len(array),
            low=float(np.nanmin(values)),
            high=float(np.nanmax(values)),
            mean=float(np.nanmean(values)),
            spread=float(np.nanstd(values)),
            lost=lost,
            still=float(np.mean(spreads == 0)),
            columns=tuple(columns),
            fractions=float(np.mean(values != np.round(values))) if rows.dtype.kind == "f" else 0.0,
            squeezed=_squeezed(values) if table and not lost else None,
            lengths=_lengths(values) if table and not lost else None,
            ranged=table and not lost and _is_ranged(array),
            padded=_padded(rows) if not lost else 0.0,
            tiny=float(np.mean(np.abs(values) < 0.01 * np.nanmean(np.abs(values)))),
            by_row=table and 3 <= array.shape[1] <= MOST_QUANTITIES and not lost and _is_by_row(values),
        )


def _lost(array: np.ndarray) -> float:
    """The share of values that are NaN or infinite."""
    if array.dtype.kind != "f":
        return 0.0
    if array.size > MOST_FINITE:
        array = array[:: -(-array.size // MOST_FINITE)]
    return 0.0 if np.isfinite(array.sum()) else float(1 - np.isfinite(array).mean())


def some_rows(array: np.ndarray) -> np.ndarray:
    """Rows of all parts of the array, at most so many."""
    width = max(1, array[0].size) if len(array) else 1
    most = max(50, min(MOST_ROWS, MOST_NUMBERS_SEEN // width))
    return array[:: -(-max(1, len(array)) // most)]


def _squeezed(values: np.ndarray) -> Optional[int]:
    """The column whose spread is that of its farthest values: without one in a hundred, a twentieth is left.

    Or without its farthest value, if not more than one in ten have it, as a number that stands for none.
    """
    if len(values) < LEAST_MEASURED:
        return None
    for at, column in enumerate(values.T):
        if len(np.unique(column)) < LEAST_MEASURED / 2:
            continue  # its numbers stand for kinds
        order = np.abs(column - np.median(column)).argsort()
        others = column[column != column[order[-1]]]
        for most in (column[order[: -max(1, len(column) // 100)]], others):
            if len(most) >= 0.9 * len(column) and most.std() < 0.05 * column.std():
                return at
    return None


def _is_ranged(table: np.ndarray) -> bool:
    """Whether two columns of measurements or more have one row at either end of 0 to 1, or -1 to 1."""
    if len(table) < 10 or table.dtype.kind != "f":
        return False
    low, high = table.min(0), table.max(0)
    ends = np.isclose(high, 1, atol=1e-6) & (np.isclose(low, 0, atol=1e-6) | np.isclose(low, -1, atol=1e-6))
    alone = ((table == low).sum(0) == 1) & ((table == high).sum(0) == 1)
    return bool((ends & alone).sum() >= 2)


def _padded(rows: np.ndarray) -> float:
    """The share of steps after the last one that isn't 0, in rows of words or in sequences."""
    if not len(rows) or not (rows.ndim == 3 or (rows.ndim == 2 and rows.dtype.kind in "iu")) or rows.shape[1] < 5:
        return 0.0
    there = (rows != 0).reshape(len(rows), rows.shape[1], -1).any(2)
    return float(np.where(there.any(1), there[:, ::-1].argmax(1), rows.shape[1]).mean() / rows.shape[1])


def _lengths(values: np.ndarray) -> float:
    lengths = np.sqrt((values**2).sum(1))
    return float(lengths.std() / lengths.mean()) if lengths.mean() else 0.0


def _is_by_row(values: np.ndarray) -> bool:
    """Whether each row was scaled by itself, which rows of whole numbers may look like."""
    if np.mean(values != np.round(values)) < 0.3:
        return False
    standard = np.allclose(values.mean(1), 0, atol=1e-3) and np.allclose(values.std(1), 1, atol=1e-3)
    return bool(standard or (np.allclose(values.min(1), 0, atol=1e-6) and np.allclose(values.max(1), 1, atol=1e-6)))


def label_facts(labels: np.ndarray) -> Optional[LabelFacts]:
    array = array_facts(labels)
    if labels.dtype.kind not in "fiub" or not len(labels):
        return None
    flat = labels.reshape(len(labels), -1)
    finite = finite_numbers(flat)
    kind = "numbers"
    values: tuple[float, ...] = ()
    counts: tuple[int, ...] = ()
    one = finite[:, 0]
    empty = 0.0
    if flat.shape[1] == 1:
        kind = "classes" if (one == np.round(one)).all() and len(np.unique(one[:MOST_ROWS])) <= MOST_CLASSES else kind
    elif labels.ndim == 2 and ((finite == 0) | (finite == 1)).all():
        kind = "one-hot" if (finite.sum(1) == 1).all() else "tags"
        one = finite.argmax(1).astype("float64") if kind == "one-hot" else one
        empty = float((finite.sum(1) == 0).mean()) if finite.sum(1).max() == 1 else 0.0
    if kind in ("classes", "one-hot") or len(np.unique(one[:MOST_ROWS])) <= 20:
        found, often = np.unique(one, return_counts=True)
        if len(found) <= MOST_CLASSES:
            values, counts = tuple(map(float, found)), tuple(map(int, often))
    alike = float(np.mean(one[1:] == one[:-1])) if len(one) > 1 else 0.0
    drift = correlated(one, np.arange(len(one), dtype="float64"))
    return LabelFacts(array, kind, values, counts, alike, drift, empty)


def mean_weights(weights: np.ndarray, labels: np.ndarray, facts: LabelFacts) -> dict[str, float]:
    """The mean weight of the rows of each class; of the places of each whole number, where each place has a weight."""
    weights = weights[: len(labels)]
    if weights.ndim > 1 and weights.shape == labels.shape and weights.shape[1] > 1:
        found = np.unique(labels)
        few = len(found) <= MOST_WEIGHTED and not (found != np.round(found)).any()
        return {f"{value:g}": float(weights[labels == value].mean()) for value in found} if few else {}
    weights = weights.reshape(len(labels), -1)[:, 0]
    flat = labels.reshape(len(labels), -1)
    one = flat.argmax(1) if facts.kind == "one-hot" else flat[:, 0]
    if facts.kind not in ("classes", "one-hot"):
        return {}
    return {f"{value:g}": float(weights[one == value].mean()) for value in facts.values}


def finite_numbers(values: np.ndarray) -> np.ndarray:
    """With 0 for what is no finite number: the largest float in its place would overflow in any sum."""
    finite: np.ndarray = np.nan_to_num(values.astype("float64"), posinf=0, neginf=0)
    return finite


def correlated(one: np.ndarray, other: np.ndarray) -> float:
    if len(one) < 3 or not one.std() or not other.std():
        return 0.0
    return float(np.mean((one - one.mean()) * (other - other.mean())) / (one.std() * other.std()))
