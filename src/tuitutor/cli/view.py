"""What a running program shows, as the part that every stream's view of it shares."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence

from tuitutor.draw.look import Look
from tuitutor.draw.plain import plain
from tuitutor.engine.events import ProgramEvent
from tuitutor.engine.folding import shown_after, shown_after_all
from tuitutor.engine.snapshots import Shown, left_out
from tuitutor.grading.verdicts import Advice
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
from tuitutor.protocol.facts import ModelFacts
from tuitutor.protocol.figures import Figure

Training = FitStarted | BatchEnded | EpochEnded | FitEnded | ScalarLogged | FigureShown
"""Events that come again and again: they are redrawn in place, or summed up in a few words."""
LONGEST_LINE = 64 * 1024  # characters to hold back while a line is incomplete

_HEADING = re.compile(r"Epoch \d+/\d+\s*$")
_UNFINISHED = re.compile(r"[\s\x1b\[\d;m]*\d+/(Unknown |\d+\x1b?[\[\d;m]* (\S*━|-))")
_BAR = re.compile(r" *(\d+)/\1 (━+|-) \d+s (- )?\d+[mu]?s/step((?: - [^:]+: \S+)+)\s*")


class Lines:
    """Printed text, passed on in whole lines, so that no escape sequence or progress bar is cut in two.

    The bar of an epoch is left out, with the heading right above it: our own line says the same. Only its values tell
    it from one of `evaluate` in a callback, and it may arrive a little before the end of its epoch does. So what looks
    like one waits for that, as does all that comes after it.
    """

    def __init__(self) -> None:
        self._held = ""  # the last, incomplete line
        self._heading = ""  # of an epoch, held until it's clear whether a bar follows
        self._waiting: list[str] = []
        self._values: Mapping[str, float] = {}  # of an epoch whose bar has not come yet
        self._fits = False

    def add(self, text: str) -> str:
        """The lines that can be shown now, "" if none can."""
        *lines, last = re.split(r"(?<=\n)", self._held + text)  # splitlines splits at cursor movements too
        if len(last) > LONGEST_LINE:
            over, back, now = last.rpartition("\r")
            last = plain(over) + back + now  # a bar of a long epoch: without what it has written over
        if len(last) > LONGEST_LINE:
            lines, last = [*lines, last], ""
        self._held = last
        return "".join(map(self._passed_on, lines))

    def begin_fit(self) -> None:
        """From now on a bar may be that of an epoch."""
        self._fits = True

    def end_epoch(self, values: Mapping[str, float]) -> str:
        """An epoch has ended with these values, so its bar is left out; what can be shown now."""
        for at, line in enumerate(self._waiting):
            if _is_bar(line, values):
                before, self._waiting = self._waiting[:at], self._waiting[at + 1 :]
                return "".join(before[:-1] if before and _HEADING.match(before[-1]) else before)
        self._values = values
        return self.waited()

    def end_fit(self) -> None:
        """No bar of an epoch comes any more."""
        self._fits, self._values = False, {}

    def waited(self) -> str:
        """What has waited and is no epoch's bar after all."""
        waited, self._waiting = self._waiting, []
        return "".join(waited)

    def rest(self) -> str:
        """The last, incomplete line, if it can be shown; not a bar, which Keras goes on writing."""
        if self._waiting or _UNFINISHED.match(self._held):
            return ""
        rest, self._held = self._held, ""
        return rest

    def all(self) -> str:
        """What is still held back, when nothing more will come."""
        held = self.waited() + self._heading + self._held
        self._heading = self._held = ""
        return held

    def _passed_on(self, line: str) -> str:
        heading, self._heading = self._heading, ""
        if _HEADING.match(line):
            line, self._heading = heading, line
        elif self._fits and _is_bar(line, self._values):
            self._values = {}
            return ""
        elif self._fits and _BAR.fullmatch(plain(line)):
            self._waiting += [heading, line]
            return ""
        else:
            line = heading + line
        if self._waiting:
            self._waiting.append(line)
            return ""
        return line


def _is_bar(line: str, values: Mapping[str, float]) -> bool:
    """Whether a line is a bar that says nothing but these values."""
    bar = _BAR.fullmatch(plain(line))
    said = [part.rsplit(": ", 1) for part in bar[4].strip().removeprefix("- ").split(" - ")] if bar else []
    written = {name: (f"{value:.4f}", f"{value:.4e}") for name, value in values.items()}  # either, by Keras
    return bool(said) and all(text in written.get(name, ()) for name, text in said)


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
