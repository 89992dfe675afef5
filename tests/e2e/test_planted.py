"""A folder that somebody else filled: nothing in it runs, whatever it is called, before its user has said so."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.e2e.conftest import Open
from tests.e2e.walks import NO_KERAS
from tests.small_course import cell, exercise, lesson, write_course

MARK = "import os; open(os.path.join({marks!r}, {name!r}), 'w').close()\n"
STARTED = ("evil", "sitecustomize", "usercustomize", "conftest", "setup", "antigravity", "__init__", "__main__", "data")
OURS = [
    *("tuitutor", "json", "re", "keras", "numpy", "tensorflow", "textual", "rich", "click", "yaml", "msgspec"),
    *("markdown_it", "mdit_py_plugins", "platformdirs", "plotext", "tomllib", "asyncio", "readline", "lessons"),
]
COMMANDS = [
    *(("list",), ("show", "one"), ("show", "count"), ("lint",), ("lint", "one.md"), ("next",), ("list", "--courses")),
    *(("hint", "count"), ("solution", "count"), ("doctor",), ("submit",), ("play", "--list"), ("reset", "count")),
    *(("export", "one"), ("check", "count"), ("check", "count", "answer.py"), ("run", "one"), ("lint", "--run")),
    *(("attack", "count"), ("grade", "."), ("move", "-o", "mine.tar.gz"), ("lint", "--explain"), ("--version",)),
    *(("bogus",), ("edit", "count")),
]


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A course of which everything leaves a mark when it runs."""
    marks = tmp_path / "marks"
    marks.mkdir()

    def marked(name: str) -> str:
        return MARK.format(marks=str(marks), name=name)

    task = exercise(
        *("Count", "count", "Set `n`."),
        starter=f"{marked('starter')}n = 0",
        checks="- variable: {n: {equals: 3}}\n- accuracy: {data: line, samples: 9, at_least: 0.5}\n"
        "- question: {choices: [9, 12], answer: 12}",
        hints=["Three."],
        solution=f"{marked('solution')}n = 3",
        why="So it is.",
    )
    text = lesson("One", "One.", "Read me.", cell(marked("setup"), "setup"), cell(marked("cell")), task)
    folder = write_course(tmp_path / "theirs", {"All": {"one.md": text}})
    for name in (*STARTED, *OURS):
        (folder / f"{name}.py").write_text(marked(name))
    (folder / "data.py").write_text(marked("data") + "def line(n, seed):\n    return n\n")
    (folder / "evil.pth").write_text(marked("pth"))
    (folder / "tuitutor").mkdir()
    (folder / "tuitutor" / "__init__.py").write_text(marked("tuitutor-package"))
    (folder / "pyvenv.cfg").write_text("home = .\n")
    for name in ("keras.json", ".keras/keras.json", "matplotlibrc", "config.toml", ".tuitutor.toml"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text('{"backend": "evil"}' if "keras" in name else "backend: module://evil\n")
    (folder / "answer.py").write_text("n = 3\n")
    (tmp_path / "home" / ".keras").mkdir(parents=True)
    (tmp_path / "home" / ".keras" / "keras.json").write_text('{"backend": "evil"}')
    return folder


def marks(course: Path) -> set[str]:
    return {path.name for path in (course.parent / "marks").iterdir()}


def run(course: Path, *words: str, **more: str) -> subprocess.CompletedProcess[bytes]:
    environ = {name: value for name, value in os.environ.items() if not name.startswith("TUITUTOR_")}
    environ |= {"HOME": str(course.parent / "home"), "TUITUTOR_DATA_DIR": str(course.parent / "data"), "EDITOR": "true"}
    environ |= {"XDG_CACHE_HOME": str(course.parent / "cache"), "TUITUTOR_NICE": "0", **more}
    program = str(Path(sys.executable).with_name("tuitutor"))
    return subprocess.run(
        [program, *words],
        cwd=course,
        env=environ,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=120,
        check=False,
    )


def test_what_runs_leaves_its_mark(course: Path) -> None:
    """A Python that is started there without care runs what lies there."""
    subprocess.run([sys.executable, "-c", "import json, evil, data"], cwd=course, check=True)
    assert marks(course) == {"json", "evil", "data"}


@pytest.mark.long
@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_no_command_runs_any_of_it(course: Path, words: tuple[str, ...]) -> None:
    done = run(course, *words)
    assert done.returncode in (0, 1, 2, 3), done.stderr
    assert b"because of a bug" not in done.stderr, done.stderr
    assert marks(course) == set()


@pytest.mark.long
def test_nor_does_completion_or_what_python_starts_with(course: Path) -> None:
    startup = str(course / "sitecustomize.py")
    for more in (
        {"_TUITUTOR_COMPLETE": "bash_complete", "COMP_WORDS": "tuitutor show ", "COMP_CWORD": "2"},
        {"_TUITUTOR_COMPLETE": "zsh_source"},
        {"PYTHONSTARTUP": startup, "PYTHONINSPECT": "1"},
    ):
        run(course, "list", **more)
        assert marks(course) == set(), more


@pytest.mark.long
def test_it_runs_once_its_user_has_said_so(course: Path) -> None:
    """And fails, because where it runs it may not leave its mark."""
    done = run(course, "run", "one", "--trust-course", TUITUTOR_PYTHON=sys.executable)
    said = " ".join((done.stdout + done.stderr).decode().split())
    assert done.returncode == 1, said
    assert "is outside of what code may use here" in said


@pytest.mark.spine
def test_nor_does_the_app(open_terminal: Open, course: Path) -> None:
    terminal = open_terminal(80, 24, *NO_KERAS, "--course", str(course), TUITUTOR_TRUST_COURSE="")
    terminal.wait_for("Read me.")
    terminal.wait_until_quiet()
    assert marks(course) == set()


@pytest.fixture
def packaged(course: Path) -> Path:
    """The folder for packages with the course as one of them."""
    site = course.parent / "site"
    (site / "theirs-1.0.dist-info").mkdir(parents=True)
    (site / "theirs-1.0.dist-info" / "METADATA").write_text("Metadata-Version: 2.1\nName: theirs\nVersion: 1.0\n")
    (site / "theirs-1.0.dist-info" / "entry_points.txt").write_text("[tuitutor.courses]\ntheirs = theirs:evil\n")
    course.rename(site / "theirs")
    return site


@pytest.mark.long
def test_nor_is_a_package_imported_that_brings_one(packaged: Path) -> None:
    for words in (("list", "--courses"), ("--course", "theirs", "list"), ("--course", "theirs", "show", "one")):
        done = run(packaged, *words, PYTHONPATH=str(packaged))
        assert done.returncode in (0, 1), (words, done.stderr)
        assert not [*(packaged.parent / "marks").iterdir()], words
    assert b"theirs" in run(packaged, "list", "--courses", PYTHONPATH=str(packaged)).stdout
