"""A program that trains very long is still measured, and what checks go by survives."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuitutor.protocol.codec import MAX_LINE, encode
from tuitutor.protocol.events import Measured
from tuitutor.protocol.facts import FitFacts, ProgramFacts
from tuitutor.worker.training.measure import MAX_FITS, shorten_fits, thin_history


def fit(epochs: int, series: int = 4) -> FitFacts:
    history = {f"metric_{number}": tuple(1 / 3 + at for at in range(epochs)) for number in range(series)}
    return FitFacts(epochs, epochs, 32, True, history)


@pytest.mark.parametrize("fits", [[fit(100_000)], [fit(1, 1)] * 100_000, [fit(10)] * 5_000, [fit(2_000, 200)]])
def test_any_number_of_epochs_and_fits_goes_into_one_message(fits: list[FitFacts]) -> None:
    kept = shorten_fits(fits)
    line = encode(Measured("c1", "c1.1", ProgramFacts(None, None, None, fits=kept)))
    assert len(line) < MAX_LINE // 2
    assert kept[-1].epochs_run == fits[-1].epochs_run
    assert kept[-1].history.keys() == fits[-1].history.keys()


def test_a_short_fit_is_told_whole() -> None:
    assert shorten_fits([fit(50), fit(20)]) == (fit(50), fit(20))


@given(st.lists(st.floats(width=32), min_size=1, max_size=300), st.integers(8, 40))
def test_a_thinned_series_keeps_what_checks_go_by(values: list[float], most: int) -> None:
    kept = thin_history(tuple(values), most)
    assert len(kept) <= most
    assert repr((kept[0], kept[-1])) == repr((values[0], values[-1]))
    finite, left = [v for v in values if math.isfinite(v)], [v for v in kept if math.isfinite(v)]
    assert (min(finite, default=0), max(finite, default=0)) == (min(left, default=0), max(left, default=0))
    assert any(map(math.isfinite, kept)) == any(map(math.isfinite, values))
    assert all(map(math.isfinite, kept)) == all(map(math.isfinite, values))


def test_the_first_value_that_is_no_number_is_kept_and_stays_the_first() -> None:
    values = [1.0] * 1000
    values[501], values[777] = math.inf, math.nan
    kept = thin_history(tuple(values), 20)
    assert next(value for value in kept if not math.isfinite(value)) == math.inf


def test_one_odd_value_is_kept_wherever_it_is() -> None:
    for at in range(1000):
        values = tuple(math.nan if at == number else float(number) for number in range(1000))
        assert sum(map(math.isnan, thin_history(values, 20))) == 1


def test_a_series_is_thinned_evenly_and_not_further_than_has_to_be() -> None:
    values = tuple(map(float, range(1000)))
    assert thin_history(values, 1000) == values
    assert thin_history(values, 105) == (*values[::10], 999.0)
    assert len(thin_history(values[:8], 8)) == 8
    assert len(thin_history((1.0,) * 9, 8)) <= 8


def test_the_latest_fits_get_the_room_and_what_is_left_goes_to_the_ones_before() -> None:
    kept = shorten_fits([fit(30, 2), fit(20, 1), fit(40, 1)], most=75)
    assert [sum(map(len, each.history.values())) for each in kept] == [0, 20, 40]
    kept = shorten_fits([fit(30, 2), fit(20, 1), fit(40, 1)], most=76)
    assert [sum(map(len, each.history.values())) for each in kept] == [8, 20, 40]  # both of the first fit are thinned
    assert [each.epochs_run for each in kept] == [30, 20, 40]


@pytest.mark.long
def test_the_least_and_the_largest_value_are_kept_wherever_they_are() -> None:
    for at in range(1000):
        values = tuple(float(number == at) - float(number == 999 - at) for number in range(1000))
        assert {min(values), max(values)} <= set(thin_history(values, 20))


def test_a_series_without_a_number_is_thinned_too() -> None:
    kept = thin_history((math.nan,) * 1000, 20)
    assert 10 <= len(kept) <= 20


def test_twenty_thousand_values_are_told_and_not_one_more() -> None:
    assert len(shorten_fits([fit(20_000, 1)])[0].history["metric_0"]) == 20_000
    assert len(shorten_fits([fit(20_001, 1)])[0].history["metric_0"]) == 10_001


def test_no_more_than_the_latest_fits_are_told() -> None:
    kept = shorten_fits([FitFacts(number, number, 32, False) for number in range(1, MAX_FITS + 3)])
    assert [each.epochs for each in kept] == list(range(3, MAX_FITS + 3))
