"""What a program prints, in whole lines and without Keras' own bars of epochs that we tell of."""

from __future__ import annotations

import re
from collections.abc import Mapping

from tuitutor.draw.plain import plain

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
