"""A silent worker is given up, but time in which we ourselves did not run is no silence."""

from __future__ import annotations

import asyncio
import os
import signal
import sys

import pytest

from tests.waiting import wait_until
from tuitutor.errors import WorkerLost
from tuitutor.protocol.events import Event, Executed
from tuitutor.protocol.limits import Limits
from tuitutor.protocol.requests import Execute
from tuitutor.workers.connection import Patience
from tuitutor.workers.local import LocalLauncher
from tuitutor.workers.worker import Worker

SILENCE = 6.0


async def run(worker: Worker, source: str) -> Event:
    child = await worker.child(Limits(), columns=72, seed=0)
    *_, last = [event async for event in child.ask(Execute(child.name, child.next_run(), source, "answer.py"))]
    return last


@pytest.mark.long
async def test_a_worker_that_stands_still_is_lost_unless_we_did_too() -> None:
    worker = Worker(LocalLauncher(sys.executable, patience=Patience(silence_s=SILENCE)))
    try:
        ready = await worker.start()
        os.kill(ready.pid, signal.SIGSTOP)
        running = asyncio.create_task(run(worker, "1"))
        await asyncio.wait([running], timeout=SILENCE / 3)
        assert not wait_until(lambda: False, SILENCE)  # nothing of ours runs meanwhile, as after ctrl+z
        await asyncio.wait([running], timeout=SILENCE / 3)
        assert not running.done()
        os.kill(ready.pid, signal.SIGCONT)
        assert isinstance(await running, Executed)

        os.kill(ready.pid, signal.SIGSTOP)
        with pytest.raises(WorkerLost, match=r"The worker said nothing for 6 s, so it seems to hang; the next run"):
            await run(worker, "1")
        assert isinstance(await run(worker, "1"), Executed)
        assert worker.restarts == 1
    finally:
        await worker.close()
