"""Functions that parse other people's files run in a subprocess, with limits enforced by the kernel.

A parser may need any amount of time and memory for a small file. So the process that grades a class parses no
submission itself: it sends a request. A request that exceeds a limit ends the subprocess and raises `LimitExceeded`;
the next request starts another subprocess. Requests are ours, and pickled; a reply is a line of JSON.
"""

from __future__ import annotations

import ctypes
import os
import pickle
import resource
import signal
import socket
import subprocess
import sys
import threading
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

import msgspec

from tuitutor import errors
from tuitutor.errors import LimitExceeded, TuitutorError
from tuitutor.workers.argv import without_working_folder

MiB = 1 << 20
_LONGEST = 32 * MiB  # bytes of a reply
_HEAD = 8  # bytes before a request, with its length
_PR_SET_PDEATHSIG = 1
_LOOK = "look into it, and ask for another file"


@dataclass(frozen=True, slots=True)
class RequestLimits:
    """The limits of a request: seconds of CPU time and of wall time, and bytes of additional memory."""

    cpu_s: int = 10
    wall_s: int = 60
    memory: int = 1024 * MiB


_Reply = tuple[msgspec.Raw, tuple[str, str, str] | None]
"""The return value of a function; and the name, sentence and remedy of a `TuitutorError` raised instead."""


class LimitedSubprocess:
    """A subprocess, started by the first request. `context` is the first argument of all functions."""

    def __init__(self, context: Any = None, limits: RequestLimits = RequestLimits()) -> None:
        self._context, self.limits = pickle.dumps(context), limits
        self._lock = threading.Lock()
        self._running: tuple[subprocess.Popen[bytes], socket.socket] | None = None

    def __enter__(self) -> LimitedSubprocess:
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def request(
        self,
        kind: Any,
        function: Callable[..., object],
        *arguments: Any,
        files: Sequence[int] = (),
        limits: RequestLimits | None = None,
    ) -> Any:
        """Return the value of `function(context, *files, *arguments)`, which must be of a JSON-compatible `kind`.

        The function gets its own descriptors of the open `files`. Raises its TuitutorErrors, and LimitExceeded.
        """
        limits = limits or self.limits
        with self._lock:
            try:
                connection = self._connection()
                _send(connection, pickle.dumps((function, arguments, limits)), files)
                with connection.makefile("rb") as replies:
                    line = replies.readline(_LONGEST)
                if not line:
                    raise EOFError
                if not line.endswith(b"\n"):
                    raise LimitExceeded(f"it has more in it than is ever read of a file; {_LOOK}.")
            except (EOFError, ConnectionError):
                raise LimitExceeded(_why(self._end(), limits)) from None
            except BaseException:
                self._end()
                raise
        value, raised = msgspec.json.decode(line, type=_Reply)
        if raised is not None:
            name, sentence, remedy = raised
            raise getattr(errors, name)(sentence, remedy)
        return msgspec.json.decode(value, type=kind)

    def _connection(self) -> socket.socket:
        if self._running is None or self._running[0].poll() is not None:  # it was ended meanwhile
            self._end()
            ours, theirs = socket.socketpair()
            with theirs:
                process = subprocess.Popen(
                    [sys.executable, "-m", __name__],
                    env=without_working_folder(os.environ),
                    stdin=theirs.fileno(),
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    start_new_session=True,  # ctrl+c is for the process that sends requests; it then ends this one
                )
            self._running = process, ours
            _send(ours, self._context)
        return self._running[1]

    def _end(self) -> int:
        """End the subprocess, if it still runs. Returns its exit code."""
        if self._running is None:
            return 0
        process, connection = self._running
        self._running = None
        connection.close()
        process.kill()
        return process.wait()


def _why(code: int, limits: RequestLimits) -> str:
    """Return a sentence about the limit behind an exit code."""
    if code == -signal.SIGXCPU:
        return f"reading it takes more than {limits.cpu_s} s, which no answer needs; {_LOOK}."
    if code == -signal.SIGALRM:
        return f"it could not be read within {limits.wall_s} s; {_LOOK}, or try again."
    if code > 0:  # Python could not start there
        return f"it could not be read ({sys.executable} ended with exit code {code}); please report this."
    return f"reading it takes more than {limits.memory // MiB} MiB of memory, which no answer needs; {_LOOK}."


def _send(connection: socket.socket, request: bytes, files: Sequence[int] = ()) -> None:
    socket.send_fds(connection, [len(request).to_bytes(_HEAD, "big")], files)
    connection.sendall(request)


# ---- the subprocess


def main() -> NoReturn:
    """Serve one request after the other, until the connection ends."""
    try:
        if sys.platform == "linux":
            ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        connection = socket.socket(fileno=0)
        context, _ = _received(connection)
        while True:
            (function, arguments, limits), files = _received(connection)
            _begin(limits)
            try:
                reply = msgspec.json.encode((function(context, *files, *arguments), None))
            except TuitutorError as error:
                sentence = str(error).encode("utf-8", "replace").decode()  # it may name a file
                reply = msgspec.json.encode((None, (type(error).__name__, sentence, error.remedy)))
            except (MemoryError, SystemError):  # the latter from CPython's compiler, where memory is short
                break  # without a reply, which `_why` takes for a lack of memory
            except Exception as error:
                at = traceback.extract_tb(error.__traceback__)[-1]
                where = f"{type(error).__name__} at {at.filename.rpartition('/')[2]}:{at.lineno}"
                sentence = f"it could not be read ({where}); please report this."
                reply = msgspec.json.encode((None, ("LimitExceeded", sentence, "")))
            signal.setitimer(signal.ITIMER_REAL, 0)
            for file in files:
                os.close(file)
            connection.sendall(reply + b"\n")
    except (EOFError, ConnectionError, MemoryError):  # the end of the connection, or as above
        pass
    os._exit(0)


def _received(connection: socket.socket) -> tuple[Any, list[int]]:
    """Return a request and its files. Raises EOFError at the end of the connection."""
    head, files, _, _ = socket.recv_fds(connection, _HEAD, 2)
    if not head:
        raise EOFError
    return pickle.loads(connection.recv(int.from_bytes(head, "big"), socket.MSG_WAITALL)), files


def _begin(limits: RequestLimits) -> None:
    used = resource.getrusage(resource.RUSAGE_SELF)
    _limit(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime) + 1 + limits.cpu_s)
    if sys.platform == "linux":
        with open("/proc/self/statm") as file:  # noqa: PTH123  # a path object costs more than all the rest
            _limit(resource.RLIMIT_AS, int(file.read().split()[0]) * resource.getpagesize() + limits.memory)
    signal.setitimer(signal.ITIMER_REAL, limits.wall_s)


def _limit(resource_id: int, most: int) -> None:
    hard = resource.getrlimit(resource_id)[1]
    resource.setrlimit(resource_id, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


if __name__ == "__main__":
    main()
