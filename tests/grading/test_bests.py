"""What counts towards a personal best, and how an attempt stands to it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tests.grading.builders import SMALL, exercise, fit, trained, verified
from tuitutor.course.bounds import Bound
from tuitutor.course.checks import Check, Fit, Params
from tuitutor.engine.guidance import record_attempt
from tuitutor.grading.judge import judge
from tuitutor.grading.verdicts import Grade, Verdict
from tuitutor.progress.store import Store
from tuitutor.protocol.facts import FitFacts


def test_trainable_parameters_are_counted() -> None:
    golf = exercise(Check(Params(trainable=Bound(at_most=50)), "parameters", best=True))
    assert judge(golf, verified())[0].count == 20
    plain = exercise(Check(Params(trainable=Bound(at_most=50)), "parameters"))
    assert judge(plain, verified())[0].count is None


def test_parameters_are_counted_whole_where_no_bound_is_on_the_trainable_ones() -> None:
    golf = exercise(Check(Params(total=Bound(at_most=50)), "parameters", best=True))
    partly_frozen = replace(SMALL, params=24)
    assert judge(golf, verified(partly_frozen))[0].count == 24
    both = exercise(Check(Params(total=Bound(at_most=50), trainable=Bound(at_most=50)), "parameters", best=True))
    assert judge(both, verified(partly_frozen))[0].count == 20


def test_epochs_of_all_fits_are_counted() -> None:
    golf = exercise(Check(Fit(total_epochs=Bound(at_most=30)), "epochs", best=True))
    result = judge(golf, trained(fit(10), fit(15)))[0]
    assert (result.verdict, result.count) == (Verdict.PASSED, 25)
    assert judge(golf, trained(fit(10), fit(25)))[0].verdict is Verdict.FAILED
    assert judge(golf, trained())[0].count is None


def test_of_single_fits_the_shortest_that_meets_the_check_is_counted() -> None:
    golf = exercise(Check(Fit(epochs=Bound(at_most=30), validation=True), "epochs", best=True))
    long, short = fit(20, val_loss=(0.5,)), fit(5)
    assert isinstance(long, FitFacts)
    assert judge(golf, trained(short, long))[0].count == 20
    assert judge(golf, trained(short))[0].count is None


def test_of_the_last_fit_alone_its_own_epochs_are_counted() -> None:
    golf = exercise(Check(Fit(epochs=Bound(at_most=30), last=True), "epochs", best=True))
    assert judge(golf, trained(fit(5), fit(20)))[0].count == 20


def attempted(store: Store, count: int, verdict: Verdict = Verdict.PASSED) -> tuple[str, ...]:
    golf = exercise(Check(Fit(total_epochs=Bound(at_most=99)), "epochs", best=True))
    return record_attempt(store, Grade("golf", "v1", verdict, judge(golf, trained(fit(count)))), "")


def test_the_lowest_count_of_a_pass_is_remembered_and_said(tmp_path: Path) -> None:
    store = Store.open(tmp_path, "course")
    assert attempted(store, 5, Verdict.FAILED) == ()
    assert attempted(store, 20) == ("epochs: 20, your first. Can you do with less?",)
    assert attempted(store, 30) == ("epochs: 30; your personal best is 20.",)
    assert attempted(store, 12) == ("epochs: 12, a new personal best (it was 20).",)
    assert Store.open(tmp_path, "course").progress().exercise("golf").bests == {"epochs": 12}


def test_after_a_pass_a_worse_attempt_is_told_that_the_pass_stands(tmp_path: Path) -> None:
    store = Store.open(tmp_path, "course")
    assert attempted(store, 5, Verdict.FAILED) == ()
    attempted(store, 20)
    assert attempted(store, 5, Verdict.FAILED) == ("You passed this exercise before, and that pass stands.",)
