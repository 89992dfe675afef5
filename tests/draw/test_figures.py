"""Figures are drawn to fit, in proportion, legibly on any ground, and their series told apart without colour."""

import math
import re
import time

import pytest
from rich.cells import cell_len
from rich.text import Text

from tuitutor.draw.figures.figure import describe_figure, draw_figure
from tuitutor.draw.look import Look
from tuitutor.draw.palette import contrast, legible
from tuitutor.protocol.figures import Axis, Bars, Figure, LegendEntry, Line, Note, Panel, Points, Raster

COLOUR, LIGHT, MONO, ASCII = Look(), Look(dark=False), Look(colour=False), Look(colour=False, glyphs="ascii")
LOOKS = {"colour": COLOUR, "light": LIGHT, "mono": MONO, "ascii": ASCII}
BLUE, ORANGE, BLACK = "#1f77b4", "#ff7f0e", "#000000"
EPOCHS = tuple(float(epoch) for epoch in range(1, 31))


def axis(low: float, high: float, label: str = "", *names: str) -> Axis:
    """An axis with a tick at every whole number, by its name or else the number."""
    ticks = range(math.ceil(min(low, high)), math.floor(max(low, high)) + 1)
    return Axis(low, high, label, tuple((at, names[at] if names else str(at)) for at in ticks))


def training(title: str = "Loss", column: int = 0) -> Panel:
    train = Line(EPOCHS, tuple(4 * math.exp(-0.1 * epoch) for epoch in EPOCHS), BLUE)
    validation = Line(EPOCHS, tuple(4 * math.exp(-0.08 * epoch) + 0.3 for epoch in EPOCHS), ORANGE)
    legend = (LegendEntry(BLUE, "train", "line"), LegendEntry(ORANGE, "validation", "line"))
    return Panel(axis(0, 31, "epoch"), axis(0, 4, "loss"), (train, validation), title, legend, column=column)


def picture(size: int, column: int = 0) -> Panel:
    """A square picture, black above the diagonal and white below, without ticks."""
    dark = [[x > y for x in range(size)] for y in range(size)]
    colours = tuple("".join("000000" if is_dark else "ffffff" for is_dark in row) for row in dark)
    levels = tuple("".join("0f"[not is_dark] for is_dark in row) for row in dark)
    raster = Raster(-0.5, size - 0.5, size - 0.5, -0.5, colours, levels)
    bare_x, bare_y = Axis(-0.5, size - 0.5, visible=False), Axis(size - 0.5, -0.5, visible=False)
    return Panel(bare_x, bare_y, (raster,), str(column), column=column, equal=True)


def surface(*marks: Line | Points | Note) -> Panel:
    """A yellow plane with marks on it."""
    raster = Raster(0, 0, 10, 10, ("fde725" * 20,) * 20, ("e" * 20,) * 20)
    return Panel(axis(0, 10), axis(0, 10), (raster, *marks))


def confusion(size: int) -> Panel:
    cells = [Note(x, y, str(10 * x + y), BLACK, "center") for y in range(size) for x in range(size)]
    raster = Raster(-0.5, size - 0.5, size - 0.5, -0.5, ("deebf7" * size,) * size, ("2" * size,) * size)
    x, y = axis(-0.5, size - 0.5, "predicted"), axis(size - 0.5, -0.5, "true")
    return Panel(x, y, (raster, *cells), "Confusion matrix", equal=True)


def lines(panel: Panel | Figure, width: int = 80, look: Look = MONO, height: int | None = None) -> list[str]:
    return draw(panel, width, look, height).plain.split("\n")


def draw(panel: Panel | Figure, width: int = 80, look: Look = MONO, height: int | None = None) -> Text:
    return draw_figure(panel if isinstance(panel, Figure) else Figure((panel,)), width, look, height)


def painted(drawing: Text, row: int, column: int) -> tuple[str, str]:
    """The foreground and background of a cell, "" for none."""
    line = drawing.split("\n", allow_blank=True)[row]
    style = next(span.style for span in line.spans if span.start <= column < span.end)
    assert not isinstance(style, str)
    colours = (style.color, style.bgcolor)
    front, back = (colour.get_truecolor().hex if colour is not None else "" for colour in colours)
    return front, back


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("width", [40, 80, 120, 200])
def test_curves_have_title_names_ticks_and_legend_at_every_width(width: int, look: str) -> None:
    drawn = lines(training(), width, LOOKS[look])
    text = "\n".join(drawn)
    for word in ("Loss", "loss", "epoch", "train", "validation", "0", "30"):
        assert word in text
    assert max(map(cell_len, drawn)) <= width
    assert len(drawn) < 30


@pytest.mark.parametrize("look", LOOKS)
def test_points_and_a_line_of_one_colour_have_signs_of_their_own_in_the_legend(look: str) -> None:
    seen, fitted = Points((1.0, 2.0), (1.0, 2.0), (BLUE,)), Line((0.0, 3.0), (0.0, 3.0), BLUE)
    legend = (
        LegendEntry(BLUE, "seen", "points"),
        LegendEntry(BLUE, "fitted", "line"),
        LegendEntry(ORANGE, "sure", "area"),
    )
    drawn = lines(Panel(axis(0, 3), axis(0, 3), (seen, fitted), legend=legend), 60, LOOKS[look])
    found = re.fullmatch(r"(\S+) seen  (.+) fitted  (\S+) sure", drawn[-1].strip())
    assert found is not None
    assert len(set(found.groups())) == 3


@pytest.mark.parametrize("look", LOOKS)
def test_dashes_and_markers_of_one_colour_differ_in_the_drawing_and_in_the_legend(look: str) -> None:
    ends = (0.0, 3.0)
    lined = (Line(ends, (2.5, 2.5), BLUE), Line(ends, (1.5, 1.5), BLUE, "--"), Line(ends, (0.5, 0.5), BLUE, ":"))
    legend = (
        LegendEntry(BLUE, "solid", "line"),
        LegendEntry(BLUE, "dashed", "line", "--"),
        LegendEntry(BLUE, "dotted", "line", ":"),
    )
    drawn = lines(Panel(axis(0, 3), axis(0, 3), lined, legend=legend), 60, LOOKS[look])
    found = re.fullmatch(r"(\S+) solid  (.+) dashed  (.+) dotted", drawn[-1].strip())
    assert found is not None
    assert len(set(found.groups())) == 3
    rows = [row[2:] for row in drawn[:-3] if len(set(row[2:])) > 1 or row[2:3].strip()]
    assert len({frozenset(row.strip()) for row in rows if row.strip()}) == 3
    scattered = (Points((1.0,), (1.0,), (BLUE,)), Points((2.0,), (2.0,), (BLUE,), "x"))
    names = (LegendEntry(BLUE, "dots", "points"), LegendEntry(BLUE, "crosses", "points", "x"))
    for under in ((), lined[:1]):
        drawn = lines(Panel(axis(0, 3), axis(0, 3), (*under, *scattered), legend=names), 60, LOOKS[look])
        found = re.fullmatch(r"(\S) dots  (\S) crosses", drawn[-1].strip())
        assert found is not None
        dot, cross = found.groups()
        assert dot != cross
        assert all(mark in "".join(drawn[:-2]) for mark in (dot, cross))


@pytest.mark.parametrize("look", [COLOUR, MONO])
def test_a_dashed_line_has_gaps(look: Look) -> None:
    line = Line((0.0, 3.0), (1.5, 1.5), BLUE, "--")
    pair = (Line((0.0, 3.0), (2.5, 2.5), BLUE), line)  # without colour, a single line needs no dashes
    rows = lines(Panel(axis(0, 3), axis(0, 3), pair), 60, look)
    assert sum(" " in row[2:].strip() for row in rows[:-2]) == 1


def test_panels_stand_side_by_side_where_each_has_room() -> None:
    pair = Figure((training("Loss"), training("Accuracy", column=1)), "Training")
    assert any("Loss" in line and "Accuracy" in line for line in lines(pair, 80))
    narrow = lines(pair, 50)
    assert not any("Loss" in line and "Accuracy" in line for line in narrow)
    assert narrow[0] == "Training"


def test_a_row_of_eight_digits_fits_in_eighty_columns_and_has_square_pixels() -> None:
    digits = Figure(tuple(picture(8, column) for column in range(8)))
    drawn = draw(digits, 80, COLOUR)
    rows = drawn.plain.split("\n")
    assert len(rows) == 1 + 4  # titles, and two pixels a cell
    assert painted(drawn, 1, 0) == ("", "#ffffff")
    assert painted(drawn, 1, 1) == ("#ffffff", "#000000")  # the lower pixel on the upper one
    assert all(title in rows[0] for title in "01234567")


def test_many_pictures_fold_into_rows_of_the_same_length() -> None:
    ten = Figure(tuple(picture(8, column) for column in range(10)))
    titles = [line.split() for line in lines(ten, 80) if any(character.isdigit() for character in line)]
    assert titles == [list("01234"), list("56789")]


def test_series_are_told_apart_without_colour_and_so_are_their_names() -> None:
    text = "\n".join(lines(training()))
    assert "⠒⠒⠒ train  ⠒⠒ ⠒⠒ validation" in text
    text = "\n".join(lines(training(), look=ASCII))
    assert "*** train  xxx validation" in text
    assert text.isascii()
    two = Panel(axis(0, 4), axis(0, 4), (Points((1,), (1,), (BLUE,)), Points((3,), (3,), (ORANGE,))))
    text = "\n".join(lines(two))
    assert text.count("●") == 1
    assert text.count("×") == 1


def test_black_lines_are_light_on_a_dark_ground_and_black_on_a_light_one() -> None:
    panel = Panel(axis(0, 4), axis(0, 4), (Line((0, 4), (2, 2), BLACK),))
    row = next(at for at, line in enumerate(lines(panel)) if "⠤" in line or "⠒" in line or "⣀" in line or "⠉" in line)
    assert painted(draw(panel, look=COLOUR), row, 10) == ("#ffffff", "")
    assert painted(draw(panel, look=LIGHT), row, 10) == (BLACK, "")


@pytest.mark.parametrize("ground", ["#121417", "#fcfcfc", "#000000", "#808080", "#fde725"])
@pytest.mark.parametrize("colour", ["#1f77b4", "#ff7f0e", "#2ca02c", "#d62728", "#7f7f7f", "#ffff00", "#00007f"])
def test_every_colour_becomes_legible_on_every_ground(colour: str, ground: str) -> None:
    assert contrast(legible(colour, ground, 3.0), ground) >= 3.0


def test_lines_points_and_texts_over_a_picture_keep_its_colour_behind_them() -> None:
    line, points = Line((0, 10), (5, 5), "#ff0000"), Points((5,), (9,), ("#0000ff",))
    drawn = draw(surface(line, points, Note(1, 1, "minimum", "#000000")), look=COLOUR)
    rows = drawn.plain.split("\n")
    for sign in ("●", "minimum", "⠤⠤⠤" if "⠤⠤⠤" in drawn.plain else "⠉⠉⠉"):
        row = next(at for at, text in enumerate(rows) if sign in text)
        front, back = painted(drawn, row, rows[row].index(sign))
        assert back == "#fde725"
        assert contrast(front, back) > 2


def test_pictures_are_shades_without_colour() -> None:
    text = "\n".join(lines(picture(8)))
    assert "█" in text
    assert "@" in "\n".join(lines(picture(8), look=ASCII))


def test_the_numbers_of_a_confusion_matrix_stand_in_their_cells() -> None:
    drawn = [line for line in lines(confusion(3), look=MONO) if "│" in line or "┤" in line]
    rows = [line for line in drawn if any(map(str.isdigit, line[3:]))]
    numbers = [[word.strip("░▒▓█ ") for word in line[2:].split()] for line in rows]
    found = [[word for word in row if word] for row in numbers]
    assert found == [["0", "10", "20"], ["1", "11", "21"], ["2", "12", "22"]]
    assert "did not fit" not in "\n".join(lines(confusion(10), 80))


def test_texts_that_do_not_fit_are_counted() -> None:
    heap = tuple(Note(5, 5, f"text {at}", BLACK) for at in range(4))
    assert "3 texts did not fit." in "\n".join(lines(surface(*heap)))


def test_bars_stand_on_their_axis_under_their_names() -> None:
    boxes = tuple((at - 0.4, 0.0, at + 0.4, value) for at, value in enumerate((1.0, 2.0, 4.0)))
    panel = Panel(axis(-0.5, 2.5, "", "cat", "dog", "mouse"), axis(0, 4), (Bars(boxes, (BLUE,)),))
    drawn = lines(panel, 60)
    heights = [sum(line[2 + at] in "█▇▆▅▄▃▂▁" for line in drawn if line[1:2] in "│┤") for at in (10, 29, 48)]
    assert heights[0] * 2 == pytest.approx(heights[1], abs=1)
    assert heights[1] * 2 == pytest.approx(heights[2], abs=1)
    assert drawn[-1].split() == ["cat", "dog", "mouse"]


def test_sideways_bars_all_have_their_names() -> None:
    names = [f"class {number}" for number in range(10)]
    boxes = tuple((0.0, at - 0.4, 1.0, at + 0.4) for at in range(10))
    panel = Panel(axis(0, 1), axis(-0.5, 9.5, "", *names), (Bars(boxes, (BLUE,)),))
    assert all(any(name in line for line in lines(panel)) for name in names)


def test_an_inverted_axis_runs_the_other_way() -> None:
    up = Panel(axis(0, 4), axis(0, 4), (Points((0,), (0,), (BLUE,)),))
    down = Panel(axis(0, 4), axis(4, 0), (Points((0,), (0,), (BLUE,)),))
    assert lines(up)[-3].startswith("0┤●")
    assert lines(down)[0].startswith("0┤●")


def test_what_is_left_out_is_said() -> None:
    assert lines(Figure((training(),), left_out=("3-D axes", "hatching")))[-1] == "Not drawn here: 3-D axes, hatching."


def test_a_figure_can_be_given_a_height() -> None:
    pair = Figure((training("Loss"), training("Accuracy", column=1)), "Training")
    for height in (24, 14):
        drawn = lines(pair, 80, height=height)
        assert len(drawn) <= height
        assert "train" in drawn[-1]
    assert len(lines(pair, 80, height=5)) == 5


def test_points_that_are_no_numbers_leave_gaps() -> None:
    gap = Line((0.0, 1.0, 2.0, 3.0, 4.0), (2.0, 2.0, math.nan, 2.0, 2.0), BLUE)
    row = next(line for line in lines(Panel(axis(0, 4), axis(0, 4), (gap,))) if "⠤" in line or "⠉" in line)
    assert "      " in row[10:70]


def test_hostile_texts_are_made_plain() -> None:
    panel = Panel(
        axis(0, 1, "a\x1b[31mb"),
        axis(0, 1),
        title="one\ntwo",
        legend=(LegendEntry(BLUE, "\x1b]0;title\x07name", "line"),),
    )
    text = draw(Figure((panel,), "\x1b[2Jtitle")).plain
    assert "\x1b" not in text
    assert "one two" in text
    assert "name" in text


def test_the_words_for_a_figure() -> None:
    assert describe_figure(Figure((training(),), "Training")) == (
        "Figure: Training. Loss; epoch from 0 to 31; loss from 0 to 4; 2 lines: train, validation."
    )
    assert describe_figure(Figure(())) == "Figure: empty."


def test_a_typical_figure_is_drawn_before_anybody_waits() -> None:
    figure = Figure((surface(Line(EPOCHS, EPOCHS, BLUE), Points(EPOCHS, EPOCHS, (ORANGE,))),))
    draw_figure(figure, 100, COLOUR)  # once to import and to fill caches
    began = time.process_time()
    for _ in range(5):
        draw_figure(figure, 100, COLOUR)
    assert (time.process_time() - began) / 5 < 0.05
