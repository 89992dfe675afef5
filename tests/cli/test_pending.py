"""What waits to be decided, from a learner's `check` to the teacher's reports."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.cli.conftest import Cli, Play
from tests.small_course import exercise, lesson, write_course
from tuitutor.protocol.events import Event, Executed, Measured
from tuitutor.protocol.facts import ProgramFacts
from tuitutor.protocol.raised import ErrorInfo
from tuitutor.protocol.requests import Execute, Measure, Request

CHECKS = "- source: {calls: [print]}\n  name: prints\n  points: 6\n"
ASKED = "- question: {choices: [9, 12]}\n  name: count\n  points: 4\n  later: true"
HIDDEN = "- later: true\n  name: Hidden\n  points: 4"


def graded_later(label: str, checks: str) -> str:
    text = exercise(
        "Count", label, "Count.", starter="# answer:", checks=checks, hints=[], solution="# answer: 9", why="So."
    )
    return text.replace(f":label: {label}\n", f":label: {label}\n:version: 0123456789ab\n")


@pytest.fixture
def course(tmp_path: Path) -> Path:
    tasks = {"asked": CHECKS + ASKED, "hidden": CHECKS + HIDDEN, "alone": HIDDEN}
    lessons = {"a.md": lesson("A", "Count.", *(graded_later(label, checks) for label, checks in tasks.items()))}
    return write_course(tmp_path / "course", {"Chapter": lessons})


@pytest.fixture
def ran(play: Play) -> None:
    """Each answer runs, and leaves nothing."""

    def script(request: Request) -> Iterable[Event]:
        if isinstance(request, Execute):
            yield Executed(request.child, request.run, "ok", 0.1)
        if isinstance(request, Measure):
            yield Measured(request.child, request.run, ProgramFacts(None, "", None))

    play(script)


@pytest.mark.usefixtures("ran")
def test_a_learner_is_done_and_has_neither_passed_nor_failed(cli: Cli, tmp_path: Path) -> None:
    answer = tmp_path / "answer.py"
    answer.write_text("# answer: 12\nprint(1)\n")
    for label in ("asked", "hidden"):
        done = cli("check", label, str(answer))
        assert done.code == 0
        assert "Graded later." in done.out
        assert "Graded later: 1 of 2 checks passed so far" in done.out
    document = cli("check", "asked", str(answer), "--json").document
    assert (document["verdict"], document["points"], document["out_of"]) == ("pending", 6, 10)
    assert [check["verdict"] for check in document["checks"]] == ["passed", "pending"]
    assert "graded later\n" in cli("list").out
    listed = cli("list", "--json").document
    assert (listed["passed"], listed["pending"], listed["total"]) == (0, 2, 3)
    assert cli("next").code == 0
    answer.write_text("# answer: 12\n")
    assert (failed := cli("check", "asked", str(answer))).code == 1
    assert "Not passed: 0 of 2 checks passed" in failed.out


@pytest.mark.usefixtures("ran")
def test_the_starter_is_not_done(cli: Cli, tmp_path: Path) -> None:
    answer = tmp_path / "answer.py"
    answer.write_text("# answer:\n\n")
    done = cli("check", "alone", str(answer))
    assert (done.code, "This is still the starter, so there is nothing to grade yet." in done.out) == (1, True)


def test_nor_is_what_raises_though_a_check_of_its_text_waits(cli: Cli, tmp_path: Path, play: Play) -> None:
    def script(request: Request) -> Iterable[Event]:
        if isinstance(request, Execute):
            yield Executed(request.child, request.run, "raised", 0.1, ErrorInfo("NameError", "no", ()))

    play(script)
    answer = tmp_path / "answer.py"
    answer.write_text("# answer: 12\nx\n")
    document = (done := cli("check", "asked", str(answer), "--json")).document
    assert (done.code, document["verdict"], document["checks"][1]["verdict"]) == (1, "failed", "pending")


@pytest.mark.usefixtures("ran")
def test_a_class_has_no_mark_before_it_is_decided(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    answers = {"ada": "# answer: 12\nprint(1)\n", "bob": "# answer: 12\n"}  # bob's prints nothing
    for who, text in answers.items():
        (tmp_path / "in" / who).mkdir(parents=True)
        (tmp_path / "in" / who / "asked.py").write_text(text)
    result = cli("grade", "in", "-o", "out")
    assert (result.code, "2 pending: grades.csv" in result.out) == (0, True)
    with Path("out/grades.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["who"], row["verdict"], row["points"], row["out_of"]) for row in rows] == [
        ("ada", "pending", "", "10"),
        ("bob", "pending", "", "10"),
    ]
    assert "2 answers wait for another edition." in Path("out/class.md").read_text()
    feedback = Path("out/feedback/ada.md").read_text()
    assert "## `asked`: graded later, 6 of 10 points so far" in feedback
    assert "graded later: count (4 points)" in feedback
    Path("list.csv").write_text("Login,Points\nada,3\nbob,\n")
    filled = cli("report", "out", "--roster", "list.csv", "--who", "Login", "--column", "Points")
    assert "not graded yet, so left as it was: ada" in filled.err
    assert Path("out/reports/list.csv").read_text() == "Login,Points\nada,3\nbob,\n"
    assert json.loads(Path("out/grades.json").read_text())["counts"]["pending"] == 2
