"""Statistics of a class equal values that were worked out by hand."""

from __future__ import annotations

import pytest

from tuitutor.classroom.item_analysis import spread, wilson


@pytest.mark.parametrize(
    ("hits", "of", "low", "high"),
    [
        # z² = 3.8415. Half of 10: centre 0.5, reach √(0.38415/4 + 0.38415²/4) / 1.38415 = 0.36456 / 1.38415
        (5, 10, 0.2366, 0.7634),
        # none of 10: from 0 to 0.38415 / 1.38415
        (0, 10, 0.0, 0.2775),
        (10, 10, 0.7225, 1.0),
        # one of one: from 1 / (1 + 3.8415)
        (1, 1, 0.2065, 1.0),
        # Newcombe, Statistics in Medicine 17 (1998), table I: 81 of 263
        (81, 263, 0.2553, 0.3662),
    ],
)
def test_the_interval_of_a_rate(hits: int, of: int, low: float, high: float) -> None:
    assert wilson(hits, of) == pytest.approx((low, high), abs=5e-5)


def test_a_rate_of_nothing_has_no_interval() -> None:
    assert wilson(0, 0) is None


def test_how_points_are_spread() -> None:
    found = spread([0, 1, 1, 4], 4)
    assert found is not None
    # deviations from 1.5: 2.25 + 0.25 + 0.25 + 6.25 = 9, of 4
    assert (found.mean, found.deviation, found.median) == (1.5, 1.5, 1.0)
    assert found.bars == ((0, 0, 1), (1, 1, 2), (4, 4, 1))
    many = spread([number / 2 for number in range(21)], 10)
    assert many is not None
    assert [count for _, _, count in many.bars] == [2] * 9 + [3], "the last bar has its end, too"
    assert many.bars[0][:2] == (0, 1)
    assert spread([], 4) is None
