"""What running code looks like from outside: the event streams that TUI and CLI iterate alike."""

from __future__ import annotations

from dataclasses import dataclass

from tuitutor.grading.verdicts import Advice, Grade
from tuitutor.protocol.facts import ModelFacts
from tuitutor.protocol.messages import (
    BatchEnded,
    EpochEnded,
    ErrorInfo,
    FigureShown,
    FitEnded,
    FitStarted,
    ModelDrawn,
    Output,
    ScalarLogged,
    ValueShown,
)

Progress = (
    Output | FitStarted | BatchEnded | EpochEnded | FitEnded | ScalarLogged | FigureShown | ModelDrawn | ValueShown
)
"""What a running program shows while it runs."""


@dataclass(frozen=True, slots=True)
class Stage:
    """An attempt enters a stage: "starting", "setup", "running", "measuring" or "verifying"."""

    name: str


@dataclass(frozen=True, slots=True)
class ModelDescribed:
    """The learner's model, measured; `verified` when a process that never ran learner code measured it."""

    model: ModelFacts
    verified: bool


@dataclass(frozen=True, slots=True)
class Graded:
    """Always the last event of an attempt, exactly once."""

    grade: Grade


AttemptEvent = Stage | Progress | ModelDescribed | Graded


@dataclass(frozen=True, slots=True)
class CellBegan:
    """Cell `index` starts; `number` is its place in the order of execution, as in `In [3]`."""

    index: int
    number: int


@dataclass(frozen=True, slots=True)
class CellEnded:
    """Cell `index` is done. `outcome`: "ok", "raised", "interrupted", "stopped" or "lost".

    `error` is the exception and `advice` what the coach says of it; `message` is a sentence for the learner where there
    is more to say (a limit, a lost worker).
    """

    index: int
    outcome: str
    seconds: float
    error: ErrorInfo | None = None
    message: str = ""
    advice: tuple[Advice, ...] = ()


KernelEvent = CellBegan | Progress | CellEnded
