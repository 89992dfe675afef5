"""Patches in processes that a test starts."""

from __future__ import annotations

from pathlib import Path

import pytest


def patch_subprocesses(monkeypatch: pytest.MonkeyPatch, folder: Path, code: str) -> None:
    """Have each Python that is started from now on run the code first; it is kept in a new folder."""
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(code)
    monkeypatch.setenv("PYTHONPATH", str(folder))
