"""The terminal may vanish at any moment: learners are told where it matters, and the app still saves."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import TextIO, cast


def line_note(environ: Mapping[str, str]) -> str:
    """A note if a run would end with the connection; otherwise ""."""
    if not environ.get("SSH_CONNECTION") or environ.get("TMUX") or environ.get("STY"):
        return ""
    return "If this connection drops, a run ends; inside tmux it continues."


class LastingStream:
    """Writes to a terminal for as long as it exists, and drops what comes later.

    Textual's output thread would die of the first error, and everything that writes would then wait for it.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self.busy = False  # whether the terminal hasn't yet taken what is being written

    def write(self, text: str) -> int:
        """Write if the terminal is there."""
        self.busy = True
        with suppress(OSError):
            self._stream.write(text)
        self.busy = False
        return len(text)

    def flush(self) -> None:
        """Flush if the terminal is there."""
        with suppress(OSError):
            self._stream.flush()

    def fileno(self) -> int:
        return self._stream.fileno()

    def isatty(self) -> bool:
        return self._stream.isatty()


def line_is_busy() -> bool:
    """Whether the terminal, or the line to it, hasn't yet taken what was sent."""
    stream: object = sys.__stderr__
    return isinstance(stream, LastingStream) and stream.busy


@contextmanager
def lasting_terminal() -> Iterator[None]:
    """Inside the block Textual draws on a stream that outlives the terminal."""
    before = sys.__stderr__
    if before is None:
        yield
        return
    sys.__stderr__ = cast(TextIO, LastingStream(before))  # type: ignore[misc,assignment]
    try:
        yield
    finally:
        sys.__stderr__ = before  # type: ignore[misc]
