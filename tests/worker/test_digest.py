"""A program that trains very long is still measured, and what checks go by survives."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuitutor.protocol.codec import MAX_LINE, encode
from tuitutor.protocol.facts import FitFacts, ProgramFacts
from tuitutor.protocol.messages import Measured
from tuitutor.worker.digest import digest, thinned


def fit(epochs: int, series: int = 4) -> FitFacts:
    history = {f"metric_{number}": tuple(1 / 3 + at for at in range(epochs)) for number in range(series)}
    return FitFacts(epochs, epochs, 32, True, history)


@pytest.mark.parametrize("fits", [[fit(100_000)], [fit(1, 1)] * 100_000, [fit(10)] * 5_000, [fit(2_000, 200)]])
def test_any_number_of_epochs_and_fits_goes_into_one_message(fits: list[FitFacts]) -> None:
    kept = digest(fits)
    line = encode(Measured("c1", "c1.1", ProgramFacts(None, None, None, fits=kept)))
    assert len(line) < MAX_LINE // 2
    assert kept[-1].epochs_run == fits[-1].epochs_run
    assert kept[-1].history.keys() == fits[-1].history.keys()


def test_a_short_fit_is_told_whole() -> None:
    assert digest([fit(50), fit(20)]) == (fit(50), fit(20))


@given(st.lists(st.floats(width=32), min_size=1, max_size=300), st.integers(8, 40))
def test_a_thinned_series_keeps_what_checks_go_by(values: list[float], most: int) -> None:
    kept = thinned(tuple(values), most)
    assert len(kept) <= most
    assert repr((kept[0], kept[-1])) == repr((values[0], values[-1]))
    finite, left = [v for v in values if math.isfinite(v)], [v for v in kept if math.isfinite(v)]
    assert (min(finite, default=0), max(finite, default=0)) == (min(left, default=0), max(left, default=0))
    assert any(map(math.isfinite, kept)) == any(map(math.isfinite, values))
    assert all(map(math.isfinite, kept)) == all(map(math.isfinite, values))
