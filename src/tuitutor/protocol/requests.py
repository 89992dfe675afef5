"""Requests to the worker. docs: ARCHITECTURE.md, "The protocol".

A worker hosts children. The client names a child ("c1") with `Start`, then sends it commands one after another. Each
command has a `run` name that the client chooses, and ends in exactly one `Closing` event or in the child's
`ChildEnded`.
Runs on Python 3.10 with the standard library alone.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Optional, Union

from tuitutor.protocol.limits import Limits


@dataclass(frozen=True)
class OfRun:
    """A command to a child, or an event about one. `run` is the command's name."""

    child: str
    run: str


@dataclass(frozen=True)
class HiddenData:
    """One hidden data set to score on: the result of `function(samples, seed)` in the course's data module."""

    function: str
    samples: int
    seed: int


@dataclass(frozen=True)
class Start:
    """Make a child called `child`. `columns` is the width for printed tables.

    `warm` False asks for a process in which TensorFlow has not run anything yet, for code that configures it.
    """

    child: str
    limits: Limits = field(default_factory=Limits)
    columns: int = 80
    seed: int = 0
    warm: bool = True


@dataclass(frozen=True)
class Execute(OfRun):
    """Run Python source in the child's namespace; `filename` is what tracebacks call it.

    `answer`: this is an answer, so the variables from before it, the lesson's setup, are kept for `Measure`. `by_hand`:
    it is to find its weights without help, "hand", or also step by step, "descent"; "" for neither.
    """

    source: str
    filename: str
    answer: bool = False
    by_hand: str = ""


@dataclass(frozen=True)
class Measure(OfRun):
    """Describe the child's `model` and the named variables, and save the model if `save`.

    Before the variables are described, the exercise's `measure` cell runs, if there is one: `source`, called `filename`
    in tracebacks. It sees the answer's variables, those of the setup as they were before the answer, and what child
    `of` has drawn, if any. Variables that it makes replace the answer's.
    """

    variables: tuple[str, ...] = ()
    save: bool = True
    source: str = ""
    filename: str = ""
    of: Optional[str] = None


@dataclass(frozen=True)
class Draw(OfRun):
    """In a child that never runs learner code: draw hidden arrays for a `measure` cell, `labels` too if asked."""

    data_source: str
    data: HiddenData
    labels: bool = False


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
    """Let the learner's `model` predict the hidden inputs of data source `function` that child `of` has drawn.

    `first`: with its initial weights, before any training.
    """

    of: str
    function: str
    first: bool = False


@dataclass(frozen=True)
class Score(OfRun):
    """Score child `of`'s predictions against the labels that this child kept for data source `function`."""

    of: str
    function: str


@dataclass(frozen=True)
class Describe(OfRun):
    """In a child that never runs learner code: describe the names of a module of the installed Keras or numpy."""

    module: str


@dataclass(frozen=True)
class Interrupt:
    """Raise KeyboardInterrupt in what the child is running; its variables are kept."""

    child: str


@dataclass(frozen=True)
class Rest:
    """End the spare child, since nobody is at work. `Wake` or `Start` brings it back."""


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


Request = Union[Start, Execute, Measure, Draw, CheckModel, Predict, Score, Describe, Interrupt, Stop, Rest, Wake, Ping]
