"""The entries of a journal: one JSON object per line, with its kind under "is".

How the format may grow: a new kind, or a new field with a default. Readers skip unknown kinds and ignore
unknown fields, so an older and a newer tuitutor can share a folder; neither rewrites a line.
"""

from __future__ import annotations

import math
from contextlib import suppress

import msgspec

from tuitutor.course.model import Variant
from tuitutor.grading.verdicts import Verdict


class _Kind(msgspec.Struct, frozen=True, tag_field="is", tag=True):
    """Every entry has `at`, in seconds since 1970."""


class Opened(_Kind, frozen=True):
    """The learner opened a lesson."""

    lesson: str
    at: float


class Scrolled(_Kind, frozen=True):
    """Where in a lesson the learner is: the top row, what has the focus, and the exercise whose `task` is in view.

    `focus` is "" (the text), "cell:<index>" or "exercise:<label>". The row is counted from the end of the cell or
    exercise that `below` names in the same way, so that what a cell printed does not shift it; "" is the top.
    """

    lesson: str
    y: int
    focus: str
    at: float
    below: str = ""
    task: str = ""


class Begun(_Kind, frozen=True):
    """A running attempt has reached `epoch` of `epochs` (0 of 0 if nothing trains). `left`: it ended there.

    One marks the start and some the progress; the last one of an attempt without a grade says where it was cut off.
    """

    exercise: str
    at: float
    epoch: int = 0  # no mutant: it is always written where there are epochs
    epochs: int = 0
    left: bool = False


class Attempted(_Kind, frozen=True):
    """A graded attempt. `version` is the version of the checks; `failed` names the checks that did not pass.

    `counts` has a pass's counts for personal bests, by the names of the checks. `variant` is as in its `Grade`.
    """

    exercise: str
    verdict: Verdict
    points: float
    out_of: float
    version: str
    seconds: float
    at: float
    failed: tuple[str, ...] = ()
    counts: dict[str, float] = {}  # msgspec copies an empty default
    variant: Variant | None = None


class HintShown(_Kind, frozen=True):
    """The `number`-th hint was shown, counted from 1."""

    exercise: str
    number: int
    at: float


class SolutionAsked(_Kind, frozen=True):
    """The learner asked for the solution, whether or not it was shown."""

    exercise: str
    at: float


class SolutionShown(_Kind, frozen=True):
    """The learner has seen the solution."""

    exercise: str
    at: float


class PartsRead(_Kind, frozen=True):
    """Parts of a lesson were read; `parts` has their keys. The first entry of a lesson says what was read before."""

    lesson: str
    parts: tuple[str, ...]
    at: float


class Remembered(_Kind, frozen=True):
    """A key and a value to remember, such as that a course is trusted."""

    key: str
    value: str
    at: float


Entry = Opened | Scrolled | Begun | Attempted | HintShown | SolutionAsked | SolutionShown | PartsRead | Remembered

_DECODER: msgspec.json.Decoder[Entry] = msgspec.json.Decoder(Entry)


def encode_entry(entry: Entry) -> bytes:
    """One line, with its newline, that can be decoded: what JSON lacks (NaN, lone surrogates) becomes 0 or "?"."""
    fields = msgspec.to_builtins(entry)
    return msgspec.json.encode({name: sayable(value) for name, value in fields.items()}) + b"\n"


def decode_entries(data: bytes) -> tuple[Entry, ...]:
    """The entries of a journal, in order. Lines that are torn, corrupt or of an unknown kind are skipped."""
    entries = []
    for line in data.split(b"\n"):
        with suppress(ValueError, RecursionError):  # msgspec's errors are ValueErrors; deep nesting raises the other
            entries.append(_DECODER.decode(line))
    return tuple(entries)


def sayable(value: object) -> object:
    """`value`, with 0 for each number and "?" for each character that JSON lacks."""
    match value:
        case str():
            return value.encode("utf-8", "replace").decode()
        case float() if not math.isfinite(value):
            return 0.0
        case list() | tuple():
            return [sayable(item) for item in value]
        case dict():
            return {sayable(key): sayable(item) for key, item in value.items()}
        case _:
            return value
