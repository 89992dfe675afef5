"""Trying whether code of the program's own trains or sets: training makes other weights of other gradients.

The gradients of a step are taken as they are, negated, and as zeros. All that a trial changes is put back.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import keras
import numpy as np

from tuitutor.worker.training.counting import Doing
from tuitutor.worker.training.weights import Followed, Weights

FACTORS = (1.0, -1.0, 0.0)
MOST_STEPS = 16  # until an optimizer that collects gradients makes use of them
LEAST_OF_LABELS = 0.01  # of a gradient: a penalty may be stronger than the labels, but not decide by itself
LEAST = 0.1  # of a step has to turn with the gradient: a trace of it can be put into any


@contextmanager
def on_a_copy(doing: Doing) -> Iterator[None]:
    """Inside the block nothing is noted, and afterwards all variables and random numbers are as they were."""
    python, numpy = random.getstate(), np.random.get_state()
    doing.factor = 1.0
    try:
        yield
    finally:
        doing.factor = None
        random.setstate(python)
        np.random.set_state(numpy)


def follows(optimizer: Any, variables: list[Any], followed: Followed, weights: Weights) -> bool:
    """Whether the optimizer's update of the variable depends on its gradient, from its first value on."""
    drawn = np.random.default_rng(0)
    gradients = [drawn.normal(size=tuple(each.shape)).astype("float32") for each in variables]

    def step(factor: float) -> None:
        optimizer.apply([factor * each for each in gradients], variables)

    state = [*optimizer.variables, *variables]
    return any(_differs(step, state, followed, weights, steps, optimizer) for steps in (1, MOST_STEPS))


def step_follows(doing: Doing, model: Any, batch: Callable[[], Any], followed: Followed, weights: Weights) -> bool:
    """Whether a train step of the model changes the variable in another way if its gradients are others."""
    data = batch()

    def step(factor: float) -> None:
        doing.factor = factor
        try:
            model.train_step(data)
        finally:
            doing.factor = 1.0

    return _differs(step, _state(model), followed, weights, 1, model.optimizer)


def labels_matter(doing: Doing, model: Any, batch: Callable[[], Any], numbers: set[int], weights: Weights) -> bool:
    """Whether a train step of the model, at first values, asks for other gradients if its rows have other labels.

    So it has to be for each of the variables with these numbers that has a gradient. Raises an exception of any kind if
    there are no labels.
    """
    data = batch()

    def slopes(labels: Any) -> list[tuple[Any, np.ndarray]]:
        with _at_first(_state(model), weights, model.optimizer):
            doing.gradients.clear()
            model.train_step((data[0], labels, *data[2:]))
            return [(variable, np.asarray(slope)) for variable, slope in doing.gradients if slope is not None]

    def differ(labels: Any) -> bool:
        return all(
            np.abs(one - other).max() >= LEAST_OF_LABELS * np.abs(one).max()
            for (variable, one), (_, other) in zip(as_they_are, slopes(labels), strict=True)
            if not numbers.isdisjoint(weights.numbers([variable]))
        )

    # not in another order: the slope of the last bias would be the same
    all_as_the_first = keras.tree.map_structure(lambda each: keras.ops.repeat(each[:1], len(each), axis=0), data[1])
    labels = zip(keras.tree.flatten(data[1]), keras.tree.flatten(all_as_the_first), strict=True)
    if all(np.array_equal(np.asarray(one), np.asarray(other)) for one, other in labels):
        return True
    as_they_are = slopes(data[1])
    if differ(all_as_the_first):
        return True
    with _at_first(_state(model), weights, model.optimizer):
        mirrored = _mirrored(data[1], model(data[0], training=False))
    return mirrored is not None and differ(mirrored)


def _mirrored(labels: Any, outputs: Any) -> Any:
    """Numbers as far from the outputs, on their other sides: a loss of distances alone has other slopes only for these,
    where all labels lie on one side. None if they aren't numbers.
    """
    told, said = np.asarray(labels), np.asarray(outputs)
    if told.dtype.kind != "f" or told.size != said.size:
        return None
    return keras.ops.convert_to_tensor((2 * said.reshape(told.shape) - told).astype(told.dtype))


def _state(model: Any) -> list[Any]:
    return [*model.variables, *(model.optimizer.variables if model.optimizer is not None else ())]


@contextmanager
def _at_first(state: list[Any], weights: Weights, optimizer: Any) -> Iterator[None]:
    """Inside the block, the variables have their first values. Afterwards all in `state` is as it was."""
    kept = [np.array(each) for each in state]
    try:
        for each, first_value in weights.firsts(state):
            each.assign(first_value)
        if optimizer is not None:
            optimizer.iterations.assign(0)  # a rate that falls may have come to 0
        yield
    finally:
        for each, value in zip(state, kept, strict=True):
            each.assign(value)


def _differs(
    step: Callable[[float], None], state: list[Any], followed: Followed, weights: Weights, steps: int, optimizer: Any
) -> bool:
    variable = followed.variable()
    if all(each is not variable for each in state):
        state = [*state, variable]
    found = []
    for factor in FACTORS:
        with _at_first(state, weights, optimizer):
            for _ in range(steps):
                _take(step, factor)
            found.append(np.array(variable))
    moved = max(float(np.abs(each - followed.first).max(initial=0.0)) for each in found)
    apart = max(float(np.abs(each - found[0]).max(initial=0.0)) for each in found[1:])
    return apart > LEAST * moved or not np.isfinite(moved)


def _take(step: Callable[[float], None], factor: float) -> None:
    try:
        step(factor)
    except Exception:  # it may use what only a graph can do, as in fit
        sys.modules["tensorflow"].function(lambda: step(factor))()
