"""What holds for all tests."""

from __future__ import annotations

import gc
import os
import re
import signal
import sys
from collections import Counter
from collections.abc import AsyncIterator, Generator
from pathlib import Path

import pytest
import pytest_asyncio
from hypothesis import settings

from tests.cost import CostReport
from tests.shipped import shipped_course
from tuitutor.course.folder import default_folder
from tuitutor.course.model import Course
from tuitutor.workers.local import LocalLauncher
from tuitutor.workers.worker import Worker

os.environ["TEXTUAL_COLOR_SYSTEM"] = "truecolor"  # whatever the terminal that the tests run in
os.environ["TUITUTOR_NICE"] = "0"  # or what else is tested at the same time would come first
os.environ["TUITUTOR_TRUST_COURSE"] = "1"  # the tests' courses are our own; tests of trust take it away
os.environ["TUITUTOR_HIDDEN_ERRORS"] = "raise"  # or a mistake in what measures a program would be a missing fact
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # as of what a shell starts in the background
    signal.signal(signal.SIGINT, signal.default_int_handler)

# A time limit for each example fails on a busy machine and says nothing of the code.
# `make test` tries few examples of each property; `--hypothesis-profile=thorough` tries as many as usual.
settings.register_profile("tuitutor", deadline=None, max_examples=25)
settings.register_profile("thorough", deadline=None)
settings.load_profile("tuitutor")

# Learners' answers, whatever they call their files, are no tests.
collect_ignore = [
    "answers",
    *(f"adversarial/{folder}" for folder in ("attacks", "honest", "twins")),
    "coach/mistakes",
    "faults/known",
    "faults/healthy",
]


def pytest_configure(config: pytest.Config) -> None:
    """Give each process that grades answers by the hundred a core of its own: threads that share two wait busily.

    The process that started them writes down what they graded.
    """
    if config.getoption("--cost"):
        config.pluginmanager.register(CostReport())
    name = os.environ.get("PYTEST_XDIST_WORKER", "")
    if name and config.option.markexpr == "answers" and hasattr(os, "sched_setaffinity"):
        cores = sorted(os.sched_getaffinity(0))
        os.sched_setaffinity(0, {cores[int(name.removeprefix("gw")) % len(cores)]})
    if not name and config.option.markexpr == "answers":
        from tests.engine.graded import Writer

        config.pluginmanager.register(Writer())


def pytest_addoption(parser: pytest.Parser) -> None:
    """What `make other-pythons`, `make course` and `make class` ask for."""
    parser.addoption("--python", default=None, help="the path of another Python with Keras, to run learner code in")
    parser.addoption("--seeds", default=1, type=int, help="grade each answer with so many seeds")
    parser.addoption("--learners", default=16, type=int, help="how many hand in to the class of tests/cluster")
    parser.addoption("--cost", action="store_true", help="report the CPU time of the dearest tests, and of each folder")
    parser.addoption("--drawn", default="", metavar="TEXT", help="grade what this text draws: CI gives a commit's hash")
    parser.addoption("--each-kind", action="store_true", help="with --drawn: each kind of check fails, too")


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Look for no garbage while modules and tests are made, and never again among them, as they all stay.

    That would take a fifth of the time of collecting, in each process, and a part of the time of each test.
    """
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


SEPARATE = ("adversarial", "answers", "book", "install", "long", "soak")
"""Tests with one of these marks run only where `-m` names it."""

MARK_OF_FILE = re.compile(r"^pytestmark = .*pytest\.mark\.(adversarial|answers|book|install|long|soak)\b", re.MULTILINE)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Don't even import a file all of whose tests are of a target that doesn't run now: corpora take time to read."""
    if collection_path.suffix != ".py" or config.getoption("--python") is not None:
        return None
    marks = MARK_OF_FILE.findall(collection_path.read_text(encoding="utf-8"))
    return True if any(mark not in config.option.markexpr for mark in marks) else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what takes minutes unless asked for, what needs another Python, and as root what root cannot fail."""
    other_python = config.getoption("--python") is not None
    left_out = cases_left_out(items, times=3 if other_python else 1)
    senseless = ["ordinary_user"] if os.geteuid() == 0 else []
    if not other_python:
        senseless.append("other_python")
    senseless += [name for name in SEPARATE if name not in config.option.markexpr]

    kept, out = list[pytest.Item](), list[pytest.Item]()
    for item in items:
        marks = {mark.name for mark in item.iter_markers()}
        if other_python and "any_python" in marks:
            marks.discard("long")  # nothing else tries them there
        if item in left_out:
            marks.add("long")
            item.add_marker("long")
        (kept if marks.isdisjoint(senseless) else out).append(item)
    if out:
        config.hook.pytest_deselected(items=out)
        items[:] = kept


def cases_left_out(items: list[pytest.Item], times: int) -> set[pytest.Item]:
    """Of a test that is `sampled`, all cases but the first and every so many more: these are long.

    So many `times` as many are tried in another Python: its Keras has other insides.
    """
    seen, left_out = Counter[str](), set[pytest.Item]()
    for item in items:
        if (sampled := item.get_closest_marker("sampled")) is not None:
            [every] = sampled.args
            test = item.nodeid.partition("[")[0]
            if seen[test] % max(1, every // times):
                left_out.add(item)
            seen[test] += 1
    return left_out


@pytest.fixture(scope="session")
def learner_python(pytestconfig: pytest.Config) -> str:
    """The Python that runs learner code: ours, or that of `--python`, as an absolute path."""
    named = pytestconfig.getoption("--python")
    return str(Path(named).absolute()) if named else sys.executable


@pytest.fixture(scope="session")
def course() -> Course:
    """The course that ships."""
    return shipped_course()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def worker(learner_python: str) -> AsyncIterator[Worker]:
    """One real worker for all tests of a process that ask for it."""
    worker = Worker(LocalLauncher(learner_python, course=default_folder))  # lessons read the course's own files
    await worker.start()
    yield worker
    await worker.close()


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that Python finds packages in."""
    folder = tmp_path / "site"
    folder.mkdir()
    monkeypatch.syspath_prepend(folder)
    return folder
