"""A panel that draws itself for the width it has."""

from __future__ import annotations

from collections.abc import Callable

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from tuitutor.draw.look import Look
from tuitutor.tui.widgets.looks import look_of

Draw = Callable[[int, Look], Text]
"""Draws something in a width of so many cells and in a look."""


def nothing(width: int, look: Look) -> Text:
    """Draws nothing."""
    return Text()


class Drawing(VerticalScroll):
    """Scrolls over a drawing, which is drawn anew when the width or the theme changes."""

    DEFAULT_CSS = """
    Drawing > Static { width: 1fr; height: auto; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._draw: Draw = nothing
        self._drawn = Text()

    def compose(self) -> ComposeResult:
        yield Static(markup=False)

    def on_mount(self) -> None:
        self.watch(self.app, "theme", self._redraw, init=False)

    def show(self, draw: Draw) -> None:
        """Show another drawing."""
        self._draw = draw
        self._redraw()

    def on_resize(self) -> None:
        self._redraw()

    def _redraw(self) -> None:
        width = self.scrollable_content_region.width
        if width <= 0:
            return
        drawn = self._draw(width, look_of(self.app))
        if drawn != self._drawn:  # what is on the screen already need not be sent again
            self._drawn = drawn
            self.query_one(Static).update(drawn)
