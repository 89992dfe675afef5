from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.grading.builders import fit, one, program, reported, trained
from tuitutor.course.bounds import Bound, InvalidCheck
from tuitutor.course.checks import Compiled, Curve, Fit, History, How, Params, Source, Trained
from tuitutor.grading.evidence import Evidence
from tuitutor.grading.verdicts import Provenance, Verdict
from tuitutor.protocol.facts import CompileFacts, FitFacts, TrainingFacts

FLOAT32_TENTH = 0.10000000149011612
FLOAT32_95 = 0.949999988079071


def compiled(loss: str = "mean_squared_error", rate: float = 0.001, *metrics: str) -> Evidence:
    return trained(compiled=CompileFacts(loss, "adam", rate, metrics))


@pytest.mark.parametrize(
    ("expected", "found"),
    [
        ("mse", "mean_squared_error"),
        ("MeanSquaredError", "mse"),
        ("sparse_categorical_crossentropy", "SparseCategoricalCrossentropy"),
        ("keras.losses.BinaryCrossentropy", "binary_crossentropy"),
        ("kld", "kl_divergence"),
    ],
)
def test_a_loss_passes_under_all_its_names(expected: str, found: str) -> None:
    assert one(Compiled(loss=(expected,)), compiled(found)).verdict is Verdict.PASSED


def test_another_loss_fails_and_both_are_named() -> None:
    result = one(Compiled(loss=("mse", "mae")), compiled("categorical_crossentropy"))
    assert (result.verdict, result.expected) == (Verdict.FAILED, "loss mse or mae")
    assert result.found == "loss categorical_crossentropy"


def test_a_learning_rate_is_compared_as_it_was_written() -> None:
    assert one(Compiled(learning_rate=Bound(at_most=0.1)), compiled("mse", FLOAT32_TENTH)).verdict is Verdict.PASSED
    assert one(Compiled(learning_rate=Bound(equals=0.1)), compiled("mse", FLOAT32_TENTH)).verdict is Verdict.PASSED
    assert one(Compiled(learning_rate=Bound(at_most=0.1)), compiled("mse", 0.1001)).verdict is Verdict.FAILED


@pytest.mark.parametrize("found", ["accuracy", "acc", "sparse_categorical_accuracy", "BinaryAccuracy"])
def test_accuracy_is_any_accuracy(found: str) -> None:
    assert one(Compiled(metrics=("accuracy",)), compiled("mse", 0.1, "mae", found)).verdict is Verdict.PASSED


def test_one_accuracy_is_not_another_and_no_metric_is_none() -> None:
    check = Compiled(metrics=("binary_accuracy",))
    assert one(check, compiled("mse", 0.1, "sparse_categorical_accuracy")).verdict is Verdict.FAILED
    assert one(check, compiled()).found == "metrics none"


def test_a_model_that_was_never_compiled_fails() -> None:
    assert "model.compile" in one(Compiled(loss=("mse",)), trained(), feedback="Use mse.").why
    assert one(Compiled(loss=("mse",)), reported(None)).found == "no `model`"


def test_no_other_setting_of_the_optimizer_may_change() -> None:
    check = Compiled(may_change=("weight_decay",))
    for changed, verdict in (
        ((), Verdict.PASSED),
        (("weight_decay",), Verdict.PASSED),
        (("weight_decay", "epsilon"), Verdict.FAILED),
    ):
        result = one(check, trained(compiled=CompileFacts("mse", "adam", 0.1, changed=changed)))
        assert result.verdict is verdict
    assert result.found == "settings changed: epsilon"


def test_unknown_parts_do_not_pass() -> None:
    evidence = trained(compiled=CompileFacts(None, None, None))
    known = (Compiled(loss=("none",)), Compiled(optimizer=("adam",)), Compiled(learning_rate=Bound(at_least=0)))
    for check in (*known, Compiled(may_change=())):
        assert one(check, evidence).verdict is Verdict.FAILED


# ---- fit ------------------------------------------------------------------------------------


def test_one_fit_that_meets_all_is_enough() -> None:
    check = Fit(epochs=Bound(at_most=30), batch_size=Bound(equals=32), validation=True)
    fits = FitFacts(50, 50, 64, False), FitFacts(30, 20, 32, True), FitFacts(99, 99, 32, True)
    result = one(check, trained(*fits))
    assert (result.verdict, result.provenance) == (Verdict.PASSED, Provenance.REPORTED)


def test_parts_of_different_fits_do_not_add_up() -> None:
    check = Fit(epochs=Bound(at_most=30), batch_size=Bound(equals=32))
    assert one(check, trained(FitFacts(30, 30, 64, False), FitFacts(50, 50, 32, False))).verdict is Verdict.FAILED


def test_the_last_fit_may_be_asked_for() -> None:
    fits = FitFacts(30, 30, 64, True, validation_samples=50), FitFacts(50, 50, 32, True, validation_samples=0)
    new = Bound(at_least=50)
    assert one(Fit(validation_samples=new), trained(*fits)).verdict is Verdict.PASSED
    assert one(Fit(validation_samples=new, last=True), trained(*fits)).verdict is Verdict.FAILED
    assert one(Fit(validation_samples=new, last=True), trained(*fits[::-1])).verdict is Verdict.PASSED


@pytest.mark.parametrize(
    ("counted", "why"),
    [
        ({}, "Validate on new rows."),
        ({"validation_seen": 9, "validation_unlike": 9}, "Validate on new rows."),
        ({"validation_seen": 10}, "10 of the rows that this fit validates on were trained on before"),
        (
            {"validation_mislabelled": 7, "validation_seen": 10},
            "7 of the rows that this fit validates on have other labels",
        ),
        ({"validation_unlike": 10}, "10 of the rows that this fit validates on are no rows of the lesson's arrays"),
    ],
)
def test_why_validation_rows_do_not_count(counted: dict[str, int], why: str) -> None:
    fit = FitFacts(30, 30, 64, True, validation_samples=40, **counted)  # type: ignore[arg-type]
    result = one(Fit(validation_samples=Bound(at_least=50)), trained(fit), feedback="Validate on new rows.")
    assert (result.verdict, result.why.startswith(why)) == (Verdict.FAILED, True)


def test_the_fits_of_all_parts_have_to_meet_it() -> None:
    def parts(*new: int) -> Evidence:
        return trained(*(FitFacts(9, 9, 32, True, validation_samples=samples, trained_part=True) for samples in new))

    for last in (None, True):
        check = Fit(validation_samples=Bound(at_least=50), last=last)
        assert one(check, parts(50, 60)).verdict is Verdict.PASSED
        assert one(check, parts(0, 60)).verdict is Verdict.FAILED
        assert one(check, parts(60, 49)).found.endswith("49")


def test_the_nearest_fit_is_shown() -> None:
    check = Fit(epochs=Bound(at_most=30), batch_size=Bound(equals=32), validation=True)
    result = one(check, trained(FitFacts(30, 30, 64, True), FitFacts(50, 50, 64, False)))
    assert [(row.label, row.agrees) for row in result.rows] == [
        ("epochs", True),
        ("batch_size", False),
        ("validation", True),
    ]


def test_no_fit_fails() -> None:
    for check in (Fit(epochs=Bound(at_most=5)), History(curves=(("loss", Curve(falls=True)),))):
        assert one(check, trained()).why == "The model was never trained: call model.fit(...)."


def test_an_unknown_batch_size_does_not_pass() -> None:
    assert one(Fit(batch_size=Bound(at_least=1)), trained(FitFacts(1, 1, None, False))).verdict is Verdict.FAILED


@pytest.mark.parametrize(
    ("lasting", "epoch", "found"),
    [(True, None, "of the last epoch"), (False, 12, "of epoch 12"), (False, None, "of no epoch")],
)
def test_weights_that_are_not_those_of_the_last_epoch(lasting: bool, epoch: int | None, found: str) -> None:
    result = one(Fit(restored=False), trained(replace(fit(40), lasting=lasting, restored=epoch)))
    assert (result.verdict, result.rows[0].found) == (Verdict.PASSED if lasting else Verdict.FAILED, found)


def test_the_rate_must_stay_up_to_the_end() -> None:
    check = Fit(lowest_rate=Bound(at_least=0.003))
    assert one(check, trained(replace(fit(3), lowest_rate=0.003000000026077032))).verdict is Verdict.PASSED
    fallen = one(check, trained(replace(fit(3), lowest_rate=0.0015)))
    assert (fallen.verdict, fallen.found) == (Verdict.FAILED, "lowest learning rate 0.0015")
    assert one(check, trained(fit(3))).verdict is Verdict.FAILED  # not known


@pytest.mark.parametrize(
    ("epochs", "samples", "verdict"),
    [(5, 50_000, Verdict.PASSED), (1, 50_000, Verdict.FAILED), (5, None, Verdict.FAILED), (0, 500, Verdict.FAILED)],
)
def test_samples_are_counted_by_epoch(epochs: int, samples: int | None, verdict: Verdict) -> None:
    training = TrainingFacts(True, True, epochs, samples, 40)
    evidence = Evidence(program=replace(program(fits=(fit(5),)), training=training))
    assert one(Fit(epoch_samples=Bound(at_most=10_000)), evidence).verdict is verdict


# ---- history --------------------------------------------------------------------------------


def history(*curves: tuple[str, Curve], gap: tuple[tuple[str, Bound], ...] = ()) -> History:
    return History(curves, gap)


def test_falling_and_rising_curves() -> None:
    evidence = trained(fit(loss=(0.7, 0.4), accuracy=(0.5, 0.8)))
    assert one(history(("loss", Curve(falls=True)), ("accuracy", Curve(rises=True))), evidence).points == 1
    assert one(history(("loss", Curve(rises=True))), evidence).verdict is Verdict.FAILED
    assert one(history(("loss", Curve(falls=True))), trained(fit(loss=(0.7,)))).verdict is Verdict.FAILED


def test_best_is_the_lowest_loss_and_the_highest_accuracy() -> None:
    evidence = trained(fit(val_loss=(0.9, 0.2, 0.5), accuracy=(0.5, 0.96, 0.9), val_mse=(0.3, 0.1, 0.2)))
    good = history(
        ("val_loss", Curve(best=Bound(at_most=0.3))),
        ("accuracy", Curve(best=Bound(at_least=0.95))),
        ("val_mse", Curve(best=Bound(at_most=0.1))),
    )
    assert one(good, evidence).verdict is Verdict.PASSED
    assert one(history(("val_loss", Curve(last=Bound(at_most=0.3)))), evidence).verdict is Verdict.FAILED


def test_a_float32_at_the_bound_is_at_the_bound() -> None:
    evidence = trained(fit(accuracy=(0.5, FLOAT32_95)))
    assert one(history(("accuracy", Curve(last=Bound(at_least=0.95)))), evidence).verdict is Verdict.PASSED


def test_a_curve_goes_by_any_name_of_its_metric() -> None:
    evidence = trained(fit(binary_accuracy=(0.9,), val_binary_accuracy=(0.4,), recall_1=(0.7,), mse=(0.2,)))
    for name, value in (("accuracy", 0.9), ("val_accuracy", 0.4), ("recall", 0.7), ("mean_squared_error", 0.2)):
        assert one(history((name, Curve(last=Bound(equals=value)))), evidence).verdict is Verdict.PASSED
    assert one(history(("val_recall", Curve(last=Bound(at_least=0)))), evidence).verdict is Verdict.FAILED


@pytest.mark.parametrize(
    ("how", "changed", "stepped", "why"),
    [
        ("hand", True, False, ""),
        ("hand", False, False, ""),  # an initializer holds what was found
        ("hand", True, True, ""),  # an optimizer was called, to compare
        ("hand", False, True, "Keras's optimizers change no weight"),
        ("descent", False, True, "Keras's optimizers change no weight"),
        ("loop", True, True, ""),
        ("loop", True, False, "no tape was asked"),
    ],
)
def test_how_it_was_trained(how: How, changed: bool, stepped: bool, why: str) -> None:
    training = TrainingFacts(changed, stepped, 0, 0, 0)
    result = one(Trained(how), Evidence(program=replace(program(), training=training)))
    assert (result.verdict, why in result.why) == (Verdict.FAILED if why else Verdict.PASSED, True)


def test_the_gap_between_train_and_validation() -> None:
    evidence = trained(fit(accuracy=(0.9,), val_accuracy=(0.85,)))
    assert one(history(gap=(("accuracy", Bound(at_most=0.05)),)), evidence).verdict is Verdict.PASSED
    assert one(history(gap=(("accuracy", Bound(at_most=0.04)),)), evidence).verdict is Verdict.FAILED
    missing = one(history(gap=(("accuracy", Bound(at_most=1)),)), trained(fit(accuracy=(0.9,))))
    assert (missing.verdict, "validation_data" in missing.why) == (Verdict.FAILED, True)


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf])
def test_numbers_that_are_not_finite_never_pass(bad: float) -> None:
    evidence = trained(fit(loss=(1.0, bad, 0.5), val_loss=(1.0, 1.0, bad)))
    for curve in (Curve(falls=True), Curve(rises=True), Curve(best=Bound(at_most=9)), Curve(last=Bound(at_least=-9))):
        result = one(history(("loss", curve)), evidence)
        assert (result.verdict, "learning rate" in result.why) == (Verdict.FAILED, True)
    assert one(history(gap=(("loss", Bound(at_least=0)),)), evidence).verdict is Verdict.FAILED


def test_only_the_last_fit_counts() -> None:
    evidence = trained(fit(loss=(0.7, 0.1)), fit(loss=(0.1, 0.2)))
    assert one(history(("loss", Curve(falls=True))), evidence).verdict is Verdict.FAILED


@pytest.mark.parametrize("kind", [Compiled, Fit, History, Params, Source, Curve, Bound])
def test_there_is_no_check_that_asks_for_nothing(kind: Callable[[], object]) -> None:
    with pytest.raises(InvalidCheck, match=r"checks nothing|no bound"):
        kind()


def ended(measured: dict[str, float | None], **history: tuple[float, ...]) -> Evidence:
    return trained(FitFacts(3, 3, 32, True, history, measured=measured))


GOOD = History((("val_recall", Curve(last=Bound(at_least=0.75))),))


def test_a_value_that_was_measured_again_counts_in_place_of_another() -> None:
    assert one(GOOD, ended({"val_recall": 0.8}, val_recall=(0.5, 0.8))).verdict is Verdict.PASSED
    assert one(GOOD, ended({"val_recall": 0.745}, val_recall=(0.5, 0.751))).verdict is Verdict.PASSED, "rounding"
    assert one(GOOD, ended({"val_recall": 0.8}, val_recall=(0.5, 0.7))).verdict is Verdict.PASSED
    result = one(GOOD, ended({"val_recall": 0.4}, val_recall=(0.9, 1.0)), feedback="Train longer.")
    assert (result.verdict, result.found) == (Verdict.FAILED, "last val_recall 0.4")
    assert result.why.startswith("Measured with Keras's own metric, val_recall is 0.4 at the end of training")


def test_a_name_that_keras_does_not_know_is_believed_and_one_that_cannot_be_measured_is_not() -> None:
    assert one(GOOD, ended({}, val_recall=(0.5, 0.8))).verdict is Verdict.PASSED
    result = one(GOOD, ended({"val_recall": None}, val_recall=(0.5, 0.8)))
    assert result.verdict is Verdict.FAILED
    assert "can't be measured again" in result.why
    assert one(GOOD, ended({"val_recall": None})).found == "last val_recall not recorded"


@pytest.mark.parametrize(
    ("measured", "passes"),
    [
        ({"accuracy": 0.82, "val_accuracy": 0.5}, True),  # a mean over the epoch is somewhat above or far below
        ({"accuracy": 0.99, "val_accuracy": 0.5}, True),
        ({"accuracy": None, "val_accuracy": 0.5}, True),
        ({"accuracy": 0.79, "val_accuracy": 0.5}, False),  # 0.9 is not a mean of what ends with this
        ({"accuracy": 0.82, "val_accuracy": 0.46}, True),
        ({"accuracy": 0.78, "val_accuracy": 0.46}, False),  # a metric that adds 0.04 does so in both
        ({"accuracy": None, "val_accuracy": 0.46}, False),
    ],
)
def test_a_training_curve_is_a_mean_of_steps(measured: dict[str, float | None], passes: bool) -> None:
    check = History((("accuracy", Curve(best=Bound(at_least=0.8))),))
    result = one(check, ended(measured, accuracy=(0.5, 0.9), val_accuracy=(0.5, 0.5)))
    assert (result.verdict is Verdict.PASSED) == passes
