"""Disks that refuse. Run as `python refusals.py SCENARIO FOLDER`.

Root, whom no permission stops, becomes nobody first.
"""

from __future__ import annotations

import codecs
import contextlib
import os
import resource
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tuitutor.errors import StateError
from tuitutor.grading.verdicts import Verdict
from tuitutor.progress.journal import Attempted, Opened
from tuitutor.progress.store import Store

NOBODY = 65534


def attempt(store: Store, verdict: str = "passed") -> None:
    store.record(Attempted("xor", Verdict(verdict), 1.0, 1.0, "v1", 0.1, store.now()))


def assert_all_there(root: Path, text: str, attempts: int) -> None:
    fresh = Store.open(root, "course")
    found = fresh.progress().exercise("xor")
    assert fresh.problem == "", fresh.problem
    assert fresh.draft("xor") == text
    assert (found.attempts, found.passed) == (attempts, True), found


def read_only_root(root: Path) -> None:
    root.chmod(0o555)
    store = Store.open(root, "course")
    assert "Permission denied" in store.problem
    assert "TUITUTOR_DATA_DIR" in store.problem
    attempt(store)
    assert "Permission denied" in store.save_draft("xor", "typed\n").problem
    assert store.draft("xor") == "typed\n"
    assert store.progress().exercise("xor").passed
    root.chmod(0o755)
    attempt(store, "failed")
    assert store.problem == "", store.problem
    assert_all_there(root, "typed\n", 2)


def read_only_drafts(root: Path) -> None:
    store = Store.open(root, "course")
    store.save_draft("xor", "old\n")
    drafts = store.draft_path("xor").parent
    drafts.chmod(0o555)
    store.save_draft("xor", "new\n")
    assert str(drafts) in store.problem
    attempt(store)
    assert str(drafts) in store.problem
    assert Store.open(root, "course").draft("xor") == "old\n"
    drafts.chmod(0o700)
    store.flush()
    assert store.problem == ""
    assert_all_there(root, "new\n", 1)


def sealed_folder(root: Path) -> None:
    Store.open(root, "course").save_draft("xor", "old\n")
    root.chmod(0)
    store = Store.open(root, "course")
    assert store.problem
    with pytest.raises(StateError, match="cannot be read: Permission denied"):
        store.draft("xor")
    attempt(store)
    assert store.save_draft("xor", "new\n").problem
    assert store.drafts.news(store.draft_path("xor")) is None
    root.chmod(0o755)
    saved = store.save_draft("xor", "newer\n")
    assert saved.kept is not None
    assert saved.kept.read_text() == "old\n"
    assert_all_there(root, "newer\n", 1)


def unreadable_journal(root: Path) -> None:
    first = Store.open(root, "course")
    first.record(Opened("first", first.now()))
    second = Store.open(root, "course")
    attempt(second)
    (journal,) = (path for path in (root / "course" / "journal").iterdir() if b"Opened" in path.read_bytes())
    journal.chmod(0)
    third = Store.open(root, "course")
    assert str(journal) in third.missing
    assert third.problem == ""
    assert third.progress().exercise("xor").passed
    assert third.save_draft("xor", "x\n").problem == ""
    journal.chmod(0o600)
    assert third.progress().opened == {"first"}
    assert third.missing == ""


def unreadable_draft(root: Path) -> None:
    store = Store.open(root, "course")
    store.save_draft("xor", "theirs\n")
    path = store.draft_path("xor")
    path.chmod(0)
    assert Store.open(root, "course").save_draft("xor", "ours\n").problem
    path.chmod(0o600)
    assert path.read_text() == "theirs\n"


def full_disk(root: Path) -> None:
    store = Store.open(root, "course")
    store.save_draft("xor", "old\n")
    attempt(store)
    with file_size_limit(150):  # our journal has one line of about 100 bytes: the next is cut short
        attempt(store, "failed")
        assert "free some space" in store.problem
        assert "free some space" in store.save_draft("xor", "new\n" * 100).problem
        assert_all_there(root, "old\n", 1)
    assert list((root / "course" / "drafts").iterdir()) == [store.draft_path("xor")]
    store.flush()
    assert store.problem == ""
    assert_all_there(root, "new\n" * 100, 2)


def half_full_disk(root: Path) -> None:
    store = Store.open(root, "course")
    store.save_draft("xor", "x\n")
    with file_size_limit(50):
        for _ in range(3):
            attempt(store)
    with file_size_limit(250):  # two lines fit, the third is cut short
        store.flush()
        assert "free some space" in store.problem
    store.flush()
    assert_all_there(root, "x\n", 3)


def no_room_for_a_copy(root: Path) -> None:
    store = Store.open(root, "course")
    store.save_draft("xor", "ours\n")
    store.draft_path("xor").write_text("theirs\n" * 100)
    with file_size_limit(150):
        assert store.save_draft("xor", "ours, longer\n").problem
    assert store.draft_path("xor").read_text() == "theirs\n" * 100
    assert sorted(path.name for path in store.draft_path("xor").parent.iterdir()) == ["xor.py"]
    store.flush()
    saved = store.save_draft("xor", "ours, still longer\n")
    assert saved.kept is not None  # said late rather than never
    assert saved.kept.read_text() == "theirs\n" * 100


def private_modes(root: Path) -> None:
    os.umask(0)
    store = Store.open(root / "share" / "tuitutor", "course")
    attempt(store)
    store.save_draft("xor", "x\n")
    store.save(store.cell_path("xor", "0a"), "y\n")
    found = {path.relative_to(root): stat.S_IMODE(path.stat().st_mode) for path in root.rglob("*")}
    assert {mode for path, mode in found.items() if (root / path).is_dir()} == {0o700}, found
    assert {mode for path, mode in found.items() if (root / path).is_file()} == {0o600}, found


@contextlib.contextmanager
def file_size_limit(size: int) -> Iterator[None]:
    """Writing past `size` bytes of a file fails half way, as on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def become_nobody() -> None:
    codecs.lookup("utf-8-sig")  # imported now: Python's own files may lie in root's home
    os.setgroups([])
    os.setgid(NOBODY)
    os.setuid(NOBODY)


if __name__ == "__main__":
    if os.geteuid() == 0:
        become_nobody()
    folder = Path(sys.argv[2])
    folder.mkdir()
    globals()[sys.argv[1]](folder)
