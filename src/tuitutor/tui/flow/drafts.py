"""Drafts on their way to disk: saved a moment after a keystroke, several keystrokes in one go."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from tuitutor.progress.drafts import Saved
from tuitutor.progress.store import Store

DELAY = 0.3  # seconds from the first unsaved keystroke to its save; the promise is 0.5


@dataclass(frozen=True, slots=True)
class ExerciseDraft:
    """The draft of an exercise."""

    label: str


@dataclass(frozen=True, slots=True)
class CellDraft:
    """The draft of a lesson's cell; `original` is the source that the author wrote."""

    lesson: str
    key: str
    original: str


Draft = ExerciseDraft | CellDraft


class DraftKeeper:
    """Keeps changed texts until they are saved. `tell` is called whenever `pending` changes, with what a save said.

    The timer starts at the first unsaved keystroke and is not put off by the next, so typing on never delays a save.
    """

    def __init__(self, store: Store, tell: Callable[[Saved], None], delay: float = DELAY) -> None:
        self._store = store
        self._tell = tell
        self._delay = delay
        self._unsaved: dict[Draft, str] = {}
        self._timer: asyncio.TimerHandle | None = None

    @property
    def pending(self) -> bool:
        """Whether something typed is not saved yet."""
        return bool(self._unsaved)

    def changed(self, draft: Draft, text: str) -> None:
        """A draft's text is now `text`; it is saved when the delay is over."""
        self._unsaved[draft] = text
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(self._delay, self.flush)
            self._tell(Saved())

    def flush(self) -> None:
        """Save everything now."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        while self._unsaved:
            draft, text = self._unsaved.popitem()
            self._tell(self._save(draft, text))

    def _save(self, draft: Draft, text: str) -> Saved:
        match draft:
            case ExerciseDraft(label=label):
                return self._store.save_draft(label, text)
            case CellDraft(lesson=lesson, key=key, original=original) if text == original:
                self._store.drop_cell_draft(lesson, key)
                return Saved()
            case CellDraft(lesson=lesson, key=key):
                return self._store.save_cell_draft(lesson, key, text)
