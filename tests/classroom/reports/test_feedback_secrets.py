"""No feedback on any exercise of the course gives away what a learner is not to know, whatever the facts are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from msgspec import structs

from tests.classroom.reports.secrets import feedback_on, lines_given_away
from tests.engine.answers import answers_to
from tests.grading.builders import dense, fit, model, program, read_facts, reported, verified
from tuitutor.coach import advise
from tuitutor.course.checks import Check, HiddenScore
from tuitutor.course.choices import Question
from tuitutor.course.model import Course, Exercise
from tuitutor.grading.evidence import Evidence
from tuitutor.grading.judge import judge, not_run, verdict_of
from tuitutor.grading.verdicts import CheckResult, Grade, Verdict
from tuitutor.protocol.facts import CellFacts, FitFacts, ScoreFacts, TrainingFacts, VariableFacts
from tuitutor.protocol.raised import ErrorInfo, Frame

SEED = 2_718_281_828
HIDDEN = "[[0.8414 -0.9093]]"  # hidden data, in what an answer raised over them
RAISED = ErrorInfo("ValueError", "not like this", (Frame("xor.py", 2, "<module>", "model.fit(x)"),))


def answers(exercise: Exercise) -> list[str]:
    """Some of what learners answered (`make answers` looks at all), the starter, every choice, and nothing."""
    written = [answer.text for answer in answers_to(exercise.label) if not answer.is_right][:3]
    choices = [choice for check in exercise.checks if isinstance(check.kind, Question) for choice in check.kind.choices]
    return [*written, exercise.starter, *(f"# answer: {choice}\n" for choice in choices), ""]


def evidence(exercise: Exercise, answer: str, secret: str) -> Iterator[Evidence]:
    """Facts of all kinds: none, poor and good ones, and exceptions over hidden data."""
    sources = [check.kind.data for check in exercise.checks if isinstance(check.kind, HiddenScore)]
    names = exercise.requirements.variables
    small = model(dense(3, 3, "relu"), dense(2, 3))
    low, broken = ([ScoreFacts(name, 10_000, *how) for name in sources] for how in ((0.51,), (None, None, secret)))
    training = TrainingFacts(True, True, 5, 500, 50)
    ran = program(small, fits=(FitFacts(5, 5, 32, True, {"loss": (2.0, 1.0), "val_loss": (1.0, 2.0)}),))
    poor = tuple(VariableFacts(name, "float", (3, 2), "float32", "0.25") for name in names)
    written = read_facts(exercise.checks, answer)
    for facts in (replace(ran, variables=poor, training=training), program(None)):
        yield replace(verified(small, *low), written=written, program=facts)
        yield replace(reported(small, *broken), written=written, program=facts)
    yield Evidence(written, stdout="hello", program=ran, cell=CellFacts((), names, f"ValueError: {secret}"))
    yield Evidence(written, program=ran, cell=CellFacts((), names, "NameError", next(iter(names), "x")))


def grades(course: Course, exercise: Exercise, answer: str, secret: str = HIDDEN, seed: int = SEED) -> Iterator[Grade]:
    setup = "\n".join(cell.source for lesson in course.lessons for cell in lesson.setup)

    def grade(results: tuple[CheckResult, ...], error: ErrorInfo | None = None, problem: str = "") -> Grade:
        advice = advise(error, (fit(loss=(1.0, 0.5)),), results, answer, setup, exercise.checks)
        verdict = Verdict.ERRORED if problem else verdict_of(results)
        return Grade(exercise.label, "v", verdict, results, error, "", problem, advice, hidden_seed=seed)

    for facts in evidence(exercise, answer, secret):
        yield grade(judge(exercise, facts, verified_only=facts.checked is not None))
    written = read_facts(exercise.checks, answer)
    yield grade(not_run(exercise, Verdict.FAILED, written), RAISED)
    yield grade(not_run(exercise, Verdict.ERRORED, written), problem=f"--hidden-seed {seed} drew {secret}")


@pytest.mark.long
def test_neither_hidden_data_nor_seeds_nor_the_solution(course: Course) -> None:
    for exercise in course.exercises:
        for answer in answers(exercise):
            for grade in grades(course, exercise, answer):
                text = feedback_on(grade)
                assert HIDDEN not in text, exercise.label
                assert str(SEED) not in text, exercise.label
                assert lines_given_away(exercise, answer, text) == [], exercise.label


@pytest.mark.long
def test_what_is_told_is_the_same_whatever_is_hidden(course: Course) -> None:
    for exercise in course.exercises:
        other = structs.replace(exercise, solution="something else", explanation="", hints=())
        for answer in answers(exercise)[:2]:
            pairs = zip(grades(course, exercise, answer), grades(course, other, answer, "[[1 2]]", 7), strict=True)
            for grade, with_other_secrets in pairs:
                assert feedback_on(grade) == feedback_on(with_other_secrets), exercise.label


@pytest.mark.long
def test_no_wrong_answer_is_told_which_one_is_right(course: Course) -> None:
    asked = [
        (exercise, check.kind)
        for exercise in course.exercises
        for check in exercise.checks
        if isinstance(check.kind, Question)
    ]
    assert asked
    for exercise, question in asked:
        for given in question.choices:
            texts = {
                told_where_right_is(course, exercise, right, given) for right in question.choices if right != given
            }
            assert len(texts) == 1, exercise.label
            assert ": not passed, " in texts.pop()


def told_where_right_is(course: Course, exercise: Exercise, right: str, given: str) -> str:
    """What is told to whom gives one answer to a question while another is right."""
    checks = tuple(with_answer(check, right) for check in exercise.checks)
    return feedback_on(next(grades(course, structs.replace(exercise, checks=checks), f"# answer: {given}\n")))


def with_answer(check: Check, right: str) -> Check:
    if not isinstance(check.kind, Question):
        return check
    return structs.replace(check, kind=structs.replace(check.kind, answer=right))
