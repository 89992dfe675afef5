"""A copy of the parsed course saves the parsing, and is never used when in doubt."""

from __future__ import annotations

import os
import pickle
import shutil
import time
from pathlib import Path
from typing import Any

import pytest

from tests.course.lesson_texts import FRONT
from tuitutor.course import cache as module
from tuitutor.course.cache import SHIPPED, course_at, ship, shipped
from tuitutor.course.load import load_course

TOC = "project:\n  id: test\n  title: A course\n  toc:\n    - file: a.md\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A course whose files are old enough for a copy."""
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


@pytest.mark.parametrize("mode", [0o666, 0o620, 0o602])
def test_a_copy_that_others_could_have_written_is_not_opened(
    mode: int, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    course_at(folder, tmp_path / "cache")
    (copy,) = (tmp_path / "cache").iterdir()
    copy.chmod(mode)
    no_parser(monkeypatch)
    with pytest.raises(AssertionError, match="parsed again"):
        course_at(folder, tmp_path / "cache")


@pytest.mark.parametrize("cache", ["/dev/null/cache", "/proc/cache"])
def test_a_cache_that_cannot_be_made_stops_nobody(folder: Path, cache: str) -> None:
    assert course_at(folder, Path(cache)).title == "A course"


def test_a_copy_that_others_may_only_read_is(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = course_at(folder, tmp_path / "cache")
    (copy,) = (tmp_path / "cache").iterdir()
    assert copy.stat().st_mode & 0o777 == 0o600
    copy.chmod(0o755)
    no_parser(monkeypatch)
    assert course_at(folder, tmp_path / "cache") == first


@pytest.mark.parametrize("other", [-1, 1])
def test_a_copy_of_somebody_elses_is_not_opened(
    other: int, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    course_at(folder, tmp_path / "cache")
    no_parser(monkeypatch)
    monkeypatch.setattr("tuitutor.course.cache.os.getuid", lambda: os.geteuid() + other)
    with pytest.raises(AssertionError, match="parsed again"):
        course_at(folder, tmp_path / "cache")


def test_the_folder_for_copies_is_made_with_those_above_it_and_for_nobody_else(folder: Path, tmp_path: Path) -> None:
    cache = tmp_path / "home" / "cache"
    course_at(folder, cache)
    assert cache.stat().st_mode & 0o777 == 0o700
    assert len(list(cache.iterdir())) == 1


def test_a_course_that_was_written_a_moment_ago_is_not_kept(folder: Path, tmp_path: Path) -> None:
    """It may change once more within the grain of a time stamp."""
    cache = tmp_path / "cache"
    for seconds, copies in ((1.2, 0), (2.5, 1)):
        written = time.time() - seconds
        os.utime(folder / "a.md", (written, written))
        course_at(folder, cache)
        assert len(list(cache.glob("*"))) == copies


def test_copies_of_several_courses_lie_side_by_side(folder: Path, tmp_path: Path) -> None:
    shutil.copytree(folder, tmp_path / "other")
    course_at(folder, tmp_path / "cache")
    course_at(tmp_path / "other", tmp_path / "cache")
    assert len(list((tmp_path / "cache").iterdir())) == 2


def test_a_course_with_problems_is_not_kept(folder: Path, tmp_path: Path) -> None:
    (folder / "a.md").write_text("no front matter\n")
    os.utime(folder / "a.md", (1e9, 1e9))
    assert course_at(folder, tmp_path / "cache").all_problems
    assert not (tmp_path / "cache").exists()


@pytest.mark.parametrize("data", [b"", b"not a pickle", pickle.dumps(1), pickle.dumps(([], (), "a course"))])
def test_what_is_no_copy_is_parsed_over(data: bytes, folder: Path, tmp_path: Path) -> None:
    first = course_at(folder, tmp_path / "cache")
    (copy,) = (tmp_path / "cache").iterdir()
    copy.write_bytes(data)
    assert course_at(folder, tmp_path / "cache") == first


def test_data_that_changed_or_went_is_seen(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = folder / "data.py"
    data.write_text("def first(seed):\n    return 1\n")
    os.utime(data, (1e9, 1e9))
    course_at(folder, tmp_path / "cache")
    no_parser(monkeypatch)
    course_at(folder, tmp_path / "cache")
    data.unlink()
    with pytest.raises(AssertionError, match="parsed again"):
        course_at(folder, tmp_path / "cache")


def test_nothing_is_left_beside_a_copy_that_could_not_be_put_in_place(folder: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    course_at(folder, cache)
    (copy,) = cache.iterdir()
    copy.unlink()
    copy.mkdir()
    (copy / "in the way").touch()
    assert course_at(folder, cache).title == "A course"
    assert list(cache.iterdir()) == [copy]


# ---- the course that comes with tuitutor


@pytest.fixture
def bundled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A course that counts as the one that comes with tuitutor, with what was parsed beside it."""
    folder = tmp_path / "built"
    folder.mkdir()
    (folder / "myst.yml").write_text(TOC)
    (folder / "a.md").write_text(FRONT)
    monkeypatch.setattr("tuitutor.course.folder.default_folder", lambda: folder)
    assert ship(load_course(folder)) == folder / SHIPPED
    return folder


def test_a_course_that_was_never_opened_is_not_parsed(bundled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parsed = load_course(bundled)
    monkeypatch.setattr("tuitutor.course.load.load_course", lambda _: pytest.fail("parsed"))
    assert course_at(bundled, bundled.parent / "cache") == parsed


def test_a_shipped_course_may_be_installed_elsewhere(
    bundled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = shutil.copytree(bundled, tmp_path / "installed")
    monkeypatch.setattr("tuitutor.course.folder.default_folder", lambda: elsewhere)
    shutil.rmtree(bundled)
    course = shipped(elsewhere)
    assert course == load_course(elsewhere)
    assert course is not None
    assert course.lessons[0].path == elsewhere / "a.md"


@pytest.mark.parametrize("name", ["myst.yml", "a.md"])
def test_a_changed_file_is_seen_even_with_its_old_time(name: str, bundled: Path) -> None:
    times = (bundled / name).stat()
    (bundled / name).write_bytes((bundled / name).read_bytes().replace(b"A", b"B"))
    os.utime(bundled / name, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert shipped(bundled) is None


def test_another_parser_is_seen(bundled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = tmp_path / "course"
    other.mkdir()
    for path in Path(module.__file__).parent.glob("*.py"):
        shutil.copy(path, other)
    with (other / "maths.py").open("a") as file:
        file.write("# changed\n")
    monkeypatch.setattr(module, "__file__", str(other / "cache.py"))
    assert shipped(bundled) is None


def test_only_the_course_that_comes_with_tuitutor_is_read_from_its_folder(bundled: Path, tmp_path: Path) -> None:
    """A pickle runs what it says, and somebody else's course may not."""
    assert shipped(shutil.copytree(bundled, tmp_path / "downloaded")) is None


def test_a_shipped_course_of_another_owner_is_not_opened(bundled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = Path.stat

    def stat(path: Path, **options: Any) -> os.stat_result:
        found = list(real(path, **options))
        if path.name == SHIPPED:
            found[4] += 1  # st_uid
        return os.stat_result(found)

    monkeypatch.setattr(Path, "stat", stat)
    assert shipped(bundled) is None


@pytest.mark.parametrize("mode", [0o646, 0o664])
def test_a_shipped_course_that_more_people_may_write_to_than_to_the_code_is_not_opened(
    mode: int, bundled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = shutil.copytree(Path(module.__file__).parent, tmp_path / "code") / "cache.py"
    code.chmod(0o644)
    monkeypatch.setattr(module, "__file__", str(code))
    (bundled / SHIPPED).chmod(0o644)
    assert shipped(bundled) is not None
    (bundled / SHIPPED).chmod(mode)
    assert shipped(bundled) is None
    code.chmod(mode)
    assert shipped(bundled) is not None


@pytest.mark.parametrize("data", [b"", b"no pickle"])
def test_a_shipped_course_that_cannot_be_read_is_parsed(data: bytes, bundled: Path) -> None:
    (bundled / SHIPPED).write_bytes(data)
    assert course_at(bundled, bundled.parent / "cache").title == "A course"


def test_a_course_with_problems_is_not_shipped(bundled: Path) -> None:
    (bundled / "a.md").write_text("no front matter\n")
    assert ship(load_course(bundled)) is None
