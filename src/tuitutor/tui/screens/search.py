"""Finding and replacing: in the editor that had the focus, or finding in the text."""

from __future__ import annotations

from collections.abc import Callable

from tuitutor.tui.screens.whereabouts import Whereabouts
from tuitutor.tui.widgets.editor import CodeEditor
from tuitutor.tui.widgets.findbar import FindBar
from tuitutor.tui.widgets.focus import focus_now


class Search:
    """Does what the find bar asks for; `say` shows the learner a sentence."""

    def __init__(self, where: Whereabouts, say: Callable[..., None]) -> None:
        self.bar = FindBar()
        self._where = where
        self._say = say

    def open(self) -> None:
        """Open the bar, on the editor that has the focus, otherwise on the text."""
        focused = self._where.column.screen.focused
        editor = self._where.searched = focused if isinstance(focused, CodeEditor) else None
        self.bar.open(editor.chosen_word if editor else "", replaces=editor is not None and not editor.read_only)

    def find(self, text: str, step: int) -> None:
        """Go to the next (1) or previous (-1) match, or from where the search began (0)."""
        found = (self._where.searched or self._where.column).find(text, step)
        if not found and text and step:
            self._say(f"“{text}” was not found.")

    def replace(self, text: str, by: str, everywhere: bool) -> None:
        """Replace what was found, or every match in the editor."""
        editor = self._where.searched
        if editor is None:
            return
        if everywhere:
            count = editor.replace_all(text, by)
            self._say(f"Replaced {count} time{'s' * (count != 1)}; ctrl+z in the editor brings the text back.")
        elif not editor.replace_found(text, by):
            self._say(f"“{text}” was not found again.")

    def end(self, *, back: bool) -> None:
        """The bar was closed: remove the marks; `back`: return to what was searched."""
        self._where.column.forget_found()
        if back:
            focus_now(self._where.searched or self._where.column)
