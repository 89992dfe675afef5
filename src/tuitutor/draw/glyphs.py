"""Text in the glyphs that a terminal has: all of Unicode (full), code page 437 (plain), or ASCII.

Plain is for the Linux console, whose font is close to that code page, and for East Asian terminals, where other symbols
may be two cells wide. Drawings are made in Unicode throughout and respelled here at the end.
"""

from __future__ import annotations

import re
import unicodedata
from contextlib import suppress
from functools import cache

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
BRAILLE_DOTS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
"""The dots of a braille cell, by row and column; added to U+2800 they give the character."""
_UPPER_DOTS = 0x1 | 0x2 | 0x8 | 0x10  # the upper half of a braille cell
_RAISED = re.compile(f"[{''.join(sorted(set(SCRIPTS['^'].values()) - set('*°′')))}]+")
_ONE_EXPONENT = re.compile(r"-?\w+|\(.*\)")


def spell(text: str, glyphs: Glyphs) -> str:
    """`text` in these glyphs. It may get longer: "≠" becomes "!=", "10⁻³" "10^-3", and in ASCII "α" "alpha".

    In ASCII, letters lose their accents, and what has no spelling becomes "?". Plain keeps letters of any script.
    """
    if glyphs == "full" or text.isascii():
        return text
    return "".join(_spell_character(char, glyphs) for char in _RAISED.sub(lambda run: _power(run[0], glyphs), text))


def in_cells(text: str, glyphs: Glyphs) -> str:
    """`text` in these glyphs, each character as wide as before: for text that has its place on the screen already."""
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
    """The same lines, but light, or double if all are heavy."""
    name = unicodedata.name(char)
    if name.startswith("BOX DRAWINGS HEAVY"):
        with suppress(KeyError):
            return unicodedata.lookup(name.replace("HEAVY", "DOUBLE"))
    ways = {"VERTICAL": {"UP", "DOWN"}, "HORIZONTAL": {"LEFT", "RIGHT"}, "LEFT": {"LEFT"}, "RIGHT": {"RIGHT"}}
    ways |= {"UP": {"UP"}, "DOWN": {"DOWN"}}
    found = frozenset().union(*(ways.get(word, set()) for word in name.split()))
    if len(found) == 1:
        found = frozenset(ways["VERTICAL"] if found & ways["VERTICAL"] else ways["HORIZONTAL"])
    return _LIGHT.get(found, "x")


def _in_ascii(char: str) -> str:
    if char in _ASCII:
        return _ASCII[char]
    parts = [_ASCII.get(part, part) for part in unicodedata.normalize("NFKD", char) if not unicodedata.combining(part)]
    spelled = "".join(parts)
    return spelled if spelled.isascii() else _tex().get(spelled, "?")


@cache
def _tex() -> dict[str, str]:
    """TeX's names for symbols that have no other spelling."""
    return {sign: name for name, sign in reversed(SYMBOLS.items())}
