"""Statistics of a class equal values that were worked out by hand, and find what is known of a synthetic class."""

from __future__ import annotations

from collections import defaultdict

import pytest

from tests.classroom import synthetic_class
from tuitutor.classroom.item_analysis import correlation, discriminations, fisher, spread, wilson


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


def test_the_interval_of_a_correlation() -> None:
    # artanh 0.5 = 0.54931, 1.95996 / √25 = 0.39199: tanh of 0.15731 and 0.94130
    assert fisher(0.5, 28) == pytest.approx((0.15603, 0.73581), abs=5e-5)
    assert fisher(0.9, 3) is None, "of three, everything is possible"
    assert fisher(1.0, 30) is None


def test_a_correlation() -> None:
    # from the means 2 and 4: (-1)(-3) + 0·1 + 1·2 = 5; squares 2 and 9 + 1 + 4 = 14
    assert correlation([(1, 1), (2, 5), (3, 6)]) == pytest.approx(5 / 28**0.5)
    assert correlation([(1, 1), (2, 1)]) is None
    assert correlation([]) is None


POINTS = {
    "xor": {"ada": 4.0, "bob": 2.0, "cem": 0.0},
    "golf": {"ada": 2.0, "bob": 1.0, "cem": 1.0},
    "gap": {"ada": 1.0, "bob": 0.0, "cem": 2.0},
}
OUT_OF = {"xor": 4.0, "golf": 2.0, "gap": 2.0}


def test_discrimination_is_the_correlation_with_all_other_points() -> None:
    found = discriminations(POINTS, OUT_OF)
    # the others of xor: 3, 1, 3, mean 7/3: 2·(2/3) + 0 + (-2)(2/3) = 0
    # of golf: 5, 2, 2 against 2, 1, 1: exactly in line
    # of gap: 6, 3, 1, mean 10/3: 0·8/3 + (-1)(-1/3) + 1·(-7/3) = -2; squares 2 and 114/9
    values = {label: each.value for label, each in found.items() if each is not None}
    assert values == pytest.approx({"xor": 0.0, "golf": 1.0, "gap": -2 / (2 * 114 / 9) ** 0.5}, abs=1e-9)
    assert {each.learners for each in found.values() if each is not None} == {3}


def test_a_missing_answer_is_no_zero() -> None:
    without = {**POINTS, "gap": {"ada": 1.0, "bob": 0.0}}
    found = discriminations(without, OUT_OF)
    # means 2, 4/3, 1/2. Of xor: ada (2/3 + 1/2) / 4, bob (-1/3 - 1/2) / 4, cem only golf: -1/3 / 2
    expected = correlation([(4, 7 / 24), (2, -5 / 24), (0, -1 / 6)])
    assert found["xor"] is not None
    assert found["xor"].value == pytest.approx(expected)
    assert found["gap"] is not None
    assert found["gap"].value == pytest.approx(1.0)
    assert found["gap"].learners == 2


def test_what_says_nothing_has_no_discrimination() -> None:
    alone = {"xor": {"ada": 1.0, "bob": 0.0}}
    assert discriminations(alone, OUT_OF) == {"xor": None}
    same = {"xor": {"ada": 1.0, "bob": 0.0}, "golf": {"ada": 0.1 + 0.2, "bob": 0.3}}
    assert discriminations(same, OUT_OF) == {"xor": None, "golf": None}, "a float's last digit is no difference"
    sums = {"xor": {"ada": 1.0, "bob": 0.0, "cem": 0.5}, "golf": {"ada": 0.6, "bob": 0.6, "cem": 0.0}}
    sums["gap"] = {who: round(1.3 - points, 1) for who, points in sums["golf"].items()}
    assert discriminations(sums, OUT_OF)["xor"] is None
    assert discriminations({"xor": {}}, OUT_OF) == {"xor": None}


def test_how_points_are_spread() -> None:
    found = spread([0, 1, 1, 4], 4)
    assert found is not None
    # deviations from 1.5: 2.25 + 0.25 + 0.25 + 6.25 = 9, of 4
    assert (found.mean, found.deviation, found.median) == (1.5, 1.5, 1.0)
    assert found.bars == ((0, 0, 1), (1, 1, 2), (4, 4, 1))
    many = spread([each / 2 for each in range(21)], 10)
    assert many is not None
    assert [count for _, _, count in many.bars] == [2] * 9 + [3], "the last bar has its end, too"
    assert many.bars[0][:2] == (0, 1)
    assert spread([], 4) is None


def test_the_true_order_of_discrimination_is_found() -> None:
    right = around_zero = 0
    for seed in range(20):
        points: dict[str, dict[str, float]] = defaultdict(dict)
        for mark in synthetic_class.marks(seed):
            points[mark.exercise][mark.who] = mark.grade.points
        found = discriminations(points, dict.fromkeys(points, 5.0))
        values = [each.value for each in found.values() if each is not None]
        right += values == sorted(values)
        guess = found["guess"]
        assert guess is not None
        assert guess.interval is not None
        around_zero += guess.interval[0] < 0 < guess.interval[1]
        assert max(values[:2]) < min(values[2:]), "what tells little is never among what tells much"
    assert right >= 16, "60 learners are too few to tell the best two apart in each class"
    assert around_zero >= 17, "an interval of 95 %"
