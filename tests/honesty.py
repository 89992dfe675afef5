"""Writes docs/honesty.md: what has been tried on each exercise. `python -m tests.honesty` writes it again."""

from __future__ import annotations

from pathlib import Path

from tests.adversarial.cases import ATTACKS, HONEST
from tests.engine.answers import ANSWERS, Expected
from tuitutor.course.folder import default_folder
from tuitutor.course.load import load_course
from tuitutor.course.model import Course
from tuitutor.grading.verdicts import Verdict

PAGE = Path(__file__).parents[1] / "docs" / "honesty.md"

HEAD = """\
# What was tried on each exercise

A course that grades must not pass an answer that doesn't deserve it, and must not refuse one that does. These are the
answers that were tried: wrong ones, each with a misconception or a cheat in it, and right ones that look unlike the
solution. `make answers`, a part of `.ci/run`, grades them all with the engine that grades learners; `make course
SEEDS=10` does so with ten seeds. Both fail where a verdict isn't the one below, or where a wrong answer is refused for
another reason than its own. `python -m tests.honesty` rewrites this page; how to add an answer is in
[CONTRIBUTING.md](../CONTRIBUTING.md).

All are graded as a teacher grades them, in worlds ([lesson-format.md](lesson-format.md#worlds)): with other data of the
same kind than the lesson's. The right ones are graded with the lesson's own data too. `neuron-line` and `neuron-bend`
have no other worlds: typing the weights in is the task.
"""
ATTACKS_HEAD = """
## Attacks on the grader

Programs that are after the grader, the machine, the screen or somebody else's answer, and odd honest ones: the corpus
of tests/adversarial, which `make adversarial` grades. Some end as failed. The others were stopped in what they tried,
and the honest answer around them was graded as if nothing had been.
"""


def page(course: Course) -> str:
    """The whole text of docs/honesty.md."""
    labels = [exercise.label for exercise in course.exercises]
    tried = {label: (_tried(label, "bad"), _tried(label, "good")) for label in labels}
    rows = {label: _counts(*answers) for label, answers in tried.items()}
    table = ["| exercise | wrong answers | pass | right answers | refused |", "|---|--:|--:|--:|--:|"]
    table += [_line(f"[{label}](#{label})", row) for label, row in rows.items()]
    table.append(_line("all", [sum(column) for column in zip(*rows.values(), strict=True)]))
    sections = [line for label, answers in tried.items() for line in _section(label, *answers)]
    attacks = [f"- {case.attack} ({case.exercise})" for case in ATTACKS]
    honest = ["", "Odd and honest:", "", *(f"- {case.name.replace('_', ' ')}" for case in HONEST)]
    return "\n".join([HEAD, *table, *sections, ATTACKS_HEAD, *attacks, *honest]) + "\n"


def _line(name: str, row: list[int]) -> str:
    return f"| {name} | {' | '.join(map(str, row))} |"


def _tried(label: str, kind: str) -> list[Expected]:
    return [Expected.read(path) for path in sorted((ANSWERS / label / kind).glob("*.py"))]


def _counts(wrong: list[Expected], right: list[Expected]) -> list[int]:
    passed = [each for each in wrong if each.verdict is Verdict.PASSED]
    refused = [each for each in right if each.verdict is not Verdict.PASSED]
    return [len(wrong), len(passed), len(right), len(refused)]


def _section(label: str, wrong: list[Expected], right: list[Expected]) -> list[str]:
    refused, passed = ([f"- {each.because}" for each in answers] for answers in (wrong, right))
    return ["", f"## {label}", "", "Refused:", "", *refused, "", "Passed:", "", *passed]


if __name__ == "__main__":
    PAGE.write_text(page(load_course(default_folder())), encoding="utf-8")
