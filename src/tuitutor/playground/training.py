"""Epochs of training: batches, dropout, weight updates as Keras 3 defines its optimizers, and the losses.

With g the mean gradient over a batch, plus the penalty's, at learning rate r:

    sgd        w <- w - r g
    momentum   m <- 0.9 m + r g                            w <- w - m
    nesterov   m <- 0.9 m + r g                            w <- w - (r g + 0.9 m)
    rmsprop    v <- 0.9 v + 0.1 g²                         w <- w - r g / sqrt(v + e)
    adadelta   v <- 0.95 v + 0.05 g²                       d  = g sqrt(u + e) / sqrt(v + e)
               u <- 0.95 u + 0.05 d²                       w <- w - r d
    adam       v <- 0.999 v + 0.001 g², m <- 0.9 m + 0.1 g  w <- w - r' m / (sqrt(v) + e), r' with both bias corrections

The penalty's gradient is part of g, as with Keras's `kernel_regularizer`. The original's SGD does the same, except for
L1: there the penalty acts after g, and a weight stays at 0 if the penalty would carry it across.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from itertools import groupby
from typing import Any

import numpy as np

from tuitutor.playground.data import Array, Data, features, number_for
from tuitutor.playground.playground_state import Config
from tuitutor.playground.small_network import Shape, point_losses, targets_of, with_ones

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


MOMENTUM = 0.9  # the usual value; Keras's default is 0, which is plain SGD
BETA_1, BETA_2 = 0.9, 0.999
_ROUNDED_1, _ROUNDED_2 = float(np.float32(BETA_1)), float(np.float32(BETA_2))  # as Keras does, only for the corrections
_EPSILON = 1e-7

_Batch = tuple[Array, Array]  # inputs with ones, and targets; one column per point


class Trainer:
    """Trains a network from a row of weights.

    Weights are updated after every `batchSize` points. Points left over at the end of an epoch join the first batch of
    the next.
    """

    def __init__(self, config: Config, data: Data, shape: Shape, row: Array) -> None:
        self.config, self.shape = config, shape
        self.epochs = 0
        self._inputs = with_ones(features(data.x, config.inputs))
        self._targets, self._train = targets_of(data), data.train
        self._weights, gradients, is_kernel = row.copy(), np.zeros(shape.count), np.zeros(shape.count)
        self._matrices, self._gradients = shape.matrices(self._weights), shape.matrices(gradients)
        for matrix in shape.matrices(is_kernel):
            matrix[:, :-1] = 1
        self._optimizer = Optimizer(config.optimizer, self._weights, gradients, is_kernel)
        self._masks = _Masks(config, shape, data.train)
        self._first, self._later = self._plans()
        self._buffers = Buffers(shape, len(data.x))
        self._evaluation = self._buffers.forward(self._matrices, self._inputs)

    @property
    def row(self) -> Array:
        """A copy of the weights."""
        return self._weights.copy()

    def put(self, row: Array) -> None:
        """Go on from these weights."""
        self._weights[:] = row

    def epoch(self) -> None:
        """Train for one epoch."""
        with np.errstate(all="ignore"):
            self._masks.draw()
            run_calls(self._later if self.epochs else self._first)
        self.epochs += 1

    def learn_at(self, rate: float) -> None:
        """Go on at another learning rate."""
        self.config = replace(self.config, learning_rate=rate)
        self._first, self._later = self._plans()

    def losses(self) -> tuple[float, float]:
        """The mean loss of the training points and of the test points, without the penalty."""
        with np.errstate(all="ignore"):
            run_calls(self._evaluation)
            losses = point_losses(self.shape, self._buffers.outputs, self._targets)
            train, test = np.add.reduceat(losses, [0, self._train]) / (self._train, len(losses) - self._train)
        return float(train), float(test)

    # ---- plans

    def _plans(self) -> tuple[list[Call], list[Call]]:
        """The plan of the first epoch, and that of later ones, which begin with the points left over before."""
        size = min(self.config.batch_size, self._train)
        starts = range(0, self._train - size + 1, size)
        batches = [self._batch(range(start, start + size)) for start in starts]
        left = range(starts[-1] + size, self._train)
        joined = [self._batch([*left, *range(size)]), *batches[1:]] if left else batches
        first = self._plan(batches)
        return first, self._plan(joined) if left else first

    def _batch(self, points: Sequence[int]) -> _Batch:
        return np.ascontiguousarray(self._inputs[:, points]), np.ascontiguousarray(self._targets[:, points])

    def _plan(self, batches: list[_Batch]) -> list[Call]:
        calls: list[Call] = []
        buffers: dict[int, tuple[Buffers, list[Call]]] = {}
        rate, penalty = self.config.learning_rate, (self.config.regularization, self.config.regularization_rate)
        start = 0
        for inputs, targets in batches:
            count = inputs.shape[1]
            if count not in buffers:
                buffers[count] = Buffers(self.shape, count), self._optimizer.calls(rate, *penalty, count)
            passes, updates = buffers[count]
            masks = None if self._masks.values is None else self._masks.values[:, start : start + count]
            start += count
            calls += passes.forward(self._matrices, inputs, masks)
            calls += passes.backward(self._matrices, self._gradients, inputs, targets, masked=masks is not None)
            calls += updates
        return calls


class _Masks:
    """Dropout masks: a factor for each unit and point of an epoch, 0 or above 1 so that the mean is unchanged.

    They depend on the seed alone, so that a race is fair. `values`, rows x points, is None without dropout.
    """

    def __init__(self, config: Config, shape: Shape, points: int) -> None:
        self._keep_rate = 1 - config.dropout
        self._rng = np.random.RandomState(number_for(config.seed, "dropout"))
        rows = sum(shape.sizes[1:]) + len(shape.sizes) - 1
        self.values = np.ones((rows, points)) if config.dropout and len(shape.sizes) > 2 else None

    def draw(self) -> None:
        """Draw the masks of the next epoch."""
        if self.values is not None:
            np.less(self._rng.random_sample(self.values.shape), self._keep_rate, self.values)
            self.values /= self._keep_rate


class Optimizer:
    """Updates weights by gradients summed over a batch, and overwrites the gradients.

    `is_kernel` is 1 for a weight, on which the penalty acts, and 0 for a bias. A new learning rate changes neither the
    optimizer's state nor which weights are dead.
    """

    def __init__(self, name: str, weights: Array, gradients: Array, is_kernel: Array) -> None:
        self._name, self._weights, self._gradients, self._is_kernel = name, weights, gradients, is_kernel
        self._squares, self._momentum, self._steps = (np.zeros_like(weights) for _ in range(3))
        self._spare, self._pull, self._alive = (np.ones_like(weights) for _ in range(3))
        self._updates = 0

    def calls(self, rate: float, penalty: str, penalty_rate: float, count: int) -> list[Call]:
        """The calls of one update after `count` points."""
        w, g, spare = self._weights, self._gradients, self._spare
        strength = penalty_rate if penalty != "none" else 0.0
        kills = bool(strength) and penalty == "L1" and self._name == "sgd"
        # If the step is in proportion to the gradient, one multiplication takes its mean and applies the rate.
        in_proportion = penalty == "none" and self._name in ("sgd", "momentum", "nesterov")
        share = 1 / count if in_proportion else 1.0
        calls = [] if in_proportion else [self._times(g, 1 / count)]
        if kills:
            calls += [(np.sign, (w, self._pull)), self._times(self._pull, rate * strength * self._is_kernel)]
        elif strength and penalty == "L1":
            calls += [(np.sign, (w, spare)), self._times(spare, strength * self._is_kernel), (np.add, (g, spare, g))]
        elif strength:
            calls += [self._times(w, strength * self._is_kernel, spare), (np.add, (g, spare, g))]
        calls += [*self._step(rate, share), (np.subtract, (w, g, w))]
        if kills:
            calls += [(np.subtract, (w, self._pull, spare)), (self._kill, ()), (np.multiply, (spare, self._alive, w))]
        return calls

    def _step(self, rate: float, share: float) -> list[Call]:
        """Calls that turn the gradients into steps, to be subtracted from the weights."""
        g, m, spare = self._gradients, self._momentum, self._spare
        match self._name:
            case "momentum":
                return [*self._accumulate(MOMENTUM, rate * share), (np.copyto, (g, m))]
            case "nesterov":
                ahead = [self._times(g, rate * share), self._times(m, MOMENTUM, spare)]
                return [*self._accumulate(MOMENTUM, rate * share), *ahead, (np.add, (g, spare, g))]
            case "rmsprop":
                return [*self._average(self._squares, 0.9), self._times(g, rate), *self._divide(inside=_EPSILON)]
            case "adadelta":
                grown: list[Call] = [(np.add, (self._steps, self._filled(_EPSILON), spare)), (np.sqrt, (spare, spare))]
                grown.append((np.multiply, (g, spare, g)))
                direction = [*self._average(self._squares, 0.95), *self._divide(inside=_EPSILON), *grown]
                return [*direction, *self._average(self._steps, 0.95), self._times(g, rate)]
            case "adam":
                averaged = [*self._average(self._squares, BETA_2), *self._accumulate(BETA_1, 1 - BETA_1)]
                corrected = np.empty_like(self._weights)  # the rate with both bias corrections

                def correct() -> None:
                    self._updates += 1
                    corrected[:] = rate * (1 - _ROUNDED_2**self._updates) ** 0.5 / (1 - _ROUNDED_1**self._updates)

                return [*averaged, (correct, ()), (np.multiply, (m, corrected, g)), *self._divide(outside=_EPSILON)]
            case _:
                return [self._times(g, rate * share)]

    def _accumulate(self, decay: float, factor: float) -> list[Call]:
        """Sets the momentum to decay * momentum + factor * gradients."""
        m, spare = self._momentum, self._spare
        return [self._times(m, decay), self._times(self._gradients, factor, spare), (np.add, (m, spare, m))]

    def _divide(self, inside: float = 0.0, outside: float = 0.0) -> list[Call]:
        """Divides the gradients by the root of the squares' average."""
        spare = self._spare
        root: list[Call] = [(np.add, (self._squares, self._filled(inside), spare)), (np.sqrt, (spare, spare))]
        if outside:
            root.append((np.add, (spare, self._filled(outside), spare)))
        return [*root, (np.divide, (self._gradients, spare, self._gradients))]

    def _average(self, average: Array, decay: float) -> list[Call]:
        """Sets the average to decay * average + (1 - decay) * gradients²."""
        spare = self._spare
        return [
            (np.multiply, (self._gradients, self._gradients, spare)),
            (np.subtract, (spare, average, spare)),
            self._times(spare, 1 - decay),
            (np.add, (average, spare, average)),
        ]

    def _kill(self) -> None:
        """A weight that the penalty would carry across 0 is dead from now on."""
        self._alive[self._weights * self._spare < 0] = 0

    def _times(self, array: Array, factor: float | Array, out: Array | None = None) -> Call:
        return np.multiply, (array, self._filled(factor), array if out is None else out)

    def _filled(self, number: float | Array) -> Array:
        """An array with the number for every weight: numpy is fastest on arrays of equal length."""
        return np.full_like(self._weights, number)
