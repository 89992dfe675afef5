"""What a training run has shown so far, as an immutable value folded from the worker's events."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from tuitutor.engine.events import Progress
from tuitutor.protocol.messages import BatchEnded, EpochEnded, FitEnded, FitStarted, ScalarLogged

MOST_POINTS = 2_000  # of one series; past that every second one is dropped, which no terminal can show

Point = tuple[float, float]
_VALIDATION = re.compile("^(?:val|valid|validation|test)[_/ ](?=.)")
_TRAIN = re.compile("^(?:train|training)[_/ ](?=.)")


@dataclass(frozen=True, slots=True)
class FitCurves:
    """The curves of one `fit`, or of a training loop of the learner's own.

    `epochs` is what the fit was asked for, 0 for an own loop. `logs` maps a log's name to its values and `at` to
    where on the x axis they lie: at epochs counted from 1, or at steps for a single epoch and for an own loop.
    `epoch`, `step`, `steps` (None: unknown) and `now` tell of the running epoch; `seconds` is the time since the
    fit began at the end of the last epoch, `first_seconds` at the end of the first.
    """

    epochs: int
    logs: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    at: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    validation: bool = False
    epoch: int = 0
    step: int = 0
    steps: int | None = None
    now: Mapping[str, float] = field(default_factory=dict)
    epochs_run: int = 0
    done: bool = False
    seconds: float = 0.0
    first_seconds: float = 0.0

    @property
    def by_step(self) -> bool:
        """Whether x counts steps and not epochs."""
        return self.epochs <= 1

    def points(self, name: str) -> tuple[Point, ...]:
        """The (x, y) of a series; x is 1, 2, ... where `at` does not say otherwise."""
        values = self.logs.get(name, ())
        at = self.at.get(name) or tuple(float(i + 1) for i in range(len(values)))
        return tuple(zip(at, values, strict=False))

    @staticmethod
    def fold(curves: FitCurves | None, event: Progress) -> FitCurves | None:
        """The curves after `event`; a new fit begins new ones. Events that say nothing of training change nothing."""
        match event:
            case FitStarted():
                return FitCurves(epochs=event.epochs, steps=event.steps, validation=event.validation)
            case ScalarLogged():
                return _scalar(curves, event)
            case BatchEnded() if curves:
                return _batch(curves, event)
            case EpochEnded() if curves:
                return _epoch(curves, event)
            case FitEnded() if curves and curves.epochs:
                return replace(curves, done=True, now={}, epochs_run=event.epochs_run)
            case _:
                return curves


def _scalar(curves: FitCurves | None, event: ScalarLogged) -> FitCurves:
    # a running fit logs scalars of its own through the TensorBoard callback; its epochs say the same
    if curves and curves.epochs and not curves.done:
        return curves
    own = curves if curves and not curves.epochs else FitCurves(epochs=0)
    return replace(_extended(own, {event.name: event.value}, float(event.step)), step=event.step)


def _batch(curves: FitCurves, event: BatchEnded) -> FitCurves:
    running = replace(curves, epoch=event.epoch, step=event.step, now=event.logs)
    return _extended(running, event.logs, float(event.step)) if curves.by_step else running


def _epoch(curves: FitCurves, event: EpochEnded) -> FitCurves:
    last = float(max(curves.step, curves.steps or 1))
    ended = _extended(curves, event.logs, last if curves.by_step else float(event.epoch))
    return replace(
        ended,
        epoch=event.epoch,
        step=0,
        now={},
        epochs_run=curves.epochs_run + 1,
        seconds=event.seconds,
        first_seconds=curves.first_seconds or event.seconds,
    )


def _extended(curves: FitCurves, values: Mapping[str, float], x: float) -> FitCurves:
    logs, at = dict(curves.logs), dict(curves.at)
    for name, value in values.items():
        logs[name] = _thinned((*logs.get(name, ()), value))
        at[name] = _thinned((*at.get(name, ()), x))
    return replace(curves, logs=MappingProxyType(logs), at=MappingProxyType(at))


def _thinned(values: tuple[float, ...]) -> tuple[float, ...]:
    return values if len(values) <= MOST_POINTS else (*values[:-1:2], values[-1])


@dataclass(frozen=True, slots=True)
class Metric:
    """One quantity as it is drawn: the names of its training and validation logs, "" where there is none."""

    name: str
    train: str = ""
    validation: str = ""

    @property
    def is_share(self) -> bool:
        """Whether it is by its name a share between 0 and 1, the larger the better."""
        return bool(re.search("acc|auc|precision|recall|f1|iou|sensitivity|specificity", self.name.lower()))


def metrics(curves: FitCurves) -> tuple[Metric, ...]:
    """The quantities that a run logs, loss first, the learning rate last."""
    found: dict[str, Metric] = {}
    for log in (*curves.logs, *curves.now):
        name = _TRAIN.sub("", _VALIDATION.sub("", log))
        metric = found.get(name, Metric(name))
        found[name] = replace(metric, validation=log) if _VALIDATION.match(log) else replace(metric, train=log)
    return tuple(sorted(found.values(), key=lambda m: (m.name != "loss", m.name in ("learning_rate", "lr"))))
