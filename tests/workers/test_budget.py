"""A session's CPU time: added up over workers, reported near its end, and refused after it, never as a failure."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.small_course import cell, exercise, lesson, write_course
from tests.waiting import wait_until
from tuitutor.course.load import load_course
from tuitutor.course.model import Course
from tuitutor.engine.attempt import attempt
from tuitutor.engine.events import CellEnded, Graded, KernelEvent
from tuitutor.engine.kernel import Kernel
from tuitutor.engine.options import RunOptions
from tuitutor.errors import BudgetSpent, Remedy, WorkerError, WorkerUnavailable
from tuitutor.grading.verdicts import Grade, Verdict
from tuitutor.protocol.events import ChildEnded, Event, Executed, Measured, Spent
from tuitutor.protocol.facts import ProgramFacts
from tuitutor.protocol.limits import Limits
from tuitutor.protocol.requests import Execute, Measure, Request, Start, Stop
from tuitutor.workers.budget import Budget
from tuitutor.workers.scripted import ScriptedLauncher
from tuitutor.workers.worker import Worker


def task(label: str, checks: str, solution: str) -> str:
    return exercise("T", label, "Do it.", starter="# here", checks=checks, hints=[], solution=solution, why="So.")


COUNTS = lesson(
    "Counts",
    "Count.",
    cell("size = 4"),
    cell("size * 2"),
    task("print", "- stdout: {matches: '4'}", "print(4)"),
    task("choose", "- question: {choices: [3, 4], answer: 4}", "# answer: 4"),
)


@dataclass
class Burning:
    """A worker's answers: every execution uses a number of seconds of CPU time, or is killed for it."""

    seconds: float = 0.0
    killed: bool = False
    total: float = 0.0
    requests: list[Request] = field(default_factory=list)

    def __call__(self, request: Request) -> Iterable[Event]:
        self.requests.append(request)
        match request:
            case Execute():
                self.total += self.seconds
                yield Spent(request.child, self.total)
                ended = ChildEnded(request.child, "cpu")
                yield ended if self.killed else Executed(request.child, request.run, "ok", 0.1)
            case Measure():
                yield Spent(request.child, self.total)
                yield Measured(request.child, request.run, ProgramFacts(None, None, None))
            case Stop():
                yield ChildEnded(request.child, "stopped")

    @property
    def cpu_limits(self) -> list[float]:
        return [request.limits.cpu_s for request in self.requests if isinstance(request, Start)]


@pytest.fixture
def course(tmp_path: Path) -> Course:
    return load_course(write_course(tmp_path / "course", {"Counting": {"counts.md": COUNTS}}))


def of_minutes(minutes: float, script: Burning) -> tuple[Worker, ScriptedLauncher]:
    launcher = ScriptedLauncher(script)
    return Worker(launcher, budget=Budget(60 * minutes)), launcher


async def graded(worker: Worker, course: Course, label: str = "print", answer: str = "print(4)") -> Grade:
    found = next(e for e in course.lessons[0].exercises if e.label == label)
    events = [event async for event in attempt(worker, course, found, answer)]
    assert isinstance(events[-1], Graded)
    return events[-1].grade


async def ran(worker: Worker, course: Course, index: int, options: RunOptions = RunOptions()) -> list[KernelEvent]:
    kernel = Kernel(worker, course.lessons[0], options)
    events = [event async for event in kernel.run(index, {})]
    await kernel.close()
    return events


async def test_a_run_past_the_end_is_refused_before_it_starts(course: Course) -> None:
    script = Burning(seconds=120)
    worker, _ = of_minutes(2, script)
    await graded(worker, course)
    asked = len(script.requests)
    spent = r"All 2 CPU minutes of this session are used up; .* or train in a job\.$"
    with pytest.raises(BudgetSpent, match=spent) as refused:
        await graded(worker, course)
    assert refused.value.remedy == Remedy.MORE_CPU
    with pytest.raises(BudgetSpent, match="All 2 CPU minutes"):
        await ran(worker, course, 0)
    assert not [request for request in script.requests[asked:] if not isinstance(request, Stop)]
    assert (await graded(worker, course, "choose", "# answer: 4")).verdict is Verdict.PASSED  # runs nothing
    await worker.close()


async def test_the_first_cell_that_needs_more_is_run_to_its_end(course: Course) -> None:
    worker, _ = of_minutes(1, Burning(seconds=70))
    kernel = Kernel(worker, course.lessons[0])
    assert [event.outcome async for event in kernel.run(1, {}) if isinstance(event, CellEnded)] == ["ok", "ok"]
    with pytest.raises(BudgetSpent):
        _ = [event async for event in kernel.run(1, {})]
    await worker.close()


async def test_what_workers_used_is_added_up_though_they_are_replaced(course: Course) -> None:
    script = Burning(seconds=25)
    worker, launcher = of_minutes(1, script)
    for _ in range(2):
        await graded(worker, course)
        await launcher.connections[-1].lose()
        assert await asyncio.to_thread(wait_until, lambda: launcher.connections[-1].closed, 20)
        script.total = 0.0
    assert worker.budget.spent_s == 50
    assert len(launcher.connections) == 2
    await graded(worker, course)
    with pytest.raises(BudgetSpent):
        await graded(worker, course)
    await worker.close()


def test_it_is_no_missing_worker() -> None:
    assert issubclass(BudgetSpent, WorkerError)
    assert not issubclass(BudgetSpent, WorkerUnavailable)


async def test_the_learner_is_told_once_when_most_is_used(course: Course) -> None:
    worker, _ = of_minutes(60, Burning(seconds=60 * 24))
    told = []
    for _ in range(3):
        await graded(worker, course)
        told.append(worker.budget.warning())
    assert [sentence[:51] for sentence in told] == ["", "48 of this session's 60 CPU minutes are used. For m", ""]
    await worker.close()


@pytest.mark.parametrize(
    ("used", "of", "told"),
    [(9.99, 12, "9.9 of this session's 12 CPU"), (10.5, 12, "10 of this session's 12 CPU"), (13, 12, "12 of this")],
)
def test_minutes_are_told_rounded_down_and_never_as_more_than_there_are(used: float, of: float, told: str) -> None:
    budget = Budget(60 * of)
    budget.note("a worker", 60 * used)
    assert budget.warning().startswith(told)


async def test_a_run_near_the_end_gets_what_is_left_and_a_grace(course: Course) -> None:
    script = Burning(seconds=50)
    worker, _ = of_minutes(4, script)
    for _ in range(5):
        await graded(worker, course)
    assert script.cpu_limits == [180, 180, 150, 100, 50]
    await worker.close()


async def test_a_run_that_is_cut_short_is_no_failure_of_the_learners(course: Course) -> None:
    worker, _ = of_minutes(1, Burning(seconds=70, killed=True))
    grade = await graded(worker, course)
    assert (grade.verdict, grade.stopped) == (Verdict.ERRORED, "")
    assert grade.problem.startswith("Stopped: the CPU minutes of this session are used up; leave and")
    await worker.close()
    worker, _ = of_minutes(1, Burning(seconds=70, killed=True))
    ended = (await ran(worker, course, 0))[-1]
    assert isinstance(ended, CellEnded)
    assert ended.message.startswith("Stopped: the CPU minutes of this session are used up; leave and")
    await worker.close()


async def test_a_run_that_meets_its_own_limit_is_told_so(course: Course) -> None:
    worker, _ = of_minutes(60, Burning(seconds=180, killed=True))
    grade = await graded(worker, course)
    assert (grade.verdict, grade.stopped[:40]) == (Verdict.FAILED, "Stopped: the limit of 180 s of CPU time "[:40])
    await worker.close()


async def test_without_a_budget_nothing_is_bounded_or_told(course: Course) -> None:
    script = Burning(seconds=1e6)
    worker, _ = of_minutes(0, script)
    await graded(worker, course)
    await graded(worker, course)
    assert worker.budget.warning() == ""
    assert script.cpu_limits == [180, 180]
    await worker.close()


BURN = "import time\nuntil = time.process_time() + {}\nwhile time.process_time() < until: pass\nprint(4)"


@pytest.mark.spine
@pytest.mark.asyncio(loop_scope="session")
async def test_a_real_worker_says_what_it_used(course: Course, worker: Worker) -> None:
    """About 0.7 s of a run is the child's own start."""
    for seconds in (0.2, 1.5):
        before = worker.budget.spent_s
        grade = await graded(worker, course, answer=BURN.format(seconds))
        assert (grade.verdict, grade.problem) == (Verdict.PASSED, "")
        assert seconds <= worker.budget.spent_s - before < seconds + 5


SECONDS = st.floats(0.1, 1e4)


@given(SECONDS, st.lists(st.lists(st.floats(0, 1e4), max_size=5), max_size=5))
def test_readings_never_take_anything_back(seconds: float, workers: list[list[float]]) -> None:
    budget, spent = Budget(seconds), 0.0
    for worker, readings in enumerate(workers):
        for reading in readings:
            budget.note(worker, reading)
            assert budget.spent_s >= spent
            spent = budget.spent_s
            assert budget.bound(Limits()).cpu_s <= max(0, seconds - spent) + 10.01
    assert spent == pytest.approx(sum(max(readings, default=0) for readings in workers))
    assert bool(budget.warning()) == (spent >= 0.8 * seconds)
    assert not budget.warning()
