"""What learners are shown of their checks holds nothing of the hidden data, whichever report shows it."""

from __future__ import annotations

import json

import pytest

from tuitutor.grading.program import UNMEASURED
from tuitutor.grading.scores import UNPREDICTED
from tuitutor.grading.verdicts import Verdict
from tuitutor.progress.verdicts import Check, Mark
from tuitutor.reports.feedback import feedback_text
from tuitutor.reports.gradescope import gradescope_results
from tuitutor.reports.junit import junit_xml
from tuitutor.reports.told import told


@pytest.mark.parametrize("sentence", [UNMEASURED, UNPREDICTED])
def test_what_was_raised_over_hidden_data_is_in_no_report(sentence: str) -> None:
    check = Check("hidden", Verdict.FAILED, 0, 3, why=f"{sentence}: ValueError: [0.123, 0.456]")
    mark = Mark("ada", "xor", "k", "a", "v", Verdict.FAILED, 0.0, 3.0, 1.0, checks=(check,))
    for report in (
        json.dumps(gradescope_results([mark], [])),
        junit_xml("c", [mark], []),
        feedback_text("ada", [mark], [], {}),
    ):
        assert sentence in report
        assert "0.123" not in report


@pytest.mark.parametrize(("expected", "found"), [("at most 20", ""), ("", "39")])
def test_half_of_a_comparison_is_none(expected: str, found: str) -> None:
    assert told(Check("parameters", Verdict.FAILED, 0, 1, "Use fewer.", expected, found)) == "Use fewer."


def test_any_other_reason_is_told() -> None:
    check = Check("parameters", Verdict.FAILED, 0, 1, why="Use fewer.", expected="at most 20", found="39")
    mark = Mark("ada", "xor", "k", "a", "v", Verdict.FAILED, 0.0, 1.0, 1.0, checks=(check,))
    (test,) = gradescope_results([mark], [])["tests"]
    assert test["output"] == "expected at most 20, found 39; Use fewer."
    assert "expected at most 20, found 39; Use fewer." in junit_xml("c", [mark], [])
