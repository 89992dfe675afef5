"""The colours of a figure, chosen for white paper and made legible here, and how its series differ without any:
by markers, dashes and patterns.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from rich.style import Style
from rich.text import Text

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


def mean(colours: Sequence[str]) -> str:
    """The mean of some colours."""
    return spelled(*(sum(parts) / len(colours) for parts in zip(*map(rgb, colours), strict=True)))


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

_MARKERS, _ASCII_MARKERS = "●×+○◆▴", "*xo+@%"
_ON_LINE = "•"  # marks a point of a line: a larger marker would hide it
_STYLES = {"x": "×", "X": "×", "+": "+", "P": "+", "*": "+", "s": "■", **dict.fromkeys("Dd", "◆")}
_STYLES |= dict.fromkeys("^v<>", "▴")
_DASHES = {"": ((1, 0), "⠒⠒⠒"), "--": ((4, 4), "⠒⠒ ⠒⠒"), ":": ((1, 3), "⠂ ⠂ ⠂"), "-.": ((8, 3), "⠒⠒⠒⠒ ⠒⠒⠒⠒")}
_MORE_DASHES = (*_DASHES.values(), ((2, 2), "⠒ ⠒ ⠒"), ((6, 6), "⠒⠒⠒   ⠒⠒⠒"))  # in turn, where there is no colour
_PATTERNS, _ASCII_PATTERNS = "█░▓▒", "#=:%"
_SHADES, _ASCII_SHADES = " ░▒▓█", " .:-=+*#%@"


@dataclass(frozen=True, slots=True)
class Ink:
    """How to draw something: "#rrggbb", or a theme's style, which is used as it is; a character; and for lines how many
    dots are drawn and left out in turn.
    """

    colour: str | Style
    marker: str
    dash: tuple[int, int] = (1, 0)


Series = tuple[str, str]
"""A colour and a style."""
Kind = TypeVar("Kind", str, Series)


class Inks:
    """The inks of one panel: the series of each kind differ by colour, or else by their place in drawing order."""

    def __init__(self, panel: Panel, look: Look) -> None:
        self._look, self._ground = look, GROUNDS[look.dark]
        self._lines = _distinct((mark.colour, mark.style) for mark in panel.marks if isinstance(mark, Line))
        scattered = (mark for mark in panel.marks if isinstance(mark, Points))
        self._points = _distinct((colour, mark.style) for mark in scattered for colour in mark.colours)
        self._bars = _distinct(colour for mark in panel.marks if isinstance(mark, Bars) for colour in mark.colours)
        self._lined = {colour for colour, _ in self._lines}
        self._markers: dict[Series, str] = {}
        if len(self._points) <= len(_MARKERS):  # more colours are a colour map's
            for series in self._points:
                own = _STYLES.get(series[1], _MARKERS[0])
                free = [each for each in (own, *_MARKERS) if each not in self._markers.values()]
                self._markers[series] = own if look.colour or not free else free[0]

    def line(self, colour: str, style: str) -> Ink:
        """The ink of a line."""
        marker = _ASCII_MARKERS[self._lines.get((colour, style), 0) % len(_ASCII_MARKERS)]
        return Ink(colour, marker, (1, 0) if self._look.ascii else self._dashes(colour, style)[0])

    def _dashes(self, colour: str, style: str) -> tuple[tuple[int, int], str]:
        """A line's own dashes or, without colour, some that no other line has; and a sample of them."""
        if self._look.colour:
            return _DASHES.get(style, _DASHES[""])
        return _MORE_DASHES[self._lines.get((colour, style), 0) % len(_MORE_DASHES)]

    def point(self, colour: str, style: str) -> Ink:
        """The ink of a point."""
        if self._look.ascii:  # where a line is drawn with a marker, too
            number = len(self._lines) + self._points.get((colour, style), 0) if self._markers else 0
            return Ink(colour, _ASCII_MARKERS[number % len(_ASCII_MARKERS)])
        if colour in self._lined and style not in _STYLES:
            return Ink(colour, _ON_LINE)
        return Ink(colour, self._markers.get((colour, style)) or _STYLES.get(style, _MARKERS[0]))

    def bar(self, colour: str) -> str:
        """A bar's fill."""
        if self._look.colour:
            return legible(colour, self._ground, FILL)
        patterns = _ASCII_PATTERNS if self._look.ascii else _PATTERNS
        return patterns[self._bars.get(colour, 0) % len(patterns)]

    def sample(self, entry: LegendEntry, behind: str) -> Text:
        """The sample before a series's name in a legend, on the colour `behind` it, or "" for the terminal's own."""
        colour, series, sample = entry.colour, (entry.colour, entry.style), self._look.text("██")
        if entry.drawn == "points" and series in self._points:
            sample = self._look.cells(self.point(*series).marker)
        elif entry.drawn == "line" and series in self._lines:
            sample = self._look.cells(self.line(*series).marker * 3 if self._look.ascii else self._dashes(*series)[1])
        elif colour in self._bars and not self._look.colour:
            sample = self.bar(colour) * 2
        if not self._look.colour:
            return Text(sample)
        if entry.drawn == "area":
            return Text().append(sample, legible(colour, self._ground, FILL))
        own = f"{legible(colour, behind, ON_FILL)} on {behind}" if behind else legible(colour, self._ground, LINE)
        return Text().append(sample, own)


def shade(level: float, look: Look) -> str:
    """A character for a level from 0 to 1."""
    shades = _ASCII_SHADES if look.ascii else _SHADES
    return shades[min(len(shades) - 1, int(level * len(shades)))]


def _distinct(series: Iterable[Kind]) -> dict[Kind, int]:
    return {each: at for at, each in enumerate(dict.fromkeys(series))}
