"""The folder for all files of a worker's children. It is removed with the worker, or by the next worker."""

from __future__ import annotations

import errno
import fcntl
import os
import stat
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import Optional

PREFIX = "tuitutor-run-"
_OWNER = "owner"  # a file that is locked while the worker lives, whichever machine or container it is in
AS_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC


def make() -> Path:
    """Make a private folder, which no other worker sweeps away while this process lives.

    Forked processes don't inherit its lock. On a disk without locks, nothing is ever swept away.
    """
    home = Path(tempfile.mkdtemp(prefix=PREFIX))
    with suppress(OSError):
        owner = os.open(home / "new", os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        fcntl.lockf(owner, fcntl.LOCK_EX | fcntl.LOCK_NB)
        (home / "new").rename(home / _OWNER)  # a file of this name without a lock belongs to a dead worker
    return home


def sweep_scratch() -> None:
    """Remove the folders of this user's killed workers. Call it before `make`: a process doesn't see its own locks."""
    for home in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        with suppress(OSError):  # no owner file, or a living worker has locked it
            status = home.lstat()
            if not stat.S_ISDIR(status.st_mode) or status.st_uid != os.getuid():
                continue
            owner = os.open(home / _OWNER, os.O_RDWR | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
            try:
                fcntl.lockf(owner, fcntl.LOCK_EX | fcntl.LOCK_NB)
                clear(home)
            finally:
                os.close(owner)


def clear(home: Path, patience: float = 0.0) -> None:
    """Remove a worker's folder, its owner file last: if we are killed meanwhile, the next worker removes the rest."""
    with suppress(OSError), os.scandir(home) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                remove(Path(entry.path), patience)
    remove(home, patience)


def remove(folder: Path, patience: float = 0.0) -> None:
    """Remove a folder with its content, however deep, and whatever its permissions.

    Processes just killed may still be writing there, so it is tried again for `patience` seconds.
    """
    until = time.monotonic() + patience
    while True:
        with suppress(OSError):
            top = _open(str(folder), None)
            try:
                _empty(top)
            finally:
                os.close(top)
            folder.rmdir()
        if not folder.exists() or time.monotonic() > until:
            return
        time.sleep(0.01)


def _empty(top: int) -> None:
    """Remove the content of an open folder, as far as possible.

    Every subfolder is dissolved: its own subfolders are moved up first. So no path is ever long, and at most three
    folders are open.
    """
    numbers = count()
    while folders := _unlink_files(top):
        if not any([_dissolve(name, top, numbers) for name in folders]):
            return


def _unlink_files(folder: int) -> list[str]:
    """Remove everything but subfolders from an open folder. Returns the names of the subfolders."""
    folders = []
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                folders.append(entry.name)
            else:
                with suppress(OSError):
                    os.unlink(entry.name, dir_fd=folder)
    return folders


def _dissolve(name: str, top: int, numbers: Iterator[int]) -> bool:
    """Remove the folder `name` in `top`, and move its subfolders to `top`. Returns whether it is gone."""
    with suppress(OSError):
        folder = _open(name, top)
        try:
            for below in _unlink_files(folder):
                os.close(_open(below, folder))  # to be moved, it must be writable
                _move(below, folder, top, numbers)
        finally:
            os.close(folder)
        os.rmdir(name, dir_fd=top)
        return True
    return False


def _move(name: str, source: int, target: int, numbers: Iterator[int]) -> None:
    """Move a folder from one open folder to another, under the first number that is not in use there."""
    for number in numbers:
        try:
            os.rename(name, str(number), src_dir_fd=source, dst_dir_fd=target)
            return
        except OSError as error:
            if error.errno not in (errno.ENOTEMPTY, errno.EEXIST):
                raise


def _open(name: str, parent: Optional[int]) -> int:
    """Open a folder, and give its owner all permissions. Raises OSError, also for a link."""
    try:
        folder = os.open(name, AS_FOLDER, dir_fd=parent)
    except PermissionError:
        if sys.platform != "linux":
            os.chmod(name, 0o700, dir_fd=parent, follow_symlinks=False)
            return os.open(name, AS_FOLDER, dir_fd=parent)
        closed = os.open(name, AS_FOLDER | os.O_PATH, dir_fd=parent)
        try:
            Path(f"/proc/self/fd/{closed}").chmod(0o700)  # on Linux, no other way is sure to follow no link
        finally:
            os.close(closed)
        return os.open(name, AS_FOLDER, dir_fd=parent)
    os.fchmod(folder, 0o700)
    return folder
