"""The folder for all files of a worker's children. It is removed with the worker, or else when the next one starts."""

from __future__ import annotations

import fcntl
import os
import shutil
import stat
import tempfile
import time
from contextlib import suppress
from pathlib import Path

PREFIX = "tuitutor-run-"  # what cannot be saved is rescued into folders of another name
_OWNER = "owner"  # a file that is locked while the worker lives, whichever machine or container it is in


def make() -> Path:
    """A new private folder that no other worker sweeps away while this process lives.

    Only this process holds the lock, not those that it forks. On a disk without locks, nothing is ever swept away.
    """
    home = Path(tempfile.mkdtemp(prefix=PREFIX))
    with suppress(OSError):
        owner = os.open(home / "new", os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        fcntl.lockf(owner, fcntl.LOCK_EX | fcntl.LOCK_NB)
        (home / "new").rename(home / _OWNER)  # under this name it is locked, or the worker is dead
    return home


def sweep() -> None:
    """Remove the folders of this user's killed workers. Call it before `make`: a lock doesn't stop its own process."""
    for home in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        with suppress(OSError):
            status = home.lstat()
            if stat.S_ISDIR(status.st_mode) and status.st_uid == os.getuid():
                _remove_if_left(home)


def _remove_if_left(home: Path) -> None:
    """Raises OSError if there is no owner file, or another worker has locked it."""
    owner = os.open(home / _OWNER, os.O_RDWR | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        fcntl.lockf(owner, fcntl.LOCK_EX | fcntl.LOCK_NB)
        remove(home)
    finally:
        os.close(owner)


def remove(folder: Path, patience: float = 0.0) -> None:
    """Remove a folder with all that is in it, even folders without permissions.

    Processes that were just ended may still be writing there, so it is tried again for `patience` seconds.
    """
    until = time.monotonic() + patience
    shutil.rmtree(folder, ignore_errors=True)
    while folder.exists():
        for parent, names, _ in os.walk(folder):  # from the top, so that the next step finds it open
            for path in (Path(parent, name) for name in names):
                with suppress(OSError):
                    if not path.is_symlink():  # what it leads to is not ours to open
                        path.chmod(0o700)
        shutil.rmtree(folder, ignore_errors=True)
        if time.monotonic() > until:
            return
        time.sleep(0.01)
