"""Text is spelled in ASCII where a terminal has no more, and wrapped by cells."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.text import Text

from tuitutor.draw.glyphs import spell
from tuitutor.draw.look import Look, crop, wrap

ASCII = Look(glyphs="ascii")


@pytest.mark.parametrize(
    ("text", "spelled"),
    [
        ("3 × 4 ≤ 12 · fine…", "3 x 4 <= 12 - fine..."),
        ("┏━┳━┓┃ Layer │ ╺━╸", "+=+=+| Layer | ==="),
        ("10/10 ━━━━ █▌", "10/10 ==== ##"),
        ("Ångström ½ µ 漢", "Angstrom 1/2 u ?"),
    ],
)
def test_signs_have_an_ascii_spelling(text: str, spelled: str) -> None:
    assert spell(text, "ascii") == spelled


@given(st.text(), st.integers(2, 60))
def test_wrapped_text_fits_and_loses_no_word(text: str, width: int) -> None:
    lines = [line.plain for line in wrap(text, width, ASCII)]
    assert max(map(len, lines)) <= width
    assert "".join("".join(lines).split()) == "".join(ASCII.text(text).split())


@given(st.text(st.characters(categories=("L", "N", "P"))), st.integers(0, 30), st.booleans())
def test_a_cropped_line_fits_and_says_so(text: str, width: int, ascii: bool) -> None:
    look = Look(glyphs="ascii" if ascii else "full")
    cropped = crop(Text(text), width, look)
    assert cropped.cell_len <= width
    if cell_len(text) > width > 6:
        assert cropped.plain.endswith(look.ellipsis)


@pytest.mark.parametrize("dark", [True, False])
def test_without_colour_no_style_names_one(dark: bool) -> None:
    look = Look(colour=False, dark=dark)
    assert {look.style("train"), look.style("good"), look.style("bad"), look.style("ghost")} == {"", "bold", "dim"}


@pytest.mark.parametrize(
    ("text", "width", "cut"),
    [
        ("at least 95 % of 4,000", 19, "at least 95 % of …"),
        ("at least 95 % of 4,000", 21, "at least 95 % of …"),
        ("of 4,000 samples", 9, "of 4,000…"),
        ("of 4,000.", 8, "of …"),
        ("123456", 4, "123…"),
    ],
)
def test_no_line_is_cut_within_a_number(text: str, width: int, cut: str) -> None:
    assert crop(Text(text), width, Look()).plain == cut
