"""The processes that a test has started, told by a mark in their environment: children of children too."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


def stat(pid: int | str) -> list[bytes]:
    """What /proc says of a process from its state on, proc(5)'s fields 3 and later. Raises OSError if it is gone.

    Its name, which comes before and may hold any bytes, even brackets, is left out.
    """
    return Path(f"/proc/{pid}/stat").read_bytes().rpartition(b")")[2].split()


def processes(marker: str) -> list[int]:
    """Processes whose environment holds the marker, zombies aside."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            environment = (folder / "environ").read_bytes()
            state = stat(folder.name)[0]
        except OSError:
            continue
        if marker.encode() in environment and state != b"Z":
            found.append(int(folder.name))
    return found


@contextmanager
def marked() -> Iterator[str]:
    """A marker, "NAME=value", for the environment of what a test starts; what a failed test left is killed."""
    # by its name one of those that a worker is let see
    marker = f"TF_TEST_RUN_OF_TUITUTOR={os.getpid()}-{time.monotonic_ns()}"
    try:
        yield marker
    finally:
        for pid in processes(marker):
            with suppress(ProcessLookupError):  # it may have ended by itself just now
                os.kill(pid, signal.SIGKILL)


def learner_environment(marker: str, home: Path, **more: str) -> dict[str, str]:
    """The environment of a learner at home in `home`: of ours only PATH, and the marker."""
    name, value = marker.split("=")
    return {
        name: value,
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "LANG": "C.UTF-8",
        "TERM": "xterm-256color",
        "TUITUTOR_NICE": "0",  # or what else is tested at the same time would come first
        "TUITUTOR_TRUST_COURSE": "1",  # as in tests/conftest.py
        **more,
    }
