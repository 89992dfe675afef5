"""What each run finds in its folder: the course's own files, and files that Keras has fetched for the user or the site.

`data` is linked into every run's folder, `hidden` only where no learner code ever runs. Both lie in the course's folder
if this machine sees it; otherwise the app sends them once. Code may import the modules of `data`, if it is a package.
Keras's folder is new in every run, so that code can write in it, and has links to the fetched files.
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
RECEIVED = "course"  # the folder for received files, in the worker's folder
_PIECE = 1 << 18  # bytes


class NotReceived(Exception):
    """The course's files did not arrive as expected; the text says why."""


@dataclass(frozen=True)
class ListedFile:
    """A file in the manifest: its path in the course's folder, such as "data/rows.csv", and its content."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class CourseData:
    """The folders `data` and `hidden` of a course, as absolute paths; "" for a missing one.

    They are in the folder `course`, in which everything else is closed to learner code.
    """

    course: str = ""
    data: str = ""
    hidden: str = ""

    @classmethod
    def at(cls, folder: str) -> CourseData:
        """The data of the course in a folder, "" for none. Links in place of `data` and `hidden` don't count."""
        if not folder:
            return cls()
        course = os.path.realpath(folder)
        data, hidden = (_folder(str(Path(course, name))) for name in (DATA, HIDDEN))
        return cls(course, data, hidden)

    def lay_out(self, scratch: Path, hidden: bool) -> None:
        """Link the folders into a run's folder under their names, `hidden` only on request. Raises OSError."""
        for name, target in {DATA: self.data, HIDDEN: self.hidden if hidden else ""}.items():
            if target:
                (scratch / name).symlink_to(target)


class OwnModules(MetaPathFinder):
    """Finds the package `data` in a run's folder, before any other of that name. Nothing else there can be imported.

    It needs an `__init__.py`: in a course's own folder, plain Python takes data.py for `data` without one.
    """

    def __init__(self, scratch: Path) -> None:
        self._scratch = str(scratch)

    def find_spec(
        self, fullname: str, path: Optional[Sequence[str]], target: Optional[ModuleType] = None
    ) -> Optional[ModuleSpec]:
        spec = PathFinder.find_spec(fullname, [self._scratch]) if fullname == DATA else None
        return spec if spec is not None and spec.loader is not None else None


def is_visible(folder: str, manifest: str, files: list[ListedFile]) -> bool:
    """Whether this machine sees the course in `folder`: a manifest with this SHA-256 digest, and all listed files."""
    try:
        if hashlib.sha256(Path(folder, MANIFEST).read_bytes()).hexdigest() != manifest:
            return False
        statuses = [os.lstat(Path(folder, file.name)) for file in files]
    except OSError:
        return False
    return all(
        stat.S_ISREG(status.st_mode) and status.st_size == file.size
        for status, file in zip(statuses, files, strict=True)
    )


def receive(files: list[ListedFile], home: Path) -> str:
    """Write the files that arrive on stdin, one after another, into a folder in `home`. Returns the folder's path.

    Raises NotReceived if there is no room, or if a file differs from its entry in the manifest.
    """
    course = home / RECEIVED
    try:
        for listed in files:
            path = course / listed.name
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with path.open("xb", buffering=0) as file:
                if _copy(0, file.fileno(), listed.size) != listed.sha256:
                    raise NotReceived(f"{listed.name} arrived with another content than {MANIFEST} says")
    except OSError as error:
        raise NotReceived(f"the course's data can't be kept in {home.parent}: {error.strerror or error}") from None
    return str(course)


def _copy(source: int, target: int, size: int) -> str:
    """Copy `size` bytes. Returns their SHA-256 digest. Raises NotReceived if there are fewer."""
    digest = hashlib.sha256()
    while size:
        piece = os.read(source, min(size, _PIECE))
        if not piece:
            raise NotReceived("the connection ended while the course's data was sent")
        size -= len(piece)
        digest.update(piece)
        rest = memoryview(piece)
        while rest:
            rest = rest[os.write(target, rest) :]
    return digest.hexdigest()


def _folder(path: str) -> str:
    try:
        return path if stat.S_ISDIR(os.lstat(path).st_mode) else ""
    except OSError:
        return ""


# ---- Keras's folder

SETTINGS = "keras.json"
FETCHED = ("datasets", "models")  # Keras's folders for data sets, and for weights
FOLDER = ".fetched"  # in a run's own folder; as ".keras" it would be among its saved models, "*.keras"
_MOST_LINKS = 1_000  # links count among a run's files


def lay_out_keras(scratch: Path, sources: Iterable[str]) -> None:
    """Make Keras's folder in a run's own, with links to the files of the `sources`; the first source of a name wins.

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
    """Have Keras, imported or not, use the folder in a run's own."""
    os.environ["KERAS_HOME"] = str(scratch / FOLDER)
    config: Any = sys.modules.get("keras.src.backend.config")
    files: Any = sys.modules.get("keras.src.utils.file_utils")
    if hasattr(config, "_KERAS_DIR"):
        config._KERAS_DIR = os.environ["KERAS_HOME"]
    if hasattr(files, "extract_archive"):
        extract: Any = files.extract_archive

        def extract_archive(file_path: Any, path: Any = ".", *args: Any, **kwargs: Any) -> Any:
            """Keras extracts an archive on every request; a folder shared by all runs stays unchanged."""
            exists = Path(path).is_symlink() and Path(path).is_dir()
            return exists or extract(file_path, path, *args, **kwargs)

        files.extract_archive = extract_archive


def network_request(trace: Optional[TracebackType]) -> tuple[str, str, str]:
    """Return what Keras tried to download when an exception was raised: the file's name, its source, and `save_as`.

    The source is the name of a data set or of a network, or an address. `save_as` is the name under which Keras looks
    for an address, if that isn't the address's own. All three are "" if it wasn't Keras.
    """
    file_name = source = save_as = ""
    while trace is not None:
        frame, trace = trace.tb_frame, trace.tb_next
        module, function = str(frame.f_globals.get("__name__", "")), frame.f_code.co_name
        package, _, rest = module.removeprefix("keras.src.").partition(".")
        if not source and package == "datasets":
            source = rest
        elif not source and package == "applications" and hasattr(sys.modules.get("keras.applications"), function):
            source = function
        if module.startswith("keras.") and function == "get_file":
            origin = frame.f_locals.get("origin")
            target = frame.f_locals.get("download_target") or frame.f_locals.get("fname") or origin
            if isinstance(origin, str) and isinstance(target, str):
                file_name, kind = Path(target).name, Path(target).parent.name
                if not source and (kind in FETCHED[1:] or file_name != Path(urlsplit(origin).path).name):
                    save_as = f"{kind}/{file_name}" if kind in FETCHED[1:] else file_name
                source = source or origin
    return (file_name, source, save_as) if file_name else ("", "", "")
