"""A grade as printed lines."""

from __future__ import annotations

import pytest

from tuitutor.cli.result_lines import print_grade
from tuitutor.config.settings import Settings
from tuitutor.course.bounds import Bound
from tuitutor.course.checks import Accuracy, Check, Params
from tuitutor.engine.events import Graded
from tuitutor.grading.verdicts import CheckResult, Grade, Verdict


@pytest.mark.parametrize("for_teacher", [False, True])
def test_the_check_that_decides_is_printed_first(capsys: pytest.CaptureFixture[str], for_teacher: bool) -> None:
    checks = (
        Check(Params(total=Bound(at_most=20)), "parameters", points=5),
        Check(Accuracy(data="draw", samples=100, at_least=0.9), "hidden", points=1),
    )
    results = tuple(CheckResult(check.name, Verdict.FAILED, 0, check.points, "wanted", "found") for check in checks)
    grade = Grade("xor", "v1", Verdict.FAILED, results)
    print_grade(Graded(grade), checks, Settings(), "", "", for_teacher=for_teacher)
    out = capsys.readouterr().out
    assert 0 < out.index("hidden") < out.index("parameters")
