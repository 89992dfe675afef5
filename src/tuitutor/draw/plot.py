"""Lines on axes as rows of coloured text. The only module that imports plotext.

plotext keeps one figure for the whole process, so drawings take turns under a lock.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from rich.style import Style
from rich.text import Text

from tuitutor.draw.look import Look, Role
from tuitutor.engine.snapshots import Point

_LOCK = threading.Lock()


@dataclass(frozen=True, slots=True)
class PlotLine:
    """Points joined in order, except the points with an index in `gaps` to the point before.

    `head` marks the last point.
    """

    points: tuple[Point, ...]
    gaps: frozenset[int]
    role: Role
    marker: str  # "braille" or one character
    head: str = ""


@dataclass(frozen=True, slots=True)
class PlotScale:
    """The range of an axis, from `low` to `high` (low < high), with labels at some positions."""

    low: float
    high: float
    ticks: tuple[tuple[float, str], ...]


def plot(
    lines: Sequence[PlotLine], x: PlotScale, y: PlotScale, width: int, height: int, baseline: bool, look: Look
) -> list[Text]:
    """`height` rows of at most `width` cells. Later lines are drawn over earlier lines; `baseline` draws the x axis.

    Tick labels of x take a row, and tick labels of y as many columns as the longest.
    """
    with _LOCK:
        plotext = get_plotext()
        figure = plotext.figure
        plotext.terminal.limit(False, False)  # otherwise plots are cut to the size of some other terminal
        figure.clear.all()
        figure.theme("colorless")
        figure.plot_size(width, height)
        figure.axes(False, axis="both", side="both")
        figure.axes(True, axis="y", side="left")
        figure.axes(baseline, axis="x", side="lower")
        for name, axis in (("x", x), ("y", y)):
            positions, labels = [at for at, _ in axis.ticks], [label for _, label in axis.ticks]
            figure.ruler(name).lim(axis.low, axis.high).ticks(positions, labels)
        for line in lines:
            _signal(plotext, line.points, line.gaps, line.marker, line.role, look)
            if line.head and line.points:
                _signal(plotext, line.points[-1:], frozenset(), line.head, line.role, look)
        drawn: str = figure.build().string()
    text = Text.from_ansi(drawn.rstrip("\n"), style=look.style("frame"))
    rows = text.split("\n", allow_blank=True)
    return [Text(look.cells(row.plain), style=row.style, spans=row.spans) for row in rows]


def get_plotext() -> Any:
    """The module, imported late: a lesson is read before anything is drawn.

    It is imported without Pillow, which it may lack, and with a stand-in for its manual: our drawings need neither, and
    they take four fifths of the time and half of the memory.
    """
    manual = ModuleType("plotext._doc.doc")
    vars(manual)["docs"] = None
    with _modules({} if "plotext" in sys.modules else {"PIL": None, manual.__name__: manual}):
        import plotext
    return plotext


@contextmanager
def _modules(substitutes: Mapping[str, ModuleType | None]) -> Iterator[None]:
    """Substitute modules that aren't imported yet; None: as if it were not installed."""
    placed = {name: module for name, module in substitutes.items() if name not in sys.modules}
    sys.modules.update(placed)  # type: ignore[arg-type]  # None has this meaning for Python
    try:
        yield
    finally:
        for name in placed:
            sys.modules.pop(name, None)


def _signal(plotext: Any, points: Sequence[Point], gaps: frozenset[int], marker: str, role: Role, look: Look) -> None:
    style = Style.parse(look.style(role))
    colour = tuple(style.color.get_truecolor()) if style.color else None
    pixel = plotext.pixel(foreground=colour, style="dim" if style.dim else None)
    xs, ys = [at for at, _ in points], [value for _, value in points]
    signal = plotext.figure.signal(xs, ys, marker=plotext.marker(marker, pixel)).lines(True)
    for gap in gaps:
        signal.line(gap, False)
    plotext.figure.draw(signal)
