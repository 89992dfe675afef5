"""The files in a zip, as `Found`. Nothing is unpacked to the disk, and the amount that is read is limited."""

from __future__ import annotations

import io
import re
import stat
import struct
import time
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import IO
from warnings import catch_warnings, simplefilter

from tuitutor.submissions.layouts import is_zip
from tuitutor.submissions.model import Found, printable
from tuitutor.submissions.texts import most_bytes, too_large

_PIECE = 64 * 1024
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # the output of others can't be limited piece by piece
_DRIVE = re.compile(r"[A-Za-z]:")
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    OSError,
    ValueError,
    EOFError,
    RuntimeError,
    struct.error,
    OverflowError,
    UserWarning,
)


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much may be read, in bytes, and how deep zips may be nested.

    A zip may unpack to `ratio` times its size, or to `free` if that is more; all zips in a named one to `total`
    together.
    """

    inner: int = 256 * 1024 * 1024
    index: int = 8 * 1024 * 1024
    ratio: int = 200
    free: int = 64 * 1024 * 1024
    total: int = 8 * 1024 * 1024 * 1024
    depth: int = 3


class _Spent(Exception):
    """More was read than allowed."""


class _Allowance:
    """How many bytes may still be read."""

    def __init__(self, left: int) -> None:
        self.left = left

    def spend(self, count: int) -> None:
        self.left -= count
        if self.left < 0:
            raise _Spent


def is_ignored(part: str) -> bool:
    """Whether a file or folder of this name was made by a program, and isn't anybody's answer."""
    return part.startswith(".") or part in ("__MACOSX", "__pycache__")


def files_in_zip(stream: IO[bytes], zipped: Found, wanted: Sequence[str], bounds: Bounds) -> Iterator[Found]:
    """The files in the zip in `stream`, which was found as `zipped`, including those of zips in it.

    Only files with a `wanted` ending have data. Those that cannot be read or whose path leaves the zip have trouble.
    """
    reader = _Reader(tuple(wanted), bounds, _Allowance(bounds.total))
    yield from reader.files(stream, zipped, 1, ())


class _Reader:
    def __init__(self, wanted: tuple[str, ...], bounds: Bounds, total: _Allowance) -> None:
        self._wanted = wanted
        self._bounds = bounds
        self._total = total

    def files(self, stream: IO[bytes], zipped: Found, depth: int, around: tuple[_Allowance, ...]) -> Iterator[Found]:
        """The files of a zip at nesting level `depth` (1: outermost). Reads use the allowances `around` it too."""
        try:
            size, index = _sizes(stream)
            if index > self._bounds.index:
                yield replace(zipped, trouble="it holds too many files; pack only the answers.")
                return
            with _warnings_are_errors():
                archive = zipfile.ZipFile(stream)
        except _DAMAGED:
            yield replace(zipped, trouble="it cannot be read as a zip; ask for it to be packed again.")
            return
        bounds = self._bounds
        own = _Allowance(max(bounds.free, bounds.ratio * size))
        with archive:
            for info in archive.infolist():
                try:
                    yield from self._member(archive, info, zipped, depth, (*around, own))
                except _Spent:
                    much = "it unpacks to far more than answers need, as a zip bomb does"
                    yield replace(zipped, trouble=f"{much}; look into it, and pack only the answers.")
                    return

    def _member(
        self, archive: zipfile.ZipFile, info: zipfile.ZipInfo, zipped: Found, depth: int, may: tuple[_Allowance, ...]
    ) -> Iterator[Found]:
        name = _name(info).replace("\\", "/")
        parts = [part for part in name.split("/") if part not in ("", ".")]
        if name.endswith("/") or not parts or any(map(is_ignored, (part for part in parts if part != ".."))):
            return
        inside = tuple(part for part in parts if part != "..") or ("..",)
        found = Found(
            (*zipped.parts, *inside),
            _modified(info),
            below=zipped.below + len(inside),
            source=f"{zipped.source}/{printable(name)}",
        )
        if trouble := _unfit(info, name):
            yield replace(found, trouble=trouble)
        elif is_zip(name):
            yield from self._inner(archive, info, found, depth, may)
        elif not name.lower().endswith(self._wanted):
            yield found
        else:
            data = self._read(archive, info, most_bytes(name), may)
            if data is None:
                yield replace(found, trouble="it is damaged in the zip; ask for it to be packed again.")
            elif len(data) > most_bytes(name):
                yield replace(found, trouble=too_large(name))
            else:
                yield replace(found, data=data)

    def _inner(
        self, archive: zipfile.ZipFile, info: zipfile.ZipInfo, found: Found, depth: int, may: tuple[_Allowance, ...]
    ) -> Iterator[Found]:
        if depth >= self._bounds.depth:
            yield replace(found, trouble="it is nested in too many other zips; unpack those first.")
            return
        data = self._read(archive, info, self._bounds.inner, may)
        if data is None:
            yield replace(found, trouble="it is damaged in the zip; ask for it to be packed again.")
        elif len(data) > self._bounds.inner:
            yield replace(found, trouble="it is too large for a zip of answers; pack only the answers.")
        else:
            # a learner's zip must not use up the others' allowance: for the outermost zip only `total` is charged
            yield from self.files(io.BytesIO(data), found, depth + 1, may if depth > 1 else ())

    def _read(
        self, archive: zipfile.ZipFile, info: zipfile.ZipInfo, most: int, may: tuple[_Allowance, ...]
    ) -> bytes | None:
        """The member's bytes, but at most one more than `most`; None if it is damaged.

        The size in its header is not trusted. Raises _Spent.
        """
        data = bytearray()
        try:
            with _warnings_are_errors(), archive.open(info) as member:
                while len(data) <= most and (piece := member.read(min(_PIECE, most + 1 - len(data)))):
                    data += piece
                    for allowance in (*may, self._total):
                        allowance.spend(len(piece))
        except _DAMAGED:
            return None
        return bytes(data)


@contextmanager
def _warnings_are_errors() -> Iterator[None]:
    """Within the block, zipfile's warning about overlapping entries, which it reads anyway, is an error."""
    with catch_warnings():
        simplefilter("error", UserWarning)
        yield


def _unfit(info: zipfile.ZipInfo, name: str) -> str:
    """Why a member is not read; "" if it may be."""
    if name.startswith("/") or _DRIVE.match(name) or ".." in name.split("/"):
        return "its path leads out of the zip, so it is not read; ask for a zip without such paths."
    if stat.S_ISLNK(info.external_attr >> 16):
        return "it is a link, and links are not followed; ask for the file itself."
    if info.flag_bits & 0x1:
        return "it is encrypted; ask for a zip without a password."
    if info.compress_type not in _METHODS:
        return "it is packed in an unusual way; ask for an ordinary zip (deflate)."
    return ""


def _name(info: zipfile.ZipInfo) -> str:
    """The member's name. It may be UTF-8 without being marked so, as in zips from macOS."""
    if not info.flag_bits & 0x800:
        try:
            return info.filename.encode("cp437").decode("utf-8")
        except UnicodeError:
            pass
    return info.filename


def _modified(info: zipfile.ZipInfo) -> float:
    """Seconds since 1970; zips store local time."""
    try:
        return time.mktime((*info.date_time, 0, 0, -1))
    except (ValueError, OverflowError):
        return 0.0


def _sizes(stream: IO[bytes]) -> tuple[int, int]:
    """The sizes of a zip and of its index, all of which zipfile would turn into objects, however many."""
    size = stream.seek(0, io.SEEK_END)
    start = max(0, size - 22 - 65_535 - 20)
    stream.seek(start)
    tail = stream.read()
    end = tail.rfind(b"PK\5\6")
    if end < 0 or end + 22 > len(tail):
        raise zipfile.BadZipFile
    (index,) = struct.unpack_from("<L", tail, end + 12)
    if end >= 20 and tail[end - 20 : end - 16] == b"PK\6\7":
        (offset,) = struct.unpack_from("<Q", tail, end - 20 + 8)
        stream.seek(min(offset, size))
        record = stream.read(56)
        if record[:4] == b"PK\6\6" and len(record) == 56:
            index = max(index if index != 0xFFFFFFFF else 0, struct.unpack_from("<Q", record, 40)[0])
        else:
            raise zipfile.BadZipFile
    stream.seek(0)
    return size, index
