"""The position of a value on an axis, and which of its ticks there is room for."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from rich.cells import cell_len
from rich.text import Text

from tuitutor.draw.look import Look, crop, pad
from tuitutor.protocol.figures import Axis

_MOST_TICKS = 200  # more than any terminal has room for
_NEAR = 1e-6  # cells, as on the canvas
_LONGEST = 300  # most characters of a text
_NARROWEST = 5  # fewest cells that a name may be cut to

Tick = tuple[int, str]
"""A cell, counted from the left or the top, and a label."""


@dataclass(frozen=True, slots=True)
class Scale:
    """Maps the values on an axis to the range from 0 to 1."""

    low: float
    high: float

    @staticmethod
    def of(axis: Axis) -> Scale:
        """The axis's scale; limits that aren't an interval are replaced."""
        low, high = axis.low, axis.high
        if not (math.isfinite(low) and math.isfinite(high)):
            return Scale(0.0, 1.0)
        if high / 2 - low / 2 == 0:
            return Scale(low - 0.5, high + 0.5) if abs(low) < 1e9 else Scale(low * 0.9, high * 1.1)
        return Scale(low, high)

    def at(self, value: float) -> float:
        """The position of a value on the axis; not finite if it has none."""
        # halves, since the difference of two floats may overflow
        return (value / 2 - self.low / 2) / (self.high / 2 - self.low / 2)

    @property
    def length(self) -> float:
        return abs(self.high / 2 - self.low / 2)


def short(text: str, look: Look) -> str:
    """A text from a figure on one line, cut where no terminal would show the rest."""
    return look.line(text[:_LONGEST])


def cut(text: str, width: int, look: Look) -> str:
    """One line of text in at most `width` cells, with an ellipsis if it was cut."""
    return crop(Text(text), width, look).plain


def ticks_of(axis: Axis, scale: Scale, cells: int, look: Look, *, upwards: bool = False) -> list[Tick]:
    """The ticks within `cells` cells, at most one per cell, in the order of the cells; `upwards`: from the end."""
    if not axis.visible:
        return []
    step = max(1, len(axis.ticks) // _MOST_TICKS)
    found: dict[int, str] = {}
    for value, label in axis.ticks[::step]:
        share = scale.at(value)
        if -1e-6 <= share <= 1 + 1e-6:
            at = min(cells - 1, max(0, int((1 - share if upwards else share) * cells + _NEAR)))
            found.setdefault(at, short(label, look))
    return sorted(found.items())


def thinned(ticks: Sequence[Tick], apart: int) -> list[Tick]:
    """Every n-th tick, counted from the last, so that any two are at least `apart` cells apart."""
    for stride in range(1, len(ticks) + 1):
        kept = list(ticks[::-stride])[::-1]
        if all(b[0] - a[0] >= apart for a, b in pairwise(kept)):
            return kept
    return []


def tick_row(ticks: Sequence[Tick], width: int, look: Look) -> tuple[list[Tick], str]:
    """The ticks of an x axis whose labels fit side by side, and the row of labels, at most `width` cells.

    Without enough room, names are shortened before any is left out; numbers are only left out.
    """
    named = len(ticks) > 1 and any(character.isalpha() for _, label in ticks for character in label)
    for stride in range(1, len(ticks) + 1):
        kept = list(ticks[::stride])
        if stride == 1 and named:
            room = min(b[0] - a[0] for a, b in pairwise(ticks)) - 1
            kept = [(at, cut(label, room, look)) for at, label in ticks] if room >= _NARROWEST else kept
        if (row := _side_by_side(kept, width)) is not None:
            return kept, row
    return [], ""


def _side_by_side(ticks: Sequence[Tick], width: int) -> str | None:
    row = ""
    for at, label in ticks:
        length = cell_len(label)
        if length > width:
            return None
        start = max(0, min(at - (length - 1) // 2, width - length))
        if row and start <= cell_len(row):
            return None
        row = pad(row, start) + label
    return row
