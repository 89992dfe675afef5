from __future__ import annotations

import json
from typing import Any

from tests.classroom.reports import marks as made
from tests.classroom.reports.marks import check
from tuitutor.classroom.class_verdicts import Mark, Ungradable
from tuitutor.classroom.reports.grade_files import gradescope_results
from tuitutor.course.model import Variant
from tuitutor.grading.verdicts import CheckResult, Verdict

GOLF = check("parameters", Verdict.PASSED, 1, 1, found="12", expected="at most 20", count=12.0)
HIDDEN = check("hidden", Verdict.FAILED, 0.5, 3, why="A line\x1b[2J cannot split it.")


def mark(verdict: Verdict, points: float, *checks: CheckResult, **more: Any) -> Mark:
    return made.mark("ada", "golf", verdict, points, *checks, **more)


def test_a_pass_has_its_score_and_its_place_on_the_leaderboard() -> None:
    results = gradescope_results([mark(Verdict.PASSED, 4, GOLF, check("rest", Verdict.PASSED))], [])
    assert json.loads(json.dumps(results, allow_nan=False)) == results
    assert results["score"] == 4
    test, _ = results["tests"]
    assert (test["name"], test["score"], test["max_score"], test["status"]) == ("golf: parameters", 1, 1, "passed")
    assert test["output"] == "expected at most 20, found 12"
    assert results["leaderboard"] == [{"name": "golf: parameters", "value": 12.0, "order": "asc"}]


def test_what_failed_has_its_points_and_its_reason_and_no_best() -> None:
    results = gradescope_results([mark(Verdict.FAILED, 1.5, GOLF, HIDDEN)], [])
    assert results["score"] == 1.5
    _, hidden = results["tests"]
    assert (hidden["status"], hidden["score"], hidden["output"]) == ("failed", 0.5, "A line [2J cannot split it.")
    assert results["leaderboard"] == []
    assert results["output"] == "golf: failed"
    varied = gradescope_results([mark(Verdict.FAILED, 1.5, GOLF, variant=Variant(2, 3))], [])
    assert varied["output"] == "golf, variant 2 of 3: failed"


def test_what_could_not_be_graded_has_a_sentence_and_no_score() -> None:
    for marks, unread, output in (
        ([mark(Verdict.ERRORED, 0, problem="the worker died")], [], "golf: the worker died"),
        ([], [Ungradable("ada", "", "in/ada.pdf", "it is no answer.")], "in/ada.pdf: it is no answer."),
        ([mark(Verdict.PASSED, 4, GOLF)], [Ungradable("ada", "xor", "xor.py", "it is empty.")], "xor.py: it is empty."),
        ([], [], "There is no answer that can be graded."),
    ):
        results = gradescope_results(marks, unread)
        assert "score" not in results
        assert output in results["output"]
