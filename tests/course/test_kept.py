"""A kept course saves the parsing and is never believed when in doubt."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.course.lesson_texts import FRONT
from tuitutor.course.kept import course_at

TOC = "project:\n  id: test\n  title: A course\n  toc:\n    - file: a.md\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A course whose files are old enough to be kept."""
    folder = tmp_path / "course"
    folder.mkdir()
    for name, text in {"myst.yml": TOC, "a.md": FRONT}.items():
        (folder / name).write_text(text)
        os.utime(folder / name, (1e9, 1e9))
    return folder


def no_parser(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(folder: Path) -> None:
        raise AssertionError("parsed again")

    monkeypatch.setattr("tuitutor.course.load.load_course", fail)


def test_the_second_time_nothing_is_parsed(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = course_at(folder, tmp_path / "cache")
    no_parser(monkeypatch)
    assert course_at(folder, tmp_path / "cache") == first


def test_an_edited_lesson_is_seen(folder: Path, tmp_path: Path) -> None:
    course_at(folder, tmp_path / "cache")
    (folder / "a.md").write_text(FRONT.replace("A lesson", "Another"))
    assert course_at(folder, tmp_path / "cache").lessons[0].title == "Another"


def test_a_copy_that_others_could_have_written_is_not_opened(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    course_at(folder, tmp_path / "cache")
    (copy,) = (tmp_path / "cache").iterdir()
    copy.chmod(0o666)
    no_parser(monkeypatch)
    with pytest.raises(AssertionError, match="parsed again"):
        course_at(folder, tmp_path / "cache")


@pytest.mark.parametrize("cache", ["/dev/null/cache", "/proc/cache"])
def test_a_cache_that_cannot_be_made_stops_nobody(folder: Path, cache: str) -> None:
    assert course_at(folder, Path(cache)).title == "A course"
