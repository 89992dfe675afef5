"""Every cell of every lesson runs as in the app, answers its prediction, and shows the numbers that the text names."""

from __future__ import annotations

import pytest

from tests.shipped import shipped_course
from tuitutor.authoring.lint import train_cells
from tuitutor.course.model import Lesson
from tuitutor.workers.worker import Worker

pytestmark = [pytest.mark.book, pytest.mark.asyncio(loop_scope="session")]


@pytest.mark.parametrize("lesson", shipped_course().lessons, ids=lambda lesson: lesson.id)
async def test_all_cells_of_a_lesson(worker: Worker, lesson: Lesson) -> None:
    cells = [cell async for cell in train_cells(worker, lesson)]
    assert cells
    assert [(cell.place.text, cell.problem, cell.problems) for cell in cells if not cell.ok] == []
