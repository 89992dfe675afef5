"""A journal's entries, one JSON object per line with its kind under "is"; renamed exercises; compacting journals.

How the format may grow: a new kind, or a new field with a default. Readers skip unknown kinds and ignore
unknown fields, so an older and a newer tuitutor can share a folder; neither rewrites a line.

What was kept under a former label of an exercise is read as if it had been kept under the present one. Nothing is moved
or rewritten, since an edition of the course that has the former label may still be in use beside it.

Old journals are compacted into one, so that a year of sessions does not make the course slow to open. There is no lock.
A journal is compacted only after a week without changes, its entries are on the disk in the new one before it is
removed, and readers count an entry that they find twice only once. So no entry is lost, whatever is killed or happens
at the same time; and a session that slept for a week rewrites its whole journal when it finds it gone.
"""

from __future__ import annotations

import math
import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

import msgspec
from msgspec.structs import replace

from tuitutor import safe_read
from tuitutor.course.model import Variant
from tuitutor.grading.verdicts import Verdict
from tuitutor.progress import files


class _Kind(msgspec.Struct, frozen=True, tag_field="is", tag=True):
    """Every entry has `at`, in seconds since 1970."""


class Opened(_Kind, frozen=True):
    """The learner opened a lesson."""

    lesson: str
    at: float


class Scrolled(_Kind, frozen=True):
    """Where in a lesson the learner is: the top row, what has the focus, and the exercise whose `task` is in view.

    `focus` is "" (the text), "cell:<index>" or "exercise:<label>". The row is counted from the end of the cell or
    exercise named in `below`, so that a cell's output does not shift it; "" is the top.
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
    epoch: int = 0
    epochs: int = 0
    left: bool = False


class Attempted(_Kind, frozen=True):
    """A graded attempt. `version` and `public_version`: of the checks; `failed`: names of the checks that did not pass.

    `counts`: a pass's counts for personal bests, by check. `variant`: as in its `Grade`.
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
    public_version: str = ""


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


class Recalled(_Kind, frozen=True):
    """An item to recall was answered on this day of the local calendar, as `date.toordinal` counts.

    `version`: of the item; `variant`: the number of its variant, from 1.
    """

    item: str
    version: str
    right: bool
    day: int
    at: float
    variant: int = 1
    answer: str = ""


class WarmedUp(_Kind, frozen=True):
    """Items to recall were offered on that day, whether or not they were answered."""

    day: int
    at: float


Entry = (
    Opened
    | Scrolled
    | Begun
    | Attempted
    | HintShown
    | SolutionAsked
    | SolutionShown
    | PartsRead
    | Remembered
    | Recalled
    | WarmedUp
)

_DECODER: msgspec.json.Decoder[Entry] = msgspec.json.Decoder(Entry)


def encode_entry(entry: Entry) -> bytes:
    """One line of JSON, with its newline; NaN and lone surrogates, which JSON lacks, become 0 and "?"."""
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


_PART = "exercise:"


def under_new_names(entries: Iterable[Entry], renamed: Mapping[str, str]) -> Iterator[Entry]:
    """The entries with the present labels of exercises in place of former ones."""
    if not renamed:
        yield from entries
        return
    for entry in entries:
        match entry:
            case Begun() | Attempted() | HintShown() | SolutionAsked() | SolutionShown():
                yield replace(entry, exercise=renamed.get(entry.exercise, entry.exercise))
            case Scrolled():
                focus, below = (_part(name, renamed) for name in (entry.focus, entry.below))
                yield replace(entry, focus=focus, below=below, task=renamed.get(entry.task, entry.task))
            case PartsRead():
                yield replace(entry, parts=tuple(_part(part, renamed) for part in entry.parts))
            case _:
                yield entry


def _part(name: str, renamed: Mapping[str, str]) -> str:
    """The name of a part of a lesson, such as "exercise:xor" or "below:exercise:xor-2"."""
    before, part, label = name.partition(_PART)
    return f"{before}{part}{renamed.get(label, label)}"


ALONE_SECONDS = 7 * 86_400.0
MANY = 64  # journals
MUCH = 4_000_000  # bytes
_PREFIX = "history-"


def compact(folder: Path, now: float) -> None:
    """Replace old journals in the folder by one, if there are many or they are large. Does nothing if it can't.

    `now` is in seconds since 1970, by this host's clock.
    """
    with suppress(OSError):
        found = [(Path(item.path), item.stat()) for item in os.scandir(folder) if item.name.endswith(".jsonl")]
        old = {
            path: files.stamp_of(status)
            for path, status in sorted(found)
            if stat.S_ISREG(status.st_mode) and status.st_mtime < now - ALONE_SECONDS
        }
        size = sum(stamp[1] for path, stamp in old.items() if not path.name.startswith(_PREFIX))
        if len(old) < MANY and size < MUCH:
            return
        history = folder / f"{_PREFIX}{os.urandom(4).hex()}.jsonl"
        lines = lines_worth_keeping(b"\n".join(safe_read.read(path) for path in old))
        files.write_whole(history, b"".join(line + b"\n" for line in lines))
        files.sync_folder(folder)
        for path, stamp in old.items():
            if files.stamp(path) == stamp:
                path.unlink()


def lines_worth_keeping(data: bytes) -> list[bytes]:
    """The lines without duplicates; of positions in a lesson and of an attempt's progress, only the last."""
    lines: dict[bytes, None] = {}
    latest: dict[tuple[type, str], tuple[float, bytes]] = {}
    for line in filter(None, data.split(b"\n")):
        match decode_entries(line):
            case ((Scrolled(lesson=name) | Begun(exercise=name)) as entry,):
                this, about = (entry.at, line), (type(entry), name)
                latest[about] = max(latest.get(about, this), this)
            case _:
                lines[line] = None
    return [*lines, *(line for _, line in latest.values())]
