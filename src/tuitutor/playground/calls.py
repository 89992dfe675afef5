"""Forward and backward passes as lists of numpy calls on buffers that are allocated once.

With batches of ten points and layers of four units, time goes to the overhead of numpy calls, allocations and lookups,
not to arithmetic. So a plan fixes in advance which functions are called on which arrays, and an epoch only runs it.

A buffer is units x points. A row of ones for the next layer's biases follows the units of a layer.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import groupby
from typing import Any

import numpy as np

from tuitutor.playground.data import Array
from tuitutor.playground.small_network import Shape

Call = tuple[Callable[..., object], tuple[Any, ...]]

_ZERO, _HALF, _ONE, _TWO = (np.array(value) for value in (0.0, 0.5, 1.0, 2.0))
_MANY = 400  # array size from which several calls are faster than numpy's tanh


def run_calls(plan: list[Call]) -> None:
    """Run a plan."""
    for function, arguments in plan:
        function(*arguments)


class Buffers:
    """Arrays for `count` points: unit values, activation derivatives, and loss gradients by the units' sums."""

    def __init__(self, shape: Shape, count: int) -> None:
        self.shape = shape
        rows = sum(shape.sizes[1:]) + len(shape.sizes) - 1
        self.values, self.derivatives, self.gradients = (np.ones((rows, count)) for _ in range(3))
        starts = [sum(shape.sizes[1:at]) + at - 1 for at in range(1, len(shape.sizes))]
        self._units = [slice(start, start + units) for start, units in zip(starts, shape.sizes[1:], strict=True)]
        self.outputs = self.of(self.values, len(self._units) - 1)  # outputs x points

    def of(self, buffer: Array, layer: int, ones: bool = False) -> Array:
        """A layer's units in a buffer, with or without the row of ones below them."""
        rows = self._units[layer]
        return buffer[rows.start : rows.stop + ones]

    # ---- calls

    def forward(self, matrices: list[Array], inputs: Array, masks: Array | None = None) -> list[Call]:
        """Calls that fill `values`, before the output's softmax; with masks also the hidden units' `derivatives`."""
        calls: list[Call] = []
        for layer, (matrix, activation) in enumerate(zip(matrices, self.shape.activations, strict=True)):
            units = self.of(self.values, layer)
            below = self.of(self.values, layer - 1, ones=True) if layer else inputs
            calls.append((np.dot, (matrix, below, units)))
            calls += _activate(activation, units)
            if masks is not None and layer < len(matrices) - 1:
                derivatives, mask = self.of(self.derivatives, layer), self.of(masks, layer)
                calls += _derivative(activation, units, derivatives) or [(np.copyto, (derivatives, _ONE))]
                calls += [(np.multiply, (units, mask, units)), (np.multiply, (derivatives, mask, derivatives))]
        return calls

    def backward(
        self, matrices: list[Array], weight_gradients: list[Array], inputs: Array, targets: Array, *, masked: bool
    ) -> list[Call]:
        """Calls that fill `weight_gradients`, shaped like the matrices, with sums over the points."""
        last = len(matrices) - 1
        calls: list[Call] = []
        # adjacent layers with the same activation are done in one call, including the rows of ones between them
        layers = range(last if masked else 0, len(self.shape.activations))
        for activation, group in groupby(layers, key=lambda layer: self.shape.activations[layer]):
            alike = list(group)
            rows = slice(self._units[alike[0]].start, self._units[alike[-1]].stop)
            calls += _derivative(activation, self.values[rows], self.derivatives[rows])
        if self.shape.activations[last] == "softmax":
            calls.append((softmax, (self.outputs,)))
        calls.append((np.subtract, (self.outputs, targets, self.of(self.gradients, last))))
        for layer in range(last, -1, -1):
            gradients = self.of(self.gradients, layer)
            if layer < last:
                calls.append((np.dot, (matrices[layer + 1][:, :-1].T, self.of(self.gradients, layer + 1), gradients)))
            if self.shape.activations[layer] not in ("linear", "softmax") or (masked and layer < last):
                calls.append((np.multiply, (gradients, self.of(self.derivatives, layer), gradients)))
            below = self.of(self.values, layer - 1, ones=True) if layer else inputs
            calls.append((np.dot, (gradients, below.T, weight_gradients[layer])))
        return calls


def softmax(sums: Array) -> None:
    """Apply softmax over the units (axis 0), in place."""
    sums -= sums.max(axis=0)
    np.exp(sums, sums)
    sums /= sums.sum(axis=0)


def _activate(activation: str, sums: Array) -> list[Call]:
    match activation:
        case "tanh" if sums.size < _MANY:
            return [(np.tanh, (sums, sums))]
        case "tanh":  # 1 - 2 / (e^2x + 1)
            exponential: list[Call] = [(np.multiply, (sums, _TWO, sums)), (np.exp, (sums, sums))]
            share: list[Call] = [(np.add, (sums, _ONE, sums)), (np.divide, (_TWO, sums, sums))]
            return [*exponential, *share, (np.subtract, (_ONE, sums, sums))]
        case "relu":
            return [(partial(np.maximum, out=sums), (sums, _ZERO))]
        case "sigmoid":  # (1 + tanh(x / 2)) / 2, which can't overflow
            halved: Call = (np.multiply, (sums, _HALF, sums))
            return [halved, (np.tanh, (sums, sums)), (np.add, (sums, _ONE, sums)), halved]
        case _:
            return []


def _derivative(activation: str, units: Array, derivatives: Array) -> list[Call]:
    """The activation's derivative, computed from its output."""
    squared: Call = (np.multiply, (units, units, derivatives))
    match activation:
        case "tanh":
            return [squared, (np.subtract, (_ONE, derivatives, derivatives))]
        case "relu":
            return [(np.sign, (units, derivatives))]
        case "sigmoid":
            return [squared, (np.subtract, (units, derivatives, derivatives))]
        case _:
            return []
