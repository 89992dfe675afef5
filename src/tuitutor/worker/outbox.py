"""Events waiting to be written to the app, so that the host never waits for a slow reader."""

from __future__ import annotations

import os
import selectors

from tuitutor.errors import ProtocolError
from tuitutor.protocol import codec
from tuitutor.protocol.events import Event, Output, Violated

BACKLOG = 32 << 20  # bytes waiting for a slow reader, past which output and news are dropped


class Outbox:
    """A queue of events to write to the descriptor `out`. `lost`: nobody reads there any more."""

    def __init__(self, out: int, selector: selectors.BaseSelector) -> None:
        self.lost = False
        self._out, self._selector = out, selector
        self._waiting = bytearray()
        os.set_blocking(out, False)

    @property
    def is_full(self) -> bool:
        """Whether the reader is far behind."""
        return len(self._waiting) > BACKLOG

    def send(self, event: Event) -> None:
        """Queue an event; never blocks. Output is dropped if the reader is far behind."""
        if not (self.is_full and isinstance(event, Output)):
            self.send_line(encoded(event))

    def send_line(self, line: bytes) -> None:
        """Queue an encoded event."""
        self._waiting += line
        self._flush()

    def _flush(self) -> None:
        try:
            while self._waiting:
                del self._waiting[: os.write(self._out, self._waiting)]
        except BlockingIOError:
            pass
        except OSError:
            self.lost, self._waiting = True, bytearray()
        registered = self._out in self._selector.get_map()
        if self._waiting and not registered:
            self._selector.register(self._out, selectors.EVENT_WRITE, self._flush)
        elif registered and not self._waiting:
            self._selector.unregister(self._out)


def encoded(event: Event) -> bytes:
    """The line of an event, or of a `Violated` if it is too long, as a child's may be once it is encoded again."""
    try:
        return codec.encode(event)
    except ProtocolError as error:
        return codec.encode(Violated(getattr(event, "child", ""), str(error)))
