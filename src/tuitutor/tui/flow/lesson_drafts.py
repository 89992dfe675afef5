"""Drafts on their way to disk, and other people's versions on their way to the editor.

A text is saved a moment after a keystroke, several keystrokes at once. Another thread uses the disk, so nothing waits
for it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from concurrent.futures import Future
from pathlib import Path
from typing import ClassVar, Protocol

from msgspec import Struct

from tuitutor.course.model import Cell, Exercise, Lesson
from tuitutor.errors import StateError
from tuitutor.progress.background import BackgroundStore
from tuitutor.progress.drafts import Saved
from tuitutor.progress.store import Store
from tuitutor.tui.flow.pacing import spawn

DELAY = 0.3  # seconds from the first unsaved keystroke to its save; the promise is 0.5


class ExerciseDraft(Struct, frozen=True):
    """The draft of an exercise; `original` is the author's starter."""

    label: str
    original: str

    CALLED: ClassVar[str] = "The starter"

    @classmethod
    def of(cls, exercise: Exercise) -> ExerciseDraft:
        return cls(exercise.label, exercise.starter)


class CellDraft(Struct, frozen=True):
    """The draft of a lesson's cell; `original` is the author's source."""

    lesson: str
    key: str
    original: str

    CALLED: ClassVar[str] = "The lesson's own cell"

    @classmethod
    def of(cls, lesson: Lesson, cell: Cell) -> CellDraft:
        return cls(lesson.id, cell.key, cell.source)


Draft = ExerciseDraft | CellDraft
_Found = dict[Draft, str | StateError | None]


class Listener(Protocol):
    """Shows the drafts."""

    def drafts_changed(self, saved: Saved) -> None:
        """The state of the drafts on disk may have changed; `saved` is the outcome of a save, if there was one."""
        ...

    def draft_arrived(self, draft: Draft, text: str) -> bool:
        """Show a text saved by somebody else while nothing was unsaved here. False if keys are on their way.

        `LessonDrafts.text` is still the previous text.
        """
        ...


class LessonDrafts:
    """The texts of a lesson's drafts; a changed text is saved a moment later.

    The timer starts at the first unsaved keystroke and isn't postponed by later keystrokes, so continuous typing never
    delays a save. A draft has at most one save on its way: when a disk hangs, it gets the latest text once it answers.
    """

    def __init__(self, store: BackgroundStore) -> None:
        self._store = store
        self.listener: Listener | None = None
        self._texts: dict[Draft, str | None] = {}
        self._unsaved: dict[Draft, str] = {}
        self._saving: dict[Draft, asyncio.Task[None]] = {}
        self._polling = asyncio.Lock()
        self._timer: asyncio.TimerHandle | None = None
        self.problems: dict[Draft, str] = {}

    # ---- reading

    async def load(self, drafts: Iterable[Draft]) -> None:
        """Read the drafts for `text` and `poll` from now on; `problems` has the reasons why some can't be read."""
        self._know(await asyncio.wrap_future(self._reading(drafts)))

    def load_now(self, drafts: Iterable[Draft], seconds: float) -> bool:
        """Read drafts before there is a screen; False if the disk doesn't answer within these `seconds`."""
        try:
            self._know(self._reading(drafts).result(seconds))
        except TimeoutError:
            return False
        return True

    def _reading(self, drafts: Iterable[Draft]) -> Future[_Found]:
        paths = {draft: self._path(draft) for draft in drafts}
        return self._store.submit(lambda store: _read(store, paths))

    def _know(self, found: _Found) -> None:
        self._texts = {draft: text for draft, text in found.items() if not isinstance(text, StateError)}
        self.problems = {draft: str(error) for draft, error in found.items() if isinstance(error, StateError)}

    def text(self, draft: Draft) -> str:
        """The current text of the draft; the original if the learner wrote none, or it can't be read."""
        text = self._texts.get(draft)
        return draft.original if text is None else text

    async def poll(self, *, again: bool = False) -> None:
        """Check whether somebody else saved a draft, and retry failed saves; never twice at once.

        `again`: if a check is being made, make another once it has ended.
        """
        if self._polling.locked() and not again:
            return
        async with self._polling:
            self._store.flush()
            at_rest = self._texts.keys() - self._unsaved.keys() - self._saving.keys()
            paths = {draft: self._path(draft) for draft in self._texts if draft in at_rest}
            read = self._store.submit(lambda store: {draft: store.drafts.news(path) for draft, path in paths.items()})
            news = await asyncio.wrap_future(read)
        shown: list[Path] = []
        for draft, text in news.items():
            if text is None or draft in self._unsaved or draft in self._saving or draft not in self._texts:
                continue
            if self.listener is not None and self.listener.draft_arrived(draft, text):
                self._texts[draft] = text
                shown.append(paths[draft])
        if shown:
            self._store.submit(lambda store: store.drafts.accept(*shown))
        self._tell(Saved())

    async def file_of(self, draft: Draft) -> Path:
        """The draft's file, with its current text, for another editor. Waits until it is saved."""
        while draft in self._unsaved or draft in self._saving:
            self.flush()
            await asyncio.wait([self._saving[draft]])
        path, text = self._path(draft), self.text(draft)

        def put_there(store: Store) -> None:
            if not path.exists():
                store.save(path, text)

        await asyncio.wrap_future(self._store.submit(put_there))
        return path

    # ---- saving

    def changed(self, draft: Draft, text: str) -> None:
        """A draft's text is now `text`; it is saved when the delay is over."""
        self._texts[draft] = text
        self._unsaved[draft] = text
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(DELAY, self.flush)
            self._tell(Saved())

    def flush(self) -> None:
        """Hand everything to the disk now."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        for draft in [draft for draft in self._unsaved if draft not in self._saving]:
            self._saving[draft] = spawn(self._see_saved(draft, self._hand(draft, self._unsaved.pop(draft))))

    def hand_over(self) -> None:
        """Hand everything to the disk without waiting for the outcome: the last call, with or without a loop."""
        while self._unsaved:
            self._hand(*self._unsaved.popitem())

    async def _see_saved(self, draft: Draft, saving: Future[Saved]) -> None:
        saved = await asyncio.wrap_future(saving)
        del self._saving[draft]
        if draft in self._unsaved and self._timer is None:
            self.flush()
        self._tell(saved)

    def _hand(self, draft: Draft, text: str) -> Future[Saved]:
        dropped = isinstance(draft, CellDraft) and text == draft.original
        return self._store.save(self._path(draft), None if dropped else text)

    def _tell(self, saved: Saved) -> None:
        if self.listener is not None:
            self.listener.drafts_changed(saved)

    def _path(self, draft: Draft) -> Path:
        match draft:
            case ExerciseDraft(label=label):
                return self._store.draft_path(label)
            case CellDraft(lesson=lesson, key=key):
                return self._store.cell_path(lesson, key)


def _read(store: Store, paths: dict[Draft, Path]) -> _Found:
    found: _Found = {}
    for draft, path in paths.items():
        try:
            found[draft] = store.read(path)
        except StateError as error:
            found[draft] = error
    return found
