"""A matplotlib figure -> the data that a terminal draws it from. See `protocol.figures`.

All coordinates are those of linear axes: on a logarithmic scale they are logarithms.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import Any

from tuitutor.protocol.figures import Axis, Figure, LegendEntry, Panel
from tuitutor.worker.pictures.artists import artist_colour, drawn_as, limits_of, marks_of, style_of

MOST_PANELS, MOST_TICKS, MOST_TEXT, MOST_MARKS = 40, 60, 200, 300
_MATH = re.compile(r"\\math\w+\{([^{}]*)\}|[${}]")


def figure_facts(figure: Any) -> Figure:
    """The figure as data. `left_out` names what cannot be drawn, including artists that raise errors."""
    missing: dict[str, None] = {}  # in the order in which it was met
    shown = [axes for axes in figure.axes if axes.get_visible()]
    rows = _places([axes.get_position().y1 for axes in shown], downwards=True)
    columns = _places([axes.get_position().x0 for axes in shown])
    panels: dict[tuple[int, int], Panel] = {}
    for axes, row, column in zip(shown, rows, columns, strict=True):
        if hasattr(axes, "_colorbar"):
            missing["colour bars"] = None
        elif axes.name != "rectilinear":
            missing["3-D axes" if axes.name == "3d" else f"{axes.name} axes"] = None
        elif (row, column) in panels:  # twinx or twiny: another scale over the same place
            missing["a second axis"] = None
        elif len(panels) == MOST_PANELS:
            missing[f"more than {MOST_PANELS} plots"] = None
        else:
            panels[row, column] = _panel(axes, row, column, missing)
    drawn = list(panels.values())
    if drawn:
        of_all = tuple(entry for legend in figure.legends for entry in _legend(legend))
        drawn[-1] = replace(drawn[-1], legend=drawn[-1].legend + of_all)
    return Figure(tuple(drawn), _words(figure.get_suptitle()), tuple(missing)[:10])


def _places(positions: list[float], downwards: bool = False) -> list[int]:
    """The row or column of each position, in fractions of the figure; positions within 0.01 count as the same."""
    order: list[float] = []
    for position in sorted(positions, reverse=downwards):
        if not order or abs(position - order[-1]) > 0.01:
            order.append(position)
    return [min(range(len(order)), key=lambda i: abs(order[i] - position)) for position in positions]


def _panel(axes: Any, row: int, column: int, missing: dict[str, None]) -> Panel:
    (left, bottom), (right, top) = limits_of(axes).tolist()  # first, since transforms use them as they are
    marks = tuple(islice(marks_of(axes, missing), MOST_MARKS + 1))
    if len(marks) > MOST_MARKS:
        missing[f"what comes after the first {MOST_MARKS} shapes"] = None
    return Panel(
        x=_axis(axes, axes.xaxis, left, right),
        y=_axis(axes, axes.yaxis, bottom, top),
        marks=marks[:MOST_MARKS],
        title=_words(axes.get_title() or axes.get_title("left") or axes.get_title("right")),
        legend=tuple(_legend(axes.get_legend())),
        row=row,
        column=column,
        equal=axes.get_aspect() in (1, "equal"),
    )


def _axis(axes: Any, axis: Any, low: float, high: float) -> Axis:
    positions = [float(at) for at in axis.get_majorticklocs()][: 10 * MOST_TICKS]
    formatter = axis.get_major_formatter()
    labels = [_words(label) for label in formatter.format_ticks(positions)]
    if axis.get_scale() == "log":
        labels = [f"{at:g}" for at in positions]
    slack = abs(high - low) * 1e-6
    placed = zip(axis.get_transform().transform(positions).tolist() if positions else (), labels, strict=True)
    ticks = ((at, label) for at, label in placed if min(low, high) - slack <= at <= max(low, high) + slack)
    label = " ".join(filter(None, (_words(axis.label.get_text()), _words(formatter.get_offset()))))  # such as "1e6"
    return Axis(low, high, label, tuple(islice(ticks, MOST_TICKS)), bool(axes.axison and axis.get_visible()))


def _legend(legend: Any) -> Iterator[LegendEntry]:
    if legend is not None:
        for handle, text in islice(zip(legend.legend_handles, legend.get_texts(), strict=False), 30):
            yield LegendEntry(artist_colour(handle), _words(text.get_text()), drawn_as(handle), style_of(handle))


def _words(text: Any) -> str:
    """A text without TeX markup, cut to MOST_TEXT characters."""
    return _MATH.sub(lambda match: match[1] or "", str(text))[:MOST_TEXT]
