"""A small course, and the command line run in this process on a scripted worker."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.small_course import cell, exercise, lesson, write_course
from tuitutor.cli import main as entry
from tuitutor.cli.session import Session
from tuitutor.protocol.events import Event
from tuitutor.protocol.requests import Request
from tuitutor.workers.scripted import READY, ScriptedLauncher
from tuitutor.workers.worker import Worker

COUNTS = lesson(
    "Counts",
    "Count the weights.",
    "Before you count, look.",
    cell("weights = 12", "setup"),
    cell("print(weights)"),
    exercise(
        "How many?",
        "how-many",
        "How many weights has `Dense(3)` on 4 features?",
        starter="# answer:",
        checks="- question: {choices: [9, 12, 15], answer: 15}\n  name: count\n  points: 2",
        hints=["Do not forget the biases.", "Three units, each with 4 weights and a bias."],
        solution="# answer: 15",
        why="Three times five.",
    ),
    minutes=5,
)
READING = lesson("Only text", "Nothing to run.", "Read this.")


@dataclass(frozen=True)
class Result:
    """How a command ended: its exit code, standard output and standard error."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        return json.loads(self.out)


Cli = Callable[..., Result]


@pytest.fixture
def course(tmp_path: Path) -> Path:
    return write_course(tmp_path / "course", {"Counting": {"counts.md": COUNTS, "reading.md": READING}})


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def drafts(home: Path) -> Path:
    return home / "small" / "drafts"


@pytest.fixture
def cli(course: Path, home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Cli:
    """Runs `tuitutor ARGS` on the small course and returns how it ended."""
    monkeypatch.setenv("TUITUTOR_COURSE", str(course))
    monkeypatch.setenv("TUITUTOR_DATA_DIR", str(home))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home / "config"))
    monkeypatch.setenv("COLUMNS", "80")
    for name in ("VISUAL", "EDITOR", "NO_COLOR", "FORCE_COLOR", "TUITUTOR_PYTHON", "TUITUTOR_VIA"):
        monkeypatch.delenv(name, raising=False)

    def run(*args: str) -> Result:
        monkeypatch.setattr(sys, "argv", ["tuitutor", *args])
        with pytest.raises(SystemExit) as end:
            entry.main()
        captured = capsys.readouterr()
        return Result(int(end.value.code or 0), captured.out, captured.err)

    return run


@pytest.fixture
def types(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Puts lines where a command reads what is typed; then the input ends."""
    with ExitStack() as stack:

        def put(lines: str) -> None:
            path = tmp_path / "typed"
            path.write_text(lines, encoding="utf-8")
            monkeypatch.setattr(sys, "stdin", stack.enter_context(path.open(encoding="utf-8")))

        yield put


Play = Callable[..., ScriptedLauncher]


@pytest.fixture
def play(monkeypatch: pytest.MonkeyPatch) -> Callable[..., ScriptedLauncher]:
    """Puts a script in the place of the worker."""

    def with_script(script: Callable[[Request], Iterable[Event]], greeting: Event = READY) -> ScriptedLauncher:
        launcher = ScriptedLauncher(script, greeting)
        monkeypatch.setattr(Session, "worker", lambda self: Worker(launcher))
        return launcher

    return with_script
