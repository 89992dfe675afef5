"""`release`: a learner's edition is made, done and handed in, and graded with the course that it was made from."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.cli.conftest import COUNTS, Cli
from tuitutor.course.load import load_course


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "work"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setenv("LOGNAME", "ada")
    return folder


def draft(drafts: Path, text: str, label: str = "how-many") -> None:
    drafts.mkdir(parents=True, exist_ok=True)
    (drafts / f"{label}.py").write_text(text)


def verdicts(folder: str) -> list[tuple[str, str, str, str]]:
    with (Path(folder) / "grades.csv").open(newline="") as file:
        return [(row["who"], row["exercise"], row["verdict"], row["points"]) for row in csv.DictReader(file)]


@pytest.mark.long
@pytest.mark.usefixtures("work")
def test_what_was_done_in_the_edition_is_graded_with_the_course(cli: Cli, course: Path, drafts: Path) -> None:
    made = cli("release", str(course), "-o", "for-learners")
    assert (made.code, made.out) == (0, "for-learners: 2 lessons, 1 exercise, 1 of 1 checks graded later\n")
    learner = ("--course", "for-learners", "--trust-course")
    draft(drafts, "# answer: 15\n")
    checked = cli(*learner, "check", "how-many")
    assert checked.code == 0
    assert "Graded later: 0 of 1 check passed so far" in checked.out + checked.err
    refused = cli(*learner, "solution", "how-many")
    assert "no solution yet: this edition of the course comes without" in refused.err
    assert cli(*learner, "submit").code == 0
    graded = cli("grade", "ada.zip", "-o", "graded")
    assert graded.code == 0
    assert "another version" not in graded.err
    assert verdicts("graded") == [("ada", "how-many", "passed", "2")]


@pytest.mark.long
@pytest.mark.usefixtures("work")
def test_what_was_done_for_another_version_is_said(cli: Cli, course: Path, drafts: Path) -> None:
    cli("release", str(course), "-o", "for-learners")
    draft(drafts, "# answer: 15\n")
    cli("--course", "for-learners", "--trust-course", "submit")
    lesson = course / "counts.md"
    lesson.write_text(COUNTS.replace("answer: 15}", "answer: 12}"))
    assert "another version" not in cli("grade", "ada.zip", "-o", "corrected").err, "the task is the same"
    assert verdicts("corrected") == [("ada", "how-many", "failed", "0")]
    lesson.write_text(COUNTS.replace("on 4 features", "on 5 features"))
    remark = (
        "The answer was made for another version of 'how-many' than this course has, and graded by this one: ada.\n"
    )
    assert remark in cli("grade", "ada.zip", "-o", "other").err
    assert cli("report", "other").code == 0
    assert "| 1 | how-many | ada |" in Path("other/class.md").read_text()
    grades = json.loads(Path("other/grades.json").read_text())
    assert grades["other_versions"] == [{"exercise": "how-many", "who": ["ada"]}]
    assert "made for another version of the exercise" in Path("other/feedback/ada.md").read_text()
    assert cli("report", "corrected").code == 0
    assert "Made for another version" not in Path("corrected/class.md").read_text()


@pytest.mark.usefixtures("work")
def test_a_second_release_says_what_was_done_for_the_first(cli: Cli, course: Path, drafts: Path) -> None:
    cli("release", str(course), "-o", "first")
    (course / "counts.md").write_text(COUNTS.replace("on 4 features", "on 5 features"))
    cli("release", str(course), "-o", "second")
    draft(drafts, "# answer: 15\n")
    cli("--course", "first", "--trust-course", "check", "how-many")
    later = "exercise how-many: graded later{}\n"
    assert later.format(" (made for an earlier version)") in cli("--course", "second", "list").out
    assert later.format("") in cli("--course", "first", "list").out


@pytest.mark.usefixtures("work")
def test_a_pass_of_the_course_is_one_in_its_edition(cli: Cli, course: Path, drafts: Path) -> None:
    draft(drafts, "# answer: 15\n")
    assert cli("check", "how-many").code == 0
    cli("release", str(course), "-o", "for-learners")
    assert "exercise how-many: passed\n" in cli("--course", "for-learners", "list").out
    assert "how-many  passed\n" in cli("--course", "for-learners", "submit").out
    (course / "counts.md").write_text(COUNTS.replace("answer: 15}", "answer: 12}"))
    assert "exercise how-many: passed (an earlier version of its checks)\n" in cli("list").out


@pytest.mark.long
@pytest.mark.usefixtures("work")
def test_an_edition_that_grades_says_what_it_lacks(cli: Cli, course: Path) -> None:
    cli("release", str(course), "-o", "for-learners")
    Path("how-many.py").write_text("# answer: 15\n")
    graded = cli("--course", "for-learners", "--trust-course", "grade", "how-many.py", "-o", "graded", "--learner", "x")
    assert "This is a learner's edition: what needs hidden data or answers stays 'graded later'." in graded.err
    assert [row[2] for row in verdicts("graded")] == ["pending"]
    regraded = cli("grade", "how-many.py", "-o", "graded", "--learner", "x")
    assert (regraded.code, [row[2] for row in verdicts("graded")]) == (0, ["passed"])
    refused = cli(
        "--course", "for-learners", "--trust-course", "grade", "how-many.py", "-o", "graded", "--learner", "x"
    )
    assert (refused.code, [row[2] for row in verdicts("graded")]) == (2, ["passed"])
    assert "graded has verdicts on 'how-many' that this edition of the course leaves for later" in refused.err


@pytest.mark.usefixtures("work")
def test_only_an_earlier_release_is_replaced(cli: Cli, course: Path, tmp_path: Path) -> None:
    out = Path("for-learners")
    cli("release", str(course), "-o", str(out))
    (out / ".git").mkdir()
    (out / ".git" / "config").write_text("theirs")
    (out / "old.png").write_bytes(b"old")
    again = cli("release", str(course), "-o", str(out))
    assert (again.code, "replace it with --overwrite" in again.err) == (2, True)
    solved = cli("release", str(course), "-o", str(out), "--overwrite", "--solutions", "counts")
    assert solved.out.endswith(", 0 of 1 checks graded later, solutions of 1 lesson\n")
    assert sorted(path.name for path in out.iterdir()) == [".git", "counts.md", "myst.yml", "reading.md"]
    assert load_course(out).exercises[0].solution == "# answer: 15"
    others = tmp_path / "others"
    others.mkdir()
    (others / "thesis.txt").write_text("mine")
    for place, remark in ((others, "exists and is no release of 'small'"), (course, "The course itself is in")):
        result = cli("release", str(course), "-o", str(place), "--overwrite")
        assert (result.code, remark in result.err) == (2, True)
    result = cli("release", str(course), "-o", str(tmp_path), "--overwrite")
    assert (result.code, "The course itself is in" in result.err) == (2, True)
    assert cli("release", str(course), "-o", "new", "--solutions", "count").err.endswith("did you mean 'counts'?\n")
    assert not Path("new").exists()
    assert [path.name for path in Path().iterdir()] == ["for-learners"], "nothing half-made is left"


def test_a_wheel_is_found_by_pip_and_by_us(cli: Cli, course: Path, work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (course.parent / "pyproject.toml").write_text(
        '[project]\nname = "small-course"\nversion = "1.2"\n'
        '[project.entry-points."tuitutor.courses"]\nfew-weights = "course"\n'
    )
    made = cli("release", str(course), "-o", "dist", "--package")
    wheel = Path("dist/small_course-1.2-py3-none-any.whl")
    assert (made.code, made.out.partition(":")[0]) == (0, str(wheel))
    assert cli("release", str(course), "-o", "dist", "--package").code == 2
    with ZipFile(wheel) as packed:
        assert packed.testzip() is None
        packed.extractall(work / "site")
    monkeypatch.syspath_prepend(work / "site")
    monkeypatch.delenv("TUITUTOR_COURSE")
    assert cli("list", "--course", "few-weights").out.startswith(
        f"A small course, in {work / 'site' / 'small_course'}\n"
    )
    assert "package small-course 1.2" in cli("list", "--courses").out


@pytest.mark.spine
@pytest.mark.usefixtures("work")
def test_a_renamed_exercise_keeps_what_was_done_and_handed_in(cli: Cli, course: Path, drafts: Path) -> None:
    cli("release", str(course), "-o", "first")
    draft(drafts, "# answer: 15\n")
    cli("check", "how-many")
    cli("submit")
    assert cli("grade", "ada.zip", "-o", "graded").code == 0
    (course / "counts.md").write_text(COUNTS.replace(":label: how-many", ":label: weights").replace(
        "{solution-start} how-many", "{solution-start} weights"))  # fmt: skip
    lost = cli("lint", str(course), "--against", "first")
    assert lost.code == 1
    assert "counts.md:21: 'how-many' of the release isn't here; if this is it, write ':was: how-many' below" in lost.out
    lesson = course / "counts.md"
    lesson.write_text(lesson.read_text().replace(":label: weights\n", ":label: weights\n:was: how-many\n"))
    assert cli("lint", str(course), "--against", "first").code == 0
    assert "exercise weights: passed" in cli("list").out
    assert "passed" in cli("submit", "weights", "-o", "second.zip").out
    cli("reset", "weights")
    graded = cli("grade", "ada.zip", "-o", "graded")
    assert "another version" not in graded.err
    assert "ada  weights" not in graded.out, "it has its verdict"
    assert verdicts("graded") == [("ada", "weights", "passed", "2")]
    assert Path("graded/answers/ada/weights.py").read_text() == "# answer: 15\n"
    assert cli("report", "graded").code == 0
    assert verdicts("graded") == [("ada", "weights", "passed", "2")]
    lesson.write_text(lesson.read_text().replace("answer: 15}", "answer: 12}"))
    assert "another version of 'weights'" in cli("grade", "ada.zip", "-o", "graded").err
