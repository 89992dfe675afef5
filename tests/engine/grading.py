"""Grading learners' answers with the real engine, and whether what comes of it is what they name."""

from __future__ import annotations

import asyncio

from msgspec.structs import replace

from tests.engine.answers import Answer
from tuitutor.course.model import Course, Exercise
from tuitutor.engine.attempt import attempt
from tuitutor.engine.events import Graded
from tuitutor.engine.options import RunOptions
from tuitutor.grading.verdicts import Grade, Verdict
from tuitutor.workers.trust import Policy
from tuitutor.workers.worker import Worker

AT_ONCE = asyncio.Semaphore(2)

PLAIN_ONE = RunOptions()  # a learner's own check
IN_WORLDS = replace(PLAIN_ONE, policy=Policy(worlds=True))


async def grade(worker: Worker, course: Course, exercise: Exercise, answer: Answer, options: RunOptions) -> Grade:
    """The grade of an answer to the variant that it names."""
    variant = exercise.variant(answer.variant)
    async with AT_ONCE:
        events = [event async for event in attempt(worker, course, variant, answer.text, options)]
    last = events[-1]
    assert isinstance(last, Graded)
    return last.grade


def text_of(grade: Grade) -> str:
    """All that a learner is told about why it failed."""
    said = [grade.stopped, grade.error.message if grade.error else ""]
    said += [words for advice in grade.advice for words in (advice.why, advice.try_)]
    failed = [result for result in grade.results if not result.passed]
    return " ".join([*said, *(words for result in failed for words in (result.name, result.why, result.found))])


def points_to(grade: Grade, line: int) -> bool:
    """Whether the learner is pointed to a line."""
    lines = [grade.error.line if grade.error else None, *(advice.line for advice in grade.advice)]
    return line in lines or f"line {line} " in grade.stopped


def difference(answer: Answer, got: Grade, in_worlds: bool = False) -> str:
    """How a grade differs from what the answer names; "" where it does not."""
    wanted = answer.in_worlds if in_worlds and answer.in_worlds else answer.verdict
    said = text_of(got)
    if got.verdict is not wanted:
        return f"{got.verdict.value}, expected {wanted.value}: {said}"
    if got.verdict is not Verdict.FAILED:
        return ""
    if answer.told not in said:
        return f"told, without {answer.told!r}: {said}"
    if answer.line is not None and not points_to(got, answer.line):
        return f"not pointed to line {answer.line}: {said}"
    return ""
