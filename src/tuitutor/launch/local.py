"""Workers as real processes: an asyncio subprocess that speaks the protocol over its pipes."""

from __future__ import annotations

import asyncio
import errno
import os
import shlex
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass
from math import inf
from pathlib import Path

import tuitutor
from tuitutor.errors import ProtocolError, WorkerUnavailable
from tuitutor.launch.argv import worker_argv, worker_payload
from tuitutor.launch.environment import environment_for, hidden_in
from tuitutor.protocol import codec
from tuitutor.protocol.messages import Event, Ready, Request, Starting, Unready, Violated

CLOSE_SECONDS = 2.0
STDERR_KEPT = 4_000  # bytes of a worker's stderr kept to explain its death


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds that a Python has to start, and then to import Keras, which takes minutes from a cold network disk."""

    start_s: float = 60.0
    import_s: float = 600.0


@dataclass(frozen=True, slots=True)
class LocalLauncher:
    """Starts workers with `python`, behind the prefix `via` if there is one, which may queue as long as it likes.

    `python` is an absolute path, or a name to be found on PATH: workers start in another folder than ours.
    A worker keeps to `cores` of the cores that it finds (0: all of them), at priority `nice`.
    """

    python: str
    via: str = ""
    patience: Patience = Patience()
    cores: int = 0
    nice: int = 0

    async def open(self) -> ProcessConnection:
        """Start a worker. Raises WorkerUnavailable where the command itself cannot be started."""
        environment = environment_for(self.python, sys.executable, _own_folders(), os.environ, via=bool(self.via))
        argv = worker_argv(self.python, self.via, hidden_in(environment))
        try:
            process = await asyncio.create_subprocess_exec(
                *argv,
                stdin=PIPE,
                stdout=PIPE,
                stderr=PIPE,
                limit=codec.MAX_LINE,
                start_new_session=True,
                env=environment,
                cwd=None if self.via else "/",  # a launcher's words may be relative to where we are
            )
        except OSError as error:
            raise WorkerUnavailable(_cannot_start(argv[0], error)) from None
        command = shlex.join([*shlex.split(self.via), self.python])
        patience = Patience(inf, self.patience.import_s) if self.via else self.patience
        connection = ProcessConnection(process, command, patience)
        connection.write(worker_payload(self.cores, self.nice))
        return connection


def _own_folders() -> tuple[Path, ...]:
    """Where we import from: the folder of our package, and the virtual environment if that is what runs us."""
    folder = Path(tuitutor.__path__[0]).resolve().parent
    in_venv = sys.prefix != sys.base_prefix
    return (folder, Path(sys.prefix).resolve()) if in_venv else (folder,)


def _cannot_start(command: str, error: OSError) -> str:
    if not isinstance(error, FileNotFoundError):
        why = "it is a folder" if Path(command).is_dir() else (error.strerror or str(error)).lower()
        if error.errno == errno.ENOEXEC:
            why = "it isn't built for this machine"
        return f"{command!r} cannot be started: {why}; name a Python with --python PATH."
    if Path(command).exists():
        return f"{command!r} cannot be started: its first line names a program that is gone; fix that, or name another."
    return f"There is no command {command!r}; name a Python with --python PATH."


class ProcessConnection:
    """A worker process and its pipes. Closing stdin asks it to end; it kills its children first."""

    def __init__(self, process: Process, command: str, patience: Patience) -> None:
        self._process = process
        self._command = command
        self._patience = patience
        self._stderr = b""
        self._stderr_task = asyncio.create_task(self._keep_stderr())

    def write(self, data: bytes) -> None:
        assert self._process.stdin is not None  # it was opened with PIPE
        if not self._process.stdin.is_closing():
            self._process.stdin.write(data)

    def send(self, request: Request) -> None:
        self.write(codec.encode(request))

    async def events(self) -> AsyncIterator[Event]:
        """Events until the worker is gone; one that ends or goes silent before it is ready is said to be unready."""
        events = self._decoded()
        greeting = await self._greeting(events)
        yield greeting
        if isinstance(greeting, Ready):
            async for event in events:
                yield event

    async def _greeting(self, events: AsyncIterator[Event]) -> Ready | Unready:
        """The worker's own, or ours in its place. What else is printed meanwhile is a banner, and no matter."""
        now = asyncio.get_running_loop().time
        python, until = "", now() + self._patience.start_s
        while True:
            try:
                async with asyncio.timeout_at(until):
                    event = await anext(events, None)
            except TimeoutError:
                return self._unready(python, f"it said nothing for {self._seconds(python):g} s")
            match event:
                case None:
                    return self._unready(python, await self._last_words())
                case Starting():
                    python, until = event.python, now() + self._patience.import_s
                case Ready() | Unready():
                    return event

    def _seconds(self, python: str) -> float:
        return self._patience.import_s if python else self._patience.start_s

    def _unready(self, python: str, why: str) -> Unready:
        if python:
            return Unready("broken", f"importing Keras failed: {why}", python)
        return Unready("no-python", why, self._command)

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
        await asyncio.wait({self._stderr_task}, timeout=1)  # a process that it left behind may hold the pipe
        ended = f"it ended with status {code}" if code >= 0 else f"it was killed by {_signal_name(-code)}"
        lines = self._stderr.decode("utf-8", "replace").strip().splitlines()
        return ended + (f": {lines[-1].strip(' .')}" if lines else "")

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


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
