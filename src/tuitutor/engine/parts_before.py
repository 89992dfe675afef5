"""What runs before an answer that builds on other exercises: answers to those, the learner's own or their solutions."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from tuitutor.course.model import Course, Exercise
from tuitutor.course.python_cells import without_magics
from tuitutor.grading.syntax import parse
from tuitutor.progress.past import PastAttempt
from tuitutor.progress.progress import Ledger
from tuitutor.workers.warmth import configures


@dataclass(frozen=True, slots=True)
class PartBefore:
    """An exercise that another builds on. `own` is the learner's passed answer to it, as plain Python; "" if none is
    known, or it is not to be used. `configures`: that answer configures TensorFlow.
    """

    exercise: Exercise
    own: str = ""
    configures: bool = False

    @property
    def source(self) -> str:
        """What runs: the learner's own answer, or else the solution; "" if there is neither."""
        return self.own or without_magics(self.exercise.solution)

    @property
    def filename(self) -> str:
        """What tracebacks call it."""
        return self.exercise.filename if self.own else f"solution of {self.exercise.label}"


async def parts_before(course: Course, exercise: Exercise, ledger: Ledger | None) -> tuple[PartBefore, ...]:
    """What runs before an answer to the exercise, in order; without a `ledger` no own answer is known."""
    parts = []
    for each in course.lesson_of(exercise).before(exercise):
        own = passed_answer(each, await ledger.attempts_at(each.label)) if ledger is not None else ""
        tree = parse(own) if own else None
        parts.append(PartBefore(each, own, tree is not None and configures(ast.walk(tree))))
    return tuple(parts)


def passed_answer(exercise: Exercise, attempts: Iterable[PastAttempt]) -> str:
    """The last of the attempts that passed the exercise as it is now, in this variant, as plain Python; "" if none."""
    passed = [
        kept.code
        for kept in attempts
        if kept.grade.verdict.done and kept.grade.version == exercise.version and kept.grade.variant == exercise.drawn
    ]
    return without_magics(passed[-1]) if passed else ""


def solved(parts: Sequence[PartBefore]) -> tuple[PartBefore, ...]:
    """The same parts with their solutions, in place of the learner's own answers."""
    return tuple(replace(each, own="", configures=False) for each in parts)


def code_before(course: Course, exercise: Exercise, own: Callable[[Exercise], str]) -> tuple[str, ...]:
    """The programs whose names an answer to the exercise may use: the lesson's setup, and what it builds on.

    `own` gives the learner's answer to an exercise, or "" if there is none that counts; then the solution does.
    """
    lesson = course.lesson_of(exercise)
    parts = (without_magics(own(each) or each.solution) for each in lesson.before(exercise))
    return (*(cell.source for cell in lesson.setup), *parts)
