"""The views of running code, as immutable values for both front ends; `folding` makes them from events.

Nothing here imports the code that runs answers, so a lesson is on the screen before that is loaded.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from tuitutor.grading.verdicts import Advice, Grade
from tuitutor.protocol.figures import Figure
from tuitutor.protocol.raised import ErrorInfo

if TYPE_CHECKING:
    from tuitutor.engine.events import CellOutcome, Stage
    from tuitutor.protocol.events import MapTaken, Waiting
    from tuitutor.protocol.facts import ModelFacts

HEAD = 4_000  # characters kept from the beginning of what was printed
TAIL = 200_000  # and from its end
MOST_PICTURES = 32  # of one run
MOST_FITS = 100  # of one run

AS_IT_WAS = "as you have it"
"""What a run is called beside its changes."""

Point = tuple[float, float]


class Transcript(Struct, frozen=True):
    """Printed text, bounded: its beginning, its end, and the count of characters left out between the two."""

    head: str = ""
    tail: str = ""
    dropped: int = 0

    def add(self, text: str, dropped: int = 0) -> Transcript:
        """The transcript after more text, before which `dropped` characters were already left out elsewhere."""
        head, tail, left_out = self.head, self.tail, self.dropped + dropped
        if not tail and not left_out:
            room = HEAD - len(head)
            head, text = head + text[:room], text[room:]
        return Transcript(head, tail + text, left_out).last(TAIL)

    def last(self, most: int) -> Transcript:
        """With at most `most` characters of its tail, from the beginning of a line if there is one."""
        over = len(self.tail) - most
        if over <= 0:
            return self
        cut = self.tail.find("\n", over) + 1 or over
        return replace(self, tail=self.tail[cut:], dropped=self.dropped + cut)

    def __bool__(self) -> bool:
        return bool(self.head or self.tail or self.dropped)

    def __str__(self) -> str:
        return self.head + (left_out(self.dropped) if self.dropped else "") + self.tail


def left_out(characters: int) -> str:
    """The remark in place of omitted output."""
    return f"\n[{characters:,} characters left out]\n"


class Picture(Struct, frozen=True):
    """A figure with its `number` in the run, or a model to be drawn, which has the number of the figure before it."""

    number: int
    shown: Figure | ModelFacts
    is_model: bool = False


class Pictures(Struct, frozen=True):
    """The last pictures, in order of their numbers; `left_out` counts earlier ones that were dropped."""

    kept: tuple[Picture, ...] = ()
    left_out: int = 0
    last_dropped: int = 0  # the highest number of a figure that was dropped: shown again, it stays dropped

    def with_figure(self, number: int, figure: Figure) -> Pictures:
        """With one more figure, or a newer version of a figure."""
        if number <= self.last_dropped:
            return self
        picture = Picture(number, figure)
        for at, known in enumerate(self.kept):
            if known.number == number and not known.is_model:
                return replace(self, kept=(*self.kept[:at], picture, *self.kept[at + 1 :]))
        at = sum(known.number <= number for known in self.kept)
        return replace(self, kept=(*self.kept[:at], picture, *self.kept[at:])).last(MOST_PICTURES)

    def with_model(self, model: ModelFacts) -> Pictures:
        """With one more diagram of a model."""
        number = self.kept[-1].number if self.kept else 0
        return replace(self, kept=(*self.kept, Picture(number, model, is_model=True))).last(MOST_PICTURES)

    def last(self, most: int) -> Pictures:
        """With at most the last `most` of them."""
        dropped, kept = self.kept[:-most], self.kept[-most:]
        numbers = (picture.number for picture in dropped if not picture.is_model)
        return Pictures(kept, self.left_out + len(dropped), max((self.last_dropped, *numbers)))

    def __bool__(self) -> bool:
        return bool(self.kept)


class FitCurves(Struct, frozen=True):
    """The curves of one `fit`, or of the learner's own training loop.

    `epochs` is what the fit was asked for, 0 for an own loop. `history` has each log's values at the ends of epochs.
    `logs` has the values that are drawn, and `at` their places on the x axis: epochs counted from 1, or steps for a
    single epoch and for an own loop. `epoch`, `step`, `steps` (None: unknown) and `now` describe the running epoch;
    `seconds` is the time from the start of the fit to the end of the last epoch, `first_seconds` to the end of the
    first. `maps` are the model's outputs over its inputs after some epochs, in order; only the latest fit keeps them.
    """

    epochs: int
    logs: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    at: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    history: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    validation: bool = False
    epoch: int = 0
    step: int = 0
    steps: int | None = None
    now: Mapping[str, float] = field(default_factory=dict)
    epochs_run: int = 0
    done: bool = False
    seconds: float = 0.0
    first_seconds: float = 0.0
    maps: tuple[MapTaken, ...] = ()

    @property
    def by_step(self) -> bool:
        """Whether x counts steps, not epochs."""
        return self.epochs <= 1

    def map_at(self, epoch: int | None = None) -> MapTaken | None:
        """The latest map; given an `epoch`, the latest map up to its end, or else the first one."""
        known = [taken for taken in self.maps if epoch is None or taken.epoch <= epoch]
        return known[-1] if known else next(iter(self.maps), None)

    def points(self, name: str) -> tuple[Point, ...]:
        """The points (x, y) of a series; x is 1, 2, ... unless `at` says otherwise."""
        values = self.logs.get(name, ())
        at = self.at.get(name) or tuple(float(i + 1) for i in range(len(values)))
        return tuple(zip(at, values, strict=False))


class Shown(Struct, frozen=True):
    """All that a run shows: printed text, the curves of its latest fits, figures, its last expression's value."""

    transcript: Transcript = field(default_factory=Transcript)
    fits: tuple[FitCurves, ...] = ()
    value: str | None = None
    pictures: Pictures = field(default_factory=Pictures)

    @property
    def curves(self) -> FitCurves | None:
        """The curves of the latest fit."""
        return self.fits[-1] if self.fits else None


class CellState(Enum):
    """The state of a cell. NEW: not run. EDITED: changed since it ran. STALE: its run no longer counts."""

    NEW = "new"
    RUNNING = "running"
    OK = "ok"
    FAILED = "failed"
    EDITED = "edited"
    STALE = "stale"


class CellView(Struct, frozen=True):
    """A cell's latest run. `waiting` says what for, if it waits; `note` is a sentence if there is more to say.

    `advice` is the coach's on the error, `actual` the answer to the cell's guess.
    """

    running: bool = False
    outcome: CellOutcome | None = None
    seconds: float = 0.0
    shown: Shown = field(default_factory=Shown)
    error: ErrorInfo | None = None
    note: str = ""
    advice: tuple[Advice, ...] = ()
    actual: str = ""
    waiting: Waiting | None = None


class Lane(Struct, frozen=True):
    """A run in the race of "what if": its `change` in words, its curves so far and, once it is `over`, how good the
    network became; None if it couldn't be tried.
    """

    change: str
    curves: FitCurves | None = None
    quality: float | None = None
    over: bool = False


class WhatIf(Struct, frozen=True):
    """The changes of a run tried so far: run `number` of at most `of` is running, unless it is `over`.

    `number` is 0 while the run itself is repeated. `change`: the change that is running, in words, "" for the unchanged
    run with another seed. `shown` is what it shows. `lanes`: the unchanged run and the changes, by the `measure` as in
    `Recorded`; `best_change` is the best so far. `said`: the outcome; `helped`: the change that helped.
    """

    number: int = 0
    of: int = 0
    change: str = ""
    reseeded: bool = False
    stage: Stage | None = None
    waiting: Waiting | None = None
    shown: Shown = field(default_factory=Shown)
    measure: str = ""
    lanes: tuple[Lane, ...] = ()
    best_change: str = ""
    cost: str = ""
    said: tuple[str, ...] = ()
    helped: str = ""
    over: bool = False


class AttemptView(Struct, frozen=True):
    """The state of attempt `number`. `stage` is None unless it is running, `waiting` says what it is waiting for, if it
    is, and `ghost` has the curves of an earlier attempt.

    `model` is what was fitted last, and once the attempt is measured, the learner's. `bests` compares the
    grade with earlier attempts. `note` is a remark on the run; if there is no grade, it says why. `what_if` is what was
    tried of it afterwards.
    """

    number: int = 0
    stage: Stage | None = None
    waiting: Waiting | None = None
    shown: Shown = field(default_factory=Shown)
    ghost: FitCurves | None = None
    model: ModelFacts | None = None
    grade: Grade | None = None
    bests: tuple[str, ...] = ()
    note: str = ""
    what_if: WhatIf | None = None


class Ongoing(Struct, frozen=True):
    """What is running for a learner, and waiting to run.

    `cells`: the numbers of the cells that have not ended, counted from 1, in the order of running; `cell`: the view of
    the first; `stopping`: it was interrupted. `attempt`: the running attempt. `loading`: seconds that they have waited
    for Keras, None if it is loaded. `again`: the numbers of the cells that run again, and why.
    """

    cells: tuple[int, ...] = ()
    cell: CellView = field(default_factory=CellView)
    stopping: bool = False
    attempt: AttemptView | None = None
    loading: int | None = None
    again: tuple[tuple[int, ...], str] = ((), "")


def line_in(error: ErrorInfo, filename: str) -> int | None:
    """The innermost line, counted from 1, of the source `filename` in the error's frames; None if there is none."""
    return next((frame.line for frame in reversed(error.frames) if frame.filename == filename), None)
