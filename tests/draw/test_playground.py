"""A playground's map as a picture and in sentences."""

from __future__ import annotations

import math
from xml.etree import ElementTree

import numpy as np
import pytest

from tuitutor.draw.board import draw_weight
from tuitutor.draw.look import Look
from tuitutor.draw.maps import colour_of
from tuitutor.draw.playground import describe_map, map_svg, maps_of, spots_of, state_of
from tuitutor.playground.address import parse_address
from tuitutor.playground.run import Run
from tuitutor.playground.small_network import Layer

SVG = "{http://www.w3.org/2000/svg}"


def run_of(state: str, epochs: int = 0) -> Run:
    run = Run(parse_address(f"seed=1&{state}")[0])
    run.advance(epochs)
    return run


def line(state: str = "") -> Run:
    """A network that says 1 on the right and -1 on the left."""
    config, _ = parse_address(f"seed=1&dataset=gauss&networkShape=&{state}")
    return Run(config, [Layer(np.array([[9.0], [0.0]]), np.array([0.0]))])


@pytest.mark.parametrize("dark", [True, False])
def test_a_picture_has_the_colours_of_the_app_s_maps_in_their_places(dark: bool) -> None:
    look = Look(dark=dark)
    root = ElementTree.fromstring(map_svg(line(), look))
    paths = {path.get("fill"): path.get("d", "") for path in root.iter(f"{SVG}path")}
    assert paths[colour_of(-1, look)].startswith("M0 0h")
    assert "M0 0" not in paths[colour_of(1, look)]
    assert paths[colour_of(1, look)].count("z") == 100  # a piece a row
    first, last = (paths[colour_of(end, look)].split("h")[0] for end in (-1, 1))
    assert (first, last > "M50") == ("M0 0", True)


def test_points_lie_where_they_are_and_test_points_only_where_asked_for() -> None:
    run = line("showTestData=true")
    root = ElementTree.fromstring(map_svg(run, Look()))
    inside = np.abs(run.data.x).max(axis=1) <= 6
    circles = list(root.iter(f"{SVG}circle"))
    assert len(circles) == inside.sum()
    x, y = run.data.x[0]
    assert (float(circles[0].get("cx", "")), float(circles[0].get("cy", ""))) == pytest.approx(
        ((x + 6) / 12 * 400, (6 - y) / 12 * 400), abs=0.1
    )
    assert len(spots_of(line())) == 250
    assert [trains for *_, trains in spots_of(run)] == [True] * 250 + [False] * 250


def test_a_picture_with_shapes_tells_classes_apart_without_colours() -> None:
    root = ElementTree.fromstring(map_svg(line(), Look(shapes=True)))
    circles, squares = root.findall(f".//{SVG}circle"), root.findall(f".//{SVG}rect[@stroke]")
    plain = ElementTree.fromstring(map_svg(line(), Look()))
    assert circles
    assert squares
    assert len(circles) + len(squares) == len(plain.findall(f".//{SVG}circle"))
    assert root.findall(f".//{SVG}path[@fill='url(#below)']")
    assert not plain.findall(f".//{SVG}pattern")


def test_a_picture_says_in_words_what_it_shows() -> None:
    root = ElementTree.fromstring(map_svg(line(), Look()))
    assert root.findtext(f"{SVG}desc") == " ".join(describe_map(line()))
    assert [text.text for text in root.iter(f"{SVG}text")][-1] == state_of(line())


def test_three_classes_are_three_maps() -> None:
    run = run_of("threeClass=blobs", 5)
    assert [title for title, _ in maps_of(run, 4)] == ["class 0", "class 1", "class 2"]
    root = ElementTree.fromstring(map_svg(run, Look()))
    assert sum(len(list(group.iter(f"{SVG}circle"))) for group in root.findall(f"{SVG}g")) == 3 * 250
    assert {value for part in range(3) for *_, value, _ in spots_of(run, part)} == {-1, 1}


@pytest.mark.parametrize("state", ["", "threeClass=rings"])
def test_a_discretized_map_is_one_class_or_another(state: str) -> None:
    run = run_of(f"{state}&discretize=true", 3)
    maps = np.array([values for _, values in maps_of(run, 20)])
    assert set(maps.ravel()) <= {-1, 1}
    if len(maps) == 3:
        assert ((maps == 1).sum(axis=0) == 1).all()


def test_sentences_say_where_the_network_says_what() -> None:
    assert describe_map(line()) == [
        "It says 1 here: top right, right and bottom right.",
        "It says -1 here: top left, left and bottom left.",
        "It says nothing sure here: top, middle and bottom.",
        "It puts 249 of 250 test points into their class.",
    ]
    assert describe_map(run_of("initZero=true"))[:3] == [
        "It says 1 in no part of the map.",
        "It says -1 in no part of the map.",
        "It says nothing sure all over the map.",
    ]
    assert describe_map(run_of("problem=regression", 30)) == [
        "It is highest here: top right, 0.749 on average. It is lowest here: bottom left, -0.735 on average."
    ]
    assert describe_map(run_of("problem=regression&initZero=true")) == ["It says 0 all over the map."]
    assert describe_map(run_of("threeClass=blobs&networkShape=8&optimizer=adam", 20))[0].startswith(
        "It says class 0 here:"
    )


def test_where_training_is_or_why_it_is_not() -> None:
    assert state_of(run_of("", 2)) == "Epoch 2: training loss 0.502, test loss 0.518."
    run = run_of("problem=regression&activation=relu&learningRate=10", 9)
    assert state_of(run).startswith("Diverged at epoch 1: the loss has grown to")
    assert describe_map(run) == ["The network's outputs aren't numbers any more."]
    ElementTree.fromstring(map_svg(run, Look()))


@pytest.mark.parametrize("look", [Look(), Look(glyphs="ascii")])
@pytest.mark.parametrize("value", [0.0, 0.2, -0.2, 5.0, -4.9, 1234.5, -1e12, math.inf, math.nan])
def test_a_weight_never_leaves_its_line(value: float, look: Look) -> None:
    for width in range(1, 40):
        assert draw_weight("unit 12", value, width, look).cell_len <= width
    bars = [sum(draw_weight("x", value, width, look).plain.count(bar) for bar in "━╌=") for width in (18, 22, 60)]
    longest = 0 if not abs(value) >= 0.05 else max(1, round(2 * min(abs(value), 5)))
    assert (bars[0], bars[2]) == (0, longest) or look.ascii
    assert bars[1] <= 4
