"""A signature keeps the argument that is being typed, however narrow; a card says all of a name within its width."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from tuitutor.assist.completion import Call
from tuitutor.draw.look import Look
from tuitutor.draw.signatures import card, signatures
from tuitutor.protocol.name_facts import NameFacts

FACTS = NameFacts(
    "Dense",
    ("units", "activation=None", "use_bias=True", "**kwargs"),
    "A layer. " * 20,
    {"units": "How many there are, which is a sentence that is long enough to be wrapped.", "kwargs": "Others."},
)


def test_a_signature_loses_what_is_farthest_from_the_current_argument() -> None:
    drawn = [line.plain for line in signatures(Call("Dense", FACTS, 2), Look())]
    assert drawn == [
        "Dense(units, activation=None, use_bias=True, **kwargs)",
        "Dense(…, activation=None, use_bias=True, **kwargs)",
        "Dense(…, activation=None, use_bias=True, …)",
        "Dense(…, use_bias=True, …)",
    ]


@pytest.mark.parametrize("current", [None, 0, 3])
def test_only_the_current_argument_is_emphasised(current: int | None) -> None:
    for signature in signatures(Call("Dense", FACTS, current), Look()):
        bold = [signature.plain[span.start : span.end] for span in signature.spans if span.style == "bold"]
        assert bold == ([] if current is None else [(FACTS.parameters or ())[current]])


def test_a_call_without_parameters() -> None:
    assert [line.plain for line in signatures(Call("f", NameFacts("f", ()), None), Look())] == ["f()"]


@pytest.mark.parametrize("width", [24, 40, 80])
@pytest.mark.parametrize("ascii_only", [False, True])
def test_a_card_says_all_of_it_within_its_width(width: int, ascii_only: bool) -> None:
    drawn = card("keras.layers.Dense", FACTS, width, Look(glyphs="ascii" if ascii_only else "full"))
    lines = drawn.plain.split("\n")
    assert max(map(cell_len, lines)) <= width
    words = " ".join(drawn.plain.split())
    assert "keras.layers.Dense" in words
    assert "Dense(units, activation=None, use_bias=True, **kwargs)" in words
    assert words.count("A layer.") == 20
    assert "Others." in words
    assert lines[-1].strip()


def test_what_libraries_say_never_reaches_the_terminal_raw() -> None:
    rude = NameFacts("\x1b[31mf", ("a='\x1b]0;title\x07'",), "Red \x1b[31m text", {"a": "\x1b[2J"})
    for drawn in (card("k.\x1b[31mf", rude, 40, Look()), *signatures(Call("\x1bf", rude, 0), Look())):
        assert "\x1b" not in drawn.plain
        assert "\x07" not in drawn.plain
