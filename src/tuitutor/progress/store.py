"""One learner's state in one course: drafts, journals and attempts under one folder.

    <root>/<course>/drafts/<label>.py          drafts of exercises: plain files at stable paths
    <root>/<course>/cells/<lesson>/<key>.py    edited cells, by the hash of the cell's original source
    <root>/<course>/journal/<host>-<pid>-<id>.jsonl
    <root>/<course>/attempts/<label>/<seconds>-<session>.json
    <root>/<course>/shared/<name>              attempts written to show to others

A full disk or a read-only folder raises nothing here: `problem` names it, unsaved data stays in memory, and every later
save (and `flush`) tries again. A Store belongs to one thread at a time.
"""

from __future__ import annotations

import math
import os
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from tuitutor import safe_read
from tuitutor.errors import StateError
from tuitutor.progress import files
from tuitutor.progress.attempts import Attempts
from tuitutor.progress.drafts import Drafts, Saved
from tuitutor.progress.files import not_saved
from tuitutor.progress.journal import Entry, Remembered, compact, under_new_names
from tuitutor.progress.progress import Progress, merge
from tuitutor.progress.sessions import Sessions, session_name

if TYPE_CHECKING:
    from tuitutor.progress.attempt_record import PastAttempt

_HALF_WRITTEN_SECONDS = 3600.0


class Store:
    """One session's view of the state. Several sessions, on several hosts, may have the same folder open.

    `drafts` and `attempts` are in the folder; saving is tried again if it fails.
    """

    def __init__(
        self, folder: Path, sessions: Sessions, clock: Callable[[], float], renamed: Mapping[str, str] = {}
    ) -> None:
        self.folder = folder
        self._clock = clock
        self._renamed = renamed
        self.drafts = Drafts()
        self.read = self.drafts.read
        files.close_to_others(folder)
        self._sessions = sessions
        self.attempts = Attempts(folder / "attempts", sessions.path.stem, renamed)
        self._latest = -math.inf
        self._merged = Progress()
        self._revision = -1
        self._merge()
        self._take_over_drafts()

    @classmethod
    def open(
        cls,
        root: Path,
        course_id: str,
        *,
        clock: Callable[[], float] = time.time,
        renamed: Mapping[str, str] = {},
    ) -> Store:
        """The state of the course under `root` (created when something is first saved). `clock` gives Unix seconds.

        `renamed` maps former labels of exercises to their present ones.
        """
        folder = root / files.file_stem(course_id)
        return cls(folder, Sessions(folder / "journal", session_name()), clock, renamed)

    @property
    def is_first(self) -> bool:
        """Whether nothing was ever recorded under the root, in this course or another, but it can be now."""
        with suppress(OSError):
            return not self.problem and not any(self.folder.parent.glob("*/journal"))
        return False

    @property
    def problem(self) -> str:
        """Why something is not saved at the moment, in one sentence; "" if all is."""
        return self.drafts.problem or self._sessions.problem or self.attempts.problem

    @property
    def missing(self) -> str:
        """Why some progress of other sessions is unknown, in one sentence; "" if all is known."""
        return self._sessions.missing

    @property
    def unsaved(self) -> bool:
        """Whether something is only in memory, because it could not be written."""
        return bool(self.drafts.problem or self.attempts.problem or self._sessions.unsaved)

    def now(self) -> float:
        """The time for a new entry: Unix seconds, but later than every known entry, even if the clock went back.

        Otherwise a new entry would count as earlier than yesterday's.
        """
        self._latest = max(self._clock(), math.nextafter(self._latest, math.inf))
        return self._latest

    def draft_path(self, label: str) -> Path:
        """The path of the exercise's draft, now or later; it never changes."""
        return self.folder / "drafts" / f"{files.file_stem(label)}.py"

    def cell_path(self, lesson_id: str, key: str) -> Path:
        """The path of a cell's draft, now or later."""
        return self.folder / "cells" / files.file_stem(lesson_id) / f"{files.file_stem(key)}.py"

    def save(self, path: Path, text: str | None) -> Saved:
        """Write a draft to the disk before returning (None removes it), or say why not. Never raises."""
        saved = self.drafts.write(path, text)
        if self.problem and not saved.problem:
            self.flush()  # the disk accepts writes, perhaps again
        return saved

    def draft(self, label: str) -> str | None:
        """The exercise's draft; see `read`."""
        return self.read(self.draft_path(label))

    def save_draft(self, label: str, text: str) -> Saved:
        """Save the exercise's draft; see `save`."""
        return self.save(self.draft_path(label), text)

    def cell_draft(self, lesson_id: str, key: str) -> str | None:
        """The edited source of a cell; None if it is unchanged. Raises StateError like `read`."""
        return self.read(self.cell_path(lesson_id, key))

    def record(self, entry: Entry) -> None:
        """Append the entry to this session's journal, on the disk before returning unless `problem` says otherwise.

        Positions (`Scrolled`) in quick succession wait for the next entry or `flush`.
        """
        known_before = self._latest < entry.at and self._revision == self._sessions.revision
        self._latest = max(self._latest, entry.at)
        self._sessions.record(entry, self._clock())
        if known_before:
            self._merged = merge((entry,), self._merged)
            self._revision = self._sessions.revision
        if self.drafts.problem and not self._sessions.problem:
            self.drafts.retry()

    def keep(self, attempt: PastAttempt) -> None:
        """Keep a graded attempt, on the disk before returning unless `problem` says otherwise."""
        self.attempts.keep(attempt)

    async def attempts_at(self, exercise: str) -> tuple[PastAttempt, ...]:
        """The saved attempts at an exercise, in order of time, for callers that may wait for a disk."""
        return self.attempts.read(exercise)

    def share(self, label: str, number: int, ending: str, text: str) -> Path:
        """Write a file about an attempt, to show to others. Returns its path. Raises StateError."""
        path = self.folder / "shared" / f"{files.file_stem(label)}-{number}{ending}"
        try:
            files.write_whole(path, text.encode("utf-8", "replace"))
        except OSError as error:
            raise StateError(not_saved(path, error)) from None
        return path

    def flush(self) -> None:
        """Write everything that is waiting: a position, failed saves, and files that have vanished from the disk."""
        self._sessions.flush(self._clock())
        self.attempts.retry()
        self.drafts.retry()
        self.drafts.restore(self.folder / "drafts")

    def tidy(self) -> None:
        """Compact old journals, and remove files that killed sessions left half-written."""
        compact(self.folder / "journal", self._clock())
        files.sweep(self.folder, self._clock() - _HALF_WRITTEN_SECONDS)

    def known(self) -> Progress:
        """The merged entries of all sessions, as last read."""
        if self._revision != self._sessions.revision:
            self._merge()
        return self._merged

    def progress(self) -> Progress:
        """The merged entries of all sessions, after reading new ones from the folder."""
        self._sessions.refresh()
        return self.known()

    def _take_over_drafts(self) -> None:
        """Copy drafts under a former label, once, so that a draft removed since doesn't come back."""
        for old, label in reversed([*self._renamed.items()]):  # the latest label first
            key = f"draft taken over {old}"
            target, source = self.draft_path(label), self.draft_path(old)
            if key in self._merged.remembered or target.exists() or not source.is_file():
                continue
            with suppress(OSError):  # where nothing can be written, nothing is lost
                data, status = safe_read.read(source), source.stat()
                files.create_whole(target, data)
                os.utime(target, ns=(status.st_atime_ns, status.st_mtime_ns))
                self.record(Remembered(key=key, value=label, at=self.now()))

    def _merge(self) -> None:
        entries = tuple(under_new_names(self._sessions.entries(), self._renamed))
        self._merged = merge(entries)
        self._revision = self._sessions.revision
        self._latest = max([self._latest, *(entry.at for entry in entries)])
