"""An idle worker is ended, a used one is not, and runs don't notice."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from tests.waiting import wait_until
from tuitutor.errors import WorkerLost
from tuitutor.protocol.events import ChildEnded, Event, Executed, Output, ValueShown
from tuitutor.protocol.limits import Limits
from tuitutor.protocol.requests import Execute, Request, Rest, Stop, Wake
from tuitutor.worker.processes import descendants
from tuitutor.workers.budget import IdleClock, IdleLimits
from tuitutor.workers.local import LocalLauncher
from tuitutor.workers.scripted import ScriptedLauncher
from tuitutor.workers.worker import Worker


def answer(request: Request) -> Iterable[Event]:
    if isinstance(request, Execute):
        yield Executed(request.child, request.run, "ok", 0.0)
    elif isinstance(request, Stop):
        yield ChildEnded(request.child, "stopped")


CONFIGURES = """
import tensorflow as tf
try:
    tf.config.threading.set_inter_op_parallelism_threads(1)
    print("configured")
except RuntimeError:  # it has run something
    print("too late")
"""


def printed(events: list[Event]) -> str:
    return "".join(event.text for event in events if isinstance(event, Output)).strip()


async def until(condition: Callable[[], object]) -> None:
    assert await asyncio.to_thread(wait_until, condition, 20)


async def run(worker: Worker, source: str = "1 + 1", warm: bool = True) -> list[Event]:
    child = await worker.child(Limits(), 72, 0, warm)
    events = [event async for event in child.ask(Execute(child.name, child.next_run(), source, "answer.py"))]
    child.stop()
    return events


TICK = 1 / 64  # seconds; sums of it are exact


class Time:
    """A clock that advances by a tick with every reading."""

    def __init__(self) -> None:
        self.ticks = 0

    def __call__(self) -> float:
        self.ticks += 1
        return self.ticks * TICK


async def test_the_spare_goes_first_and_the_worker_once_nothing_lives() -> None:
    rests: list[int] = []
    time = Time()
    clock = IdleClock(IdleLimits(spare_s=2 * TICK, worker_s=4 * TICK), time)  # in use at tick 1
    await clock.run_out(lambda: rests.append(time.ticks), busy=lambda: time.ticks < 7)
    assert rests == [3, 4, 5, 6]
    assert time.ticks == 7


async def test_use_puts_the_end_off() -> None:
    rests: list[int] = []
    time = Time()
    clock = IdleClock(IdleLimits(spare_s=2 * TICK, worker_s=4 * TICK), time)

    def rest() -> None:
        rests.append(time.ticks)
        if len(rests) < 3:
            clock.used()  # at the tick after this

    await clock.run_out(rest, busy=lambda: False)
    assert rests == [3, 6, 9, 10]
    assert time.ticks == 11


async def test_nothing_looks_before_something_is_due(monkeypatch: pytest.MonkeyPatch) -> None:
    now, rests, slept = [0.0], list[float](), list[float]()

    async def sleep(seconds: float) -> None:
        slept.append(seconds)
        now[0] += seconds

    monkeypatch.setattr(asyncio, "sleep", sleep)
    clock = IdleClock(IdleLimits(spare_s=300, worker_s=700), lambda: now[0])
    await clock.run_out(lambda: rests.append(now[0]), busy=lambda: now[0] < 1000)
    assert slept == [300, 300, 100, 300]
    assert rests == [300, 600, 700]


async def test_a_worker_that_was_let_go_comes_back_for_a_run_and_is_no_death() -> None:
    launcher = ScriptedLauncher(answer)
    worker = Worker(launcher, IdleLimits(spare_s=0.02, worker_s=0.04))
    await run(worker)
    await until(lambda: launcher.connections[0].closed)
    assert isinstance((await run(worker))[-1], Executed)
    assert len(launcher.connections) == 2
    assert worker.restarts == 0
    await worker.close()
    assert launcher.connections[1].closed


async def test_a_live_child_keeps_the_worker_but_not_the_spare() -> None:
    launcher = ScriptedLauncher(answer)
    worker = Worker(launcher, IdleLimits(spare_s=0.02, worker_s=0.02))
    child = await worker.child(Limits(), 72, 0)
    connection = launcher.connections[0]
    await until(lambda: Rest() in connection.requests)  # by then the worker's own time was up too
    assert not connection.closed
    child.stop()
    await until(lambda: connection.closed)
    await worker.close()


async def test_waking_brings_back_just_what_was_let_go() -> None:
    launcher = ScriptedLauncher(answer)
    worker = Worker(launcher, IdleLimits(spare_s=0.02, worker_s=60))
    worker.wake()
    assert launcher.connections == []  # a lesson starts it, not a key
    await worker.start()
    connection = launcher.connections[0]
    assert connection.requests == []  # nobody is at work yet
    worker.wake()
    await until(lambda: connection.requests == [Wake(), Rest()])
    worker.wake()
    worker.wake()
    assert connection.requests == [Wake(), Rest(), Wake()]
    await worker.close()
    worker.wake()
    await asyncio.sleep(0)
    assert launcher.connections == [connection]


async def test_runs_hit_a_worker_that_is_just_being_let_go() -> None:
    launcher = ScriptedLauncher(answer)
    worker = Worker(launcher, IdleLimits(spare_s=0.0, worker_s=0.0))
    for count in range(1, 60):
        ends = await asyncio.gather(*(run(worker) for _ in range(count % 3 + 1)))
        worker.wake()
        assert all(isinstance(events[-1], Executed) for events in ends)
    assert len(launcher.connections) > 20
    assert worker.restarts == 0
    await worker.close()
    assert all(connection.closed for connection in launcher.connections)


async def test_closing_tells_those_who_wait() -> None:
    launcher = ScriptedLauncher(answer, greeting=Executed("c1", "r", "ok", 0.0))  # never ready
    worker = Worker(launcher)
    waiting = asyncio.create_task(worker.start())
    await until(lambda: launcher.connections)
    await worker.close()
    with pytest.raises(WorkerLost):
        await waiting


@pytest.mark.long
async def test_real_processes_come_and_go() -> None:
    def children() -> list[int]:
        return descendants(ready.pid)[1:]  # below its zygote

    def process() -> Path:
        return Path(f"/proc/{ready.pid}")

    worker = Worker(LocalLauncher(sys.executable), IdleLimits(spare_s=0.5, worker_s=6.0))
    ready = await worker.start()
    assert not children()  # nobody is at work yet
    worker.wake()
    await until(children)
    await until(lambda: not children())
    assert worker.budget.spent_s < 2  # importing Keras is nobody's run
    worker.wake()
    await until(children)
    await until(lambda: not process().exists())
    events = await run(worker)
    assert any(isinstance(event, ValueShown) and event.text == "2" for event in events)
    assert (await worker.start()).pid != ready.pid
    assert worker.restarts == 0
    await worker.close()


@pytest.mark.long
async def test_what_runs_at_once_leaves_no_spare() -> None:
    worker = Worker(LocalLauncher(sys.executable))
    ready = await worker.start()
    await run(worker, warm=False)
    await until(lambda: len(descendants(ready.pid)) == 1)  # its zygote
    assert printed(await run(worker, CONFIGURES, warm=False)) == "configured"
    worker.wake()
    assert printed(await run(worker, CONFIGURES)) == "too late"
    await until(lambda: len(descendants(ready.pid)) > 1)
    await worker.close()
