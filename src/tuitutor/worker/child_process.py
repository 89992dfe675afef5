"""A child's process as the host sees it: its folder, its pipes, and its pids once its keeper has reported them."""

from __future__ import annotations

import json
import os
import signal
import socket
import struct
import sys
import tempfile
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Optional

from tuitutor.protocol.events import Limit
from tuitutor.protocol.limits import Limits
from tuitutor.worker import usage
from tuitutor.worker.processes import LOOK_SIGNAL

# Sockets that keep messages whole if the system has them; each message is a line of JSON in any case.
SOCKETS = socket.SOCK_SEQPACKET if sys.platform.startswith("linux") else socket.SOCK_STREAM
_NEWS = 4096
_CREDENTIALS, _DESCRIPTOR = struct.Struct("3i"), struct.Struct("i")


@dataclass
class ChildProcess:
    """`commands` is written, the other pipes are read. `keeper` and `learner` are pids, 0 until they are known.

    `opened` is a descriptor of the folder, so it stays the same whatever takes its place. A folder in memory, with room
    for `room` bytes, is made by the keeper: `opened` is None until then. 0 is the room of one on disk.
    `status` is how the learner's process ended, as in wait(2); `problem` is why it never began; `cpu_s` is the CPU time
    of it and all that it started, known at the end.
    `looked` is what the keeper last found: the CPU time so far, and the limit that was exceeded; None while it looks.
    `waited_s` is how long they had waited for a CPU by then.
    """

    folder: Path
    opened: Optional[int]
    room: int
    commands: int
    events: int
    stdout: int
    stderr: int
    trace: int  # where-am-I dumps
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
        """Have the keeper end the child with all that it started, now or as soon as the keeper is known."""
        self._unwanted = True
        _signal(self.keeper, signal.SIGTERM)

    def kill(self) -> None:
        """Kill the keeper too, which in a pid namespace ends all processes in it."""
        _signal(self.learner, signal.SIGKILL)
        _signal(self.keeper, signal.SIGKILL)

    def signal(self, number: int) -> None:
        """Send a signal to the learner's process, if it is there."""
        _signal(self.learner, number)

    def look(self, limits: Limits, files: bool) -> None:
        """Have the keeper look at what the child uses, and at files that the kernel doesn't count if `files`."""
        if self.keeper:
            self.looked = None
            with suppress(OSError):
                self.news.send(json.dumps({**asdict(limits), "files": files}).encode() + b"\n")
            _signal(self.keeper, LOOK_SIGNAL)

    def is_full(self) -> bool:
        """Whether its folder in memory has no room left."""
        return bool(self.room) and self.opened is not None and usage.is_full(self.opened)

    def hear(self) -> bool:
        """Read news from the keeper; False once there will be no more, since it has ended."""
        space = socket.CMSG_SPACE(_CREDENTIALS.size) + socket.CMSG_SPACE(_DESCRIPTOR.size)
        try:
            data, ancillary, _, _ = self.news.recvmsg(_NEWS, space, getattr(socket, "MSG_CMSG_CLOEXEC", 0))
        except (BlockingIOError, ConnectionResetError):
            return True  # the latter, once, where the keeper has ended without reading all: its last words follow
        except OSError:
            return False
        pid = 0  # the sender's, in this process's namespace, if the system says so
        for level, kind, sent in ancillary:
            if level == socket.SOL_SOCKET and kind == getattr(socket, "SCM_CREDENTIALS", None):
                pid = int(_CREDENTIALS.unpack(sent[: _CREDENTIALS.size])[0])
            elif level == socket.SOL_SOCKET and kind == socket.SCM_RIGHTS and self.opened is None:
                self.opened = int(_DESCRIPTOR.unpack(sent[: _DESCRIPTOR.size])[0])
        for line in data.splitlines():
            self._note(json.loads(line), pid)
        return bool(data)

    def _note(self, news: dict[str, object], pid: int) -> None:
        pid = pid or int(str(news["pid"]))
        if news.get("who") == "keeper":
            self.keeper = pid
            if self._unwanted:
                self.end()
        elif news.get("who") == "learner":
            self.learner = pid
        elif "status" in news:
            self.status, self.cpu_s = int(str(news["status"])), float(str(news["cpu_s"]))
        elif "used_s" in news:
            self.looked = float(str(news["used_s"])), news["passed"]  # type: ignore[assignment]
            self.waited_s = float(str(news["waited_s"]))
        else:
            self.problem = str(news.get("problem"))

    def close(self) -> None:
        """Close all pipes to the child, which has ended, and its folder, which the keeper has left empty."""
        fds = (self.commands, self.events, self.stdout, self.stderr, self.trace)
        for fd in fds if self.opened is None else (*fds, self.opened):
            os.close(fd)
        self.news.close()
        with suppress(OSError):  # a killed keeper has not emptied it: then it goes with all others
            self.folder.rmdir()


def order(home: Path, zygote: socket.socket, warm: bool, room: int = 0, hidden: bool = False) -> ChildProcess:
    """Order a child with a scratch folder in `home`, on disk or with `room` in memory. Raises OSError if the zygote is
    gone. `hidden`: it never runs learner code, and may read the course's hidden files.
    """
    folder = Path(tempfile.mkdtemp(dir=home))
    opened = None if room else os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    command_read, command_write = os.pipe()
    (events, stdout, stderr, trace), writes = zip(*(os.pipe() for _ in range(4)), strict=True)
    news, status = socket.socketpair(socket.AF_UNIX, SOCKETS)
    with suppress(AttributeError, OSError):  # the kernel then adds the sender's pid in our namespace
        news.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
    news.setblocking(False)
    wanted = json.dumps({"folder": str(folder), "room": room, "warm": warm, "hidden": hidden}).encode()
    try:
        socket.send_fds(zygote, [wanted], [command_read, *writes, status.fileno()])
    finally:
        status.close()
        for fd in (command_read, *writes):
            os.close(fd)
    for fd in (events, stdout, stderr, trace):
        os.set_blocking(fd, False)
    return ChildProcess(folder, opened, room, command_write, events, stdout, stderr, trace, news)


def _signal(pid: int, number: int) -> None:
    if pid:
        with suppress(ProcessLookupError, PermissionError):
            os.kill(pid, number)
