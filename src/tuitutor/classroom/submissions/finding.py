"""Files, folders, patterns and zips on the disk -> the submitted files.

No symbolic link is followed unless asked for: each step of a path is opened by its name in the open folder before it.
"""

from __future__ import annotations

import errno
import glob
import os
import stat
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

from tuitutor.classroom.submissions.found import FileSlice, SubmittedFile, printable, unreadable
from tuitutor.classroom.submissions.layouts import is_zip
from tuitutor.classroom.submissions.reader import WANTED, Reader
from tuitutor.classroom.submissions.texts import most_bytes, too_large
from tuitutor.classroom.submissions.zips import Bounds, is_ignored, unpack
from tuitutor.errors import Remedy, UsageError

_LINK = "it is a link, and links are not followed; what it points to has to be there itself."
_DEEP = "it lies too deep in folders; hand in the files themselves."
_DEEPEST = 64  # folders below a named one, each of which is open while its files are read
_ENTER = os.O_DIRECTORY | getattr(os, "O_PATH", os.O_RDONLY)  # without O_PATH the folder has to be readable, too


def paths_of(names: Sequence[str]) -> list[Path]:
    """The files and folders at `names`, which may be patterns such as "*.zip". Raises UsageError if one is nothing."""
    paths: list[Path] = []
    for name in names:
        if os.path.lexists(name):
            paths.append(Path(name))
            continue
        matches = glob.glob(os.path.expanduser(name), recursive=True)  # noqa: PTH111, PTH207  # absolute ones too
        if not matches:
            raise UsageError(f"There is nothing at '{name}'; name a file, a folder or a zip with answers.")
        paths += [Path(match) for match in sorted(matches) if not is_ignored(Path(match).name)]
    return paths


def handed_in(
    paths: Sequence[Path], reader: Reader, bounds: Bounds = Bounds(), *, follow: bool = False
) -> Iterator[SubmittedFile]:
    """The files at `paths` (files, folders, zips), without duplicates; `follow` links or not.

    `reader` looks into zips. The data of a file can be read until the next file is requested. A fault is a
    `SubmittedFile` with a problem.
    """
    done: set[tuple[str, ...]] = set()
    for path in paths:
        with closing(_at(path, alone=len(paths) == 1, follow=follow)) as files:
            for file in files:
                if file.parts in done:
                    continue
                done.add(file.parts)
                if is_zip(file.parts[-1]) and not file.problem:
                    yield from unpack(file, reader.members, bounds)
                else:
                    yield file


def _at(path: Path, *, alone: bool, follow: bool) -> Generator[SubmittedFile, None, None]:
    """The files at a named path; `alone`: there is no other one, so it may have the files of all learners."""
    parts = Path(os.path.abspath(path)).parts[1:]  # noqa: PTH100  # a link keeps the name that the teacher gave it
    file = SubmittedFile(parts, below=1, source=printable(str(path)))
    try:
        with _folder_of(path, follow=follow) as (folder, name), _opened(name, folder, follow=follow) as opened:
            status = os.fstat(opened)
            if alone and (stat.S_ISDIR(status.st_mode) or is_zip(path.name)):
                file = replace(file, below=0)
            yield from _read(file, opened, status, follow, ())
    except OSError as error:
        yield _closed(file, error, follow=follow)


@contextmanager
def _folder_of(path: Path, *, follow: bool) -> Iterator[tuple[int, str]]:
    """The open folder that `path` is in, and its name there. Raises OSError."""
    *folders, name = path.parts or (".",)
    folder = os.open(path.anchor or ".", _ENTER)
    try:
        for step in folders[1:] if path.anchor else folders:
            system = os.stat(step, dir_fd=folder, follow_symlinks=False).st_uid == 0 != os.geteuid()
            try:
                inner = os.open(step, _ENTER | (0 if follow or system else os.O_NOFOLLOW), dir_fd=folder)
            except NotADirectoryError:  # which a link is, too
                raise OSError(errno.ELOOP, os.strerror(errno.ELOOP)) from None
            os.close(folder)
            folder = inner
        yield folder, name
    finally:
        os.close(folder)


@contextmanager
def _opened(name: str, folder: int, *, follow: bool) -> Iterator[int]:
    """The open file or folder in an open folder. Raises OSError."""
    descriptor = os.open(name, os.O_RDONLY | os.O_NONBLOCK | (0 if follow else os.O_NOFOLLOW), dir_fd=folder)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _closed(file: SubmittedFile, error: OSError, *, follow: bool) -> SubmittedFile:
    """The file that can't be opened, with its problem."""
    if error.errno == errno.ELOOP and not follow:
        return replace(file, problem=_LINK, remedy=Remedy.LINKS)
    return replace(file, problem=unreadable(error))


def _read(
    file: SubmittedFile, opened: int, status: os.stat_result, follow: bool, around: tuple[os.stat_result, ...]
) -> Iterator[SubmittedFile]:
    """The open file, or the files in the open folder; `around` are the folders that it is in."""
    if not stat.S_ISDIR(status.st_mode):
        yield _with_data(file, opened, status)
    elif len(around) > _DEEPEST or any(os.path.samestat(status, outer) for outer in around):
        yield replace(file, problem=_DEEP)
    else:
        for name in sorted(os.listdir(opened)):
            if is_ignored(name):
                continue
            source = name if file.source == "." else f"{file.source.removesuffix('/')}/{printable(name)}"
            inner = SubmittedFile((*file.parts, name), below=file.below + 1, source=source)
            try:
                with _opened(name, opened, follow=follow) as descriptor:
                    inside = os.fstat(descriptor)
                    yield from _read(inner, descriptor, inside, follow, (*around, status))
            except OSError as error:
                yield _closed(inner, error, follow=follow)


def _with_data(file: SubmittedFile, opened: int, status: os.stat_result) -> SubmittedFile:
    """The open file, with its data if it may be an answer or a zip."""
    name = file.parts[-1]
    file = replace(file, modified=status.st_mtime)
    may_answer = name.lower().endswith(WANTED)
    if not stat.S_ISREG(status.st_mode):
        return replace(file, problem="it isn't an ordinary file; hand in a .py file, a notebook or a zip.")
    if may_answer and status.st_size > most_bytes(name):
        return replace(file, problem=too_large(name))
    if may_answer or is_zip(name):
        return replace(file, data=FileSlice(opened, 0, status.st_size))
    return file
