"""Answers that crash, hang, flood or exit fail, and the learner is told why and pointed to the line."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.engine.answers import BAD_ANSWERS, read_answer
from tests.engine.grading import PLAIN_ONE, grade, points_to, text_of
from tuitutor.course.model import Course
from tuitutor.grading.verdicts import Verdict
from tuitutor.protocol.limits import Limits
from tuitutor.workers.worker import Worker

LIMITS = {"infinite_loop": Limits(cpu_s=1)}


@pytest.mark.sampled(4)
@pytest.mark.asyncio(loop_scope="session")
@pytest.mark.parametrize("path", sorted(BAD_ANSWERS.glob("*.py")), ids=lambda path: path.stem)
async def test_a_bad_answer_is_told_what_and_where(worker: Worker, course: Course, path: Path) -> None:
    exercise = next(e for e in course.exercises if e.label == "xor")
    answer = read_answer(path)
    options = replace(PLAIN_ONE, limits=LIMITS.get(answer.name, Limits(120, 60)))
    result = await grade(worker, course, exercise, answer, options)
    assert result.verdict is Verdict.FAILED
    assert text_of(result)
    assert answer.line is None or points_to(result, answer.line)
