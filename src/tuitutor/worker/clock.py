"""A clock that runs only while this process does: it stops while the job is suspended."""

from __future__ import annotations

import time
from collections.abc import Callable

GAP = 1.0  # seconds that count at most between two readings: in a longer gap, this process was not running


class Clock:
    """Seconds since it was made, leaving out long gaps between readings: read it often while time matters."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now, self._read_at, self._ran = now, now(), 0.0

    def now(self) -> float:
        """Seconds so far, which never decrease."""
        before, self._read_at = self._read_at, self._now()
        self._ran += min(self._read_at - before, GAP)  # not 0, or slow readings would stop it
        return self._ran
