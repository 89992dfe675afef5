"""The part of the state that guidance and runs need, on whichever thread the disk access is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from tuitutor.progress.journal import Entry
from tuitutor.progress.progress import Progress

if TYPE_CHECKING:
    from tuitutor.progress.past import PastAttempt


class Ledger(Protocol):
    """A learner's progress, and a way to add to it."""

    def now(self) -> float:
        """The time for a new entry."""
        ...

    def record(self, entry: Entry) -> None:
        """Add an entry; `progress` knows it at once."""
        ...

    def keep(self, kept: PastAttempt) -> None:
        """Keep a graded attempt, what it ran and its results, to show it again."""
        ...

    async def attempts_at(self, exercise: str) -> tuple[PastAttempt, ...]:
        """The kept attempts at an exercise, in order of time."""
        ...

    def progress(self) -> Progress:
        """All that is known."""
        ...
