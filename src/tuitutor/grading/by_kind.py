"""Judging a check by its kind."""

from __future__ import annotations

from functools import singledispatch
from typing import TYPE_CHECKING

from tuitutor.course.kind import CheckKind
from tuitutor.grading.outcome import Finding

if TYPE_CHECKING:
    from tuitutor.grading.evidence import Evidence


@singledispatch
def judge_kind(check: CheckKind, evidence: Evidence) -> Finding:
    """What the check finds; each kind registers the function that judges it. Raises `NothingToJudge`."""
    raise NotImplementedError(f"nothing judges the check '{check.key}'")
