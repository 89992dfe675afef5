"""Calls in processes of their own: what they tell, what ends them, and that none is left."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from itertools import islice
from pathlib import Path

import pytest

from tuitutor.errors import Breach
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


def end(_: str, number: int) -> Iterator[Told]:
    os.kill(os.getpid(), number)
    yield b"still here", b""


def one(apart: Apart, function: object, *arguments: object, **named: object) -> bytes:
    with closing(apart.ask(function, *arguments, **named)) as told:  # type: ignore[arg-type]
        return next(told)[0]


@pytest.fixture
def apart() -> Iterator[Apart]:
    with Apart("so", LOW) as started:
        yield started


def test_what_a_call_tells_comes_in_order_with_its_data(apart: Apart) -> None:
    kept: list[bytes] = []
    told = list(apart.ask(echo, "one", "two", keep=kept.append))
    assert told == [(b"so one", 9), (b"so two", 9)]
    assert b"".join(kept) == b"oneoneonetwotwotwo"
    assert list(apart.ask(echo)) == []


def test_a_call_gets_the_file_that_it_is_about(apart: Apart) -> None:
    with tempfile.TemporaryFile() as file:
        file.write(b"what was handed in")
        file.flush()
        assert one(apart, read, 4, file=file.fileno()) == b"what"


def test_a_process_makes_one_call_after_the_other_and_another_one_meanwhile(apart: Apart) -> None:
    first = list(apart.ask(pid))
    assert list(apart.ask(pid)) == first
    with closing(apart.ask(echo, "one", "two")) as outer:
        assert next(outer) == (b"so one", 9)
        assert list(apart.ask(pid)) != first
        assert next(outer) == (b"so two", 9)


def test_calls_come_from_several_threads(apart: Apart) -> None:
    """As when several answers of a class end at the same moment, and each wants advice."""
    often = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(6) as pool:
            told = list(pool.map(lambda word: list(apart.ask(echo, word)), map(str, range(300))))
    finally:
        sys.setswitchinterval(often)
    assert told == [[(f"so {number}".encode(), 3 * len(str(number)))] for number in range(300)]


def test_a_call_that_is_left_early_is_ended(apart: Apart) -> None:
    told = apart.ask(flood, 10)
    next(told)
    told.close()
    assert list(apart.ask(echo, "x")) == [(b"so x", 3)]


@pytest.mark.parametrize(
    ("call", "said"),
    [
        ((spin,), "takes more than 1 s"),
        ((spin, 20), "takes more than 1 s"),  # each message in time, all of them not
        ((fill, 300 * MiB), "takes more than 200 MiB of memory"),
        ((flood, 1000), "has more in it"),
        ((flood, 3 * MiB), "has more in it"),
        ((end, signal.SIGSEGV), "of memory"),
        ((fail,), "KeyError at test_apart.py"),
    ],
)
def test_a_limit_ends_the_call_and_not_the_next(apart: Apart, call: tuple[object, ...], said: str) -> None:
    with pytest.raises(Breach, match=said) as breach:
        for _ in apart.ask(*call):  # type: ignore[arg-type]
            pass
    assert "secret" not in str(breach.value)
    assert list(apart.ask(echo, "x")) == [(b"so x", 3)]


def test_the_time_for_a_message_begins_anew_with_each(apart: Apart) -> None:
    assert len(list(apart.ask(work, 3))) == 3


def test_what_a_call_prints_is_seen_by_nobody(capfd: pytest.CaptureFixture[str]) -> None:
    with Apart("so", LOW) as apart:
        assert one(apart, shout) == b"done"
    assert capfd.readouterr() == ("", "")


def test_a_call_may_not_wait_long_but_who_reads_it_may() -> None:
    with Apart("so", replace(LOW, wall_s=1)) as apart, closing(apart.ask(flood, 900_000)) as told:
        next(told)
        with pytest.raises(Breach, match="could not be read within 1 s"):  # meanwhile the other one waits for us
            list(apart.ask(wait))
        assert next(told) == (b"more", 900_000)


def test_a_process_that_has_grown_is_not_used_again(apart: Apart) -> None:
    before = one(apart, pid)
    for _ in range(5):  # in one process, the memory that the first ones left in pieces would be missing at the end
        assert one(apart, fill, 150 * MiB) == str(150 * MiB).encode()
    assert one(apart, pid) != before


def test_nothing_is_written_but_what_is_told(apart: Apart, tmp_path: Path) -> None:
    assert one(apart, write, str(tmp_path / "new")) == b"File too large"


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


def test_no_process_is_left() -> None:
    before = set(below(os.getpid()))
    with Apart("so", LOW) as apart:
        told = apart.ask(echo, "one", "two")
        next(told)
        one(apart, pid)
        started = [each for each in below(os.getpid()) if each not in before]
        assert len(started) == 3
    assert gone(started)
    told.close()


_ASKS = """
import sys
from tests.workers.test_apart import echo, spin
from tuitutor.workers.apart import Apart
with Apart("so") as apart:
    list(apart.ask(echo))
    print(flush=True)
    list(apart.ask(spin))
"""


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_no_process_outlives_the_one_that_asks(number: signal.Signals) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", _ASKS], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True
    ) as asking:
        assert asking.stdout is not None
        asking.stdout.readline()
        started = below(asking.pid)
        assert len(started) == 2
        if number is signal.SIGINT:
            os.killpg(asking.pid, number)  # as ctrl+c does
        else:
            asking.send_signal(number)
        asking.wait(30)
    assert gone(started)
