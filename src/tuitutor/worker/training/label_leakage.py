"""How much inputs reveal about their labels: by a small regression, and by single columns that reveal them all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Optional

import numpy as np

from tuitutor.protocol.facts import DataFacts, LabelFacts
from tuitutor.worker.training.array_facts import MAX_NUMBERS, MIN_ROWS, correlation, finite_numbers
from tuitutor.worker.training.rows import Labelled

MAX_PROBED = 450  # rows that the regression is fitted to and evaluated on
MIN_PROBED = 60
MAX_PROBED_NUMBERS = 2_000_000
MAX_COLUMNS_FITTED, UNITS = 30, 60  # numpy would start threads for more
MAX_ROWS_RUN = 256  # copied, for the network to run on
EXACT = 0.999999  # a correlation, but for rounding


@dataclass(frozen=True)
class Probe:
    """A sample of `rows`, shape (rows, numbers), and the labels of the rows, of the rows before and after them."""

    rows: np.ndarray
    labels: tuple[np.ndarray, np.ndarray, np.ndarray]


def rows_with_labels(inputs: list[np.ndarray], labels: Optional[np.ndarray]) -> Optional[Labelled]:
    """Copies of some hundred rows and their labels; None if there are several inputs, or no labels."""
    if labels is None or len(inputs) != 1 or len(labels) != len(inputs[0]) or not len(labels):
        return None
    most = max(16, min(MAX_ROWS_RUN, MAX_NUMBERS // max(1, inputs[0][0].size)))
    step = -(-len(labels) // most)
    return np.array(inputs[0][::step]), np.array(labels[::step])


def make_probe(inputs: list[np.ndarray], labels: Optional[np.ndarray]) -> Optional[Probe]:
    """A sample of the rows; None if there are several inputs, no numbers, no labels, or few rows."""
    if labels is None or len(inputs) != 1 or len(labels) != len(inputs[0]) or len(labels) < 8:
        return None
    if inputs[0].dtype.kind not in "fiub":
        return None
    places = np.arange(1, len(labels) - 1)
    places = places[:: -(-len(places) // MAX_PROBED)]
    rows = inputs[0][places].reshape(len(places), -1)[:, : MAX_PROBED_NUMBERS // MAX_PROBED].astype("float64")
    own, before, after = (labels[places + shift].reshape(len(places), -1) for shift in (0, -1, 1))
    return Probe(rows, (own, before, after))


def with_leaks(facts: DataFacts, probe: Optional[Probe]) -> DataFacts:
    """The facts with the leaks that are found in the probe; unchanged if it has fewer than MIN_PROBED rows."""
    if probe is None or facts.labels is None or len(probe.rows) < MIN_PROBED:
        return facts
    rows, is_table = finite_numbers(probe.rows), bool(facts.inputs[0].columns)
    targets = [_targets(labels, facts.labels) for labels in probe.labels]
    tells = _explained(rows, targets)
    named, named_tells = _category_column(rows, targets[0], tells[0]) if is_table else (None, 0.0)
    is_classified = facts.labels.kind in ("classes", "one-hot")
    return replace(
        facts,
        label_column=_copied_column(rows, targets[0], facts.labels)
        if is_table
        else _copied_step(rows, targets[0], facts),
        predictable=tells,
        category_column=named,
        category_gain=named_tells,
        mirrored=_mirrored(rows, targets[0], facts.inputs[0].shape) if is_classified else (),
    )


def explained_elsewhere(probe: Optional[Probe], facts: Optional[LabelFacts], other: Labelled) -> Optional[float]:
    """The R2 on other rows of a regression that is fitted to the probe; None if it can't be computed.

    `facts` are those of the probe's labels.
    """
    inputs, labels = other
    if probe is None or facts is None or min(len(probe.rows), len(inputs)) < MIN_PROBED:
        return None
    if len(labels) != len(inputs) or labels[0].size != probe.labels[0][0].size:
        return None
    step = -(-len(inputs) // MAX_PROBED)
    inputs, labels = inputs[::step], labels[::step]
    rows = inputs.reshape(len(inputs), -1)[:, : probe.rows.shape[1]]
    if rows.dtype.kind not in "fiub" or rows.shape[1] != probe.rows.shape[1]:
        return None
    fitted_rows, rows = finite_numbers(probe.rows), finite_numbers(rows)
    fitted_targets, targets = _targets(probe.labels[0], facts), _targets(labels.reshape(len(labels), -1), facts)
    features = _features(fitted_rows)
    predicted = _product(features(rows), _ridge_weights(features(fitted_rows), fitted_targets))
    return _r2(targets, (targets - predicted) ** 2)


def _r2(targets: np.ndarray, squares: np.ndarray) -> Optional[float]:
    """The coefficient of determination over all columns, by the squared errors; None if the targets are constant."""
    total = float(targets.var(0).sum())
    return 1 - float(squares.mean(0).sum()) / total if total else None


def _targets(labels: np.ndarray, facts: LabelFacts) -> np.ndarray:
    """Labels of shape (rows, numbers) as numbers to predict: a column per class, or at most 20 numbers."""
    values = finite_numbers(labels)
    if facts.kind == "classes" and 2 < len(facts.values) <= 20:
        return np.asarray(values == np.array(facts.values)[None, :], float)
    return values[:, :20]


def _is_test(rows: np.ndarray) -> np.ndarray:
    """A mask of the rows for testing: every third."""
    return np.asarray(np.arange(len(rows)) % 3 == 0)


def _mirrored(rows: np.ndarray, targets: np.ndarray, shape: tuple[Optional[int], ...]) -> tuple[str, ...]:
    """The directions in which a picture, flipped or turned, is nearest to the mean picture of another class."""
    sizes = [size or 0 for size in shape[1:]]
    if not 2 <= len(sizes) <= 3 or min(sizes[:2]) < 5 or rows.shape[1] != np.prod(sizes) or rows.shape[1] > 5_000:
        return ()
    classes = targets.argmax(1) if targets.shape[1] > 1 else (targets[:, 0] == targets.max()).astype(int)
    test, pictures = _is_test(rows), rows.reshape(len(rows), *sizes)
    numbers = [number for number in np.unique(classes) if ((classes == number) & ~test).sum() >= 5]
    if not 2 <= len(numbers) <= 20:
        return ()
    means = np.stack([rows[(classes == number) & ~test].mean(0) for number in numbers])

    def accuracy(some: np.ndarray) -> float:
        flat = some.reshape(len(some), -1)
        distances = (means**2).sum(1)[None, :] - 2 * _product(flat, means.T)
        return float(np.mean(np.array(numbers)[distances.argmin(1)] == classes[test]))

    upright = pictures[test]
    base, reached = float(np.bincount(classes).max() / len(classes)), accuracy(upright)
    if reached < base + 0.4 * (1 - base):
        return ()
    turned = {"horizontal": upright[:, :, ::-1], "vertical": upright[:, ::-1], "half": upright[:, ::-1, ::-1]}
    if sizes[0] == sizes[1]:
        turned["quarter"] = np.rot90(upright, axes=(1, 2))
    return tuple(name for name, some in turned.items() if accuracy(some) < base + 0.4 * (reached - base))


def _category_column(rows: np.ndarray, targets: np.ndarray, tells: float) -> tuple[Optional[int], float]:
    """The column of few values which, as categories, explain more than all columns do as quantities, and their R2.

    Labels of neighbouring values aren't alike, so that they are no quantity. (None, 0.0) if there is no such column.
    """
    test = _is_test(rows)
    best: tuple[Optional[int], float] = (None, 0.0)
    mean = targets[~test].mean(0)
    for at, column in enumerate(rows.T):
        values, categories = np.unique(column, return_inverse=True)
        if not 5 <= len(values) <= len(rows) / 4:
            continue
        sums = np.zeros((len(values), targets.shape[1]))
        np.add.at(sums, categories[~test], targets[~test] - mean)
        means = sums / (np.bincount(categories[~test], minlength=len(values))[:, None] + 1.0)
        explained = _r2(targets[test], (targets[test] - mean - means[categories[test]]) ** 2) or 0.0
        alike = float((means[1:] * means[:-1]).sum() / max(1e-12, float((means**2).sum())))
        if explained > max(best[1], tells + 0.2) and alike < 0.35:
            best = at, explained
    return best


def _copied_step(rows: np.ndarray, targets: np.ndarray, facts: DataFacts) -> Optional[int]:
    """The place in a row of the number of the last step that is the label; None for none."""
    sizes = [size or 0 for size in facts.inputs[0].shape[1:]]
    if len(sizes) != 2 or sizes[0] < 3 or rows.shape[1] != np.prod(sizes) or facts.labels is None:
        return None
    if facts.labels.kind != "numbers" or targets.shape[1] != 1:
        return None
    places = range(rows.shape[1] - sizes[1], rows.shape[1])
    return next((at for at in places if abs(correlation(rows[:, at], targets[:, 0])) > EXACT), None)


def _copied_column(rows: np.ndarray, targets: np.ndarray, labels: LabelFacts) -> Optional[int]:
    """The column that is the label, rises and falls with it exactly, or separates one class from all others.

    Of several such columns there must be one per class, as one-hot; else None.
    """
    if rows.shape[1] < 2 or labels.kind == "tags":
        return None
    if labels.kind == "one-hot":
        label = targets.argmax(1).astype("float64")
    elif targets.shape[1] == 1:
        label = targets[:, 0]
    elif labels.kind == "classes":
        label = np.array(labels.values)[targets.argmax(1)]
    else:
        return None
    places = range(rows.shape[1])
    different = len(np.unique(label))
    found = [at for at in places if abs(correlation(rows[:, at], label)) > EXACT]
    if not found and len(labels.values) > 2:
        classes = [(label == value).astype("float64") for value in labels.values if (label == value).any()]
        columns = [at for is_class in classes for at in places if abs(correlation(rows[:, at], is_class)) > EXACT]
        return columns[0] if len(columns) == len(labels.values) else None
    if not found and different > MIN_ROWS and rows.shape[1] > 2:
        ranks = _ranks(label)
        found = [at for at in places if abs(correlation(_ranks(rows[:, at]), ranks)) > 0.99999]
    if not found and different > 0.5 * len(label):  # a mean of labels, most of which are of a single row
        found = [at for at in places if np.mean(np.isclose(rows[:, at], label, rtol=1e-5, atol=0)) > 0.5]
    if not found and labels.kind in ("classes", "one-hot"):
        found = [at for at in places if _separates_class(rows[:, at], label)]
    return found[0] if len(found) == 1 else None


def _separates_class(column: np.ndarray, label: np.ndarray) -> bool:
    """Whether a quantity is one number in all rows of a class and another in all others: it came after the label."""
    if len(np.unique(column)) < MIN_ROWS / 3:
        return False
    for value in np.unique(label):
        inside, outside = column[label == value], column[label != value]
        if min(len(inside), len(outside)) >= MIN_ROWS / 3 and not np.ptp(inside) and inside[0] not in outside:
            return True
    return False


def _ranks(values: np.ndarray) -> np.ndarray:
    return np.argsort(np.argsort(values, kind="stable"), kind="stable").astype("float64")


# ---- a ridge regression on random features


def _explained(rows: np.ndarray, targets: list[np.ndarray]) -> tuple[float, ...]:
    """The R2 of a regression for every target, on rows for testing."""
    features, test = _features(rows)(rows), _is_test(rows)
    together = np.concatenate(targets, 1)
    predicted = _product(features[test], _ridge_weights(features[~test], together[~test]))
    ends = np.cumsum([target.shape[1] for target in targets])[:-1]
    squares = np.split((together[test] - predicted) ** 2, ends, axis=1)
    return tuple(_r2(target[test], part) or 0.0 for target, part in zip(targets, squares))  # noqa: B905


def _features(rows: np.ndarray) -> Callable[[np.ndarray], np.ndarray]:
    """A function from rows to features: a constant, columns or mixes of them, and random units with ReLU.

    It scales by the mean and the spread of the `rows`.
    """
    rng = np.random.default_rng(0)
    width = rows.shape[1]
    many = 5 * MAX_COLUMNS_FITTED
    chosen = rng.choice(width, many, replace=False) if width > many else np.arange(width)
    mixes = rng.normal(size=(len(chosen), MAX_COLUMNS_FITTED)) if len(chosen) > MAX_COLUMNS_FITTED else None

    def mix(some: np.ndarray) -> np.ndarray:
        return some[:, chosen] if mixes is None else _product(some[:, chosen], mixes)

    mixed = mix(rows)
    mean, spread = mixed.mean(0), np.where(mixed.std(0) == 0, 1, mixed.std(0))
    weights, biases = rng.normal(size=(mixed.shape[1], UNITS)), rng.normal(size=UNITS)

    def features(some: np.ndarray) -> np.ndarray:
        scaled = (mix(some) - mean) / spread
        units = np.maximum(0, _product(scaled, weights) / np.sqrt(scaled.shape[1]) + biases)
        return np.concatenate([np.ones((len(scaled), 1)), scaled, units], 1)

    return features


def _ridge_weights(features: np.ndarray, targets: np.ndarray) -> np.ndarray:
    square = _product(features.T, features) + 3.0 * np.eye(features.shape[1])
    return np.asarray(np.linalg.solve(square, _product(features.T, targets)))


def _product(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """The matrix product. Numpy's own wakes up threads, which takes more time than such small ones do."""
    return np.asarray(np.einsum("ij,jk->ik", a, b))
