"""A pass through networks as a list of numpy calls on buffers that are made once.

A batch has ten points and a layer four units: what costs time is not arithmetic but each call of numpy, and whatever is
allocated or looked up between them. So a plan says once what to call with what, and an epoch only goes through it.

Several runs go through one plan. A buffer holds units x runs x points, for what is done to each number is quickest
where they lie side by side; matrices of weights are units x runs x (inputs + 1). Under each layer's units are ones, by
which the next layer's biases are multiplied. A single run has no axis of its own: two axes are quicker than three.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import groupby
from typing import Any

import numpy as np

from tuitutor.playground.data import Array
from tuitutor.playground.shapes import Shape

Call = tuple[Callable[..., object], tuple[Any, ...]]

_ZERO, _HALF, _ONE, _TWO = (np.array(value) for value in (0.0, 0.5, 1.0, 2.0))
_MANY = 400  # numbers from which on several calls are quicker than numpy's tanh


def run_calls(plan: list[Call]) -> None:
    """Do what a plan says."""
    for function, arguments in plan:
        function(*arguments)


class Buffers:
    """What `count` points make of the units of `runs` networks: values, slopes of activations, slopes of the loss."""

    def __init__(self, shape: Shape, runs: int, count: int) -> None:
        self.shape, self.runs, self.count = shape, runs, count
        rows = sum(shape.sizes[1:]) + len(shape.sizes) - 1
        size = (rows, count) if runs == 1 else (rows, runs, count)
        self.values, self.bends, self.slopes = (np.ones(size) for _ in range(3))
        starts = [sum(shape.sizes[1:at]) + at - 1 for at in range(1, len(shape.sizes))]
        self._units = [slice(start, start + units) for start, units in zip(starts, shape.sizes[1:], strict=True)]

    def of(self, buffer: Array, layer: int, ones: bool = False) -> Array:
        """A layer's units in a buffer, with the ones under them or without."""
        units = self._units[layer]
        return buffer[units.start : units.stop + ones]

    @property
    def said(self) -> Array:
        """What the outputs are: outputs x points, or outputs x runs x points."""
        return self.of(self.values, len(self._units) - 1)

    # ---- calls

    def forward(self, matrices: list[Array], inputs: Array, masks: Array | None = None) -> list[Call]:
        """Fills `values`, of the output only sums where it is softmax; with masks also `bends` of the hidden units."""
        calls: list[Call] = []
        for layer, (matrix, activation) in enumerate(zip(matrices, self.shape.activations, strict=True)):
            said = self.of(self.values, layer)
            if layer:
                calls.append(_product(matrix, self.of(self.values, layer - 1, ones=True), said))
            else:  # which sees the same in all runs
                calls.append((np.dot, (_flat(matrix), inputs, _flat(said))))
            calls += _activate(activation, said)
            if masks is not None and layer < len(matrices) - 1:
                bends, mask = self.of(self.bends, layer), self.of(masks, layer)
                mask = mask if self.runs == 1 else mask[:, np.newaxis]
                calls += _bend(activation, said, bends) or [(np.copyto, (bends, _ONE))]
                calls += [(np.multiply, (said, mask, said)), (np.multiply, (bends, mask, bends))]
        return calls

    def backward(
        self, matrices: list[Array], totals: list[Array], inputs: Array, targets: Array, *, masked: bool
    ) -> list[Call]:
        """Fills `totals`, in the form of the matrices, with the sum of the loss's slopes over the points."""
        last = len(matrices) - 1
        calls = self._bends(from_layer=last if masked else 0)
        if self.shape.activations[last] == "softmax":
            calls.append((softmax, (self.said,)))
        wanted = np.empty_like(self.said)
        wanted[:] = self.aligned(targets)  # once a run: a plain difference is twice as quick
        calls.append((np.subtract, (self.said, wanted, self.of(self.slopes, last))))
        for layer in range(last, -1, -1):
            slopes = self.of(self.slopes, layer)
            if layer < last:
                back = _turned(matrices[layer + 1][..., :-1])
                calls.append(_product(back, self.of(self.slopes, layer + 1), slopes))
            if self.shape.activations[layer] not in ("linear", "softmax") or (masked and layer < last):
                calls.append((np.multiply, (slopes, self.of(self.bends, layer), slopes)))
            if layer:
                seen = self.of(self.values, layer - 1, ones=True)
                calls.append(_product(slopes, _turned(seen), totals[layer]))
            else:
                calls.append((np.dot, (_flat(slopes), inputs.T, _flat(totals[0]))))
        return calls

    def aligned(self, targets: Array) -> Array:
        """Targets, outputs x points, with an axis for the runs where there are several."""
        return targets if self.runs == 1 else targets[:, np.newaxis]

    def _bends(self, from_layer: int) -> list[Call]:
        """Neighbouring layers of one activation are done at once, the ones between them too."""
        calls: list[Call] = []
        layers = range(from_layer, len(self.shape.activations))
        for activation, group in groupby(layers, key=lambda layer: self.shape.activations[layer]):
            alike = list(group)
            units = slice(self._units[alike[0]].start, self._units[alike[-1]].stop)
            calls += _bend(activation, self.values[units], self.bends[units])
        return calls


def softmax(sums: Array) -> None:
    """Make shares of sums over the units, in place."""
    sums -= sums.max(axis=0)
    np.exp(sums, sums)
    sums /= sums.sum(axis=0)


def _product(first: Array, second: Array, out: Array) -> Call:
    """A product of matrices for each run, which are the middle axis where there is one."""
    if first.ndim == 2:
        return np.dot, (first, second, out)
    return np.matmul, tuple(np.swapaxes(each, 0, 1) for each in (first, second, out))


def _flat(array: Array) -> Array:
    """A view of two axes, the first of which are the units of each run."""
    return array if array.ndim == 2 else array.reshape(-1, array.shape[-1])


def _turned(array: Array) -> Array:
    """Each run's matrix the other way round."""
    return np.swapaxes(array, 0, -1)


def _activate(activation: str, sums: Array) -> list[Call]:
    match activation:
        case "tanh" if sums.size < _MANY:
            return [(np.tanh, (sums, sums))]
        case "tanh":  # which is 1 - 2 / (e^2x + 1)
            exponential: list[Call] = [(np.multiply, (sums, _TWO, sums)), (np.exp, (sums, sums))]
            share: list[Call] = [(np.add, (sums, _ONE, sums)), (np.divide, (_TWO, sums, sums))]
            return [*exponential, *share, (np.subtract, (_ONE, sums, sums))]
        case "relu":
            return [(partial(np.maximum, out=sums), (sums, _ZERO))]
        case "sigmoid":  # which is half of 1 + tanh of half, and so cannot overflow
            halved: Call = (np.multiply, (sums, _HALF, sums))
            return [halved, (np.tanh, (sums, sums)), (np.add, (sums, _ONE, sums)), halved]
        case _:
            return []


def _bend(activation: str, said: Array, bends: Array) -> list[Call]:
    """The activation's slope, from what it made."""
    squared: Call = (np.multiply, (said, said, bends))
    match activation:
        case "tanh":
            return [squared, (np.subtract, (_ONE, bends, bends))]
        case "relu":
            return [(np.sign, (said, bends))]
        case "sigmoid":
            return [squared, (np.subtract, (said, bends, bends))]
        case _:
            return []
