"""Answers to challenges, trained again."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.grading.builders import exercise
from tuitutor.course.bounds import Bound, InvalidCheck
from tuitutor.course.challenge import Challenge
from tuitutor.course.checks import Stdout
from tuitutor.course.model import Lesson
from tuitutor.engine.answer_facts import facts_of_text
from tuitutor.engine.verifying import retrained
from tuitutor.grading.evidence import Played
from tuitutor.playground.address import parse_address

XOR = Challenge("dataset=xor&noise=20", 5, Bound(at_most=0.05), runs=2)


def trained(answer: str, seed: int = 1, challenge: Challenge = XOR) -> Played:
    return asyncio.run(retrained(challenge, answer, seed))


def test_only_the_hidden_seed_decides_on_data_and_first_weights() -> None:
    played = trained("networkShape=8")
    assert played == trained("networkShape=8&seed=0.5")
    assert played.losses == trained("networkShape=8&noise=0&percTrainData=90&dataset=gauss&points=1:1:1,2:2:-1").losses
    assert played.losses != trained("networkShape=8", seed=2).losses
    assert played.losses[0] != played.losses[1]


def test_it_is_trained_for_the_exercises_epochs() -> None:
    one, two = (trained("noise=0", challenge=Challenge("dataset=xor", n, Bound(at_most=0.05))) for n in (1, 2))
    assert one.losses != two.losses


def test_what_comes_apart_ends_at_once_and_says_when() -> None:
    long = Challenge("dataset=xor", 2_000, Bound(at_most=0.05))
    answer = (
        "batchSize=1&networkShape=8,8,8,8,8,8&activation=relu&learningRate=10&regularization=L2&regularizationRate=10"
    )
    assert trained(answer, challenge=long).diverged.startswith("Diverged at epoch")


def test_somebody_who_leaves_ends_it() -> None:
    async def leave() -> None:
        long = Challenge("dataset=xor", 2_000, Bound(at_most=0.05))
        training = asyncio.create_task(retrained(long, "batchSize=1&networkShape=8,8,8,8,8,8", 1))
        for _ in range(3):
            await asyncio.sleep(0)  # other work has its turn meanwhile
        training.cancel()
        with pytest.raises(asyncio.CancelledError):
            await training

    asyncio.run(leave())


def test_a_state_is_cut_out_of_an_answer_where_one_is_asked_for() -> None:
    lesson = Lesson("one", Path("one.md"), "One", "", 5, (), ())
    plain = exercise(Stdout("4"))
    asked = exercise(XOR)
    assert parse_address(facts_of_text(lesson, asked, "# answer: noise=5&networkShape=3").state)[0].network_shape == (
        3,
    )
    assert facts_of_text(lesson, plain, "# answer: noise=5&networkShape=3").state == ""


def test_what_is_no_state_says_why() -> None:
    assert "no address" in trained("").problem
    assert "networkShape cannot be '9'" in trained("networkShape=9").problem


def test_a_challenge_has_bounds() -> None:
    with pytest.raises(InvalidCheck, match="expected 1 to 2000, with 250 training points"):
        Challenge("dataset=xor", 2_001, Bound(at_most=0.05)).require_possible()
    with pytest.raises(InvalidCheck, match="expected 1 to 92"):
        Challenge("problem=regression&percTrainData=90", 100, Bound(at_most=0.05), runs=5).require_possible()
