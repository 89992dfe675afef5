"""A new course is asked about once, before anything of it runs, or refused where nobody can answer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Cli, Play
from tests.cli.test_checking import sources, trains
from tuitutor.cli.session import Session
from tuitutor.workers.scripted import ScriptedLauncher
from tuitutor.workers.worker import Worker

Answer = Callable[[str], None]
REFUSED = "is new to you, so none of its code is run; if you trust its author, say so (--trust-course)."


@pytest.fixture(autouse=True)
def new_to_the_user(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TUITUTOR_TRUST_COURSE")


@pytest.fixture
def launcher(monkeypatch: pytest.MonkeyPatch) -> ScriptedLauncher:
    """In place of the worker, with what the session lets it run."""
    launcher = ScriptedLauncher(trains)
    permitted = lambda self: Worker(launcher, permit=lambda: self.consent.require())  # noqa: E731  # it is a method
    monkeypatch.setattr(Session, "worker", permitted)
    return launcher


@pytest.fixture
def answer(types: Callable[[str], None], monkeypatch: pytest.MonkeyPatch) -> Answer:
    """Has somebody at a terminal type a line."""

    def typed(line: str) -> None:
        types(f"{line}\n")
        monkeypatch.setattr("tuitutor.cli.terminal.can_ask", lambda: True)

    return typed


@pytest.mark.parametrize("command", [("run", "counts"), ("lint", "--run")])
def test_without_a_terminal_it_is_refused_in_a_sentence(
    cli: Cli, launcher: ScriptedLauncher, course: Path, command: tuple[str, ...]
) -> None:
    result = cli(*command)
    assert result.code == 3
    assert result.err.splitlines()[-1] == f"tuitutor: The course in {course} {REFUSED}"
    assert launcher.connections == []


@pytest.mark.spine
def test_grade_never_asks(cli: Cli, launcher: ScriptedLauncher, answer: Answer, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "ada.py").write_text("# answer: 15")
    grade = ("grade", str(tmp_path / "in"), "-o", str(tmp_path / "out"), "--exercise", "how-many", "--allow-unisolated")
    answer("y")
    result = cli(*grade)
    assert (result.code, result.out) == (3, "")
    assert REFUSED in result.err
    assert not (tmp_path / "out").exists()
    assert cli(*grade, "--trust-course").code == 0
    assert cli(*grade, "--again").code == 0


def test_at_a_terminal_it_is_asked_once(cli: Cli, launcher: ScriptedLauncher, answer: Answer, course: Path) -> None:
    answer("n")
    refused = cli("run", "counts")
    assert refused.code == 3
    assert f"'A small course', in {course}, is new to you." in refused.err
    assert refused.err.count("is new to you") == 2  # the question, and what to do
    assert launcher.connections == []
    answer("y")
    assert cli("run", "counts").code == 0
    assert sources(launcher) == ["weights = 12", "print(weights)"]
    answer("n")
    again = cli("run", "counts")
    assert (again.code, "new to you" in again.err) == (0, False)


def test_the_flag_answers_now_and_from_now_on(cli: Cli, launcher: ScriptedLauncher) -> None:
    assert cli("run", "counts", "--trust-course").code == 0
    assert cli("run", "counts").code == 0


def test_the_variable_answers_as_long_as_it_is_set(
    cli: Cli, launcher: ScriptedLauncher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TUITUTOR_TRUST_COURSE", "1")
    assert cli("run", "counts").code == 0
    monkeypatch.delenv("TUITUTOR_TRUST_COURSE")
    assert cli("run", "counts").code == 3


def test_what_runs_nothing_is_never_asked_about(cli: Cli, launcher: ScriptedLauncher, tmp_path: Path) -> None:
    (tmp_path / "right.py").write_text("# answer: 15")
    for words in (("list",), ("show", "counts"), ("hint", "how-many"), ("lint",), ("list", "--courses"), ("next",)):
        assert cli(*words).code == 0
    assert cli("check", "how-many", str(tmp_path / "right.py")).code == 0


def test_an_author_is_not_asked_about_what_new_began(
    cli: Cli, launcher: ScriptedLauncher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("TUITUTOR_COURSE")
    cli("new", "hello", "--course", "mine")
    cli("new", "--package", "my-course")
    for folder, course_id in (("mine", "hello"), ("my-course/src/my_course", "hello")):
        assert cli("run", "--course", folder, course_id).code == 0
    contents = Path("mine/myst.yml")
    contents.write_text(contents.read_text().replace("id: mine", "id: yours"))
    assert cli("run", "--course", "mine", "hello").code == 0, "it is the same folder"
    assert len(launcher.connections) == 3


def test_a_lesson_that_is_added_to_a_course_from_elsewhere_makes_it_nobodys_own(
    cli: Cli, launcher: ScriptedLauncher
) -> None:
    assert cli("new", "hello").code == 0
    assert cli("run", "counts").code == 3


def test_at_the_prompt_it_is_asked_before_the_first_run(
    cli: Cli, play: Play, types: Callable[[str], None], course: Path
) -> None:
    launcher = play(trains)
    types("\nr\n\nr\ny\nr\nq\n")
    out = " ".join(cli("learn", "--plain").out.split())
    assert out.count(f"'A small course', in {course}, is new to you.") == 2
    assert out.count("Nothing was run.") == 1
    assert out.count("Running cell 2 ...") == 2
    assert len(launcher.connections) == 1
