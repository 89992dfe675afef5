"""The settings, course, state and worker of a command, created when they are first needed."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from tuitutor.cli import terminal
from tuitutor.course.folder import FILE, default_folder, is_bundled, is_folder, is_there
from tuitutor.errors import CourseError, StateError, TuitutorError, UsageError
from tuitutor.spelling import suggestion
from tuitutor.tui.outside import SANDBOX

if TYPE_CHECKING:
    from tuitutor.config.settings import Settings
    from tuitutor.course.model import Course, Exercise, Lesson
    from tuitutor.engine.consent import Consent
    from tuitutor.engine.courses import AtHand, Standing
    from tuitutor.engine.options import RunOptions
    from tuitutor.engine.preferences import Preferences
    from tuitutor.progress.known_courses import KnownCourses
    from tuitutor.progress.store import Store
    from tuitutor.workers.worker import Worker


class Session:
    """The settings, course, state and worker that the `flags` of the command line ask for."""

    def __init__(self) -> None:
        self.flags: dict[str, object] = {}
        self.has_shown_app = False
        self.worker_problems: list[str] = []  # sentences to print once the app has left the terminal

    @cached_property
    def settings(self) -> Settings:
        """Raises ConfigError."""
        return self._load()

    def _load(self) -> Settings:
        from tuitutor.config.settings import SITE_FILE, load, user_file

        return load(self.flags, os.environ, SITE_FILE, user_file(os.environ))

    def preferences(self) -> Preferences:
        """The settings with a way to change them."""
        from tuitutor.config.settings import user_file
        from tuitutor.engine.preferences import Preferences

        return Preferences(self.settings, user_file(os.environ), os.environ.get("HOME", ""), self._load)

    @cached_property
    def course(self) -> Course:
        """The course, with this learner's variants. Raises CourseError if there is no usable course."""
        from tuitutor.course.cache import course_at

        return course_at(self.course_folder, self.cache).drawn_for(self.settings.learner)

    @property
    def cache(self) -> Path:
        """The folder for files that can be made again."""
        from tuitutor.config.settings import user_folder

        return user_folder(os.environ, "cache")

    @cached_property
    def course_folder(self) -> Path:
        """The folder or course that a flag or a variable names; else the working folder if it holds a course, else the
        folder of the settings, else tuitutor's own. Raises UsageError, CourseError.
        """
        if (here := self.course_here) is not None:
            return here
        path, is_name = self.settings.course, False
        base = Path(self.settings.origins.get("course", "")).parent  # relative to this, the path is a mere name
        with suppress(OSError):  # the working folder may have been deleted
            is_name = path is not None and path.parent in (base, base.absolute())
        if path is None or is_there(path / FILE) or not is_name:
            return path or default_folder()
        from tuitutor.engine.courses import find

        known = self.courses()
        if (course := find(path.name, known)) is None:
            if is_folder(path):
                return path
            names = [course.name for course in known if course.name]
            raise UsageError(no_such("folder or course", path.name, names, "tuitutor list --courses names them all."))
        if course.problem:
            raise CourseError(course.problem)
        return course.folder

    def use_again(self, folder: str) -> None:
        """Use the course in this folder, if there is one, unless a flag or a variable names another."""
        if folder and is_there(Path(folder) / FILE) and not self.course_is_named:
            self.course_folder = Path(folder)

    @property
    def course_here(self) -> Path | None:
        """The working folder, if it holds a course, and no flag or variable names one."""
        with suppress(OSError):  # it may have been deleted
            if not self.course_is_named and ((here := Path.cwd()) / FILE).is_file():
                return here
        return None

    def courses(self) -> tuple[AtHand, ...]:
        """This learner's courses."""
        from tuitutor.engine.courses import courses_at_hand

        return courses_at_hand(self._known)

    @property
    def _known(self) -> KnownCourses:
        from tuitutor.progress.known_courses import KnownCourses

        return KnownCourses(self.settings.data_dir)

    def courses_with_standing(self) -> list[tuple[AtHand, Standing | None]]:
        """This learner's courses, with their standing."""
        from tuitutor.engine.courses import with_standing

        settings = self.settings
        return list(with_standing(self.courses(), settings.data_dir, self.cache, settings.learner))

    def change_to(self, folder: Path) -> None:
        """Switch to the course in another folder. Flags still hold, except --trust-course: it was for the old one."""
        self.flags["course"] = str(folder)
        self.flags.pop("trust_course", None)
        for part in ("settings", "course", "course_folder", "store", "consent"):
            self.__dict__.pop(part, None)

    def has_opened(self) -> None:
        """Remember the course's folder, unless it is tuitutor's own: next time its name is enough."""
        from tuitutor.progress.known_courses import KnownCourse

        folder = self.course.folder
        if not is_bundled(folder):
            self._known.note(KnownCourse(self.course.id, folder.resolve(), time.time()))

    @property
    def course_is_named(self) -> bool:
        """Whether a flag or a variable names the course."""
        return self.settings.origins.get("course", "").startswith(("flag", "environment"))

    @cached_property
    def store(self) -> Store:
        """The learner's state in this course."""
        from tuitutor.progress.store import Store

        return Store.open(self.settings.data_dir, self.course.id, renamed=self.course.renamed)

    def crash_folder(self) -> Path:
        """Where crash logs go, even if the crash was in reading the settings."""
        from tuitutor.config.settings import user_folder

        settings: Settings | None = self.__dict__.get("settings")
        root = settings.data_dir if settings else user_folder(os.environ, "data")
        return root / "crashes"

    def worker(self) -> Worker:
        """A worker that isn't started yet. The caller closes it."""
        from tuitutor.workers.budget import Budget
        from tuitutor.workers.local import LocalLauncher
        from tuitutor.workers.worker import Worker

        def broke(story: str) -> None:
            from tuitutor.cli import crash

            log = crash.write_log(story, self.crash_folder())
            fault = "tuitutor's worker failed, and that isn't your code's fault"
            self.worker_problems.append(f"{fault}; {crash.where(log)}.")

        settings = self.settings
        launcher = LocalLauncher(
            settings.python,
            settings.via,
            cores=settings.cores_wanted,
            nice=settings.nice,
            broke=broke,
            left=self.worker_problems.append,
            course=self._folder_with_data,
            keras_dir=str(settings.keras_dir or ""),
        )
        return Worker(launcher, budget=Budget(settings.budget_s), permit=lambda: self.consent.require())

    def _folder_with_data(self) -> Path | None:
        with suppress(TuitutorError):  # a course that can't be used has no code that is run
            return self.course.folder
        return None

    @cached_property
    def consent(self) -> Consent:
        """Whether the course's code may run; --trust-course allows it."""
        from tuitutor.engine.consent import Consent

        consent = Consent(self._known, self.course, self.settings.trust_course)
        if "trust_course" in self.flags:
            consent.give()
        return consent

    def ask_consent(self) -> None:
        """Return if the course's code may run; ask first if somebody can answer. Raises NotTrusted."""
        if not self.consent.given and terminal.can_ask():
            import click

            if click.confirm(self.consent.question(SANDBOX), err=True):
                self.consent.give()
        self.consent.require()

    def trust_begun(self, folder: Path) -> None:
        """Trust a course that was just created from our own template."""
        with suppress(StateError):
            self._known.trust(folder)

    def options(self, columns: int, warm: bool = False) -> RunOptions:
        """How to run code, with tables `columns` wide; `warm` as in RunOptions."""
        from tuitutor.engine.options import RunOptions

        return RunOptions(limits=self.settings.limits(), columns=columns, warm=warm)

    def exercise(self, name: str, variant: int | None = None) -> Exercise:
        """The exercise with this label, in a sound lesson: the learner's variant, or the variant with this number.

        Raises UsageError, CourseError.
        """
        lessons = self.course.lessons
        owner = next((lesson for lesson in lessons if any(found.label == name for found in lesson.exercises)), None)
        if owner is None:
            raise self._no_exercise(name)
        require_sound(owner)
        exercise = next(found for found in owner.exercises if found.label == name)
        if variant is None:
            return exercise
        if not exercise.variants:
            raise UsageError(f"'{name}' is the same for everybody; leave --variant out.")
        if variant > len(exercise.variants):
            raise UsageError(f"'{name}' has no variant {variant}; its variants are 1 to {len(exercise.variants)}.")
        return exercise.variant(variant)

    def _no_exercise(self, name: str) -> UsageError:
        """An error about a name that no exercise has. Raises CourseError if a broken lesson has it."""
        lesson = next((lesson for lesson in self.course.lessons if lesson.id == name), None)
        if lesson is None:
            known = [exercise.label for exercise in self.course.exercises]
            return UsageError(no_such("exercise", name, known, "tuitutor list names them all."))
        require_sound(lesson)
        labels = ", ".join(f"'{exercise.label}'" for exercise in lesson.exercises)
        are = "exercises are" if len(lesson.exercises) > 1 else "exercise is"
        has = f"its {are} {labels}." if labels else "it has no exercise."
        return UsageError(f"'{name}' is a lesson; {has}")

    def lesson(self, name: str) -> Lesson:
        """The lesson with this id, broken or not. Raises UsageError."""
        for lesson in self.course.lessons:
            if lesson.id == name:
                return lesson
        course = self.course
        known = [*(lesson.id for lesson in course.lessons), *(exercise.label for exercise in course.exercises)]
        raise UsageError(no_such("lesson or exercise", name, known, "tuitutor list names them all."))

    def has_exercise(self, name: str) -> bool:
        """Whether `name` is an exercise's label, even in a broken lesson."""
        return any(exercise.label == name for lesson in self.course.lessons for exercise in lesson.exercises)


def no_such(what: str, name: str, known: Iterable[str], otherwise: str) -> str:
    """A sentence about an unknown name, with the nearest known name, or `otherwise`."""
    return f"There is no {what} '{name}'; {suggestion(name, known, otherwise=otherwise)}"


def require_sound(lesson: Lesson) -> None:
    """Return if the lesson can be run. Raises CourseError with its first problem."""
    if lesson.problems:
        more = len(lesson.problems) - 1
        rest = f" ({more} more: tuitutor lint lists all)" if more else ""
        raise CourseError(f"{lesson.problems[0]}{rest}")
