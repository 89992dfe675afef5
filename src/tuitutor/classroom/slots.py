"""Workers that grade a class together: starting, restarting and giving up a worker."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import aclosing
from dataclasses import dataclass

from tuitutor.engine.options import RunOptions
from tuitutor.errors import NotIsolated, WorkerError, WorkerLost, WorkerUnavailable
from tuitutor.protocol.events import Waiting
from tuitutor.workers.worker import Worker

_GIB = 1 << 30
_LONGEST_PAUSE = 60.0  # seconds


@dataclass(frozen=True, slots=True)
class Retries:
    """How many failures in a row end a slot, and the pause before it starts again, which quadruples each time."""

    most: int = 1
    pause_s: float = 0.0

    def pause(self, ends: int) -> float:
        """Seconds to wait after this many ends in a row."""
        return min(_LONGEST_PAUSE, self.pause_s * 4 ** min(ends - 1, 9)) if ends else 0.0


ONCE = Retries()
BEHIND_A_LAUNCHER = Retries(most=3, pause_s=2.0)


class Slot:
    """A worker with `room` for so many answers at a time, 0 until it is ready.

    `given_up` is the last error once it has failed too often in a row. `say` gets sentences about its state, which
    begin with its `name`.
    """

    def __init__(
        self,
        worker: Worker,
        options: RunOptions,
        jobs: int,
        retries: Retries,
        say: Callable[[str], None],
        name: str = "",
    ) -> None:
        self.worker, self.room = worker, 0
        self.given_up: WorkerError | None = None
        self._options, self._jobs, self._retries, self._say, self._name = options, jobs, retries, say, name
        self._ends = self._failures = 0  # in a row
        self._last_wait = ""

    @property
    def is_ready(self) -> bool:
        """Whether answers may run on it now."""
        return bool(self.room) and self.worker.is_up

    async def start(self) -> None:
        """Start the worker, after a pause if it has ended before; afterwards it is ready, failed or given up."""
        await asyncio.sleep(self._retries.pause(self._ends))
        try:
            starting = asyncio.create_task(self.worker.start())
            async with aclosing(self.worker.waits(starting)) as waits:
                async for waiting in waits:
                    self.hear(waiting)
            ready = await starting
            self._options.policy.permit(ready.isolation)
        except (WorkerLost, WorkerUnavailable) as error:
            self.failed(error)
            return
        jobs = self._jobs or max(1, ready.cores)
        memory = self._options.limits.memory_bytes
        fit = max(1, ready.memory_bytes // memory) if ready.memory_bytes else jobs
        self.room = min(jobs, fit)
        self._report(f"Ready on {ready.host}, {self.room} at a time.")
        if fit < jobs:
            why = f"each may use {memory / _GIB:g} GiB of memory; a smaller memory_gb lets more run."
            self._say(f"{self._name}{fit} at a time, not {jobs}: {why}")

    def hear(self, waiting: Waiting) -> None:
        """Report the cause of a wait, once and not every second."""
        if waiting.what and waiting.what != self._last_wait:
            self._report(f"{waiting.what}.")
        self._last_wait = waiting.what

    def graded(self) -> None:
        """Note that an answer got its verdict here."""
        self._ends = self._failures = 0

    def lost(self, why: str) -> None:
        """Note that the worker died with an answer on it."""
        if self.room:
            self.room, self._ends = 0, self._ends + 1
            self._report(why)

    def failed(self, error: WorkerError) -> None:
        """Note that no answer could be run here: the worker did not start, or may not be used."""
        self.room, self._ends, self._failures = 0, self._ends + 1, self._failures + 1
        if self._failures >= self._retries.most or isinstance(error, NotIsolated):
            self.given_up = error
            self._report(f"{error} Giving up on it.")
        else:
            self._report(f"{error} Trying again in {self._retries.pause(self._ends):g} s.")

    def _report(self, text: str) -> None:
        if self._retries is not ONCE:  # otherwise the answers' verdicts report it
            self._say(self._name + text)
