"""The pages that are written by programs are up to date."""

from __future__ import annotations

from tests import honesty, overview
from tuitutor.course.model import Course


def test_the_page_on_honesty_counts_all_that_is_tried(course: Course) -> None:
    assert honesty.PAGE.read_text() == honesty.page(course), "run: python -m tests.honesty"


def test_what_was_tried_on_an_exercise_is_told_with_its_reason() -> None:
    assert "failed: (3, 5000): features first, samples second" in honesty.tried("start-shape")
    assert list(honesty.tried("attacks"))
    assert list(honesty.tried("no-exercise")) == []


def test_the_table_of_lessons_is_of_these_lessons(course: Course) -> None:
    written = overview.PAGE.read_text()
    assert written == overview.page(course, overview.seconds_in(written)), "run: python -m tests.overview"
    assert set(overview.seconds_in(written)) == {lesson.id for lesson in course.lessons}
    assert all(overview.seconds_in(written).values()), "run: python -m tests.overview --run"
