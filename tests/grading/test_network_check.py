"""The results of a network that was trained again: its losses, its limits, and whose data counted."""

from __future__ import annotations

from tests.grading.builders import one
from tuitutor.course.bounds import Bound
from tuitutor.course.challenge import Challenge
from tuitutor.grading.evidence import Evidence, Played
from tuitutor.grading.verdicts import CheckResult, Provenance, Verdict
from tuitutor.playground.address import parse_address

LOW = Bound(at_most=0.05)
ASKED = Challenge("dataset=xor", 100, LOW, Bound(at_most=8), Bound(at_most=2), ("x", "y"), (), ("sgd",), runs=2)


def judged(
    state: str, *losses: float, diverged: str = "", overruled: tuple[str, ...] = (), check: Challenge = ASKED
) -> CheckResult:
    played = Played(parse_address(state)[0], "", losses, diverged, overruled)
    return one(check, Evidence(played=played), feedback="the author's")


def test_every_run_has_to_reach_the_loss() -> None:
    passed = judged("networkShape=8", 0.05, 0.01)
    assert passed.verdict is Verdict.PASSED
    assert passed.provenance is Provenance.VERIFIED
    assert (passed.rows[0].bound, passed.rows[0].value) == (LOW, 0.05)  # that of the worst run
    assert judged("networkShape=8", 0.01, 0.0501).verdict is Verdict.FAILED
    assert judged("networkShape=8", 0.01, float("nan")).verdict is Verdict.FAILED


def test_limits_are_told_in_place_of_the_feedback_on_the_loss() -> None:
    for state, text in (
        ("networkShape=8,1", "hidden units 9"),
        ("networkShape=2,2,2", "hidden layers 3"),
        ("sinX=true", "inputs x, y, sinX"),
        ("optimizer=adam", "optimizer adam"),
    ):
        result = judged(state, 0.01, 0.01)
        assert result.verdict is Verdict.FAILED
        assert result.found == text
        assert "the author's" not in result.why
    assert judged("networkShape=8", 0.2, 0.01).why == "the author's"


def test_what_must_not_be_used_is_named() -> None:
    check = Challenge("dataset=xor", 100, LOW, without=("xTimesY",))
    assert judged("sinX=true", 0.01, check=check).verdict is Verdict.PASSED
    result = judged("xTimesY=true", 0.01, check=check)
    assert (result.verdict, result.expected) == (Verdict.FAILED, "inputs no xTimesY")


def test_what_came_apart_never_passes_and_says_why() -> None:
    result = judged("", 0.01, 0.01, diverged="Diverged at epoch 3.")
    assert (result.verdict, result.why) == (Verdict.FAILED, "Diverged at epoch 3.")


def test_the_losses_of_all_runs_are_told() -> None:
    assert judged("networkShape=8", 0.01, 0.02).rows[0].found == "0.01 and 0.02"
    assert judged("networkShape=8", 0.01, float("nan")).rows[0].found == "0.01 and none"
    assert judged("", 0.01, 0.01, diverged="Diverged at epoch 3.").rows[0].found == "diverged"
    for runs, text in ((1, "0.01"), (3, "0.01, 0.01 and 0.01")):
        check = Challenge("dataset=xor", 100, LOW, runs=runs)
        assert judged("", *[0.01] * runs, check=check).rows[0].found == text


def test_whose_data_counted_is_told() -> None:
    assert "with the exercise's own noise" in judged("", 0.2, 0.2, overruled=("noise",)).found


def test_nothing_is_judged_that_was_not_trained() -> None:
    assert one(ASKED, Evidence()).verdict is Verdict.ERRORED
    assert judged("", 0.01).verdict is Verdict.ERRORED  # one run is missing
    result = one(ASKED, Evidence(played=Played(problem="Two addresses.")))
    assert (result.verdict, result.why) == (Verdict.FAILED, "Two addresses.")
