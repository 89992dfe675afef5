"""A lesson whose front matter says `coach: false` is one in which nobody comments on a mistake."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from pathlib import Path

from tests.course.lesson_texts import FRONT, SOLUTION, exercise
from tuitutor.course.markdown import parse_lesson
from tuitutor.course.model import Chapter, Course, Lesson
from tuitutor.engine.attempt import attempt
from tuitutor.engine.events import CellEnded, Graded
from tuitutor.engine.kernel import Kernel
from tuitutor.grading.verdicts import Advice, Verdict
from tuitutor.protocol.events import Event, Executed
from tuitutor.protocol.raised import ErrorInfo, Frame
from tuitutor.protocol.requests import Execute, Request
from tuitutor.workers.scripted import ScriptedLauncher
from tuitutor.workers.worker import Worker

WRONG = "model = 7\nmodle"
CELL = f"```{{code-cell}} ipython3\n{WRONG}\n```\n"


def misspelt(request: Request) -> Iterable[Event]:
    """A worker in which all that runs ends with the NameError of `WRONG`."""
    if isinstance(request, Execute):
        frames = (Frame(request.filename, 2, "<module>", "modle"),)
        error = ErrorInfo("NameError", "name 'modle' is not defined", frames)
        yield Executed(request.child, request.run, "raised", 0.1, error)


def lesson(front: str) -> Lesson:
    found = parse_lesson(front + CELL + exercise() + SOLUTION, Path("lesson.md"))
    assert found.problems == ()
    return found


def said(lesson: Lesson, wrong: str = WRONG) -> tuple[tuple[Advice, ...], tuple[Advice, ...]]:
    """The advice on the lesson's cell, and on an answer to its exercise."""
    course = Course("id", "Title", Path(), (Chapter("", (lesson,)),), "")

    async def both() -> tuple[tuple[Advice, ...], tuple[Advice, ...]]:
        worker = Worker(ScriptedLauncher(misspelt))
        kernel = Kernel(worker, lesson)
        try:
            cell = [event async for event in kernel.run(0, {})][-1]
            answer = [event async for event in attempt(worker, course, lesson.exercises[0], wrong)][-1]
        finally:
            await kernel.close()
            await worker.close()
        assert isinstance(cell, CellEnded)
        assert isinstance(answer, Graded)
        assert answer.grade.verdict is Verdict.FAILED
        assert cell.error is not None  # the error itself is shown anyway
        assert answer.grade.error is not None
        return cell.advice, answer.grade.advice

    return asyncio.run(both())


def test_the_coach_is_silent_where_the_lesson_wants_it() -> None:
    assert said(lesson(FRONT.replace("---\n", "---\ncoach: false\n", 1))) == ((), ())


def test_the_coach_speaks_anywhere_else() -> None:
    for front in (FRONT, FRONT.replace("---\n", "---\ncoach: true\n", 1)):
        of_cell, of_answer = said(lesson(front))
        assert "`model`" in of_cell[0].why + of_cell[0].try_
        assert "`model`" in of_answer[0].why + of_answer[0].try_


def test_of_a_name_that_a_cell_makes_an_answer_is_told_that_the_cell_does_not_run_first() -> None:
    (of_answer,) = said(lesson(FRONT + CELL.replace("model = 7", "modle = 7")), "\nmodle")[1]
    assert of_answer.why.startswith("`modle` is made by a cell of the lesson")
