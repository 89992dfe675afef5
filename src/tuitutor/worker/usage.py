"""What a child and all that it started use together. On Linux this is read from /proc; elsewhere it is unknown.

Each walk has a bound, so that no child can keep it going for long: what is more than the bound is over a limit.
"""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Optional

from tuitutor.protocol.limits import MOST_FILES, OPEN_FILES
from tuitutor.worker import processes

_TICKS = os.sysconf("SC_CLK_TCK")
_CORES = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
_TOLD_LATE = 1.0  # seconds of a wait of which the system has not told yet
_MANY = 1 << 60  # bytes, more than any limit: of what can't be counted


@dataclass(frozen=True)
class Usage:
    """The totals of all processes: who they are, their threads and their CPU time, that of ended ones included."""

    pids: tuple[int, ...] = ()
    threads: int = 0
    cpu_s: float = 0.0


class UsageCount:
    """Counts what the descendants of the process `keeper` use. `lost_s` is CPU time that the kernel counts no more."""

    def __init__(self, keeper: int) -> None:
        self._keeper = keeper
        self._known: dict[int, _Stat] = {}
        self._at = time.monotonic()
        self.lost_s = 0.0

    def usage(self, most: int) -> Usage:
        """What they use; of more than `most`, only some are looked at."""
        below = tuple(islice(processes.below(self._keeper), most + 1))
        stats = {pid: _stat(pid) for pid in (self._keeper, *below)}
        ticks = stats[self._keeper].waited + sum(stats[pid].ticks for pid in below)
        threads = sum(stats[pid].threads for pid in below)
        self._note_lost({pid: stat for pid, stat in stats.items() if stat.began})
        return Usage(below, threads, ticks / _TICKS + self.lost_s)

    def _note_lost(self, stats: dict[int, _Stat]) -> None:
        """Find processes for which nobody has waited: if its parent ignores such ends, a process's time counts no more.

        `stats` were read of parents first, so what a parent had waited for then is none of the others. Nobody knows how
        long processes ran that were not even seen, so all cores count as busy since the last look.
        """
        now, missed = time.monotonic(), dict.fromkeys(stats, 0)  # ticks by parent
        for pid, known in self._known.items():
            if pid not in stats or stats[pid].began != known.began:
                stat = _stat(pid)
                if stat.began == known.began:
                    stats[pid] = stat  # a list of children may lack some, while others end
                elif known.parent in missed:
                    missed[known.parent] += known.ticks
        for parent, ticks in missed.items():
            before, after = self._known.get(parent), _stat(parent) if ticks else stats[parent]
            if before is not None and before.began == after.began and after.waited - before.waited < ticks:
                self.lost_s += ticks / _TICKS + (now - self._at) * _CORES
        self._known, self._at = stats, now


class Waits:
    """`waited_s`: seconds in which processes were ready to run, and the machine gave them no CPU.

    Where the system doesn't say, there are none. A thread that waits while others of them run waits for these.
    """

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self.waited_s = 0.0
        self._now, self._at = now, now()
        self._room = 0.0  # seconds of late in which none ran, and which don't count as waited yet
        self._known: dict[str, tuple[int, int]] = {}  # by thread

    def look(self, pids: Iterable[int]) -> None:
        """Add what these processes have waited since the last look, but no more than the time in which none ran."""
        now, known = self._now(), dict(_scheduled(pids))
        before = {thread: self._known.get(thread, (0, 0)) for thread in known}
        ran = {thread: (known[thread][0] - before[thread][0]) / 1e9 for thread in known}
        waited = {thread: (known[thread][1] - before[thread][1]) / 1e9 for thread in known}
        together = sum(ran.values())
        self._room = min(max(0.0, self._room + now - self._at - together), _TOLD_LATE)
        counted = min(sum(max(0.0, waited[thread] - (together - ran[thread])) for thread in known), self._room)
        self.waited_s += counted
        self._room -= counted
        self._known, self._at = known, now


def _scheduled(pids: Iterable[int]) -> Iterable[tuple[str, tuple[int, int]]]:
    """Each thread, and for how many nanoseconds it has run and has waited to run.

    See sched-stats.rst in Linux's documentation. A wait is told once it is over.
    """
    for task in (task for pid in pids for task in _listed(f"/proc/{pid}/task")):
        with suppress(OSError, ValueError):
            ran, waited, _ = Path(task.path, "schedstat").read_bytes().split()
            yield task.name, (int(ran), int(waited))


def memory(pids: Iterable[int], files: int) -> int:
    """An upper bound on the memory of processes in bytes, if `files` bytes of files are in memory too.

    Pages that no file backs count for each process that has them.
    """
    found = [_figures(f"/proc/{pid}/status") for pid in pids]
    own = sum(each.get(name, 0) for each in found for name in ("RssAnon", "VmSwap", "HugetlbPages"))
    return own + max(files, sum(each.get("RssShmem", 0) for each in found))


def shares(pids: Iterable[int], files: int) -> int:
    """The same, but pages that several processes have count once. Slow."""
    own = shared = 0
    for pid in pids:
        found = _figures(f"/proc/{pid}/smaps_rollup") or {"Pss_Anon": memory([pid], 0)}
        own += found.get("Pss_Anon", found.get("Pss", 0)) + found.get("SwapPss", 0)  # Linux 5.9 has the former
        shared += found.get("Pss_Shmem", 0)
    return own + max(files, shared)


def unbacked(learner: int, others: Iterable[int]) -> Optional[int]:
    """Bytes of memory that no file backs: all that the process `learner` has, and what only one of the others has.

    What these have in common with the one that forked them counts there. None: the system doesn't say.
    """
    found = _figures(f"/proc/{learner}/status")
    if "RssAnon" not in found:
        return None
    total = found["RssAnon"] + found.get("VmSwap", 0)
    for pid in others:
        own = _figures(f"/proc/{pid}/smaps_rollup")
        private = own.get("Private_Clean", 0) + own.get("Private_Dirty", 0) + own.get("SwapPss", 0)
        total += max(0, private - own.get("Pss_File", 0) - own.get("Pss_Shmem", 0))
    return total


def filled(tmpfs: int) -> int:
    """Bytes in all files of an open tmpfs, whether or not they still have a name."""
    found = os.fstatvfs(tmpfs)
    return (found.f_blocks - found.f_bfree) * found.f_frsize


def is_full(tmpfs: int) -> bool:
    """Whether an open tmpfs has no room left, or no names."""
    found = os.fstatvfs(tmpfs)
    return not (found.f_bavail and found.f_favail)


def disk(folder: Path) -> int:
    """Bytes on disk in `folder`. What can't be listed may hold anything, so it counts as more than any limit."""
    seen: dict[tuple[int, int], int] = {}
    folders = [str(folder)]
    while folders:
        try:
            with os.scandir(folders.pop()) as entries:
                for entry in entries:
                    if len(seen) > MOST_FILES:
                        return _MANY
                    with suppress(FileNotFoundError):
                        if entry.is_dir(follow_symlinks=False):
                            folders.append(entry.path)
                        found = entry.stat(follow_symlinks=False)
                        seen[found.st_dev, found.st_ino] = found.st_blocks * 512
        except FileNotFoundError:
            continue  # it was removed meanwhile
        except OSError:  # closed to its owner, or its path is too long
            return _MANY
    return sum(seen.values())


def nameless(pids: Iterable[int], apart_from: Optional[int] = None) -> int:
    """Bytes in files without a name that processes hold open, but for those beside the open file `apart_from`."""
    seen: dict[tuple[int, int], int] = {}
    device = None if apart_from is None else os.fstat(apart_from).st_dev
    descriptors = (fd for pid in pids for fd in _listed(f"/proc/{pid}/fd"))
    for number, fd in enumerate(descriptors):
        if number > MOST_FILES:
            return _MANY
        with suppress(OSError):
            found = fd.stat()
            if stat.S_ISREG(found.st_mode) and found.st_nlink == 0 and found.st_dev != device:
                seen[found.st_dev, found.st_ino] = found.st_blocks * 512
    return sum(seen.values())


def in_sockets(pids: Iterable[int]) -> int:
    """An upper bound on the memory of what waits in the sockets of processes, which the kernel shows nowhere.

    A process whose descriptors can't be listed may have nothing but sockets.
    """
    count = 0
    for pid in pids:
        try:
            with os.scandir(f"/proc/{pid}/fd") as entries:
                count += sum(_is_socket(entry) for entry in entries)
        except PermissionError:
            count += OPEN_FILES
        except OSError:
            continue  # it has ended
    return count * _IN_A_SOCKET


def _is_socket(entry: os.DirEntry[str]) -> bool:
    with suppress(OSError):
        return stat.S_ISSOCK(entry.stat().st_mode)
    return False


# Bytes that may wait in a socket: its buffer keeps the system's size, since seccomp lets nobody change it.
_IN_A_SOCKET = 256 << 10
with suppress(OSError, ValueError):
    _IN_A_SOCKET = int(Path("/proc/sys/net/core/wmem_default").read_bytes())


def _listed(folder: str) -> Iterable[os.DirEntry[str]]:
    with suppress(OSError), os.scandir(folder) as entries:
        yield from entries


@dataclass(frozen=True)
class _Stat:
    """CPU time of a process itself and of those that it has waited for, and its threads; see proc_pid_stat(5).

    `parent` is a pid, and `began` says when it was started: 0 if there is no such process.
    """

    own: int = 0  # in ticks
    waited: int = 0
    threads: int = 0
    parent: int = 0
    began: int = 0

    @property
    def ticks(self) -> int:
        return self.own + self.waited


def _stat(pid: int) -> _Stat:
    try:
        fields = Path(f"/proc/{pid}/stat").read_bytes().rpartition(b")")[2].split()  # its name may be in any encoding
    except OSError:
        return _Stat()
    own, waited = int(fields[11]) + int(fields[12]), int(fields[13]) + int(fields[14])
    return _Stat(own, waited, int(fields[17]), int(fields[1]), int(fields[19]))


def _figures(path: str) -> dict[str, int]:
    """The figures that /proc gives in KiB, in bytes, by name."""
    with suppress(OSError):
        words = [line.split() for line in Path(path).read_bytes().splitlines()]
        return {line[0].decode()[:-1]: int(line[1]) << 10 for line in words if line[2:] == [b"kB"]}
    return {}


GAP = 1.0  # seconds that count at most between two readings: in a longer gap, this process was not running


class Clock:
    """Seconds since it was made, leaving out long gaps between readings: read it often while time matters."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now, self._read_at, self._ran = now, now(), 0.0

    def now(self) -> float:
        """Seconds so far, which never decrease."""
        before, self._read_at = self._read_at, self._now()
        self._ran += min(self._read_at - before, GAP)  # not 0, or slow readings would stop it
        return self._ran
