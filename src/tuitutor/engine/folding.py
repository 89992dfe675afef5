"""Events -> snapshots: how an event changes the view."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from itertools import groupby, islice
from types import MappingProxyType
from typing import TypeVar

from msgspec.structs import replace

from tuitutor.engine.events import (
    AttemptEvent,
    CellEnded,
    Graded,
    ModelDescribed,
    ProgramEvent,
    Remark,
    Stage,
    TrialEvent,
    TriesEnded,
    TriesPlanned,
    TryBegan,
    TryEnded,
)
from tuitutor.engine.snapshots import AS_IT_WAS, MOST_FITS, AttemptView, CellView, FitCurves, Lane, Shown, WhatIf
from tuitutor.protocol.events import (
    BatchEnded,
    EpochEnded,
    FigureShown,
    FitEnded,
    FitStarted,
    MapTaken,
    ModelDrawn,
    ModelSeen,
    Output,
    ScalarLogged,
    ValueShown,
    Waiting,
)
from tuitutor.protocol.figures import DecisionMap

MOST_POINTS = 2_000  # of one series; beyond that every second one is dropped: no terminal could show them all
MOST_MAPS = 100  # of the latest fit; beyond that every second one is dropped
LARGEST_MAP = 10_000  # characters; no honest one comes near that
_AT_ONCE = 1_000  # events that are added together

Values = Mapping[str, tuple[float, ...]]
T = TypeVar("T")


def attempt_after(view: AttemptView, event: AttemptEvent) -> AttemptView:
    """The view of an attempt after one more event."""
    match event:
        case Stage.AGAIN:
            return replace(view, stage=event, waiting=None, shown=Shown(), model=None)
        case Stage():
            return replace(view, stage=event, waiting=None)
        case Waiting():
            return replace(view, waiting=event if event.what else None)
        case ModelSeen(model=model) | ModelDescribed(model=model):
            return replace(view, model=model)
        case Graded(grade=grade, bests=bests):
            return replace(view, shown=ended(view.shown), grade=grade, bests=bests, stage=None, waiting=None)
        case Remark(text=text):
            return replace(view, note=f"{view.note} {text}".lstrip())
        case _:
            return replace(view, shown=shown_after(view.shown, event))


def cell_after(view: CellView, event: ProgramEvent | Waiting | CellEnded) -> CellView:
    """The view of a cell after one more event of its run."""
    if isinstance(event, Waiting):  # an attempt has a stage for the start, a cell needs none: `Ongoing` tells of it
        return replace(view, waiting=event if event.what not in ("", Stage.STARTING.value) else None)
    if not isinstance(event, CellEnded):
        return replace(view, shown=shown_after(view.shown, event))
    return replace(
        view,
        shown=ended(view.shown),
        running=False,
        waiting=None,
        outcome=event.outcome,
        seconds=event.seconds,
        error=event.error,
        note=event.message,
        advice=event.advice,
        actual=event.actual,
    )


def trial_after(what_if: WhatIf, event: TrialEvent) -> WhatIf:
    """The tried changes after one more event."""
    match event:
        case Stage():
            return replace(what_if, stage=event, waiting=None)
        case Waiting():
            return replace(what_if, waiting=event if event.what else None)
        case Remark():
            return what_if
        case TriesPlanned(measure=measure, own=own, cost=cost):
            lane = Lane(AS_IT_WAS, ended(what_if.shown).curves, own, over=True)
            return replace(what_if, measure=measure, cost=cost, lanes=(lane,))
        case TryBegan(number=number, of=of, change=change, reseeded=reseeded):
            lanes = what_if.lanes if reseeded else (*what_if.lanes, Lane(change))
            begun = replace(what_if, number=number, of=of, change=change, reseeded=reseeded)
            return replace(begun, lanes=lanes, shown=Shown())
        case TryEnded() if what_if.reseeded:
            return replace(what_if, shown=Shown())
        case TryEnded(quality=quality, best=best):
            lane = Lane(what_if.change, ended(what_if.shown).curves, quality, over=True)
            tried = replace(what_if, lanes=(*what_if.lanes[:-1], lane), shown=Shown())
            return replace(tried, best_change=what_if.change) if best else tried
        case TriesEnded(said=said, helped=helped):
            lanes = tuple(lane for lane in what_if.lanes if lane.over)
            ended_ = replace(what_if, said=said, helped=helped, over=True, stage=None, waiting=None)
            return replace(ended_, lanes=lanes, shown=Shown())
        case _:
            shown = shown_after(what_if.shown, event)
            runs = what_if.lanes and not what_if.lanes[-1].over
            lanes = (*what_if.lanes[:-1], replace(what_if.lanes[-1], curves=shown.curves)) if runs else what_if.lanes
            return replace(what_if, shown=shown, lanes=lanes)


def shown_after(shown: Shown, event: ProgramEvent) -> Shown:
    """The view after one more event."""
    match event:
        case Output(text=text, dropped=dropped):
            return replace(shown, transcript=shown.transcript.add(text, dropped))
        case ValueShown(text=text):
            return replace(shown, value=text)
        case FigureShown(number=number, figure=figure):
            return replace(shown, pictures=shown.pictures.with_figure(number, figure))
        case ModelDrawn(model=model):
            return replace(shown, pictures=shown.pictures.with_model(model))
        case FitStarted():
            begun = FitCurves(epochs=event.epochs, steps=event.steps, validation=event.validation)
            before = [*shown.fits[:-1], *(replace(fit, maps=()) for fit in shown.fits[-1:])]
            return replace(shown, fits=(*before, begun)[-MOST_FITS:])
        case ScalarLogged():
            return _scalars(shown, [event])
        case ModelSeen():  # only the workbench shows it
            return shown
        case BatchEnded() | EpochEnded() | MapTaken() | FitEnded():
            latest = [_fit_after(fit, event) for fit in shown.fits[-1:]]
            return replace(shown, fits=(*shown.fits[:-1], *latest))


def shown_after_all(shown: Shown, events: Iterable[ProgramEvent]) -> Shown:
    """The view after all of these events: like `shown_after`, but much faster for epochs in a row."""
    for kind, group in groupby(events, type):
        if kind not in (EpochEnded, ScalarLogged):
            shown = reduce(shown_after, group, shown)
            continue
        while some := [*islice(group, _AT_ONCE)]:
            epochs = [event for event in some if isinstance(event, EpochEnded)]
            if epochs:
                shown = replace(shown, fits=(*shown.fits[:-1], *(_epochs(fit, epochs) for fit in shown.fits[-1:])))
            else:
                shown = _scalars(shown, [event for event in some if isinstance(event, ScalarLogged)])
    return shown


def ended(shown: Shown) -> Shown:
    """The view of a run that is over: no curve grows any more."""
    latest = [replace(fit, done=True, now={}) for fit in shown.fits[-1:]]
    return replace(shown, fits=(*shown.fits[:-1], *latest))


def _fit_after(curves: FitCurves, event: BatchEnded | EpochEnded | MapTaken | FitEnded) -> FitCurves:
    match event:
        case BatchEnded():
            running = replace(curves, epoch=event.epoch, step=event.step, now=event.logs)
            return _extended(running, [(event.logs, float(event.step))]) if curves.by_step else running
        case EpochEnded():
            return _epochs(curves, [event])
        case MapTaken() if curves.epochs and _size(event.map) <= LARGEST_MAP:
            return replace(curves, maps=_thinned((*curves.maps, event), MOST_MAPS))
        case MapTaken():
            return curves
        case FitEnded():
            return replace(curves, done=True, now={}, epochs_run=event.epochs_run) if curves.epochs else curves


def _size(shown: DecisionMap) -> int:
    return sum(map(len, shown.ends)) + sum(len(part.title) + len(part.cells) for part in shown.parts)


def _scalars(shown: Shown, events: Sequence[ScalarLogged]) -> Shown:
    curves, others = shown.curves, shown.fits
    # a running fit logs scalars of its own through the TensorBoard callback; its epochs say the same
    if curves and curves.epochs and not curves.done:
        return shown
    if curves and not curves.epochs:
        others = others[:-1]
    else:
        curves = FitCurves(epochs=0)
    extended = _extended(curves, [({event.name: event.value}, float(event.step)) for event in events])
    return replace(shown, fits=(*others, replace(extended, step=events[-1].step))[-MOST_FITS:])


def _epochs(curves: FitCurves, events: Sequence[EpochEnded]) -> FitCurves:
    steps = [max(curves.step, curves.steps or 1), *[curves.steps or 1] * (len(events) - 1)]
    places = steps if curves.by_step else [event.epoch for event in events]
    ended = _extended(curves, [(event.logs, float(at)) for event, at in zip(events, places, strict=True)])
    return replace(
        ended,
        history=_with(curves.history, [event.logs for event in events]),
        epoch=events[-1].epoch,
        step=0,
        now={},
        epochs_run=curves.epochs_run + len(events),
        seconds=events[-1].seconds,
        first_seconds=curves.first_seconds or next((event.seconds for event in events if event.seconds), 0.0),
    )


def _extended(curves: FitCurves, logged: Sequence[tuple[Mapping[str, float], float]]) -> FitCurves:
    """With more values, and where they are."""
    logs = _with(curves.logs, [values for values, _ in logged])
    return replace(curves, logs=logs, at=_with(curves.at, [dict.fromkeys(values, x) for values, x in logged]))


def _with(series: Values, logged: Iterable[Mapping[str, float]]) -> Values:
    longer: dict[str, list[float]] = {}
    for values in logged:
        for name, value in values.items():
            if name not in longer:
                longer[name] = [*series.get(name, ())]
            longer[name].append(value)
            if len(longer[name]) > MOST_POINTS:
                longer[name] = [*_thinned(tuple(longer[name]), MOST_POINTS)]
    return MappingProxyType({**series, **{name: tuple(values) for name, values in longer.items()}})


def _thinned(values: tuple[T, ...], most: int) -> tuple[T, ...]:
    return values if len(values) <= most else (*values[:-1:2], values[-1])
