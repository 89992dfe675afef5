"""What is found in a network at the end: whether a loss of the program's own is smallest where answers are right."""

from __future__ import annotations

from typing import Any

import keras
import numpy as np
import pytest
from keras import ops

from tuitutor.worker.training.counting import Doing
from tuitutor.worker.training.given import GivenData
from tuitutor.worker.training.layer_states import network_facts
from tuitutor.worker.training.weights import Weights

rng = np.random.default_rng(0)
X = rng.normal(size=(60, 3)).astype("float32")
YES = (X[:, :1] > 0).astype("float32")
NUMBERS = 2 * X[:, :1] - 1
KINDS = X.argmax(1)


def overlap(y_true: Any, y_pred: Any) -> Any:
    return 2 * ops.sum(y_true * y_pred) / (ops.sum(y_true) + ops.sum(y_pred))


def apart(y_true: Any, y_pred: Any) -> Any:
    return ops.mean(ops.square(y_true - y_pred))


def near(y_true: Any, y_pred: Any) -> Any:
    return -apart(y_true, y_pred)


def likely(y_true: Any, y_pred: Any) -> Any:
    return ops.take_along_axis(y_pred, ops.cast(ops.reshape(y_true, (-1, 1)), "int32"), 1)


@pytest.mark.parametrize(
    ("loss", "y", "units", "last", "backwards"),
    [
        (overlap, YES, 1, "sigmoid", True),
        (lambda y_true, y_pred: 1 - overlap(y_true, y_pred), YES, 1, "sigmoid", False),
        (overlap, YES, 1, "linear", False),  # it may be no probability
        (apart, NUMBERS, 1, "linear", False),
        (near, NUMBERS, 1, "linear", True),
        (likely, KINDS, 3, "softmax", True),
        (lambda y_true, y_pred: -likely(y_true, y_pred), KINDS, 3, "softmax", False),
        ("mse", NUMBERS, 1, "linear", False),
        (lambda y_true, y_pred: ops.mean(y_pred[:, 5]), NUMBERS, 1, "linear", False),  # raises
    ],
)
def test_a_loss_that_is_large_where_all_is_right_is_found(
    loss: Any, y: np.ndarray, units: int, last: str, backwards: bool
) -> None:
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(units, activation=last)])
    model.compile("sgd", loss)
    doing = Doing()
    facts = GivenData({"x": X, "y": y, "shuffle": True}).facts()
    found = network_facts(model, doing, Weights(doing), lambda: (X, y), facts, "")
    assert found is not None
    assert found.backwards is backwards
