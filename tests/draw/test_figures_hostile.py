"""Whatever learner code sends as a figure, drawing it raises nothing, stays in its place and takes no time."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from tuitutor.draw.figures.figure import describe_figure, draw_figure
from tuitutor.draw.look import Look
from tuitutor.protocol.figures import Axis, Bars, Figure, LegendEntry, Line, Note, Panel, Points, Raster

numbers = st.floats() | st.floats(-10, 10) | st.sampled_from([1e308, -1e308, 5e-324, 0.0])
odd = ["", "漢字" * 40, "\x1b[2J\x1b]0;x\x07", "a\nb\rc", "x" * 5_000, "\ud800"]
texts = st.text(max_size=12) | st.sampled_from(odd)
colours = st.sampled_from(["#000000", "#ffffff", "#1f77b4", "#ff7f0e", "", "red", "#12", "\x1b[31m"])
rows = st.lists(numbers, max_size=6).map(tuple)
ticks = st.lists(st.tuples(numbers, texts), max_size=6).map(tuple)
axes = st.builds(Axis, numbers, numbers, texts, ticks, st.booleans())
marks = st.one_of(
    st.builds(Line, rows, rows, colours),
    st.builds(Points, rows, rows, st.lists(colours, max_size=4).map(tuple)),
    st.builds(
        Bars,
        st.lists(st.tuples(numbers, numbers, numbers, numbers), max_size=4).map(tuple),
        st.lists(colours, max_size=3).map(tuple),
    ),
    st.builds(
        Raster, numbers, numbers, numbers, numbers,
        st.lists(st.text("0123456789abcdefx", max_size=20), max_size=4).map(tuple),
        st.lists(st.text("0123456789abcdef.x", max_size=4), max_size=4).map(tuple),
    ),
    st.builds(Note, numbers, numbers, texts, colours, st.sampled_from(["left", "center", "right", "?"]), rows),
)  # fmt: skip
drawn = st.sampled_from(["line", "points", "area", "?"])
entries = st.lists(st.builds(LegendEntry, colours, texts, drawn), max_size=4).map(tuple)
places = st.integers(0, 3) | st.sampled_from([-1, 10**9])
panels = st.builds(
    Panel, axes, axes, st.lists(marks, max_size=5).map(tuple), texts, entries, places, places, st.booleans()
)
figures = st.builds(Figure, st.lists(panels, max_size=5).map(tuple), texts, st.lists(texts, max_size=3).map(tuple))
looks = st.builds(Look, st.booleans(), st.sampled_from(["full", "plain", "ascii"]), st.booleans())


@settings(max_examples=40, deadline=None)
@given(figures, st.integers(1, 200), st.none() | st.integers(1, 50), looks)
@pytest.mark.long
def test_a_drawing_never_leaves_its_place(figure: Figure, width: int, height: int | None, look: Look) -> None:
    drawing = draw_figure(figure, width, look, height)
    lines = drawing.plain.split("\n")
    assert max(map(cell_len, lines)) <= width
    assert height is None or len(lines) <= height
    assert "\x1b" not in drawing.plain
    assert "\r" not in drawing.plain
    assert not look.ascii or drawing.plain.isascii()
    assert "\n" not in describe_figure(figure)


UNIT = Axis(0.0, 1.0)
MANY = 30_000
ZIGZAG = tuple(float(at % 2) for at in range(MANY))
SLOW = {
    "a line to and fro": Panel(UNIT, UNIT, (Line(ZIGZAG, ZIGZAG[1:] + ZIGZAG[:1], "#000000"),)),
    "bars over bars": Panel(UNIT, UNIT, (Bars(((0.0, 0.0, 1.0, 1.0),) * MANY, ("#000000",)),)),
    "ticks": Panel(Axis(0, 1, "", tuple((at / MANY, str(at)) for at in range(MANY))), UNIT),
    "points of as many colours": Panel(
        UNIT, UNIT, (Points(ZIGZAG, ZIGZAG, tuple(f"#{at:06x}" for at in range(MANY))),)
    ),
    "notes": Panel(UNIT, UNIT, tuple(Note(at / MANY, 0.5, "x", "#000000", points_to=(0, 0)) for at in range(MANY))),
    "a long legend": Panel(UNIT, UNIT, legend=(LegendEntry("", "x", "line"),) * MANY),
    "a huge picture": Panel(UNIT, UNIT, (Raster(0, 0, 1, 1, ("ff00aa" * 300,) * 300, ("5" * 300,) * 300),)),
    "pictures over pictures": Panel(UNIT, UNIT, (Raster(0, 0, 1, 1, ("ff00aa",), ("5",)),) * 2_000),
}


@pytest.mark.sampled(6)
@pytest.mark.parametrize("name", SLOW)
@pytest.mark.parametrize("look", [Look(), Look(colour=False, glyphs="ascii")], ids=["colour", "ascii"])
def test_even_a_figure_made_to_be_slow_is_drawn_soon(name: str, look: Look) -> None:
    began = time.process_time()
    draw_figure(Figure((SLOW[name],)), 200, look)
    assert time.process_time() - began < 2


def test_of_very_many_panels_the_rest_is_said() -> None:
    figure = Figure(tuple(Panel(UNIT, UNIT, row=at * 10**6) for at in range(1_000)))
    began = time.process_time()
    drawn = draw_figure(figure, 80, Look()).plain
    assert time.process_time() - began < 2
    assert "936 more panels" in drawn
