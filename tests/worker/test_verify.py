"""Scores of predictions: with the model's own weights, and with permuted ones."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from tuitutor.protocol.facts import PermutedScore
from tuitutor.protocol.requests import CheckModel, HiddenData
from tuitutor.worker.carrying import INPUTS, MODEL, PREDICTIONS
from tuitutor.worker.permutation import best_map, drawn_maps
from tuitutor.worker.verify import Verifier, predict, predict_all, score_predictions

# Keras saves weights in a way that NumPy 2 warns of
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")

LABELS = np.array([0, 1, 1, 0])


@pytest.mark.parametrize(
    ("predictions", "threshold", "accuracy"),
    [
        ([[0.1], [0.9], [0.6], [0.4]], 0.5, 1.0),
        ([0.1, 0.9, 0.6, 0.4], 0.5, 1.0),
        ([[0.5], [0.5], [0.5], [0.5]], 0.5, 0.5),
        ([[-0.1], [0.1], [0.4], [-2.0]], 0.0, 1.0),
        ([[-0.1], [0.1], [0.4], [-2.0]], 0.5, 0.5),
        ([[-0.1], [0.1], [0.4], [-2.0]], None, 1.0),
        ([[0.1], [0.9], [0.6], [0.4]], None, 1.0),
        ([[0.7], [0.3], [0.8], [0.1]], None, 0.5),
        ([[0.7, 0.3], [0.3, 0.7], [0.2, 0.8], [0.1, 0.9]], 0.5, 0.75),
        ([[0.1], [math.nan], [0.9], [-math.inf]], 0.5, 0.5),
    ],
)
def test_right_classes_are_counted(predictions: list[object], threshold: float | None, accuracy: float) -> None:
    found = score_predictions("d", np.array(predictions, "float32"), LABELS, threshold)
    assert (found.accuracy, found.samples, found.problem) == (accuracy, 4, None)


def test_labels_may_be_one_hot_or_a_column() -> None:
    predictions = np.array([[0.7, 0.3], [0.3, 0.7], [0.2, 0.8], [0.1, 0.9]], "float32")
    for labels in (np.eye(2)[LABELS], LABELS.reshape(4, 1)):
        assert score_predictions("d", predictions, labels, 0.5).accuracy == 0.75


def test_a_sequence_is_right_where_all_its_steps_are() -> None:
    labels = np.array([[0, 1, 2], [2, 2, 0], [1, 1, 1], [0, 0, 0]])
    predictions = np.eye(3, dtype="float32")[labels]
    assert score_predictions("d", predictions, labels, None).accuracy == 1.0
    predictions[1, 2] = [0, 1, 0]  # one wrong step of three
    predictions[3, 0, 1] = math.nan  # beside the highest score
    found = score_predictions("d", predictions, labels, None)
    assert (found.accuracy, found.samples, found.output_shape, found.mse) == (0.5, 4, (None, 3, 3), None)


@pytest.mark.parametrize("shape", [(4, 3, 1), (4, 2, 3), (3, 3, 3), (4, 3, 3, 1)])
def test_sequences_of_another_form_are_their_makers_fault(shape: tuple[int, ...]) -> None:
    found = score_predictions("d", np.zeros(shape, "float32"), np.zeros((4, 3), int), None)
    assert found.accuracy is None
    assert str(shape) in (found.problem or "")


def test_errors_are_means_over_all_numbers() -> None:
    found = score_predictions("d", np.array([[1.0], [2.0], [4.0], [0.0]]), np.array([1.0, 1.0, 1.0, 2.0]), 0.5)
    assert (found.mse, found.mae) == ((0 + 1 + 9 + 4) / 4, (0 + 1 + 3 + 2) / 4)
    assert score_predictions("d", np.zeros((4, 2)), LABELS, 0.5).mse is None
    assert score_predictions("d", np.array([0, math.nan, 0, 0]), LABELS, 0.5).mse == math.inf


@pytest.mark.parametrize("shape", [(4, 0), (0,), (0, 1), (3, 1), (4, 1, 1), (1, 4), ()])
def test_predictions_of_another_form_are_their_makers_fault(shape: tuple[int, ...]) -> None:
    found = score_predictions("d", np.zeros(shape, "float32"), LABELS, 0.5)
    assert found.accuracy is None
    assert not found.ours
    assert str(shape) in (found.problem or "")


@pytest.mark.parametrize("dtype", ["int64", "bool", "complex64", "U3"])
def test_predictions_that_are_no_numbers_between_are_their_makers_fault(dtype: str) -> None:
    found = score_predictions("d", np.zeros((4, 1), dtype), LABELS, 0.5)
    assert (found.accuracy, found.ours) == (None, False)


@pytest.mark.parametrize("dtype", ["float16", "bfloat16", "mixed_float16", "float64"])
def test_half_precisions_are_made_plain(dtype: str) -> None:
    import keras

    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1, dtype=dtype)])
    predictions = predict(model, np.ones((3, 2), "float32"))
    assert (str(predictions.dtype), predictions.shape) == ("float32", (3, 1))


DATA = """
import numpy as np
def side(n, seed, world=0):
    x = np.random.default_rng(seed).normal(size=(n, 2))
    return x, (x[:, 0] > 0) == (world % 2 == 0)
"""


@pytest.mark.parametrize(("world", "accuracy"), [(0, 1.0), (1, 0.0), (2, 1.0)])
def test_a_model_is_scored_on_hidden_data_of_its_world(tmp_path: Path, world: int, accuracy: float) -> None:
    import keras

    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1, use_bias=False)])
    model.set_weights([np.array([[9.0], [0.0]])])
    model.save(tmp_path / MODEL)
    request = CheckModel("c", "c.1", "d", DATA, (HiddenData("side", 200, 1, world),), threshold=0.0)
    [score] = Verifier(tmp_path).check(request, lambda: None).scores
    assert score.accuracy == accuracy


def test_what_is_left_of_a_score_with_permuted_weights(tmp_path: Path) -> None:
    import keras

    inputs = keras.Input((2,))
    network = keras.layers.Dense(1, use_bias=False)
    answers = {"network": network(inputs), "beside": 9 * inputs[:, :1] + 1e-9 * network(inputs)}
    network.set_weights([np.array([[9.0], [0.0]])])
    found = {}
    for name, answer in answers.items():
        keras.Model(inputs, answer).save(tmp_path / MODEL)
        request = CheckModel("c", "c.1", "d", DATA, (HiddenData("side", 200, 1),), threshold=0.0)
        [score] = Verifier(tmp_path).check(request, lambda: None).scores
        assert score.accuracy == 1.0
        found[name] = score.permuted
    assert found["network"]["accuracy"].left < 0.1  # one of two mixes has another sign
    assert found["beside"]["accuracy"].left == 1.0
    assert found["network"].keys() == found["beside"].keys() == {"accuracy", "mse", "mae"}
    assert found["network"]["mse"].left > found["network"]["mae"].left > found["beside"]["mae"].left


def test_a_layer_on_top_of_an_answer_is_told_from_one_that_finds_it(tmp_path: Path) -> None:
    import keras

    inputs = keras.Input((2,))
    ways = {"learned": (inputs, [[9.0], [0.0]]), "finished": (keras.ops.sign(inputs[:, :1]), [[9.0]])}
    found = {}
    for name, (below, kernel) in ways.items():
        network = keras.layers.Dense(1, use_bias=False)
        model = keras.Model(inputs, network(below))
        network.set_weights([np.array(kernel)])
        model.save(tmp_path / MODEL)
        request = CheckModel("c", "c.1", "d", DATA, (HiddenData("side", 200, 1),), threshold=0.0)
        [score] = Verifier(tmp_path).check(request, lambda: None).scores
        found[name] = score.permuted["accuracy"]
    assert found["finished"].mapped == 1.0
    assert found["learned"].mapped < 0.9
    x = np.random.default_rng(1).normal(size=(200, 2))
    labels = x[:, 0] > 0
    drawn = [best_map(columns, labels)["accuracy"] for columns in drawn_maps(x, 1)]
    assert found["learned"].inputs == found["finished"].inputs == max(drawn) > min(drawn)


def test_words_have_no_linear_map(tmp_path: Path) -> None:
    words = DATA.replace("return x,", "return np.where(x > 0, 'a', 'b'),")
    verifier = Verifier(tmp_path)
    verifier.check(CheckModel("c", "c.1", None, words, (HiddenData("side", 200, 1),), threshold=0.0), lambda: None)
    right = np.where(np.load(tmp_path / INPUTS.format("side"))[:, :1] == "a", 1.0, 0.0)
    np.save(tmp_path / PREDICTIONS.format("side"), np.stack([right, -right, -right]))
    left = verifier.score("side").permuted["accuracy"]
    assert left == PermutedScore(left.left, mapped=1.0, inputs=left.left)  # not that of a map
    assert left.left < 0.7


def test_predictions_made_elsewhere_tell_what_is_left_too(tmp_path: Path) -> None:
    request = CheckModel("c", "c.1", None, DATA, (HiddenData("side", 200, 1),), threshold=0.0)
    verifier = Verifier(tmp_path)
    assert not verifier.check(request, lambda: None).loaded
    right = np.load(tmp_path / INPUTS.format("side"))[:, :1]
    np.save(tmp_path / PREDICTIONS.format("side"), np.stack([right, right, -right]))
    score = verifier.score("side")
    assert (score.accuracy, score.permuted["accuracy"].left) == (1.0, 0.0)
    assert score.permuted["accuracy"].mapped > 0.9  # by another sign


def test_a_model_that_predicted_with_permuted_weights_is_what_it_was() -> None:
    import keras

    body = keras.Sequential([keras.Input((2,)), keras.layers.Dense(3)])
    body.trainable = False
    model = keras.Sequential([body, keras.layers.Dense(1)])
    before, x = model.get_weights(), np.ones((3, 2), "float32")
    made, *permuted = predict_all(model, x)
    assert len(permuted) == 8  # all of it, and only the trained layer
    assert not any(np.allclose(outputs, made) for outputs in permuted)
    assert all(map(np.array_equal, model.get_weights(), before))
    assert not body.trainable
    assert np.array_equal(predict(model, x), made)
