"""The base of widgets with code that a learner edits and runs."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING

from rich.text import Text
from textual.containers import Vertical

from tuitutor.course.model import Cell, Exercise
from tuitutor.tui.flow.lesson_drafts import Draft
from tuitutor.tui.widgets.editor import CodeEditor
from tuitutor.tui.widgets.looks import look_of

if TYPE_CHECKING:  # only needed once somebody types
    from tuitutor.assist.completion import Call


INDENT = 2  # cells by which a cell's output is indented from its editor
NARROWEST = 40  # fewest columns for which programs are told to print tables


class CodeBox(Vertical):
    """A cell in the text, or the workbench with an exercise. `call` is the call that its cursor is in."""

    call: Call | None = None

    @property
    @abstractmethod
    def what(self) -> Cell | Exercise:
        """The cell or exercise that it runs."""

    @property
    @abstractmethod
    def draft(self) -> Draft:
        """The draft that its editor edits."""

    @property
    @abstractmethod
    def output_width(self) -> int:
        """The number of columns for printed text."""

    @property
    def editor(self) -> CodeEditor:
        return self.query_one(CodeEditor)

    def begin(self) -> None:
        """A run begins."""

    def show_call(self, call: Call | None) -> None:
        """Show the signature of the call that is being typed, if there is room."""
        self.call = call

    def signatures(self) -> tuple[Text, ...]:
        """The signature of `call`, the fullest version first; none without a call."""
        if self.call is None:
            return ()
        from tuitutor.draw.signatures import signatures

        return signatures(self.call, look_of(self.app))
