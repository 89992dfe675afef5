"""Facts about an answer before it runs: from its text, and the parts that run first if it builds on other exercises.

A part is the learner's passed answer to such an exercise, or its solution.
"""

from __future__ import annotations

import ast
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from msgspec import structs

from tuitutor.coach import advise
from tuitutor.course.model import Course, Exercise, Lesson
from tuitutor.course.python_cells import without_magics
from tuitutor.engine.worlds import makes_own_data
from tuitutor.grading.syntax import parse
from tuitutor.grading.verdicts import Advice
from tuitutor.grading.written import Written, facts_of
from tuitutor.progress.attempt_record import PastAttempt
from tuitutor.progress.progress import Ledger

_ROOTS = frozenset({"tf", "tensorflow", "keras"})


async def _advise_here(*arguments: Any) -> tuple[Advice, ...]:
    return advise(*arguments)


@dataclass(frozen=True, slots=True)
class ParsedAnswer:
    """What was read in an answer before it runs, and who reads it again for advice, with `coach.advise`'s arguments."""

    written: Written
    advise: Callable[..., Awaitable[tuple[Advice, ...]]] = _advise_here


def facts_of_text(lesson: Lesson, exercise: Exercise, answer: str) -> Written:
    """The facts about an answer to the exercise."""
    state = ""
    if exercise.challenge is not None:
        from tuitutor.playground.address import cut_out  # numpy takes a while, and few exercises ask for a state

        state = cut_out(answer)
    tree = parse(answer)
    return structs.replace(
        facts_of(exercise.checks, answer, tree),
        untouched=answer.strip() == exercise.starter.strip(),
        state=state,
        configures=configures(tree),
        own_data=bool(exercise.world) and makes_own_data(lesson, exercise, tree),
    )


@dataclass(frozen=True, slots=True)
class PartBefore:
    """An exercise on which another builds.

    `own` is the learner's passed answer to it, as plain Python; "" to run the solution. `configures`: `own` configures
    TensorFlow.
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
    for earlier in course.lesson_of(exercise).before(exercise):
        own = passed_answer(earlier, await ledger.attempts_at(earlier.label)) if ledger is not None else ""
        parts.append(PartBefore(earlier, own, configures(parse(own))))
    return tuple(parts)


def passed_answer(exercise: Exercise, attempts: Iterable[PastAttempt]) -> str:
    """The last of the attempts that passed the exercise as it is now, in this variant, as plain Python; "" if none."""
    passed = [
        attempt.code
        for attempt in attempts
        if attempt.grade.verdict.done
        and exercise.has_checks_of(attempt.grade.version, attempt.public_version)
        and attempt.grade.variant == exercise.drawn
    ]
    return without_magics(passed[-1]) if passed else ""


def solved(parts: Sequence[PartBefore]) -> tuple[PartBefore, ...]:
    """The same parts with their solutions, in place of the learner's own answers."""
    return tuple(replace(part, own="", configures=False) for part in parts)


def code_before(course: Course, exercise: Exercise, own: Callable[[Exercise], str]) -> tuple[str, ...]:
    """The programs whose names an answer to the exercise may use: the lesson's setup, and what it builds on.

    `own` gives the learner's answer to an exercise, or "" if there is none that counts; then the solution does.
    """
    lesson = course.lesson_of(exercise)
    parts = (without_magics(own(earlier) or earlier.solution) for earlier in lesson.before(exercise))
    return (*(cell.source for cell in lesson.setup), *parts)


def configures(tree: ast.AST | None) -> bool:
    """Whether code uses `tf.config` or `keras.config`, or sets a backend.

    This may raise after TensorFlow's first operation, so such code runs in a new process. None: invalid Python.
    """
    for node in ast.walk(tree) if tree is not None else ():
        if isinstance(node, ast.Attribute):
            root = isinstance(node.value, ast.Name) and node.value.id in _ROOTS
            found = (root and node.attr == "config") or node.attr == "set_backend"
        elif isinstance(node, ast.ImportFrom):
            found = (node.module or "").split(".")[:2] in (["tensorflow", "config"], ["keras", "config"])
        else:
            found = isinstance(node, ast.Constant) and node.value == "KERAS_BACKEND"
        if found:
            return True
    return False
