"""All that is kept of one learner in one course: drafts, journals and attempts under one folder.

    <root>/<course>/drafts/<label>.py          drafts of exercises; plain files at a stable path
    <root>/<course>/cells/<lesson>/<key>.py    edited cells, by the hash of the cell's original source
    <root>/<course>/journal/<host>-<pid>-<id>.jsonl
    <root>/<course>/attempts/<label>/<seconds>-<session>.json
    <root>/<course>/shared/<name>              attempts written to be shown to others

Nothing here raises because a disk is full or a folder read-only: `problem` says so, what could not be saved is kept in
memory, and every later save (and `flush`) tries again. A Store belongs to one thread at a time.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from tuitutor.errors import StateError
from tuitutor.progress import files
from tuitutor.progress.attempts import Attempts
from tuitutor.progress.drafts import Drafts, Saved
from tuitutor.progress.history import compact
from tuitutor.progress.journal import Entry
from tuitutor.progress.problems import not_saved
from tuitutor.progress.progress import Progress, merge
from tuitutor.progress.rescue import Unsaved
from tuitutor.progress.sessions import Sessions, session_name

if TYPE_CHECKING:
    from tuitutor.progress.kept import KeptAttempt

_HALF_WRITTEN_SECONDS = 3600.0


class Store:
    """One session's view of the state. Several sessions may have one open on the same folder, on several hosts."""

    def __init__(self, folder: Path, sessions: Sessions, clock: Callable[[], float]) -> None:
        self.folder = folder
        self._clock = clock
        self._drafts = Drafts()
        files.close_to_others(folder)
        self._sessions = sessions
        self._attempts = Attempts(folder / "attempts", sessions.path.stem)
        self._latest = -math.inf
        self._merged = Progress()
        self._revision = -1
        self._merge()

    @classmethod
    def open(cls, root: Path, course_id: str, *, clock: Callable[[], float] = time.time) -> Store:
        """The state of the course under `root` (made when something is first saved). `clock` gives unix seconds."""
        folder = root / files.file_stem(course_id)
        return cls(folder, Sessions(folder / "journal", session_name()), clock)

    @property
    def is_first(self) -> bool:
        """Whether nothing was ever recorded under the root, in this course or another, and something can be now."""
        with suppress(OSError):
            return not self.problem and not any(self.folder.parent.glob("*/journal"))
        return False

    @property
    def problem(self) -> str:
        """Why something is not saved just now, in one sentence; "" when all is."""
        return self._drafts.problem or self._sessions.problem or self._attempts.problem

    @property
    def missing(self) -> str:
        """Why some progress of other sessions is not known, in one sentence; "" when all is."""
        return self._sessions.missing

    @property
    def unsaved(self) -> Unsaved:
        """What is in memory only, because the disk refused it."""
        texts = {**self._attempts.waiting, **self._drafts.waiting}
        return Unsaved(texts, self._sessions.path, self._sessions.unwritten)

    def now(self) -> float:
        """The time to stamp an entry with: unix seconds, but later than every entry known, even if the clock went back.

        Otherwise what is done now would count as done before what was done yesterday.
        """
        self._latest = max(self._clock(), math.nextafter(self._latest, math.inf))
        return self._latest

    def draft_path(self, label: str) -> Path:
        """Where the exercise's draft is or will be; it never changes."""
        return self.folder / "drafts" / f"{files.file_stem(label)}.py"

    def cell_path(self, lesson_id: str, key: str) -> Path:
        """Where the draft of a cell is or will be."""
        return self.folder / "cells" / files.file_stem(lesson_id) / f"{files.file_stem(key)}.py"

    def read(self, path: Path) -> str | None:
        """The draft at one of these paths; None where there is none yet.

        Raises StateError, with the file (and line), where it cannot be read or is not UTF-8.
        """
        return self._drafts.read(path)

    def save(self, path: Path, text: str | None) -> Saved:
        """Put a draft on the disk before returning (None removes it), or say why not. Never raises."""
        saved = self._drafts.write(path, text)
        if self.problem and not saved.problem:
            self.flush()  # the disk takes writes, perhaps again
        return saved

    def put(self, path: Path, text: str) -> Saved:
        """Save as `save` does a text that has nothing of the draft there, which is kept beside."""
        return self._drafts.put(path, text)

    def news(self, path: Path) -> str | None:
        """What somebody else made of a draft since it was last read or saved; None where nobody did.

        Until `accept` says that the learner has it before them, a save keeps that version beside.
        """
        return self._drafts.news(path)

    def accept(self, path: Path) -> None:
        """The learner has before them what `news` said."""
        self._drafts.accept(path)

    def draft(self, label: str) -> str | None:
        """The exercise's draft; as `read`."""
        return self.read(self.draft_path(label))

    def save_draft(self, label: str, text: str) -> Saved:
        """Save the exercise's draft; as `save`."""
        return self.save(self.draft_path(label), text)

    def cell_draft(self, lesson_id: str, key: str) -> str | None:
        """The edited source of a cell; None where it is as the lesson has it. Raises StateError like `read`."""
        return self.read(self.cell_path(lesson_id, key))

    def record(self, entry: Entry) -> None:
        """Append the entry to this session's journal, on the disk before returning unless `problem` says otherwise.

        Positions (`Scrolled`) that follow each other quickly wait for the next entry or `flush`.
        """
        known_before = self._latest < entry.at and self._revision == self._sessions.revision
        self._latest = max(self._latest, entry.at)
        self._sessions.record(entry, self._clock())
        if known_before:
            self._merged = merge((entry,), self._merged)
            self._revision = self._sessions.revision
        if self._drafts.problem and not self._sessions.problem:
            self._drafts.retry()

    def attempt_path(self, kept: KeptAttempt) -> Path:
        """Where the attempt is or will be."""
        return self._attempts.path(kept)

    def keep(self, kept: KeptAttempt) -> None:
        """Keep a graded attempt, on the disk before returning unless `problem` says otherwise."""
        self._attempts.keep(kept)

    def attempts(self, exercise: str) -> tuple[KeptAttempt, ...]:
        """The attempts at an exercise that all sessions kept, in the order of time."""
        return self._attempts.read(exercise)

    def share(self, label: str, number: int, ending: str, text: str) -> Path:
        """Write a file on an exercise's attempt to be shown to others; where it is. Raises StateError."""
        path = self.folder / "shared" / f"{files.file_stem(label)}-{number}{ending}"
        try:
            files.make_private(path.parent)
            files.write_whole(path, text.encode("utf-8", "replace"))
        except OSError as error:
            raise StateError(not_saved(path, error)) from None
        return path

    def flush(self) -> None:
        """Write what waits: a position, and whatever could not be saved before or has vanished from the disk since."""
        self._sessions.flush(self._clock())
        self._attempts.retry()
        self._drafts.retry()
        self._drafts.restore(self.folder / "drafts")

    def tidy(self) -> None:
        """Compact journals of long ago, and remove what killed sessions left half written."""
        compact(self.folder / "journal", self._clock())
        files.sweep(self.folder, self._clock() - _HALF_WRITTEN_SECONDS)

    def refresh(self) -> None:
        """Read what other sessions have recorded since."""
        self._sessions.refresh()

    def known(self) -> Progress:
        """All sessions' entries, merged, as last read."""
        if self._revision != self._sessions.revision:
            self._merge()
        return self._merged

    def progress(self) -> Progress:
        """All sessions' entries, merged, news from other sessions included, which takes a look at the folder."""
        self.refresh()
        return self.known()

    def _merge(self) -> None:
        entries = tuple(self._sessions.entries())
        self._merged = merge(entries)
        self._revision = self._sessions.revision
        self._latest = max([self._latest, *(entry.at for entry in entries)])
