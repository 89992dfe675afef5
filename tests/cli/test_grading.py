"""`grade` and `report` through the command line, on a question, which needs no worker; tests/e2e has real ones."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import COUNTS, Cli


@pytest.fixture
def handed_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two answers to how-many, one right and one wrong, in the working folder."""
    folder = tmp_path / "work"
    for who, answer in (("ada", 15), ("bob", 9)):
        (folder / "in" / who).mkdir(parents=True)
        (folder / "in" / who / "how-many.py").write_text(f"# answer: {answer}\n")
    monkeypatch.chdir(folder)
    return folder / "in"


def rows(folder: Path = Path("out")) -> list[dict[str, str]]:
    with (folder / "grades.csv").open(newline="") as file:
        return list(csv.DictReader(file))


def lines(folder: Path = Path("out")) -> list[dict[str, Any]]:
    journals = (folder / "verdicts").glob("*.jsonl")
    entries = [json.loads(line) for path in journals for line in path.read_text().splitlines()]
    return [entry for entry in entries if entry["kind"] == "mark"]


@pytest.mark.usefixtures("handed_in")
def test_each_answer_gets_a_line_a_row_and_its_text_kept(cli: Cli) -> None:
    result = cli("grade", "in", "-o", "out")
    assert result.code == 0
    assert [line.rpartition("  ")[0] for line in result.out.splitlines()[:2]] == [
        "1/2  ada  how-many  passed  2 of 2 points",
        "2/2  bob  how-many  failed  0 of 2 points",
    ]
    assert result.out.splitlines()[2:] == [
        "1 passed, 1 failed: grades.csv, grades.json, junit.xml, class.md, class.html, feedback.zip in out"
    ]
    assert [(row["who"], row["verdict"], row["points"]) for row in rows()] == [
        ("ada", "passed", "2"),
        ("bob", "failed", "0"),
    ]
    assert Path("out/answers/bob/how-many.py").read_text() == "# answer: 9\n"
    assert json.loads(Path("out/grades.json").read_text())["kind"] == "class"


@pytest.mark.spine
def test_the_same_command_again_grades_what_is_missing_or_changed(cli: Cli, handed_in: Path) -> None:
    cli("grade", "in", "-o", "out")
    again = cli("grade", "in", "-o", "out")
    assert (again.code, again.out) == (
        0,
        "1 passed, 1 failed: grades.csv, grades.json, junit.xml, class.md, class.html, feedback.zip in out\n",
    )
    (handed_in / "bob" / "how-many.py").write_text("# answer: 15\n")
    (handed_in / "cy").mkdir()
    (handed_in / "cy" / "how-many.py").write_text("# answer: 12\n")
    third = cli("grade", "in", "-o", "out")
    assert [line.split("  ")[:2] for line in third.out.splitlines()[:-1]] == [["2/3", "bob"], ["3/3", "cy"]]
    assert [row["verdict"] for row in rows()] == ["passed", "passed", "failed"]
    assert len(lines()) == 4
    assert Path("out/answers/bob/how-many.py").read_text() == "# answer: 15\n"


@pytest.mark.long
@pytest.mark.usefixtures("handed_in")
def test_all_are_graded_again_when_asked(cli: Cli) -> None:
    cli("grade", "in", "-o", "out")
    assert "2/2  bob" in cli("grade", "in", "-o", "out", "--again").out
    assert (len(lines()), len(rows())) == (4, 2)


@pytest.mark.spine
@pytest.mark.usefixtures("handed_in")
def test_whose_mark_changed_with_the_checks_is_said(cli: Cli, course: Path) -> None:
    cli("grade", "in", "-o", "out")
    (course / "counts.md").write_text(COUNTS.replace("answer: 15}", "answer: 9}"))
    result = cli("grade", "in", "-o", "out")
    assert "ada, how-many: passed with 2 of 2 points before its checks changed, failed with 0 of 2" in result.err
    assert "bob, how-many: failed with 0 of 2 points before its checks changed, passed with 2 of 2" in result.err
    assert [row["verdict"] for row in rows()] == ["failed", "passed"]
    assert "before its checks changed" not in cli("grade", "in", "-o", "out", "--again").err


@pytest.mark.long
def test_what_gives_no_answer_is_said_and_a_row_until_it_does(cli: Cli, handed_in: Path) -> None:
    (handed_in / "cy").mkdir()
    (handed_in / "cy" / "how-many.py").write_text("\n")
    result = cli("grade", "in", "-o", "out")
    assert result.code == 1
    assert "in/cy/how-many.py: the answer is empty" in result.err
    assert [(row["who"], row["verdict"], row["points"]) for row in rows()][2] == ("cy", "unreadable", "")
    (handed_in / "cy" / "how-many.py").write_text("# answer: 15\n")
    assert cli("grade", "in", "-o", "out").code == 0
    assert [row["verdict"] for row in rows()] == ["passed", "failed", "passed"]


@pytest.mark.long
def test_each_file_that_is_not_used_is_a_row_until_it_goes(cli: Cli, handed_in: Path) -> None:
    stray = {"notes.txt": "", "ada/report.pdf": "ada", "ada/hausaufgabe.py": "ada", "bob/how-many (1).py": "bob"}
    for name in stray:
        (handed_in / name).write_text("# answer: 12")
    names = [str(path) for path in sorted(Path("in").rglob("*.*"))]  # as a shell makes them of a pattern
    result = cli("grade", *names, "-o", "out")
    assert result.code == 0, "no mark waits for them"
    assert "Not used: in/notes.txt; grades.csv says why.\n" in result.err
    assert "Not used of ada: in/ada/hausaufgabe.py, in/ada/report.pdf; grades.csv says why.\n" in result.err
    unused = {row["trouble"].partition(": ")[0]: row["who"] for row in rows() if row["verdict"] == "unused"}
    assert unused == {f"in/{name}": who for name, who in stray.items()}
    assert "how-many (1).py`: not used" in Path("out/feedback/bob.md").read_text()
    Path("class.csv").write_text("Login,Points\nada,\nbob,\n")
    assert cli("report", "out", "--roster", "class.csv", "--who", "Login", "--column", "Points").code == 0
    assert Path("out/reports/class.csv").read_text() == "Login,Points\nada,2\nbob,0\n"
    for name in stray:
        (handed_in / name).unlink()
    assert "Not used" not in cli("grade", "in/ada/how-many.py", "in/bob/how-many.py", "-o", "out").err
    assert [row["verdict"] for row in rows()] == ["passed", "failed"]
    assert "not used" not in Path("out/feedback/bob.md").read_text()


@pytest.mark.long
def test_a_file_of_another_kind_that_names_an_exercise_withholds_its_mark(cli: Cli, handed_in: Path) -> None:
    (handed_in / "bob/how-many.py").rename(handed_in / "bob/How_many.pdf")
    result = cli("grade", "in", "-o", "out")
    assert (result.code, "in/bob/How_many.pdf: it isn't an answer" in result.err) == (1, True)
    assert [(row["exercise"], row["verdict"]) for row in rows()] == [("how-many", "passed"), ("how-many", "unreadable")]
    (handed_in / "bob/How_many.pdf").unlink()
    cli("grade", "in", "-o", "out")
    assert not Path("out/feedback/bob.md").exists()


@pytest.mark.long
def test_links_are_followed_only_when_asked_for(cli: Cli, handed_in: Path) -> None:
    (handed_in / "bob/how-many.py").unlink()
    (handed_in / "bob/how-many.py").symlink_to(handed_in / "ada/how-many.py")
    result = cli("grade", "in/bob/how-many.py", "in/ada/how-many.py", "-o", "out")
    assert (result.code, "followed; what it points to has to be there itself (--follow-links)." in result.err) == (
        1,
        True,
    )
    assert [row["verdict"] for row in rows()] == ["passed", "unreadable"]
    assert cli("grade", "in", "-o", "out", "--follow-links").code == 0
    assert [row["verdict"] for row in rows()] == ["passed", "passed"]


def test_answers_are_kept_under_the_learners_name(cli: Cli, handed_in: Path) -> None:
    (handed_in / "bob").rename(handed_in / "Jürgen Groß")
    cli("grade", "in", "-o", "out")
    (folder,) = (path.name for path in Path("out/answers").iterdir() if path.name != "ada")
    assert (folder.startswith("jürgen-groß~"), Path(f"out/feedback/{folder}.md").is_file()) == (True, True)


@pytest.mark.long
def test_the_folder_may_lie_among_the_answers(cli: Cli, handed_in: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(handed_in)
    for _ in range(2):
        assert cli("grade", ".", "-o", "out").code == 0
        assert [row["who"] for row in rows()] == ["ada", "bob"]


@pytest.mark.long
@pytest.mark.usefixtures("handed_in")
def test_files_whose_names_say_nothing(cli: Cli) -> None:
    Path("loose").mkdir()
    Path("loose/dee.py").write_text("# answer: 15\n")
    unread = cli("grade", "loose", "-o", "out")
    assert unread.code == 1
    assert "or say which it answers (--exercise LABEL; tuitutor list names them all)." in unread.err
    assert cli("grade", "loose", "-o", "out", "--exercise", "how-many").code == 0
    assert [(row["who"], row["exercise"], row["verdict"]) for row in rows()] == [("dee", "how-many", "passed")]


@pytest.mark.long
@pytest.mark.usefixtures("handed_in")
def test_one_hidden_seed_for_the_whole_class(cli: Cli) -> None:
    first = cli("grade", "in", "-o", "out")
    assert {str(line["grade"]["hidden_seed"]) for line in lines()} == {first.err.split("--hidden-seed ")[1].split()[0]}
    (seed,) = {line["grade"]["hidden_seed"] for line in lines()}
    cli("grade", "in", "-o", "out", "--again")
    assert {line["grade"]["hidden_seed"] for line in lines()} == {seed}
    cli("grade", "in", "-o", "other", "--hidden-seed", str(seed))
    assert [line["key"] for line in lines(Path("other"))] == [line["key"] for line in lines()[:2]]
    refused = cli("grade", "in", "-o", "out", "--hidden-seed", "7")
    assert refused.code == 2
    assert f"the hidden seed {seed}; use that one" in refused.err
    assert "leave --hidden-seed out" in refused.err


@pytest.mark.usefixtures("handed_in")
def test_nothing_to_grade(cli: Cli) -> None:
    Path("empty").mkdir()
    assert cli("grade", "empty", "-o", "out").code == 2
    assert "There is nothing at 'none'" in cli("grade", "none", "-o", "out").err
    assert "did you mean 'how-many'?" in cli("grade", "in", "-o", "out", "--exercise", "how-mani").err
    report = cli("report", "out")
    assert report.code == 2
    assert "There are no verdicts in 'out'; run `tuitutor grade ANSWERS -o 'out'` first." in report.err
    assert not Path("out").exists()


@pytest.mark.long
@pytest.mark.usefixtures("handed_in")
def test_reports_are_made_of_the_verdicts_alone(cli: Cli, course: Path) -> None:
    cli("grade", "in", "-o", "out")
    before = Path("out/grades.csv").read_text(), json.loads(Path("out/grades.json").read_text())["grades"]
    for path in (Path("out/grades.csv"), Path("out/grades.json"), *course.iterdir()):
        path.unlink()
    assert cli("report", "out").code == 0
    assert (Path("out/grades.csv").read_text(), json.loads(Path("out/grades.json").read_text())["grades"]) == before


@pytest.mark.spine
@pytest.mark.usefixtures("handed_in")
def test_a_submission_has_results_for_gradescope(cli: Cli, course: Path) -> None:
    cli("grade", "in", "-o", "out")
    several = cli("report", "out", "--gradescope", "results.json")
    assert (several.code, Path("results.json").exists()) == (2, False)
    assert "out has answers from several learners; Gradescope takes those of one." in several.err
    cli("grade", "in/ada", "-o", "one")
    assert cli("report", "one", "--gradescope", "results.json").out == "results.json: 1 graded\n"
    assert json.loads(Path("results.json").read_text())["score"] > 0
    assert cli("report", "none", "--gradescope", "results.json").code == 0
    assert json.loads(Path("results.json").read_text())["output"] == "There is no answer that can be graded."
    assert "No such file" in cli("report", "one", "--gradescope", "no/results.json").err


@pytest.mark.long
@pytest.mark.usefixtures("handed_in")
def test_the_course_is_named_once_and_remembered(cli: Cli, course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TUITUTOR_COURSE")
    other = cli("grade", "in", "-o", "other")
    assert "Grading with the course 'Neural networks with Keras', which comes with tuitutor; --course DIR" in other.err
    first = cli("grade", "in", "-o", "out", "--course", str(course))
    assert f"Grading with the course 'A small course', {course}.\n" in first.err
    again = cli("grade", "in", "-o", "out")
    assert (again.code, f"'A small course', {course}." in again.err) == (0, True)
    report = cli("report", "out")
    assert (report.code, report.err) == (0, "")
    assert "Wrong answers" in Path("out/class.md").read_text(), "which takes the course"
    moved = course.rename(course.with_name("moved"))
    assert cli("report", "out").err.startswith("The course that was graded isn't the one here")
    assert cli("grade", "in", "-o", "out", "--course", str(moved)).code == 0
    assert cli("report", "out").err == ""


@pytest.mark.usefixtures("handed_in")
def test_a_course_that_lies_here_is_not_taken_for_granted(
    cli: Cli, course: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(course)
    monkeypatch.delenv("TUITUTOR_COURSE")
    result = cli("grade", str(tmp_path / "work" / "in"), "-o", str(tmp_path / "out"))
    assert result.code == 2
    assert "--course ." in result.err
