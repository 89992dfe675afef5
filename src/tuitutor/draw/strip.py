"""Curves and map in few rows, side by side: three of drawing under a line with the live numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby, pairwise

from rich.text import Text

from tuitutor.draw.curves import NO_TARGETS, Reading, fitted_axes, line_of
from tuitutor.draw.glyphs import BRAILLE_DOTS
from tuitutor.draw.look import Look, Role, crop
from tuitutor.draw.metrics import Metric, metrics
from tuitutor.draw.plot import PlotLine, PlotScale
from tuitutor.draw.words import brief, unit
from tuitutor.engine.snapshots import FitCurves

STRIP_ROWS = 4  # of which the numbers take one
_PLOT = STRIP_ROWS - 1
_PART = 7  # columns of a part of the map
_LEAST = 30  # columns of the curves beside a map
_SHORT = {"accuracy": "acc"}  # the name of a metric where its values would not fit otherwise
_GAP = 3  # columns between panels: a line, and a blank at each side of it


def draw_strip(
    curves: FitCurves,
    width: int,
    look: Look,
    ghost: FitCurves | None = None,
    targets: Mapping[str, float] = NO_TARGETS,
    reading: Reading = Reading(),
    *,
    faded: bool = False,
) -> Text:
    """`STRIP_ROWS` lines of at most `width` cells: the loss, the first metric, and what was learned if there is a map.

    `ghost`, `targets` and `reading` are those of `draw_curves`, `faded` is that of `draw_map`. There are no axes: the
    numbers are in the first line.
    """
    known = (metrics(curves) or (metrics(ghost) if ghost else ()) or (Metric("loss", "loss"),))[:2]
    taken = curves.map_at(None if reading.cursor is None else int(reading.cursor))
    across = 0 if taken is None else (_PART + 1) * min(2, len(taken.map.parts)) + 1
    if width - across - _GAP < _LEAST:
        taken, across = None, 0
    room = width - (across + _GAP if taken else 0) - _GAP * (len(known) - 1)
    widths = [room // len(known) + (at < room % len(known)) for at in range(len(known))]
    panels: list[tuple[Text, list[Text], int]] = []
    for metric, columns in zip(known, widths, strict=True):
        target = targets.get(metric.name)
        title = _title(metric, curves, columns - 1, look, reading, target, ghost if metric is known[0] else None)
        panels.append((title, _plot(metric, curves, columns, look, ghost, target, reading), columns))
    if taken is not None:
        from tuitutor.draw.maps import draw_parts  # imported late: the bench is part of the first paint

        caption = look.text(f"{unit(curves)} {taken.epoch}" if reading.cursor is not None else "learned")
        panels.append(
            (Text(caption, look.style("quiet")), draw_parts(taken.map, across, _PLOT, look, faded=faded), across)
        )
    return Text("\n").join([_frame_line(panels, look), *_rows(panels, look)])


def _frame_line(panels: Sequence[tuple[Text, list[Text], int]], look: Look) -> Text:
    """The titles, in the line above the panels."""
    rule = look.style("hairline")
    line = Text()
    for at, (title, _, columns) in enumerate(panels):
        if at:
            line.append(look.cells("┬─"), rule)
        title = crop(title, columns - 1, look)
        line.append_text(title).append(" ").append(look.cells("─") * (columns - title.cell_len), rule)
    line.right_crop(1)
    return line


def _rows(panels: Sequence[tuple[Text, list[Text], int]], look: Look) -> list[Text]:
    rows = []
    for row in range(_PLOT):
        line = Text()
        for at, (_, drawn, columns) in enumerate(panels):
            line.append(look.cells(" │ ") if at else "", look.style("hairline"))
            part = drawn[row] if row < len(drawn) else Text()
            line.append_text(part).append(" " * (columns - part.cell_len))
        line.rstrip()
        rows.append(line)
    return rows


def _title(
    metric: Metric,
    curves: FitCurves,
    width: int,
    look: Look,
    reading: Reading,
    target: float | None,
    ghost: FitCurves | None,
) -> Text:
    """The metric's name and values at the cursor, or the latest; what else fits: its goal, and what the dots are."""
    log = " log" if reading.log and metric.name == "loss" else ""
    said: list[tuple[str, Role]] = []
    logs: tuple[tuple[str, str, Role], ...] = (("", metric.train, "train"), ("val ", metric.validation, "validation"))
    for word, name, role in logs:
        if values := [value for x, value in curves.points(name) if reading.cursor is None or x == reading.cursor]:
            said.append((f"{word}{brief(values[-1])}", role))
    name = look.line(metric.name) + log
    if len(name) + sum(1 + len(text) for text, _ in said) > width:
        name = _SHORT.get(name, name)
    title = crop(Text().append(name, look.style("title")), width, look)
    said += [(f"goal {brief(target)}", "target")] if target is not None else []
    said += [(look.cells(f"⠂⠂ {reading.ghost}"), "ghost")] if ghost is not None else []
    for text, of in said:
        if title.cell_len + 1 + len(text) <= width:
            title.append(" ").append(text, look.style(of))
    return title


def _plot(
    metric: Metric,
    curves: FitCurves,
    width: int,
    look: Look,
    ghost: FitCurves | None,
    target: float | None,
    reading: Reading,
) -> list[Text]:
    """The lines of a metric, the most important drawn last, on top; the goal is a dashed line at its value."""
    x, y = fitted_axes(metric, curves, ghost, target, width, _PLOT)
    sources = [(ghost, metric.validation or metric.train, "ghost")] if ghost else []
    sources += [(curves, metric.train, "train"), (curves, metric.validation, "validation")]
    lines = [
        line_of(source.points(name), x, y, width * (1 if look.ascii else 2), role, look, "")  # type: ignore[arg-type]
        for source, name, role in sources
    ]
    if target is not None and y.low <= target <= y.high:
        step = (x.high - x.low) / max(1, width - 1)
        dashes = tuple((x.low + step * at, target) for at in range(width))
        lines.insert(0, PlotLine(dashes, frozenset(range(width)), "target", "-"))
    if reading.cursor is not None:
        rows = _PLOT * (1 if look.ascii else 4)
        ends = tuple((reading.cursor, y.low + (y.high - y.low) * at / (rows - 1)) for at in range(rows))
        lines.insert(0, PlotLine(ends, frozenset(), "frame", "|"))
    return _ascii(lines, x, y, width, look) if look.ascii else _braille(lines, x, y, width, look)


def _braille(lines: Sequence[PlotLine], x: PlotScale, y: PlotScale, width: int, look: Look) -> list[Text]:
    dots: dict[tuple[int, int], int] = {}
    styles: dict[tuple[int, int], str] = {}
    for line in lines:
        for across, down in _path(line, x, y, 2 * width, 4 * _PLOT):
            cell = down // 4, across // 2
            dots[cell] = dots.get(cell, 0) | BRAILLE_DOTS[down % 4][across % 2]
            styles[cell] = look.style(line.role)
    signs = {cell: look.cells(chr(0x2800 + dot)) for cell, dot in dots.items()}
    return _lines(signs, styles, width)


def _ascii(lines: Sequence[PlotLine], x: PlotScale, y: PlotScale, width: int, look: Look) -> list[Text]:
    signs: dict[tuple[int, int], str] = {}
    styles: dict[tuple[int, int], str] = {}
    for line in lines:
        for across, down in _path(line, x, y, width, _PLOT):
            signs[down, across], styles[down, across] = line.marker, look.style(line.role)
    return _lines(signs, styles, width)


def _lines(signs: Mapping[tuple[int, int], str], styles: Mapping[tuple[int, int], str], width: int) -> list[Text]:
    drawn = []
    for row in range(_PLOT):
        cells = [(signs.get((row, at), " "), styles.get((row, at), "")) for at in range(width)]
        runs = groupby(cells, lambda cell: cell[1])
        drawn.append(Text.assemble(*(("".join(sign for sign, _ in run), style) for style, run in runs)))
    return drawn


def _path(line: PlotLine, x: PlotScale, y: PlotScale, columns: int, rows: int) -> list[tuple[int, int]]:
    """The dots of a line, from the left and from the top, with those between points that are joined."""
    found = [
        (
            round((at - x.low) / (x.high - x.low) * (columns - 1)),
            round((y.high - value) / (y.high - y.low) * (rows - 1)),
        )
        for at, value in line.points
    ]
    between = []
    for number, ((left, high), (right, low)) in enumerate(pairwise(found), start=1):
        if number not in line.gaps and abs(high - low) > 1:
            way = 1 if low > high else -1
            between += [(left if abs(at - high) < abs(at - low) else right, at) for at in range(high + way, low, way)]
    return [(across, down) for across, down in found + between if 0 <= across < columns and 0 <= down < rows]
