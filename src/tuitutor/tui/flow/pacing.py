"""Tasks in the background, and how often their snapshots are drawn, which arrive as fast as training runs."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable, Coroutine, Mapping
from typing import Any, Generic, TypeVar


def spawn(work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
    """Run `work` in the background; an exception from it reaches the loop's handler at once."""
    task = asyncio.create_task(work)
    task.add_done_callback(lambda done: None if done.cancelled() else done.result())
    return task


T = TypeVar("T")


INTERVAL = 0.1  # seconds between redraws: ten a second look alive and fit through a slow line
_REST = 3  # pause before the next drawing, as a multiple of the last one's time: keys are waiting
_TYPING = 1.0  # seconds after a key in which the learner looks at the editor
_SLOW = 1.0  # seconds between redraws meanwhile: one takes some 15 ms, so hardly one key in fifty waits for it
_ECHO = 0.05  # seconds in which a key is drawn first
_LINE, _FAR_LINE = 100_000, 25_000  # characters per second for pictures, locally and over ssh


class Pacer(Generic[T]):
    """Passes on the first value at once and then the latest value every interval; the last value always arrives."""

    def __init__(self, draw: Callable[[T], None], interval: float = INTERVAL) -> None:
        self._draw = draw
        self._interval = interval
        self._waiting: list[T] = []
        self._timer: asyncio.TimerHandle | None = None
        self._drawn = self._typed = -math.inf  # the times of the last drawing, and of the last key

    def post(self, value: T) -> None:
        """Take a new value."""
        self._waiting = [value]
        if self._timer is None:
            self._pass_on()

    def typed(self) -> None:
        """The learner types: a key is drawn first, and for a while redraws are less frequent."""
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
        """Pass on nothing more."""
        if self._timer is not None:
            self._timer.cancel()
        self._waiting = []


class FramePacer:
    """Tells whether the next picture may be drawn now, whenever it is polled.

    That is at most ten times a second, with pauses for the keys, and less often if the last picture `sent` many
    characters or the `busy` line hasn't taken it yet.
    """

    def __init__(self, sent: Callable[[], int], busy: Callable[[], bool], environ: Mapping[str, str]) -> None:
        self.wanted = False  # whether there is anything new to see
        self._sent, self._busy = sent, busy
        self._line = _FAR_LINE if environ.get("SSH_CONNECTION") else _LINE
        self._drawn, self._cost, self._before = 0.0, 0.0, 0

    def is_due(self, now: float) -> bool:
        """Whether to draw at the time `now`, in seconds."""
        pause = max(INTERVAL, _REST * self._cost, (self._sent() - self._before) / self._line)
        return self.wanted and now - self._drawn >= pause and not self._busy()

    def drew(self, began: float, now: float) -> None:
        """A picture was drawn, between these times."""
        self.wanted, self._drawn, self._cost, self._before = False, began, now - began, self._sent()
