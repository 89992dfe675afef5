"""`WHEELS=folder make run` in a fresh checkout, on a machine whose network is cut."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.e2e.terminal import Terminal
from tests.e2e.walks import FIRST_WORDS
from tests.install.conftest import Distributions
from tests.install.program import Program

pytestmark = pytest.mark.install

INSTALLING = 600.0  # seconds: TensorFlow is unpacked


@pytest.fixture(scope="module")
def cut() -> tuple[str, ...]:
    """A prefix for commands, which have no network behind it; where the kernel forbids that, no way out of it."""
    namespace = ("unshare", "--user", "--map-root-user", "--net")
    if subprocess.run([*namespace, "true"], capture_output=True).returncode == 0:
        return namespace
    return ("env", "http_proxy=http://127.0.0.1:9", "https_proxy=http://127.0.0.1:9")


@pytest.fixture
def checkout(distributions: Distributions, tmp_path: Path) -> Iterator[Path]:
    """The files of a fresh checkout."""
    with tarfile.open(distributions.sdist) as archive:
        archive.extractall(tmp_path, filter="data")
    folder = next(path for path in tmp_path.iterdir() if (path / "Makefile").exists())
    yield folder
    shutil.rmtree(folder)  # with TensorFlow in it, 2 GB


def test_make_run_opens_the_course_and_a_run_is_graded(
    open_terminal: Callable[..., Terminal],
    cut: tuple[str, ...],
    checkout: Path,
    wheels: Path,
    tmp_path: Path,
    solutions: dict[str, str],
) -> None:
    terminal = open_terminal(*cut, "env", f"WHEELS={wheels}", "make", "-C", str(checkout), "run")
    terminal.wait_for(FIRST_WORDS, INSTALLING)
    terminal.press("ctrl+q")
    assert terminal.wait_for_end() == 0

    learner = Program(checkout / ".venv" / "bin" / "tuitutor", tmp_path / "home", tmp_path)
    checked = learner.run("check", "xor", "-", stdin=solutions["xor"])
    assert checked.returncode == 0, checked.stderr
    assert "Passed: 3 of 3 checks" in checked.stdout


@pytest.mark.parametrize("retries", ["0", "1"])  # pip says only with a second try that there is no network
def test_without_wheels_one_line_says_what_to_do(cut: tuple[str, ...], checkout: Path, retries: str) -> None:
    done = make_run(cut, checkout, PIP_RETRIES=retries)
    assert "The package index cannot be reached" in done.stderr
    assert "make wheels" in done.stderr
    assert "WHEELS=folder" in done.stderr


def test_wheels_that_are_not_there_are_named(cut: tuple[str, ...], checkout: Path, tmp_path: Path) -> None:
    empty = tmp_path / "wheels"
    done = make_run(cut, checkout, WHEELS=str(empty))
    assert f"There is no folder {empty}; fill it with make wheels" in done.stderr
    empty.mkdir()
    done = make_run(cut, checkout, WHEELS=str(empty))
    assert f"{empty} has no wheel of hatchling" in done.stderr
    assert "fill it with make wheels" in done.stderr


@pytest.fixture
def venv_with_old_pip(checkout: Path) -> Path:
    """A virtual environment of somebody's own, whose pip knows no dependency groups; it seems to have TensorFlow."""
    venv = checkout / ".venv"
    subprocess.run([sys.executable, "-m", "venv", venv], check=True)
    subprocess.run([venv / "bin" / "python", "-m", "pip", "install", "--quiet", "pip==25.0"], check=True)
    (site,) = venv.glob("lib/python*/site-packages")
    (site / "tensorflow.py").touch()
    return venv


def test_a_pip_without_dependency_groups_is_upgraded(
    cut: tuple[str, ...], checkout: Path, venv_with_old_pip: Path, wheels: Path, tmp_path: Path
) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    done = set_up_dev(cut, checkout, empty)
    assert done.returncode == 1
    assert done.stderr.startswith(f"{empty} has no wheel of pip>=25.1 for this Python; fill it with make wheels")
    done = set_up_dev(cut, checkout, wheels)
    assert done.returncode == 0, done.stderr
    assert (venv_with_old_pip / "bin" / "pytest").exists()


def set_up_dev(cut: tuple[str, ...], checkout: Path, wheels: Path) -> subprocess.CompletedProcess[str]:
    """What `make test` does first; its modules are not compiled, which takes long."""
    setup = (*cut, str(checkout / "tools" / "setup"), "dev")
    environment = {**os.environ, "WHEELS": str(wheels), "PIP_NO_COMPILE": "1"}
    return subprocess.run(setup, env=environment, capture_output=True, text=True)


def make_run(cut: tuple[str, ...], checkout: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """`make run`, which fails."""
    clean = {"PATH": os.environ["PATH"], "HOME": str(checkout.parent), "LANG": "C.UTF-8", **environment}
    done = subprocess.run([*cut, "make", "-C", checkout, "run"], env=clean, capture_output=True, text=True)
    assert done.returncode == 2, done.stdout
    assert "Traceback" not in done.stderr
    return done
