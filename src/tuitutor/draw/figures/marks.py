"""The marks of a panel, painted on a canvas, and their inks: without colour, series differ by markers, dashes and
patterns.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from typing import TypeVar

from rich.cells import cell_len
from rich.text import Text

from tuitutor.draw.canvas import Canvas, Ink
from tuitutor.draw.figures.axes import Size, pixels_of, share, short
from tuitutor.draw.look import Look
from tuitutor.draw.palette import FILL, GROUNDS, LINE, ON_FILL, legible, mean
from tuitutor.protocol.figures import Bars, LegendEntry, Line, Note, Panel, Points, Raster

_ON_LINE = "•"  # marks a point of a line: a larger marker would hide it
_STYLES = {"x": "×", "X": "×", "+": "+", "P": "+", "*": "+", "s": "■", **dict.fromkeys("Dd", "◆")}
_STYLES |= dict.fromkeys("^v<>", "▴")
# dots drawn and left out in turn, and a sample for the legend, by matplotlib's style
_DASHES = {"": ((1, 0), "⠒⠒⠒"), "--": ((4, 4), "⠒⠒ ⠒⠒"), ":": ((1, 3), "⠂ ⠂ ⠂"), "-.": ((8, 3), "⠒⠒⠒⠒ ⠒⠒⠒⠒")}
_MORE_DASHES = (*_DASHES.values(), ((2, 2), "⠒ ⠒ ⠒"), ((6, 6), "⠒⠒⠒   ⠒⠒⠒"))  # in turn, where there is no colour

Series = tuple[str, str]
"""A colour and a style."""
Kind = TypeVar("Kind", str, Series)


class Inks:
    """The inks of a panel: the series of a kind differ by colour, or else by their place in drawing order."""

    def __init__(self, panel: Panel, look: Look) -> None:
        self._look, self._ground, self._all_markers = look, GROUNDS[look.dark], look.strokes.markers
        self._lines = _distinct((mark.colour, mark.style) for mark in panel.marks if isinstance(mark, Line))
        scattered = (mark for mark in panel.marks if isinstance(mark, Points))
        self._points = _distinct((colour, mark.style) for mark in scattered for colour in mark.colours)
        self._bars = _distinct(colour for mark in panel.marks if isinstance(mark, Bars) for colour in mark.colours)
        self._lined = {colour for colour, _ in self._lines}
        self._markers: dict[Series, str] = {}
        if len(self._points) <= len(self._all_markers):  # more colours are a colour map's
            for series in self._points:
                own = _STYLES.get(series[1], self._all_markers[0])
                free = [marker for marker in (own, *self._all_markers) if marker not in self._markers.values()]
                self._markers[series] = own if look.colour or not free else free[0]

    def line(self, colour: str, style: str) -> Ink:
        """The ink of a line."""
        marker = self._all_markers[self._lines.get((colour, style), 0) % len(self._all_markers)]  # for ASCII
        return Ink(colour, marker, (1, 0) if self._look.ascii else self._dashes(colour, style)[0])

    def _dashes(self, colour: str, style: str) -> tuple[tuple[int, int], str]:
        """A line's own dashes or, without colour, dashes of no other line; and a sample of them."""
        if self._look.colour:
            return _DASHES.get(style, _DASHES[""])
        return _MORE_DASHES[self._lines.get((colour, style), 0) % len(_MORE_DASHES)]

    def point(self, colour: str, style: str) -> Ink:
        """The ink of a point."""
        if self._look.ascii:  # where a line is drawn with a marker, too
            number = len(self._lines) + self._points.get((colour, style), 0) if self._markers else 0
            return Ink(colour, self._all_markers[number % len(self._all_markers)])
        if colour in self._lined and style not in _STYLES:
            return Ink(colour, _ON_LINE)
        return Ink(colour, self._markers.get((colour, style)) or _STYLES.get(style, self._all_markers[0]))

    def bar(self, colour: str) -> str:
        """A bar's fill."""
        if self._look.colour:
            return legible(colour, self._ground, FILL)
        patterns = self._look.strokes.patterns
        return patterns[self._bars.get(colour, 0) % len(patterns)]

    def sample(self, entry: LegendEntry, behind: str) -> Text:
        """The sample before a series's name in a legend, on the colour `behind` it, or "" for the terminal's own."""
        look, colour, series = self._look, entry.colour, (entry.colour, entry.style)
        sample = look.text("██")
        if entry.drawn == "points" and series in self._points:
            sample = look.cells(self.point(*series).marker)
        elif entry.drawn == "line" and series in self._lines:
            sample = look.cells(self.line(*series).marker * 3 if look.ascii else self._dashes(*series)[1])
        elif colour in self._bars and not look.colour:
            sample = self.bar(colour) * 2
        if not look.colour:
            return Text(sample)
        if entry.drawn == "area":
            style = legible(colour, self._ground, FILL)
        elif behind:
            style = f"{legible(colour, behind, ON_FILL)} on {behind}"
        else:
            style = legible(colour, self._ground, LINE)
        return Text().append(sample, style)


def _distinct(series: Iterable[Kind]) -> dict[Kind, int]:
    return {kind: at for at, kind in enumerate(dict.fromkeys(series))}


# ---- painting -----------------------------------------------------------------------------

_FAR = 1e9  # cells: further out, a line's direction no longer matters
_CROWDED = 0.3  # share of cells with a point above which points are dots rather than markers
_MOST_NOTES = 2_000
_SAMPLES = 3  # pixels read along both sides of half a cell; a finer picture is sampled

Place = tuple[float, float]
"""From the left and from the top of a canvas, in cells."""


@dataclass(frozen=True, slots=True)
class Plot:
    """Paints a panel's marks on its canvas."""

    panel: Panel
    size: Size
    canvas: Canvas
    inks: Inks

    def paint(self) -> int:
        """Paint all marks, texts last; returns the number of texts without room."""
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
        """The place of a point; None if it is not finite."""
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
        for at, colour in zip(self._places(points), _repeat(points.colours, len(points.xs)), strict=False):
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
        colours = _repeat(bars.colours, len(bars.boxes))
        for (left, bottom, right, top), colour in zip(bars.boxes, colours, strict=False):
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
        parts = canvas.look.halves
        down = _spans(canvas.height * parts, start[1] * parts, end[1] * parts, rows)
        for column, xs in enumerate(_spans(canvas.width, start[0], end[0], columns)):
            for row in range(canvas.height if xs and not canvas.exhausted else 0):
                fills = [self._mean(raster, xs, ys) for ys in down[row * parts : (row + 1) * parts]]
                if any(fills):
                    canvas.fill_cell(column, row, fills[0], fills[-1])

    def _mean(self, raster: Raster, xs: Sequence[int], ys: Sequence[int]) -> str:
        """The mean colour of some pixels or, without colour, their shade; "" if all are transparent."""
        pixels = [(x, y) for y in ys for x in xs if raster.levels[y][x] != "."]
        if not pixels:
            return ""
        if not self.canvas.look.colour:
            levels = [("0123456789abcdef".find(raster.levels[y][x]) % 16 + 0.5) / 16 for x, y in pixels]
            return self.canvas.look.shade(sum(levels) / len(levels))
        return mean([raster.colours[y][6 * x : 6 * x + 6] for x, y in pixels])

    def _write(self, note: Note, taken: set[tuple[int, int]]) -> bool:
        """Write a text at its place, moved if necessary to be on the canvas; returns whether there was room."""
        canvas, text, at = self.canvas, short(note.text, self.canvas.look), self._at(note.x, note.y)
        if not text or at is None or not (-1 <= at[0] <= canvas.width + 1 and -1 <= at[1] <= canvas.height + 1):
            return True  # matplotlib doesn't show it either
        cells = [part for character in text for part in (character, "")[: cell_len(character)]]  # see `Canvas.write`
        length = len(cells)
        offset = {"center": length / 2, "right": float(length)}.get(note.align, 0.0)
        column, row = max(0, min(canvas.width - length, math.floor(at[0] - offset + 0.5))), canvas.cell(*at)[1]
        covered = {(cell, row) for cell in range(column, column + length)}
        if length > canvas.width or taken & covered:
            return False
        canvas.write(column, row, cells, note.colour)
        taken |= covered
        return True

    def _arrow(self, note: Note) -> None:
        start, end = self._at(note.x, note.y), self._at(*note.points_to) if len(note.points_to) == 2 else None
        if start is not None and end is not None:
            turn = math.atan2((start[1] - end[1]) * 2, end[0] - start[0]) / (math.pi / 4)
            self.canvas.line(*start, *end, Ink(note.colour, "."))
            self.canvas.mark(*end, Ink(note.colour, self.canvas.look.strokes.arrows[round(turn) % 8]))


def ground_of(panel: Panel) -> str:
    """The mean colour of a panel's pictures, which is behind its lines; "" if there are none."""
    found = []
    for raster in [mark for mark in panel.marks if isinstance(mark, Raster)][:4]:
        for row in raster.colours[:: max(1, len(raster.colours) // 8)]:
            found += [row[6 * x : 6 * x + 6] for x in range(0, len(row) // 6, max(1, len(row) // 48))]
    return mean(found) if found else ""


def _repeat(colours: Sequence[str], count: int) -> Iterator[str]:
    return islice(cycle(colours or ("#808080",)), count)


def _spans(cells: int, start: float, end: float, count: int) -> list[tuple[int, ...]]:
    """For each cell its pixels, or a sample of many; none for a cell outside."""
    spans: list[tuple[int, ...]] = []
    for cell in range(cells):
        first, last = sorted((cell + edge - start) / (end - start) * count for edge in (0.0, 1.0))
        inside = [first + (last - first) * (part + 0.5) / _SAMPLES for part in range(_SAMPLES)]
        shown = 0 <= (first + last) / 2 < count
        spans.append(tuple(sorted({min(count - 1, max(0, int(at))) for at in inside})) if shown else ())
    return spans
