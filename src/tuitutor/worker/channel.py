"""Whole lines over raw file descriptors, from a child to the worker and from the worker to the app."""

from __future__ import annotations

import os
import threading
from typing import Optional

from tuitutor.errors import ProtocolError
from tuitutor.protocol import codec
from tuitutor.protocol.events import Closing, Event

READ = 1 << 16  # bytes


class Emitter:
    """Writes whole events to a pipe, from any thread.

    News that is too large is dropped, never sent in part. But somebody waits for the answer to a command: in place of
    one that is too large, a line that is not an event is sent, which ends the run as a violation.
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
    """Splits what arrives on a descriptor into lines. A line of `limit` bytes or more is replaced by None."""

    def __init__(self, limit: int = codec.MAX_LINE) -> None:
        self._limit = limit
        self._buffer = b""
        self._skipping = False

    def feed(self, data: bytes) -> list[Optional[bytes]]:
        """The lines that `data` completes, in order; None for one that was too long."""
        *lines, self._buffer = (self._buffer + data).split(b"\n")
        out: list[Optional[bytes]] = []
        for line in lines:
            out.append(None if self._skipping or len(line) >= self._limit else line)
            self._skipping = False
        if len(self._buffer) >= self._limit:
            self._buffer, self._skipping = b"", True
        return out


def read_some(fd: int) -> Optional[bytes]:
    """The bytes available; b"" at the end; None if there are none at the moment."""
    try:
        return os.read(fd, READ)
    except BlockingIOError:
        return None
    except OSError:
        return b""
