"""A class's answers, graded side by side on one worker, each by `attempt`.

One import of Keras serves them all, and each costs its own limits at most. Only what kills the worker itself takes
others along, so whatever was on it runs once more, alone: what dies twice is the cause, and the others get their
verdicts.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Iterable, Sequence
from contextlib import aclosing
from dataclasses import asdict, dataclass, replace
from itertools import islice

import msgspec

from tuitutor.course.digest import digest
from tuitutor.course.model import Course, Exercise
from tuitutor.engine.attempt import attempt
from tuitutor.engine.events import Graded
from tuitutor.engine.options import RunOptions
from tuitutor.engine.worker import Worker
from tuitutor.grading.judge import needs_run
from tuitutor.grading.verdicts import Grade, Verdict

_DEADLY = "It ended the worker process twice, the second time while it ran alone; read it before you grade it again."


@dataclass(frozen=True, slots=True)
class Answer:
    """What one learner answered to one exercise."""

    who: str
    exercise: Exercise
    text: str

    def key(self, options: RunOptions) -> str:
        """The same for what must get the same verdict: the answer, the exercise and its checks, and how it is run."""
        how = (options.seed, options.hidden_seed, asdict(options.policy), asdict(options.limits))
        exercise = (self.exercise.label, self.exercise.version)
        return digest(msgspec.json.encode((self.digest, exercise, how)).decode())

    @property
    def digest(self) -> str:
        """Stands for the text."""
        return digest(self.text)


async def places(worker: Worker, answers: Iterable[Answer], options: RunOptions, jobs: int = 0) -> tuple[int, int]:
    """How many answers may run at a time, each with all the memory that it may use, and how many were wanted.

    The latter is `jobs`, or for 0 the worker's cores. Raises what `Worker.start` raises.
    """
    if not any(needs_run(answer.exercise) for answer in answers):
        return 1, 1
    ready = await worker.start()
    wanted = jobs or max(1, ready.cores)
    fit = max(1, ready.memory_bytes // options.limits.memory_bytes) if ready.memory_bytes else wanted
    return min(wanted, fit), wanted


async def batch(
    worker: Worker, course: Course, answers: Sequence[Answer], options: RunOptions, at_once: int
) -> AsyncGenerator[tuple[Answer, Graded], None]:
    """Grade all answers, `at_once` at a time, and yield each as it is graded.

    Nobody waits for one of them alone, so no process is warmed ahead. Close it (`aclosing`) to stop early.

    Raises WorkerUnavailable when no code can be run at all, NotIsolated where `options.policy` does not let this code
    run here, and BudgetSpent.
    """
    suspects: list[Answer] = []
    options = replace(options, warm=False)
    async with aclosing(_side_by_side(worker, course, answers, options, at_once)) as first:
        async for answer, graded in first:
            if graded.lost:
                suspects.append(answer)
            else:
                yield answer, graded
    async with aclosing(_side_by_side(worker, course, suspects, options, 1)) as alone:
        async for answer, graded in alone:
            trouble = _DEADLY if graded.lost else graded.grade.trouble
            yield answer, replace(graded, grade=replace(graded.grade, trouble=trouble))


def trouble_of(grade: Grade) -> str:
    """One sentence on why there is no verdict; "" where there is one."""
    if grade.trouble or grade.verdict is not Verdict.ERRORED:
        return grade.trouble
    return next((result.why for result in grade.results if result.verdict is Verdict.ERRORED), "")


async def _side_by_side(
    worker: Worker, course: Course, answers: Iterable[Answer], options: RunOptions, at_once: int
) -> AsyncGenerator[tuple[Answer, Graded], None]:
    async def graded(answer: Answer) -> tuple[Answer, Graded]:
        async with aclosing(attempt(worker, course, answer.exercise, answer.text, options)) as events:
            async for event in events:
                if isinstance(event, Graded):
                    return answer, event
        raise AssertionError("an attempt ends in a grade")

    waiting = iter(answers)
    running: set[asyncio.Task[tuple[Answer, Graded]]] = set()
    try:
        while True:
            running |= {asyncio.create_task(graded(answer)) for answer in islice(waiting, at_once - len(running))}
            if not running:
                return
            done, _ = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
            for task in sorted(done, key=lambda each: each.exception() is not None):  # what is done is not lost
                running.discard(task)
                yield task.result()
    finally:
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
