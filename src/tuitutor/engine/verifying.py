"""Verifying an answer that has run, out of its reach: its model, its challenge, its output.

A child that never runs learner code loads the saved model, and scores it on hidden data. If it can't load the file, the
learner's child predicts on hidden inputs, without their labels. Then the exercise's `measure` cell runs, on values that
are carried over. The state that answers a challenge is trained again in our own process, which it cannot harm
(docs/decisions.md), and the output is searched in a process with a time limit.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from time import perf_counter

from tuitutor.course.challenge import Challenge
from tuitutor.engine.answer_run import AnswerRun, AnswerStopped, NotTheirFault, closing_of
from tuitutor.engine.exit_reasons import failed_on_model
from tuitutor.errors import UsageError
from tuitutor.grading.evidence import Played
from tuitutor.grading.judge import drawn_for_cell, hidden_wanted
from tuitutor.grading.scores import threshold
from tuitutor.protocol.events import Checked, Drawn, Examined, Loading, Predicted, Reran, Scored
from tuitutor.protocol.facts import CellFacts, ModelCheckFacts, ProgramFacts, ScoreFacts
from tuitutor.protocol.requests import CheckModel, Draw, Examine, Predict, Rerun, Score
from tuitutor.workers.worker import Child

_CELL = "the exercise's measurement"  # what tracebacks call it


@dataclass
class Verifying:
    """The verified facts of a `run`: `checked` and `scores` of its model, and the result of its `measure` cell.

    `in_place`: why the cell had to run in the learner's child; "" if it did not, or its author asked for that.
    """

    run: AnswerRun
    checked: ModelCheckFacts | None = field(default=None, init=False)
    scores: dict[str, ScoreFacts] = field(default_factory=dict, init=False)
    cell: CellFacts | None = field(default=None, init=False)
    in_place: str = field(default="", init=False)
    _child: Child | None = field(default=None, init=False)

    async def _verifier(self) -> Child:
        if self._child is None:
            self._child = await self.run.child(True, self.run.options.limits, verifies=True)
        return self._child

    # ---- the model

    async def check(self, program: ProgramFacts) -> ModelCheckFacts:
        """Load the saved model and score it, or else have the learner's child predict. Raises what a run raises."""
        run, child = self.run, await self._verifier()
        hidden = hidden_wanted(run.exercise, run.options.hidden_seed, run.world)
        saved_by = run.learner.name if program.saved else None
        source = run.course.data_source
        request = CheckModel(child.name, child.next_run(), saved_by, source, hidden, threshold(program))
        loading = False
        async for closing in child.ask(request):
            loading = loading or isinstance(closing, Loading)
        if not isinstance(closing, Checked):
            run.expect_sound(closing)
            if program.saved and loading:
                raise AnswerStopped(failed_on_model(closing, run.options.limits))
            raise NotTheirFault("The process that verifies the model ended too early; run it again.")
        self.checked = closing.facts
        for name in closing.facts.inputs:
            self.scores[name] = await self._reported_score(child, name)
        return closing.facts

    async def _reported_score(self, verifier: Child, name: str) -> ScoreFacts:
        learner = self.run.learner
        predicted = await closing_of(learner, Predict(learner.name, learner.next_run(), verifier.name, name))
        if not isinstance(predicted, Predicted):
            self.run.expect_ran(predicted)
            return ScoreFacts(name, 0, None, problem="the model predicted nothing")
        if predicted.problem is not None:
            return ScoreFacts(name, 0, None, problem=predicted.problem)
        scored = await closing_of(verifier, Score(verifier.name, verifier.next_run(), learner.name, name))
        if isinstance(scored, Scored):
            return scored.score
        raise NotTheirFault("The process that scores the predictions ended too early; run it again.")

    # ---- the exercise's `measure` cell

    async def examine(self, program: ProgramFacts) -> None:
        """Run the cell, if there is one: after all predictions, since now hidden labels may come near the answer."""
        measure = self.run.exercise.measure
        if measure is None:
            return
        verifier = await self._verifier()
        self.in_place = "" if measure.in_place else self._why_in_place(program)
        await self._draw(verifier)
        if not (self.in_place or measure.in_place):
            self.cell = await self._examine_apart(verifier, measure.source)
            return
        run, learner = self.run, self.run.learner
        variables, number = run.exercise.requirements.variables, learner.next_run()
        request = Examine(learner.name, number, variables, measure.source, _CELL, drawn_by=verifier.name)
        closing = await closing_of(learner, request)
        if not isinstance(closing, Examined):
            run.expect_ran(closing)
            raise NotTheirFault("The answer could not be measured.")
        self.cell = closing.facts

    async def _examine_apart(self, verifier: Child, cell: str) -> CellFacts:
        """The cell's result in the verifying child; the cell starts again after each run of the answer."""
        run, learner, needs = self.run, self.run.learner, self.run.needs
        variables = run.exercise.requirements.variables
        request = Examine(verifier.name, "", variables, cell, _CELL, learner.name, needs.definitions, run.kept)
        while True:
            closing = await closing_of(verifier, replace(request, run=verifier.next_run()))
            if not isinstance(closing, Examined):
                run.expect_sound(closing)
                raise AnswerStopped(failed_on_model(closing, run.options.limits))
            if not closing.number:
                return closing.facts
            carried = tuple(sorted(needs.from_rerun))
            again = Rerun(learner.name, learner.next_run(), verifier.name, closing.number, carried)
            reran = await closing_of(learner, again)
            if not isinstance(reran, Reran):
                run.expect_ran(reran)
                raise NotTheirFault("The answer could not be run again.")
            request = replace(request, reruns=(*request.reruns, reran.problem))

    def _why_in_place(self, program: ProgramFacts) -> str:
        """Why the cell can't run where no learner code runs; "" if it can."""
        needs, has_model = self.run.needs, program.model_kind not in (None, "NoneType")
        if needs.model and has_model and not (self.checked is not None and self.checked.loaded):
            return (self.checked and self.checked.problem) or "the model can't be saved"
        uncarried = [name for name in program.uncarried if name in needs.variables]
        return f"`{uncarried[0]}` can't be copied to another process" if uncarried else ""

    async def _draw(self, child: Child) -> None:
        """Draw hidden data for the cell, if it asks for any."""
        run, measure = self.run, self.run.exercise.measure
        data = drawn_for_cell(run.exercise, run.options.hidden_seed, run.world)
        if data is None or measure is None:
            return
        request = Draw(child.name, child.next_run(), run.course.data_source, data, measure.labels)
        closing = await closing_of(child, request)
        run.expect_sound(closing)
        if not isinstance(closing, Drawn) or closing.problem is not None:
            why = closing.problem if isinstance(closing, Drawn) else "the process that draws it ended too early"
            raise NotTheirFault(f"The hidden data could not be drawn ({why}); please tell the lesson's author.")


SECONDS = 2  # of CPU, far more than is needed
_HANGING_S = 60.0  # on a machine that has no CPU to give
_SEARCH = """
import json, re, resource, sys
pattern, text, seconds = json.load(sys.stdin)
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
re.search(pattern, text, re.MULTILINE)
"""


async def endless(patterns: Iterable[str], text: str) -> frozenset[str]:
    """The patterns for which the search in the text takes too long. Raises TimeoutError if there is no CPU for it."""
    found = set[str]()
    for pattern in patterns:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-I", "-S", "-c", _SEARCH),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
        )
        try:
            request = json.dumps([pattern, text, SECONDS]).encode()
            await asyncio.wait_for(process.communicate(request), _HANGING_S)
        finally:
            with suppress(ProcessLookupError):  # it has ended
                process.kill()
            await process.wait()
        if process.returncode:
            found.add(pattern)
    return frozenset(found)


_SLICE = 0.008  # seconds of training before other tasks get their turn, such as handling keys


async def retrained(challenge: Challenge, answer: str, hidden_seed: int) -> Played:
    """Train the state in an answer on the exercise's data, drawn with this seed. Cancelling it stops it at once."""
    # imported here, since most lessons have no such exercise, and numpy takes a while
    from tuitutor.playground.address import overruled, state_in, under
    from tuitutor.playground.run import Run

    task = challenge.begun
    try:
        state = state_in(answer)
    except UsageError as error:
        return Played(problem=str(error))
    losses, diverged = [], ""
    began = perf_counter()
    for number in range(challenge.runs):
        run = Run(under(task, state, f"hidden {hidden_seed} {number}"))
        while run.epoch < challenge.epochs and not run.stuck:
            run.advance()
            if perf_counter() - began > _SLICE:
                await asyncio.sleep(0)
                began = perf_counter()
        losses.append(run.losses[-1][1])
        diverged = diverged or str(run.diverged or "")
    trained = replace(run.config, seed="")  # which must stay hidden
    return Played(trained, "", tuple(losses), diverged, overruled(task, state))
