"""Running an answer: a fresh child runs the lesson's setup, the parts before the answer, and then the answer.

`attempt` grades the run, and `what_if` tries changes of it. If a check asks for a restart, the child is halted in epoch
3, and a fresh one gets its files and runs everything again.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from functools import cached_property

from tuitutor.course.manifest import require_sizes
from tuitutor.course.model import Course, Exercise
from tuitutor.engine.answer_facts import PartBefore, solved
from tuitutor.engine.events import ProgramEvent, Stage
from tuitutor.engine.exit_reasons import cause_of, ending, setup_ended
from tuitutor.engine.options import RunOptions
from tuitutor.engine.worlds import PLAIN
from tuitutor.errors import CourseError
from tuitutor.grading.evidence import Restarted
from tuitutor.grading.judge import by_hand, needs_model
from tuitutor.grading.measure_cells import Needs, needs_of, registered_definitions
from tuitutor.protocol.events import (
    ChildEnded,
    Event,
    Executed,
    Grown,
    Halted,
    Kept,
    LoadedAnew,
    Measured,
    Output,
    TakenOver,
    Violated,
    Waiting,
)
from tuitutor.protocol.facts import FitFacts, ProgramFacts
from tuitutor.protocol.limits import Limits
from tuitutor.protocol.raised import ErrorInfo
from tuitutor.protocol.requests import Execute, Keep, LoadAnew, Measure, TakeOver, World
from tuitutor.workers.budget import cut_short
from tuitutor.workers.worker import Child, Command, Worker

FORGED = "The answer wrote to tuitutor's internal channel, which no answer needs to do; remove that."
MAX_STDOUT = 1 << 20  # characters kept for checks on what was printed


class AnswerStopped(Exception):
    """The answer did not run to its end; `sentence` says why, or is "" if `error` says it all."""

    def __init__(self, sentence: str, error: ErrorInfo | None = None) -> None:
        super().__init__(sentence)
        self.sentence, self.error = sentence, error


class NotTheirFault(Exception):
    """The answer could not be run or graded through no fault of the learner's, for the reason in a sentence."""


class _OwnFailed(Exception):
    """The learner's own answer to an earlier exercise did not run to its end."""


@dataclass
class AnswerRun:
    """One run of `answer` and its child processes; `learner` runs the answer.

    The parts `before` run first. If the learner's own answer to one of them, `own_failed`, doesn't run to its end,
    everything begins again with solutions. `configures`: the answer configures TensorFlow. `repeats`: its last fit is
    recorded, to be repeated; then nothing is restarted, and no model is saved.
    """

    worker: Worker
    course: Course
    exercise: Exercise
    answer: str
    options: RunOptions
    before: tuple[PartBefore, ...] = ()
    world: int = PLAIN
    configures: bool = False
    repeats: bool = False
    own_failed: str = field(default="", init=False)
    ran_in: str = field(default="", init=False)  # Python and Keras, by name and version
    kept: str = field(default="", init=False)  # the digest of the setup's values
    limits: Limits = field(init=False)  # of the learner's child
    learner: Child = field(init=False)
    program: ProgramFacts | None = field(default=None, init=False)  # once it is measured
    restarted: Restarted = field(default_factory=Restarted, init=False)
    _stdout: list[str] = field(default_factory=list, init=False)
    _children: list[Child] = field(default_factory=list, init=False)

    async def events(self) -> AsyncGenerator[Stage | ProgramEvent | Waiting, None]:
        """Run it to its end. Raises AnswerStopped, NotTheirFault, and what `attempt` raises."""
        self.worker.permit()
        self.worker.budget.check()
        try:
            async for event in self._run():
                yield event
        except _OwnFailed as failed:
            self.own_failed, self.before = str(failed), solved(self.before)
            self.end()
            self._children.clear()
            async for event in self._run():
                yield event

    async def _run(self) -> AsyncIterator[Stage | ProgramEvent | Waiting]:
        yield Stage.STARTING
        self.limits, self.restarted = self.worker.budget.bound(self.options.limits), Restarted()
        self._stdout.clear()
        getting = asyncio.create_task(self._learner())
        async with aclosing(self.worker.waits(getting)) as waits:
            async for waiting in waits:
                yield waiting
        self.learner = await getting
        async for event in self._execute():
            yield event
        if self.restarted.before is not None:
            yield Stage.RESTARTING
            stopped, self.learner = self.learner, await self._learner()
            closing = await closing_of(self.learner, TakeOver(self.learner.name, self.learner.next_run(), stopped.name))
            self._expect_setup(closing)
            if not isinstance(closing, TakenOver):
                raise NotTheirFault("The answer could not be started again; run it once more.")
            await self.finish(stopped)
            async for event in self._execute():
                yield event

    @property
    def stdout(self) -> str:
        """What it printed, from the beginning."""
        return "".join(self._stdout)

    @property
    def fits(self) -> tuple[FitFacts, ...]:
        """The measured fits of networks."""
        return () if self.program is None else tuple(fit for fit in self.program.fits if fit.of_model)

    @cached_property
    def needs(self) -> Needs:
        """What the exercise's `measure` cell needs, if it is to run."""
        setup = self.course.lesson_of(self.exercise).setup
        return needs_of(None if self.repeats else self.exercise.measure, (cell.source for cell in setup))

    @property
    def saves_model(self) -> bool:
        return not self.repeats and (needs_model(self.exercise) or self.needs.model)

    # ---- its children

    async def child(self, warm: bool, limits: Limits, world: World | None = None, verifies: bool = False) -> Child:
        """A new child, which is ended with the run."""
        ready = await self.worker.start()
        self.ran_in = f"Python {ready.python}, Keras {ready.keras}, {ready.backend}"
        self.options.policy.permit(ready.isolation)
        columns, seed, warm = self.options.columns, self.options.seed, warm and self.options.warm
        child = await self.worker.child(limits, columns, seed, warm, world, verifies=verifies)
        self._children.append(child)
        return child

    async def _learner(self) -> Child:
        """A child for the answer, with as much of the world as it needs."""
        replaced = tuple((part.function, part.names) for part in self.exercise.world)
        world = World(self.world, self.course.data_source, replaced) if self.world != PLAIN and replaced else None
        warm = not (self.configures or any(part.configures for part in self.before))
        return await self.child(warm, self.limits, world)

    async def finish(self, child: Child) -> None:
        """End a child of the learner's before judging, and count a forged message even if it came late."""
        await child.finish()
        if child.violated:
            raise AnswerStopped(FORGED)

    def end(self) -> None:
        """End all processes."""
        for child in self._children:
            child.stop()

    @property
    def out_of_time(self) -> bool:
        """Whether a time limit ended one of its processes."""
        return any(child.out_of_time for child in self._children)

    # ---- what the learner's child runs

    async def _setup(self) -> AsyncIterator[Stage | Waiting]:
        """Run the lesson's setup and the parts before the answer."""
        child, lesson = self.learner, self.course.lesson_of(self.exercise)
        if lesson.setup:
            yield Stage.SETUP
        for cell in lesson.setup:
            request = Execute(child.name, child.next_run(), cell.source, f"{lesson.id}.md, line {cell.line}")
            async for event in child.ask(request):
                if isinstance(event, Waiting):
                    yield event
                else:
                    self._expect_setup(event)
        if self.needs.kept:  # its values, before the answer can change them
            kept = await closing_of(child, Keep(child.name, child.next_run(), tuple(sorted(self.needs.kept))))
            self._expect_setup(kept)
            if not isinstance(kept, Kept) or kept.problem is not None:
                why = kept.problem if isinstance(kept, Kept) else "its process ended too early"
                raise NotTheirFault(f"The setup's values could not be kept ({why}); please tell the lesson's author.")
            self.kept = kept.digest
        for part in self.before:
            yield Stage.BEFORE
            async for waiting in self._execute_part(part):
                yield waiting

    async def _execute_part(self, part: PartBefore) -> AsyncIterator[Waiting]:
        """Run a part before the answer, without showing its output.

        A learner's own part may not use what this exercise forbids, or it could do the exercise's work.
        """
        child, label = self.learner, part.exercise.label
        if not part.source.strip():
            raise NotTheirFault(f"An answer to '{label}' has to run first; pass that exercise, then run this again.")
        hand = by_hand(self.exercise) if part.own else ""
        request = Execute(child.name, child.next_run(), part.source, part.filename, part=True, by_hand=hand)
        async for event in child.ask(request):
            if isinstance(event, Waiting):
                yield event
                continue
            self.expect_sound(event)
            if isinstance(event, Violated):
                raise AnswerStopped(FORGED)
            if isinstance(event, ChildEnded) or (isinstance(event, Executed) and event.outcome != "ok"):
                if not part.own:
                    self._expect_setup(event, f"solution of '{label}'")
                if part.exercise.solution.strip():
                    raise _OwnFailed(label)
                raise NotTheirFault(
                    f"Your answer to '{label}', which runs first, didn't run to its end; pass it again."
                )

    async def _execute(self) -> AsyncIterator[Stage | ProgramEvent | Waiting]:
        """Run the setup and then the answer, to its end or, if it is to be restarted, until it stands still."""
        async for before in self._setup():
            yield before
        yield Stage.RUNNING
        child, restart = self.learner, None if self.repeats else self.exercise.restart
        requirements = self.exercise.requirements
        request = Execute(
            child.name,
            child.next_run(),
            self.answer,
            self.exercise.filename,
            answer=True,
            rows=requirements.rows,
            curves=requirements.curves,
            by_hand=by_hand(self.exercise),
            repeats=self.repeats,
            most_steps=0 if restart is None else restart.most_steps,
            halt_after=0 if restart is None or self.restarted.before is not None else restart.halt_after,
        )
        async with aclosing(child.ask(request)) as events:
            async for event in events:
                if isinstance(event, Grown):
                    self.restarted = replace(self.restarted, grown=(*self.restarted.grown, event.grown))
                elif isinstance(event, Halted) and request.halt_after:
                    self.restarted = replace(self.restarted, before=event.steps)
                    return
                elif isinstance(event, Halted):
                    raise AnswerStopped(FORGED)
                elif isinstance(event, ProgramEvent | Waiting):
                    if isinstance(event, Output) and event.stream == "stdout" and len(self._stdout) < MAX_STDOUT:
                        self._stdout.append(event.text)
                    yield event
                else:
                    self.expect_ran(event)

    # ---- what is asked of it afterwards

    async def measure(self) -> ProgramFacts:
        """Have the learner's child measure what it has run."""
        child, measure = self.learner, self.exercise.measure
        request = Measure(
            child.name,
            child.next_run(),
            self.exercise.requirements.variables,
            self.saves_model,
            tuple(sorted(self.needs.variables | self.needs.perhaps)),
            measure.model if measure is not None else "",
            self.exercise.requirements.apart_from,
        )
        closing = await closing_of(child, request)
        if not isinstance(closing, Measured):
            self.expect_ran(closing)
            raise NotTheirFault("The model could not be measured.")
        if why := closing.facts.problem:
            raise NotTheirFault(f"tuitutor could not measure this answer ({why}); please report it.")
        self.program = closing.facts
        return closing.facts

    async def load_anew(self) -> None:
        """Load the restarted answer's saved file in a child with only its classes and functions for Keras."""
        restart = self.exercise.restart
        if restart is None or not restart.file or self.restarted.before is None:
            return
        setup = self.course.lesson_of(self.exercise).setup
        definitions = registered_definitions([*(cell.source for cell in setup), self.answer])
        child = await self.child(True, self.options.limits)
        request = LoadAnew(child.name, child.next_run(), self.learner.name, restart.file, definitions)
        closing = await closing_of(child, request)
        self.expect_ran(closing)
        if not isinstance(closing, LoadedAnew):
            raise NotTheirFault("The saved model could not be loaded again; run it once more.")
        self.restarted = replace(self.restarted, fresh=closing.facts)

    # ---- how a command ended

    def expect_ran(self, event: Event) -> None:
        """Raise AnswerStopped if the answer did not run to its end, or NotTheirFault."""
        self.expect_sound(event)
        match event:
            case ChildEnded():
                raise AnswerStopped(ending(event, self.options.limits))
            case Executed(error=ErrorInfo() as error):
                raise AnswerStopped(cause_of(error, self.options.limits), error)
            case Violated():
                raise AnswerStopped(FORGED)
            case Executed() if event.outcome != "ok":  # an honest child says why
                raise AnswerStopped(FORGED)
            case _:
                return

    def _expect_setup(self, event: Event, what: str = "setup") -> None:
        self.expect_sound(event)
        if isinstance(event, ChildEnded):
            if event.cause == "stopped":
                raise AnswerStopped(ending(event, self.options.limits))
            raise NotTheirFault(setup_ended(event, self.options.limits))
        if isinstance(event, Executed) and event.outcome != "ok":
            why = f"{event.error.kind}: {event.error.message}" if event.error else event.outcome
            raise NotTheirFault(f"The lesson's own {what} failed ({why}); please tell the lesson's author.")

    def expect_sound(self, event: Event) -> None:
        """Raise NotTheirFault if the learner's code isn't the cause: no code can read an incomplete data file."""
        if isinstance(event, ChildEnded) and event.cause in ("sandbox", "starved"):
            raise NotTheirFault(ending(event, self.options.limits))
        if sentence := cut_short(event, self.options.limits, self.limits):
            raise NotTheirFault(sentence)
        crashed = isinstance(event, ChildEnded) and event.cause == "crashed"
        if crashed or (isinstance(event, Executed) and event.error is not None):
            try:
                require_sizes(self.course.folder, [file for file in self.course.files if not file.is_hidden])
            except CourseError as error:
                raise NotTheirFault(str(error)) from None


async def closing_of(child: Child, command: Command) -> Event:
    """The command's closing event; all earlier events are ignored."""
    *_, closing = [event async for event in child.ask(command)]
    return closing
