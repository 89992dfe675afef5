"""What a grade says of itself."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from tests.classroom.reports.marks import check, raised
from tuitutor.grading.verdicts import Grade, Verdict

RESULTS = tuple(
    check(f"check {number}", verdict, 1, 2, f"why {number}")
    for number, verdict in enumerate((Verdict.FAILED, Verdict.ERRORED, Verdict.ERRORED))
)
ERRORED = Grade("xor", "v1", Verdict.ERRORED, RESULTS)


@pytest.mark.parametrize(
    ("grade", "why"),
    [
        (ERRORED, "why 1"),
        (replace(ERRORED, problem="It died."), "It died."),
        (replace(ERRORED, results=()), ""),
        (replace(ERRORED, verdict=Verdict.FAILED), ""),
        (replace(ERRORED, verdict=Verdict.FAILED, stopped="It took too long."), "It took too long."),
        (replace(ERRORED, verdict=Verdict.FAILED, error=raised("NameError", "no", 7)), "NameError: no (line 7)"),
        (replace(ERRORED, verdict=Verdict.FAILED, error=raised("SyntaxError", "no")), "SyntaxError: no"),
        (replace(ERRORED, verdict=Verdict.FAILED, error=raised("SystemExit", ""), stopped="It ended."), "It ended."),
    ],
)
def test_why_there_is_no_verdict_or_no_end(grade: Grade, why: str) -> None:
    assert grade.why == why


def test_points_are_those_of_the_checks() -> None:
    assert (ERRORED.points, ERRORED.out_of) == (3, 6)
