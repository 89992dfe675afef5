"""Every attack on every kernel, honest answers with other seeds, and hundreds of runs at every tier: `make soak`."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
import pytest_asyncio

from tests.adversarial.cases import ATTACKS, HONEST, Case
from tests.adversarial.grading import judged
from tests.adversarial.kernels import ONE_A_TIER, TIERS, prefix
from tests.adversarial.many import many_runs
from tuitutor.course.folder import default_folder
from tuitutor.course.model import Course
from tuitutor.workers.local import LocalLauncher
from tuitutor.workers.worker import Worker

pytestmark = pytest.mark.asyncio(loop_scope="session")

SEEDED = [replace(case, name=f"{case.name}, seed {seed}", seed=seed) for case in HONEST for seed in (1, 2, 3)]


@pytest_asyncio.fixture(params=TIERS, ids=lambda mode: mode or "best", scope="module", loop_scope="session")
async def held(request: pytest.FixtureRequest, nothing_left: None, learner_python: str) -> AsyncIterator[Worker]:
    worker = Worker(LocalLauncher(learner_python, prefix(request.param), course=default_folder))
    yield worker
    await worker.close()


async def test_all_attacks(
    held: Worker, course: Course, at_once: asyncio.Semaphore, tmp_path_factory: pytest.TempPathFactory
) -> None:
    isolation = (await held.start()).isolation
    cases = [case for case in ATTACKS if case.runs_at(isolation)]
    assert await _all(cases, held, course, at_once, tmp_path_factory.mktemp("soak")) == {}


@pytest.mark.parametrize("held", [""], indirect=True, ids=["best"], scope="module")
async def test_honest_answers_with_any_seed(
    held: Worker, course: Course, at_once: asyncio.Semaphore, tmp_path: Path
) -> None:
    assert await _all(SEEDED, held, course, at_once, tmp_path) == {}


@pytest.mark.parametrize("held", ONE_A_TIER, indirect=True, ids=lambda mode: mode or "best", scope="module")
@pytest.mark.parametrize(("runs", "together"), [(200, 1), (64, 8)])
async def test_runs_in_a_row_and_at_once(held: Worker, runs: int, together: int) -> None:
    await many_runs(held, runs, together)
    assert held.restarts == 0


async def _all(
    cases: list[Case], worker: Worker, course: Course, at_once: asyncio.Semaphore, folder: Path
) -> dict[str, list[str]]:
    async def one(case: Case) -> list[str]:
        async with at_once:
            return await judged(worker, course, case, folder / case.name)

    found = await asyncio.gather(*map(one, cases))
    return {case.name: lines for case, lines in zip(cases, found, strict=True) if lines}
