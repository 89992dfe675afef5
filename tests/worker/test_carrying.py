"""One file is copied from one child's folder to another's, and nothing else, whatever lies in its place."""

from __future__ import annotations

import os
import resource
from collections.abc import Callable
from pathlib import Path

import pytest

from tuitutor.protocol.limits import Limits
from tuitutor.worker.carrying import carry, carry_all

NAME = "model.keras"
LIMIT = 100
Carry = Callable[[], bool]


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "source"
    folder.mkdir()
    return folder


@pytest.fixture
def target(tmp_path: Path) -> Path:
    folder = tmp_path / "target"
    folder.mkdir()
    return folder


@pytest.fixture
def victim(tmp_path: Path) -> Path:
    file = tmp_path / "victim"
    file.write_text("as it was")
    return file


@pytest.fixture
def carried(source: Path, target: Path) -> Carry:
    def carried() -> bool:
        folders = [os.open(folder, os.O_RDONLY) for folder in (source, target)]
        try:
            return carry(folders[0], NAME, folders[1], LIMIT)
        finally:
            for folder in folders:
                os.close(folder)

    return carried


def test_a_file_is_copied(carried: Carry, source: Path, target: Path) -> None:
    (source / NAME).write_text("a model")
    (target / NAME).write_text("an older model, which was longer")
    assert carried()
    assert (target / NAME).read_text() == "a model"


@pytest.mark.parametrize("kind", ["nothing", "link", "pipe", "folder", "too large"])
def test_what_is_no_file_is_not(carried: Carry, source: Path, target: Path, victim: Path, kind: str) -> None:
    make: dict[str, Callable[[Path], object]] = {
        "nothing": lambda path: None,
        "link": lambda path: path.symlink_to(victim),
        "pipe": os.mkfifo,
        "folder": Path.mkdir,
        "too large": lambda path: path.write_bytes(bytes(LIMIT + 1)),
    }
    make[kind](source / NAME)
    assert not carried()
    assert list(target.iterdir()) == []


@pytest.mark.parametrize("link", [Path.symlink_to, Path.hardlink_to])
def test_a_link_in_the_copys_place_is_replaced(
    carried: Carry, source: Path, target: Path, victim: Path, link: Callable[[Path, Path], None]
) -> None:
    (source / NAME).write_text("a model")
    link(target / NAME, victim)
    assert carried()
    assert (target / NAME).read_text() == "a model"
    assert victim.read_text() == "as it was"


def test_a_folder_in_the_copys_place_stops_it(carried: Carry, source: Path, target: Path) -> None:
    (source / NAME).write_text("a model")
    (target / NAME).mkdir()
    assert not carried()


def test_a_file_as_large_as_may_be_is_copied(carried: Carry, source: Path, target: Path) -> None:
    (source / NAME).write_bytes(b"x" * LIMIT)
    assert carried()
    assert (target / NAME).read_bytes() == b"x" * LIMIT


def test_a_file_that_grows_while_it_is_read_is_copied_up_to_the_limit(
    carried: Carry, source: Path, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (source / NAME).write_bytes(b"x")
    look = os.fstat

    def look_and_grow(descriptor: int) -> os.stat_result:
        found = look(descriptor)
        (source / NAME).write_bytes(b"x" * 10 * LIMIT)
        return found

    monkeypatch.setattr(os, "fstat", look_and_grow)
    assert carried()
    assert (target / NAME).stat().st_size == LIMIT


def test_no_room_for_a_copy_stops_it(carried: Carry, source: Path) -> None:
    (source / NAME).write_bytes(b"x" * LIMIT)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (LIMIT - 1, hard))
    try:
        assert not carried()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_copy_is_for_nobody_else(carried: Carry, source: Path, target: Path) -> None:
    (source / NAME).write_text("a model")
    (source / NAME).chmod(0o777)
    assert carried()
    assert (target / NAME).stat().st_mode & 0o777 == 0o600


def test_a_link_that_is_laid_at_the_last_moment_is_not_followed(
    carried: Carry, source: Path, target: Path, victim: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (source / NAME).write_text("a model")
    (target / NAME).write_text("an older model")
    unlink = os.unlink

    def unlink_and_lay(name: str, dir_fd: int) -> None:
        unlink(name, dir_fd=dir_fd)
        (target / NAME).hardlink_to(victim)

    monkeypatch.setattr(os, "unlink", unlink_and_lay)
    assert not carried()
    assert victim.read_text() == "as it was"


def take_over(source: Path, target: Path, limits: Limits = Limits()) -> None:
    here, there = (os.open(folder, os.O_RDONLY) for folder in (source, target))
    try:
        carry_all(here, there, limits)
    finally:
        os.close(here)
        os.close(there)


def test_all_files_are_taken_over_with_their_times_and_folders(source: Path, target: Path) -> None:
    (source / "kept" / "within").mkdir(parents=True)
    (source / "kept" / "within" / "epoch.json").write_text("2")
    os.utime(source / "kept" / "within" / "epoch.json", (5, 7))
    (source / "empty").mkdir()
    take_over(source, target)
    copy = target / "kept" / "within" / "epoch.json"
    assert (copy.read_text(), copy.stat().st_mtime) == ("2", 7)
    assert (target / "empty").is_dir()


def test_what_is_there_stays_and_no_link_is_followed(source: Path, target: Path, victim: Path) -> None:
    (target / "data").mkdir()
    (target / "boot.json").write_text("ours")
    (source / "data").mkdir()
    (source / "data" / "rows.csv").write_text("theirs")
    (source / "boot.json").write_text("theirs")
    (source / "link").symlink_to(victim)
    (source / "folder").symlink_to(victim.parent)
    os.mkfifo(source / "pipe")
    take_over(source, target)
    assert sorted(path.name for path in target.rglob("*")) == ["boot.json", "data"]
    assert (target / "boot.json").read_text() == "ours"


def test_no_more_is_taken_over_than_a_child_may_have(source: Path, target: Path) -> None:
    for name in "abc":
        (source / name).write_bytes(bytes(60))
    (source / "large").write_bytes(bytes(80))
    take_over(source, target, Limits(file_bytes=70, disk_bytes=130))
    assert "large" not in {path.name for path in target.iterdir()}
    assert sum(path.stat().st_size for path in target.iterdir()) == 120


def test_folders_may_be_deep_but_not_endless(source: Path, target: Path) -> None:
    deep = source
    for _ in range(20):
        deep = deep / "d"
    deep.mkdir(parents=True)
    (deep / "file").write_text("too deep")
    (source / "d" / "d" / "file").write_text("as deep as it may be")
    take_over(source, target)
    assert [path.relative_to(target).as_posix() for path in target.rglob("file")] == ["d/d/file"]
