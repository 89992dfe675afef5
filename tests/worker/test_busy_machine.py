"""On a machine without a free CPU runs are slower, but no limit counts that against the code that runs."""

from __future__ import annotations

import os
import selectors
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

import pytest

from tuitutor.protocol.events import Event, Executed, Limit
from tuitutor.protocol.limits import Limits
from tuitutor.protocol.requests import Execute
from tuitutor.worker.channel import Writer
from tuitutor.worker.child_process import BUSY, IDLE, LATE, SHARE, UNREAD, ChildInUse, ChildProcess
from tuitutor.workers.local import LocalLauncher
from tuitutor.workers.worker import Worker

LIMITS = Limits(wall_s=60.0)


@dataclass
class Running:
    """A child with a command, and the seconds since the command."""

    child: ChildInUse
    seconds: float = 0.0

    def exceeded(self) -> Limit | None:
        """Return the exceeded limit, with a fresh report of the keeper."""
        return self.child.exceeded() or self.child.exceeded()


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    news, other = socket.socketpair()
    read, write = os.pipe()
    with news, other, selectors.DefaultSelector() as selector, open(read, "rb"), open(write, "wb"):  # noqa: PTH123
        process = ChildProcess(tmp_path, None, 0, write, -1, -1, -1, -1, news, waited_s=1000.0)
        running = Running(None)  # type: ignore[arg-type]
        running.child = ChildInUse("c1", process, Writer(write, selector), LIMITS, lambda: running.seconds)
        running.child.command(Execute("c1", "c1.1", "", "answer.py"), "c1.1")
        yield running


def test_time_in_which_it_waited_for_a_cpu_is_not_its_own(running: Running) -> None:
    running.seconds = LIMITS.wall_s + 0.1
    assert running.exceeded() == "wall"
    running.child.process.waited_s += 0.2
    assert running.exceeded() is None
    running.seconds += 0.2
    assert running.exceeded() == "wall"


def test_a_keeper_that_tells_nothing_stops_no_clock(running: Running) -> None:
    assert running.exceeded() is None
    running.child.process.looked = None
    running.seconds = LIMITS.wall_s + LATE - 0.1
    assert running.exceeded() is None
    running.seconds += 0.2
    assert running.exceeded() == "wall"


def test_what_a_keeper_tells_late_still_counts(running: Running) -> None:
    assert running.exceeded() is None
    running.child.process.looked = None
    running.seconds = LIMITS.wall_s + 0.1
    assert running.exceeded() is None
    running.child.process.looked, running.child.process.waited_s = (0.0, None), 1000.2
    assert running.exceeded() is None


def test_a_command_waits_for_itself_only(running: Running) -> None:
    """The previous command's waiting time is not credited to it."""
    running.child.process.waited_s += 50
    running.seconds = 50
    running.child.hand_over()
    running.child.command(Execute("c1", "c1.2", "", "answer.py"), "c1.2")
    assert running.child.closed("c1.1")
    running.seconds += LIMITS.wall_s + 0.1
    assert running.exceeded() == "wall"


def test_what_gets_hardly_any_cpu_ends_and_is_not_to_blame(running: Running) -> None:
    running.seconds = LIMITS.wall_s / SHARE
    running.child.process.waited_s += running.seconds
    assert running.exceeded() is None
    running.seconds += 0.1
    running.child.process.waited_s += 0.1
    assert running.exceeded() == "starved"


def test_who_had_no_cpu_to_read_with_is_not_deaf(running: Running) -> None:
    running.child.answered = True
    running.child.ends.append(1 << 20)
    running.seconds = UNREAD + 1
    assert running.exceeded() == "deaf"
    running.child.process.waited_s += 2
    assert running.exceeded() is None


def test_a_command_that_hardly_runs_though_it_could_waits_for_something(running: Running) -> None:
    running.child.limits = Limits(wall_s=300.0)
    running.seconds = 10.0
    running.child.process.looked = (running.child.cpu_s + BUSY + 0.1, None)
    assert running.exceeded() is None
    running.seconds += IDLE - LATE - 0.1
    assert running.exceeded() is None
    running.seconds += LATE + 0.2
    assert running.exceeded() == "idle"
    running.child.process.waited_s += LATE + 1.0
    assert running.exceeded() is None


@contextmanager
def busy() -> Iterator[None]:
    """Run four endless loops per core."""
    loops = [
        subprocess.Popen([sys.executable, "-c", "while True: pass"], start_new_session=True)
        for _ in range(4 * len(os.sched_getaffinity(0)))
    ]
    try:
        yield
    finally:
        for loop in loops:
            loop.kill()
            loop.wait()


@pytest.mark.long
@pytest.mark.asyncio(loop_scope="session")
async def test_a_program_of_one_second_has_three_on_any_machine(learner_python: str) -> None:
    """Beside such loops it takes four seconds and more."""
    worker = Worker(LocalLauncher(learner_python))
    child = await worker.child(Limits(wall_s=3.0), 72, 0, warm=False)
    ends: list[Event] = []
    for source in ("import time\nbegan = time.process_time()", "while time.process_time() < began + 1: pass"):
        with busy() if ends else nullcontext():
            request = Execute(child.name, child.next_run(), source, "answer.py")
            ends.append([event async for event in child.ask(request)][-1])
    await worker.close()
    last = ends[-1]
    assert isinstance(last, Executed), last
    assert last.seconds > 3
