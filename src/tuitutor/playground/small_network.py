"""The shape of a network, its weights as one row of numbers, its values and its losses.

A row has a matrix per layer, units x (inputs + 1); its last column is the biases.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from tuitutor.playground.data import Array, Data, number_for
from tuitutor.playground.playground_state import Config

_BIAS = 0.1  # as in the original


class Layer(NamedTuple):
    """Weights as Keras has them: `kernel` is inputs x units, `bias` has one number per unit."""

    kernel: Array
    bias: Array


@dataclass(frozen=True, slots=True)
class Shape:
    """`sizes` has the number of inputs, then of every layer's units; `activations` has the output's last."""

    sizes: tuple[int, ...]
    activations: tuple[str, ...]

    @property
    def count(self) -> int:
        """How many weights and biases there are."""
        return sum((inputs + 1) * units for inputs, units in pairwise(self.sizes))

    def matrices(self, rows: Array) -> list[Array]:
        """Views of rows (... x count): one per layer, ... x units x (inputs + 1)."""
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
        """The row of these layers."""
        parts = (np.vstack([layer.kernel, layer.bias]).T.ravel() for layer in layers)
        return np.concatenate([np.asarray(part, dtype=np.float64) for part in parts])


def shape_of(config: Config, classes: int) -> Shape:
    """The network of a state for this many classes (0: regression)."""
    output = {0: "linear", 2: "tanh", 3: "softmax"}[classes]
    units, activations = zip(*config.layers, strict=True) if config.layers else ((), ())
    return Shape((len(config.inputs), *units, max(1, classes - (classes == 2))), (*activations, output))


def first_weights(config: Config, shape: Shape) -> Array:
    """The row of a state's initial weights; the same for the same seed."""
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
    """Inputs, n x inputs, ready to be multiplied by matrices: (inputs + 1) x n, with a last row of ones."""
    return np.vstack([inputs.T, np.ones(len(inputs))])


def values(shape: Shape, rows: Array, inputs: Array) -> list[Array]:
    """The values of all layers' units, ... x units x n, for rows ... x count and inputs (inputs + 1) x n."""
    layers: list[Array] = []
    with np.errstate(all="ignore"):
        for matrix, activation in zip(shape.matrices(rows), shape.activations, strict=True):
            total = matrix[..., :-1] @ (layers[-1] if layers else inputs[:-1]) + matrix[..., -1:]
            layers.append(_apply_activation(total, activation))
    return layers


def _apply_activation(total: Array, activation: str) -> Array:
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


def point_losses(shape: Shape, outputs: Array, targets: Array) -> Array:
    """The training losses of outputs and targets, both outputs x ...: half the squared error or, for three classes,
    cross-entropy. Then the outputs are logits, since a probability may underflow to 0.
    """
    if shape.activations[-1] != "softmax":
        missed = outputs - targets
        return np.asarray((missed * missed * 0.5)[0])  # there is one output
    highest = outputs.max(axis=0)
    total = np.log(np.exp(outputs - highest).sum(axis=0))
    return np.asarray(total + highest - (outputs * targets).sum(axis=0))


def targets_of(data: Data) -> Array:
    """The desired outputs, outputs x n."""
    if data.classes == 3:
        return np.equal(data.label, [[0.0], [1.0], [2.0]]).astype(np.float64)
    return data.label[np.newaxis]
