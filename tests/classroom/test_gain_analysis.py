"""What a class gained equals values that were worked out by hand, and items that are bad are worth a look."""

from __future__ import annotations

import math
from random import Random

import pytest

from tuitutor.classroom.gain_analysis import ClassGain, class_gain, item_standings, student


@pytest.mark.parametrize(
    ("degrees", "wanted"),
    [(1, 12.7062), (2, 4.30265), (3, 3.18245), (4, 2.77645), (9, 2.26216), (30, 2.04227), (1000, 1.96234)],
)
def test_students_distribution(degrees: int, wanted: float) -> None:
    assert student(degrees) == pytest.approx(wanted, rel=5e-3 if degrees < 5 else 1e-4)


def form(**rights: str) -> dict[str, dict[str, tuple[str, bool]]]:
    """A form by learner: "101" is right, wrong, right."""
    return {who: {f"i{at}": (each, each == "1") for at, each in enumerate(said)} for who, said in rights.items()}


def test_the_mean_gain_and_its_interval() -> None:
    before = form(ada="1000", bob="0000", cem="1100", dan="1111")
    after = form(ada="1110", bob="1000", cem="1111", eve="1111")
    # ada 1/4 -> 3/4, bob 0 -> 1/4, cem 1/2 -> 1; dan and eve have one form. Gains 1/2, 1/4, 1/2: mean 5/12,
    # s = √((1/12)² + (1/6)² + (1/12)²) / √2 = 0.144338; t = 4.30265; reach 4.30265 · 0.144338 / √3 = 0.358556
    found = class_gain(before, after)
    assert found is not None
    assert (found.learners, found.before, found.after) == pytest.approx((3, 1 / 4, 2 / 3))
    assert found.interval == pytest.approx((5 / 12 - 0.358556, 5 / 12 + 0.358556), abs=5e-6)
    assert found.normalized == pytest.approx((2 / 3 - 1 / 4) / (3 / 4))


def test_of_one_learner_there_is_no_interval_and_of_none_no_gain() -> None:
    assert class_gain(form(ada="10"), form(ada="11")) == ClassGain(1, 0.5, 1.0, 0.5, None, 1.0)
    assert class_gain(form(ada="11"), form(ada="11")) == ClassGain(1, 1.0, 1.0, 0.0, None, None)
    assert class_gain(form(ada="1"), form(bob="1")) is None
    partly = {"ada": {"i0": ("1", True), "i9": ("0", False)}}
    assert class_gain(form(ada="00"), partly) == ClassGain(1, 0.0, 1.0, 1.0, None, 1.0)  # only what both have


BAD = {
    "two right answers": "may be right, too",
    "misleading": "may be right, too",
    "too easy": "before the course: it is too easy",
    "too hard": "it is too hard",
    "answer elsewhere": "before the course: it is too easy, or says its answer",
}


@pytest.mark.parametrize("seed", range(4))
def test_five_planted_bad_items_are_worth_a_look_and_sound_ones_are_not(seed: int) -> None:
    chance = Random(seed)
    before: dict[str, dict[str, tuple[str, bool]]] = {}
    after: dict[str, dict[str, tuple[str, bool]]] = {}
    for number in range(120):
        ability = chance.gauss(0, 1.5)
        for answers, gained in ((before, 0.0), (after, 2.0)):
            knows = ability + gained - 1.2
            said = answers.setdefault(f"learner {number}", {})
            for at in range(8):
                right = chance.random() < _logistic(2.5 * (knows - (at - 3.5) / 4))
                said[f"sound {at}"] = ("right" if right else chance.choice("ab"), right)
            clever = chance.random() < _logistic(2.5 * (knows - 0.6))
            said["two right answers"] = (
                ("also", False)
                if clever and chance.random() < 0.5
                else _said(chance.random() < (0.6 if clever else 0.25))
            )
            said["misleading"] = _said(chance.random() < 0.55 - 0.1 * knows)
            said["too easy"] = _said(chance.random() < 0.97)
            said["too hard"] = _said(chance.random() < 0.12)
            said["answer elsewhere"] = _said(chance.random() < 0.93)
    found = {each.item: each for each in item_standings(before, after)}
    assert {name for name in found if found[name].looks} == set(BAD)
    for name, look in BAD.items():
        assert look in "; ".join(found[name].looks)


def _logistic(x: float) -> float:
    return 1 / (1 + math.exp(-x))


def _said(right: bool) -> tuple[str, bool]:
    return ("right" if right else "wrong"), right
