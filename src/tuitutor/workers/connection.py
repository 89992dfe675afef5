"""A worker's process and its pipes: its greeting, its events, its reasons to wait, its silence and its end."""

from __future__ import annotations

import asyncio
import os
import signal
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from dataclasses import dataclass
from math import inf

from tuitutor.errors import ProtocolError, WorkerError, WorkerLost, WorkerUnavailable
from tuitutor.protocol import codec
from tuitutor.protocol.events import Alive, Event, Launched, Ready, Starting, Unready, Unseen, Violated, Waiting
from tuitutor.protocol.requests import Ping, Request
from tuitutor.workers.argv import LaunchCommand
from tuitutor.workers.own_files import OwnFiles
from tuitutor.workers.slurm import Job

CLOSE_SECONDS = 2.0
CANCEL_SECONDS = 5.0  # for a launcher to cancel its job after SIGTERM
STDERR_KEPT = 4_000  # bytes at the end of a worker's stderr, to explain its death
BEAT = 5.0  # seconds between two pings
LOOK = 10.0  # seconds between two calls of squeue
OUR_GAP = 1.0  # seconds by which a late tick means that we ourselves were stopped, or the laptop slept


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds for Python to start, and then to import Keras, which takes minutes from a cold network disk.

    Once it is ready, a worker that is silent for `silence_s` counts as lost.
    """

    start_s: float = 60.0
    import_s: float = 600.0
    silence_s: float = 30.0


class ProcessConnection:
    """A worker process. Closing its stdin asks it to end; it kills its children first.

    `job` is its Slurm job, if any. `broke` gets the stderr of a worker that ended with a traceback, `left` a sentence
    if the job could not be cancelled. `files` are the course's, sent to a worker that doesn't see them.
    """

    def __init__(
        self,
        process: Process,
        command: LaunchCommand,
        patience: Patience,
        job: Job | None = None,
        broke: Callable[[str], None] | None = None,
        left: Callable[[str], None] | None = None,
        files: OwnFiles | None = None,
    ) -> None:
        self._process, self._command, self._patience = process, command, patience
        self._job, self._broke, self._left, self._files = job, broke, left, files
        self._stderr = b""
        self._python = ""
        self._greetings: list[type] = []  # the kinds received so far
        self._received = 0  # greetings, and once it is ready, lines
        self._queue: asyncio.Queue[Event | WorkerError | None] = asyncio.Queue()
        self._stderr_task = asyncio.create_task(self._read_stderr())
        self._tasks: list[asyncio.Task[None]] = []
        self._reason = ""  # for the wait, from squeue
        self._closed = False

    def write(self, data: bytes) -> None:
        assert self._process.stdin is not None  # it was opened with PIPE
        if not self._process.stdin.is_closing():
            self._process.stdin.write(data)

    def send(self, request: Request) -> None:
        self.write(codec.encode(request))

    async def events(self) -> AsyncIterator[Event]:
        """Events until the worker is gone. If it ends or goes silent before it is ready, the last one is `Unready`.

        Raises WorkerUnavailable if the launcher fails or starts several workers, WorkerLost if the launcher ends a
        ready worker or such a worker goes silent.
        """
        self._tasks = [asyncio.create_task(work()) for work in (self._read, self._watch, self._ask_why)]
        while (item := await self._queue.get()) is not None:
            if isinstance(item, WorkerError):
                raise item
            yield item

    async def close(self) -> None:
        """End the worker by closing its stdin; if it doesn't end, kill it, its launcher and the launcher's job."""
        if self._process.stdin is not None:
            self._process.stdin.close()
        if self._is_launching or not await self._ends_in(CLOSE_SECONDS):
            # On SIGTERM a launcher cancels its job, even a queued one; on SIGKILL the job is left behind.
            self._signal(signal.SIGTERM)
            if not await self._ends_in(CANCEL_SECONDS if self._command.launcher else CLOSE_SECONDS):
                self._signal(signal.SIGKILL)
                await self._process.wait()
        was_closed, self._closed = self._closed, True
        if self._job is not None and not was_closed and (sentence := await self._job.cancel()) and self._left:
            self._left(sentence)
        for task in (self._stderr_task, *self._tasks):
            task.cancel()
        await asyncio.gather(self._stderr_task, *self._tasks, return_exceptions=True)
        self._queue.put_nowait(None)

    async def _ends_in(self, seconds: float) -> bool:
        try:
            await asyncio.wait_for(self._process.wait(), seconds)
        except TimeoutError:
            return False
        return True

    def _signal(self, number: int) -> None:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, number)

    # ---- its messages

    @property
    def _is_launching(self) -> bool:
        """Whether there is a launcher that hasn't started anything yet."""
        return bool(self._command.launcher) and not self._greetings

    @property
    def _is_ready(self) -> bool:
        return Ready in self._greetings

    async def _read(self) -> None:
        async for event in self._decoded():
            if isinstance(event, Launched | Starting | Ready | Unready):
                if type(event) in self._greetings:
                    self._queue.put_nowait(WorkerUnavailable(self._command.several_started()))
                    return
                self._greet(event)
            elif isinstance(event, Unseen) and self._files is not None and not self._is_ready:
                files, self._files = self._files, None
                self._tasks.append(asyncio.create_task(self._send_files(files)))
            elif self._is_ready:  # other output before that is a banner, and is ignored
                self._received += 1
                if not isinstance(event, Alive):
                    self._queue.put_nowait(event)
        self._queue.put_nowait(await self._end())
        if self._broke is not None:
            stderr = self._stderr_text()
            if "Traceback (most recent call last)" in stderr:
                self._broke(stderr)
        self._queue.put_nowait(None)

    def _greet(self, event: Launched | Starting | Ready | Unready) -> None:
        self._greetings.append(type(event))
        self._received += 1
        match event:
            case Launched():
                if self._job is not None and event.step:
                    self._job.started(event.step)
                self._queue.put_nowait(Waiting())
            case Starting():
                self._python = event.python
            case Ready() | Unready():
                self._queue.put_nowait(event)

    async def _send_files(self, files: OwnFiles) -> None:
        """Send the course's files, as the pipe takes them. Nothing else is sent before the worker is ready."""
        stdin, sent = self._process.stdin, 0
        assert stdin is not None
        try:
            for piece in files.pieces(self._command.launcher):
                self.write(piece)
                await stdin.drain()
                sent += len(piece)
                self._received += 1  # the worker has read most of it, so it isn't silent
                progress = f"{sent / 1e6:.0f} of {files.size / 1e6:.0f} MB"
                self._queue.put_nowait(Waiting("Sending the course's data", progress))
        except WorkerUnavailable as error:
            self._queue.put_nowait(error)
        except (BrokenPipeError, ConnectionResetError):
            return  # it has ended, and its stderr has the reason
        self._queue.put_nowait(Waiting())

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

    async def _read_stderr(self) -> None:
        assert self._process.stderr is not None
        with suppress(OSError):
            while data := await self._process.stderr.read(4096):
                self._stderr = (self._stderr + data)[-STDERR_KEPT:]
                if self._job is not None and not self._job.name:
                    self._job.hear(self._stderr_text())

    def _stderr_text(self) -> str:
        return self._stderr.decode("utf-8", "replace")

    # ---- how it ends

    async def _end(self) -> Unready | WorkerError | None:
        """Return the last item for `events` when the process has ended; None if there is nothing to report."""
        code = None if self._is_ready or Unready in self._greetings else await self._process.wait()
        await asyncio.wait({self._stderr_task}, timeout=CLOSE_SECONDS)  # another process may have the pipe open
        if self._command.launcher:
            await self._ends_in(CLOSE_SECONDS)  # its exit status comes after the end of its pipes
        failure = self._command.launcher_failure(self._stderr_text(), self._process.returncode)
        if code is None:
            if not failure or Unready in self._greetings:
                return None
            return WorkerLost(f"The worker is gone: {failure}; the next run starts a new one.")
        reason = f"it ended with status {code}" if code >= 0 else f"it was killed by {signal_name(-code)}"
        if line := self._command.last_line(self._stderr_text()):
            reason = f"{reason}: {line}"
        if self._is_launching:
            return WorkerUnavailable(f"{self._command.launcher!r} did not start your code's Python: {reason}.")
        if failure:
            return WorkerUnavailable(f"{self._command.launcher!r} failed as Python started: {failure}.")
        return self._unready(reason)

    def _unready(self, reason: str) -> Unready:
        if self._python:
            return Unready("broken", f"importing Keras failed: {reason}", self._python)
        return Unready("no-python", reason, str(self._command))

    # ---- its reasons to wait, and its silence

    def _limit(self) -> float:
        """Return the number of seconds for which it may be silent in its present state."""
        if self._is_launching or Unready in self._greetings:
            return inf
        if self._is_ready:
            return self._patience.silence_s
        return self._patience.import_s if self._python else self._patience.start_s

    async def _watch(self) -> None:
        """Report its reasons to wait, ping it, and give up after too long a silence.

        A tick counts with its nominal length, so that time in which we ourselves did not run is no silence.
        """
        now = asyncio.get_running_loop().time
        silent, received, suspended, start = 0.0, self._received, False, now()
        while True:
            limit, began = self._limit(), now()
            tick = min(limit / 6, 1.0 if self._is_launching else BEAT)
            await asyncio.sleep(tick)
            silent += tick
            if self._received != received or now() - began > tick + OUR_GAP:
                silent, received = 0.0, self._received
                if suspended:
                    suspended = False
                    self._queue.put_nowait(Waiting())
            if self._is_launching:
                launcher = self._command.launcher
                reason = f" ({self._reason})" if self._reason not in ("", "None") else ""
                line = self._command.last_line(self._stderr_text()).removeprefix(f"{launcher}: ")
                self._queue.put_nowait(Waiting(f"Waiting for {launcher}{reason}", line, int(now() - start)))
            if self._is_ready:
                self.send(Ping())
            if silent < limit:
                continue
            if self._job is not None and (await self._job.state())[0] == "SUSPENDED":
                suspended, silent = True, 0.0
                self._queue.put_nowait(Waiting("Slurm has suspended the job; it continues when it is resumed"))
            elif self._received == received:
                self._give_up(limit)
                return

    def _give_up(self, limit: float) -> None:
        silence = f"it said nothing for {limit:g} s"
        if not self._is_ready:
            self._queue.put_nowait(self._unready(silence))
            self._queue.put_nowait(None)
            return
        where = f"the node or the connection to it ({self._command.launcher})" if self._command.launcher else "it"
        sentence = f"The worker said nothing for {limit:g} s, so {where} seems to hang; the next run starts a new one."
        self._queue.put_nowait(WorkerLost(sentence))

    async def _ask_why(self) -> None:
        """Ask squeue at intervals for the reason why the job is waiting."""
        while self._is_launching and self._job is not None:
            self._reason = (await self._job.state())[1]
            await asyncio.sleep(LOOK if self._job.name else 0.5)


def signal_name(number: int) -> str:
    """Return the name of a signal, such as "SIGKILL" for 9."""
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
