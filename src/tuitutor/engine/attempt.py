"""One attempt at an exercise: run the answer, have it measured and verified, and judge it.

`answer_run` runs it in the learner's child, and `verifying` examines its model in a child that never runs learner code.
The answer runs again if its grade may be due to the data of one world, or to the answers that ran before it.
"""

from __future__ import annotations

import re
import time
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field, replace

from tuitutor.coach.vocabulary import in_words
from tuitutor.course.model import Course, Exercise, Variant
from tuitutor.course.python_cells import without_magics
from tuitutor.engine.answer_facts import ParsedAnswer, PartBefore, facts_of_text, parts_before, solved
from tuitutor.engine.answer_run import FORGED, AnswerRun, AnswerStopped, NotTheirFault
from tuitutor.engine.attempt_recorder import AttemptRecorder
from tuitutor.engine.consent import first_word
from tuitutor.engine.events import AttemptEvent, Graded, ModelDescribed, Remark, Stage
from tuitutor.engine.options import RunOptions
from tuitutor.engine.verifying import Verifying, endless, retrained
from tuitutor.engine.worlds import PLAIN, WorldsOfAnswer
from tuitutor.errors import Remedy, WorkerLost
from tuitutor.grading.evidence import Evidence
from tuitutor.grading.judge import (
    by_hand,
    judge,
    needs_model,
    needs_run,
    not_run,
    provenance_of,
    unverified,
    verdict_of,
)
from tuitutor.grading.question import parse_choice
from tuitutor.grading.verdicts import Advice, CheckResult, Grade, Verdict, points_of
from tuitutor.progress.progress import Ledger
from tuitutor.protocol.events import Waiting
from tuitutor.protocol.raised import ErrorInfo
from tuitutor.workers.worker import Worker

_NOT_AGAIN = "Your own answer to '{}' didn't run to its end this time, so its solution ran first instead."
_WITH_SOLUTIONS = (
    "After your own answers to earlier exercises this fails; after their solutions it passes, which counts."
)


async def attempt(
    worker: Worker,
    course: Course,
    exercise: Exercise,
    answer: str,
    options: RunOptions = RunOptions(),
    ledger: Ledger | None = None,
    read: ParsedAnswer | None = None,
    before: Sequence[PartBefore] | None = None,
) -> AsyncGenerator[AttemptEvent, None]:
    """Run and grade `answer`, ignoring its IPython magics. Yields events as they happen, and `Graded` once at the end.

    `read` is what was read in somebody else's answer; one's own is read here.
    With a `ledger` it is the learner's own attempt: it is recorded and kept there, unless it is left early or a
    question has no answer yet.
    `before` is what runs between the setup and an answer that builds on other exercises; None: the learner's passed
    answers to them that the ledger knows, or else their solutions.
    Closing the iterator early stops the run and all its processes. Nothing that the learner or the worker does raises:
    it is in the grade. Raises WorkerUnavailable if no code can be run at all, and before any runs, NotTrusted if the
    course's code may not run, NotIsolated if `options.policy` does not let this code run here, and BudgetSpent.
    """
    restarts = worker.restarts
    question = exercise.question
    unanswered = question is not None and not needs_run(exercise) and not parse_choice(question, answer)
    recorder = None
    if ledger is not None and not unanswered:
        recorder = AttemptRecorder(ledger, exercise.label, answer, exercise.public_version)
    program = without_magics(answer) if read is None else answer
    read = read or ParsedAnswer(facts_of_text(course.lesson_of(exercise), exercise, program))
    if before is None:
        before = await parts_before(course, exercise, ledger)
    if answer.strip() == exercise.starter.strip():  # what passes without a word of an answer was done elsewhere
        before = solved(before)
    run = AnswerRun(worker, course, exercise, program, options, tuple(before), configures=read.written.configures)
    try:
        async with aclosing(_in_worlds(run, read)) as events:
            async for event in events:
                if isinstance(event, _Found):
                    found = event
                    break
                if recorder is not None:
                    recorder.see(event)
                yield event
    except BaseException:  # the caller has left, or no code can be run
        if recorder is not None:
            recorder.leave()
        raise
    if found.remark:
        yield Remark(found.remark)
    if worker.restarts > restarts:
        yield Remark("The worker had died; this attempt ran in a new one.")
    if ledger is not None and (word := first_word(worker.isolation, ledger)):
        yield Remark(word, Remedy.SANDBOX)
    grade, once = found.grade, found.once
    bests = () if recorder is None else recorder.keep(grade, once.run.ran_in)
    totals = once.totals or (grade.points, grade.points)
    yield Graded(grade, bests, *totals, once.lost, once.run.out_of_time, right_for=once.right_for)


async def _in_worlds(run: AnswerRun, read: ParsedAnswer) -> AsyncGenerator[AttemptEvent | _Found, None]:
    """Grade the answer in as many worlds as it takes, and at last say what was found."""
    lesson, remark = run.course.lesson_of(run.exercise), ""
    worlds = WorldsOfAnswer(lesson, run.exercise, read.written.own_data, run.options)
    once, grade = _OneRun(replace(run, world=worlds.world), read), None
    while grade is None:
        async with aclosing(once.events()) as events:
            async for event in events:
                yield event
        found = await once.grade()
        if once.run.own_failed:
            remark = _NOT_AGAIN.format(once.run.own_failed)
        if once.may_suffer(found):
            other = _OneRun(replace(once.run, before=solved(once.run.before)), read)
            async with aclosing(other.events()) as events:
                async for event in events:
                    if isinstance(event, Waiting):
                        yield event
            if (better := await other.grade()).verdict.done:
                once, found, remark = other, better, _WITH_SOLUTIONS
        grade = worlds.grade_after(found)
        if grade is None:
            once = _OneRun(replace(once.run, world=worlds.world), read)
            yield Stage.AGAIN
    yield _Found(grade, once, remark)


@dataclass
class _OneRun:
    """One run of the answer in one world, and its grade."""

    run: AnswerRun
    read: ParsedAnswer
    stopped: str = field(default="", init=False)
    problem: str = field(default="", init=False)
    error: ErrorInfo | None = field(default=None, init=False)
    lost: bool = field(default=False, init=False)
    # points by verified facts alone, and with what the answer reports
    totals: tuple[float, float] | None = field(default=None, init=False)
    right_for: Variant | None = field(default=None, init=False)  # instead of the learner's own
    _results: tuple[CheckResult, ...] | None = field(default=None, init=False)
    _unverified: str = field(default="", init=False)
    _started: float = field(default_factory=time.monotonic, init=False)

    async def events(self) -> AsyncGenerator[AttemptEvent, None]:
        """All that happens, until the grade is known or there can be none."""
        verifying = Verifying(self.run)
        try:
            if needs_run(self.run.exercise):
                async for event in self._measured(verifying):
                    yield event
            if self.run.exercise.challenge is not None:
                yield Stage.RETRAINING
            await self._judge(verifying)
        except AnswerStopped as stop:
            self.stopped, self.error = stop.sentence, stop.error
        except NotTheirFault as problem:
            self.problem = str(problem)
        except WorkerLost as lost:
            self.problem, self.lost = str(lost), True
        finally:
            self.run.end()

    async def _measured(self, verifying: Verifying) -> AsyncIterator[AttemptEvent]:
        """Run it and find out about it."""
        run = self.run
        if self.read.written.blank:
            raise AnswerStopped("The answer is empty; write it in the editor, or start again from the starter.")
        async with aclosing(run.events()) as events:
            async for event in events:
                yield event
        yield Stage.MEASURING
        program = await run.measure()
        await run.load_anew()
        if run.saves_model and program.model is not None:
            yield Stage.VERIFYING
            checked = await verifying.check(program)
            if needs_model(run.exercise):
                yield ModelDescribed(checked.model or program.model)
        await verifying.examine(program)
        await run.finish(run.learner)

    async def _judge(self, found: Verifying) -> None:
        run, written, played = self.run, self.read.written, None
        if (challenge := run.exercise.challenge) is not None:
            played = await retrained(challenge, written.state, run.options.hidden_seed)
        try:
            slow = await endless(run.exercise.requirements.patterns, run.stdout)
        except TimeoutError:
            raise NotTheirFault(
                "The machine is too busy to look through what was printed; run it again later."
            ) from None
        in_world = run.world != PLAIN
        evidence = Evidence(
            written,
            run.stdout,
            run.program,
            found.checked,
            found.scores,
            played,
            found.cell,
            found.in_place,
            in_world,
            slow,
            run.restarted,
        )
        by_policy = {verified: judge(run.exercise, evidence, verified) for verified in (True, False)}
        self._results = by_policy[run.options.policy.verified]
        self.totals = points_of(by_policy[True]), points_of(by_policy[False])
        self._unverified = unverified(evidence)
        if verdict_of(self._results) is Verdict.FAILED:
            self.right_for = self._other_variant(evidence)

    def _other_variant(self, evidence: Evidence) -> Variant | None:
        """Another variant of the exercise, not the learner's, for which a wrong answer is right; None if there is none.

        Only variants with the same facts count: with the same `measure` cell and the same patterns for the output.
        """
        own, verified = self.run.exercise, self.run.options.policy.verified
        for other in own.variants:
            if other.drawn == own.drawn or other.measure != own.measure:
                continue
            if other.requirements.patterns != own.requirements.patterns:
                continue
            if verdict_of(judge(other, evidence, verified)) is Verdict.PASSED:
                return other.drawn
        return None

    def may_suffer(self, found: Grade) -> bool:
        """Whether this grade may be due to the learner's own answers to other exercises, not to this one."""
        before = self.run.before
        return (
            found.verdict is Verdict.FAILED
            and any(part.own for part in before)
            and all(part.exercise.solution.strip() for part in before)
            and needs_run(self.run.exercise)
            and self.stopped != FORGED
            and not self.read.written.blank
        )

    async def grade(self) -> Grade:
        """The grade, with the coach's advice."""
        exercise = self.run.exercise
        results, verdict = self._results, Verdict.ERRORED if self.problem else Verdict.FAILED
        if results is None:
            results = not_run(exercise, verdict, self.read.written)
        elif not self.problem:
            verdict = verdict_of(results)
        return Grade(
            exercise=exercise.label,
            version=exercise.version,
            verdict=verdict,
            results=results,
            error=self.error,
            stopped=self.stopped,
            problem=self.problem,
            advice=await self._advice(results),
            provenance=provenance_of(exercise, results),
            hidden_seed=self.run.options.hidden_seed,
            world=self.run.world,
            unverified=self._unverified,
            variant=exercise.drawn,
            seconds=round(time.monotonic() - self._started, 2),
        )

    async def _advice(self, results: tuple[CheckResult, ...]) -> tuple[Advice, ...]:
        """The coach's advice; none in a lesson or an exercise that turns the coach off."""
        run, exercise = self.run, self.run.exercise
        lesson = run.course.lesson_of(exercise)
        if not (lesson.coach and exercise.coach):
            return ()
        before = (*(cell.source for cell in lesson.setup), *(part.source for part in run.before))
        setup = "\n".join(before)  # the coach knows its names
        # by hand, fit changes no weight, which no fact about it explains
        fits, program = ((), None) if by_hand(exercise) else (run.fits, run.program)
        apart = tuple(without_magics(cell.source) for cell in lesson.cells if not cell.is_setup)
        found = await self.read.advise(self.error, fits, results, run.answer, setup, exercise.checks, program, apart)
        known = run.course.words_until(lesson) | set(re.findall(r"\w+", run.answer))
        return tuple(in_words(advice, known) for advice in found)


@dataclass(frozen=True, slots=True)
class _Found:
    """The grade that counts, its run, and a remark on the run or ""."""

    grade: Grade
    once: _OneRun
    remark: str
