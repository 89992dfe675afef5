"""Printed text in whole lines, without Keras's progress bars of epochs."""

from __future__ import annotations

import re
from collections.abc import Mapping

from tuitutor.draw.plain import plain

LONGEST_LINE = 64 * 1024  # characters of an incomplete line to wait for

_HEADING = re.compile(r"Epoch \d+/\d+\s*$")
_UNFINISHED = re.compile(r"[\s\x1b\[\d;m]*\d+/(Unknown |\d+\x1b?[\[\d;m]* (\S*━|-))")
_BAR = re.compile(r" *(\d+)/\1 (━+|-) \d+s (- )?\d+[mu]?s/step((?: - [^:]+: \S+)+)\s*")


class Lines:
    """Passes printed text on in whole lines, so that no escape sequence or progress bar is cut in two.

    Keras's bar of an epoch is left out, with the heading right above it: our own line has the same values. Only these
    values tell it from the bar of an `evaluate` in a callback, and it may arrive before the end of its epoch does. So
    a line that looks like a bar waits for that, and so does everything after it.
    """

    def __init__(self) -> None:
        self._incomplete = ""  # the last line
        self._heading = ""  # of an epoch, until it's clear whether a bar follows
        self._waiting: list[str] = []
        self._values: Mapping[str, float] = {}  # of an epoch whose bar has not come yet
        self._in_fit = False

    def add(self, text: str) -> str:
        """The lines that can be shown now, "" if none can."""
        *lines, last = re.split(r"(?<=\n)", self._incomplete + text)  # splitlines splits at cursor movements too
        if len(last) > LONGEST_LINE:
            over, back, now = last.rpartition("\r")
            last = plain(over) + back + now  # a bar of a long epoch, without the states that it overwrote
        if len(last) > LONGEST_LINE:
            lines, last = [*lines, last], ""
        self._incomplete = last
        return "".join(map(self._pass_on, lines))

    def begin_fit(self) -> None:
        """From now on a bar may be that of an epoch."""
        self._in_fit = True

    def end_epoch(self, values: Mapping[str, float]) -> str:
        """An epoch has ended with these values, so its bar is left out; the text that can be shown now."""
        for index, line in enumerate(self._waiting):
            if _is_bar(line, values):
                before, self._waiting = self._waiting[:index], self._waiting[index + 1 :]
                return "".join(before[:-1] if before and _HEADING.match(before[-1]) else before)
        self._values = values
        return self.waited()

    def end_fit(self) -> None:
        """No bar of an epoch comes any more."""
        self._in_fit, self._values = False, {}

    def waited(self) -> str:
        """The lines that have waited, none of which is an epoch's bar."""
        waited, self._waiting = self._waiting, []
        return "".join(waited)

    def rest(self) -> str:
        """The last, incomplete line, if it can be shown; not a bar, which Keras goes on writing."""
        if self._waiting or _UNFINISHED.match(self._incomplete):
            return ""
        rest, self._incomplete = self._incomplete, ""
        return rest

    def all(self) -> str:
        """All that waits, when nothing more will come."""
        text = self.waited() + self._heading + self._incomplete
        self._heading = self._incomplete = ""
        return text

    def _pass_on(self, line: str) -> str:
        heading, self._heading = self._heading, ""
        if _HEADING.match(line):
            line, self._heading = heading, line
        elif self._in_fit and _is_bar(line, self._values):
            self._values = {}
            return ""
        elif self._in_fit and _BAR.fullmatch(plain(line)):
            self._waiting += [heading, line]
            return ""
        else:
            line = heading + line
        if self._waiting:
            self._waiting.append(line)
            return ""
        return line


def _is_bar(line: str, values: Mapping[str, float]) -> bool:
    """Whether a line is a bar with these values only."""
    bar = _BAR.fullmatch(plain(line))
    logs = [part.rsplit(": ", 1) for part in bar[4].strip().removeprefix("- ").split(" - ")] if bar else []
    written = {name: (f"{value:.4f}", f"{value:.4e}") for name, value in values.items()}  # either, by Keras
    return bool(logs) and all(text in written.get(name, ()) for name, text in logs)
