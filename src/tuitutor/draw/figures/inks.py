"""How the series of a panel differ: by colours or, if there are none, by markers, dashes and patterns."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

from tuitutor.draw.figures.canvas import Ink
from tuitutor.draw.figures.colours import FILL, GROUNDS, LINE, ON_FILL, legible
from tuitutor.draw.look import Look
from tuitutor.protocol.figures import Bars, Entry, Line, Panel, Points

_ON_LINE = "•"  # markers on a line: larger ones would hide it
_MARKERS, _ASCII_MARKERS = "●×+○◆▴", "*xo+@%"
_DASHES = ((1, 0), (4, 2), (1, 3), (8, 3), (2, 2), (6, 6))
_DASH_SAMPLES = ("⠒⠒⠒", "⠒⠒ ⠒⠒", "⠂ ⠂ ⠂", "⠒⠒⠒⠒ ⠒⠒⠒⠒", "⠒ ⠒ ⠒", "⠒⠒⠒   ⠒⠒⠒")
_PATTERNS, _ASCII_PATTERNS = "█░▓▒", "#=:%"
_SHADES, _ASCII_SHADES = " ░▒▓█", " .:-=+*#%@"
_MOST = 6  # series that can differ without colour; more colours are taken for a colour map


class Inks:
    """The inks of one panel. Series are numbered in drawing order, by their colours."""

    def __init__(self, panel: Panel, look: Look) -> None:
        self._look, self._ground = look, GROUNDS[look.dark]
        lines = _distinct(mark.colour for mark in panel.marks if isinstance(mark, Line))
        points = _distinct(_colours(panel, Points))
        self._lines = lines
        # in ASCII a line is drawn with a marker too
        self._points = {colour: at + len(lines) * look.ascii for colour, at in points.items()}
        self._bars = _distinct(_colours(panel, Bars))
        self._mapped = len(points) > _MOST

    def line(self, colour: str) -> Ink:
        """The ink of a line."""
        number = self._lines.get(colour, 0)
        marker = _ASCII_MARKERS[number % _MOST]
        dashed = not (self._look.colour or self._look.ascii)
        return Ink(colour, marker, _DASHES[number % _MOST] if dashed else (1, 0))

    def point(self, colour: str) -> Ink:
        """The ink of a point."""
        if self._look.ascii:
            return Ink(colour, _ASCII_MARKERS[0 if self._mapped else self._points.get(colour, 0) % _MOST])
        if colour in self._lines:
            return Ink(colour, _ON_LINE)
        alike = self._look.colour or self._mapped
        return Ink(colour, _MARKERS[0 if alike else self._points.get(colour, 0) % _MOST])

    def bar(self, colour: str) -> str:
        """A bar's fill."""
        if self._look.colour:
            return legible(colour, self._ground, FILL)
        patterns = _ASCII_PATTERNS if self._look.ascii else _PATTERNS
        return patterns[self._bars.get(colour, 0) % len(patterns)]

    def sample(self, entry: Entry) -> str:
        """The sample before a series's name in a legend."""
        ascii_, colour = self._look.ascii, entry.colour
        if colour in self._points and entry.drawn == "points":
            return self._look.cells(self.point(colour).marker)
        if colour in self._lines and entry.drawn == "line":
            if ascii_:
                return self.line(colour).marker * 3
            return self._look.cells(_DASH_SAMPLES[0 if self._look.colour else self._lines[colour] % _MOST])
        if colour in self._bars and not self._look.colour:
            return self.bar(colour) * 2
        return self._look.text("██")

    def style(self, entry: Entry, behind: str) -> str:
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


def _colours(panel: Panel, kind: type[Points] | type[Bars]) -> Iterable[str]:
    return chain.from_iterable(mark.colours for mark in panel.marks if isinstance(mark, kind))


def _distinct(colours: Iterable[str]) -> dict[str, int]:
    return {colour: at for at, colour in enumerate(dict.fromkeys(colours))}
