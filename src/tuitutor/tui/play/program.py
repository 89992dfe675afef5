"""The network and its training as a Keras program, to read; it is also in a file."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from tuitutor.tui.widgets.editor import CodeEditor
from tuitutor.tui.widgets.keybar import KeyBar
from tuitutor.tui.widgets.line import SplitLine


class ProgramScreen(ModalScreen[None]):
    """Shows the code, read-only, and says which file it is in."""

    CSS_PATH = "../screens/panel.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,k,q", "dismiss(None)", "Back", show=False, priority=True)]

    def __init__(self, code: str, where: str) -> None:
        super().__init__()
        self._code, self._where = code, where

    def compose(self) -> ComposeResult:
        with Vertical(id="panel"):
            yield SplitLine(Text("As Keras code", style="bold"), "it runs as a lesson's cell")
            yield Static(self._where, markup=False)
            with VerticalScroll(id="solution"):
                yield CodeEditor(self._code, grows=True, read_only=True)
            yield KeyBar((("esc", "back", "screen.dismiss(None)"),))

    def on_mount(self) -> None:
        self.query_one("#solution").focus()
