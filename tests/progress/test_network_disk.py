"""A home on a disk that behaves like NFS: whatever it says, no word is lost, and nothing but a sentence is raised."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from tests.progress.stores import attempted
from tuitutor.classroom.class_verdicts import Verdicts
from tuitutor.errors import TuitutorError
from tuitutor.progress import files
from tuitutor.progress.known_courses import KnownCourse, KnownCourses
from tuitutor.progress.moving import pack_state, unpack_state
from tuitutor.progress.store import Store

Call = Callable[..., Any]
TURNS = 12  # saves under each fault


class Disk:
    """Makes calls of `os` go wrong on paths below `root`: each `every`th one of those named, until it is `well`."""

    def __init__(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self._root, self._monkeypatch = str(root), monkeypatch
        self.well = False
        self.failures = 0

    def breaks(self, name: str, how: Callable[[Call, tuple[Any, ...], dict[str, Any]], Any], every: int) -> None:
        real, calls = getattr(os, name), count(1)

        def broken(*args: Any, **more: Any) -> Any:
            first = args[0] if args else ""
            path = str(Path(f"/proc/self/fd/{first}").readlink()) if isinstance(first, int) else os.fsdecode(first)
            if self.well or not path.startswith(self._root) or next(calls) % every:
                return real(*args, **more)
            self.failures += 1
            return how(real, args, more)

        self._monkeypatch.setattr(os, name, broken)


def fails(code: int) -> Callable[[Call, tuple[Any, ...], dict[str, Any]], Any]:
    def how(real: Call, args: tuple[Any, ...], more: dict[str, Any]) -> Any:
        raise OSError(code, os.strerror(code))

    return how


def is_done_and_fails(code: int) -> Callable[[Call, tuple[Any, ...], dict[str, Any]], Any]:
    """As NFS does when its server's answer was lost, and it asks again."""

    def how(real: Call, args: tuple[Any, ...], more: dict[str, Any]) -> Any:
        real(*args, **more)
        raise OSError(code, os.strerror(code))

    return how


def silly(real: Call, args: tuple[Any, ...], more: dict[str, Any]) -> None:
    """What is open elsewhere isn't removed, but called .nfs and a number."""
    path = Path(args[0])
    path.rename(path.with_name(f".nfs{path.stat().st_ino:024x}"))


def coarse(real: Call, args: tuple[Any, ...], more: dict[str, Any]) -> Any:
    """Times are kept to a second."""
    real(*args, **more)
    found = Path(args[1]).stat()
    os.utime(args[1], (int(found.st_atime), int(found.st_mtime)))


FAULTS = {
    "a rename fails with EIO": ("replace", fails(errno.EIO)),
    "a rename fails with ESTALE": ("replace", fails(errno.ESTALE)),
    "a rename fails with ENOENT": ("replace", fails(errno.ENOENT)),
    "a rename is done, and ENOENT": ("replace", is_done_and_fails(errno.ENOENT)),
    "a rename is done, and EIO": ("replace", is_done_and_fails(errno.EIO)),
    "links are refused": ("link", fails(errno.EOPNOTSUPP)),
    "links are not permitted": ("link", fails(errno.EPERM)),
    "a link is made, and EEXIST": ("link", is_done_and_fails(errno.EEXIST)),
    "an open fails with ESTALE": ("open", fails(errno.ESTALE)),
    "an open fails with EIO": ("open", fails(errno.EIO)),
    "a listing fails with ESTALE": ("scandir", fails(errno.ESTALE)),
    "a stat fails with ESTALE": ("fstat", fails(errno.ESTALE)),
    "a removal fails with EBUSY": ("unlink", fails(errno.EBUSY)),
    "a removal is done, and ENOENT": ("unlink", is_done_and_fails(errno.ENOENT)),
    "a removal leaves .nfs": ("unlink", silly),
    "a sync fails with EIO": ("fsync", fails(errno.EIO)),
    "a sync is refused": ("fsync", fails(errno.EINVAL)),
    "a close says that the disk was full": ("close", is_done_and_fails(errno.EDQUOT)),
    "a write fails with EIO": ("write", fails(errno.EIO)),
    "a folder is made, and EEXIST": ("mkdir", is_done_and_fails(errno.EEXIST)),
    "times are kept to a second": ("replace", coarse),
}


@pytest.fixture(params=[1, 2, 3])
def every(request: pytest.FixtureRequest) -> int:
    return int(request.param)


@pytest.fixture
def disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Disk:
    """One where files can't be swapped, and with what that leaves."""

    def no_exchange(one: Path, other: Path) -> None:
        one.stat()
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL)) if other.exists() else FileNotFoundError()

    monkeypatch.setattr(files, "_exchange", no_exchange)
    return Disk(tmp_path / "state", monkeypatch)


def texts(folder: Path) -> set[str]:
    return {path.read_text() for path in folder.glob("*.py")}


@pytest.mark.sampled(12)
@pytest.mark.parametrize("fault", FAULTS)
def test_a_session_and_another_beside_it_lose_nothing(disk: Disk, tmp_path: Path, fault: str, every: int) -> None:
    root = tmp_path / "state"
    store, other = Store.open(root, "course"), Store.open(root, "course")
    store.save_draft("xor", "first\n")
    disk.breaks(FAULTS[fault][0], FAULTS[fault][1], every)
    for turn in range(TURNS):
        store.save_draft("xor", f"{turn}\n")
        attempted(store, "failed")
        attempted(other, "failed", "golf")
        other.save_draft("golf", f"{turn}\n")
        with suppress(TuitutorError):
            store.draft("golf")
        store.drafts.news(store.draft_path("golf"))
        store.progress()
        store.attempts.read("xor")
        store.tidy()
        store.flush()
    Path(store.draft_path("xor")).parent.mkdir(parents=True, exist_ok=True)
    store.draft_path("xor").write_text("by hand\n")
    store.save_draft("xor", "last\n")
    disk.well = True
    for each in (store, other):
        each.flush()
        assert each.problem == "", each.problem
    assert disk.failures or every > 1
    fresh = Store.open(root, "course")
    assert (fresh.draft("xor"), fresh.draft("golf")) == ("last\n", f"{TURNS - 1}\n")
    assert "by hand\n" in texts(store.draft_path("xor").parent)
    known = fresh.progress()
    assert (known.exercise("xor").attempts, known.exercise("golf").attempts) == (TURNS, TURNS)
    unpack_elsewhere(root, tmp_path)


def unpack_elsewhere(root: Path, tmp_path: Path) -> None:
    """What NFS leaves beside files isn't moved."""
    path = tmp_path / "mine.tar.gz"
    path.write_bytes(pack_state(root)[0])
    unpack_state(path, tmp_path / "there")
    found = [each for each in (tmp_path / "there").rglob("*") if each.is_file()]
    assert found
    assert not [each for each in found if each.name.startswith(".")]


@pytest.mark.sampled(4)
@pytest.mark.parametrize("fault", FAULTS)
def test_a_class_goes_on_where_it_was(disk: Disk, tmp_path: Path, fault: str, every: int) -> None:
    root = tmp_path / "state"
    disk.breaks(FAULTS[fault][0], FAULTS[fault][1], every)
    kept = set()
    for turn in range(TURNS):
        with suppress(TuitutorError):
            verdicts = Verdicts(root)
            verdicts.keep_answer(f"who{turn}", "xor", f"{turn}")
            verdicts.write("grades.csv", f"{turn}", 5.0)
            kept.add(turn)
    disk.well = True
    verdicts = Verdicts(root)
    for turn in range(TURNS):
        path = root / "answers" / f"who{turn}" / "xor.py"
        assert not path.exists() or path.read_text() == f"{turn}"
        assert path.exists() or turn not in kept
    if kept:
        assert verdicts.read("grades.csv") in {f"{turn}" for turn in range(max(kept), TURNS)}


@pytest.mark.parametrize("code", [errno.ENOENT, errno.EIO, errno.ESTALE])
def test_a_rename_counts_if_it_is_done(disk: Disk, tmp_path: Path, code: int) -> None:
    path = tmp_path / "state" / "file"
    files.write_whole(path, b"old")
    disk.breaks("replace", is_done_and_fails(code), 1)
    files.write_whole(path, b"new")
    assert path.read_bytes() == b"new"
    disk.breaks("replace", fails(code), 1)
    with pytest.raises(OSError, match=os.strerror(code)):
        files.write_whole(path, b"newer")
    assert path.read_bytes() == b"new"


@pytest.mark.parametrize("fault", FAULTS)
def test_known_courses_are_known_or_asked_about_again(disk: Disk, tmp_path: Path, fault: str) -> None:
    root = tmp_path / "state"
    disk.breaks(FAULTS[fault][0], FAULTS[fault][1], 2)
    courses = KnownCourses(root)
    for turn in range(TURNS):
        with suppress(TuitutorError):
            courses.note(KnownCourse("a", tmp_path, float(turn)))
        courses.opened()
        courses.trusts(tmp_path)
    disk.well = True
    courses.note(KnownCourse("a", tmp_path, 99.0))
    assert [each.id for each in KnownCourses(root).opened()] == ["a"]


def test_an_equal_size_in_the_same_second_is_seen_when_it_matters(disk: Disk, tmp_path: Path) -> None:
    """An editor that writes in place, on a disk whose times are coarse, leaves no trace but its bytes."""
    store = Store.open(tmp_path / "state", "course")
    store.save_draft("xor", "ours\n")
    path = store.draft_path("xor")
    os.utime(path, (5, 5))
    store.draft("xor")
    with path.open("r+") as file:
        file.write("hers\n")
    os.utime(path, (5, 5))
    saved = store.save_draft("xor", "more\n")
    assert saved.kept is not None
    assert (saved.kept.read_text(), store.draft("xor")) == ("hers\n", "more\n")
