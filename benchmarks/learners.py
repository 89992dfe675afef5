"""Learners' homes, as they are when a measurement begins."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from tuitutor.course.cache import course_at
from tuitutor.course.folder import default_folder
from tuitutor.course.load import load_course
from tuitutor.course.model import Course, Lesson
from tuitutor.progress.journal import Opened, Scrolled
from tuitutor.progress.store import Store


@contextmanager
def learner(lesson: str = "", draft: tuple[str, str] | None = None, *, kept: bool = True) -> Iterator[Path]:
    """The home of somebody new, or of one who left `lesson`, having written a `draft` (label, text) in view.

    `kept`: the course was opened on this machine before, so that it need not be parsed.
    """
    with TemporaryDirectory(prefix="tuitutor-bench-", ignore_cleanup_errors=True) as folder:
        home = Path(folder)
        if kept:
            course_at(default_folder(), home / ".cache" / "tuitutor")
        store = Store.open(home / "data" / "tuitutor", course().id, clock=time.time)
        if lesson:
            store.record(Opened(lesson=lesson, at=store.now()))
        if draft is not None:
            store.save_draft(*draft)
            store.record(Scrolled(lesson=lesson, y=0, focus=f"exercise:{draft[0]}", at=store.now()))
        store.flush()
        yield home


def course() -> Course:
    """The course that comes with tuitutor."""
    return load_course(default_folder())


def longest_lesson() -> Lesson:
    """The lesson with the most text."""
    return max(course().lessons, key=lambda lesson: lesson.path.stat().st_size)
