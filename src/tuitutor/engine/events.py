"""The events of running code, as streams that both TUI and CLI iterate over."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Literal

from tuitutor.course.model import Variant
from tuitutor.grading.verdicts import Advice, Grade
from tuitutor.progress.attempt_record import PastCurves
from tuitutor.protocol.events import Outcome, Output, Showing, Waiting
from tuitutor.protocol.facts import ModelFacts
from tuitutor.protocol.raised import ErrorInfo

ProgramEvent = Output | Showing
"""What a running program shows while it runs."""


class Stage(Enum):
    """An attempt enters a stage; the value says what is going on."""

    STARTING = "Starting Python and Keras"
    AGAIN = "Running it again, with other data"  # all that was shown before is of an earlier run
    SETUP = "Running the lesson's setup"
    BEFORE = "Running an answer that this builds on"
    RUNNING = "Running your answer"
    RESTARTING = "Stopped in epoch 3, as by a time limit; starting it again"
    MEASURING = "Measuring the model"
    RETRAINING = "Training your network again on hidden data"
    VERIFYING = "Verifying the saved model in a fresh process"


@dataclass(frozen=True, slots=True)
class Remark:
    """A sentence for the learner about the run itself, such as what their code could reach."""

    text: str
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class ModelDescribed:
    """The learner's model, measured in a process that never ran learner code, or else in the learner's."""

    model: ModelFacts


@dataclass(frozen=True, slots=True)
class Graded:
    """Always the last event of an attempt, exactly once. `bests` compares it with earlier attempts.

    `verified`: its points from verified facts alone; `reported`: its points if the answer's own reports count as well.
    The grade has one of the two. `lost`: the worker died before the answer was graded. `out_of_time`: a time limit
    ended one of its processes. `curves`: of the last fit, if a class is graded. `right_for`: another learner's variant
    for which a wrong answer is right; not in the grade, since a learner may see that.
    """

    grade: Grade
    bests: tuple[str, ...] = ()
    verified: float = 0.0
    reported: float = 0.0
    lost: bool = False
    out_of_time: bool = False
    curves: PastCurves | None = None
    right_for: Variant | None = None


@dataclass(frozen=True, slots=True)
class TriesPlanned:
    """The run is over, and its network is `own` good, by the `measure` as in `Recorded`.

    `cost`: what will be tried, and how long it takes.
    """

    measure: str
    own: float
    cost: str


@dataclass(frozen=True, slots=True)
class TryBegan:
    """Run `number` of at most `of` begins: with a `change`, in words, or as it was if that is "". `reseeded`: with
    another seed.
    """

    number: int
    of: int
    change: str
    reseeded: bool = False


@dataclass(frozen=True, slots=True)
class TryEnded:
    """It has ended, and the network is `quality` good, or it can't be tried. `best`: no change was better so far."""

    quality: float | None
    best: bool = False


@dataclass(frozen=True, slots=True)
class TriesEnded:
    """Always the last event, once. `helped` is the change that helped, in words, or ""; `said` has sentences."""

    said: tuple[str, ...]
    helped: str = ""


TrialEvent = Stage | ProgramEvent | Remark | Waiting | TriesPlanned | TryBegan | TryEnded | TriesEnded


AttemptEvent = Stage | ProgramEvent | ModelDescribed | Graded | Remark | Waiting


CellOutcome = Literal[Outcome, "stopped", "lost"]
"""How a cell's run ended: its process may have been "stopped", and its worker "lost"."""


@dataclass(frozen=True, slots=True)
class CellBegan:
    """Cell `index` starts."""

    index: int


@dataclass(frozen=True, slots=True)
class CellEnded:
    """Cell `index` is done. `error` is the exception and `advice` what the coach says about it.

    `message` is a sentence for the learner if there is more to say (a limit, a lost worker). `meant`: it raised, as the
    lesson intends. `actual` answers the cell's guess, if it has one that this run could answer.
    """

    index: int
    outcome: CellOutcome
    seconds: float
    error: ErrorInfo | None = None
    message: str = ""
    advice: tuple[Advice, ...] = ()
    meant: bool = False
    actual: str = ""


@dataclass(frozen=True, slots=True)
class CellBlocked:
    """Cell `index` was not run, since the cell `by` above it failed."""

    index: int
    by: int


KernelEvent = CellBegan | ProgramEvent | CellEnded | CellBlocked | Remark | Waiting
