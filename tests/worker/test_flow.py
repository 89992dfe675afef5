"""A `measure` cell can follow the data through any kind of model."""

from __future__ import annotations

from typing import Any

import keras
import numpy as np
import pytest
from keras.layers import Dense, Flatten

from tuitutor.worker.measure_cell import flow

PICTURES = np.random.default_rng(0).random((5, 2, 3)).astype("float32")


class Own(keras.Model):  # type: ignore[misc]  # Keras has no types
    def __init__(self) -> None:
        super().__init__()
        self.last, self.flat = Dense(1), Flatten()

    def call(self, x: Any) -> Any:
        return self.last(inputs=self.flat(x))


def functional() -> keras.Model:
    x = keras.Input((2, 3))
    return keras.Model(x, Dense(1)(Flatten()(x)))


def nested() -> keras.Model:
    return keras.Sequential([keras.Input((2, 3)), keras.Sequential([Flatten(), keras.Sequential([Dense(1)])])])


@pytest.mark.parametrize("make", [functional, nested, Own])
def test_each_layer_tells_what_it_got_and_gave(make: Any) -> None:
    model = make()
    seen = [(layer, got, made) for layer, got, made in flow(model, PICTURES) if not isinstance(layer, keras.Model)]
    assert [type(layer) for layer, _, _ in seen] == [Flatten, Dense]
    (_, given, flat), (dense, got, made) = seen
    assert np.array_equal(given, PICTURES)
    assert np.array_equal(flat, PICTURES.reshape(5, 6))
    assert np.array_equal(got, flat)
    weights, biases = dense.get_weights()
    assert np.allclose(made, flat @ weights + biases, atol=1e-6)


def test_layers_that_take_several_tell_all() -> None:
    one, other = keras.Input((2,)), keras.Input((2,))
    model = keras.Model([one, other], keras.layers.Subtract()([one, other]))
    layer, got, made = flow(model, [np.ones((1, 2)), np.zeros((1, 2))])[0]
    assert isinstance(layer, keras.layers.Subtract)
    assert [tensor.tolist() for tensor in got] == [[[1, 1]], [[0, 0]]]
    assert made.tolist() == [[1, 1]]


def test_nothing_is_noted_afterwards_and_what_the_model_raises_is_raised() -> None:
    call = keras.layers.Layer.__call__
    with pytest.raises(ValueError, match="incompatible"):
        flow(functional(), np.ones((5, 4)))
    assert keras.layers.Layer.__call__ is call
