"""Processes and their descendants: finding them and ending them.

Linux lists them in /proc; elsewhere a child's process group is all that can be reached.
"""

from __future__ import annotations

import os
import select
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Optional

from tuitutor.worker import syscalls

DUMP_SIGNAL = signal.SIGUSR2  # has a child, whatever it is doing, write a traceback
LOOK_SIGNAL = signal.SIGUSR1  # has a keeper measure what its child uses
# Sockets that preserve message boundaries, if the system has them; every message is a line of JSON in any case.
SOCKETS = socket.SOCK_SEQPACKET if sys.platform.startswith("linux") else socket.SOCK_STREAM
_PR_SET_PDEATHSIG, _PR_SET_CHILD_SUBREAPER = 1, 36


def die_with_parent(sig: int = signal.SIGKILL) -> None:
    """Have the kernel send `sig` to this process when the thread that forked it ends."""
    _prctl(_PR_SET_PDEATHSIG, sig)


def adopt_orphans() -> None:
    """Become the parent of descendants whose own parent ends, so that none escapes."""
    _prctl(_PR_SET_CHILD_SUBREAPER, 1)


def _prctl(option: int, value: int) -> None:
    with suppress(OSError, AttributeError):  # not Linux: there, the end of stdin ends a worker
        syscalls.prctl(option, value)


def why_not_fork() -> str:
    """Return "" if forking is safe, else the reason why not. A child forked from a process with threads may hang."""
    if not sys.platform.startswith("linux"):
        return f"fork is not safe on {sys.platform}, so every run starts cold"
    try:
        threads = len(list(Path("/proc/self/task").iterdir()))
    except OSError:
        return "the threads in the worker cannot be counted, so every run starts cold"
    return "" if threads == 1 else f"{threads} threads run in the worker, so every run starts cold"


def call_in_fork(function: Callable[[], str], timeout: float) -> Optional[str]:
    """Return what `function` returns in a forked process; None if it raises or takes over `timeout` seconds."""
    read, write = os.pipe()
    pid = os.fork()
    if pid == 0:
        status = 1
        try:
            die_with_parent()
            os.write(write, function().encode())
            status = 0
        finally:
            os._exit(status)
    os.close(write)
    result, until = b"", time.monotonic() + timeout
    while select.select([read], [], [], max(0.0, until - time.monotonic()))[0] and (part := os.read(read, 4096)):
        result += part
    os.close(read)
    os.kill(pid, signal.SIGKILL)  # this does not change the status of a process that is already ending
    _, status = os.waitpid(pid, 0)
    return None if status else result.decode()


def children(pid: int) -> list[int]:
    """Return the direct children of every thread of `pid`."""
    found: list[int] = []
    with suppress(OSError):  # it ended while we looked
        for task in Path(f"/proc/{pid}/task").iterdir():
            found += map(int, (task / "children").read_text().split())
    return found


def below(pid: int) -> Iterator[int]:
    """Yield all processes below `pid`, parents before children. Nothing is read ahead of the caller."""
    found = children(pid)
    for child in found:  # the list grows during the iteration
        yield child
        found += children(child)


def descendants(pid: int) -> list[int]:
    """Return all processes below `pid`, parents before children."""
    return list(below(pid))


def kill_tree(pid: int) -> None:
    """Send SIGKILL to a process group and every descendant, in the group or not. `pid` is not reaped."""
    found = descendants(pid)
    for target, kill in [(pid, os.killpg), (pid, os.kill), *((child, os.kill) for child in found)]:
        with suppress(ProcessLookupError, PermissionError):
            kill(target, signal.SIGKILL)
