"""The author's solution, to compare with one's own."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen

from tuitutor.engine.guidance import Solution
from tuitutor.tui.widgets.editor import CodeEditor
from tuitutor.tui.widgets.keybar import KeyBar
from tuitutor.tui.widgets.line import SplitLine
from tuitutor.tui.widgets.prose import Prose


class SolutionScreen(ModalScreen[None]):
    """Shows the solution, read-only, and its explanation; the learner's draft stays as it is."""

    CSS_PATH = "panel.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,f6,q", "dismiss(None)", "Back", show=False, priority=True)]

    def __init__(self, title: str, solution: Solution) -> None:
        super().__init__()
        self._title = title
        self._solution = solution

    def compose(self) -> ComposeResult:
        with Vertical(id="panel"):
            yield SplitLine(Text(self._title, style="bold"), "your draft stays as it is")
            with VerticalScroll(id="solution"):
                if self._solution.answer:
                    yield Prose(self._solution.answer)
                if self._solution.code:
                    yield CodeEditor(self._solution.code, grows=True, read_only=True)
                yield Prose(self._solution.explanation)
            yield KeyBar((("esc", "back", "screen.dismiss(None)"),))

    def on_mount(self) -> None:
        self.query_one("#solution").focus()
