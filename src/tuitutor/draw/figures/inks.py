"""The colours of a figure, chosen for white paper and made legible here, and how its series differ without any:
by markers, dashes and patterns.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from rich.style import Style

from tuitutor.draw.look import Look
from tuitutor.protocol.figures import Bars, LegendEntry, Line, Panel, Points

LINE, LETTER = 3.0, 4.5  # least contrast of drawings and of text
ON_FILL = 2.2  # and of drawings on a filled area, whose author saw both
FILL = 1.5  # and of a filled area, which is changed only if it hardly differs from the background
GROUNDS = {True: "#121417", False: "#fcfcfc"}  # backgrounds of dark and of light terminals

_GREY_SPREAD = 24  # channels that differ by less make a grey, which can be inverted
_MIDDLE = 0.18  # luminance at which black and white have the same contrast
_PAPER = 0.8  # luminance from which a background is like paper


@lru_cache(maxsize=8192)
def rgb(colour: str) -> tuple[int, int, int]:
    """The channels of "#rrggbb" or "rrggbb"; mid-grey for anything else, which only a forged figure has."""
    digits = colour[-6:]
    if not re.fullmatch("[0-9a-fA-F]{6}", digits):
        return 128, 128, 128
    number = int(digits, 16)
    return number >> 16, number >> 8 & 255, number & 255


def spelled(red: float, green: float, blue: float) -> str:
    """The channels, 0 to 255, as "#rrggbb"."""
    return f"#{round(red):02x}{round(green):02x}{round(blue):02x}"


def mean(first: str, second: str) -> str:
    """The colour halfway between two."""
    return first if first == second else spelled(*((a + b) / 2 for a, b in zip(rgb(first), rgb(second), strict=True)))


def luminance(colour: str) -> float:
    """Relative luminance from 0 (black) to 1 (WCAG 2.1)."""
    red, green, blue = (_LINEAR[channel] for channel in rgb(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    """Contrast of two colours, from 1 to 21 (WCAG 2.1)."""
    darker, lighter = sorted((luminance(first), luminance(second)))
    return (lighter + 0.05) / (darker + 0.05)


@lru_cache(maxsize=8192)
def legible(colour: str, ground: str, least: float) -> str:
    """The colour, or one of the same hue that has a contrast of at least `least` with `ground`.

    On a dark background black becomes white rather than grey, since black is the usual colour on paper; what is pale on
    paper is meant to be.
    """
    if contrast(colour, ground) >= least:
        return spelled(*rgb(colour))
    channels = rgb(colour)
    is_grey, opposite = max(channels) - min(channels) < _GREY_SPREAD, spelled(*(255 - channel for channel in channels))
    if is_grey and luminance(ground) < _PAPER and contrast(opposite, ground) >= least:
        return opposite
    target = (255, 255, 255) if luminance(ground) < _MIDDLE else (0, 0, 0)
    for share in range(1, 10):
        mixed = spelled(*(a + (b - a) * share / 10 for a, b in zip(channels, target, strict=True)))
        if contrast(mixed, ground) >= least:
            return mixed
    return spelled(*target)


_LINEAR = [c / 255 / 12.92 if c <= 10 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in range(256)]

_ON_LINE = "•"  # markers on a line: larger ones would hide it
_MARKERS, _ASCII_MARKERS = "●×+○◆▴", "*xo+@%"
_STYLES = {"x": "×", "X": "×", "+": "+", "P": "+", "*": "+", "s": "■", **dict.fromkeys("Dd", "◆")}
_STYLES |= dict.fromkeys("^v<>", "▴")
_DASH_STYLES = {"--": 1, ":": 2, "-.": 3}  # of `_DASHES`
_DASHES = ((1, 0), (4, 4), (1, 3), (8, 3), (2, 2), (6, 6))
_DASH_SAMPLES = ("⠒⠒⠒", "⠒⠒ ⠒⠒", "⠂ ⠂ ⠂", "⠒⠒⠒⠒ ⠒⠒⠒⠒", "⠒ ⠒ ⠒", "⠒⠒⠒   ⠒⠒⠒")
_PATTERNS, _ASCII_PATTERNS = "█░▓▒", "#=:%"
_SHADES, _ASCII_SHADES = " ░▒▓█", " .:-=+*#%@"
_MOST = 6  # series that can differ without colour; more colours are taken for a colour map

Series = TypeVar("Series", str, tuple[str, str])


@dataclass(frozen=True, slots=True)
class Ink:
    """How to draw something: "#rrggbb", or a theme's style, which is used as it is; a character; and for lines how many
    dots are drawn and left out in turn.
    """

    colour: str | Style
    marker: str
    dash: tuple[int, int] = (1, 0)


class Inks:
    """The inks of one panel. Series are numbered in drawing order, by their colours and styles."""

    def __init__(self, panel: Panel, look: Look) -> None:
        self._look, self._ground = look, GROUNDS[look.dark]
        lines = _distinct((mark.colour, mark.style) for mark in panel.marks if isinstance(mark, Line))
        scattered = (mark for mark in panel.marks if isinstance(mark, Points))
        points = _distinct((colour, mark.style) for mark in scattered for colour in mark.colours)
        self._lines = lines
        # in ASCII a line is drawn with a marker too
        self._points = {series: at + len(lines) * look.ascii for series, at in points.items()}
        self._bars = _distinct(colour for mark in panel.marks if isinstance(mark, Bars) for colour in mark.colours)
        self._lined = {colour for colour, _ in lines}
        self._mapped = len({colour for colour, _ in points}) > _MOST
        self._markers: dict[tuple[str, str], str] = {}  # without colour, each of its own if there are enough
        for series in () if self._mapped else points:
            own = _STYLES.get(series[1], _MARKERS[0])
            free = [marker for marker in (own, *_MARKERS) if marker not in self._markers.values()]
            self._markers[series] = own if look.colour or not free else free[0]

    def line(self, colour: str, style: str) -> Ink:
        """The ink of a line."""
        marker = _ASCII_MARKERS[self._lines.get((colour, style), 0) % _MOST]
        return Ink(colour, marker, (1, 0) if self._look.ascii else _DASHES[self._dashes(colour, style)])

    def _dashes(self, colour: str, style: str) -> int:
        """The number of a line's dashes: its own or, without colour, some that no other line has."""
        number = _DASH_STYLES.get(style, 0) if self._look.colour else self._lines.get((colour, style), 0)
        return number % _MOST

    def point(self, colour: str, style: str) -> Ink:
        """The ink of a point."""
        if self._look.ascii:
            number = 0 if self._mapped else self._points.get((colour, style), 0)
            return Ink(colour, _ASCII_MARKERS[number % _MOST])
        if colour in self._lined and style not in _STYLES:
            return Ink(colour, _ON_LINE)
        return Ink(colour, self._markers.get((colour, style)) or _STYLES.get(style, _MARKERS[0]))

    def bar(self, colour: str) -> str:
        """A bar's fill."""
        if self._look.colour:
            return legible(colour, self._ground, FILL)
        patterns = _ASCII_PATTERNS if self._look.ascii else _PATTERNS
        return patterns[self._bars.get(colour, 0) % len(patterns)]

    def sample(self, entry: LegendEntry) -> str:
        """The sample before a series's name in a legend."""
        colour, series = entry.colour, (entry.colour, entry.style)
        if series in self._points and entry.drawn == "points":
            return self._look.cells(self.point(*series).marker)
        if series in self._lines and entry.drawn == "line":
            if self._look.ascii:
                return self.line(*series).marker * 3
            return self._look.cells(_DASH_SAMPLES[self._dashes(*series)])
        if colour in self._bars and not self._look.colour:
            return self.bar(colour) * 2
        return self._look.text("██")

    def style(self, entry: LegendEntry, behind: str) -> str:
        """The style of a sample, like that of its series: on the colour `behind` it, or "" for the terminal's own."""
        if not self._look.colour:
            return ""
        colour = entry.colour
        if entry.drawn == "area":
            return legible(colour, self._ground, FILL)
        if behind:
            return f"{legible(colour, behind, ON_FILL)} on {behind}"
        return legible(colour, self._ground, LINE)


def shade(level: float, look: Look) -> str:
    """A character for a level from 0 to 1."""
    shades = _ASCII_SHADES if look.ascii else _SHADES
    return shades[min(len(shades) - 1, int(level * len(shades)))]


def _distinct(series: Iterable[Series]) -> dict[Series, int]:
    return {each: at for at, each in enumerate(dict.fromkeys(series))}
