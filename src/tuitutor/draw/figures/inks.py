"""How the series of a panel differ: as matplotlib's do or, without colours, by markers, dashes and patterns."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from tuitutor.draw.figures.colours import FILL, GROUNDS, LINE, ON_FILL, legible
from tuitutor.draw.figures.painting import Ink
from tuitutor.draw.look import Look
from tuitutor.protocol.figures import Bars, LegendEntry, Line, Panel, Points

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
