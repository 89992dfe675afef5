"""A search for a regular expression ends, whatever the expression and the text are."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.small_course import exercise, lesson, write_course
from tuitutor.course.load import load_course
from tuitutor.course.model import Course
from tuitutor.engine import verifying
from tuitutor.engine.attempt import attempt
from tuitutor.engine.events import Graded
from tuitutor.engine.verifying import endless
from tuitutor.grading.verdicts import Grade, Verdict
from tuitutor.worker.processes import descendants
from tuitutor.workers.worker import Worker

pytestmark = pytest.mark.asyncio(loop_scope="session")

DIGITS = "7" * 60 + "!\n"
SLOW = [
    r"^(\d+ ?)+$",
    r"(a|a)*b",
    r"(.*)*x$",
    r"^(\w+\s?)*$",
    r"(?:.*.*.*.*.*)=",
    r"(x+x+)+y",
]
TEXTS = [DIGITS, "a" * 60, "y" * 60 + "\n", "b" * 60 + "!", "z" * 20_000, "x" * 60]


@pytest.mark.long
@pytest.mark.parametrize(("pattern", "text"), [*zip(SLOW, TEXTS, strict=True)])
async def test_a_search_that_takes_too_long_is_ended(pattern: str, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verifying, "SECONDS", 1)
    assert await endless([pattern, "rank"], text) == {pattern}


async def test_what_ends_is_no_such_search() -> None:
    assert await endless(["^rank: 3$", "é", "(", "a{1,5}"], "rank: 3 é\n" * 100_000) == {"("}  # which is no expression


async def test_a_machine_without_a_cpu_to_give_is_not_waited_for_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verifying, "_HANGING_S", 0.01)
    before = descendants(os.getpid())
    with pytest.raises(TimeoutError):
        await endless([SLOW[0]], DIGITS)  # which would never end
    assert descendants(os.getpid()) == before, "it looks no longer"


@pytest.fixture
def counting(tmp_path: Path) -> Course:
    """A course with one exercise, whose check of what is printed may never end."""
    task = exercise(
        *("Count", "count", "Print digits."),
        starter="print(0)",
        checks="- stdout: {matches: '^(\\d+ ?)+$'}",
        hints=["Seven."],
        solution="print(7)",
        why="So it is.",
    )
    course = load_course(write_course(tmp_path / "course", {"All": {"a.md": lesson("A", "B.", task)}}))
    assert course.all_problems == ()
    return course


async def grade_of(worker: Worker, course: Course, answer: str) -> Grade:
    *_, last = [event async for event in attempt(worker, course, course.exercises[0], answer)]
    assert isinstance(last, Graded)
    return last.grade


@pytest.mark.spine
async def test_an_answer_cannot_hang_who_grades_it(worker: Worker, counting: Course) -> None:
    verdicts = [(await grade_of(worker, counting, each)).verdict for each in ("print('7' * 60 + '!')", "print('7 8')")]
    assert verdicts == [Verdict.FAILED, Verdict.PASSED]


async def test_no_answer_fails_since_the_machine_has_no_cpu(
    worker: Worker, counting: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verifying, "_HANGING_S", 0.0)
    grade = await grade_of(worker, counting, "print('7 8')")
    assert grade.verdict is Verdict.ERRORED
    assert grade.problem == "The machine is too busy to look through what was printed; run it again later."
