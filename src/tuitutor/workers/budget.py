"""Limits for the workers of a session on a shared machine: their CPU time, and the time for which they may idle.

First the warmed spare child of an idle worker is ended, then the worker.
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable
from dataclasses import dataclass, replace

from tuitutor.errors import BudgetSpent, Remedy
from tuitutor.protocol.events import ChildEnded, Event
from tuitutor.protocol.limits import Limits

GRACE_S = 10.0  # seconds by which a run may exceed the budget, so that a short run is not cut off
_NEAR = 0.8  # share of the budget at which the learner is warned

_MORE = "leave and start tuitutor again, raise cpu_budget_min in its config.toml, or train in a job"


class Budget:
    """Adds up the CPU time of a session's workers, and compares it with `seconds`; 0 means no limit."""

    def __init__(self, seconds: float = 0.0) -> None:
        self._seconds = seconds
        self._used: dict[object, float] = {}  # CPU seconds by worker process
        self._warned = False

    @property
    def spent_s(self) -> float:
        """CPU seconds of all workers so far."""
        return sum(self._used.values())

    def note(self, worker: object, total_s: float) -> None:
        """Note the CPU seconds of a worker process so far. Any object may stand for the process."""
        self._used[worker] = max(self._used.get(worker, 0.0), total_s)

    @property
    def is_spent(self) -> bool:
        """Whether nothing is left for another run."""
        return bool(self._seconds) and self.spent_s >= self._seconds

    def check(self) -> None:
        """Raises BudgetSpent if nothing is left for another run."""
        if self.is_spent:
            used_up = f"All {_minutes(self._seconds)} CPU minutes of this session are used up"
            raise BudgetSpent(f"{used_up}; {_MORE}.", Remedy.MORE_CPU)

    def bound(self, limits: Limits) -> Limits:
        """Return the limits of a run that begins now: at most GRACE_S more CPU time than the rest of the budget."""
        left_s = max(0.0, self._seconds - self.spent_s)
        return replace(limits, cpu_s=min(limits.cpu_s, left_s + GRACE_S)) if self._seconds else limits

    def warning(self) -> str:
        """Return a sentence, once, when most of the budget is used; else "". Its remedy is `Remedy.MORE_CPU`."""
        if self._warned or not self._seconds or self.spent_s < _NEAR * self._seconds:
            return ""
        self._warned = True
        used = _minutes(min(self.spent_s, self._seconds))
        return f"{used} of this session's {_minutes(self._seconds)} CPU minutes are used. For more, {_MORE}."


def cut_short(event: Event, limits: Limits, bound: Limits) -> str:
    """Return a sentence if the budget ended a run: its limits were `bound`, and not `limits`. Else ""."""
    if isinstance(event, ChildEnded) and event.cause == "cpu" and bound.cpu_s < limits.cpu_s:
        return f"Stopped: the CPU minutes of this session are used up; {_MORE}."
    return ""


def _minutes(seconds: float) -> str:
    """Return minutes, rounded down: nearly used up is not used up."""
    minutes = seconds / 60
    return f"{math.floor(minutes)}" if minutes >= 10 else f"{math.floor(10 * minutes) / 10:g}"


@dataclass(frozen=True, slots=True)
class IdleLimits:
    """Seconds without use until the end of the spare child (about 230 MB) and of the worker (about 500 MB)."""

    spare_s: float = 300.0
    worker_s: float = 900.0


class IdleClock:
    """Measures the time since the last use. `now` returns seconds."""

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
