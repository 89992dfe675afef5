"""What a running program shows, as the part that every stream's view of it shares."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import TYPE_CHECKING

from tuitutor.cli.lines import Lines
from tuitutor.draw.look import Look
from tuitutor.engine.events import ProgramEvent
from tuitutor.engine.folding import shown_after, shown_after_all
from tuitutor.engine.snapshots import Shown, left_out
from tuitutor.protocol.events import (
    BatchEnded,
    EpochEnded,
    FigureShown,
    FitEnded,
    FitStarted,
    MapTaken,
    ModelDrawn,
    ModelSeen,
    Output,
    ScalarLogged,
    ValueShown,
    Waiting,
)

if TYPE_CHECKING:
    from tuitutor.grading.verdicts import Advice
    from tuitutor.protocol.facts import ModelFacts
    from tuitutor.protocol.figures import Figure

Training = FitStarted | BatchEnded | EpochEnded | FitEnded | ScalarLogged | FigureShown
"""Events that come again and again: they are redrawn in place, or summed up in a few words."""


class View(ABC):
    """Shows what running code does. `shown` is everything that the latest cell or answer has shown so far, and `more` a
    word on the run that stands beside its epoch. `advice` is what the coach says of it as it goes on.

    Closing leaves the terminal as it was; closing twice is fine.
    """

    def __init__(self, look: Look) -> None:
        self.shown = Shown()
        self.more = ""
        self.advice: tuple[Advice, ...] = ()
        self._look = look
        self._lines = Lines()
        self._waiting = Waiting()

    def wait(self, waiting: Waiting) -> None:
        """Say what the run is waiting for: when that changes, and otherwise at longer and longer intervals."""
        before = self._waiting
        if (before.what, before.said) == (waiting.what, waiting.said) and waiting.seconds < 2 * before.seconds:
            return
        self._waiting = waiting
        if str(waiting):
            self.say(f"{waiting} ...")

    def begin(self, remark: str) -> None:
        """A new cell, or the answer, begins."""
        self._end_curves()
        self.shown = Shown()
        self.say(remark)

    def show(self, event: ProgramEvent) -> None:
        """Show an event."""
        self._print(self._printed_before(event))
        if isinstance(event, FitStarted):
            self._end_curves()
        self.shown = shown_after(self.shown, event)
        match event:
            case Output(text=text, dropped=dropped):
                self._print(self._lines.add(left_out(dropped) + text if dropped else text))
            case ValueShown(text=text):
                self._line(text)
            case ModelDrawn(model=model):
                self._picture(model)
            case ModelSeen() | MapTaken():
                pass  # a stream has no place for them
            case _:
                self._show(event)

    def advise(self, advice: tuple[Advice, ...]) -> None:
        """Show what the coach says now, in the place of what it said before."""
        before, self.advice = self.advice, advice
        if advice != before:
            self._advise(before)

    def show_epochs(self, events: Sequence[EpochEnded]) -> None:
        """Show epochs in a row, in less time than one by one."""
        for event in events:
            self._print(self._printed_before(event))
        self.shown = shown_after_all(self.shown, events)
        for event in events:
            self._show(event)

    @abstractmethod
    def say(self, remark: str) -> None:
        """Show a remark from tuitutor itself."""

    @abstractmethod
    def close(self) -> None:
        """Show what is still held back, and end."""

    @abstractmethod
    def _advise(self, before: tuple[Advice, ...]) -> None:
        """Show `advice`, which is other than it was before."""

    @abstractmethod
    def _show(self, event: Training) -> None:
        """Show an event that is already in `shown`."""

    @abstractmethod
    def _end_curves(self) -> None:
        """The latest curves are final."""

    @abstractmethod
    def _picture(self, shown: Figure | ModelFacts) -> None:
        """Print a drawing."""

    @abstractmethod
    def _print(self, text: str) -> None:
        """Print whole lines, or the first part of a very long one."""

    def _printed_before(self, event: ProgramEvent) -> str:
        """What is no epoch's bar, now that this has happened."""
        match event:
            case Output() | BatchEnded() | ModelSeen() | MapTaken():
                return ""
            case EpochEnded(logs=values):
                return self._lines.end_epoch(values)
            case FitStarted():
                self._lines.begin_fit()
            case FitEnded():
                self._lines.end_fit()
            case _:
                pass
        return self._lines.waited()

    def _line(self, text: str) -> None:
        self._finish_line()
        self._print(f"{text}\n")

    def _finish_line(self) -> None:
        if rest := self._lines.rest():
            self._print(f"{rest}\n")

    def _finish_text(self) -> None:
        if held := self._lines.all():
            self._print(held if held.endswith("\n") else f"{held}\n")
