"""Deadlines in myst.yml: what they may say, and when they are on the clocks of their zone. Times in UTC by hand."""

from __future__ import annotations

from datetime import UTC
from pathlib import Path

import pytest

from tests.cluster.whole_course import write_whole_course
from tests.small_course import exercise, lesson, write_course
from tuitutor.course.bounds import Unfit
from tuitutor.course.deadlines import Deadline, LatePoints, is_skipped, moment, read_time
from tuitutor.course.load import load_course
from tuitutor.course.model import Course


def course(tmp_path: Path, settings: str) -> Course:
    parts = {
        f"{name}.md": lesson(
            name,
            "Words.",
            exercise(
                name, label, "Say.", starter="pass", checks="- stdout: {matches: a}", hints=[], solution="x", why="."
            ),
        )
        for name, label in (("week1", "one"), ("week2", "two"))
    }
    folder = write_course(tmp_path / "course", {"Chapter": parts})
    with (folder / "myst.yml").open("a") as file:
        file.write("".join(f"  {line}\n" for line in settings.splitlines()))
    return load_course(folder)


def test_a_course_has_one_and_lessons_and_exercises_their_own(tmp_path: Path) -> None:
    read = course(
        tmp_path,
        "deadline: 2026-12-01 23:59 Europe/Berlin\n"
        "grace: 15 min\n"
        "late: {per_day: 10 %, at_most: 50 %}\n"
        "deadlines:\n"
        "  week2: 2026-12-08 12:00:30 +01:00\n",
    )
    assert read.problems == ()
    late = LatePoints(0.1, 0.5)
    assert read.deadlines == {
        "one": Deadline("2026-12-01 23:59:00", "Europe/Berlin", 900, late),
        "two": Deadline("2026-12-08 12:00:30", "+01:00", 900, late),
    }


def test_learners_read_it_with_the_task(tmp_path: Path) -> None:
    late = "late: {per_day: 12.5 %, at_most: 50 %}\n"
    read = course(tmp_path, f"deadline: 2026-12-01 23:59 Europe/Berlin\n{late}deadlines:\n  two: {{grace: 1 h}}\n")
    one = read.exercises[0]
    due = "Due Tue 1 Dec 2026, 23:59 (Europe/Berlin)."
    assert one.task == f"*{due} A late answer loses 12.5 % of its points a day, at most 50 %.*\n\n{one.prose}"
    assert Deadline("2027-02-28 08:00:00", "+01:00", 0, LatePoints(1)).notice == (
        "Due Sun 28 Feb 2027, 08:00 (+01:00). A late answer loses 100 % of its points a day."
    )
    assert Deadline("2026-12-01 23:59:00", "Nowhere/Known").notice == "Due Tue 1 Dec 2026, 23:59 (Nowhere/Known)."


def test_each_variant_has_it_and_the_version_stays(tmp_path: Path) -> None:
    def read(settings: str) -> Course:
        folder = write_whole_course(tmp_path / "houses")
        (folder / "myst.yml").write_text(f"project:\n  id: h\n{settings}  toc:\n    - file: networks.md\n")
        return load_course(folder)

    before, after = read(""), read("  deadline: 2026-12-01 UTC\n")
    assert [each.version for each in before.exercises] == [each.version for each in after.exercises]
    assert not before.deadlines
    assert [*after.deadlines] == ["biases", "net", "essay"]
    drawn = after.exercises[0].variant(2)
    assert drawn.drawn is not None
    assert drawn.due == after.deadlines["biases"]


def test_an_exercise_comes_before_its_lesson_and_may_change_one_thing(tmp_path: Path) -> None:
    read = course(
        tmp_path,
        "deadline: 2026-12-01 UTC\ndeadlines:\n  week1: 2026-12-08\n  one: {late: {per_day: 2.5%}, grace: 2 h}\n",
    )
    assert read.problems == ()
    assert read.deadlines == {
        "one": Deadline("2026-12-01 23:59:59", "UTC", 7200, LatePoints(0.025)),
        "two": Deadline("2026-12-01 23:59:59", "UTC"),
    }


def test_no_deadline_is_none(tmp_path: Path) -> None:
    assert course(tmp_path, "late: {per_day: 10 %}").deadlines == {}


FAULTS = {
    "deadline: 2026-12-01 23:59": "in 'deadline': found no time zone; expected one, as in 2026-12-01 23:59",
    "deadline: tomorrow UTC": "in 'deadline': found 'tomorrow UTC'; expected a time, such as",
    "deadline: 2026-13-01 UTC": "in 'deadline': found '2026-13-01 UTC'; expected a time, such as",
    "deadline: 2026-12-01 Europe/Berln": "found the time zone 'Europe/Berln'; did you mean 'Europe/Berlin'?",
    "deadline: 2026-12-01 ../../etc/passwd": "found the time zone '../../etc/passwd'; expected a zone",
    "deadline: 2026-03-29 02:30 Europe/Berlin": "there is no 2026-03-29 02:30:00 in Europe/Berlin",
    "deadlin: 2026-12-01 UTC": "unknown key 'deadlin' in the project; did you mean 'deadline'?",
    "grace: 15": "in 'grace': found '15'; expected a time, such as 15 min or 2 h",
    "late: 10 %": "in 'late': found '10 %'; expected {per_day: 10 %, at_most: 50 %}",
    "late: {per_day: 0.1}": "in 'per_day': found '0.1'; expected a share, such as 10 %",
    "late: {per_day: 10 %, most: 50 %}": "unknown key 'most' in 'late'; did you mean 'at_most'?",
    "deadlines: {week3: 2026-12-01 UTC}": "there is no lesson or exercise 'week3'; did you mean 'week",
    "deadlines: {one: {due: 2026-12-01 UTC}}": "unknown key 'due' in 'deadlines'; expected 'deadline', ",
    "deadlines: [one]": "in 'deadlines': found a list; expected lessons or exercises",
}


@pytest.mark.parametrize(("text", "said"), FAULTS.items())
def test_what_is_wrong_is_a_problem_with_its_line(tmp_path: Path, text: str, said: str) -> None:
    [problem] = course(tmp_path, text).problems
    assert said in problem.text
    assert problem.line == 9


def test_a_date_of_mysts_is_no_misspelling(tmp_path: Path) -> None:
    assert course(tmp_path, "date: 2026-12-01").problems == ()


@pytest.mark.parametrize(
    ("time", "zone", "utc"),
    [
        ("2026-12-01 23:59:00", "Europe/Berlin", "2026-12-01 22:59"),  # winter: one hour ahead
        ("2026-07-01 23:59:00", "Europe/Berlin", "2026-07-01 21:59"),  # summer: two
        ("2026-10-25 02:30:00", "Europe/Berlin", "2026-10-25 01:30"),  # that hour comes twice; the second one
        ("2026-03-29 02:30:00", "Europe/Berlin", "2026-03-29 01:30"),  # never comes; as if clocks weren't put forward
        ("2026-11-01 01:30:00", "America/New_York", "2026-11-01 06:30"),  # twice: the second, five hours behind
        ("2026-12-01 12:00:00", "Asia/Kathmandu", "2026-12-01 06:15"),  # five hours and three quarters ahead
        ("2026-12-01 12:00:00", "-03:30", "2026-12-01 15:30"),
        ("2026-12-01 12:00:00", "UTC", "2026-12-01 12:00"),
    ],
)
def test_the_moment_is_the_last_with_that_time(time: str, zone: str, utc: str) -> None:
    assert moment(time, zone).astimezone(UTC).strftime("%Y-%m-%d %H:%M") == utc
    assert is_skipped(time, zone) == (time == "2026-03-29 02:30:00")


def test_a_day_lasts_to_its_end() -> None:
    assert read_time(" 2026-12-05 ") == ("2026-12-05 23:59:59", "")
    assert read_time("2026-12-05T12:00 Europe/Berlin") == ("2026-12-05 12:00:00", "Europe/Berlin")
    with pytest.raises(Unfit):
        read_time("5.12.2026")
