"""What if: after a failed attempt, try changes of its fit, one at a time, and name the change that helps.

The answer runs once more, and its last fit is recorded. Another child, which runs no learner code, repeats the fit with
a few changes at the same seed, then the best change and the unchanged fit at two more seeds. No verdict depends on it,
and the learner's code is never changed.
"""

from __future__ import annotations

import math
import time
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field

from tuitutor.coach import advise
from tuitutor.coach.evidence_of_fit import FitEvidence
from tuitutor.coach.menu import change_in_words, worth_trying
from tuitutor.course.checks import Check, Error
from tuitutor.course.model import Course, Exercise
from tuitutor.course.python_cells import without_magics
from tuitutor.engine.answer_facts import configures, parts_before
from tuitutor.engine.answer_run import AnswerRun, AnswerStopped, NotTheirFault, closing_of
from tuitutor.engine.events import ProgramEvent, Stage, TrialEvent, TriesEnded, TriesPlanned, TryBegan, TryEnded
from tuitutor.engine.options import RunOptions
from tuitutor.errors import WorkerLost
from tuitutor.grading.decisive import aim
from tuitutor.grading.judge import by_hand, needs_run
from tuitutor.grading.numbers import show_number
from tuitutor.grading.syntax import parse
from tuitutor.progress.progress import Ledger
from tuitutor.protocol.events import Output, Recorded, Repeated
from tuitutor.protocol.facts import FitFacts
from tuitutor.protocol.requests import FitChange, Record, Repeat
from tuitutor.spelling import counted
from tuitutor.workers.budget import GRACE_S
from tuitutor.workers.worker import Child, Worker

SEEDS = 2  # beside the run's own
TIMES = 8  # as much CPU as one run takes, at most, for that run and all tries; short ones may take GRACE_S more
LEAST = 0.02  # of accuracy: less is no help
LESS = 0.9  # an error has to become at least this much smaller
MEASURES = {"accuracy": "accuracy", "mse": "mean squared error", "mae": "mean absolute error", "": ""}

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
    """Run `answer`, try changes of its fit, and name the best: `TriesEnded` comes once, at the end.

    Nothing is recorded. Closing the iterator early stops all. Raises what `attempt` raises.
    """
    lesson, program = course.lesson_of(exercise), without_magics(answer)
    before = await parts_before(course, exercise, ledger)
    cold = configures(parse(program))
    trials = Trials(AnswerRun(worker, course, exercise, program, options, before, configures=cold, repeats=True))
    failed = ledger is not None and not ledger.progress().exercise(exercise.label).passed
    try:
        async for event in trials.run_answer():
            yield event
        run = trials.run
        assert run.program is not None  # it was measured
        setup = "\n".join([*(cell.source for cell in lesson.setup), *(part.source for part in run.before)])
        advice = advise(None, run.fits, (), program, setup, exercise.checks, run.program)
        evidence = evidence_of(run.fits, exercise.checks)
        changes = worth_trying(evidence, advice, failed) if evidence is not None else ()
        if evidence is None or not changes:
            raise CannotTry(NOTHING)
        if trials.recorded.problem:
            raise CannotTry(f"Nothing can be tried here: {trials.recorded.problem}.")
        async for event in trials.tries(evidence, changes):
            yield event
        ended = trials.outcome()
    except (CannotTry, WorkerLost) as why:
        ended = TriesEnded((str(why),))
    finally:
        trials.run.end()
    yield ended


def evidence_of(fits: Sequence[FitFacts], checks: Sequence[Check]) -> FitEvidence | None:
    """The last of the fits, with what advice is chosen by; None if there is none."""
    return FitEvidence(fits[-1], len(fits) == 1, checks) if fits else None


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
    """Runs an answer once, and then its last fit again and again, with changes.

    `recorded`: the facts of the fit after the `run`; `own`: the unchanged fit; `tried`: the changes so far.
    """

    def __init__(self, run: AnswerRun) -> None:
        self.run = run
        self.recorded = Recorded("", "", "no fit was seen")
        self.own = TriedChange(None, "")
        self.tried: list[TriedChange] = []
        self.best: TriedChange | None = None
        self._apart: Child | None = None  # the one that repeats
        self._seconds = 0.0  # that the run took
        self._spent_s = 0.0  # CPU seconds of what was tried
        self._number = self._of = 0
        self._out_of_time = False

    async def run_answer(self) -> AsyncIterator[TrialEvent]:
        """Run the answer, measure it, and record its last fit. Raises CannotTry."""
        began = time.monotonic()
        try:
            async with aclosing(self.run.events()) as events:
                async for event in events:
                    if event is Stage.RUNNING:
                        began = time.monotonic()
                    yield event
            self._seconds = time.monotonic() - began
            learner = self.run.learner
            aimed = aim(self.run.exercise.checks)
            measure = aimed[0].kind.metric if aimed is not None and isinstance(aimed[0].kind, Error) else ""
            recorded = await closing_of(learner, Record(learner.name, learner.next_run(), measure))
            self.run.expect_ran(recorded)
            await self.run.measure()
        except AnswerStopped as stop:
            raised = f"The code raised {stop.error.kind} before" if stop.error is not None else "The run ended before"
            raise CannotTry(stop.sentence or f"{raised} anything could be tried; fix that first.") from None
        except NotTheirFault as problem:
            raise CannotTry(str(problem)) from None
        if not isinstance(recorded, Recorded):
            raise CannotTry("The run could not be measured.")
        self.recorded, self.own.qualities = recorded, [recorded.quality]

    # ---- what is tried

    async def tries(self, evidence: FitEvidence, changes: Sequence[FitChange]) -> AsyncIterator[TrialEvent]:
        """Try each change at the run's seed, then the best and the fit as it was at others. Raises CannotTry."""
        words = [change_in_words(change, evidence) for change in changes]
        self._of = len(changes) + 2 * SEEDS
        about = max(1, round(self._of * self._seconds))
        took = f"{about} s" if about < 120 else f"{about / 60:.0f} minutes"
        cost = f"{counted(len(changes), 'change')}, one at a time: at most {self._of} runs like yours, about {took}"
        yield TriesPlanned(self.recorded.measure, self.recorded.quality, cost)
        for change, sentence in zip(changes, words, strict=True):
            tried = TriedChange(change, sentence)
            self.tried.append(tried)
            async for event in self.again(tried, 0):
                yield event
        self.choose()
        best = self.best
        if best is None:
            return
        for seed in range(1, SEEDS + 1):
            for tried in (self.own, best):
                async for event in self.again(tried, seed):
                    yield event
            if len(best.qualities) <= seed or not self.is_better(best, self.own, seed):
                return  # it may be chance

    def choose(self) -> None:
        """Find the best change at the run's seed, if one is better than the fit as it was."""
        better = [tried for tried in self.tried if tried.qualities and self.is_better(tried, self.own, 0)]
        self.best = max(better, key=lambda tried: self._merit(tried.qualities[0]), default=None)

    async def again(self, tried: TriedChange, seed: int) -> AsyncIterator[TrialEvent]:
        """Fit once more: at the run's own seed if `seed` is 0, else from other weights."""
        self._number += 1
        left = (TIMES - 1) * self.recorded.cpu_s + GRACE_S - self._spent_s
        if self.run.worker.budget.is_spent or left <= 0:
            self._out_of_time = True
            return
        yield TryBegan(self._number, self._of, tried.words, bool(seed))
        of = None
        if self._apart is None or self._apart.ended:
            of, options = self.run.learner.name, self.run.options
            self._apart = await self.run.child(True, self.run.worker.budget.bound(options.limits))
        child, at = self._apart, self.run.options.seed + seed
        request = Repeat(child.name, child.next_run(), of, tried.change, at, bool(seed), left)
        async for event in child.ask(request):
            if isinstance(event, ProgramEvent) and not isinstance(event, Output):
                yield event
        if isinstance(event, Repeated) and not event.problem:
            tried.qualities.append(event.quality)
        else:
            tried.problem = event.problem if isinstance(event, Repeated) else "its process ended"
        self._spent_s += event.cpu_s if isinstance(event, Repeated) else self.recorded.cpu_s
        known = [other for other in self.tried if other.qualities]
        best = max(known, key=lambda tried: self._merit(tried.qualities[0]), default=None)
        quality = tried.qualities[seed] if len(tried.qualities) > seed else None
        yield TryEnded(quality, tried is best and not seed)

    # ---- what came of it

    def _merit(self, quality: float) -> float:
        """A number that is larger for a better network."""
        merit = quality if self.recorded.measure == "accuracy" else -quality
        return -math.inf if math.isnan(merit) else merit

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
        """The outcome, in sentences."""
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
        """The figures for all seeds that ran; fewer than planned, if an early one decided."""
        where = "rows that it wasn't trained on" if self.recorded.held_back else "the rows that it was trained on"
        seeds = min(len(best.qualities), len(self.own.qualities))
        theirs, ours = (", ".join(map(_shown, tried.qualities[:seeds])) for tried in (best, self.own))
        seeded = "with one seed" if seeds == 1 else f"with {seeds} seeds"
        measure = MEASURES[self.recorded.measure]
        return f"{measure.capitalize()} on {where}, {seeded}: {theirs}; as you have it {ours}."


def _shown(quality: float) -> str:
    return show_number(float(f"{quality:.3g}")) if math.isfinite(quality) else "not finite"
