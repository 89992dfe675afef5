"""Epochs of training, and the losses after each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from tuitutor.playground.calls import Buffers, Call, run_calls
from tuitutor.playground.data import Array, Data, features, number_for
from tuitutor.playground.optimizers import Mover
from tuitutor.playground.playground_state import Config
from tuitutor.playground.small_network import Shape, point_losses, targets_of, with_ones

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
        self._weights, slopes, penalised = row.copy(), np.zeros(shape.count), np.zeros(shape.count)
        self._matrices, self._totals = shape.matrices(self._weights), shape.matrices(slopes)
        for matrix in shape.matrices(penalised):
            matrix[:, :-1] = 1
        self._mover = Mover(config.optimizer, self._weights, slopes, penalised)
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
            each = point_losses(self.shape, self._buffers.said, self._targets)
            train, test = np.add.reduceat(each, [0, self._train]) / (self._train, len(each) - self._train)
        return float(train), float(test)

    # ---- plans

    def _plans(self) -> tuple[list[Call], list[Call]]:
        """The plan of the first epoch, and that of later ones, which begin with what the epoch before left over."""
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
                buffers[count] = Buffers(self.shape, count), self._mover.calls(rate, *penalty, count)
            passing, moves = buffers[count]
            masks = None if self._masks.values is None else self._masks.values[:, start : start + count]
            start += count
            calls += passing.forward(self._matrices, inputs, masks)
            calls += passing.backward(self._matrices, self._totals, inputs, targets, masked=masks is not None)
            calls += moves
        return calls


class _Masks:
    """Dropout masks, a factor for each unit and point of an epoch: 0, or so much above 1 that the mean is unchanged.

    They depend on the seed alone, so that a race is fair. `values`, rows x points, is None without dropout.
    """

    def __init__(self, config: Config, shape: Shape, points: int) -> None:
        self._kept = 1 - config.dropout
        self._rng = np.random.RandomState(number_for(config.seed, "dropout"))
        rows = sum(shape.sizes[1:]) + len(shape.sizes) - 1
        self.values = np.ones((rows, points)) if config.dropout and len(shape.sizes) > 2 else None

    def draw(self) -> None:
        """Draw the masks of the next epoch."""
        if self.values is not None:
            np.less(self._rng.random_sample(self.values.shape), self._kept, self.values)
            self.values /= self._kept
