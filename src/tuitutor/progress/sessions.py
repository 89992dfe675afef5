"""The journals of all sessions in one folder. Ours is only appended to; the others' are only read.

Home directories are NFS or Lustre, so there is no lock and no file that two sessions write.
"""

from __future__ import annotations

import math
import os
import secrets
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tuitutor.progress import files
from tuitutor.progress.journal import Entry, Scrolled, decode, encode
from tuitutor.progress.names import file_stem
from tuitutor.progress.problems import not_saved, not_writable

SCROLL_SECONDS = 2.0  # positions are written no more often than this


def session_name() -> str:
    """A journal name that no other session has: `<host>-<pid>-<id>.jsonl`."""
    host = socket.gethostname().partition(".")[0].lower()
    return f"{file_stem(host)}-{os.getpid()}-{secrets.token_hex(4)}.jsonl"


@dataclass(frozen=True, slots=True)
class _Journal:
    """Another session's journal as last read; it is read again when its `stamp` (size, time) has changed."""

    stamp: tuple[int, int]
    entries: tuple[Entry, ...]


class Sessions:
    """What all sessions recorded, ours included, whether or not ours could be written."""

    def __init__(self, folder: Path, name: str) -> None:
        self._folder = folder
        self._name = name
        self._own: list[Entry] = []
        self._written = 0  # how many of our own are on the disk
        self._held: Scrolled | None = None
        self._scrolled_at = -math.inf
        self._others: dict[str, _Journal] = {}
        self._unread = ""
        self._unwritten = not_writable(folder)
        self.revision = 0  # grows whenever `entries` may have changed
        self.refresh()

    @property
    def problem(self) -> str:
        """Why entries are not saved, or some not read; "" when all is well."""
        return self._unwritten or self._unread

    def entries(self) -> Iterator[Entry]:
        """All entries as last read, in the order of the journals' names."""
        journals = {name: journal.entries for name, journal in self._others.items()}
        journals[self._name] = (*self._own, *([self._held] if self._held else []))
        for name in sorted(journals):
            yield from journals[name]

    def record(self, entry: Entry, now: float) -> None:
        """Append an entry and put it on the disk; a position may wait for `SCROLL_SECONDS` or the next entry."""
        self.revision += 1
        if isinstance(entry, Scrolled) and self._holds(entry, now):
            return
        self._release(now)
        self._add(entry, now)
        self._write()

    def flush(self, now: float) -> None:
        """Write whatever is not on the disk yet."""
        self._release(now)
        if self._written < len(self._own):
            self._write()
        else:
            self._unwritten = not_writable(self._folder)

    def refresh(self) -> None:
        """Read what other sessions have written since. Journals that cannot be read are left as they were."""
        self._unread = ""
        try:
            found = [item for item in os.scandir(self._folder) if item.name.endswith(".jsonl")]
        except (FileNotFoundError, NotADirectoryError):
            return
        except OSError as error:
            self._unread = _not_read(self._folder, error)
            return
        for item in found:
            if item.name != self._name:
                self._read(item)

    def _read(self, item: os.DirEntry[str]) -> None:
        known = self._others.get(item.name)
        try:
            status = item.stat()
            stamp = (status.st_size, status.st_mtime_ns)
            if known is not None and known.stamp == stamp:
                return
            self._others[item.name] = _Journal(stamp, decode(Path(item.path).read_bytes()))
        except OSError as error:
            self._unread = _not_read(Path(item.path), error)
        else:
            self.revision += 1

    def _holds(self, entry: Scrolled, now: float) -> bool:
        if self._held is not None and self._held.lesson == entry.lesson:
            self._held = None  # superseded
        waits = self._held is None and 0 <= now - self._scrolled_at < SCROLL_SECONDS
        if waits:
            self._held = entry
        return waits

    def _release(self, now: float) -> None:
        if self._held is not None:
            self._add(self._held, now)
            self._held = None

    def _add(self, entry: Entry, now: float) -> None:
        self._own.append(entry)
        if isinstance(entry, Scrolled):
            self._scrolled_at = now

    def _write(self) -> None:
        path = self._folder / self._name
        try:
            files.make_private(self._folder)
            start = self._written if path.exists() else 0  # somebody may have removed the folder meanwhile
            files.append(path, b"".join(map(encode, self._own[start:])))
        except OSError as error:
            self._unwritten = not_saved(path, error)
        else:
            self._written = len(self._own)
            self._unwritten = ""


def _not_read(path: Path, error: OSError) -> str:
    return f"some progress is missing: {path}: {error.strerror or error}; make it readable"
