"""The check that decides: what a learner aims at, and looks at first after an attempt."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from tuitutor.course.checks import Check, HiddenScore, History
from tuitutor.grading.verdicts import CheckResult, Grade, Verdict


def decisive(checks: Sequence[Check], results: Sequence[CheckResult] | None = None) -> int | None:
    """The index of the first failed accuracy, error or history check or, without one, of the failed check with the
    most points, the first of equals. None if no check failed.

    `results` has a result for each check, in the same order; before any attempt, None, the same rule looks at all
    checks.
    """
    failed = [at for at in range(len(checks)) if results is None or results[at].verdict is Verdict.FAILED]
    scores = (at for at in failed if isinstance(checks[at].kind, HiddenScore | History))
    return next(scores, max(failed, key=lambda at: checks[at].points, default=None))


def aim(checks: Sequence[Check], grade: Grade | None = None) -> tuple[Check, CheckResult | None] | None:
    """The check that a learner aims at, and its result once there is a grade; after a pass, that of any attempt."""
    results = None if grade is None else _results(checks, grade)
    at = _aim(checks, results)
    return None if at is None else (checks[at], None if results is None else results[at])


def decisive_first(checks: Sequence[Check], grade: Grade) -> Grade:
    """The grade with the result of the check that a learner aims at before all others."""
    results = _results(checks, grade)
    if results is None or (at := _aim(checks, results)) is None:
        return grade
    return replace(grade, results=(results[at], *results[:at], *results[at + 1 :]))


def _aim(checks: Sequence[Check], results: Sequence[CheckResult] | None) -> int | None:
    at = decisive(checks, results)
    return decisive(checks) if at is None else at


def _results(checks: Sequence[Check], grade: Grade) -> tuple[CheckResult, ...] | None:
    """The results of these checks; None if the grade is from an edition of the course with others."""
    same = [check.name for check in checks] == [result.name for result in grade.results]
    return grade.results if same else None
