"""What the lesson screen does about drafts: others' versions are shown or kept, and either is said."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from tuitutor.progress.drafts import Saved
from tuitutor.tui.flow.drafts import CellDraft, Draft, ExerciseDraft
from tuitutor.tui.screens.cells import CellDesk

if TYPE_CHECKING:
    from tuitutor.tui.screens.exercise import ExerciseDesk

_AGAIN = 15.0  # seconds without news of a draft before the next is said: somebody may be typing it elsewhere


class DraftDesk:
    """Listens to the drafts of a lesson. `changed` is called when the header may have to say something else."""

    def __init__(
        self, cells: CellDesk, exercise: ExerciseDesk | None, changed: Callable[[], None], say: Callable[[str], None]
    ) -> None:
        self._cells = cells
        self._exercise = exercise
        self._changed = changed
        self._say = say
        self._arrived: dict[Draft, float] = {}

    def drafts_changed(self, saved: Saved) -> None:
        """A text waits to be saved, or was."""
        if saved.kept is not None:
            self._say(f"This draft was changed elsewhere too; that version is kept as {saved.kept}.")
        if saved.apart is not None:
            self._say(
                "This draft keeps being changed elsewhere; "
                f"what you type here is now saved separately, as {saved.apart}."
            )
        self._changed()

    def draft_arrived(self, draft: Draft, text: str) -> bool:
        """Somebody else saved a draft that the learner left alone. Whether it could be shown."""
        if isinstance(draft, CellDraft):
            shown = self._cells.arrived(draft, text)
        elif self._exercise is None or self._exercise.exercise.label != draft.label:
            return True  # it is shown when the exercise is opened
        else:
            shown = self._exercise.arrived(draft, text)
        if shown:
            self._tell_arrival(draft)
        return shown

    def _tell_arrival(self, draft: Draft) -> None:
        now = time.monotonic()
        if now - self._arrived.get(draft, -_AGAIN) >= _AGAIN:
            what = "This draft" if isinstance(draft, ExerciseDraft) else "A cell of this lesson"
            self._say(f"{what} was changed elsewhere and is shown as it is now; ctrl+z brings yours back.")
        self._arrived[draft] = now
