from __future__ import annotations

import math
from dataclasses import replace

import pytest

from tests.grading.builders import fit
from tuitutor.coach import advise
from tuitutor.course.bounds import Bound
from tuitutor.course.checks import Check, History
from tuitutor.grading.verdicts import CheckResult, Verdict
from tuitutor.protocol.facts import ArrayFacts, CompileFacts, DataFacts, FitFacts, LabelFacts

LN2, LN10 = math.log(2), math.log(10)


def topics(*fits: FitFacts, results: tuple[CheckResult, ...] = ()) -> list[str]:
    return [advice.topic for advice in advise(None, fits, results)]


@pytest.mark.parametrize("bad", [math.nan, math.inf])
def test_numbers_that_blew_up_are_told_with_their_epoch(bad: float) -> None:
    (advice,) = advise(None, (fit(loss=(0.7, bad, bad)),), ())
    assert (advice.topic, "epoch 2" in advice.why) == ("nan", True)
    assert "learning rate" in advice.try_


def test_a_network_that_guesses_is_told_so() -> None:
    two = fit(loss=(0.70, 0.694, 0.693, 0.693, 0.693), accuracy=(0.5, 0.49, 0.51, 0.5, 0.505))
    ten = fit(loss=(2.5,) + (LN10,) * 7, accuracy=(0.08,) + (0.1,) * 7)
    assert (topics(two), topics(ten)) == (["plateau"], ["plateau"])
    (advice,) = advise(None, (ten,), ())
    assert "guessing among 10" in advice.why


@pytest.mark.parametrize(
    "sound",
    [
        fit(loss=(LN2,) * 3, accuracy=(0.5,) * 3),  # too short to tell
        fit(loss=(0.7, 0.69, 0.68, 0.6, 0.4), accuracy=(0.5, 0.5, 0.5, 0.6, 0.8)),  # learning
        fit(loss=(0.7, 0.69, 0.66, 0.62, 0.6), accuracy=(0.5,) * 5),  # the loss still falls
        fit(loss=(0.25, 0.251) * 3, accuracy=(0.1,) * 6),  # some other loss
        fit(loss=(LN2, LN2 + 0.001) * 3, accuracy=(0.75,) * 6),
        fit(loss=(LN2, LN2 + 0.001) * 3),
        fit(),
    ],
)
def test_curves_that_may_be_sound_get_no_advice(sound: FitFacts) -> None:
    assert topics(sound) == []


def test_learning_by_heart() -> None:
    worse = fit(loss=(0.7, 0.5, 0.3, 0.2, 0.1, 0.05), val_loss=(0.7, 0.6, 0.65, 0.7, 0.8, 0.9))
    wobble = fit(loss=(0.7, 0.5, 0.3, 0.2, 0.1, 0.05), val_loss=(0.7, 0.6, 0.55, 0.5, 0.52, 0.53))
    assert (topics(worse), topics(wobble)) == (["overfitting"], [])
    at_chance, better = (
        replace(worse, history={**worse.history, "accuracy": (0.5, *[end] * 5)}) for end in (0.51, 0.7)
    )
    assert (topics(at_chance), topics(better)) == ([], ["overfitting"])


def test_what_is_validated_far_below_guessing_was_prepared_otherwise() -> None:
    labels = LabelFacts(ArrayFacts((None,), "int64", 400, 0.0, 1.0, 0.5, 0.5), "classes", (0.0, 1.0), (200, 200))
    compiled, loss = CompileFacts("binary_crossentropy", "adam", 0.001), (0.7, 0.5, 0.3, 0.2, 0.1, 0.05)

    def said(loss: tuple[float, ...], held: tuple[float, ...]) -> list[str]:
        return topics(replace(fit(loss=loss, val_loss=held), compiled=compiled, data=DataFacts((), labels)))

    assert said(loss, (20.0, 30.0, 40.0, 50.0, 60.0, 70.0)) == ["validation"]
    assert said(loss, (0.7, 0.9, 1.2, 1.5, 1.8, 2.0)) == ["overfitting"]
    assert said((0.7,) * 5 + (0.6,), (20.0,) * 6) == [], "nothing was learned"


def test_learning_by_heart_is_no_mistake_where_it_is_asked_for() -> None:
    worse = fit(loss=(0.7, 0.5, 0.3, 0.2, 0.1, 0.05), val_loss=(0.7, 0.6, 0.65, 0.7, 0.8, 0.9))
    large, small = (
        Check(History(gap=(("accuracy", bound),)), "gap") for bound in (Bound(at_least=0.2), Bound(at_most=0.2))
    )
    assert [len(advise(None, (worse,), (), checks=(check,))) for check in (large, small)] == [0, 1]


def test_the_last_fit_counts_and_a_pass_needs_no_advice() -> None:
    bad, good = fit(loss=(1.0, math.nan)), fit(loss=(1.0, 0.5))
    assert topics(bad, good) == []
    assert topics(good, bad) == ["nan"]
    passed, failed = (CheckResult("it", verdict, 1, 1) for verdict in (Verdict.PASSED, Verdict.FAILED))
    assert topics(bad, results=(passed,)) == []
    assert topics(bad, results=(passed, failed)) == ["nan"]


def test_a_thinned_history_gives_no_advice_since_its_places_are_no_epochs() -> None:
    whole = fit(loss=(0.7, math.nan, math.nan))
    assert topics(whole) == ["nan"]
    assert topics(replace(whole, epochs_run=9_000)) == []
