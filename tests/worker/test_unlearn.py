"""A `measure` cell can have a model unlearn, so that answers which something else makes stay as good as they were."""

from __future__ import annotations

import keras
import numpy as np
import pytest
from keras.layers import BatchNormalization, Dense

from tuitutor.worker.measure_cell import unlearn

X = np.random.default_rng(0).normal(size=(50, 6)).astype("float32")


def sorted_sizes(weight: np.ndarray) -> list[float]:
    return sorted(np.abs(weight).ravel().tolist())


@pytest.mark.parametrize("frozen", [False, True])
def test_numbers_of_each_trained_weight_change_places_and_signs(frozen: bool) -> None:
    model = keras.Sequential([keras.Input((6,)), keras.Sequential([Dense(8)]), BatchNormalization(), Dense(1)])
    model.layers[0].trainable = not frozen
    before, said = model.get_weights(), model.predict(X, verbose=0)
    unlearn(model)
    after = model.get_weights()
    assert [sorted_sizes(weight) for weight in after] == [sorted_sizes(weight) for weight in before]
    kernel, statistics = 0, slice(4, 6)
    assert np.mean(after[kernel] == before[kernel]) < 0.2
    signs = [{abs(number): number > 0 for number in weights[kernel].ravel()} for weights in (before, after)]
    assert 0.2 < np.mean([signs[0][size] != signs[1][size] for size in signs[0]]) < 0.8
    assert all(map(np.array_equal, after[statistics], before[statistics]))  # fit counts them, it doesn't train them
    assert not np.allclose(model.predict(X, verbose=0), said)


def test_borrowed_weights_stay() -> None:
    body = keras.Sequential([keras.Input((6,)), Dense(8)])
    borrowed = body.get_weights()
    body.trainable = False
    model = keras.Sequential([body, Dense(2)])
    head = model.layers[1].get_weights()[0]
    unlearn(model, apart_from=borrowed)
    assert all(map(np.array_equal, body.get_weights(), borrowed))
    assert not np.array_equal(model.layers[1].get_weights()[0], head)


def test_an_answer_that_does_not_depend_on_weights_stays() -> None:
    x = keras.Input((6,))
    model = keras.Model(x, x[:, :1] * x[:, 1:2] + 0 * Dense(1)(x))
    said = model.predict(X, verbose=0)
    unlearn(model)
    assert np.array_equal(model.predict(X, verbose=0), said)
