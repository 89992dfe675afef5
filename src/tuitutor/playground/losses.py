"""The loss of each point: half the squared error, or cross-entropy for three classes."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from tuitutor.playground.data import Array, Data
from tuitutor.playground.parameters import Shape

Loss = Callable[[Array, Array], Array]
"""Takes outputs and targets, both outputs x ...; for cross-entropy, the outputs are logits."""


def loss_for(shape: Shape) -> Loss:
    """The loss that a network is trained with."""
    return _cross_entropy if shape.activations[-1] == "softmax" else _half_squares


def targets_of(data: Data) -> Array:
    """The desired outputs, outputs x n."""
    if data.classes == 3:
        return np.equal(data.label, [[0.0], [1.0], [2.0]]).astype(np.float64)
    return data.label[np.newaxis]


def _half_squares(said: Array, targets: Array) -> Array:
    missed = said - targets
    return np.asarray((missed * missed * 0.5)[0])


def _cross_entropy(sums: Array, targets: Array) -> Array:
    """Computed from logits, so that a probability that underflows to 0 does no harm."""
    highest = sums.max(axis=0)
    total = np.log(np.exp(sums - highest).sum(axis=0))
    return np.asarray(total + highest - (sums * targets).sum(axis=0))
