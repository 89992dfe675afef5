"""What could not be saved goes somewhere else, or is at least told."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from unittest import mock

import pytest

from tuitutor.progress.rescue import Unsaved, rescue

UNSAVED = Unsaved({Path("/home/x/drafts/xor.py"): "model = 'é'\n" * 99}, Path("/home/x/journal/a.jsonl"), b"{}\n")


def test_copies_are_told_by_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    said = list(rescue(UNSAVED, "not saved: the disk is full"))
    copies = {path.name: path for path in tmp_path.glob("tuitutor-*/*")}
    assert said[0] == "not saved: the disk is full"
    assert copies["xor.py"].read_text() == "model = 'é'\n" * 99
    assert copies["a.jsonl"].read_bytes() == b"{}\n"
    for path in copies.values():
        assert any(str(path) in line for line in said)


def test_a_draft_that_fits_nowhere_is_told_itself() -> None:
    with mock.patch.object(tempfile, "mkdtemp", side_effect=OSError):
        said = "\n".join(rescue(UNSAVED, "not saved: the disk is full"))
    assert "/home/x/drafts/xor.py" in said
    assert "model = 'é'" in said


def test_a_journal_that_fits_nowhere_is_not_told_line_by_line() -> None:
    for name in ("/home/a.py", "/home/z.py"):
        unsaved = Unsaved({Path(name): "model\n"}, Path("/home/j.jsonl"), b'{"is":1}\n')
        with mock.patch.object(tempfile, "mkdtemp", side_effect=OSError):
            said = list(rescue(unsaved, "full"))
        assert len(said) == 2
        assert "model\n" in said[1]


def test_something_is_unsaved_where_a_draft_or_an_entry_is() -> None:
    journal = Path("/home/j.jsonl")
    assert not Unsaved({}, journal)
    assert Unsaved({Path("/home/a.py"): ""}, journal)
    assert Unsaved({}, journal, b"x")


def test_copies_are_for_nobody_else_and_whole_or_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    before = os.umask(0)
    try:
        _, said = rescue(Unsaved({Path("/home/a.py"): "text"}, Path("/home/j.jsonl")), "full")
    finally:
        os.umask(before)
    [copy] = tmp_path.glob("tuitutor-*/a.py")
    assert (copy.stat().st_mode & 0o777, copy.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert str(copy) in said
    with mock.patch.object(Path, "write_bytes", return_value=3):
        _, said = rescue(Unsaved({Path("/home/a.py"): "text"}, Path("/home/j.jsonl")), "full")
    assert said.startswith("No copy of /home/a.py")
