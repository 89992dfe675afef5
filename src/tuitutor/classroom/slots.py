"""One of several workers that grade a class together: starting it, restarting it, giving it up."""

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
    """How many failures in a row end a slot, and the pause before it starts again, four times as long each time."""

    most: int = 1
    pause_s: float = 0.0

    def pause(self, ends: int) -> float:
        """Seconds to wait after this many ends in a row."""
        return min(_LONGEST_PAUSE, self.pause_s * 4 ** min(ends - 1, 9)) if ends else 0.0


ONCE = Retries()
BEHIND_A_LAUNCHER = Retries(most=3, pause_s=2.0)


class Slot:
    """A worker, and the number of answers that have `room` on it at a time, 0 until it is ready.

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
        self._options, self._jobs, self._retries, self._say = options, jobs, retries, say
        self._ends = self._failures = 0  # in a row
        self._name, self._told = name, ""

    @property
    def is_ready(self) -> bool:
        """Whether answers may run on it now."""
        return bool(self.room) and self.worker.is_up

    async def start(self) -> None:
        """Start the worker, after a pause if it has ended before; afterwards it is ready, failed or given up."""
        await asyncio.sleep(self._retries.pause(self._ends))
        try:
            getting = asyncio.create_task(self.worker.start())
            async with aclosing(self.worker.waits(getting)) as waits:
                async for waiting in waits:
                    self.hear(waiting)
            ready = await getting
            self._options.policy.permit(ready.isolation)
        except (WorkerLost, WorkerUnavailable) as error:
            self.failed(error)
        else:
            wanted = self._jobs or max(1, ready.cores)
            each = self._options.limits.memory_bytes
            fit = max(1, ready.memory_bytes // each) if ready.memory_bytes else wanted
            self.room = min(wanted, fit)
            self._news(f"Ready on {ready.host}, {self.room} at a time.")
            if fit < wanted:
                why = f"each may use {each / _GIB:g} GiB of memory; a smaller memory_gb lets more run."
                self._say(f"{self._name}{fit} at a time, not {wanted}: {why}")

    def hear(self, waiting: Waiting) -> None:
        """Report what the worker is waiting for, once and not every second."""
        if waiting.what and waiting.what != self._told:
            self._news(f"{waiting.what}.")
        self._told = waiting.what

    def graded(self) -> None:
        """An answer got its verdict here."""
        self._ends = self._failures = 0

    def lost(self, why: str) -> None:
        """The worker died with an answer on it."""
        if self.room:
            self.room, self._ends = 0, self._ends + 1
            self._news(why)

    def failed(self, error: WorkerError) -> None:
        """No answer could be run here: the worker did not start, or may not be used."""
        self.room, self._ends, self._failures = 0, self._ends + 1, self._failures + 1
        if self._failures >= self._retries.most or isinstance(error, NotIsolated):
            self.given_up = error
            self._news(f"{error} Giving up on it.")
        else:
            self._news(f"{error} Trying again in {self._retries.pause(self._ends):g} s.")

    def _news(self, text: str) -> None:
        if self._retries is not ONCE:  # otherwise the answers' verdicts say it
            self._say(self._name + text)
