"""What a learner's program prints can neither move the cursor nor fake a line."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuitutor.draw.plain import one_line, plain

# the characters of which escape sequences and cursor movements are made, in any order
noise = st.text(st.sampled_from("\x1b\x9b\x90\x9d\x07\x00\r\n\b\t\\[]?;0127KmhP_^ab漢e\u0301\u202e\u2028\ud800 "))


@pytest.mark.parametrize(
    ("printed", "shown"),
    [
        ("loss: 0.69\nloss: 0.31\n", "loss: 0.69\nloss: 0.31\n"),
        ("\x1b[1m10/10\x1b[0m done", "10/10 done"),
        ("\x1b]0;owned\x07title", "title"),
        ("\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("torn \x1b]0;never closed\nnext line", "torn \nnext line"),
        ("\x1b[2J\x1b[H\x1bcclear", "clear"),
        ("\x9b31mred", "red"),
        ("cut \x1b[38;5", "cut "),
        (" 10%\r 50%\r100%", "100%"),
        ("long line\rshort", "shortline"),
        ("long line\r\x1b[Kshort", "short"),
        ("dos\r\nlines\r\n", "dos\nlines\n"),
        ("abc\b\bX", "aXc"),
        ("a\tb", "a       b"),
        ("漢字\rx", "x 字"),
        ("e\u0301\rab", "ab"),
        ("\u202egnp.exe", "gnp.exe"),
        ("bell\x07 and null\x00", "bell and null"),
        ("half \ud83d", "half "),
        ("page\x0cbreak\u2028here", "page\nbreak\nhere"),
    ],
)
def test_text_ends_as_a_terminal_would_show_it(printed: str, shown: str) -> None:
    assert plain(printed) == shown


@given(noise | st.text())
def test_no_control_character_survives(text: str) -> None:
    shown = plain(text)
    assert [c for c in shown if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") and c != "\n"] == []
    assert not set(shown) & set("\u202a\u202b\u202d\u202e\u2066\u2067\u2068")


@given(noise | st.text())
def test_plain_text_stays_as_it_is(text: str) -> None:
    assert plain(plain(text)) == plain(text)


@given(st.text(st.characters(categories=("L", "N", "P", "Zs"))))
def test_harmless_text_is_kept(text: str) -> None:
    assert plain(text) == text


@pytest.mark.long
def test_a_long_progress_bar_costs_no_more_than_its_length() -> None:
    frames = "\r".join(f"{i:>8}/100000 [=====>....]" for i in range(20_000))
    assert plain(frames) == "   19999/100000 [=====>....]"


def test_one_line_joins_lines() -> None:
    assert one_line(" a\n\tb\x1b[0m  c ") == "a b c"
