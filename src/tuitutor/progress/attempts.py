"""Graded attempts as files, each with a name that no other session uses.

    <course>/attempts/<label>/<seconds>-<session>.json

So no lock is needed. A file that is damaged or cannot be read is skipped.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from tuitutor import safe_read
from tuitutor.progress import files
from tuitutor.progress.files import not_saved

if TYPE_CHECKING:  # it takes time to import, and a lesson is shown before any attempt
    from tuitutor.progress.attempt_record import PastAttempt


class Attempts:
    """Keeps attempts in a folder. `problem` is "" or why one is not on the disk yet."""

    def __init__(self, folder: Path, session: str, renamed: Mapping[str, str] = {}) -> None:
        """`renamed` maps labels that exercises had before, whose attempts are read too, to those that they have."""
        self._folder = folder
        self._renamed = renamed
        self._session = session
        self._waiting: dict[Path, bytes] = {}
        self.problem = ""

    def keep(self, attempt: PastAttempt) -> None:
        """Write the attempt to the disk, and remove older ones that are no longer worth keeping. Never raises."""
        from tuitutor.progress.attempt_record import encode_attempt

        if data := encode_attempt(attempt):
            name = f"{attempt.at:.7f}-{self._session}.json"  # times in a session differ by more than 0.1 µs
            self._waiting[self._of(attempt.grade.exercise) / name] = data
            self.retry()
            self._thin_out(attempt.grade.exercise)

    def read(self, exercise: str) -> tuple[PastAttempt, ...]:
        """The attempts at an exercise in all sessions, in order of time. Never raises."""
        found = list(self._all(exercise).values())
        for old in [old for old, label in self._renamed.items() if label == exercise]:
            others = self._all(old).values()
            found += (replace(attempt, grade=replace(attempt.grade, exercise=exercise)) for attempt in others)
        return tuple(sorted(found, key=lambda attempt: attempt.at))

    def retry(self) -> None:
        """Try again to write what is waiting."""
        self.problem = ""
        for path, data in tuple(self._waiting.items()):
            try:
                files.write_whole(path, data)
            except OSError as error:
                self.problem = not_saved(path, error)
            else:
                files.sync_folder(path.parent)
                del self._waiting[path]

    def _of(self, exercise: str) -> Path:
        return self._folder / files.file_stem(exercise)

    def _all(self, exercise: str) -> dict[Path, PastAttempt]:
        from tuitutor.progress.attempt_record import decode_attempt

        folder = self._of(exercise)
        found = {path: decode_attempt(data) for path, data in _files(folder)}
        found |= {path: decode_attempt(data) for path, data in self._waiting.items() if path.parent == folder}
        return {
            path: attempt
            for path, attempt in found.items()
            if attempt is not None and attempt.grade.exercise == exercise
        }

    def _thin_out(self, exercise: str) -> None:
        from tuitutor.progress.attempt_record import RECENT, worth_keeping

        with suppress(OSError):
            if len(os.listdir(self._of(exercise))) <= RECENT:  # noqa: PTH208  # names alone, without a Path for each
                return
            found = self._all(exercise)
            keep = worth_keeping(found.values())
            for path, attempt in found.items():
                if attempt not in keep:
                    path.unlink(missing_ok=True)


def _files(folder: Path) -> Iterator[tuple[Path, bytes]]:
    """The readable files in the folder that may be attempts."""
    from tuitutor.progress.attempt_record import LARGEST

    with suppress(OSError), os.scandir(folder) as items:
        for item in items:
            with suppress(OSError):
                found = item.stat()
                if item.name.endswith(".json") and stat.S_ISREG(found.st_mode) and found.st_size <= LARGEST:
                    yield Path(item.path), safe_read.read(Path(item.path), LARGEST)
