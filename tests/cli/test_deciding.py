"""`decide`, and what `grade` and `report` make of it."""

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
from tuitutor.protocol.requests import Execute, Measure, Request

CHECKS = """\
- source: {calls: [print]}
  name: prints
  points: 6
- person: [says why, names a remedy]
  name: Text
  points: 4"""


@pytest.fixture
def course(tmp_path: Path) -> Path:
    essay = exercise("Essay", "essay", "Say why.", starter="pass", checks=CHECKS, hints=[], solution="print()", why=".")
    return write_course(tmp_path / "course", {"Chapter": {"a.md": lesson("A", "Say why.", essay)}})


@pytest.fixture
def graded(tmp_path: Path, cli: Cli, play: Play, monkeypatch: pytest.MonkeyPatch) -> Path:
    """`in` with the answers of ada and bob, graded into `out`; each runs, and leaves nothing."""

    def script(request: Request) -> Iterable[Event]:
        if isinstance(request, Execute):
            yield Executed(request.child, request.run, "ok", 0.1)
        if isinstance(request, Measure):
            yield Measured(request.child, request.run, ProgramFacts(None, "", None))

    play(script)
    monkeypatch.chdir(tmp_path)
    for who in ("ada", "bob"):
        (tmp_path / "in" / who).mkdir(parents=True)
        (tmp_path / "in" / who / "essay.py").write_text(f"print(1)  # {who}'s\n")
    done = cli("grade", "in", "-o", "out")
    assert (done.code, "ada  essay  pending  6 of 10 points" in done.out) == (0, True)
    return tmp_path / "in"


def rows() -> dict[str, tuple[str, str]]:
    with Path("out/grades.csv").open(newline="") as file:
        return {row["who"]: (row["verdict"], row["points"]) for row in csv.DictReader(file)}


@pytest.mark.spine
@pytest.mark.usefixtures("graded")
def test_what_waits_is_listed_and_what_is_decided_is_in_all_reports(cli: Cli) -> None:
    assert cli("decide", "out").out.splitlines() == [
        "2 answers to read:",
        "  ada, essay: out/answers/ada/essay.py",
        "    Text, 4 points: says why; names a remedy",
        "  bob, essay: out/answers/bob/essay.py",
        "    Text, 4 points: says why; names a remedy",
    ]
    done = cli("decide", "out", "ada", "essay", "--rubric", "2,1", "--comment", "Well put.\nMore of it.")
    assert (done.code, done.out) == (0, "ada, essay: rubric 2, 1, comment; failed with 9 of 10 points now.\n")
    cli("decide", "out", "bob", "essay", "--excuse")
    cli("decide", "out", "bob", "essay", "--request", "Why?\x1b[2J")
    assert cli("decide", "out").out.splitlines() == ["1 request without a reply:", "  bob, essay: Why? [2J"]
    cli("decide", "out", "bob", "essay", "--reply", "So.")
    assert cli("decide", "out").out == "Nothing waits for a person.\n"
    assert rows() == {"ada": ("pending", ""), "bob": ("pending", "")}
    assert cli("report", "out").code == 0
    assert rows() == {"ada": ("failed", "9"), "bob": ("excused", "")}
    assert not any("ruling" in path.read_text() for path in Path("out/verdicts").iterdir())
    feedback = Path("out/feedback/ada.md").read_text()
    assert "## `essay`: not passed, 9 of 10 points\n\n    Well put.\n    More of it.\n" in feedback
    assert "not passed: Text (3 of 4 points)\n      says why: 2; names a remedy: 1." in feedback
    assert "## `essay`: excused" in Path("out/feedback/bob.md").read_text()
    assert "| bob | essay | excused | You asked: Why? \\[2J Answer: So. |" in Path("out/class.md").read_text()
    Path("list.csv").write_text(
        "Identifier,Full name,Grade,Maximum Grade,Feedback comments\nP 1,ada,,20,\nP 2,bob,5,20,\n"
    )
    filled = cli("report", "out", "--roster", "list.csv")
    assert "excused, so left as it was: bob" in filled.err
    assert Path("out/reports/list.csv").read_text().splitlines()[1:] == [
        "P 1,ada,18,20,Well put. More of it.",
        "P 2,bob,5,20,You asked: Why? [2J Answer: So.",
    ]


@pytest.mark.long
def test_feedback_is_written_again_when_something_is_decided_or_taken_back(cli: Cli, graded: Path) -> None:
    before = {who: Path(f"out/feedback/{who}.md").stat().st_mtime_ns for who in ("ada", "bob")}
    cli("decide", "out", "ada", "essay", "--points", "5", "--why", "So.")
    cli("report", "out")
    assert Path("out/feedback/bob.md").stat().st_mtime_ns == before["bob"]
    assert "not passed, 5 of 10 points\n\n    So." in Path("out/feedback/ada.md").read_text()
    Path("out/decisions.toml").unlink()
    cli("report", "out")
    assert "graded later, 6 of 10 points so far" in Path("out/feedback/ada.md").read_text()
    assert Path("out/feedback/ada.md").stat().st_mtime_ns == before["ada"]


@pytest.mark.long
def test_a_decision_is_never_overwritten_and_holds_for_its_answer_only(cli: Cli, graded: Path) -> None:
    cli("decide", "out", "ada", "essay", "--verdict", "passed", "--why", "It was the room's clock.")
    text = Path("out/decisions.toml").read_text()
    assert cli("grade", "in", "-o", "out", "--again").code == 0
    assert rows()["ada"] == ("passed", "10")
    (graded / "ada" / "essay.py").write_text("print(2)\n")
    again = cli("grade", "in", "-o", "out")
    assert "out/decisions.toml:1: the answer of ada to 'essay' has changed since" in again.err
    assert rows()["ada"] == ("pending", "")
    assert "has changed since this was decided" in Path("out/class.md").read_text()
    assert cli("report", "out").code == 1
    assert Path("out/decisions.toml").read_text() == text


@pytest.mark.long
@pytest.mark.usefixtures("graded")
def test_what_is_wrong_is_said_before_it_is_written_and_before_anything_is_graded(cli: Cli) -> None:
    for more, said in (
        (("adda", "essay", "--points", "5", "--why", "x"), "nobody called 'adda' handed in; did you mean 'ada'?"),
        (("ada", "essay", "--points", "11", "--why", "x"), "found 11 points; 'essay' has at most 10."),
        (("ada", "essay", "--rubric", "1"), "found 1 number in 'rubric'; 'Text' has 2 lines."),
        (("ada", "essay", "--rubric", "a"), "--rubric: found 'a'; expected a number for each line"),
        (("ada", "essay", "--reply", "x"), "the key 'request' is missing"),
        (("ada", "--points", "5", "--why", "x"), "the key 'exercise' is missing"),
    ):
        refused = cli("decide", "out", *more)
        assert (refused.code, refused.err.removeprefix("tuitutor: ")[: len(said)]) == (2, said)
    assert not Path("out/decisions.toml").exists()
    Path("out/decisions.toml").write_text("[[decision]]\nwho = 'ada'\nexercise = 'essay'\npionts = 3\n")
    for command in (("grade", "in", "-o", "out", "--again"), ("report", "out"), ("decide", "out")):
        refused = cli(*command)
        assert refused.code == 2
        assert "out/decisions.toml:4: unknown key 'pionts'; did you mean 'points'?" in refused.err
        assert refused.out == ""
    assert "nothing_graded" in cli("decide", "nothing_graded").err


@pytest.mark.long
@pytest.mark.usefixtures("graded")
def test_who_handed_in_nothing_is_excused_in_the_list(cli: Cli) -> None:
    Path("list.csv").write_text("Login,Points\nada,\nbob,\ncyd,3\n")
    said = cli("decide", "out", "cyd", "--excuse")
    assert (said.code, said.out) == (0, "cyd: excused.\n")
    assert "Nobody called 'cyd' has handed in so far." in said.err
    for who in ("ada", "bob"):
        cli("decide", "out", who, "essay", "--rubric", "2,2")
    filled = cli("report", "out", "--roster", "list.csv", "--who", "Login", "--column", "Points")
    assert (filled.code, "excused, so left as it was: cyd" in filled.err) == (0, True)
    assert Path("out/reports/list.csv").read_text().splitlines()[1:] == ["ada,10", "bob,10", "cyd,3"]


@pytest.mark.long
@pytest.mark.usefixtures("graded")
def test_gradescope_gets_what_a_person_decided(cli: Cli) -> None:
    cli("grade", "in/ada", "-o", "one")
    assert cli("report", "one", "--gradescope", "before.json").code == 0
    before = json.loads(Path("before.json").read_text())
    assert (before["score"], before["tests"][1].get("status")) == (6, None)
    cli("decide", "one", "ada", "essay", "--points", "8", "--why", "No remedy.")
    cli("report", "one", "--gradescope", "after.json")
    after = json.loads(Path("after.json").read_text())
    assert after["score"] == 8
    assert "No remedy." in after["output"]
