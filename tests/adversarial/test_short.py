"""A short form of the corpus: a few cases, and many runs at once. All of it is `make adversarial`."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.adversarial.cases import ATTACKS, HONEST, Case
from tests.adversarial.grading import judged
from tests.adversarial.many import many_runs
from tuitutor.course.model import Course
from tuitutor.workers.worker import Worker

pytestmark = pytest.mark.long

SHORT = {
    "exit_when_measured",
    "second_finished",
    "patched_saving_library",
    "keras_folder",
    "double_fork_daemon",
    "inputs_symlink",
    "saved_and_loaded",
    "subclassed",
}


@pytest.mark.asyncio(loop_scope="session")
async def test_a_few_of_each_kind(worker: Worker, course: Course, at_once: asyncio.Semaphore, tmp_path: Path) -> None:
    async def one(case: Case) -> list[str]:
        async with at_once:
            return await judged(worker, course, case, tmp_path / case.name)

    cases = [case for case in (*ATTACKS, *HONEST) if case.name in SHORT]
    assert len(cases) == len(SHORT)
    found = await asyncio.gather(*map(one, cases))
    assert {case.name: lines for case, lines in zip(cases, found, strict=True) if lines} == {}


@pytest.mark.asyncio(loop_scope="session")
async def test_runs_at_once_all_end(worker: Worker) -> None:
    await many_runs(worker, 12, 8)
    assert worker.restarts == 0


def test_the_corpus_is_large_enough() -> None:
    assert len(ATTACKS) >= 45
    assert len(HONEST) >= 15
