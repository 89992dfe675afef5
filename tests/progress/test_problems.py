"""What the learner is told when the disk refuses, and what they can do."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from unittest import mock

import pytest

from tuitutor.progress.files import no_answer, not_saved, not_writable


@pytest.mark.parametrize(
    ("code", "remedy"),
    [
        (errno.ENOSPC, "free some space"),
        (errno.EDQUOT, "free some space"),
        (errno.EFBIG, "free some space"),
        (errno.EACCES, "make the folder writable or set TUITUTOR_DATA_DIR"),
        (errno.EPERM, "make the folder writable"),
        (errno.EROFS, "make the folder writable"),
        (errno.ENOTDIR, "make the folder writable"),
    ],
)
def test_a_refusal_says_what_to_do(code: int, remedy: str) -> None:
    said = not_saved(Path("/data/xor.py"), OSError(code, os.strerror(code)))
    assert said.startswith(f"not saved: /data/xor.py: {os.strerror(code)}; {remedy}")
    assert not_saved(Path("/x"), OSError(errno.EIO, "odd")) == "not saved: /x: odd"
    assert not_saved(Path("/x"), OSError("odd")) == "not saved: /x: odd"
    assert no_answer(Path("/data")).startswith("not saved: /data: does not answer")


@pytest.mark.parametrize("lacking", [os.W_OK, os.X_OK])
def test_a_folder_has_to_let_us_write_and_pass(lacking: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not_writable(tmp_path / "a" / "b") == ""
    monkeypatch.setattr(os, "access", lambda path, wanted: not wanted & lacking)
    assert f"{tmp_path}: Permission denied; make the folder writable" in not_writable(tmp_path / "a" / "b")
    (tmp_path / "file").touch()
    assert f"{tmp_path / 'file'}: Not a directory; make the folder writable" in not_writable(tmp_path / "file" / "b")


def test_a_folder_that_cannot_be_looked_at_is_said(tmp_path: Path) -> None:
    with mock.patch.object(Path, "exists", side_effect=PermissionError(errno.EACCES, "Permission denied")):
        assert not_writable(tmp_path).startswith(f"not saved: {tmp_path}: Permission denied; make the folder writable")
