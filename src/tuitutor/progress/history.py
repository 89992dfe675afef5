"""Journals of long ago, put together in one: a year of sessions must not make the course slow to open.

There is no lock. A journal is taken only when it was left alone for a week, what it says is on the disk in the new one
before it goes, and readers count an entry that they find twice once. So whatever is killed or happens at the same
time, no entry is lost; and a session that slept for a week writes its whole journal again when it finds it gone.
"""

from __future__ import annotations

import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from tuitutor.progress import files
from tuitutor.progress.journal import Scrolled, decode

ALONE_SECONDS = 7 * 86_400.0
MANY = 64  # journals
MUCH = 4_000_000  # bytes
_PREFIX = "history-"


@dataclass(frozen=True, slots=True)
class _Old:
    """A journal and the stamp that it had when it was found old."""

    path: Path
    stamp: files.Stamp


def put_together(folder: Path, now: float) -> None:
    """Replace old journals in the folder by one, if there are many or they are large. Does nothing where it cannot.

    `now` is in seconds since 1970, by this host's clock.
    """
    with suppress(OSError):
        old = sorted(_old_journals(folder, now - ALONE_SECONDS), key=lambda each: each.path.name)
        size = sum(each.stamp[1] for each in old if not each.path.name.startswith(_PREFIX))
        if len(old) >= MANY or size >= MUCH:
            _put_together(folder, old)


def _old_journals(folder: Path, before: float) -> Iterator[_Old]:
    for item in os.scandir(folder):
        found = item.stat()
        if item.name.endswith(".jsonl") and stat.S_ISREG(found.st_mode) and found.st_mtime < before:
            yield _Old(Path(item.path), files.stamp_of(found))


def _put_together(folder: Path, old: list[_Old]) -> None:
    history = folder / f"{_PREFIX}{secrets.token_hex(4)}.jsonl"
    lines = _worth_keeping(b"\n".join(each.path.read_bytes() for each in old))
    files.write_beside(history, b"".join(line + b"\n" for line in lines)).replace(history)
    files.sync_folder(folder)
    for each in old:
        if files.stamp(each.path) == each.stamp:
            each.path.unlink()


def _worth_keeping(data: bytes) -> list[bytes]:
    """The lines, whatever they say, but only the last position in each lesson, and no line twice."""
    kept: dict[bytes, None] = {}
    places: dict[str, tuple[float, bytes]] = {}
    for line in filter(None, data.split(b"\n")):
        match decode(line):
            case (Scrolled(lesson=lesson, at=at),):
                places[lesson] = max(places.get(lesson, (at, line)), (at, line))
            case _:
                kept[line] = None
    return [*kept, *(line for _, line in places.values())]
