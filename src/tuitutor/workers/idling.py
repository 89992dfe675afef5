"""When a worker that nobody uses is ended: first its warmed spare child, then all of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class IdleLimits:
    """Seconds without use after which the spare child is ended (about 230 MB), and the worker (about 500 MB)."""

    spare_s: float = 300.0
    worker_s: float = 900.0


class IdleClock:
    """Measures how long something has not been used. `now` answers in seconds."""

    def __init__(self, limits: IdleLimits, now: Callable[[], float]) -> None:
        self._limits, self._now = limits, now
        self._used_at = now()

    def used(self) -> None:
        """Start counting again."""
        self._used_at = self._now()

    async def run_out(self, rest: Callable[[], None], busy: Callable[[], bool]) -> None:
        """Return after `worker_s` without use, once nothing is `busy`. Before that, call `rest` every `spare_s`."""
        limits = self._limits
        while True:
            idle = self._now() - self._used_at
            if idle >= limits.worker_s and not busy():
                return
            if idle >= limits.spare_s:
                rest()
            ahead = [limit - idle for limit in (limits.spare_s, limits.worker_s) if limit > idle]
            await asyncio.sleep(min([*ahead, limits.spare_s]))
