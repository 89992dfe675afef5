"""The CPU time that one session may use, on a machine that others use too."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from tuitutor.errors import BudgetSpent
from tuitutor.protocol.events import ChildEnded, Event
from tuitutor.protocol.limits import Limits

GRACE_S = 10.0  # that a run may go past the end of the budget, so that a short one need not fear it
_NEAR = 0.8  # of the budget, from which the learner is told

_MORE = "leave and start tuitutor again, raise cpu_budget_min in its config.toml, or train in a job (--via srun)"


@dataclass(slots=True)
class Meter:
    """The CPU seconds that one worker process has used so far."""

    total_s: float = 0.0

    def read(self, total_s: float) -> None:
        """Note a later reading."""
        self.total_s = max(self.total_s, total_s)


class Budget:
    """Adds up what a session's workers use, one after another, against `seconds`; 0 seconds bound nothing."""

    def __init__(self, seconds: float = 0.0) -> None:
        self._seconds = seconds
        self._meters: list[Meter] = []
        self._told = False

    @property
    def spent_s(self) -> float:
        return sum(meter.total_s for meter in self._meters)

    def meter(self) -> Meter:
        """A meter for a worker that starts."""
        meter = Meter()
        self._meters.append(meter)
        return meter

    def check(self) -> None:
        """Raises BudgetSpent where nothing is left for another run."""
        if self._seconds and self.spent_s >= self._seconds:
            raise BudgetSpent(f"All {_minutes(self._seconds)} CPU minutes of this session are used; {_MORE}.")

    def bound(self, limits: Limits) -> Limits:
        """The limits of a run that begins now: a little more CPU time than what is left, at most."""
        return replace(limits, cpu_s=min(limits.cpu_s, self._left_s() + GRACE_S)) if self._seconds else limits

    def warning(self) -> str:
        """A sentence when most of the budget is used, once; else ""."""
        if self._told or not self._seconds or self.spent_s < _NEAR * self._seconds:
            return ""
        self._told = True
        used = _minutes(min(self.spent_s, self._seconds))
        return f"{used} of this session's {_minutes(self._seconds)} CPU minutes are used. For more, {_MORE}."

    def _left_s(self) -> float:
        return max(0.0, self._seconds - self.spent_s)


def cut_short(event: Event, wanted: Limits, given: Limits) -> str:
    """A sentence where a run that got the limits `given` ended for the budget's sake, not its own limits'; else ""."""
    if isinstance(event, ChildEnded) and event.cause == "cpu" and given.cpu_s < wanted.cpu_s:
        return f"Stopped: the CPU minutes of this session are used; {_MORE}."
    return ""


def _minutes(seconds: float) -> str:
    """Rounded down, since what is nearly used up is not yet."""
    minutes = seconds / 60
    return f"{math.floor(minutes)}" if minutes >= 10 else f"{math.floor(10 * minutes) / 10:g}"
