"""What `make run` says when it cannot: one clear line, before anything is touched."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

SETUP = Path(__file__).parents[2] / "tools" / "setup"


def python(folder: Path, name: str, version: str, has_ensurepip: bool = True) -> Path:
    """A program that answers like a Python of that version."""
    path = folder / name
    path.write_text(f'#!/bin/sh\ncase "$2" in *ensurepip*) exit {int(not has_ensurepip)};; *) echo {version};; esac\n')
    path.chmod(0o755)
    return path


@pytest.fixture
def setup(tmp_path: Path) -> Path:
    """A copy of the script, so that it works on an empty folder and not on this checkout."""
    copy = tmp_path / "repo" / "tools" / "setup"
    copy.parent.mkdir(parents=True)
    shutil.copy(SETUP, copy)
    return copy


def first_words(setup: Path, bin_: Path, **environment: str) -> str:
    for tool in ("bash", "sh", "dirname", "cat", "awk", "df"):
        (bin_ / tool).symlink_to(str(shutil.which(tool)))
    done = subprocess.run([str(setup)], capture_output=True, text=True, env={"PATH": str(bin_), **environment})
    assert done.returncode == 1
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    return line


@pytest.fixture
def bin_(tmp_path: Path) -> Path:
    folder = tmp_path / "bin"
    folder.mkdir()
    (folder / "env").symlink_to(str(shutil.which("env")))
    return folder


def test_no_python_at_all(setup: Path, bin_: Path) -> None:
    assert "needs Python 3.11, 3.12 or 3.13, and none is on the PATH" in first_words(setup, bin_)


def test_only_a_python_that_is_too_old(setup: Path, bin_: Path) -> None:
    python(bin_, "python3", "3.10")
    assert "none is on the PATH" in first_words(setup, bin_)


def test_a_named_python_that_is_too_new(setup: Path, bin_: Path) -> None:
    path = python(bin_, "snake", "3.14")
    line = first_words(setup, bin_, PYTHON=str(path))
    assert line.startswith(f"{path} is Python 3.14; tuitutor needs Python 3.11, 3.12 or 3.13")


def test_a_named_python_that_is_not_there(setup: Path, bin_: Path) -> None:
    assert "no working Python at /nowhere/python3" in first_words(setup, bin_, PYTHON="/nowhere/python3")


@pytest.mark.parametrize("named", [True, False])
def test_debians_python_without_venv(setup: Path, bin_: Path, named: bool) -> None:
    path = python(bin_, "python3", "3.12", has_ensurepip=False)
    environment = {"PYTHON": str(path)} if named else {}
    assert "apt install python3.12-venv" in first_words(setup, bin_, **environment)


def test_the_script_is_executable() -> None:
    assert os.access(SETUP, os.X_OK)
