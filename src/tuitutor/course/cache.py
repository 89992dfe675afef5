"""The parsed course, kept on disk: parsing takes as long as all the rest of opening a lesson.

The kept course is only a copy. If anything about it is in doubt (a file changed, another parser, not our file, a
course with problems), the course is parsed.
"""

from __future__ import annotations

import os
import pickle
import sys
import time
from contextlib import suppress
from pathlib import Path

from tuitutor import safe_read
from tuitutor.course.digest import digest
from tuitutor.course.folder import DATA_FILE, FILE, MANIFEST_FILE
from tuitutor.course.model import Course

_SETTLED = 2.0  # seconds after which another change surely has a different time stamp

Stamp = tuple[object, ...]


def course_at(folder: Path, cache: Path) -> Course:
    """The course in a folder, as it is now; `cache` is the folder for the copy. Raises CourseError."""
    copy = cache / f"{digest(str(folder.absolute()))}.course"
    kept = _read(copy)
    if kept is not None:
        return kept
    from tuitutor.course.shipped import shipped

    began = time.time()
    if (course := shipped(folder)) is None:
        from tuitutor.course.load import load_course

        course = load_course(folder)
    if not course.all_problems:
        _write(copy, course, began)
    return course


def _read(copy: Path) -> Course | None:
    """The kept course; None if a file has changed since, or the copy can't be trusted."""
    try:
        with safe_read.open_regular(copy) as file:
            status = os.fstat(file.fileno())
            if status.st_uid != os.getuid() or status.st_mode & 0o022:
                return None  # a pickle that somebody else could write is not to be opened
            files, stamp = pickle.load(file)
            course = pickle.load(file) if stamp == _stamp(files) else None
        return course if isinstance(course, Course) else None
    except Exception:  # whatever is wrong with the copy, the original can be parsed
        return None


def _write(copy: Path, course: Course, began: float) -> None:
    own = (course.folder / name for name in (FILE, DATA_FILE, MANIFEST_FILE))
    files = [*own, *(lesson.path for lesson in course.lessons)]
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
    """A value that changes when one of the files, or the parser itself, is changed."""
    parser = sorted(Path(__file__).parent.glob("*.py"))
    stamp: list[object] = [sys.version]
    for file in (*files, *parser):
        with suppress(OSError):
            status = file.stat()
            stamp.append((str(file), status.st_mtime_ns, status.st_ctime_ns, status.st_size))
    return tuple(stamp)
