"""The interface between the engine and a worker: something that opens connections, and a connection."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Protocol

from tuitutor.protocol.events import Event
from tuitutor.protocol.requests import Request


class Connection(Protocol):
    """A running worker. `events` ends when the worker is gone; `close` leaves no process behind."""

    def send(self, request: Request) -> None:
        """Queue a request; never blocks. Requests to a worker that is gone are dropped."""
        ...

    def events(self) -> AsyncIterator[Event]:
        """All events in order; iterate once. Raises WorkerUnavailable or WorkerLost if there is a reason to report."""
        ...

    async def close(self) -> None:
        """End the worker and wait until it is gone. May be called twice."""
        ...


class Launcher(Protocol):
    """A way to start workers: a local process, a prefix such as srun, or a script."""

    async def open(self) -> Connection:
        """Start a worker. Raises WorkerUnavailable with one clear sentence if that fails."""
        ...
