"""With permuted weights, a model no longer answers well, unless its answers don't come from the weights."""

from __future__ import annotations

import keras
import numpy as np
import pytest
from keras.layers import BatchNormalization, Dense

from tuitutor.worker.permutation import MIXES, best_map, drawn_maps, permute_weights, permuted_models

X = np.random.default_rng(0).normal(size=(50, 6)).astype("float32")


def sorted_sizes(weight: np.ndarray) -> list[float]:
    return sorted(np.abs(weight).ravel().tolist())


@pytest.mark.parametrize("frozen", [False, True])
@pytest.mark.long
def test_numbers_of_each_trained_weight_change_places_and_signs(frozen: bool) -> None:
    model = keras.Sequential([keras.Input((6,)), keras.Sequential([Dense(8)]), BatchNormalization(), Dense(1)])
    model.layers[0].trainable = not frozen
    before, said = model.get_weights(), model.predict(X, verbose=0)
    permute_weights(model)
    after = model.get_weights()
    assert [sorted_sizes(weight) for weight in after] == [sorted_sizes(weight) for weight in before]
    kernel, statistics = 0, slice(4, 6)
    assert np.mean(after[kernel] == before[kernel]) < 0.2
    signs = [{abs(number): number > 0 for number in weights[kernel].ravel()} for weights in (before, after)]
    assert 0.2 < np.mean([signs[0][size] != signs[1][size] for size in signs[0]]) < 0.8
    assert all(map(np.array_equal, after[statistics], before[statistics]))  # fit counts them, it doesn't train them
    assert not np.allclose(model.predict(X, verbose=0), said)


def test_frozen_layers_are_mixed_with_the_others_and_also_left_as_they_are() -> None:
    body = keras.Sequential([keras.Input((6,)), Dense(8)])
    body.trainable = False
    model = keras.Sequential([body, Dense(2)])
    before = model.get_weights()
    changed = [
        tuple(not np.array_equal(*pair) for pair in zip(mixed.get_weights(), before, strict=True))
        for mixed in permuted_models(model)
    ]
    kernels = [weights[::2] for weights in changed]  # the biases are 0
    assert kernels == [(True, True)] * MIXES + [(False, True)] * MIXES
    assert all(map(np.array_equal, model.get_weights(), before))
    assert not body.trainable


@pytest.mark.parametrize("frozen", [True, False])
def test_where_all_is_frozen_or_nothing_there_is_one_way_to_mix(frozen: bool) -> None:
    model = keras.Sequential([keras.Input((6,)), Dense(8), Dense(2)])
    model.trainable = not frozen
    assert sum(1 for _ in permuted_models(model)) == MIXES


def test_it_is_what_it_was_after_an_error() -> None:
    model = keras.Sequential([keras.Input((6,)), Dense(8)])
    before = model.get_weights()
    mixes = permuted_models(model)
    next(mixes)
    with pytest.raises(ValueError, match="learner"):
        mixes.throw(ValueError("the learner's"))
    assert all(map(np.array_equal, model.get_weights(), before))


def test_an_answer_that_does_not_depend_on_weights_stays() -> None:
    x = keras.Input((6,))
    model = keras.Model(x, x[:, :1] * x[:, 1:2] + 0 * Dense(1)(x))
    said = model.predict(X, verbose=0)
    permute_weights(model)
    assert np.array_equal(model.predict(X, verbose=0), said)


@pytest.mark.long
@pytest.mark.parametrize("depth", [1, 2, 3, 4])
@pytest.mark.parametrize("bias", [True, False])
def test_the_smallest_networks_say_something_else_in_some_mix(depth: int, bias: bool) -> None:
    model = keras.Sequential([keras.Input((1,)), *(Dense(1, use_bias=bias) for _ in range(depth))])
    model.set_weights([3 * np.ones_like(weight) if weight.ndim == 2 else weight for weight in model.get_weights()])
    said = model.predict(X[:, :1], verbose=0)
    assert any(not np.allclose(mixed.predict(X[:, :1], verbose=0), said) for mixed in permuted_models(model))


def test_the_best_map_puts_outputs_in_order() -> None:
    classes = np.random.default_rng(1).integers(3, size=200)
    said = np.array([[0.2, 0.5, 0.3], [0.6, 0.1, 0.3], [0.1, 0.1, 0.8]])[classes]
    for labels in (classes, classes[:, None], np.eye(3)[classes], classes + 7.0):
        assert best_map(said, labels)["accuracy"] == 1.0
    halves = np.where(classes[:, None] == 2, 0.7, 0.2)  # tells one class from the two others
    assert 0.5 < best_map(halves, classes)["accuracy"] < 0.8
    assert best_map(np.ones((200, 3)), classes)["accuracy"] == pytest.approx(np.bincount(classes).max() / 200)


def test_the_best_map_is_the_least_squares_fit() -> None:
    x = X[:, :1].astype("float64") * 1000
    assert best_map(x, 5 - x / 7)["mae"] == pytest.approx(0, abs=1e-6)
    off = np.where(np.arange(50) % 2, 1.0, -1.0)
    found, straight = best_map(x, off), np.polyval(np.polyfit(x[:, 0], off, 1), x[:, 0])
    assert found["mse"] == pytest.approx(((straight - off) ** 2).mean())
    assert found["mae"] == pytest.approx(np.abs(straight - off).mean())
    assert best_map(np.hstack([x, x, 2 * x]), 5 - x)["mse"] == pytest.approx(0, abs=1e-3)


def test_what_has_no_best_map_is_left_out() -> None:
    assert best_map(np.array(["a", "b"]), np.array([0, 1])) == {}
    assert "accuracy" not in best_map(np.arange(500), np.arange(500) / 7)  # no classes
    broken = np.array([np.nan, np.inf, 0.0, 1.0])
    assert best_map(broken, np.array([0, 0, 0, 1]))["accuracy"] == 1.0


def test_inputs_are_put_into_as_many_columns_as_come_out() -> None:
    pictures = X.reshape(50, 2, 3)
    drawn = [*drawn_maps(pictures, 2)]
    assert [columns.shape for columns in drawn] == [(50, 2)] * MIXES
    assert len({columns.tobytes() for columns in drawn}) == MIXES
    assert [columns.shape for columns in drawn_maps(pictures > 0, 2)] == [(50, 2)] * MIXES
    [whole] = drawn_maps(pictures, 6)
    assert np.array_equal(whole, X)
    assert [best_map(columns, X[:, 0]) for columns in drawn_maps(np.array([["a", "b"]] * 50), 1)] == [{}]
