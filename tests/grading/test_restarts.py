"""Whether an answer that was stopped went on where it was: judged by the states before its optimizer's steps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from tests.grading.builders import model, one
from tuitutor.course.bounds import Bound
from tuitutor.course.checks import Restart
from tuitutor.grading.evidence import Evidence, Restarted
from tuitutor.grading.restarts import NO_MEMORY
from tuitutor.grading.verdicts import CheckResult, Verdict
from tuitutor.protocol.facts import FreshFacts, ProgramFacts, StepFacts

State = tuple[float, float, float, float]
ASKED = Restart(5, 100, Bound(at_most=100), "final.keras")
MB = 1 << 20


def state(step: int, **other: float) -> State:
    """The state before a step: of one long training, but for what is `other`."""
    weights, slots = other.get("weights", 4 + 0.01 * step), other.get("slots", 0.5 + 0.002 * step)
    return other.get("count", step), weights, slots if step else 0.0, other.get("rate", 0.01)


FIRST = tuple(state(step) for step in range(251))
SECOND = tuple(state(step) for step in range(200, 500))
FRESH = FreshFacts(outputs=(3.0, 0.25, 0.5))
PROGRAM = ProgramFacts(
    model(), "Sequential", None, saved=True, steps=StepFacts(SECOND, of_model=True), outputs=(3.0, 0.25, 0.5)
)
RESTARTED = Restarted(StepFacts(FIRST), (10 * MB, 20 * MB), FRESH)


def judged(
    again: Sequence[State] = SECOND, restarted: Restarted = RESTARTED, check: Restart = ASKED, of_model: bool = True
) -> CheckResult:
    program = replace(PROGRAM, steps=StepFacts(tuple(again), of_model))
    return one(check, Evidence(program=program, restarted=restarted))


def wrong(result: CheckResult) -> list[str]:
    """The rows that don't agree."""
    return [f"{row.label}: {row.found}" for row in result.rows if not row.agrees]


def test_what_goes_on_where_it_was_passes() -> None:
    result = judged()
    assert result.verdict is Verdict.PASSED
    assert [row.found for row in result.rows] == [
        "5", "those after epoch 2", "as it was", "0.01", "`model`", "20", "does the same"
    ]  # fmt: skip


@pytest.mark.parametrize(
    "again",
    [
        [state(step) for step in range(230, 500)],  # saved within epoch 3, and goes on with the next batch
        [state(step) for step in range(230, 530)],  # the same, but epoch 3 is made again from its start
        [state(0), *SECOND],  # a step to make the optimizer's variables, before they are loaded
        [state(step) for step in range(200, 503)],  # a few steps more: the last, smaller batches of epochs
        [state(step, weights=(4 + 0.01 * step) * (1 + 1e-7)) for step in range(200, 500)],
    ],
)
def test_there_is_more_than_one_way_to_go_on(again: list[State]) -> None:
    result = judged(again)
    assert result.verdict is Verdict.PASSED, wrong(result)


@pytest.mark.parametrize(
    ("again", "messages"),
    [
        ([state(step) for step in range(500)], ["epochs in all: 7", "weights it goes on with: new ones"]),
        ([state(step) for step in range(300)], ["weights it goes on with: new ones"]),  # but says that two are done
        ([state(step) for step in range(100, 500)], ["weights it goes on with: those after epoch 1"]),
        ([state(step) for step in range(200, 700)], ["epochs in all: 7"]),
        ([state(step) for step in range(200, 400)], ["epochs in all: 4"]),
        ([state(step, count=step - 200) for step in range(200, 500)], ["its optimizer: after 0 steps, not 200"]),
        ([state(step, slots=0.0) for step in range(200, 500)], ["its optimizer: without its momenta"]),
        ([state(step, rate=0.02) for step in range(200, 500)], ["its learning rate: 0.02"]),
        ([state(step, weights=9.0) for step in range(200, 500)], ["weights it goes on with: new ones"]),
        ([], ["epochs in all: 2", "weights it goes on with: new ones"]),
    ],
)
def test_what_does_not_go_on_fails(again: list[State], messages: list[str]) -> None:
    result = judged(again)
    assert result.verdict is Verdict.FAILED
    assert wrong(result) == messages
    assert result.why


def test_a_training_that_diverged_goes_on_with_nothing() -> None:
    nan = float("nan")
    restarted = replace(RESTARTED, before=StepFacts(tuple(state(step, weights=nan) for step in range(251))))
    assert judged([state(step, weights=nan) for step in range(200, 500)], restarted).verdict is Verdict.FAILED


def test_an_epoch_that_had_just_ended_may_not_be_saved_yet() -> None:
    restarted = replace(RESTARTED, before=StepFacts(tuple(state(step) for step in range(305))))
    assert judged(restarted=restarted).verdict is Verdict.PASSED
    late = replace(RESTARTED, before=StepFacts(tuple(state(step) for step in range(315))))
    assert wrong(judged(restarted=late)) == ["weights it goes on with: those after epoch 2"]


def test_what_ended_by_itself_was_never_stopped() -> None:
    result = judged(FIRST[:60], replace(RESTARTED, before=None))
    assert result.verdict is Verdict.FAILED
    assert "after 60 steps of its optimizer, before it could be stopped in epoch 3" in result.why


def test_memory_is_that_of_the_start_that_took_more() -> None:
    assert wrong(judged(restarted=replace(RESTARTED, grown=(101 * MB, 5 * MB)))) == ["memory that it takes, MB: 101"]
    assert wrong(judged(restarted=replace(RESTARTED, grown=(5 * MB, 101 * MB)))) == ["memory that it takes, MB: 101"]
    assert judged(restarted=replace(RESTARTED, grown=(100 * MB, 0))).passed


@pytest.mark.parametrize("grown", [(), (None, 5 * MB)])
def test_memory_that_is_not_known_is_no_pass_and_no_fail(grown: tuple[int | None, ...]) -> None:
    result = judged(restarted=replace(RESTARTED, grown=grown))
    assert (result.verdict, result.why) == (Verdict.ERRORED, NO_MEMORY)
    assert judged(restarted=replace(RESTARTED, grown=grown), check=Restart(5, 100, None, "final.keras")).passed


@pytest.mark.parametrize(
    ("fresh", "messages"),
    [
        (FreshFacts("Could not locate class 'Level'"), "can't be loaded"),
        (FreshFacts(outputs=(3.0, 0.25, 0.6)), "does something else"),
        (FreshFacts(outputs=(3.1, 0.25, 0.5)), "does something else"),
        (FreshFacts(outputs=(3.0, 0.25)), "does something else"),
        (FreshFacts(), "does something else"),
    ],
)
def test_the_file_has_to_do_elsewhere_what_the_model_does(fresh: FreshFacts, messages: str) -> None:
    result = judged(restarted=replace(RESTARTED, fresh=fresh))
    assert wrong(result) == [f"`final.keras` in a fresh process: {messages}"]
    assert (fresh.problem or "get_config") in result.why
    assert judged(restarted=replace(RESTARTED, fresh=fresh), check=Restart(5, 100)).passed


def test_what_was_not_measured_is_our_fault() -> None:
    assert judged(restarted=replace(RESTARTED, fresh=None)).verdict is Verdict.ERRORED
    unknown = Evidence(program=replace(PROGRAM, steps=None), restarted=RESTARTED)
    assert one(ASKED, unknown).verdict is Verdict.ERRORED
    assert one(ASKED, Evidence(restarted=RESTARTED)).verdict is Verdict.ERRORED


def test_the_network_that_was_trained_is_handed_over() -> None:
    assert wrong(judged(of_model=False)) == ["what was trained: something else"]
    nothing = Evidence(program=replace(PROGRAM, model=None, model_kind="list"), restarted=RESTARTED)
    assert one(ASKED, nothing).why == "`model` has to be a Keras model, but it is a list."
