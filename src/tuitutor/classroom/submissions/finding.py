"""Files, folders, patterns and zips on the disk -> the submitted files."""

from __future__ import annotations

import glob
import os
import stat
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from os.path import isdir, islink  # pathlib's raise where a folder may be listed but not entered
from pathlib import Path

from tuitutor.classroom.submissions.found import FileSlice, SubmittedFile, printable, unreadable
from tuitutor.classroom.submissions.layouts import is_zip
from tuitutor.classroom.submissions.reader import WANTED, Reader
from tuitutor.classroom.submissions.texts import most_bytes, too_large
from tuitutor.classroom.submissions.zips import Bounds, is_ignored, unpack
from tuitutor.errors import UsageError

_LINK = "it is a link, and links are not followed; what it points to has to be there itself."


def handed_in(names: Sequence[str], reader: Reader, bounds: Bounds = Bounds()) -> Iterator[SubmittedFile]:
    """The files at `names` (files, folders, zips, or patterns such as "*.zip"), without duplicates.

    `reader` looks into zips. The data of a file can be read until the next file is requested. Raises UsageError at
    once if a name matches nothing; any later fault is a `SubmittedFile` with a problem.
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
    return _without_duplicates(paths, reader, bounds)


def _without_duplicates(paths: Sequence[Path], reader: Reader, bounds: Bounds) -> Iterator[SubmittedFile]:
    done: set[str] = set()
    for path in paths:
        whole = Path(os.path.abspath(path))  # noqa: PTH100  # a link keeps the name that the teacher gave it
        holds_all = len(paths) == 1 and (isdir(whole) or is_zip(whole.name))  # noqa: PTH112
        top = len(whole.parts) - (0 if holds_all else 1)
        for place in _files(path):
            real = os.path.realpath(place)
            if real in done:
                continue
            done.add(real)
            parts = (*whole.parts[1:], *place.relative_to(path).parts)
            opened = _opened(place, parts, len(parts) + 1 - top, named=place == path)
            with closing(opened):
                for file in opened:
                    if is_zip(place.name) and not file.problem:
                        yield from unpack(file, reader.members, bounds)
                    else:
                        yield file


def _files(path: Path) -> Iterator[Path]:
    """The file itself, or the files below the folder and the folders that cannot be read."""
    if not isdir(path):  # noqa: PTH112
        yield path
        return
    refused: list[Path] = []
    for folder, folders, files in os.walk(path, onerror=lambda error: refused.append(Path(error.filename))):
        folders[:] = sorted(name for name in folders if not is_ignored(name))
        links = [name for name in folders if islink(Path(folder, name))]  # noqa: PTH114
        yield from (Path(folder, name) for name in sorted([*files, *links]) if not is_ignored(name))
    yield from refused


def _opened(path: Path, parts: tuple[str, ...], below: int, *, named: bool) -> Generator[SubmittedFile, None, None]:
    """The file at `path`, which stays open until the generator goes on."""
    file = SubmittedFile(parts, below=below, source=printable(str(path)))
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | (0 if named else os.O_NOFOLLOW))
    except OSError as error:
        is_link = not named and islink(path)  # noqa: PTH114
        yield replace(file, problem=_LINK if is_link else unreadable(error))
        return
    try:
        try:
            status = os.fstat(descriptor)
        except OSError as error:
            yield replace(file, problem=unreadable(error))
            return
        file = replace(file, modified=status.st_mtime)
        may_answer = path.name.lower().endswith(WANTED)
        if not stat.S_ISREG(status.st_mode):
            yield replace(file, problem="it isn't an ordinary file; hand in a .py file, a notebook or a zip.")
        elif may_answer and status.st_size > most_bytes(path.name):
            yield replace(file, problem=too_large(path.name))
        elif may_answer or is_zip(path.name):
            yield replace(file, data=FileSlice(descriptor, 0, status.st_size))
        else:
            yield file
    finally:
        os.close(descriptor)
