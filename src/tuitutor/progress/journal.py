"""What a journal is made of: one JSON object a line, tagged with its kind under "is".

How the format may grow: a new kind, or a new field with a default. Readers pass over kinds they do not know and
ignore fields they do not know, so an older tuitutor and a newer one share a folder; neither rewrites a line.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import msgspec

from tuitutor.grading.verdicts import Verdict


class _Kind(msgspec.Struct, frozen=True, tag_field="is", tag=True):
    """Every entry has `at`, in seconds since 1970."""


class Opened(_Kind, frozen=True):
    """The learner opened a lesson."""

    lesson: str
    at: float


class Scrolled(_Kind, frozen=True):
    """Where in a lesson the learner is: the top row, and what has the focus.

    `focus` is "" (the text), "cell:<index>" or "exercise:<label>". The row is counted from the end of the cell or
    exercise that `below` names in the same way, so that what a cell printed does not shift it; "" is the top.
    """

    lesson: str
    y: int
    focus: str
    at: float
    below: str = ""


class Attempted(_Kind, frozen=True):
    """A graded attempt. `version` is that of the checks; `failed` names the checks that did not pass.

    `counts` has what a pass counted for personal bests, by the names of the checks.
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


class Remembered(_Kind, frozen=True):
    """A setting of the front end to find again: the theme, a pane's width."""

    key: str
    value: str
    at: float


Entry = Opened | Scrolled | Attempted | HintShown | SolutionAsked | SolutionShown | Remembered

_DECODER: msgspec.json.Decoder[Entry] = msgspec.json.Decoder(Entry)


def encode(entry: Entry) -> bytes:
    """One line, newline included, that decodes again: what JSON cannot say (NaN, lone surrogates) becomes 0 or "?"."""
    fields = msgspec.to_builtins(entry)
    return msgspec.json.encode({name: _sayable(value) for name, value in fields.items()}) + b"\n"


def decode(data: bytes) -> tuple[Entry, ...]:
    """The entries of a journal, in order. Lines that are torn, corrupt or of an unknown kind are passed over."""
    return tuple(_entries(data))


def _sayable(value: object) -> object:
    match value:
        case str():
            return value.encode("utf-8", "replace").decode()
        case float() if not math.isfinite(value):
            return 0.0
        case list() | tuple():
            return [_sayable(item) for item in value]
        case dict():
            return {_sayable(key): _sayable(item) for key, item in value.items()}
        case _:
            return value


def _entries(data: bytes) -> Iterator[Entry]:
    for line in data.split(b"\n"):
        try:
            yield _DECODER.decode(line)
        except (ValueError, RecursionError):  # msgspec's own errors are ValueErrors; deep nesting is the other one
            continue
