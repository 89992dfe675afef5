"""Explanations of what the sandbox refuses: a learner should get a sentence, not an error number."""

from __future__ import annotations

import errno
import os
import socket
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional

NETWORK = "the network is closed here, so use data that comes with a library, such as sklearn.datasets"
_OTHERS = "this is closed to code that runs here: it has no network and no control over others' processes and settings"
_RESOLVING = ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr")
_REFUSALS = (errno.EACCES, errno.EPERM)


@dataclass(frozen=True)
class Refusals:
    """What is closed to this process."""

    files: bool = False
    network: bool = False

    def announce(self) -> None:
        """From now on, explain why when code asks for the network, before the kernel refuses with an error number."""
        if self.network:
            sys.addaudithook(_refuse_network)

    def sentence(self, error: BaseException, folder: Path) -> Optional[str]:
        """What a refusal by the kernel means; None for any other error. `folder` is where code may write."""
        if not isinstance(error, OSError) or error.errno not in _REFUSALS:
            return None
        if error.filename is None or isinstance(error.filename, int):
            return _OTHERS if self.network else None
        path = os.fsdecode(error.filename)
        if not self.files or Path(path).absolute().is_relative_to(folder):
            return None
        return (
            f"{path} is outside of what code may use here: it may read what belongs to Python, and read and write "
            "in its own folder, which is where plain names such as 'model.keras' lead"
        )


def _refuse_network(event: str, arguments: tuple[Any, ...]) -> None:
    if event in _RESOLVING or (event == "socket.__new__" and arguments[1] not in (socket.AF_UNIX, -1)):
        raise PermissionError(NETWORK)
