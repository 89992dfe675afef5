"""Several workers that grade a class: one that ends is started again, one that fails too often is given up."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from dataclasses import replace
from pathlib import Path

import pytest

from tests.classroom.scripted_class import KILLER, Script, answers, small_course
from tuitutor.classroom.batch import batch
from tuitutor.classroom.slots import BEHIND_A_LAUNCHER, ONCE, Retries, Slot
from tuitutor.course.model import Course
from tuitutor.engine.options import RunOptions
from tuitutor.errors import WorkerUnavailable
from tuitutor.grading.verdicts import Verdict
from tuitutor.protocol.events import Waiting
from tuitutor.protocol.isolation import Isolation
from tuitutor.workers.scripted import READY, ScriptedConnection, ScriptedLauncher
from tuitutor.workers.trust import untrusted
from tuitutor.workers.worker import Worker

AT_ONCE = Retries(most=3, pause_s=0.0)
CLASS = {f"learner{number}": f"print({number})" for number in range(6)}
GRADED = dict.fromkeys(CLASS, Verdict.FAILED)
WITH_A_KILLER = {"ada": "print(1)", "bob": KILLER, "cy": "print(2)"}
REFUSED = "'srun' did not start your code's Python: no such partition."


class Flaky(ScriptedLauncher):
    """Starts a worker where the next of `starts` says so, and once there are no more of them never."""

    def __init__(self, script: Script, *starts: bool) -> None:
        super().__init__(script)
        self.tried = 0
        self.failed_thrice = asyncio.Event()
        self._starts = iter(starts)

    async def open(self) -> ScriptedConnection:
        self.tried += 1
        if next(self._starts, False):
            return await super().open()
        if self.tried == 3:
            self.failed_thrice.set()
        raise WorkerUnavailable(REFUSED)


class After(ScriptedLauncher):
    """Starts a worker once an event has come."""

    def __init__(self, event: asyncio.Event) -> None:
        super().__init__(Script())
        self._event = event

    async def open(self) -> ScriptedConnection:
        await self._event.wait()
        return await super().open()


@pytest.fixture
def course(tmp_path: Path) -> Course:
    return small_course(tmp_path)


@pytest.fixture
def messages() -> list[str]:
    return []


async def graded(
    course: Course,
    messages: list[str],
    texts: dict[str, str],
    *launchers: ScriptedLauncher,
    options: RunOptions = RunOptions(),
    retries: Retries = AT_ONCE,
) -> dict[str, Verdict]:
    """The verdicts until the end; `said` has what became of the workers, and the error where it ended in one."""
    workers = [Worker(launcher) for launcher in launchers]
    found: dict[str, Verdict] = {}
    grading = batch(workers, course, answers(course, **texts), options, 1, retries, messages.append)
    try:
        async with aclosing(grading) as results:
            async for answer, outcome in results:
                found[answer.who] = outcome.grade.verdict
    except WorkerUnavailable as error:
        messages.append(f"raised: {error}")
    await asyncio.gather(*(worker.close() for worker in workers))
    return found


async def test_all_workers_grade_and_say_where_they_are(course: Course, messages: list[str]) -> None:
    here, there = ScriptedLauncher(Script(), replace(READY, host="n1")), ScriptedLauncher(Script())
    assert await graded(course, messages, CLASS, here, there) == GRADED
    assert set(messages) == {"Worker 1: Ready on n1, 1 at a time.", "Worker 2: Ready on scripted, 1 at a time."}
    assert all(launcher.connections[0].requests for launcher in (here, there))


async def test_a_worker_that_fails_three_times_in_a_row_is_given_up_and_others_go_on(
    course: Course, messages: list[str]
) -> None:
    bad = Flaky(Script())
    assert await graded(course, messages, CLASS, bad, After(bad.failed_thrice)) == GRADED
    assert bad.tried == 3
    again = f"Worker 1: {REFUSED} Trying again in 0 s."
    ready = "Worker 2: Ready on scripted, 1 at a time."
    assert messages == [again, again, f"Worker 1: {REFUSED} Giving up on it.", ready]


async def test_with_no_worker_left_what_is_graded_is_kept(course: Course, messages: list[str]) -> None:
    launcher = Flaky(Script(), True)
    assert await graded(course, messages, WITH_A_KILLER, launcher) == {"ada": Verdict.FAILED}
    assert launcher.tried == 4
    assert messages[-2:] == [f"{REFUSED} Giving up on it.", f"raised: {REFUSED}"]


async def test_failures_count_only_in_a_row(course: Course, messages: list[str]) -> None:
    launcher = Flaky(Script(), False, False, True, False, False, True)
    found = await graded(course, messages, WITH_A_KILLER, launcher)
    assert found == {"ada": Verdict.FAILED, "bob": Verdict.ERRORED, "cy": Verdict.FAILED}
    assert launcher.tried == 6


async def test_a_worker_without_a_sandbox_is_given_up_at_once(course: Course, messages: list[str]) -> None:
    bare = ScriptedLauncher(Script(), replace(READY, isolation=Isolation()))
    options = RunOptions(policy=untrusted())
    assert await graded(course, messages, CLASS, bare, ScriptedLauncher(Script()), options=options) == GRADED
    assert len(bare.connections) == 1
    assert any("Other people's code is not run here" in line and "Giving up on it." in line for line in messages)


async def test_here_one_failure_is_the_end_and_nothing_else_is_said(course: Course, messages: list[str]) -> None:
    launcher = Flaky(Script())
    assert await graded(course, messages, CLASS, launcher, retries=ONCE) == {}
    assert (launcher.tried, messages) == (1, [f"raised: {REFUSED}"])


async def test_what_many_answers_learn_of_one_worker_is_said_once(messages: list[str]) -> None:
    worker = Worker(ScriptedLauncher(Script()))
    slot = Slot(worker, RunOptions(), 2, AT_ONCE, messages.append)
    await slot.start()
    assert slot.is_ready
    for what in ("Waiting for srun", "Waiting for srun", "", "", "Waiting for srun"):
        slot.hear(Waiting(what))
    for _ in range(2):
        slot.lost("It died.")
    assert messages == ["Ready on scripted, 2 at a time.", "Waiting for srun.", "Waiting for srun.", "It died."]
    assert not slot.is_ready
    await worker.close()


def test_pauses_grow() -> None:
    assert [BEHIND_A_LAUNCHER.pause(ends) for ends in (0, 1, 2, 3, 4, 1000)] == [0, 2, 8, 32, 60, 60]
