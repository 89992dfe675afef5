"""Files, folders, patterns and zips on the disk -> the files that were handed in."""

from __future__ import annotations

import glob
import os
import stat
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from os.path import isdir, islink  # pathlib's raise where a folder may be listed but not entered
from pathlib import Path

from tuitutor.classroom.submissions.found import FileSlice, Found, printable, unreadable
from tuitutor.classroom.submissions.layouts import is_zip
from tuitutor.classroom.submissions.reader import WANTED, Reader
from tuitutor.classroom.submissions.texts import most_bytes, too_large
from tuitutor.classroom.submissions.zips import Bounds, is_ignored, unpack
from tuitutor.errors import UsageError

_LINK = "it is a link, and links are not followed; what it points to has to be there itself."


def handed_in(names: Sequence[str], reader: Reader, bounds: Bounds = Bounds()) -> Iterator[Found]:
    """The files at `names` (files, folders, zips, or patterns such as "*.zip"), one at a time, each once.

    `reader` looks into zips. The data of each file can be read until the next file is asked for. Raises UsageError at
    once if a name matches nothing; any later fault is a `Found` with its problem.
    """
    paths: list[Path] = []
    for name in names:
        if os.path.lexists(name):
            paths.append(Path(name))
            continue
        matches = glob.glob(os.path.expanduser(name), recursive=True)  # noqa: PTH111, PTH207  # absolute ones too
        if not matches:
            raise UsageError(f"There is nothing at '{name}'; name a file, a folder or a zip with answers.")
        paths += [Path(match) for match in sorted(matches) if not is_ignored(Path(match).name)]
    return _each_once(paths, reader, bounds)


def _each_once(paths: Sequence[Path], reader: Reader, bounds: Bounds) -> Iterator[Found]:
    seen: set[str] = set()
    for path in paths:
        whole = Path(os.path.abspath(path))  # noqa: PTH100  # a link keeps the name that the teacher gave it
        holds_all = len(paths) == 1 and (isdir(whole) or is_zip(whole.name))  # noqa: PTH112
        top = len(whole.parts) - (0 if holds_all else 1)
        for file in _files(path):
            real = os.path.realpath(file)
            if real not in seen:
                seen.add(real)
                parts = (*whole.parts[1:], *file.relative_to(path).parts)
                found = _found(file, parts, len(parts) + 1 - top, named=file == path)
                with closing(found):
                    for each in found:
                        if is_zip(file.name) and not each.problem:
                            yield from unpack(each, reader.members, bounds)
                        else:
                            yield each


def _files(path: Path) -> Iterator[Path]:
    """The file itself, or the files below the folder and the folders that cannot be read."""
    if not isdir(path):  # noqa: PTH112
        yield path
        return
    refused: list[Path] = []
    for folder, folders, files in os.walk(path, onerror=lambda error: refused.append(Path(error.filename))):
        folders[:] = sorted(each for each in folders if not is_ignored(each))
        links = [each for each in folders if islink(Path(folder, each))]  # noqa: PTH114
        yield from (Path(folder, each) for each in sorted([*files, *links]) if not is_ignored(each))
    yield from refused


def _found(path: Path, parts: tuple[str, ...], below: int, *, named: bool) -> Generator[Found, None, None]:
    """The file at `path`, which stays open until it is asked for another."""
    found = Found(parts, below=below, source=printable(str(path)))
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | (0 if named else os.O_NOFOLLOW))
    except OSError as error:
        link = not named and islink(path)  # noqa: PTH114
        yield replace(found, problem=_LINK if link else unreadable(error))
        return
    try:
        try:
            status = os.fstat(descriptor)
        except OSError as error:
            yield replace(found, problem=unreadable(error))
            return
        found = replace(found, modified=status.st_mtime)
        if not stat.S_ISREG(status.st_mode):
            yield replace(found, problem="it isn't an ordinary file; hand in a .py file, a notebook or a zip.")
        elif is_zip(path.name):
            yield replace(found, data=FileSlice(descriptor, 0, status.st_size))
        elif not path.name.lower().endswith(WANTED):
            yield found
        elif status.st_size > most_bytes(path.name):
            yield replace(found, problem=too_large(path.name))
        else:
            yield replace(found, data=FileSlice(descriptor, 0, status.st_size))
    finally:
        os.close(descriptor)
