"""File names, writing and packing state, and messages on a disk that refuses.

The functions that write make missing folders, raise OSError, and leave either the old or the new bytes, never a part.
"""

from __future__ import annotations

import contextlib
import errno
import io
import itertools
import os
import re
import stat
import time
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from tuitutor import safe_read
from tuitutor.course.digest import digest

Stamp = tuple[int, int, int]
"""Inode, size and time (ns) of a file; as long as they are the same, so are its bytes."""

_TEMPORARY = re.compile(r"\..+\.[0-9a-f]{8}\.tmp")
_PLAIN = re.compile(
    r"(?!(?:con|prn|aux|nul|com\d|lpt\d)$)[a-z0-9][a-z0-9_-]{0,63}"
)  # the others are devices of Windows
_SLUG_LENGTH = 40
_AT_CWD, _EXCHANGE = -100, 2  # of linux/fcntl.h and linux/fs.h
_EARLIEST, _LATEST = 315_619_200.0, 4_354_732_800.0  # 1980-01-02 and 2107-12-30: zips have no other years


def file_stem(name: str) -> str:
    """A file name for a label or id of a course: itself if it is plain, else a readable prefix, "~" and its hash.

    Never empty, at most 64 characters of [a-z0-9_~-], starting with a letter or digit: no path can be smuggled in, and
    two names give two stems, even if the file system ignores case. Plain names have no "~", so the kinds can't clash.
    """
    if _PLAIN.fullmatch(name):
        return name
    slug = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:_SLUG_LENGTH]
    return f"{slug or 'unnamed'}~{digest(name)}"


def readable_stem(name: str) -> str:
    """A file name for a person's name, as `file_stem` but with all letters that the name has."""
    slug, tilde, code = file_stem(name).rpartition("~")
    if not tilde:
        return name
    letters = unicodedata.normalize("NFC", name).lower()
    words = "".join(char if unicodedata.category(char)[0] in "LMN" else "-" for char in letters)
    return f"{re.sub('-+', '-', words).strip('-')[:_SLUG_LENGTH].strip('-') or slug}~{code}"


def make_private(folder: Path) -> None:
    """Make the folder and its missing parents, each 0700."""
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    for path in reversed(missing):
        path.mkdir(mode=0o700, exist_ok=True)


def close_to_others(folder: Path) -> None:
    """Remove other users' permissions from a folder of ours, if it exists and we may."""
    with contextlib.suppress(OSError):
        if stat.S_IMODE(folder.stat().st_mode) & 0o077:
            folder.chmod(0o700)


def stamp(path: Path) -> Stamp | None:
    """The file's stamp; None if there is no such file. Raises OSError if it cannot be opened.

    The file is opened because only that makes NFS ask the server instead of its cache.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    except (FileNotFoundError, NotADirectoryError):
        return None
    try:
        found = os.fstat(descriptor)
    finally:
        os.close(descriptor)
    return stamp_of(found)


def stamp_of(status: os.stat_result) -> Stamp:
    """The stamp of a file with this status."""
    return status.st_ino, status.st_size, status.st_mtime_ns


def read_if_there(path: Path, most: int = safe_read.MOST) -> bytes | None:
    """The file's bytes; None if there is no such file. Raises OSError, also if there are more than `most`."""
    try:
        return safe_read.read(path, most)
    except (FileNotFoundError, NotADirectoryError):
        return None


def write_beside(path: Path, data: bytes) -> Path:
    """Write and sync a new hidden file next to `path`; `os.replace` can then turn it into `path` atomically."""
    make_private(path.parent)
    temporary = path.with_name(f".{path.name}.{os.urandom(4).hex()}.tmp")
    _create(temporary, data)
    return temporary


def write_whole(path: Path, data: bytes) -> None:
    """Write `data` to `path` atomically."""
    rename(write_beside(path, data), path)


def rename(new: Path, path: Path) -> None:
    """Rename `new` to `path`. Raises OSError if it isn't there afterwards.

    A network file system that repeats a request may report an error although the first request succeeded.
    """
    number = new.stat().st_ino
    try:
        new.replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            if path.stat().st_ino == number:
                return
        raise


def create_whole(path: Path, data: bytes) -> None:
    """Create a file atomically; an existing one is left as it is."""
    temporary = write_beside(path, data)
    try:
        path.hardlink_to(temporary)
    except FileExistsError:
        pass
    except OSError:  # a file system without hard links
        rename(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def swap(new: Path, path: Path) -> None:
    """Swap `path` with `new`, a file made by `write_beside`; then `new` is the former file.

    `new` is gone if there was no such file, or if the file system can't swap files (NFS can't).
    """
    try:
        _exchange(new, path)
    except FileNotFoundError:
        try:
            path.hardlink_to(new)
        except FileExistsError:  # it has just come
            swap(new, path)
        except OSError:  # a file system without hard links
            rename(new, path)
        else:
            new.unlink()
    except OSError:
        rename(new, path)


def _exchange(one: Path, other: Path) -> None:
    """renameat2(2) with RENAME_EXCHANGE, which Python doesn't have."""
    import ctypes  # which not every start needs

    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))
    if rename(_AT_CWD, os.fsencode(one), _AT_CWD, os.fsencode(other), ctypes.c_uint(_EXCHANGE)):
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


def replace_text(path: Path, text: str) -> None:
    """Replace an existing file's text atomically; a link stays a link, and the mode is kept. Raises OSError."""
    target = path.resolve()
    temporary = write_beside(target, text.encode("utf-8"))
    try:
        temporary.chmod(stat.S_IMODE(target.stat().st_mode))
        rename(temporary, target)
    finally:
        temporary.unlink(missing_ok=True)


def sweep(folder: Path, before: float) -> None:
    """Remove temporary files of killed processes anywhere below the folder, if they are older than `before`."""
    for path in folder.glob("**/.*.tmp"):
        with contextlib.suppress(OSError):
            if _TEMPORARY.fullmatch(path.name) and path.lstat().st_mtime < before:
                path.unlink()


def keep_copy(path: Path, data: bytes) -> Path:
    """Keep `data` beside `path` as `<stem>.other-<n>.py`, unless there is such a copy already. Returns its path."""
    for number in itertools.count(1):
        beside = path.with_name(f"{path.stem}.other-{number}{path.suffix}")
        try:
            _create(beside, data)
        except FileExistsError:
            if not safe_read.has_bytes(beside, data):
                continue
        return beside
    raise AssertionError


def sync_folder(folder: Path) -> None:
    """Sync a rename in the folder to the disk, if the file system can (some refuse to sync a folder)."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def append(path: Path, data: bytes) -> None:
    """Append to a file that nobody else writes, on a new line. On failure the file is as it was."""
    make_private(path.parent)
    descriptor = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        size = os.fstat(descriptor).st_size
        torn = size > 0 and os.pread(descriptor, 1, size - 1) != b"\n"
        try:
            _write_all(descriptor, b"\n" + data if torn else data)
        except OSError:
            with contextlib.suppress(OSError):
                os.ftruncate(descriptor, size)
            raise
    finally:
        os.close(descriptor)


def zipped(members: Iterable[tuple[str, bytes, float]]) -> bytes:
    """A zip of members: name, data and time, in seconds since 1970 or 0. The same members give the same bytes."""
    import zipfile  # which a session that moves nothing doesn't need

    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as packed:
        for name, data, at in members:
            entry = zipfile.ZipInfo(name, time.localtime(at)[:6] if _EARLIEST < at < _LATEST else (1980, 1, 1, 0, 0, 0))
            entry.external_attr = 0o600 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            packed.writestr(entry, data)
    return buffer.getvalue()


def _create(path: Path, data: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        try:
            _write_all(descriptor, data)
        finally:
            os.close(descriptor)  # a network file system may report a full disk only here
    except OSError:
        with contextlib.suppress(OSError):
            path.unlink()
        raise


def _write_all(descriptor: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]
    os.fsync(descriptor)


MEANWHILE = "meanwhile it is kept in memory and tried again"
"""Only the app adds this to these sentences: a command that ends at once keeps nothing and does not try again."""


def not_saved(path: Path, error: OSError) -> str:
    """A sentence: what was not saved, why, and what to do."""
    return f"not saved: {path}: {error.strerror or error}{_remedy(error.errno)}"


def no_answer(folder: Path) -> str:
    """`not_saved` for a disk that does not answer."""
    return f"not saved: {folder}: does not answer"


def not_writable(folder: Path) -> str:
    """`not_saved` in advance, if a folder (or the nearest existing one above it) is not writable; else ""."""
    try:
        nearest = next(path for path in (folder, *folder.parents) if path.exists())
    except OSError as error:
        return not_saved(folder, error)
    if nearest.is_dir() and os.access(nearest, os.W_OK | os.X_OK):
        return ""
    code = errno.EACCES if nearest.is_dir() else errno.ENOTDIR
    return not_saved(nearest, OSError(code, os.strerror(code)))


def _remedy(code: int | None) -> str:
    match code:
        case errno.ENOSPC | errno.EDQUOT | errno.EFBIG:
            return "; free some space"
        case errno.EACCES | errno.EPERM | errno.EROFS | errno.ENOTDIR:
            return "; make the folder writable or set TUITUTOR_DATA_DIR to one that is"
        case _:
            return ""
