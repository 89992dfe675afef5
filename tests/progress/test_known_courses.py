"""The list of a learner's courses."""

from __future__ import annotations

from pathlib import Path

from tuitutor.progress.known_courses import KnownCourse, KnownCourses


def test_the_twenty_that_were_opened_last_are_listed_the_latest_first(tmp_path: Path) -> None:
    known = KnownCourses(tmp_path)
    for day in range(23):
        known.note(KnownCourse(f"course-{day}", tmp_path / str(day), float(day)))
    assert [course.id for course in known.opened()] == [f"course-{day}" for day in range(22, 2, -1)]


def test_nothing_is_trusted_where_that_cannot_be_looked_up(tmp_path: Path) -> None:
    known = KnownCourses(tmp_path)
    known.trust("c", tmp_path)
    assert (known.trusts("c", tmp_path), known.trusts("d", tmp_path)) == (True, False)
    assert not KnownCourses(tmp_path / ("x" * 300)).trusts("c", tmp_path)
