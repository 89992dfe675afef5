"""The app as a preview for authors: a lesson is shown again each time its file is saved."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tuitutor.config.settings import Settings
from tuitutor.course.folder import is_there
from tuitutor.course.model import Course, Lesson
from tuitutor.engine.consent import Consent
from tuitutor.engine.options import RunOptions
from tuitutor.progress import files
from tuitutor.progress.background import BackgroundStore
from tuitutor.progress.journal import Opened
from tuitutor.tui.app import TutorApp
from tuitutor.tui.flow.pacing import spawn
from tuitutor.tui.screens.lesson import LessonScreen
from tuitutor.workers.worker import Worker

__all__ = ["PreviewApp", "Previewed", "changes"]

_PATIENCE = 0.2  # seconds between checks whether the lesson is in front again


@dataclass(frozen=True, slots=True)
class Previewed:
    """The source of the course. `lesson` is the id of the lesson to open.

    `load` reads the course again, with at least one lesson, and never raises; it is called when `changes` yields.
    """

    lesson: str
    load: Callable[[], Course]
    changes: Callable[[], AsyncIterator[None]]


class PreviewApp(TutorApp):
    """Opens the source's lesson, and follows its changes."""

    def __init__(
        self,
        source: Previewed,
        store: BackgroundStore,
        make_worker: Callable[[], Worker],
        settings: Settings,
        options: RunOptions,
        cache: Path | None = None,
        consent: Consent | None = None,
    ) -> None:
        self._latest = source.load()
        self._source = source
        store.record(Opened(lesson=source.lesson, at=store.now()))
        super().__init__(self._latest, store, make_worker, settings, options, cache=cache, consent=consent)

    def on_mount(self) -> None:
        self._following = spawn(self._follow())

    async def _follow(self) -> None:
        async for _ in self._source.changes():
            self._latest = await asyncio.to_thread(self._source.load)
            self.call_later(self.turns.take, self._show)

    async def _show(self) -> None:
        """Show the course as it was last read, once no other screen is in front of the lesson."""
        if not isinstance(self.screen, LessonScreen):
            self.set_timer(_PATIENCE, partial(self.turns.take, self._show))
            return
        here, course = self.screen, self._latest
        if course == self._study.course:
            return
        here.take_last_edits()
        await here.leave()  # the draft is saved before it is compared with the author's text
        self._study.follow(course)
        await self._open(here.lesson)

    async def _open(self, lesson: Lesson, part: str = "") -> None:
        """Open the lesson in its current version; if it is gone, the lesson that was opened first."""
        lessons = self._study.course.lessons
        by_id = {lesson.id: lesson for lesson in lessons}
        now = by_id.get(lesson.id) or by_id.get(self._source.lesson) or lessons[0]
        await super()._open(now)
        if not is_there(now.path):
            self.say(f"{now.path.name} is missing; it is shown again when it is back.")

    async def action_quit(self) -> None:
        """Stop following, and quit."""
        self._following.cancel()
        await super().action_quit()


INTERVAL = 0.25  # seconds between two polls


async def changes(
    paths: Sequence[Path], wait: Callable[[], Awaitable[None]] = partial(asyncio.sleep, INTERVAL)
) -> AsyncIterator[None]:
    """Yields when a file was written, replaced, removed or created, once two polls in a row agree.

    So a file that is being written is left alone until it is complete. Changes while the caller is busy count too.
    """
    known = last = await asyncio.to_thread(_stamps, paths)
    while True:
        await wait()
        now = await asyncio.to_thread(_stamps, paths)
        if now == last and now != known:
            known = now
            yield
        last = now


def _stamps(paths: Sequence[Path]) -> tuple[files.Stamp | None, ...]:
    """The stamps of the files, None for a file that isn't there or can't be opened."""
    found = []
    for path in paths:
        try:
            found.append(files.stamp(path))
        except OSError:
            found.append(None)
    return tuple(found)
