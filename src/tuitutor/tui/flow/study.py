"""What the app works with, passed on by the command line."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from tuitutor.course.model import Course, Exercise, Lesson
from tuitutor.engine.consent import Consent
from tuitutor.engine.options import RunOptions
from tuitutor.engine.snapshots import FitCurves
from tuitutor.progress.background import BackgroundStore
from tuitutor.progress.progress import Progress
from tuitutor.progress.store import Store
from tuitutor.tui.flow.lesson_drafts import CellDraft, Draft, ExerciseDraft, LessonDrafts
from tuitutor.tui.tty import line_note

if TYPE_CHECKING:  # what runs code is imported when code is run
    from tuitutor.assist.reference import Reference
    from tuitutor.workers.worker import Worker


class Study:
    """One learner in one course: the texts, the state, and the worker that runs code.

    The worker is created when first needed, by `make_worker`, which doesn't start anything yet. The reference is cached
    in the folder `cache`, if there is one. `curves` has the curves of the last attempts, by the exercise's label.
    """

    def __init__(
        self,
        course: Course,
        store: BackgroundStore,
        make_worker: Callable[[], Worker],
        options: RunOptions,
        cache: Path | None,
        consent: Consent | None,
    ) -> None:
        self.course = course
        self.store = store
        self.options = options
        self.drafts = LessonDrafts(store)
        self.home = os.environ.get("HOME", "")
        self.line_note = line_note(os.environ)  # shown when something is first run
        self.curves: dict[str, FitCurves] = {}
        self.best_as_ghost = False  # otherwise the previous attempt is the ghost
        self.reference = ReferenceLoader(store, cache)
        self.consent = consent
        self._make_worker = make_worker

    @cached_property
    def worker(self) -> Worker:
        return self._make_worker()

    async def close_worker(self) -> None:
        """End the worker, if there is one."""
        if "worker" in self.__dict__:
            await self.worker.close()

    def follow(self, course: Course) -> None:
        """Use the course in its current version. If an exercise has a new starter, so has its draft."""
        starters = {exercise.label: exercise.starter for exercise in self.course.exercises}
        for exercise in course.exercises:
            if exercise.starter != starters.get(exercise.label, exercise.starter):
                self.store.submit(partial(_start_again, exercise=exercise))
        self.course = course

    def code_before(self, exercise: Exercise) -> tuple[str, ...]:
        """The programs whose names an answer may use: the setup, and the current earlier answers it builds on."""
        from tuitutor.engine.answer_facts import code_before  # nobody types while a lesson opens

        progress = self.store.progress()

        def answer_to(earlier: Exercise) -> str:
            text = self.drafts.text(ExerciseDraft.of(earlier))
            return text if progress.exercise(earlier.label).done and text != earlier.starter else ""

        return code_before(self.course, exercise, answer_to)


def _start_again(store: Store, exercise: Exercise) -> None:
    if store.draft(exercise.label):
        store.save_draft(exercise.label, exercise.starter)


def drafts_in(lesson: Lesson) -> list[Draft]:
    """All drafts that a learner may have made in a lesson."""
    return [*(CellDraft.of(lesson, cell) for cell in lesson.cells), *map(ExerciseDraft.of, lesson.exercises)]


def share_passed(lesson: Lesson, progress: Progress) -> float:
    """The done share of the lesson, from 0 to 1; a lesson without exercises is done once it was opened."""
    if not lesson.offered:
        return float(lesson.id in progress.opened and not lesson.problems)
    return progress.done_of(lesson.offered) / len(lesson.offered)


T = TypeVar("T")

SETTLED = 4.0  # seconds after which a ready worker has warmed the child for the next run


class ReferenceLoader:
    """Loads the reference, which is then `known`, and caches it in `folder`, if there is one.

    `python` is the version of the Python with this Keras, once the worker is ready.
    """

    def __init__(self, store: BackgroundStore, folder: Path | None) -> None:
        self.known: Reference | None = None
        self.python = ""
        self._store = store
        self._folder = folder
        self._file: Path | None = None  # of the known reference

    async def learn(self, worker: Worker) -> None:
        """Load the reference for the worker's Keras and, until the worker is ready, the last used reference.

        Gives up if the worker ends meanwhile. Raises WorkerError.
        """
        from tuitutor.assist.reference import keep_reference, kept_in, latest, read_reference

        if self._folder is not None and self.known is None:
            await self._load(await self._on_disk(latest, self._folder))
        ready = await worker.start()
        self.python = ready.python
        file = kept_in(self._folder or Path(), ready)
        if file == self._file:
            return
        if self._folder is None or not await self._load(file):
            await asyncio.sleep(SETTLED)
            if worker.is_up:
                self.known, self._file = await read_reference(worker), file
                if self._folder is not None:
                    await self._on_disk(keep_reference, file, self.known)

    async def _load(self, file: Path | None) -> bool:
        from tuitutor.assist.reference import load_reference

        found = None if file is None else await self._on_disk(load_reference, file)
        if found is not None:
            self.known, self._file = found, file
        return found is not None

    async def _on_disk(self, do: Callable[..., T], *arguments: object) -> T:
        """Call `do` on the disk's thread, so that nobody waits for a home that hangs."""
        return await asyncio.wrap_future(self._store.submit(lambda _: do(*arguments)))
