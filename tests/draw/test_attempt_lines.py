"""Attempts in lines, and the difference between two codes."""

from __future__ import annotations

import math
from datetime import datetime
from typing import Any, Literal

from msgspec.structs import replace

from tuitutor.course.checks import Accuracy, Check, Error
from tuitutor.course.model import Exercise
from tuitutor.draw.look import Look
from tuitutor.draw.past_attempts import draw_attempts, draw_difference
from tuitutor.engine.experiments import best_before
from tuitutor.grading.verdicts import CheckResult, Grade, Verdict
from tuitutor.progress.attempt_record import PastAttempt, PastCurves, PastSeries
from tuitutor.protocol.raised import ErrorInfo

PLAIN, DARK = Look(colour=False), Look()
NOON = datetime(2026, 3, 2, 12, 0).timestamp()
HOUR = 3_600.0


def scored_by(metric: Literal["accuracy", "mse"]) -> Exercise:
    accuracy = Accuracy("noisy", 100, at_least=0.5)
    check = Check(accuracy if metric == "accuracy" else Error("noisy", 100, metric, 0.5), "hidden")
    return Exercise("xor", "XOR", "", "", (check,), (), "", "", 1, "v1")


def tried(
    number: int, ago: float, score: float | None, verdict: Verdict = Verdict.FAILED, kind: str = ""
) -> PastAttempt:
    check = CheckResult("hidden", verdict, float(verdict is Verdict.PASSED), 1.0, count=9, value=score)
    grade = Grade("xor", "v1", verdict, (check,), error=ErrorInfo(kind, "") if kind else None)
    return PastAttempt(number, NOON - ago, "x", grade)


def test_a_line_has_number_time_verdict_score_and_how_it_compares() -> None:
    attempts = [
        tried(8, 400 * 24 * HOUR, 0.5),
        tried(9, 50 * HOUR, 0.71),
        tried(10, 24 * HOUR, None, kind="TypeError\x1b[2J"),
        tried(11, 2 * HOUR, 0.6),
        tried(12, HOUR, 0.6),
        tried(13, 0, None, Verdict.PASSED),
    ]
    assert [line.plain for line in draw_attempts(scored_by("accuracy"), attempts, NOON, PLAIN)] == [
        " 8  26 Jan 2025      ✗ 0.5",
        " 9  28 Feb 10:00     ✗ 0.71        +0.21",
        "10  yesterday 12:00  ✗ 0/1 points         TypeError",
        "11  10:00            ✗ 0.6",
        "12  11:00            ✗ 0.6         =",
        "13  12:00            ✓ 1/1 points         hidden 9",
    ]


def test_the_difference_has_as_many_digits_as_the_scores() -> None:
    def differences(*scores: float | None) -> list[list[str]]:
        attempts = [tried(number, 0, score, kind="" if score else "E") for number, score in enumerate(scores, 1)]
        lines = draw_attempts(scored_by("accuracy"), attempts, NOON, PLAIN)
        return [line.plain.partition("✗")[2].split()[1:] for line in lines]

    assert differences(145.3, 38.47, 38.471) == [[], ["−106.8"], ["="]]
    assert differences(0.7067, 0.9083, None, 0.9083) == [[], ["+0.2016"], ["points", "E"], []]
    assert differences(1.5e9, math.inf, math.inf, 1.0) == [[], [], [], []]


def test_an_attempt_that_was_not_graded_is_not_compared() -> None:
    attempts = [
        with_grade(tried(2, 0, None), problem="t") if number == 2 else tried(number, 0, None) for number in (1, 2, 3)
    ]
    lines = [line.plain for line in draw_attempts(scored_by("accuracy"), attempts, NOON, PLAIN)]
    assert [line.partition("points")[2].strip() for line in lines] == ["", "not graded", ""]


def test_less_is_better_where_an_error_is_scored() -> None:
    for metric, role in (("accuracy", "bad"), ("mse", "good")):
        attempts = [tried(1, HOUR, 0.5), tried(2, 0, 0.3)]
        line = draw_attempts(scored_by(metric), attempts, NOON, DARK)[1]  # type: ignore[arg-type]
        styles = {line.plain[span.start : span.end]: span.style for span in line.spans}
        assert styles["−0.2"] == DARK.style(role)  # type: ignore[arg-type]


def with_grade(kept: PastAttempt, **parts: Any) -> PastAttempt:
    return replace(kept, grade=replace(kept.grade, **parts))


def test_times_that_no_clock_ever_showed_are_no_trouble() -> None:
    line = draw_attempts(scored_by("accuracy"), [tried(1, -1e300, None)], NOON, PLAIN)[0]
    assert line.plain == "1  some time  ✗ 0/1 points"
    assert draw_attempts(scored_by("accuracy"), [], NOON, PLAIN) == []


def test_a_difference_shows_what_went_and_came_and_obeys_nothing() -> None:
    before = "\n".join(f"line {n}" for n in range(9))
    after = before.replace("line 5", "a very long line\x1b[2J")
    told = draw_difference(before, after, 12, PLAIN).plain.split("\n")
    assert told == ["… line 4", " line 3", " line 4", "-line 5", "+a very lon…", " line 6", " line 7"]
    assert draw_difference(before, before, 40, PLAIN).plain == "The code is the same."


def test_the_words_that_changed_in_a_line_stand_out() -> None:
    before = "Dense(24, activation='relu')\nAdam(0.01)\nx = 1\n"
    after = "Dense(12, activation='relu')\nAdam(0.003)\nimport something_else\n"

    def standing_out(look: Look) -> list[str]:
        told = draw_difference(before, after, 60, look)
        return [told.plain[span.start : span.end] for span in told.spans if "underline" in str(span.style)]

    assert standing_out(DARK) == standing_out(PLAIN) == ["24", "0.01", "12", "0.003"]
    told = draw_difference(before, after, 60, DARK)
    styles = {told.plain[span.start : span.end]: span.style for span in told.spans}
    assert styles["-Adam(0.01)"] == DARK.style("bad")
    assert styles["+Adam(0.003)"] == DARK.style("good")
    words = draw_difference(before, after, 60, Look(words=True)).plain
    assert "removed: Adam(0.01)" in words
    assert "added: Adam(0.003)" in words


def test_a_long_difference_is_cut_and_says_so() -> None:
    told = draw_difference("x\n" * 3_000, "x\n" * 3_001, 60, PLAIN).plain
    assert told == "Only the first 2,000 lines are compared."


def test_the_best_is_the_pass_that_needed_least_else_what_scored_best() -> None:
    def trained(number: int, score: float, verdict: Verdict = Verdict.FAILED, count: float = 9) -> PastAttempt:
        kept = tried(number, 0, score, verdict)
        results = (replace(kept.grade.results[0], count=count),)
        curve = PastCurves(epochs=2, series={"loss": PastSeries.of((1.0,), (float(number),))})
        return replace(with_grade(kept, results=results), curves=curve)

    def best(*attempts: PastAttempt, metric: Literal["accuracy", "mse"] = "accuracy", before: int = 9) -> float:
        curves = best_before(scored_by(metric), attempts, before)
        return curves.logs["loss"][0] if curves else 0

    low, high = trained(1, 0.5), trained(2, 0.7)
    smaller = trained(3, 0.6, count=1)
    assert best(low, high, smaller) == best(smaller, high, low) == 2
    assert best(low, high, metric="mse") == 1
    large, small = (trained(n, 0.9, Verdict.PASSED, 9 - n) for n in (4, 5))
    assert best(high, large, small) == 5
    assert best(high, large, small, before=5) == 4
    assert best(tried(8, 0, None, Verdict.PASSED), high) == 2, "there is no curve of the other one"
    assert best(high, before=2) == best() == 0
