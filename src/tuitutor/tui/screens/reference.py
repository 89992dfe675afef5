"""A card about one name of the reference."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from tuitutor.draw.signatures import card
from tuitutor.protocol.name_facts import NameFacts
from tuitutor.tui.widgets.drawing import Drawing
from tuitutor.tui.widgets.keybar import KeyBar


class ReferenceScreen(ModalScreen[bool]):
    """Shows what the installed library says about a name. Dismissed with whether the help is wanted."""

    CSS_PATH = "panel.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss(False)", "Back", show=False),
        Binding("f1,question_mark", "dismiss(True)", "Help", show=False),
    ]

    def __init__(self, path: str, facts: NameFacts) -> None:
        super().__init__()
        self._path = path
        self._facts = facts

    def compose(self) -> ComposeResult:
        with Vertical(id="panel"):
            yield Drawing(id="card")
            yield KeyBar((("esc", "back", "screen.dismiss(False)"), ("f1", "help", "screen.dismiss(True)")))

    def on_mount(self) -> None:
        drawing = self.query_one(Drawing)
        drawing.show(partial(card, self._path, self._facts))
        drawing.focus()
