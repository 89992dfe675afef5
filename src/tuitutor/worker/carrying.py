"""Copying a file from one child's folder to another's. Learner code may write in either folder."""

from __future__ import annotations

import os
import stat
from contextlib import ExitStack, suppress

MODEL, INPUTS, PREDICTIONS = "model.keras", "inputs-{}.npy", "predictions-{}.npy"
# For a `measure` cell: what is drawn, values of the setup, and the variables of each run of the answer, from 0 on.
DRAWN, KEPT, VARIABLES = "drawn.npz", "kept.pickle", "variables-{}.npz"
INSTEAD, RERUN_MODEL = "instead.pickle", "model-{}.keras"  # what goes into a rerun, and the model that comes out
RECORDED = "recorded.npz"  # a fit that another process can repeat


def carry(source: int, name: str, target: int, limit: int) -> bool:
    """Copy the file `name` from the open folder `source` to the open folder `target`. Returns whether it was copied.

    Only a regular file of at most `limit` bytes is copied: no link out of the folder, no endless pipe. A link that a
    learner's program put where the copy goes is not followed.
    """
    try:
        with ExitStack() as opened:
            fd = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=source)
            opened.callback(os.close, fd)
            found = os.fstat(fd)
            if not stat.S_ISREG(found.st_mode) or found.st_size > limit:
                return False
            with suppress(FileNotFoundError):
                os.unlink(name, dir_fd=target)
            new = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
            copy = os.open(name, new, 0o600, dir_fd=target)
            opened.callback(os.close, copy)
            left = limit  # it may grow while it is read
            while left and (data := memoryview(os.read(fd, min(left, 1 << 20)))):
                left -= len(data)
                while data:
                    data = data[os.write(copy, data) :]
    except OSError:
        return False  # nothing there, a link, a folder where the copy goes, or no room for it: then it is torn
    return True
