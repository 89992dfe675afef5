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


def run(setup: Path, bin_: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    for tool in ("bash", "sh", "dirname", "cat", "awk", "df", "mkdir", "cp", "tee"):
        (bin_ / tool).symlink_to(str(shutil.which(tool)))
    return subprocess.run([str(setup)], capture_output=True, text=True, env={"PATH": str(bin_), **environment})


def first_words(setup: Path, bin_: Path, **environment: str) -> str:
    done = run(setup, bin_, **environment)
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
    assert "needs Python 3.11, 3.12, 3.13 or 3.14, and none is on the PATH" in first_words(setup, bin_)


def test_only_a_python_that_is_too_old(setup: Path, bin_: Path) -> None:
    python(bin_, "python3", "3.10")
    assert "none is on the PATH" in first_words(setup, bin_)


def test_a_named_python_that_is_too_new(setup: Path, bin_: Path) -> None:
    path = python(bin_, "snake", "3.15")
    line = first_words(setup, bin_, PYTHON=str(path))
    assert line.startswith(f"{path} is Python 3.15; tuitutor needs Python 3.11, 3.12, 3.13 or 3.14")


def test_a_named_python_that_is_not_there(setup: Path, bin_: Path) -> None:
    assert "no working Python at /nowhere/python3" in first_words(setup, bin_, PYTHON="/nowhere/python3")


@pytest.mark.parametrize("named", [True, False])
def test_debians_python_without_venv(setup: Path, bin_: Path, named: bool) -> None:
    path = python(bin_, "python3", "3.12", has_ensurepip=False)
    environment = {"PYTHON": str(path)} if named else {}
    assert "apt install python3.12-venv" in first_words(setup, bin_, **environment)


def python_without_packages(folder: Path, version: str, index: bool = True) -> None:
    """A Python that makes virtual environments like itself, whose pip finds nothing; without `index` not even pip."""
    path = folder / f"python{version}"
    path.write_text(f"""#!/bin/sh
case "$*" in
    *"-m venv"*) mkdir -p .venv/bin && cp "$0" .venv/bin/python ;;
    *"--dry-run"*" pip") exit {0 if index else 1} ;;
    *"-m pip"*) echo 'ERROR: No matching distribution found for tensorflow>=2.16; extra == "cpu"'; exit 1 ;;
    *find_spec*) exit 1 ;;
    *) echo {version} ;;
esac
""")
    path.chmod(0o755)


def test_a_python_that_has_no_tensorflow(setup: Path, bin_: Path) -> None:
    python_without_packages(bin_, "3.14")
    errors = run(setup, bin_).stderr
    assert (
        errors == "The package index has no tensorflow>=2.16 for Python 3.14; name another: PYTHON=/path/to/python3\n"
    )


def test_a_package_index_that_does_not_answer(setup: Path, bin_: Path) -> None:
    python_without_packages(bin_, "3.13", index=False)
    errors = run(setup, bin_).stderr
    assert errors.startswith("The package index cannot be reached: check the network, or fill a folder")
    assert "WHEELS=folder make run" in errors


def test_wheels_without_tensorflow(setup: Path, bin_: Path, tmp_path: Path) -> None:
    python_without_packages(bin_, "3.13")
    errors = run(setup, bin_, WHEELS=str(tmp_path)).stderr
    assert errors.startswith(f"{tmp_path} has no wheel of tensorflow>=2.16 for this Python; fill it with make wheels")


def test_the_newest_python_comes_last_since_tensorflow_follows_late(setup: Path, bin_: Path) -> None:
    python_without_packages(bin_, "3.14")
    python_without_packages(bin_, "3.11")
    assert "with python3.11 ..." in run(setup, bin_).stdout


def test_the_script_is_executable() -> None:
    assert os.access(SETUP, os.X_OK)
