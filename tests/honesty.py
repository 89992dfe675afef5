"""What has been tried on each exercise, and on the grader.

`python -m tests.honesty` writes docs/honesty.md again; with labels of exercises it prints the answers to these, and
with `attacks` the attacks.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from tests.adversarial.cases import ATTACKS, HONEST
from tests.engine.answers import answers_to
from tests.shipped import shipped_course
from tuitutor.course.model import Course

PAGE = Path(__file__).parents[1] / "docs" / "honesty.md"

HEAD = """\
# What was tried on each exercise

For teachers and authors. A course that grades must not pass an answer that doesn't deserve it, and must not refuse one
that does. So wrong answers are tried, each with a misconception or a cheat in it, and right ones that look unlike the
solution. `make answers` grades them with the engine that grades learners, and `make course SEEDS=10` does so with ten
seeds; answers to questions are graded by `make test`. A wrong answer that passes is a failure, and so are a right one
that doesn't, and a wrong one that is refused for another reason than its own. How to add an answer is in
[CONTRIBUTING.md](../CONTRIBUTING.md).

All are graded as a teacher grades them, in worlds ([lesson-format.md](lesson-format.md#worlds)): with other data of the
same kind than the lesson's. The right ones are graded with the lesson's own data too. `neuron-line` and `neuron-bend`
have no other worlds: typing the weights in is the task.

`make adversarial` grades {attacks} programs that are after the grader, the machine, the screen or somebody else's
answer, and {odd} odd but honest ones.

`python -m tests.honesty xor` prints the answers to an exercise with the reason for each, `python -m tests.honesty
attacks` the attacks. Without a word behind it, it writes this page again.

| exercise | wrong answers | right answers |
|---|--:|--:|
"""


def page(course: Course) -> str:
    """The whole text of docs/honesty.md."""
    rows = [(exercise.label, *_counts(exercise.label)) for exercise in course.exercises]
    rows.append(("all", sum(wrong for _, wrong, _ in rows), sum(right for *_, right in rows)))
    table = "".join(f"| {label} | {wrong} | {right} |\n" for label, wrong, right in rows)
    return HEAD.format(attacks=len(ATTACKS), odd=len(HONEST)) + table


def _counts(label: str) -> tuple[int, int]:
    right = [answer.is_right for answer in answers_to(label)]
    return right.count(False), right.count(True)


def tried(label: str) -> Iterator[str]:
    """The answers to an exercise, or the attacks, each on a line with what is odd or wrong about it."""
    if label == "attacks":
        yield from (f"{case.exercise}: {case.attack}" for case in ATTACKS)
        yield from (f"{case.exercise}, honest: {case.name.replace('_', ' ')}" for case in HONEST)
    for answer in answers_to(label):
        yield f"{answer.verdict.value}: {answer.name}: {answer.because}"


if __name__ == "__main__":
    for name in sys.argv[1:]:
        lines = list(tried(name))
        print("\n".join(lines) if lines else f"There is no exercise '{name}'.")
    if not sys.argv[1:]:
        PAGE.write_text(page(shipped_course()), encoding="utf-8")
