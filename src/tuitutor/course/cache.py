"""The parsed course on disk: parsing takes as long as all the rest of opening a lesson.

A copy is in the user's cache, and, as a .pyc is for Python, one is beside the lessons that come with tuitutor, made
when tuitutor is built or installed. If anything about a copy is in doubt (a changed file, another parser, another
owner, a course with problems), the course is parsed.
"""

from __future__ import annotations

import os
import pickle
import sys
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from msgspec.structs import replace

from tuitutor import safe_read
from tuitutor.course.digest import digest, sha256_hex
from tuitutor.course.folder import DATA_FILE, FILE, MANIFEST_FILE, is_bundled
from tuitutor.course.model import Course, Lesson

SHIPPED = ".course"
_LARGEST = 1 << 23  # bytes
_SETTLED = 2.0  # seconds after which another change surely has another time stamp

Stamp = tuple[object, ...]


def course_at(folder: Path, cache: Path) -> Course:
    """The course in a folder, as it is now; `cache` is the folder for the copy. Raises CourseError."""
    copy = cache / f"{digest(str(folder.absolute()))}.course"
    if (course := _read(copy)) is not None:
        return course
    began = time.time()
    if (course := shipped(folder)) is None:
        from tuitutor.course.load import load_course

        course = load_course(folder)
    if not course.all_problems:
        _write(copy, course, began)
    return course


def _files_of(course: Course) -> list[Path]:
    own = (course.folder / name for name in (FILE, DATA_FILE, MANIFEST_FILE))
    return [*own, *(lesson.path for lesson in course.lessons)]


def _parser() -> list[Path]:
    return sorted(Path(__file__).parent.glob("*.py"))


# ---- in the user's cache


def _read(copy: Path) -> Course | None:
    """The course in the copy; None if a file has changed since, or the copy can't be trusted."""
    try:
        with safe_read.open_regular(copy) as file:
            status = os.fstat(file.fileno())
            if status.st_uid != os.getuid() or status.st_mode & 0o022:
                return None  # unpickling runs code, so nobody else may have written it
            files, stamp = pickle.load(file)
            course = pickle.load(file) if stamp == _stamp(files) else None
        return course if isinstance(course, Course) else None
    except Exception:  # any fault: the original can be parsed
        return None


def _write(copy: Path, course: Course, began: float) -> None:
    files = _files_of(course)
    scratch = copy.with_suffix(f".{os.getpid()}")
    try:
        if any(file.stat().st_mtime > began - _SETTLED for file in files if file.exists()):
            return
        copy.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            pickle.dump((files, _stamp(files)), file, pickle.HIGHEST_PROTOCOL)
            pickle.dump(course, file, pickle.HIGHEST_PROTOCOL)
        scratch.replace(copy)
    except OSError:
        with suppress(OSError):  # the home of some accounts is /dev/null, where unlink fails too
            scratch.unlink(missing_ok=True)


def _stamp(files: list[Path]) -> Stamp:
    """A value that changes with the files, and with the parser itself."""
    stamp: list[object] = [sys.version]
    for file in (*files, *_parser()):
        with suppress(OSError):
            status = file.stat()
            stamp.append((str(file), status.st_mtime_ns, status.st_ctime_ns, status.st_size))
    return tuple(stamp)


# ---- beside the lessons that come with tuitutor


def ship(course: Course) -> Path | None:
    """Write the parsed course into its folder; the file, or None if it has problems. Raises OSError."""
    if course.all_problems:
        return None
    folder = course.folder
    names = [file.relative_to(folder).as_posix() for file in _files_of(course) if file.exists()]
    data = pickle.dumps((names, _digest(folder, names), _in_folder(course, Path())), 5)
    (folder / SHIPPED).write_bytes(data)
    return folder / SHIPPED


def shipped(folder: Path) -> Course | None:
    """The course that was shipped in this folder; None if it has to be parsed."""
    path = folder / SHIPPED
    with suppress(Exception):  # any fault: the lessons can be parsed
        if is_bundled(folder) and _is_as_safe(path.stat(), Path(__file__).stat()):
            names, made_from, course = pickle.loads(safe_read.read(path, _LARGEST))
            if made_from == _digest(folder, names):
                return _in_folder(course, folder)
    return None


def _is_as_safe(pickled: os.stat_result, code: os.stat_result) -> bool:
    """Whether a pickle and the code have the same owner, and all who may write to the pickle may write to the code."""
    return pickled.st_uid == code.st_uid and not pickled.st_mode & ~code.st_mode & 0o022


def _in_folder(course: Course, folder: Path) -> Course:
    """The course, moved to another folder."""

    def moved(lesson: Lesson) -> Lesson:
        return replace(lesson, path=folder / lesson.path.relative_to(course.folder))

    chapters = tuple(replace(chapter, lessons=tuple(map(moved, chapter.lessons))) for chapter in course.chapters)
    return replace(course, folder=folder, chapters=chapters)


def _digest(folder: Path, names: Iterable[str]) -> str:
    """A digest of the course's files and of the parser."""
    files = [*(folder / name for name in names), *_parser()]
    contents = (b"%s\0%s" % (file.name.encode(), safe_read.read(file, _LARGEST)) for file in files)
    return sha256_hex(b"".join(contents))
