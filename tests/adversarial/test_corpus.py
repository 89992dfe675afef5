"""No attack of the corpus earns a pass, hangs, escapes or leaves anything behind; no honest answer fails."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest

from tests.adversarial.cases import ATTACKS, HONEST, Case
from tests.adversarial.grading import judged
from tuitutor.course.model import Course
from tuitutor.workers.worker import Worker

pytestmark = [pytest.mark.adversarial, pytest.mark.asyncio(loop_scope="session")]

# The honest twins of all attacks: what they become when the attack is taken out. Most are of the same text.
TWINS = {
    (case.exercise, case.twin): Case(f"twin of {case.name}", case.twin, case.exercise, "passed") for case in ATTACKS
}
Grade = Callable[[Case], Awaitable[list[str]]]


@pytest.fixture(scope="module")
def graded(
    worker: Worker,
    course: Course,
    at_once: asyncio.Semaphore,
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
) -> Grade:
    """What is wrong with a case that this session runs. All of them are begun with the first, two at a time."""

    async def one(case: Case) -> list[str]:
        async with at_once:
            if not case.runs_at((await worker.start()).isolation):
                return ["it was not run"]
            return await judged(worker, course, case, tmp_path_factory.mktemp(case.name.replace(" ", "-")))

    tasks: dict[int, asyncio.Task[list[str]]] = {}

    def begin(work: Coroutine[Any, Any, list[str]]) -> asyncio.Task[list[str]]:
        return asyncio.create_task(work)

    async def graded(case: Case) -> list[str]:
        for item in request.session.items if not tasks else ():
            each = getattr(getattr(item, "callspec", None), "params", {}).get("case")
            if isinstance(each, Case) and item.path == Path(__file__):
                tasks[id(each)] = begin(one(each))
        return await tasks[id(case)]

    return graded


def named(cases: list[Case]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("case", cases, ids=lambda case: case.name)


@named(ATTACKS)
async def test_an_attack_is_stopped_as_it_says(graded: Grade, worker: Worker, case: Case) -> None:
    ready = await worker.start()
    assert case.runs_at(ready.isolation), f"this machine promises no {' or '.join(case.needs)}: {ready.isolation}"
    assert await graded(case) == []
    assert worker.restarts == 0


@named(list(TWINS.values()))
async def test_without_the_attack_it_passes(graded: Grade, case: Case) -> None:
    found = [line for line in await graded(case) if not line.startswith("it reported")]
    assert found == []


@named(HONEST)
async def test_an_honest_answer_passes(graded: Grade, case: Case) -> None:
    assert await graded(case) == []
