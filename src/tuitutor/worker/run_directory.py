"""What each run finds in its folder: the course's own files, and what this user or the site has fetched for Keras.

`data` is in every run's folder, `hidden` only where no learner code ever runs. They lie in the course's folder if this
machine sees it, or else the app sends them once, in pieces. Code may import the modules of `data`, if it is a package.
Keras's folder is one to write in, with links.
"""

from __future__ import annotations

import hashlib
import os
import stat
import sys
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from pathlib import Path
from types import ModuleType, TracebackType
from typing import Any, Optional
from urllib.parse import urlsplit

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


class OwnModules(MetaPathFinder):
    """Finds the package `data` in a run's folder, before any other of that name. Nothing else there can be imported.

    It needs an `__init__.py`: in a course's own folder, plain Python takes data.py for `data` if there is none.
    """

    def __init__(self, scratch: Path) -> None:
        self._scratch = str(scratch)

    def find_spec(
        self, fullname: str, path: Optional[Sequence[str]], target: Optional[ModuleType] = None
    ) -> Optional[ModuleSpec]:
        spec = PathFinder.find_spec(fullname, [self._scratch]) if fullname == DATA else None
        return spec if spec is not None and spec.loader is not None else None


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


# ---- Keras's folder

SETTINGS = "keras.json"
FETCHED = ("datasets", "models")  # where Keras keeps data sets, and weights
FOLDER = ".fetched"  # in a run's own folder; as ".keras" it would be among its saved models, "*.keras"
_MOST_LINKS = 1_000  # they count among a run's files


def lay_out_keras(scratch: Path, sources: Iterable[str]) -> None:
    """Make the folder in a run's own, with links to what the `sources` have; of two of a name, to the first's.

    Raises OSError.
    """
    home, left = scratch / FOLDER, _MOST_LINKS
    home.mkdir(mode=0o700)
    for kind in FETCHED:
        (home / kind).mkdir(mode=0o700)
    for source in sources:
        for kind in FETCHED:
            for entry in _entries(Path(source, kind)):
                if left and not os.path.lexists(home / kind / entry.name):
                    (home / kind / entry.name).symlink_to(entry.path)
                    left -= 1
        settings = Path(source, SETTINGS)  # read by a Keras that starts cold
        if os.path.isfile(settings) and not os.path.lexists(home / SETTINGS):  # noqa: PTH113  # never raises
            (home / SETTINGS).symlink_to(settings)


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    with suppress(OSError), os.scandir(folder) as entries:
        return sorted(entries, key=lambda entry: entry.name)
    return []


def use_keras_home(scratch: Path) -> None:
    """Have Keras use the folder in a run's own, also where it is imported already."""
    os.environ["KERAS_HOME"] = str(scratch / FOLDER)
    config: Any = sys.modules.get("keras.src.backend.config")
    files: Any = sys.modules.get("keras.src.utils.file_utils")
    if hasattr(config, "_KERAS_DIR"):
        config._KERAS_DIR = os.environ["KERAS_HOME"]
    if hasattr(files, "extract_archive"):
        extract: Any = files.extract_archive

        def extract_archive(file_path: Any, path: Any = ".", *options: Any, **named: Any) -> Any:
            """Keras extracts an archive each time that it is asked for; what is there for all runs stays as it is."""
            there = Path(path).is_symlink() and Path(path).is_dir()
            return there or extract(file_path, path, *options, **named)

        files.extract_archive = extract_archive


def wanted_from_network(trace: Optional[TracebackType]) -> tuple[str, str, str]:
    """What Keras wanted to download when an exception was raised: the file's name, and what to ask for to get it.

    That is a data set's name, a network's or an address; for the last, also under which name Keras looks for it, if
    that isn't the address's own. All are empty if it wasn't Keras.
    """
    name = asked = save_as = ""
    while trace is not None:
        frame, trace = trace.tb_frame, trace.tb_next
        module, function, found = str(frame.f_globals.get("__name__", "")), frame.f_code.co_name, frame.f_locals
        what, _, of = module.removeprefix("keras.src.").partition(".")
        if not asked and what == "datasets":
            asked = of
        elif not asked and what == "applications" and hasattr(sys.modules.get("keras.applications"), function):
            asked = function
        if module.startswith("keras.") and function == "get_file":
            origin = found.get("origin")
            target = found.get("download_target") or found.get("fname") or origin
            if isinstance(origin, str) and isinstance(target, str):
                name, kind = Path(target).name, Path(target).parent.name
                if not asked and (kind in FETCHED[1:] or name != Path(urlsplit(origin).path).name):
                    save_as = f"{kind}/{name}" if kind in FETCHED[1:] else name
                asked = asked or origin
    return (name, asked, save_as) if name else ("", "", "")
