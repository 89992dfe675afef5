"""A terminal with a stopwatch: every finished frame with the moment of its last byte and the bytes so far."""

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
PATIENCE = 300.0  # seconds after which something is broken, and not slow
QUIET = 1.0  # seconds without a byte, after which a screen has settled


@dataclass(frozen=True, slots=True)
class Frame:
    """A finished screen: its text, when its last byte was read (monotonic seconds), and all bytes up to there."""

    text: str
    at: float
    written: int


class Window(Terminal):
    """Keeps each frame's moment. Its bytes are stamped when they are read, before they are drawn."""

    def __init__(
        self, home: Path, marker: str, program: tuple[str, ...] = APP, size: tuple[int, int] = (COLUMNS, ROWS)
    ) -> None:
        self.timed: list[Frame] = []
        self.opened = time.monotonic()
        super().__init__(home, marker, *size, program=program)

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

    def tap(self, letter: str) -> float:
        """Type a letter; the moment when that was done."""
        self.type(letter)
        return time.monotonic()

    def listen(self, seconds: float) -> bool:
        """Take what is written, waiting for it at most so long; whether there was anything."""
        if not select.select([self._master], [], [], seconds)[0]:
            return False
        self._take(os.read(self._master, 1 << 16))
        return True

    def record(self, seconds: float) -> list[tuple[float, bytes]]:
        """Only note what is written, for so long, with its moments; drawing it (`replay`) would slow the program."""
        end, noted = time.monotonic() + seconds, []
        while (left := end - time.monotonic()) > 0:
            if select.select([self._master], [], [], left)[0]:
                noted.append((time.monotonic(), os.read(self._master, 1 << 16)))
        return noted

    def replay(self, noted: list[tuple[float, bytes]]) -> None:
        """Draw what was recorded."""
        for at, data in noted:
            self._take(data, at)

    def settle(self) -> str:
        """Wait until nothing has been written for a while; the screen then."""
        while self.listen(QUIET):
            pass
        return self.text

    def _take(self, data: bytes, at: float | None = None) -> None:
        at, known = at or time.monotonic(), len(self.frames)
        super()._take(data)
        written = len(self.written) - len(self._unread)
        self.timed += [Frame(text, at, written) for text in self.frames[known:]]


@contextmanager
def window(home: Path, program: tuple[str, ...] = APP, size: tuple[int, int] = (COLUMNS, ROWS)) -> Iterator[Window]:
    """A window that is closed, with all that was started in it, at the end of the block."""
    with marked() as marker, closing(Window(home, marker, program, size)) as opened:
        yield opened
