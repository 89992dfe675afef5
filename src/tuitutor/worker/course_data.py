"""A course's own files as its code sees them: `data` in every run's folder, `hidden` where no learner code ever runs.

They lie in the course's folder if this machine sees it, or else the app sends them once, in pieces.
"""

from __future__ import annotations

import hashlib
import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Optional

DATA, HIDDEN = "data", "hidden"
MANIFEST = "data.json"
RECEIVED = "course"  # the folder for what is sent, in that of the worker
_PIECE = 1 << 18  # bytes


class Unreceived(Exception):
    """What was sent can't be used; the text says why."""


@dataclass(frozen=True)
class Listed:
    """A file that the manifest lists: its path in the course's folder, such as "data/rows.csv", and its content."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class CourseData:
    """The folders `data` and `hidden` of a course, as absolute paths; "" for one that isn't there.

    `course` is the folder that they are in, and everything else in that is closed to learner code.
    """

    course: str = ""
    data: str = ""
    hidden: str = ""

    @classmethod
    def at(cls, folder: str) -> CourseData:
        """Those of the course in a folder; a link in their place counts as none."""
        if not folder:
            return cls()
        course = os.path.realpath(folder)
        data, hidden = (_folder(str(Path(course, name))) for name in (DATA, HIDDEN))
        return cls(course, data, hidden)

    def lay_out(self, scratch: Path, hidden: bool) -> None:
        """Have them seen in a run's folder under their names, `hidden` only if it is asked for. Raises OSError."""
        wanted = {DATA: self.data, HIDDEN: self.hidden if hidden else ""}
        for name, target in wanted.items():
            if target:
                (scratch / name).symlink_to(target)


NO_COURSE = CourseData()


def is_seen(folder: str, manifest: str, files: list[Listed]) -> bool:
    """Whether this machine sees the course in `folder`: one whose manifest has this digest, and all that it lists."""
    try:
        if hashlib.sha256(Path(folder, MANIFEST).read_bytes()).hexdigest() != manifest:
            return False
        found = [os.lstat(Path(folder, each.name)) for each in files]
    except OSError:
        return False
    return all(stat.S_ISREG(f.st_mode) and f.st_size == each.size for f, each in zip(found, files, strict=True))


def receive(files: list[Listed], home: Path, fd: int = 0) -> str:
    """Write the files that arrive on `fd`, one after another, into a folder in `home`. Returns the folder's path.

    Raises Unreceived if there is no room, or if one differs from what the manifest says of it.
    """
    course = home / RECEIVED
    try:
        for each in files:
            path = course / each.name
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with path.open("xb", buffering=0) as file:
                if _copy(fd, file.fileno(), each.size) != each.sha256:
                    raise Unreceived(f"{each.name} arrived with another content than {MANIFEST} says")
    except OSError as error:
        raise Unreceived(f"the course's data can't be kept in {home.parent}: {error.strerror or error}") from None
    return str(course)


def _copy(source: int, target: int, size: int) -> str:
    """Copy so many bytes. Returns their SHA-256 digest. Raises Unreceived if there are fewer."""
    digest = hashlib.sha256()
    while size:
        piece = os.read(source, min(size, _PIECE))
        if not piece:
            raise Unreceived("the connection ended while the course's data was sent")
        size -= len(piece)
        digest.update(piece)
        left: Optional[memoryview] = memoryview(piece)
        while left:
            left = left[os.write(target, left) :]
    return digest.hexdigest()


def _folder(path: str) -> str:
    try:
        return path if stat.S_ISDIR(os.lstat(path).st_mode) else ""
    except OSError:
        return ""
