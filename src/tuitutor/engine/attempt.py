"""One attempt at an exercise: run the answer in a fresh child, measure, verify in another, judge."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass

from tuitutor.course.model import Course, Exercise
from tuitutor.engine.events import AttemptEvent
from tuitutor.engine.worker import Worker
from tuitutor.protocol.messages import Limits


@dataclass(frozen=True, slots=True)
class RunOptions:
    """How code is run: limits, the width of printed tables, and the seeds that make a run repeatable."""

    limits: Limits = Limits()
    columns: int = 72
    seed: int = 0
    hidden_seed: int = 20_240_607


async def attempt(
    worker: Worker, course: Course, exercise: Exercise, answer: str, options: RunOptions = RunOptions()
) -> AsyncIterator[AttemptEvent]:
    """Run and grade `answer`. Yields events as they happen, and last, exactly once, `Graded`.

    Closing the iterator early stops the run and all its processes. Never raises for what the learner or the worker did: that is in the grade.
    Raises WorkerUnavailable when no code can be run at all.
    """
    raise NotImplementedError
    yield
