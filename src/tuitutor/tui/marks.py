"""The few symbols that the app draws."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from tuitutor.config.values import Glyphs
from tuitutor.draw.look import WORDMARKS


class Marks(Struct, frozen=True):
    """One terminal's symbols. All but `word` are one cell wide."""

    untouched: str = "○"
    full: str = "●"
    separator: str = "›"
    folded: str = "▸"
    unfolded: str = "▾"
    here: str = "◂"
    word: str = WORDMARKS["full"]

    def choice(self, number: int, answer: str, *, chosen: bool) -> str:
        """An answer to choose, after the key that picks it: in brackets, since many an answer is a number, too."""
        return f"{self.full if chosen else self.untouched} [{number}] {answer}"


MARKS: Mapping[Glyphs, Marks] = {
    "full": Marks(),
    "plain": Marks("○", "•", "»", "►", "▼", "◄", WORDMARKS["plain"]),
    "ascii": Marks(".", "#", ">", "+", "-", "<", WORDMARKS["ascii"]),
}
