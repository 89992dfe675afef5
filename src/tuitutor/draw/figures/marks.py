"""The marks of a panel, painted on a canvas."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle, islice

from rich.cells import cell_len

from tuitutor.draw.figures.axes import Size, pixels_of, share, short
from tuitutor.draw.figures.inks import Ink, Inks, mean, shade
from tuitutor.draw.figures.painting import Canvas
from tuitutor.protocol.figures import Bars, Line, Note, Panel, Points, Raster

_FAR = 1e9  # cells: further out, a line's direction no longer matters
_CROWDED = 0.3  # share of cells with a point above which points are dots rather than markers
_MOST_NOTES = 2_000
_SAMPLES = 3  # pixels read along each side of a cell's half; a finer picture is sampled
_ARROWS, _ASCII_ARROWS = "→↗↑↖←↙↓↘", ">/^\\</v\\"

Place = tuple[float, float]
"""From the left and from the top of a canvas, in cells."""


@dataclass(frozen=True, slots=True)
class Plot:
    """The canvas of a panel, and what paints the panel's marks on it."""

    panel: Panel
    size: Size
    canvas: Canvas
    inks: Inks

    def paint(self) -> int:
        """Paint all marks, texts last; returns how many of these found no room."""
        crowded = self._is_crowded()
        for mark in self.panel.marks:
            match mark:
                case Line():
                    self._line(mark)
                case Points():
                    self._points(mark, crowded)
                case Bars():
                    self._bars(mark)
                case Raster():
                    self._raster(mark)
        notes = [mark for mark in self.panel.marks if isinstance(mark, Note)]
        for note in notes[:_MOST_NOTES]:
            self._arrow(note)
        taken: set[tuple[int, int]] = set()
        return sum(not self._write(note, taken) for note in notes[:_MOST_NOTES]) + len(notes[_MOST_NOTES:])

    def _at(self, x: float, y: float) -> Place | None:
        """Where a point is; None if it is nowhere."""
        across, down = share(self.panel.x, x) * self.size.width, (1 - share(self.panel.y, y)) * self.size.height
        if not (math.isfinite(across) and math.isfinite(down)):
            return None
        return max(-_FAR, min(_FAR, across)), max(-_FAR, min(_FAR, down))

    def _places(self, mark: Line | Points) -> list[Place | None]:
        return [self._at(x, y) for x, y in zip(mark.xs, mark.ys, strict=False)]

    def _line(self, line: Line) -> None:
        ink, drawn = self.inks.line(line.colour, line.style), 0
        before: Place | None = None
        for at in self._places(line):
            if before is not None and at is not None:
                drawn = self.canvas.line(*before, *at, ink, drawn)
            elif at is not None and ink.dash == (1, 0):
                self.canvas.dot(*at, ink)
            before = at

    def _points(self, points: Points, crowded: bool) -> None:
        paint = self.canvas.dot if crowded else self.canvas.mark
        for at, colour in zip(self._places(points), _for_each(points.colours, len(points.xs)), strict=False):
            if at is not None:
                paint(*at, self.inks.point(colour, points.style))

    def _is_crowded(self) -> bool:
        look, marks = self.canvas.look, [mark for mark in self.panel.marks if isinstance(mark, Points)]
        series = {(mark.style, "" if look.colour else colour) for mark in marks for colour in mark.colours}
        if look.ascii or len(series) > 1:
            return False  # dots look alike
        cells = {(int(at[0]), int(at[1])) for mark in marks for at in self._places(mark) if at is not None}
        return len(cells) > _CROWDED * self.canvas.width * self.canvas.height

    def _bars(self, bars: Bars) -> None:
        for box, colour in zip(bars.boxes, _for_each(bars.colours, len(bars.boxes)), strict=False):
            left, bottom, right, top = box
            start, end = self._at(left, top), self._at(right, bottom)
            if start is not None and end is not None and start[1] != end[1]:
                (x0, x1), (y0, y1) = sorted((start[0], end[0])), sorted((start[1], end[1]))
                self.canvas.fill(x0, y0, x1, y1, self.inks.bar(colour))

    def _raster(self, raster: Raster) -> None:
        """Two pixels per cell in colour, otherwise characters as shades."""
        canvas, (columns, rows) = self.canvas, pixels_of(raster)
        start, end = self._at(raster.left, raster.top), self._at(raster.right, raster.bottom)
        if not columns or not rows or start is None or end is None or start[0] == end[0] or start[1] == end[1]:
            return
        parts = 2 if canvas.look.colour and not canvas.look.ascii else 1
        down = _spans(canvas.height * parts, start[1] * parts, end[1] * parts, rows)
        for column, xs in enumerate(_spans(canvas.width, start[0], end[0], columns)):
            for row in range(canvas.height if xs and not canvas.exhausted else 0):
                fills = [self._mean(raster, xs, ys) for ys in down[row * parts : (row + 1) * parts]]
                if any(fills):
                    canvas.fill_cell(column, row, fills[0], fills[-1])

    def _mean(self, raster: Raster, xs: Sequence[int], ys: Sequence[int]) -> str:
        """The mean colour of some pixels or, without colour, their shade; "" if nothing is drawn there."""
        seen = [(x, y) for y in ys for x in xs if raster.levels[y][x] != "."]
        if not seen:
            return ""
        if not self.canvas.look.colour:
            levels = [("0123456789abcdef".find(raster.levels[y][x]) % 16 + 0.5) / 16 for x, y in seen]
            return shade(sum(levels) / len(levels), self.canvas.look)
        return mean([raster.colours[y][6 * x : 6 * x + 6] for x, y in seen])

    def _write(self, note: Note, taken: set[tuple[int, int]]) -> bool:
        """Write a text where it belongs, moved if necessary to be on the canvas; returns whether there was room."""
        canvas, text, at = self.canvas, short(note.text, self.canvas.look), self._at(note.x, note.y)
        if not text or at is None or not (-1 <= at[0] <= canvas.width + 1 and -1 <= at[1] <= canvas.height + 1):
            return True  # matplotlib doesn't show it either
        cells = [part for character in text for part in (character, "")[: cell_len(character)]]  # see `Canvas.write`
        length = len(cells)
        offset = {"center": length / 2, "right": float(length)}.get(note.align, 0.0)
        column, row = max(0, min(canvas.width - length, math.floor(at[0] - offset + 0.5))), canvas.cell(*at)[1]
        covered = {(each, row) for each in range(column, column + length)}
        if length > canvas.width or taken & covered:
            return False
        canvas.write(column, row, cells, note.colour)
        taken |= covered
        return True

    def _arrow(self, note: Note) -> None:
        start, end = self._at(note.x, note.y), self._at(*note.points_to) if len(note.points_to) == 2 else None
        if start is not None and end is not None:
            turn = math.atan2((start[1] - end[1]) * 2, end[0] - start[0]) / (math.pi / 4)
            heads = _ASCII_ARROWS if self.canvas.look.ascii else _ARROWS
            self.canvas.line(*start, *end, Ink(note.colour, "."))
            self.canvas.mark(*end, Ink(note.colour, heads[round(turn) % 8]))


def ground_of(panel: Panel) -> str:
    """The mean colour of a panel's pictures, which is behind its lines; "" if there are none."""
    found = []
    for raster in [mark for mark in panel.marks if isinstance(mark, Raster)][:4]:
        for row in raster.colours[:: max(1, len(raster.colours) // 8)]:
            found += [row[6 * x : 6 * x + 6] for x in range(0, len(row) // 6, max(1, len(row) // 48))]
    return mean(found) if found else ""


def _for_each(colours: Sequence[str], count: int) -> Iterator[str]:
    return islice(cycle(colours or ("#808080",)), count)


def _spans(cells: int, start: float, end: float, count: int) -> list[tuple[int, ...]]:
    """For each cell the pixels that are on it, only some if there are many; none for a cell outside."""
    spans: list[tuple[int, ...]] = []
    for cell in range(cells):
        first, last = sorted((cell + edge - start) / (end - start) * count for edge in (0.0, 1.0))
        inside = [first + (last - first) * (part + 0.5) / _SAMPLES for part in range(_SAMPLES)]
        shown = 0 <= (first + last) / 2 < count
        spans.append(tuple(sorted({min(count - 1, max(0, int(at))) for at in inside})) if shown else ())
    return spans
