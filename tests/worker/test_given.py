"""What is noted of the data of a fit: by arrays alone, without training."""

from __future__ import annotations

import warnings
from typing import Any

import keras
import numpy as np
import pytest
import tensorflow as tf

from tuitutor.protocol.facts import GivenFacts
from tuitutor.worker.training.given import GivenData

rng = np.random.default_rng(0)
X = rng.normal(size=(300, 3)).astype("float32")
Y = (X[:, 0] > 0).astype("int64")


def given(x: Any = X, y: Any = Y, **more: Any) -> GivenFacts:
    facts = GivenData({"x": x, "y": y, "shuffle": True, **more}).facts()
    assert facts is not None
    return facts


def test_columns_and_labels_are_described() -> None:
    facts = given(X * [1, 10, 0], Y)
    (table,) = facts.inputs
    assert (table.shape, table.rows, round(table.still, 2), len(table.columns)) == ((None, 3), 300, 0.33, 3)
    assert table.columns[1][1] == pytest.approx(10, rel=0.2)
    assert facts.labels is not None
    assert (facts.labels.kind, facts.labels.values, sum(facts.labels.counts)) == ("classes", (0.0, 1.0), 300)
    assert facts.tells[0] > 0.5 > 0.2 > facts.tells[1]


@pytest.mark.parametrize(
    ("labels", "kind"),
    [
        (keras.utils.to_categorical(Y), "one-hot"),
        ((X > 0).astype("float32"), "tags"),
        (X[:, :1], "numbers"),
        (Y.astype(bool), "classes"),
    ],
)
def test_the_kind_of_labels_is_told(labels: np.ndarray, kind: str) -> None:
    facts = given(y=labels)
    assert facts.labels is not None
    assert facts.labels.kind == kind


def test_what_is_lost_copied_shifted_sorted_and_shared_is_found() -> None:
    lost = X.copy()
    lost[5, 1] = np.nan
    assert given(lost).inputs[0].lost == pytest.approx(1 / 900)
    assert given(np.column_stack([X, 3 * Y + 1])).copied == 3
    assert given().copied is None
    price = np.exp(X[:, 0] + X[:, 1])
    assert given(np.column_stack([X, np.log(price)]), price).copied == 3
    kinds = np.arange(300) % 3
    assert given(np.column_stack([X, keras.utils.to_categorical(kinds)]), kinds).copied == 3
    before = given(y=np.roll(Y, 1)).tells
    assert max(before) == before[2] > 0.5
    order = np.argsort(Y)
    in_order = given(X[order], Y[order], validation_split=0.4)
    assert in_order.labels is not None
    assert in_order.held is not None
    assert in_order.labels.alike > 0.95
    assert in_order.held.values == (1.0,)
    assert given(validation_data=(X[:50], Y[:50])).shared == 1
    assert given(X[50:], Y[50:], validation_data=(X[:50], Y[:50])).shared == 0
    repeated = np.repeat(X, 3, axis=0)
    assert given(repeated[:600], np.repeat(Y, 3)[:600], validation_data=(X[:50], Y[:50])).shared == 1
    twice = np.tile(X[:4], (50, 1))
    assert given(twice, np.tile(Y[:4], 50), validation_data=(X[:4], Y[:4])).shared is None


def test_labels_that_are_not_finite_are_looked_at_without_a_warning() -> None:
    """A warning would stand in the learner's own output."""
    per_km = X[:, 0].astype("float64")
    per_km[:4] = np.inf, np.inf, -np.inf, np.nan
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        labels = given(y=per_km).labels
    assert labels is not None
    assert abs(labels.drift) < 0.2


def test_batches_are_looked_at_as_they_pass_and_are_as_they_were() -> None:
    data = tf.data.Dataset.from_tensor_slices((X, Y)).shuffle(300, seed=1).batch(30)
    arguments = {"x": data, "y": None}
    watched = GivenData(arguments)
    assert watched.facts() is None
    passed = [(x.numpy(), y.numpy()) for x, y in arguments["x"]]
    assert [len(y) for _, y in passed] == [30] * 10
    facts = watched.facts()
    assert facts is not None
    assert facts.steady
    assert facts.inputs[0].rows == 240  # of the first eight batches
    again = tf.data.Dataset.from_tensor_slices((X, Y)).shuffle(300, seed=1).batch(30)
    assert all(np.array_equal(one[0], other.numpy()) for one, (other, _) in zip(passed, again, strict=True))


def test_what_cannot_be_looked_at_is_left_alone() -> None:
    assert GivenData({"x": object(), "y": None}).facts() is None
    words = given(np.array([["a"], ["b"]] * 20), np.arange(40))
    assert words.inputs[0].dtype.startswith("<U")


def test_fractions_rows_scaled_alone_and_weights_by_class_are_told() -> None:
    assert given().inputs[0].fractions == 1
    assert given(np.round(X)).inputs[0].fractions == 0
    assert not given().inputs[0].by_row
    assert given((X - X.mean(1, keepdims=True)) / X.std(1, keepdims=True)).inputs[0].by_row
    weighed = GivenData({"x": X, "y": Y, "shuffle": True, "sample_weight": np.where(Y == 1, 0.0, 2.0)})
    assert weighed.weighted == {"0": 2.0, "1": 0.0}


def test_of_what_is_asked_afterwards_the_most_alike_counts() -> None:
    fitted = GivenData({"x": X, "y": Y, "shuffle": True})
    for factor in (1000, 2, 300):
        fitted.note_asked(factor * X, factor * Y)
    facts = fitted.facts()
    assert facts is not None
    assert facts.asked is not None
    assert facts.asked_labels is not None
    assert facts.asked.spread == pytest.approx(2, rel=0.1)
    assert facts.asked_labels.high == 2


def test_inputs_that_are_one_array_or_the_labels_themselves_are_told() -> None:
    other = rng.normal(size=X.shape).astype("float32")
    assert given([X, other, X.copy()], Y).twins == (0, 2)
    assert given([X, other], Y).twins is None
    assert given([np.ones_like(X), np.ones_like(X)], Y).twins is None  # a mask, say
    words = rng.integers(0, 9, (300, 5))
    assert given([X, words], words).given == 1
    assert given([words, X], words).given is None  # what goes in first may come out again
    assert given([X, words[:, ::-1]], words).given is None
    steps = rng.normal(size=(300, 4, 1)).astype("float32")
    assert given([X, steps], steps).given == 1
    assert given([X, other], other).given is None


def test_a_column_of_which_a_few_far_values_make_the_spread_is_told() -> None:
    far = X.copy()
    far[7, 1] = 1e5
    assert given(far).inputs[0].squeezed == 1
    assert given().inputs[0].squeezed is None
    assert given(np.exp(2 * X)).inputs[0].squeezed is None  # its tail is long
    rare = X.copy()
    rare[:, 2] = np.arange(300) == 5
    assert given(rare).inputs[0].squeezed is None  # a kind


def test_how_much_labels_differ_in_length_is_told() -> None:
    labels = given(y=X / np.linalg.norm(X, axis=1, keepdims=True)).labels
    assert labels is not None
    assert labels.array.lengths == pytest.approx(0, abs=1e-4)
    labels = given(y=X).labels
    assert labels is not None
    assert labels.array.lengths > 0.3


def test_the_weights_of_a_streams_rows_are_told_by_class() -> None:
    arguments = {"x": tf.data.Dataset.from_tensor_slices((X, Y, np.where(Y == 1, 0.0, 2.0))).batch(30), "y": None}
    watched = GivenData(arguments)
    assert [len(parts) for parts in arguments["x"]] == [3] * 10
    assert watched.facts() is not None
    assert watched.weighted == {"0": 2.0, "1": 0.0}
