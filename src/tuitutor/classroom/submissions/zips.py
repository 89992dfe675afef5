"""The files in a zip, as `SubmittedFile`. The amount that is unpacked is limited."""

from __future__ import annotations

import re
import stat
import time
import zipfile
from collections.abc import Callable, Generator, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from typing import IO
from warnings import catch_warnings, simplefilter

from tuitutor.classroom.submissions.found import SubmittedFile, printable
from tuitutor.classroom.submissions.layouts import is_zip
from tuitutor.classroom.submissions.reader import WANTED
from tuitutor.classroom.submissions.texts import most_bytes, too_large
from tuitutor.errors import UsageError
from tuitutor.zip_format import DAMAGED, METHODS, index_size

_MiB = 1 << 20
_CHUNK = 64 * 1024
_LONGEST_PATH = 2_000  # characters
_BOMB = "it unpacks to far more than answers need, as a zip bomb does; look into it, and pack only the answers."
_MANY = "it holds too many files, more than {:,}; pack only the answers."
_DEEP = "it is nested in too many other zips; unpack those first."
_DRIVE = re.compile(r"[A-Za-z]:")


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much may be read, in bytes, how many files a zip may hold, and how deep zips may be nested.

    A zip may unpack to `ratio` times its size, or to `free` if that is more; all zips within a named zip to `total`
    together.
    """

    inner: int = 256 * _MiB
    index: int = 8 * _MiB
    files: int = 20_000
    ratio: int = 200
    free: int = 64 * _MiB
    total: int = 8192 * _MiB
    depth: int = 3


class _Spent(Exception):
    """More was read than allowed."""


@dataclass(slots=True)
class _Allowance:
    """How many bytes may still be read."""

    left: int

    def spend(self, count: int) -> None:
        self.left -= count
        if self.left < 0:
            raise _Spent


def is_ignored(part: str) -> bool:
    """Whether a file or folder of this name was made by a program, and isn't anybody's answer."""
    return (part.startswith(".") and part.strip(".") != "") or part in ("__MACOSX", "__pycache__")


Members = Callable[[SubmittedFile, int], Generator[SubmittedFile, None, None]]
"""Reads one zip, with `files_in`, in this process or in another; the number is its `may_read`."""


def unpack(
    zipped: SubmittedFile, members: Members, bounds: Bounds, depth: int = 1, around: tuple[_Allowance, ...] = ()
) -> Iterator[SubmittedFile]:
    """The files in a zip and in zips within it. Files that aren't read have a problem.

    At nesting level `depth` (1: outermost) it is charged to the allowances of the zips `around` it, too.
    """
    around = around or (_Allowance(bounds.total),)
    allowances = (*around, _Allowance(max(bounds.free, bounds.ratio * zipped.size)))
    count = 0
    try:
        with closing(members(zipped, min(allowance.left for allowance in allowances))) as files:
            for file in files:
                for allowance in allowances:
                    allowance.spend(file.size)
                unpacked = iter((file,))
                if is_zip(file.parts[-1]) and not file.problem:
                    if depth < bounds.depth:
                        # a learner's zip must not use up the others' allowance: all are charged to `total` alone
                        unpacked = unpack(file, members, bounds, depth + 1, allowances if depth > 1 else around)
                    else:
                        unpacked = iter((replace(file, data=b"", problem=_DEEP),))
                for inner in unpacked:
                    count += 1
                    if count > bounds.files:
                        yield replace(zipped, data=b"", problem=_MANY.format(bounds.files))
                        return
                    yield inner
    except _Spent:
        yield replace(zipped, data=b"", problem=_BOMB)
    except UsageError as error:  # it takes too much to be read, or its disk fails
        yield replace(zipped, data=b"", problem=str(error))


def files_in(
    stream: IO[bytes], zipped: SubmittedFile, bounds: Bounds, may_read: int
) -> Generator[SubmittedFile, None, None]:
    """The files in the zip `zipped`, which is open as `stream`; at most `may_read` bytes are unpacked.

    Only zips, and files that may be answers, have data. Unreadable files, and paths out of the zip, have a problem.
    """
    zipped = replace(zipped, data=b"")
    try:
        if index_size(stream) > bounds.index:
            yield replace(zipped, problem=_MANY.format(bounds.files))
            return
        with _warnings_are_errors():
            archive = zipfile.ZipFile(stream)
    except DAMAGED:
        yield replace(zipped, problem="it cannot be read as a zip; it has to be packed again.")
        return
    allowance = _Allowance(may_read)
    with archive:
        infos = archive.infolist()
        if len(infos) > bounds.files:
            yield replace(zipped, problem=_MANY.format(bounds.files))
            return
        for info in infos:
            try:
                if (file := _member(archive, info, zipped, bounds, allowance)) is not None:
                    yield file
            except _Spent:
                yield replace(zipped, problem=_BOMB)
                return


def _member(
    archive: zipfile.ZipFile,
    info: zipfile.ZipInfo,
    zipped: SubmittedFile,
    bounds: Bounds,
    allowance: _Allowance,
) -> SubmittedFile | None:
    """A file in a zip; None for folders, and for what programs leave behind. Raises _Spent."""
    name = _name(info).replace("\\", "/")
    parts = [part for part in name.split("/") if part not in ("", ".")]
    inside = tuple(part for part in parts if part != "..")
    if name.endswith("/") or not parts or any(map(is_ignored, inside)):
        return None
    if len(name) > _LONGEST_PATH:
        return replace(zipped, problem="it holds a file whose path is far too long; pack only the answers.")
    inside = inside or ("..",)
    try:  # zips store local time
        # mktime ignores the zeros; -1: whether daylight saving time applied is unknown
        modified = time.mktime((*info.date_time, 0, 0, -1))
    except (ValueError, OverflowError):  # not on Linux
        modified = 0.0
    below, source = zipped.below + len(inside), f"{zipped.source}/{printable(name)}"
    file = SubmittedFile((*zipped.parts, *inside), modified, below=below, source=source)
    if problem := _why_unfit(info, name):
        return replace(file, problem=problem)
    if not is_zip(name) and not name.lower().endswith(WANTED):
        return file
    most = bounds.inner if is_zip(name) else most_bytes(name)
    data = _read(archive, info, most, allowance)
    if data is None:
        return replace(file, problem="it is damaged in the zip, which has to be packed again.")
    if len(data) > most:
        large = "it is too large for a zip of answers; pack only the answers." if is_zip(name) else too_large(name)
        return replace(file, problem=large)
    return replace(file, data=data)


def _read(archive: zipfile.ZipFile, info: zipfile.ZipInfo, most: int, allowance: _Allowance) -> bytes | None:
    """The member's bytes, up to `most + 1`, so that a larger size shows; None if it is damaged.

    The size in its header is not trusted. Raises _Spent.
    """
    data = bytearray()
    try:
        with _warnings_are_errors(), archive.open(info) as member:
            while len(data) <= most and (chunk := member.read(min(_CHUNK, most + 1 - len(data)))):
                data += chunk
                allowance.spend(len(chunk))
    except DAMAGED:
        return None
    return bytes(data)


@contextmanager
def _warnings_are_errors() -> Iterator[None]:
    """Make zipfile's warning about overlapping entries, which it reads anyway, an error."""
    with catch_warnings():
        simplefilter("error", UserWarning)
        yield


def _why_unfit(info: zipfile.ZipInfo, name: str) -> str:
    """Why a member is not read; "" if it may be."""
    if name.startswith("/") or _DRIVE.match(name) or ".." in name.split("/"):
        return "its path leads out of the zip, so it is not read; the zip has to be packed without such paths."
    if stat.S_ISLNK(info.external_attr >> 16):
        return "it is a link, and links are not followed; the zip needs the file itself."
    if info.flag_bits & 0x1:
        return "it is encrypted; the zip has to be packed without a password."
    if info.compress_type not in METHODS:
        return "it is packed in an unusual way; it has to be an ordinary zip (deflate)."
    return ""


def _name(info: zipfile.ZipInfo) -> str:
    """The member's name. It may be UTF-8 without being marked so, as in zips from macOS."""
    if not info.flag_bits & 0x800:
        try:
            return info.filename.encode("cp437").decode("utf-8")
        except UnicodeError:
            pass
    return info.filename
