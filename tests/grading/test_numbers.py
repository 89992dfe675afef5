"""Numbers are compared as people mean them, and shown so that the comparison can be seen."""

from __future__ import annotations

import math
import struct

import pytest

from tuitutor.course.bounds import Bound
from tuitutor.course.checks import Dims
from tuitutor.grading.numbers import holds, number_beside, same_dims, shape_text, shortest_decimal, show_number
from tuitutor.protocol.facts import Shape


def single(value: float) -> float:
    unpacked: float = struct.unpack("f", struct.pack("f", value))[0]
    return unpacked


@pytest.mark.parametrize("value", [0.1, 0.95, 1e-5, 123.456, 16777216.0, 0.0, -0.1, 3e38, 0.12345678, 1e-45])
def test_a_float32_reads_as_it_was_written(value: float) -> None:
    assert shortest_decimal(single(value)) == value


@pytest.mark.parametrize("value", [0.1, 1 / 3, 1e300, -1e300, math.inf, -math.inf, 7])
def test_any_other_number_reads_as_it_is(value: float) -> None:
    assert shortest_decimal(value) == value


def test_not_a_number_stays_that() -> None:
    assert math.isnan(shortest_decimal(math.nan))


@pytest.mark.parametrize(
    ("bound", "value", "within"),
    [
        (Bound(at_most=0.1), single(0.1), True),
        (Bound(at_least=0.95), single(0.95), True),
        (Bound(equals=0.3), single(0.3), True),
        (Bound(at_least=1), 1, True),
        (Bound(at_least=1), 0, False),
        (Bound(at_most=1e300), 1e299, True),
        (Bound(at_least=0), None, False),
        (Bound(at_least=0), math.inf, False),
        (Bound(at_most=0), -math.inf, False),
        (Bound(at_least=0), math.nan, False),
    ],
)
def test_within_a_bound(bound: Bound, value: float | None, within: bool) -> None:
    assert holds(bound, value) is within


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "not known"),
        (0, "0"),
        (1234567, "1,234,567"),
        (0.5, "0.5"),
        (12345.678, "1.235e+04"),
        (single(0.1), "0.1"),
        (0.123456, "0.1235"),
        (math.nan, "nan"),
    ],
)
def test_a_number_in_words(value: float | None, text: str) -> None:
    assert show_number(value) == text


@pytest.mark.parametrize(
    ("value", "bound", "text"),
    [
        (0.94982, Bound(at_least=0.95), "0.9498"),
        (0.94982, Bound(at_least=0.9), "0.9498"),
        (0.949999, Bound(at_least=0.95), "0.949999"),
        (0.949996, Bound(at_least=0.95), "0.949996"),
        (0.95, Bound(at_least=0.95), "0.95"),
        (single(0.1), Bound(at_most=0.1), "0.1"),
        (12345, Bound(at_most=3), "12,345"),
        (None, Bound(at_most=3), "not known"),
        (math.nan, Bound(at_most=3), "nan"),
        # rounded to any number of digits it is not what it was written as, so all of them are shown
        (single(1e-45), Bound(equals=1e-45), "1.4012984643248171e-45"),
    ],
)
def test_a_number_is_shown_on_its_side_of_the_bound(value: float | None, bound: Bound, text: str) -> None:
    assert number_beside(value, bound) == text


@pytest.mark.parametrize(
    ("shape", "text"), [(None, "?"), ((), "()"), ((3,), "(3,)"), ((None, 3), "(None, 3)"), ((32, 8, 1), "(32, 8, 1)")]
)
def test_a_shape_is_shown_as_keras_prints_it(shape: Shape | None, text: str) -> None:
    assert shape_text(shape) == text


@pytest.mark.parametrize(
    ("expected", "found", "first", "same"),
    [
        ((None, 3), (32, 3), 0, True),
        ((None, 3), (None, 3), 0, True),
        ((32, 3), (None, 3), 0, False),
        ((32, 3), (None, 3), 1, True),
        ((32, 3), (32, 4), 1, False),
        ((32, 3), (64, 3), 0, False),
        ((3,), (3, 3), 0, False),
        ((3, 3), (3,), 0, False),
        ((None, None), (3,), 0, False),
        ((), (), 0, True),
        ((), None, 0, False),
        ((None,), None, 0, False),
    ],
)
def test_shapes_agree_from_an_axis_on(expected: Dims, found: Shape | None, first: int, same: bool) -> None:
    assert same_dims(expected, found, first) is same


def test_all_axes_count_unless_it_is_said_where_to_begin() -> None:
    assert not same_dims((32, 3), (64, 3))
