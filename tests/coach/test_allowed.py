"""Advice isn't given where following it would fail a check that is passed."""

from __future__ import annotations

import pytest

from tuitutor.coach import is_allowed
from tuitutor.course.bounds import Bound
from tuitutor.course.checks import Check, Compiled, Fit, Layers, LayerSpec, Params
from tuitutor.course.kind import CheckKind
from tuitutor.grading.verdicts import Advice, CheckResult, Verdict


@pytest.mark.parametrize(
    ("kind", "forbids", "allows"),
    [
        (Fit(batch_size=Bound(equals=1)), "batch", "underfitting"),
        (Fit(total_epochs=Bound(at_most=9)), "underfitting", "batch"),
        (Compiled(learning_rate=Bound(equals=1)), "rate", "loss"),
        (Compiled(loss=("mse",)), "loss", "rate"),
        (Params(total=Bound(at_most=20)), "size", "activation"),
        (Layers((LayerSpec("Dense", (("units", 2),)),)), "size", "activation"),
        (Layers((LayerSpec("Dense", (("activation", None),)),)), "activation", "size"),
    ],
)
def test_a_passed_check_forbids_what_would_fail_it(kind: CheckKind, forbids: str, allows: str) -> None:
    check = Check(kind, "name", 1)

    def allowed(topic: str, verdict: Verdict) -> bool:
        return is_allowed(Advice(topic, "", ""), [check], [CheckResult("name", verdict, 0, 1)])

    assert not allowed(forbids, Verdict.PASSED)
    assert allowed(forbids, Verdict.FAILED)
    assert allowed(allows, Verdict.PASSED)
    assert is_allowed(Advice(forbids, "", ""), [check], [])
