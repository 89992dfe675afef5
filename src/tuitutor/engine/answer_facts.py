"""All that is read in an answer's text before it runs."""

from __future__ import annotations

import ast
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from msgspec.structs import replace

from tuitutor.coach import advise
from tuitutor.course.model import Exercise, Lesson
from tuitutor.engine.worlds import makes_own_data
from tuitutor.grading.syntax import parse
from tuitutor.grading.verdicts import Advice
from tuitutor.grading.written import Written, facts_of
from tuitutor.workers.warmth import configures


async def _advise_here(*arguments: Any) -> tuple[Advice, ...]:
    return advise(*arguments)


@dataclass(frozen=True, slots=True)
class Read:
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
    return replace(
        facts_of(exercise.checks, answer, tree),
        untouched=answer.strip() == exercise.starter.strip(),
        state=state,
        configures=tree is not None and configures(ast.walk(tree)),
        own_data=bool(exercise.world) and makes_own_data(lesson, exercise, tree),
    )
