"""Curves in words: a status line while training runs, and sentences for learners who can't see pictures."""

from __future__ import annotations

import math
from itertools import takewhile

from rich.cells import cell_len

from tuitutor.draw.metrics import Metric, metrics
from tuitutor.draw.plain import one_line
from tuitutor.engine.snapshots import FitCurves, Point
from tuitutor.spelling import counted


def brief(value: float) -> str:
    """Three significant digits: "0.31", "0.975", "1.2e-05", "NaN"."""
    if math.isnan(value):
        return "NaN"
    return f"{value:.3g}"


def status(curves: FitCurves, width: int | None = None) -> str:
    """Training in one line of at most `width` cells: its progress, the latest values, the time left; or how it ended.

    "epoch 3/10 · step 120/282 · loss 0.61 · validation accuracy 0.84 · 9 s left".
    """
    place, latest, time = epochs_so_far(curves), _latest(curves), time_left(curves)
    parts = [*place, *latest[:1], *time]
    # first without the second metric, then without the last part
    shorter = [parts[:count] for count in range(len(parts), 0, -1)]
    lines = [" · ".join(line) for line in ([*place, *latest, *time], *shorter)]
    return next((line for line in lines if width is None or cell_len(line) <= width), lines[-1])


def epochs_so_far(curves: FitCurves) -> list[str]:
    """The progress of training, or its end: "epoch 3/10", and the step in the running epoch."""
    if curves.done and curves.epochs:
        if curves.epochs_run < curves.epochs:
            return [f"stopped after {curves.epochs_run} of {counted(curves.epochs, 'epoch')}"]
        return [counted(curves.epochs_run, "epoch") + (f" in {curves.seconds:.1f} s" if curves.seconds else "")]
    step = f"step {curves.step:,}" + (f"/{curves.steps:,}" if curves.steps and curves.epochs else "")
    if not curves.epochs:
        return [step]
    epoch = f"epoch {max(1, curves.epoch)}/{curves.epochs}"
    return [epoch, step] if curves.step else [epoch]


def _latest(curves: FitCurves) -> list[str]:
    """For the first series with a latest value that isn't finite, "loss is NaN since epoch 3".

    Otherwise the loss and the second metric; during training the training loss.
    """
    known = metrics(curves)
    for metric in known:
        for name in (metric.train, metric.validation):
            points = curves.points(name)
            if points and not math.isfinite(points[-1][1]):
                since = f"{unit(curves)} {_lost_at(points):g}"
                return [f"{_label(metric, name)} is {brief(points[-1][1])} since {since}"]
    values = {**{name: values[-1] for name, values in curves.logs.items() if values}, **curves.now}
    latest = []
    for metric in known[:2]:
        trains = metric is known[0] and curves.epochs and not curves.done
        name = metric.train or metric.validation if trains else metric.validation or metric.train
        if name in values:
            latest.append(f"{_label(metric, name)} {brief(values[name])}")
    return latest


def _label(metric: Metric, log: str) -> str:
    """A log's name in a sentence."""
    return ("validation " if log == metric.validation else "") + one_line(metric.name).replace("_", " ")


def unit(curves: FitCurves) -> str:
    """The unit of x."""
    return "step" if curves.by_step else "epoch"


def _lost_at(points: tuple[Point, ...]) -> float:
    """Where the final stretch of non-finite values begins."""
    lost = takewhile(lambda point: not math.isfinite(point[1]), reversed(points))
    return [at for at, _ in lost][-1]


def time_left(curves: FitCurves) -> list[str]:
    """The time for the remaining epochs, once an epoch was timed: "9 s left"."""
    left = curves.epochs - curves.epochs_run
    if curves.done or left <= 0 or not curves.epochs_run:
        return []
    # the first epoch also traces the model, so it says little about the rest
    if curves.epochs_run > 1:
        epoch = (curves.seconds - curves.first_seconds) / (curves.epochs_run - 1)
    else:
        epoch = curves.seconds
    seconds = left * max(0.0, epoch)
    if seconds < 100:
        return [f"{math.ceil(seconds)} s left"]
    return [f"{round(seconds / 60)} min left" if seconds < 6_000 else f"{seconds / 3_600:.1f} h left"]


def describe_curves(curves: FitCurves, width: int | None = None) -> str:
    """The curves of the loss and of the first metric in one or two sentences.

    "Loss fell from 0.69 to 0.31 over 10 epochs. Accuracy rose from 0.52 to 0.9; validation accuracy ..." Clauses that
    don't fit into `width` cells are left out, but for the first.
    """
    text, span, begun = "", "", None
    begins = min(((curves.at.get(name) or (1.0,))[0] for name in curves.logs), default=1.0)
    before = 0 if curves.by_step else int(begins) - 1  # a fit that was resumed counts on from where it had been
    for metric in metrics(curves)[:2]:
        for name in filter(None, (metric.train, metric.validation)):
            clause, over = _clause(_label(metric, name), curves.points(name), unit(curves), before)
            if not clause:
                continue
            clause += over * (over != span)  # once if it is the same for all
            sentence = f"{clause[0].upper()}{clause[1:]}."
            longer = f"{text[:-1]}; {clause}." if begun is metric else f"{text} {sentence}".lstrip()
            if not text or width is None or cell_len(longer) <= width:
                text, span, begun = longer, over or span, metric
    return text or "Nothing has been logged yet."


def _clause(label: str, points: tuple[Point, ...], unit: str, before: int) -> tuple[str, str]:
    """A curve in words, and over how many epochs: `before` of them came before the curve."""
    finite = [point for point in points if math.isfinite(point[1])]
    if not points:
        return "", ""
    if not finite:
        return f"{label} was {brief(points[-1][1])} from the start", ""
    (_, first), (at, last) = finite[0], finite[-1]
    if not math.isfinite(points[-1][1]):
        return f"{label} became {brief(points[-1][1])} in {unit} {_lost_at(points):g}, after {brief(last)}", ""
    if len(finite) == 1:
        return f"{label} was {brief(last)}", f" after {unit} {at:g}"
    span = f" over {at - before:,.0f} {unit}s"
    if brief(first) == brief(last):
        return f"{label} stayed at {brief(last)}", span
    return f"{label} {'fell' if last < first else 'rose'} from {brief(first)} to {brief(last)}", span
