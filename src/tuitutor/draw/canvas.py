"""A grid of cells to paint on, in three layers: filled areas, dots of lines, and characters."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from rich.color import Color
from rich.style import Style
from rich.text import Text

from tuitutor.draw.glyphs import BRAILLE_DOTS
from tuitutor.draw.look import Look
from tuitutor.draw.palette import GROUNDS, LETTER, LINE, ON_FILL, legible, mean, rgb

EIGHTHS = 8  # parts of a cell's height; a filled area ends at one of them
_MOST_STEPS = 400_000  # dots and cells painted in one plot; only a figure made to be slow has more
_CELL_STEPS = 8  # steps counted for a cell of a picture, which takes as long to read
_NEAR = 1e-6  # cells: rounding must not push anything over an edge
_BLOCKS = "▁▂▃▄▅▆▇█"


@dataclass(frozen=True, slots=True)
class Ink:
    """How to draw something: "#rrggbb", or a theme's style, which is used as it is; a character; and for lines the
    numbers of dots drawn and left out in turn.
    """

    colour: str | Style
    marker: str
    dash: tuple[int, int] = (1, 0)


Cell = tuple[str, str | Style, str]
"""A character, its foreground and its background; "" for none."""


class Canvas:
    """`width` x `height` cells. Coordinates are in cells, from the left and from the top.

    A fill is "#rrggbb", or a character if there is no colour. `exhausted`: not all could be painted.
    """

    def __init__(self, width: int, height: int, look: Look) -> None:
        self.width, self.height, self.look = width, height, look
        self.across, self.down = (1, 1) if look.ascii else (2, 4)  # dots per cell
        self._ground = GROUNDS[look.dark]
        self._fills = [[""] * (height * EIGHTHS) for _ in range(width)]  # columns of eighths, from the top
        self._dots: dict[tuple[int, int], tuple[int, str | Style]] = {}
        self._letters: dict[tuple[int, int], tuple[str, str | Style, float]] = {}
        self._steps_left = _MOST_STEPS

    @property
    def exhausted(self) -> bool:
        return self._steps_left <= 0

    # ---- painting

    def fill(self, left: float, top: float, right: float, bottom: float, fill: str) -> None:
        """Fill a rectangle; if it touches the canvas, at least one cell wide and an eighth of one high."""
        if right < 0 or left > self.width or bottom < 0 or top > self.height or self.exhausted:
            return
        first = min(self.width - 1, max(0, round(left)))
        last = max(first + 1, min(self.width, round(right)))
        most = self.height * EIGHTHS
        upper = min(most - 1, max(0, round(top * EIGHTHS)))
        lower = max(upper + 1, min(most, round(bottom * EIGHTHS)))
        self._steps_left -= (last - first) * (1 + (lower - upper) // EIGHTHS)
        for column in range(first, last):
            self._fills[column][upper:lower] = [fill] * (lower - upper)

    def fill_cell(self, column: int, row: int, upper: str, lower: str) -> None:
        """Fill the two halves of a cell; "" leaves one as it is."""
        self._steps_left -= _CELL_STEPS
        fills, at, half = self._fills[column], row * EIGHTHS, EIGHTHS // 2
        if upper:
            fills[at : at + half] = [upper] * half
        if lower:
            fills[at + half : at + EIGHTHS] = [lower] * half

    def line(self, x0: float, y0: float, x1: float, y1: float, ink: Ink, drawn: int = 0) -> int:
        """Draw the part of a line on the canvas. `drawn`: the dots before it, for dashes; returns the new count."""
        clipped = _clip(x0, y0, x1, y1, self.width, self.height)
        if clipped is None or self.exhausted:
            return drawn
        x0, x1 = clipped[0] * self.across, clipped[2] * self.across
        y0, y1 = clipped[1] * self.down, clipped[3] * self.down
        steps = int(max(abs(x1 - x0), abs(y1 - y0))) + 1
        self._steps_left -= steps
        on, off = ink.dash
        for step in range(steps + 1):
            if (drawn + step) % (on + off) < on:
                self._dot(x0 + (x1 - x0) * step / steps, y0 + (y1 - y0) * step / steps, ink)
        return drawn + steps

    def dot(self, x: float, y: float, ink: Ink) -> None:
        """Draw the smallest possible point."""
        if self._shows(x, y):
            self._steps_left -= 1
            self._dot(x * self.across, y * self.down, ink)

    def mark(self, x: float, y: float, ink: Ink) -> None:
        """Draw the ink's marker, which fills a cell."""
        if self._shows(x, y):
            self._steps_left -= 1
            self._letters[self.cell(x, y)] = ink.marker, ink.colour, LINE

    def cell(self, x: float, y: float) -> tuple[int, int]:
        """The column and row of a place, or the nearest if it is outside."""
        column, row = int(max(0.0, x) + _NEAR), int(max(0.0, y) + _NEAR)
        return min(self.width - 1, column), min(self.height - 1, row)

    def _shows(self, x: float, y: float) -> bool:
        inside = -_NEAR <= x <= self.width + _NEAR and -_NEAR <= y <= self.height + _NEAR
        return inside and not self.exhausted

    def write(self, column: int, row: int, characters: list[str], colour: str) -> None:
        """Write characters, one per cell; "" after a character that is two cells wide."""
        for at, character in enumerate(characters, column):
            self._letters[at, row] = character, colour, LETTER

    def _dot(self, x: float, y: float, ink: Ink) -> None:
        """Draw a dot; x and y are in dots."""
        column, row = min(self.width * self.across - 1, int(x)), min(self.height * self.down - 1, int(y))
        if self.look.ascii:
            self._letters[column, row] = ink.marker, ink.colour, LINE
            return
        cell = column >> 1, row >> 2
        before = self._dots.get(cell)
        self._dots[cell] = (before[0] if before else 0) | BRAILLE_DOTS[row & 3][column & 1], ink.colour

    # ---- reading off

    def rows(self) -> list[Text]:
        """The painting, a text of `width` cells for every row."""
        rows = []
        for row in range(self.height):
            text, run = Text(), ""
            style: tuple[str | Style, str] = ("", "")
            for column in range(self.width):
                character, colour, ground = self._cell(column, row)
                if (colour, ground) != style:
                    text.append(run, _style(*style))
                    run, style = "", (colour, ground)
                run += self.look.cells(character)
            rows.append(text.append(run, _style(*style)))
        return rows

    def _cell(self, column: int, row: int) -> Cell:
        area = self._fills[column][row * EIGHTHS : (row + 1) * EIGHTHS]
        if letter := self._letters.get((column, row)):
            return self._over(letter[0], letter[1], letter[2], area)
        if dots := self._dots.get((column, row)):
            return self._over(chr(0x2800 + dots[0]), dots[1], LINE, area)
        return self._area(area)

    def _over(self, character: str, colour: str | Style, least: float, area: list[str]) -> Cell:
        if not self.look.colour:
            return character, colour if isinstance(colour, Style) else "", ""
        upper, lower = area[1], area[6]
        behind = mean((upper, lower)) if upper and lower else upper or lower
        if isinstance(colour, Style):
            return character, colour, behind
        if not behind or area.count("") > EIGHTHS // 2:
            return character, legible(colour, self._ground, least), ""
        # the author chose the colour for this background: it stays if it is visible there at all
        return character, legible(colour, behind, ON_FILL if least == LINE else LINE), behind

    def _area(self, area: list[str]) -> Cell:
        upper, lower = area[0], area[-1]
        if not self.look.colour:
            partly = lower == "█" and not upper
            return (_BLOCKS[area.count("█") - 1] if partly else max(area, key=area.count) or " "), "", ""
        top = EIGHTHS if upper == lower and area.count(upper) == EIGHTHS else area.count(upper)
        if top == EIGHTHS:
            return " ", "", upper
        if self.look.ascii:
            return " ", "", upper if top > EIGHTHS // 2 else lower
        if area[:top].count(upper) != top or area.count(lower) != EIGHTHS - top:
            upper, lower, top = area[2], area[5], EIGHTHS // 2
        if not lower:  # the only block for the upper part of a cell is ▀
            return ("▀", upper, "") if 2 < top < 6 else (" ", "", upper if top >= 6 else "")
        return _BLOCKS[EIGHTHS - 1 - top], lower, upper


@lru_cache(maxsize=16_384)
def _style(colour: str | Style, ground: str) -> Style:
    if isinstance(colour, Style):
        return colour + _style("", ground)
    front, behind = (Color.from_rgb(*rgb(name)) if name else None for name in (colour, ground))
    return Style(color=front, bgcolor=behind)


def _clip(
    x0: float, y0: float, x1: float, y1: float, width: float, height: float
) -> tuple[float, float, float, float] | None:
    """The part of a line on the canvas (Liang and Barsky, 1984), or None."""
    start, end, dx, dy = 0.0, 1.0, x1 - x0, y1 - y0
    for way, room in ((-dx, x0), (dx, width - x0), (-dy, y0), (dy, height - y0)):
        if way == 0:
            if room < 0:
                return None
        elif way < 0:
            start = max(start, room / way)
        else:
            end = min(end, room / way)
    if start > end:
        return None
    return x0 + start * dx, y0 + start * dy, x0 + end * dx, y0 + end * dy
