"""Grading a class's answers in parallel with `attempt`, on a worker or on several behind a launcher.

A worker imports Keras once for all its answers, and every answer has its own limits. Only an answer that ends the
worker itself affects other answers: all that ran on the worker run again, alone. If an answer dies again, it is the
cause, and the rest get their verdicts.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Callable, Coroutine, Sequence
from contextlib import aclosing
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property, partial
from typing import Any

import msgspec

from tuitutor.classroom.slots import ONCE, Retries, Slot
from tuitutor.classroom.submissions.found import FileSlice, text_of
from tuitutor.course.digest import digest
from tuitutor.course.model import Course, Exercise
from tuitutor.engine.answer_facts import ParsedAnswer, PartBefore
from tuitutor.engine.attempt import attempt
from tuitutor.engine.attempt_recorder import past_curves
from tuitutor.engine.events import Graded, Stage
from tuitutor.engine.folding import shown_after
from tuitutor.engine.options import RunOptions
from tuitutor.engine.snapshots import Shown
from tuitutor.errors import WorkerUnavailable
from tuitutor.grading.judge import needs_run
from tuitutor.protocol.events import BatchEnded, EpochEnded, FitEnded, FitStarted, ScalarLogged, Waiting
from tuitutor.workers.worker import Worker

_DEADLY = (
    "The worker process was lost twice with it, the second time while it ran alone; read it before you grade it again."
)


@dataclass(frozen=True)
class Answer:
    """A learner's answer to an exercise, as text or as a slice of a file.

    `source` is the submitted file, and `read` the facts of the text. `builds_on` are the exercises that run first, in
    the learner's variants, with the learner's own answers or None. `other_version`: the answer's manifest names another
    version of the exercise.
    """

    who: str
    exercise: Exercise
    handed_in: str | FileSlice
    source: str = ""
    read: ParsedAnswer | None = None
    builds_on: tuple[tuple[Exercise, Answer | None], ...] = ()
    other_version: bool = False

    def key(self, options: RunOptions) -> str:
        """A digest of all that decides the verdict: text, exercise, checks and options.

        Time limits are left out: a verdict within its limits is the same with any other limits.
        """
        limits = {name: limit for name, limit in asdict(options.limits).items() if name not in ("wall_s", "cpu_s")}
        settings = (options.seed, options.hidden_seed, msgspec.structs.asdict(options.policy), limits)
        world = [(replaced.function, replaced.names) for replaced in self.exercise.world]
        exercise = (self.exercise.first_label, self.exercise.version, world)
        before = [answer.key(options) if answer is not None else "" for _, answer in self.builds_on]
        parts = (self.digest, exercise, settings, *([before] if before else []))
        return digest(msgspec.json.encode(parts).decode())

    @property
    def text(self) -> str:
        """The answer's source."""
        return text_of(self.handed_in)

    @cached_property
    def digest(self) -> str:
        """The digest of the text."""
        return digest(self.text)


async def batch(
    workers: Sequence[Worker],
    course: Course,
    answers: Sequence[Answer],
    options: RunOptions,
    jobs: int = 0,
    retries: Retries = ONCE,
    say: Callable[[str], None] = lambda _: None,
    running: Callable[[Answer | None], None] = lambda _: None,
    passed: Callable[[Answer], bool] = lambda _: False,
) -> AsyncGenerator[tuple[Answer, Graded], None]:
    """Grade all answers, `jobs` at a time on each worker (0: one per core), and yield each as it is graded.

    An answer is graded after the answers that it builds on; `passed` tells whether they did. `say` gets sentences about
    the workers, `running` the answer that has been running longest, or None. Close it (`aclosing`) to stop early.
    Raises WorkerUnavailable if no code can be run at all or no worker is left, NotIsolated if `options.policy` does not
    let this code run here, and BudgetSpent.
    """
    grade = partial(_grade, course, options, passed)
    to_run: list[Answer] = []
    for answer in answers:
        if needs_run(answer.exercise):
            to_run.append(answer)
        else:  # no need to wait for a worker
            yield answer, await grade(workers[0], answer)
    names = [f"Worker {number}: " if len(workers) > 1 else "" for number in range(1, len(workers) + 1)]
    slots = [Slot(worker, options, jobs, retries, say, name) for worker, name in zip(workers, names, strict=True)]
    suspects: list[Answer] = []
    for depth in sorted({len(answer.builds_on) for answer in to_run}):  # an answer builds on those that build on less
        ready = deque(answer for answer in to_run if len(answer.builds_on) == depth)
        async with aclosing(_Round(slots, ready, grade, running).graded()) as results:
            async for answer, graded in results:
                if graded.lost:
                    suspects.append(answer)
                else:
                    yield answer, graded
    async with aclosing(_Round(slots, deque(suspects), grade, running, most=1).graded()) as results:
        async for answer, graded in results:
            problem = _DEADLY if graded.lost else graded.grade.problem
            yield answer, replace(graded, grade=msgspec.structs.replace(graded.grade, problem=problem))


async def _grade(
    course: Course,
    options: RunOptions,
    passed: Callable[[Answer], bool],
    worker: Worker,
    answer: Answer,
    slot: Slot | None = None,
) -> Graded:
    """Grade an answer; `slot` hears of the worker's waits."""
    shown, before = Shown(), []
    for exercise, own in answer.builds_on:
        if own is None or not passed(own):
            before.append(PartBefore(exercise))
        else:
            before.append(PartBefore(exercise, own.text, own.read is not None and own.read.written.configures))
    grading = attempt(worker, course, answer.exercise, answer.text, options, read=answer.read, before=before)
    async with aclosing(grading) as events:
        async for event in events:
            match event:
                case Waiting() if slot is not None:
                    slot.hear(event)
                case Graded():
                    return replace(event, curves=past_curves(shown))
                case Stage.AGAIN:
                    shown = Shown()
                case FitStarted() | BatchEnded() | EpochEnded() | FitEnded() | ScalarLogged():  # what curves need
                    shown = shown_after(shown, event)
    raise AssertionError("an attempt ends in a grade")


@dataclass(eq=False)
class _Round:
    """Grades the `waiting` answers, at most `most` at a time per worker (0: as many as it has room for).

    `on_running` gets the answer that has been running longest.
    """

    slots: Sequence[Slot]
    waiting: deque[Answer]
    grade: Callable[[Worker, Answer, Slot], Coroutine[Any, Any, Graded]]
    on_running: Callable[[Answer | None], None]
    most: int = 0
    running: dict[asyncio.Task[Graded], tuple[Slot, Answer]] = field(default_factory=dict)
    starting: dict[asyncio.Task[None], Slot] = field(default_factory=dict)

    async def graded(self) -> AsyncGenerator[tuple[Answer, Graded], None]:
        """Yield each answer once it is graded, or `lost` with its worker. Raises what `batch` raises."""
        try:
            while self.waiting or self.running:
                for slot in self.slots:
                    self._fill(slot)
                if not self.running and not self.starting:
                    raise next(slot.given_up for slot in self.slots if slot.given_up)
                self.on_running(next((answer for _, answer in self.running.values()), None))
                done, _ = await asyncio.wait({*self.running, *self.starting}, return_when=asyncio.FIRST_COMPLETED)
                for task in [task for task in self.starting if task in done]:
                    del self.starting[task]
                    task.result()
                ended = [task for task in self.running if task in done]
                for run in sorted(ended, key=lambda run: run.exception() is not None):  # an error loses no result
                    slot, answer = self.running.pop(run)
                    if (graded := self._settle(run, slot, answer)) is not None:
                        yield answer, graded
        finally:
            unfinished = [*self.running, *self.starting]
            for left in unfinished:
                left.cancel()
            await asyncio.gather(*unfinished, return_exceptions=True)

    def _fill(self, slot: Slot) -> None:
        """Run as many answers on the slot as it has room for, or start it if it is not ready."""
        running = sum(slot is used for used, _ in self.running.values())
        room = min(slot.room, self.most or slot.room) - running if slot.is_ready else 0
        for answer in [self.waiting.popleft() for _ in range(min(room, len(self.waiting)))]:
            self.running[asyncio.create_task(self.grade(slot.worker, answer, slot))] = slot, answer
        if self.waiting and not (slot.is_ready or slot.given_up or slot in self.starting.values()):
            self.starting[asyncio.create_task(slot.start())] = slot

    def _settle(self, run: asyncio.Task[Graded], slot: Slot, answer: Answer) -> Graded | None:
        """Report a finished run to its slot. Returns its result; None if it failed, and then the answer waits again."""
        try:
            graded = run.result()
        except WorkerUnavailable as error:
            if slot.room:  # the first run to report it
                slot.failed(error)
            self.waiting.append(answer)
            return None
        if graded.lost:
            slot.lost(graded.grade.problem)
        else:
            slot.graded()
        return graded
