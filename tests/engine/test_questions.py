"""The answers to questions under tests/answers get the verdict that they name, and are told what they name."""

from __future__ import annotations

import pytest

from tests.engine.answers import answers_to, questions
from tests.engine.grading import PLAIN_ONE, difference, grade
from tuitutor.course.model import Course
from tuitutor.workers.scripted import ScriptedLauncher
from tuitutor.workers.worker import Worker

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.mark.parametrize("label", questions())
async def test_answers_get_the_verdicts_they_name(course: Course, label: str) -> None:
    exercise = next(e for e in course.exercises if e.label == label)
    launcher = ScriptedLauncher(lambda _: [])
    grades = [(each, await grade(Worker(launcher), course, exercise, each, PLAIN_ONE)) for each in answers_to(label)]
    assert [(each.name, wrong) for each, got in grades if (wrong := difference(each, got))] == []
    assert launcher.connections == [], "a question runs nothing"
