"""The parsed course, kept on disk: parsing takes as long as all the rest of opening a lesson.

What is kept is only ever a copy. Where anything about it is in doubt (a file changed, another parser, not our file, a
course with problems), the course is parsed.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import sys
import time
from contextlib import suppress
from pathlib import Path

from tuitutor.course.folder import DATA_FILE, FILE
from tuitutor.course.model import Course

_SETTLED = 2.0  # seconds after which a file that changes again surely has another time stamp

Stamp = tuple[object, ...]


def course_at(folder: Path, cache: Path) -> Course:
    """The course in a folder, as it is now; `cache` is the folder for the copy. Raises CourseError."""
    copy = cache / f"{hashlib.sha256(os.fsencode(folder.absolute())).hexdigest()[:32]}.course"
    kept = _read(copy)
    if kept is not None:
        return kept
    from tuitutor.course.load import load_course

    began = time.time()
    course = load_course(folder)
    if not course.all_problems:
        _write(copy, course, began)
    return course


def _read(copy: Path) -> Course | None:
    try:
        with copy.open("rb") as file:
            status = os.fstat(file.fileno())
            if status.st_uid != os.getuid() or status.st_mode & 0o022:
                return None  # a pickle that somebody else could write is not to be opened
            files, stamp, course = pickle.load(file)
        return course if isinstance(course, Course) and stamp == _stamp(files) else None
    except Exception:  # whatever is wrong with a copy, there is the original
        return None


def _write(copy: Path, course: Course, began: float) -> None:
    files = [course.folder / FILE, course.folder / DATA_FILE, *(lesson.path for lesson in course.lessons)]
    scratch = copy.with_suffix(f".{os.getpid()}")
    try:
        if any(file.stat().st_mtime > began - _SETTLED for file in files if file.exists()):
            return
        copy.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            pickle.dump((files, _stamp(files), course), file, pickle.HIGHEST_PROTOCOL)
        scratch.replace(copy)
    except OSError:
        with suppress(OSError):  # the home of some accounts is /dev/null, where there is nothing to unlink from
            scratch.unlink(missing_ok=True)


def _stamp(files: list[Path]) -> Stamp:
    """What differs when one of the files, or the parser itself, was changed."""
    parser = sorted(Path(__file__).parent.glob("*.py"))
    return sys.version, *(_status(file) for file in (*files, *parser))


def _status(file: Path) -> Stamp:
    try:
        status = file.stat()
    except OSError:
        return ()
    return str(file), status.st_mtime_ns, status.st_ctime_ns, status.st_size
