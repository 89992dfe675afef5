"""Exercises that were renamed: what was kept under a former label is read as if it had been kept under the present one.

Nothing is moved or rewritten, since an edition of the course that has the former label may still be in use beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from msgspec.structs import replace

from tuitutor.progress.journal import (
    Attempted,
    Begun,
    Entry,
    HintShown,
    PartsRead,
    Remembered,
    Scrolled,
    SolutionAsked,
    SolutionShown,
)

_PART = "exercise:"


def under_new_names(entries: Iterable[Entry], renamed: Mapping[str, str]) -> Iterator[Entry]:
    """The entries with the labels that exercises have now, by those that they had."""
    for entry in entries:
        yield _renamed(entry, renamed) if renamed else entry


def _renamed(entry: Entry, renamed: Mapping[str, str]) -> Entry:
    match entry:
        case Begun() | Attempted() | HintShown() | SolutionAsked() | SolutionShown():
            return replace(entry, exercise=renamed.get(entry.exercise, entry.exercise))
        case Scrolled():
            focus, below = (_part(name, renamed) for name in (entry.focus, entry.below))
            return replace(entry, focus=focus, below=below, task=renamed.get(entry.task, entry.task))
        case PartsRead():
            return replace(entry, parts=tuple(_part(part, renamed) for part in entry.parts))
        case Remembered():  # such as "pin:xor:12.5"
            words = entry.key.split(":")
            return replace(entry, key=":".join([words[0], *(renamed.get(word, word) for word in words[1:])]))
        case _:
            return entry


def _part(name: str, renamed: Mapping[str, str]) -> str:
    """The name of a part of a lesson, such as "exercise:xor" or "below:exercise:xor-2"."""
    before, part, label = name.partition(_PART)
    return f"{before}{part}{renamed.get(label, label)}"
