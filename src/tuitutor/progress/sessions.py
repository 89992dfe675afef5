"""The journals of all sessions, in one folder. Ours is only appended to; the others are only read.

Home directories may be on NFS or Lustre, so there are no locks and no file is written by two sessions.
"""

from __future__ import annotations

import math
import os
import socket
import stat
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from msgspec import Struct

from tuitutor import safe_read
from tuitutor.progress import files
from tuitutor.progress.files import not_saved, not_writable
from tuitutor.progress.journal import Entry, Scrolled, decode_entries, encode_entry

SCROLL_SECONDS = 2.0  # positions are written no more often than this


def session_name() -> str:
    """A journal name that no other session has: `<host>-<pid>-<id>.jsonl`."""
    host = socket.gethostname().partition(".")[0].lower()
    return f"{files.file_stem(host)}-{os.getpid()}-{os.urandom(4).hex()}.jsonl"


class _Journal(Struct, frozen=True):
    """Another session's journal as last read; it is read again when its `stamp` has changed."""

    stamp: files.Stamp
    entries: tuple[Entry, ...]


class Sessions:
    """What all sessions recorded, ours included, whether or not ours could be written."""

    def __init__(self, folder: Path, name: str) -> None:
        self._folder = folder
        self._name = name
        self.path = folder / name  # of our own journal
        self._own: list[Entry] = []
        self._written = 0  # how many of our own entries are on the disk
        self._held: Scrolled | None = None
        self._scrolled_at = -math.inf
        self._others: dict[str, _Journal] = {}
        self._others_too = False  # the folder vanished: the others' entries that we read are rewritten as ours
        self.missing = ""
        self.problem = not_writable(folder)
        self.revision = 0  # grows whenever `entries` may have changed
        self.refresh()

    @property
    def unsaved(self) -> bool:
        """Whether own entries are not on the disk, though they should be."""
        return self._written < len(self._own)

    def entries(self) -> Iterator[Entry]:
        """All entries as last read, in the order of the journals' names."""
        journals = {name: journal.entries for name, journal in self._others.items()}
        journals[self._name] = (*self._own, *([self._held] if self._held else []))
        for name in sorted(journals):
            yield from journals[name]

    def record(self, entry: Entry, now: float) -> None:
        """Append an entry and write it to the disk; a position may wait for `SCROLL_SECONDS` or the next entry."""
        self.revision += 1
        if isinstance(entry, Scrolled):
            if self._held is not None and self._held.lesson == entry.lesson:
                self._held = None  # superseded
            if self._held is None and 0 <= now - self._scrolled_at < SCROLL_SECONDS:
                self._held = entry
                return
        self._release(now)
        self._own.append(entry)
        if isinstance(entry, Scrolled):
            self._scrolled_at = now
        self._write()

    def flush(self, now: float) -> None:
        """Write what is not on the disk yet, or no longer."""
        self._release(now)
        gone = self._own and not os.path.exists(self.path)  # noqa: PTH110  # pathlib's raises where folders are closed
        if gone or self._written < len(self._own):
            self._write()
        else:
            self.problem = not_writable(self._folder)

    def refresh(self) -> None:
        """Read other sessions' new entries. Journals that cannot be read stay as they were."""
        self.missing = ""
        try:
            found = [item for item in os.scandir(self._folder) if item.name.endswith(".jsonl")]
        except (FileNotFoundError, NotADirectoryError):
            return
        except OSError as error:
            self.missing = _not_read(self._folder, error)
            return
        for item in found:
            if item.name != self._name:
                self._read(item)

    def _read(self, item: os.DirEntry[str]) -> None:
        known = self._others.get(item.name)
        try:
            status = item.stat()
            stamp = files.stamp_of(status)
            if not stat.S_ISREG(status.st_mode) or (known is not None and known.stamp == stamp):
                return
            self._others[item.name] = _Journal(stamp, decode_entries(safe_read.read(Path(item.path))))
        except FileNotFoundError:
            return  # compacted meanwhile
        except OSError as error:
            self.missing = _not_read(Path(item.path), error)
        else:
            self.revision += 1

    def _release(self, now: float) -> None:
        if self._held is not None:
            self._own.append(self._held)
            self._held, self._scrolled_at = None, now

    def _write(self) -> None:
        try:
            if not self._folder.exists():
                self._others_too = bool(self._others)
            entries = self._own[self._written if self.path.exists() else 0 :]  # all, if somebody removed the journal
            if self._others_too:
                entries = [*chain.from_iterable(journal.entries for journal in self._others.values()), *entries]
            files.append(self.path, b"".join(map(encode_entry, entries)))
        except OSError as error:
            self.problem = not_saved(self.path, error)
        else:
            self._written = len(self._own)
            self._others_too = False
            self.problem = ""


def _not_read(path: Path, error: OSError) -> str:
    return f"Some progress is missing: {path} cannot be read: {error.strerror or error}; make it readable."
