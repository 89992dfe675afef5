"""Grading a class's answers in parallel, each with `attempt`, on one worker or on several behind a launcher.

Each worker imports Keras once for all that it grades, and each answer has its own limits. Only an answer that ends the
worker itself affects others. All answers that were on that worker run once more, alone: one that dies again is the
cause, and the others get their verdicts.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property

import msgspec

from tuitutor.classroom.slots import ONCE, Retries, Slot
from tuitutor.classroom.submissions.found import FileSlice, text_of
from tuitutor.course.digest import digest
from tuitutor.course.model import Course, Exercise
from tuitutor.engine.answer_facts import PartBefore, Read
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
    """One learner's answer to one exercise, or where it lies; the file it was found in; and what was read in it.

    `builds_on` are the exercises that run first, in the learner's variants, each with their own answer to it, if any.
    `other_version`: it says that it was made for another version of the exercise.
    """

    who: str
    exercise: Exercise
    handed_in: str | FileSlice
    source: str = ""
    read: Read | None = None
    builds_on: tuple[tuple[Exercise, Answer | None], ...] = ()
    other_version: bool = False

    def key(self, options: RunOptions) -> str:
        """Equal for answers that must get the same verdict: same text, same exercise and checks, same options.

        The time limits are none of them: a verdict that needed less time than it had would be the same in any other.
        """
        limits = {name: most for name, most in asdict(options.limits).items() if name not in ("wall_s", "cpu_s")}
        how = (options.seed, options.hidden_seed, msgspec.structs.asdict(options.policy), limits)
        world = [(each.function, each.names) for each in self.exercise.world]
        exercise = (self.exercise.first_label, self.exercise.version, world)
        before = [(own.key(options) if own is not None else "") for _, own in self.builds_on]
        told = (self.digest, exercise, how, *([before] if before else []))
        return digest(msgspec.json.encode(told).decode())

    @property
    def text(self) -> str:
        """The answer itself."""
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

    An answer that builds on others of its learner is graded after those; `passed` says which of them did. `say` gets
    sentences about the workers, `running` the answer that has been running longest, or None if none is. Close it
    (`aclosing`) to stop early. Raises WorkerUnavailable if no code can be run at all or no worker is left, NotIsolated
    if `options.policy` does not let this code run here, and BudgetSpent.
    """
    for answer in answers:
        if not needs_run(answer.exercise):  # nobody waits for a worker that is not needed
            yield answer, await _grade(workers[0], course, answer, options, passed)
    names = [f"Worker {number}: " if len(workers) > 1 else "" for number in range(1, len(workers) + 1)]
    slots = [Slot(worker, options, jobs, retries, say, name) for worker, name in zip(workers, names, strict=True)]
    suspects: list[Answer] = []
    wanted = [answer for answer in answers if needs_run(answer.exercise)]
    for depth in sorted({len(answer.builds_on) for answer in wanted}):  # what others build on builds on less itself
        ready = [answer for answer in wanted if len(answer.builds_on) == depth]
        async with aclosing(_Round(slots, course, deque(ready), options, running, passed).graded()) as results:
            async for answer, graded in results:
                if graded.lost:
                    suspects.append(answer)
                else:
                    yield answer, graded
    async with aclosing(_Round(slots, course, deque(suspects), options, running, passed, most=1).graded()) as alone:
        async for answer, graded in alone:
            problem = _DEADLY if graded.lost else graded.grade.problem
            yield answer, replace(graded, grade=msgspec.structs.replace(graded.grade, problem=problem))


async def _grade(
    worker: Worker,
    course: Course,
    answer: Answer,
    options: RunOptions,
    passed: Callable[[Answer], bool],
    slot: Slot | None = None,
) -> Graded:
    shown, before = Shown(), []
    for exercise, own in answer.builds_on:
        if own is None or not passed(own):
            before.append(PartBefore(exercise))
        else:
            before.append(PartBefore(exercise, own.text, own.read is not None and own.read.written.configures))
    grading = attempt(worker, course, answer.exercise, answer.text, options, read=answer.read, before=before)
    async with aclosing(grading) as events:
        async for event in events:
            if isinstance(event, Waiting) and slot is not None:
                slot.hear(event)
            if isinstance(event, Graded):
                return replace(event, curves=past_curves(shown))
            if event is Stage.AGAIN:
                shown = Shown()
            elif isinstance(event, FitStarted | BatchEnded | EpochEnded | FitEnded | ScalarLogged):  # of the curves
                shown = shown_after(shown, event)
    raise AssertionError("an attempt ends in a grade")


@dataclass(eq=False)
class _Round:
    """Answers that are `waiting` for a slot, and those that run on one: at most `most` per worker (0: as many as have
    room). `tell` gets the one that has been running longest.
    """

    slots: Sequence[Slot]
    course: Course
    waiting: deque[Answer]
    options: RunOptions
    tell: Callable[[Answer | None], None]
    passed: Callable[[Answer], bool]
    most: int = 0
    running: dict[asyncio.Task[Graded], tuple[Slot, Answer]] = field(default_factory=dict)
    starting: dict[asyncio.Task[None], Slot] = field(default_factory=dict)

    async def graded(self) -> AsyncGenerator[tuple[Answer, Graded], None]:
        """Each answer once it is graded, or `lost` with its worker. Raises what `batch` raises."""
        try:
            while self.waiting or self.running:
                for slot in self.slots:
                    self._fill(slot)
                if not self.running and not self.starting:
                    raise next(slot.given_up for slot in self.slots if slot.given_up)
                self.tell(next((answer for _, answer in self.running.values()), None))
                done, _ = await asyncio.wait({*self.running, *self.starting}, return_when=asyncio.FIRST_COMPLETED)
                for task in [task for task in self.starting if task in done]:
                    del self.starting[task]
                    task.result()
                ended = [task for task in self.running if task in done]
                for run in sorted(ended, key=lambda each: each.exception() is not None):  # an error loses no result
                    slot, answer = self.running.pop(run)
                    if (graded := self._settle(run, slot, answer)) is not None:
                        yield answer, graded
        finally:
            left = [*self.running, *self.starting]
            for each in left:
                each.cancel()
            await asyncio.gather(*left, return_exceptions=True)

    def _fill(self, slot: Slot) -> None:
        """Run as many answers on the slot as it has room for, or start it if it is not ready."""
        running = sum(slot is on for on, _ in self.running.values())
        room = min(slot.room, self.most or slot.room) - running if slot.is_ready else 0
        for answer in [self.waiting.popleft() for _ in range(min(room, len(self.waiting)))]:
            run = asyncio.create_task(_grade(slot.worker, self.course, answer, self.options, self.passed, slot))
            self.running[run] = slot, answer
        if self.waiting and not (slot.is_ready or slot.given_up or slot in self.starting.values()):
            self.starting[asyncio.create_task(slot.start())] = slot

    def _settle(self, run: asyncio.Task[Graded], slot: Slot, answer: Answer) -> Graded | None:
        """The result of a run, which the slot is told; None if there is none, and then the answer waits again."""
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
