"""Losses of single points: half the squared error, or for three classes cross-entropy."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from tuitutor.playground.data import Array, Data
from tuitutor.playground.shapes import Shape

Loss = Callable[[Array, Array], Array]
"""Of outputs x ... and targets of that form; cross-entropy of the sums from which softmax makes shares."""


def loss_for(shape: Shape) -> Loss:
    """The loss that a network learns by."""
    return _cross_entropy if shape.activations[-1] == "softmax" else _half_squares


def targets_of(data: Data) -> Array:
    """What the outputs should be, outputs x n."""
    if data.classes == 3:
        return np.equal(data.label, [[0.0], [1.0], [2.0]]).astype(np.float64)
    return data.label[np.newaxis]


def _half_squares(said: Array, targets: Array) -> Array:
    missed = said - targets
    return np.asarray((missed * missed * 0.5)[0])


def _cross_entropy(sums: Array, targets: Array) -> Array:
    """Of sums, so that a share too small to be a number is none."""
    highest = sums.max(axis=0)
    total = np.log(np.exp(sums - highest).sum(axis=0))
    return np.asarray(total + highest - (sums * targets).sum(axis=0))
