"""Writes docs/course.md: the table of lessons. `python -m tests.overview` writes it again.

With `--run` all lessons are run first, for the seconds that they take; without it those in the page stay.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import Counter
from math import ceil
from pathlib import Path

from tuitutor.authoring.proofreading import minutes_needed
from tuitutor.course.folder import default_folder
from tuitutor.course.load import load_course
from tuitutor.course.model import Course, Lesson

PAGE = Path(__file__).parents[1] / "docs" / "course.md"

HEAD = """\
# The lessons

For teachers: how long each lesson takes. `tuitutor show LESSON` begins with what it teaches.

- **Minutes** are those of the lesson's head. **Reading and doing** is worked out: 180 words a minute, half a minute for
  a cell, four for an exercise to do, one for a question. `tuitutor lint` reports a lesson that needs more than its
  head says.
- **Running** is the CPU time in seconds of all its cells and solutions, once each, on one core of the machine that
  this page was written on; TensorFlow's start is in it.

[honesty.md](honesty.md) counts the wrong answers that were tried on each exercise, and are refused.

`python -m tests.overview` writes this page again, with `--run` the seconds too.

| lesson | minutes | reading and doing | running, s | exercises |
|---|--:|--:|--:|---|
"""
_ROW = re.compile(r"^\| \[.*\]\(\.\./lessons/(.+)\.md\) \|.*\|.*\| (\d+) \|", re.MULTILINE)


def page(course: Course, seconds: dict[str, int]) -> str:
    """The whole text of docs/course.md; `seconds` are those of running each lesson, by its id."""
    return HEAD + "".join(_row(lesson, seconds.get(lesson.id, 0)) for lesson in course.lessons)


def seconds_in(text: str) -> dict[str, int]:
    """The seconds that a page has."""
    return {lesson: int(seconds) for lesson, seconds in _ROW.findall(text)}


def seconds_of(course: Course) -> dict[str, int]:
    """Run everything, for the seconds of each lesson."""
    command = [sys.executable, "-m", "tuitutor", "lint", "--run", "--json", str(course.folder)]
    told = json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout)
    used = Counter[str]()
    for run in told["trained"]:
        if run["what"] in ("cell", "solution") and not run["world"]:
            used[run["lesson"]] += run["cpu_s"]
    return {lesson: ceil(seconds) for lesson, seconds in used.items()}


def _row(lesson: Lesson, seconds: int) -> str:
    asked = [exercise for exercise in lesson.exercises if exercise.only_asks]
    counts = {"to do": len(lesson.exercises) - len(asked), "to answer": len(asked)}
    exercises = ", ".join(f"{count} {what}" for what, count in counts.items() if count)
    name = f"[{lesson.title}](../lessons/{lesson.path.name})"
    return f"| {name} | {lesson.minutes} | {minutes_needed(lesson):.0f} | {seconds} | {exercises} |\n"


if __name__ == "__main__":
    usual = load_course(default_folder())
    known = seconds_of(usual) if "--run" in sys.argv[1:] else seconds_in(PAGE.read_text())
    PAGE.write_text(page(usual, known), encoding="utf-8")
