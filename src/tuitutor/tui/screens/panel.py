"""The base of the panels in front of a lesson."""

from __future__ import annotations

from typing import Generic, TypeVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widget import Widget

from tuitutor.tui.turns import focus_now

Result = TypeVar("Result")


class Panel(ModalScreen[Result], Generic[Result]):
    """A frame around its `parts`. It is dismissed with a result."""

    CSS_PATH = "panel.tcss"
    AUTO_FOCUS = ""

    def __init__(self, *parts: Widget, focus: Widget | None = None) -> None:
        super().__init__()
        self._parts = parts
        self._first_focused = focus

    def compose(self) -> ComposeResult:
        with Vertical(id="panel"):
            yield from self._parts

    def on_mount(self) -> None:
        if self._first_focused is not None:
            focus_now(self._first_focused, scroll_visible=False)
