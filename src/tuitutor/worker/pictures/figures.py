"""A matplotlib figure -> the data that a terminal draws it from. See `protocol.figures`.

All coordinates are converted to fractions of their Axes first, and from there to linear axes, so that logarithmic
scales, inverted axes and the artists' own transforms need no special cases.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Optional

from matplotlib.axes import Axes

from tuitutor.protocol.figures import Axis, Figure, LegendEntry, Mark, Panel
from tuitutor.worker.pictures.artists import artist_colour, drawn_as, marks_of, style_of
from tuitutor.worker.pictures.images import AxesFrame

MOST_PANELS, MOST_TICKS, MOST_TEXT, MOST_MARKS = 40, 60, 200, 300
_SCALE_STEPS = 7  # colours of a colour bar
_MATH = re.compile(r"\\math\w+\{([^{}]*)\}|[${}]")

Missing = dict[str, None]  # what cannot be drawn, in the order in which it was met


def figure_facts(figure: Any) -> Figure:
    """The figure as data. `left_out` names what cannot be drawn, including artists that raise errors."""
    missing: Missing = {}
    shown = [axes for axes in figure.axes if axes.get_visible()]
    bars = {id(axes): axes._colorbar for axes in shown if hasattr(axes, "_colorbar")}
    plain = [axes for axes in shown if id(axes) not in bars]
    if len(plain) > MOST_PANELS:
        missing[f"{len(plain) - MOST_PANELS} of the {len(plain)} plots"] = None
    rows = _places([axes.get_position().y1 for axes in plain], downwards=True)
    columns = _places([axes.get_position().x0 for axes in plain])
    panels: list[Panel] = []
    drawn: dict[tuple[int, int], Axes] = {}
    for axes, row, column in list(zip(plain, rows, columns, strict=True))[:MOST_PANELS]:
        if axes.name != "rectilinear":
            missing["3-D axes" if axes.name == "3d" else f"{axes.name} axes"] = None
            continue
        below = drawn.get((row, column))
        panel = _panel(axes, row, column, list(bars.values()), missing, below)
        if below is not None:  # twinx or twiny: another scale over the same place
            missing["the numbers of a second axis"] = None
            panels = [_over(each, panel) if (each.row, each.column) == (row, column) else each for each in panels]
        else:
            drawn[row, column] = axes
            panels.append(panel)
    of_all = tuple(entry for legend in figure.legends for entry in _legend(legend))
    if of_all and panels:
        panels[-1] = replace(panels[-1], legend=panels[-1].legend + of_all)
    return Figure(tuple(panels), _words(figure.get_suptitle()), tuple(missing)[:10])


def _places(positions: list[float], downwards: bool = False) -> list[int]:
    """The row or column of each position, in fractions of the figure; positions within 0.01 count as the same."""
    order: list[float] = []
    for position in sorted(positions, reverse=downwards):
        if not order or abs(position - order[-1]) > 0.01:
            order.append(position)
    return [min(range(len(order)), key=lambda i: abs(order[i] - position)) for position in positions]


def _panel(axes: Axes, row: int, column: int, bars: list[Any], missing: Missing, below: Optional[Axes] = None) -> Panel:
    x, y = _axis(axes, "x"), _axis(axes, "y")
    over = (x, y) if below is None else (_axis(below, "x"), _axis(below, "y"))
    frame = AxesFrame(axes, *((axis.low, axis.high) for axis in over))
    marks: list[Mark] = []
    for mark in marks_of(frame, missing):
        if len(marks) == MOST_MARKS:
            missing["what comes after the first 300 shapes"] = None
            break
        marks.append(mark)
    return Panel(
        x=x,
        y=y,
        marks=tuple(marks),
        title=_words(axes.get_title() or axes.get_title("left") or axes.get_title("right")),
        legend=tuple(_legend(axes.get_legend())),
        scale=next((_scale(bar) for bar in bars if getattr(bar.mappable, "axes", None) is axes), ()),
        row=row,
        column=column,
        equal=axes.get_aspect() in (1, "equal"),
    )


def _over(panel: Panel, other: Panel) -> Panel:
    """A panel with another one, of an Axes in the same place, drawn over it."""
    return replace(
        panel,
        marks=(panel.marks + other.marks)[:MOST_MARKS],
        title=panel.title or other.title,
        legend=panel.legend + other.legend,
        scale=panel.scale or other.scale,
    )


def _axis(axes: Axes, which: str) -> Axis:
    axis = getattr(axes, f"{which}axis")
    limits = getattr(axes, f"get_{which}lim")()
    low, high = _linear(axis, limits)
    if not (abs(low) < 1e300 and abs(high) < 1e300) or low == high:
        low, high = 0.0, 1.0
    positions = [float(at) for at in axis.get_majorticklocs()][: 10 * MOST_TICKS]
    formatter = axis.get_major_formatter()
    labels = [_words(label) for label in formatter.format_ticks(positions)]
    if axis.get_scale() == "log":
        labels = [f"{at:g}" for at in positions]
    slack = abs(high - low) * 1e-6
    placed = zip(_linear(axis, positions) if positions else [], labels, strict=True)
    ticks = ((at, label) for at, label in placed if min(low, high) - slack <= at <= max(low, high) + slack)
    offset = _words(formatter.get_offset())  # for all labels, such as "1e6"
    label = " ".join(filter(None, (_words(axis.label.get_text()), offset)))
    shown = tuple(ticks)[:MOST_TICKS]
    return Axis(low, high, label, shown, visible=bool(axes.axison and axis.get_visible()))


def _linear(axis: Any, values: Any) -> list[float]:
    return [float(value) for value in axis.get_transform().transform(list(map(float, values)))]


def _legend(legend: Any) -> Iterator[LegendEntry]:
    if legend is None:
        return
    handles = getattr(legend, "legend_handles", [])
    for handle, text in list(zip(handles, legend.get_texts(), strict=False))[:30]:
        yield LegendEntry(artist_colour(handle), _words(text.get_text()), drawn_as(handle), style_of(handle))


def _scale(bar: Any) -> tuple[tuple[str, str], ...]:
    """Colours of a colour bar with their values, from low to high."""
    mappable = bar.mappable
    low, high = mappable.norm.vmin, mappable.norm.vmax
    if low is None or high is None:
        return ()
    values = [low + (high - low) * step / (_SCALE_STEPS - 1) for step in range(_SCALE_STEPS)]
    return tuple((artist_colour(mappable.to_rgba(value)), f"{value:.3g}") for value in values)


def _words(text: Any) -> str:
    """A text without TeX markup, cut to MOST_TEXT characters."""
    return _MATH.sub(lambda match: match[1] or "", str(text))[:MOST_TEXT]
