"""Exercises that build on others, graded by real workers: whose answers run first, and what that may change."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing
from pathlib import Path

import pytest

from tests.small_course import cell, exercise, lesson, write_course
from tuitutor.course.load import load_course
from tuitutor.course.model import Course, Exercise
from tuitutor.engine.answer_facts import code_before
from tuitutor.engine.attempt import attempt
from tuitutor.engine.events import AttemptEvent, Graded, Remark
from tuitutor.engine.options import RunOptions
from tuitutor.grading.verdicts import Grade, Verdict
from tuitutor.progress.store import Store
from tuitutor.protocol.events import Output
from tuitutor.workers.worker import Worker

pytestmark = pytest.mark.asyncio(loop_scope="session")

SQUARES = "def squares(n):\n    return [i * i for i in range(1, n + 1)]"
OTHER_SQUARES = "def _one(i):\n    return i**2\nsquares = lambda n: [_one(i) for i in range(1, n + 1)]\nprint('a')"
MEASURE = """\
```{code-cell} ipython3
:tags: [measure, skip-execution]
:in-place: true

right = squares(3) == [1, 4, 9]
```"""
CHECKS = "- variable: {right: {equals: true}}\n  name: squares"


def builds_on(text: str, label: str, after: str) -> str:
    return text.replace(f":label: {label}\n", f":label: {label}\n:after: {after}\n")


@pytest.fixture
def course(tmp_path: Path) -> Course:
    first = exercise("Squares", "squares", "Write `squares`." + "\n\n" + MEASURE, starter="squares = None",
                     checks=CHECKS, hints=[], solution=SQUARES, why="So.")  # fmt: skip
    second = exercise("Their sum", "total", "Add them.", starter="# total is",
                      checks="- variable: {total: {equals: 14}}\n  name: total",
                      hints=[], solution="total = sum(squares(3))", why="So.")  # fmt: skip
    third = exercise("Again", "again", "Again." + "\n\n" + MEASURE.replace("squares(3)", "n == 3 and squares(3)"),
                     starter="# or not", checks=CHECKS, hints=[], solution="squares = squares", why="")  # fmt: skip
    text = lesson("L", "One.", cell("n = 3\ndata = [1, 2]", "setup"), first, builds_on(second, "total", "squares"),
                  builds_on(third, "again", "squares"))  # fmt: skip
    course = load_course(write_course(tmp_path / "course", {"L": {"l.md": text}}))
    assert course.all_problems == ()
    return course


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.open(tmp_path / "state", "small")


async def events_of(
    worker: Worker, course: Course, label: str, answer: str, store: Store | None = None
) -> list[AttemptEvent]:
    asked = next(each for each in course.exercises if each.label == label)
    events: AsyncGenerator[AttemptEvent] = attempt(worker, course, asked, answer, RunOptions(), store)
    async with aclosing(events):
        return [event async for event in events]


def grade_in(events: list[AttemptEvent]) -> Grade:
    assert isinstance(events[-1], Graded)
    return events[-1].grade


async def test_the_solution_runs_first_where_nothing_was_passed(course: Course, worker: Worker) -> None:
    for answer, verdict in (("total = sum(squares(n))", Verdict.PASSED), ("total = 0", Verdict.FAILED)):
        assert grade_in(await events_of(worker, course, "total", answer)).verdict is verdict


@pytest.mark.spine
async def test_the_learners_own_passed_answer_runs_first_unseen(course: Course, worker: Worker, store: Store) -> None:
    assert grade_in(await events_of(worker, course, "squares", OTHER_SQUARES, store)).verdict is Verdict.PASSED
    await events_of(worker, course, "squares", "squares = None", store)  # a later one that failed doesn't count
    events = await events_of(worker, course, "total", "total = _one(1) + _one(2) + _one(3)", store)
    grade = grade_in(events)
    assert grade.verdict is Verdict.PASSED, "it uses what only the own answer defines, and nothing was printed"
    assert not [event for event in events if isinstance(event, Output)]


@pytest.mark.long
async def test_an_own_answer_never_fails_the_next_one_wrongly(course: Course, worker: Worker, store: Store) -> None:
    stubborn = (
        "calls = []\ndef squares(n):\n    calls.append(n)\n    return [i * i for i in range(1, n + 1)] * len(calls)"
    )
    assert grade_in(await events_of(worker, course, "squares", stubborn, store)).verdict is Verdict.PASSED
    right = "squares(3)\ntotal = sum(squares(3))"
    events = await events_of(worker, course, "total", right, store)
    assert grade_in(events).verdict is Verdict.PASSED
    assert any(isinstance(event, Remark) and "after their solutions it passes" in event.text for event in events)
    wrong = grade_in(await events_of(worker, course, "total", "total = 13", store))
    assert (wrong.verdict, wrong.results[0].found) == (Verdict.FAILED, "value 13")


@pytest.mark.long
async def test_nothing_of_an_earlier_answer_takes_the_place_of_what_is_graded(
    course: Course, worker: Worker, store: Store
) -> None:
    """It does the work of the next one too, and changes what the setup made."""
    does_all = SQUARES + "\nn = 99\ntotal = 14"
    assert grade_in(await events_of(worker, course, "squares", does_all, store)).verdict is Verdict.PASSED
    assert grade_in(await events_of(worker, course, "total", "# total is", store)).verdict is Verdict.FAILED
    for answer, verdict in (("squares = squares", Verdict.PASSED), ("squares = lambda n: [0]", Verdict.FAILED)):
        assert grade_in(await events_of(worker, course, "again", answer, store)).verdict is verdict


@pytest.mark.long
async def test_an_own_answer_that_no_longer_runs_makes_way_for_the_solution(
    course: Course, worker: Worker, store: Store, tmp_path: Path
) -> None:
    """It passed, and now it raises: it needs what the lesson no longer has."""
    needs = "data[1]\n" + SQUARES
    assert grade_in(await events_of(worker, course, "squares", needs, store)).verdict is Verdict.PASSED
    path = course.folder / "l.md"
    path.write_text(path.read_text().replace("data = [1, 2]", "data = []"))
    events = await events_of(worker, load_course(course.folder), "total", "total = sum(squares(3))", store)
    assert grade_in(events).verdict is Verdict.PASSED
    assert any(isinstance(event, Remark) and "its solution ran first instead" in event.text for event in events)


async def test_what_a_draft_may_use_is_the_setup_and_what_it_builds_on(course: Course) -> None:
    _, total, _ = course.exercises
    setup = "n = 3\ndata = [1, 2]"
    assert code_before(course, total, lambda _: "") == (setup, SQUARES)
    assert code_before(course, total, lambda each: f"%time own = '{each.label}'") == (setup, "# %time own = 'squares'")
    assert code_before(course, course.exercises[0], lambda _: "own") == (setup,)


async def test_without_answer_and_solution_nobody_fails(course: Course, worker: Worker) -> None:
    from msgspec.structs import replace

    lesson = course.lessons[0]
    blocks = [
        replace(each, solution="") if isinstance(each, Exercise) and each.label == "squares" else each
        for each in lesson.blocks
    ]
    chapter = replace(course.chapters[0], lessons=(replace(lesson, blocks=tuple(blocks)),))
    grade = grade_in(await events_of(worker, replace(course, chapters=(chapter,)), "total", "total = 14"))
    assert grade.verdict is Verdict.ERRORED
    assert grade.problem == "An answer to 'squares' has to run first; pass that exercise, then run this again."
