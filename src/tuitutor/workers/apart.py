"""Functions that look into what others wrote run in processes of their own, with limits that the kernel keeps.

A parser may need any amount of time and memory for a small file. So the process that grades a class parses nothing that
was handed in: it asks for it here. A process that exceeds a limit is ended, which the caller learns as a `Breach`, and
another one takes its place.
"""

from __future__ import annotations

import gc
import os
import pickle
import resource
import select
import signal
import socket
import struct
import sys
import threading
import traceback
import warnings
from collections.abc import Callable, Generator, Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, NoReturn

from tuitutor.errors import Breach, UsageError

MiB = 1 << 20
_HEAD = struct.Struct("=II")  # the sizes of a message and of the data that come with it
_DONE, _FULL = (0, 0), (0, 1)  # in place of sizes: the end of a call; then the process should end, too
_REFUSED, _BROKEN = (0, 2), (0, 3)  # likewise: what the function raised, and a fault of ours
_AND = "\0"  # between the sentence that a function raised and its remedy
_SIZE = struct.Struct("=I")  # of an order
_STATUS = struct.Struct("=i")
_GROWN = 64 * MiB  # a process that has grown by so much isn't used again, lest a later call have less memory
_LOOK = "look into it, and ask for another file"

Told = tuple[bytes, bytes]
"""What a function tells: a message, and data that belongs to it."""


@dataclass(frozen=True, slots=True)
class CallLimits:
    """What one call may use: seconds of CPU time and of waiting up to each message, and of CPU time in all; bytes of
    memory more than this process has, of what is told in all, and of a message.
    """

    cpu_s: int = 10
    wall_s: int = 60
    total_cpu_s: int = 300
    memory: int = 1024 * MiB
    told: int = 8192 * MiB
    message: int = 4 * MiB


class Apart:
    """Makes calls in processes of their own, which are forked from one that is like this one was at `start`.

    `context` is the first argument of all calls. A call may be made while another is under way; a process that is done
    with one makes the next. Close it to end all processes.
    """

    def __init__(self, context: Any = None, limits: CallLimits = CallLimits()) -> None:
        self._context, self.limits = context, limits
        self._control: socket.socket | None = None
        self._lock = threading.Lock()
        self._idle: list[_Process] = []
        self._pid = 0

    def start(self) -> None:
        """Fork the process that others are forked from. Call it while this one has a single thread."""
        ours, theirs = socket.socketpair()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # libraries' threads hold nothing that parsing needs
            self._pid = os.fork()
        if self._pid == 0:
            _Forker(theirs, self._context, self.limits).be()
        theirs.close()
        self._control = ours

    def close(self) -> None:
        """End all processes."""
        for process in self._idle:
            process.close()
        self._idle = []
        if self._control is not None:
            self._control.close()
            self._control = None
            os.waitpid(self._pid, 0)

    def __enter__(self) -> Apart:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def ask(
        self,
        function: Callable[..., Iterable[Told]],
        *arguments: Any,
        file: int | None = None,
        keep: Callable[[bytes], object] = lambda _: None,
    ) -> Generator[tuple[bytes, int], None, None]:
        """The messages that `function(context, *arguments)` tells, each with the number of bytes that belong to it.

        Those bytes were given to `keep` before, piece by piece. Close the iterator to end the call early. The function
        is one of a module; it and the arguments are pickled. If there is a `file`, a descriptor, the function gets one
        of its own for it before the arguments. Raises UsageError if the function does, and Breach.
        """
        with self._lock:
            process = self._idle.pop() if self._idle else self._forked()
        reusable, refused = False, None
        try:
            process.order(pickle.dumps((function, arguments)), file)
            reusable, refused = yield from process.tell(self.limits, keep)
        except (EOFError, ConnectionError):
            raise Breach(_why(process.status(), self.limits)) from None
        finally:
            if reusable:
                self._idle.append(process)
            else:
                process.close()
        if refused is not None:
            sentence, _, remedy = refused.partition(_AND)
            raise UsageError(sentence, remedy)

    def _forked(self) -> _Process:
        if self._control is None:
            raise RuntimeError("it isn't started, or was closed")
        ours, theirs = socket.socketpair()
        ended, ends = os.pipe()
        with theirs:
            try:
                socket.send_fds(self._control, [b"1"], [theirs.fileno(), ends])
            finally:
                os.close(ends)
        return _Process(ours, ended)


class _Process:
    """A process that makes calls, as the one that asks sees it. Methods raise EOFError or OSError if it ended."""

    def __init__(self, connection: socket.socket, ended: int) -> None:
        self._connection, self._ended = connection, ended

    def order(self, call: bytes, file: int | None) -> None:
        data = _SIZE.pack(len(call)) + call
        sent = socket.send_fds(self._connection, [data], [] if file is None else [file])
        self._connection.sendall(data[sent:])

    def tell(
        self, limits: CallLimits, keep: Callable[[bytes], object]
    ) -> Generator[tuple[bytes, int], None, tuple[bool, str | None]]:
        """What the call tells. Returns whether the process may make another one, and what the function raised."""
        left, refused = limits.told, None
        while (head := _HEAD.unpack(self._read(_HEAD.size))) not in (_DONE, _FULL):
            if head in (_REFUSED, _BROKEN):
                said = self._read(_SIZE.unpack(self._read(_SIZE.size))[0]).decode()
                if head == _BROKEN:
                    raise Breach(f"it could not be read ({said}); please report this.")
                refused = said
                continue
            length, size = head
            left -= length + size
            if length > limits.message or left < 0:
                raise Breach(f"it has more in it than is ever read of a file; {_LOOK}.")
            message = self._read(length)
            for part in self._parts(size):
                keep(part)
            yield message, size
        return head == _DONE, refused

    def _read(self, size: int) -> bytes:
        return b"".join(self._parts(size))

    def _parts(self, size: int) -> Iterable[bytes]:
        while size:
            part = self._connection.recv(min(size, MiB))
            if not part:
                raise EOFError
            size -= len(part)
            yield part

    def status(self) -> int:
        """How it ended, as in wait(2)."""
        status = os.read(self._ended, _STATUS.size)
        return int(_STATUS.unpack(status)[0]) if status else int(signal.SIGKILL)  # as is the one that would tell

    def close(self) -> None:
        """End it, if it is still there."""
        self._connection.close()
        os.close(self._ended)


def _why(status: int, limits: CallLimits) -> str:
    """What an exit status, as in wait(2), says about limits."""
    code = os.waitstatus_to_exitcode(status)
    if code == -signal.SIGXCPU:
        return f"reading it takes more than {limits.cpu_s} s, which no answer needs; {_LOOK}."
    if code == -signal.SIGALRM:
        return f"it could not be read within {limits.wall_s} s; {_LOOK}, or try again."
    return f"reading it takes more than {limits.memory // MiB} MiB of memory, which no answer needs; {_LOOK}."


class _Forker:
    """The process that others are forked from. It ends, with all of them, when its socket is closed."""

    def __init__(self, control: socket.socket, context: Any, limits: CallLimits) -> None:
        self._control, self._context, self._limits = control, context, limits
        self._running: dict[int, int] = {}  # pid -> where its end is told

    def be(self) -> NoReturn:
        try:
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                signal.signal(number, signal.SIG_IGN)  # they also go to the process that asks, which closes the socket
            # what this process shares with the one that asks is closed: nobody should wait for it
            nothing = os.open(os.devnull, os.O_RDWR)
            for fd in (0, 1, 2):
                os.dup2(nothing, fd)
            kept = self._control.fileno()
            os.closerange(3, kept)
            os.closerange(kept + 1, resource.getrlimit(resource.RLIMIT_NOFILE)[0])
            gc.freeze()  # or a garbage collection in a forked process would touch, and so copy, all memory
            alarm, wake = os.pipe()
            os.set_blocking(alarm, False)
            os.set_blocking(wake, False)
            signal.set_wakeup_fd(wake, warn_on_full_buffer=False)
            signal.signal(signal.SIGCHLD, lambda *_: None)
            asked = True
            while asked:
                ready = select.select([self._control.fileno(), alarm], [], [])[0]
                with suppress(BlockingIOError):
                    os.read(alarm, MiB)
                asked = self._control.fileno() not in ready or self._serve()
                self._reap()
        finally:
            for pid in self._running:
                with suppress(ProcessLookupError, ChildProcessError):
                    os.kill(pid, signal.SIGKILL)
                    os.waitpid(pid, 0)
            os._exit(0)

    def _serve(self) -> bool:
        """Fork a process. False once there will be no more orders."""
        asked, fds, _, _ = socket.recv_fds(self._control, 1, 2)
        if not asked:
            return False
        connection, ends = socket.socket(fileno=fds[0]), fds[1]
        pid = os.fork()
        if pid == 0:
            for fd in (ends, *self._running.values()):
                os.close(fd)
            self._control.close()
            _Caller(connection, self._limits).serve(self._context)
        self._running[pid] = ends
        connection.close()
        return True

    def _reap(self) -> None:
        with suppress(ChildProcessError):
            while (ended := os.waitpid(-1, os.WNOHANG))[0]:
                fd = self._running.pop(ended[0])
                with suppress(OSError):
                    os.write(fd, _STATUS.pack(ended[1]))
                os.close(fd)


class _Caller:
    """A process that makes one call after the other, and ends when nobody asks any more."""

    def __init__(self, connection: socket.socket, limits: CallLimits) -> None:
        self._connection, self._limits = connection, limits
        self._hard = resource.RLIM_INFINITY  # seconds of CPU time that the system allows

    def serve(self, context: Any) -> NoReturn:
        try:
            signal.set_wakeup_fd(-1)
            for number in (signal.SIGPIPE, signal.SIGCHLD):
                signal.signal(number, signal.SIG_DFL)
            # the limits that stay the same; nothing can be written but what is told
            resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
            self._hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
            if sys.platform == "linux":
                with open("/proc/self/statm") as file:  # noqa: PTH123  # a path object costs more than all the rest
                    now = int(file.read().split()[0]) * resource.getpagesize()
                most = now + self._limits.memory
                resource.setrlimit(resource.RLIMIT_AS, (most, most))
            full = self._peak() + _GROWN
            while (order := self._next()) is not None:
                try:
                    self._make(context, *order)
                except UsageError as error:
                    self._say(_REFUSED, f"{error}{_AND}{error.remedy}")
                self._connection.sendall(_HEAD.pack(*(_FULL if self._peak() > full else _DONE)))
        except (MemoryError, SystemError):  # the latter from CPython's compiler, where memory is short
            pass  # a call that ends so, without a word, says enough: see `_why`
        except BaseException as error:
            at = traceback.extract_tb(error.__traceback__)[-1:]
            where = "".join(f" at {frame.filename.rpartition('/')[2]}:{frame.lineno}" for frame in at)
            self._say(_BROKEN, f"{type(error).__name__}{where}")
        finally:
            os._exit(0)

    def _next(self) -> tuple[bytes, list[int]] | None:
        data, fds, _, _ = socket.recv_fds(self._connection, MiB, 1)
        if not data:
            return None
        missing = _SIZE.unpack_from(data)[0] - len(data) + _SIZE.size
        parts = [data[_SIZE.size :]]
        while missing > 0 and (part := self._connection.recv(min(missing, MiB))):
            parts.append(part)
            missing -= len(part)
        return b"".join(parts), list(fds)

    def _make(self, context: Any, order: bytes, files: list[int]) -> None:
        function, arguments = pickle.loads(order)  # written by the process that asks
        until = self._cpu() + self._limits.total_cpu_s
        told = iter(function(context, *files, *arguments))
        said: Told | None = None
        while True:
            resource.setrlimit(resource.RLIMIT_CPU, (min(until, self._cpu() + self._limits.cpu_s), self._hard))
            signal.setitimer(signal.ITIMER_REAL, self._limits.wall_s)
            try:
                said = next(told, None)
            finally:
                signal.setitimer(signal.ITIMER_REAL, 0)  # who reads it may take any time
            if said is None:
                break
            message, data = said
            self._connection.sendall(_HEAD.pack(len(message), len(data)) + message)
            self._connection.sendall(data)
        for fd in files:
            os.close(fd)

    def _cpu(self) -> int:
        """Seconds of CPU time that this process has used, rounded up."""
        used = resource.getrusage(resource.RUSAGE_SELF)
        return int(used.ru_utime + used.ru_stime) + 1

    def _peak(self) -> int:
        """The most memory that this process has used, in bytes."""
        # macOS counts in bytes, Linux in KiB
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)

    def _say(self, head: tuple[int, int], text: str) -> None:
        said = text.encode("utf-8", "replace")
        with suppress(OSError):
            self._connection.sendall(_HEAD.pack(*head) + _SIZE.pack(len(said)) + said)
