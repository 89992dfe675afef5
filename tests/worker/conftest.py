"""One real worker process for all tests of this folder: importing Keras takes seconds."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest_asyncio

from tuitutor.engine.worker import Child, Worker
from tuitutor.launch.local import LocalLauncher
from tuitutor.protocol.limits import Limits
from tuitutor.protocol.messages import Event, Execute

Run = Callable[..., Awaitable[list[Event]]]


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def worker(learner_python: str) -> AsyncIterator[Worker]:
    worker = Worker(LocalLauncher(learner_python))
    await worker.start()
    yield worker
    await worker.close()


@pytest_asyncio.fixture(loop_scope="session")
async def run(worker: Worker) -> AsyncIterator[Run]:
    """Runs source in a fresh child; answers all events up to the closing one."""
    children: list[Child] = []

    async def run(source: str, limits: Limits = Limits(wall_s=60, cpu_s=60), warm: bool = True) -> list[Event]:
        child = await worker.child(limits, columns=72, seed=0, warm=warm)
        children.append(child)
        request = Execute(child.name, child.next_run(), source, "answer.py")
        return [event async for event in child.ask(request)]

    yield run
    for child in children:
        child.stop()
