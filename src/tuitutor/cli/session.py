"""What one command works with; each part is made when it is first asked for."""

from __future__ import annotations

import os
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from tuitutor.errors import CourseError, UsageError

if TYPE_CHECKING:
    from tuitutor.config.settings import Settings
    from tuitutor.course.model import Course, Exercise, Lesson
    from tuitutor.engine.options import RunOptions
    from tuitutor.engine.worker import Worker
    from tuitutor.progress.store import Store


class Session:
    """The settings, course, state and worker that the flags ask for. `flags` holds only those that were given."""

    def __init__(self) -> None:
        self.flags: dict[str, object] = {}
        self.worker_troubles: list[str] = []  # sentences to be said once the terminal is ours again

    @cached_property
    def settings(self) -> Settings:
        """Raises ConfigError."""
        from tuitutor.config.settings import SITE_FILE, load, user_file

        return load(self.flags, os.environ, SITE_FILE, user_file(os.environ))

    @cached_property
    def course(self) -> Course:
        """Raises CourseError when there is no usable course."""
        from tuitutor.config.settings import cache_folder
        from tuitutor.course.kept import course_at

        return course_at(self.course_folder, cache_folder(os.environ))

    @cached_property
    def course_folder(self) -> Path:
        """The folder that a flag or a variable names; else the working folder, if it holds a course; else the usual."""
        from tuitutor.course.folder import default_folder

        here = None if self.course_is_named else course_here()
        return here or self.settings.course or default_folder()

    @property
    def course_is_named(self) -> bool:
        """Whether a flag or a variable says which course is meant."""
        return self.settings.origins.get("course", "").startswith(("flag", "environment"))

    @cached_property
    def store(self) -> Store:
        """The learner's state in this course."""
        from tuitutor.progress.store import Store

        return Store.open(self.settings.data_dir, self.course.id)

    def crash_folder(self) -> Path:
        """Where crash logs go, even if the settings are what broke."""
        from tuitutor.config.settings import user_data

        settings = self.__dict__.get("settings")
        root = settings.data_dir if settings else user_data(os.environ)
        return Path(root) / "crashes"

    def worker(self) -> Worker:
        """A worker that is not started yet; close it."""
        from tuitutor.engine.budget import Budget
        from tuitutor.engine.worker import Worker
        from tuitutor.launch.local import LocalLauncher
        from tuitutor.launch.logged import LoggedLauncher

        settings = self.settings
        launcher = LocalLauncher(settings.python, settings.via, cores=settings.cores_wanted, nice=settings.nice)
        return Worker(LoggedLauncher(launcher, self._worker_broke), budget=Budget(settings.budget_s))

    def _worker_broke(self, story: str) -> None:
        from tuitutor.cli import crash

        log = crash.write_log(story, self.crash_folder())
        self.worker_troubles.append(crash.worker_sentence(log))

    def options(self, columns: int) -> RunOptions:
        """How code is run, with tables `columns` wide."""
        from tuitutor.engine.options import RunOptions

        return RunOptions(limits=self.settings.limits(), columns=columns)

    def exercise(self, name: str) -> Exercise:
        """The exercise with this label, in a sound lesson. Raises UsageError, CourseError."""
        for lesson in self.course.lessons:
            for exercise in lesson.exercises:
                if exercise.label == name:
                    _require_sound(lesson)
                    return exercise
        for lesson in self.course.lessons:
            if lesson.id == name:
                _require_sound(lesson)
                raise UsageError(_only_a_lesson(lesson))
        raise UsageError(self._unknown("exercise", name, self._labels()))

    def lesson(self, name: str) -> Lesson:
        """The lesson with this id, broken or not. Raises UsageError."""
        for lesson in self.course.lessons:
            if lesson.id == name:
                return lesson
        raise UsageError(self._unknown("lesson or exercise", name, [*self._ids(), *self._labels()]))

    def sound_lesson(self, name: str) -> Lesson:
        """The lesson with this id, fit to run. Raises UsageError, CourseError."""
        lesson = self.lesson(name)
        _require_sound(lesson)
        return lesson

    def has_exercise(self, name: str) -> bool:
        """Whether `name` is an exercise's label, in a broken lesson or not."""
        return any(exercise.label == name for lesson in self.course.lessons for exercise in lesson.exercises)

    def _labels(self) -> list[str]:
        return [exercise.label for exercise in self.course.exercises]

    def _ids(self) -> list[str]:
        return [lesson.id for lesson in self.course.lessons]

    def _unknown(self, what: str, name: str, candidates: list[str]) -> str:
        from tuitutor.spelling import nearest

        near = nearest(name, candidates)
        hint = f"did you mean '{near}'?" if near else "tuitutor list names them all."
        return f"There is no {what} '{name}'; {hint}"


def course_here() -> Path | None:
    """The working folder, if it holds a course."""
    from tuitutor.course.folder import FILE

    with suppress(OSError):  # it may be gone
        here = Path.cwd()
        return here if (here / FILE).is_file() else None
    return None


def _require_sound(lesson: Lesson) -> None:
    if lesson.problems:
        more = len(lesson.problems) - 1
        rest = f" ({more} more: tuitutor lint lists all)" if more else ""
        raise CourseError(f"{lesson.problems[0]}{rest}")


def _only_a_lesson(lesson: Lesson) -> str:
    labels = ", ".join(f"'{exercise.label}'" for exercise in lesson.exercises)
    has = f"its exercise is {labels}." if labels else "it has no exercise."
    return f"'{lesson.id}' is a lesson; {has}"
