"""Many runs at once all end, and the corpus is as large as it has to be."""

from __future__ import annotations

import pytest

from tests.adversarial.cases import ATTACKS, HONEST
from tests.adversarial.many import many_runs
from tuitutor.workers.worker import Worker

pytestmark = pytest.mark.long


@pytest.mark.asyncio(loop_scope="session")
async def test_runs_at_once_all_end(worker: Worker) -> None:
    await many_runs(worker, 12, 8)
    assert worker.restarts == 0


def test_the_corpus_is_large_enough() -> None:
    assert len(ATTACKS) >= 45
    assert len(HONEST) >= 15
