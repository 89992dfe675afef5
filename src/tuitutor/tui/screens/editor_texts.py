"""Passes texts between a lesson's editors and its drafts, and tells the learner what others did to a draft."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable

from textual.app import SuspendNotSupported

from tuitutor.course.model import Lesson
from tuitutor.engine.own_editor import edit, what_changed
from tuitutor.engine.predictions import say
from tuitutor.errors import UsageError
from tuitutor.progress.drafts import Saved
from tuitutor.tui.flow.lesson_drafts import Draft, ExerciseDraft
from tuitutor.tui.flow.study import Study
from tuitutor.tui.widgets.cell import CellBox, CodeBox
from tuitutor.tui.widgets.editor import CodeEditor
from tuitutor.tui.widgets.single_lines import LONG

_AGAIN = 15.0  # seconds without news of a draft before it is announced again: somebody may be typing it elsewhere


class EditorTexts:
    """Listens to the drafts of a lesson, and keeps the learner's predictions for its cells.

    `boxes` returns what can be edited; `changed` is called when a text, or the state on disk, may have changed; `say`
    shows the learner a sentence.
    """

    def __init__(
        self,
        study: Study,
        lesson: Lesson,
        boxes: Callable[[], Iterable[CodeBox]],
        changed: Callable[[], None],
        say: Callable[..., None],
    ) -> None:
        self._drafts = study.drafts
        self._store = study.store
        self._lesson = lesson
        self._boxes = boxes
        self._changed = changed
        self._say = say
        self._arrived: dict[Draft, float] = {}

    def text(self, draft: Draft) -> str:
        """The text to show for a draft; if it can't be read, the learner is told."""
        if problem := self._drafts.problems.get(draft):
            self._say(f"{problem}. {draft.CALLED} is shown instead.", LONG)
        return self._drafts.text(draft)

    def edited(self, box: CodeBox, text: str) -> None:
        """The learner changed what is in a box."""
        self._drafts.changed(box.draft, text)
        self._changed()

    def take_edits(self) -> None:
        """Take the text of the editors, whether or not their messages have arrived."""
        for box in self._boxes():
            if box.query(CodeEditor) and not box.editor.shows(self._drafts.text(box.draft)):
                self.edited(box, box.editor.text)
        self.keep_guesses()

    def keep_guesses(self) -> None:
        """Keep the learner's predictions. Those not changed here are left alone: they may be newer elsewhere."""
        for box in self._boxes():
            guess = box.guess if isinstance(box, CellBox) else None
            if isinstance(box, CellBox) and guess is not None and guess.is_open and guess.text != guess.kept:
                say(self._lesson, box.cell, guess.text, self._store)
                guess.kept = guess.text

    def reset(self, box: CodeBox) -> None:
        """Put the author's text back, as one edit that can be undone."""
        if box.editor.shows(box.draft.original):
            self._say(f"{box.draft.CALLED} is already here.")
        else:
            box.editor.put(box.draft.original)
            self._say(f"{box.draft.CALLED} is back; ctrl+z brings your text back.")

    async def edit_elsewhere(self, box: CodeBox) -> None:
        """Let the learner edit a draft in their own editor, then show what was saved."""
        self.take_edits()
        path, before = await self._drafts.file_of(box.draft), self._drafts.text(box.draft)
        try:
            with box.app.suspend():
                problem = edit(path)
        except (UsageError, SuspendNotSupported) as error:
            self._say(str(error))
            return
        self._arrived[box.draft] = time.monotonic()  # what was changed is said here
        await self._drafts.poll(again=True)
        self._say(problem or what_changed(before, self._drafts.text(box.draft)), LONG)

    def drafts_changed(self, saved: Saved) -> None:
        """A text is waiting to be saved, or was saved."""
        if saved.kept is not None:
            self._say(f"This draft was changed elsewhere too; that version is kept as {saved.kept}.", LONG)
        self._changed()

    def draft_arrived(self, draft: Draft, text: str) -> bool:
        """Show a draft that somebody else saved and the learner left alone; returns whether that was possible."""
        box = next((box for box in self._boxes() if box.draft == draft), None)
        if box is None:
            return isinstance(draft, ExerciseDraft)  # it will be shown when the exercise is opened
        if not box.editor.shows(self._drafts.text(draft)):
            return False
        box.editor.take(text)
        now = time.monotonic()
        if now - self._arrived.get(draft, -_AGAIN) >= _AGAIN:
            what = "This draft" if isinstance(draft, ExerciseDraft) else "A cell of this lesson"
            self._say(f"{what} was changed elsewhere and is shown as it is now; ctrl+z brings yours back.", LONG)
        self._arrived[draft] = now
        return True
