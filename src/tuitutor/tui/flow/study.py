"""What the app works with, handed down from the command line."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cached_property, partial
from typing import TYPE_CHECKING

from tuitutor.course.model import Course, Exercise, Lesson
from tuitutor.engine.options import RunOptions
from tuitutor.progress.background import BackgroundStore
from tuitutor.progress.progress import Progress
from tuitutor.progress.store import Store
from tuitutor.tui.flow.drafts import CellDraft, Draft, ExerciseDraft, LessonDrafts
from tuitutor.tui.flow.reference import ReferenceLoader
from tuitutor.tui.terminal import line_note

if TYPE_CHECKING:  # what runs code is imported when code is run
    from tuitutor.engine.consent import Consent
    from tuitutor.engine.snapshots import FitCurves
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

    def lesson(self, lesson_id: str | None) -> Lesson | None:
        """The lesson with this id, else the first of the course, else None."""
        lessons = self.course.lessons
        return next((lesson for lesson in lessons if lesson.id == lesson_id), lessons[0] if lessons else None)


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
    return progress.passed_of(lesson.offered) / len(lesson.offered)
