"""One attempt at an exercise: run the answer in a fresh child, measure, verify in another, judge.

The learner's child runs the lesson's setup cells and then the answer, and reports. A second child, which never runs
learner code, loads the saved model and draws the hidden data. If the model cannot be loaded there, the first child
predicts hidden inputs whose labels it never sees. At last the second child runs the exercise's `measure` cell.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field, replace

from tuitutor.course.checks import Stdout
from tuitutor.course.manifest import require_sizes
from tuitutor.course.model import Course, Exercise, Variant
from tuitutor.course.python_cells import without_magics
from tuitutor.engine.answer_facts import Read, facts_of_text
from tuitutor.engine.consent import first_word
from tuitutor.engine.endings import cause_of, ending, failed_on_model, setup_ended
from tuitutor.engine.events import AttemptEvent, Graded, ModelDescribed, ProgramEvent, Remark, Stage
from tuitutor.engine.keeping import AttemptRecorder
from tuitutor.engine.matching import endless
from tuitutor.engine.options import RunOptions
from tuitutor.engine.parts_before import PartBefore, parts_before, solved
from tuitutor.engine.retraining import retrained
from tuitutor.engine.worlds import PLAIN, judged
from tuitutor.errors import CourseError, Remedy, WorkerLost
from tuitutor.grading.evidence import Evidence, Restarted
from tuitutor.grading.judge import (
    apart_from,
    by_hand,
    curves_wanted,
    drawn_for_cell,
    hidden_wanted,
    judge,
    needs_model,
    needs_run,
    not_run,
    provenance_of,
    restart_wanted,
    rows_wanted,
    unverified,
    variables_wanted,
    verdict_of,
)
from tuitutor.grading.measure_cells import Needs, needs_of
from tuitutor.grading.question import is_answered
from tuitutor.grading.registered import registered_definitions
from tuitutor.grading.scores import threshold
from tuitutor.grading.verdicts import Advice, CheckResult, Grade, Verdict, points_of
from tuitutor.progress.ledger import Ledger
from tuitutor.protocol.events import (
    Checked,
    ChildEnded,
    Drawn,
    Event,
    Examined,
    Executed,
    Grown,
    Halted,
    Kept,
    LoadedAnew,
    Loading,
    Measured,
    Output,
    Predicted,
    Reran,
    Scored,
    TakenOver,
    Violated,
    Waiting,
)
from tuitutor.protocol.facts import CellFacts, FitFacts, ModelCheckFacts, ProgramFacts, ScoreFacts
from tuitutor.protocol.limits import Limits
from tuitutor.protocol.raised import ErrorInfo
from tuitutor.protocol.requests import (
    CheckModel,
    Draw,
    Examine,
    Execute,
    Keep,
    LoadAnew,
    Measure,
    Predict,
    Rerun,
    Score,
    TakeOver,
    World,
)
from tuitutor.workers.budget import cut_short
from tuitutor.workers.worker import Child, Command, Worker

FORGED = "The answer wrote to tuitutor's internal channel, which no answer needs to do; remove that."
_NOT_AGAIN = "Your own answer to '{}' didn't run to its end this time, so its solution ran first instead."
_WITH_SOLUTIONS = (
    "After your own answers to earlier exercises this fails; after their solutions it passes, which counts."
)
MAX_STDOUT = 1 << 20  # characters kept for checks on what was printed


async def attempt(
    worker: Worker,
    course: Course,
    exercise: Exercise,
    answer: str,
    options: RunOptions = RunOptions(),
    ledger: Ledger | None = None,
    read: Read | None = None,
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
    program = without_magics(answer) if read is None else answer
    read = read or Read(facts_of_text(course.lesson_of(exercise), exercise, program))
    recorder = (
        None if ledger is None or _is_blank(exercise, answer) else AttemptRecorder(ledger, exercise.label, answer)
    )
    judging = judged(course.lesson_of(exercise), exercise, read.written.own_data, options)
    if before is None:
        before = await parts_before(course, exercise, ledger)
    if answer.strip() == exercise.starter.strip():  # what passes without a word of an answer was done elsewhere
        before = solved(before)
    run = _Attempt(worker, course, exercise, program, read, options, next(judging), tuple(before))
    grade: Grade | None = None
    remarks: list[Remark] = []
    try:
        while grade is None:
            async with aclosing(run.events()) as events:
                async for event in events:
                    if recorder is not None:
                        recorder.see(event)
                    yield event
            found = await run.grade()
            if run.own_failed:  # the answer itself has not run yet
                remarks = [Remark(_NOT_AGAIN.format(run.own_failed))]
                run = replace(run, before=solved(run.before))
                continue
            if run.may_suffer(found):
                other = replace(run, before=solved(run.before))
                async with aclosing(other.events()) as events:
                    async for event in events:
                        if isinstance(event, Waiting):
                            yield event
                if (better := await other.grade()).verdict.done:
                    run, found, remarks = other, better, [Remark(_WITH_SOLUTIONS)]
            try:
                run = replace(run, world=judging.send(found))
            except StopIteration as end:
                grade = end.value
            else:
                yield Stage.AGAIN
    except BaseException:  # the caller has left, or no code can be run
        if recorder is not None:
            recorder.leave()
        raise
    for remark in remarks:
        yield remark
    if worker.restarts > restarts:
        yield Remark("The worker had died; this attempt ran in a new one.")
    if ledger is not None and (word := first_word(worker.isolation, ledger)):
        yield Remark(word, Remedy.SANDBOX)
    bests = () if recorder is None else recorder.keep(grade, run.ran_in)
    totals = run.totals or (grade.points, grade.points)
    yield Graded(grade, bests, *totals, run.lost, run.out_of_time, right_for=run.right_for)


def _is_blank(exercise: Exercise, answer: str) -> bool:
    """Whether the exercise only asks a question, and it is not answered."""
    asked = exercise.question
    return asked is not None and not needs_run(exercise) and not is_answered(asked, answer)


def _sought(exercise: Exercise) -> list[str]:
    """The regular expressions that are looked for in what an answer prints."""
    return [check.kind.matches for check in exercise.checks if isinstance(check.kind, Stdout)]


class _Stopped(Exception):
    """The answer did not run to its end; `sentence` says why, or is "" if `error` says it all."""

    def __init__(self, sentence: str, error: ErrorInfo | None = None) -> None:
        super().__init__(sentence)
        self.sentence, self.error = sentence, error


class _OwnFailed(Exception):
    """The learner's own answer to an exercise that this one builds on did not run to its end."""


class _Problem(Exception):
    """Grading failed through no fault of the learner's."""


@dataclass
class _Attempt:
    worker: Worker
    course: Course
    exercise: Exercise
    answer: str
    read: Read
    options: RunOptions
    world: int
    before: tuple[PartBefore, ...] = ()
    own_failed: str = field(default="", init=False)  # the label of the exercise whose own answer did not run
    stopped: str = field(default="", init=False)
    problem: str = field(default="", init=False)
    error: ErrorInfo | None = field(default=None, init=False)
    lost: bool = field(default=False, init=False)
    # points by verified facts alone, and with what the answer reports
    totals: tuple[float, float] | None = field(default=None, init=False)
    right_for: Variant | None = field(default=None, init=False)  # instead of the learner's own
    ran_in: str = field(default="", init=False)  # Python and Keras, by name and version
    _needs: Needs = field(default_factory=Needs, init=False)
    _kept: str = field(default="", init=False)  # the digest of the setup's values
    limits: Limits = field(init=False)  # of the learner's child
    fits: tuple[FitFacts, ...] = field(default=(), init=False)
    program: ProgramFacts | None = field(default=None, init=False)
    _stdout: list[str] = field(default_factory=list, init=False)
    _children: list[Child] = field(default_factory=list, init=False)
    _restarted: Restarted = field(default_factory=Restarted, init=False)
    _results: tuple[CheckResult, ...] | None = field(default=None, init=False)
    _unverified: str = field(default="", init=False)
    _started: float = field(default_factory=time.monotonic, init=False)

    async def events(self) -> AsyncGenerator[AttemptEvent, None]:
        """All that happens, until the grade is known or there can be none."""
        try:
            async for event in self.stages():
                yield event
        except _Stopped as stop:
            self.stopped, self.error = stop.sentence, stop.error
        except _OwnFailed as failed:
            self.own_failed = str(failed)
        except _Problem as problem:
            self.problem = str(problem)
        except WorkerLost as lost:
            self.problem, self.lost = str(lost), True
        finally:
            self.end()

    async def stages(self) -> AsyncIterator[AttemptEvent]:
        program = checked = cell = None
        in_place = ""
        scores: dict[str, ScoreFacts] = {}
        if needs_run(self.exercise):
            if self.read.written.blank:
                raise _Stopped("The answer is empty; write it in the editor, or start again from the starter.")
            self.worker.permit()
            self.worker.budget.check()
            yield Stage.STARTING
            self.limits = self.worker.budget.bound(self.options.limits)
            configures = self.read.written.configures or any(each.configures for each in self.before)
            getting = asyncio.create_task(self._child(not configures, self.limits, self._world()))
            async with aclosing(self.worker.waits(getting)) as waits:
                async for waiting in waits:
                    yield waiting
            learner = await getting
            async for event in self._execute(learner):
                yield event
            if self._restarted.before is not None:
                yield Stage.RESTARTING
                learner = await self._started_again(learner, not configures)
                async for event in self._execute(learner):
                    yield event
            yield Stage.MEASURING
            program = await self._measure(learner)
            self.program = program
            self.fits = tuple(fit for fit in program.fits if fit.of_model)
            await self._load_anew(learner)
            verifier = None
            if self._saves_model and program.model is not None:
                yield Stage.VERIFYING
                verifier = await self._verifier()
                checked = await self._check(learner, verifier, program)
                scores = await self._reported_scores(learner, verifier, checked)
                if needs_model(self.exercise):
                    yield ModelDescribed(checked.model or program.model)
            if self.exercise.measure is not None:  # now hidden labels may come near the answer
                verifier = verifier or await self._verifier()
                in_place = self._why_in_place(program, checked)
                cell = await self._examined(learner, verifier, in_place)
            await self._finish(learner)
        played = None
        if (challenge := self.exercise.challenge) is not None:
            yield Stage.RETRAINING
            played = await retrained(challenge, self.read.written.state, self.options.hidden_seed)
        stdout, in_world = "".join(self._stdout), self.world != PLAIN  # no mutant: a world is 0 or more
        try:
            slow = await endless(_sought(self.exercise), stdout)
        except TimeoutError:
            raise _Problem("The machine is too busy to look through what was printed; run it again later.") from None
        written = self.read.written
        evidence = Evidence(
            written, stdout, program, checked, scores, played, cell, in_place, in_world, slow, self._restarted
        )
        by_policy = {verified: judge(self.exercise, evidence, verified) for verified in (True, False)}
        self._results = by_policy[self.options.policy.verified]
        self.totals = points_of(by_policy[True]), points_of(by_policy[False])
        self._unverified = unverified(evidence)
        if verdict_of(self._results) is Verdict.FAILED:
            self.right_for = self._other_variant(evidence)

    def _other_variant(self, evidence: Evidence) -> Variant | None:
        """The variant that a wrong answer is right for, if it is not the learner's own.

        Only those count whose facts are the same: their `measure` cell, and what they look for in the output.
        """
        own, verified = self.exercise, self.options.policy.verified
        for other in own.variants:
            if other.drawn == own.drawn or other.measure != own.measure or _sought(other) != _sought(own):
                continue
            if verdict_of(judge(other, evidence, verified)) is Verdict.PASSED:
                return other.drawn
        return None

    def _world(self) -> World | None:
        """What the learner's child gets to know of the world."""
        replaced = tuple((each.function, each.names) for each in self.exercise.world)
        return World(self.world, self.course.data_source, replaced) if self.world != PLAIN and replaced else None

    async def _verifier(self) -> Child:
        """A child that never runs learner code."""
        return await self._child(True, self.options.limits, verifies=True)

    async def _child(self, warm: bool, limits: Limits, world: World | None = None, verifies: bool = False) -> Child:
        ready = await self.worker.start()
        self.ran_in = f"Python {ready.python}, Keras {ready.keras}, {ready.backend}"
        self.options.policy.permit(ready.isolation)
        columns, seed, warm = self.options.columns, self.options.seed, warm and self.options.warm
        child = await self.worker.child(limits, columns, seed, warm, world, verifies=verifies)
        self._children.append(child)
        return child

    async def _finish(self, learner: Child) -> None:
        """End the learner's child before anything is judged: a forged message counts, even one that came late."""
        await learner.finish()
        if learner.violated:
            raise _Stopped(FORGED)

    def end(self) -> None:
        for child in self._children:
            child.stop()

    # ---- the learner's child

    async def _execute(self, child: Child) -> AsyncIterator[AttemptEvent]:
        lesson = self.course.lesson_of(self.exercise)
        self._needs = needs_of(self.exercise.measure, (cell.source for cell in lesson.setup))
        if lesson.setup:
            yield Stage.SETUP
        for cell in lesson.setup:
            request = Execute(child.name, child.next_run(), cell.source, f"{lesson.id}.md, line {cell.line}")
            async for event in child.ask(request):
                if isinstance(event, Waiting):
                    yield event
                else:
                    self._expect_setup(event)
        if self._needs.kept:
            await self._keep(child)
        for part in self.before:
            yield Stage.BEFORE
            async for waiting in self._execute_part(child, part):
                yield waiting
        yield Stage.RUNNING
        restart = restart_wanted(self.exercise)
        request = Execute(
            child.name,
            child.next_run(),
            self.answer,
            self.exercise.filename,
            answer=True,
            rows=rows_wanted(self.exercise),
            curves=curves_wanted(self.exercise),
            by_hand=by_hand(self.exercise),
            most_steps=0 if restart is None else restart.most_steps,
            halt_after=0 if restart is None or self._restarted.before is not None else restart.halt_after,
        )
        async with aclosing(child.ask(request)) as events:
            async for event in events:
                if isinstance(event, Grown):
                    self._restarted = replace(self._restarted, grown=(*self._restarted.grown, event.grown))
                elif isinstance(event, Halted) and request.halt_after:
                    self._restarted = replace(self._restarted, before=event.steps)
                    return
                elif isinstance(event, Halted):
                    raise _Stopped(FORGED)
                elif isinstance(event, ProgramEvent | Waiting):
                    if isinstance(event, Output) and event.stream == "stdout" and len(self._stdout) < MAX_STDOUT:
                        self._stdout.append(event.text)
                    yield event
                else:
                    self._expect_ran(event)

    async def _started_again(self, stopped: Child, warm: bool) -> Child:
        """A fresh child with the files of the one that was stopped, which is ended."""
        child = await self._child(warm, self.limits, self._world())
        closing = await self._closing(child, TakeOver(child.name, child.next_run(), stopped.name))
        self._expect_setup(closing)
        if not isinstance(closing, TakenOver):
            raise _Problem("The answer could not be started again; run it once more.")
        await self._finish(stopped)
        return child

    async def _load_anew(self, learner: Child) -> None:
        """Load the file that the answer has saved in a child that runs only what it has registered."""
        restart = restart_wanted(self.exercise)
        if restart is None or not restart.file or self._restarted.before is None:
            return
        lesson = self.course.lesson_of(self.exercise)
        definitions = registered_definitions([*(cell.source for cell in lesson.setup), self.answer])
        child = await self._child(True, self.options.limits)
        request = LoadAnew(child.name, child.next_run(), learner.name, restart.file, definitions)
        closing = await self._closing(child, request)
        self._expect_ran(closing)
        if not isinstance(closing, LoadedAnew):
            raise _Problem("The saved model could not be loaded again; run it once more.")
        self._restarted = replace(self._restarted, fresh=closing.facts)

    async def _execute_part(self, child: Child, part: PartBefore) -> AsyncIterator[Waiting]:
        """Run an answer to an exercise that this one builds on; nothing that it shows is shown again.

        The learner's own is held to what this exercise forbids, or it could do that in this one's place.
        """
        label = part.exercise.label
        if not part.source.strip():
            raise _Problem(f"An answer to '{label}' has to run first; pass that exercise, then run this again.")
        hand = by_hand(self.exercise) if part.own else ""
        request = Execute(child.name, child.next_run(), part.source, part.filename, part=True, by_hand=hand)
        async for event in child.ask(request):
            if isinstance(event, Waiting):
                yield event
                continue
            self._expect_sound(event)
            if isinstance(event, Violated):
                raise _Stopped(FORGED)
            if isinstance(event, ChildEnded) or (isinstance(event, Executed) and event.outcome != "ok"):
                if not part.own:
                    self._expect_setup(event, f"solution of '{label}'")
                if part.exercise.solution.strip():
                    raise _OwnFailed(label)
                raise _Problem(f"Your answer to '{label}', which runs first, didn't run to its end; pass it again.")

    def may_suffer(self, found: Grade) -> bool:
        """Whether this grade may be due to the learner's own answers to other exercises, not to this one."""
        return (
            found.verdict is Verdict.FAILED
            and any(part.own for part in self.before)
            and all(part.exercise.solution.strip() for part in self.before)
            and needs_run(self.exercise)
            and self.stopped != FORGED
            and not self.read.written.blank
        )

    def _expect_sound(self, event: Event) -> None:
        """Raise _Problem for an end that isn't the learner's fault: no code can read a file that isn't whole."""
        if isinstance(event, ChildEnded) and event.cause in ("sandbox", "starved"):
            raise _Problem(ending(event, self.options.limits))
        if sentence := cut_short(event, self.options.limits, self.limits):
            raise _Problem(sentence)
        crashed = isinstance(event, ChildEnded) and event.cause == "crashed"
        if crashed or (isinstance(event, Executed) and event.error is not None):
            try:
                require_sizes(self.course.folder, [each for each in self.course.files if not each.is_hidden])
            except CourseError as error:
                raise _Problem(str(error)) from None

    def _expect_setup(self, event: Event, what: str = "setup") -> None:
        self._expect_sound(event)
        if isinstance(event, ChildEnded):
            if event.cause == "stopped":
                raise _Stopped(ending(event, self.options.limits))
            raise _Problem(setup_ended(event, self.options.limits))
        if isinstance(event, Executed) and event.outcome != "ok":
            said = f"{event.error.kind}: {event.error.message}" if event.error else event.outcome
            raise _Problem(f"The lesson's own {what} failed ({said}); please tell the lesson's author.")

    def _expect_ran(self, event: Event) -> None:
        self._expect_sound(event)
        match event:
            case ChildEnded():
                raise _Stopped(ending(event, self.options.limits))
            case Executed(error=ErrorInfo() as error):
                raise _Stopped(cause_of(error, self.options.limits), error)
            case Violated():
                raise _Stopped(FORGED)
            case Executed() if event.outcome != "ok":  # an honest child says why
                raise _Stopped(FORGED)
            case _:
                return

    async def _measure(self, child: Child) -> ProgramFacts:
        measure, needs = self.exercise.measure, self._needs
        request = Measure(
            child.name,
            child.next_run(),
            variables_wanted(self.exercise),
            self._saves_model,
            tuple(sorted(needs.variables | needs.perhaps)),
            measure.model if measure is not None else "",
            apart_from(self.exercise),
        )
        closing = await self._closing(child, request)
        if isinstance(closing, Measured):
            if closing.facts.problem:
                raise _Problem(f"tuitutor could not measure this answer ({closing.facts.problem}); please report it.")
            return closing.facts
        self._expect_ran(closing)
        raise _Problem("The model could not be measured.")

    @property
    def _saves_model(self) -> bool:
        return needs_model(self.exercise) or self._needs.model

    # ---- the exercise's `measure` cell

    async def _keep(self, child: Child) -> None:
        """Have the setup's values written that the cell needs, before the answer can change them."""
        kept = await self._closing(child, Keep(child.name, child.next_run(), tuple(sorted(self._needs.kept))))
        self._expect_setup(kept)
        if not isinstance(kept, Kept) or kept.problem is not None:
            said = kept.problem if isinstance(kept, Kept) else "its process ended too early"
            raise _Problem(f"The setup's values could not be kept ({said}); please tell the lesson's author.")
        self._kept = kept.digest

    def _why_in_place(self, program: ProgramFacts, checked: ModelCheckFacts | None) -> str:
        """Why the cell can't run where no learner code runs; "" if it can, or if its author doesn't want it to."""
        if self.exercise.measure is None or self.exercise.measure.in_place:
            return ""
        has_model = program.model_kind not in (None, "NoneType")
        if self._needs.model and has_model and not (checked is not None and checked.loaded):
            return (checked and checked.problem) or "the model can't be saved"
        uncarried = [name for name in program.uncarried if name in self._needs.variables]
        return f"`{uncarried[0]}` can't be copied to another process" if uncarried else ""

    async def _examined(self, learner: Child, verifier: Child, in_place: str) -> CellFacts:
        """What the cell finds, in the verifying child, or in the learner's if the author wants that or it has to be."""
        await self._draw(verifier)
        measure, needs = self.exercise.measure, self._needs
        assert measure is not None
        wanted, name = variables_wanted(self.exercise), "the exercise's measurement"
        if in_place or measure.in_place:
            run = learner.next_run()
            request = Examine(learner.name, run, wanted, measure.source, name, drawn_by=verifier.name)
            closing = await self._closing(learner, request)
            if isinstance(closing, Examined):
                return closing.facts
            self._expect_ran(closing)
            raise _Problem("The answer could not be measured.")
        request = Examine(verifier.name, "", wanted, measure.source, name, learner.name, needs.definitions, self._kept)
        while True:  # once more for each run of the answer that the cell asks for
            closing = await self._closing(verifier, replace(request, run=verifier.next_run()))
            if not isinstance(closing, Examined):
                self._expect_sound(closing)
                raise _Stopped(failed_on_model(closing, self.options.limits))
            if not closing.number:
                return closing.facts
            carried = tuple(sorted(needs.from_rerun))
            again = Rerun(learner.name, learner.next_run(), verifier.name, closing.number, carried)
            reran = await self._closing(learner, again)
            if not isinstance(reran, Reran):
                self._expect_ran(reran)
                raise _Problem("The answer could not be run again.")
            request = replace(request, reruns=(*request.reruns, reran.problem))

    async def _draw(self, child: Child) -> None:
        """Draw hidden data for the cell, if it asks for any."""
        data, measure = drawn_for_cell(self.exercise, self.options.hidden_seed, self.world), self.exercise.measure
        if data is None or measure is None:
            return
        request = Draw(child.name, child.next_run(), self.course.data_source, data, measure.labels)
        closing = await self._closing(child, request)
        self._expect_sound(closing)
        if not isinstance(closing, Drawn) or closing.problem is not None:
            said = closing.problem if isinstance(closing, Drawn) else "the process that draws it ended too early"
            raise _Problem(f"The hidden data could not be drawn ({said}); please tell the lesson's author.")

    # ---- the verifying child

    async def _check(self, learner: Child, child: Child, program: ProgramFacts) -> ModelCheckFacts:
        hidden = hidden_wanted(self.exercise, self.options.hidden_seed, self.world)
        saved_by = learner.name if program.saved else None
        source = self.course.data_source
        request = CheckModel(child.name, child.next_run(), saved_by, source, hidden, threshold(program))
        loading = False
        async for closing in child.ask(request):
            loading = loading or isinstance(closing, Loading)
        if isinstance(closing, Checked):
            return closing.facts
        self._expect_sound(closing)
        if program.saved and loading:
            raise _Stopped(failed_on_model(closing, self.options.limits))
        raise _Problem("The process that verifies the model ended too early; run it again.")

    async def _reported_scores(
        self, learner: Child, verifier: Child, checked: ModelCheckFacts
    ) -> dict[str, ScoreFacts]:
        scores = {}
        for name in checked.inputs:
            scores[name] = await self._reported_score(learner, verifier, name)
        return scores

    async def _reported_score(self, learner: Child, verifier: Child, name: str) -> ScoreFacts:
        request = Predict(learner.name, learner.next_run(), verifier.name, name)
        predicted = await self._closing(learner, request)
        if not isinstance(predicted, Predicted):
            self._expect_ran(predicted)
            return ScoreFacts(name, 0, None, problem="the model predicted nothing")
        if predicted.problem is not None:
            return ScoreFacts(name, 0, None, problem=predicted.problem)
        scored = await self._closing(verifier, Score(verifier.name, verifier.next_run(), learner.name, name))
        if isinstance(scored, Scored):
            return scored.score
        raise _Problem("The process that scores the predictions ended too early; run it again.")

    async def _closing(self, child: Child, command: Command) -> Event:
        """The event that closes a command; all others are ignored."""
        closing: Event | None = None
        async for event in child.ask(command):
            closing = event
        assert closing is not None  # `ask` yields at least the closing event
        return closing

    # ---- the grade

    async def _advice(self, results: tuple[CheckResult, ...]) -> tuple[Advice, ...]:
        """The coach's advice; none in a lesson or an exercise that turns the coach off."""
        lesson = self.course.lesson_of(self.exercise)
        if not (lesson.coach and self.exercise.coach):
            return ()
        before = (*(cell.source for cell in lesson.setup), *(part.source for part in self.before))
        setup = "\n".join(before)  # the coach knows its names
        # by hand, fit changes no weight, which no fact about it explains
        fits, program = ((), None) if by_hand(self.exercise) else (self.fits, self.program)
        return await self.read.advise(self.error, fits, results, self.answer, setup, self.exercise.checks, program)

    @property
    def out_of_time(self) -> bool:
        """Whether a time limit ended one of its processes."""
        return any(child.out_of_time for child in self._children)

    async def grade(self) -> Grade:
        results, verdict = self._results, Verdict.ERRORED if self.problem else Verdict.FAILED
        if results is None:  # a person may still read it, but it isn't done
            results = not_run(self.exercise, verdict, self.read.written)
        elif not self.problem:
            verdict = verdict_of(results)
        return Grade(
            exercise=self.exercise.label,
            version=self.exercise.version,
            verdict=verdict,
            results=results,
            error=self.error,
            stopped=self.stopped,
            problem=self.problem,
            advice=await self._advice(results),
            provenance=provenance_of(self.exercise, results),
            hidden_seed=self.options.hidden_seed,
            world=self.world,
            unverified=self._unverified,
            variant=self.exercise.drawn,
            seconds=round(time.monotonic() - self._started, 2),
        )
