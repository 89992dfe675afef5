"""A course is released, handed in, graded, killed, graded on and reported, and every mark is right.

docs/teaching.md tells the same story: the commands of its first section are run here, in its order. `make class` does
it with 60 learners.
"""

from __future__ import annotations

import csv
import json
import re
import shlex
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.cluster.class_lists import bewertungen, export, gradebook, own_list, total, written
from tests.cluster.slurm import PATIENCE, Slurm
from tests.cluster.whole_class import ADA, EMIL, GUS, Learner, Work, learners
from tests.cluster.whole_course import OUT_OF, as_it_was, write_whole_course
from tests.processes import processes
from tests.waiting import wait_until

pytestmark = pytest.mark.long

_PAGE = (Path(__file__).parents[2] / "docs" / "teaching.md").read_text()
_TOLD = _PAGE.partition("\n## A class from beginning to end\n")[2].partition("\n## ")[0]
_BLOCKS = re.findall(r"^```sh\n(.*?)^```$", _TOLD, re.DOTALL | re.MULTILINE)

Marks = dict[tuple[str, str], tuple[str, float | None]]
"""The verdict and the points, if there are any, by the reports' name of the learner, and the exercise."""

SUMS = {"ada": "22", "bob": "19", "cy": "17", "dee": "15", "emil": "22", "gus": "18", "hal": "", "ivy": "11"}
SUMS |= {"kim": "19", "jürgen": "22", "li": "16", "fay": "13", "jan": "19", "mia": "13", "noa": "18", "ole": "14"}
"""By hand. A price of Hal's could not be read."""
IN_MOODLE = {"ada": "100", "bob": "86.36", "jürgen": "100", "ole": "63.64"}


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
    expected = marks_of(everybody)
    grade_half_and_go_on(work, story, slurm, expected, everybody)
    story.run("report")
    assert marks_in(graded) == expected
    assert_statistics(graded, expected)

    work.hand_in(GUS, "for-learners", essay='print("It overfits: let the weights decay.")\n')
    story.run("grade", ends=1)
    expected[GUS.who, "essay"] = ("passed", 4.0)
    assert marks_in(graded) == expected

    return_marks(work, story, everybody, expected)
    grade_as_gradescope_does(work, story)
    assert "1 of 7 checks graded later, solutions of 1 lesson" in story.run("release")
    assert "✓ count" in work.as_learner(EMIL, "for-learners", "check", "biases"), "there is an answer now"
    assert story.is_over
    daemons = {daemon.pid for daemon in slurm.daemons.values()}
    assert wait_until(lambda: set(processes(slurm.marker)) <= daemons, PATIENCE), processes(slurm.marker)


def release(work: Work, story: Story) -> None:
    """The edition of last year, and this year's, in which an exercise has another name and another asks for more."""
    story.run("new")
    course = write_whole_course(work.folder / "my-course")
    as_it_was(course)
    work.run("lint", "my-course")
    work.run("release", "my-course", "-o", "last-year")
    write_whole_course(course)
    said = story.run("lint")
    assert "warning: 'net' has other checks than in the release" in said
    assert "for-learners: 2 lessons, 5 exercises, 2 of 7 checks graded later" in story.run("release")
    assert not (work.folder / "for-learners" / "hidden").exists()


def hand_in(work: Work, story: Story, everybody: Sequence[Learner]) -> None:
    """All but one work with this year's edition."""
    story.next("submit")
    for each in everybody:
        work.hand_in(each, "last-year" if each.older else "for-learners")
    checked = work.as_learner(EMIL, "for-learners", "check", "price")
    assert "Graded later: " in checked
    assert "✓ cost" in work.as_learner(EMIL, "for-learners", "check", "cost"), "that builds on his own price"
    folder = work.folder
    (folder / "names.csv").write_text("who,learner\n" + "".join(f"{each.who},{each.login}\n" for each in everybody))
    (folder / "gradebook.csv").write_text(gradebook(everybody))
    (folder / "Bewertungen.csv").write_text(bewertungen(everybody))
    (folder / "class.csv").write_text(own_list(everybody))
    (folder / "export.csv").write_text(export(everybody))
    scripts = folder / "submissions/scripts/ivy"
    (scripts / "notes.py").write_text("n = 1\n")
    (scripts / "price - Kopie.py").write_bytes((scripts / "price.py").read_bytes())
    (scripts / "cost (1).py").write_text("cost = 1\n")
    (scripts / "notes.pdf").symlink_to(folder / "names.csv")


def marks_of(everybody: Sequence[Learner]) -> Marks:
    marks: Marks = {}
    for each in everybody:
        for label in each.handed_in:
            verdict, points = each.mark(label)
            marks[each.who, label] = (verdict, None if verdict == "unreadable" else points)
    return marks


def grade_half_and_go_on(work: Work, story: Story, slurm: Slurm, expected: Marks, everybody: Sequence[Learner]) -> None:
    """Kill the first run when half is graded, and have tasks of Slurm's grade the rest: nothing is graded again."""
    with work.start(*story.next("grade")) as run:
        assert run.stdout is not None
        for _ in zip(range(len(expected) // 2), run.stdout, strict=False):
            pass
        run.kill()
    half = lines_of(work)
    assert len(expected) // 2 <= len(half) < len(expected) - 1
    done = {key: expected[key] for key in half}
    assert filled(work, "gradebook.csv", ends=1) == gradebook(everybody, done), "what waits is no 0"
    said = story.run("grade")
    assert re.search(r"Job \d+: 2 tasks for \d+ answers", said)
    assert "made for another version of 'net' than this course has, and graded by this one: emil." in said
    assert wait_until(lambda: not slurm.jobs(), 10 * PATIENCE), slurm.jobs()
    readable = [key for key, (verdict, _) in expected.items() if verdict != "unreadable"]
    often = {key: times for key, times in lines_of(work).items() if times > 1 and key[1] != "price"}
    assert (set(lines_of(work)), often) == (set(readable), {})  # two tasks may need the same answer about prices
    assert all(lines_of(work)[key] == 1 for key in half)


def assert_statistics(folder: Path, expected: Marks) -> None:
    """What the reports say about the class is counted from the same marks."""
    document = json.loads((folder / "grades.json").read_text())
    counts = Counter(verdict for verdict, _ in expected.values())
    counts["unused"] = 3  # Ivy's notes, a link and another answer; a copy of the same bytes is none
    assert {name: count for name, count in document["counts"].items() if count} == counts
    passed = {each["exercise"]: each["passed"] for each in document["exercises"]}
    assert passed == {
        label: sum(of == label and verdict == "passed" for (_, of), (verdict, _) in expected.items())
        for label in OUT_OF
    }


def return_marks(work: Work, story: Story, everybody: Sequence[Learner], expected: Marks) -> None:
    """Every list has every mark, and nothing else has changed in it."""
    work.run("report", "graded", "--roster", "export.csv", "--who", "Vorname,Nachname", "--column", "Summe", ends=1)
    assert (work.folder / "graded/reports/export.csv").read_text() == export(everybody, expected)
    by_login = {each.login: each for each in everybody}
    assert {login: written(total(by_login[login], expected, 22)) for login in SUMS} == SUMS
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


def grade_as_gradescope_does(work: Work, story: Story) -> None:
    """One learner by herself."""
    story.run("grade")
    story.run("report")
    results = work.folder / "results.json"
    assert json.loads(results.read_text())["score"] == 19


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
            if row["verdict"] != "unused"
        }


def lines_of(work: Work) -> Counter[tuple[str, str]]:
    """How often each answer has a whole line in a journal."""
    journals = (work.folder / "graded/verdicts").glob("*.jsonl")
    entries = [json.loads(line) for path in journals for line in path.read_bytes().split(b"\n")[:-1]]
    return Counter((each["who"], each["grade"]["exercise"]) for each in entries if each["kind"] == "mark")
