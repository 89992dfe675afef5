"""Drawings that adapt to their width."""

from __future__ import annotations

from collections.abc import Callable

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.geometry import Size
from textual.widget import Widget

from tuitutor.draw.look import Look
from tuitutor.tui.widgets.looks import look_of

Draw = Callable[[int, Look], Text]
"""Draws something in this many cells of width and in this look."""


def lay_out(widget: Widget) -> None:
    """Have a widget measured and laid out again.

    While a layout is pending, Textual takes a second request for the same one and keeps measurements made in the
    meantime: children then are higher than their parent. Merging no rules makes the style new, and so the measurement.
    """
    widget.styles.merge_rules({})
    widget.refresh(layout=True)


class FullDrawing(Widget):
    """Shows a drawing as high as it turns out, and redraws it for another width or theme.

    It draws when Textual asks for its height and lines, not on a resize: a hidden widget that is shown again while
    something else scrolls gets no resize event.
    """

    DEFAULT_CSS = """
    FullDrawing { width: 1fr; height: auto; }
    """

    def __init__(self, *, classes: str | None = None) -> None:
        super().__init__(classes=classes)
        self._draw: Draw = lambda width, look: Text()
        self._drawn = Text()
        self._drawn_for: tuple[Draw, int, Look] | None = None

    def show(self, draw: Draw) -> None:
        """Show another drawing."""
        self._draw, self._drawn_for = draw, None
        self._redraw()

    def _redraw(self) -> None:
        before = self._drawn
        now = self._at(self.content_size.width)
        if now.plain.count("\n") != before.plain.count("\n"):
            lay_out(self)
        elif now != before:  # the same drawing needn't be sent again
            self.refresh()

    follow_theme = _redraw

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return self.rows(width)

    def rows(self, width: int) -> int:
        """The drawing's height at this width."""
        return self._at(width).plain.count("\n") + 1

    def render(self) -> Text:
        return self._at(self.content_size.width)

    def _at(self, width: int) -> Text:
        drawn_for = self._draw, width, look_of(self.app)
        if drawn_for != self._drawn_for:
            self._drawn_for = drawn_for
            self._drawn = self._draw(width, drawn_for[2]) if width > 0 else Text()
        return self._drawn


class Drawing(VerticalScroll):
    """A drawing that scrolls."""

    def compose(self) -> ComposeResult:
        yield FullDrawing()

    def show(self, draw: Draw) -> None:
        """Show another drawing."""
        self.query_one(FullDrawing).show(draw)

    def needs(self, width: int) -> int:
        """The rows of all of it at this width."""
        return self.query_one(FullDrawing).rows(width)
