"""The parsed course beside the lessons that come with tuitutor, made when tuitutor is built or installed.

As a .pyc does for Python, it saves the parsing when the course is opened for the first time. It is only used while the
lessons and the parser are, byte for byte, those that it was made from.
"""

from __future__ import annotations

import os
import pickle
from collections.abc import Iterable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from msgspec.structs import replace

from tuitutor import safe_read
from tuitutor.course.folder import DATA_FILE, FILE, MANIFEST_FILE, is_bundled
from tuitutor.course.model import Course, Lesson

SHIPPED = ".course"
_LARGEST = 1 << 23  # bytes


def ship(course: Course) -> Path | None:
    """Write the parsed course into its folder; the file, or None if it has problems. Raises OSError."""
    if course.all_problems:
        return None
    folder = course.folder
    names = [name for name in (FILE, DATA_FILE, MANIFEST_FILE) if (folder / name).exists()]
    names += [each.path.relative_to(folder).as_posix() for each in course.lessons]
    made = pickle.dumps((names, _digest(folder, names), _in_folder(course, Path())), 5)
    (folder / SHIPPED).write_bytes(made)
    return folder / SHIPPED


def shipped(folder: Path) -> Course | None:
    """The course that was shipped in this folder; None if it has to be parsed."""
    path = folder / SHIPPED
    # whatever is wrong with it, the lessons can be parsed
    with suppress(Exception):
        if is_bundled(folder) and _is_as_safe(path.stat(), Path(__file__).stat()):
            names, made_from, course = pickle.loads(safe_read.read(path, _LARGEST))
            if made_from == _digest(folder, names):
                return _in_folder(course, folder)
    return None


def _is_as_safe(pickled: os.stat_result, code: os.stat_result) -> bool:
    """Whether a pickle is its code's owner's, and nobody may write to it who may not write to that code."""
    return pickled.st_uid == code.st_uid and not pickled.st_mode & ~code.st_mode & 0o022


def _in_folder(course: Course, folder: Path) -> Course:
    """The course as one in another folder."""

    def moved(lesson: Lesson) -> Lesson:
        return replace(lesson, path=folder / lesson.path.relative_to(course.folder))

    chapters = tuple(replace(each, lessons=tuple(map(moved, each.lessons))) for each in course.chapters)
    return replace(course, folder=folder, chapters=chapters)


def _digest(folder: Path, names: Iterable[str]) -> str:
    """A digest of the course's files and of the parser."""
    found = sha256()
    for path in (*(folder / name for name in names), *sorted(Path(__file__).parent.glob("*.py"))):
        found.update(b"%s\0%s" % (path.name.encode(), safe_read.read(path, _LARGEST)))
    return found.hexdigest()
