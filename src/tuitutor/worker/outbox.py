"""Events waiting to be written to the app, so that the host never waits for a slow reader."""

from __future__ import annotations

from tuitutor.errors import ProtocolError
from tuitutor.protocol import codec
from tuitutor.protocol.events import Event, Output, Violated
from tuitutor.worker.channel import Writer

BACKLOG = 32 << 20  # bytes waiting for a slow reader, past which output and news are dropped


class Outbox(Writer):
    """A queue of events on a descriptor. Once `lost`, nobody reads any more."""

    @property
    def is_full(self) -> bool:
        """Whether the reader is far behind."""
        return len(self) > BACKLOG

    def send(self, event: Event) -> None:
        """Queue an event; never blocks. Output is dropped if the reader is far behind."""
        if not (self.is_full and isinstance(event, Output)):
            self.write(encoded(event))


def encoded(event: Event) -> bytes:
    """The line of an event, or of a `Violated` if it is too long, as a child's may be once it is encoded again."""
    try:
        return codec.encode(event)
    except ProtocolError as error:
        return codec.encode(Violated(getattr(event, "child", ""), str(error)))
