"""A run gets only the answers of its own process, and the reason when there are no more."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable

import pytest

from tests.workers.test_idling import until
from tuitutor.errors import WorkerLost, WorkerUnavailable
from tuitutor.protocol.events import (
    ChildEnded,
    Event,
    Executed,
    Measured,
    Output,
    Ready,
    Spent,
    Unready,
    Violated,
    Waiting,
)
from tuitutor.protocol.facts import ProgramFacts
from tuitutor.protocol.limits import Limits
from tuitutor.protocol.requests import Execute, Interrupt, Request, Start, Stop
from tuitutor.workers.scripted import READY, Gate, ScriptedConnection, ScriptedLauncher
from tuitutor.workers.worker import Child, Worker

DIED = "The worker process died; the next run starts a new one."


def well(request: Request) -> Iterable[Event]:
    if isinstance(request, Execute):
        yield Spent(request.child, 2.0)
        yield Output(request.child, request.run, "4\n")
        yield Executed(request.child, request.run, "ok", 0.1)


async def child_of(worker: Worker) -> Child:
    return await worker.child(Limits(), 72, 3, warm=False)


async def asked(child: Child, source: str = "print(4)") -> list[Event]:
    return [event async for event in child.ask(Execute(child.name, child.next_run(), source, "answer.py"))]


async def test_children_have_names_of_their_own_and_get_what_they_were_promised() -> None:
    launcher = ScriptedLauncher(well)
    worker = Worker(launcher)
    first, second = await child_of(worker), await child_of(worker)
    assert (worker.is_up, worker.is_ready, worker.isolation) == (True, True, READY.isolation)
    assert first.name != second.name
    assert launcher.connections[0].requests == [Start(child.name, Limits(), 72, 3, False) for child in (first, second)]
    for child in (second, first):
        output, executed = await asked(child)
        assert isinstance(output, Output)
        assert isinstance(executed, Executed)
        assert {output.child, executed.child} == {child.name}
    assert len({first.next_run() for _ in range(9)} | {second.next_run() for _ in range(9)}) == 18
    assert worker.budget.spent_s == 2
    await worker.close()
    assert (worker.is_up, worker.is_ready) == (False, False)


@pytest.mark.parametrize(
    "forged",
    [
        lambda request: Executed(request.child, "c1.1.guessed", "ok", 0.1),
        lambda request: Executed(request.child, "", "ok", 0.1),
        lambda request: Measured(request.child, request.run, ProgramFacts(None, None, None)),
    ],
)
async def test_what_answers_nothing_that_was_asked_closes_the_run_as_a_violation(
    forged: Callable[[Execute], Event],
) -> None:
    worker = Worker(ScriptedLauncher(lambda request: [forged(request)] if isinstance(request, Execute) else []))
    child = await child_of(worker)
    [event] = await asked(child)
    assert isinstance(event, Violated)
    assert child.violated
    await worker.close()


async def test_a_child_that_ended_is_asked_nothing_more_and_stopped_no_more() -> None:
    launcher = ScriptedLauncher(lambda request: [ChildEnded("c1", "memory")] if isinstance(request, Execute) else [])
    worker = Worker(launcher)
    child = await child_of(worker)
    assert await asked(child) == [ChildEnded("c1", "memory")]
    assert (child.ended, child.violated) == (True, False)
    with pytest.raises(WorkerLost, match=DIED):
        await asked(child)
    child.stop()
    await child.finish()
    assert not [request for request in launcher.connections[0].requests if isinstance(request, Stop)]
    await worker.close()


async def test_the_end_of_a_child_waits_for_all_that_it_sent() -> None:
    def talks(request: Request) -> Iterable[Event]:
        if isinstance(request, Stop):
            yield Violated(request.child, "late")
            yield ChildEnded(request.child, "stopped")

    launcher = ScriptedLauncher(talks)
    worker = Worker(launcher)
    child = await child_of(worker)
    child.interrupt()
    await child.finish()
    assert (child.ended, child.violated) == (True, True)
    assert launcher.connections[0].requests[1:] == [Interrupt("c1"), Stop("c1")]
    await worker.close()


async def test_a_worker_that_died_is_replaced_and_counted_and_its_children_are_told() -> None:
    launcher = ScriptedLauncher(lambda request: [Violated("", "another writes here")])
    worker = Worker(launcher)
    child = await child_of(worker)
    other = await child_of(worker)
    for lost in (child, other):
        with pytest.raises(WorkerLost, match=DIED):
            await asked(lost)
    assert (child.ended, worker.is_up, worker.restarts) == (True, False, 0)
    assert launcher.connections[0].closed
    await worker.start()
    assert (worker.restarts, len(launcher.connections)) == (1, 2)
    await worker.close()


async def test_a_python_that_cannot_run_code_is_told_and_tried_again_and_is_no_death() -> None:
    launcher = ScriptedLauncher(well, greeting=Unready("missing", "Keras", "python (Python 3.12)"))
    worker = Worker(launcher)
    for _ in range(2):
        with pytest.raises(WorkerUnavailable, match="Keras is not installed in python"):
            await child_of(worker)
        await launcher.connections[-1].lose()
        await until(lambda: not worker.is_up)
    assert (len(launcher.connections), worker.restarts) == (2, 0)
    await worker.close()


async def test_one_that_dies_before_it_is_ready_is_no_death_of_an_answer() -> None:
    launcher = ScriptedLauncher(well, greeting=Waiting("Waiting for srun"))
    worker = Worker(launcher)
    starting = asyncio.create_task(worker.start())
    await until(lambda: launcher.connections)
    assert (worker.is_up, worker.is_ready) == (True, False)
    await launcher.connections[0].lose()
    with pytest.raises(WorkerLost, match="died before it was ready; run again to start a new one"):
        await starting
    again = asyncio.create_task(worker.start())
    await until(lambda: len(launcher.connections) == 2)
    assert worker.restarts == 0
    await worker.close()
    with pytest.raises(WorkerLost):
        await again


class Queued(ScriptedLauncher):
    """Reports its reason to wait, and is ready once the gate opens."""

    def __init__(self) -> None:
        super().__init__(well, Waiting("Waiting for srun"))
        self.gate = Gate()

    async def open(self) -> ScriptedConnection:
        connection = await super().open()
        connection._queue.put_nowait(self.gate)
        connection._queue.put_nowait(READY)
        return connection


async def test_who_waits_for_the_worker_is_told_what_it_waits_for() -> None:
    launcher = Queued()
    worker = Worker(launcher)
    getting = asyncio.create_task(worker.start())
    told = []
    async for waiting in worker.waits(getting):
        told.append(waiting)
        launcher.gate.set()
    assert told == [Waiting("Waiting for srun")]
    assert isinstance(await getting, Ready)
    await worker.close()


async def test_who_stops_waiting_for_the_worker_no_longer_wants_it() -> None:
    launcher = Queued()
    worker = Worker(launcher)
    getting = asyncio.create_task(worker.child(Limits(), 72, 0))
    waits = worker.waits(getting)
    assert await anext(waits) == Waiting("Waiting for srun")
    await waits.aclose()
    with pytest.raises(asyncio.CancelledError):
        await getting
    launcher.gate.set()
    await worker.start()
    assert launcher.connections[0].requests == []
    await worker.close()
