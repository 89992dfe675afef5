"""Events from the worker: what a program shows and prints, and how commands and children end.

Runs on Python 3.10 with the standard library alone.
"""

from __future__ import annotations

from dataclasses import field
from typing import Literal, Optional, Union

from tuitutor.protocol.facts import (
    CellFacts,
    FitFacts,
    FreshFacts,
    LayerLine,
    ModelCheckFacts,
    ModelFacts,
    ProgramFacts,
    ScoreFacts,
    StepFacts,
)
from tuitutor.protocol.figures import DecisionMap, Figure
from tuitutor.protocol.isolation import Isolation
from tuitutor.protocol.name_facts import NameFacts
from tuitutor.protocol.quick import dataclass
from tuitutor.protocol.raised import ErrorInfo, Frame
from tuitutor.protocol.requests import OfRun


@dataclass(frozen=True)
class Launched:
    """The launcher has done its part, and Python starts next. `step` is the Slurm step, such as "12.0", if any."""

    step: str = ""


@dataclass(frozen=True)
class Waiting:
    """A worker that has not started, or is suspended, is waiting; without `what`, it goes on.

    Sent by the connection, not by the worker. `what`: in our words; `said`: the launcher's latest message; `seconds`:
    the time of waiting.
    """

    what: str = ""
    said: str = ""
    seconds: int = 0

    def __str__(self) -> str:
        waited = f"{self.what}, {self.seconds} s" if self.seconds else self.what
        return f"{waited}: {self.said}" if self.said else waited


@dataclass(frozen=True)
class Starting:
    """The first sign of life: Python runs and is new enough. The worker imports Keras next."""

    python: str  # "/opt/bin/python3 (Python 3.11.7)"


@dataclass(frozen=True)
class Unseen:
    """The worker doesn't see the course's folder: send the listed files, one after another, unchanged."""


@dataclass(frozen=True)
class Ready:
    """The handshake, sent once Keras is imported. `forks` False: every run starts cold, for the reason in `note`.

    `devices` are those that TensorFlow may use, "CPU:0" or "GPU:0 (NVIDIA A100)"; empty if it did not answer in time.
    All processes together use at most `cores` of the `usable_cores`, at priority `nice`, and `memory_bytes` of memory.
    `cores` is 0 if unknown. `memory_limited`: by a job or container; the machine has more.
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
    memory_limited: bool = False


@dataclass(frozen=True)
class Unready:
    """This Python cannot run learner code.

    `reason` is "missing" (`message` is "Keras" or "TensorFlow"), "too-old", "broken", "backend" (`message` names a
    backend other than TensorFlow), "data" (of the course, which can't be used) or "no-python" (it never got as far as
    `Starting`).
    """

    reason: Literal["missing", "too-old", "broken", "backend", "data", "no-python"]
    message: str
    python: str


Stream = Literal["stdout", "stderr"]


@dataclass(frozen=True)
class Output(OfRun):
    """Text that the child printed. `dropped` counts characters left out before it because of the cap."""

    text: str
    stream: Stream = "stdout"
    dropped: int = 0


@dataclass(frozen=True)
class OfFit(OfRun):
    """An event about a `Model.fit`, the `fit`-th of its child, counted from 1."""

    fit: int


@dataclass(frozen=True)
class FitStarted(OfFit):
    """A fit began. `steps` per epoch; None if unknown."""

    epochs: int
    steps: Optional[int]
    validation: bool
    fused: bool = False


@dataclass(frozen=True)
class ModelSeen(OfFit):
    """The model that is being fitted, sent once it is built: when the fit begins, or soon after.

    For display only; no verdict depends on it.
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
    """The output of a model with few inputs over the range of these inputs, at the end of an epoch, counted from 1.

    For display only; no verdict depends on it.
    """

    epoch: int
    map: DecisionMap


@dataclass(frozen=True)
class FitEnded(OfFit):
    """The fit returned (or raised) after `epochs_run` epochs."""

    epochs_run: int


@dataclass(frozen=True)
class FitMeasured(OfFit):
    """What is known of a fit of a script of the learner's own: as it begins, at its end, and at the script's end.

    `called_at` has the frames in the script's own files that led to the fit; `data_kind` says what it was fitted to, in
    words. `before` and `instead_of` are numbers of earlier fits: of this network, and of others to the same data.
    """

    facts: FitFacts
    model: Optional[ModelFacts] = None
    called_at: tuple[Frame, ...] = ()
    data_kind: str = ""
    before: tuple[int, ...] = ()
    instead_of: tuple[int, ...] = ()


@dataclass(frozen=True)
class ScalarLogged(OfRun):
    """`tf.summary.scalar` was called, usually in the learner's own training loop."""

    name: str
    step: int
    value: float


@dataclass(frozen=True)
class FigureShown(OfRun):
    """A matplotlib figure, the `number`-th of this run, counted from 1. Shown again, it replaces its older version.

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


@dataclass(frozen=True)
class ScriptStarted:
    """A script of the learner's own starts, in process `pid` of `host`, at `at` seconds since 1970.

    `job` is Slurm's number, and `restarts` counts how often that job was requeued.
    """

    script: str
    arguments: tuple[str, ...] = ()
    folder: str = ""
    host: str = ""
    pid: int = 0
    job: str = ""
    restarts: int = 0
    at: float = 0.0


Outcome = Literal["ok", "raised", "interrupted"]


@dataclass(frozen=True)
class Executed(OfRun):
    """Closes `Execute`. `error` is set unless the `outcome` is "ok"."""

    outcome: Outcome
    seconds: float
    error: Optional[ErrorInfo] = None


@dataclass(frozen=True)
class Measured(OfRun):
    """Closes `Measure`. All of it is only what the learner's own process claims."""

    facts: ProgramFacts


@dataclass(frozen=True)
class Kept(OfRun):
    """Closes `Keep`: the file's SHA-256 digest, and the `problem` with a value that can't be written, if any."""

    digest: str
    problem: Optional[str] = None


@dataclass(frozen=True)
class Examined(OfRun):
    """Closes `Examine`: the cell's result, or the `number` of the first unanswered call of `rerun`."""

    facts: CellFacts
    number: int = 0


@dataclass(frozen=True)
class Reran(OfRun):
    """Closes `Rerun`. `problem` is what the answer raised, or ""."""

    problem: str = ""


@dataclass(frozen=True)
class Recorded(OfRun):
    """Closes `Record`. `problem` is a clause that says why the fit can't be repeated, or "".

    The network's answers were `quality` good, by the `measure`: "accuracy", "mse" or "mae", or "" if they can't be
    compared. `held_back`: on rows that it wasn't trained on. The run took `cpu_s` seconds of CPU.
    """

    problem: str = ""
    measure: str = ""
    quality: float = 0.0
    held_back: bool = False
    cpu_s: float = 0.0


@dataclass(frozen=True)
class Repeated(OfRun):
    """Closes `Repeat`, in the words of `Recorded`."""

    problem: str = ""
    quality: float = 0.0
    cpu_s: float = 0.0


@dataclass(frozen=True)
class Halted(OfRun):
    """An `Execute` has made as many steps as it may, and its process stands still; it will not go on."""

    steps: StepFacts


@dataclass(frozen=True)
class Grown(OfRun):
    """By how many bytes the memory of the child, and of all that it started, has grown at most since this run began.

    Memory that files back doesn't count. None: the system doesn't say. Sent by the host, before the run is closed.
    """

    grown: Optional[int]


@dataclass(frozen=True)
class TakenOver(OfRun):
    """Closes `TakeOver`."""


@dataclass(frozen=True)
class LoadedAnew(OfRun):
    """Closes `LoadAnew`."""

    facts: FreshFacts


@dataclass(frozen=True)
class Drawn(OfRun):
    """Closes `Draw`: the arrays are there, or there is a `problem` with the course's data module."""

    problem: Optional[str] = None


@dataclass(frozen=True)
class Loading(OfRun):
    """During a `CheckModel`: the hidden data has been drawn. What goes wrong from now on is due to the saved model."""


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
    """Closes `Describe`: some public names, with methods, and the strings (`words`) that the module's `get` accepts."""

    names: tuple[NameFacts, ...] = ()
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class LayersBuilt(OfRun):
    """Closes `BuildLayers`: the lines that make layers, in order; None if the draft isn't valid Python."""

    lines: Optional[tuple[LayerLine, ...]] = None


@dataclass(frozen=True)
class Spent:
    """CPU seconds that all children of this worker have used so far; sent when a command is closed or a child ends."""

    child: str
    cpu_s: float


Limit = Literal["wall", "cpu", "memory", "output", "file", "disk", "processes", "deaf", "idle", "starved"]
Cause = Literal["stopped", "exited", "crashed", "sandbox", Limit]
"""Why a child is gone: it was "stopped" on request, "exited" Python itself, "crashed" with a signal, never began
because its "sandbox" could not be set up (our fault), or reached a limit. "deaf": it reads no commands any more.
"idle": it could run, and hardly did, since it waits for something. "starved": the machine has hardly any CPU for it,
which is nobody's fault.
"""


@dataclass(frozen=True)
class ChildEnded:
    """The child is gone, with every process that it started.

    `code` is the exit status if it "exited" and the signal's number if it "crashed". `frames` says where it was, if
    known.
    """

    child: str
    cause: Cause
    code: int = 0
    frames: tuple[Frame, ...] = ()


@dataclass(frozen=True)
class Alive:
    """The worker is running; answers `Ping`."""


@dataclass(frozen=True)
class Violated:
    """The child sent something to the worker that no honest run sends."""

    child: str
    problem: str


Closing = (
    Executed
    | Kept
    | Measured
    | TakenOver
    | LoadedAnew
    | Drawn
    | Checked
    | Examined
    | Reran
    | Recorded
    | Repeated
    | Predicted
    | Scored
    | Described
    | LayersBuilt
)
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
News = Showing | Loading | Halted
Event = Union[
    Launched,
    Waiting,
    Starting,
    Unseen,
    Ready,
    Unready,
    ScriptStarted,
    FitMeasured,
    Output,
    News,
    Closing,
    Grown,
    Spent,
    ChildEnded,
    Alive,
    Violated,
]
