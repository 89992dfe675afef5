"""States that answer an exercise: where they stand in a text, and what of them counts."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.playground.test_address import states
from tuitutor.errors import UsageError
from tuitutor.playground.address import (
    DATA,
    as_answer,
    cut_out,
    described,
    open_answer,
    overruled,
    parse_address,
    state_in,
    under,
)
from tuitutor.playground.data import make_data
from tuitutor.playground.playground_state import HIDEABLE, Config, value

PAGE = "https://playground.tensorflow.org/#"


@pytest.mark.long
@given(states(), states())
def test_an_answer_chooses_nothing_of_the_data(task: Config, answer: Config) -> None:
    trained = under(task, answer, "hidden")
    assert {name: value(trained, name) for name in DATA} == {name: value(task, name) for name in DATA}
    assert trained.seed == "hidden"
    assert (make_data(trained).x == make_data(under(task, Config(), "hidden")).x).all()


@pytest.mark.spine
@given(states(), states())
def test_what_is_handed_in_is_what_was_worked_on(task: Config, answer: Config) -> None:
    worked_on = open_answer(task, answer)
    assert worked_on.hidden == task.hidden | answer.hidden | (set(DATA) & set(HIDEABLE))
    again = state_in(f"# answer: {as_answer(task, worked_on)}")
    first, second = under(task, again, ""), under(task, answer, "")
    assert replace(first, hidden=second.hidden) == second
    assert first.inputs == second.inputs
    assert not overruled(task, again)


def test_what_the_exercise_hides_is_its_own() -> None:
    task, _ = parse_address(
        "regularization=L2&regularization_hide=true&sinX_hide=true&activation=relu&activation_hide=true"
    )
    answer, _ = parse_address("regularization=none&sinX=true&activation=tanh&activations=tanh,tanh&noise=50")
    trained = under(task, answer, "")
    assert (trained.regularization, trained.inputs, trained.layers) == ("L2", ("x", "y"), ((4, "relu"), (2, "relu")))
    assert set(overruled(task, answer)) == {"noise", "regularization", "sinX", "activation", "activations"}


@pytest.mark.parametrize(
    "text",
    [
        *(
            f"# answer: {PAGE}noise=5",
            f"{PAGE}noise=5\n",
            f"See [this]({PAGE}noise=5).",
            f"tuitutor play '{PAGE}noise=5'",
        ),
        *("noise=5", "# answer: noise=5", "#noise=5", "# Answer: '#noise=5'", "noise=5\n\nx=true\n"),
        f"# {PAGE}noise=5\n# the same once more: {PAGE}noise=5\nprint(x == 3)",
    ],
)
def test_where_an_address_stands(text: str) -> None:
    assert state_in(text).noise == 5


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "no address"),
        ("# answer:", "no address"),
        ("model = Sequential()\nprint(1)", "no address"),
        (f"{PAGE}noise=5 {PAGE}noise=10", "two addresses"),
        (f"{PAGE}epochs=10", "no setting 'epochs'"),
        (f"{PAGE}networkShape=9", "networkShape cannot be '9': expected a whole number from 1 to 8\\.$"),
    ],
)
def test_what_is_no_answer_says_why(text: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        state_in(text)


@given(st.text(max_size=200))
def test_any_text_is_an_answer_or_says_why(text: str) -> None:
    with suppress(UsageError):  # and nothing else
        state_in(text)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("# answer: networkShape=3&noise=50", "Yours: networkShape 3"),
        ("# answer: seed=7&noise=50", "Yours: as the exercise begins"),
        ("# answer: networkShape=9", "networkShape cannot be '9': expected a whole number from 1 to 8."),
        ("# answer:", "There is no address of a playground here; put one after `# answer:`."),
    ],
)
def test_an_answer_is_described_by_how_it_differs_from_where_the_learner_began(text: str, message: str) -> None:
    assert described("dataset=xor&noise=20", text) == message


def test_of_a_text_only_its_addresses_are_kept_and_not_too_much_of_them() -> None:
    assert cut_out(f"see {PAGE}noise=5 or {PAGE}noise=6 or {PAGE}noise=7") == f"{PAGE}noise=5\n{PAGE}noise=6"
    assert cut_out("print(1)\n# answer: noise=5") == "noise=5"
    assert len(cut_out(f"{PAGE}seed={'1' * 9000}")) == 4000
