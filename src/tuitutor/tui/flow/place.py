"""The reader's place in a lesson, saved a moment after it changes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from tuitutor.course.model import Lesson
from tuitutor.progress.background import BackgroundStore
from tuitutor.progress.journal import Scrolled
from tuitutor.progress.progress import Place

DELAY = 0.5  # seconds from a change to its save


class PlaceSaver:
    """Asks `now` for the place when it is time to save it. Saves nothing before `start`, while the lesson is built."""

    def __init__(self, store: BackgroundStore, lesson: Lesson, now: Callable[[], Place]) -> None:
        self._store = store
        self._lesson = lesson
        self._now = now
        self._timer: asyncio.TimerHandle | None = None
        self._started = False
        self.ended = False
        self.place = store.progress().places.get(lesson.id, Place())

    def start(self) -> None:
        """Save the place from now on, including where the reader has gone meanwhile; no effect after `stop`."""
        self._started = not self.ended
        self.changed()

    def changed(self) -> None:
        """The place may have changed; several changes are saved at once."""
        if self._started and self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(DELAY, self.save)

    def stop(self) -> None:
        """Save the place for the last time: later movements only come from the screen being removed."""
        self.save()
        self._started = False
        self.ended = True

    def save(self) -> None:
        """Save the place now."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if not self._started or (place := self._now()) == self.place:
            return
        self.place = place
        store = self._store
        store.record(Scrolled(self._lesson.id, place.y, place.focus, store.now(), place.below, place.task))
        store.flush()
