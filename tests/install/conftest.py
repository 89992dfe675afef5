"""What is installed for real, once for all tests of this folder: `make test-install` runs them."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import pytest

from tests.e2e.terminal import Terminal
from tests.e2e.walks import FIRST_WORDS
from tests.install.program import Program
from tests.processes import marked
from tuitutor.course.folder import default_folder
from tuitutor.course.load import load_course

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent
VERSION = f"tuitutor {version('tuitutor')}\n"  # as it says it
BECOME = "import os, sys; os.execvp(sys.argv[1], sys.argv[1:])"  # a Terminal runs a Python program


@pytest.fixture(scope="session")
def wheels() -> Path:
    """A folder that `make wheels` filled."""
    folder = os.environ.get("WHEELS", "")
    if not folder:
        pytest.fail("WHEELS names no folder; run these tests by make test-install")
    return Path(folder).resolve()


@dataclass(frozen=True)
class Distributions:
    sdist: Path
    wheel: Path


@pytest.fixture(scope="session")
def distributions(tmp_path_factory: pytest.TempPathFactory) -> Distributions:
    """What a release would publish, built from the checkout."""
    folder = tmp_path_factory.mktemp("dist")
    build(ROOT, folder, "sdist", "wheel")
    return Distributions(*folder.glob("*.tar.gz"), *folder.glob("*.whl"))


def build(source: Path, folder: Path, *targets: str) -> None:
    """Build into `folder` from the source tree."""
    named = [word for target in targets for word in ("-t", target)]
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-d", folder, *named], cwd=source, check=True)


@pytest.fixture(scope="session")
def venv(tmp_path_factory: pytest.TempPathFactory, wheels: Path, distributions: Distributions) -> Path:
    """A virtual environment with the wheel and what it needs: no TensorFlow, and no checkout."""
    folder = tmp_path_factory.mktemp("site") / "venv"
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    pip = [str(folder / "bin" / "pip"), "install", "--quiet", "--no-index", "--find-links", str(wheels)]
    subprocess.run([*pip, distributions.wheel], check=True)
    return folder


@pytest.fixture
def program(venv: Path, tmp_path: Path) -> Program:
    """That tuitutor, for a learner with a new home, in an empty folder."""
    (tmp_path / "empty").mkdir()
    return Program(venv / "bin" / "tuitutor", tmp_path / "home", tmp_path / "empty")


@pytest.fixture(scope="session")
def solutions() -> dict[str, str]:
    """The solutions that are shipped, by the labels of their exercises."""
    course = load_course(default_folder())
    return {exercise.label: exercise.solution for exercise in course.exercises}


@pytest.fixture
def open_terminal(tmp_path: Path) -> Iterator[Callable[..., Terminal]]:
    """Starts a program in a window: `open_terminal(*program)`."""
    with marked() as marker, ExitStack() as stack:
        yield lambda *program: stack.enter_context(closing(Terminal(tmp_path, marker, 80, 24, program, ("-c", BECOME))))


@pytest.fixture
def check_opening(open_terminal: Callable[..., Terminal]) -> Callable[..., None]:
    """`check_opening(*program)` opens the course in a window, reads its first words and quits."""

    def check(*program: str) -> None:
        terminal = open_terminal(*program)
        terminal.wait_for(FIRST_WORDS)
        assert "First steps › Start" in terminal.lines[0]
        terminal.press("ctrl+q")
        assert terminal.wait_for_end() == 0

    return check
