"""Whatever an answer's process says, when and how often: only what the verifying process says can pass a network."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.grading.builders import NOTHING
from tuitutor.course.bounds import Bound
from tuitutor.course.checks import Accuracy, Check, Params
from tuitutor.course.kind import CheckKind
from tuitutor.course.model import Chapter, Course, Exercise, Lesson
from tuitutor.engine.answer_run import FORGED
from tuitutor.engine.attempt import attempt
from tuitutor.engine.events import Graded
from tuitutor.grading.verdicts import Grade, Verdict
from tuitutor.protocol.events import (
    Cause,
    Checked,
    ChildEnded,
    EpochEnded,
    Event,
    Executed,
    Loading,
    Measured,
    Output,
    Predicted,
    Scored,
    Violated,
)
from tuitutor.protocol.facts import LayerFacts, ModelCheckFacts, ModelFacts, ProgramFacts, ScoreFacts
from tuitutor.protocol.raised import ErrorInfo
from tuitutor.protocol.requests import CheckModel, Execute, Measure, Predict, Request, Score
from tuitutor.workers.scripted import ScriptedLauncher
from tuitutor.workers.worker import Worker

LEARNER, VERIFIER = "c1", "c2"
WANTED = (Accuracy("xor3", 100, at_least=0.9), Params(total=Bound(at_most=100)))


def network(params: int) -> ModelFacts:
    layer = LayerFacts("dense", "Dense", True, params, params, (None, 2), {"units": 2})
    return ModelFacts("Sequential", True, (layer,), params, params, (None, 3), (None, 2))


PROGRAM = ProgramFacts(network(20), "Sequential", None, saved=True)
GOOD = ModelCheckFacts(True, model=network(20), scores=(ScoreFacts("xor3", 100, 1.0, (None, 2), permuted=NOTHING),))
BAD = ModelCheckFacts(True, model=network(20), scores=(ScoreFacts("xor3", 100, 0.5, (None, 2)),))
REFUSED = ModelCheckFacts(False, "a Lambda", inputs=("xor3",))


@dataclass
class Play:
    """A worker that says `checked` and `score` of the saved model, and lets the learner's child say what it likes.

    `after` names a request after whose honest answer `forged` follows; with `instead`, `forged` is all of the answer.
    """

    checked: ModelCheckFacts = GOOD
    score: float = 0.5
    forged: Callable[[Request], Iterable[Event]] = lambda _: ()
    after: type[Request] | None = None
    instead: bool = False

    def __call__(self, request: Request) -> Iterable[Event]:
        forges = self.after is not None and isinstance(request, self.after)
        if not (forges and self.instead):
            yield from self._honest(request)
        if forges:
            yield from self.forged(request)

    def _honest(self, request: Request) -> Iterable[Event]:
        match request:
            case Execute(child, run):
                yield Executed(child, run, "ok", 0.1)
            case Measure(child, run):
                yield Measured(child, run, PROGRAM)
            case CheckModel(child, run):
                yield Checked(child, run, self.checked)
            case Predict(child, run):
                yield Predicted(child, run)
            case Score(child, run):
                yield Scored(child, run, ScoreFacts("xor3", 100, self.score, (None, 2), permuted=NOTHING))


def grade(play: Play, *kinds: CheckKind) -> Grade:
    checks = tuple(Check(kind, f"check {number}") for number, kind in enumerate(kinds or WANTED))
    exercise = Exercise("xor", "XOR", "", "", checks, (), "", "", 1, "v1")
    lesson = Lesson("xor", Path("xor.md"), "XOR", "", 0, (), (exercise,), ())
    course = Course("id", "Title", Path(), (Chapter("", (lesson,)),), "", ())

    async def graded() -> Grade:
        worker = Worker(ScriptedLauncher(play))
        try:
            async for event in attempt(worker, course, exercise, "model = ..."):
                if isinstance(event, Graded):
                    return event.grade
        finally:
            await worker.close()
        raise AssertionError("no grade")

    return asyncio.run(graded())


def says(*events: Event) -> Callable[[Request], Iterable[Event]]:
    return lambda _: events


def test_an_honest_run_passes() -> None:
    assert grade(Play()).verdict is Verdict.PASSED


@pytest.mark.parametrize("after", [Execute, Measure, CheckModel])
def test_a_forged_line_fails_whenever_it_comes(after: type[Request]) -> None:
    result = grade(Play(forged=says(Violated(LEARNER, "not a JSON line")), after=after))
    assert (result.verdict, result.stopped) == (Verdict.FAILED, FORGED)


def test_a_forged_line_on_the_prediction_path_fails() -> None:
    play = Play(REFUSED, 1.0, says(Violated(LEARNER, "twice")), Score)
    assert (grade(replace(play, after=None)).verdict, grade(play).verdict) == (Verdict.PASSED, Verdict.FAILED)


def test_an_answer_to_another_question_fails() -> None:
    def other(request: Request) -> Iterable[Event]:
        yield Checked(LEARNER, getattr(request, "run", ""), GOOD)

    for after in (Execute, Measure):
        result = grade(Play(BAD, forged=other, after=after, instead=True))
        assert (result.verdict, result.stopped) == (Verdict.FAILED, FORGED)


def test_an_answer_ahead_of_its_question_fails() -> None:
    result = grade(Play(forged=says(Measured(LEARNER, "c1.2", PROGRAM)), after=Execute))
    assert (result.verdict, result.stopped) == (Verdict.FAILED, FORGED)


def test_an_end_that_no_honest_child_has_fails() -> None:
    def bare(request: Request) -> Iterable[Event]:
        yield Executed(LEARNER, getattr(request, "run", ""), "raised", 0.1)

    assert grade(Play(forged=bare, after=Execute, instead=True)).verdict is Verdict.FAILED


def test_an_answer_that_could_not_be_measured_is_not_the_learners_fault() -> None:
    troubled = Measured(LEARNER, "", ProgramFacts(None, None, None, problem="ValueError: shapes"))

    def measured(request: Request) -> Iterable[Event]:
        yield replace(troubled, run=getattr(request, "run", ""))

    result = grade(Play(forged=measured, after=Measure, instead=True))
    assert result.verdict is Verdict.ERRORED
    assert "ValueError: shapes" in result.problem


def test_a_torn_line_of_the_workers_own_is_never_a_pass() -> None:
    for after in (Execute, Measure, CheckModel):
        assert grade(Play(forged=says(Violated("", "torn")), after=after, instead=True)).verdict is Verdict.ERRORED


@pytest.mark.parametrize(
    ("cause", "word"),
    [("memory", "6 GB"), ("cpu", "180 s"), ("wall", "300 s"), ("crashed", "crashes"), ("disk", "256 MB")],
)
def test_a_model_that_kills_the_process_that_verifies_it_fails_with_the_reason(cause: Cause, word: str) -> None:
    def dies(request: Request) -> Iterable[Event]:
        assert isinstance(request, CheckModel)
        yield Loading(request.child, request.run)
        yield ChildEnded(request.child, cause, 11)

    result = grade(Play(forged=dies, after=CheckModel, instead=True))
    assert result.verdict is Verdict.FAILED
    assert word in result.stopped


def test_hidden_data_that_kills_the_process_that_draws_it_is_not_the_learners_fault() -> None:
    result = grade(Play(forged=says(ChildEnded(VERIFIER, "cpu")), after=CheckModel, instead=True))
    assert result.verdict is Verdict.ERRORED


def test_the_names_of_runs_cannot_be_guessed() -> None:
    runs: list[str] = []

    def note(request: Request) -> Iterable[Event]:
        runs.append(getattr(request, "run", ""))
        return ()

    for _ in range(2):
        grade(Play(forged=note, after=CheckModel))
    assert len(set(runs)) == 2


def learners_events(request: Request) -> st.SearchStrategy[list[Event]]:
    """All sorts of news from the learner's child, some of it about the very command that runs."""
    runs = st.sampled_from([getattr(request, "run", ""), "c1.1", "c1.2", "c2.1", ""])
    programs = st.sampled_from([PROGRAM, replace(PROGRAM, saved=False), ProgramFacts(None, None, None)])
    facts = st.sampled_from([GOOD, BAD, REFUSED])
    errors = st.none() | st.just(ErrorInfo("ValueError", "no"))
    scores = st.sampled_from([ScoreFacts("xor3", 100, 1.0), ScoreFacts("xor3", 100, None)])
    event: st.SearchStrategy[Event] = st.one_of(
        st.builds(Output, st.just(LEARNER), runs, st.text(max_size=5)),
        st.builds(EpochEnded, st.just(LEARNER), runs, st.integers(), st.integers(), st.floats()),
        st.builds(Executed, st.just(LEARNER), runs, st.sampled_from(["ok", "raised", "x"]), st.floats(), errors),
        st.builds(Measured, st.just(LEARNER), runs, programs),
        st.builds(Checked, st.just(LEARNER), runs, facts),
        st.builds(Predicted, st.just(LEARNER), runs, st.none() | st.just("no")),
        st.builds(Scored, st.just(LEARNER), runs, scores),
        st.builds(Violated, st.just(LEARNER), st.just("x")),
        st.builds(ChildEnded, st.just(LEARNER), st.sampled_from(["exited", "stopped", "crashed"])),
    )
    return st.lists(event, max_size=4)


@settings(max_examples=50)
@given(st.data(), st.sampled_from([BAD, REFUSED, ModelCheckFacts(True), ModelCheckFacts(False)]))
@pytest.mark.long
def test_no_sequence_of_the_learners_passes_a_network_that_does_not(
    data: st.DataObject, checked: ModelCheckFacts
) -> None:
    def script(request: Request) -> Iterable[Event]:
        if getattr(request, "child", "") != LEARNER:
            yield from Play(checked)(request)
            return
        events = data.draw(learners_events(request))
        yield from [*events, ChildEnded(LEARNER, "exited")] if not any(_closes(each) for each in events) else events

    assert grade(script).verdict is not Verdict.PASSED  # type: ignore[arg-type]


@pytest.mark.spine
@settings(max_examples=50)
@given(st.data())
def test_nothing_that_is_forged_beside_an_honest_run_passes(data: st.DataObject) -> None:
    """A closing event too many, or a line that is no event, at any point of a run that would have passed."""
    point = data.draw(st.sampled_from([Execute, Measure, CheckModel]))

    def forged(request: Request) -> Iterable[Event]:
        events = [each for each in data.draw(learners_events(request)) if not isinstance(each, ChildEnded)]
        return [*events, Violated(LEARNER, "closes nothing that runs")]  # as the worker says it of each one too many

    assert grade(Play(forged=forged, after=point)).verdict is not Verdict.PASSED


def _closes(event: Event) -> bool:
    return isinstance(event, ChildEnded | Violated)
