"""Problems in the code of the editor that has the focus, found while its writer pauses."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # only needed once somebody types
    from tuitutor.assist.diagnostics import Around, Diagnostic
    from tuitutor.assist.reference import Reference
    from tuitutor.tui.widgets.editor import CodeEditor

PAUSE = 0.5  # seconds without a key after which the text is looked at


class Diagnoser:
    """Shows an editor's problems. One for each screen; editors report to it.

    Of the line that is being written nothing is shown until the cursor leaves it. `around` returns the programs
    around an editor's, or None if its text is none or is meant to fail; `tell` is called with an editor when
    something else is to be said of the cursor's line, or of how many problems there are.
    """

    def __init__(
        self,
        reference: Callable[[], Reference | None],
        around: Callable[[CodeEditor], Around | None],
        tell: Callable[[CodeEditor], None],
    ) -> None:
        self._reference = reference
        self._around = around
        self._tell = tell
        self._text: tuple[CodeEditor, str] | None = None  # as it was when a key was last seen
        self._written: int | None = None  # the line, counted from 1
        self._told: object = None
        self._timer: asyncio.TimerHandle | None = None

    def changed(self, editor: CodeEditor) -> None:
        """The text or the cursor has changed, or the editor has got the focus."""
        before, self._text = self._text, (editor, editor.text)
        line = editor.cursor_location[0] + 1
        if before is None or before[0] is not editor:
            self._written = None
        elif before != self._text:
            self._written = line
        elif line != self._written:
            self._written = None
        self._tell_news(editor)
        self._stop()
        self._timer = asyncio.get_running_loop().call_later(PAUSE, self._look, editor)

    def leave(self, editor: CodeEditor) -> None:
        """The learner leaves the editor: nothing is being written any more."""
        self._stop()
        self._written = self._text = None
        editor.call_after_refresh(self._look, editor)

    def look(self, editor: CodeEditor) -> tuple[Diagnostic, ...]:
        """Show all problems now; returns them."""
        self._stop()
        self._written = None
        self._look(editor)
        return editor.problems

    def _look(self, editor: CodeEditor) -> None:
        from tuitutor.assist.diagnostics import diagnose, settled

        if not editor.is_attached:
            return
        (code, _), around, reference = editor.code_and_cursor, self._around(editor), self._reference()
        if around is None or editor.read_only:
            return
        if self._written is None:
            found = diagnose(code, around, reference)
        else:
            found = settled(code, self._written, editor.problems, around, reference)
        editor.show_problems(found)
        self._tell_news(editor)

    def _tell_news(self, editor: CodeEditor) -> None:
        news = editor, editor.problem_here, len(editor.problems)
        if news != self._told:
            self._told = news
            self._tell(editor)

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer = None
