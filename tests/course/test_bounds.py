"""A bound, written for the learner, can be read again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuitutor.course.bounds import Bound

# what six digits can say, as authors write it
NUMBERS = st.integers(-(10**9), 10**9).map(float) | st.floats(-1e12, 1e12).map(lambda value: float(f"{value:.6g}"))


@st.composite
def bounds(draw: st.DrawFn) -> Bound:
    low, high = sorted((draw(NUMBERS), draw(NUMBERS)))
    return draw(st.sampled_from([Bound(low), Bound(None, low), Bound(None, None, low), Bound(None, low, high)]))


@given(bounds())
def test_what_is_written_is_read_again(bound: Bound) -> None:
    assert Bound.written(str(bound)) == bound


@pytest.mark.parametrize(
    "text", ["", "True", "relu", "at least", "at most many", "3 to 1", "(None, 3)", "1,00", "falls", "3 or 4"]
)
def test_other_texts_are_no_bound(text: str) -> None:
    assert Bound.written(text) is None
