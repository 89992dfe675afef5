"""A panel's axes: the places of values, the ticks with room, and the panel's size.

Plots fill their space, pictures keep their proportions and whole pixels.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from rich.cells import cell_len
from rich.text import Text

from tuitutor.draw.look import Look, crop, pad
from tuitutor.protocol.figures import Axis, Bars, Note, Panel, Raster

FEWEST = 4  # rows of a plot
NARROWEST, _WIDEST = 30, 100  # columns of a plot; pictures may have fewer
_MOST_TICKS = 200  # more than any terminal has room for
_NEAR = 1e-6  # of an axis, and of a cell
_LONGEST = 300  # most characters of a text
_LOWEST, _HIGHEST = 10, 18  # rows of a plot if the height is free
_PICTURE = 24  # most rows of a picture
_SMALL = 64  # pixels along a side up to which all are shown, if there is room
_LEGIBLE = 14  # columns in which a small picture is still recognisable

Tick = tuple[int, str]
"""A cell, counted from the left or the top, and a label."""


def share(axis: Axis, value: float) -> float:
    """A value's place between the ends of an axis, from 0 to 1; not finite if it has none."""
    span = axis.high / 2 - axis.low / 2  # halves, since the difference of two floats may overflow
    return (value / 2 - axis.low / 2) / span if span else float("nan")


def short(text: str, look: Look) -> str:
    """A text from a figure on one line, cut beyond the width of any terminal."""
    return look.line(text[:_LONGEST])


def cut(text: str, width: int, look: Look) -> str:
    """One line of text in at most `width` cells, with an ellipsis if it was cut."""
    return crop(Text(text), width, look).plain


def ticks_of(axis: Axis, cells: int, look: Look, *, upwards: bool = False) -> list[Tick]:
    """The ticks within `cells` cells, at most one per cell, in the order of the cells; `upwards`: from the end."""
    found: dict[int, str] = {}
    for value, label in axis.ticks[:: max(1, len(axis.ticks) // _MOST_TICKS)] if axis.visible else ():
        at = share(axis, value)
        if -_NEAR <= at <= 1 + _NEAR:
            cell = int((1 - at if upwards else at) * cells + _NEAR)
            found.setdefault(min(cells - 1, max(0, cell)), short(label, look))
    return sorted(found.items())


def thinned(ticks: Sequence[Tick], apart: int) -> list[Tick]:
    """Every n-th tick, counted from the last, so that any two are at least `apart` cells apart."""
    strides = (list(ticks[::-stride])[::-1] for stride in range(1, len(ticks) + 1))
    return next((every for every in strides if all(b[0] - a[0] >= apart for a, b in pairwise(every))), [])


def tick_row(ticks: Sequence[Tick], width: int) -> tuple[list[Tick], str]:
    """Every n-th tick of an x axis, so that the labels fit side by side, and the row of labels."""
    for stride in range(1, len(ticks) + 1):
        row = ""
        for at, label in ticks[::stride]:
            length = cell_len(label)
            start = max(0, min(at - (length - 1) // 2, width - length))
            if length > width or (row and start <= cell_len(row)):
                break
            row = pad(row, start) + label
        else:
            return list(ticks[::stride]), row
    return [], ""


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


def pixels_of(raster: Raster) -> tuple[int, int]:
    """Columns and rows of pixels; all rows count as being as long as the shortest."""
    colours = min((len(row) // 6 for row in raster.colours), default=0)
    levels = min((len(row) for row in raster.levels), default=0)
    return min(colours, levels), min(len(raster.colours), len(raster.levels))


def _picture_in(panel: Panel, look: Look) -> tuple[int, int, int] | None:
    """The columns and rows of a small picture that fills its panel, and the cells for the text on a pixel."""
    rasters = [mark for mark in panel.marks if isinstance(mark, Raster)]
    if not panel.equal or len(rasters) != 1:
        return None
    (raster,) = rasters
    across = abs(share(panel.x, raster.right) - share(panel.x, raster.left))
    down = abs(share(panel.y, raster.top) - share(panel.y, raster.bottom))
    columns, rows = pixels_of(raster)
    if not (0.98 < across < 1.02 and 0.98 < down < 1.02 and 0 < columns <= _SMALL and 0 < rows <= _SMALL):
        return None
    notes = [cell_len(short(mark.text, look)) for mark in panel.marks if isinstance(mark, Note)][: _SMALL * _SMALL]
    return columns, rows, max(notes) + 1 if len(notes) > 1 else 1


def narrowest(panel: Panel, look: Look) -> int:
    """Columns below which a panel gets its own row."""
    if (picture := _picture_in(panel, look)) is None:
        return NARROWEST
    columns, _, cell = picture
    needed = columns * cell if cell > 1 else max(8, min(columns, _LEGIBLE))
    return min(2 * NARROWEST, needed + _gutter(panel, look, NARROWEST))


def size_in(panel: Panel, width: int, look: Look, most: int | None, alone: bool) -> Size:
    """The size of a panel in `width` columns, its plot at most `most` rows high. `alone`: nothing is beside it."""
    gutter = _gutter(panel, look, width)
    room = max(2, min(_WIDEST, width - gutter))
    if not panel.equal:
        high, names = max(_LOWEST, min(_HIGHEST, width // 5)), ticks_of(panel.y, 1_000, look)
        named = all(any(map(str.isalpha, label)) for _, label in names)
        if named and 1 < len(names) <= _PICTURE // 2 and any(isinstance(mark, Bars) for mark in panel.marks):
            high = 2 * len(names)  # rows that horizontal bars share evenly
        rows = max(FEWEST, min(most or high, high))
        return Size(gutter, room, rows, room, rows)
    picture = _picture_in(panel, look)
    if picture is None:
        tall = max(FEWEST, min(most or _PICTURE, _PICTURE if alone else _HIGHEST))
        ratio = abs((panel.x.high / 2 - panel.x.low / 2) / (panel.y.high / 2 - panel.y.low / 2 or 1.0))
        ratio = min(10.0, max(0.1, ratio)) if ratio == ratio else 1.0
        columns = max(2, min(room, round(2 * tall * ratio)))
        rows = max(2, min(tall, round(columns / ratio / 2)))
        return Size(gutter, columns, rows, columns, rows)
    across, down, cell = picture
    highest = 2 * _PICTURE if cell > 1 else _PICTURE if alone else _HIGHEST // 2 + 1
    pixel = min(room / across, 2 * max(FEWEST, min(most or highest, highest)) / down)  # columns
    if pixel >= 1:
        pixel = float(int(pixel))
        if cell > 1:  # no larger than the text on it needs; three rows have a middle
            pixel = min(pixel, float(max(cell + cell % 2, 6 if down <= 6 else 4)))
    columns, height = max(1, round(across * pixel)), max(0.5, down * pixel / 2)
    return Size(gutter, columns, max(1, -int(-height // 1)), columns, height)


def _gutter(panel: Panel, look: Look, width: int) -> int:
    """Columns for the labels and the line of the y axis."""
    if not panel.y.visible or is_bare(panel):
        return 0
    labels = [cell_len(label) for _, label in ticks_of(panel.y, 1_000, look)]
    return min(max(labels, default=0), max(1, width // 3)) + 1


def is_bare(panel: Panel) -> bool:
    """Whether a panel is a picture without any tick, which needs no axes."""
    pictured = any(isinstance(mark, Raster) for mark in panel.marks)
    return pictured and not panel.x.ticks and not panel.y.ticks
