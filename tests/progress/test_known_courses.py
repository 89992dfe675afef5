"""The list of a learner's courses."""

from __future__ import annotations

from pathlib import Path
from unittest import mock

import pytest

from tuitutor.errors import StateError
from tuitutor.progress.known_courses import KnownCourse, KnownCourses


def test_the_twenty_that_were_opened_last_are_listed_the_latest_first(tmp_path: Path) -> None:
    known = KnownCourses(tmp_path)
    for day in range(23):
        known.note(KnownCourse(f"course-{day}", tmp_path / str(day), float(day)))
    assert [course.id for course in known.opened()] == [f"course-{day}" for day in range(22, 2, -1)]


def test_nothing_is_trusted_where_that_cannot_be_looked_up(tmp_path: Path) -> None:
    known = KnownCourses(tmp_path)
    known.trust(tmp_path)
    assert (known.trusts(tmp_path), known.trusts(tmp_path / "d")) == (True, False)
    assert not KnownCourses(tmp_path / ("x" * 300)).trusts(tmp_path)


def test_a_course_that_is_opened_again_is_listed_once_with_the_latest_time(tmp_path: Path) -> None:
    known = KnownCourses(tmp_path / "data")
    assert known.opened() == ()
    for at in (1.0, 2.5):
        known.note(KnownCourse("c", tmp_path, at))
    known.note(KnownCourse("c", tmp_path / "copy", 2.0))
    assert KnownCourses(tmp_path / "data").opened() == (
        KnownCourse("c", tmp_path, 2.5),
        KnownCourse("c", tmp_path / "copy", 2.0),
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        '{"id":"c"}',
        '{"id":"c","folder":1,"opened":1}',
        '{"id":"c","folder":"d","opened":"soon"}',
        "[" * 9999,
    ],
)
def test_a_damaged_file_hides_no_other(text: str, tmp_path: Path) -> None:
    known, course = KnownCourses(tmp_path), KnownCourse("c", tmp_path, 1.0)
    known.note(course)
    for name in ("0", "z"):
        (tmp_path / "known.courses" / f"{name}.json").write_text(text)
    assert known.opened() == (course,)


def test_a_long_path_is_listed_and_what_is_larger_than_any_is_not_read(tmp_path: Path) -> None:
    known = KnownCourses(tmp_path)
    course = KnownCourse("c", Path("/", *["ü" * 120] * 34), 1.0)  # as long as a path can be
    known.note(course)
    assert known.opened() == (course,)
    [file] = (tmp_path / "known.courses").glob("*.json")
    file.write_bytes(file.read_bytes() + b" " * (64 << 10))
    assert known.opened() == ()


def test_what_cannot_be_saved_is_only_said_where_it_was_asked_for(tmp_path: Path) -> None:
    (tmp_path / "data").touch()
    known = KnownCourses(tmp_path / "data")
    known.note(KnownCourse("c", tmp_path, 1.0))
    assert known.opened() == ()
    with pytest.raises(StateError, match=r"not saved: .*\.trusted: Not a directory"):
        known.trust(tmp_path)
    with mock.patch.object(Path, "is_file", side_effect=PermissionError):
        assert not known.trusts(tmp_path)
