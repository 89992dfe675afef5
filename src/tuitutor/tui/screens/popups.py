"""Small panels with one thing to read, and esc to go back: a question, a card, code."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Static

from tuitutor.draw.look import wrap
from tuitutor.draw.signatures import card
from tuitutor.engine.guidance import Solution
from tuitutor.protocol.name_facts import NameFacts
from tuitutor.tui import keys
from tuitutor.tui.play import play_keys
from tuitutor.tui.widgets.drawing import Draw, Drawing
from tuitutor.tui.widgets.editor import CodeEditor
from tuitutor.tui.widgets.prose import ProseView
from tuitutor.tui.widgets.single_lines import Entry, KeyBar, SplitLine


class _DrawingScreen(ModalScreen[bool]):
    """A drawing to read. `keys` are those that dismiss it, in its bar."""

    CSS_PATH = "panel.tcss"

    def __init__(self, draw: Draw, keys: tuple[Entry, ...]) -> None:
        super().__init__()
        self._draw = draw
        self._keys = keys

    def compose(self) -> ComposeResult:
        with Vertical(id="panel"):
            yield Drawing(id="help")
            yield KeyBar(self._keys)

    def on_mount(self) -> None:
        drawing = self.query_one(Drawing)
        drawing.show(self._draw)
        drawing.focus()


class ConsentScreen(_DrawingScreen):
    """Asks, before a course's code runs for the first time. Dismissed with whether the learner trusts the course."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "dismiss(True)", "Run it", show=False),
        Binding("escape,n,q", "dismiss(False)", "Not now", show=False),
    ]

    def __init__(self, question: str) -> None:
        super().__init__(
            lambda width, look: Text("\n").join(wrap(question, width, look)),
            (("y", "run it", "screen.dismiss(True)"), ("esc", "not now", "screen.dismiss(False)")),
        )


class ReferenceScreen(_DrawingScreen):
    """Shows what the installed library says about a name. Dismissed with whether the help is wanted."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss(False)", "Back", show=False),
        keys.HELP.binding("dismiss(True)"),
        keys.HELP_TEXT.binding("dismiss(True)"),
    ]

    def __init__(self, path: str, facts: NameFacts) -> None:
        super().__init__(
            partial(card, path, facts),
            (("esc", "back", "screen.dismiss(False)"), (keys.HELP.shown, "help", "screen.dismiss(True)")),
        )


class _CodeScreen(ModalScreen[None]):
    """Code to read and what belongs to it (`parts`), below a title and a remark."""

    CSS_PATH = "panel.tcss"

    def __init__(self, title: str, remark: str, *parts: Widget, where: str = "") -> None:
        super().__init__()
        self._above = SplitLine(Text(title, style="bold"), remark)
        self._where = where
        self._parts = parts

    def compose(self) -> ComposeResult:
        with Vertical(id="panel"):
            yield self._above
            if self._where:
                yield Static(self._where, markup=False)
            yield VerticalScroll(*self._parts, id="solution")
            yield KeyBar((("esc", "back", "screen.dismiss(None)"),))

    def on_mount(self) -> None:
        self.query_one("#solution").focus()


class SolutionScreen(_CodeScreen):
    """Shows the solution, read-only, and its explanation; the learner's draft stays as it is."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss(None)", "Back", show=False, priority=True),
        keys.SOLUTION.binding("dismiss(None)"),
    ]

    def __init__(self, title: str, solution: Solution) -> None:
        answer = [ProseView(solution.answer)] if solution.answer else []
        code = [CodeEditor(solution.code, grows=True, read_only=True)] if solution.code else []
        super().__init__(title, "your draft stays as it is", *answer, *code, ProseView(solution.explanation))


class ProgramScreen(_CodeScreen):
    """Shows the code, read-only, and says which file it is in."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss(None)", "Back", show=False, priority=True),
        play_keys.PROGRAM.binding("dismiss(None)"),
    ]

    def __init__(self, code: str, where: str) -> None:
        editor = CodeEditor(code, grows=True, read_only=True)
        super().__init__("As Keras code", "it runs as a lesson's cell", editor, where=where)
