"""Events from the worker: what a program shows and says, how commands end, how children end.

Runs on Python 3.10 with the standard library alone.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, Optional, Union

from tuitutor.protocol.facts import ModelCheckFacts, ModelFacts, ProgramFacts, ScoreFacts
from tuitutor.protocol.figures import Figure
from tuitutor.protocol.isolation import Isolation
from tuitutor.protocol.maps import DecisionMap
from tuitutor.protocol.reference import NameFacts
from tuitutor.protocol.requests import OfRun


@dataclass(frozen=True)
class Launched:
    """The launcher has done its part, and Python is started next. `step` is Slurm's, "12.0", where it is one."""

    step: str = ""


@dataclass(frozen=True)
class Waiting:
    """What a worker waits for that has not started yet, or does not run just now; nothing once it goes on.

    Whoever launched it says so in its place. `what` is our word, `said` the launcher's own latest one, `seconds` how
    long it has waited.
    """

    what: str = ""
    said: str = ""
    seconds: int = 0

    def __str__(self) -> str:
        waited = f"{self.what}, {self.seconds} s" if self.seconds else self.what
        return f"{waited}: {self.said}" if self.said else waited


@dataclass(frozen=True)
class Starting:
    """The first sign of life of a Python: one that is new enough runs the worker, which imports Keras next."""

    python: str  # "/opt/bin/python3 (Python 3.11.7)"


@dataclass(frozen=True)
class Ready:
    """The handshake, once Keras is imported. `forks` False: every run is cold, for `note`'s reason.

    `devices` is what TensorFlow may compute on, "CPU:0" or "GPU:0 (NVIDIA A100)"; empty where it did not say in time.
    All that runs keeps to `cores` of the `usable_cores`, at priority `nice`; 0 cores: it did not say. `memory_bytes` is
    what all may fill together.
    """

    python: str
    keras: str
    backend: str  # "tensorflow 2.21.0"
    host: str
    pid: int
    numpy: str = ""
    forks: bool = True
    note: str = ""
    devices: tuple[str, ...] = ()
    isolation: Isolation = field(default_factory=Isolation)
    cores: int = 0
    usable_cores: int = 0
    nice: int = 0
    memory_bytes: int = 0


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
class Output(OfRun):
    """Text that the child printed. `dropped` counts characters left out before it because of the cap."""

    text: str
    stream: Stream = "stdout"
    dropped: int = 0


@dataclass(frozen=True)
class OfFit(OfRun):
    """What is said of a `Model.fit`: the `fit`-th of its child, counted from 1."""

    fit: int


@dataclass(frozen=True)
class FitStarted(OfFit):
    """The fit begins. `steps` is None where unknown."""

    epochs: int
    steps: Optional[int]
    validation: bool
    fused: bool = False


@dataclass(frozen=True)
class ModelSeen(OfFit):
    """What is fitted, once it is built: when the fit begins, or with its first batch.

    It is there to be shown; no verdict looks at it.
    """

    model: ModelFacts


@dataclass(frozen=True)
class BatchEnded(OfFit):
    """Progress inside an epoch, at most ten a second. `epoch` counts from 1."""

    epoch: int
    step: int
    logs: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class EpochEnded(OfFit):
    """An epoch's logs (loss, accuracy, val_loss, ...). `epoch` counts from 1; `seconds` since the fit began."""

    epoch: int
    seconds: float
    logs: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class MapTaken(OfFit):
    """What the fit's model says all over its inputs at the end of an epoch, counted from 1, where it has few inputs.

    It is there to be shown; no verdict looks at it.
    """

    epoch: int
    map: DecisionMap


@dataclass(frozen=True)
class FitEnded(OfFit):
    """The fit returned (or raised) after `epochs_run` epochs."""

    epochs_run: int


@dataclass(frozen=True)
class ScalarLogged(OfRun):
    """`tf.summary.scalar` in a training loop of the learner's own."""

    name: str
    step: int
    value: float


@dataclass(frozen=True)
class FigureShown(OfRun):
    """A matplotlib figure, the `number`-th of this run from 1 on. Shown again it takes the place of its older self.

    `final` False: code that draws live (`plt.pause`) will show it again.
    """

    number: int
    figure: Figure
    final: bool = True


@dataclass(frozen=True)
class ModelDrawn(OfRun):
    """`keras.utils.plot_model` was called."""

    model: ModelFacts


@dataclass(frozen=True)
class ValueShown(OfRun):
    """The value of a source's last expression, as a notebook shows it (repr, cut)."""

    text: str


Outcome = Literal["ok", "raised", "interrupted"]


@dataclass(frozen=True)
class Executed(OfRun):
    """Closes `Execute`. `error` is set unless the `outcome` is "ok"."""

    outcome: Outcome
    seconds: float
    error: Optional[ErrorInfo] = None


@dataclass(frozen=True)
class Measured(OfRun):
    """Closes `Measure`. All of it is the learner's process's own word."""

    facts: ProgramFacts


@dataclass(frozen=True)
class Drawn(OfRun):
    """Closes `Draw`: the arrays are there, or there is a `problem` with the course's data module."""

    problem: Optional[str] = None


@dataclass(frozen=True)
class Loading(OfRun):
    """In a `CheckModel`: the hidden data is drawn. What happens from here on is the saved model's doing."""


@dataclass(frozen=True)
class Checked(OfRun):
    """Closes `CheckModel`."""

    facts: ModelCheckFacts


@dataclass(frozen=True)
class Predicted(OfRun):
    """Closes `Predict`: the predictions are there, or there is a `problem`."""

    problem: Optional[str] = None


@dataclass(frozen=True)
class Scored(OfRun):
    """Closes `Score`."""

    score: ScoreFacts


@dataclass(frozen=True)
class Described(OfRun):
    """Closes `Describe`: the public names, with methods, and the `words` that the module's `get` takes as strings."""

    names: tuple[NameFacts, ...] = ()
    words: tuple[str, ...] = ()


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
class Alive:
    """The worker runs."""


@dataclass(frozen=True)
class Violated:
    """The child wrote to the worker's own channel what no honest run writes."""

    child: str
    problem: str


Closing = Executed | Measured | Drawn | Checked | Predicted | Scored | Described
Showing = (
    FitStarted
    | ModelSeen
    | BatchEnded
    | EpochEnded
    | MapTaken
    | FitEnded
    | ScalarLogged
    | FigureShown
    | ModelDrawn
    | ValueShown
)
News = Showing | Loading
Event = Union[Launched, Waiting, Starting, Ready, Unready, Output, News, Closing, Spent, ChildEnded, Alive, Violated]
