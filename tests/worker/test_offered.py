"""Which rows a fit was given are rows of the lesson's arrays, and how many of them are new in its validation."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from tuitutor.worker.training.offered import Offered
from tuitutor.worker.training.rows import Rows

pytestmark = pytest.mark.any_python

RNG = np.random.default_rng(1)
CENTRES = RNG.random((10, 8, 8, 1))
DIGITS = (16 * (0.7 * CENTRES[RNG.integers(10, size=600)] + 0.3 * RNG.random((600, 8, 8, 1)))).round()
PLANE = RNG.random((3000, 3))
UNITS = RNG.normal(size=(300, 12)) * 10.0 ** np.arange(-3, 9) + 10.0 ** np.arange(-3, 9)  # of unlike sizes

Change = Callable[[np.ndarray], np.ndarray]


def counted(offered: Offered, training: object, validation: object, passes: int = 1) -> int | None:
    fit, held = Rows(), Rows()
    fit.add(training)
    held.add(validation)
    found = offered.new_rows(held, (fit, passes))
    assert found is None or sum(found) <= len(held.order())
    return None if found is None else found[0]


def standard(data: np.ndarray) -> Change:
    """Each column's mean and spread are those of `data`."""
    rows = data.reshape(len(data), -1)
    mean, spread = rows.mean(axis=0), rows.std(axis=0)
    return lambda part: (part.reshape(len(part), -1) - mean) / np.where(spread > 0, spread, 1)


def between_0_and_1(part: np.ndarray) -> np.ndarray:
    low = part.min(axis=0)
    size = np.ptp(part, axis=0)
    return np.asarray((part - low) / np.where(size > 0, size, 1))


@pytest.mark.parametrize("data", [DIGITS, PLANE, UNITS], ids=["digits", "plane", "units"])
@pytest.mark.parametrize(
    "change",
    [
        lambda part: part.astype("float32"),
        lambda part: part.reshape(len(part), -1),
        lambda part: part / 16,
        lambda part: (part * 255).astype("float32") / np.float32(255),
        lambda part: 2 * part - 1,
        lambda part: 1 - part,
        between_0_and_1,
        lambda part: standard(part)(part),  # each part by itself
    ],
    ids=["type", "shape", "divided", "rounded", "from -1", "mirrored", "between 0 and 1", "standardised"],
)
def test_rows_of_the_setup_count_whatever_scaled_them(data: np.ndarray, change: Change) -> None:
    order = RNG.permutation(len(data))[:280]
    parts = change(data[order[:200]]), change(data[order[200:]])
    assert counted(Offered({"data": data, "order": order}), *parts) == 80


@pytest.mark.parametrize("data", [DIGITS, PLANE, UNITS], ids=["digits", "plane", "units"])
def test_statistics_of_the_training_rows_scale_both_parts(data: np.ndarray) -> None:
    change = standard(data[:150])
    assert counted(Offered({"data": data}), change(data[:150]), change(data[150:250])) == 100


@pytest.mark.parametrize("data", [DIGITS, PLANE, UNITS], ids=["digits", "plane", "units"])
@pytest.mark.parametrize(
    "made",
    [
        lambda data, size: data[:50],
        lambda data, size: 3 * data[:50],
        lambda data, size: data[:50] + 1e-6 * size * RNG.normal(size=data[:50].shape),
        lambda data, size: data[:50] + 1e-2 * size * RNG.normal(size=data[:50].shape),
        lambda data, size: data[[0] * 50] + 1e-3 * size * RNG.normal(size=data[:50].shape),
        lambda data, size: RNG.random(data[:50].shape) * size,
        lambda data, size: (data[:50] + data[50:100]) / 2,
    ],
    ids=["copies", "scaled", "a little noise", "more", "one row", "noise alone", "means"],
)
def test_made_rows_and_rows_trained_on_do_not_count(
    data: np.ndarray, made: Callable[[np.ndarray, np.ndarray], np.ndarray]
) -> None:
    found = counted(Offered({"data": data}), data[:200], made(data, np.ptp(data, axis=0)))
    assert found is not None
    assert found <= 3


@pytest.mark.parametrize("data", [DIGITS, PLANE, UNITS], ids=["digits", "plane", "units"])
@pytest.mark.parametrize("noise", [1e-6, 1e-3])
@pytest.mark.long
def test_noise_hides_no_row_that_was_trained_on(data: np.ndarray, noise: float) -> None:
    noisy = data + noise * np.ptp(data, axis=0) * RNG.normal(size=data.shape)
    found = counted(Offered({"data": data}), noisy, data[:50])
    assert found is not None
    assert found <= 3


def test_one_unseen_row_counts_once_however_often_it_is_there() -> None:
    assert counted(Offered({"data": DIGITS}), DIGITS[:200], DIGITS[[300] * 50] + 1e-5) == 1


@pytest.mark.long
def test_pictures_that_were_moved_in_training_take_no_row_away() -> None:
    moved = np.concatenate([np.roll(DIGITS[:400], by, axis=1) for by in (-1, 0, 1)])
    assert counted(Offered({"data": DIGITS}), moved, DIGITS[400:]) == 200


def test_the_same_rows_in_several_arrays_are_the_same() -> None:
    offered = Offered({"raw": {"data": [DIGITS.reshape(600, 64)]}, "scaled": DIGITS / 16, "part": DIGITS[:300]})
    assert counted(offered, DIGITS[:500], DIGITS[400:500] / 16) == 0
    assert counted(offered, DIGITS[:500], DIGITS[500:] / 16) == 100


EQUAL = np.concatenate([np.eye(40), np.eye(40)[:20]])  # 20 rows twice


def test_equal_rows_are_told_apart_by_their_index() -> None:
    offered = Offered({"all": EQUAL})
    assert counted(offered, EQUAL[:40], EQUAL[40:]) == 20
    assert counted(offered, EQUAL, EQUAL[:20]) == 0
    assert counted(offered, np.concatenate([EQUAL[:40]] * 3), EQUAL[40:], passes=3) == 20  # epochs of a stream


def test_parts_of_the_data_add_up_where_they_hold_equal_rows() -> None:
    fit, held = np.eye(100)[:80], np.eye(100)[66:]
    assert counted(Offered({"x_fit": fit, "x_val": held}), fit, held) == 34


def test_inputs_belong_together_row_by_row() -> None:
    offered = Offered({"one": PLANE, "two": DIGITS})
    assert counted(offered, [PLANE[:100], DIGITS[:100]], [PLANE[50:150], DIGITS[50:150]]) == 50


def test_tables_are_arrays_too() -> None:
    class Table:
        def to_numpy(self) -> np.ndarray:
            return PLANE

    assert counted(Offered({"table": Table()}), PLANE[:50], PLANE[50:60]) == 10


def test_rows_that_are_none_of_the_setups_are_counted_apart() -> None:
    fit, held = Rows(), Rows()
    turned = np.linalg.qr(RNG.normal(size=(12, 12)))[0]
    fit.add(UNITS[:200])
    held.add(np.concatenate([UNITS[200:230], UNITS[:10], (UNITS @ turned)[:7]]))
    assert Offered({"data": UNITS}).new_rows(held, (fit, 1)) == (30, 7)
