"""The base of widgets with code that a learner edits and runs."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING

from rich.text import Text
from textual.containers import Vertical

from tuitutor import spelling
from tuitutor.course.model import Cell, Exercise
from tuitutor.tui import keys
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

    def counted(self) -> Text:
        """How many problems are marked in the code; empty if none."""
        look, count = look_of(self.app), len(self.editor.problems)
        line = f"{spelling.counted(count, 'problem')} · {keys.ERROR.shown} {'next' if count > 1 else 'goes there'}"
        return Text(look.text(line) if count else "", look.style("warning"))

    def signatures(self) -> tuple[Text, ...]:
        """What to know of the cursor's line, the fullest version first: its problem, or the signature of `call`."""
        look, problem = look_of(self.app), self.editor.problem_here if self.editor.has_focus else None
        if problem is not None:
            said = Text(look.line(problem.sentence), look.style("warning"))
            return (said + Text(look.line(f" {problem.fix}"), look.style("quiet")), said)
        if self.call is None:
            return ()
        from tuitutor.draw.signatures import signatures

        return signatures(self.call, look)
