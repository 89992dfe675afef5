"""Permuting the weights of a model, to see whether its answers depend on them, and the best linear map from outputs."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from typing import Any

import keras
import numpy as np

MOST_CLASSES = 100  # more distinct labels are no classes
MIXES = 4  # a network of few weights may be lucky in one of them, or in three


def permute_weights(model: Any, mix: int = 0) -> None:
    """Permute every weight of the model that training may change, frozen or not: see `_permute`."""
    _permute(_weights(model), mix)


def permuted_models(model: Any) -> Generator[Any]:
    """Yield the model with each of MIXES permutations of its weights; afterwards it has its own weights again.

    If some layers are frozen, as many more permutations follow with only the other layers permuted: the layers learned
    on top have to matter, too.
    """
    weights = _weights(model)
    trainable = [weight for weight in weights if weight.trainable]
    values = [np.asarray(weight).copy() for weight in weights]
    for permuted in (weights, trainable) if 0 < len(trainable) < len(weights) else (weights,):
        for mix in range(MIXES):
            _permute(permuted, mix)
            try:
                yield model
            finally:
                for weight, value in zip(weights, values, strict=True):
                    weight.assign(value)


def _weights(model: Any) -> list[keras.Variable]:
    """Return the weights that training may change, frozen or not."""
    return [weight for layer in model._flatten_layers() for weight in layer._trainable_variables]


def _permute(weights: list[keras.Variable], mix: int) -> None:
    """Shuffle the numbers in each weight, and change the sign of about half of them. `mix` is the seed."""
    rng = np.random.default_rng(mix)
    for weight in weights:
        value = np.asarray(weight)
        shuffled = rng.permutation(value.ravel()).reshape(value.shape)
        weight.assign(shuffled * rng.choice([-1.0, 1.0], value.shape))


# ---- what a layer on top of an answer would have to learn


def best_map(values: np.ndarray, labels: np.ndarray) -> dict[str, float]:
    """Return the scores by metric of the best linear map, with a constant, from `values` (n, ...) to `labels` (n, ...).

    "accuracy" is of a least squares fit to one-hot classes, "mse" and "mae" of one to the labels. Scores that don't
    exist are left out.
    """
    values, labels = (array.reshape(len(array), -1) for array in (values, labels))
    if not (_are_numbers(values) and _are_numbers(labels)):
        return {}
    scores = {}
    truth = labels.argmax(axis=1) if labels.shape[1] > 1 else labels[:, 0]
    classes, numbers = np.unique(truth, return_inverse=True)
    if len(classes) <= MOST_CLASSES:
        one_hot = np.eye(len(classes))[numbers]
        scores["accuracy"] = float((_fitted(values, one_hot).argmax(axis=1) == numbers).mean())
    distance = np.abs(_fitted(values, labels) - labels)
    return {**scores, "mse": float((distance**2).mean()), "mae": float(distance.mean())}


def drawn_maps(values: np.ndarray, columns: int) -> Iterator[np.ndarray]:
    """Yield MIXES random linear maps of `values` (n, ...) to (n, columns), or `values` itself if it isn't wider.

    An honest network with permuted weights preserves about as much of its inputs.
    """
    flat = values.reshape(len(values), -1)
    if flat.shape[1] <= columns or not _are_numbers(flat):
        yield flat
        return
    standardized = _standardized(flat)
    for mix in range(MIXES):
        yield standardized @ np.random.default_rng(mix).normal(size=(flat.shape[1], columns))


def _are_numbers(values: np.ndarray) -> bool:
    return np.issubdtype(values.dtype, np.number) or values.dtype == bool


def _fitted(values: np.ndarray, targets: np.ndarray) -> np.ndarray:
    """Return the predictions of the least squares fit of `values` (n, k), with a constant, to `targets` (n, m)."""
    columns, mean = _standardized(values), targets.mean(axis=0)
    squares = columns.T @ columns + 1e-9 * len(columns) * np.eye(columns.shape[1])  # columns may be dependent
    return np.asarray(columns @ np.linalg.solve(squares, columns.T @ (targets - mean)) + mean)


def _standardized(values: np.ndarray) -> np.ndarray:
    """Return columns of mean 0 and standard deviation 1, or of zeros."""
    values = np.nan_to_num(values.astype("float64"), posinf=0.0, neginf=0.0)
    deviation = values.std(axis=0)
    return np.asarray((values - values.mean(axis=0)) / np.where(deviation > 0, deviation, 1.0))
