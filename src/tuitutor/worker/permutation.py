"""Mixing up what a model has learned, to see whether its answers depend on it, and what a linear map makes of them."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from typing import Any

import keras
import numpy as np

MOST_CLASSES = 100  # more different labels are no classes
MIXES = 4  # a network of few weights may be lucky in one of them, or in three


def permute_weights(model: Any, mix: int = 0) -> None:
    """Mix up each weight of the model that training may change, frozen or not: see `_mix`."""
    _mix(_trained(model), mix)


def permuted_models(model: Any) -> Generator[Any]:
    """The model in each of the mixes of its weights, one after the other; then it is again what it was.

    If some of its layers are frozen, they stay as they are in as many more mixes: what was learned on top of them has
    to count, too.
    """
    weights = _trained(model)
    free = [weight for weight in weights if weight.trainable]
    kept = [np.asarray(weight).copy() for weight in weights]
    for mixed in (weights, free) if 0 < len(free) < len(weights) else (weights,):
        for mix in range(MIXES):
            _mix(mixed, mix)
            try:
                yield model
            finally:
                for weight, held in zip(weights, kept, strict=True):
                    weight.assign(held)


def _trained(model: Any) -> list[keras.Variable]:
    """The weights that training may change, frozen or not."""
    return [weight for layer in model._flatten_layers() for weight in layer._trainable_variables]


def _mix(weights: list[keras.Variable], mix: int) -> None:
    """Give the numbers in each weight another order, and about half of them another sign."""
    rng = np.random.default_rng(mix)
    for weight in weights:
        held = np.asarray(weight)
        mixed = rng.permutation(held.ravel()).reshape(held.shape)
        weight.assign(mixed * rng.choice([-1.0, 1.0], held.shape))


# ---- what a layer on top of an answer would have to learn


def best_map(values: np.ndarray, labels: np.ndarray) -> dict[str, float]:
    """The scores of the best linear map, with a constant, from `values` (n, ...) to `labels` (n, ...), by metric.

    "accuracy" is of least squares fits to a 1 for each row's class, "mse" and "mae" of those to the labels. Those that
    can't be taken are left out.
    """
    values, labels = (each.reshape(len(each), -1) for each in (values, labels))
    if not (_are_numbers(values) and _are_numbers(labels)):
        return {}
    found = {}
    truth = labels.argmax(axis=1) if labels.shape[1] > 1 else labels[:, 0]
    classes, at = np.unique(truth, return_inverse=True)
    if len(classes) <= MOST_CLASSES:
        found["accuracy"] = float((_fitted(values, np.eye(len(classes))[at]).argmax(axis=1) == at).mean())
    apart = np.abs(_fitted(values, labels) - labels)
    return {**found, "mse": float((apart**2).mean()), "mae": float(apart.mean())}


def drawn_maps(values: np.ndarray, columns: int) -> Iterator[np.ndarray]:
    """Linear maps from `values` (n, ...) to so many columns, drawn at random, MIXES of them, or `values` if it has no
    more.

    An honest network of mixed weights keeps about as much of its inputs.
    """
    flat = values.reshape(len(values), -1)
    if flat.shape[1] <= columns or not _are_numbers(flat):
        yield flat
        return
    standard = _standard(flat)
    for mix in range(MIXES):
        yield standard @ np.random.default_rng(mix).normal(size=(flat.shape[1], columns))


def _are_numbers(values: np.ndarray) -> bool:
    return np.issubdtype(values.dtype, np.number) or values.dtype == bool


def _fitted(values: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """What the least squares fit of `values` (n, k), with a constant, says instead of `wanted` (n, m)."""
    columns, middle = _standard(values), wanted.mean(axis=0)
    squares = columns.T @ columns + 1e-9 * len(columns) * np.eye(columns.shape[1])  # columns may depend on each other
    return np.asarray(columns @ np.linalg.solve(squares, columns.T @ (wanted - middle)) + middle)


def _standard(values: np.ndarray) -> np.ndarray:
    """Columns of mean 0 and spread 1, or of zeros."""
    values = np.nan_to_num(values.astype("float64"), posinf=0.0, neginf=0.0)
    spread = values.std(axis=0)
    return np.asarray((values - values.mean(axis=0)) / np.where(spread > 0, spread, 1.0))
