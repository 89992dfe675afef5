"""What guidance and runs need of the state, whichever thread the disk is on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from tuitutor.progress.journal import Entry
from tuitutor.progress.progress import Progress

if TYPE_CHECKING:
    from tuitutor.progress.kept import KeptAttempt


class Ledger(Protocol):
    """Where a learner stands, and a way to add to it."""

    def now(self) -> float:
        """The time to stamp an entry with."""
        ...

    def record(self, entry: Entry) -> None:
        """Add an entry; `progress` knows it at once."""
        ...

    def keep(self, kept: KeptAttempt) -> None:
        """Keep what a graded attempt ran and what came of it, to be shown again."""
        ...

    def progress(self) -> Progress:
        """All that is known."""
        ...
