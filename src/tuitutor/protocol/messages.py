"""Requests to the worker and events from it. docs: ARCHITECTURE.md, "The protocol".

A worker hosts numbered children. The client names a child ("c1") with `Start`, then sends it commands one
after another; each command has a `run` name of the client's choosing and ends in exactly one closing event
(`Executed`, `Measured`, `Drawn`, `Checked`, `Predicted`, `Scored`) or in the child's `ChildEnded`.
Runs on Python 3.10 with the standard library alone.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, Optional, Union

from tuitutor.protocol.facts import ModelCheckFacts, ModelFacts, ProgramFacts, ScoreFacts
from tuitutor.protocol.figures import Figure
from tuitutor.protocol.isolation import Isolation
from tuitutor.protocol.limits import Limits

VERSION = 1


@dataclass(frozen=True)
class HiddenData:
    """One hidden data set to score on: `function(samples, seed)` of the course's data module."""

    function: str
    samples: int
    seed: int


# ---- requests -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Start:
    """Make child `child`. `columns` is the width that printed tables should have.

    `warm` False asks for a process in which TensorFlow has run nothing yet, for code that configures it.
    """

    child: str
    limits: Limits = field(default_factory=Limits)
    columns: int = 80
    seed: int = 0
    warm: bool = True


@dataclass(frozen=True)
class Execute:
    """Run Python source in the child's namespace; `filename` is what tracebacks call it.

    `answer`: it is an answer, and what was there before it, the lesson's setup, is kept for `Measure`.
    """

    child: str
    run: str
    source: str
    filename: str
    answer: bool = False


@dataclass(frozen=True)
class Measure:
    """Describe the child's `model` and the named variables, and save the model if `save`.

    Before that the exercise's `measure` cell runs, where it has one: `source`, called `filename` in tracebacks. It sees
    the answer's variables, the setup's as they were before the answer, and what child `of` has drawn, if any; variables
    that it makes take the place of the answer's.
    """

    child: str
    run: str
    variables: tuple[str, ...] = ()
    save: bool = True
    source: str = ""
    filename: str = ""
    of: Optional[str] = None


@dataclass(frozen=True)
class Draw:
    """In a child that never runs learner code: draw hidden arrays for a `measure` cell, `labels` too if asked."""

    child: str
    run: str
    data_source: str
    data: HiddenData
    labels: bool = False


@dataclass(frozen=True)
class CheckModel:
    """In a child that never runs learner code: load a saved model in safe mode, measure it, score it on hidden data.

    `of` is the child whose saved model that is, or None where it could not save one. `data_source` is the text of the
    course's data module. If the model does not load, hidden inputs are written to files instead, to be predicted by the
    learner's process (`Predict`) and scored here (`Score`). The worker carries the files; no path is a child's to name.
    A single output above `threshold` stands for class 1; None: above 0 or above 0.5, whichever does better.
    """

    child: str
    run: str
    of: Optional[str]
    data_source: str = ""
    hidden: tuple[HiddenData, ...] = ()
    threshold: Optional[float] = 0.5


@dataclass(frozen=True)
class Predict:
    """Let the learner's `model` predict the hidden inputs of data source `function` that child `of` has drawn.

    `first`: with its weights as they were made, before any training.
    """

    child: str
    run: str
    of: str
    function: str
    first: bool = False


@dataclass(frozen=True)
class Score:
    """Score child `of`'s predictions against the labels that this child kept for data source `function`."""

    child: str
    run: str
    of: str
    function: str


@dataclass(frozen=True)
class Interrupt:
    """Raise KeyboardInterrupt in what the child is running; its variables are kept."""

    child: str


@dataclass(frozen=True)
class Rest:
    """Let the spare child go: nobody is at work. `Wake` or `Start` brings it back."""


@dataclass(frozen=True)
class Wake:
    """Have a spare child ready again: somebody is about to run something."""


@dataclass(frozen=True)
class Stop:
    """Kill the child and all its descendants. Answered by `ChildEnded`."""

    child: str


Request = Union[Start, Execute, Measure, Draw, CheckModel, Predict, Score, Interrupt, Stop, Rest, Wake]


# ---- events ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Starting:
    """The first sign of life: a Python that is new enough runs the worker, which imports Keras next."""

    python: str  # "/opt/bin/python3 (Python 3.11.7)"


@dataclass(frozen=True)
class Ready:
    """The handshake, once Keras is imported. `forks` False: every run is cold, for `note`'s reason.

    `devices` is what TensorFlow may compute on, "CPU:0" or "GPU:0 (NVIDIA A100)"; empty where it did not say in time.
    All that runs keeps to `cores` of the `usable_cores`, at priority `nice`; 0 cores: it did not say.
    """

    protocol: int
    python: str
    keras: str
    backend: str  # "tensorflow 2.21.0"
    host: str
    pid: int
    forks: bool = True
    note: str = ""
    devices: tuple[str, ...] = ()
    isolation: Isolation = field(default_factory=Isolation)
    cores: int = 0
    usable_cores: int = 0
    nice: int = 0


@dataclass(frozen=True)
class Unready:
    """This Python cannot run learner code.

    `reason` is "missing" (`message` is "Keras" or "TensorFlow"), "too-old", "broken", "backend" (`message` is the name
    of one that is not TensorFlow's) or "no-python" (it never got as far as `Starting`).
    """

    reason: Literal["missing", "too-old", "broken", "backend", "no-python"]
    message: str
    python: str


@dataclass(frozen=True)
class Frame:
    """One entry of a traceback that lies in the learner's own source. `line` counts from 1."""

    filename: str
    line: int
    function: str
    text: str


@dataclass(frozen=True)
class ErrorInfo:
    """An exception of learner code. `frames` holds only frames in sources that were executed, outermost first.

    `kind` is the class's name. For a syntax error the last frame is where Python stumbled.
    """

    kind: str
    message: str
    frames: tuple[Frame, ...] = ()
    traceback: str = ""  # the full text, for those who ask

    @property
    def line(self) -> Optional[int]:
        """The innermost line of the learner's, counted from 1; None where none is known."""
        return self.frames[-1].line if self.frames else None


Stream = Literal["stdout", "stderr"]


@dataclass(frozen=True)
class Output:
    """Text that the child printed. `dropped` counts characters left out before it because of the cap."""

    child: str
    run: str
    text: str
    stream: Stream = "stdout"
    dropped: int = 0


@dataclass(frozen=True)
class FitStarted:
    """A `Model.fit` begins: the `fit`-th of this child, counted from 1. `steps` is None where unknown."""

    child: str
    run: str
    fit: int
    epochs: int
    steps: Optional[int]
    validation: bool
    fused: bool = False


@dataclass(frozen=True)
class BatchEnded:
    """Progress inside an epoch, at most ten a second. `epoch` counts from 1."""

    child: str
    run: str
    fit: int
    epoch: int
    step: int
    logs: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class EpochEnded:
    """An epoch's logs (loss, accuracy, val_loss, ...). `epoch` counts from 1; `seconds` since the fit began."""

    child: str
    run: str
    fit: int
    epoch: int
    seconds: float
    logs: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class FitEnded:
    """The fit returned (or raised) after `epochs_run` epochs."""

    child: str
    run: str
    fit: int
    epochs_run: int


@dataclass(frozen=True)
class ScalarLogged:
    """`tf.summary.scalar` in a training loop of the learner's own."""

    child: str
    run: str
    name: str
    step: int
    value: float


@dataclass(frozen=True)
class FigureShown:
    """A matplotlib figure, the `number`-th of this run from 1 on. Shown again it takes the place of its older self.

    `final` False: code that draws live (`plt.pause`) will show it again.
    """

    child: str
    run: str
    number: int
    figure: Figure
    final: bool = True


@dataclass(frozen=True)
class ModelDrawn:
    """`keras.utils.plot_model` was called."""

    child: str
    run: str
    model: ModelFacts


@dataclass(frozen=True)
class ValueShown:
    """The value of a source's last expression, as a notebook shows it (repr, cut)."""

    child: str
    run: str
    text: str


Outcome = Literal["ok", "raised", "interrupted"]


@dataclass(frozen=True)
class Executed:
    """Closes `Execute`. `error` is set unless the `outcome` is "ok"."""

    child: str
    run: str
    outcome: Outcome
    seconds: float
    error: Optional[ErrorInfo] = None


@dataclass(frozen=True)
class Measured:
    """Closes `Measure`. All of it is the learner's process's own word."""

    child: str
    run: str
    facts: ProgramFacts


@dataclass(frozen=True)
class Drawn:
    """Closes `Draw`: the arrays are there, or there is a `problem` with the course's data module."""

    child: str
    run: str
    problem: Optional[str] = None


@dataclass(frozen=True)
class Loading:
    """In a `CheckModel`: the hidden data is drawn. What happens from here on is the saved model's doing."""

    child: str
    run: str


@dataclass(frozen=True)
class Checked:
    """Closes `CheckModel`."""

    child: str
    run: str
    facts: ModelCheckFacts


@dataclass(frozen=True)
class Predicted:
    """Closes `Predict`: the predictions are there, or there is a `problem`."""

    child: str
    run: str
    problem: Optional[str] = None


@dataclass(frozen=True)
class Scored:
    """Closes `Score`."""

    child: str
    run: str
    score: ScoreFacts


@dataclass(frozen=True)
class Spent:
    """CPU time in seconds that all children of this worker have used so far, said whenever a command is closed."""

    child: str
    cpu_s: float


Limit = Literal["wall", "cpu", "memory", "output", "file", "disk", "processes"]
Cause = Literal["stopped", "exited", "crashed", "sandbox", Limit]
"""Why a child is gone: it was asked to "stop", "exited" Python itself, "crashed" with a signal, never began because its
"sandbox" could not be put on, which is our fault, or reached a limit.
"""


@dataclass(frozen=True)
class ChildEnded:
    """The child is gone, with all that it started.

    `code` is the exit status where it "exited" and the signal's number where it "crashed". `frames` is where it was, if
    that is known.
    """

    child: str
    cause: Cause
    code: int = 0
    frames: tuple[Frame, ...] = ()


@dataclass(frozen=True)
class Violated:
    """The child wrote to the worker's own channel what no honest run writes."""

    child: str
    problem: str


Event = Union[
    Starting,
    Ready,
    Unready,
    Output,
    FitStarted,
    BatchEnded,
    EpochEnded,
    FitEnded,
    ScalarLogged,
    FigureShown,
    ModelDrawn,
    ValueShown,
    Executed,
    Measured,
    Drawn,
    Loading,
    Checked,
    Predicted,
    Scored,
    Spent,
    ChildEnded,
    Violated,
]
