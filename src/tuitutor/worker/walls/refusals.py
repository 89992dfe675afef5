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
from tuitutor.worker.run_directory import DATA, wanted_from_network

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
    room: bool = False  # its files have only so much, and the kernel counts
    data: str = ""  # the folder of the course's data, which code may read

    def announce(self) -> None:
        """From now on, explain why when code asks for the network, before the kernel refuses with an error number."""
        if self.network:
            sys.addaudithook(_refuse_network)

    def sentence(self, error: BaseException, said: str, folder: Path) -> Optional[str]:
        """What a refusal by the kernel means; None for other errors. `folder` is where code may write.

        It `said` there is no room in many ways, such as TensorFlow's ResourceExhaustedError.
        """
        if self.is_full(said):
            return FULL
        if NETWORK in said:
            return _not_fetched(error)
        if isinstance(error, FileNotFoundError) and self.data:
            return _meant(said, Path(self.data))
        if not isinstance(error, OSError) or error.errno not in _REFUSALS:
            return None
        if error.filename is None or isinstance(error.filename, int):
            return _OTHERS if self.network else None
        path = os.fsdecode(error.filename)
        if self.data and Path(os.path.realpath(path)).is_relative_to(self.data):
            return f"{path} is the course's, and can only be read; write to a name of your own, such as 'result.csv'"
        if not self.files or Path(path).absolute().is_relative_to(folder):
            return None
        said = (
            f"{path} is outside of what code may use here: it may read what belongs to Python, and read and write "
            "in its own folder, which is where plain names such as 'model.keras' lead"
        )
        if not os.path.isfile(path):  # noqa: PTH113  # never raises
            return said
        return f"{said}. If it belongs to the lesson, put it into {DATA}/ and read it as '{DATA}/{Path(path).name}'"

    def is_full(self, said: str) -> bool:
        """Whether an error that `said` so means that there is no room for files."""
        return self.room and os.strerror(errno.ENOSPC) in said


def _meant(said: str, data: Path) -> Optional[str]:
    """What `said` that there is no file, with the one of the course's data that was meant, or with what there is."""
    there = sorted(each.relative_to(data).as_posix() for each in data.rglob("*"))
    found = _QUOTED.search(said) or _FIRST.search(said)
    name = found[1] if found is not None else ""
    if not name or Path(name).is_absolute():
        return None
    near = difflib.get_close_matches(name.removeprefix(f"{DATA}/"), there, 1)
    if near and (name.startswith(f"{DATA}/") or Path(near[0]).name == name):
        return f"{said.rstrip('.')}; did you mean '{DATA}/{near[0]}'?"
    if not name.startswith(f"{DATA}/"):
        return None
    here = [each for each in there if "/" not in each]
    more = f" and {len(here) - _SHOWN} more" if len(here) > _SHOWN else ""
    return f"{said.rstrip('.')}; {DATA}/ has {', '.join(here[:_SHOWN])}{more}"


def _not_fetched(error: BaseException) -> Optional[str]:
    """What Keras wanted from the network, and how to get it; None if it wasn't Keras."""
    name, asked, save_as = wanted_from_network(error.__traceback__)
    if not name:
        return None
    words = [asked, *(["--as", save_as] if save_as else [])]
    return (
        f"there is no whole copy of {name} on this machine, and the network is closed to code that runs here; "
        f"get it once, in a shell: tuitutor data fetch {shlex.join(words)}"
    )


def _refuse_network(event: str, arguments: tuple[Any, ...]) -> None:
    if event in _RESOLVING or (event == "socket.__new__" and arguments[1] not in (socket.AF_UNIX, -1)):
        raise PermissionError(NETWORK)
