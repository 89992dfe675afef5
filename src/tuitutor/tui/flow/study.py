"""What the app works with, handed down from the command line."""

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

    The worker is created when first needed, by `make_worker`, which doesn't start anything yet. `curves` has those of
    the last attempt at each exercise, by its label.
    """

    def __init__(
        self,
        course: Course,
        store: BackgroundStore,
        make_worker: Callable[[], Worker],
        options: RunOptions,
        drafts: LessonDrafts,
        reference: ReferenceLoader,
        consent: Consent | None = None,
    ) -> None:
        self.course = course
        self.store = store
        self.options = options
        self.drafts = drafts
        self.home = os.environ.get("HOME", "")
        self.line_note = line_note(os.environ)  # shown when something is first run
        self.curves: dict[str, FitCurves] = {}
        self.best_as_ghost = False  # otherwise the previous attempt is the ghost
        self.reference = reference
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
        """Use the course in its current version. A draft whose exercise has a new starter becomes that starter."""
        starters = {exercise.label: exercise.starter for exercise in self.course.exercises}
        for exercise in course.exercises:
            if exercise.starter != starters.get(exercise.label, exercise.starter):
                self.store.submit(partial(_start_again, exercise=exercise))
        self.course = course

    def code_before(self, exercise: Exercise) -> tuple[str, ...]:
        """The programs whose names an answer may use: the setup, and the answers that it builds on, as they are now."""
        from tuitutor.engine.answer_facts import code_before  # nobody types while a lesson opens

        progress = self.store.progress()

        def own(each: Exercise) -> str:
            text = self.drafts.text(ExerciseDraft.of(each))
            return text if progress.exercise(each.label).done and text != each.starter else ""

        return code_before(self.course, exercise, own)


def _start_again(store: Store, exercise: Exercise) -> None:
    if store.draft(exercise.label):
        store.save_draft(exercise.label, exercise.starter)


def drafts_in(lesson: Lesson) -> list[Draft]:
    """The drafts that a learner may have made in a lesson."""
    return [*(CellDraft.of(lesson, cell) for cell in lesson.cells), *map(ExerciseDraft.of, lesson.exercises)]


def share_passed(lesson: Lesson, progress: Progress) -> float:
    """The share of the lesson that is done, from 0 to 1; one without exercises is done once it was opened."""
    if not lesson.offered:
        return float(lesson.id in progress.opened and not lesson.problems)
    return progress.done_of(lesson.offered) / len(lesson.offered)


T = TypeVar("T")

SETTLED = 4.0  # seconds after which a ready worker has warmed the child for the next run


class ReferenceLoader:
    """Loads the reference, which is then `known`. `folder` is where it is kept; None: nowhere.

    `python` is the version of the Python that has this Keras, once that is known.
    """

    def __init__(self, store: BackgroundStore, folder: Path | None) -> None:
        self.known: Reference | None = None
        self.python = ""
        self._store = store
        self._folder = folder
        self._file: Path | None = None  # where the known one is cached

    async def learn(self, worker: Worker) -> None:
        """Load the reference of the worker's versions and, until the worker says which, the one used last.

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
        """Call `do` on the disk's thread, so that a home that hangs keeps nobody waiting."""
        return await asyncio.wrap_future(self._store.submit(lambda _: do(*arguments)))
