"""A terminal with a stopwatch: each finished frame, when its last byte came, and the bytes up to there."""

from __future__ import annotations

import os
import select
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.e2e.terminal import APP, Terminal
from tests.processes import marked

COLUMNS, ROWS = 80, 24
PATIENCE = 300.0  # seconds after which something is broken, not slow
QUIET = 1.0  # seconds without a byte, after which a screen has settled


@dataclass(frozen=True, slots=True)
class Frame:
    """A finished screen: its text, when its last byte was read (monotonic seconds), and all bytes up to there."""

    text: str
    at: float
    written: int


class Window(Terminal):
    """Keeps each frame's moment. Bytes are stamped when they are read, before they are drawn."""

    def __init__(self, home: Path, marker: str, program: tuple[str, ...]) -> None:
        self.timed: list[Frame] = []
        self.opened = time.monotonic()
        super().__init__(home, marker, COLUMNS, ROWS, program=program)

    def wait_for(self, wanted: str | Callable[[], object], seconds: float = PATIENCE) -> None:
        """As `Terminal.wait_for`, but looks as soon as there are bytes."""
        condition = wanted if callable(wanted) else lambda: wanted in self.text
        end = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > end or not self.running:
                why = f"not in {seconds:g} s" if self.running else f"ended with {self._process.returncode}"
                raise AssertionError(f"{why}: {wanted}\n{self.text or self.last_words}")
            self.listen(0.05)

    def press(self, *keys: str) -> float:  # type: ignore[override]
        """Press keys; the moment when that was done."""
        super().press(*keys)
        return time.monotonic()

    def listen(self, seconds: float) -> bool:
        """Read what is written, waiting at most so long for it; whether there was anything."""
        if not select.select([self._master], [], [], seconds)[0]:
            return False
        self._take(os.read(self._master, 1 << 16))
        return True

    def settle(self, quiet: float = QUIET) -> str:
        """Wait until nothing has been written for `quiet` seconds; the screen then."""
        while self.listen(quiet):
            pass
        return self.text

    def _take(self, data: bytes) -> None:
        at, known = time.monotonic(), len(self.frames)
        super()._take(data)
        written = len(self.written) - len(self._unread)
        self.timed += [Frame(text, at, written) for text in self.frames[known:]]


@contextmanager
def window(home: Path, program: tuple[str, ...] = APP) -> Iterator[Window]:
    """A window, closed at the end of the block with all that was started in it."""
    with marked() as marker, closing(Window(home, marker, program)) as opened:
        yield opened
