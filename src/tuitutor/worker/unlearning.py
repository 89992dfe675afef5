"""Mixing up what a model has learned, to see whether its answers depend on it."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

import keras
import numpy as np

MIXES = 4  # a network of few weights may be lucky in one of them, or in three


def unlearn(model: Any, mix: int = 0) -> None:
    """Mix up each weight of the model that training may change, frozen or not: see `_mix`."""
    _mix(_trained(model), mix)


def unlearned(model: Any) -> Generator[Any]:
    """The model in each of the mixes of its weights, one after the other; then it is again what it was.

    If some of its layers are frozen, they stay as they are in as many more mixes: what was learned on top of them has
    to count, too.
    """
    weights = _trained(model)
    free = [weight for weight in weights if weight.trainable]
    kept = [np.asarray(weight).copy() for weight in weights]
    for mixed in (weights, free) if 0 < len(free) < len(weights) else (weights,):
        for mix in range(MIXES):
            _mix(mixed, mix)
            try:
                yield model
            finally:
                for weight, held in zip(weights, kept, strict=True):
                    weight.assign(held)


def _trained(model: Any) -> list[keras.Variable]:
    """The weights that training may change, frozen or not."""
    return [weight for layer in model._flatten_layers() for weight in layer._trainable_variables]


def _mix(weights: list[keras.Variable], mix: int) -> None:
    """Give the numbers in each weight another order, and about half of them another sign."""
    rng = np.random.default_rng(mix)
    for weight in weights:
        held = np.asarray(weight)
        mixed = rng.permutation(held.ravel()).reshape(held.shape)
        weight.assign(mixed * rng.choice([-1.0, 1.0], held.shape))
