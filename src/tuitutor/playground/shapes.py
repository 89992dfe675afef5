"""The shape of a network, its weights in one row of numbers, and what it says of inputs.

A row holds for each layer a matrix of units x (inputs + 1), the last column being the biases.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from tuitutor.playground.config import Config
from tuitutor.playground.data import Array, number_for

_BIAS = 0.1  # of the original


class Layer(NamedTuple):
    """Weights as Keras has them: `kernel` is inputs x units, `bias` has one for each unit."""

    kernel: Array
    bias: Array


@dataclass(frozen=True, slots=True)
class Shape:
    """Inputs and then units of each layer (`sizes`), and the activation of each layer, the output's last."""

    sizes: tuple[int, ...]
    activations: tuple[str, ...]

    @property
    def count(self) -> int:
        """How many weights and biases there are."""
        return sum((inputs + 1) * units for inputs, units in pairwise(self.sizes))

    def matrices(self, rows: Array) -> list[Array]:
        """Views of rows (... x count): for each layer one of ... x units x (inputs + 1)."""
        views, start = [], 0
        for inputs, units in pairwise(self.sizes):
            end = start + units * (inputs + 1)
            views.append(rows[..., start:end].reshape(*rows.shape[:-1], units, inputs + 1))
            start = end
        return views

    def layers(self, row: Array) -> list[Layer]:
        """Copies of a row's weights, layer by layer."""
        return [Layer(matrix[:, :-1].T.copy(), matrix[:, -1].copy()) for matrix in self.matrices(row)]

    def row(self, layers: Iterable[Layer]) -> Array:
        """The row of such layers."""
        parts = (np.vstack([layer.kernel, layer.bias]).T.ravel() for layer in layers)
        return np.concatenate([np.asarray(part, dtype=np.float64) for part in parts])


def shape_of(config: Config, classes: int) -> Shape:
    """The network of a state, for so many classes (0: regression)."""
    output = {0: "linear", 2: "tanh", 3: "softmax"}[classes]
    units, activations = zip(*config.layers, strict=True) if config.layers else ((), ())
    return Shape((len(config.inputs), *units, max(1, classes - (classes == 2))), (*activations, output))


def first_weights(config: Config, shape: Shape) -> Array:
    """The row that a state begins with; the same for the same seed."""
    row = np.zeros(shape.count)
    if config.init_zero:
        return row
    rng = np.random.RandomState(number_for(config.seed, "weights"))
    for matrix in shape.matrices(row):
        units, inputs = matrix.shape[0], max(1, matrix.shape[1] - 1)
        limits = {"uniform": 0.5, "glorot": np.sqrt(6 / (inputs + units)), "he": np.sqrt(6 / inputs)}
        limit = limits[config.initialization]
        matrix[:, :-1] = rng.uniform(-limit, limit, matrix[:, :-1].shape)
        matrix[:, -1] = _BIAS if config.initialization == "uniform" else 0
    return row


def with_ones(inputs: Array) -> Array:
    """Inputs, n x inputs, as what matrices multiply: (inputs + 1) x n, the last row being ones."""
    return np.vstack([inputs.T, np.ones(len(inputs))])


def values(shape: Shape, rows: Array, inputs: Array) -> list[Array]:
    """What each unit of each layer says, ... x units x n, for rows ... x count and inputs (inputs + 1) x n."""
    said: list[Array] = []
    with np.errstate(all="ignore"):
        for matrix, activation in zip(shape.matrices(rows), shape.activations, strict=True):
            total = matrix[..., :-1] @ (said[-1] if said else inputs[:-1]) + matrix[..., -1:]
            said.append(_activated(total, activation))
    return said


def _activated(total: Array, activation: str) -> Array:
    match activation:
        case "tanh":
            return np.tanh(total)
        case "relu":
            return np.maximum(total, 0)
        case "sigmoid":
            return 0.5 + 0.5 * np.tanh(total / 2)
        case "softmax":
            raised = np.exp(total - total.max(axis=-2, keepdims=True))
            return np.asarray(raised / raised.sum(axis=-2, keepdims=True))
        case _:
            return total


def parameters(layers: Sequence[Layer]) -> int:
    """How many numbers a network learns."""
    return sum(layer.kernel.size + layer.bias.size for layer in layers)
