"""Mixing up what a model has learned, to see whether its answers depend on it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import keras
import numpy as np

MIXES = 4  # a network of few weights may be lucky in one of them


def unlearn(model: Any, apart_from: Iterable[np.ndarray] = (), mix: int = 0) -> None:
    """Mix up each weight of the model that training may change: its numbers get another order, and half another sign.

    What was frozen in the end counts, too. Weights that equal one of the arrays `apart_from`, such as borrowed ones,
    stay. Of two mixes, 2k and 2k + 1, one has the signs that the other hasn't: a single number changes in one of them.
    """
    rng, borrowed = np.random.default_rng(mix // 2), list(apart_from)
    for weight in _trained(model):
        held = np.asarray(weight)
        if not any(np.array_equal(held, each) for each in borrowed):
            mixed = rng.permutation(held.ravel()).reshape(held.shape)
            weight.assign(mixed * rng.choice([-1.0, 1.0], held.shape) * (1 - 2 * (mix % 2)))


def unlearned(model: Any) -> Iterator[Any]:
    """The model in each of its mixes, one after the other; then it is again what it was."""
    kept = [(weight, np.array(weight)) for weight in _trained(model)]
    try:
        for mix in range(MIXES):
            unlearn(model, mix=mix)
            yield model
            for weight, held in kept:
                weight.assign(held)
    finally:
        for weight, held in kept:
            weight.assign(held)


def _trained(model: Any) -> list[keras.Variable]:
    """The weights that training may change, frozen or not, each once."""
    found = (weight for layer in model._flatten_layers() for weight in layer._trainable_variables)
    return list({id(weight): weight for weight in found}.values())
