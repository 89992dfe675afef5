"""An exception that learner code raised.

Runs on Python 3.10 with the standard library alone, and is quick to import: grades are shown before anything runs.
"""

from __future__ import annotations

from typing import Optional

from tuitutor.protocol.quick import dataclass


@dataclass(frozen=True)
class Frame:
    """One traceback entry in the learner's own source. `line` counts from 1."""

    filename: str
    line: int
    function: str
    text: str


@dataclass(frozen=True)
class ErrorInfo:
    """An exception raised by learner code. `frames` holds only frames in the sources that ran, outermost first.

    `kind` is the class's name. For a syntax error the last frame is the line that Python could not parse.
    """

    kind: str
    message: str
    frames: tuple[Frame, ...] = ()
    traceback: str = ""  # the full text

    @property
    def line(self) -> Optional[int]:
        """The innermost line of learner code, counted from 1; None if unknown."""
        return self.frames[-1].line if self.frames else None
