"""Training curves, live."""

from __future__ import annotations

from rich.text import Text
from textual.geometry import Size
from textual.widget import Widget

from tuitutor.draw.curves import FitCurves, describe, draw_curves, status
from tuitutor.draw.look import wrap
from tuitutor.tui.widgets.looks import look_of

_WIDEST = 100  # a curve of some dozen epochs gains nothing from more


class CurvesView(Widget):
    """Draws the latest snapshot at its own size: a status line, then the plot, and words for it once it is done."""

    DEFAULT_CSS = """
    CurvesView { width: 1fr; height: 1fr; }
    """

    def __init__(self, empty: str = "", *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._empty = empty
        self._curves: FitCurves | None = None
        self._ghost: FitCurves | None = None

    def show(self, curves: FitCurves | None, ghost: FitCurves | None = None) -> None:
        """Draw these curves, and those of an earlier run as a ghost."""
        if curves is not self._curves or ghost is not self._ghost:
            self._curves, self._ghost = curves, ghost
            self.refresh()

    def render(self) -> Text:
        size = Size(min(self.content_size.width, _WIDEST), self.content_size.height)
        curves = self._curves
        look = look_of(self.app)
        if curves is None or size.width < 2:
            return Text(look.text(self._empty), style=look.style("quiet"))
        words = wrap(describe(curves), size.width, look, look.style("quiet")) if curves.done else []
        if size.height < 12:
            words = []
        head = Text(look.text(status(curves)), no_wrap=True, overflow="ellipsis", end="")
        plot = draw_curves(curves, size.width, size.height - 1 - len(words), look, self._ghost)
        return Text("\n").join([head, plot, *words])
