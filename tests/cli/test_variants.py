"""An exercise with variants through the command line: each learner has one, and is graded by it."""

from __future__ import annotations

import csv
import json
import zipfile
from pathlib import Path

import pytest

from tests.cli.conftest import Cli
from tests.small_course import exercise, lesson, write_course

SUM = exercise(
    "Sum",
    "sum",
    "How much is 2 + 2?\n\n```yaml variants\ntwo: [2, 3, 5]\nsum: [4, 6, 10]\n```",
    starter="# answer:",
    checks="- question: {number: 4}\n  name: sum",
    hints=["Take 2 twice."],
    solution="# answer: 4",
    why="2 and 2 make 4.",
)
ONE = exercise(
    "One",
    "one",
    "One.",
    starter="# answer:",
    checks="- question: {number: 1}",
    hints=[],
    solution="# answer: 1",
    why="So.",
)
ANSWERS = {1: 4, 2: 6, 3: 10}


@pytest.fixture
def course(tmp_path: Path) -> Path:
    text = lesson("Sums", "Count.", "Count.", SUM, ONE, minutes=5)
    return write_course(tmp_path / "course", {"Sums": {"sums.md": text}})


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "work"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def drawn(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> dict[int, str]:
    """A learner with each variant."""
    found: dict[int, str] = {}
    for name in ("ada", "bob", "eve", "kim", "lee", "max", "pat", "sam", "tim", "zoe"):
        monkeypatch.setenv("TUITUTOR_LEARNER", name)
        [first, _] = cli("list", "--json").document["chapters"][0]["lessons"][0]["exercises"]
        assert first["variant"]["of"] == 3
        found.setdefault(first["variant"]["number"], name)
    monkeypatch.delenv("TUITUTOR_LEARNER")
    assert set(found) == {1, 2, 3}
    return found


@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_learner_reads_and_answers_their_own_variant(
    cli: Cli, drawn: dict[int, str], monkeypatch: pytest.MonkeyPatch, work: Path, home: Path, number: int
) -> None:
    monkeypatch.setenv("TUITUTOR_LEARNER", drawn[number])
    two = ANSWERS[number] // 2
    shown = cli("show", "sum").out
    assert f"How much is {two} + {two}?" in shown
    assert f"This is variant {number} of 3" in shown
    assert f"Take {two} twice." in cli("hint", "sum").out
    for other, answer in ANSWERS.items():
        (work / "mine.py").write_text(f"# answer: {answer}\n")
        result = cli("check", "sum", "mine.py", "--json")
        assert (result.code == 0) == (other == number)
        assert result.document["variant"] == {"number": number, "of": 3}
    journals = "".join(path.read_text() for path in (home / "small").rglob("*.jsonl"))
    assert journals.count(f'"variant":{{"number":{number},"of":3}}') == 3
    assert f"The answer is `{ANSWERS[number]}`." in cli("solution", "sum").out


def test_a_pass_of_one_variant_is_none_of_todays_for_who_has_another_name_now(
    cli: Cli, drawn: dict[int, str], monkeypatch: pytest.MonkeyPatch, work: Path
) -> None:
    (work / "mine.py").write_text("# answer: 4\n")
    monkeypatch.setenv("TUITUTOR_LEARNER", drawn[1])
    assert cli("check", "sum", "mine.py").code == 0
    assert "exercise sum: passed\n" in cli("list").out
    monkeypatch.setenv("TUITUTOR_LEARNER", drawn[2])
    assert "exercise sum: passed (an earlier version of its checks)\n" in cli("list").out


def test_any_variant_can_be_shown(cli: Cli) -> None:
    for number, answer in ANSWERS.items():
        shown = cli("show", "sum", "--variant", str(number))
        assert shown.code == 0
        assert f"How much is {answer // 2} + {answer // 2}?" in shown.out
    refused = cli("show", "sum", "--variant", "4")
    assert (refused.code, refused.out) == (2, "")
    assert "'sum' has no variant 4; its variants are 1 to 3." in refused.err
    assert "'one' is the same for everybody; leave --variant out." in cli("show", "one", "--variant", "1").err
    assert cli("show", "sum", "--variant", "0").code == 2


def test_the_login_is_the_name_unless_the_setting_says_another(
    cli: Cli, drawn: dict[int, str], monkeypatch: pytest.MonkeyPatch, work: Path
) -> None:
    monkeypatch.setenv("LOGNAME", drawn[2])
    assert "variant 2 of 3" in cli("show", "sum").out
    monkeypatch.setenv("TUITUTOR_LEARNER", drawn[3])
    assert "variant 3 of 3" in cli("show", "sum").out
    monkeypatch.setenv("TUITUTOR_LEARNER", "x" * 101)
    refused = cli("show", "sum")
    assert refused.code == 2
    assert "learner: expected a name, of at most 100 characters" in refused.err


def submit(cli: Cli, monkeypatch: pytest.MonkeyPatch, learner: str, answer: int, drafts: Path) -> None:
    """Have a learner hand in an answer, in a zip of their name here."""
    drafts.mkdir(parents=True, exist_ok=True)
    (drafts / "sum.py").write_text(f"# answer: {answer}\n")
    monkeypatch.setenv("TUITUTOR_LEARNER", learner)
    assert cli("submit", "sum", "--overwrite").code == 0
    monkeypatch.delenv("TUITUTOR_LEARNER")


def rows(folder: Path) -> dict[str, dict[str, str]]:
    with (folder / "grades.csv").open(newline="") as file:
        return {row["who"]: row for row in csv.DictReader(file)}


@pytest.mark.spine
def test_a_class_is_graded_each_by_their_own_variant(
    cli: Cli, drawn: dict[int, str], monkeypatch: pytest.MonkeyPatch, work: Path, drafts: Path
) -> None:
    for number, learner in drawn.items():
        submit(cli, monkeypatch, learner, ANSWERS[number], drafts)
    (work / "in").mkdir()
    for learner in drawn.values():
        (work / f"{learner}.zip").rename(work / "in" / f"{learner}.zip")
    assert cli("grade", "in", "-o", "out").code == 0
    found = rows(work / "out")
    assert {who: (row["verdict"], row["variant"], row["variants"]) for who, row in found.items()} == {
        learner: ("passed", str(number), "3") for number, learner in drawn.items()
    }
    graded = json.loads((work / "out" / "grades.json").read_text())["grades"]
    assert {row["who"]: row["variant"] for row in graded} == {who: number for number, who in drawn.items()}
    for number, learner in drawn.items():
        assert f"variant {number} of 3" in (work / "out" / "feedback" / f"{learner}.md").read_text()
    assert len(cli("grade", "in", "-o", "out").out.splitlines()) == 1  # each has its verdict already


@pytest.mark.long
def test_the_neighbours_answer_does_not_pass(cli: Cli, drawn: dict[int, str], work: Path) -> None:
    for who in drawn.values():
        (work / "in" / who).mkdir(parents=True)
        (work / "in" / who / "sum.py").write_text("# answer: 4\n")
    assert cli("grade", "in", "-o", "out").code == 0
    passed = {who for who, row in rows(work / "out").items() if row["verdict"] == "passed"}
    assert passed == {drawn[1]}


@pytest.mark.long
def test_a_name_that_the_system_made_needs_a_list_and_gets_no_wrong_verdict(
    cli: Cli, drawn: dict[int, str], monkeypatch: pytest.MonkeyPatch, work: Path, drafts: Path, course: Path
) -> None:
    learner = drawn[2]
    submit(cli, monkeypatch, learner, ANSWERS[2], drafts)
    (work / "in").mkdir()
    others = (f"other{n}" for n in range(99))
    who = next(name for name in others if "variant 1 of 3" in shown_to(cli, monkeypatch, name))
    (work / f"{learner}.zip").rename(work / "in" / f"{who}.zip")
    result = cli("grade", "in", "-o", "out")
    assert result.code == 1
    assert rows(work / "out")[who]["verdict"] == "unreadable"
    assert f"it is for variant 2, drawn for the name '{learner}', but '{who}' has variant 1 of 3" in result.err
    (work / "names.csv").write_text(f"who,learner\n{who},{learner}\n")
    again = cli("grade", "in", "-o", "out", "--learners", "names.csv")
    assert (again.code, again.err.count("it is for variant")) == (0, 0)
    assert rows(work / "out")[who]["verdict"] == "passed"


@pytest.mark.long
def test_where_there_is_one_learner_the_command_may_say_who(cli: Cli, drawn: dict[int, str], work: Path) -> None:
    (work / "submission").mkdir()
    (work / "submission" / "sum.py").write_text("# answer: 6\n")
    for number, learner in drawn.items():
        assert cli("grade", "submission", "-o", f"out{number}", "--learner", learner).code == 0
        [row] = rows(work / f"out{number}").values()
        assert (row["verdict"], row["variant"]) == ("passed" if number == 2 else "failed", str(number))
    (work / "names.csv").write_text("who,learner\n")
    refused = cli("grade", "submission", "-o", "out", "--learner", "ada", "--learners", "names.csv")
    assert (refused.code, "give only one of the two" in refused.err) == (2, True)


def shown_to(cli: Cli, monkeypatch: pytest.MonkeyPatch, learner: str) -> str:
    monkeypatch.setenv("TUITUTOR_LEARNER", learner)
    shown = cli("show", "sum").out
    monkeypatch.delenv("TUITUTOR_LEARNER")
    return shown


def test_a_list_that_does_not_fit_is_named(cli: Cli, work: Path) -> None:
    (work / "in").mkdir()
    (work / "in" / "sum.py").write_text("# answer: 4\n")
    (work / "names.csv").write_text("name\nada\n")
    for name, why in (("names.csv", "it has no columns 'who' and 'learner'"), ("gone.csv", "No such file")):
        refused = cli("grade", "in", "-o", "out", "--learners", name)
        assert refused.code == 2
        assert f"{name}: {why}" in refused.err
    assert not (work / "out").exists()


def test_the_zip_says_which_variant_its_learner_has(
    cli: Cli, drawn: dict[int, str], monkeypatch: pytest.MonkeyPatch, work: Path, drafts: Path
) -> None:
    submit(cli, monkeypatch, drawn[3], 10, drafts)
    with zipfile.ZipFile(work / f"{drawn[3]}.zip") as packed:
        claim = json.loads(packed.read("tuitutor.json"))["claims"]["sum"]
    assert (claim["variant"], claim["learner"]) == (3, drawn[3])


@pytest.mark.long
def test_one_answer_is_graded_as_the_variant_that_is_named(cli: Cli, work: Path, course: Path) -> None:
    (work / "ada.py").write_text("# answer: 6\n")
    graded = [cli("check", "sum", "ada.py", "--untrusted", "--variant", str(number)).code for number in (1, 2, 3)]
    assert graded == [1, 0, 1]
    refused = cli("check", "sum", "ada.py", "--variant", "2")
    assert (refused.code, "--variant go with --untrusted" in refused.err) == (2, True)
    assert cli("show", "--attempts", "sum").out == ""


@pytest.mark.long
def test_an_answer_that_is_right_for_a_neighbours_variant_is_pointed_out_to_the_teacher_alone(
    cli: Cli, drawn: dict[int, str], work: Path
) -> None:
    (work / "in").mkdir()
    for number, answer in ((1, 6), (2, 6), (3, 7)):
        (work / "in" / drawn[number]).mkdir()
        (work / "in" / drawn[number] / "sum.py").write_text(f"# answer: {answer}\n")
    cli("grade", "in", "-o", "out")
    found = json.loads((work / "out/grades.json").read_text())
    first = {"number": 1, "of": 3}
    (finding,) = found["other_variants"]
    assert finding == {
        "who": drawn[1], "exercise": "sum", "own": first, "right_for": {"number": 2, "of": 3}, "neighbours": [drawn[2]],
    }  # fmt: skip
    assert f"| {drawn[1]} | sum, variant 2 of 3 | {drawn[2]} |" in (work / "out/class.md").read_text()
    feedback = "".join(path.read_text() for path in (work / "out/feedback").iterdir())
    assert ("variant 2 of 3" in feedback, feedback.count("variant 2")) == (True, 1), "only in who has it"
    document = cli("check", "sum", f"in/{drawn[1]}/sum.py", "--untrusted", "--variant", "1", "--json").document
    assert "right_for" not in document
