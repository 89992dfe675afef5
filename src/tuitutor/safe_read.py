"""Opens and reads what should be a file, and may be a pipe that nobody writes to, /dev/zero or larger than memory."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from pathlib import Path
from typing import BinaryIO

MOST = 256 << 20  # bytes: no file of ours comes near


def open_regular(path: Path) -> BinaryIO:
    """The file, for reading. Never waits. Raises OSError, also for what is no regular file."""
    file = open(path, "rb", opener=_at_once)  # noqa: SIM115  # Path.open takes no opener; closed by the caller
    try:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise OSError(errno.EINVAL, "it is no regular file", str(path))
    except OSError:
        file.close()
        raise
    return file


def read(path: Path, most: int = MOST) -> bytes:
    """The file's bytes. Raises OSError, also if there are more than `most`."""
    with open_regular(path) as file:
        data = file.read(most + 1) if os.fstat(file.fileno()).st_size <= most else b""
        if len(data) > most or os.fstat(file.fileno()).st_size > most:
            raise OSError(errno.EFBIG, f"it is larger than {_size(most)}", str(path))
    return data


def has_bytes(path: Path, data: bytes) -> bool:
    """Whether the file's bytes are these; False if it can't be read."""
    with contextlib.suppress(OSError):
        return read(path, len(data)) == data
    return False


def text_of_file(path: Path, most: int) -> str:
    """The file's text. Raises OSError and UnicodeDecodeError."""
    return read(path, most).decode("utf-8").replace("\r\n", "\n")


def _size(count: int) -> str:
    return f"{count >> 20} MiB" if count >= 1 << 20 else f"{count >> 10} KiB"


def _at_once(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_NONBLOCK)
