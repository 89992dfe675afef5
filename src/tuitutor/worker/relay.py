"""Passes on the events, printed text and tracebacks of children.

The host knows which child a pipe belongs to, so no child can speak for another. It drops news beyond an allowance.
"""

from __future__ import annotations

import selectors
from collections.abc import Callable
from functools import partial
from typing import Optional, get_args

from tuitutor.errors import ProtocolError
from tuitutor.protocol import codec
from tuitutor.protocol.events import (
    BatchEnded,
    Closing,
    EpochEnded,
    FigureShown,
    Grown,
    Halted,
    News,
    Spent,
    Stream,
    Violated,
)
from tuitutor.worker.channel import READ, Outbox, encoded, read_some, unread
from tuitutor.worker.child_process import ChildInUse

_STREAMS: tuple[Stream, ...] = get_args(Stream)


class Relay:
    """Passes on from the pipes of children to the app. `spent` returns the CPU seconds of all children so far."""

    def __init__(self, outbox: Outbox, selector: selectors.BaseSelector, spent: Callable[[], float]) -> None:
        self._outbox, self._selector, self._spent = outbox, selector, spent

    def follow(self, child: ChildInUse) -> None:
        """Pass on everything that the child sends from now on."""
        process = child.process
        for fd, read in (
            (process.events, partial(self._read_events, child)),
            (process.stdout, partial(self._pass_on, child, "stdout")),
            (process.stderr, partial(self._pass_on, child, "stderr")),
            (process.trace, partial(self._read_trace, child)),
        ):
            self._selector.register(fd, selectors.EVENT_READ, read)

    def finish(self, child: ChildInUse) -> None:
        """Pass on the rest from a child that has ended."""
        process, watched = child.process, self._selector.get_map()
        for fd, read in ((process.events, self._read_events), (process.trace, self._read_trace)):
            if fd in watched:
                read(child)
        self._drain(child)
        for fd in (process.events, process.stdout, process.stderr, process.trace):
            if fd in watched:
                self._selector.unregister(fd)
        self._send_spent(child)

    def _read(self, fd: int) -> bytes:
        """Return the bytes available. A pipe at its end is no longer watched."""
        data = read_some(fd)
        if data == b"" and fd in self._selector.get_map():
            self._selector.unregister(fd)
        return data or b""

    def _read_events(self, child: ChildInUse) -> None:
        for line in child.reader.feed(self._read(child.process.events)):
            self._relay(child, line)

    def _relay(self, child: ChildInUse, line: Optional[bytes]) -> None:
        if child.violated:
            return  # nothing from it counts any more
        try:
            event = codec.decode(line) if line is not None else None
        except ProtocolError as error:
            self._violated(child, str(error))
            return
        if not isinstance(event, (News, Closing)) or event.child != child.name:
            self._violated(child, "a message that is not a child's to send")
            return
        for stream in _STREAMS:  # one read empties a pipe: text printed before the event comes first
            self._pass_on(child, stream)
        if isinstance(event, EpochEnded):
            child.has_epoch = True
        if child.weighed and isinstance(event, (Closing, Halted)):
            self._outbox.send(Grown(child.name, child.run, child.grown()))
        if isinstance(event, Closing):
            self._drain(child)
            if not child.closed(event.run):
                self._violated(child, f"{type(event).__name__} closes nothing that runs")
                return
            self._send_spent(child)
            self._outbox.send(event)
        elif not self._outbox.is_full:
            line = encoded(event)  # it may be several times as long as the child's own line
            passing = isinstance(event, BatchEnded) or (isinstance(event, FigureShown) and not event.final)
            if child.may_send(len(line), passing):
                self._outbox.write(line)

    def _violated(self, child: ChildInUse, problem: str) -> None:
        child.violated = True
        self._outbox.send(Violated(child.name, problem))

    def _pass_on(self, child: ChildInUse, stream: Stream) -> int:
        """Pass on printed text. Returns the number of bytes."""
        data = self._read(getattr(child.process, stream))
        if data and (output := child.output(stream, data)):
            self._outbox.send(output)
        return len(data)

    def _drain(self, child: ChildInUse) -> None:
        """Pass on all printed text, and report how much was left out."""
        for stream in _STREAMS:
            left = unread(getattr(child.process, stream))  # not more, as printing may never end
            while left > 0 and (size := self._pass_on(child, stream)):
                left -= size
        if left_out := child.left_out():
            self._outbox.send(left_out)

    def _read_trace(self, child: ChildInUse) -> None:
        child.trace = (child.trace + self._read(child.process.trace))[-READ:]

    def _send_spent(self, child: ChildInUse) -> None:
        self._outbox.send(Spent(child.name, round(self._spent(), 2)))
