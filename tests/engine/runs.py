"""What a training run tells, event by event, and what is shown after that."""

from __future__ import annotations

from functools import reduce

from tuitutor.engine.events import ProgramEvent
from tuitutor.engine.folding import shown_after
from tuitutor.engine.snapshots import FitCurves, Shown
from tuitutor.protocol.events import BatchEnded, EpochEnded, FitStarted, ScalarLogged

STARTED = FitStarted("c1", "r", 1, epochs=10, steps=282, validation=True)


def batch(epoch: int, step: int, **logs: float) -> BatchEnded:
    return BatchEnded("c1", "r", 1, epoch, step, logs)


def epoch(number: int, seconds: float, **logs: float) -> EpochEnded:
    return EpochEnded("c1", "r", 1, number, seconds, logs)


def scalar(name: str, step: int, value: float) -> ScalarLogged:
    return ScalarLogged("c1", "r", name, step, value)


def all_shown(*events: ProgramEvent) -> Shown:
    """What is shown after these events."""
    return reduce(shown_after, events, Shown())


def folded(*events: ProgramEvent) -> FitCurves:
    """The curves of the latest fit after these events."""
    curves = all_shown(*events).curves
    assert curves is not None
    return curves
