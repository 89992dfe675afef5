"""How a model's weights were found, and what of its fits counts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.grading.builders import SMALL, one, program, reported
from tuitutor.course.bounds import Bound
from tuitutor.course.checks import ApartFrom, Compiled, Curve, Fit, History, How, Trained
from tuitutor.course.kind import CheckKind
from tuitutor.grading.evidence import Evidence
from tuitutor.grading.verdicts import CheckResult, Provenance, Verdict
from tuitutor.protocol.facts import CompileFacts, FitFacts, TrainingFacts

LOSSES: dict[str, tuple[float, ...]] = {"loss": (0.7, 0.6)}
FIT = FitFacts(
    2,
    2,
    32,
    True,
    LOSSES,
    compiled=CompileFacts("mse", "adam", 0.1),
    steps=4,
    training_samples=32,
    validation_samples=8,
)
BY_FIT = TrainingFacts(True, True, 2, 64, 4)
BY_LOOP = replace(BY_FIT, epochs=0)
SET = replace(BY_LOOP, stepped=False, steps=0)
LEFT = replace(BY_LOOP, changed=False)  # by an optimizer that changes no weight


def evidence(training: TrainingFacts | None, *fits: FitFacts) -> Evidence:
    return Evidence(program=replace(program(fits=fits), training=training))


def judged(how: How, training: TrainingFacts | None, *fits: FitFacts) -> CheckResult:
    return one(Trained(how), evidence(training, *fits), feedback="Fit it.")


OTHER = replace(FIT, of_model=False)
CASES: list[tuple[TrainingFacts, tuple[FitFacts, ...], str]] = [
    (BY_FIT, (FIT,), "fit hand"),
    (BY_FIT, (FIT, OTHER), "fit hand"),
    (BY_LOOP, (), "loop hand"),
    (BY_LOOP, (OTHER,), "loop hand"),
    (SET, (), "hand"),
    (SET, (OTHER,), "hand"),
    (LEFT, (FIT,), "fit"),
    (LEFT, (), "loop"),
]


@pytest.mark.parametrize(("training", "fits", "ways"), CASES)
def test_each_way_to_train_is_told_from_the_others(
    training: TrainingFacts, fits: tuple[FitFacts, ...], ways: str
) -> None:
    all_ways: tuple[How, ...] = ("fit", "loop", "hand")
    passed = [how for how in all_ways if judged(how, training, *fits).passed]
    assert sorted(passed) == sorted(ways.split())


def test_the_reason_is_the_judges_own_and_only_reported() -> None:
    result = judged("loop", SET)
    assert (result.verdict, result.provenance) == (Verdict.FAILED, Provenance.REPORTED)
    assert "no tape was asked" in result.why
    assert (result.found, judged("fit", BY_FIT, FIT).found) == ("no gradients", "so")
    assert "without fit" in judged("loop", BY_FIT, FIT).why
    assert "optimizers" in judged("hand", LEFT).why
    assert "call model.fit" in judged("fit", BY_LOOP).why


@pytest.mark.parametrize(
    ("share", "verdict"),
    [(0.0, Verdict.PASSED), (0.05, Verdict.PASSED), (0.06, Verdict.FAILED), (None, Verdict.FAILED)],
)
def test_rows_that_are_only_to_measure_with_are_not_trained_on(share: float | None, verdict: Verdict) -> None:
    kind = Trained.of(ApartFrom(["held"]))
    assert one(kind, evidence(replace(BY_LOOP, rows_of={"held": share}))).verdict is verdict


def test_what_is_not_known_is_no_pass() -> None:
    assert judged("fit", None).verdict is Verdict.FAILED
    assert one(Trained("fit"), reported(None)).found == "no `model`"
    assert one(Trained("fit"), Evidence()).verdict is Verdict.ERRORED


# ---- fits of the final model


HELD: list[tuple[CheckKind, dict[str, object], bool]] = [
    (Fit(epochs=Bound(2)), {}, True),
    (Fit(epochs=Bound(2)), {"of_model": False}, False),
    (Fit(asked=Bound(2)), {"epochs_run": 1}, True),
    (Fit(asked=Bound(2)), {"epochs": 1}, False),
    (Fit(steps=Bound(at_least=4)), {}, True),
    (Fit(steps=Bound(at_least=4)), {"steps": 3}, False),
    (Fit(steps=Bound(at_least=4)), {"steps": None}, False),
    (Fit(training_samples=Bound(at_least=32)), {}, True),
    (Fit(training_samples=Bound(at_least=32)), {"training_samples": 5}, False),
    (Fit(training_samples=Bound(at_least=32)), {"training_samples": None}, False),
    (Fit(validation_samples=Bound(at_least=8)), {}, True),
    (Fit(validation_samples=Bound(at_least=8)), {"validation_samples": 0}, False),
    (Fit(validation_samples=Bound(at_least=8)), {"validation_samples": None}, False),
    (Fit(restored=False), {}, True),
    (Fit(restored=False), {"lasting": False, "restored": 1}, False),
    (Fit(restored=False), {"lasting": False}, False),
    (Compiled(loss=("mse",)), {}, True),
    (Compiled(loss=("mse",)), {"compiled": CompileFacts("mae", "adam", 0.1)}, False),
    (History((("loss", Curve(earlier=Bound(at_least=0.7))),)), {}, True),
    (History((("loss", Curve(earlier=Bound(at_least=0.71))),)), {}, False),
    (History((("loss", Curve(earlier=Bound(at_least=0.1))),)), {"history": {}}, False),
    (History((("loss", Curve(falls=True)),)), {"of_model": False}, False),
]


@pytest.mark.parametrize(("check", "changes", "passes"), HELD)
def test_what_a_fit_is_asked(check: CheckKind, changes: dict[str, object], passes: bool) -> None:
    changed = replace(FIT, **changes)  # type: ignore[arg-type]
    assert one(check, evidence(BY_FIT, changed)).passed is passes


@pytest.mark.parametrize(
    ("least", "history", "found"), [(0.1, LOSSES, "so"), (0.71, LOSSES, "0.7"), (0.1, {}, "not recorded")]
)
def test_a_bound_on_each_epoch_tells_the_first_that_breaks_it(
    least: float, history: dict[str, tuple[float, ...]], found: str
) -> None:
    check = History((("loss", Curve(earlier=Bound(at_least=least))),))
    [row] = one(check, evidence(BY_FIT, replace(FIT, history=history))).rows
    assert row.found == found


def test_a_model_beside_the_one_that_was_trained_is_told_so() -> None:
    assert "Another model was trained" in one(Fit(epochs=Bound(2)), evidence(BY_FIT, OTHER), feedback="Fit!").why
    assert "Another model was trained" in one(History((("loss", Curve(falls=True)),)), evidence(BY_FIT, OTHER)).why


def test_compile_is_judged_as_the_last_fit_of_the_model_had_it() -> None:
    late = replace(program(compiled=CompileFacts("mae", "sgd", 0.5)), training=BY_FIT)
    check = Compiled(optimizer=("adam",))
    assert one(check, Evidence(program=replace(late, fits=(FIT, replace(OTHER, compiled=None))))).passed
    assert not one(check, Evidence(program=late)).passed
    assert not one(Compiled(optimizer=("sgd",)), Evidence(program=replace(late, fits=(FIT,)))).passed


@pytest.mark.parametrize(
    ("check", "passes"),
    [
        (Fit(total_epochs=Bound(at_most=2)), True),
        (Fit(total_epochs=Bound(at_most=1)), False),
        (Fit(total_samples=Bound(at_most=64)), True),
        (Fit(total_samples=Bound(at_most=63)), False),
        (Fit(total_steps=Bound(at_most=4)), True),
        (Fit(total_steps=Bound(at_most=3)), False),
    ],
)
def test_sums_are_of_all_that_trained_the_model(check: Fit, passes: bool) -> None:
    few = replace(FIT, epochs_run=0, steps=0)
    assert one(check, evidence(BY_FIT, few)).passed is passes


def test_sums_that_are_not_known_do_not_pass() -> None:
    assert not one(Fit(total_samples=Bound(at_most=9)), evidence(replace(BY_FIT, samples=None), FIT)).passed
    assert not one(Fit(total_steps=Bound(at_most=9)), evidence(None, FIT)).passed


@pytest.mark.parametrize("recorded", ["recall", "recall_1", "Recall", "RECALL_12"])
def test_a_metric_is_found_by_any_of_its_names(recorded: str) -> None:
    fit = replace(FIT, history={recorded: (0.1, 0.8), f"val_{recorded}": (0.1, 0.7), "recallish": (9.0,)})
    curve = Curve(best=Bound(at_least=0.7))
    check = History((("recall", curve), ("val_recall", curve)), (("recall", Bound(at_most=0.2)),))
    assert one(check, evidence(BY_FIT, fit)).passed
    assert one(
        Compiled(metrics=("recall",)), Evidence(program=program(SMALL, CompileFacts(None, None, None, (recorded,))))
    ).passed


def test_a_name_that_is_there_as_it_is_wins() -> None:
    fit = replace(FIT, history={"loss_1": (0.0, 9.0), "loss": (2.0, 1.0)})
    assert one(History((("loss", Curve(falls=True)),)), evidence(BY_FIT, fit)).passed


@pytest.mark.parametrize(("history", "found"), [({"loss": (0.9, 0.7)}, "0.7"), ({}, "not recorded")])
def test_a_bound_on_the_last_epoch_tells_what_it_was(history: dict[str, tuple[float, ...]], found: str) -> None:
    check = History((("loss", Curve(last=Bound(at_most=0.1))),))
    [row] = one(check, evidence(BY_FIT, replace(FIT, history=history))).rows
    assert row.found == found
