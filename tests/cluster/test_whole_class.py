"""A course is released, handed in, graded, killed, graded on, decided on and reported, and every mark is right.

docs/teaching.md tells the same story: the commands of its first section are run here, in its order. `make class` does it
with 60 learners.
"""

from __future__ import annotations

import csv
import json
import re
import shlex
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from tests.cluster.class_lists import bewertungen, gradebook, own_list, total, worksheet, written
from tests.cluster.slurm import PATIENCE, Slurm
from tests.cluster.whole_class import ADA, BOB, CY, DEE, FIRST, GUS, KIM, Learner, Work, learners
from tests.cluster.whole_course import OUT_OF, as_it_was, write_whole_course
from tests.processes import processes
from tests.waiting import wait_until

pytestmark = pytest.mark.long

_PAGE = (Path(__file__).parents[2] / "docs" / "teaching.md").read_text()
_TOLD = _PAGE.partition("\n## A class from beginning to end\n")[2].partition("\n## ")[0]
_BLOCKS = re.findall(r"^```sh\n(.*?)^```$", _TOLD, re.DOTALL | re.MULTILINE)

Marks = dict[tuple[str, str], tuple[str, float | None]]
"""The verdict and the points, if there are any, by the reports' name of the learner, and the exercise."""

TWO_DAYS_LATE: Marks = {
    (ADA.who, "price"): ("passed", 4.8),  # a fifth less of everything
    (ADA.who, "cost"): ("passed", 2.4),
    (ADA.who, "biases"): ("passed", 3.2),
    (ADA.who, "net"): ("passed", 4.0),
}
UNTIL_HE_HAS_MORE_TIME: Marks = {
    (BOB.who, "price"): ("passed", 4.8),
    (BOB.who, "cost"): ("failed", 0.0),
    (BOB.who, "biases"): ("passed", 3.2),
    (BOB.who, "net"): ("passed", 4.0),
}
SUMS = {"ada": "22.4", "bob": "25", "cy": "28", "dee": "22", "emil": "28", "gus": "24", "hal": "", "ivy": "17"}
SUMS |= {"kim": "25", "jürgen": "28", "li": "22", "fay": "14", "jan": "25", "mia": "19", "noa": "18", "ole": "15"}
"""By hand. Of Cy's 28 points 5 don't count, and he has the other 23; a price of Hal's could not be read."""
IN_MOODLE = {"ada": "80", "bob": "89.29", "jürgen": "100", "ole": "53.57"}


class Story:
    """The page's commands, each run when its turn comes."""

    def __init__(self, work: Work) -> None:
        self._lines = [line for text in _BLOCKS for line in text.splitlines()]
        self._work = work

    def next(self, beginning: str) -> list[str]:
        """The words of the next command, which has to begin so."""
        line = self._lines.pop(0)
        assert line.startswith(f"tuitutor {beginning}"), line
        return shlex.split(line, comments=True)[1:]

    def run(self, beginning: str, ends: int = 0) -> str:
        """What the next command says; it has to end so."""
        return self._work.run(*self.next(beginning), ends=ends)

    @property
    def is_over(self) -> bool:
        return not self._lines


@pytest.fixture
def work(slurm: Slurm, tmp_path: Path) -> Work:
    return Work(tmp_path, slurm.environment)


@pytest.fixture(scope="session")
def everybody(pytestconfig: pytest.Config) -> list[Learner]:
    return learners(pytestconfig.getoption("--learners"))


def test_a_class_from_release_to_marks(work: Work, slurm: Slurm, everybody: list[Learner]) -> None:
    story, graded = Story(work), work.folder / "graded"
    release(work, story)
    hand_in(work, story, everybody)
    expected = undecided(everybody)
    grade_half_and_go_on(work, story, slurm, expected)
    said = story.run("report")
    assert "worksheet.csv: 4 times of" in said or len(everybody) > len(FIRST)
    assert marks_in(graded) == {**expected, **TWO_DAYS_LATE, **UNTIL_HE_HAS_MORE_TIME}

    decide(work, story, everybody)
    expected = decided(everybody)
    assert marks_in(graded) == expected
    assert_statistics(graded, expected)

    work.hand_in(GUS, "for-learners", essay='print("It overfits: let the weights decay.")\n')
    said = story.run("grade", ends=1)
    assert "the answer of gus to 'essay' has changed since this was decided, so it isn't applied" in said
    waits: Marks = {**expected, (GUS.who, "essay"): ("pending", None)}
    assert marks_in(graded) == waits
    assert filled(work, "gradebook.csv", ends=1) == gradebook(everybody, waits)
    story.run("decide")
    expected[GUS.who, "essay"] = ("passed", 10.0)

    return_marks(work, story, everybody, expected)
    grade_as_gradescope_does(work, story)
    assert story.is_over
    daemons = {daemon.pid for daemon in slurm.daemons.values()}
    assert wait_until(lambda: set(processes(slurm.marker)) <= daemons, PATIENCE), processes(slurm.marker)


def release(work: Work, story: Story) -> None:
    """The edition of last year, and this year's, in which an exercise has another name and another asks for more."""
    course = write_whole_course(work.folder / "my-course")
    as_it_was(course)
    work.run("lint", "my-course")
    work.run("release", "my-course", "-o", "last-year")
    write_whole_course(course)
    said = story.run("lint")
    assert "warning: 'net' has other checks than in the release" in said
    assert "for-learners: 2 lessons, 5 exercises, 2 of 8 checks graded later" in story.run("release")
    assert not (work.folder / "for-learners" / "hidden").exists()


def hand_in(work: Work, story: Story, everybody: Sequence[Learner]) -> None:
    """All but one work with this year's edition."""
    story.next("submit")
    for each in everybody:
        work.hand_in(each, "last-year" if each.older else "for-learners")
    folder = work.folder
    (folder / "names.csv").write_text("who,learner\n" + "".join(f"{each.who},{each.login}\n" for each in everybody))
    (folder / "worksheet.csv").write_text(worksheet(everybody))
    (folder / "gradebook.csv").write_text(gradebook(everybody))
    (folder / "Bewertungen.csv").write_text(bewertungen(everybody))
    (folder / "class.csv").write_text(own_list(everybody))
    (folder / "submission_metadata.json").write_text('{"created_at": "2026-12-02T10:00:00.000000+01:00"}')


def undecided(everybody: Sequence[Learner]) -> Marks:
    """The marks before anybody has decided anything."""
    marks: Marks = {}
    for each in everybody:
        for label in each.handed_in:
            verdict, points = each.mark(label)
            marks[each.who, label] = (verdict, None if verdict in ("pending", "unreadable") else points)
    return marks


def decided(everybody: Sequence[Learner]) -> Marks:
    """The marks with what people decided."""
    marks = {**undecided(everybody), **TWO_DAYS_LATE}
    for each in everybody:
        if (each.who, "essay") in marks:
            points = each.mark("essay")[1] + sum(each.rubric)
            marks[each.who, "essay"] = ("passed" if points == 10 else "failed", points)
    marks[ADA.who, "essay"] = ("passed", 8.0)
    marks[GUS.who, "essay"] = ("failed", 9.0)
    marks[DEE.who, "net"] = ("failed", 3.0)
    marks[CY.who, "net"] = ("excused", None)
    return marks


def grade_half_and_go_on(work: Work, story: Story, slurm: Slurm, expected: Marks) -> None:
    """Kill the first run when half is graded, and have tasks of Slurm's grade the rest: nothing is graded again."""
    with work.start(*story.next("grade")) as run:
        assert run.stdout is not None
        for _ in zip(range(len(expected) // 2), run.stdout, strict=False):
            pass
        run.kill()
    half = lines_of(work)
    assert len(expected) // 2 <= len(half) < len(expected) - 1
    said = story.run("grade")
    assert re.search(r"Job \d+: 2 tasks for \d+ answers", said)
    assert "made for another version of 'net' than this course has, and graded by this one: emil." in said
    assert wait_until(lambda: not slurm.jobs(), 10 * PATIENCE), slurm.jobs()
    readable = [key for key, (verdict, _) in expected.items() if verdict != "unreadable"]
    often = {key: times for key, times in lines_of(work).items() if times > 1 and key[1] != "price"}
    assert (set(lines_of(work)), often) == (set(readable), {})  # two tasks may need the same answer about prices
    assert all(lines_of(work)[key] == 1 for key in half)


def decide(work: Work, story: Story, everybody: Sequence[Learner]) -> None:
    """Some by commands, and all other essays in the file."""
    essays = [each for each in everybody if "essay" in each.handed_in]
    assert f"{len(essays)} answers to read:" in story.run("decide")
    for said in (
        "gus, essay: rubric 3, 2, comment; failed with 9 of 10 points now.",
        "hopperdee_104, net: 3 points; failed with 3 of 5 points now.",
        "turingcy_103, net: excuse",
        "Bob Babbage_4712: until 2026-12-05 23:59",
    ):
        assert said in story.run("decide")
    with (work.folder / "graded/decisions.toml").open("a", encoding="utf-8") as file:
        for each in essays:
            if each is not GUS:
                file.write(f'\n[[decision]]\nwho = "{each.who}"\nexercise = "essay"\nrubric = {[*each.rubric]}\n')
    story.run("report")


def assert_statistics(folder: Path, expected: Marks) -> None:
    """What the reports say about the class is counted from the same marks."""
    document = json.loads((folder / "grades.json").read_text())
    counts = Counter(verdict for verdict, _ in expected.values())
    assert {name: count for name, count in document["counts"].items() if count} == counts
    passed = {each["exercise"]: each["passed"] for each in document["exercises"]}
    assert passed == {
        label: sum(of == label and verdict == "passed" for (_, of), (verdict, _) in expected.items())
        for label in OUT_OF
    }


def return_marks(work: Work, story: Story, everybody: Sequence[Learner], expected: Marks) -> None:
    """Every list has every mark, and nothing else has changed in it."""
    by_login = {each.login: each for each in everybody}
    assert {login: written(total(by_login[login], expected, 28)) for login in SUMS} == SUMS
    assert {login: written(total(by_login[login], expected, 100)) for login in IN_MOODLE} == IN_MOODLE
    elsewhere = story.run("report", ends=1)  # as some are in the other list
    assert f"not in the list: {ADA.who}\n" in elsewhere
    reports = work.folder / "graded/reports"
    assert (reports / "gradebook.csv").read_text() == gradebook(everybody, expected)
    story.run("report", ends=1)
    assert (reports / "Bewertungen.csv").read_text() == bewertungen(everybody, expected)
    story.run("report")
    assert (reports / "class.csv").read_text() == own_list(everybody, expected)
    assert marks_in(work.folder / "graded") == expected
    story.run("report")
    texts = [path.read_text() for path in (work.folder / "graded/anonymous").rglob("*.*") if path.suffix != ".zip"]
    assert len(texts) > len(everybody)
    found = {each.who for each in everybody for text in texts if re.search(rf"\b{each.who}\b|{each.name}", text)}
    assert found == set()


def grade_as_gradescope_does(work: Work, story: Story) -> None:
    """One learner by herself, a day late: a tenth less."""
    story.run("grade")
    story.run("report")
    results = work.folder / "results.json"
    assert json.loads(results.read_text())["score"] == pytest.approx(17.1)  # of 19 so far
    work.run("decide", "autograder", KIM.who, "essay", "--rubric", "3,3")
    work.run("report", "autograder", "--gradescope", "results.json")
    assert json.loads(results.read_text())["score"] == pytest.approx(22.5)  # of 25


def filled(work: Work, name: str, ends: int) -> str:
    """A list with marks."""
    work.run("report", "graded", "--roster", name, ends=ends)
    return (work.folder / "graded/reports" / name).read_text()


def marks_in(folder: Path) -> Marks:
    """What grades.csv has."""
    with (folder / "grades.csv").open(newline="", encoding="utf-8") as file:
        return {
            (row["who"], row["exercise"]): (row["verdict"], float(row["points"]) if row["points"] else None)
            for row in csv.DictReader(file)
        }


def lines_of(work: Work) -> Counter[tuple[str, str]]:
    """How often each answer has a whole line in a journal."""
    journals = (work.folder / "graded/verdicts").glob("*.jsonl")
    entries = [json.loads(line) for path in journals for line in path.read_bytes().split(b"\n")[:-1]]
    return Counter((each["who"], each["grade"]["exercise"]) for each in entries if each["kind"] == "mark")
