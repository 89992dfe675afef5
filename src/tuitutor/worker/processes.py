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

from tuitutor.worker.walls import syscalls

DUMP_SIGNAL = signal.SIGUSR2  # asks a child, whatever it is doing, where it is
LOOK_SIGNAL = signal.SIGUSR1  # asks a keeper to look at what its child uses
# Sockets that keep messages whole if the system has them; each message is a line of JSON in any case.
SOCKETS = socket.SOCK_SEQPACKET if sys.platform.startswith("linux") else socket.SOCK_STREAM
_PR_SET_PDEATHSIG, _PR_SET_CHILD_SUBREAPER = 1, 36


def _prctl(option: int, value: int) -> None:
    with suppress(OSError, AttributeError):  # not Linux: EOF on stdin is what ends us there
        syscalls.prctl(option, value)


def die_with_parent(sig: int = signal.SIGKILL) -> None:
    """Have the kernel send `sig` to this process when the thread that forked it ends; 0 cancels that."""
    _prctl(_PR_SET_PDEATHSIG, sig)


def adopt_orphans() -> None:
    """Become the parent of descendants whose own parent ends, so that none can slip away."""
    _prctl(_PR_SET_CHILD_SUBREAPER, 1)


def why_not_fork() -> str:
    """ "" if forking is safe, else the reason why not. Children forked from a process with threads may hang."""
    if not sys.platform.startswith("linux"):
        return f"fork is not safe on {sys.platform}, so every run starts cold"
    try:
        threads = len(list(Path("/proc/self/task").iterdir()))
    except OSError:
        return "the threads in the worker cannot be counted, so every run starts cold"
    return "" if threads == 1 else f"{threads} threads run in the worker, so every run starts cold"


def ask_in_a_fork(ask: Callable[[], str], patience: float) -> Optional[str]:
    """What `ask` returns in a forked process; None if it raises, or takes longer than `patience` seconds."""
    read, write = os.pipe()
    pid = os.fork()
    if pid == 0:
        status = 1
        try:
            die_with_parent()
            os.write(write, ask().encode())
            status = 0
        finally:
            os._exit(status)
    os.close(write)
    said, until = b"", time.monotonic() + patience
    while select.select([read], [], [], max(0.0, until - time.monotonic()))[0] and (part := os.read(read, 4096)):
        said += part
    os.close(read)
    os.kill(pid, signal.SIGKILL)  # if it is ending already, its status stays the same
    _, status = os.waitpid(pid, 0)
    return None if status else said.decode()


def children(pid: int) -> list[int]:
    """Direct children of every thread of `pid`."""
    found: list[int] = []
    with suppress(OSError):  # it ended while we looked
        for task in Path(f"/proc/{pid}/task").iterdir():
            found += map(int, (task / "children").read_text().split())
    return found


def below(pid: int) -> Iterator[int]:
    """All processes below `pid`, parents before children."""
    found = children(pid)
    for child in found:  # grows while it is walked
        yield child
        found += children(child)


def descendants(pid: int) -> list[int]:
    """All processes below `pid`, parents before children."""
    return list(below(pid))


def kill_tree(pid: int) -> None:
    """SIGKILL a process group and every descendant, including those that left the group. `pid` is not reaped."""
    below = descendants(pid)
    for target, kill in [(pid, os.killpg), (pid, os.kill), *((child, os.kill) for child in below)]:
        with suppress(ProcessLookupError, PermissionError):
            kill(target, signal.SIGKILL)
