from __future__ import annotations

import math
from dataclasses import replace
from typing import Literal

import pytest
from msgspec import structs

from tests.grading.builders import NOTHING, dense, exercise, model, one, program, reported, verified
from tuitutor.course.bounds import Bound
from tuitutor.course.checks import Accuracy, Check, Error
from tuitutor.engine.experiments import achieved
from tuitutor.grading.evidence import Evidence
from tuitutor.grading.judge import judge
from tuitutor.grading.scores import threshold
from tuitutor.grading.verdicts import Grade, Provenance, Verdict
from tuitutor.protocol.facts import CompileFacts, FitFacts, PermutedScore, ScoreFacts

CHECK = Accuracy("xor3", 4000, at_least=0.95)


def score(accuracy: float | None, samples: int = 4000, problem: str | None = None, ours: bool = False) -> ScoreFacts:
    return ScoreFacts("xor3", samples, accuracy, (None, 2), problem, ours, permuted=NOTHING)


def as_it_is(left: float) -> PermutedScore:
    """What is left where a linear map does no better."""
    return PermutedScore(left, left, left)


def test_a_verified_score() -> None:
    good, bad = one(CHECK, verified_score(0.95)), one(CHECK, verified_score(0.91))
    assert (good.verdict, good.provenance) == (Verdict.PASSED, Provenance.VERIFIED)
    assert (bad.verdict, bad.expected) == (Verdict.FAILED, "at least 0.95")
    assert bad.found == "0.91 on 4,000 samples that it has not seen"


def test_a_score_on_what_it_was_trained_on_is_not_called_hidden() -> None:
    check = structs.replace(CHECK, trained_on=True)
    bad = one(check, verified_score(0.91))
    assert bad.found == "0.91 on 4,000 samples that it was trained on, after the last epoch"
    assert bad.why == ""
    trained_on, plain = exercise(Check(check, "loss")), exercise(Check(CHECK, "loss"))
    texts = [
        achieved(task, Grade("xor", "v1", Verdict.PASSED, judge(task, verified_score(0.97))), None, 2)
        for task in (trained_on, plain)
    ]
    assert texts == [("0.97 on its training data", "2 attempts"), ("0.97 hidden", "2 attempts")]


def verified_score(accuracy: float) -> Evidence:
    evidence = verified()
    assert evidence.checked is not None
    return replace(evidence, checked=replace(evidence.checked, scores=(score(accuracy),)))


def test_all_samples_may_be_right() -> None:
    assert one(CHECK, verified_score(1.0)).verdict is Verdict.PASSED


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
    assert one(CHECK, evidence).why == "The model could not predict the grader's samples: Input 0 is incompatible"


# ---- worlds


@pytest.mark.parametrize(
    ("accuracy", "in_world", "verdict"),
    [(0.95, False, "passed"), (0.94, False, "failed"), (0.87, True, "passed"), (0.86, True, "failed")],
)
def test_a_world_may_have_a_bound_of_its_own(accuracy: float, in_world: bool, verdict: str) -> None:
    check = structs.replace(CHECK, in_worlds=Bound(at_least=0.87))
    evidence = replace(verified(model(dense(1, 3)), score(accuracy)), in_world=in_world)
    result = one(check, evidence)
    assert (result.verdict.value, result.expected) == (verdict, f"at least {0.87 if in_world else 0.95}")
    assert ("passes in worlds only" in result.found) is (verdict == "passed" and accuracy < 0.95)
    other = one(CHECK, evidence)  # without one, its own bound holds everywhere
    assert (other.passed, other.expected) == (accuracy >= 0.95, "at least 0.95")


# ---- what it has learned


@pytest.mark.parametrize(
    ("bound", "left", "verdict", "found"),
    [
        (Bound(at_least=0.95), 0.949, "passed", "0.97 on "),
        (Bound(at_least=0.95), 0.95, "failed", "0.95 with its weights mixed up"),
        (Bound(equals=0.97), 0.97, "failed", "0.97 with its weights mixed up"),
        (Bound(at_least=0.9, at_most=0.98), 0.97, "passed", "0.97 on "),  # not better than that; a baseline may do
        (Bound(at_most=0.98), 0.97, "passed", "0.97 on "),
    ],
)
@pytest.mark.parametrize("loads", [True, False])
def test_a_score_has_to_come_from_what_the_network_has_learned(
    bound: Bound, left: float, verdict: str, found: str, loads: bool
) -> None:
    check = Accuracy("xor3", 4000, bound.equals, bound.at_least, bound.at_most)
    made = replace(score(0.97), permuted={"accuracy": as_it_is(left), "mse": as_it_is(0.0), "mae": as_it_is(0.0)})
    evidence = verified(model(dense(1, 3)), made) if loads else reported(model(dense(1, 3)), made)
    result = one(check, evidence, feedback="Add units.")
    assert (result.verdict.value, result.found.startswith(found)) == (verdict, True)
    assert ("numbers in its weights" in result.why) == (verdict == "failed")
    low = one(Accuracy("xor3", 4000, at_least=0.98), evidence, feedback="Add units.")
    assert low.why == "Add units."


@pytest.mark.parametrize(
    ("mapped", "inputs", "passes"), [(0.96, 0.6, False), (0.94, 0.6, True), (0.96, 0.95, True), (0.96, 0.949, False)]
)
def test_a_layer_on_top_of_the_answer_has_not_learned_it(mapped: float, inputs: float, passes: bool) -> None:
    made = replace(score(0.97), permuted={"accuracy": PermutedScore(0.5, mapped, inputs)})
    result = one(CHECK, verified(model(dense(1, 3)), made), feedback="Add units.")
    assert result.passed is passes
    assert ("already the answer" in result.why, result.found.startswith("0.96 by a linear map")) == (not passes,) * 2


def test_an_error_that_a_linear_map_reaches_is_not_learned() -> None:
    made = replace(score(0.0), mse=0.05, mae=0.05, permuted={"mse": PermutedScore(9.0, 0.09, 0.2)})
    assert not one(Error("xor3", 4000, "mse", 0.1), verified(model(dense(1, 3)), made)).passed


def test_in_a_world_it_may_not_reach_the_bound_of_that_world_either() -> None:
    check = structs.replace(CHECK, in_worlds=Bound(at_least=0.87))
    made = replace(score(0.97), permuted={"accuracy": as_it_is(0.9)})
    evidence = verified(model(dense(1, 3)), made)
    assert (one(check, evidence).passed, one(check, replace(evidence, in_world=True)).passed) == (True, False)


def test_where_it_is_not_known_what_is_left_there_is_no_pass() -> None:
    assert one(CHECK, verified(model(dense(1, 3)), replace(score(0.97), permuted={}))).verdict is Verdict.ERRORED


@pytest.mark.parametrize(("metric", "left", "passes"), [("mse", 0.1, False), ("mae", 0.1, True)])
def test_an_error_has_to_come_from_what_the_network_has_learned(
    metric: Literal["mse", "mae"], left: float, passes: bool
) -> None:
    rest = {"accuracy": as_it_is(0.0), "mse": as_it_is(left), "mae": as_it_is(9.0)}
    made = replace(score(0.0), mse=0.05, mae=0.05, permuted=rest)
    assert one(Error("xor3", 4000, metric, 0.1), verified(model(dense(1, 3)), made)).passed is passes


# ---- errors


@pytest.mark.parametrize(("metric", "mse", "mae", "passes"), [("mse", 0.1, 9.0, True), ("mae", 0.1, 9.0, False)])
def test_an_error_is_judged_by_its_metric(metric: Literal["mse", "mae"], mse: float, mae: float, passes: bool) -> None:
    check = Error("xor3", 4000, metric, 0.1)
    result = one(check, verified(model(dense(1, 3)), replace(score(0.0), mse=mse, mae=mae)))
    assert result.passed is passes
    assert result.found == f"{0.1 if metric == 'mse' else 9} on 4,000 samples that it has not seen"


def test_an_error_that_cannot_be_taken_fails() -> None:
    check = Error("xor3", 4000, "mse", 0.1)
    assert "(None, 2)" in one(check, verified(model(dense(1, 3)), score(0.0))).why
    assert one(check, verified(model(dense(1, 3)), replace(score(0.0), mse=math.inf))).verdict is Verdict.FAILED


# ---- classes


@pytest.mark.parametrize(
    ("activation", "loss", "from_logits", "expected"),
    [
        ("sigmoid", "binary_crossentropy", False, 0.5),
        ("sigmoid", "hinge", True, 0.5),
        ("tanh", "hinge", False, 0.0),
        ("tanh", "mean_squared_error", False, None),  # the labels may be -1 and 1, or 0 and 1
        ("linear", "squared_hinge", False, 0.0),
        ("linear", "binary_crossentropy", True, 0.0),
        ("linear", "mean_squared_error", False, None),
        ("linear", None, False, None),
    ],
)
def test_a_single_output_has_a_threshold(
    activation: str, loss: str | None, from_logits: bool, expected: float | None
) -> None:
    compiled = CompileFacts(loss, "adam", 0.1, (), from_logits)
    facts = model(dense(4, 3, "tanh"), dense(1, 4, activation))
    assert threshold(program(facts, compiled)) == expected
    other = FitFacts(1, 1, 32, False, of_model=False, compiled=CompileFacts("hinge", None, None))
    its = FitFacts(1, 1, 32, False, compiled=compiled)
    assert threshold(program(facts, CompileFacts("mse", None, None), (its, other))) == expected
