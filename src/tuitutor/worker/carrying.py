"""Carrying a file out of one child's folder and into another's. The folder it comes from may be a learner's."""

from __future__ import annotations

import os
import stat
from pathlib import Path

MODEL, INPUTS, PREDICTIONS = "model.keras", "inputs-{}.npy", "predictions-{}.npy"


def carry(source: int, name: str, target: Path, limit: int) -> bool:
    """Copy the file `name` of the open folder `source` into `target`; whether there was one that may be copied.

    Only a regular file of at most `limit` bytes may: no link out of the folder, no pipe that never ends.
    """
    try:
        fd = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, dir_fd=source)
    except OSError:
        return False
    with os.fdopen(fd, "rb") as file:
        found = os.fstat(fd)
        if not stat.S_ISREG(found.st_mode) or found.st_size > limit:
            return False
        with (target / name).open("wb") as copy:
            left = limit  # it may grow while it is read
            while left and (data := file.read(min(left, 1 << 20))):
                left -= copy.write(data)
    return True
