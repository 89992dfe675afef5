"""Copies are found where they can be told, and honest learners who wrote the same are left alone."""

from __future__ import annotations

import re
from itertools import combinations

import pytest

from tests.classroom import synthetic_class
from tests.classroom.synthetic_class import GIVEN, LEARNERS, Manner, network
from tuitutor.classroom.likeness import Alike, alike

ODD = network(Manner("list", "model", "history", '"', "Adam"), [37, 11], "tanh", 0.007, 137, 48)
COMMENTED = (
    ODD.replace("[37, 11]", "[16]")
    .replace("137", "20")
    .replace("model.compile", "# the more the merier\n# took me ages to find\nprint('now', 3 * 7)\nmodel.compile")
)


def disguised(text: str) -> str:
    """The same answer with other names, quotes, blank lines and brackets over several lines."""
    text = re.sub(r"\bmodel\b", "my_net", text).replace("history", "curve").replace('"', "'")
    text = text.replace("Dense(", "Dense(\n        ").replace(", activation", ",\n        activation")
    return "# my own work\n\n" + text.replace("0.007", "7e-3").replace("\nmy_net", "\n\n\nmy_net")


def found(answers: dict[str, dict[str, str]], quote: bool = True) -> list[Alike]:
    return alike(answers, dict.fromkeys(answers, GIVEN), quote=quote)


@pytest.mark.parametrize("seed", range(3))
def test_planted_copies_are_found_and_nobody_else(seed: int) -> None:
    answers = synthetic_class.answers(seed)
    one, two, three = ("learner00", "learner40"), ("learner01", "learner41"), ("learner02", "learner42")
    answers["good"][one[0]], answers["good"][one[1]] = ODD, disguised(ODD)
    answers["sharp"][two[0]], answers["sharp"][two[1]] = COMMENTED, COMMENTED.replace("model", "net")
    rare = Manner("add", "model", "", "'", "Adam")
    for label, units in (("good", [24, 10]), ("sharp", [15, 4])):
        text = network(rare, units, "relu", 0.003, 80 if label == "good" else 200, 64)
        answers[label][three[0]], answers[label][three[1]] = text, disguised(text)
    assert [each.who for each in found(answers)] == [one, two, three]


def test_honest_learners_with_the_same_answers_are_left_alone() -> None:
    pairs = 0
    for seed in range(5):
        answers = synthetic_class.answers(seed)
        for texts in answers.values():
            same = [[who for who in LEARNERS if texts[who] == text] for text in set(texts.values())]
            pairs += sum(len([*combinations(who, 2)]) for who in same)
        assert found(answers) == []
    assert pairs >= 200


def test_who_alone_writes_in_another_way_but_both_the_natural_answer_is_left_alone() -> None:
    other = Manner("functional", "network", "h", "'", "keras.Adam")
    answers = {
        label: dict.fromkeys(LEARNERS, network(Manner("list", "model", "", '"', "adam"), [units], "tanh", 0.01, 20, 32))
        for label, units in synthetic_class.TOLD.items()
    }
    for label, units in synthetic_class.TOLD.items():
        answers[label] |= dict.fromkeys(LEARNERS[:2], network(other, [units], "tanh", 0.01, 20, 32))
    assert found(answers) == []


def test_the_same_odd_answer_of_all_is_nobodys_copy() -> None:
    assert found({"xor": dict.fromkeys(LEARNERS, ODD)}) == []
    few = dict(zip(LEARNERS, synthetic_class.answers(1)["good"].values(), strict=True))
    assert found({"xor": {**few, **dict.fromkeys(LEARNERS[:20], ODD)}}) == []
    assert found({"xor": dict.fromkeys(LEARNERS[:2], ODD)}) == [], "there is no class to compare with"


def test_short_answers_accuse_nobody() -> None:
    texts = {who: f"steps = {100 + at}\n" for at, who in enumerate(LEARNERS)}
    assert found({"steps": {**texts, **dict.fromkeys(LEARNERS[:2], "steps = 0.48371\n")}}) == []


def test_what_the_lesson_has_is_nobodys_own() -> None:
    answers = {"xor": {**synthetic_class.answers(2)["good"], **dict.fromkeys(LEARNERS[:2], ODD)}}
    assert [each.who for each in found(answers)] == [("learner00", "learner01")]
    assert alike(answers, {"xor": [*GIVEN, ODD]}) == []


def test_three_with_one_source_are_told_together_and_what_they_share() -> None:
    texts = synthetic_class.answers(3)["good"]
    texts |= {"learner05": COMMENTED, "learner06": COMMENTED, "learner07": disguised(COMMENTED)}
    (told,) = found({"xor": texts})
    assert (told.who, told.exercises) == (("learner05", "learner06", "learner07"), ("xor",))
    assert {"0.007", "took me ages to find"} <= set(told.details)
    (told,) = found({"xor": texts}, quote=False)
    assert all(re.fullmatch(r"[\d.e-]+", detail) for detail in told.details)


@pytest.mark.parametrize(
    "text",
    [
        '"""\\' * 50_000,
        "'''" + '\\"' * 50_000,
        "(" * 100_000,
        '"\\' * 50_000,
        "a=(" * 50_000,
        "1e+" * 50_000,
        "\\\n" * 50_000,
    ],
)
def test_odd_texts_take_no_longer_than_their_length(text: str) -> None:
    assert found({"xor": {"ada": text, "bob": text}}) == []
