"""The course that ships, read once for all tests of a process."""

from __future__ import annotations

from functools import cache

from tuitutor.course.folder import default_folder
from tuitutor.course.load import load_course
from tuitutor.course.model import Course


@cache
def shipped_course() -> Course:
    """The course that ships."""
    return load_course(default_folder())
