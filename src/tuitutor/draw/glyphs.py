"""Text in the glyphs of a terminal: all of Unicode (full), code page 437 (plain), or ASCII (`config.values.Glyphs`).

Plain is for the Linux console, whose font is close to that code page, and for East Asian terminals, where other symbols
may be two cells wide. Drawings are made in Unicode throughout and respelled here at the end, except for the symbols in
the tables at the end, which differ more.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from contextlib import suppress
from functools import cache

from msgspec import Struct
from rich.cells import cell_len

from tuitutor.config.values import Glyphs
from tuitutor.course.symbols import SCRIPTS, SYMBOLS

CODE_PAGE = frozenset(bytes(range(32, 127)).decode() + bytes(range(128, 256)).decode("cp437")) | frozenset(
    "☺☻♥♦♣♠•◘○◙♂♀♪♫☼►◄↕‼¶§▬↨↑↓→←∟↔▲▼⌂"  # which it has in place of ASCII's control characters
)

_ASCII = {
    # box drawing first (Keras's tables and progress bars use it), then symbols by their usual spelling
    **dict.fromkeys(map(chr, range(0x2500, 0x2580)), "+"),
    **dict.fromkeys("─╌┄┈╴╶", "-"),
    **dict.fromkeys("━═╍┅┉╸╺╼╾", "="),
    **dict.fromkeys("│┃║┆┇┊┋╎╏", "|"),
    **dict.fromkeys(map(chr, range(0x2580, 0x25A0)), "#"),
    **dict.fromkeys(map(chr, range(0x2801, 0x2900)), "*"),
    "⠀": " ",
    "×": "x", "·": "-", "⋅": "*", "•": "*", "∙": "*", "…": "...", "–": "-", "—": "-", "−": "-", "‑": "-", "÷": "/",
    "≤": "<=", "≥": ">=", "≠": "!=", "≈": "~", "∼": "~", "⁄": "/", "±": "+-", "√": "sqrt", "°": "deg", "µ": "u",
    "→": "->", "←": "<-", "↓": "v", "↑": "^", "↔": "<->", "⇒": "=>", "↦": "|->", "✓": "+", "✗": "x",
    "○": "o", "●": "*", "◐": "*", "◆": "#", "▴": "^", "▾": "v", "▸": ">", "◂": "<", "›": ">", "‹": "<", "»": ">>",
    "«": "<<",
    "“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "′": "'", "″": '"', "⟨": "<", "⟩": ">", "‖": "||",
    "∂": "d", "φ": "phi", "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "🔎": "/",
}  # fmt: skip
_PLAIN = {
    **dict(zip("▁▂▃▄▅▆▇█▏▎▍▌▋▊▉▔▕", "__▄▄▄███│▌▌▌███▀▐", strict=True)),
    **dict(zip("▖▗▘▝▙▚▛▜▞▟", "▄▄▀▀██████", strict=True)),
    "✓": "√", "●": "•", "◐": "•", "◆": "♦", "▴": "▲", "▾": "▼", "▸": "►", "◂": "◄", "⋅": "·", "∼": "~", "𝜋": "π",
    "β": "ß", "┡": "╞", "╇": "╪", "┩": "╡", "µ": "µ", "μ": "µ",
}  # fmt: skip
_LIGHT = {  # box drawing by the directions of its lines
    frozenset(ways.split()): box
    for box, ways in {
        "─": "LEFT RIGHT", "│": "UP DOWN", "┌": "DOWN RIGHT", "┐": "DOWN LEFT", "└": "UP RIGHT", "┘": "UP LEFT",
        "├": "UP DOWN RIGHT", "┤": "UP DOWN LEFT", "┬": "DOWN LEFT RIGHT", "┴": "UP LEFT RIGHT",
        "┼": "UP DOWN LEFT RIGHT",
    }.items()
}  # fmt: skip
_OPPOSITES = {"UP": "DOWN", "DOWN": "UP", "LEFT": "RIGHT", "RIGHT": "LEFT"}
_WAYS = {"VERTICAL": ("UP", "DOWN"), "HORIZONTAL": ("LEFT", "RIGHT")}
BRAILLE_DOTS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
"""The dots of a braille cell, by row and column; added to U+2800 they give the character."""
_UPPER_DOTS = 0x1 | 0x2 | 0x8 | 0x10  # the upper half of a braille cell
_RAISED = re.compile(f"[{''.join(sorted(set(SCRIPTS['^'].values()) - set('*°′')))}]+")
_ONE_EXPONENT = re.compile(r"-?\w+|\(.*\)")


def spell(text: str, glyphs: Glyphs) -> str:
    """`text` in these glyphs. It may get longer: "≠" becomes "!=", "10⁻³" "10^-3", and in ASCII "α" "alpha".

    In ASCII, letters lose their accents, and a character without any spelling becomes "?". Plain keeps letters of any
    script.
    """
    if glyphs == "full" or text.isascii():
        return text
    return "".join(_spell_character(char, glyphs) for char in _RAISED.sub(lambda run: _power(run[0], glyphs), text))


def in_cells(text: str, glyphs: Glyphs) -> str:
    """`text` in these glyphs, every character as wide as before, for text that is laid out already."""
    if glyphs == "full" or text.isascii():
        return text
    return "".join(_as_wide(char, glyphs) for char in text)


def _power(run: str, glyphs: Glyphs) -> str:
    if glyphs == "plain" and CODE_PAGE.issuperset(run):
        return run
    exponent = "".join(_spell_character(char, "ascii") for char in run)
    return f"^{exponent}" if _ONE_EXPONENT.fullmatch(exponent) else f"^({exponent})"


@cache
def _as_wide(char: str, glyphs: Glyphs) -> str:
    width = cell_len(char)
    spelled = _spell_character(char, glyphs)
    return spelled if cell_len(spelled) == width else spelled[:width].ljust(width)


@cache
def _spell_character(char: str, glyphs: Glyphs) -> str:
    if char.isascii():
        return char
    if glyphs == "ascii":
        return _in_ascii(char)
    if char in CODE_PAGE:
        return char
    if char in _PLAIN:
        return _PLAIN[char]
    if "⠀" <= char <= "⣿":
        dots = ord(char) - ord("⠀")
        return " ▀▄█"[bool(dots & _UPPER_DOTS) + 2 * bool(dots & ~_UPPER_DOTS)]
    if "─" <= char <= "╿":
        return _box(char)
    width, kind = unicodedata.east_asian_width(char), unicodedata.category(char)
    if (width in "WFH" and kind != "So") or (
        kind[0] in "LM" and width != "A" and not unicodedata.decomposition(char).startswith("<")
    ):
        return char
    spelled = _in_ascii(char)
    return char if spelled == "?" and kind[0] in "LM" else spelled


def _box(char: str) -> str:
    """The same lines as a box character, but light, or double if all are heavy."""
    name = unicodedata.name(char)
    if name.startswith("BOX DRAWINGS HEAVY"):
        with suppress(KeyError):
            return unicodedata.lookup(name.replace("HEAVY", "DOUBLE"))
    ways = frozenset(way for word in name.split() for way in _WAYS.get(word, (word,)) if way in _OPPOSITES)
    if len(ways) == 1:
        ways |= {_OPPOSITES[way] for way in ways}
    return _LIGHT.get(ways, "x")


def _in_ascii(char: str) -> str:
    if char in _ASCII:
        return _ASCII[char]
    parts = [_ASCII.get(part, part) for part in unicodedata.normalize("NFKD", char) if not unicodedata.combining(part)]
    spelled = "".join(parts)
    return spelled if spelled.isascii() else _tex().get(spelled, "?")


@cache
def _tex() -> dict[str, str]:
    """TeX's names for symbols without another spelling."""
    return {sign: name for name, sign in reversed(SYMBOLS.items())}


# ---- symbols for each kind of terminal ------------------------------------------------------


class Marks(Struct, frozen=True):
    """The app's symbols, one cell wide."""

    untouched: str = "○"
    full: str = "●"
    separator: str = "›"
    folded: str = "▸"
    unfolded: str = "▾"
    here: str = "◂"
    reading: str = "▶"
    opens: str = "▸"  # before an exercise and a playground, which a key opens
    word: str = "▇▅▃▂▁"  # the wordmark, a falling loss, which is wider
    heights: str = "▁▂▃▄▅▆▇█"  # of a share, from 0 to 1

    def choice(self, number: int, answer: str, *, chosen: bool) -> str:
        """An answer to choose, after the key that picks it: in brackets, since many an answer is a number, too."""
        return f"{self.full if chosen else self.untouched} [{number}] {answer}"


MARKS: Mapping[Glyphs, Marks] = {
    "full": Marks(),
    "plain": Marks("○", "•", "»", "►", "▼", "◄", "→", "►", "█▓▒░", "·░▒▓█"),
    "ascii": Marks(".", "#", ">", "+", "-", "<", ">", ">", "\\_", "_.:-=+*#"),
}


class Strokes(Struct, frozen=True):
    """Characters of drawings; only ASCII needs different ones."""

    markers: str = "●×+○◆▴"  # of points, a series each
    patterns: str = "█░▓▒"  # of bars without colour
    shades: str = " ░▒▓█"
    arrows: str = "→↗↑↖←↙↓↘"  # heads, from the right counterclockwise
    train: str = "⠒⠒⠒"  # this and the rest are samples of curves, for a legend
    validation: str = "⠒⠒ ⠒⠒"
    ghost: str = "⠂ ⠂ ⠂"
    target: str = "⠒⠒⠒ ⠒"
    short_validation: str = "⠒ ⠒"
    short_ghost: str = "⠂ ⠂"
    short_target: str = "⠒⠒ ⠒"

    def sample(self, role: str, *, short: bool = False) -> str:
        """The sample of a curve with this role."""
        return str(getattr(self, f"short_{role}" if short and role != "train" else role))


STROKES = Strokes()
ASCII_STROKES = Strokes(
    "*xo+@%", "#=:%", " .:-=+*#%@", ">/^\\</v\\", "***", "oo oo", ". . .", "---", "o o", ". .", "---"
)
