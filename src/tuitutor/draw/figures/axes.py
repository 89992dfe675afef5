"""The position of a value on a panel's axis, the ticks that there is room for, and how large the panel is drawn: plots
fill their space, pictures keep their proportions and whole pixels.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from rich.cells import cell_len
from rich.text import Text

from tuitutor.draw.figures.rasters import size_of
from tuitutor.draw.look import Look, crop, pad
from tuitutor.protocol.figures import Axis, Bars, Note, Panel, Raster

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


NARROWEST = 30  # columns of a plot; pictures may have fewer
WIDEST = 100  # columns of a plot: more wouldn't show more
FEWEST = 4  # rows of a plot
_LOWEST, _HIGHEST = 10, 18  # rows of a plot if the height is free
_PICTURE = 24  # most rows of a picture
_SMALL = 64  # pixels along a side up to which all are shown, if there is room
_LEGIBLE = 14  # columns in which a small picture is still recognisable


@dataclass(frozen=True, slots=True)
class Size:
    """A panel's size in cells: `gutter` for the labels and line of the y axis, `columns` x `rows` for the data.

    The data itself takes `width` x `height`, at most a cell less.
    """

    gutter: int
    columns: int
    rows: int
    width: float
    height: float

    @property
    def whole(self) -> int:
        return self.gutter + self.columns


@dataclass(frozen=True, slots=True)
class PictureSize:
    """The pixels of a picture that fills its panel, and the cells that each needs at least for the text on it."""

    columns: int
    rows: int
    cell: int


def picture_in(panel: Panel, look: Look) -> PictureSize | None:
    """The picture that a panel consists of, if it is a small one with square pixels."""
    rasters = [mark for mark in panel.marks if isinstance(mark, Raster)]
    if not panel.equal or len(rasters) != 1:
        return None
    (raster,) = rasters
    columns, rows = size_of(raster)
    x, y = Scale.of(panel.x), Scale.of(panel.y)
    across, down = abs(x.at(raster.right) - x.at(raster.left)), abs(y.at(raster.top) - y.at(raster.bottom))
    fills = 0.98 < across < 1.02 and 0.98 < down < 1.02
    if not (fills and 0 < columns <= _SMALL and 0 < rows <= _SMALL):
        return None
    notes = [cell_len(short(mark.text, look)) for mark in panel.marks if isinstance(mark, Note)][: _SMALL * _SMALL]
    return PictureSize(columns, rows, max(notes) + 1 if len(notes) > 1 else 1)


def narrowest(panel: Panel, look: Look) -> int:
    """Columns below which a panel is given its own row."""
    picture = picture_in(panel, look)
    if picture is None:
        return NARROWEST
    needed = picture.columns * picture.cell if picture.cell > 1 else max(8, min(picture.columns, _LEGIBLE))
    return min(2 * NARROWEST, needed + _gutter(panel, look, NARROWEST))


def size_in(panel: Panel, width: int, look: Look, most: int | None, alone: bool) -> Size:
    """The size of a panel in `width` columns, its plot at most `most` rows high. `alone`: no other is beside it."""
    gutter = _gutter(panel, look, width)
    room = max(2, min(WIDEST, width - gutter))
    picture = picture_in(panel, look)
    if picture is not None:
        return _picture_size(picture, gutter, room, most, alone)
    x, y = Scale.of(panel.x), Scale.of(panel.y)
    if not panel.equal:
        high = max(_LOWEST, min(_HIGHEST, width // 5))
        names = ticks_of(panel.y, y, 1_000, look)
        named = len(names) > 1 and all(any(map(str.isalpha, label)) for _, label in names)
        if named and 2 * len(names) <= _PICTURE and any(isinstance(mark, Bars) for mark in panel.marks):
            high = 2 * len(names)  # rows that horizontal bars share evenly, unless that is too high
        rows = max(FEWEST, min(most or high, high))
        return Size(gutter, room, rows, room, rows)
    tall = max(FEWEST, min(most or _PICTURE, _PICTURE if alone else _HIGHEST))
    ratio = x.length / y.length if y.length else 1.0
    ratio = min(10.0, max(0.1, ratio)) if ratio == ratio else 1.0
    columns = max(2, min(room, round(2 * tall * ratio)))
    rows = max(2, min(tall, round(columns / ratio / 2)))
    return Size(gutter, columns, rows, columns, rows)


def _picture_size(picture: PictureSize, gutter: int, room: int, most: int | None, alone: bool) -> Size:
    tall = max(FEWEST, min(most or _PICTURE, _PICTURE if alone else _HIGHEST // 2 + 1))
    if picture.cell > 1:
        tall = max(FEWEST, min(most or 2 * _PICTURE, 2 * _PICTURE))
    largest = min(room / picture.columns, 2 * tall / picture.rows)
    if largest >= 1:
        each = float(int(largest))
        if picture.cell > 1:  # no larger than the text on it needs; three rows have a middle
            each = min(each, float(max(picture.cell + picture.cell % 2, 6 if picture.rows <= 6 else 4)))
    else:
        each = largest
    columns, height = max(1, round(picture.columns * each)), max(0.5, picture.rows * each / 2)
    return Size(gutter, columns, max(1, -int(-height // 1)), columns, height)


def _gutter(panel: Panel, look: Look, width: int) -> int:
    """Columns for the labels and the line of the y axis."""
    if not panel.y.visible or is_bare(panel):
        return 0
    labels = [cell_len(label) for _, label in ticks_of(panel.y, Scale.of(panel.y), 1_000, look)]
    return min(max(labels, default=0), max(1, width // 3)) + 1


def is_bare(panel: Panel) -> bool:
    """Whether a panel is a picture without any tick, which needs no axes."""
    pictured = any(isinstance(mark, Raster) for mark in panel.marks)
    return pictured and not panel.x.ticks and not panel.y.ticks
