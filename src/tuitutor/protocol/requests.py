"""Requests to the worker. docs: ARCHITECTURE.md, "The protocol".

A worker hosts children. The client names a child ("c1") with `Start`, then sends it commands one after another. Each
command has a `run` name that the client chooses, and ends in exactly one `Closing` event or in the child's
`ChildEnded`.
Runs on Python 3.10 with the standard library alone.
"""

from __future__ import annotations

from dataclasses import field
from typing import Literal, Optional, Union

from tuitutor.protocol.limits import Limits
from tuitutor.protocol.quick import dataclass


@dataclass(frozen=True)
class OfRun:
    """A command to a child, or an event about one. `run` is the command's name."""

    child: str
    run: str


ChangeKind = Literal["last", "loss", "rate", "inputs", "rows", "units"]
"""What is changed: the function applied last, the loss, the learning rate, the inputs (scaled), the order of the rows
(shuffled), or the units of hidden layers.
"""


@dataclass(frozen=True)
class FitChange:
    """A change of a recorded fit, of which a rerun shows what it would have done.

    `to` is the new function or loss, by its name in Keras; `times` the factor of a rate or of units.
    """

    kind: ChangeKind
    to: str = ""
    times: float = 1.0


@dataclass(frozen=True)
class HiddenData:
    """Hidden data: a `share` of the rows returned by `function(samples, seed)` in the course's data module.

    Shares that don't overlap have no row in common, however few rows there are. In a world, except 0, the call is
    `function(samples, seed, world)`.
    """

    function: str
    samples: int
    seed: int
    world: int = 0
    share: tuple[float, float] = (0.0, 1.0)


@dataclass(frozen=True)
class World:
    """Other data of the same kind for a lesson's setup. `number` is 1 or more, and says nothing of the hidden seed.

    `replaced` are functions of the course's data module, whose text is `data_source`, each with the names of the setup
    that its results replace (see `tuitutor.worker.sources`).
    """

    number: int
    data_source: str
    replaced: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Start:
    """Make a child called `child`. `columns`: the width of printed tables.

    `warm` False: in a process in which TensorFlow has not run anything yet, for code that configures it. `world`: the
    source of the setup's data. A child that `verifies` never runs learner code, and may read the course's hidden files.
    """

    child: str
    limits: Limits = field(default_factory=Limits)
    columns: int = 80
    seed: int = 0
    warm: bool = True
    world: Optional[World] = None
    verifies: bool = False


@dataclass(frozen=True)
class Execute(OfRun):
    """Run Python source in the child's namespace; `filename` is what tracebacks call it.

    `answer`: this is an answer, so the variables from before it, the lesson's setup, are kept for `Rerun`. `part`: it
    answers an exercise that the answer to come builds on; the setup is over, but this is not what is graded. Only if
    `rows`, its fits' rows are counted; the last values of `curves`, such as "val_recall", are measured again.
    `by_hand`: it is to find its weights without help, "hand", or also step by step, "descent", or slopes without a
    tape, "slopes"; "" for none of these. `repeats`: its latest fit is kept, for `Record`. If `most_steps` is above 0,
    so many of its optimizers' steps are noted, and how its memory grows. After `halt_after` of them, unless that is 0,
    its process stands still, and says `Halted`.
    """

    source: str
    filename: str
    answer: bool = False
    part: bool = False
    rows: bool = False
    curves: tuple[str, ...] = ()
    by_hand: str = ""
    repeats: bool = False
    most_steps: int = 0
    halt_after: int = 0


@dataclass(frozen=True)
class Keep(OfRun):
    """After the setup and before the answer: write the setup's values of these names to a file, for `Examine`."""

    names: tuple[str, ...]


@dataclass(frozen=True)
class Measure(OfRun):
    """Describe the child's `model` and the named variables, and save the model if `save`.

    `model` is an expression that gives the model to look at, in place of the variable. The variables in `carried` are
    written to a file as plain data. Of the setup's arrays in `apart_from`, it is told how much was trained on.
    """

    variables: tuple[str, ...] = ()
    save: bool = True
    carried: tuple[str, ...] = ()
    model: str = ""
    apart_from: tuple[str, ...] = ()


@dataclass(frozen=True)
class Draw(OfRun):
    """In a child that never runs learner code: draw hidden arrays for a `measure` cell, `labels` too if asked."""

    data_source: str
    data: HiddenData
    labels: bool = False


@dataclass(frozen=True)
class Examine(OfRun):
    """Run the exercise's `measure` cell, `source`, called `filename` in tracebacks, and describe the named variables.

    In a child that never runs learner code, the cell sees files written by child `of`, which ran the answer: variables,
    the saved model, and values of the setup, if their file has the SHA-256 digest `kept`. `definitions`: imports and
    functions of the setup. A call of `rerun` needs the result of a `Rerun` in child `of`: `reruns` lists the results,
    with the error or "". In the answer's own child (`of` is None) the cell sees all variables, and the data drawn by
    child `drawn_by`.
    """

    variables: tuple[str, ...]
    source: str
    filename: str
    of: Optional[str] = None
    definitions: str = ""
    kept: str = ""
    reruns: tuple[str, ...] = ()
    drawn_by: Optional[str] = None


@dataclass(frozen=True)
class Rerun(OfRun):
    """Run the answer again with the values that child `of` has written for its call `number` of `rerun` (from 1).

    The variables in `carried` are written to files: `model` as a saved model, the others as plain data.
    """

    of: str
    number: int
    carried: tuple[str, ...] = ()


@dataclass(frozen=True)
class Record(OfRun):
    """Write the latest fit of `model` to a file, as far as it is plain data, for a `Repeat` in another child.

    `measure` of the network: an error, "mse" or "mae", or by default the one that suits the labels.
    """

    measure: str = ""


@dataclass(frozen=True)
class Repeat(OfRun):
    """Repeat the fit recorded by child `of`, or with None the fit that was loaded before, with a `change`.

    The child runs no learner code, but loads files that such code made, so it doesn't `verify`. `redrawn`: from other
    initial weights, drawn with the `seed`. It may use `cpu_s` seconds of CPU.
    """

    of: Optional[str]
    change: Optional[FitChange] = None
    seed: int = 0
    redrawn: bool = False
    cpu_s: float = 60.0


@dataclass(frozen=True)
class TakeOver(OfRun):
    """Copy all files of child `of` to this child's folder, but for those whose names are there already."""

    of: str


@dataclass(frozen=True)
class LoadAnew(OfRun):
    """Load the model saved as `file` by child `of`, in a child that has run only these `definitions`."""

    of: str
    file: str
    definitions: str


@dataclass(frozen=True)
class CheckModel(OfRun):
    """In a child that never runs learner code: load a saved model in safe mode, measure it, score it on hidden data.

    `of` is the child that saved the model, or None if it could not. `data_source` is the text of the course's data
    module. If the model does not load, hidden inputs are written to files instead, to be predicted by the learner's
    process (`Predict`) and scored here (`Score`). The worker copies the files; a child can't name any path.
    A single output above `threshold` means class 1; None: above 0 or above 0.5, whichever scores better.
    """

    of: Optional[str]
    data_source: str = ""
    hidden: tuple[HiddenData, ...] = ()
    threshold: Optional[float] = 0.5


@dataclass(frozen=True)
class Predict(OfRun):
    """Let the learner's `model` predict the hidden inputs of data source `function` that child `of` has drawn."""

    of: str
    function: str


@dataclass(frozen=True)
class Score(OfRun):
    """Score child `of`'s predictions against the labels that this child kept for data source `function`."""

    of: str
    function: str


@dataclass(frozen=True)
class Describe(OfRun):
    """In a child that never runs learner code: describe names of a module of the installed Keras or numpy.

    From number `after` on, as many as fit into a message.
    """

    module: str
    after: int = 0


@dataclass(frozen=True)
class BuildLayers(OfRun):
    """In a child of its own: build the layers of a draft, `source`, without weights, and describe them.

    Only the statements that make layers run, and the statements of the lesson's `setup` that they need; `light`: only
    the fast ones among those.
    """

    source: str
    setup: str
    filename: str
    light: bool = False


@dataclass(frozen=True)
class Interrupt:
    """Raise KeyboardInterrupt in what the child is running; its variables are kept."""

    child: str


@dataclass(frozen=True)
class Rest:
    """End the spare child, since nobody is at work. `Wake` or a warm `Start` brings it back."""


@dataclass(frozen=True)
class Wake:
    """Have a spare child ready again: somebody is about to run something."""


@dataclass(frozen=True)
class Ping:
    """Answered by `Alive`, whatever the children are doing."""


@dataclass(frozen=True)
class Stop:
    """Kill the child and all its descendants. Answered by `ChildEnded`."""

    child: str


Request = Union[
    Start,
    Execute,
    Keep,
    Measure,
    Draw,
    CheckModel,
    Examine,
    Rerun,
    Record,
    Repeat,
    TakeOver,
    LoadAnew,
    Predict,
    Score,
    Describe,
    BuildLayers,
    Interrupt,
    Stop,
    Rest,
    Wake,
    Ping,
]
