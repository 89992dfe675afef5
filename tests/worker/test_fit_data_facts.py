"""What is noted of the data of a fit: by arrays alone, without training."""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from typing import Any

import keras
import numpy as np
import pytest
import tensorflow as tf

from tuitutor.protocol.facts import DataFacts
from tuitutor.worker.training.fit_data_facts import GivenData
from tuitutor.worker.training.rows import watch

rng = np.random.default_rng(0)
X = rng.normal(size=(300, 3)).astype("float32")
Y = (X[:, 0] > 0).astype("int64")


def given(x: Any = X, y: Any = Y, **more: Any) -> DataFacts:
    facts = GivenData({"x": x, "y": y, "shuffle": True, **more}).facts()
    assert facts is not None
    return facts


def later(fitted: GivenData, x: Any, y: Any, predicts: bool = False) -> None:
    """The fitted network is called with other data."""
    fitted.later.note(x, y, predicts, fitted.sample)


def test_columns_of_text_have_their_rows_and_nothing_else() -> None:
    names = np.array(["north", "south", "east"] * 100, dtype=object)
    facts = given({"place": names, "size": X[:, 0]}, Y)
    assert [(column.rows, column.dtype) for column in facts.inputs] == [(300, "object"), (300, "float32")]
    assert facts.labels is not None


def test_columns_and_labels_are_described() -> None:
    facts = given(X * [1, 10, 0], Y)
    (table,) = facts.inputs
    assert (table.shape, table.rows, round(table.constant_columns, 2), len(table.columns)) == ((None, 3), 300, 0.33, 3)
    assert table.columns[1][1] == pytest.approx(10, rel=0.2)
    assert facts.labels is not None
    assert (facts.labels.kind, facts.labels.values, sum(facts.labels.counts)) == ("classes", (0.0, 1.0), 300)
    assert facts.predictable[0] > 0.5 > 0.2 > facts.predictable[1]


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


def test_a_label_that_is_the_last_step_of_its_own_inputs_is_found() -> None:
    series = np.random.default_rng(0).normal(size=300)
    windows = np.lib.stride_tricks.sliding_window_view(series, 20)[:-1, :, None]
    assert given(windows, windows[:, -1, 0]).label_column == 19
    assert given(windows, series[20:]).label_column is None  # the step after them
    assert given(windows, windows[:, 3, 0]).label_column is None  # to be remembered
    two = np.concatenate([windows, windows**2], axis=2)
    assert given(two, 3 * two[:, -1, 1]).label_column == 39


def test_what_is_lost_copied_shifted_sorted_and_shared_is_found() -> None:
    lost = X.copy()
    lost[5, 1] = np.nan
    assert given(lost).inputs[0].not_finite == pytest.approx(1 / 900)
    assert given(np.column_stack([X, 3 * Y + 1])).label_column == 3
    assert given().label_column is None
    price = np.exp(X[:, 0] + X[:, 1])
    assert given(np.column_stack([X, np.log(price)]), price).label_column == 3
    kinds = np.arange(300) % 3
    assert given(np.column_stack([X, keras.utils.to_categorical(kinds)]), kinds).label_column == 3
    before = given(y=np.roll(Y, 1)).predictable
    assert max(before) == before[2] > 0.5
    order = np.argsort(Y)
    in_order = given(X[order], Y[order], validation_split=0.4)
    assert in_order.labels is not None
    assert in_order.validation_labels is not None
    assert in_order.labels.same_as_before > 0.95
    assert in_order.validation_labels.values == (1.0,)
    assert given(validation_data=(X[:50], Y[:50])).validation_shared == 1
    assert given(X[50:], Y[50:], validation_data=(X[:50], Y[:50])).validation_shared == 0
    repeated = np.repeat(X, 3, axis=0)
    assert given(repeated[:600], np.repeat(Y, 3)[:600], validation_data=(X[:50], Y[:50])).validation_shared == 1
    twice = np.tile(X[:4], (50, 1))
    assert given(twice, np.tile(Y[:4], 50), validation_data=(X[:4], Y[:4])).validation_shared is None


def test_labels_that_are_not_finite_are_looked_at_without_a_warning() -> None:
    """A warning would stand in the learner's own output."""
    per_km = X[:, 0].astype("float64")
    per_km[:4] = np.inf, np.inf, -np.inf, np.nan
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        labels = given(y=per_km).labels
    assert labels is not None
    assert abs(labels.drift) < 0.2


@pytest.mark.long
def test_batches_are_looked_at_as_they_pass_and_are_as_they_were() -> None:
    data = tf.data.Dataset.from_tensor_slices((X, Y)).shuffle(300, seed=1).batch(30)
    arguments = {"x": data, "y": None}
    watched = GivenData(arguments)
    assert watched.facts() is None
    passed = [(x.numpy(), y.numpy()) for x, y in arguments["x"]]
    assert [len(y) for _, y in passed] == [30] * 10
    facts = watched.facts()
    assert facts is not None
    assert facts.unshuffled
    assert facts.inputs[0].rows == 240  # of the first eight batches
    again = tf.data.Dataset.from_tensor_slices((X, Y)).shuffle(300, seed=1).batch(30)
    assert all(np.array_equal(one[0], other.numpy()) for one, (other, _) in zip(passed, again, strict=True))


@pytest.mark.parametrize(
    "batch",
    [X, (X,), ((X, Y),), (X, Y), ((X, X), Y), (X, Y, Y), {"a": X}, ({"a": X},), ({"a": X}, {"b": Y}), (X, {})],
    ids=["x", "(x,)", "((x, y),)", "(x, y)", "((x, x), y)", "(x, y, w)", "{a}", "({a},)", "({a}, {b})", "(x, {})"],
)
@pytest.mark.long
def test_batches_keep_their_form(batch: Any) -> None:
    data = tf.data.Dataset.from_tensor_slices(batch).batch(30)
    arguments = {"x": data, "y": None}
    assert GivenData(arguments).facts() is None
    for watched in (arguments["x"], watch(data, [lambda *_: None])):
        assert watched.element_spec == data.element_spec
        first = next(iter(watched))
        assert [*map(np.shape, tf.nest.flatten(first))] == [*map(np.shape, tf.nest.flatten(next(iter(data))))]


def test_what_cannot_be_looked_at_is_left_alone() -> None:
    assert GivenData({"x": object(), "y": None}).facts() is None
    words = given(np.array([["a"], ["b"]] * 20), np.arange(40))
    assert words.inputs[0].dtype.startswith("<U")


def test_fractions_rows_scaled_alone_and_weights_by_class_are_told() -> None:
    assert given().inputs[0].fractions == 1
    assert given(np.round(X)).inputs[0].fractions == 0
    assert not given().inputs[0].scaled_by_row
    assert given((X - X.mean(1, keepdims=True)) / X.std(1, keepdims=True)).inputs[0].scaled_by_row
    weighed = GivenData({"x": X, "y": Y, "shuffle": True, "sample_weight": np.where(Y == 1, 0.0, 2.0)})
    assert weighed.weights == {"0": 2.0, "1": 0.0}


def test_of_what_is_asked_afterwards_the_most_alike_counts() -> None:
    fitted = GivenData({"x": X, "y": Y, "shuffle": True})
    for factor in (1000, 2, 300):
        later(fitted, factor * X, factor * Y)
    facts = fitted.facts()
    assert facts is not None
    assert facts.later_inputs is not None
    assert facts.later_labels is not None
    assert facts.later_inputs.spread == pytest.approx(2, rel=0.1)
    assert facts.later_labels.high == 2


def test_inputs_that_are_one_array_or_the_labels_themselves_are_told() -> None:
    other = rng.normal(size=X.shape).astype("float32")
    assert given([X, other, X.copy()], Y).same_inputs == (0, 2)
    assert given([X, other], Y).same_inputs is None
    assert given([np.ones_like(X), np.ones_like(X)], Y).same_inputs is None  # a mask, say
    words = rng.integers(0, 9, (300, 5))
    assert given([X, words], words).label_input == 1
    assert given([words, X], words).label_input is None  # what goes in first may come out again
    assert given([X, words[:, ::-1]], words).label_input is None
    steps = rng.normal(size=(300, 4, 1)).astype("float32")
    assert given([X, steps], steps).label_input == 1
    assert given([X, other], other).label_input is None


def test_a_column_of_which_a_few_far_values_make_the_spread_is_told() -> None:
    far = X.copy()
    far[7, 1] = 1e5
    assert given(far).inputs[0].outlier_column == 1
    assert given().inputs[0].outlier_column is None
    assert given(np.exp(2 * X)).inputs[0].outlier_column is None  # its tail is long
    never = X.copy()
    never[::20, 1] = 999999
    assert given(never).inputs[0].outlier_column == 1
    never[::3, 1] = 999999
    assert given(never).inputs[0].outlier_column is None  # these are many
    rare = X.copy()
    rare[:, 2] = np.arange(300) == 5
    assert given(rare).inputs[0].outlier_column is None  # a kind


def test_how_much_labels_differ_in_length_is_told() -> None:
    labels = given(y=X / np.linalg.norm(X, axis=1, keepdims=True)).labels
    assert labels is not None
    assert labels.array.length_spread == pytest.approx(0, abs=1e-4)
    labels = given(y=X).labels
    assert labels is not None
    assert (labels.array.length_spread or 0) > 0.3


def test_the_weights_of_a_streams_rows_are_told_by_class() -> None:
    arguments = {"x": tf.data.Dataset.from_tensor_slices((X, Y, np.where(Y == 1, 0.0, 2.0))).batch(30), "y": None}
    watched = GivenData(arguments)
    assert [len(parts) for parts in arguments["x"]] == [3] * 10
    assert watched.facts() is not None
    assert watched.weights == {"0": 2.0, "1": 0.0}


def test_the_weights_of_places_are_told_by_their_numbers() -> None:
    tags = np.arange(60).reshape(20, 3) % 4
    watched = GivenData({"x": X[:20], "y": tags, "sample_weight": np.where(tags == 0, 0.0, 1.0)})
    assert watched.weights == {"0": 0.0, "1": 1.0, "2": 1.0, "3": 1.0}


def test_batches_of_a_stream_that_never_moves_on_are_told() -> None:
    class Pages(keras.utils.PyDataset):  # type: ignore[misc]
        moves = 0

        def __len__(self) -> int:
            return 8

        def __getitem__(self, at: int) -> tuple[np.ndarray, np.ndarray]:
            return X[at * self.moves :][:32], Y[at * self.moves :][:32]

    for moves in (0, 32):
        pages = Pages()
        pages.moves = moves
        watched = GivenData({"x": pages, "y": None})
        for at in range(8):
            pages[at]
        facts = watched.facts()
        assert facts is not None
        assert facts.one_batch is (moves == 0)


@pytest.mark.parametrize(
    ("starts", "in_common"),
    [
        (range(30), 31 / 32),  # a batch's number taken for its first row
        (range(0, 960, 32), 0.0),
        ([*range(0, 64, 32)] * 15, 0.0),  # little data, again and again
        ([0] * 30, None),  # all of it in each batch
        (range(0, 300, 32), None),
    ],
)
def test_batches_that_overlap_are_told(starts: Iterable[int], in_common: float | None) -> None:
    x = np.random.default_rng(0).normal(size=(992, 4))
    watched = GivenData()
    for start in starts:
        watched.batches.note((x[start:][:32], np.zeros(32)))
    facts = watched.facts()
    assert facts is not None
    assert facts.batch_overlap == (None if in_common is None else pytest.approx(in_common))


def test_whole_numbers_may_come_again() -> None:
    watched = GivenData()
    for _ in range(30):
        watched.batches.note((np.eye(2)[np.arange(32) % 2], np.zeros(32)))
    facts = watched.facts()
    assert facts is not None
    assert facts.batch_overlap is None


@pytest.mark.parametrize(
    ("data", "shuffled"),
    [
        (tf.data.Dataset.from_tensor_slices(X).shuffle(300).batch(32), True),
        (tf.data.Dataset.from_tensor_slices(X).shuffle(300).batch(32).map(lambda x: x).prefetch(1), True),
        (tf.data.Dataset.from_tensor_slices(X).batch(32), False),
        (tf.data.Dataset.from_tensor_slices(X).shuffle(300, reshuffle_each_iteration=False).batch(32), False),
        (tf.data.Dataset.from_tensor_slices(X).shuffle(300).cache().batch(32), False),
    ],
)
def test_what_is_predicted_in_another_order_each_time_is_noted(data: Any, shuffled: bool) -> None:
    for predicts in (True, False):
        watched = GivenData({"x": X, "y": Y, "shuffle": True})
        later(watched, data, None, predicts)
        facts = watched.facts()
        assert facts is not None
        assert facts.later_shuffled is (shuffled and predicts)


def test_columns_that_go_from_end_to_end_are_told() -> None:
    low, high = X.min(0), X.max(0)
    assert given((X - low) / (high - low)).inputs[0].min_max_scaled
    assert given(2 * (X - low) / (high - low) - 1).inputs[0].min_max_scaled
    assert not given((X - low) / (high - low) * 0.9).inputs[0].min_max_scaled
    assert not given((X > 0).astype("float32")).inputs[0].min_max_scaled


def test_zeros_behind_rows_of_words_and_sequences_are_counted() -> None:
    words = rng.integers(1, 9, (300, 10))
    words[:, 4:] = 0
    assert given(words).inputs[0].padded == pytest.approx(0.6)
    assert given(words[:, ::-1].copy()).inputs[0].padded == 0
    assert given(words[:, :, None].astype("float32")).inputs[0].padded == pytest.approx(0.6)
    assert given(words.astype("float32")).inputs[0].padded == 0


def test_words_that_are_numbered_anew_are_told_from_others_of_the_same_texts() -> None:
    common = rng.choice(20, (600, 8), p=np.arange(20, 0, -1) / 210) + 1
    anew = rng.permutation(20)[common - 1] + 1
    labels = rng.integers(0, 2, 600)
    for other, apart in ((common[400:], False), (anew[400:], True)):
        watched = GivenData({"x": common[:400], "y": labels[:400], "shuffle": True})
        later(watched, other, None)
        facts = watched.facts()
        assert facts is not None
        assert facts.later_distance is not None
        assert (facts.later_distance > 0.2) is apart
        assert (facts.later_distance < 0.03) is not apart
    held = given(common[:400], labels[:400], validation_data=(anew[400:], labels[400:])).validation_distance
    assert held is not None
    assert held > 0.2


def test_whole_numbers_that_are_names_are_told_from_quantities() -> None:
    level, shop = rng.normal(size=20), rng.integers(0, 20, 450)
    facts = given(np.column_stack([X[:, :1].repeat(2, 0)[:450], shop]), level[shop] + 0.1 * rng.normal(size=450))
    assert (facts.category_column, facts.category_gain > 0.7) == (1, True)
    scaled = (shop - shop.mean()) / shop.std()
    assert given(np.column_stack([X[:, :1].repeat(2, 0)[:450], scaled]), level[shop]).category_column == 1
    assert (
        given(np.column_stack([X[:, :1].repeat(2, 0)[:450], shop]), shop / 10 + np.sin(shop / 5)).category_column
        is None
    )
    assert given(np.column_stack([X[:, :1].repeat(2, 0)[:450], shop]), rng.normal(size=450)).category_column is None


def test_a_column_that_is_filled_in_after_the_label_is_a_copy() -> None:
    paid = np.where(Y == 1, rng.uniform(1, 3, 300), 0)
    assert given(np.column_stack([X[:, 1:], paid])).label_column == 2
    paid[np.flatnonzero(Y == 1)[:2]] = 0
    assert given(np.column_stack([X[:, 1:], paid])).label_column is None


def test_a_mean_of_labels_of_which_most_are_of_one_row_is_a_copy() -> None:
    price, street = rng.normal(size=300), rng.integers(0, 1500, 300)
    mean = np.array([price[street == each].mean() for each in street])
    assert given(np.column_stack([X, mean]), price).label_column == 3
    few = rng.integers(0, 60, 300)
    mean = np.array([price[few == each].mean() for each in few])
    assert given(np.column_stack([X, mean]), price).label_column is None


def test_mirror_images_of_another_class_are_told_by_their_direction() -> None:
    kind = rng.integers(0, 2, 300)
    ramp = np.linspace(-1, 1, 8)[None, :, None] * np.where(kind == 1, 1, -1)[:, None, None]
    pictures = (ramp + rng.normal(0, 0.5, (300, 8, 8))).astype("float32")
    assert given(pictures, kind).mirrored == ("vertical", "half", "quarter")
    assert given(pictures.transpose(0, 2, 1).copy(), kind).mirrored == ("horizontal", "half", "quarter")
    assert given(rng.normal(size=(300, 8, 8)).astype("float32"), kind).mirrored == ()


def test_rows_that_an_earlier_fold_was_trained_on_are_no_test() -> None:
    fold = np.arange(300) % 3
    folds = [GivenData({"x": X[fold != at], "y": Y[fold != at], "shuffle": True}) for at in range(3)]
    folds[2].later.note_fold(X[fold == 2], folds[2].hashes, [earlier.hashes for earlier in folds[:2]])
    facts = folds[2].facts()
    assert facts is not None
    assert facts.trained_earlier == 1
    alone = GivenData({"x": X[fold == 1], "y": Y[fold == 1], "shuffle": True})
    other = GivenData({"x": X[fold == 2], "y": Y[fold == 2], "shuffle": True})
    alone.later.note_fold(X[fold == 2], alone.hashes, [other.hashes])  # another task
    assert (alone.facts() or facts).trained_earlier is None


def passed(data: Any, epochs: int = 4, **more: Any) -> DataFacts:
    """What is told of a stream that went by so often."""
    arguments = {"x": data, "y": None, **more}
    watched = GivenData(arguments)
    for _ in range(epochs):
        for name in ("x", "validation_data"):
            for _ in arguments.get(name) or ():
                pass
    facts = watched.facts()
    assert facts is not None
    return facts


def rows_and(labels: np.ndarray, apart: bool) -> Any:
    """A dataset whose labels are shuffled together with its rows, or apart from them."""
    sets = [tf.data.Dataset.from_tensor_slices(each) for each in (X, labels)]
    if apart:
        return tf.data.Dataset.zip(*(each.shuffle(300) for each in sets)).batch(32)
    return tf.data.Dataset.zip(*sets).shuffle(300).batch(32)


@pytest.mark.long
def test_rows_that_come_again_with_another_class_are_counted() -> None:
    for labels in (Y, keras.utils.to_categorical(Y)):
        apart, together = (passed(rows_and(labels, each)).contradicted for each in (True, False))
        assert apart is not None
        assert 0.35 < apart < 0.65
        assert together == 0
    assert passed(rows_and(X[:, 0], apart=True)).contradicted is None  # targets may well be noise
    assert passed(rows_and(Y, apart=True), epochs=1).contradicted is None
    bits = tf.data.Dataset.from_tensor_slices((rng.integers(0, 2, (300, 3)), Y)).batch(32)
    assert passed(bits).contradicted is None  # few different rows


@pytest.mark.long
@pytest.mark.parametrize(
    ("options", "again"),
    [({}, True), ({"reshuffle_each_iteration": False}, False), ({"reshuffle_each_iteration": True}, True)],
)
def test_rows_that_change_sides_are_told(options: dict[str, bool], again: bool) -> None:
    rows = tf.data.Dataset.from_tensor_slices((X, Y)).shuffle(300, **options)
    assert (shared_by(rows.take(200).batch(32), rows.skip(200).batch(32).prefetch(1)) > 0.3) is again
    assert shared_by(rows.take(200).batch(32).cache(), rows.skip(200).batch(32)) < 1
    plain = tf.data.Dataset.from_tensor_slices((X, Y))
    assert shared_by(plain.take(200).shuffle(200).batch(32), plain.skip(200).batch(32)) == 0
    assert shared_by(plain.take(200).batch(32), (X[:40], Y[:40])) == 1


def shared_by(training: Any, validation: Any, epochs: int = 4) -> float:
    """The share of rows to validate on that are trained on."""
    arguments = {"x": training, "y": None, "validation_data": validation}
    watched = GivenData(arguments)
    for _ in range(epochs):
        for stream in (arguments["x"], arguments["validation_data"]):
            if isinstance(stream, tf.data.Dataset):
                list(stream)
    facts = watched.facts()
    assert facts is not None
    assert facts.validation_shared is not None
    return facts.validation_shared


@pytest.mark.long
def test_a_stream_to_validate_on_is_described_as_arrays_are() -> None:
    stream = tf.data.Dataset.from_tensor_slices((9 * X, Y)).batch(60)
    for data in (X, tf.data.Dataset.from_tensor_slices((X, Y)).batch(32)):
        arguments = {"x": data, "y": Y, "validation_data": stream}
        watched = GivenData(arguments)
        for part in (arguments["validation_data"], data if data is X else arguments["x"]):
            assert sum(1 for _ in part) > 0
        facts = watched.facts()
        assert facts is not None
        assert facts.validation_labels is not None
        assert facts.validation_inputs is not None
        assert (
            facts.validation_labels.counts,
            facts.validation_inputs.spread > 8,
            facts.validation_predictable is not None,
        ) == (
            (int((Y == 0).sum()), int((Y == 1).sum())),
            True,
            True,
        )


def test_how_much_inputs_tell_of_other_labels_is_measured() -> None:
    price = X @ np.array([1.0, 2.0, -1.0])
    facts = given(X[:200], price[:200], validation_data=(X[200:], price[200:]))
    apart = given(X[:200], price[:200], validation_data=(X[200:], np.sort(price[200:])))
    assert facts.validation_predictable is not None
    assert apart.validation_predictable is not None
    assert (facts.validation_predictable > 0.9, apart.validation_predictable < 0.1) == (True, True)
    for labels, tells in ((price[200:], True), (np.roll(price, 9)[200:], False)):
        watched = GivenData({"x": X[:200], "y": price[:200], "shuffle": True})
        later(watched, X[200:], labels)
        asked = watched.facts()
        assert asked is not None
        assert asked.later_predictable is not None
        assert (asked.later_predictable > 0.9) is tells
    assert given(X[:200], price[:200], validation_data=(X[200:, :2], price[200:])).validation_predictable is None


@pytest.mark.parametrize(
    ("turn", "way"),
    [
        (lambda rows: rows[..., ::-1], "reversed 3"),
        (lambda rows: rows[:, :, ::-1], "reversed 2"),
        (lambda rows: rows.transpose(0, 2, 1, 3), "swapped 1 2"),
        (lambda rows: rows, ""),
        (lambda rows: rows * 3, ""),
        (lambda rows: rows[:10, ..., ::-1], ""),  # a few rows show little
    ],
)
def test_inputs_that_are_turned_are_told(turn: Any, way: str) -> None:
    slope = np.arange(6)[:, None, None] + 3 * np.arange(6)[:, None] ** 1.5 + np.array([0, 4, 9])
    pictures = (slope + rng.normal(0, 3, (300, 6, 6, 3))).astype("float32")
    watched = GivenData({"x": pictures[:200], "y": Y[:200], "shuffle": True})
    later(watched, turn(pictures[200:]), None)
    facts = watched.facts()
    assert facts is not None
    assert facts.later_turned == way


def test_columns_in_another_order_are_told() -> None:
    table = X + np.array([0, 3, 1])
    for order, way in (([1, 0, 2], "columns"), ([1, 2, 0], "columns"), ([0, 1, 2], "")):
        watched = GivenData({"x": table[:200], "y": Y[:200], "shuffle": True})
        later(watched, table[200:, order], None)
        facts = watched.facts()
        assert facts is not None
        assert facts.later_turned == way


def test_rows_of_no_class_are_counted() -> None:
    one_hot = keras.utils.to_categorical(np.arange(300) % 4)[:, 1:]
    found, whole = given(y=one_hot).labels, given(y=keras.utils.to_categorical(Y)).labels
    assert found is not None
    assert whole is not None
    assert (found.kind, found.without_class, whole.kind, whole.without_class) == ("tags", 0.25, "one-hot", 0.0)
    several = given(y=np.concatenate([one_hot[:, :2], one_hot[:, 1:]], 1)).labels
    assert several is not None
    assert several.without_class == 0


def test_windows_that_overlap_those_to_train_on_are_counted() -> None:
    series = rng.normal(size=330)
    windows = np.stack([series[at : at + 12] for at in range(300)])
    order = rng.permutation(300)
    apart = given(windows[:240], Y[:240], validation_data=(windows[240:], Y[240:])).window_overlap
    mixed = given(windows[order][:240], Y[:240], validation_data=(windows[order][240:], Y[240:])).window_overlap
    assert apart is not None
    assert mixed is not None
    assert (apart < 0.05, mixed > 0.8) == (True, True)
    deep = windows[order][..., None]
    assert given(deep[:240], Y[:240], validation_data=(deep[240:], Y[240:])).window_overlap == mixed
    bits = rng.integers(0, 2, (300, 6))
    assert given(bits[:240], Y[:240], validation_data=(bits[240:], Y[240:])).window_overlap is None
