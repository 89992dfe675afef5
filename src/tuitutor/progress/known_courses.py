"""The folders of opened courses, and of courses whose code may run: one small file each, so without locks.

<root>/known.courses/<folder>.json       what was opened there, and when
<root>/known.courses/<folder>.trusted
"""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

from msgspec import Struct
from msgspec.structs import asdict

from tuitutor import safe_read
from tuitutor.errors import StateError
from tuitutor.progress import files
from tuitutor.progress.files import not_saved

_FOLDER = "known.courses"  # can't be a course's state, whose name has no dot
_MOST = 20  # folders to list
_LARGEST = 64 << 10  # bytes of a file; our own are far smaller


class KnownCourse(Struct, frozen=True):
    """A course's id, its folder, and when it was last `opened` there, in seconds since 1970."""

    id: str
    folder: Path
    opened: float


class KnownCourses:
    """One learner's courses, under the same root as their state. Reading never raises."""

    def __init__(self, root: Path) -> None:
        self._folder = root / _FOLDER

    def opened(self) -> tuple[KnownCourse, ...]:
        """The opened courses, the latest first."""
        found = []
        with suppress(OSError):
            for file in self._folder.glob("*.json"):
                with suppress(OSError, ValueError, TypeError, KeyError, RecursionError, OverflowError):
                    document = json.loads(safe_read.read(file, _LARGEST))
                    found.append(KnownCourse(str(document["id"]), Path(document["folder"]), float(document["opened"])))
        return tuple(sorted(found, key=lambda course: -course.opened)[:_MOST])

    def note(self, course: KnownCourse) -> None:
        """Record that a course was opened in this folder. Does nothing if the record cannot be saved."""
        with suppress(StateError):
            self._write(f"{files.file_stem(str(course.folder))}.json", {**asdict(course), "folder": str(course.folder)})

    def trusts(self, folder: Path) -> bool:
        """Whether the learner has said that the code of the course in this folder may run, whatever its id."""
        with suppress(OSError):
            return self._trusted(folder).is_file()
        return False

    def trust(self, folder: Path) -> None:
        """Let the code of the course in this folder run from now on. Raises StateError."""
        self._write(self._trusted(folder).name, {"folder": str(folder.resolve())})

    def _trusted(self, folder: Path) -> Path:
        return self._folder / f"{files.file_stem(str(folder.resolve()))}.trusted"

    def _write(self, name: str, what: dict[str, object]) -> None:
        path = self._folder / name
        try:
            files.write_whole(path, json.dumps(what).encode())
        except OSError as error:
            raise StateError(not_saved(path, error)) from None
