"""A matplotlib figure, or a map of a model's output over its inputs, as data for a terminal to draw at its own size.

Coordinates are floats on axes that run linearly from `low` to `high`: on a logarithmic axis they are already
logarithms, and only the tick labels show it. Colours are "#rrggbb". Runs on Python 3.10 with the standard library
alone.
"""

from __future__ import annotations

from dataclasses import field
from typing import Union

from tuitutor.protocol.quick import dataclass


@dataclass(frozen=True)
class Line:
    """Points joined in order. A point that is not finite leaves a gap. `xs` and `ys` are equally long.

    `style` is "" if the line is solid, else matplotlib's name of its dashes: "--", ":" or "-.".
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    colour: str
    style: str = ""


@dataclass(frozen=True)
class Points:
    """Points that are not joined. `colours`: a colour by point, or a single colour.

    `style`: matplotlib's name of the marker, such as "x"; "" for a dot.
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    colours: tuple[str, ...]
    style: str = ""


@dataclass(frozen=True)
class Bars:
    """Rectangles with sides along the axes: each is (left, bottom, right, top), left <= right and bottom <= top."""

    boxes: tuple[tuple[float, float, float, float], ...]
    colours: tuple[str, ...]  # one for each box, or a single one for all


@dataclass(frozen=True)
class Raster:
    """A picture or filled areas, on the rectangle from (left, bottom) to (right, top).

    `colours` has a string for each row of pixels, the top row first, "rrggbb" for each pixel. `levels` has a character
    for each pixel, "0" (low or dark) to "f", for terminals without colour; "." where nothing is drawn.
    """

    left: float
    bottom: float
    right: float
    top: float
    colours: tuple[str, ...]
    levels: tuple[str, ...]


@dataclass(frozen=True)
class Note:
    """A text at (x, y), aligned there as `align` says ("left", "center", "right"); it may point somewhere."""

    x: float
    y: float
    text: str
    colour: str
    align: str = "left"
    points_to: tuple[float, ...] = ()  # (x, y), or nothing


Mark = Union[Line, Points, Bars, Raster, Note]


@dataclass(frozen=True)
class LegendEntry:
    """An entry of a legend. `drawn`: the form of its series, "line", "points" or "area" (bars and filled areas).

    `style`: of the line or the points.
    """

    colour: str
    text: str
    drawn: str
    style: str = ""


@dataclass(frozen=True)
class Axis:
    """An axis from `low` to `high`; an inverted axis has `low` > `high`.

    `ticks`: matplotlib's positions and labels; a terminal shows as many as fit.
    """

    low: float
    high: float
    label: str = ""
    ticks: tuple[tuple[float, str], ...] = ()
    visible: bool = True


@dataclass(frozen=True)
class Panel:
    """One matplotlib Axes. `marks` are in drawing order. `row` and `column` count from 0 in the figure's grid.

    `legend` is in order.
    """

    x: Axis
    y: Axis
    marks: tuple[Mark, ...] = ()
    title: str = ""
    legend: tuple[LegendEntry, ...] = ()
    row: int = 0
    column: int = 0
    equal: bool = False  # a unit is as long on x as on y


@dataclass(frozen=True)
class Figure:
    """A figure with its panels. `left_out` names what a terminal cannot draw, as in "3-D axes"."""

    panels: tuple[Panel, ...]
    title: str = ""
    left_out: tuple[str, ...] = field(default_factory=tuple)


LEVELS = "0123456789abcdef"
"""The characters of cells, from -1 (first) to 1 (last). Any other character: the value was not finite."""


@dataclass(frozen=True)
class Part:
    """One rectangle over the first two inputs. `title` names the value of a third input or the class, or is "".

    `cells` has a character for each cell, row by row, the top row first.
    """

    title: str
    cells: str


@dataclass(frozen=True)
class DecisionMap:
    """The first input runs rightwards over `x`, the second upwards over `y`, each (low, high), in `side` steps.

    `ends` say what -1 and 1 mean.
    """

    x: tuple[float, float]
    y: tuple[float, float]
    side: int
    ends: tuple[str, str]
    parts: tuple[Part, ...]
