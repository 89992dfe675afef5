"""Answers about the terminal's ground are kept from what is typed, however they arrive."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuitutor.tui.tty import GroundFilter, is_light

TYPED = st.text(st.sampled_from("ab\x1b]1;[\\\x07ü"), max_size=8).filter(lambda text: "\x1b]11;" not in text)
ANSWER = st.sampled_from(["\x1b]11;rgb:ffff/ffff/ffff\x1b\\", "\x1b]11;rgb:00/00/00\x07"])


@given(st.lists(st.tuples(TYPED.map(lambda text: text + "."), ANSWER), max_size=4), st.lists(st.integers(1, 9)))
def test_whatever_the_pieces_what_is_typed_arrives_and_no_answer(parts: list[tuple[str, str]], cuts: list[int]) -> None:
    heard: list[str] = []
    now = 0.0
    answers = GroundFilter(heard.append, lambda: now)
    stream = "".join(typed + answer for typed, answer in parts) + "end"
    arrived = ""
    for cut in cuts:
        arrived += answers.without(stream[:cut]) if stream[:cut] else ""
        stream = stream[cut:]
    arrived += answers.without(stream) if stream else ""
    now = 1.0
    arrived += answers.rest()
    assert arrived == "".join(typed for typed, _ in parts) + "end"
    assert len(heard) == len(parts)


def test_the_escape_key_waits_a_moment_at_the_start_and_never_later() -> None:
    now = 0.0
    answers = GroundFilter(lambda _: None, lambda: now)
    assert answers.without("\x1b") == ""
    assert answers.rest() == ""
    now = 0.2
    assert answers.rest() == "\x1b"
    now = 6.0
    assert answers.without("\x1b") == "\x1b"


def test_an_answer_that_has_begun_may_take_longer() -> None:
    now = 0.0
    heard: list[str] = []
    answers = GroundFilter(heard.append, lambda: now)
    for piece in ("\x1b]11;", "rgb:ff/ff", "/ff\x1b", "\\"):
        assert answers.without(piece) == ""
        now += 1.2
        assert answers.rest() == ""
    assert heard == ["rgb:ff/ff/ff"]
    assert answers.without("\x1b]11;") == ""
    now += 5.1
    assert answers.rest() == "\x1b]11;"


def test_what_never_ends_is_not_an_answer() -> None:
    endless = "\x1b]11;" + 100 * "x"
    assert GroundFilter(lambda _: None).without(endless) == endless


@pytest.mark.parametrize(
    ("colour", "light"),
    [
        ("rgb:ffff/ffff/ffff", True),
        ("rgb:f/f/e", True),
        ("rgba:fa/f0/e6/ff", True),
        ("rgb:0000/0000/0000", False),
        ("rgb:00/2b/36", False),
        ("rgb:0000/0000/ffff", False),
        ("", False),
        ("nonsense", False),
    ],
)
def test_light_or_dark(colour: str, light: bool) -> None:
    assert is_light(colour) is light
