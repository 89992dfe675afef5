"""What learners are shown of their checks holds nothing of the hidden data, whichever report shows it."""

from __future__ import annotations

import json

import pytest

from tests.classroom.reports.marks import check, mark
from tuitutor.classroom.reports.escaping import told
from tuitutor.classroom.reports.feedback import feedback_text
from tuitutor.classroom.reports.grade_files import gradescope_results, junit_xml
from tuitutor.grading.answer_checks import UNMEASURED
from tuitutor.grading.scores import UNPREDICTED
from tuitutor.grading.verdicts import Verdict


@pytest.mark.parametrize("sentence", [UNMEASURED, UNPREDICTED])
def test_what_was_raised_over_hidden_data_is_in_no_report(sentence: str) -> None:
    failed = check("hidden", Verdict.FAILED, 0, 3, why=f"{sentence}: ValueError: [0.123, 0.456]")
    ada = mark("ada", "xor", Verdict.FAILED, 0.0, failed, out_of=3.0)
    for report in (
        json.dumps(gradescope_results([ada], [])),
        junit_xml("c", [ada], []),
        feedback_text("ada", [ada], [], {}),
    ):
        assert sentence in report
        assert "0.123" not in report


@pytest.mark.parametrize(("expected", "found"), [("at most 20", ""), ("", "39")])
def test_half_of_a_comparison_is_none(expected: str, found: str) -> None:
    assert told(check("parameters", Verdict.FAILED, 0, 1, "Use fewer.", expected, found)) == "Use fewer."


def test_any_other_reason_is_told() -> None:
    failed = check("parameters", Verdict.FAILED, 0, 1, why="Use fewer.", expected="at most 20", found="39")
    ada = mark("ada", "xor", Verdict.FAILED, 0.0, failed, out_of=1.0)
    (test,) = gradescope_results([ada], [])["tests"]
    assert test["output"] == "expected at most 20, found 39; Use fewer."
    assert "expected at most 20, found 39; Use fewer." in junit_xml("c", [ada], [])
