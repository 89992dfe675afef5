"""Finding and replacing: in the editor that had the focus, or finding in the text."""

from __future__ import annotations

from collections.abc import Callable

from textual import on

from tuitutor.tui.screens.whereabouts import Whereabouts
from tuitutor.tui.turns import focus_now
from tuitutor.tui.widgets.editor import CodeEditor
from tuitutor.tui.widgets.findbar import FindBar


class Search(FindBar):
    """The find bar of a lesson, which does what it is asked for; `say` shows the learner a sentence."""

    def __init__(self, where: Whereabouts, say: Callable[..., None]) -> None:
        super().__init__()
        self._where = where
        self._say = say

    def begin(self) -> None:
        """Open the bar for the editor that has the focus, otherwise for the text."""
        focused = self.screen.focused
        editor = self._where.searched = focused if isinstance(focused, CodeEditor) else None
        self.open(editor.chosen_word if editor else "", replaces=editor is not None and not editor.read_only)

    @on(FindBar.Asked)
    def _find(self, event: FindBar.Asked) -> None:
        column = self._where.column
        found = (self._where.searched or column).find(event.text, event.step)
        if not event.text or not event.step:
            return
        held = 0 if self._where.searched else column.count_held(event.text)
        if held:
            self._say(f"{held} more after a prediction." if found else f"Found {held} times, after a prediction.")
        elif not found:
            self._say(f"“{event.text}” was not found.")

    @on(FindBar.Replace)
    def _replace_in_editor(self, event: FindBar.Replace) -> None:
        editor = self._where.searched
        if editor is None:
            return
        if event.everywhere:
            count = editor.replace_all(event.text, event.by)
            self._say(f"Replaced {count} time{'s' * (count != 1)}; ctrl+z in the editor brings the text back.")
        elif not editor.replace_found(event.text, event.by):
            self._say(f"“{event.text}” was not found again.")

    @on(FindBar.Closed)
    def _end(self, event: FindBar.Closed) -> None:
        self._where.column.forget_found()
        if event.back:
            focus_now(self._where.searched or self._where.column)
