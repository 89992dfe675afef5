"""What is found in a network at the end: whether a loss of the program's own is smallest where answers are right."""

from __future__ import annotations

from typing import Any

import keras
import numpy as np
import pytest
import tensorflow as tf
from keras import ops

from tuitutor.protocol.facts import NetworkFacts
from tuitutor.worker.training.counting import Doing
from tuitutor.worker.training.fit_data_facts import GivenData
from tuitutor.worker.training.initial_values import InitialValues
from tuitutor.worker.training.layer_states import network_facts

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
    found = network_facts(model, doing, InitialValues(), lambda: (X, y), facts, "")
    assert found is not None
    assert found.backwards_loss is backwards


def state(model: Any, x: np.ndarray, y: np.ndarray) -> NetworkFacts:
    doing = Doing()
    facts = GivenData({"x": x, "y": y, "shuffle": True}).facts()
    found = network_facts(model, doing, InitialValues(), lambda: (x, y), facts, "sparse_categorical_crossentropy")
    assert found is not None
    return found


LINES = rng.integers(1, 9, (60, 9))
NEXT = keras.Sequential([keras.Input((8,)), keras.layers.Embedding(9, 6)])


@pytest.mark.parametrize(
    ("layer", "y", "ahead"),
    [
        (lambda: keras.layers.Conv1D(9, 3, padding="same"), LINES[:, 1:], True),
        (lambda: keras.layers.Conv1D(9, 3, padding="causal"), LINES[:, 1:], False),
        (lambda: keras.layers.Bidirectional(keras.layers.SimpleRNN(5, return_sequences=True)), LINES[:, 1:], True),
        (lambda: keras.layers.Conv1D(9, 3, padding="same"), LINES[:, ::-1][:, 1:], False),  # other labels
    ],
)
def test_a_network_that_is_given_the_next_step_is_found(layer: Any, y: np.ndarray, ahead: bool) -> None:
    model = keras.Sequential([*NEXT.layers, layer()])
    assert state(model, LINES[:, :-1], y).looks_ahead is ahead


@pytest.mark.parametrize("places", [True, False])
def test_attention_without_places_knows_no_order(places: bool) -> None:
    words = keras.Input((9,))
    h = keras.layers.Embedding(9, 6)(words)
    if places:
        h = h + keras.layers.Embedding(9, 6, "random_normal")(ops.arange(9))
    h = keras.layers.GlobalAveragePooling1D()(keras.layers.MultiHeadAttention(2, 6)(h, h))
    model = keras.Model(words, keras.layers.Dense(2)(h))
    assert state(model, LINES, LINES[:, 0] % 2).orderless is not places


def test_answers_for_each_step_are_counted_where_no_mask_leaves_them_out() -> None:
    padded = np.where(np.arange(8) < 2, LINES[:, :-1], 0)
    for masks in (True, False):
        model = keras.Sequential([keras.Input((8,)), keras.layers.Embedding(9, 9, mask_zero=masks)])
        model.layers[0].set_weights([np.roll(np.eye(9), 1, 0)])  # it says the number before
        found = state(model, padded, np.where(padded == 0, 0, padded - 1))
        assert found.skill is not None
        assert (found.skill == 1) is masks


def test_whether_a_normalization_has_seen_batches_is_told() -> None:
    model = keras.Sequential([keras.Input((3,)), keras.layers.BatchNormalization(), keras.layers.Dense(3)])
    assert [each.moved for each in state(model, X, KINDS).layers if each.kind == "BatchNormalization"] == [0.0]
    model(X, training=True)
    assert [each.moved for each in state(model, X, KINDS).layers if each.kind == "BatchNormalization"] == [1.0]


@pytest.mark.long
@pytest.mark.parametrize("again", [True, False])
def test_a_layer_that_became_trainable_after_compile_is_left_out_until_the_next_one(again: bool) -> None:
    first = keras.layers.Dense(4, activation="relu")
    model = keras.Sequential([keras.Input((3,)), first, keras.layers.Dense(3)])
    first.trainable = False
    model.compile("sgd", keras.losses.SparseCategoricalCrossentropy(from_logits=True))
    model.fit(X, KINDS, verbose=0)
    assert [each.not_in_optimizer for each in state(model, X, KINDS).layers] == [False, False]  # it is frozen
    first.trainable = True
    if again:
        model.compile("sgd", keras.losses.SparseCategoricalCrossentropy(from_logits=True))
    model.fit(X, KINDS, verbose=0)
    assert [each.not_in_optimizer for each in state(model, X, KINDS).layers] == [not again, False]


def test_padding_and_penalties_of_embeddings_are_told() -> None:
    words = keras.layers.Embedding(9, 2, embeddings_regularizer="l2")
    last = keras.layers.Conv1D(3, 2, padding="causal")
    told = state(keras.Sequential([keras.Input((9,)), words, last]), LINES, LINES % 3).layers
    assert (bool(told[0].settings["embeddings_regularizer"]), told[1].settings["padding"]) == (True, "causal")


class Noisy(keras.layers.Layer):  # type: ignore[misc]
    """Adds random numbers, also when it is asked, and has weights that nothing trains."""

    def build(self, shape: Any) -> None:
        self.table = self.add_weight(shape=(4, 4), initializer="random_normal", name="table")

    def call(self, inputs: Any) -> Any:
        return inputs + keras.random.normal(ops.shape(inputs))


def test_answers_that_differ_are_told_and_no_random_number_is_used_up() -> None:
    steady = keras.Sequential([keras.Input((3,)), keras.layers.Dropout(0.5), keras.layers.Dense(3)])
    assert state(steady, X, KINDS).unsteady == 0
    noisy = keras.Sequential([keras.Input((3,)), Noisy(), keras.layers.Dense(3)])
    drawn = []
    for looks in (True, False):
        keras.utils.set_random_seed(7)
        if looks:
            assert state(noisy, X, KINDS).unsteady > 0.1
        drawn.append([np.asarray(keras.random.normal((2,))), np.asarray(tf.random.normal((2,))), rng_of_numpy()])
    assert all(np.array_equal(*pair) for pair in zip(*drawn, strict=True))


def rng_of_numpy() -> np.ndarray:
    return np.random.normal(size=2)


def test_weights_that_training_left_alone_are_told() -> None:
    initial = InitialValues()
    noisy = keras.Sequential([keras.Input((3,)), Noisy(), keras.layers.Dense(3)])
    for variable in noisy.variables:
        initial.note(variable)
    noisy.layers[1].kernel.assign_add(np.ones((3, 3)))
    facts = GivenData({"x": X, "y": KINDS, "shuffle": True}).facts()
    found = network_facts(noisy, Doing(), initial, lambda: (X, KINDS), facts, "")
    assert found is not None
    assert [each.split("/")[-1] for each in found.unmoved] == ["table"]
    assert not found.unmoved_all
