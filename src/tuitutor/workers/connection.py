"""A worker's process and its pipes: its greeting, its events, what it waits for, its silence and its end."""

from __future__ import annotations

import asyncio
import os
import re
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
from tuitutor.workers.argv import without_boot
from tuitutor.workers.own_files import OwnFiles
from tuitutor.workers.slurm import Job

CLOSE_SECONDS = 2.0
CANCEL_SECONDS = 5.0  # for a launcher that was asked to end, to cancel its job
STDERR_KEPT = 4_000  # bytes of a worker's stderr kept to explain its death
LONGEST_SAID = 200  # characters of that in a sentence of ours
BEAT = 5.0  # seconds between two pings
LOOK = 10.0  # seconds between two calls of squeue
OUR_GAP = 1.0  # a tick that is later than this, in seconds: we ourselves were stopped, or on a sleeping laptop

# srun's lines on how a task failed, which the task itself has explained better, and its pointers to help texts.
_NOISE = re.compile(r'srun: error: \S+: tasks? \S+: |srun: Terminating StepId|Try "\S+ --help')
_STEP_ENDED = re.compile(r"slurmstepd\S*: error: \*\*\*|srun: error: Node failure")
_SSH_FAILED = 255


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds for Python to start, and then to import Keras, which takes minutes from a cold network disk.

    Once it is ready, a worker that has said nothing for `silence_s` counts as lost.
    """

    start_s: float = 60.0
    import_s: float = 600.0
    silence_s: float = 30.0


@dataclass(frozen=True, slots=True)
class LaunchedCommand:
    """What was started: the whole command, to be shown, and the name of the launcher's program, "" without one."""

    text: str
    launcher: str = ""


class ProcessConnection:
    """A worker process. Closing its stdin asks it to end; it kills its children first.

    `job` is its Slurm job, if any. `broke` gets the stderr of a worker that ended with a traceback, `left` a sentence
    if the job could not be cancelled. `files` are the course's, which are sent to a worker that doesn't see them.
    """

    def __init__(
        self,
        process: Process,
        command: LaunchedCommand,
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
        self._greeted: list[type] = []  # the kinds of greeting that have come
        self._heard = 0  # greetings, and once it is ready, lines
        self._queue: asyncio.Queue[Event | WorkerError | None] = asyncio.Queue()
        self._stderr_task = asyncio.create_task(self._keep_stderr())
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
        """Ask the worker to end by closing its stdin; if it doesn't, end it, its launcher and the launcher's job."""
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

    # ---- what it says

    @property
    def _is_launching(self) -> bool:
        """Whether there is a launcher that hasn't started anything yet."""
        return bool(self._command.launcher) and not self._greeted

    @property
    def _is_ready(self) -> bool:
        return Ready in self._greeted

    async def _read(self) -> None:
        async for event in self._decoded():
            if isinstance(event, Launched | Starting | Ready | Unready):
                if type(event) in self._greeted:
                    name = self._command.launcher
                    once = "it has to start one" + (" task: srun -n1 -N1" if name == "srun" else "")
                    sentence = f"{name or self._command.text!r} started several workers at once; {once}."
                    self._queue.put_nowait(WorkerUnavailable(sentence))
                    return
                self._greet(event)
            elif isinstance(event, Unseen) and self._files is not None and not self._is_ready:
                files, self._files = self._files, None
                self._tasks.append(asyncio.create_task(self._send_files(files)))
            elif self._is_ready:  # anything else printed before that is a banner, and is ignored
                self._heard += 1
                if not isinstance(event, Alive):
                    self._queue.put_nowait(event)
        self._queue.put_nowait(await self._end())
        if self._broke is not None:
            words = self._stderr.decode("utf-8", "replace")
            if "Traceback (most recent call last)" in words:
                self._broke(words)
        self._queue.put_nowait(None)

    def _greet(self, event: Launched | Starting | Ready | Unready) -> None:
        self._greeted.append(type(event))
        self._heard += 1
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
        """Send the course's files, as much at a time as the pipe takes. Nothing else is sent before it is ready."""
        stdin, sent = self._process.stdin, 0
        assert stdin is not None
        try:
            for piece in files.pieces(self._command.launcher):
                self.write(piece)
                await stdin.drain()
                sent += len(piece)
                self._heard += 1  # it has read most of it
                done = f"{sent / 1e6:.0f} of {files.size / 1e6:.0f} MB"
                self._queue.put_nowait(Waiting("Sending the course's data", done))
        except WorkerUnavailable as error:
            self._queue.put_nowait(error)
        except (BrokenPipeError, ConnectionResetError):
            return  # it has ended, and says why
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

    async def _keep_stderr(self) -> None:
        assert self._process.stderr is not None
        with suppress(OSError):
            while data := await self._process.stderr.read(4096):
                self._stderr = (self._stderr + data)[-STDERR_KEPT:]
                if self._job is not None and not self._job.name:
                    self._job.hear(self._stderr.decode("utf-8", "replace"))

    # ---- how it ends

    async def _end(self) -> Unready | WorkerError | None:
        """The last item for `events` when the process has ended; None if there is nothing to say."""
        code = None if self._is_ready or Unready in self._greeted else await self._process.wait()
        await asyncio.wait({self._stderr_task}, timeout=CLOSE_SECONDS)  # a process left over may keep the pipe open
        if code is None:
            why = self._launchers_word() if self._command.launcher and Unready not in self._greeted else ""
            return WorkerLost(f"The worker is gone: {why}; the next run starts a new one.") if why else None
        ended = f"it ended with status {code}" if code >= 0 else f"it was killed by {signal_name(-code)}"
        said = self._last_line()
        why = ended + (f": {said}" if said else "")
        if self._command.launcher:
            if self._is_launching:
                return WorkerUnavailable(f"{self._command.launcher!r} did not start your code's Python: {why}.")
            if word := self._launchers_word():
                return WorkerUnavailable(f"{self._command.launcher!r} failed as Python started: {word}.")
        return self._unready(why)

    def _unready(self, why: str) -> Unready:
        if self._python:
            return Unready("broken", f"importing Keras failed: {why}", self._python)
        return Unready("no-python", why, self._command.text)

    def _last_line(self, wanted: re.Pattern[str] | None = None) -> str:
        """The last line of its stderr, or the last that begins as `wanted`; of a long one the end."""
        lines = (line.strip(" .\r") for line in without_boot(self._stderr.decode("utf-8", "replace")).splitlines())
        said = [line for line in lines if line and not _NOISE.match(line) and (wanted is None or wanted.match(line))]
        line = said[-1] if said else ""
        return line if len(line) <= LONGEST_SAID else f"... {line[-LONGEST_SAID:]}"

    def _launchers_word(self) -> str:
        """The launcher's own message about the end of the worker, "" if there is none."""
        if self._job is not None:
            return self._last_line(_STEP_ENDED)
        return self._last_line() if self._process.returncode == _SSH_FAILED else ""

    # ---- what it waits for, and silence

    def _limit(self) -> float:
        """How many seconds it may be silent in its present state."""
        if self._is_launching or Unready in self._greeted:
            return inf
        if self._is_ready:
            return self._patience.silence_s
        return self._patience.import_s if self._python else self._patience.start_s

    async def _watch(self) -> None:
        """Say what it is waiting for, ping it, and give up when it is silent for too long.

        Each tick counts with its nominal length, so that time in which we ourselves did not run is no silence.
        """
        now = asyncio.get_running_loop().time
        silent, heard, suspended, start = 0.0, self._heard, False, now()
        while True:
            limit, began = self._limit(), now()
            tick = min(limit / 6, 1.0 if self._is_launching else BEAT)
            await asyncio.sleep(tick)
            silent += tick
            if self._heard != heard or now() - began > tick + OUR_GAP:
                silent, heard = 0.0, self._heard
                if suspended:
                    suspended = False
                    self._queue.put_nowait(Waiting())
            if self._is_launching:
                launcher = self._command.launcher
                reason = f" ({self._reason})" if self._reason not in ("", "None") else ""
                said = self._last_line().removeprefix(f"{launcher}: ")
                self._queue.put_nowait(Waiting(f"Waiting for {launcher}{reason}", said, int(now() - start)))
            if self._is_ready:
                self.send(Ping())
            if silent < limit:
                continue
            if self._job is not None and (await self._job.stands())[0] == "SUSPENDED":
                suspended, silent = True, 0.0
                self._queue.put_nowait(Waiting("Slurm has suspended the job; it continues when it is resumed"))
            elif self._heard == heard:
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
        """Ask squeue now and then why the job is waiting."""
        while self._is_launching and self._job is not None:
            self._reason = (await self._job.stands())[1]
            await asyncio.sleep(LOOK if self._job.name else 0.5)


def signal_name(number: int) -> str:
    """ "SIGKILL" for 9."""
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
