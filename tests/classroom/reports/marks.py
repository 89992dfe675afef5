"""Marks of learners, with as many points as a test says."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from tuitutor.classroom.class_verdicts import Mark
from tuitutor.grading.verdicts import CheckResult, Grade, Verdict
from tuitutor.protocol.raised import ErrorInfo, Frame


def check(
    name: str,
    verdict: Verdict,
    points: float = 0.0,
    out_of: float = 0.0,
    why: str = "",
    expected: str = "",
    found: str = "",
    count: float | None = None,
) -> CheckResult:
    """One check's result."""
    return CheckResult(name, verdict, points, out_of, expected, found, why, count=count)


def raised(kind: str, message: str, line: int | None = None) -> ErrorInfo:
    """The exception that ended an answer, at a line of it."""
    return ErrorInfo(kind, message, () if line is None else (Frame("answer.py", line, "<module>", ""),))


def mark(
    who: str,
    exercise: str,
    verdict: Verdict,
    points: float,
    *checks: CheckResult,
    out_of: float = 4.0,
    source: str = "",
    verified: float = 0.0,
    reported: float = 0.0,
    **parts: Any,
) -> Mark:
    """A mark of `points` out of `out_of`: what the checks don't have of them, the last one gets."""
    *others, last = checks or (check("all", verdict),)
    last = replace(
        last,
        points=points - sum(other.points for other in others),
        out_of=out_of - sum(other.out_of for other in others),
    )
    grade = Grade(exercise, "v", verdict, (*others, last), **parts)
    return Mark(who, "k", "a", grade, 1.0, verified, reported, source)
