"""Copies the files of commands from one child's folder to another's. Learner code may write in either folder."""

from __future__ import annotations

import os
import stat
from contextlib import ExitStack, suppress

from tuitutor.protocol.limits import MOST_FILES, Limits
from tuitutor.protocol.requests import CheckModel, Examine, LoadAnew, Predict, Repeat, Request, Rerun, Score, TakeOver
from tuitutor.worker.scratch import AS_FOLDER

MODEL, INPUTS, PREDICTIONS = "model.keras", "inputs-{}.npy", "predictions-{}.npy"
# For a `measure` cell: drawn data, values of the setup, and the variables of every run of the answer, from 0 on.
DRAWN, KEPT, VARIABLES = "drawn.npz", "kept.pickle", "variables-{}.npz"
INSTEAD, RERUN_MODEL = "instead.pickle", "model-{}.keras"  # a rerun's arguments, and its model
RECORDED = "recorded.npz"  # a fit that another process can repeat

_DEEPEST = 16  # folders in folders


def files_of(request: Request) -> tuple[str, list[str]]:
    """Return the name of the child whose files a command needs, "" for none, and their names. TakeOver needs all."""
    match request:
        case CheckModel(of=str(of)):
            return of, [MODEL]
        case Examine(of=str(of), reruns=reruns):
            run = len(reruns)
            return of, [KEPT, VARIABLES.format(run), RERUN_MODEL.format(run)]
        case Examine(drawn_by=str(of)):
            return of, [DRAWN]
        case Repeat(of=str(of)):
            return of, [RECORDED]
        case Rerun(of=of):
            return of, [INSTEAD]
        case Predict(of=of, function=function):
            return of, [INPUTS.format(function)]
        case Score(of=of, function=function):
            return of, [PREDICTIONS.format(function)]
        case LoadAnew(of=of, file=file):
            return of, [file]
        case TakeOver(of=of):
            return of, []
        case _:
            return "", []


def carry(source: int, name: str, target: int, limit: int) -> bool:
    """Copy the file `name` from the open folder `source` to the open folder `target`. Returns whether it was copied.

    Only a regular file of at most `limit` bytes is copied: no link out of the folder, no endless pipe. A link in the
    copy's place, from a learner's program, is not followed.
    """
    try:
        with ExitStack() as opened:
            fd = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=source)
            opened.callback(os.close, fd)
            status = os.fstat(fd)
            if not stat.S_ISREG(status.st_mode) or status.st_size > limit:
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
        return False  # no file, a link, a folder in the copy's place, or no room: then the copy is torn
    return True


def carry_all(source: int, target: int, limits: Limits) -> None:
    """Copy all files from the open folder `source` to the open folder `target`, as far as the limits allow.

    Files already there stay as they are. Links and very deep files are left out.
    """
    _Copying(limits.disk_bytes, limits.file_bytes).copy(source, target, 0)


class _Copying:
    def __init__(self, left: int, largest: int) -> None:
        self._left, self._largest, self._files = left, largest, MOST_FILES

    def copy(self, source: int, target: int, depth: int) -> None:
        existing = set(os.listdir(target))
        with os.scandir(source) as entries:
            for entry in entries:
                self._files -= 1
                if self._files < 0 or entry.name in existing:
                    continue
                with suppress(OSError):  # it was removed meanwhile, or may not be read
                    if entry.is_dir(follow_symlinks=False) and depth < _DEEPEST:
                        self._copy_folder(entry.name, source, target, depth)
                    elif entry.is_file(follow_symlinks=False):
                        self._copy_file(entry.name, source, target)

    def _copy_folder(self, name: str, source: int, target: int, depth: int) -> None:
        with ExitStack() as opened:
            fd = os.open(name, AS_FOLDER, dir_fd=source)
            opened.callback(os.close, fd)
            os.mkdir(name, 0o700, dir_fd=target)
            copy = os.open(name, AS_FOLDER, dir_fd=target)
            opened.callback(os.close, copy)
            self.copy(fd, copy, depth + 1)

    def _copy_file(self, name: str, source: int, target: int) -> None:
        status = os.stat(name, dir_fd=source, follow_symlinks=False)
        if carry(source, name, target, min(self._left, self._largest)):
            self._left -= status.st_size
            times = (status.st_atime_ns, status.st_mtime_ns)  # a program may find its latest checkpoint by these
            os.utime(name, ns=times, dir_fd=target, follow_symlinks=False)
