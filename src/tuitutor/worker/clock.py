"""Time in which the process that reads the clock runs: it stands still with a suspended job."""

from __future__ import annotations

import time
from collections.abc import Callable

GAP = 1.0  # seconds between two readings past which nobody can have been running in between


class Clock:
    """Seconds since it was made, without long gaps between readings: read it often while time matters."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now, self._read_at, self._ran = now, now(), 0.0

    def now(self) -> float:
        """Seconds, which never go back."""
        before, self._read_at = self._read_at, self._now()
        self._ran += min(self._read_at - before, GAP)  # not nothing, or slow readings would stop it
        return self._ran
