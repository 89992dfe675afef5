"""Carrying a file out of one child's folder and into another's. Either folder may be a learner's."""

from __future__ import annotations

import os
import stat
from contextlib import ExitStack, suppress

MODEL, INPUTS, PREDICTIONS = "model.keras", "inputs-{}.npy", "predictions-{}.npy"
FIRST = "first.npz"  # the values that a model's weights had when they were made
DRAWN = "drawn.npz"  # arrays for a `measure` cell


def carry(source: int, name: str, target: int, limit: int) -> bool:
    """Copy the file `name` of the open folder `source` into the open folder `target`; whether it was there, and may be.

    Only a regular file of at most `limit` bytes may: no link out of the folder, no pipe that never ends. Nor is a link
    followed that a learner's program laid where the copy goes.
    """
    with ExitStack() as opened:
        try:
            fd = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=source)
            opened.callback(os.close, fd)
            found = os.fstat(fd)
            if not stat.S_ISREG(found.st_mode) or found.st_size > limit:
                return False
            with suppress(FileNotFoundError):
                os.unlink(name, dir_fd=target)
            new = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
            copy = opened.enter_context(os.fdopen(os.open(name, new, 0o600, dir_fd=target), "wb"))
        except OSError:
            return False  # nothing there, a link, or a folder where the copy goes
        left = limit  # it may grow while it is read
        while left and (data := os.read(fd, min(left, 1 << 20))):
            left -= copy.write(data)
    return True
