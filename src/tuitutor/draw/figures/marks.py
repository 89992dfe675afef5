"""The marks of a panel, painted on a canvas."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle, islice

from rich.cells import cell_len

from tuitutor.draw.figures.axes import Scale, short
from tuitutor.draw.figures.inks import Ink, Inks
from tuitutor.draw.figures.painting import Canvas
from tuitutor.draw.figures.rasters import paint_raster
from tuitutor.protocol.figures import Bars, Line, Note, Panel, Points

_FAR = 1e9  # cells: further out, a line's direction no longer matters
_CROWDED = 0.3  # share of cells with a point above which points are dots rather than markers
_MOST_NOTES = 2_000
_ARROWS = "→↗↑↖←↙↓↘"
_ASCII_ARROWS = ">/^\\</v\\"


@dataclass(frozen=True, slots=True)
class PlotArea:
    """Where on a canvas the data is: `width` x `height` cells from its top left corner."""

    x: Scale
    y: Scale
    width: float
    height: float

    def at(self, x: float, y: float) -> tuple[float, float] | None:
        """The position of a point in cells; None if it has none."""
        across, down = self.x.at(x) * self.width, (1 - self.y.at(y)) * self.height
        if not (math.isfinite(across) and math.isfinite(down)):
            return None
        return max(-_FAR, min(_FAR, across)), max(-_FAR, min(_FAR, down))

    def all(self, xs: Iterable[float], ys: Iterable[float]) -> list[tuple[float, float] | None]:
        return [self.at(x, y) for x, y in zip(xs, ys, strict=False)]


def paint(panel: Panel, place: PlotArea, canvas: Canvas, inks: Inks) -> int:
    """Paint all marks, notes last; returns how many notes found no room."""
    crowded = _is_crowded(panel, place, canvas)
    notes: list[Note] = []
    for mark in panel.marks:
        match mark:
            case Line():
                _line(mark, place, canvas, inks)
            case Points():
                _points(mark, place, canvas, inks, crowded)
            case Bars():
                _bars(mark, place, canvas, inks)
            case Note():
                notes.append(mark)
            case _:
                corners = place.at(mark.left, mark.top), place.at(mark.right, mark.bottom)
                if corners[0] and corners[1]:
                    paint_raster(mark, (*corners[0], *corners[1]), canvas)
    taken: set[tuple[int, int]] = set()
    left_out = max(0, len(notes) - _MOST_NOTES)
    for note in notes[:_MOST_NOTES]:
        _arrow(note, place, canvas)
    for note in notes[:_MOST_NOTES]:
        left_out += not _write(note, place, canvas, taken)
    return left_out


def _line(line: Line, place: PlotArea, canvas: Canvas, inks: Inks) -> None:
    ink, drawn = inks.line(line.colour, line.style), 0
    before: tuple[float, float] | None = None
    for at in place.all(line.xs, line.ys):
        if before is not None and at is not None:
            drawn = canvas.line(*before, *at, ink, drawn)
        elif at is not None and ink.dash == (1, 0):
            canvas.dot(*at, ink)
        before = at


def _points(points: Points, place: PlotArea, canvas: Canvas, inks: Inks, crowded: bool) -> None:
    colours = _for_each(points.colours, len(points.xs))
    for at, colour in zip(place.all(points.xs, points.ys), colours, strict=False):
        if at is not None:
            (canvas.dot if crowded else canvas.mark)(*at, inks.point(colour, points.style))


def _is_crowded(panel: Panel, place: PlotArea, canvas: Canvas) -> bool:
    if canvas.look.ascii:
        return False
    marks = [mark for mark in panel.marks if isinstance(mark, Points)]
    series = {(mark.style, "" if canvas.look.colour else colour) for mark in marks for colour in mark.colours}
    if len(series) > 1:
        return False  # dots look alike
    cells = {(int(at[0]), int(at[1])) for mark in marks for at in place.all(mark.xs, mark.ys) if at is not None}
    return len(cells) > _CROWDED * canvas.width * canvas.height


def _bars(bars: Bars, place: PlotArea, canvas: Canvas, inks: Inks) -> None:
    for (left, bottom, right, top), colour in zip(bars.boxes, _for_each(bars.colours, len(bars.boxes)), strict=False):
        start, end = place.at(left, top), place.at(right, bottom)
        if start is not None and end is not None and start[1] != end[1]:
            (x0, x1), (y0, y1) = sorted((start[0], end[0])), sorted((start[1], end[1]))
            canvas.fill(x0, y0, x1, y1, inks.bar(colour))


def _for_each(colours: Sequence[str], count: int) -> Iterator[str]:
    return islice(cycle(colours or ("#808080",)), count)


# ---- notes ----------------------------------------------------------------------------------


def _write(note: Note, place: PlotArea, canvas: Canvas, taken: set[tuple[int, int]]) -> bool:
    """Write a note where it belongs, moved if necessary to be on the canvas; returns whether there was room."""
    text, at = short(note.text, canvas.look), place.at(note.x, note.y)
    if not text:
        return True
    if at is None or not (-1 <= at[0] <= canvas.width + 1 and -1 <= at[1] <= canvas.height + 1):
        return True  # matplotlib doesn't show it either
    cells = [part for character in text for part in (character, "")[: cell_len(character)]]  # see `Canvas.write`
    length = len(cells)
    offset = {"center": length / 2, "right": float(length)}.get(note.align, 0.0)
    column = max(0, min(canvas.width - length, math.floor(at[0] - offset + 0.5)))
    row = canvas.cell(*at)[1]
    covered = {(each, row) for each in range(column, column + length)}
    if length > canvas.width or taken & covered:
        return False
    canvas.write(column, row, cells, note.colour)
    taken |= covered
    return True


def _arrow(note: Note, place: PlotArea, canvas: Canvas) -> None:
    if len(note.points_to) != 2:
        return
    start, end = place.at(note.x, note.y), place.at(*note.points_to)
    if start is None or end is None:
        return
    turn = math.atan2((start[1] - end[1]) * 2, end[0] - start[0]) / (math.pi / 4)
    heads = _ASCII_ARROWS if canvas.look.ascii else _ARROWS
    canvas.line(*start, *end, Ink(note.colour, "."))
    canvas.mark(*end, Ink(note.colour, heads[round(turn) % 8]))
