"""What an attempt achieved, in words: its score on hidden data or its points, and at which cost."""

from __future__ import annotations

from dataclasses import replace

from tests.draw.test_past_attempts import scored_by
from tests.grading.builders import SMALL, unbuilt
from tuitutor.engine.experiments import achieved, score
from tuitutor.grading.verdicts import CheckResult, Grade, Verdict


def graded(value: float | None, points: float = 1.0) -> Grade:
    return Grade("xor", "v1", Verdict.FAILED, (CheckResult("hidden", Verdict.FAILED, points, 2.0, value=value),))


def test_the_cost_is_told_where_it_is_known() -> None:
    exercise, large = scored_by("accuracy"), replace(SMALL, params=12_218)
    assert achieved(exercise, graded(0.9955), large, 3) == ("0.9955 hidden", "12,218 parameters", "3 attempts")
    assert achieved(exercise, graded(0.9955), unbuilt(3), 1) == ("0.9955 hidden", "1 attempt")
    assert achieved(exercise, graded(None, 1.5), None, 1) == ("0 of 1 check", "1 attempt")


def test_an_error_falls_and_an_accuracy_rises() -> None:
    accuracy, error = (score(scored_by(metric), graded(0.25)) for metric in ("accuracy", "mse"))
    assert (accuracy.on, accuracy.falls) == ("hidden", False)
    assert (error.on, error.falls) == ("hidden", True)
    checks = score(scored_by("mse"), graded(None))
    assert (checks.on, checks.falls, checks.text) == ("", False, "0 of 1 check")
    assert checks.shown == 0
