"""What if: after an attempt that failed, try changes of its fit, one at a time, and say which of them helps.

The answer runs once more, and its last fit is recorded. Then that is repeated in another child, which runs no learner
code: with each of a few changes, at the same seed, and with the best of them and as it was at two more. No verdict
depends on any of it, and the learner's code is never changed.
"""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field

from tuitutor.coach import advise
from tuitutor.coach.evidence_of_fit import Seen
from tuitutor.coach.menu import change_in_words, worth_trying
from tuitutor.course.checks import Check
from tuitutor.course.model import Course, Exercise
from tuitutor.course.python_cells import without_magics
from tuitutor.engine.endings import ending
from tuitutor.engine.events import (
    ProgramEvent,
    Stage,
    TrialEvent,
    TriesEnded,
    TriesPlanned,
    TryBegan,
    TryEnded,
)
from tuitutor.engine.options import RunOptions
from tuitutor.engine.parts_before import parts_before
from tuitutor.errors import WorkerLost
from tuitutor.grading.judge import by_hand, needs_run
from tuitutor.grading.numbers import show_number
from tuitutor.progress.ledger import Ledger
from tuitutor.protocol.events import ChildEnded, Event, Executed, Measured, Output, Recorded, Repeated, Violated
from tuitutor.protocol.facts import FitFacts, ProgramFacts
from tuitutor.protocol.requests import Execute, FitChange, Measure, Record, Repeat
from tuitutor.spelling import counted
from tuitutor.workers.budget import GRACE_S
from tuitutor.workers.warmth import may_be_warm
from tuitutor.workers.worker import Child, Command, Worker

Program = tuple[str, str]
"""A source, and what tracebacks call it."""

SEEDS = 2  # beside the run's own
TIMES = 8  # as much CPU as one run takes, at most, for that run and all tries; short ones may take GRACE_S more
LEAST = 0.02  # of accuracy: less is no help
LESS = 0.9  # an error has to become at least this much smaller

NOTHING = (
    "Nothing in this run suggests one of the changes that can be tried; the checks that failed say what is wanted."
)


def why_not(course: Course, exercise: Exercise, ledger: Ledger) -> str:
    """Why nothing can be tried for this exercise, in a sentence; "" if something can."""
    if not (course.lesson_of(exercise).coach and exercise.coach):
        return "Here you find out yourself what is wrong, so nothing is tried for you."
    if exercise.only_asks or exercise.challenge is not None or not needs_run(exercise) or by_hand(exercise):
        return "This exercise trains no network with fit, so there is nothing to change."
    if not ledger.progress().exercise(exercise.label).attempts:
        return "Try it yourself first: changes are tried once an attempt of your own has failed."
    return ""


async def what_if(
    worker: Worker,
    course: Course,
    exercise: Exercise,
    answer: str,
    options: RunOptions = RunOptions(),
    ledger: Ledger | None = None,
) -> AsyncGenerator[TrialEvent, None]:
    """Run `answer`, try changes of its fit, and say which helps: `TriesEnded` comes once, at the end.

    Nothing is recorded. Closing the iterator early stops all. Raises what `attempt` raises.
    """
    worker.permit()
    worker.budget.check()
    parts = await parts_before(course, exercise, ledger)
    setup = [(cell.source, cell.filename) for cell in course.lesson_of(exercise).setup]
    setup += [(part.source, part.filename) for part in parts]
    failed = ledger is not None and not ledger.progress().exercise(exercise.label).passed
    async with aclosing(tries_of(worker, setup, without_magics(answer), exercise, options, failed)) as events:
        async for event in events:
            yield event


async def tries_of(
    worker: Worker,
    setup: Sequence[Program],
    answer: str,
    exercise: Exercise,
    options: RunOptions,
    failed: bool = False,
) -> AsyncGenerator[TrialEvent, None]:
    """The same for a program that runs after those of the `setup`. `failed`: its exercise asks for more."""
    trials = Trials(worker, options)
    try:
        async for event in trials.run((*setup, (answer, exercise.filename))):
            yield event
        fits = tuple(fit for fit in trials.facts.fits if fit.of_model)
        before = "\n".join(source for source, _ in setup)
        advice = advise(None, fits, (), answer, before, exercise.checks, trials.facts)
        seen = seen_of(fits, exercise.checks)
        changes = worth_trying(seen, advice, failed) if seen is not None else ()
        if seen is None or not changes:
            raise CannotTry(NOTHING)
        if trials.recorded.problem:
            raise CannotTry(f"Nothing can be tried here: {trials.recorded.problem}.")
        async for event in trials.tries(seen, changes):
            yield event
        said = trials.outcome()
    except CannotTry as why:
        said = TriesEnded((str(why),))
    except WorkerLost as lost:
        said = TriesEnded((str(lost),))
    finally:
        trials.end()
    yield said


def seen_of(fits: Sequence[FitFacts], checks: Sequence[Check]) -> Seen | None:
    """The last of the fits, with what advice is chosen by; None if there is none."""
    return Seen(fits[-1], len(fits) == 1, checks) if fits else None


class CannotTry(Exception):
    """Nothing can be tried, or nothing more, for the reason in a sentence."""


@dataclass
class TriedChange:
    """A change, in `words`, or None for the fit as it was; and how good the network became, for each seed."""

    change: FitChange | None
    words: str
    qualities: list[float] = field(default_factory=list)
    problem: str = ""


class Trials:
    """Runs a program once, and then its last fit again and again, with changes.

    `facts` and `recorded` are what is known after the run, `own` the fit as it was, `tried` what was tried.
    """

    def __init__(self, worker: Worker, options: RunOptions) -> None:
        self.worker, self.options = worker, options
        self.facts = ProgramFacts(None, None, None)
        self.recorded = Recorded("", "", "no fit was seen")
        self.own = TriedChange(None, "")
        self.tried: list[TriedChange] = []
        self.best: TriedChange | None = None
        self._children: list[Child] = []
        self._apart: Child | None = None  # the one that repeats
        self._seconds = 0.0  # that the run took
        self._spent_s = 0.0  # CPU seconds of what was tried
        self._number = self._of = 0
        self._out_of_time = False

    # ---- the run

    async def run(self, programs: Sequence[Program]) -> AsyncIterator[TrialEvent]:
        """Run the programs, the answer last, and record its last fit. Raises CannotTry."""
        yield Stage.STARTING
        warm = self.options.warm and may_be_warm(*(source for source, _ in programs))
        getting = asyncio.create_task(self._child(warm))
        async with aclosing(self.worker.waits(getting)) as waits:
            async for waiting in waits:
                yield waiting
        child = await getting
        began = time.monotonic()
        for at, (source, filename) in enumerate(programs, start=1):
            answers = at == len(programs)
            if answers:
                yield Stage.RUNNING
                began = time.monotonic()
            request = Execute(child.name, child.next_run(), source, filename, answer=answers, repeats=answers)
            async for event in child.ask(request):
                if answers and isinstance(event, ProgramEvent):
                    yield event
                self._expect_ran(event)
        self._seconds = time.monotonic() - began
        recorded = await self._closing(child, Record(child.name, child.next_run()))
        measured = await self._closing(child, Measure(child.name, child.next_run(), (), False))
        if not isinstance(recorded, Recorded) or not isinstance(measured, Measured):
            raise CannotTry("The run could not be measured.")
        self.recorded, self.facts = recorded, measured.facts
        self.own.qualities = [recorded.quality]

    def _expect_ran(self, event: Event) -> None:
        match event:
            case ChildEnded():
                raise CannotTry(ending(event, self.options.limits))
            case Executed(error=error) if error is not None:
                raise CannotTry(f"The code raised {error.kind} before anything could be tried; fix that first.")
            case Violated():
                raise CannotTry("The code wrote to tuitutor's internal channel; remove that.")
            case _:
                return

    async def _child(self, warm: bool) -> Child:
        limits = self.worker.budget.bound(self.options.limits)
        child = await self.worker.child(limits, self.options.columns, self.options.seed, warm)
        self._children.append(child)
        return child

    async def _closing(self, child: Child, command: Command) -> Event:
        *_, closing = [event async for event in child.ask(command)]
        return closing

    def end(self) -> None:
        """End all processes."""
        for child in self._children:
            child.stop()

    # ---- what is tried

    async def tries(self, seen: Seen, changes: Sequence[FitChange]) -> AsyncIterator[TrialEvent]:
        """Try each change at the run's seed, then the best and the fit as it was at others. Raises CannotTry."""
        words = [change_in_words(change, seen) for change in changes]
        self._of = len(changes) + 2 * SEEDS
        yield TriesPlanned(self._in_words(self.recorded.quality), self._cost(len(changes)))
        for change, said in zip(changes, words, strict=True):
            tried = TriedChange(change, said)
            self.tried.append(tried)
            async for event in self.again(tried, 0):
                yield event
        self.choose()
        best = self.best
        if best is None:
            return
        for seed in range(1, SEEDS + 1):
            for each in (self.own, best):
                async for event in self.again(each, seed):
                    yield event
            if len(best.qualities) <= seed or not self.is_better(best, self.own, seed):
                return  # it may be chance

    def choose(self) -> None:
        """Find the best change at the run's seed, if one is better than the fit as it was."""
        better = [each for each in self.tried if each.qualities and self.is_better(each, self.own, 0)]
        self.best = max(better, key=self._first_merit, default=None)

    async def again(self, tried: TriedChange, seed: int) -> AsyncIterator[TrialEvent]:
        """Fit once more: at the run's own seed if `seed` is 0, else from other weights."""
        self._number += 1
        left = (TIMES - 1) * self.recorded.cpu_s + GRACE_S - self._spent_s
        if self.worker.budget.is_spent or left <= 0:
            self._out_of_time = True
            return
        yield TryBegan(self._number, self._of, tried.words, bool(seed))
        first = self._apart is None or self._apart.ended
        if self._apart is None or self._apart.ended:
            self._apart = await self._child(self.options.warm)
        child = self._apart
        of, at = self._children[0].name if first else None, self.options.seed + seed
        request = Repeat(child.name, child.next_run(), of, tried.change, at, bool(seed), left)
        async for event in child.ask(request):
            if isinstance(event, ProgramEvent) and not isinstance(event, Output):
                yield event
        if isinstance(event, Repeated) and not event.problem:
            tried.qualities.append(event.quality)
        else:
            tried.problem = event.problem if isinstance(event, Repeated) else "its process ended"
        self._spent_s += event.cpu_s if isinstance(event, Repeated) else self.recorded.cpu_s
        best = max((each for each in self.tried if each.qualities), key=self._first_merit, default=None)
        result = self._in_words(tried.qualities[seed]) if len(tried.qualities) > seed else "can't be tried here"
        yield TryEnded(result, tried is best and not seed)

    def _cost(self, changes: int) -> str:
        runs = changes + 2 * SEEDS
        about = max(1, round(runs * self._seconds))
        took = f"{about} s" if about < 120 else f"{about / 60:.0f} minutes"
        return f"{counted(changes, 'change')}, one at a time: at most {runs} runs like yours, about {took}"

    # ---- what came of it

    def _merit(self, quality: float) -> float:
        """A number that is larger for a better network."""
        merit = quality if self.recorded.measure == "accuracy" else -quality
        return -math.inf if math.isnan(merit) else merit

    def _first_merit(self, tried: TriedChange) -> float:
        return self._merit(tried.qualities[0])

    def is_better(self, one: TriedChange, other: TriedChange, seed: int) -> bool:
        """Whether it is better at a seed, by more than nothing."""
        ours, theirs = one.qualities[seed], other.qualities[seed] if len(other.qualities) > seed else math.nan
        if self.recorded.measure == "accuracy":
            return self._merit(ours) >= self._merit(theirs) + LEAST
        return math.isfinite(ours) and not ours >= LESS * theirs

    def helps(self) -> bool:
        """Whether the best change is better at each seed than the fit as it was at any."""
        best, own = self.best, self.own
        if best is None or len(best.qualities) <= SEEDS:
            return False
        return min(map(self._merit, best.qualities)) > max(map(self._merit, own.qualities))

    def outcome(self) -> TriesEnded:
        """What is said in the end."""
        best = self.best
        if best is None:
            return TriesEnded(("None of these changes helped.",))
        if self.helps():
            return TriesEnded((f"This helped: {best.words}.", self._over_seeds(best)), best.words)
        if self._out_of_time:
            seeds = counted(len(best.qualities), "seed")
            short = f"Better with {seeds}, with no CPU time left for another: {best.words}."
            return TriesEnded((short, self._over_seeds(best)))
        return TriesEnded((f"Better once, but not with every seed: {best.words}.", self._over_seeds(best)))

    def _over_seeds(self, best: TriedChange) -> str:
        """The figures for all seeds, of which there are fewer than planned if one already told."""
        where = "rows that it wasn't trained on" if self.recorded.held_back else "the rows that it was trained on"
        seeds = min(len(best.qualities), len(self.own.qualities))
        theirs, ours = (", ".join(map(_shown, each.qualities[:seeds])) for each in (best, self.own))
        seeded = "with one seed" if seeds == 1 else f"with {seeds} seeds"
        return f"{self._measure.capitalize()} on {where}, {seeded}: {theirs}; as you have it {ours}."

    @property
    def _measure(self) -> str:
        return "accuracy" if self.recorded.measure == "accuracy" else "mean squared error"

    def _in_words(self, quality: float) -> str:
        return f"{self._measure} {_shown(quality)}"


def _shown(quality: float) -> str:
    return show_number(float(f"{quality:.3g}")) if math.isfinite(quality) else "not finite"
