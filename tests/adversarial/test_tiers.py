"""On older and stricter kernels, emulated, the worker takes the tier that is left, says so, and keeps its word."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.adversarial.cases import ATTACKS, HONEST, Case
from tests.adversarial.grading import judged
from tests.adversarial.kernels import ONE_A_TIER, TIERS, prefix
from tuitutor.course.folder import default_folder
from tuitutor.course.model import Course
from tuitutor.workers.local import LocalLauncher
from tuitutor.workers.worker import Worker

pytestmark = [pytest.mark.adversarial, pytest.mark.asyncio(loop_scope="session")]

PROMISES = ("files", "network", "processes", "ends")


@pytest_asyncio.fixture(params=TIERS, ids=lambda mode: mode or "best", scope="module", loop_scope="session")
async def mode_and_worker(
    request: pytest.FixtureRequest, nothing_left: None, learner_python: str
) -> AsyncIterator[tuple[str, Worker]]:
    worker = Worker(LocalLauncher(learner_python, prefix(request.param), course=default_folder))
    yield request.param, worker
    await worker.close()


async def test_a_kernel_leaves_its_tier(mode_and_worker: tuple[str, Worker]) -> None:
    mode, worker = mode_and_worker
    isolation = (await worker.start()).isolation
    promised = " ".join(promise for promise in PROMISES if getattr(isolation, promise))
    assert (isolation.tier, promised) == TIERS[mode], isolation.missing
    assert bool(isolation.missing) == (promised != " ".join(PROMISES)), "what is lacking is named"


EMULATED = [mode for mode in TIERS if mode]  # the whole corpus runs at the best tier


@pytest.mark.parametrize("mode_and_worker", EMULATED, indirect=True, scope="module")
async def test_a_tier_keeps_its_promises(
    mode_and_worker: tuple[str, Worker],
    course: Course,
    at_once: asyncio.Semaphore,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    mode, worker = mode_and_worker
    folder = tmp_path_factory.mktemp("tier")  # a socket's path must be short
    isolation = (await worker.start()).isolation
    cases = [case for case in (*ATTACKS, *HONEST) if case.every_tier and case.runs_at(isolation)]
    if mode not in ONE_A_TIER:  # it leads to the same tier in another way, which only cases that walls stop can notice
        cases = [case for case in cases if case.needs]

    async def one(case: Case) -> list[str]:
        async with at_once:
            # a process is confined before it is warmed; what warmth lets it find shows at the best tier and in the soak
            return await judged(worker, course, case, folder / case.name, warm=False)

    found = await asyncio.gather(*map(one, cases))
    assert {case.name: lines for case, lines in zip(cases, found, strict=True) if lines} == {}
    assert worker.restarts == 0
