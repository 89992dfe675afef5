"""Snapshots come as fast as training runs; drawing them need not."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")

INTERVAL = 0.1  # seconds between redraws: ten a second look alive and fit through a slow line
_REST = 3  # times as long as a drawing took before the next: keys are waiting
_TYPING = 1.0  # seconds after a key in which its writer looks at what they write, and less than INTERVAL will do:
_SLOW = 0.5
_ECHO = 0.05  # seconds in which a key is drawn


class Pacer(Generic[T]):
    """Passes on the first value at once and then the latest one every interval; the last one always arrives."""

    def __init__(self, draw: Callable[[T], None], interval: float = INTERVAL) -> None:
        self._draw = draw
        self._interval = interval
        self._waiting: list[T] = []
        self._timer: asyncio.TimerHandle | None = None
        self._drawn = self._typed = -math.inf  # when it was last

    def post(self, value: T) -> None:
        """There is a new value."""
        self._waiting = [value]
        if self._timer is None:
            self._pass_on()

    def typed(self) -> None:
        """Somebody types: a key is drawn first, and for a while nothing comes in its way more often than need be."""
        self._typed = asyncio.get_running_loop().time()
        if self._timer is not None:
            self._wait_until(max(self._timer.when(), min(self._typed + _ECHO, self._drawn + _SLOW)))

    def _pass_on(self) -> None:
        self._timer = None
        if self._waiting:
            loop = asyncio.get_running_loop()
            self._drawn = loop.time()
            interval = _SLOW if self._drawn < self._typed + _TYPING else self._interval
            self._wait_until(self._drawn + interval)
            self._draw(self._waiting.pop())
            pause = _REST * (loop.time() - self._drawn)
            if pause > interval and self._timer is not None and not self._timer.cancelled():
                self._wait_until(loop.time() + pause)

    def _wait_until(self, when: float) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer = asyncio.get_running_loop().call_at(when, self._pass_on)

    def close(self) -> None:
        """Pass nothing on any more."""
        if self._timer is not None:
            self._timer.cancel()
        self._waiting = []
