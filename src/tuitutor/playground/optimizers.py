"""How gradients become weight updates, as Keras 3 defines its optimizers, with its defaults.

With g the mean gradient over a batch, plus the penalty's, at learning rate r:

    sgd        w <- w - r g
    momentum   m <- 0.9 m + r g                            w <- w - m
    nesterov   m <- 0.9 m + r g                            w <- w - (r g + 0.9 m)
    rmsprop    v <- 0.9 v + 0.1 g²                         w <- w - r g / sqrt(v + e)
    adadelta   v <- 0.95 v + 0.05 g²                       d  = g sqrt(u + e) / sqrt(v + e)
               u <- 0.95 u + 0.05 d²                       w <- w - r d
    adam       v <- 0.999 v + 0.001 g², m <- 0.9 m + 0.1 g  w <- w - r' m / (sqrt(v) + e), r' with both bias corrections

The penalty's gradient is part of g, as with Keras's `kernel_regularizer`. The original's SGD does the same, except for
L1: there the penalty acts after g, and a weight that it would carry across 0 stays at 0.
"""

from __future__ import annotations

import numpy as np

from tuitutor.playground.calls import Call
from tuitutor.playground.data import Array

MOMENTUM = 0.9  # the usual value; Keras's default is 0, which is plain SGD
BETA_1, BETA_2 = 0.9, 0.999
_ROUNDED_1, _ROUNDED_2 = float(np.float32(BETA_1)), float(np.float32(BETA_2))  # as Keras does, only for the corrections
_EPSILON = 1e-7


class Mover:
    """Updates weights by gradients summed over a batch, which it overwrites.

    `penalised` is 1 for a weight and 0 for a bias. The optimizer's state, and which links are dead, are kept when the
    learning rate changes.
    """

    def __init__(self, optimizer: str, weights: Array, slopes: Array, penalised: Array) -> None:
        self._optimizer, self._weights, self._slopes, self._penalised = optimizer, weights, slopes, penalised
        self._squares, self._memory, self._steps = (np.zeros_like(weights) for _ in range(3))
        self._spare, self._pull, self._alive = (np.ones_like(weights) for _ in range(3))
        self._moves = 0

    def calls(self, rate: float, penalty: str, penalty_rate: float, count: int) -> list[Call]:
        """The calls of one update after `count` points."""
        w, g, spare = self._weights, self._slopes, self._spare
        strength = penalty_rate if penalty != "none" else 0.0
        kills = bool(strength) and penalty == "L1" and self._optimizer == "sgd"
        # What is in proportion to the gradient takes its mean and the rate in one multiplication.
        in_proportion = penalty == "none" and self._optimizer in ("sgd", "momentum", "nesterov")
        share = 1 / count if in_proportion else 1.0
        calls = [] if in_proportion else [self._times(g, 1 / count)]
        if kills:
            calls += [(np.sign, (w, self._pull)), self._times(self._pull, rate * strength * self._penalised)]
        elif strength and penalty == "L1":
            calls += [(np.sign, (w, spare)), self._times(spare, strength * self._penalised), (np.add, (g, spare, g))]
        elif strength:
            calls += [self._times(w, strength * self._penalised, spare), (np.add, (g, spare, g))]
        calls += [*self._step(rate, share), (np.subtract, (w, g, w))]
        if kills:
            calls += [(np.subtract, (w, self._pull, spare)), (self._bury, ()), (np.multiply, (spare, self._alive, w))]
        return calls

    def _step(self, rate: float, share: float) -> list[Call]:
        """Calls that turn the gradients into steps; the steps are subtracted from the weights."""
        g, m, spare = self._slopes, self._memory, self._spare
        match self._optimizer:
            case "momentum":
                return [*self._remember(MOMENTUM, rate * share), (np.copyto, (g, m))]
            case "nesterov":
                ahead = [self._times(g, rate * share), self._times(m, MOMENTUM, spare)]
                return [*self._remember(MOMENTUM, rate * share), *ahead, (np.add, (g, spare, g))]
            case "rmsprop":
                return [*self._average(self._squares, 0.9), self._times(g, rate), *self._divide(inside=_EPSILON)]
            case "adadelta":
                grown: list[Call] = [(np.add, (self._steps, self._each(_EPSILON), spare)), (np.sqrt, (spare, spare))]
                grown.append((np.multiply, (g, spare, g)))
                direction = [*self._average(self._squares, 0.95), *self._divide(inside=_EPSILON), *grown]
                return [*direction, *self._average(self._steps, 0.95), self._times(g, rate)]
            case "adam":
                averaged = [*self._average(self._squares, BETA_2), *self._remember(BETA_1, 1 - BETA_1)]
                now = np.empty_like(self._weights)  # the rate with both bias corrections

                def correct() -> None:
                    self._moves += 1
                    now[:] = rate * (1 - _ROUNDED_2**self._moves) ** 0.5 / (1 - _ROUNDED_1**self._moves)

                return [*averaged, (correct, ()), (np.multiply, (m, now, g)), *self._divide(outside=_EPSILON)]
            case _:
                return [self._times(g, rate * share)]

    def _remember(self, kept: float, taken: float) -> list[Call]:
        m, spare = self._memory, self._spare
        return [self._times(m, kept), self._times(self._slopes, taken, spare), (np.add, (m, spare, m))]

    def _divide(self, inside: float = 0.0, outside: float = 0.0) -> list[Call]:
        """The gradients by the root of the squares' average."""
        spare = self._spare
        root: list[Call] = [(np.add, (self._squares, self._each(inside), spare)), (np.sqrt, (spare, spare))]
        if outside:
            root.append((np.add, (spare, self._each(outside), spare)))
        return [*root, (np.divide, (self._slopes, spare, self._slopes))]

    def _average(self, average: Array, kept: float) -> list[Call]:
        """Sets the average to kept * average + (1 - kept) * gradients²."""
        spare = self._spare
        return [
            (np.multiply, (self._slopes, self._slopes, spare)),
            (np.subtract, (spare, average, spare)),
            self._times(spare, 1 - kept),
            (np.add, (average, spare, average)),
        ]

    def _bury(self) -> None:
        """A link whose weight the penalty would carry across 0 is dead from now on."""
        self._alive[self._weights * self._spare < 0] = 0

    def _times(self, array: Array, factor: float | Array, out: Array | None = None) -> Call:
        return np.multiply, (array, self._each(factor), array if out is None else out)

    def _each(self, number: float | Array) -> Array:
        """The number for each weight: numpy is fastest on arrays of equal length."""
        return np.full_like(self._weights, number)
