"""How drawings look: with or without colour, in Unicode or ASCII, on a dark or a light ground."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Literal

from rich.cells import cell_len, chop_cells
from rich.text import Text

from tuitutor.draw.plain import one_line, plain
from tuitutor.grading.verdicts import Verdict

Role = Literal["train", "validation", "ghost", "frame", "title", "good", "bad", "quiet", "warning"]

# Sky blue and orange stay apart for every common kind of colour blindness (Okabe and Ito, 2008); the light
# variants are darkened to a contrast of at least 4.5 on white. Only the ghost is faint, as it is meant to be.
_DARK: dict[Role, str] = {
    "train": "#56b4e9",
    "validation": "#e69f00",
    "ghost": "#767676",
    "frame": "#949494",
    "title": "bold",
    "good": "#3fb950",
    "bad": "#ff7b72",
    "quiet": "#949494",
    "warning": "#e3b341",
}
_LIGHT: dict[Role, str] = {
    "train": "#0060a8",
    "validation": "#b04a00",
    "ghost": "#8c8c8c",
    "frame": "#6e6e6e",
    "title": "bold",
    "good": "#007a1f",
    "bad": "#c4232f",
    "quiet": "#6e6e6e",
    "warning": "#8a5a00",
}
_COLOURLESS: dict[Role, str] = {"title": "bold", "bad": "bold", "ghost": "dim"}

# Box drawing first (Keras's tables and progress bars are made of it), then signs by their usual spelling
_ASCII = str.maketrans(
    dict.fromkeys(map(chr, range(0x2500, 0x2580)), "+")
    | dict.fromkeys("─╌┄┈", "-")
    | dict.fromkeys("━═╍┅┉╸╺╼╾", "=")
    | dict.fromkeys("│┃║┆┇┊┋╎╏", "|")
    | dict.fromkeys(map(chr, range(0x2580, 0x25A0)), "#")
    | {
        "×": "x", "·": "-", "•": "*", "…": "...", "–": "-", "—": "-", "−": "-", "≤": "<=", "≥": ">=", "≠": "!=",
        "≈": "~", "⁄": "/", "→": "->", "←": "<-", "↓": "v", "↑": "^", "✓": "+", "✗": "x",
        "“": '"', "”": '"', "‘": "'", "’": "'",
    }
)  # fmt: skip
_MARKS = {Verdict.PASSED: "✓", Verdict.FAILED: "✗", Verdict.SKIPPED: "–", Verdict.ERRORED: "!"}


@dataclass(frozen=True, slots=True)
class Look:
    """What the terminal can show. `ascii` keeps every drawing to characters below 128."""

    colour: bool = True
    ascii: bool = False
    dark: bool = True

    def style(self, role: Role) -> str:
        """The rich style of a role."""
        if not self.colour:
            return _COLOURLESS.get(role, "")
        return (_DARK if self.dark else _LIGHT)[role]

    def text(self, text: str) -> str:
        """Text of any origin, made safe to show, and spelled in ASCII if need be."""
        text = plain(text)
        return spell(text) if self.ascii else text

    def line(self, text: str) -> str:
        """As `text`, put on one line."""
        return self.text(one_line(text))

    def mark(self, verdict: Verdict) -> str:
        """One character for a verdict: ✓ ✗ – !, in ASCII + x - !"""
        return self.text(_MARKS[verdict])

    @property
    def ellipsis(self) -> str:
        return "..." if self.ascii else "…"


def spell(text: str) -> str:
    """`text` in ASCII: signs by their usual spelling, letters without accents, "?" for the rest."""
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFKD", text.translate(_ASCII)).translate(_ASCII)
    return "".join(c for c in decomposed if not unicodedata.combining(c)).encode("ascii", "replace").decode("ascii")


def crop(line: Text, width: int, look: Look) -> Text:
    """One line cut to `width` cells, with an ellipsis where something was left out."""
    if line.cell_len <= width:
        return line
    line = line.copy()
    tail = look.ellipsis if width > 2 * len(look.ellipsis) else ""
    line.truncate(max(0, width - len(tail)), overflow="crop")
    return line.append(tail)


def pad(text: str, width: int) -> str:
    """`text` filled up with blanks to `width` cells."""
    return text + " " * (width - cell_len(text))


def wrap(text: str, width: int, look: Look, style: str = "", indent: int = 0) -> list[Text]:
    """Paragraphs of any origin as lines of at most `width` cells, each indented by `indent`."""
    room = max(2, width - indent)
    lines = [line for paragraph in look.text(text).split("\n") for line in _fold(paragraph, room)]
    return [crop(Text(" " * indent).append(line, style), width, look) for line in lines]


def _fold(paragraph: str, width: int) -> list[str]:
    """Fill lines word by word; a word that is wider than a line is cut."""
    if cell_len(paragraph) <= width:
        return [paragraph]
    lines, current = [], ""
    for word in paragraph.split():
        joined = f"{current} {word}" if current else word
        if cell_len(joined) <= width:
            current = joined
            continue
        pieces = chop_cells(word, width) or [word]  # none of a character that has no width
        lines += [current] * bool(current) + pieces[:-1]
        current = pieces[-1]
    return [*lines, current]
