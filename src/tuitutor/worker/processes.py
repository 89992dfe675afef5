"""Processes and their descendants: who runs, and how to end all of it.

Linux answers from /proc; elsewhere a child's process group is all that can be reached.
"""

from __future__ import annotations

import os
import signal
from contextlib import suppress
from pathlib import Path

from tuitutor.worker.walls import syscalls

DUMP_SIGNAL = signal.SIGUSR2  # asks a child, whatever it is doing, where it is
_PR_SET_PDEATHSIG, _PR_SET_CHILD_SUBREAPER = 1, 36


def _prctl(option: int, value: int) -> None:
    with suppress(OSError, AttributeError):  # not Linux: EOF on stdin is what ends us there
        syscalls.prctl(option, value)


def die_with_parent(sig: int = signal.SIGKILL) -> None:
    """Ask for `sig` when the thread that forked this process ends; 0 takes it back."""
    _prctl(_PR_SET_PDEATHSIG, sig)


def adopt_orphans() -> None:
    """Become the parent of descendants whose own parent ends, so that none can slip away."""
    _prctl(_PR_SET_CHILD_SUBREAPER, 1)


def thread_count() -> int:
    """Threads of this process, or 0 where that cannot be known."""
    try:
        return len(list(Path("/proc/self/task").iterdir()))
    except OSError:
        return 0


def children(pid: int) -> list[int]:
    """Direct children of every thread of `pid`."""
    found: list[int] = []
    with suppress(OSError):  # it ended while we looked
        for task in Path(f"/proc/{pid}/task").iterdir():
            found += map(int, (task / "children").read_text().split())
    return found


def descendants(pid: int) -> list[int]:
    """All processes below `pid`, parents before children."""
    found = children(pid)
    for child in found:  # grows while it is walked
        found += children(child)
    return found


def kill_tree(pid: int) -> None:
    """SIGKILL a process group and every descendant, including those that left the group. `pid` is not reaped."""
    below = descendants(pid)
    for target, kill in [(pid, os.killpg), (pid, os.kill), *((child, os.kill) for child in below)]:
        with suppress(ProcessLookupError, PermissionError):
            kill(target, signal.SIGKILL)
