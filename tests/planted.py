"""What may lie where a file should be, and bounds in which a program must be done with it."""

from __future__ import annotations

import os
import resource
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

Plant = Callable[[Path], object]


def large(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(3 << 30)


def written(data: bytes) -> Plant:
    return lambda path: path.write_bytes(data)


def linked(target: str) -> Plant:
    return lambda path: path.symlink_to(target)


PLANTS: dict[str, Plant] = {
    "a pipe": os.mkfifo,
    "without an end": linked("/dev/zero"),
    "a terminal": linked("/dev/tty"),
    "a link to itself": lambda path: path.symlink_to(path),
    "a link to nowhere": linked("/nowhere"),
    "a folder": Path.mkdir,
    "3 GB": large,
    "100,000 lists in lists": written(b"[" * 100_000),
    "100,000 objects in objects": written(b'{"a":' * 100_000),
    "zeros": written(b"\0" * 5_000),
    "no text": written(bytes(range(256)) * 10),
    "not a number": written(b'{"id": "a", "folder": "/x", "opened": NaN}'),
    "a number of 5,000 digits": written(b'{"id": 1e999, "folder": 5, "opened": ' + b"9" * 5_000 + b"}"),
    "half a character": written(b'{"id": "\\ud800", "folder": "\\u0000", "opened": 1}'),
    "other types": written(b'{"id": [], "folder": {}, "opened": null, "is": 5, "at": "x"}'),
    "another version": written(b'{"is": "Opened2", "at": 1e400, "lesson": {"a": 1}}\n{"is": "Opened"}\n'),
}


@contextmanager
def bounds(seconds: int = 10) -> Iterator[None]:
    """There are these seconds and a gigabyte."""

    def late(number: int, frame: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, late)
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    resource.setrlimit(resource.RLIMIT_AS, (pages * resource.getpagesize() + (1 << 30), hard))
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
        signal.signal(signal.SIGALRM, before)


def put(name: str, path: Path) -> Path:
    """Put one of the `PLANTS` at a path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    PLANTS[name](path)
    return path
