"""One worker process, started when first needed and replaced when it dies, shared by many children."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator
from contextlib import suppress

from tuitutor.engine.remedy import Installation, remedy
from tuitutor.errors import WorkerLost, WorkerUnavailable
from tuitutor.launch.transport import Connection, Launcher
from tuitutor.protocol.limits import Limits
from tuitutor.protocol.messages import (
    Checked,
    CheckModel,
    ChildEnded,
    Event,
    Execute,
    Executed,
    Interrupt,
    Measure,
    Measured,
    Predict,
    Predicted,
    Ready,
    Score,
    Scored,
    Start,
    Stop,
    Unready,
    Violated,
)

Command = Execute | Measure | CheckModel | Predict | Score
Closing = Executed | Measured | Checked | Predicted | Scored


class Child:
    """A child of the worker as a run holds it: ask it one command after another."""

    def __init__(self, name: str, connection: Connection) -> None:
        self.name = name
        self.ended = False
        self._connection = connection
        self._events: asyncio.Queue[Event | None] = asyncio.Queue()
        self._runs = itertools.count(1)

    def next_run(self) -> str:
        """A name for the next command."""
        return f"{self.name}.{next(self._runs)}"

    def interrupt(self) -> None:
        """Raise KeyboardInterrupt in what the child is running."""
        self._connection.send(Interrupt(self.name))

    def stop(self) -> None:
        """Ask for the end of the child and all that it started; never waits."""
        if not self.ended:
            self._connection.send(Stop(self.name))

    async def ask(self, request: Command) -> AsyncIterator[Event]:
        """Send a command and yield events up to and including the one that closes it.

        `ChildEnded` and `Violated` close it too: the child can be asked nothing more. Raises WorkerLost.
        """
        self._connection.send(request)
        while True:
            event = await self._next()
            yield event
            if isinstance(event, ChildEnded | Violated) or (isinstance(event, Closing) and event.run == request.run):
                return

    async def _next(self) -> Event:
        event = None if self.ended else await self._events.get()
        if event is None:
            self.ended = True
            raise WorkerLost("The worker process died; the next run starts a new one.")
        self.ended = isinstance(event, ChildEnded)
        return event

    def deliver(self, event: Event | None) -> None:
        """Called by the worker with each event of this child; None when the worker is gone."""
        self._events.put_nowait(event)


class Worker:
    """Owns a connection and routes its events to the children that they belong to.

    `restarts` counts workers that died and were replaced.
    """

    def __init__(self, launcher: Launcher) -> None:
        self.restarts = 0
        self._launcher = launcher
        self._connection: Connection | None = None
        self._ready: asyncio.Future[Ready] | None = None
        self._router: asyncio.Task[None] | None = None
        self._children: dict[str, Child] = {}
        self._names = itertools.count(1)
        self._lost = False
        self._starting = asyncio.Lock()

    async def start(self) -> Ready:
        """Start the worker unless it runs, and wait for Keras. Raises WorkerUnavailable, WorkerLost."""
        async with self._starting:
            if self._ready is None:
                await self._open()
        assert self._ready is not None
        return await asyncio.shield(self._ready)

    async def child(self, limits: Limits, columns: int, seed: int, warm: bool = True) -> Child:
        """A new child. Raises what `start` raises."""
        await self.start()
        assert self._connection is not None
        child = Child(f"c{next(self._names)}", self._connection)
        self._children[child.name] = child
        self._connection.send(Start(child.name, limits, columns, seed, warm))
        return child

    async def close(self) -> None:
        """End the worker with all its children; no process is left."""
        connection, router = self._connection, self._router
        if connection is not None:
            await connection.close()
        if router is not None:
            router.cancel()
            with suppress(asyncio.CancelledError):
                await router
        self._forget()

    async def _open(self) -> None:
        if self._lost:
            self._lost = False
            self.restarts += 1
        self._connection = await self._launcher.open()
        self._ready = asyncio.get_running_loop().create_future()
        self._router = asyncio.create_task(self._route(self._connection, self._ready))

    async def _route(self, connection: Connection, ready: asyncio.Future[Ready]) -> None:
        async for event in connection.events():
            match event:
                case Ready():
                    _settle(ready, event)
                case Unready():
                    _settle(ready, WorkerUnavailable(_how_to_get_keras(event)))
                case _:
                    self._deliver(event)
        _settle(ready, WorkerLost("The worker process died before it was ready; run again to start a new one."))
        if self._connection is connection:
            self._lost = True
            self._forget()
        await connection.close()

    def _deliver(self, event: Event) -> None:
        name = getattr(event, "child", "")
        child = self._children.get(name)
        if child is None:
            return  # news of a child that nobody waits for any more
        if isinstance(event, ChildEnded):
            del self._children[name]
        child.deliver(event)

    def _forget(self) -> None:
        self._connection = self._ready = self._router = None
        children, self._children = self._children, {}
        for child in children.values():
            child.deliver(None)


def _settle(ready: asyncio.Future[Ready], outcome: Ready | Exception) -> None:
    if ready.done():
        return
    if isinstance(outcome, Ready):
        ready.set_result(outcome)
    else:
        ready.set_exception(outcome)
        ready.exception()  # whoever waits gets it; if nobody does, that is no news


def _how_to_get_keras(event: Unready) -> str:
    if event.reason == "missing":
        python = event.python.partition(" (Python ")[0]
        return (
            f"Keras is not installed in {event.python}: {event.message}. "
            f"{remedy(python, Installation.here())}, or name another Python with --python PATH."
        )
    return f"This Python cannot run Keras: {event.python} {event.message}. Name another with --python PATH."
