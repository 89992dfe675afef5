"""What a running program has shown so far, as one immutable value. `folding` makes it from events."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tuitutor.tui.flow.pictures import Pictures

if TYPE_CHECKING:  # a lesson is on the screen before anything runs
    from tuitutor.draw.fits import FitCurves
    from tuitutor.grading.verdicts import Advice
    from tuitutor.protocol.messages import ErrorInfo

HEAD = 4_000  # characters kept of the beginning of what was printed
TAIL = 24_000  # and of its end


@dataclass(frozen=True, slots=True)
class Transcript:
    """Printed text, bounded: its beginning, its end, and the count of characters left out between the two."""

    head: str = ""
    tail: str = ""
    dropped: int = 0

    def add(self, text: str, dropped: int = 0) -> Transcript:
        """The transcript after more text, before which `dropped` characters were already left out elsewhere."""
        head, tail, left_out = self.head, self.tail, self.dropped + dropped
        if not tail and not left_out:
            room = HEAD - len(head)
            head, text = head + text[:room], text[room:]
        tail += text
        if len(tail) > TAIL:
            cut = tail.find("\n", len(tail) - TAIL) + 1 or len(tail) - TAIL
            tail, left_out = tail[cut:], left_out + cut
        return Transcript(head, tail, left_out)

    def __bool__(self) -> bool:
        return bool(self.head or self.tail or self.dropped)


@dataclass(frozen=True, slots=True)
class Shown:
    """Everything that a run shows: printed text, the curves of its latest fit, figures, its last expression's value."""

    transcript: Transcript = field(default_factory=Transcript)
    curves: FitCurves | None = None
    value: str = ""
    pictures: Pictures = field(default_factory=Pictures)


@dataclass(frozen=True, slots=True)
class CellView:
    """A cell's latest run. `number` is None before the first; `note` is a sentence where there is more to say.

    `advice` is what the coach says of the error.
    """

    number: int | None = None
    running: bool = False
    outcome: str = ""
    seconds: float = 0.0
    shown: Shown = field(default_factory=Shown)
    error: ErrorInfo | None = None
    note: str = ""
    advice: tuple[Advice, ...] = ()


def line_in(error: ErrorInfo, filename: str) -> int | None:
    """The line, counted from 1, at which the error passed through one source; None where it did not."""
    return next((frame.line for frame in reversed(error.frames) if frame.filename == filename), None)
