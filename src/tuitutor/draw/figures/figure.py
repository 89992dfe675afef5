"""A whole figure: its panels in the order of their grid, side by side as long as there is room; and in a sentence."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle, groupby, islice, zip_longest
from typing import TypeVar

from rich.cells import cell_len
from rich.text import Text

from tuitutor.draw.canvas import Canvas, Ink
from tuitutor.draw.figures.axes import (
    FEWEST,
    NARROWEST,
    Size,
    cut,
    is_bare,
    narrowest,
    pixels_of,
    share,
    short,
    size_in,
    thinned,
    tick_row,
    ticks_of,
)
from tuitutor.draw.look import PANEL_GAP, Look, beside, crop, flowing, wrap
from tuitutor.draw.palette import FILL, GROUNDS, LINE, ON_FILL, legible, mean
from tuitutor.draw.plain import one_line
from tuitutor.draw.words import brief
from tuitutor.protocol.figures import Axis, Bars, Figure, LegendEntry, Line, Mark, Note, Panel, Points, Raster
from tuitutor.spelling import counted

_MOST_PANELS = 64
_NARROWEST = 16  # columns below which there is only a sentence
_TITLE = 200  # characters of a figure's title that are shown

Row = tuple[int, list[tuple[Panel, Size]]]
"""The columns of every panel in a row, and the panels side by side."""


def draw_figure(figure: Figure, width: int, look: Look, height: int | None = None) -> Text:
    """The figure in lines of at most `width` cells, and at most `height` of them.

    Panels are side by side as in matplotlib's grid if there are enough columns, otherwise in more rows. The last lines
    name what isn't drawn.
    """
    rows = wrap(short(figure.title, look)[:_TITLE], width, look, look.style("title")) if figure.title else []
    names = [short(name, look) for name in figure.left_out[:20]]
    if len(figure.panels) > _MOST_PANELS:
        names.append(f"{len(figure.panels) - _MOST_PANELS:,} more panels")
    last = wrap(f"Not drawn here: {', '.join(names)}.", width, look, look.style("quiet")) if names else []
    if width < _NARROWEST or not figure.panels:
        why = "Too narrow for a figure." if width < _NARROWEST else "An empty figure."
        rows += wrap(why, width, look, look.style("quiet"))
    else:
        rows += _panels(figure, width, look, None if height is None else height - len(rows) - len(last))
    rows = [crop(row, width, look) for row in (*rows, *last)]
    return Text("\n").join(rows if height is None else rows[: max(1, height)])


def _panels(figure: Figure, width: int, look: Look, height: int | None) -> list[Text]:
    """The lines of all panels; to fit into a height, plots get lower."""
    most: int | None = None
    while True:
        rows = _rows(figure, width, look, most)
        lines: list[Text] = []
        for slot, parts in rows:
            blocks = [draw_panel(panel, size, slot, look) for panel, size in parts]
            highest = max(len(head) for head, _ in blocks)
            columns = [[*[Text()] * (highest - len(head)), *head, *body] for head, body in blocks]
            lines += [Text("")] * bool(lines)
            lines += [beside(line, slot, look) for line in zip_longest(*columns, fillvalue=Text())]
        high = max(size.rows for _, parts in rows for _, size in parts)
        if height is None or len(lines) <= height or high <= FEWEST or most == FEWEST:
            return lines
        most = max(FEWEST, high - -(-(len(lines) - height) // len(rows)))


def _rows(figure: Figure, width: int, look: Look, most: int | None) -> list[Row]:
    panels = sorted(figure.panels[:_MOST_PANELS], key=lambda panel: (panel.row, panel.column))
    grid = [list(row) for _, row in groupby(panels, key=lambda panel: panel.row)]
    across = max(len(row) for row in grid)
    rows: list[Row] = []
    for row in grid:
        # a panel that is alone in its row spans the grid, unless it is a small picture
        least = max(narrowest(panel, look) for panel in row)
        slots = 1 if len(row) == 1 and least >= NARROWEST else across
        # in as many lines as necessary, evenly filled
        fit = max(1, min(slots, (width + PANEL_GAP) // (least + PANEL_GAP)))
        in_line = -(-slots // -(-slots // fit))
        slot = (width - PANEL_GAP * (in_line - 1)) // in_line
        sized = [(panel, size_in(panel, slot, look, most, slots == 1)) for panel in row]
        rows += [(slot, sized[start : start + in_line]) for start in range(0, len(sized), in_line)]
    # slots no wider than the widest panel or title, so that a row of pictures stays together
    used = max(
        max(size.whole, min(slot, 2 * size.whole, len(panel.title[:_TITLE])))
        for slot, parts in rows
        for panel, size in parts
    )
    return [(min(slot, used) if len(parts) > 1 else slot, parts) for slot, parts in rows]


# ---- a panel ------------------------------------------------------------------------------

_MOST_ENTRIES, _LEGEND_ROWS = 100, 4


def draw_panel(panel: Panel, size: Size, width: int, look: Look) -> tuple[list[Text], list[Text]]:
    """The panel in `width` columns: the lines above the plot, and the plot with the lines below it."""
    inks, canvas = Inks(panel, look), Canvas(size.columns, size.rows, look)
    crowded_out = Plot(panel, size, canvas, inks).paint()
    head, body, bare = [], canvas.rows(), is_bare(panel)
    title, x_name, y_name = (short(text, look) for text in (panel.title, panel.x.label, panel.y.label))
    if title:
        head.append(_centre(cut(title, width, look), size, width, look.style("title")))
    if y_name and panel.y.visible:
        head.append(Text(cut(y_name, width, look), look.style("quiet")))
    if panel.y.visible and not bare:
        body = _with_y_axis(panel, body, size, look)
    if panel.x.visible and not bare:
        body += _x_axis(panel, size, width, look)
    if x_name and panel.x.visible:
        body.append(_centre(cut(x_name, width, look), size, width, look.style("quiet")))
    body += _legend(panel, inks, width, look)
    if crowded_out:
        body += wrap(f"{counted(crowded_out, 'text')} did not fit.", width, look, look.style("quiet"))
    if canvas.exhausted:
        body += wrap("This is more than a terminal can draw; the rest is not shown.", width, look, look.style("quiet"))
    return head, body


def _centre(text: str, size: Size, width: int, style: str) -> Text:
    room = size.gutter + max(0, (size.columns - cell_len(text)) // 2)
    return Text(" " * min(room, width - cell_len(text))).append(text, style)


def _with_y_axis(panel: Panel, plot: list[Text], size: Size, look: Look) -> list[Text]:
    ticks = thinned(ticks_of(panel.y, size.rows, look, upwards=True), 2 if size.rows > 6 else 1)
    labels, rows = dict(ticks), []
    for at, row in enumerate(plot):
        label, line = cut(labels.get(at, ""), size.gutter - 1, look), look.text("┤" if at in labels else "│")
        blank = " " * (size.gutter - 1 - cell_len(label))
        rows.append(Text().append(f"{blank}{label}{line}", look.style("frame")).append_text(row))
    return rows


def _x_axis(panel: Panel, size: Size, width: int, look: Look) -> list[Text]:
    """The line with its ticks, and the row of labels."""
    ticks, labels = tick_row([(at + size.gutter, label) for at, label in ticks_of(panel.x, size.columns, look)], width)
    at_ticks = {at - size.gutter for at, _ in ticks}
    line, corner, tick = map(look.text, "─└┬")
    rule = "".join(tick if at in at_ticks else line for at in range(size.columns))
    start = " " * (size.gutter - 1) + corner if size.gutter else ""
    return [Text(start + rule, look.style("frame")), Text(labels, look.style("frame"))]


def _legend(panel: Panel, inks: Inks, width: int, look: Look) -> list[Text]:
    behind = ground_of(panel)
    entries = [
        inks.sample(entry, behind).append(f" {short(entry.text, look)}", "") for entry in panel.legend[:_MOST_ENTRIES]
    ]
    rows = flowing(entries, width, look)
    if len(rows) <= _LEGEND_ROWS and len(panel.legend) <= _MOST_ENTRIES:
        return rows
    return [*rows[:_LEGEND_ROWS], Text(look.text("…"), look.style("quiet"))]


# ---- inks: without colour, series differ by markers, dashes and patterns -------------------

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


# ---- in words -----------------------------------------------------------------------------

_LONGEST = 80  # most characters of a title or name
_MOST = 4  # panels described one by one
_NOUNS: dict[type[Mark], tuple[str, str]] = {
    Line: ("line", "lines"), Points: ("set of points", "sets of points"), Bars: ("set of bars", "sets of bars"),
    Raster: ("picture", "pictures"), Note: ("text", "texts"),
}  # fmt: skip


def describe_figure(figure: Figure) -> str:
    """One line: "Figure: Loss; epoch from 1 to 30; 2 lines: train, validation."."""
    parts = [_cut(figure.title)] if figure.title else []
    for panel in figure.panels[:_MOST]:
        counts = Counter(type(mark) for mark in panel.marks)
        marks = ", ".join(f"{count} {_NOUNS[kind][count != 1]}" for kind, count in counts.items()) or "nothing drawn"
        names = ", ".join(_cut(entry.text) for entry in panel.legend[:8])
        marks += f": {names}" if names else ""
        parts.append("; ".join(filter(None, (_cut(panel.title), _axis("x", panel.x), _axis("y", panel.y), marks))))
    more = len(figure.panels) - _MOST
    parts += [counted(more, "more panel")] if more > 0 else []
    return f"Figure: {'. '.join(filter(None, parts)) or 'empty'}."


def _axis(name: str, axis: Axis) -> str:
    return f"{_cut(axis.label) or name} from {_end(axis, axis.low)} to {_end(axis, axis.high)}" if axis.visible else ""


def _end(axis: Axis, value: float) -> str:
    """A value as written on the axis's ticks, which may be logarithms or categories."""
    near = [(abs(at - value), label) for at, label in axis.ticks[:200] if label]
    nearest = min(near, default=(0.0, ""))
    return _cut(nearest[1]) if nearest[1] and nearest[0] <= abs(axis.high - axis.low) / 5 else brief(value)


def _cut(text: str) -> str:
    text = one_line(text[: 4 * _LONGEST])
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
