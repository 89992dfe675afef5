"""Many runs of one worker, each of which trains a tiny model: none hangs, none gets another's output."""

from __future__ import annotations

import asyncio

from tuitutor.protocol.events import Event, Executed, Output
from tuitutor.protocol.limits import Limits
from tuitutor.protocol.requests import Execute
from tuitutor.workers.worker import Worker

HANG = 60.0  # seconds in which any run has ended, also among eight on two cores
TINY = """
import keras
import numpy as np

model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(2)])
model.compile("sgd", "mse")
model.fit(np.ones((8, 3)), np.ones((8, 2)), epochs=1, verbose=0)
print("run", {number})
"""


async def many_runs(worker: Worker, runs: int, at_once: int) -> None:
    """Train `runs` tiny models, `at_once` at a time; raises TimeoutError for one that hangs."""
    free = asyncio.Semaphore(at_once)

    async def one(number: int) -> None:
        async with free, asyncio.timeout(HANG):
            assert _printed(await _run(worker, number)) == f"run {number}\n"

    await asyncio.gather(*map(one, range(runs)))


async def _run(worker: Worker, number: int) -> list[Event]:
    child = await worker.child(Limits(wall_s=HANG), columns=72, seed=number)
    try:
        request = Execute(child.name, child.next_run(), TINY.format(number=number), "tiny.py")
        return [event async for event in child.ask(request)]
    finally:
        child.stop()


def _printed(events: list[Event]) -> str:
    last = events[-1]
    assert isinstance(last, Executed), last
    assert last.outcome == "ok", last
    return "".join(event.text for event in events if isinstance(event, Output))
