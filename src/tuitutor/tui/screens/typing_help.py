"""Help with what is typed: completions, the call that the cursor is in, and what a name is."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from textual.screen import Screen

from tuitutor.course.model import Lesson
from tuitutor.errors import TuitutorError
from tuitutor.tui.flow.study import Study
from tuitutor.tui.widgets.cell import CellBox
from tuitutor.tui.widgets.codebox import CodeBox
from tuitutor.tui.widgets.column import LessonColumn
from tuitutor.tui.widgets.completer import Completer, CompletionList
from tuitutor.tui.widgets.editor import CodeEditor

if TYPE_CHECKING:  # only needed once somebody types
    from tuitutor.assist.completion import Call


class TypingHelp:
    """Knows what runs before an editor's code, and the reference of the learner's own Keras once it was learned."""

    def __init__(self, screen: Screen[None], study: Study, lesson: Lesson, column: LessonColumn) -> None:
        self.offers = CompletionList()
        self.completer = Completer(self.offers, lambda: study.reference.known, self._code_before, _show_call)
        self._screen = screen
        self._study = study
        self._lesson = lesson
        self._column = column

    async def learn(self) -> None:
        """Learn the reference; without it, only completion is missing."""
        with suppress(TuitutorError):
            await self._study.reference.learn(self._study.worker)

    def accept(self) -> None:
        """Insert the choice that was clicked."""
        if isinstance(self._screen.focused, CodeEditor):
            self.completer.accept(self._screen.focused)

    async def explain(self) -> None:
        """Show what the name under the cursor is; if there is none that is known, show the help."""
        reference, editor, found = self._study.reference.known, self._screen.focused, None
        if reference is not None and isinstance(editor, CodeEditor):
            from tuitutor.assist.completion import facts_at

            found = facts_at(*editor.code_and_cursor, reference, self._code_before(editor))
        if found is None:
            await self._screen.run_action("app.help")
            return
        from tuitutor.tui.screens.popups import ReferenceScreen

        async def explained(help_wanted: bool | None) -> None:
            if help_wanted:
                await self._screen.run_action("app.help")

        self._screen.app.push_screen(ReferenceScreen(*found), explained)

    def _code_before(self, editor: CodeEditor) -> str:
        """The code that runs before an editor's: the cells above, or the lesson's setup."""
        box = box_around(editor)
        if isinstance(box, CellBox):
            return "\n".join(above.editor.text for above in self._column.cells if above.index < box.index)
        return "\n".join(cell.source for cell in self._lesson.setup)


def box_around(editor: CodeEditor) -> CodeBox | None:
    """The cell or the workbench that an editor is part of."""
    return next((widget for widget in editor.ancestors if isinstance(widget, CodeBox)), None)


def _show_call(editor: CodeEditor, call: Call | None) -> None:
    if (box := box_around(editor)) is not None:
        box.show_call(call)
