"""Explanations of what the sandbox refuses: a learner should get a sentence, not an error number."""

from __future__ import annotations

import difflib
import errno
import os
import re
import shlex
import socket
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional

from tuitutor.protocol.limits import FULL
from tuitutor.worker.run_directory import DATA, network_request

NETWORK = (
    "the network is closed here, so use data that comes with the course, in data/, or with a library, such as "
    "sklearn.datasets"
)
_OTHERS = "this is closed to code that runs here: it has no network and no control over others' processes and settings"
_RESOLVING = ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr")
_QUOTED, _FIRST = re.compile(r"'([^']+)'$"), re.compile(r"^(\S+) not found")
_SHOWN = 8  # names of files
_REFUSALS = (errno.EACCES, errno.EPERM)


@dataclass(frozen=True)
class Refusals:
    """What is closed to this process."""

    files: bool = False
    network: bool = False
    room: bool = False  # the kernel limits the size of its files together
    data: str = ""  # the folder of the course's data, which code may read

    def announce(self) -> None:
        """From now on, using the network raises an error with a reason, before the kernel refuses it with a number."""
        if self.network:
            sys.addaudithook(_refuse_network)

    def sentence(self, error: BaseException, message: str, folder: Path) -> Optional[str]:
        """Return what a refusal by the kernel means; None for other errors. `folder` is where code may write.

        `message` is the error's text. A full disk is found in it, as many classes report one, such as TensorFlow's
        ResourceExhaustedError.
        """
        if self.is_full(message):
            return FULL
        if NETWORK in message:
            return _fetching_advice(error)
        if isinstance(error, FileNotFoundError) and self.data:
            return _missing_file(message, Path(self.data))
        if not isinstance(error, OSError) or error.errno not in _REFUSALS:
            return None
        if error.filename is None or isinstance(error.filename, int):
            return _OTHERS if self.network else None
        path = os.fsdecode(error.filename)
        if self.data and Path(os.path.realpath(path)).is_relative_to(self.data):
            return f"{path} is the course's, and can only be read; write to a name of your own, such as 'result.csv'"
        if not self.files or Path(path).absolute().is_relative_to(folder):
            return None
        sentence = (
            f"{path} is outside of what code may use here: it may read what belongs to Python, and read and write "
            "in its own folder, which is where plain names such as 'model.keras' lead"
        )
        if not os.path.isfile(path):  # noqa: PTH113  # never raises
            return sentence
        return f"{sentence}. If it belongs to the lesson, put it into {DATA}/ and read it as '{DATA}/{Path(path).name}'"

    def is_full(self, message: str) -> bool:
        """Whether the message of an error means that there is no room for files."""
        return self.room and os.strerror(errno.ENOSPC) in message


def _missing_file(message: str, data: Path) -> Optional[str]:
    """Add to the message about a missing file a similar name in the course's data, or the names of all files there."""
    names = sorted(path.relative_to(data).as_posix() for path in data.rglob("*"))
    match = _QUOTED.search(message) or _FIRST.search(message)
    name = match[1] if match is not None else ""
    if not name or Path(name).is_absolute():
        return None
    near = difflib.get_close_matches(name.removeprefix(f"{DATA}/"), names, 1)
    if near and (name.startswith(f"{DATA}/") or Path(near[0]).name == name):
        return f"{message.rstrip('.')}; did you mean '{DATA}/{near[0]}'?"
    if not name.startswith(f"{DATA}/"):
        return None
    top = [name for name in names if "/" not in name]
    more = f" and {len(top) - _SHOWN} more" if len(top) > _SHOWN else ""
    return f"{message.rstrip('.')}; {DATA}/ has {', '.join(top[:_SHOWN])}{more}"


def _fetching_advice(error: BaseException) -> Optional[str]:
    """Name the file that Keras tried to download, and the command that fetches it; None if it wasn't Keras."""
    name, source, save_as = network_request(error.__traceback__)
    if not name:
        return None
    words = [source, *(["--as", save_as] if save_as else [])]
    return (
        f"there is no whole copy of {name} on this machine, and the network is closed to code that runs here; "
        f"get it once, in a shell: tuitutor data fetch {shlex.join(words)}"
    )


def _refuse_network(event: str, arguments: tuple[Any, ...]) -> None:
    if event in _RESOLVING or (event == "socket.__new__" and arguments[1] not in (socket.AF_UNIX, -1)):
        raise PermissionError(NETWORK)
