"""A real worker for the corpus, in a folder for temporary files of its own, which it must leave empty."""

from __future__ import annotations

import asyncio
import os
import tempfile
from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio

from tests.adversarial.traps import OWN_HOME
from tests.processes import marked, processes
from tests.waiting import wait_until
from tuitutor.course.folder import default_folder
from tuitutor.workers.local import LocalLauncher
from tuitutor.workers.worker import Worker


@pytest.fixture(scope="module")
def nothing_left(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """In the end no process of ours lives, and no scratch folder is there. The user's home is one of our own."""
    scratch = tmp_path_factory.mktemp("scratch")
    with pytest.MonkeyPatch.context() as patch, marked() as marker:
        name, value = marker.split("=")
        patch.setenv(name, value)
        patch.setenv("TMPDIR", str(scratch))
        patch.setenv("HOME", str(tmp_path_factory.mktemp(OWN_HOME)))
        patch.setattr(tempfile, "tempdir", None)
        yield
        assert wait_until(lambda: not set(processes(marker)) - {os.getpid()}, 30), processes(marker)
        assert wait_until(lambda: not list(scratch.iterdir()), 30), list(scratch.iterdir())


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def worker(nothing_left: None, learner_python: str) -> AsyncIterator[Worker]:
    worker = Worker(LocalLauncher(learner_python, course=default_folder))
    await worker.start()
    yield worker
    await worker.close()


@pytest.fixture(scope="session")
def at_once() -> asyncio.Semaphore:
    """As many are graded at once as CI has cores."""
    return asyncio.Semaphore(2)
