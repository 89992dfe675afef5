"""What of the printed text is passed on, and when."""

from __future__ import annotations

import pytest

from tuitutor.cli.printed_lines import Lines

HEAD = "\r\x1b[1m{0}/57\x1b[0m \x1b[32m━━━\x1b[0m\x1b[37m━\x1b[0m \x1b[1m0s\x1b[0m 2ms/step"
BAR = HEAD + " - accuracy: 0.7125 - loss: {1}"
MOVING = BAR.format(33, "0.9") + 9 * "\x08" + BAR.format(57, "6.4330e-04")
SUM = "57/57 - 2s - 42ms/step - accuracy: 0.7125 - loss: 6.4330e-04"
VALUES = {"loss": 0.0006433, "accuracy": 0.71251}


def in_a_fit() -> Lines:
    lines = Lines()
    lines.begin_fit()
    return lines


@pytest.mark.parametrize("bar", [MOVING, SUM])
def test_the_bar_of_an_epoch_is_left_out_with_its_heading_before_or_after_the_epoch_is_told(bar: str) -> None:
    lines = in_a_fit()
    assert lines.add("before\nEpoch 1/3\n" + bar[:40]) == "before\n"
    assert lines.rest() == ""
    assert lines.add(bar[40:] + "\na callback\n") == ""
    assert lines.end_epoch(VALUES) == ""
    assert lines.waited() == "a callback\n"
    assert lines.add("Epoch 2/3\n") == ""
    assert lines.end_epoch(VALUES) == ""
    assert lines.add(f"{bar}\nnext\n") == "next\n"
    assert lines.all() == ""


@pytest.mark.parametrize("bar", [MOVING, SUM])
def test_of_equal_bars_each_epoch_takes_one(bar: str) -> None:
    lines = in_a_fit()
    assert lines.add(3 * f"{bar}\n") == ""
    assert [lines.end_epoch(VALUES), lines.end_epoch(VALUES)] == ["", ""]
    lines.end_fit()
    assert lines.waited() == f"{bar}\n"
    assert lines.add(f"{bar}\n") == f"{bar}\n"  # of `evaluate`, say


@pytest.mark.parametrize(
    "text",
    [
        "12/13 parts",
        "3/3 - loss: 0.5",
        "57/57 - loss: 6.4330e-04",
        f"{SUM} and more",
        SUM.replace("0.7125", "0.7126"),
        f"{SUM} - rate: 0.1",
        f"{MOVING}batch 3",
        "Epoch 1/2 of mine",
        "Epoch 1/2",
        f"Epoch 1/2\nmine\n{SUM.replace('57/57', '56/57')}",
    ],
)
def test_nothing_else_is_left_out(text: str) -> None:
    lines = in_a_fit()
    parts = [lines.add(f"{text}\n"), lines.end_epoch(VALUES), lines.add(f"{text}\n"), lines.waited()]
    lines.end_fit()
    assert "".join([*parts, lines.all()]) == 2 * f"{text}\n"


def test_the_bar_of_a_long_epoch_is_left_out_whole() -> None:
    lines = in_a_fit()
    for step in range(1, 57):
        assert lines.add(30 * (100 * "\x08" + BAR.format(step, "0.9"))) == ""
    lines.end_epoch(VALUES)
    assert lines.add(MOVING + "\nafter\n") == "after\n"


def test_a_bar_of_unknown_length_is_left_out_while_it_moves_and_in_the_end() -> None:
    lines = in_a_fit()
    assert lines.add("\r     33/Unknown \x1b[1m0s\x1b[0m 2ms/step - loss: 0.9") == ""
    assert lines.end_epoch(VALUES) + lines.rest() == ""
    assert lines.add(f"{MOVING}\n") == ""


def test_lines_hold_back_what_is_not_complete() -> None:
    lines = Lines()
    assert lines.add("a\x1b[3") == ""
    assert lines.add("1mb\nc") == "a\x1b[31mb\n"
    assert lines.rest() == "c"
    assert lines.rest() == ""
