from __future__ import annotations

import math
from dataclasses import replace

import pytest

from tests.grading.builders import one, reported, verified
from tuitutor.course.checks import Accuracy, Bound
from tuitutor.grading.evidence import Evidence
from tuitutor.grading.verdicts import Provenance, Verdict
from tuitutor.protocol.facts import ScoreFacts

CHECK = Accuracy("xor3", 4000, Bound(at_least=0.95))


def score(accuracy: float | None, samples: int = 4000, problem: str | None = None, ours: bool = False) -> ScoreFacts:
    return ScoreFacts("xor3", samples, accuracy, (None, 2), problem, ours)


def test_a_verified_score() -> None:
    good, bad = one(CHECK, verified_score(0.95)), one(CHECK, verified_score(0.91))
    assert (good.verdict, good.provenance) == (Verdict.PASSED, Provenance.VERIFIED)
    assert (bad.verdict, bad.expected) == (Verdict.FAILED, "at least 0.95")
    assert bad.found == "0.91 on 4,000 hidden samples"


def verified_score(accuracy: float) -> Evidence:
    evidence = verified()
    assert evidence.checked is not None
    return replace(evidence, checked=replace(evidence.checked, scores=(score(accuracy),)))


def test_a_near_miss_shows_that_it_is_one() -> None:
    assert one(CHECK, verified_score(0.949999)).found.startswith("0.949999 ")


def test_a_score_of_predictions_is_reported() -> None:
    result = one(CHECK, replace(reported(), reported_scores={"xor3": score(0.99)}))
    assert (result.verdict, result.provenance) == (Verdict.PASSED, Provenance.REPORTED)


def test_predictions_do_not_count_for_a_model_that_loads() -> None:
    evidence = replace(verified_score(0.5), reported_scores={"xor3": score(1.0)})
    assert one(CHECK, evidence).verdict is Verdict.FAILED
    unscored = replace(verified(), reported_scores={"xor3": score(1.0)})
    assert one(CHECK, unscored).verdict is Verdict.ERRORED


@pytest.mark.parametrize("accuracy", [None, math.nan, math.inf, 1.5, -0.1])
def test_a_score_that_is_none_is_our_error(accuracy: float | None) -> None:
    evidence = replace(reported(), reported_scores={"xor3": score(accuracy)})
    assert one(CHECK, evidence).verdict is Verdict.ERRORED


def test_whose_problem_it_is_decides_the_verdict() -> None:
    theirs = replace(reported(), reported_scores={"xor3": score(None, problem="ValueError: expects 10 inputs")})
    ours = replace(reported(), reported_scores={"xor3": score(None, problem="data.py: xor3 raised", ours=True)})
    result = one(CHECK, theirs, feedback="Add units.")
    assert (result.verdict, "expects 10 inputs" in result.why) == (Verdict.FAILED, True)
    assert one(CHECK, ours).verdict is Verdict.ERRORED


def test_fewer_samples_than_asked_for_are_no_score() -> None:
    evidence = replace(reported(), reported_scores={"xor3": score(1.0, samples=10)})
    assert one(CHECK, evidence).verdict is Verdict.ERRORED


def test_another_data_source_is_no_score() -> None:
    evidence = replace(reported(), reported_scores={"moons": replace(score(1.0), data="moons")})
    assert one(CHECK, evidence).verdict is Verdict.ERRORED


def test_no_model_is_the_learners() -> None:
    assert one(CHECK, reported(None)).found == "no `model`"


def test_keras_is_quoted_in_one_plain_line() -> None:
    text = "ValueError: Exception encountered when calling F.call().\n\n\x1b[1mInput 0 is incompatible\x1b[0m\n\nArgs:"
    evidence = replace(reported(), reported_scores={"xor3": score(None, problem=text)})
    assert one(CHECK, evidence).why == "The model could not predict the hidden samples: Input 0 is incompatible"
