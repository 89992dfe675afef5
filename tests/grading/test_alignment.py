"""Layers are laid beside those that are wanted so that the fewest differ, and a difference shows where it is."""

from __future__ import annotations

import pytest

from tests.grading.builders import dense, layer
from tuitutor.course.checks import LayerSpec
from tuitutor.grading.alignment import agree, align, same_setting
from tuitutor.protocol.facts import LayerFacts, Setting

ANY = LayerSpec(any_number=True)
DENSE = LayerSpec("Dense")


def units(count: int) -> LayerSpec:
    return LayerSpec("Dense", (("units", count),))


def beside(specs: list[LayerSpec], layers: list[LayerFacts]) -> list[tuple[str, str]]:
    """The pairs as texts; "-" where one side has nothing."""

    def wanted(spec: LayerSpec | None) -> str:
        if spec is None:
            return "-"
        return "..." if spec.any_number else " ".join([spec.kind, *(str(value) for _, value in spec.settings)])

    def found(each: LayerFacts | None) -> str:
        return "-" if each is None else f"{each.kind} {each.settings.get('units', '')}".strip()

    return [(wanted(spec), found(each)) for spec, each in align(specs, layers)]


def test_what_is_the_same_stands_beside_itself() -> None:
    pairs = align([units(3), units(2)], [dense(3, 3), dense(2, 3)])
    assert [agree(pair) for pair in pairs] == [True, True]
    assert align([], []) == ()


def test_a_layer_with_another_setting_is_that_layer() -> None:
    assert beside([units(3), units(2)], [dense(4, 3), dense(2, 4)]) == [("Dense 3", "Dense 4"), ("Dense 2", "Dense 2")]


def test_a_layer_of_another_kind_stands_in_its_place() -> None:
    """Taking one for the other costs 2, and so does one that is missing: a swap is cheaper than both."""
    assert beside([units(3), DENSE], [layer("Flatten"), dense(2, 3)]) == [("Dense 3", "Flatten"), ("Dense", "Dense 2")]


def test_layers_of_other_kinds_stay_in_place_until_that_costs_more_than_one_left_out_on_each_side() -> None:
    kinds = "Dense", "Flatten", "Dropout", "Rescaling"
    specs, layers = [LayerSpec(kind) for kind in kinds], [layer(kind) for kind in kinds]
    assert beside(specs[:2], layers[1:3]) == [("Dense", "Flatten"), ("Flatten", "Dropout")]
    assert beside(specs[:3], layers[1:4]) == [
        ("Dense", "-"),
        ("Flatten", "Flatten"),
        ("Dropout", "Dropout"),
        ("-", "Rescaling"),
    ]


def test_one_too_many_and_one_too_few_are_told_apart_from_settings() -> None:
    """One more or less costs more than one setting and less than three."""
    two, three, four = dense(2, 3), dense(3, 3), dense(4, 3)
    assert beside([units(3)], [four, three]) == [("-", "Dense 4"), ("Dense 3", "Dense 3")]
    assert beside([units(4), units(3)], [three]) == [("Dense 4", "-"), ("Dense 3", "Dense 3")]
    # three settings differ where the layers stand in a row; leaving one out on each side would cost 4
    assert beside([units(1), units(2), units(3)], [two, three, four]) == [
        ("Dense 1", "Dense 2"),
        ("Dense 2", "Dense 3"),
        ("Dense 3", "Dense 4"),
    ]
    # five settings would cost 5: now it pays to leave one out on each side
    wanted, there = [units(number) for number in range(1, 6)], [dense(number, 3) for number in range(2, 7)]
    assert beside(wanted, there) == [
        ("Dense 1", "-"),
        ("Dense 2", "Dense 2"),
        ("Dense 3", "Dense 3"),
        ("Dense 4", "Dense 4"),
        ("Dense 5", "Dense 5"),
        ("-", "Dense 6"),
    ]


def test_dots_stand_for_any_number_of_layers_and_cost_nothing() -> None:
    layers = [layer("Flatten"), dense(3, 3), layer("Dropout"), dense(2, 3)]
    assert beside([ANY, units(2)], layers) == [
        ("...", "Flatten"),
        ("...", "Dense 3"),
        ("...", "Dropout"),
        ("Dense 2", "Dense 2"),
    ]
    assert beside([ANY, units(2)], [dense(2, 3)]) == [("Dense 2", "Dense 2")]
    assert beside([units(2), ANY], [dense(2, 3)]) == [("Dense 2", "Dense 2")]
    assert beside([ANY], []) == []
    assert all(agree(pair) for pair in align([ANY, units(2)], layers))


def test_dots_cost_nothing_however_many_layers_they_stand_for() -> None:
    flatten, dropout = layer("Flatten"), layer("Dropout")
    assert beside([LayerSpec("Flatten"), ANY], [dense(3, 3), flatten]) == [("Flatten", "Dense 3"), ("...", "Flatten")]
    assert beside([ANY, DENSE], [flatten, dropout]) == [("...", "Flatten"), ("Dense", "Dropout")]


def test_dots_take_in_what_would_else_be_one_too_many() -> None:
    assert beside([units(3), ANY, units(2)], [dense(3, 3), dense(3, 3), dense(9, 3)]) == [
        ("Dense 3", "Dense 3"),
        ("...", "Dense 3"),
        ("Dense 2", "Dense 9"),
    ]


def test_hundreds_of_wanted_layers_beside_as_many() -> None:
    """Past 256 two equal numbers are two objects."""
    pairs = align([units(2)] * 300, [dense(2, 2)] * 300)
    assert len(pairs) == 300
    assert all(map(agree, pairs))
    assert len(align([ANY] * 300, [dense(2, 2)] * 2)) == 2


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (None, "linear"),
        ("linear", None),
        (None, None),
        ("relu", "ReLU"),
        (3, (3, 3)),
        ((3, 3), (3, 3)),
        (1, 1.0),
        (True, True),
        ("3", 3),
    ],
)
def test_settings_that_mean_the_same(wanted: Setting, found: Setting) -> None:
    assert same_setting(wanted, found)


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (None, "relu"),
        (None, 0),
        (0, None),
        (1, 2),
        (2, 1),
        (3, (3, 2)),
        (3, ()),
        ((3, 3), (3, 2)),
        ((3, 2), (3, 3)),
        ((3,), (3, 3)),
        (1, True),
        (True, 1),
        (0, False),
        (False, True),
    ],
)
def test_settings_that_do_not(wanted: Setting, found: Setting) -> None:
    assert not same_setting(wanted, found)
