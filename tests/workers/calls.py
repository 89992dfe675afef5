"""Functions for the tests of the limited subprocess, and what they see of its processes."""

from __future__ import annotations

import os
import time
from pathlib import Path

from tuitutor.errors import StateError, UsageError
from tuitutor.workers.limited import MiB, RequestLimits

LOW = RequestLimits(cpu_s=1, wall_s=60, memory=200 * MiB)


def echo(context: str, word: str = "") -> str:
    return f"{context} {word}"


def pid(_: str) -> int:
    return os.getpid()


def spin(_: str) -> None:
    while True:
        pass


def work(_: str, seconds: float) -> float:
    until = time.process_time() + seconds
    while time.process_time() < until:
        pass
    return seconds


def shout(_: str) -> str:
    os.write(1, b"loud")
    os.write(2, b"loud")
    return "done"


def wait(_: str) -> None:
    time.sleep(60)


def fill(_: str, size: int) -> int:
    return len(bytearray(size))


def fail(_: str) -> None:
    raise KeyError("secret of an answer")


def read(_: str, file: int, other: int, size: int) -> list[str]:
    return [os.pread(descriptor, size, 0).decode() for descriptor in (file, other)]


def measure(_: str, text: str) -> int:
    return len(text)


def tell(_: str, size: int) -> str:
    return "x" * size


def refuse(_: str, why: str, full: bool = False) -> None:
    raise StateError(why) if full else UsageError(why, "a remedy")


def count_open(_: str, *files: int) -> int:
    return count_files()


def end(_: str, number: int) -> None:
    os.kill(os.getpid(), number)


def count_files() -> int:
    """Return the number of open files in this process, with the folder that lists them."""
    return sum(1 for _ in Path("/proc/self/fd").iterdir())


def below(parent: int) -> list[int]:
    found = [int(word) for path in Path(f"/proc/{parent}/task").glob("*/children") for word in path.read_text().split()]
    return found + [pid for child in found for pid in below(child)]


def gone(pids: list[int]) -> bool:
    until = time.monotonic() + 30
    while any(Path(f"/proc/{pid}").exists() for pid in pids):
        if time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True
