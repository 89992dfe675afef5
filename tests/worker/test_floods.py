"""Whatever a child floods the worker with, and however slow the reader: the worker's memory is bounded."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio

from tests.waiting import wait_until
from tuitutor.protocol import codec
from tuitutor.protocol.events import (
    BatchEnded,
    ChildEnded,
    EpochEnded,
    Event,
    Executed,
    FigureShown,
    FitEnded,
    FitStarted,
    Loading,
    MapTaken,
    Measured,
    ModelDrawn,
    ModelSeen,
    Output,
    Ready,
    ScalarLogged,
    Spent,
    ValueShown,
    Violated,
)
from tuitutor.protocol.facts import ModelFacts, ProgramFacts
from tuitutor.protocol.figures import DecisionMap, Figure, Part
from tuitutor.protocol.limits import Limits
from tuitutor.protocol.requests import Execute, Start, Stop
from tuitutor.worker.processes import below
from tuitutor.workers.connection import ProcessConnection
from tuitutor.workers.local import LocalLauncher

pytestmark = pytest.mark.long

MIB = 1 << 20
FLOOD = 160 * MIB  # bytes of each flood
MOST = 100 * MIB  # by which the worker may grow
LONG = "x" * 100_000
# Finds the pipe that events go through, as any answer can, and fills it.
TAKES_THE_PIPE = """
import os, sys
frame = sys._getframe()
while not hasattr(frame.f_locals.get("self"), "_emit"):
    frame = frame.f_back
child = frame.f_locals["self"]
fd, run = child._emit._fd, child._watcher.run
"""
FLOODS = """
line = {line!r}.replace(b"RUN", run.encode()).ljust({width}, b"x") + b"\\n"
block = line * (1 + (1 << 16) // len(line))
for _ in range({size} // len(block)):
    left = memoryview(block)
    while left:
        left = left[os.write(fd, left):]
open("flooded-" + child._watcher.child, "w").close()
import time
time.sleep(600)
"""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def connection(learner_python: str) -> AsyncIterator[ProcessConnection]:
    connection = await LocalLauncher(learner_python).open()
    yield connection
    await connection.close()


@dataclass
class Reader:
    """Reads a worker's events only on request."""

    connection: ProcessConnection
    events: AsyncIterator[Event]
    host: int
    children: int = 0

    @property
    def child(self) -> str:
        """The latest child."""
        return f"c{self.children}"

    def run(self, source: str) -> None:
        """Run source in a child of its own."""
        self.children += 1
        self.connection.send(Start(self.child, Limits()))
        self.connection.send(Execute(self.child, f"{self.child}.run", source, "answer.py"))

    async def grown_by(self, source: str) -> int:
        """Return the bytes by which the worker has grown after a flood that nobody has read."""
        before = self._memory()
        self.run(source)
        assert await asyncio.to_thread(wait_until, self._is_over, 120)
        return self._memory() - before

    async def stopped(self) -> list[Event]:
        """End the latest child, and read all its events."""
        self.connection.send(Stop(self.child))
        return await self.until(ChildEnded)

    async def until(self, kind: type[Event]) -> list[Event]:
        """Return all events up to one of this kind."""
        seen: list[Event] = []
        while not seen or not isinstance(seen[-1], kind):
            seen.append(await anext(self.events))
        return seen

    def _is_over(self) -> bool:
        """Whether the child has left its mark in its folder, which only its own processes see."""
        folders = (f"/proc/{pid}/cwd" for pid in below(self.host))
        return any(os.path.lexists(f"{folder}/flooded-{self.child}") for folder in folders)

    def _memory(self) -> int:
        status = Path(f"/proc/{self.host}/status").read_text()
        return int(status.partition("VmRSS:")[2].split()[0]) * 1024


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def reader(connection: ProcessConnection) -> Reader:
    events = connection.events()
    ready = await anext(events)
    assert isinstance(ready, Ready)
    return Reader(connection, events, ready.pid)


MODEL = ModelFacts("Sequential", True, (), 0, 0, None, None)
NEWS = [
    FitStarted("CHILD", "RUN", 1, 1, None, False),
    ModelSeen("CHILD", LONG, 1, MODEL),
    MapTaken("CHILD", "RUN", 1, 1, DecisionMap((0.0, 1.0), (0.0, 1.0), 1, ("0", "1"), (Part(LONG, "0"),))),
    BatchEnded("CHILD", "RUN", 1, 1, 1, {LONG: 1.0}),
    EpochEnded("CHILD", "RUN", 1, 1, 1.0, {LONG: 1.0}),
    FitEnded("CHILD", LONG, 1, 1),
    ScalarLogged("CHILD", "RUN", LONG, 1, 1.0),
    FigureShown("CHILD", "RUN", 1, Figure((), LONG)),
    FigureShown("CHILD", "RUN", 1, Figure((), LONG), False),
    ModelDrawn("CHILD", LONG, MODEL),
    ValueShown("CHILD", "RUN", LONG),
    Loading("CHILD", LONG),
]


# Answers to what nobody asked, a request, and lines that are nothing at all: the first of each is news enough.
FORGED = [
    codec.encode(Executed("CHILD", "another", "ok", 1.0)),
    codec.encode(Measured("CHILD", "another", ProgramFacts(None, None, None))),
    codec.encode(Execute("CHILD", "RUN", LONG, "a.py")),
    codec.encode(ChildEnded("CHILD", "stopped")),
    b"\n",
    b"[" * 900 + b"\n",
    b'{"is":"Spent","child":"CHILD","cpu_s":%s}\n' % (b"9" * 400),
    b"endless",
]


def flood(line: bytes, child: str, size: int = FLOOD, width: int = 0) -> str:
    """Return a program that writes lines of `width` bytes, `size` bytes in all."""
    line = line.rstrip(b"\n").replace(b"CHILD", child.encode())
    return TAKES_THE_PIPE + FLOODS.format(line=line, size=size, width=width)


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("event", NEWS, ids=lambda event: type(event).__name__)
async def test_no_flood_of_news_fills_the_worker_while_nobody_reads(reader: Reader, event: Event) -> None:
    line = codec.encode(event)
    source = flood(line, f"c{reader.children + 1}", FLOOD if len(line) > 1000 else FLOOD // 16)  # short ones take long
    assert await reader.grown_by(source) < MOST
    events = await reader.stopped()
    passed = [seen for seen in events if type(seen) is type(event)]
    assert 0 < len(passed) * len(line) < 40 * MIB
    last = events[-1]
    assert isinstance(last, ChildEnded)
    assert (last.child, last.cause) == (reader.child, "stopped")


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("line", FORGED, ids=lambda line: line[:16].decode().strip())
async def test_nor_does_a_flood_of_what_is_no_news(reader: Reader, line: bytes) -> None:
    source = flood(line, f"c{reader.children + 1}", 16 * MIB, 2 * MIB * (line == b"endless"))
    assert await reader.grown_by(source) < MOST
    events = await reader.stopped()
    assert [type(event) for event in events if not isinstance(event, Spent)] == [Violated, ChildEnded]


@pytest.mark.asyncio(loop_scope="module")
async def test_nor_what_is_printed(reader: Reader) -> None:
    prints = f"import os\nfor _ in range(15):\n    os.write(1, b'x' * {MIB})\n"
    assert await reader.grown_by(prints + TAKES_THE_PIPE + FLOODS.format(line=b"", size=0, width=0)) < MOST
    assert sum(len(event.text) for event in await reader.stopped() if isinstance(event, Output)) <= 256 << 10


@pytest.mark.asyncio(loop_scope="module")
async def test_what_a_run_may_do_besides_is_not_touched(reader: Reader) -> None:
    """The flooded worker goes on, and honest news of the same size arrives whole."""
    epochs = 20_000
    reader.run(
        TAKES_THE_PIPE + "from tuitutor.protocol.events import EpochEnded\n"
        f"for epoch in range({epochs}):\n    child._emit(EpochEnded({f'c{reader.children + 1}'!r}, run, 1, epoch, 0.1))"
    )
    events = await reader.until(Executed)
    assert sum(isinstance(event, EpochEnded) for event in events) == epochs
    await reader.stopped()
