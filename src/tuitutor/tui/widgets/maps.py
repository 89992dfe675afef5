"""What a model has learned: its output as a map, live."""

from __future__ import annotations

from rich.text import Text
from textual.widget import Widget

from tuitutor.engine.snapshots import FitCurves
from tuitutor.tui.widgets.looks import look_of


class MapView(Widget, can_focus=True):
    """Draws the latest map of a fit at its own size, or the one of an epoch."""

    DEFAULT_CSS = """
    MapView { width: 1fr; height: 1fr; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._curves: FitCurves | None = None
        self._epoch: int | None = None

    def show(self, curves: FitCurves | None, epoch: int | None = None) -> None:
        """Draw the map of these curves at that epoch, or the latest."""
        if curves is not self._curves or epoch != self._epoch:
            self._curves, self._epoch = curves, epoch
            self.refresh()

    def render(self) -> Text:
        width, height = self.content_size
        taken = None if self._curves is None else self._curves.map_at(self._epoch)
        if taken is None or width < 2:
            return Text("")
        from tuitutor.draw.maps import draw_map  # imported late: the bench is part of the first paint

        return draw_map(taken.map, width, height, look_of(self.app), f"epoch {taken.epoch}")
