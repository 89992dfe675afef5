"""What a run was is gone through again, from one line of text."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuitutor.playground.address import parse_address
from tuitutor.playground.run import Run, again, past_of

CONFIG = parse_address("seed=0.5&dataset=gauss&networkShape=2&percTrainData=10&optimizer=adam")[0]
WHAT = st.tuples(
    st.sampled_from(["train", "weight", "bias", "rate"]),
    st.integers(0, 1),
    st.floats(-2, 2),
)


@given(st.lists(WHAT, max_size=6))
def test_losses_weights_and_what_optimizers_remember_are_there_again(steps: list[tuple[str, int, float]]) -> None:
    run = Run(CONFIG)
    for what, number, value in steps:
        match what:
            case "train":
                run.advance(number + 1)
            case "rate":
                run.take(replace(run.config, learning_rate=abs(value)))
            case _:
                run.edit(number, 0, None if what == "bias" else 1, value)
    [*_, back] = again(run.config, past_of(run))
    for same in (run, back):
        same.advance(2)
    assert back.losses == run.losses
    assert back.config == run.config
    assert back.changes == run.changes


@given(st.text(max_size=40) | st.from_regex(r"[0-9]{1,3} [0-9.]{1,3} [0-9]{0,2}(:[0-9]{0,2}){4}", fullmatch=True))
def test_any_text_is_a_past_or_none(text: str) -> None:
    assert all(run.epoch <= 999 for run in again(CONFIG, text))


def test_a_past_that_would_take_long_is_none() -> None:
    assert list(again(CONFIG, "100001 0.03")) == []
    assert list(again(CONFIG, "")) == []


@pytest.mark.parametrize("epoch", ["-1", "+1", "1_0", "²", "0000001", "1.0", "x"])
def test_an_epoch_is_written_in_digits(epoch: str) -> None:
    assert list(again(CONFIG, f"{epoch} 0.03")) == []
    assert len(list(again(CONFIG, f"1 0.03 {epoch}:0:0:0:1"))) <= 1
    assert [run.epoch for run in again(CONFIG, "000001 0.03")] == [0, 1]
