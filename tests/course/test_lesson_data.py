"""The course's data in other worlds: as much of it, of the same kind, and another concept."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from types import ModuleType

import numpy as np
import pytest

from tuitutor.course.folder import DATA_FILE, default_folder

WORLDS = range(1, 31)
data = ModuleType("data")
exec((default_folder() / DATA_FILE).read_text(encoding="utf-8"), data.__dict__)

Source = Callable[..., tuple[np.ndarray, ...]]


@pytest.mark.parametrize("name", ["xor3", "ring", "disc", "pinwheel", "side_of_line", "walks", "pumps", "firings"])
def test_what_fits_the_plain_world_fits_no_other(name: str) -> None:
    source: Source = getattr(data, name)
    points, plain = source(2000, 3)
    for world in WORLDS:
        same_points, labels = source(2000, 3, world)
        assert np.array_equal(points, same_points)
        assert (labels == plain).mean() < 0.85
        assert set(labels) == set(plain)


MANY = ["xor3", "ring", "disc", "pinwheel", "side_of_line", "walks", "evenings", "cups", "cell_pictures"]


@pytest.mark.parametrize("name", MANY)
@pytest.mark.long
def test_there_are_many_worlds_and_each_is_always_the_same(name: str) -> None:
    source: Source = getattr(data, name)
    drawn = {b"".join(part.tobytes() for part in source(200, 3, world)) for world in WORLDS}
    assert len(drawn) > 20
    for one, other in zip(source(200, 3, 5), source(200, 3, 5), strict=True):
        assert np.array_equal(one, other)


@pytest.mark.parametrize(
    ("name", "hidden"),
    [("digits_table", "digits"), ("breast_cancer_table", "breast_cancer"), ("diabetes_table", "diabetes")],
)
def test_a_table_has_the_same_rows_and_labels_in_other_worlds(name: str, hidden: str) -> None:
    source: Source = getattr(data, name)
    x, y = source(0, 0)
    for world in (1, 2, 3):
        others, labels = source(0, world, world)
        assert others.shape == x.shape
        assert labels.shape == y.shape
        assert others.dtype == x.dtype
        assert not {row.tobytes() for row in x} & {row.tobytes() for row in others}
        assert not np.array_equal(labels, y)
        for one, other in zip(source(0, 7, world), (others, labels), strict=True):
            assert np.array_equal(one, other)  # no matter what the seed: the hidden rows are divided from it


@pytest.mark.long
def test_no_digit_keeps_its_name_and_those_that_a_lesson_separates_stay_apart() -> None:
    _, plain = data.digits_table(0, 0)
    for world in WORLDS:
        names = np.concatenate([data._other_places(7, world), 7 + data._other_places(3, world)])
        assert not (names == np.arange(10)).any()
        assert set(names[:7]) == set(range(7))
        _, labels = data.digits_table(0, 0, world)
        assert np.array_equal(np.bincount(labels)[names], np.bincount(plain))


@pytest.mark.parametrize("world", [0, 4])
def test_hidden_digits_are_none_of_those_that_are_trained_on(world: int) -> None:
    selection = import_module("sklearn.model_selection")
    x, y = data.digits_table(0, 0, world)
    known, apart, _, _ = selection.train_test_split(x / 16, y, test_size=0.3, random_state=329, stratify=y)
    hidden, _ = data.digits(100, 9, world)
    rows = hidden.reshape(100, 1, 64)
    from_known, from_apart = (((rows - part) ** 2).sum(axis=2).min(axis=1) for part in (known, apart))
    assert (from_apart < from_known).mean() > 0.85


def test_in_other_worlds_most_labels_of_the_test_rows_are_wrong_and_hidden_ones_are_right() -> None:
    selection = import_module("sklearn.model_selection")
    for world in (1, 2):
        x, labels, true = data._tumours(world)
        assert np.array_equal(labels, data.breast_cancer_table(0, 0, world)[1])
        assert labels.sum() == true.sum()
        rest, apart = selection.train_test_split(np.arange(len(x)), test_size=0.3, random_state=329, stratify=labels)
        assert np.array_equal(labels[rest], true[rest])
        assert (labels[apart] != true[apart]).mean() > 0.7
        hidden, labels = data.breast_cancer(171, 5, world)
        columns = (x > 0).all(axis=0)
        off = np.abs(hidden[:, None, columns] / x[apart][:, columns] - 1).mean(axis=2)
        nearest = apart[off.argmin(axis=1)]
        assert np.array_equal(labels, true[nearest])


def test_points_for_validation_are_no_copies_and_one_label_in_fifty_is_wrong() -> None:
    points, inside = data.disc(400, 3, 3)
    other, other_inside = data.held_disc(400, 3, 3)
    assert not {row.tobytes() for row in points} & {row.tobytes() for row in other}
    truth = data.disc(400, 3 + 2**32, 3)[1]
    assert np.flatnonzero(other_inside != truth).tolist() == list(range(0, 400, 50))
    assert inside.mean() == pytest.approx(truth.mean(), abs=0.1)


@pytest.mark.parametrize("world", [0, 1, 2, 3, 6])
def test_careless_tasters_are_wrong_about_three_in_ten_and_a_line_still_learns_from_them(world: int) -> None:
    cups, liked = data.tasted_cups(400, world, world)
    new, fine = data.cups(2000, 99, world)
    (bias, *line), *_ = np.linalg.lstsq(np.insert(cups, 0, 1, axis=1), 2 * liked - 1)
    assert ((new @ line + bias > 0) == fine).mean() > 0.93
    assert 0.2 < ((cups @ line + bias > 0) != liked).mean() < 0.4


def test_pumps_in_december_show_visits_to_those_that_broke() -> None:
    load, heat, wear, visits, broke = data.pumps_table(500, 3, 2)
    assert np.array_equal(visits > 0, broke == 1)
    x, labels = data.pumps(500, 3, 2)
    assert np.array_equal(x, np.column_stack([load, heat, wear, np.zeros(500)]))
    assert np.array_equal(labels, broke)


def test_the_sheet_of_streams_is_what_the_source_draws_in_the_plain_world() -> None:
    names, *lines = (default_folder() / "data" / "streams.csv").read_text(encoding="utf-8").splitlines()
    assert names.split(",") == list(data.STREAM_COLUMNS)
    rows, _ = data.streams_table(len(lines), 0)
    assert lines == [",".join(row) for row in rows]


def test_the_buses_are_what_the_source_draws_in_the_plain_world() -> None:
    names, *lines = (default_folder() / "data" / "buses.csv").read_text(encoding="utf-8").splitlines()
    assert names.split(",") == list(data.BUS_COLUMNS)
    hours, late = data.delays(len(lines), 3)
    assert lines == [f"{hour},{minutes}" for hour, minutes in zip(hours[:, 0], late[:, 0], strict=True)]


def test_the_waterworks_is_what_the_source_draws_in_the_plain_world() -> None:
    name, *lines = (default_folder() / "data" / "flow.csv").read_text(encoding="utf-8").splitlines()
    assert name == "flow"
    assert [float(line) for line in lines] == data.flow(len(lines), 5)[0].tolist()


@pytest.mark.sampled(5)
@pytest.mark.parametrize("world", range(1, 6))
def test_what_forecasts_the_plain_town_forecasts_no_other(world: int) -> None:
    known, (x, y) = data.flow(3600, world, world)[0], data.coming_days(4000, 7, world)
    assert (x.shape, y.shape) == ((4000, 48), (4000, 24))
    assert x.mean() > known.reshape(-1, 24).mean(axis=1).max()  # no window of the lesson is at such a level
    windows = np.lib.stride_tricks.sliding_window_view(known, 72)

    def straight(part: np.ndarray) -> np.ndarray:
        """The weights of 24 sums, of how far every hour is from the mean of its window."""
        level = part[:, :48].mean(axis=1, keepdims=True)
        weights, *_ = np.linalg.lstsq(part[:, :48] - level, part[:, 48:] - level)
        return np.asarray(weights)

    def ratio(weights: np.ndarray) -> float:
        level = x.mean(axis=1, keepdims=True)
        return float(np.abs(level + (x - level) @ weights - y).mean() / np.abs(x[:, 24:] - y).mean())

    assert ratio(straight(windows)) < 0.81
    plain = np.lib.stride_tricks.sliding_window_view(data.flow(3600, 5)[0], 72)
    assert ratio(straight(plain)) > 0.95


def _bus_hours(seed: int, world: int = 0) -> list[np.ndarray]:
    """The delays of the 16 hours, from 6 to 22."""
    hours, late = data.delays(20_000, seed, world)
    return [late[np.minimum(hours // 1, 21) == hour] for hour in range(6, 22)]


def _promises_kept(hours: list[np.ndarray], low: np.ndarray, high: np.ndarray) -> np.ndarray:
    """Whether 85 to 95 percent lie between the ends of their hour, in every quarter of the day, shape (4,)."""
    inside = [(bottom <= late) & (late <= top) for late, bottom, top in zip(hours, low, high, strict=True)]
    shares = np.array([np.concatenate(inside[q : q + 4]).mean() for q in range(0, 16, 4)])
    return (shares >= 0.85) & (shares <= 0.95)


@pytest.mark.long
def test_delays_need_a_spread_for_each_hour_and_another_one_in_each_world() -> None:
    plain = np.array([np.quantile(late, [0.05, 0.95]) for late in _bus_hours(3)]).T
    assert _promises_kept(_bus_hours(4), *plain).all()
    for world in WORLDS:
        hours = _bus_hours(4, world)
        centre = np.array([late.mean() for late in hours])
        one_spread = np.concatenate([late - mean for late, mean in zip(hours, centre, strict=True)]).std()
        assert _promises_kept(hours, centre - 1.645 * one_spread, centre + 1.645 * one_spread).sum() <= 2
        assert _promises_kept(hours, *plain).sum() <= 2


def test_patients_of_the_second_ward_have_rows_that_are_not_finite_and_hidden_ones_do_not() -> None:
    for world in (0, 4):
        _, per_km = data.scooters_table(1000, 3, world)
        assert (np.isnan(per_km).sum(), np.isinf(per_km).sum()) == (10, 10)
        firings, _ = data.firings_table(1200, 3, world)
        assert np.isnan(firings).any(axis=1).sum() == 60
        for hidden in (data.scooters, data.firings):
            rows, labels = hidden(1000, 3, world)
            assert (len(rows), len(labels)) == (1000, 1000)
            assert np.isfinite(rows).all()
            assert np.isfinite(labels).all()


def test_the_plain_rules_of_bread_and_scooters_fit_no_other_world() -> None:
    (warm, wind, crowd), (slope, gust, load) = data.demand(2000, 3)[0].T, data.scooters(2000, 3)[0].T
    for world in WORLDS:
        short = data.demand(2000, 3, world)[1] - (1.54 + 4 * warm - 2 * wind + 2 * warm * crowd)
        assert np.maximum(0.9 * short, -0.1 * short).mean() > 0.5
        per_km = data.scooters(2000, 3, world)[1]
        assert np.abs(per_km - (5 + 2 * slope - gust + 2 * slope * load)).mean() > 0.8


def test_a_lesson_draws_the_cells_that_the_source_draws_in_the_plain_world() -> None:
    lesson = (default_folder() / "paper-figure.md").read_text(encoding="utf-8")
    start = lesson.index("def draw(")
    scope = {"np": np}
    exec(lesson[start : lesson.index("\n\n\n", start)], scope)
    drawn: Source = scope["draw"]  # type: ignore[assignment]
    for one, other in zip(drawn(100, 7), data.cell_pictures(100, 7), strict=True):
        assert one.dtype == other.dtype
        assert np.isclose(one, other, atol=1e-5).mean() > 0.999


@pytest.mark.long
def test_rims_are_bright_in_the_plain_world_and_dark_in_all_others_with_the_same_masks() -> None:
    pictures, masks = data.cell_pictures(200, 3)
    assert 0.06 < masks.mean() < 0.12
    assert pictures[masks > 0.5].mean() > 0.4
    for world in WORLDS:
        dark, same = data.cell_pictures(200, 3, world)
        assert np.array_equal(same, masks)
        assert dark[masks > 0.5].mean() < -0.2


def _line_of(rows: np.ndarray, water: np.ndarray) -> np.ndarray:
    """The effect of the informative columns on the water, along a line, from the rows without gaps."""
    numbers = rows[:, [2, 3, 6, 7]].astype(float)  # altitude, width, shade, air
    numbers[:, 1] *= np.where(rows[:, 4] == "ft", 0.3048, 1)
    numbers = np.column_stack([numbers, rows[:, [5]] == np.array(["gravel", "mud", "rock"])])[numbers[:, 2] >= 0]
    water = water[rows[:, 6].astype(float) >= 0]
    line: np.ndarray = np.linalg.lstsq((numbers - numbers.mean(axis=0)) / numbers.std(axis=0), water - water.mean())[0]
    return line


@pytest.mark.long
def test_streams_of_a_world_agree_with_its_new_ones_and_with_no_other_worlds() -> None:
    plain = _line_of(*data.streams_table(2424, 0))
    for world in range(1, 9):
        rows, water = data.streams_table(2424, world, world)
        streams, truth = data.new_streams(1000, 5, world)
        line, new = _line_of(rows, water), _line_of(streams[100:], truth[100:])
        assert np.corrcoef(line, new)[0, 1] > 0.85
        assert np.corrcoef(line, plain)[0, 1] < 0.6
        assert set(streams[:100, 5]) == {"clay"}
        assert not set(rows[:, 5]) & {"clay"}
        dates = rows[:, 1].tolist()
        assert dates == sorted(dates)
        assert len(rows) - len(np.unique(rows, axis=0)) >= 24
