"""The check that decides: what a learner aims at, and looks at first after an attempt."""

from __future__ import annotations

from collections.abc import Sequence

from tuitutor.course.checks import Check, HiddenScore, History
from tuitutor.grading.verdicts import CheckResult, Verdict


def decisive(checks: Sequence[Check], results: Sequence[CheckResult] | None = None) -> int | None:
    """The index of the first failed accuracy, error or history check or, without one, of the failed check with the
    most points, the first of equals. None if no check failed.

    `results` has a result for each check, in the same order; before any attempt, None, the same rule looks at all
    checks.
    """
    failed = [at for at in range(len(checks)) if results is None or results[at].verdict is Verdict.FAILED]
    scores = (at for at in failed if isinstance(checks[at].kind, HiddenScore | History))
    return next(scores, max(failed, key=lambda at: checks[at].points, default=None))
