"""Events -> snapshots: the one place that knows what an event adds to what was shown before."""

from __future__ import annotations

from collections.abc import Mapping
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
from tuitutor.engine.snapshots import AS_IT_WAS, MOST_FITS, AttemptView, CellView, FitCurves, Shown, WhatIf
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
from tuitutor.protocol.maps import DecisionMap

# no mutant: one more or less is nothing to see
MOST_POINTS = 2_000  # of one series; beyond that every second one is dropped: no terminal could show them all
# no mutant: one more or less is nothing to see
MOST_MAPS = 100  # of the latest fit; beyond that every second one is dropped
# no mutant: one more or less is nothing to see
LARGEST_MAP = 10_000  # characters; no honest one comes near that

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
    """What was tried, after one more event."""
    match event:
        case Stage():
            return replace(what_if, stage=event, waiting=None)
        case Waiting():
            return replace(what_if, waiting=event if event.what else None)
        case Remark():
            return what_if
        case TriesPlanned(own=own, cost=cost):
            return replace(what_if, cost=cost, rows=((AS_IT_WAS, own),))
        case TryBegan(number=number, of=of, change=change, reseeded=reseeded):
            return replace(what_if, number=number, of=of, change=change, reseeded=reseeded, shown=Shown())
        case TryEnded() if what_if.reseeded:
            return replace(what_if, shown=Shown())
        case TryEnded(result=result, best=best):
            tried = replace(what_if, rows=(*what_if.rows, (what_if.change, result)))
            curves = ended(tried.shown).curves
            return replace(tried, best=curves, best_change=what_if.change) if best else tried
        case TriesEnded(said=said, helped=helped):
            return replace(what_if, said=said, helped=helped, over=True, stage=None, waiting=None, shown=Shown())
        case _:
            return replace(what_if, shown=shown_after(what_if.shown, event))


def shown_after(shown: Shown, event: ProgramEvent) -> Shown:
    """What is shown after one more event."""
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
            return _scalar(shown, event)
        case ModelSeen():  # only the workbench shows it
            return shown
        case BatchEnded() | EpochEnded() | MapTaken() | FitEnded():
            latest = [_fit_after(fit, event) for fit in shown.fits[-1:]]
            return replace(shown, fits=(*shown.fits[:-1], *latest))


def ended(shown: Shown) -> Shown:
    """What is shown once a run is over, however it ended: no curve grows any more."""
    latest = [replace(fit, done=True, now={}) for fit in shown.fits[-1:]]
    return replace(shown, fits=(*shown.fits[:-1], *latest))


def _fit_after(curves: FitCurves, event: BatchEnded | EpochEnded | MapTaken | FitEnded) -> FitCurves:
    match event:
        case BatchEnded():
            running = replace(curves, epoch=event.epoch, step=event.step, now=event.logs)
            return _extended(running, event.logs, float(event.step)) if curves.by_step else running
        case EpochEnded():
            return _epoch(curves, event)
        case MapTaken() if curves.epochs and _size(event.map) <= LARGEST_MAP:
            return replace(curves, maps=_thinned((*curves.maps, event), MOST_MAPS))
        case MapTaken():
            return curves
        case FitEnded():
            return replace(curves, done=True, now={}, epochs_run=event.epochs_run) if curves.epochs else curves


def _size(shown: DecisionMap) -> int:
    return sum(map(len, shown.ends)) + sum(len(part.title) + len(part.cells) for part in shown.parts)


def _scalar(shown: Shown, event: ScalarLogged) -> Shown:
    curves, others = shown.curves, shown.fits
    # a running fit logs scalars of its own through the TensorBoard callback; its epochs say the same
    if curves and curves.epochs and not curves.done:
        return shown
    if curves and not curves.epochs:
        others = others[:-1]
    else:
        curves = FitCurves(epochs=0)
    logged = replace(_extended(curves, {event.name: event.value}, float(event.step)), step=event.step)
    return replace(shown, fits=(*others, logged)[-MOST_FITS:])


def _epoch(curves: FitCurves, event: EpochEnded) -> FitCurves:
    last = float(max(curves.step, curves.steps or 1))
    ended = _extended(curves, event.logs, last if curves.by_step else float(event.epoch))
    return replace(
        ended,
        history=_with(curves.history, event.logs),
        epoch=event.epoch,
        step=0,
        now={},
        epochs_run=curves.epochs_run + 1,
        seconds=event.seconds,
        first_seconds=curves.first_seconds or event.seconds,
    )


def _extended(curves: FitCurves, values: Mapping[str, float], x: float) -> FitCurves:
    return replace(curves, logs=_with(curves.logs, values), at=_with(curves.at, dict.fromkeys(values, x)))


def _with(series: Values, values: Mapping[str, float]) -> Values:
    longer = {name: _thinned((*series.get(name, ()), value), MOST_POINTS) for name, value in values.items()}
    return MappingProxyType({**series, **longer})


def _thinned(values: tuple[T, ...], most: int) -> tuple[T, ...]:
    return values if len(values) <= most else (*values[:-1:2], values[-1])
