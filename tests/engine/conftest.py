"""The course that ships."""

from __future__ import annotations

import pytest

from tuitutor.course.folder import default_folder
from tuitutor.course.load import load_course
from tuitutor.course.model import Course


@pytest.fixture(scope="session")
def course() -> Course:
    return load_course(default_folder())
