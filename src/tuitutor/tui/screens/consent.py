"""Asks, before a course's code runs for the first time, whether it may."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from tuitutor.draw.look import Look, wrap
from tuitutor.tui.widgets.drawing import Drawing
from tuitutor.tui.widgets.keybar import KeyBar


class ConsentScreen(ModalScreen[bool]):
    """Dismissed with whether the learner trusts the course."""

    CSS_PATH = "panel.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "dismiss(True)", "Run it", show=False),
        Binding("escape,n,q", "dismiss(False)", "Not now", show=False),
    ]

    def __init__(self, question: str) -> None:
        super().__init__()
        self._question = question

    def compose(self) -> ComposeResult:
        with Vertical(id="panel"):
            yield Drawing(id="help")
            yield KeyBar((("y", "run it", "screen.dismiss(True)"), ("esc", "not now", "screen.dismiss(False)")))

    def on_mount(self) -> None:
        drawing = self.query_one(Drawing)
        drawing.show(self._draw)
        drawing.focus()

    def _draw(self, width: int, look: Look) -> Text:
        return Text("\n").join(wrap(self._question, width, look))
