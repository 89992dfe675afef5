"""Workers as real processes: an asyncio subprocess that speaks the protocol over its pipes."""

from __future__ import annotations

import asyncio
import os
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass

from tuitutor.errors import ProtocolError, WorkerUnavailable
from tuitutor.launch.argv import worker_argv, worker_payload
from tuitutor.protocol import codec
from tuitutor.protocol.messages import Event, Ready, Request, Unready, Violated

CLOSE_SECONDS = 2.0
STDERR_KEPT = 4_000  # bytes of a worker's stderr kept to explain its death


@dataclass(frozen=True, slots=True)
class LocalLauncher:
    """Starts workers with `python`, behind the prefix `via` if there is one."""

    python: str
    via: str = ""

    async def open(self) -> ProcessConnection:
        """Start a worker. Raises WorkerUnavailable where the command itself cannot be started."""
        argv = worker_argv(self.python, self.via)
        try:
            process = await asyncio.create_subprocess_exec(
                *argv, stdin=PIPE, stdout=PIPE, stderr=PIPE, limit=codec.MAX_LINE, start_new_session=True
            )
        except FileNotFoundError:
            raise WorkerUnavailable(f"There is no command {argv[0]!r}; name a Python with --python PATH.") from None
        except OSError as error:
            raise WorkerUnavailable(f"{argv[0]!r} cannot be started: {error.strerror}.") from None
        connection = ProcessConnection(process)
        connection.write(worker_payload())
        return connection


class ProcessConnection:
    """A worker process and its pipes. Closing stdin asks it to end; it kills its children first."""

    def __init__(self, process: Process) -> None:
        self._process = process
        self._stderr = b""
        self._stderr_task = asyncio.create_task(self._keep_stderr())

    def write(self, data: bytes) -> None:
        assert self._process.stdin is not None  # it was opened with PIPE
        if not self._process.stdin.is_closing():
            self._process.stdin.write(data)

    def send(self, request: Request) -> None:
        self.write(codec.encode(request))

    async def events(self) -> AsyncIterator[Event]:
        """Events until the worker is gone; a worker that never said it was ready is said to be broken."""
        greeted = False
        async for event in self._decoded():
            greeted = greeted or isinstance(event, (Ready, Unready))
            yield event
        if not greeted:
            yield Unready("broken", await self._last_words(), "")

    async def _decoded(self) -> AsyncIterator[Event]:
        stdout = self._process.stdout
        assert stdout is not None
        while True:
            try:
                line = await stdout.readline()
            except ValueError:  # longer than any honest line
                yield Violated("", "a line of more than the allowed length")
                continue
            if not line:
                return
            try:
                yield codec.decode(line)  # type: ignore[misc]
            except ProtocolError as error:
                yield Violated("", str(error))

    async def _keep_stderr(self) -> None:
        assert self._process.stderr is not None
        with suppress(OSError):
            while data := await self._process.stderr.read(4096):
                self._stderr = (self._stderr + data)[-STDERR_KEPT:]

    async def _last_words(self) -> str:
        code = await self._process.wait()
        await self._stderr_task
        lines = self._stderr.decode("utf-8", "replace").strip().splitlines()
        return f"it ended with status {code}" + (f": {lines[-1].strip()}" if lines else "")

    async def last_stderr(self) -> str:
        """The end of the worker's stderr, once the worker is gone."""
        await asyncio.wait([self._stderr_task], timeout=CLOSE_SECONDS)  # a process that it left may keep it open
        return self._stderr.decode("utf-8", "replace")

    async def close(self) -> None:
        """Ask the worker to end by closing its stdin; kill it if it does not."""
        if self._process.stdin is not None:
            self._process.stdin.close()
        try:
            await asyncio.wait_for(self._process.wait(), CLOSE_SECONDS)
        except TimeoutError:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, 9)
            await self._process.wait()
        self._stderr_task.cancel()
        with suppress(asyncio.CancelledError):
            await self._stderr_task
