"""What the tests of calls that are made apart ask for, and what they see of the processes."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path

from tuitutor.errors import UsageError
from tuitutor.workers.apart import Apart, CallLimits, MiB, Told

LOW = CallLimits(cpu_s=1, wall_s=60, total_cpu_s=3, memory=200 * MiB, told=2 * MiB, message=MiB)


def echo(context: str, *words: str) -> Iterator[Told]:
    for word in words:
        yield f"{context} {word}".encode(), word.encode() * 3


def pid(_: str) -> Iterator[Told]:
    yield str(os.getpid()).encode(), b""


def spin(_: str, messages: int = 0) -> Iterator[Told]:
    for _number in range(messages):
        until = time.process_time() + 0.5
        while time.process_time() < until:
            pass
        yield b"on", b""
    while True:
        pass


def work(_: str, messages: int) -> Iterator[Told]:
    yield from islice(spin("", messages), messages)


def shout(_: str) -> Iterator[Told]:
    for file in (0, 1, 2):
        os.write(file, b"loud")
    yield b"done", b""


def wait(_: str) -> Iterator[Told]:
    time.sleep(60)
    yield b"", b""


def fill(_: str, size: int, again: int = 0) -> Iterator[Told]:
    held = bytearray(size)
    yield str(len(held)).encode(), b""


def flood(_: str, size: int) -> Iterator[Told]:
    while True:
        yield b"more", b"x" * size


def write(_: str, path: str) -> Iterator[Told]:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        Path(path).write_text("x")
    except OSError as error:
        yield (error.strerror or "").encode(), b""


def fail(_: str) -> Iterator[Told]:
    raise KeyError("secret of an answer")
    yield b"", b""


def read(_: str, file: int, size: int) -> Iterator[Told]:
    yield os.pread(file, size, 0), b""


def tell(_: str, length: int, size: int) -> Iterator[Told]:
    yield b"m" * length, b"d" * size


def measure(_: str, text: str) -> Iterator[Told]:
    yield str(len(text)).encode(), b""


def refuse(_: str, why: str) -> Iterator[Told]:
    yield b"begun", b""
    raise UsageError(why)


def family(_: str) -> Iterator[Told]:
    yield f"{os.getppid()} {os.getpid()}".encode(), b""


def count_open(_: str, *files: int) -> Iterator[Told]:
    yield str(count_files()).encode(), b""


def end(_: str, number: int) -> Iterator[Told]:
    os.kill(os.getpid(), number)
    yield b"still here", b""


def count_files() -> int:
    """How many files are open in this process, with the folder that lists them."""
    return sum(1 for _ in Path("/proc/self/fd").iterdir())


def one(apart: Apart, function: object, *arguments: object, **named: object) -> bytes:
    with closing(apart.ask(function, *arguments, **named)) as told:  # type: ignore[arg-type]
        return next(told)[0]


def below(parent: int) -> list[int]:
    found = [int(word) for path in Path(f"/proc/{parent}/task").glob("*/children") for word in path.read_text().split()]
    return found + [each for child in found for each in below(child)]


def gone(pids: list[int]) -> bool:
    until = time.monotonic() + 30
    while any(Path(f"/proc/{each}").exists() for each in pids):
        if time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True
