"""Compacts old journals into one, so that a year of sessions does not make the course slow to open.

There is no lock. A journal is compacted only after a week without changes, its entries are on the disk in the new one
before it is removed, and readers count an entry that they find twice only once. So no entry is lost, whatever is killed
or happens at the same time; and a session that slept for a week rewrites its whole journal when it finds it gone.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from tuitutor import regular
from tuitutor.progress import files
from tuitutor.progress.journal import Begun, Scrolled, decode_entries

ALONE_SECONDS = 7 * 86_400.0
MANY = 64  # journals
# no mutant: one more or less is nothing to see
MUCH = 4_000_000  # bytes
_PREFIX = "history-"


def compact(folder: Path, now: float) -> None:
    """Replace old journals in the folder by one, if there are many or they are large. Does nothing if it can't.

    `now` is in seconds since 1970, by this host's clock.
    """
    with suppress(OSError):
        old = dict(sorted(_old_journals(folder, now - ALONE_SECONDS)))
        size = sum(stamp[1] for path, stamp in old.items() if not path.name.startswith(_PREFIX))
        if len(old) < MANY and size < MUCH:
            return
        history = folder / f"{_PREFIX}{os.urandom(4).hex()}.jsonl"
        lines = lines_worth_keeping(b"\n".join(regular.read(path) for path in old))
        files.write_whole(history, b"".join(line + b"\n" for line in lines))
        files.sync_folder(folder)
        for path, stamp in old.items():
            if files.stamp(path) == stamp:
                path.unlink()


def _old_journals(folder: Path, before: float) -> Iterator[tuple[Path, files.Stamp]]:
    """The journals that have not changed since `before`, with their stamps."""
    for item in os.scandir(folder):
        found = item.stat()
        if item.name.endswith(".jsonl") and stat.S_ISREG(found.st_mode) and found.st_mtime < before:
            yield Path(item.path), files.stamp_of(found)


def lines_worth_keeping(data: bytes) -> list[bytes]:
    """The lines without duplicates, in any format, but only the last of those that replace each other.

    These are positions in a lesson, and how far an attempt has come.
    """
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
