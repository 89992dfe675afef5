"""One metric's curves of several runs on top of each other, each with its own colour, sign and label."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace as with_
from typing import NamedTuple

from rich.cells import cell_len
from rich.text import Text

from tuitutor.config.values import Glyphs
from tuitutor.draw.curves import fitted_axes, line_of, with_ticks
from tuitutor.draw.look import Look, Role, crop
from tuitutor.draw.metrics import Metric, MetricTarget, metrics
from tuitutor.draw.plot import PlotLine, PlotScale, plot
from tuitutor.draw.words import brief, describe_curves, unit
from tuitutor.engine.experiments import Experiment
from tuitutor.engine.snapshots import FitCurves, Point

_ROLES: tuple[Role, ...] = ("train", "validation", "violet", "good", "bad", "quiet")
_SIGNS: Mapping[Glyphs, str] = {"full": "●■▲◆▼○", "plain": "•■▲♦▼○", "ascii": "*o+x#%"}
_DASHED: tuple[Role, ...] = ("train", "validation", "ghost")  # how lines differ without colours
_LOWEST = 4  # rows and columns of the smallest plot
_NARROWEST = 20
_LABEL = 10  # most columns of a label
_TARGET = "┄"


class ShownRun(NamedTuple):
    """A run's curves. `slot` chooses its colour and sign, and `label` stands at the end of its line."""

    slot: int
    label: str
    curves: FitCurves


def runs_of(experiments: Sequence[Experiment], slots: Mapping[int, int]) -> list[ShownRun]:
    """The runs whose index has a slot, as far as they have curves, in the order of the slots."""
    by_slot = [(slot, experiments[at]) for at, slot in sorted(slots.items(), key=lambda pair: pair[1])]
    return [ShownRun(slot, each.label, each.curves) for slot, each in by_slot if each.curves is not None]


class PlottedMetric(NamedTuple):
    """What is drawn: a metric, in training or, if `validates`, in validation."""

    name: str
    validates: bool

    def __str__(self) -> str:
        return f"val {self.name}" if self.validates else self.name

    def points(self, curves: FitCurves) -> tuple[Point, ...]:
        """A run's values; empty if it has none."""
        for metric in metrics(curves):
            if metric.name == self.name:
                return curves.points(metric.validation if self.validates else metric.train)
        return ()


def sign_of(slot: int, look: Look) -> Text:
    """The sign of a run, in its colour."""
    return Text(_SIGNS[look.glyphs][slot % len(_ROLES)], look.style(_ROLES[slot % len(_ROLES)]))


def choices(runs: Sequence[FitCurves]) -> tuple[PlottedMetric, ...]:
    """What can be drawn of the runs: validation before training, and there the loss last."""
    found: dict[PlottedMetric, None] = {}
    for curves in runs:
        for metric in metrics(curves):
            found |= {PlottedMetric(metric.name, True): None} if metric.validation else {}
            found |= {PlottedMetric(metric.name, False): None} if metric.train else {}
    return tuple(sorted(found, key=lambda each: (not each.validates, each.name == "loss")))


def draw_overlay(
    runs: Sequence[ShownRun], drawn: PlottedMetric, target: MetricTarget | None, width: int, height: int, look: Look
) -> list[Text]:
    """The curves in `height` rows of at most `width` cells, the first run on top, with the target as a dashed line.

    Labels stand at the right, beside the ends of their lines, with the last value if there is room. Runs that don't
    have the metric are left out.
    """
    known = [run for run in runs if drawn.points(run.curves)]
    if not known or height < _LOWEST or width < _NARROWEST:
        said = f"None of these runs has {drawn}." if runs else ""
        return [crop(Text(look.text(said), look.style("quiet")), width, look)] * min(1, height)
    labels = _labels(known, drawn, width, look)
    room = max(label.cell_len for label in labels) + 1
    across, baseline = width - room, height >= 8
    height = with_ticks(height, baseline)
    rows = height - 1 - baseline
    together = _together(known, drawn)
    goal = None if target is None else target.value
    x, y = fitted_axes(Metric(drawn.name, drawn.name), together, None, goal, across, rows)
    dots = (across - 1 - len(y.ticks[0][1])) * (1 if look.ascii else 2)
    lines = []
    if goal is not None and y.low <= goal <= y.high:
        lines.append(PlotLine(((x.low, goal), (x.high, goal)), frozenset(), "target", look.cells(_TARGET)))
    for run in reversed(known):
        sign = _SIGNS[look.glyphs][run.slot % len(_ROLES)]
        dashed = "train" if look.colour or look.ascii else _DASHED[run.slot % len(_DASHED)]
        line = line_of(drawn.points(run.curves), x, y, dots, dashed, look, sign)
        marker = sign if look.ascii else line.marker
        lines.append(with_(line, role=_ROLES[run.slot % len(_ROLES)], marker=marker))
    plotted = plot(lines, x, y, across, height, baseline, look)
    for at, row in enumerate(_rows_apart([_end(drawn.points(run.curves), y) for run in known], rows)):
        if row < rows:
            plotted[row].append(" " * (across - plotted[row].cell_len))
            beside = plotted[row].plain.endswith(labels[at].plain[0])  # the sign at the end of its line is next to it
            plotted[row].append_text(labels[at][1:] if beside else Text(" ") + labels[at])
    return [crop(row, width, look) for row in plotted]


def headline(
    runs: Sequence[ShownRun], drawn: PlottedMetric, target: MetricTarget | None, width: int, look: Look
) -> Text:
    """What the plot shows: the metric, its unit of x if that fits into the width too, and the goal."""
    by = f" by {unit(runs[0].curves) if runs else 'epoch'}"
    goal = "" if target is None else look.text(f" {_TARGET} {target.word} {brief(target.value)}")
    name, quiet = look.line(str(drawn)), look.style("quiet")
    fits = cell_len(name + by + goal) <= width
    return Text.assemble((name, look.style("title")), (by if fits else "", quiet), (goal, quiet))


def describe_runs(runs: Sequence[ShownRun], look: Look) -> list[Text]:
    """The curves in words, for learners who can't see them."""
    return [Text(look.text(f"{run.label}: {describe_curves(run.curves)}")) for run in runs]


def _labels(runs: Sequence[ShownRun], drawn: PlottedMetric, width: int, look: Look) -> list[Text]:
    labels = []
    for run in runs:
        style = look.style(_ROLES[run.slot % len(_ROLES)])
        named = crop(Text(look.line(run.label)), _LABEL, look).plain
        value = f" {brief(drawn.points(run.curves)[-1][1])}" if width >= 3 * _NARROWEST else ""
        labels.append(Text.assemble(sign_of(run.slot, look), (f" {named}{value}", style)))
    return labels


def _together(runs: Sequence[ShownRun], drawn: PlottedMetric) -> FitCurves:
    """All values as those of one run, for the axes."""
    points = sorted(point for run in runs for point in drawn.points(run.curves))
    epochs = max(run.curves.epochs for run in runs)
    xs, ys = tuple(x for x, _ in points), tuple(y for _, y in points)
    return FitCurves(epochs=epochs, logs={drawn.name: ys}, at={drawn.name: xs}, done=True)


def _end(points: Sequence[Point], y: PlotScale) -> float:
    """How far below the top of the plot a line ends, from 0 to 1: with its last value that isn't infinite or NaN."""
    value = next((value for _, value in reversed(points) if math.isfinite(value)), y.low)
    return (y.high - min(max(value, y.low), y.high)) / (y.high - y.low)


def _rows_apart(ends: Sequence[float], rows: int) -> list[int]:
    """A row for the label of each line, as near as possible to its end; each row has one, and higher ends are above."""
    placed, least = [0] * len(ends), 0
    for order, at in enumerate(sorted(range(len(ends)), key=lambda at: ends[at])):
        below = len(ends) - order - 1  # rows that those below need
        placed[at] = max(least, min(round(ends[at] * (rows - 1)), rows - 1 - below))
        least = placed[at] + 1
    return placed
