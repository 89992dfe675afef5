"""A launcher without processes: a script answers each request. For tests, demos and screenshots."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable

from tuitutor.protocol.events import ChildEnded, Event, Ready
from tuitutor.protocol.isolation import Isolation
from tuitutor.protocol.requests import Request, Stop

READY = Ready(
    python="3.11.7",
    keras="3.15.1",
    backend="tensorflow 2.21.0",
    host="scripted",
    pid=1,
    devices=("CPU:0",),
    isolation=Isolation("namespaces", files=True, network=True, processes=True, ends=True),
)

Gate = asyncio.Event
Script = Callable[[Request], Iterable[Event | Gate]]
"""Answers a request with events in order; a Gate among them delays the rest until it is set.

Without an answer, a `Stop` is answered as by a worker.
"""


class ScriptedConnection:
    """Plays a script's answers in the order of the requests; keeps the requests, and whether it was closed."""

    def __init__(self, script: Script, greeting: Event) -> None:
        self.requests: list[Request] = []
        self.closed = False
        self._script = script
        self._queue: asyncio.Queue[Event | Gate | None] = asyncio.Queue()
        self._queue.put_nowait(greeting)

    def send(self, request: Request) -> None:
        self.requests.append(request)
        answers = list(self._script(request))
        if isinstance(request, Stop):
            answers = answers or [ChildEnded(request.child, "stopped")]
        for item in answers:
            self._queue.put_nowait(item)

    async def events(self) -> AsyncIterator[Event]:
        while (item := await self._queue.get()) is not None:
            if isinstance(item, Gate):
                await item.wait()
            else:
                yield item

    async def close(self) -> None:
        self.closed = True
        await self.lose()

    async def lose(self) -> None:
        """Die: the events end, without any other sign."""
        self._queue.put_nowait(None)


class ScriptedLauncher:
    """Opens scripted connections, and keeps them in `connections`."""

    def __init__(self, script: Script, greeting: Event = READY) -> None:
        self.connections: list[ScriptedConnection] = []
        self._script = script
        self._greeting = greeting

    async def open(self) -> ScriptedConnection:
        connection = ScriptedConnection(self._script, self._greeting)
        self.connections.append(connection)
        return connection
