"""Whatever a child does with its pipes and files, the host continues, for other children and to the child's end."""

from __future__ import annotations

import asyncio
import os
import selectors
import socket
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tuitutor.protocol.events import ChildEnded, Event, Executed, Output
from tuitutor.protocol.limits import Limits
from tuitutor.protocol.requests import Execute
from tuitutor.worker.channel import LineReader, Outbox, Writer, read_some
from tuitutor.worker.child_process import ChildInUse, ChildProcess
from tuitutor.worker.processes import SOCKETS
from tuitutor.worker.relay import Relay
from tuitutor.workers.worker import Child, Worker

# Finds, as any answer can, what its process talks to the host with.
TAKES_OVER = """
import os, sys, time
from tuitutor.protocol.events import Executed

frame = sys._getframe()
while not hasattr(frame.f_locals.get("self"), "_emit"):
    frame = frame.f_back
child = frame.f_locals["self"]
pipes, emit, run = child._pipes, child._emit, child._watcher.run
name = child._watcher.child
"""
DEAF = f"""{TAKES_OVER}
emit(Executed(name, run, "ok", 0.1, None))
time.sleep(600)
"""
FULL = f"""{TAKES_OVER}
fd = os.open(f"/proc/self/fd/{{pipes.commands}}", os.O_WRONLY | os.O_NONBLOCK)
try:
    while True: os.write(fd, b"x" * 4096)
except BlockingIOError:
    emit(Executed(name, run, "ok", 0.1, None))
time.sleep(600)
"""


@pytest_asyncio.fixture(loop_scope="session")
async def children(worker: Worker) -> AsyncIterator[list[Child]]:
    limits = Limits(wall_s=120, cpu_s=60)
    children = [await worker.child(limits, columns=72, seed=0, warm=False) for _ in range(2)]
    yield children
    for child in children:
        child.stop()


async def asked(child: Child, source: str, filename: str = "answer.py") -> list[Event]:
    return [event async for event in child.ask(Execute(child.name, child.next_run(), source, filename))]


@pytest.mark.spine
@pytest.mark.sampled(2)
@pytest.mark.asyncio(loop_scope="session")
@pytest.mark.parametrize("source", [DEAF, FULL])
async def test_a_child_that_never_reads_its_commands_is_ended_alone(
    worker: Worker, children: list[Child], source: str
) -> None:
    deaf, other = children
    assert isinstance((await asked(deaf, source))[-1], Executed)
    ending = asyncio.create_task(asked(deaf, "# " + "x" * 900_000))
    for _ in range(3):
        begun = time.monotonic()
        assert isinstance((await asked(other, "1 + 1"))[-1], Executed)
        assert time.monotonic() - begun < 4
    last = (await ending)[-1]
    assert isinstance(last, ChildEnded)
    assert last.cause == "deaf"
    assert worker.restarts == 0


@pytest.mark.asyncio(loop_scope="session")
async def test_a_long_command_reaches_a_child_that_reads(children: list[Child]) -> None:
    events = await asked(children[0], "print(len('" + "x" * 900_000 + "'))")
    assert [event.text for event in events if isinstance(event, Output)] == ["900000\n"]


# What it says of where it is names the answer, with a line that no file has.
@pytest.mark.long
@pytest.mark.asyncio(loop_scope="session")
@pytest.mark.parametrize("line", ["9" * 5000, "0"])
async def test_a_made_up_trace_ends_nothing_but_its_child(worker: Worker, children: list[Child], line: str) -> None:
    liar, other = children
    source = f"""{TAKES_OVER}
os.write(pipes.trace, b'Thread:\\n  File "answer.py", line {line} in f\\n  File "empty.py", line {line} in f\\n')
os.kill(os.getpid(), 9)
"""
    assert isinstance((await asked(liar, "", "empty.py"))[-1], Executed)
    last = (await asked(liar, source))[-1]
    assert isinstance(last, ChildEnded)
    assert (last.cause, last.frames) == ("crashed", ())
    assert isinstance((await asked(other, "1 + 1"))[-1], Executed)
    assert worker.restarts == 0


def test_only_what_was_printed_before_the_end_is_passed_on(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Its pipe fills up as fast as it is read, as with `yes` on a machine of many cores."""
    news, other = socket.socketpair()
    with news, other, Path(os.devnull).open("wb") as null, selectors.DefaultSelector() as selector:
        pipes = [os.pipe() for _ in range(5)]
        for read, _ in pipes:
            os.set_blocking(read, False)
        (commands, events, (stdout, prints), stderr, trace) = pipes
        process = ChildProcess(tmp_path, -1, 0, commands[1], events[0], stdout, stderr[0], trace[0], news)
        child = ChildInUse("c1", process, Writer(commands[1], selector), Limits(), time.monotonic)
        relay = Relay(Outbox(null.fileno(), selector), selector, lambda: 0.0)
        os.write(prints, b"before")

        def read_and_refill(fd: int) -> bytes | None:
            data = read_some(fd)
            if fd == stdout:
                os.write(prints, b"after")
            return data

        monkeypatch.setattr("tuitutor.worker.relay.read_some", read_and_refill)
        relay.finish(child)
        assert child.printed.size == len("before")
        for fd in (end for pipe in pipes for end in pipe):
            os.close(fd)


def test_a_line_may_come_byte_by_byte() -> None:
    reader, size, begun = LineReader(), 300_000, time.process_time()
    assert [reader.feed(b"x") for _ in range(size)] == [[]] * size
    assert reader.feed(b"\nnext\n") == [b"x" * size, b"next"]
    assert time.process_time() - begun < 3  # seconds; if each byte made a copy of the line it would be 10


def test_the_last_words_of_a_keeper_that_was_asked_meanwhile_are_heard(tmp_path: Path) -> None:
    """A socket closed before everything in it was read gives its peer an error before its last data."""
    ours, keepers = socket.socketpair(socket.AF_UNIX, SOCKETS)
    ours.setblocking(False)
    process = ChildProcess(tmp_path, None, 1, -1, -1, -1, -1, -1, ours)
    ours.send(b"what does it use?")
    keepers.send(b'{"status": 256, "cpu_s": 1.5, "pid": 7}\n')
    keepers.close()
    while process.hear():
        pass
    ours.close()
    assert (process.status, process.cpu_s) == (256, 1.5)
