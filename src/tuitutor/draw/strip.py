"""Curves and map in few rows, side by side: three of drawing under a line with the live numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rich.style import Style
from rich.text import Text

from tuitutor.course.kind import Goal
from tuitutor.draw.canvas import Canvas, Ink
from tuitutor.draw.curves import (
    NO_GOALS,
    Reading,
    fitted_axes,
    goal_label,
    in_green,
    line_of,
    shown_metrics,
    values_at,
)
from tuitutor.draw.look import Look, Role, crop
from tuitutor.draw.maps import draw_parts
from tuitutor.draw.metrics import Metric
from tuitutor.draw.plot import PlotLine, PlotScale
from tuitutor.draw.words import unit
from tuitutor.engine.snapshots import FitCurves

STRIP_ROWS = 4  # of which the numbers take one
_PLOT_ROWS = STRIP_ROWS - 1
_PART = 7  # columns of a part of the map
_LEAST = 30  # columns of the curves beside a map
_GAP = 3  # columns between panels: a line with blanks on both sides


@dataclass(frozen=True, slots=True)
class _Panel:
    title: Text
    rows: list[Text]
    columns: int


def draw_strip(
    curves: FitCurves,
    width: int,
    look: Look,
    ghost: FitCurves | None = None,
    goals: Mapping[str, Goal] = NO_GOALS,
    reading: Reading = Reading(),
    *,
    faded: bool = False,
) -> Text:
    """`STRIP_ROWS` lines of at most `width` cells: the loss, the first metric, and what was learned if there is a map.

    `ghost`, `goals` and `reading` are those of `draw_curves`, `faded` is that of `draw_map`. There are no axes: the
    numbers are in the first line.
    """
    known = shown_metrics(curves, ghost, goals)[:2]
    taken = curves.map_at(None if reading.cursor is None else int(reading.cursor))
    across = 0 if taken is None else (_PART + 1) * min(2, len(taken.map.parts)) + 1
    if width - across - _GAP < _LEAST:
        taken, across = None, 0
    room = width - (across + _GAP if taken else 0) - _GAP * (len(known) - 1)
    panels = []
    for at, metric in enumerate(known):
        columns = room // len(known) + (at < room % len(known))
        title = _title(metric, curves, columns - 1, look, reading)
        if ghost is not None and at == 0:
            _append(title, look.cells(f"⠂⠂ {reading.ghost}"), "ghost", columns - 1, look)
        plotted = _plot(metric, curves, columns, look, ghost, goals.get(metric.name), reading.cursor)
        panels.append(_Panel(title, plotted, columns))
    if taken is not None:
        caption = look.text(f"{unit(curves)} {taken.epoch}" if reading.cursor is not None else "learned")
        rows = draw_parts(taken.map, across, _PLOT_ROWS, look, faded=faded)
        panels.append(_Panel(Text(caption, look.style("quiet")), rows, across))
    return Text("\n").join([_frame_line(panels, look), *_rows(panels, look)])


def _frame_line(panels: Sequence[_Panel], look: Look) -> Text:
    """The titles, in the line above the panels."""
    rule = look.style("hairline")
    line = Text()
    for at, panel in enumerate(panels):
        if at:
            line.append(look.cells("┬─"), rule)
        title = crop(panel.title, panel.columns - 1, look)
        line.append_text(title).append(" ").append(look.cells("─") * (panel.columns - title.cell_len), rule)
    line.right_crop(1)
    return line


def _rows(panels: Sequence[_Panel], look: Look) -> list[Text]:
    rows = []
    for row in range(_PLOT_ROWS):
        line = Text()
        for at, panel in enumerate(panels):
            line.append(look.cells(" │ ") if at else "", look.style("hairline"))
            part = panel.rows[row] if row < len(panel.rows) else Text()
            line.append_text(part).append(" " * (panel.columns - part.cell_len))
        line.rstrip()
        rows.append(line)
    return rows


def _title(metric: Metric, curves: FitCurves, width: int, look: Look, reading: Reading) -> Text:
    """The metric's name and values at the cursor, or the latest, as far as they fit."""
    log = " log" if reading.log and metric.name == "loss" else ""
    notes = values_at(metric, curves, reading.cursor)
    rooms = [width - len(log) - sum(1 + len(text) for text, _ in notes[:most]) for most in range(len(notes), 0, -1)]
    name = look.line(next((name for room in rooms if len(name := metric.named(room)) <= room), metric.name)) + log
    title = crop(Text().append(name, look.style("title")), width, look)
    for text, role in notes:
        _append(title, text, role, width, look)
    return title


def _append(title: Text, text: str, role: Role, width: int, look: Look) -> None:
    if title.cell_len + 1 + len(text) <= width:
        title.append(" ").append(text, look.style(role))


def _plot(
    metric: Metric,
    curves: FitCurves,
    width: int,
    look: Look,
    ghost: FitCurves | None,
    goal: Goal | None,
    cursor: float | None,
) -> list[Text]:
    """The lines of a metric, the most important last, on top; the goal is a dashed line at its value."""
    x, y = fitted_axes(metric, curves, ghost, goal, width, _PLOT_ROWS)
    canvas = Canvas(width, _PLOT_ROWS, look)
    lines: list[PlotLine] = []
    if cursor is not None:
        dots = _PLOT_ROWS * canvas.down
        ends = tuple((cursor, y.low + (y.high - y.low) * at / (dots - 1)) for at in range(dots))
        lines.append(PlotLine(ends, frozenset(), "frame", "|"))
    rule = None
    if goal is not None and y.low <= goal.edge <= y.high:
        step = (x.high - x.low) / max(1, width - 1)
        # in CP437 a dot is half a cell, and a row of them would outshine the curve
        dashes = tuple((x.low + step * at, goal.edge) for at in range(0, width, 3 if look.glyphs == "plain" else 1))
        rule = PlotLine(dashes, frozenset(range(len(dashes))), "target", "-")
        lines.append(rule)
    drawn: list[PlotLine] = []
    logs: tuple[tuple[FitCurves | None, str, Role], ...] = (
        (ghost, metric.validation or metric.train, "ghost"),
        (curves, metric.train, "train"),
        (curves, metric.validation, "validation"),
    )
    for source, name, role in logs:
        line = line_of(source.points(name) if source else (), x, y, width * canvas.across, role, look, "")
        drawn += [line] if goal is None or source is ghost else in_green(line, name, goal)
    for line in (*lines, *drawn):
        _paint(line, x, y, canvas)
    if goal is None or rule is None:
        return canvas.rows()
    label = goal_label(goal, rule, drawn, x, width, lambda value: int(_down(value, y, canvas)), look)
    return canvas.rows() if label is None else label.on(canvas.rows(), 0, look)


def _down(value: float, y: PlotScale, canvas: Canvas) -> float:
    """The middle of a value's dot, in rows from the top."""
    dots = canvas.height * canvas.down - 1
    return (round((y.high - value) / (y.high - y.low) * dots) + 0.5) / canvas.down


def _paint(line: PlotLine, x: PlotScale, y: PlotScale, canvas: Canvas) -> None:
    """Join the points of a line, but for its gaps, from the middle of a dot to the middle of the next."""
    ink = Ink(Style.parse(canvas.look.style(line.role)), line.marker)
    across = canvas.width * canvas.across - 1
    places = [
        ((round((at - x.low) / (x.high - x.low) * across) + 0.5) / canvas.across, _down(value, y, canvas))
        for at, value in line.points
    ]
    for number, place in enumerate(places):
        canvas.dot(*place, ink)
        if number and number not in line.gaps:
            canvas.line(*places[number - 1], *place, ink)
