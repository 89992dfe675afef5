"""What isn't decided here, but with another edition of the course."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from tests.course.lesson_texts import checked, parse
from tests.grading.builders import draft, exercise, read_facts
from tuitutor.course.checks import Check, Source
from tuitutor.course.choices import Question
from tuitutor.course.kind import Later
from tuitutor.grading.evidence import Evidence
from tuitutor.grading.judge import judge, needs_run, not_run, verdict_of
from tuitutor.grading.verdicts import CheckResult, Verdict

PRINTS = Check(Source(calls=("print",)), "prints", points=6)
LATER = Check(Later(), "Hidden accuracy", points=3, later=True)


def judged(*checks: Check, text: str = "print(1)\n") -> tuple[CheckResult, ...]:
    return judge(exercise(*checks), Evidence(read_facts(checks, text)))


def test_it_waits_and_the_other_points_count() -> None:
    results = judged(PRINTS, LATER)
    assert [(result.verdict, result.points, result.out_of) for result in results] == [
        (Verdict.PASSED, 6.0, 6.0),
        (Verdict.PENDING, 0.0, 3.0),
    ]
    assert results[1].why == "Graded later."
    assert verdict_of(results) is Verdict.PENDING
    assert verdict_of(judged(PRINTS, LATER, text="1\n")) is Verdict.FAILED
    assert needs_run(exercise(LATER))


def test_the_starter_fails() -> None:
    written = replace(read_facts((LATER,), "print(1)\n"), untouched=True)
    assert [result.verdict for result in judge(exercise(LATER), Evidence(written))] == [Verdict.FAILED]


def test_what_did_not_run_does_not_wait() -> None:
    written = read_facts((LATER,), "1 / 0\n")
    assert [result.verdict for result in not_run(exercise(LATER), Verdict.FAILED, written)] == [Verdict.FAILED]
    assert [result.verdict for result in not_run(exercise(LATER), Verdict.ERRORED, written)] == [Verdict.ERRORED]


def test_what_needs_something_that_is_graded_later_waits_with_it() -> None:
    prints = replace(PRINTS, needs=("Hidden accuracy",))
    first, second = judged(LATER, prints)
    assert (second.verdict, second.points) == (Verdict.PENDING, 0.0)
    assert second.why == "Needs 'Hidden accuracy', which is graded later."
    assert judged(LATER, prints, text="1\n")[1].verdict is Verdict.FAILED
    assert first.why == "Graded later."


@pytest.mark.parametrize(
    ("choices", "text", "verdict"),
    [
        (("9", "12"), "# answer: 9", Verdict.PENDING),
        (("9", "12"), "# answer: 12", Verdict.PENDING),
        (("9", "12"), "# answer: 10", Verdict.FAILED),
        (("9", "12"), "# answer:", Verdict.FAILED),
        ((), "# answer: 640", Verdict.PENDING),
        ((), "# answer: many", Verdict.FAILED),
    ],
)
def test_a_question_without_its_answer_still_says_what_is_no_answer(
    choices: tuple[str, ...], text: str, verdict: Verdict
) -> None:
    question = Question.without_answer(choices)
    [result] = judge(exercise(question), draft(question, text))
    assert result.verdict is verdict


def test_how_they_are_written() -> None:
    text = (
        "- later: true\n  name: Hidden accuracy\n  points: 3\n"
        "- question: {choices: [9, 12]}\n  later: true\n"
        "- accuracy: {data: xor3, samples: 9, at_least: 0.9}\n  later: true\n  name: No data\n  needs: Hidden accuracy"
    )
    lesson = parse(checked(text).replace(":label: net\n", ":label: net\n:version: 0123456789ab\n"))
    assert lesson.problems == ()
    hidden, question, no_data = lesson.exercises[0].checks
    assert (hidden.kind, hidden.name, hidden.points) == (Later(), "Hidden accuracy", 3.0)
    assert question.kind == Question("", ("9", "12"))
    assert (no_data.kind, no_data.name, no_data.needs) == (Later(), "No data", ("Hidden accuracy",))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("- person: [a]", "unknown check 'person'; deadlines, and marks that a person gives, belong to your LMS"),
        ("- source: {calls: [a]}\n  person: [a]", "unknown key 'person'; deadlines, and marks that a person gives,"),
        ("- later: true", "found 'later: true', which only a release has; deadlines, and marks that a person gives,"),
        ("- later: soon", "in 'later': found 'soon'; expected true or false"),
        ("- later: false\n  name: x", "this entry has no check"),
        ("- question: {choices: [9, 12], answer: 12}\n  later: true", "unknown key 'answer'"),
    ],
)
def test_what_is_not_understood_is_a_problem(text: str, message: str) -> None:
    assert any(message in problem.text for problem in parse(checked(text)).problems)
