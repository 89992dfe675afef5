"""Whole lines over raw file descriptors, from a child to the worker and from the worker to the app.

The host never waits for a slow reader.
"""

from __future__ import annotations

import fcntl
import os
import selectors
import termios
import threading
from array import array
from dataclasses import dataclass
from typing import Optional

from tuitutor.errors import ProtocolError
from tuitutor.protocol import codec
from tuitutor.protocol.events import Closing, Event, Output, Violated

READ = 1 << 16  # bytes


@dataclass(frozen=True)
class Pipes:
    """A child's ends: `commands` is read; `events`, `stdout`, `stderr` and `trace` (for tracebacks) are written."""

    commands: int
    events: int
    stdout: int
    stderr: int
    trace: int


class Emitter:
    """Writes whole events to a pipe, from any thread.

    News too large for a line is dropped, never sent in part. But the app waits for the answer to a command: too large
    an answer is replaced by a line that is not an event, and this ends the run as a violation.
    """

    def __init__(self, fd: int) -> None:
        self._fd = fd
        self._lock = threading.Lock()

    def __call__(self, event: Event) -> None:
        try:
            line = memoryview(codec.encode(event))
        except ProtocolError:
            if not isinstance(event, Closing):
                return
            line = memoryview(b"an answer that is too large\n")
        with self._lock:
            while line:
                line = line[os.write(self._fd, line) :]


class LineReader:
    """Splits the bytes from a descriptor into lines. A line of `limit` bytes or more is replaced by None."""

    def __init__(self, limit: int = codec.MAX_LINE) -> None:
        self._limit = limit
        self._buffer = bytearray()
        self._skipping = False

    def feed(self, data: bytes) -> list[Optional[bytes]]:
        """Return the lines completed by `data`, in order; None for a line that was too long."""
        *ends, rest = data.split(b"\n")
        lines: list[Optional[bytes]] = []
        for end in ends:
            self._add(end)
            lines.append(None if self._skipping else bytes(self._buffer))
            self._buffer, self._skipping = bytearray(), False
        self._add(rest)
        return lines

    def _add(self, part: bytes) -> None:
        """Add to the current line without copying it: it may come byte by byte."""
        if not self._skipping:
            self._buffer += part
        if len(self._buffer) >= self._limit:
            self._buffer, self._skipping = bytearray(), True


class Writer:
    """A queue of bytes for a descriptor with a slow reader. The selector's loop writes them when there is room.

    `lost`: the reader is gone. `written` counts the bytes written so far.
    """

    def __init__(self, fd: int, selector: selectors.BaseSelector) -> None:
        self.lost, self.written = False, 0
        self._fd, self._selector = fd, selector
        self._waiting = bytearray()
        os.set_blocking(fd, False)

    def __len__(self) -> int:
        return len(self._waiting)

    def write(self, data: bytes) -> None:
        """Write `data` after the bytes that are waiting."""
        self._waiting += data
        self._flush()

    def close(self) -> None:
        """Drop the bytes that are waiting."""
        self._waiting.clear()
        self._watch()

    def _flush(self) -> None:
        try:
            while self._waiting:
                count = os.write(self._fd, self._waiting)
                self.written += count
                del self._waiting[:count]
        except BlockingIOError:
            pass
        except OSError:
            self.lost = True
            self._waiting.clear()
        self._watch()

    def _watch(self) -> None:
        registered = self._fd in self._selector.get_map()
        if self._waiting and not registered:
            self._selector.register(self._fd, selectors.EVENT_WRITE, self._flush)
        elif registered and not self._waiting:
            self._selector.unregister(self._fd)


def unread(fd: int) -> int:
    """Return the number of bytes to read from a pipe."""
    count = array("i", [0])
    fcntl.ioctl(fd, termios.FIONREAD, count)
    return count[0]


def read_some(fd: int) -> Optional[bytes]:
    """Return the bytes available; b"" at the end; None if there are none at the moment."""
    try:
        return os.read(fd, READ)
    except BlockingIOError:
        return None
    except OSError:
        return b""


BACKLOG = 32 << 20  # bytes waiting for a slow reader; beyond this, output and news are dropped


class Outbox(Writer):
    """A queue of events for a descriptor."""

    @property
    def is_full(self) -> bool:
        """Whether the reader is far behind."""
        return len(self) > BACKLOG

    def send(self, event: Event) -> None:
        """Queue an event; never blocks. Output is dropped if the reader is far behind."""
        if not (self.is_full and isinstance(event, Output)):
            self.write(encoded(event))


def encoded(event: Event) -> bytes:
    """Return the line of an event. A child's event may be too long once encoded again: then that of a `Violated`."""
    try:
        return codec.encode(event)
    except ProtocolError as error:
        return codec.encode(Violated(getattr(event, "child", ""), str(error)))
