"""Passes texts between a lesson's editors and its drafts, and tells the learner when somebody else changed a draft."""

from __future__ import annotations

import time

from textual.app import SuspendNotSupported

from tuitutor.engine.own_editor import edit, what_changed
from tuitutor.engine.predictions import say
from tuitutor.errors import UsageError
from tuitutor.progress.drafts import Saved
from tuitutor.tui.flow.lesson_drafts import Draft, ExerciseDraft
from tuitutor.tui.screens.reading import ReadingScreen
from tuitutor.tui.widgets.cell import CodeBox
from tuitutor.tui.widgets.editor import CodeEditor
from tuitutor.tui.widgets.single_lines import LONG

_AGAIN = 15.0  # seconds without news of a draft before it is announced again: somebody may be typing it elsewhere


class EditorTexts:
    """Listens to the drafts of a lesson, and saves the learner's predictions for its cells."""

    def __init__(self, screen: ReadingScreen) -> None:
        self._screen = screen
        self._drafts = screen.study.drafts
        self._say = screen.say
        self._announced: dict[Draft, float] = {}  # when news of a draft was last shown

    def text(self, draft: Draft) -> str:
        """The text to show for a draft; if it can't be read, the learner is told."""
        if problem := self._drafts.problems.get(draft):
            self._say(f"{problem}. {draft.CALLED} is shown instead.", LONG)
        return self._drafts.text(draft)

    def edited(self, box: CodeBox, text: str) -> None:
        """The learner changed the text in a box."""
        self._drafts.changed(box.draft, text)
        self._screen.post_message(ReadingScreen.TextsChanged())

    def take_edits(self) -> None:
        """Take the text of the editors, whether or not their messages have arrived."""
        for box in self._screen.boxes():
            if box.query(CodeEditor) and not box.editor.shows(self._drafts.text(box.draft)):
                self.edited(box, box.editor.text)
        self.save_guesses()

    def save_guesses(self) -> None:
        """Save the learner's predictions, except those not changed here: they may be newer elsewhere."""
        for box in self._screen.column.cells:
            guess = box.guess
            if guess is not None and guess.is_open and guess.text != guess.kept:
                say(self._screen.lesson, box.cell, guess.text, self._screen.study.store)
                guess.kept = guess.text

    def reset(self, box: CodeBox) -> None:
        """Put the author's text back, as one edit that can be undone."""
        if box.editor.shows(box.draft.original):
            self._say(f"{box.draft.CALLED} is already here.")
        else:
            box.editor.put(box.draft.original)
            self._say(f"{box.draft.CALLED} is back; ctrl+z brings your text back.")

    async def edit_elsewhere(self, box: CodeBox) -> None:
        """Let the learner edit a draft in their own editor, then show the text that was saved."""
        self.take_edits()
        path, before = await self._drafts.file_of(box.draft), self._drafts.text(box.draft)
        try:
            with box.app.suspend():
                problem = edit(path)
        except (UsageError, SuspendNotSupported) as error:
            self._say(str(error))
            return
        self._announced[box.draft] = time.monotonic()  # the change is announced here
        await self._drafts.poll(again=True)
        self._say(problem or what_changed(before, self._drafts.text(box.draft)), LONG)

    def drafts_changed(self, saved: Saved) -> None:
        """A text is waiting to be saved, or was saved."""
        if saved.kept is not None:
            self._say(f"This draft was changed elsewhere too; that version is kept as {saved.kept}.", LONG)
        self._screen.post_message(ReadingScreen.TextsChanged())

    def draft_arrived(self, draft: Draft, text: str) -> bool:
        """Show a draft that somebody else saved, if the learner left it alone; returns whether they did."""
        box = next((box for box in self._screen.boxes() if box.draft == draft), None)
        if box is None:
            return isinstance(draft, ExerciseDraft)  # it will be shown when the exercise is opened
        if not box.editor.shows(self._drafts.text(draft)):
            return False
        box.editor.take(text)
        now = time.monotonic()
        if now - self._announced.get(draft, -_AGAIN) >= _AGAIN:
            what = "This draft" if isinstance(draft, ExerciseDraft) else "A cell of this lesson"
            self._say(f"{what} was changed elsewhere and is shown as it is now; ctrl+z brings yours back.", LONG)
        self._announced[draft] = now
        return True
