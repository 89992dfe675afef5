"""Maps of values from -1 to 1, such as a model's output over its inputs: orange is -1 and blue 1.

A cell shows two values in half blocks if there is colour, otherwise one as a shade. With `Look.shapes` it shows one, in
colour, and hatched below 0.
"""

from __future__ import annotations

import math
from bisect import bisect
from collections.abc import Sequence
from functools import cache
from itertools import groupby

from rich.text import Text

from tuitutor.draw.look import PANEL_GAP, Look, beside, crop, flowing
from tuitutor.draw.palette import LETTER, ON_FILL, legible, palette, rgb, to_hex
from tuitutor.protocol.events import MapTaken
from tuitutor.protocol.figures import LEVELS, DecisionMap, Part

Grid = Sequence[Sequence[float]]
"""Rows of equal length, the top one first; NaN if there is nothing to show."""

Spot = tuple[float, float, float]
"""A point over a grid: its place from the left and from the top, both from 0 to 1, and its value."""

_STEPS = 7  # colours on both sides of 0
_STRONGEST = 0.85  # largest share of the full colour: large areas of it dazzle
_CONTRAST = 0.6  # an exponent below 1, so that small values are visible too
_LEAST = 16  # fewest columns of a part, even if that makes it wider than high
_LEAST_ROWS = 2  # of a part: rather than that, cut the legend
_MOST_PARTS = 4
_MOST_FRAMES, _WIDEST_FRAME = 5, 16  # of a replay, and its columns
_DIM = "dim"
_SMALLEST = 5  # columns of a part without a legend

# from -1 to 1; out of xterm's colours, and out of the sixteen
_DARK_256 = ("#ffaf5f", "#d78700", "#875f00", "#262626", "#005f87", "#0087af", "#5fd7ff")
_LIGHT_256 = ("#875f00", "#d7875f", "#ffd7af", "#ffffff", "#afd7ff", "#5fafd7", "#005faf")
_DARK_16 = ("bright_yellow", "yellow", "black", "blue", "bright_blue")
_LIGHT_16 = ("yellow", "bright_yellow", "bright_white", "bright_blue", "blue")


def draw_grid(
    values: Grid,
    width: int,
    height: int,
    look: Look,
    spots: Sequence[Spot] = (),
    hollow: Sequence[Spot] = (),
    *,
    faded: bool = False,
) -> list[Text]:
    """The grid, stretched to `height` rows of `width` cells, with spots over it in the colour of their values.

    `hollow` spots have a hollow mark, under the rest. If there are too few colours, the mark shows the value's sign.
    `faded`: in weaker colours, or dim if there are none.
    """
    rows = height * _halves(look)
    if (len(values), len(values[0])) != (rows, width):
        ys = [(row + 0.5) / rows for row in range(rows)]
        values = [[_read(values, (column + 0.5) / width, y) for column in range(width)] for y in ys]
    over: dict[tuple[int, int], tuple[float, bool]] = {}
    for some, is_hollow in ((hollow, True), (spots, False)):
        for x, y, value in some:
            if 0 <= x < 1 and 0 <= y < 1:
                over[int(x * width), int(y * height)] = value, is_hollow
    drawn = []
    for row in range(height):
        upper, lower = values[row * _halves(look)], values[(row + 1) * _halves(look) - 1]
        cells = [_cell(upper[column], lower[column], over.get((column, row)), look, faded) for column in range(width)]
        runs = groupby(cells, lambda cell: cell[1])
        drawn.append(Text.assemble(*(("".join(character for character, _ in run), style) for style, run in runs)))
    return drawn


def draw_square(
    values: Grid, side: int, look: Look, spots: Sequence[Spot] = (), hollow: Sequence[Spot] = ()
) -> list[Text]:
    """A grid of `side` x `side` values in half as many rows; a look with one value in a cell shows every other row."""
    return draw_grid(values if _halves(look) == 2 else values[::2], side, side // 2, look, spots, hollow)


def draw_map(
    shown: DecisionMap, width: int, height: int, look: Look, caption: str = "", *, faded: bool = False
) -> Text:
    """The map's parts side by side, and the meaning of their colours; at most `height` lines of at most `width` cells.

    The legend is beside the parts or below them, where it leaves them more room. If it leaves them too little, it is
    cut. `faded`: the whole map recedes, since it is about code that has changed.
    """
    parts = _sound_parts(shown)
    if not parts:
        return Text(look.text("no map"), style=look.style("quiet"))
    titled, gaps = any(part.title for part in parts), PANEL_GAP * (len(parts) - 1)

    def size(aside: bool, legend: Sequence[Text]) -> tuple[int, int]:
        """The columns and rows of a part."""
        room = width - gaps - aside * (PANEL_GAP + max(line.cell_len for line in legend))
        rows = height - titled - (0 if aside else len(legend))
        columns = max(0, min(room // len(parts), max(_LEAST, 2 * rows)))
        return columns, max(0, min(rows, columns // 2))

    whole, narrow = _legend(shown, look, caption, faded), _legend(shown, look, caption, faded, narrow=True)
    places = [(True, legend) for legend in (whole, narrow) if len(legend) <= height]
    entries = whole if max(line.cell_len for line in whole) <= width else narrow
    aside, legend = max([*places, (False, flowing(entries, width, look))], key=lambda place: math.prod(size(*place)))
    if size(aside, legend)[1] < _LEAST_ROWS:
        cut = [(True, whole), (False, [crop(Text("  ").join(whole), width, look)])]
        aside, legend = max(cut, key=lambda place: math.prod(size(*place)))
    columns, rows = size(aside, legend)
    if not rows:
        return crop(Text("  ").join(whole), width, look)
    drawn = [draw_grid(_grid(part.cells, shown.side), columns, rows, look, faded=faded) for part in parts]
    lines = [beside(row, columns, look) for row in zip(*drawn, strict=True)]
    if titled:
        titles = [Text(_end_of(look.line(part.title), columns, look), look.style("quiet")) for part in parts]
        lines.insert(0, beside(titles, columns, look))
    if not aside:
        return Text("\n").join([*lines, *legend])
    room = len(parts) * columns + gaps + PANEL_GAP
    lines += [Text()] * (min(height, len(legend)) - len(lines))
    for at, (line, entry) in enumerate(zip(lines, legend, strict=False)):
        lines[at] = line.copy().append(" " * (room - line.cell_len)).append_text(crop(entry, width - room, look))
    return Text("\n").join(lines)


def draw_parts(shown: DecisionMap, width: int, height: int, look: Look, *, faded: bool = False) -> list[Text]:
    """The first parts, as many as are recognisable in `width` cells and `height` rows, without a word."""
    parts = _sound_parts(shown)[: max(1, (width + 1) // (_SMALLEST + 1))]
    columns = (width + 1) // max(1, len(parts)) - 1
    drawn = [draw_grid(_grid(part.cells, shown.side), columns, height, look, faded=faded) for part in parts]
    return [Text(" ").join(row) for row in zip(*drawn, strict=True)]


def draw_frames(maps: Sequence[MapTaken], width: int, look: Look) -> Text:
    """Some of a fit's maps from the first to the last, side by side, with their epochs; a row for each part."""
    last = max(0, min(len(maps), _MOST_FRAMES) - 1)
    frames = [maps[round(at * (len(maps) - 1) / max(1, last))] for at in range(last + 1)]
    parts = [_sound_parts(frame.map) for frame in frames]
    columns = min(_WIDEST_FRAME, (width - PANEL_GAP * last) // len(frames))
    quiet = look.style("quiet")
    lines = [beside([Text(look.text(f"epoch {frame.epoch}"), quiet) for frame in frames], columns, look)]
    for row in zip(*parts, strict=False):
        lines += [Text(look.line(row[0].title), quiet)] * bool(row[0].title)
        grids = [
            draw_grid(_grid(part.cells, frame.map.side), columns, columns // 2, look)
            for part, frame in zip(row, frames, strict=True)
        ]
        lines += [beside(cells, columns, look) for cells in zip(*grids, strict=True)]
    return Text("\n").join([*lines, *flowing(_legend(frames[-1].map, look, "", False), width, look)])


def _sound_parts(shown: DecisionMap) -> list[Part]:
    return [part for part in shown.parts[:_MOST_PARTS] if shown.side > 0 and len(part.cells) == shown.side**2]


def _end_of(title: str, width: int, look: Look) -> str:
    """A part's title cut at its front: "third input -0.5" and "third input 0.5" differ at their ends."""
    room = width - len(look.ellipsis)
    return title if len(title) <= width or room < 1 else look.ellipsis + title[-room:]


def _legend(shown: DecisionMap, look: Look, caption: str, faded: bool, *, narrow: bool = False) -> list[Text]:
    quiet = look.style("quiet")
    ends = [
        Text.assemble(sample_of(value, look, faded=faded), (f" {look.line(end)}", quiet if faded else ""))
        for value, end in zip((-1.0, 1.0), shown.ends, strict=True)
    ]
    between = "\n  " if narrow else " "
    ways = (("→ first input", shown.x), ("↑ second input", shown.y))
    axes = [line for way, (low, high) in ways for line in f"{way}{between}{low:.2g} to {high:.2g}".split("\n")]
    named = [Text(look.text(caption), quiet if faded else "")] * bool(caption)
    return [*named, *ends, *(Text(look.text(axis), quiet) for axis in axes)]


def sample_of(value: float, look: Look, *, faded: bool = False) -> tuple[str, str]:
    """The sample of a value in a legend, and its style."""
    if look.shapes and look.colour and not look.ascii:
        hatched, style = _cell(value, value, None, look, faded)
        return 2 * hatched, style
    style = colour_of(value, look, faded=faded) if look.colour else _DIM * faded
    return (f"[{_shade(value, look)}]" if _halves(look) == 1 else look.text("██")), style


def _grid(cells: str, side: int) -> Grid:
    known = {character: 2 * at / (len(LEVELS) - 1) - 1 for at, character in enumerate(LEVELS)}
    values = [known.get(character, math.nan) for character in cells]
    return [values[at : at + side] for at in range(0, len(values), side)]


def _read(values: Grid, x: float, y: float) -> float:
    """The value at a place with coordinates from 0 to 1, interpolated linearly between the centres of the cells."""
    rows, columns = len(values), len(values[0])
    across, down = (min(max(at * count - 0.5, 0.0), count - 1.0) for at, count in ((x, columns), (y, rows)))
    left, top = int(across), int(down)
    right, bottom = min(left + 1, columns - 1), min(top + 1, rows - 1)
    upper, lower = (_between(values[row][left], values[row][right], across - left) for row in (top, bottom))
    return _between(upper, lower, down - top)


def _between(first: float, second: float, share: float) -> float:
    return first + (second - first) * share if share else first  # otherwise a NaN neighbour would spread


def _halves(look: Look) -> int:
    return 1 if look.shapes else look.halves  # a half block has no room for hatching


def _cell(upper: float, lower: float, spot: tuple[float, bool] | None, look: Look, faded: bool) -> tuple[str, str]:
    """A cell's character and style for these values above and below (equal in a cell of one value)."""
    if not look.colour:
        return (mark_of(*spot, look) if spot else _shade(upper, look)), _DIM * faded
    above, below = colour_of(upper, look, faded=faded), colour_of(lower, look, faded=faded)
    undimmed = "not dim " if faded else ""  # a panel that recedes as a whole would dim the ink, and no background
    if look.ascii:
        return (mark_of(*spot, look) if spot else _shade(upper, look)), above
    if spot or look.shapes:
        mark = mark_of(*spot, look) if spot else _hatch(upper)
        colour = colour_of(spot[0], look, faded=faded) if spot else look.style("hairline")
        plain = "black" if look.shapes and above.endswith(("yellow", "white")) else "white"
        least = LETTER if spot and look.shapes else ON_FILL
        ink = legible(colour, above, least) if colour[0] == above[0] == "#" else plain
        return mark, f"{undimmed}{ink} on {above}"
    return ("█", undimmed + above) if above == below else ("▀", f"{undimmed}{above} on {below}")


def mark_of(value: float, hollow: bool, look: Look) -> str:
    """The mark of a spot: the same for all values if colours are enough, otherwise different above 0."""
    if _halves(look) == 2 and not look.sixteen:
        return "◦" if hollow else "•"
    if look.ascii:
        return ("OX" if hollow else "ox")[value > 0]
    if look.shapes and look.glyphs == "full":
        return ("△○" if hollow else "▲●")[value > 0]
    return ("ox" if hollow else look.cells("○●"))[value > 0]


def _hatch(value: float) -> str:
    """The character of a cell that its colour fills, and that shows its class by hatching as well."""
    return "/" if value < 0 else " "


def _shade(value: float, look: Look) -> str:
    return "?" if math.isnan(value) else look.shade((value + 1) / 2)


def colour_of(value: float, look: Look, *, faded: bool = False) -> str:
    """The colour of a value from -1 to 1, as rich names it; `#rrggbb` if there are all colours.

    `faded`: half as far from the middle of the colours. The attribute `dim` would do that only to the upper half of a
    cell, whose lower half is its background, and not in all terminals.
    """
    if math.isnan(value):
        return look.style("ghost")
    colours, edges = _ramp(look)
    at, middle = bisect(edges, value), len(colours) // 2
    return colours[middle + int((at - middle) / 2)] if faded else colours[at]


@cache
def _ramp(look: Look) -> tuple[Sequence[str], Sequence[float]]:
    """The colours from -1 to 1, and the values at which they change."""
    if look.sixteen:
        colours: Sequence[str] = _DARK_16 if look.dark else _LIGHT_16
    elif look.indexed:
        colours = _DARK_256 if look.dark else _LIGHT_256
    else:
        known = palette(dark=look.dark, indexed=False)
        middle, shares = rgb(known.code), [_STRONGEST * at / _STEPS for at in range(_STEPS + 1)]
        down, up = (
            [to_hex(*(a + (b - a) * share for a, b in zip(middle, rgb(end), strict=True))) for share in shares]
            for end in (known.unseen, known.train)
        )
        colours = [*reversed(down), *up[1:]]
    steps = len(colours) - 1
    strengths = [(2 * at + 1) / steps - 1 for at in range(steps)]
    return colours, [math.copysign(abs(strength) ** (1 / _CONTRAST), strength) for strength in strengths]
