"""Whatever lies where our files should be: nothing hangs, nothing eats the memory, and what is wrong is said."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TypeVar

import pytest

from tests.course.hostile_courses import ONE
from tests.course.lesson_texts import FRONT
from tests.planted import PLANTS, bounds, put
from tuitutor import safe_read
from tuitutor.config.settings import load
from tuitutor.course.cache import course_at
from tuitutor.errors import ConfigError, StateError, UsageError
from tuitutor.playground.pointfile import read_points
from tuitutor.progress.journal import HintShown
from tuitutor.progress.known_courses import KnownCourses
from tuitutor.progress.moving import pack_state, unpack_state
from tuitutor.progress.states import FOLDER, States
from tuitutor.progress.store import Store

Of = TypeVar("Of")


@pytest.fixture(params=PLANTS)
def plant(request: pytest.FixtureRequest) -> Iterator[Callable[[Path], Path]]:
    """Puts something at a path; there are ten seconds and a gigabyte."""
    with bounds():
        yield partial(put, request.param)


def test_a_draft(plant: Callable[[Path], Path], tmp_path: Path) -> None:
    store = Store.open(tmp_path, "course")
    plant(store.draft_path("xor"))
    sentence(lambda: store.draft("xor"), StateError, str(tmp_path))
    pack_says(tmp_path)


def pack_says(root: Path) -> None:
    """All of it, or a sentence."""
    packed = sentence(lambda: pack_state(root)[0], StateError, "cannot be read")
    assert packed is None or len(packed) < 1 << 20


def sentence(do: Callable[[], Of], kind: type[Exception], words: str) -> Of | None:
    """What it returns; or else it raises this, with these words."""
    told: Exception
    try:
        return do()
    except kind as error:
        told = error
    assert words in str(told)
    return None


@pytest.mark.parametrize("name", ["journal/other-1-0.jsonl", "attempts/xor/1-a.json", "journal", "attempts", "drafts"])
def test_what_is_in_a_course(plant: Callable[[Path], Path], name: str, tmp_path: Path) -> None:
    plant(tmp_path / "course" / name)
    store = Store.open(tmp_path, "course")
    store.record(HintShown("xor", 1, store.now()))
    assert store.progress().exercise("xor").hints == 1
    assert not store.attempts.read("xor")
    if name.startswith("journal"):
        assert not store.progress().exercise("other").passed
    pack_says(tmp_path)


def test_known_courses(plant: Callable[[Path], Path], tmp_path: Path) -> None:
    plant(tmp_path / "known.courses" / "a.json")
    plant(tmp_path / "known.courses" / "a.trusted.json")
    courses = KnownCourses(tmp_path)
    assert len(courses.opened()) <= 2
    assert not courses.trusts(tmp_path)


def test_states_of_the_playground(plant: Callable[[Path], Path], tmp_path: Path) -> None:
    folder = tmp_path / FOLDER
    plant(folder / "last.txt")
    plant(folder / "one.state")
    states = States(folder)
    state, past = states.last()
    assert len(state) < 1 << 20
    assert len(past) < 1 << 20
    assert len(states.names()) < 2
    with pytest.raises(UsageError, match="no state 'two'"):
        states.named("two")
    pack_says(tmp_path)


def test_settings(plant: Callable[[Path], Path], tmp_path: Path) -> None:
    path = plant(tmp_path / "config.toml")
    sentence(lambda: load({}, {"HOME": str(tmp_path)}, tmp_path / "none", path), ConfigError, str(path))


def test_points(plant: Callable[[Path], Path], tmp_path: Path) -> None:
    path = plant(tmp_path / "points.csv")
    with pytest.raises(UsageError, match=str(path)):
        read_points(path, classes=True)


@pytest.mark.sampled(4)
def test_a_file_to_move_in(plant: Callable[[Path], Path], tmp_path: Path) -> None:
    path = plant(tmp_path / "mine.tar.gz")
    with pytest.raises(UsageError, match=str(path)):
        unpack_state(path, tmp_path / "state")
    assert not (tmp_path / "state").exists()


def test_a_kept_copy_of_a_course(plant: Callable[[Path], Path], tmp_path: Path) -> None:
    folder, cache = tmp_path / "course", tmp_path / "cache"
    folder.mkdir()
    (folder / "myst.yml").write_text(ONE)
    (folder / "l0.md").write_text(FRONT)
    for path in (folder / "myst.yml", folder / "l0.md"):
        os.utime(path, (1, 1))
    course_at(folder, cache)
    [copy] = cache.iterdir()
    copy.unlink()
    plant(copy)
    assert course_at(folder, cache).id == "bad"


def test_a_file_may_have_just_as_much_as_is_allowed(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"x" * 1024)
    assert safe_read.read(path, 1024) == b"x" * 1024
    with pytest.raises(OSError, match="larger than 0 KiB"):
        safe_read.read(path, 1023)
    with pytest.raises(OSError, match="directory"):
        safe_read.read(tmp_path, 1024)
