"""One real worker for the tests of this folder, and the course that ships."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tuitutor.course.folder import default_folder
from tuitutor.course.load import load_course
from tuitutor.course.model import Course
from tuitutor.engine.worker import Worker
from tuitutor.launch.local import LocalLauncher


@pytest.fixture(scope="session")
def course() -> Course:
    return load_course(default_folder())


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def worker(learner_python: str) -> AsyncIterator[Worker]:
    worker = Worker(LocalLauncher(learner_python))
    yield worker
    await worker.close()
