"""Writes docs/honesty.md: what has been tried on each exercise. `python -m tests.honesty` writes it anew."""

from __future__ import annotations

from pathlib import Path

from tests.adversarial.cases import ATTACKS, HONEST
from tests.engine.answers import ANSWERS, Expected
from tuitutor.course.folder import default_folder
from tuitutor.course.load import load_course
from tuitutor.course.model import Course, Exercise
from tuitutor.grading.verdicts import Verdict

PAGE = Path(__file__).parents[1] / "docs" / "honesty.md"

HEAD = """\
# What was tried on each exercise

A course that grades must not pass an answer that doesn't deserve it, and must not refuse one that does. These are the
answers that were tried: wrong ones, each with a misconception or a cheat in it, and right ones that look unlike the
solution. `make answers`, a part of `.ci/run`, grades them all with the engine that grades learners; `make course
SEEDS=10` does so with ten seeds. Both fail where a verdict isn't the one below, or where a wrong answer is refused for
another reason than its own. `python -m tests.honesty` writes this page anew; how to add an answer is in
[CONTRIBUTING.md](../CONTRIBUTING.md).
"""
ATTACKS_HEAD = """
## Attacks on the grader

Programs that are after the grader, the machine, the screen or somebody else's answer, and odd honest ones: the corpus
of tests/adversarial, which `make adversarial` grades. Some end as failed. The others were stopped in what they tried,
and the honest answer around them was graded as if nothing had been.
"""


def page(course: Course) -> str:
    """The whole text of docs/honesty.md."""
    exercises = [exercise for lesson in course.lessons for exercise in lesson.exercises]
    rows = [_row(exercise) for exercise in exercises]
    table = ["| exercise | wrong answers | pass | right answers | refused |", "|---|--:|--:|--:|--:|"]
    for exercise, row in zip(exercises, rows, strict=True):
        table.append(_line(f"[{exercise.label}](#{exercise.label})", row))
    table.append(_line("all", [sum(column) for column in zip(*rows, strict=True)]))
    sections = [line for exercise in exercises for line in _section(exercise)]
    attacks = [f"- {case.attack} ({case.exercise})" for case in ATTACKS]
    honest = ["", "Odd and honest:", "", *(f"- {case.name.replace('_', ' ')}" for case in HONEST)]
    return "\n".join([HEAD, *table, *sections, ATTACKS_HEAD, *attacks, *honest]) + "\n"


def _line(name: str, row: list[int]) -> str:
    return f"| {name} | {' | '.join(map(str, row))} |"


def _row(exercise: Exercise) -> list[int]:
    wrong, right = _tried(exercise, "bad"), _tried(exercise, "good")
    passed = [each for each in wrong if each.verdict is Verdict.PASSED]
    refused = [each for each in right if each.verdict is not Verdict.PASSED]
    return [len(wrong), len(passed), len(right), len(refused)]


def _tried(exercise: Exercise, kind: str) -> list[Expected]:
    return [Expected.read(path) for path in sorted((ANSWERS / exercise.label / kind).glob("*.py"))]


def _section(exercise: Exercise) -> list[str]:
    wrong = [f"- {each.because}" for each in _tried(exercise, "bad")]
    right = [f"- {each.because}" for each in _tried(exercise, "good")]
    return ["", f"## {exercise.label}", "", "Refused:", "", *wrong, "", "Passed:", "", *right]


if __name__ == "__main__":
    PAGE.write_text(page(load_course(default_folder())), encoding="utf-8")
