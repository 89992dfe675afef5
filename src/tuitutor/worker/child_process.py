"""A child as the host sees it: its process, folder and pipes, and for a child in use its commands and limits."""

from __future__ import annotations

import codecs
import json
import os
import re
import signal
import socket
import struct
import tempfile
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Optional

from tuitutor.protocol import codec
from tuitutor.protocol.events import Cause, Limit, Output, Stream
from tuitutor.protocol.limits import Limits
from tuitutor.protocol.raised import Frame
from tuitutor.protocol.requests import Execute, Request
from tuitutor.worker import processes, usage
from tuitutor.worker.channel import LineReader, Writer
from tuitutor.worker.processes import LOOK_SIGNAL, SOCKETS

_NEWS = 4096  # bytes
_CREDENTIALS, _DESCRIPTOR = struct.Struct("3i"), struct.Struct("i")


@dataclass
class ChildProcess:
    """The process of a child. `commands` is written, the other pipes are read.

    `keeper` and `learner` are pids, 0 until they are known. `opened` is a descriptor of the folder, so it stays valid
    whatever takes the folder's place. A folder in memory, with room for `room` bytes, is made by the keeper: `opened`
    is None until then. A folder on disk has the room 0.
    `status` is the wait(2) status of the learner's process, and `problem` is why it never began; `cpu_s` is the final
    CPU time with all descendants.
    `looked` is the keeper's latest report: the CPU time so far and the exceeded limit; None while one is requested.
    `waited_s` is how long they had waited for a CPU by then.
    """

    folder: Path
    opened: Optional[int]
    room: int
    commands: int
    events: int
    stdout: int
    stderr: int
    trace: int  # tracebacks on DUMP_SIGNAL
    news: socket.socket
    keeper: int = 0
    learner: int = 0
    status: Optional[int] = None
    problem: str = ""
    cpu_s: float = 0.0
    looked: Optional[tuple[float, Optional[Limit]]] = (0.0, None)
    waited_s: float = 0.0
    _unwanted: bool = field(default=False)

    def end(self) -> None:
        """Have the keeper end the child with all descendants, now or as soon as the keeper is known."""
        self._unwanted = True
        _signal(self.keeper, signal.SIGTERM)

    def kill(self) -> None:
        """Kill the keeper too, which in a pid namespace ends all its processes."""
        _signal(self.learner, signal.SIGKILL)
        _signal(self.keeper, signal.SIGKILL)

    def signal(self, number: int) -> None:
        """Send a signal to the learner's process, if it is there."""
        _signal(self.learner, number)

    def look(self, limits: Limits, files: bool) -> None:
        """Request a report of the child's usage; `files`: with files that the kernel doesn't count."""
        if self.keeper:
            self.looked = None
            with suppress(OSError):
                self.news.send(json.dumps({**asdict(limits), "files": files}).encode() + b"\n")
            _signal(self.keeper, LOOK_SIGNAL)

    def is_full(self) -> bool:
        """Whether its folder in memory has no room left."""
        return bool(self.room) and self.opened is not None and usage.is_full(self.opened)

    def hear(self) -> bool:
        """Read news from the keeper; False if the keeper has ended, and no more will come."""
        space = socket.CMSG_SPACE(_CREDENTIALS.size) + socket.CMSG_SPACE(_DESCRIPTOR.size)
        try:
            data, ancillary, _, _ = self.news.recvmsg(_NEWS, space, getattr(socket, "MSG_CMSG_CLOEXEC", 0))
        except (BlockingIOError, ConnectionResetError):
            return True  # the latter once, if the keeper has ended without reading everything: its last news follows
        except OSError:
            return False
        pid = 0  # the sender's, in this process's namespace, if the system adds it
        for level, kind, content in ancillary:
            if level == socket.SOL_SOCKET and kind == getattr(socket, "SCM_CREDENTIALS", None):
                pid = int(_CREDENTIALS.unpack(content[: _CREDENTIALS.size])[0])
            elif level == socket.SOL_SOCKET and kind == socket.SCM_RIGHTS and self.opened is None:
                self.opened = int(_DESCRIPTOR.unpack(content[: _DESCRIPTOR.size])[0])
        for line in data.splitlines():
            self._note(json.loads(line), pid)
        return bool(data)

    def _note(self, news: dict[str, Any], pid: int) -> None:
        pid = pid or news["pid"]
        if news.get("who") == "keeper":
            self.keeper = pid
            if self._unwanted:
                self.end()
        elif news.get("who") == "learner":
            self.learner = pid
        elif "status" in news:
            self.status, self.cpu_s = news["status"], news["cpu_s"]
        elif "used_s" in news:
            self.looked, self.waited_s = (news["used_s"], news["passed"]), news["waited_s"]
        else:
            self.problem = news["problem"]

    def close(self) -> None:
        """Close the pipes and the folder of a child that has ended. The keeper has left the folder empty."""
        fds = (self.commands, self.events, self.stdout, self.stderr, self.trace)
        for fd in fds if self.opened is None else (*fds, self.opened):
            os.close(fd)
        self.news.close()
        with suppress(OSError):  # not empty after a killed keeper: it is removed with the worker's folder
            self.folder.rmdir()


def order(home: Path, zygote: socket.socket, warm: bool, room: int, hidden: bool) -> ChildProcess:
    """Order a child with a scratch folder in `home`, on disk or with `room` bytes in memory.

    `hidden`: it never runs learner code, and may read the course's hidden files. Raises OSError if the zygote is gone.
    """
    folder = Path(tempfile.mkdtemp(dir=home))
    opened = None if room else os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    command_read, command_write = os.pipe()
    (events, stdout, stderr, trace), writes = zip(*(os.pipe() for _ in range(4)), strict=True)
    news, to_host = socket.socketpair(socket.AF_UNIX, SOCKETS)
    with suppress(AttributeError, OSError):  # the kernel then adds the sender's pid in our namespace
        news.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
    news.setblocking(False)
    message = json.dumps({"folder": str(folder), "room": room, "warm": warm, "hidden": hidden}).encode()
    try:
        socket.send_fds(zygote, [message], [command_read, *writes, to_host.fileno()])
    finally:
        to_host.close()
        for fd in (command_read, *writes):
            os.close(fd)
    for fd in (events, stdout, stderr, trace):
        os.set_blocking(fd, False)
    return ChildProcess(folder, opened, room, command_write, events, stdout, stderr, trace, news)


def _signal(pid: int, number: int) -> None:
    if pid:
        with suppress(ProcessLookupError, PermissionError):
            os.kill(pid, number)


LOOK = 0.08  # seconds between reports of a child's usage, for which its keeper walks through /proc
DISK_LOOK = 0.5  # and between counts of the files in its folder, if the kernel doesn't count them
BEGINNING = 2.0  # seconds of a command in which a learner waits for a first epoch
SHOWN = 256 << 10  # characters of output passed on for one run; the rest is only counted
SHARE = 1 / 10  # of a CPU, at least: the share of priority 10, the usual one, beside programs of priority 0
IDLE = 60.0  # seconds of its own in which a command has to use BUSY seconds of CPU time, or it counts as waiting
BUSY = 1.0
LATE = 3.0  # seconds by which the keeper's reports may be late, on a busy machine
UNREAD = 10.0  # seconds in which the next command has to be read, if it is too long for the pipe
NEWS = 32 << 20  # bytes of news that a child may send at once,
NEWS_A_SECOND = 256 << 10  # and then per second while a command runs: news takes memory, here and in the app
_DUMPED_FRAME = re.compile(r'^  File "(.+)", line ([1-9]\d{0,8}) in (\S+)$')


class _Printed:
    """The printed output of a child: `size` in bytes. After SHOWN characters, the output of a run is only counted."""

    def __init__(self) -> None:
        make = codecs.getincrementaldecoder("utf-8")
        self._decoders = {"stdout": make("replace"), "stderr": make("replace")}
        self.size = 0
        self.begin()

    def begin(self) -> None:
        """Start with another run."""
        self._shown = self._dropped = 0

    def shown(self, stream: Stream, data: bytes) -> str:
        """Return the text to show of newly printed bytes."""
        self.size += len(data)
        text = self._decoders[stream].decode(data)
        shown = text[: max(0, SHOWN - self._shown)]
        self._shown += len(shown)
        self._dropped += len(text) - len(shown)
        return shown

    def take_dropped(self) -> int:
        """Return the number of characters dropped since the last call."""
        dropped, self._dropped = self._dropped, 0
        return dropped


class _NewsAllowance:
    """The bytes of news that a child may send. No honest run comes near it."""

    def __init__(self, now: float) -> None:
        self._bytes, self._at = float(NEWS), now

    def take(self, size: int, now: float, runs: bool, passing: bool) -> bool:
        """Whether `size` bytes are still allowed; then they are taken. It grows while a command `runs`.

        `passing` news, to be replaced by later news, may use only half of it.
        """
        if runs:
            self._bytes = min(NEWS, self._bytes + (now - self._at) * NEWS_A_SECOND)
        self._at = now
        if self._bytes - size < NEWS / 2 * passing:
            return False
        self._bytes -= size
        return True


@dataclass
class ChildInUse:
    """A child in use by a run; a spare child is only a process.

    `doomed` is the cause for which it will be killed, at the latest at the `deadline`; `dumped_at` is when a traceback
    was last requested.
    """

    name: str
    process: ChildProcess
    commands: Writer
    limits: Limits
    now: Callable[[], float]  # seconds during which the host was running
    verifies: bool = False  # it never runs learner code
    reader: LineReader = field(default_factory=LineReader)
    runs: deque[str] = field(default_factory=deque)  # commands not yet closed, the running one first,
    ends: deque[int] = field(default_factory=deque)  # and their ends, as offsets in all bytes written to the child
    pending: deque[Request] = field(default_factory=deque)  # the last of them, until its folder is there
    filenames: dict[str, list[str]] = field(default_factory=dict)  # of executed sources -> lines
    run: str = ""  # the latest command, closed or not
    trace: bytes = b""
    doomed: Optional[Cause] = None
    killed: bool = False
    deadline: float = float("inf")
    dumped_at: float = 0.0
    has_epoch: bool = False  # the running command has ended an epoch
    answered: bool = False  # it has closed a command, so it reads its pipe
    violated: bool = False  # it sent something that no honest child sends
    weighed: bool = False  # its memory is measured while the latest command runs

    def __post_init__(self) -> None:
        self.printed, self._allowance = _Printed(), _NewsAllowance(self.now())
        self._since = self.now()
        self._looked_at = self._known_at = self._disk_at = 0.0
        self._waited = self.process.waited_s
        self._at_start = self._cpu = self.cpu_s = self._busy_cpu = self._used_by_now()
        self._busy_own = 0.0  # the running command's own seconds when it had last used BUSY more
        self._first_bytes: Optional[int] = None
        self._most_bytes: Optional[int] = None

    def command(self, request: Request, run: str) -> None:
        """Queue a command. An event of the same run will close it."""
        self.weighed = isinstance(request, Execute) and request.most_steps > 0
        self._first_bytes = self._most_bytes = None
        if not self.runs:
            self._begin()
            self.run = run
        self.runs.append(run)
        self.pending.append(request)
        if self.weighed:
            self.grown()

    def hand_over(self) -> None:
        """Send the child its next pending command."""
        self.write(self.pending.popleft())
        self.ends.append(self.commands.written + len(self.commands))

    def write(self, request: Request) -> None:
        """Send a request to the child, if it is still there."""
        self.commands.write(codec.encode(request))

    def closed(self, run: str) -> bool:
        """Note that `run` ended; False if it was not running."""
        if not self.ends or self.runs[0] != run:
            return False
        self.runs.popleft()
        self.ends.popleft()
        self.answered = True
        if self.runs:
            self._begin()
            self.run = self.runs[0]
        return True

    @property
    def beginning(self) -> bool:
        """Whether a command began a moment ago, or is about to, and has ended no epoch yet."""
        return not self.has_epoch and self.now() - self._since < BEGINNING

    def _begin(self) -> None:
        self.has_epoch = False
        self.cpu_s = max(self.cpu_s, self._used_by_now())
        self._since, self._cpu, self._waited = self.now(), self.cpu_s, self.process.waited_s
        self._busy_cpu, self._busy_own = self.cpu_s, 0.0
        self.printed.begin()

    def exceeded(self) -> Optional[Limit]:
        """Return the exceeded limit, if any. Time in which the machine gave it no CPU is not its own."""
        limits, now = self.limits, self.now()
        if self.weighed:
            self.grown()
        if self.printed.size > limits.output_bytes:
            return "output"
        if limit := self._look(now):
            return limit
        if not self.runs:
            return None
        own = max(self._known_at, now - LATE) - self._since - (self.process.waited_s - self._waited)
        if self.answered and self.ends and self.ends[0] > self.commands.written and own > UNREAD:
            return "deaf"
        if own > limits.wall_s:
            return "wall"
        if self.cpu_s > self._busy_cpu + BUSY:
            self._busy_cpu, self._busy_own = self.cpu_s, own
        if own > self._busy_own + IDLE:
            return "idle"
        if now - self._since > limits.wall_s / SHARE:
            return "starved"
        return "cpu" if self.cpu_s - self._cpu > limits.cpu_s else None

    def _look(self, now: float) -> Optional[Limit]:
        """Return the limit that its processes exceed together by the keeper's latest report, and request a new one."""
        if self.process.looked is None:
            return None
        self._known_at = self._looked_at
        cpu_s, limit = self.process.looked
        self.cpu_s = max(self.cpu_s, cpu_s)
        if now - self._looked_at > LOOK:
            files = now - self._disk_at > DISK_LOOK
            self._looked_at, self._disk_at = now, now if files else self._disk_at
            self.process.look(self.limits, files)
        return limit

    def _used_by_now(self) -> float:
        return usage.UsageCount(self.process.keeper).usage(self.limits.processes).cpu_s

    def grown(self) -> Optional[int]:
        """Return the largest growth of its memory so far, in bytes; None if the system doesn't report it."""
        others = [pid for pid in processes.below(self.process.keeper) if pid != self.process.learner]
        now = usage.anonymous(self.process.learner, others)
        if now is None:
            return None
        self._first_bytes = now if self._first_bytes is None else self._first_bytes
        self._most_bytes = max(self._most_bytes or 0, now)
        return self._most_bytes - self._first_bytes

    def spent(self) -> float:
        """Return the CPU seconds since the child came into use; the final figure is the keeper's."""
        return max(self.process.cpu_s, self.cpu_s) - self._at_start

    def output(self, stream: Stream, data: bytes) -> Optional[Output]:
        """Return the event for newly printed bytes, if any of them are shown."""
        shown = self.printed.shown(stream, data)
        return Output(self.name, self.run, shown, stream) if shown else None

    def left_out(self) -> Optional[Output]:
        """Return the event for output that was left out, once."""
        dropped = self.printed.take_dropped()
        return Output(self.name, self.run, "", "stdout", dropped) if dropped else None

    def may_send(self, size: int, passing: bool) -> bool:
        """Whether news of `size` bytes is passed on. `passing`: later news replaces it."""
        return self._allowance.take(size, self.now(), bool(self.runs), passing)

    def frames(self) -> tuple[Frame, ...]:
        """Return the frames in the learner's sources of its latest traceback, outermost first."""
        frames = []
        for line in self.trace.decode("utf-8", "replace").splitlines():
            match = _DUMPED_FRAME.match(line)
            if match and match[1] in self.filenames:
                number, lines = int(match[2]), self.filenames[match[1]]
                frames.append(Frame(match[1], number, match[3], lines[number - 1] if number <= len(lines) else ""))
        return tuple(reversed(frames))
