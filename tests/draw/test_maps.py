"""Maps of values from -1 to 1, in all that a terminal can show."""

from __future__ import annotations

import math

import pytest
from rich.console import Console

from tuitutor.draw.look import Look
from tuitutor.draw.maps import colour_of, draw_grid, draw_map
from tuitutor.draw.palette import palette, rgb
from tuitutor.protocol.figures import DecisionMap, Part

CONSOLE = Console()
LOOKS = [
    Look(),
    Look(dark=False),
    Look(indexed=True),
    Look(indexed=True, dark=False),
    Look(sixteen=True),
    Look(colour=False),
    Look(glyphs="ascii"),
    Look(colour=False, glyphs="ascii"),
    *(Look(shapes=True, dark=dark, indexed=indexed) for dark in (True, False) for indexed in (True, False)),
    Look(shapes=True, glyphs="plain"),
    Look(shapes=True, sixteen=True),
]
HALVES = [[-1.0, -1.0, 1.0, 1.0]] * 4


def decisions(side: int = 20, parts: int = 2) -> DecisionMap:
    """The first input decides."""
    cells = ("0" * (side // 2) + "f" * (side // 2)) * side
    titles = ["third = -0.25", "third = 0.25"] if parts > 1 else [""]
    return DecisionMap((-0.5, 0.5), (-2.0, 2.0), side, ("no", "yes"), tuple(Part(title, cells) for title in titles))


@pytest.mark.parametrize("look", LOOKS)
def test_a_map_has_its_size_and_tells_its_sides_apart(look: Look) -> None:
    rows = draw_grid(HALVES, 12, 3, look)
    assert [row.cell_len for row in rows] == [12] * 3
    assert all(row.plain.isascii() for row in rows) or not look.ascii
    left, right = ({(row.plain[at], str(row.get_style_at_offset(CONSOLE, at))) for row in rows} for at in (0, 11))
    assert left.isdisjoint(right)


def test_orange_is_minus_one_and_blue_is_one() -> None:
    for look in LOOKS[:4]:
        known = palette(dark=look.dark, indexed=look.indexed)
        [row] = draw_grid([[-1.0, 1.0]], 2, 1, look)
        orange, blue = (rgb(str(span.style)) for span in row.spans)
        for shown, expected, other in ((orange, known.unseen, known.train), (blue, known.train, known.unseen)):
            assert math.dist(shown, rgb(expected)) < 60 < math.dist(shown, rgb(other))


@pytest.mark.parametrize("look", [look for look in LOOKS if not look.shapes])
def test_a_faded_map_is_weaker_in_both_halves_of_each_cell(look: Look) -> None:
    grid = [[-1.0, 1.0, -0.4, 0.1], [1.0, -1.0, 0.4, -0.1]]
    [bright], [faded] = (draw_grid(grid, 4, 1, look, faded=faded) for faded in (False, True))
    assert faded.plain == bright.plain or look.colour  # what was told apart by little may be alike
    ground = rgb(colour_of(0.0, look)) if not look.sixteen and look.colour else None
    for at in range(4):
        before, after = (row.get_style_at_offset(CONSOLE, at) for row in (bright, faded))
        if not look.colour:
            assert after.dim
            continue
        for was, now in ((before.color, after.color), (before.bgcolor, after.bgcolor or after.color)):
            if was is None or now is None:
                continue
            if ground is None:
                assert now != was or was.name in ("black", "bright_white")
            else:
                far, near = (math.dist(rgb(colour.name), ground) for colour in (was, now))
                assert near <= 0.75 * far or not far
    shown = draw_map(decisions(), 60, 10, look, "epoch 3", faded=True)
    assert shown.plain == draw_map(decisions(), 60, 10, look, "epoch 3").plain
    assert colour_of(-1.0, look, faded=True) != colour_of(1.0, look, faded=True)  # its sides still differ


def test_half_blocks_show_two_rows_a_cell() -> None:
    [row], [above], [below] = (draw_grid(grid, 1, 1, Look()) for grid in ([[1.0], [-1.0]], [[1.0]], [[-1.0]]))
    upper, lower = (str(row.spans[0].style) for row in (above, below))
    assert (row.plain, str(row.spans[0].style)) == ("▀", f"{upper} on {lower}")


def test_without_colour_it_is_a_ramp_of_shades() -> None:
    ramp = [[at / 10 for at in range(-10, 11)]]
    assert draw_grid(ramp, 21, 1, Look(colour=False))[0].plain == "    ░░░░▒▒▒▒▓▓▓▓█████"
    assert draw_grid(ramp, 21, 1, Look(colour=False, glyphs="ascii"))[0].plain == "   .::--==++**##%%@@@"


def test_a_point_lies_over_the_map_where_it_belongs() -> None:
    for look in LOOKS:
        rows = draw_grid(HALVES, 8, 4, look, [(0.9, 0.1, -1.0), (2.0, 0.5, 1.0)])
        marks = [(row, at) for row, line in enumerate(rows) for at, c in enumerate(line.plain) if c in "•o○▲"]
        assert marks == [(0, 7)]


def test_points_tell_their_class_and_whether_they_train() -> None:
    spots, others = [(0.1, 0.1, -1.0), (0.3, 0.1, 1.0)], [(0.6, 0.1, -1.0), (0.9, 0.1, 1.0)]
    for look in LOOKS:
        [row] = draw_grid([[0.0] * 4], 4, 1, look, spots, others)
        shown = [(row.plain[at], str(row.get_style_at_offset(CONSOLE, at))) for at in range(4)]
        assert len(set(shown)) == 4
        assert row.plain.isascii() or not look.ascii


@pytest.mark.parametrize("look", [look for look in LOOKS if look.shapes])
def test_with_shapes_classes_differ_without_their_colours(look: Look) -> None:
    spots = [(0.2, 0.1, -1.0), (0.7, 0.1, 1.0)]
    hollow = [(0.2, 0.6, -1.0), (0.7, 0.6, 1.0)]
    upper, lower = draw_grid(HALVES, 12, 2, look, spots, hollow)
    assert upper.plain[:2] == "//"
    assert upper.plain[-2:] == "  "
    assert len({upper.plain[2], upper.plain[8], lower.plain[2], lower.plain[8], "/", " "}) == 6
    shown = draw_map(decisions(), 80, 12, look).plain
    assert "// no" in shown
    assert "   yes" in shown


def test_what_is_not_a_number_is_neither_side() -> None:
    for look in LOOKS:
        row = draw_grid([[-1.0, math.nan, 1.0]], 3, 1, look)[0]
        cells = {(row.plain[at], str(row.get_style_at_offset(CONSOLE, at))) for at in range(3)}
        assert len(cells) == 3


@pytest.mark.parametrize(("width", "height"), [(78, 8), (58, 10), (30, 16), (20, 4), (3, 1)])
def test_a_map_fits_and_says_what_its_colours_mean(width: int, height: int) -> None:
    text = draw_map(decisions(), width, height, Look(colour=False, glyphs="ascii"), "epoch 7")
    lines = text.plain.split("\n")
    assert len(lines) <= height
    assert max(map(len, lines)) <= width
    if width >= 30:
        assert all(
            part in text.plain for part in ("epoch 7", "[ ] no", "[@] yes", "third =", "first input", "second input")
        )


def test_beside_a_map_stand_its_ranges() -> None:
    lines = draw_map(decisions(parts=1), 60, 6, Look(), "epoch 7").plain.split("\n")
    assert [line[16:].strip() for line in lines] == [
        "epoch 7", "██ no", "██ yes", "→ first input -0.5 to 0.5", "↑ second input -2 to 2", ""
    ]  # fmt: skip
    narrow = draw_map(decisions(parts=1), 36, 8, Look(), "epoch 7").plain.split("\n")
    assert [line[16:].strip() for line in narrow] == [
        "epoch 7", "██ no", "██ yes", "→ first input", "-0.5 to 0.5", "↑ second input", "-2 to 2", ""
    ]  # fmt: skip


@pytest.mark.parametrize(("width", "height", "parts"), [(54, 9, 3), (40, 16, 2), (84, 16, 2), (76, 8, 3), (76, 8, 1)])
def test_maps_use_their_room_and_nothing_of_the_legend_is_cut(width: int, height: int, parts: int) -> None:
    shown = decisions(parts=2)
    shown = DecisionMap(shown.x, shown.y, shown.side, shown.ends, shown.parts[:1] * parts)
    text = draw_map(shown, width, height, Look(colour=False, glyphs="ascii"), "epoch 7").plain
    assert all(part in text for part in ("first input", "-0.5 to 0.5", "second input", "-2 to 2"))
    rows = [line for line in text.split("\n") if "@@@" in line]
    assert len(rows) >= min(height - 3, width // parts // 2 - 1)


@pytest.mark.parametrize(
    "forged",
    [
        DecisionMap((0.0, 1.0), (0.0, 1.0), 10**9, ("0", "1"), (Part("", "0"),)),
        DecisionMap((0.0, math.nan), (math.inf, 1.0), -1, ("0", "1"), (Part("", "0"),)),
        DecisionMap((0.0, 1.0), (0.0, 1.0), 1, ("\x1b]0;x\x07", "1" * 999), (Part("a\nb\x1b[2J", "é"),) * 999),
        DecisionMap((0.0, 1.0), (0.0, 1.0), 0, ("0", "1"), ()),
    ],
)
def test_no_forged_map_is_more_than_text(forged: DecisionMap) -> None:
    for look in LOOKS:
        lines = draw_map(forged, 60, 8, look, "epoch 1").split("\n")
        assert len(lines) <= 8
        assert all(line.plain.isprintable() and line.cell_len <= 60 for line in lines)


def test_titles_that_are_cut_keep_what_they_differ_in() -> None:
    parts = tuple(Part(title, "0" * 36) for title in ("third = -0.25", "third = 0.25"))
    shown = DecisionMap((0.0, 1.0), (0.0, 1.0), 6, ("no", "yes"), parts)
    titles = draw_map(shown, 40, 4, Look()).plain.split("\n")[0]
    assert " -0.25" in titles
    assert " 0.25" in titles
    assert "third = -0.25" not in titles
