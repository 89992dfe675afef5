"""Snapshots come as fast as training runs; drawing them need not."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")

INTERVAL = 0.1  # seconds between redraws: ten a second look alive and fit through a slow line
_REST = 3  # times as long as a drawing took before the next: keys are waiting


class Pacer(Generic[T]):
    """Passes on the first value at once and then the latest one every interval; the last one always arrives."""

    def __init__(self, draw: Callable[[T], None], interval: float = INTERVAL) -> None:
        self._draw = draw
        self._interval = interval
        self._waiting: list[T] = []
        self._timer: asyncio.TimerHandle | None = None

    def post(self, value: T) -> None:
        """There is a new value."""
        self._waiting = [value]
        if self._timer is None:
            self._pass_on()

    def _pass_on(self) -> None:
        self._timer = None
        if self._waiting:
            loop = asyncio.get_running_loop()
            self._timer, began = loop.call_later(self._interval, self._pass_on), loop.time()
            self._draw(self._waiting.pop())
            pause = _REST * (loop.time() - began)
            if pause > self._interval and not self._timer.cancelled():
                self._timer.cancel()
                self._timer = loop.call_later(pause, self._pass_on)

    def close(self) -> None:
        """Pass nothing on any more."""
        if self._timer is not None:
            self._timer.cancel()
        self._waiting = []
