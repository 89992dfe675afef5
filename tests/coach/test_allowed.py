"""Advice doesn't change what a passed check holds, nor what the feedback on a failed one is about."""

from __future__ import annotations

import pytest

from tuitutor.coach import held_by
from tuitutor.coach.code import Code
from tuitutor.coach.curves import found_in
from tuitutor.coach.vocabulary import in_words
from tuitutor.course.bounds import Bound
from tuitutor.course.checks import (
    KINDS,
    Accuracy,
    BuiltFrom,
    Check,
    Compiled,
    Fit,
    History,
    Layers,
    LayerSpec,
    OutputShape,
    Params,
)
from tuitutor.course.kind import TRAINING, Change, CheckKind
from tuitutor.grading.verdicts import Advice, CheckResult, Verdict
from tuitutor.protocol.facts import FitFacts

SOFTMAX = LayerSpec("Dense", (("units", 2), ("activation", "softmax")))
SCORE = Accuracy("xor3", 10, at_least=0.9)


def held(*kinds: tuple[CheckKind, Verdict], feedback: str = "") -> frozenset[Change]:
    checks = [Check(kind, str(at), feedback=feedback) for at, (kind, _) in enumerate(kinds)]
    return held_by(checks, [CheckResult(str(at), verdict, 0, 1, why=feedback) for at, (_, verdict) in enumerate(kinds)])


@pytest.mark.parametrize(
    ("kind", "holds", "leaves"),
    [
        (Fit(batch_size=Bound(equals=1)), "batch", "epochs"),
        (Fit(total_epochs=Bound(at_most=9)), "epochs", "batch"),
        (Fit(validation=True), "validation", "epochs"),
        (Compiled(learning_rate=Bound(equals=1)), "rate", "loss"),
        (Compiled(loss=("mse",)), "loss", "rate"),
        (Params(total=Bound(at_most=20)), "layers", "activation"),
        (OutputShape((2,)), "output", "units"),
        (Layers((LayerSpec("Dense"),)), "layers", "rate"),
        (Layers((LayerSpec("Dense"),)), "settings", "loss"),
        (Layers((LayerSpec(any_number=True), SOFTMAX)), "output", "units"),
        (Layers((SOFTMAX, LayerSpec(any_number=True))), "units", "output"),
        (BuiltFrom(("Dense",)), "layers", "activation"),
        (SCORE, "rate", "validation"),
    ],
)
def test_a_check_holds_what_would_fail_it(kind: CheckKind, holds: Change, leaves: Change) -> None:
    assert holds in held((kind, Verdict.PASSED))
    assert leaves not in held((kind, Verdict.PASSED))
    assert not held((kind, Verdict.FAILED))


def test_each_kind_of_check_says_what_it_holds() -> None:
    assert [kind.key for kind in KINDS.values() if "holds" not in vars(kind)] == []
    names = {name for kind in KINDS.values() for name in kind.holds if name not in kind.__struct_fields__}
    assert not names


def test_a_score_holds_nothing_while_another_is_to_be_reached() -> None:
    aim = History(gap=(("accuracy", Bound(at_least=0.2)),))
    assert not held((SCORE, Verdict.PASSED), (aim, Verdict.FAILED))
    assert held((SCORE, Verdict.PASSED), (Fit(validation=True), Verdict.FAILED)) == set(TRAINING)


def test_feedback_on_a_failed_check_stands_above_the_coach() -> None:
    assert held((SCORE, Verdict.FAILED), feedback="Raise the rate, or add units.") == {"rate", "units"}
    assert held((Fit(batch_size=Bound(equals=1)), Verdict.FAILED), feedback="Take one.") == {"batch"}
    assert not held((SCORE, Verdict.PASSED), (aim_at(0.5), Verdict.FAILED)) & {"rate"}
    ended_early = CheckResult("0", Verdict.FAILED, 0, 1, why="The answer did not run to its end.")
    assert not held_by([Check(SCORE, "0", feedback="Raise the rate.")], [ended_early])  # nobody reads that feedback


def aim_at(loss: float) -> History:
    return History(gap=(("loss", Bound(at_most=loss)),))


def test_without_results_the_task_is_what_holds() -> None:
    assert held_by([Check(Fit(asked=Bound(equals=40)), "a"), Check(SCORE, "b")], []) == {"epochs"}


def test_code_that_the_course_has_not_taught_is_not_proposed() -> None:
    end, scaled = "End with Rescaling(y.std(), offset=y.mean()) after Dense(1)", "train on scaled labels."
    advice = Advice("scale", ("labels",), "Why.", f"{end}; or {scaled}")
    known = {"Dense", "std", "mean", "Rescaling", "offset"}
    assert in_words(advice, known) == advice
    assert in_words(advice, known - {"Rescaling"}).try_ == "Train on scaled labels."
    assert in_words(Advice("loss", (), "Why.", "Use loss='mae'."), {"loss"}).try_ == ""


def test_advice_on_a_fit_uses_the_names_of_the_draft() -> None:
    advice = Advice("scale", ("labels",), "Why.", "Take y.std(), and x for x_val.")
    code = Code("model.fit(inputs, progression, epochs=3)")
    assert found_in(advice, code, [FitFacts(3, 3, 32, False)]).try_ == "Take progression.std(), and inputs for x_val."
    assert found_in(advice, Code("model.fit(data)"), [FitFacts(3, 3, 32, False)]).try_.startswith("Take y.std()")
