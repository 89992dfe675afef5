"""What pyproject.toml promises is true: the oldest and the newest of everything work, and each Python that is here."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.e2e.walks import EXERCISES
from tests.install.conftest import BIN, ROOT, VERSION, Distributions
from tests.install.program import Program

pytestmark = pytest.mark.install

PYTHONS = ("3.11", "3.12", "3.13", "3.14")  # as in pyproject.toml


def uv(*words: str | Path) -> None:
    """Let uv install something."""
    done = subprocess.run([BIN / "uv", *words], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def pythons_here() -> dict[str, str]:
    """A Python that runs, for each of those versions that this machine has.

    `uv python find` isn't enough: it gives up on a version if the first on PATH is a shim of pyenv's that doesn't run.
    """
    listing = (BIN / "uv", "python", "list", "--only-installed", "--output-format", "json")
    listed = json.loads(subprocess.run(listing, check=True, capture_output=True).stdout)
    folders = [*os.get_exec_path(), *Path.home().glob(".pyenv/versions/*/bin")]
    paths = [each["path"] for each in listed if (each["implementation"], each["variant"]) == ("cpython", "default")]
    paths += [f"{folder}/python{version}" for folder in folders for version in PYTHONS]
    return {version: path for path in paths if (version := version_of(path)) in PYTHONS}


def version_of(python: str) -> str:
    """Its version, such as "3.12"; "" if it doesn't run."""
    asked = (python, "-c", "import sys; print(*sys.version_info[:2], sep='.')")
    with suppress(OSError):
        return subprocess.run(asked, capture_output=True, text=True).stdout.strip()
    return ""


@pytest.fixture
def installed(tmp_path: Path) -> Iterator[Callable[..., Program]]:
    """`installed(python, *words)` is what `uv pip install` puts into a new virtual environment of that Python."""

    def install(python: str, *words: str | Path) -> Program:
        uv("venv", "--clear", "--python", python, tmp_path / "venv")
        uv("pip", "install", "--python", tmp_path / "venv", *words)
        return Program(tmp_path / "venv" / "bin" / "tuitutor", tmp_path / "home", tmp_path)

    yield install
    shutil.rmtree(tmp_path / "venv")  # with TensorFlow in it, 2 GB


@pytest.fixture
def check_reading(check_opening: Callable[..., None]) -> Callable[[Program], None]:
    """The course is read by the command line and by the app."""

    def check(program: Program) -> None:
        assert program.run("--version").stdout == VERSION
        listed = program.run("list", "--json")
        assert json.loads(listed.stdout)["total"] == EXERCISES, listed.stderr
        check_opening(str(program.command))

    return check


def check_grading(program: Program, solutions: dict[str, str]) -> None:
    """The Keras beside it trains an answer, which passes, and that is remembered."""
    checked = program.run("check", "xor", "-", stdin=solutions["xor"], TUITUTOR_NICE="0")
    assert checked.returncode == 0, checked.stderr
    assert "Passed: 3 of 3 checks" in checked.stdout
    assert "exercise xor: passed" in program.run("list").stdout


def test_the_oldest_of_everything(
    installed: Callable[..., Program],
    distributions: Distributions,
    check_reading: Callable[[Program], None],
    solutions: dict[str, str],
    tmp_path: Path,
) -> None:
    floors = ("--resolution", "lowest-direct", "-r", ROOT / "pyproject.toml", "--extra", "cpu")
    program = installed(PYTHONS[0], *floors)
    uv("pip", "install", "--python", tmp_path / "venv", "--no-deps", distributions.wheel)
    check_reading(program)
    check_grading(program, solutions)


def test_the_newest_of_everything(
    installed: Callable[..., Program],
    distributions: Distributions,
    check_reading: Callable[[Program], None],
    solutions: dict[str, str],
) -> None:
    program = installed(sys.executable, f"{distributions.wheel}[cpu]")
    check_reading(program)
    check_grading(program, solutions)


def test_each_python_that_is_here(
    installed: Callable[..., Program], distributions: Distributions, check_reading: Callable[[Program], None]
) -> None:
    here = pythons_here()
    assert len(here) > 1, f"found only {here}; install another of {', '.join(PYTHONS)}"
    for python in here.values():
        check_reading(installed(python, distributions.wheel))
