"""Files, folders, patterns and zips on the disk -> the files that were handed in."""

from __future__ import annotations

import glob
import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import IO

from tuitutor.errors import UsageError
from tuitutor.submissions.layouts import is_zip
from tuitutor.submissions.model import Found, printable
from tuitutor.submissions.packing import MANIFEST
from tuitutor.submissions.recognise import ENDINGS
from tuitutor.submissions.texts import most_bytes, too_large
from tuitutor.submissions.zips import Bounds, files_in_zip, is_ignored

_WANTED = (*ENDINGS, MANIFEST)
_LINK = "it is a link, and links are not followed; name the file or folder that it points to."


def handed_in(names: Sequence[str], bounds: Bounds | None = None) -> Iterator[Found]:
    """The files at `names` (files, folders, zips, or patterns such as "*.zip"), one at a time, each once.

    Raises UsageError at once if a name matches nothing; any later fault is a `Found` with its trouble.
    """
    paths = [path for name in names for path in _paths(name)]
    return _each_once(paths, bounds or Bounds())


def _paths(name: str) -> list[Path]:
    if os.path.lexists(name):
        return [Path(name)]
    matches = sorted(glob.glob(os.path.expanduser(name), recursive=True))  # noqa: PTH111, PTH207  # absolute ones too
    if not matches:
        raise UsageError(f"There is nothing at '{name}'; name a file, a folder or a zip with answers.")
    return [Path(match) for match in matches if not is_ignored(Path(match).name)]


def _each_once(paths: Sequence[Path], bounds: Bounds) -> Iterator[Found]:
    seen: set[str] = set()
    for path in paths:
        whole = Path(os.path.abspath(path))  # noqa: PTH100  # a link keeps the name that the teacher gave it
        holds_all = len(paths) == 1 and (whole.is_dir() or is_zip(whole.name))
        top = len(whole.parts) - (0 if holds_all else 1)
        for file in _files(path):
            real = os.path.realpath(file)
            if real not in seen:
                seen.add(real)
                parts = (*whole.parts[1:], *file.relative_to(path).parts)
                yield from _found(file, parts, len(parts) + 1 - top, bounds, named=file == path)


def _files(path: Path) -> Iterator[Path]:
    """The file itself, or the files below the folder and the folders that cannot be read."""
    if not path.is_dir():
        yield path
        return
    refused: list[Path] = []
    for folder, folders, files in os.walk(path, onerror=lambda error: refused.append(Path(error.filename))):
        folders[:] = sorted(each for each in folders if not is_ignored(each))
        links = [each for each in folders if Path(folder, each).is_symlink()]
        yield from (Path(folder, each) for each in sorted([*files, *links]) if not is_ignored(each))
    yield from refused


def _found(path: Path, parts: tuple[str, ...], below: int, bounds: Bounds, *, named: bool) -> Iterator[Found]:
    found = Found(parts, below=below, source=printable(str(path)))
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | (0 if named else os.O_NOFOLLOW))
    except OSError as error:
        link = not named and path.is_symlink()
        yield replace(found, trouble=_LINK if link else f"it cannot be read ({error.strerror}); make it readable.")
        return
    with os.fdopen(descriptor, "rb") as stream:
        status = os.fstat(descriptor)
        found = replace(found, modified=status.st_mtime)
        if not stat.S_ISREG(status.st_mode):
            yield replace(found, trouble="it isn't an ordinary file; hand in a .py file, a notebook or a zip.")
        elif is_zip(path.name):
            yield from files_in_zip(stream, found, _WANTED, bounds)
        elif not path.name.lower().endswith(_WANTED):
            yield found
        else:
            yield _with_data(stream, found)


def _with_data(stream: IO[bytes], found: Found) -> Found:
    name = found.parts[-1]
    try:
        data = stream.read(most_bytes(name) + 1)
    except OSError as error:
        return replace(found, trouble=f"it cannot be read ({error.strerror}); copy it to another disk.")
    return replace(found, trouble=too_large(name)) if len(data) > most_bytes(name) else replace(found, data=data)
