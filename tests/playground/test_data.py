"""Points are those that a state describes, and always the same."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from tuitutor.errors import UsageError
from tuitutor.playground.address import parse_address
from tuitutor.playground.data import Data, features, make_data
from tuitutor.playground.pointfile import read_points


def data(state: str) -> Data:
    config, messages = parse_address(f"seed=3&{state}")
    assert not messages
    return make_data(config)


def test_a_seed_always_draws_the_same_and_another_seed_something_else() -> None:
    first, same, other = data("noise=20"), data("noise=20"), data("noise=20&seed=4")
    np.testing.assert_array_equal(first.x, same.x)
    np.testing.assert_array_equal(first.label, same.label)
    assert not np.array_equal(first.x, other.x)
    # by which a class can compare notes: no version of numpy draws others
    assert first.x[0] == pytest.approx([-0.00171313, 0.00789923], abs=1e-6)


def fingerprint(state: str) -> tuple[float, ...]:
    """Numbers that change with any coordinate, any label and the order of the points."""
    found = data(state)
    place = np.linspace(1, 2, len(found.x))
    return (*(place @ found.x), place @ found.label, place @ np.abs(found.x).sum(axis=1))


DRAWN = {
    "dataset=circle&noise=30": (-14.40172, -92.27558, -95.26253, 2564.08861),
    "dataset=xor&noise=30": (-43.65701, -126.24472, 50.97796, 4236.78850),
    "dataset=gauss&noise=30": (43.00108, 31.89940, -1.15030, 3330.66879),
    "dataset=spiral&noise=30": (-1.25502, -3.70691, -1.15030, 2376.25359),
    "threeClass=blobs&noise=30": (56.40246, 38.11831, 744.05210, 3334.06082),
    "threeClass=rings&noise=30": (-29.47656, -32.69999, 785.25451, 2330.21955),
    "threeClass=arms&noise=30": (15.27028, -12.83792, 744.05210, 2612.53771),
    "problem=regression&regDataset=reg-plane&noise=30": (45.56334, -116.03837, -18.36581, 10858.35998),
    "problem=regression&regDataset=reg-gauss&noise=30": (45.56334, -116.03837, -15.13427, 10858.35998),
    "problem=regression&function=sine&noise=30": (45.56334, -116.03837, 1.59962, 10858.35998),
    "problem=regression&function=step&noise=30": (45.56334, -116.03837, -1.92427, 10858.35998),
    "problem=regression&function=ripple&noise=30": (45.56334, -116.03837, 86.20453, 10858.35998),
}


@pytest.mark.parametrize("state", DRAWN)
def test_points_are_those_of_the_version_before(state: str) -> None:
    """Addresses are shared, and lessons say what comes of them."""
    assert fingerprint(state) == pytest.approx(DRAWN[state], abs=1e-4)


@pytest.mark.parametrize(
    ("state", "samples", "train"),
    [
        ("", 500, 250),
        ("percTrainData=10", 500, 50),
        ("percTrainData=90", 500, 450),
        ("problem=regression&percTrainData=30", 1200, 360),
        ("threeClass=arms", 500, 250),
        ("points=0:0:1,1:1:-1", 2, 1),
        ("points=0:0:1,1:1:-1,2:2:1&percTrainData=10", 3, 1),
        ("points=0:0:1,1:1:-1,2:2:1&percTrainData=90", 3, 2),
    ],
)
def test_so_many_points_train_and_at_least_one_does_each(state: str, samples: int, train: int) -> None:
    found = data(state)
    assert (len(found.x), len(found.label), found.train) == (samples, samples, train)


def test_a_circle_is_a_disc_in_a_ring() -> None:
    found = data("dataset=circle")
    radius = np.hypot(*found.x.T)
    assert ((radius <= 2.5) == (found.label == 1)).all()
    assert (((radius <= 2.5) | (radius >= 3.5)) & (radius <= 5)).all()
    assert (found.label == 1).sum() == 250


def test_xor_is_1_where_the_product_is_not_negative_and_keeps_away_from_the_axes() -> None:
    found = data("dataset=xor")
    assert (np.sign(found.x.prod(axis=1)) == found.label).all()
    assert (np.abs(found.x) >= 0.3).all()
    assert np.abs(found.x).max() <= 5.3


@pytest.mark.parametrize(("noise", "variance"), [(0, 0.5), (50, 4.0), (20, 1.9)])
def test_gauss_is_two_clouds_that_noise_widens(noise: int, variance: float) -> None:
    found = data(f"dataset=gauss&noise={noise}")
    assert (found.label == 1).sum() == 250
    for label in (1, -1):
        cloud = found.x[found.label == label]
        assert cloud.mean(axis=0) == pytest.approx([2 * label] * 2, abs=0.4)
        assert cloud.var() == pytest.approx(variance, rel=0.2)


def test_a_spiral_is_two_arms_half_a_turn_apart() -> None:
    found = data("dataset=spiral")
    radius, half = np.hypot(*found.x.T), 250
    for label, start in ((1, 0.0), (-1, math.pi)):
        arm = found.x[found.label == label][np.argsort(radius[found.label == label])]
        along = np.arange(half) / half
        turn = 3.5 * math.pi * along + start
        np.testing.assert_allclose(arm, 5 * along[:, None] * np.c_[np.sin(turn), np.cos(turn)], atol=1e-12)


def test_a_plane_is_a_tenth_of_the_sum() -> None:
    found = data("problem=regression")
    np.testing.assert_allclose(found.label, found.x.sum(axis=1) / 10)
    assert found.classes == 0


def test_six_bumps_of_which_the_largest_counts() -> None:
    found = data("problem=regression&regDataset=reg-gauss")
    middles = {(-4, 2.5): 1, (0, 2.5): -1, (4, 2.5): 1, (-4, -2.5): -1, (0, -2.5): 1, (4, -2.5): -1}
    for (x, y), label in zip(found.x[:100].tolist(), found.label[:100].tolist(), strict=True):
        bumps = [sign * max(0.0, 1 - math.dist((x, y), middle) / 2) for middle, sign in middles.items()]
        assert label == pytest.approx(max(bumps, key=abs))


@pytest.mark.parametrize("name", ["circle", "xor", "spiral", "gauss"])
def test_noise_mixes_the_classes_or_spreads_them(name: str) -> None:
    calm, noisy = data(f"dataset={name}"), data(f"dataset={name}&noise=50")
    assert not (np.array_equal(calm.label, noisy.label) and np.array_equal(calm.x, noisy.x))
    assert set(noisy.label) == {-1, 1}


@pytest.mark.parametrize("name", ["blobs", "rings", "arms"])
def test_three_classes_are_of_about_one_size(name: str) -> None:
    found = data(f"threeClass={name}")
    assert found.classes == 3
    assert min(np.bincount(found.label.astype(int))) > 150


@pytest.mark.parametrize(("name", "value"), [("sine", math.sin(1)), ("step", 0.8), ("ripple", math.cos(math.sqrt(5)))])
def test_functions_have_their_values(name: str, value: float) -> None:
    found = data(f"problem=regression&function={name}")
    nearest = np.hypot(*(found.x - [1, 2]).T).argmin()
    assert found.label[nearest] == pytest.approx(value, abs=0.3)


@pytest.mark.parametrize(
    ("labels", "classes", "expected"),
    [([1, -1], 2, {-1, 1}), ([0, 1], 2, {-1, 1}), ([0, 1, 2], 3, {0, 1, 2}), ([3, 0.5, -2], 2, {-1, 1})],
)
def test_points_of_one_s_own_are_of_the_classes_that_they_name(
    labels: list[float], classes: int, expected: set[float]
) -> None:
    found = data("points=" + ",".join(f"0:{at}:{label}" for at, label in enumerate(labels)))
    assert (found.classes, set(found.label)) == (classes, expected)


def test_features_are_in_the_order_that_is_documented() -> None:
    config, _ = parse_address("xTimesY=true&xSquared=true&ySquared=true&sinX=true&sinY=true")
    found = features(np.array([[2.0, 3.0]]), config.inputs)
    assert found.tolist() == [[2, 3, 6, 4, 9, math.sin(2), math.sin(3)]]
    assert features(np.array([[2.0, 3.0]]), ()).shape == (1, 0)


# ---- points from a file


@pytest.mark.parametrize(
    "text", ["x,y,label\n1,2,1\n-1,-2,-1\n", "1, 2, 1\r\n\r\n-1,-2,-1", '\ufeff"1","2","1"\n-1,-2,-1']
)
def test_a_file_of_points(text: str, tmp_path: Path) -> None:
    path = tmp_path / "points.csv"
    path.write_text(text, encoding="utf-8", newline="")
    assert read_points(path, classes=True) == ((1, 2, 1), (-1, -2, -1))


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"", ": it has 0 points; the playground takes 2 to 1200."),
        (b"1,2,1\n", ": it has 1 point; the playground takes 2 to 1200."),
        (b"1,2,1\n" * 1201, ": it has 1201 points; the playground takes 2 to 1200."),
        (b"1,2,1\n1,2\n", ":2: 2 values: expected x, y, label."),
        (b"1;2;1\n", ":1: 1 value: expected x, y, label."),
        (b"1,2,1\n1,two,1\n", ":2: 'two': expected a number."),
        (b"1,two,1\n1,2,1\n", ":1: 'two': expected a number."),  # no line of names
        (b"-1,two,1\n1,2,1\n", ":1: 'two': expected a number."),
        (b"x,-,label\n1,2,1\n", ":1: 'x': expected a number."),
        (b"x,,label\n1,2,1\n", ":1: 'x': expected a number."),
        (b"x,y,label,more\n1,2,1\n", ":1: 4 values: expected x, y, label."),
        (b"1,2,1\nx,y,label\n", ":2: 'x': expected a number."),
        (b"1,2,1\n1,nan,1\n", ":2: 'nan': expected a number."),
        (b"1,2,1\n1,20,1\n", ":2: '20': expected y from -6 to 6."),
        (b"1,2,1\n1,2,5\n", ": its labels (1, 5, ...) name no classes; use -1 and 1, 0 and 1, or 0, 1 and 2, or "),
        (b"\x89PNG\xff\xfe", ": not a text file; save the points as CSV: x, y, label."),
        (b"0" * 1_000_001, ": larger than a megabyte; the playground takes 1200 points at most."),
    ],
)
def test_a_bad_file_is_told_in_a_sentence(content: bytes, complaint: str, tmp_path: Path) -> None:
    path = tmp_path / "points.csv"
    path.write_bytes(content)
    with pytest.raises(UsageError) as raised:
        read_points(path, classes=True)
    assert str(raised.value).startswith(f"{path}{complaint}")


def test_what_is_no_file_is_told_too_and_values_are_no_classes(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "missing.csv"):
        with pytest.raises(UsageError, match="cannot be read"):
            read_points(path, classes=True)
    path = tmp_path / "values.csv"
    path.write_text("1,2,0.25\n1,3,0.75")
    assert read_points(path, classes=False) == ((1, 2, 0.25), (1, 3, 0.75))
