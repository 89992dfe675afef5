"""Training curves drawn to fit: loss and metrics, training and validation, with axes that stay put."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice, pairwise
from types import MappingProxyType

from rich.text import Text

from tuitutor.course.kind import Goal
from tuitutor.draw.look import PANEL_GAP, Look, Role, beside, crop
from tuitutor.draw.metrics import Metric, metrics
from tuitutor.draw.plot import PlotLine, PlotScale, plot
from tuitutor.draw.words import brief, status, unit
from tuitutor.engine.snapshots import FitCurves, Point

NO_GOALS: Mapping[str, Goal] = MappingProxyType({})
_MOST_STEPS = 200  # of a cursor, from end to end
_TINY = 1e-300  # only larger values are drawn on a logarithmic axis
_ACROSS = 40  # fewest columns of a panel beside others
_LONGER = 1.15  # times as long as necessary, at most, is an axis for evenly spaced ticks
_HUGE = 1e300  # larger values would overflow the axes, so they are gaps, like infinity
_FAR, _FAR_LOG = 10, 1e6  # times as large as all values, an earlier run's would flatten the curve on its axis
_NEAR = 1e-3  # of an axis
_LABEL = 5  # columns of a tick's number, reserved before there is any
_BLANK = "\u2800" * _LABEL  # of no dots: plotext takes blanks for no label

# numbers of dots drawn and left out in turn along x; a column has two braille dots, in ASCII one
_DASHES: dict[Role, tuple[int, int]] = {"train": (1, 0), "validation": (4, 4), "ghost": (1, 3), "target": (6, 2)}
_ASCII_MARKERS: dict[Role, str] = {"train": "*", "validation": "o", "ghost": "."}
_SHORT = {"validation": "val", "previous": "prev"}  # in the legend of a narrow plot, one after the other


@dataclass(frozen=True, slots=True)
class Reading:
    """How curves are read. `cursor` is a place on the x axis whose values are shown; None: the latest.

    `log`: the loss has a logarithmic axis, provided that it is positive. `ghost` is the earlier run's name in the
    legend.
    """

    cursor: float | None = None
    log: bool = False
    ghost: str = "previous"


def stepped(curves: FitCurves, cursor: float | None, step: int) -> float | None:
    """The place of a cursor after some steps to the right, or to the left if negative; None at the last value.

    A step is one value, in long curves several, so that there are at most 200 steps.
    """
    places = sorted({x for name in curves.logs for x, _ in curves.points(name)})
    if not places:
        return None
    at = len(places) - 1 if cursor is None else bisect_left(places, cursor)
    at = max(0, at + step * -(-len(places) // _MOST_STEPS))
    return places[at] if at < len(places) - 1 else None


def is_positive(curves: FitCurves) -> bool:
    """Whether all values of the loss fit on a logarithmic axis."""
    losses = (*curves.logs.get("loss", ()), *curves.logs.get("val_loss", ()))
    return all(value > _TINY for value in losses if _is_drawn(value))


def shown_metrics(curves: FitCurves, ghost: FitCurves | None, goals: Mapping[str, Goal]) -> tuple[Metric, ...]:
    """The metrics to draw: the loss, those with a goal, and the others.

    Before the first value, those of the previous run, otherwise the loss to come.
    """
    known = metrics(curves) or (metrics(ghost) if ghost else ()) or (Metric("loss", "loss"),)
    return tuple(sorted(known, key=lambda metric: (metric.name != "loss", metric.name not in goals)))


def values_at(metric: Metric, curves: FitCurves, cursor: float | None) -> list[tuple[str, Role]]:
    """A metric's values in training and validation at the cursor, or the latest: "0.31", "val 0.42"."""
    logs: tuple[tuple[str, str, Role], ...] = (("", metric.train, "train"), ("val ", metric.validation, "validation"))
    found: list[tuple[str, Role]] = []
    for word, name, role in logs:
        if values := [value for x, value in curves.points(name) if cursor is None or x == cursor]:
            found.append((f"{word}{brief(values[-1])}", role))
    return found


def draw_curves(
    curves: FitCurves,
    width: int,
    height: int,
    look: Look,
    ghost: FitCurves | None = None,
    goals: Mapping[str, Goal] = NO_GOALS,
    reading: Reading = Reading(),
) -> Text:
    """The curves as exactly `height` lines of at most `width` cells.

    `ghost` is an earlier run, drawn dim. `goals` are bounds, by metric, drawn as dashed lines with their names; a curve
    of a check's own data is green where the bound holds.

    Panels of loss and metrics are side by side, or one above the other if the place is tall and narrow. The x axis
    extends to the requested number of epochs, so that lines grow to the right; during a run, y axes only ever grow, in
    steps, and after it, both fit. The ghost is on them too, unless it would flatten the curve; the legend then says
    that it is cut off. Values that aren't finite leave gaps. Below 16 x 6 cells there is only the status line.
    """
    if width < 16 or height < 6:
        rows = [crop(Text(look.text(status(curves, width))), width, look)]
    else:
        rows = _Chart(curves, ghost, goals, reading, look).draw(width, height)
    rows = rows[:height] + [Text("")] * (height - len(rows))
    return Text("\n").join(rows)


Drawn = dict[Role, bool]
"""The roles with a line in a drawing, and whether it is whole in all panels; otherwise a part is off the scale."""


@dataclass(frozen=True, slots=True)
class _Chart:
    """Draws curves: see `draw_curves`."""

    curves: FitCurves
    ghost: FitCurves | None
    goals: Mapping[str, Goal]
    reading: Reading
    look: Look

    def draw(self, width: int, height: int) -> list[Text]:
        rows, drawn = self._panels(width, height - 1)
        return [*rows, self._legend(width, drawn)]

    def _panels(self, width: int, height: int) -> tuple[list[Text], Drawn]:
        shown, stacked = shown_metrics(self.curves, self.ghost, self.goals), False
        across = min(len(shown), max(2, width // _ACROSS))
        if len(shown) > 1 and width < 48 and height >= 13:
            stacked, across, height = True, 2, height // 2
        slot = width if stacked else (width - PANEL_GAP * (across - 1)) // across
        panels, drawn = [], Drawn()
        for metric in shown[:across]:
            rows, roles = self._panel(metric, slot, height)
            panels.append(rows)
            for role, whole in roles.items():
                drawn[role] = whole and drawn.get(role, True)
        if stacked:
            return [row for rows in panels for row in rows], drawn
        rows = [beside(parts, slot, self.look) for parts in zip(*panels, strict=True)]
        for row in rows:
            row.rstrip()
        return rows, drawn

    def _panel(self, metric: Metric, width: int, height: int) -> tuple[list[Text], Drawn]:
        """A title with values, then the plot."""
        curves, look, cursor = self.curves, self.look, self.reading.cursor
        goal = self.goals.get(metric.name)
        rows = height - 1
        baseline = rows >= 8
        rows, spare = _with_ticks(rows, baseline), rows
        log = self.reading.log and metric.name == "loss" and is_positive(curves) and bool(_finite(metric, curves))
        scale = _logarithms if log else tuple
        x, y = fitted_axes(metric, curves, self.ghost, goal, width, rows - 1 - baseline, log)
        earlier = self.ghost.points(metric.validation or metric.train) if self.ghost else ()
        dots = (width - 1 - len(y.ticks[0][1])) * (1 if look.ascii else 2)
        # the most important last, on top
        lines, label = [line_of(scale(earlier), x, y, dots, "ghost", look)], None
        logs: tuple[tuple[str, Role], ...] = ((metric.train, "train"), (metric.validation, "validation"))
        for name, role in logs:
            line = line_of(scale(curves.points(name)), x, y, dots, role, look)
            lines += [line] if goal is None else in_green(line, name, goal, log)
        if goal is not None and (not log or goal.edge > _TINY):
            left, rule = 1 + len(y.ticks[0][1]), _goal_line(goal, x, y, rows - 1 - baseline, dots, log, look)
            label = goal_label(goal, rule, lines, x, width - left, partial(_row_of, y, rows - 1 - baseline), look)
            lines.insert(0, rule)
        drawn: Drawn = {line.role: True for line in lines if line.points}
        on_x = [(0.0, value) for value in _values_on(x, earlier, log)]
        if any(not y.low <= value <= y.high for _, value in scale(on_x)):
            drawn["ghost"] = False
        if cursor is not None and x.low <= cursor <= x.high:
            lines.insert(0, PlotLine(((cursor, y.low), (cursor, y.high)), frozenset(), "target", look.text("│")))
        title = self._title(metric, width, log)
        plotted = plot(lines, x, y, width, rows, baseline, look)
        if label is not None:
            plotted = label.on(plotted, 1 + len(y.ticks[0][1]), look)
        return [title, *plotted, *[Text()] * (spare - rows)], drawn

    def _title(self, metric: Metric, width: int, log: bool) -> Text:
        """The metric's name, and its values as far as they fit in full."""
        look, notes = self.look, list[tuple[str, Role]]([(" log", "quiet")] * log)
        goal = self.goals.get(metric.name)
        for text, role in values_at(metric, self.curves, self.reading.cursor):
            notes.append((f"  {text}", role))
            if goal is not None and not goal.hidden and role == "train" and goal.log == metric.train:
                notes.append((" mean of the epoch", "quiet"))  # a check may measure it after training
        room = width - sum(len(text) for text, _ in notes)
        title = crop(Text().append(look.line(metric.named(room)), look.style("title")), width, look)
        for text, role in notes:
            if title.cell_len + len(text) <= width:
                title.append(text, look.style(role))
        return title

    def _legend(self, width: int, drawn: Drawn) -> Text:
        """The names of the lines, and the unit of x or the cursor's place, for which the last names are left out."""
        curves, look, reading = self.curves, self.look, self.reading
        shown, across = shown_metrics(curves, self.ghost, self.goals), max(2, width // _ACROSS)
        names: list[tuple[Role, str]] = [("train", "train")]
        if curves.validation or any(metric.validation for metric in metrics(curves)):
            names.append(("validation", "validation"))
        if "ghost" in drawn:
            names.append(("ghost", reading.ghost if drawn["ghost"] else f"{reading.ghost}, off the scale"))
        versions = _ever_shorter(names, look)
        fitting = (entries for entries in versions if sum(2 + len(text) for _, text in entries) - 2 <= width)
        entries = next(fitting, versions[-1])
        known = [Text(look.cells(text), style=look.style(role)) for role, text in entries]
        more = len(shown) - across
        if reading.cursor is None:
            hidden = f"+{more} not shown · " if more > 0 else ""
            tail = Text(look.text(f"{hidden}x: {unit(curves)}"), style=look.style("quiet"))
        else:
            tail = Text(f"at {unit(curves)} {reading.cursor:g}", style=look.style("title"))
            while len(known) > 1 and sum(2 + name.cell_len for name in known) + tail.cell_len > width:
                known.pop()
        legend = Text("  ").join(known)
        room = width - legend.cell_len - tail.cell_len
        if room >= 2:
            legend.append(" " * room).append_text(tail)
        return crop(legend, width, look)


def _ever_shorter(names: Sequence[tuple[Role, str]], look: Look) -> list[list[tuple[Role, str]]]:
    """A legend's samples with names: in full, then with more and more short names, then with short samples."""
    versions = [names]
    for long, short in _SHORT.items():
        versions.append([(role, short if name == long else name) for role, name in versions[-1]])
    entries = [[(role, f"{look.strokes.sample(role)} {name}") for role, name in version] for version in versions]
    return [*entries, [(role, f"{look.strokes.sample(role, short=True)} {name}") for role, name in versions[-1]]]


def _goal_line(goal: Goal, x: PlotScale, y: PlotScale, rows: int, dots: int, log: bool, look: Look) -> PlotLine:
    """The line of a goal, at its value and not at the nearest row: a grey line of dashes, unlike the ghost's dots."""
    value = math.log10(goal.edge) if log else goal.edge
    value = max(y.low, value - (y.high - y.low) * _NEAR)  # not halfway between two rows
    if not look.ascii or not y.low <= value <= y.high:
        return line_of([(x.low, value), (x.high, value)], x, y, dots, "target", look)
    step = (y.high - y.low) / max(1, rows - 1)
    halves = round(2 * (value - y.low) / step)  # of rows: a rule lies in the middle of its row or, low, at its foot
    at = y.low + min(-(-halves // 2), rows - 1) * step
    return PlotLine(((x.low, at), (x.high, at)), frozenset(), "target", "_" if halves % 2 else "-")


def _row_of(y: PlotScale, rows: int, value: float) -> int:
    """The row of a plot in which plotext draws a value."""
    steps = rows - 1  # from the middle of the first row to that of the last
    return steps - math.floor((value - y.low) / (y.high - y.low) * steps + 0.5 - _NEAR)


@dataclass(frozen=True, slots=True)
class GoalLabel:
    """The name of a goal, at a row and column of a plot."""

    text: str
    row: int
    column: int

    def on(self, rows: list[Text], left: int, look: Look) -> list[Text]:
        """The rows of a plot, whose columns begin at `left`, with the label."""
        row, begin = rows[self.row].copy(), left + self.column
        row.pad_right(max(0, begin + len(self.text) - row.cell_len))
        written = row[:begin] + Text(self.text, look.style("quiet")) + row[begin + len(self.text) :]
        return [*rows[: self.row], written, *rows[self.row + 1 :]]


def goal_label(
    goal: Goal,
    rule: PlotLine,
    lines: Sequence[PlotLine],
    x: PlotScale,
    columns: int,
    row_of: Callable[[float], int],
    look: Look,
) -> GoalLabel | None:
    """The label on the `rule` of a goal, where it covers none of the `lines`; None if there is no such place."""
    taken = set[int]()
    if not rule.points:
        return None
    at = row_of(rule.points[0][1])
    for line in lines:
        places = [(int((of - x.low) / (x.high - x.low) * (columns - 1)), row_of(value)) for of, value in line.points]
        for number, (column, row) in enumerate(places):
            before = row if number in line.gaps or not number else places[number - 1][1]
            if min(before, row) <= at <= max(before, row):
                taken.add(column)
    for name in (f"hidden goal: {goal.bound}", "hidden goal") if goal.hidden else (str(goal.bound),):
        text = look.text(f" {name} ")
        free = range(columns - len(text), 0, -1)
        for column in (*free[-1:], *free):
            if taken.isdisjoint(range(column, column + len(text))):
                return GoalLabel(text, at, column)
    return None


def in_green(line: PlotLine, log_name: str, goal: Goal, log: bool = False) -> list[PlotLine]:
    """The line of a log, in green where the goal's bound holds, if that is on the data of this log."""
    if goal.hidden or log_name != goal.log:
        return [line]
    holds = [goal.bound.holds(10**value if log else value) for _, value in line.points]
    parts = []
    of: tuple[tuple[Role, bool], ...] = ((line.role, False), ("good", True))
    for role, wanted in of:
        kept = [at for at, reached in enumerate(holds) if reached is wanted]
        gaps = {at for at, i in enumerate(kept) if not at or i in line.gaps or kept[at - 1] != i - 1}
        head = line.head if kept and kept[-1] == len(holds) - 1 else ""
        parts.append(
            replace(line, points=tuple(line.points[i] for i in kept), gaps=frozenset(gaps), role=role, head=head)
        )
    return parts


# ---- axes ---------------------------------------------------------------------------------


def fitted_axes(
    metric: Metric,
    curves: FitCurves,
    ghost: FitCurves | None,
    goal: Goal | None,
    width: int,
    rows: int,
    log: bool = False,
) -> tuple[PlotScale, PlotScale]:
    """The axes x and y of a plot of a metric with `width` columns and `rows` rows, fitted to the curves and a ghost."""
    x = _x_axis(curves, ghost, width)
    earlier = ghost.points(metric.validation or metric.train) if ghost else ()
    return x, _y_axis(metric, curves, _values_on(x, earlier, log), goal, rows, log)


def _values_on(x: PlotScale, points: Sequence[Point], log: bool) -> list[float]:
    """The finite values within the axis, only those above 0 for a logarithmic one."""
    return [value for at, value in points if x.low <= at <= x.high and _is_drawn(value) and (not log or value > _TINY)]


def _x_axis(curves: FitCurves, ghost: FitCurves | None, width: int) -> PlotScale:
    last, before = (
        max([1.0, *(x for name in run.logs for x, _ in run.points(name)[-1:])]) if run else 0.0
        for run in (curves, ghost)
    )
    low = 0.0 if curves.by_step else 1.0
    if curves.done and curves.logs:
        high = max(low + 1, last)
    elif not curves.by_step:
        high = float(curves.epochs)
    else:
        high = max(1.0, float(curves.steps)) if curves.epochs and curves.steps else round_up(last)
    if ghost is not None and ghost.by_step == curves.by_step and before <= 2 * high:
        high = max(high, before)  # at most as long again: only the beginning of a much longer run compares
    middle = (low + high) // 2
    ticks = [low, middle, high] if width >= 24 and low < middle < high else [low, high]
    return PlotScale(low, high, tuple((at, f"{at:.0f}") for at in ticks))


def _y_axis(
    metric: Metric, curves: FitCurves, earlier: Sequence[float], goal: Goal | None, rows: int, log: bool
) -> PlotScale:
    """An axis that only grows during the run; after it, the axis fits the values.

    The goal is on it until a value reaches it, and then if it is near.
    So are the `earlier` run's values, unless they are much larger. A logarithmic axis is for values above 0. Before
    anything is known, it has no numbers, which would not stay.
    """
    own = _finite(metric, curves)
    largest = max(map(abs, own), default=math.inf)
    if any(abs(value) > (_FAR_LOG if log else _FAR) * largest for value in earlier):
        earlier = ()
    values = [*own, *earlier] or [0.0, 1.0]
    share = metric.is_share and all(0 <= value <= 1 for value in values)
    low, high = min(values), max(values)
    if own and not curves.done:
        first, last = _widen(own, share)
        low, high = min(low, first), max(high, last)
    if goal is not None and (not log or goal.edge > _TINY):
        room, edge = max(high - low, _least(values, share)), goal.edge
        if share or not any(map(goal.bound.holds, own)) or low - room <= edge <= high + room:
            values, low, high = [*values, edge], min(low, edge), max(high, edge)
    low, high, parts = _place_ticks(low, high, rows, share, _least(values, share))
    if log and low <= 0:
        axis = _log_axis(min(values), max(values), rows, range(1, 10) if curves.done else (1, 2, 5))
    else:
        marks = [low + (high - low) * at / parts for at in range(parts + 1)]
        axis = _axis(low, high, marks, log, named=share or bool(own or earlier))
    at = math.log10 if log else float
    # a value at its end may be outside by a rounding error, and would not be drawn
    return replace(axis, low=min(axis.low, at(min(values))), high=max(axis.high, at(max(values))))


def _axis(low: float, high: float, marks: Sequence[float], log: bool, *, named: bool = True) -> PlotScale:
    labels = [_number(mark) if named else _BLANK for mark in marks]
    room = max(_LABEL, *map(len, labels))  # so that panels of different scales line up, and stay in place
    at = math.log10 if log else float
    return PlotScale(
        at(low), at(high), tuple((at(mark), text.rjust(room)) for mark, text in zip(marks, labels, strict=True))
    )


def _number(mark: float) -> str:
    """Three digits, or a whole number as it is if there is room for it."""
    return f"{mark:.0f}" if abs(mark) < 10 ** (_LABEL - 1) and mark == round(mark) else f"{mark:.3g}"


def _log_axis(low: float, high: float, rows: int, digits: Sequence[int]) -> PlotScale:
    """An axis of logarithms, from below `low` to above `high`; its ends are one of these digits and zeros."""
    lowest, highest = math.floor(math.log10(low)), math.ceil(math.log10(high))
    known = [step * 10.0**power for power in range(lowest, highest + 1) for step in digits]
    first = max(at for at, mark in enumerate(known) if mark <= low * (1 + 1e-9))
    last = next(at for at, mark in enumerate(known) if mark >= high * (1 - 1e-9) and at > first)
    within = range(first, last + 1)
    some, powers = ([known[at] for at in within if digits[at % len(digits)] in few] for few in ((1, 2, 5), (1,)))
    shown = next((marks for marks in (some, powers) if 1 < len(marks) <= (rows + 1) // 2), [known[first], known[last]])
    return _axis(known[first], known[last], shown, log=True)


def _widen(values: Sequence[float], share: bool) -> tuple[float, float]:
    """Ends around the values so far. Their distances from the first value double, so that they seldom move."""
    first, low, high, least = values[0], min(values), max(values), _least(values[:1], share) / 2
    down, up = (
        max(far, least * 2.0 ** math.ceil(math.log2(min(max(far / least, 1.0), _HUGE))))
        for far in (first - low, high - first)
    )
    return (max(0.0, first - down) if low >= 0 else first - down), (min(1.0, first + up) if share else first + up)


def _least(values: Sequence[float], share: bool) -> float:
    """The shortest range of an axis for these values: on a shorter one, noise would look like progress."""
    return 0.1 if share else 0.1 * max(map(abs, values)) or 1.0


def _logarithms(points: Sequence[Point]) -> tuple[Point, ...]:
    return tuple((x, math.log10(value) if _is_drawn(value) and value > _TINY else math.nan) for x, value in points)


def _with_ticks(rows: int, baseline: bool) -> int:
    """The rows of a plot with its axis: one fewer if there can then be ticks between the ends of its y axis."""
    steps = rows - 2 - baseline
    return rows - 1 if steps > 7 and all(steps % count for count in range(2, steps)) else rows


def _place_ticks(low: float, high: float, rows: int, share: bool, least: float) -> tuple[float, float, int]:
    """The ends of an axis, short numbers around two values, and the number of parts between its ticks.

    The ticks are rows of equal distance: otherwise the axis wouldn't look linear. For a tick between its ends the axis
    may be a little longer than necessary.
    """
    if high - low < least:
        low, high = (low + high - least) / 2, (low + high + least) / 2
    if share:
        shift = max(0.0, -low) - max(0.0, high - 1)
        low, high = low + shift, high + shift
    counts = [count for count in range((rows - 1) // 2, 1, -1) if (rows - 1) % count == 0]
    step = next(_steps((high - low) / 4))
    first, last = math.floor(low / step + 1e-9) * step, math.ceil(high / step - 1e-9) * step
    parts = round((last - first) / step)
    for count in counts:
        part = (last - first) / count
        if parts % count == 0 or math.isclose(part, float(f"{part:.0e}")):  # one digit besides zeros
            return first, last, count
    longer = [(end - begin, -count, begin, end) for count in counts for begin, end in _of_parts(low, high, count)]
    fitting = [axis for axis in longer if not share or (axis[2] > -_TINY and axis[3] < 1 + 1e-9)]
    span, count, begin, end = min(fitting, default=(math.inf, -1, first, last))
    return (begin, end, -count) if span <= _LONGER * (last - first) else (first, last, 1)


def _of_parts(low: float, high: float, count: int) -> Iterator[tuple[float, float]]:
    """Ends around both values with `count` steps between them; a step is a short number."""
    for step in islice(_steps((high - low) / count), 3):
        bottom, top = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
        if top - bottom <= count:
            yield bottom * step, (bottom + count) * step
            yield (top - count) * step, top * step


def _steps(least: float) -> Iterator[float]:
    """1, 2 and 5 times powers of ten, none below `least`."""
    unit = 10.0 ** math.floor(math.log10(least))
    return (size * unit for size in (1, 2, 5, 10, 20, 50) if least <= size * unit * (1 + 1e-9))


def _finite(metric: Metric, curves: FitCurves) -> list[float]:
    values = (*curves.logs.get(metric.train, ()), *curves.logs.get(metric.validation, ()))
    return [value for value in values if _is_drawn(value)]


def _is_drawn(value: float) -> bool:
    return math.isfinite(value) and abs(value) < _HUGE


def round_up(value: float) -> float:
    """The next of 1, 2, 4, 6, 8 times a power of ten (1 for 0 and below): an axis seldom grows, by short steps."""
    if value < 1e-300:
        return 1.0
    unit = 10.0 ** math.floor(math.log10(value))
    return next(step * unit for step in (1, 2, 4, 6, 8, 10, 20) if value <= step * unit * (1 + 1e-9))


# ---- lines --------------------------------------------------------------------------------


def line_of(
    points: Sequence[Point], x: PlotScale, y: PlotScale, dots: int, role: Role, look: Look, head: str | None = None
) -> PlotLine:
    """The line through points, as far as it is within the axes, on a plot `dots` wide. `head` marks its end."""
    marker = _ASCII_MARKERS.get(role, "*") if look.ascii else "braille"
    # the last value of each dot column; the axis fixes the columns, so they stay in place
    scale = (dots - 1) / (x.high - x.low)
    by_column = {round((at - x.low) * scale): value for at, value in points if x.low <= at <= x.high}
    sampled = _sample(sorted(by_column.items()), x, dots)
    on, off = _DASHES.get(role, (1, 0))
    if look.ascii:
        on, off = max(1, on // 2), off // 2
    dashed = [(column, point) for column, point in sampled if column % (on + off) < on and y.low <= point[1] <= y.high]
    gaps = {i for i, (column, _) in enumerate(dashed) if i == 0 or dashed[i - 1][0] != column - 1}
    if head is None:
        no_head = look.ascii or role in ("ghost", "target") or not points or not _is_drawn(points[-1][1])
        head = "" if no_head else "•"
    shown = tuple(point for _, point in dashed)
    if head and sampled:
        shown, gaps = (*shown, sampled[-1][1]), gaps | {len(shown)}
    return PlotLine(shown, frozenset(gaps), role, marker, head)


def _sample(points: Sequence[tuple[int, float]], x: PlotScale, dots: int) -> list[tuple[int, Point]]:
    """The polyline through points (dot column, value), sampled at every dot column; gaps at infinity and NaN."""
    step = (x.high - x.low) / max(1, dots - 1)
    values: dict[int, float] = {column: value for column, value in points if _is_drawn(value)}
    for (left, a), (right, b) in pairwise(points):
        if _is_drawn(a) and _is_drawn(b):
            for column in range(left + 1, right):
                values[column] = a + (b - a) * (column - left) / (right - left)
    return [(column, (x.low + column * step, value)) for column, value in sorted(values.items())]
