"""What could not be saved goes somewhere else, or is at least told."""

from __future__ import annotations

import tempfile
from pathlib import Path
from unittest import mock

import pytest

from tuitutor.progress.rescue import Unsaved, rescue

UNSAVED = Unsaved({Path("/home/x/drafts/xor.py"): "model = 'é'\n"}, Path("/home/x/journal/a.jsonl"), b"{}\n")


def test_copies_are_told_by_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    said = list(rescue(UNSAVED, "not saved: the disk is full"))
    copies = {path.name: path for path in tmp_path.glob("tuitutor-*/*")}
    assert said[0] == "not saved: the disk is full"
    assert copies["xor.py"].read_text() == "model = 'é'\n"
    assert copies["a.jsonl"].read_bytes() == b"{}\n"
    for path in copies.values():
        assert any(str(path) in line for line in said)


def test_a_draft_that_fits_nowhere_is_told_itself() -> None:
    with mock.patch.object(tempfile, "mkdtemp", side_effect=OSError):
        said = "\n".join(rescue(UNSAVED, "not saved: the disk is full"))
    assert "/home/x/drafts/xor.py" in said
    assert "model = 'é'" in said
