"""Training curves, live."""

from __future__ import annotations

from collections.abc import Mapping

from rich.text import Text
from textual.geometry import Size
from textual.widget import Widget

from tuitutor.draw.curves import NO_TARGETS, Reading, draw_curves
from tuitutor.draw.look import Look, crop, wrap
from tuitutor.draw.words import describe_curves, status
from tuitutor.engine.snapshots import FitCurves
from tuitutor.tui.widgets.drawing import lay_out
from tuitutor.tui.widgets.looks import look_of

_WIDEST = 100  # columns: a curve of some dozen epochs gains nothing from more
_PLOT = 11  # rows of the plot if the height is free
_LEAST = 10  # and of one that can spare a row for words


class CurvesView(Widget):
    """Draws the latest snapshot at its own size; once training is done, a line also says what the curves did.

    In the lesson's text (`inline`) it begins with a status line, and words and plot are as high as they need to be.
    """

    DEFAULT_CSS = """
    CurvesView { width: 1fr; height: 1fr; }
    CurvesView.-inline { height: auto; }
    """

    def __init__(self, empty: str = "", *, inline: bool = False, id: str | None = None) -> None:
        super().__init__(id=id, classes="-inline" if inline else None)
        self._inline = inline
        self._empty = empty
        self._curves: FitCurves | None = None
        self._ghost: FitCurves | None = None
        self._targets: Mapping[str, float] = NO_TARGETS
        self._reading = Reading()

    def show(
        self,
        curves: FitCurves | None,
        ghost: FitCurves | None = None,
        targets: Mapping[str, float] = NO_TARGETS,
        reading: Reading = Reading(),
    ) -> None:
        """Draw these curves, those of an earlier run as a ghost, and the metrics' targets."""
        self._targets = targets
        if curves is self._curves and ghost == self._ghost and reading == self._reading:
            return
        self._reading = reading
        ended = curves is not None and curves.done and not (self._curves is not None and self._curves.done)
        self._curves, self._ghost = curves, ghost
        if self._inline and ended:
            lay_out(self)
        else:
            self.refresh()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return _PLOT + 1 + len(self._words(min(width, _WIDEST), look_of(self.app)))

    def render(self) -> Text:
        width, height = min(self.content_size.width, _WIDEST), self.content_size.height
        curves, look = self._curves, look_of(self.app)
        if curves is None or width < 2:
            return Text(look.text(self._empty), style=look.style("quiet"))
        words = self._words(width, look)
        if not self._inline:  # their row is kept free from the start: the curves stay as they are when it is filled
            words = (words or [Text()]) if height > _LEAST else []
        head = [crop(Text(look.text(status(curves, width))), width, look)] if self._inline else []
        rows = height - len(head) - len(words)
        drawn = draw_curves(curves, width, rows, look, self._ghost, self._targets, self._reading)
        return Text("\n").join([*head, drawn, *words])

    def _words(self, width: int, look: Look) -> list[Text]:
        curves = self._curves
        if curves is None or not curves.done:
            return []
        if self._inline:
            return wrap(describe_curves(curves), width, look, look.style("quiet"))
        return [crop(Text(look.line(describe_curves(curves, width)), look.style("quiet")), width, look)]
