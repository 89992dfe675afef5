"""What is parsed when tuitutor is built saves parsing, and is never believed when in doubt."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.course.lesson_texts import FRONT
from tuitutor.course import shipped as module
from tuitutor.course.cache import course_at
from tuitutor.course.load import load_course
from tuitutor.course.shipped import SHIPPED, ship, shipped

TOC = "project:\n  id: test\n  title: A course\n  toc:\n    - file: a.md\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A course that counts as the one that comes with tuitutor, with what was parsed beside it."""
    folder = tmp_path / "built"
    folder.mkdir()
    (folder / "myst.yml").write_text(TOC)
    (folder / "a.md").write_text(FRONT)
    monkeypatch.setattr("tuitutor.course.folder.default_folder", lambda: folder)
    assert ship(load_course(folder)) == folder / SHIPPED
    return folder


def test_a_course_that_was_never_opened_is_not_parsed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parsed = load_course(folder)
    monkeypatch.setattr("tuitutor.course.load.load_course", lambda _: pytest.fail("parsed"))
    assert course_at(folder, folder.parent / "cache") == parsed


def test_it_may_be_installed_elsewhere(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    elsewhere = shutil.copytree(folder, tmp_path / "installed")
    monkeypatch.setattr("tuitutor.course.folder.default_folder", lambda: elsewhere)
    shutil.rmtree(folder)
    course = shipped(elsewhere)
    assert course == load_course(elsewhere)
    assert course is not None
    assert course.lessons[0].path == elsewhere / "a.md"


@pytest.mark.parametrize("name", ["myst.yml", "a.md"])
def test_a_changed_file_is_seen_even_with_its_old_time(name: str, folder: Path) -> None:
    times = (folder / name).stat()
    (folder / name).write_bytes((folder / name).read_bytes().replace(b"A", b"B"))
    os.utime(folder / name, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert shipped(folder) is None


def test_another_parser_is_seen(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = tmp_path / "course"
    other.mkdir()
    for path in Path(module.__file__).parent.glob("*.py"):
        shutil.copy(path, other)
    with (other / "tex.py").open("a") as file:
        file.write("# changed\n")
    monkeypatch.setattr(module, "__file__", str(other / "shipped.py"))
    assert shipped(folder) is None


def test_only_the_course_that_comes_with_tuitutor_is_read_so(folder: Path, tmp_path: Path) -> None:
    """A pickle runs what it says, and somebody else's course may not."""
    assert shipped(shutil.copytree(folder, tmp_path / "downloaded")) is None


def test_one_that_is_not_of_whoever_wrote_the_code_is_not_opened(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = Path.stat

    def stat(path: Path, **options: Any) -> os.stat_result:
        found = list(real(path, **options))
        if path.name == SHIPPED:
            found[4] += 1  # st_uid
        return os.stat_result(found)

    monkeypatch.setattr(Path, "stat", stat)
    assert shipped(folder) is None


@pytest.mark.parametrize("mode", [0o646, 0o664])
def test_one_that_more_people_may_write_to_than_to_the_code_is_not_opened(
    mode: int, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = shutil.copytree(Path(module.__file__).parent, tmp_path / "code") / "shipped.py"
    code.chmod(0o644)
    monkeypatch.setattr(module, "__file__", str(code))
    (folder / SHIPPED).chmod(0o644)
    assert shipped(folder) is not None
    (folder / SHIPPED).chmod(mode)
    assert shipped(folder) is None
    code.chmod(mode)
    assert shipped(folder) is not None


@pytest.mark.parametrize("data", [b"", b"no pickle"])
def test_what_cannot_be_read_is_parsed(data: bytes, folder: Path) -> None:
    (folder / SHIPPED).write_bytes(data)
    assert course_at(folder, folder.parent / "cache").title == "A course"


def test_a_course_with_problems_is_not_shipped(folder: Path) -> None:
    (folder / "a.md").write_text("no front matter\n")
    assert ship(load_course(folder)) is None
