"""What the app works with, handed down from the command line."""

from __future__ import annotations

from dataclasses import dataclass, replace

from tuitutor.course.model import Course, Exercise, Lesson
from tuitutor.engine.attempt import RunOptions
from tuitutor.engine.worker import Worker
from tuitutor.progress.progress import Progress
from tuitutor.progress.store import Store


@dataclass(frozen=True, slots=True)
class Study:
    """One learner in one course: the texts, the state, and the worker that runs code."""

    course: Course
    store: Store
    worker: Worker
    options: RunOptions

    def with_course(self, course: Course) -> Study:
        """The same learner in the course as it is now. Where an exercise's starter has changed, so has its draft."""
        starters = {exercise.label: exercise.starter for exercise in exercises_of(self.course)}
        for exercise in exercises_of(course):
            if exercise.starter != starters.get(exercise.label, exercise.starter) and self.store.draft(exercise.label):
                self.store.save_draft(exercise.label, exercise.starter)
        return replace(self, course=course)

    def lesson(self, lesson_id: str | None) -> Lesson | None:
        """The lesson with this id, else the first of the course, else None."""
        lessons = self.course.lessons
        return next((lesson for lesson in lessons if lesson.id == lesson_id), lessons[0] if lessons else None)

    def neighbour(self, lesson: Lesson, step: int) -> Lesson | None:
        """The lesson `step` places on in the course; None past either end."""
        at = self.course.lessons.index(lesson) + step
        return self.course.lessons[at] if 0 <= at < len(self.course.lessons) else None


def exercises_of(course: Course) -> tuple[Exercise, ...]:
    """All exercises of sound lessons, in the order of the course."""
    return tuple(exercise for lesson in course.lessons if not lesson.problems for exercise in lesson.exercises)


def passed_count(course: Course, progress: Progress) -> int:
    """How many of the course's exercises were passed."""
    return sum(progress.exercise(exercise.label).passed for exercise in exercises_of(course))


def is_done(lesson: Lesson, progress: Progress) -> bool:
    """Whether all exercises of the lesson were passed; one without exercises is done once it was opened."""
    if not lesson.exercises:
        return lesson.id in progress.opened
    return all(progress.exercise(exercise.label).passed for exercise in lesson.exercises)


def is_begun(lesson: Lesson, progress: Progress) -> bool:
    """Whether the lesson was opened or one of its exercises attempted."""
    tried = any(progress.exercise(exercise.label).attempts for exercise in lesson.exercises)
    return tried or lesson.id in progress.opened
