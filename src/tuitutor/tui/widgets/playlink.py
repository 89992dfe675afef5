"""A link to the TensorFlow Playground in a lesson's text: ours opens in the state that the link describes."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual.binding import Binding, BindingType
from textual.message import Message

from tuitutor.tui.marks import Marks
from tuitutor.tui.widgets.line import SplitLine
from tuitutor.tui.widgets.looks import look_of

if TYPE_CHECKING:  # most lessons don't need it
    from tuitutor.tui.play.task import Task


class PlayLink(SplitLine, can_focus=True):
    """A line below the text that has the link. Enter, or a click, posts `Chosen`."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "choose", "Open", show=False)]
    DEFAULT_CSS = """
    PlayLink { padding: 0 1; margin: 0 2 1 2; background: $panel; max-width: 92; }
    PlayLink:focus { background: $primary 30%; }
    """

    class Chosen(Message):
        """The learner wants to play in this state, for an exercise if there is a task."""

        def __init__(self, address: str, task: Task | None = None) -> None:
            super().__init__()
            self.address, self.task = address, task

    def __init__(self, address: str, words: str, marks: Marks) -> None:
        super().__init__(name=f"play:{address}")
        self._address, self._words, self._marks = address, words, marks

    def on_mount(self) -> None:
        self._draw()
        self.watch(self.app, "theme", self._draw, init=False)

    def _draw(self) -> None:
        look = look_of(self.app)
        words = look.line(self._words)
        named = "playground" in words.lower()
        words = words[:1].upper() + words[1:] if named else f"Playground: {words}" if words else "Playground"
        left = Text.assemble((f"{self._marks.folded} ", look.style("quiet")), (words, "bold"))
        self.show("", Text.assemble(left, ("   enter opens it", look.style("quiet"))), left)

    def action_choose(self) -> None:
        self.post_message(self.Chosen(self._address))

    def on_click(self) -> None:
        self.action_choose()
