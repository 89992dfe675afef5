"""A real worker for the corpus, in a folder for temporary files of its own, which it must leave empty."""

from __future__ import annotations

import asyncio
import os
import tempfile
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator
from hashlib import sha256

import pytest
import pytest_asyncio

from tests.adversarial.cases import Case
from tests.adversarial.traps import OWN_HOME
from tests.processes import marked, processes
from tests.waiting import wait_until
from tuitutor.course.folder import default_folder
from tuitutor.workers.local import LocalLauncher
from tuitutor.workers.worker import Worker

EACH = 3
"""How many attacks of each kind CI draws, as well as odd honest answers."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """With --drawn TEXT keep so many attacks of each kind: a kind is the promise that stops it, or the screen.

    An attack on the grade needs no promise of the kernel. Which ones are kept is decided by the text alone.
    """
    if not (drawn := config.getoption("--drawn")):
        return
    kinds = defaultdict[tuple[str, ...], list[pytest.Item]](list)
    out = list[pytest.Item]()
    for item in items:
        case = getattr(getattr(item, "callspec", None), "params", {}).get("case")
        if item.get_closest_marker("adversarial") is not None:
            if isinstance(case, Case) and not case.name.startswith("twin of"):
                kinds[getattr(item, "originalname", ""), *case.needs].append(item)
            else:
                out.append(item)
    for cases in kinds.values():
        cases.sort(key=lambda item: sha256(f"{drawn} {item.name}".encode()).digest())
        out += cases[EACH:]
    config.hook.pytest_deselected(items=out)
    items[:] = [item for item in items if item not in out]


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
