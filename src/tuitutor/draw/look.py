"""How drawings look: in colour or without, in which glyphs, on a dark or light background."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Literal

from msgspec import Struct
from rich.cells import cell_len, chop_cells
from rich.text import Text

from tuitutor.config.values import Glyphs
from tuitutor.draw.glyphs import ASCII_STROKES, MARKS, STROKES, Marks, Strokes, in_cells, spell
from tuitutor.draw.palette import HIGH, palette
from tuitutor.draw.plain import one_line, plain
from tuitutor.grading.verdicts import Verdict

Role = Literal[
    "train", "validation", "ghost", "target", "frame", "hairline", "title", "good", "bad", "quiet", "warning"
]

_COLOURLESS: dict[Role, str] = {"title": "bold", "bad": "bold", "ghost": "dim"}

PANEL_GAP = 2  # columns between panels side by side
_DRAWN = re.compile("[\u2500-\u259f]")
_ALL_DRAWN = re.compile(r"[\s\u2500-\u259f]+")
_BORDERS = " │┃║"
_BORDER = re.compile(f"[ ]*[{_BORDERS[1:]}][ ]*")
_NUMBER_AT_END = re.compile(r"\d[\d.,]*$")
_NUMBER_GOES_ON = re.compile(r"[.,]?\d")
_IN_WORDS = {
    Verdict.PASSED: "passed:",
    Verdict.FAILED: "not passed:",
    Verdict.SKIPPED: "skipped:",
    Verdict.ERRORED: "could not be checked:",
    Verdict.PENDING: "graded later:",
}
VERDICT_ROLES: Mapping[Verdict, Role] = {
    Verdict.PASSED: "good",
    Verdict.FAILED: "bad",
    Verdict.SKIPPED: "quiet",
    Verdict.ERRORED: "warning",
    Verdict.PENDING: "train",
}
_MARKS = {Verdict.PASSED: "✓", Verdict.FAILED: "✗", Verdict.SKIPPED: "–", Verdict.ERRORED: "!", Verdict.PENDING: "~"}


class Look(Struct, frozen=True):
    """A terminal's abilities.

    `indexed`: it has 256 colours; `sixteen`: it has only 16. `words` is for screen readers and braille: no style, words
    instead of symbols, nothing side by side, no drawings. `shapes`: maps tell classes apart not only by colours.
    `high`: in high contrast.
    """

    colour: bool = True
    glyphs: Glyphs = "full"
    dark: bool = True
    indexed: bool = False
    words: bool = False
    sixteen: bool = False
    shapes: bool = False
    high: bool = False

    def style(self, role: Role) -> str:
        """The rich style of a role."""
        if self.words:
            return ""
        if not self.colour or role == "title":
            return _COLOURLESS.get(role, "")
        colours = HIGH if self.high else palette(dark=self.dark, indexed=self.indexed)
        match role:
            case "validation":
                return colours.unseen
            case "frame" | "target":
                return colours.quiet
            case _:
                return str(getattr(colours, role))

    def text(self, text: str) -> str:
        """Text from anywhere, made safe to show, in the terminal's glyphs."""
        text = plain(text)
        if self.words and _DRAWN.search(text):  # no lines of drawing only, and commas between a table's columns
            lines = (line for line in text.split("\n") if not line.strip() or _ALL_DRAWN.sub("", line))
            text = "\n".join(_DRAWN.sub("", _BORDER.sub(", ", line.strip(_BORDERS))) for line in lines)
        return spell(text, self.glyphs)

    def line(self, text: str) -> str:
        """Like `text`, but on one line."""
        return self.text(one_line(text))

    def cells(self, drawn: str) -> str:
        """A drawing in the terminal's glyphs, every character as wide as before."""
        return in_cells(drawn, self.glyphs)

    @property
    def ascii(self) -> bool:
        """Whether there is only ASCII, too little for most drawings."""
        return self.glyphs == "ascii"

    @property
    def marks(self) -> Marks:
        return MARKS[self.glyphs]

    @property
    def strokes(self) -> Strokes:
        return ASCII_STROKES if self.ascii else STROKES

    @property
    def halves(self) -> int:
        """The colours in a cell, one above the other: 2 in half blocks, otherwise 1."""
        return 2 if self.colour and not self.ascii else 1

    def shade(self, level: float) -> str:
        """A character for a level from 0 to 1."""
        shades = self.strokes.shades
        return shades[min(len(shades) - 1, int(level * len(shades)))]

    def mark(self, verdict: Verdict) -> str:
        """One character for a verdict: ✓ ✗ – ! ~, in plain √ x - ! ~, in ASCII + x - ! ~; or its words."""
        return _IN_WORDS[verdict] if self.words else self.text(_MARKS[verdict])

    @property
    def ellipsis(self) -> str:
        return "…" if self.glyphs == "full" else "..."


def crop(line: Text, width: int, look: Look) -> Text:
    """One line cut to `width` cells, with an ellipsis if something was cut off.

    A number that would be cut is left out, unless it is the whole line: its first digits are another number.
    """
    if line.cell_len <= width:
        return line
    whole, line = line.plain, line.copy()
    tail = look.ellipsis if width > 2 * len(look.ellipsis) else ""
    line.truncate(max(0, width - len(tail)), overflow="crop")
    number = _NUMBER_AT_END.search(line.plain)
    if tail and number and number.start() and _NUMBER_GOES_ON.match(whole, len(line.plain)):
        line.right_crop(len(number[0]))
    return line.append(tail)


def beside(parts: Iterable[Text], width: int, look: Look) -> Text:
    """A row of panels side by side, `width` cells each."""
    joined = Text()
    for at, part in enumerate(parts):
        joined.append(" " * (at * (width + PANEL_GAP) - joined.cell_len)).append_text(crop(part, width, look))
    return joined


def flowing(entries: Iterable[Text], width: int, look: Look) -> list[Text]:
    """Entries side by side as long as they fit, then in another row."""
    rows: list[Text] = []
    for entry in entries:
        entry = crop(entry, width, look).copy()
        if rows and rows[-1].cell_len + 2 + entry.cell_len <= width:
            rows[-1].append("  ").append_text(entry)
        else:
            rows.append(entry)
    return rows


def pad(text: str, width: int) -> str:
    """`text` padded with spaces to `width` cells."""
    return text + " " * (width - cell_len(text))


def wrap(text: str, width: int, look: Look, style: str = "", indent: int = 0) -> list[Text]:
    """Paragraphs from anywhere as lines of at most `width` cells, indented by `indent`."""
    room, lines = max(2, width - indent), list[str]()
    for paragraph in look.text(text).split("\n"):
        if cell_len(paragraph) <= room:
            lines.append(paragraph)
            continue
        current = ""
        for word in paragraph.split():
            joined = f"{current} {word}" if current else word
            if cell_len(joined) <= room:
                current = joined
                continue
            # a word wider than a line is cut; chop_cells returns nothing for a character without width
            pieces = chop_cells(word, room) or [word]
            lines += [current] * bool(current) + pieces[:-1]
            current = pieces[-1]
        lines.append(current)
    return [crop(Text(" " * indent).append(line, style), width, look) for line in lines]
