"""How far attempts got, and which of them is the best."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from tuitutor.course.checks import HiddenScore
from tuitutor.course.model import Exercise
from tuitutor.engine.attempt_recorder import last_curves
from tuitutor.engine.snapshots import FitCurves
from tuitutor.grading.numbers import number_beside
from tuitutor.grading.verdicts import Grade
from tuitutor.progress.attempt_record import PastAttempt, merit
from tuitutor.protocol.facts import ModelFacts
from tuitutor.spelling import counted


@dataclass(frozen=True, slots=True)
class AttemptScore:
    """How far an attempt got: its score on the grader's data or, if none is measured, the number of passed checks.

    `on` says what the network knew of the data, "" for checks. `falls`: lower is better.
    """

    value: float
    text: str
    on: str = ""
    falls: bool = False

    @property
    def shown(self) -> Decimal:
        """The value as the text shows it."""
        return Decimal(self.text.partition(" ")[0].replace(",", ""))


def score(exercise: Exercise, grade: Grade) -> AttemptScore:
    """The grade's score; if several are measured on the grader's data, that of the first check."""
    values = {result.name: result.value for result in grade.results}
    for check in exercise.checks:
        if isinstance(check.kind, HiddenScore) and (value := values.get(check.name)) is not None:
            text = number_beside(value, check.kind.bound)
            on = "on its training data" if check.kind.trained_on else "hidden"
            return AttemptScore(value, text, on, falls=check.kind.metric != "accuracy")
    passed = sum(result.passed for result in grade.results)
    return AttemptScore(passed, f"{passed} of {counted(len(grade.results), 'check')}")


def reached(exercise: Exercise, grade: Grade) -> str:
    """How far an attempt came: its score, or what stopped it."""
    if grade.error is not None:
        return grade.error.kind
    if grade.stopped or grade.problem:
        return "not graded" if grade.problem else "stopped"
    return score(exercise, grade).text


def achieved(exercise: Exercise, grade: Grade, model: ModelFacts | None, number: int) -> tuple[str, ...]:
    """The result of attempt `number`, and its cost, most important first.

    "0.9955 hidden", "218 parameters", "3 attempts".
    """
    reached = score(exercise, grade)
    facts = [f"{reached.text} {reached.on}".strip()]
    if model is not None and model.params is not None:
        facts.append(f"{model.params:,} parameters")
    facts.append(counted(number, "attempt"))
    return tuple(facts)


def best_of(exercise: Exercise, attempts: Sequence[PastAttempt]) -> PastAttempt | None:
    """The most economical of the passed attempts, or else the attempt with the best score."""

    def rank(attempt: PastAttempt) -> tuple[float, ...]:
        passed, share, thrift = merit(attempt)
        reached = score(exercise, attempt.grade)
        scored = -reached.value if reached.falls else reached.value
        return (passed, share, thrift, scored) if passed else (passed, share, bool(reached.on), scored)

    return max(attempts, key=rank, default=None)


def best_before(exercise: Exercise, attempts: Sequence[PastAttempt], number: int) -> FitCurves | None:
    """The curves of the best attempt before this number that has any; None if there is none."""
    best = best_of(
        exercise, [attempt for attempt in attempts if attempt.curves is not None and attempt.number < number]
    )
    return None if best is None else last_curves((best,))
