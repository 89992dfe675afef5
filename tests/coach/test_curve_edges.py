"""Where the coach's view of a curve turns: the least that is said, beside the most that is not."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from tests.grading.builders import fit
from tuitutor.coach.code import Code
from tuitutor.coach.curves import advise_on
from tuitutor.grading.verdicts import Advice
from tuitutor.protocol.facts import FitFacts

LN2, LN2000 = math.log(2), math.log(2000)
Values = tuple[float, ...]


def advice(**history: Values) -> Advice | None:
    """What is said of a first and only fit."""
    return next(iter(advise_on((fit(0, **history),))), None)


def topic(**history: Values) -> str:
    found = advice(**history)
    return found.topic if found is not None else ""


def with_at(values: Values, place: int, value: float) -> Values:
    return (*values[:place], value, *values[place + 1 :])


# ---- numbers that blew up -------------------------------------------------------------------


def test_a_loss_that_is_lost_at_once_is_told_apart_from_one_that_grew() -> None:
    at_once, later = advice(loss=(math.nan, math.nan)), advice(loss=(0.5, 0.4, math.inf))
    assert at_once is not None
    assert later is not None
    assert at_once.why.startswith("loss is nan from epoch 1 on: there are NaNs in the data")
    assert later.why == "loss is inf from epoch 3 on: the numbers grew past what a float can hold."


def test_a_validation_that_never_was_a_number_is_told_where_the_loss_is_one() -> None:
    lost = (math.nan,) * 2
    found = advice(loss=(0.5, 0.4), val_loss=lost)
    assert found is not None
    assert found.why.startswith("val_loss is nan from epoch 1 on, but loss is not")
    assert topic(loss=(0.5, 0.4), val_loss=(0.5, math.nan)) == ""
    assert topic(loss=(0.5, 0.4), val_loss=(math.inf, math.inf)) == ""
    assert "val_loss" not in getattr(advice(loss=lost, val_loss=lost), "why", "val_loss")


# ---- guessing -------------------------------------------------------------------------------

CHANCE = {"loss": (LN2,) * 6, "accuracy": (0.5,) * 6}


def test_five_epochs_are_enough_and_four_are_not() -> None:
    assert topic(loss=(LN2,) * 5, accuracy=(0.5,) * 5) == "plateau"
    assert topic(loss=(LN2,) * 4, accuracy=(0.5,) * 4) == ""
    assert advise_on((replace(fit(loss=(LN2,) * 5, accuracy=(0.5,) * 5), epochs_run=4),)) == ()
    assert advise_on((replace(fit(loss=(LN2,) * 5, accuracy=(0.5,) * 5), epochs_run=6),)) == ()


@pytest.mark.parametrize(
    ("place", "loss", "accuracy", "said"),
    [
        (5, LN2 * 1.029, 0.5, True),
        (5, LN2 * 1.031, 0.5, False),
        (5, LN2 * 0.971, 0.5, True),
        (5, LN2 * 0.969, 0.5, False),
        (4, LN2, 0.549, True),
        (4, LN2, 0.551, False),
        (4, LN2, 0.451, True),
        (4, LN2, 0.449, False),
        (3, LN2 * 2, 0.5, False),
        (3, LN2, 0.9, False),
        (2, LN2 * 2, 0.9, True),
    ],
)
def test_guessing_is_near_chance_in_the_second_half(place: int, loss: float, accuracy: float, said: bool) -> None:
    history = {
        "loss": with_at(CHANCE["loss"], place, loss),
        "accuracy": with_at(CHANCE["accuracy"], place, accuracy),
    }
    assert (topic(**history) == "plateau") is said


def test_the_second_half_of_five_epochs_begins_with_the_third() -> None:
    loss, accuracy = (LN2,) * 5, (0.5,) * 5
    assert topic(loss=with_at(loss, 1, 9.0), accuracy=with_at(accuracy, 1, 0.9)) == "plateau"
    assert topic(loss=with_at(loss, 2, 9.0), accuracy=accuracy) != "plateau"
    assert topic(loss=loss, accuracy=with_at(accuracy, 2, 0.9)) != "plateau"


def test_guessing_needs_classes_that_can_be_guessed() -> None:
    falling = (3.0, 2.0, 1.0, 0.5, 0.2)
    assert topic(loss=(0.0,) * 5, accuracy=(1.0,) * 5) == ""
    assert topic(loss=(0.9, 0.8, 0.7, 0.6, 0.6), accuracy=(0.0,) * 5) == ""
    assert topic(loss=(*falling, LN2000, LN2000, LN2000, LN2000, LN2000), accuracy=(0.0005,) * 10) == ""
    assert topic(loss=(*falling, LN2000 / 2, *(math.log(500),) * 6), accuracy=(0.002,) * 12) == "plateau"
    assert topic(loss=(*falling, *(LN2,) * 6), accuracy=(0.5,) * 3) == ""


def test_a_loss_that_falls_as_fast_as_ever_has_only_begun_to_fall() -> None:
    half = {"accuracy": (0.5, 0.51, 0.5, 0.51, 0.5, 0.51)}
    assert topic(loss=(0.6934, 0.6929, 0.6924, 0.6919, 0.6914, 0.6909), **half) == ""
    assert topic(loss=(0.6934, 0.6924, 0.6919, 0.6916, 0.6913, 0.6909), **half) == "plateau"
    assert topic(loss=(0.6934, 0.6929, 0.6924, 0.6924, 0.6919, 0.6914), **half) == "plateau"


# ---- standing still -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("loss", "said"),
    [
        ((1.5,) * 5, True),
        ((1.1e-6,) * 5, True),
        ((0.9e-6,) * 5, False),
        ((0.0,) * 5, False),
        ((1.0, 1.0, 1.0 - 1.9e-6, 1.0, 1.0), True),
        ((1.0, 1.0, 1.0 - 2.1e-6, 1.0, 1.0), False),
        ((100.0, 100.0, 100.0 - 1.9e-4, 100.0, 100.0), True),
        ((100.0, 100.0, 100.0 - 2.1e-4, 100.0, 100.0), False),
    ],
)
def test_standing_is_the_same_to_the_last_digit(loss: Values, said: bool) -> None:
    assert (topic(loss=loss) == "standing") is said


def test_a_second_fit_may_stand_still() -> None:
    still = fit(loss=(1.5,) * 5)
    assert [each.topic for each in advise_on((still,))] == ["standing"]
    assert advise_on((still, still)) == ()
    assert [each.topic for each in advise_on((still, fit(loss=(math.nan,)), FitFacts(0, 0, 32, False)))] == ["nan"]


# ---- going up -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("loss", "said"),
    [
        ((1.0, 1.2, 1.5, 1.8, 2.0), True),
        ((1.0, 1.2, 1.5, 1.8, 1.99), False),
        ((1.0, 1.5, 1.4, 1.8, 2.0), True),
        ((1.0, 1.5, 1.5, 1.8, 2.0), True),
        ((1.0, 1.5, 1.4, 1.8, 1.7, 2.0), False),
        ((1.0, 1.5, 1.5, 1.5, 2.0), False),
        ((0.0, 1.0, 2.0, 3.0, 4.0), False),
        ((-1.0, -0.5, 0.0, 0.5, 1.0), False),
        ((0.1, 0.2, 0.25, 0.3, 0.4), True),
    ],
)
def test_diverging_is_the_double_and_more_with_one_step_back(loss: Values, said: bool) -> None:
    assert (topic(loss=loss) == "diverging") is said


@pytest.mark.parametrize(
    ("loss", "said"),
    [
        ((1, 1, 1, 2, 1, 2, 1, 1), True),
        ((1, 1, 2, 1, 2, 1, 1), False),  # seven epochs
        ((1, 1, 2, 1, 2, 1, 1, 1), True),
        ((1, 1, 2, 3.5, 1, 1, 1, 1), False),  # none lately
        ((1, 2, 1, 1, 2, 1, 1, 1), False),  # the first step may be wild
        ((1, 1, 1, 1, 1, 2, 1, 1), False),  # once
        ((1, 1, 1, 1.5, 1, 1.5, 1, 1), False),
        ((1, 1, 1, 1.51, 1, 1.51, 1, 1), True),
        ((1, 1, 1, 2, 0.9, 2, 1, 1), True),
        ((1, 1, 1, 2, 0.89, 2, 1, 1), False),  # it still gets better
        ((20, 1, 1, 2, 1, 2, 1, 1), True),
        ((20.1, 1, 1, 2, 1, 2, 1, 1), False),  # it got far
        ((1, 1, 1, 0, 1, 0, 1, 1), False),
        ((1, 1, 1, 2, 1, 1, 1, 1, 2), True),
        ((1, 1, 2, 1, 2, 1, 1, 2, 1, 1), True),
        ((0.1, 0.1, 0.1, 0.2, 0.1, 0.2, 0.1, 0.1), True),
    ],
)
def test_jumping_is_up_by_half_again_twice_and_lately(loss: Values, said: bool) -> None:
    assert (topic(loss=loss) == "jumping") is said


def test_the_highest_jump_is_told() -> None:
    found = advice(loss=(1, 1, 1, 2, 1, 3, 1, 1))
    assert found is not None
    assert found.why.startswith("loss jumps up and down, as in epoch 6 from 1 to 3:")
    found = advice(loss=(1, 1, 1, 3, 2.1, 4, 1, 1))
    assert found is not None
    assert "as in epoch 4 from 1 to 3:" in found.why


# ---- a metric for classes on numbers --------------------------------------------------------


@pytest.mark.parametrize(
    ("last", "accuracy", "said"),
    [
        (0.1, (0.0,) * 5, True),
        (0.11, (0.0,) * 5, False),
        (0.1, (0.0, 0.0, 0.1, 0.0, 0.0), False),
        (0.1, (0.0,) * 4, False),
        (0.1, (), False),
    ],
)
def test_an_accuracy_of_0_is_told_where_the_loss_fell_to_a_tenth(last: float, accuracy: Values, said: bool) -> None:
    assert (topic(loss=(1.0, 0.8, 0.6, 0.3, last), accuracy=accuracy) == "metric") is said


# ---- learning by heart ----------------------------------------------------------------------

LOSS = (1.0, 0.8, 0.7, 0.6, 0.5, 0.4)
WORSE = (1.2, 1.1, 1.0, 1.1, 1.2, 1.3)


@pytest.mark.parametrize(
    ("loss", "validation", "said"),
    [
        (LOSS, WORSE, True),
        (LOSS, with_at(WORSE, 5, 1.29), False),
        (with_at(LOSS, 5, 0.89), WORSE, True),
        (with_at(LOSS, 5, 0.9), WORSE, False),
        (LOSS, (1.2, 1.1, 1.1, 1.0, 1.2, 1.3), False),  # best in the second half
        (LOSS, with_at(WORSE, 0, 2.6), True),
        (LOSS, with_at(WORSE, 0, 2.61), False),  # most of what was learned carries over
        (LOSS, with_at(WORSE, 1, math.nan), False),
        (LOSS, WORSE[1:], False),
    ],
)
def test_by_heart_is_a_validation_that_was_best_early_and_rose_by_a_third(
    loss: Values, validation: Values, said: bool
) -> None:
    assert (topic(loss=loss, val_loss=validation) == "overfitting") is said


@pytest.mark.parametrize(
    ("first", "last", "said"), [(0.5, 0.551, True), (0.5, 0.549, False), (0.88, 0.9, True), (0.88, 0.899, False)]
)
def test_by_heart_needs_an_accuracy_that_is_high_or_rose(first: float, last: float, said: bool) -> None:
    accuracy = (first, *(last,) * 5)
    assert (topic(loss=LOSS, val_loss=WORSE, accuracy=accuracy) == "overfitting") is said


def test_the_best_epoch_is_told() -> None:
    found = advice(loss=LOSS, val_loss=WORSE)
    assert found is not None
    assert "val_loss was best in epoch 3 (1) and rose to 1.3" in found.why


# ---- not done -------------------------------------------------------------------------------

FALLING = (1.0, 1.0, 0.9, 0.8, 0.7)


@pytest.mark.parametrize(
    ("loss", "validation", "accuracy", "said"),
    [
        (FALLING, FALLING, (0.5,) * 5, True),
        (FALLING, FALLING, (0.89,) * 5, True),
        (FALLING, FALLING, (0.5, 0.5, 0.5, 0.5, 0.9), False),
        (FALLING, FALLING, (), False),
        (FALLING, FALLING, (0.5,) * 4, False),
        (FALLING, FALLING[1:], (0.5,) * 5, False),
        (FALLING, (1.0, 1.0, 1.0, 0.9, 0.8), (0.5,) * 5, False),
        ((1.0, 1.0, 1.0, 0.9, 0.8), FALLING, (0.5,) * 5, False),
        (FALLING, (1.0, 0.9, 0.8, 0.7, 0.7), (0.5,) * 5, False),
        ((1.0, 0.9, 0.8, 0.8, 0.7), FALLING, (0.5,) * 5, False),
        ((1.0, 1.0, 0.969, 0.9, 0.8), FALLING, (0.5,) * 5, True),
        ((1.0, 1.0, 0.97, 0.9, 0.8), FALLING, (0.5,) * 5, False),
    ],
)
def test_not_done_is_both_curves_falling_in_the_last_three_steps(
    loss: Values, validation: Values, accuracy: Values, said: bool
) -> None:
    assert (topic(loss=loss, val_loss=validation, accuracy=accuracy) == "underfitting") is said


# ---- which fit, and where -------------------------------------------------------------------


def test_the_line_is_that_of_the_last_fit_where_it_is_sure() -> None:
    bad = fit(loss=(math.nan,))
    once, twice = "x = 1\nmodel.fit(x, y)\n", "model.fit(x, y)\nx = 1\nmodel.fit(x, y)\n"
    assert [each.line for each in advise_on((bad,), Code(once))] == [2]
    assert [each.line for each in advise_on((bad, bad), Code(twice))] == [3]
    assert [each.line for each in advise_on((bad, bad, bad), Code(twice))] == [None]
    assert [each.line for each in advise_on((bad,), Code("x = 1\n"))] == [None]
    assert [each.line for each in advise_on((bad, bad), Code(f"for i in range(2):\n    {once[6:]}"))] == [2]
    branches = Code(f"if x:\n    model.fit(x)\nelse:\n    {once[6:]}")
    assert [each.line for each in advise_on((bad, bad), branches)] == [None]
