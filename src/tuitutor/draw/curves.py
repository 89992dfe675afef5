"""Training curves drawn to fit: loss and metrics, training and validation, with axes that stay put."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from rich.text import Text

from tuitutor.draw.look import Look, Role, crop
from tuitutor.draw.metrics import Metric, metrics
from tuitutor.draw.plot import Axis, Line, plot
from tuitutor.draw.words import describe, number, status
from tuitutor.engine.snapshots import FitCurves, Point

__all__ = ["describe", "draw_curves", "status"]

_GAP = 2  # columns between panels side by side
_HUGE = 1e300  # beyond it axes overflow; such a value is drawn as a gap, as infinity is

# dots drawn and left out in turn, along x, in dots of a braille cell (two a column) or in ASCII columns
_DASHES: dict[Role, tuple[int, int]] = {"train": (1, 0), "validation": (4, 2), "ghost": (1, 3)}
_ASCII_MARKERS: dict[Role, str] = {"train": "*", "validation": "o", "ghost": "."}
_SAMPLES: dict[Role, str] = {"train": "⠒⠒⠒", "validation": "⠒⠒ ⠒⠒", "ghost": "⠂ ⠂ ⠂"}
_ASCII_SAMPLES: dict[Role, str] = {"train": "***", "validation": "oo oo", "ghost": ". . ."}


def draw_curves(curves: FitCurves, width: int, height: int, look: Look, ghost: FitCurves | None = None) -> Text:
    """The curves as exactly `height` lines of at most `width` cells; `ghost` is an earlier run, drawn dim.

    Panels of loss and metrics stand side by side, or in a tall narrow place one above the other. The x axis runs
    to the epochs asked for, so that lines grow rightwards; the y axes only ever grow, in steps. Values that are no
    numbers leave gaps. Below 16 x 6 cells there is only the status line.
    """
    if width < 16 or height < 6:
        rows = [crop(Text(look.text(status(curves, width))), width, look)]
    else:
        rows = [*_panels(curves, width, height - 1, look, ghost), _legend(curves, width, look, ghost)]
    rows = rows[:height] + [Text("")] * (height - len(rows))
    return Text("\n").join(rows)


@dataclass(frozen=True, slots=True)
class _Grid:
    """How panels are laid out, and the size of each in cells."""

    across: int
    down: int
    width: int
    height: int


def _grid(known: int, width: int, height: int) -> _Grid:
    if known > 1 and width < 48 and height >= 13:
        return _Grid(1, 2, width, height // 2)
    across = min(known, max(2, width // 40))
    return _Grid(across, 1, (width - _GAP * (across - 1)) // across, height)


def _shown(curves: FitCurves, ghost: FitCurves | None) -> tuple[Metric, ...]:
    """What there is to draw; before the first value what the run before logged, else the loss to come."""
    return metrics(curves) or (metrics(ghost) if ghost else ()) or (Metric("loss", "loss"),)


def _panels(curves: FitCurves, width: int, height: int, look: Look, ghost: FitCurves | None) -> list[Text]:
    known = _shown(curves, ghost)
    grid = _grid(len(known), width, height)
    count = grid.across * grid.down
    drawn = [_panel(metric, curves, grid, look, ghost) for metric in known[:count]]
    if grid.down > 1:
        return [row for panel in drawn for row in panel]
    return [_beside(rows, grid.width, look) for rows in zip(*drawn, strict=True)]


def _beside(rows: Sequence[Text], width: int, look: Look) -> Text:
    joined = Text()
    for row in rows:
        if joined:
            joined.append(" " * _GAP)
        padded = crop(row, width, look)
        joined.append_text(padded).append(" " * (width - padded.cell_len))
    joined.rstrip()
    return joined


def _panel(metric: Metric, curves: FitCurves, grid: _Grid, look: Look, ghost: FitCurves | None) -> list[Text]:
    """`grid.height` rows: a title with the latest values, then the plot."""
    rows = grid.height - 1
    baseline = rows >= 8
    y = _y_axis(metric, curves, ghost, rows - 1 - baseline)
    x = _x_axis(curves, grid.width)
    dots = (grid.width - 1 - len(y.ticks[0][1])) * (1 if look.ascii else 2)
    lines = [_line(source.points(name), x, dots, role, look) for source, name, role in _series(metric, curves, ghost)]
    return [_title(metric, curves, grid.width, look), *plot(lines, x, y, grid.width, rows, baseline, look)]


def _series(metric: Metric, curves: FitCurves, ghost: FitCurves | None) -> list[tuple[FitCurves, str, Role]]:
    """What is drawn, the most important last, over the rest."""
    series: list[tuple[FitCurves, str, Role]] = []
    if ghost and ghost.by_step == curves.by_step:
        series += [(ghost, metric.validation or metric.train, "ghost")]
    return [*series, (curves, metric.train, "train"), (curves, metric.validation, "validation")]


def _title(metric: Metric, curves: FitCurves, width: int, look: Look) -> Text:
    """The metric's name, and its latest values as far as they fit whole."""
    title = crop(Text().append(look.line(metric.name), look.style("title")), width, look)
    latest: tuple[tuple[str, str, Role], ...] = (("", metric.train, "train"), ("val ", metric.validation, "validation"))
    for word, name, role in latest:
        values = curves.logs.get(name)
        value = f"  {word}{number(values[-1])}" if values else ""
        if title.cell_len + len(value) <= width:
            title.append(value, look.style(role))
    return title


def _legend(curves: FitCurves, width: int, look: Look, ghost: FitCurves | None) -> Text:
    samples = _ASCII_SAMPLES if look.ascii else _SAMPLES
    names: list[tuple[Role, str]] = [("train", "train")]
    if curves.validation or any(metric.validation for metric in metrics(curves)):
        names.append(("validation", "validation"))
    if ghost:
        names.append(("ghost", "previous"))
    legend = Text("  ").join([Text(f"{samples[role]} {name}", style=look.style(role)) for role, name in names])
    unit = "step" if curves.by_step else "epoch"
    hidden = _hidden(curves, width, ghost)
    tail = Text(look.text(f"{hidden}x: {unit}"), style=look.style("quiet"))
    room = width - legend.cell_len - tail.cell_len
    if room >= 2:
        legend.append(" " * room).append_text(tail)
    return crop(legend, width, look)


def _hidden(curves: FitCurves, width: int, ghost: FitCurves | None) -> str:
    more = len(_shown(curves, ghost)) - max(2, width // 40)
    return f"+{more} not shown · " if more > 0 else ""


# ---- axes ---------------------------------------------------------------------------------


def _x_axis(curves: FitCurves, width: int) -> Axis:
    low, high = (0.0, _last_step(curves)) if curves.by_step else (1.0, float(curves.epochs))
    middle = (low + high) // 2
    wanted = [low, middle, high] if width >= 24 and low < middle < high else [low, high]
    return Axis(low, high, tuple((at, f"{at:.0f}") for at in wanted))


def _last_step(curves: FitCurves) -> float:
    if curves.epochs and curves.steps:
        return max(1.0, float(curves.steps))
    return _round_up(max([1.0, *(x for name in curves.logs for x, _ in curves.points(name)[-1:])]))


def _y_axis(metric: Metric, curves: FitCurves, ghost: FitCurves | None, rows: int) -> Axis:
    values = _finite(metric, curves) or (_finite(metric, ghost) if ghost else [])
    if metric.is_share and all(0 <= value <= 1 for value in values):
        low, high = 0.0, 1.0
    else:
        low = -_round_up(-min(values, default=0.0)) if min(values, default=0.0) < 0 else 0.0
        high = _round_up(max(values, default=1.0))
    positions = [low + (high - low) * part for part in ((0, 0.25, 0.5, 0.75, 1) if rows >= 9 else (0, 0.5, 1))]
    labels = [f"{position:.3g}" for position in positions]
    room = max(4, *map(len, labels))  # so that panels of different scales line up
    return Axis(low, high, tuple((at, label.rjust(room)) for at, label in zip(positions, labels, strict=True)))


def _finite(metric: Metric, curves: FitCurves) -> list[float]:
    values = (*curves.logs.get(metric.train, ()), *curves.logs.get(metric.validation, ()))
    return [value for value in values if _is_drawn(value)]


def _is_drawn(value: float) -> bool:
    return math.isfinite(value) and abs(value) < _HUGE


def _round_up(value: float) -> float:
    """The next of 1, 2, 4, 6, 8 times a power of ten: an axis grows seldom, and its quarters are short numbers.

    1 for zero and below.
    """
    if value < 1e-300:
        return 1.0
    unit = 10.0 ** math.floor(math.log10(value))
    return next(step * unit for step in (1, 2, 4, 6, 8, 10, 20) if value <= step * unit * (1 + 1e-9))


# ---- lines --------------------------------------------------------------------------------


def _line(points: Sequence[Point], x: Axis, dots: int, role: Role, look: Look) -> Line:
    marker = _ASCII_MARKERS[role] if look.ascii else "braille"
    sampled = _sampled(_thinned(points, x, dots), x, dots)
    on, off = _DASHES[role]
    if look.ascii:
        on, off = max(1, on // 2), off // 2
    kept = [(column, point) for column, point in sampled if column % (on + off) < on]
    gaps = {i for i, (column, _) in enumerate(kept) if i == 0 or kept[i - 1][0] != column - 1}
    head = "" if look.ascii or role == "ghost" or not points or not _is_drawn(points[-1][1]) else "•"
    shown = tuple(point for _, point in kept)
    if head and sampled:
        shown, gaps = (*shown, sampled[-1][1]), gaps | {len(shown)}
    return Line(shown, frozenset(gaps), role, marker, head)


def _thinned(points: Sequence[Point], x: Axis, dots: int) -> list[tuple[int, float]]:
    """(dot column, value) with one value a dot column, the last; the axis fixes the columns, so they stay put."""
    scale = (dots - 1) / (x.high - x.low)
    by_column = {round((at - x.low) * scale): value for at, value in points if x.low <= at <= x.high}
    return sorted(by_column.items())


def _sampled(points: Sequence[tuple[int, float]], x: Axis, dots: int) -> list[tuple[int, Point]]:
    """The broken line through `points`, read off at each dot column; none next to a value that is not a number."""
    step = (x.high - x.low) / max(1, dots - 1)
    values: dict[int, float] = {column: value for column, value in points if _is_drawn(value)}
    for (left, a), (right, b) in pairwise(points):
        if _is_drawn(a) and _is_drawn(b):
            for column in range(left + 1, right):
                values[column] = a + (b - a) * (column - left) / (right - left)
    return [(column, (x.low + column * step, value)) for column, value in sorted(values.items())]
