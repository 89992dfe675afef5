"""What inputs tell of their labels: a small regression, and single columns that tell all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Optional

import numpy as np

from tuitutor.protocol.facts import GivenFacts, LabelFacts
from tuitutor.worker.training.described import LEAST_MEASURED, MOST_NUMBERS_SEEN, correlated, finite_numbers

PROBED = 450  # rows
LEAST_KEPT = 60  # of them
COLUMNS, UNITS = 30, 60  # more take threads
RUN = 256  # rows


def rows_with_labels(inputs: list[np.ndarray], labels: Optional[np.ndarray]) -> Optional[tuple[Any, Any]]:
    if labels is None or len(inputs) != 1 or len(labels) != len(inputs[0]) or not len(labels):
        return None
    most = max(16, min(RUN, MOST_NUMBERS_SEEN // max(1, inputs[0][0].size)))
    step = -(-len(labels) // most)
    return np.array(inputs[0][::step]), np.array(labels[::step])


def neighbours(inputs: list[np.ndarray], labels: Optional[np.ndarray]) -> tuple[Any, Any, np.ndarray]:
    """Rows of inputs, and labels before, at and after them."""
    if labels is None or len(inputs) != 1 or len(labels) != len(inputs[0]) or len(labels) < 8:
        return None, None, np.zeros(0, int)
    places = np.arange(1, len(labels) - 1)
    places = places[:: -(-len(places) // PROBED)]
    most = max(1, 2_000_000 // PROBED)
    rows = inputs[0][places].reshape(len(places), -1)[:, :most].astype("float64")
    return rows, [labels[places + shift].reshape(len(places), -1) for shift in (0, -1, 1)], places


def with_probe(facts: GivenFacts, rows: Any, labels: Any, places: np.ndarray) -> GivenFacts:
    """The facts with the leaks that are found in sampled `rows`, of shape (rows, numbers).

    `labels` are those of the rows, then of the rows before and after them; `places` is empty if there are only the
    first. Unchanged if there are fewer than LEAST_KEPT rows.
    """
    if rows is None or facts.labels is None or len(rows) < LEAST_KEPT:
        return facts
    rows = np.nan_to_num(rows, posinf=0, neginf=0)
    targets = [_targets(each, facts.labels) for each in labels]
    find = _copied_column if facts.inputs[0].columns else _copied_step
    copied = find(rows, targets[0], facts)
    tells = _predicted(rows, targets if len(places) else targets[:1])
    named, told = _named(rows, targets[0], tells[0]) if facts.inputs[0].columns else (None, 0.0)
    mirrored = _mirrored(rows, targets[0], facts.inputs[0].shape) if facts.labels.kind in ("classes", "one-hot") else ()
    return replace(facts, copied=copied, tells=tells, named=named, named_tells=told, mirrored=mirrored)


def told_elsewhere(facts: GivenFacts, rows: Any, labels: Any, inputs: np.ndarray, asked: np.ndarray) -> Optional[float]:
    """The R2 of a regression fitted to `rows` on `asked`, the labels of `inputs`; None if it can't be computed."""
    if rows is None or facts.labels is None or len(rows) < LEAST_KEPT or len(inputs) < LEAST_KEPT:
        return None
    if len(asked) != len(inputs) or asked[0].size != labels[0][0].size:
        return None
    step = -(-len(inputs) // PROBED)
    others = inputs[::step].reshape(len(inputs[::step]), -1)[:, : rows.shape[1]]
    if others.dtype.kind not in "fiub" or others.shape[1] != rows.shape[1]:
        return None
    numbers = [np.nan_to_num(each.astype("float64"), posinf=0, neginf=0) for each in (rows, others)]
    targets = [_targets(each.reshape(len(each), -1), facts.labels) for each in (labels[0], asked[::step])]
    seen_by = _features(numbers[0])
    answers = _product(seen_by(numbers[1]), _fitted(seen_by(numbers[0]), targets[0]))
    total = float(targets[1].var(0).sum())
    return 1 - float(((targets[1] - answers) ** 2).mean(0).sum()) / total if total else None


def _mirrored(rows: np.ndarray, targets: np.ndarray, shape: Any) -> tuple[str, ...]:
    """The directions in which a picture, flipped, is nearest to the mean picture of another class."""
    sizes = [size or 0 for size in shape[1:]]
    if not 2 <= len(sizes) <= 3 or min(sizes[:2]) < 5 or rows.shape[1] != np.prod(sizes) or rows.shape[1] > 5_000:
        return ()
    kinds = targets.argmax(1) if targets.shape[1] > 1 else (targets[:, 0] == targets.max()).astype(int)
    held, pictures = np.arange(len(rows)) % 3 == 0, rows.reshape(len(rows), *sizes)
    numbers = [kind for kind in np.unique(kinds) if ((kinds == kind) & ~held).sum() >= 5]
    if len(numbers) < 2 or len(numbers) > 20:
        return ()
    means = np.stack([rows[(kinds == kind) & ~held].mean(0) for kind in numbers])

    def right(some: np.ndarray) -> float:
        flat = some.reshape(len(some), -1)
        near = (means**2).sum(1)[None, :] - 2 * _product(flat, means.T)
        return float(np.mean(np.array(numbers)[near.argmin(1)] == kinds[held]))

    base, told = float(np.bincount(kinds).max() / len(kinds)), right(pictures[held])
    if told < base + 0.4 * (1 - base):
        return ()
    turned = {
        "horizontal": pictures[held][:, :, ::-1],
        "vertical": pictures[held][:, ::-1],
        "half": pictures[held][:, ::-1, ::-1],
    }
    if sizes[0] == sizes[1]:
        turned["quarter"] = np.rot90(pictures[held], axes=(1, 2))
    return tuple(name for name, each in turned.items() if right(each) < base + 0.4 * (told - base))


def _named(rows: np.ndarray, targets: np.ndarray, tells: float) -> tuple[Optional[int], float]:
    """The column of few values which, as names, tell more than all do as quantities, and how much; None for none.

    Labels of neighbouring values aren't alike, so that they are no quantity.
    """
    held = np.arange(len(rows)) % 3 == 0
    best: tuple[Optional[int], float] = (None, 0.0)
    for at, column in enumerate(rows.T):
        found, kinds = np.unique(column, return_inverse=True)
        if not 5 <= len(found) <= len(rows) / 4:
            continue
        mean = targets[~held].mean(0)
        sums = np.zeros((len(found), targets.shape[1]))
        np.add.at(sums, kinds[~held], targets[~held] - mean)
        means = sums / (np.bincount(kinds[~held], minlength=len(found))[:, None] + 1.0)
        total = float(targets[held].var(0).sum())
        told = 1 - float(((targets[held] - mean - means[kinds[held]]) ** 2).mean(0).sum()) / total if total else 0.0
        alike = float((means[1:] * means[:-1]).sum() / max(1e-12, float((means**2).sum())))
        if told > max(best[1], tells + 0.2) and alike < 0.35:
            best = at, told
    return best


def _targets(labels: np.ndarray, facts: LabelFacts) -> np.ndarray:
    values = finite_numbers(labels)
    if facts.kind == "classes" and 2 < len(facts.values) <= 20:
        return np.asarray(values == np.array(facts.values)[None, :], float)
    return values[:, :20]


def _copied_step(rows: np.ndarray, targets: np.ndarray, facts: GivenFacts) -> Optional[int]:
    """The number of the last step, counted through all of a row's, that is the label; None for none."""
    sizes = [size or 0 for size in facts.inputs[0].shape[1:]]
    if len(sizes) != 2 or sizes[0] < 3 or rows.shape[1] != np.prod(sizes) or facts.labels is None:
        return None
    if facts.labels.kind != "numbers" or targets.shape[1] != 1:
        return None
    places = range(rows.shape[1] - sizes[1], rows.shape[1])
    return next((at for at in places if abs(correlated(rows[:, at], targets[:, 0])) > 0.999999), None)


def _copied_column(rows: np.ndarray, targets: np.ndarray, facts: GivenFacts) -> Optional[int]:
    """The column that is the label, goes up and down with it exactly, or tells whether a row is of one of the classes.

    None if there are several columns, other than those of a label that is spread over one for each class.
    """
    labels = facts.labels
    if rows.shape[1] < 2 or labels is None or labels.kind == "tags":
        return None
    if labels.kind == "one-hot":
        one = targets.argmax(1).astype("float64")
    elif targets.shape[1] == 1:
        one = targets[:, 0]
    elif labels.kind == "classes":
        one = np.array(labels.values)[targets.argmax(1)]
    else:
        return None
    found = [at for at in range(rows.shape[1]) if abs(correlated(rows[:, at], one)) > 0.999999]
    if not found and len(labels.values) > 2:
        right = [(one == value).astype("float64") for value in labels.values if (one == value).any()]
        columns = [at for each in right for at in range(rows.shape[1]) if abs(correlated(rows[:, at], each)) > 0.999999]
        return columns[0] if len(columns) == len(labels.values) else None
    if not found and len(np.unique(one)) > LEAST_MEASURED and rows.shape[1] > 2:
        ranks = _ranks(one)
        found = [at for at in range(rows.shape[1]) if abs(correlated(_ranks(rows[:, at]), ranks)) > 0.99999]
    if not found and len(np.unique(one)) > 0.5 * len(one):  # a mean of labels, of which most are of one row
        found = [at for at in range(rows.shape[1]) if np.mean(np.isclose(rows[:, at], one, rtol=1e-5, atol=0)) > 0.5]
    if not found and labels.kind in ("classes", "one-hot"):
        found = [at for at in range(rows.shape[1]) if _is_left_by_class(rows[:, at], one)]
    return found[0] if len(found) == 1 else None


def _is_left_by_class(column: np.ndarray, one: np.ndarray) -> bool:
    """Whether a quantity is one number in all rows of a class, and another in all others: it came after the label."""
    if len(np.unique(column)) < LEAST_MEASURED / 3:
        return False
    for value in np.unique(one):
        inside, outside = column[one == value], column[one != value]
        if min(len(inside), len(outside)) >= LEAST_MEASURED / 3 and not np.ptp(inside) and inside[0] not in outside:
            return True
    return False


def _ranks(values: np.ndarray) -> np.ndarray:
    return np.argsort(np.argsort(values, kind="stable"), kind="stable").astype("float64")


def _predicted(rows: np.ndarray, targets: list[np.ndarray]) -> tuple[float, ...]:
    """How much of each of the targets a regression on random units finds: an R2 on rows that it wasn't fitted to."""
    features = _features(rows)(rows)
    held = np.arange(len(rows)) % 3 == 0
    together = np.concatenate(targets, 1)
    answers = _product(features[held], _fitted(features[~held], together[~held]))
    missed, found, at = (together[held] - answers) ** 2, [], 0
    for each in targets:
        width = each.shape[1]
        total = float(each[held].var(0).sum())
        found.append(1 - float(missed[:, at : at + width].mean(0).sum()) / total if total else 0.0)
        at += width
    return tuple(found)


def _features(rows: np.ndarray) -> Callable[[np.ndarray], np.ndarray]:
    """What random units make of rows that are like these."""
    drawn = np.random.default_rng(0)
    width = rows.shape[1]
    chosen = drawn.choice(width, 5 * COLUMNS, replace=False) if width > 5 * COLUMNS else np.arange(width)
    mixed = drawn.normal(size=(len(chosen), COLUMNS)) if len(chosen) > COLUMNS else None

    def mix(some: np.ndarray) -> np.ndarray:
        return some[:, chosen] if mixed is None else _product(some[:, chosen], mixed)

    known = mix(rows)
    mean, spread = known.mean(0), np.where(known.std(0) == 0, 1, known.std(0))
    weights, biases = drawn.normal(size=(known.shape[1], UNITS)), drawn.normal(size=UNITS)

    def seen_by(some: np.ndarray) -> np.ndarray:
        scaled = (mix(some) - mean) / spread
        units = np.maximum(0, _product(scaled, weights) / np.sqrt(scaled.shape[1]) + biases)
        return np.concatenate([np.ones((len(scaled), 1)), scaled, units], 1)

    return seen_by


def _fitted(features: np.ndarray, targets: np.ndarray) -> np.ndarray:
    """The weights of a ridge regression."""
    square = _product(features.T, features) + 3.0 * np.eye(features.shape[1])
    return np.asarray(np.linalg.solve(square, _product(features.T, targets)))


def _product(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """The matrix product. Numpy's own wakes up threads, which takes more time than these small ones do."""
    return np.asarray(np.einsum("ij,jk->ik", one, other))
