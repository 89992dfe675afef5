"""Whole lines over raw file descriptors: what a child says to the worker, and what the worker says to the app."""

from __future__ import annotations

import os
import threading
from typing import Optional

from tuitutor.errors import ProtocolError
from tuitutor.protocol import codec
from tuitutor.protocol.events import Closing, Event

READ = 1 << 16  # bytes


class Emitter:
    """Writes events to a pipe, whole, from any thread.

    News that is too large to send is dropped, never torn. Somebody waits for an answer, however: in place of one that
    is too large goes a line that is not an event, which ends the run as a violation.
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
    """Splits what arrives on a descriptor into lines. A line past `limit` bytes is given up as None."""

    def __init__(self, limit: int = codec.MAX_LINE) -> None:
        self._limit = limit
        self._buffer = b""
        self._skipping = False

    def feed(self, data: bytes) -> list[Optional[bytes]]:
        """The lines that `data` completes, in order; None stands for one that was too long."""
        *lines, self._buffer = (self._buffer + data).split(b"\n")
        out: list[Optional[bytes]] = []
        for line in lines:
            out.append(None if self._skipping or len(line) >= self._limit else line)
            self._skipping = False
        if len(self._buffer) >= self._limit:
            self._buffer, self._skipping = b"", True
        return out


def read_some(fd: int) -> Optional[bytes]:
    """Bytes that are there; b"" at the end; None when there is nothing just now."""
    try:
        return os.read(fd, READ)
    except BlockingIOError:
        return None
    except OSError:
        return b""
