"""A launcher that notices when a worker breaks, which is a bug of ours and no news to the learner's code."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Protocol

from tuitutor.launch.transport import Connection
from tuitutor.protocol.messages import Event, Request


class TalkingConnection(Connection, Protocol):
    """A connection that keeps what its worker says to nobody in particular."""

    async def last_stderr(self) -> str:
        """The end of the worker's stderr, once the worker is gone."""
        ...


class TalkingLauncher(Protocol):
    """Opens such connections."""

    async def open(self) -> TalkingConnection:
        """Start a worker. Raises WorkerUnavailable."""
        ...


@dataclass(frozen=True, slots=True)
class LoggedLauncher:
    """Starts workers with `launcher`; `broke` gets the traceback of each that ends with one."""

    launcher: TalkingLauncher
    broke: Callable[[str], None]

    async def open(self) -> Connection:
        """As the launcher does."""
        return _LoggedConnection(await self.launcher.open(), self.broke)


class _LoggedConnection:
    def __init__(self, connection: TalkingConnection, broke: Callable[[str], None]) -> None:
        self._connection = connection
        self._broke = broke

    def send(self, request: Request) -> None:
        self._connection.send(request)

    async def events(self) -> AsyncIterator[Event]:
        async for event in self._connection.events():
            yield event
        words = await self._connection.last_stderr()
        if "Traceback (most recent call last)" in words:
            self._broke(words)

    async def close(self) -> None:
        await self._connection.close()
