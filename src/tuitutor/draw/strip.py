"""Curves and map in few rows, side by side: three of drawing under a line with the live numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.style import Style
from rich.text import Text

from tuitutor.draw.curves import NO_TARGETS, Reading, fitted_axes, line_of
from tuitutor.draw.figures.inks import Ink
from tuitutor.draw.figures.painting import Canvas
from tuitutor.draw.look import Look, Role, crop
from tuitutor.draw.maps import draw_parts
from tuitutor.draw.metrics import Metric, MetricTarget, metrics
from tuitutor.draw.plot import PlotLine, PlotScale
from tuitutor.draw.words import brief, unit
from tuitutor.engine.snapshots import FitCurves

STRIP_ROWS = 4  # of which the numbers take one
_PLOT = STRIP_ROWS - 1
_PART = 7  # columns of a part of the map
_LEAST = 30  # columns of the curves beside a map
_GAP = 3  # columns between panels: a line, and a blank at each side of it


def draw_strip(
    curves: FitCurves,
    width: int,
    look: Look,
    ghost: FitCurves | None = None,
    targets: Mapping[str, MetricTarget] = NO_TARGETS,
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
    target: MetricTarget | None,
    ghost: FitCurves | None,
) -> Text:
    """The metric's name and values at the cursor, or the latest; what else fits: its goal, and what the dots are."""
    log = " log" if reading.log and metric.name == "loss" else ""
    said: list[tuple[str, Role]] = []
    logs: tuple[tuple[str, str, Role], ...] = (("", metric.train, "train"), ("val ", metric.validation, "validation"))
    for word, name, role in logs:
        if values := [value for x, value in curves.points(name) if reading.cursor is None or x == reading.cursor]:
            said.append((f"{word}{brief(values[-1])}", role))
    said += [(look.text(f"{target.word} {brief(target.value)}"), "target")] if target is not None else []
    rooms = [width - len(log) - sum(1 + len(text) for text, _ in said[:most]) for most in range(len(said), 0, -1)]
    name = look.line(next((name for room in rooms if len(name := metric.named(room)) <= room), metric.name)) + log
    title = crop(Text().append(name, look.style("title")), width, look)
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
    target: MetricTarget | None,
    reading: Reading,
) -> list[Text]:
    """The lines of a metric, the most important drawn last, on top; the goal is a dashed line at its value."""
    goal = None if target is None else target.value
    x, y = fitted_axes(metric, curves, ghost, goal, width, _PLOT)
    sources = [(ghost, metric.validation or metric.train, "ghost")] if ghost else []
    sources += [(curves, metric.train, "train"), (curves, metric.validation, "validation")]
    lines = [
        line_of(source.points(name), x, y, width * (1 if look.ascii else 2), role, look, "")  # type: ignore[arg-type]
        for source, name, role in sources
    ]
    if goal is not None and y.low <= goal <= y.high:
        step = (x.high - x.low) / max(1, width - 1)
        # in CP437 a dot is half a cell, and a row of them would outshine the curve
        dashes = tuple((x.low + step * at, goal) for at in range(0, width, 3 if look.glyphs == "plain" else 1))
        lines.insert(0, PlotLine(dashes, frozenset(range(len(dashes))), "target", "-"))
    if reading.cursor is not None:
        rows = _PLOT * (1 if look.ascii else 4)
        ends = tuple((reading.cursor, y.low + (y.high - y.low) * at / (rows - 1)) for at in range(rows))
        lines.insert(0, PlotLine(ends, frozenset(), "frame", "|"))
    canvas = Canvas(width, _PLOT, look)
    for line in lines:
        _paint(line, x, y, canvas, look)
    return canvas.rows()


def _paint(line: PlotLine, x: PlotScale, y: PlotScale, canvas: Canvas, look: Look) -> None:
    """Join the points of a line, but for its gaps; each is painted in the middle of a dot."""
    ink = Ink(Style.parse(look.style(line.role)), line.marker)
    across, down = canvas.width * canvas.across - 1, canvas.height * canvas.down - 1
    found = [
        (
            (round((at - x.low) / (x.high - x.low) * across) + 0.5) / canvas.across,
            (round((y.high - value) / (y.high - y.low) * down) + 0.5) / canvas.down,
        )
        for at, value in line.points
    ]
    for number, point in enumerate(found):
        canvas.dot(*point, ink)
        if number and number not in line.gaps:
            canvas.line(*found[number - 1], *point, ink)
