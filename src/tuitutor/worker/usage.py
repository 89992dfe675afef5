"""What a child and its descendants use together. On Linux this is read from /proc; elsewhere it is unknown.

Every walk has a bound, so that no child can prolong it: more than the bound is over a limit anyway.
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
_UNREPORTED_S = 1.0  # seconds of a wait that the system may not have reported yet
_MANY = 1 << 60  # bytes, more than any limit: for files that can't be counted


@dataclass(frozen=True)
class Usage:
    """All processes, with their threads and CPU time together. The time includes ended processes."""

    pids: tuple[int, ...] = ()
    threads: int = 0
    cpu_s: float = 0.0


class UsageCount:
    """Measures the descendants of the process `keeper`. `lost_s` is CPU time that the kernel no longer counts."""

    def __init__(self, keeper: int) -> None:
        self._keeper = keeper
        self._known: dict[int, _Stat] = {}
        self._at = time.monotonic()
        self.lost_s = 0.0

    def usage(self, most: int) -> Usage:
        """Measure their usage; of more than `most` processes, only `most` + 1 are read."""
        below = tuple(islice(processes.below(self._keeper), most + 1))
        stats = {pid: _stat(pid) for pid in (self._keeper, *below)}
        ticks = stats[self._keeper].waited + sum(stats[pid].ticks for pid in below)
        threads = sum(stats[pid].threads for pid in below)
        self._note_lost({pid: stat for pid, stat in stats.items() if stat.began})
        return Usage(below, threads, ticks / _TICKS + self.lost_s)

    def _note_lost(self, stats: dict[int, _Stat]) -> None:
        """Add the time of processes that nobody waited for: if a parent ignores SIGCHLD, the kernel drops their time.

        Parents were read before their children, so a parent's sum at that time has no child of `stats`. Processes that
        came and went between two calls may have run for any time, so all cores count as busy since the last call.
        """
        now, missed = time.monotonic(), dict.fromkeys(stats, 0)  # ticks by parent
        for pid, known in self._known.items():
            if pid not in stats or stats[pid].began != known.began:
                stat = _stat(pid)
                if stat.began == known.began:
                    stats[pid] = stat  # the kernel's list of children may lack some while other processes end
                elif known.parent in missed:
                    missed[known.parent] += known.ticks
        for parent, ticks in missed.items():
            before, after = self._known.get(parent), _stat(parent) if ticks else stats[parent]
            if before is not None and before.began == after.began and after.waited - before.waited < ticks:
                self.lost_s += ticks / _TICKS + (now - self._at) * _CORES
        self._known, self._at = stats, now


class Waits:
    """`waited_s`: seconds in which processes were ready to run, but got no CPU; 0 on systems without this figure.

    A thread that waits while other threads of these processes run waits for them, and not for the machine.
    """

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self.waited_s = 0.0
        self._now, self._at = now, now()
        self._room = 0.0  # recent seconds in which no thread ran, and which don't count as waited yet
        self._known: dict[str, tuple[int, int]] = {}  # by thread

    def update(self, pids: Iterable[int]) -> None:
        """Add the time that these processes have waited since the last call, at most the time in which none ran."""
        now, known = self._now(), dict(_scheduled(pids))
        before = {thread: self._known.get(thread, (0, 0)) for thread in known}
        ran = {thread: (known[thread][0] - before[thread][0]) / 1e9 for thread in known}
        waited = {thread: (known[thread][1] - before[thread][1]) / 1e9 for thread in known}
        together = sum(ran.values())
        self._room = min(max(0.0, self._room + now - self._at - together), _UNREPORTED_S)
        counted = min(sum(max(0.0, waited[thread] - (together - ran[thread])) for thread in known), self._room)
        self.waited_s += counted
        self._room -= counted
        self._known, self._at = known, now


def _scheduled(pids: Iterable[int]) -> Iterable[tuple[str, tuple[int, int]]]:
    """Yield every thread, with the nanoseconds that it has run and has waited to run.

    See sched-stats.rst in Linux's documentation. The system counts a wait once it is over.
    """
    for task in (task for pid in pids for task in _listed(f"/proc/{pid}/task")):
        with suppress(OSError, ValueError):
            ran, waited, _ = Path(task.path, "schedstat").read_bytes().split()
            yield task.name, (int(ran), int(waited))


def memory(pids: Iterable[int], files: int) -> int:
    """Return an upper bound on the memory of processes in bytes, if `files` bytes of files are in memory too.

    Anonymous pages count for every process that maps them. VmPTE: the kernel's tables of their pages.
    """
    figures = [_figures(f"/proc/{pid}/status") for pid in pids]
    own = sum(process.get(name, 0) for process in figures for name in ("RssAnon", "VmSwap", "HugetlbPages", "VmPTE"))
    return own + max(files, sum(process.get("RssShmem", 0) for process in figures))


def shares(pids: Iterable[int], files: int) -> int:
    """Return the same as `memory`, but count pages of several processes once. Slow."""
    own = shared = 0
    for pid in pids:
        figures = _figures(f"/proc/{pid}/smaps_rollup") or {"Pss_Anon": memory([pid], 0)}
        own += figures.get("Pss_Anon", figures.get("Pss", 0)) + figures.get("SwapPss", 0)  # Pss_Anon: Linux 5.9
        own += _figures(f"/proc/{pid}/status").get("VmPTE", 0)
        shared += figures.get("Pss_Shmem", 0)
    return own + max(files, shared)


def anonymous(learner: int, others: Iterable[int]) -> Optional[int]:
    """Return the bytes of anonymous memory: all of the process `learner`, and the private pages of `others`.

    Pages that a process shares with the one that forked it count there. None: unknown on this system.
    """
    figures = _figures(f"/proc/{learner}/status")
    if "RssAnon" not in figures:
        return None
    total = figures["RssAnon"] + figures.get("VmSwap", 0)
    for pid in others:
        own = _figures(f"/proc/{pid}/smaps_rollup")
        private = own.get("Private_Clean", 0) + own.get("Private_Dirty", 0) + own.get("SwapPss", 0)
        total += max(0, private - own.get("Pss_File", 0) - own.get("Pss_Shmem", 0))
    return total


def filled(tmpfs: int) -> int:
    """Return the bytes in all files of an open tmpfs, including deleted ones."""
    status = os.fstatvfs(tmpfs)
    return (status.f_blocks - status.f_bfree) * status.f_frsize


def is_full(tmpfs: int) -> bool:
    """Whether an open tmpfs has no room left for bytes or for names."""
    status = os.fstatvfs(tmpfs)
    return not (status.f_bavail and status.f_favail)


def disk(folder: Path) -> int:
    """Return the bytes on disk in `folder`; more than any limit if some of it can't be listed."""
    sizes: dict[tuple[int, int], int] = {}
    folders = [str(folder)]
    while folders:
        try:
            with os.scandir(folders.pop()) as entries:
                for entry in entries:
                    if len(sizes) > MOST_FILES:
                        return _MANY
                    with suppress(FileNotFoundError):
                        if entry.is_dir(follow_symlinks=False):
                            folders.append(entry.path)
                        status = entry.stat(follow_symlinks=False)
                        sizes[status.st_dev, status.st_ino] = status.st_blocks * 512
        except FileNotFoundError:
            continue  # it was removed meanwhile
        except OSError:  # closed to its owner, or its path is too long
            return _MANY
    return sum(sizes.values())


def nameless(pids: Iterable[int], apart_from: Optional[int] = None) -> int:
    """Return the bytes in deleted files that processes have open, without those on the disk of `apart_from`."""
    sizes: dict[tuple[int, int], int] = {}
    device = None if apart_from is None else os.fstat(apart_from).st_dev
    descriptors = (fd for pid in pids for fd in _listed(f"/proc/{pid}/fd"))
    for number, fd in enumerate(descriptors):
        if number > MOST_FILES:
            return _MANY
        with suppress(OSError):
            status = fd.stat()
            if stat.S_ISREG(status.st_mode) and status.st_nlink == 0 and status.st_dev != device:
                sizes[status.st_dev, status.st_ino] = status.st_blocks * 512
    return sum(sizes.values())


def in_sockets(pids: Iterable[int]) -> int:
    """Return an upper bound on the bytes waiting in the sockets of processes, which the kernel shows nowhere.

    If the descriptors of a process can't be listed, all of them count as sockets.
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


def in_mappings(pids: Iterable[int], most: int) -> int:
    """Return how many bytes the kernel may need for the mappings of processes; beyond `most`, no more are counted.

    A forked process needs room for each mapping once more for each process above it.
    """
    count = 0
    for pid in pids:
        with suppress(OSError), open(f"/proc/{pid}/maps", "rb", buffering=0) as file:  # noqa: PTH123 - unbuffered
            while count * _A_MAPPING <= most and (lines := file.read(1 << 16)):
                count += lines.count(b"\n")
    return count * _A_MAPPING


_A_MAPPING = 4 << 10  # bytes: 200, and 64 for each process above it, on average 50 if all are in one line


def _is_socket(entry: os.DirEntry[str]) -> bool:
    with suppress(OSError):
        return stat.S_ISSOCK(entry.stat().st_mode)
    return False


# Bytes that may wait in a socket: its buffer has the system's default size, since seccomp refuses to change it.
_IN_A_SOCKET = 256 << 10
with suppress(OSError, ValueError):
    _IN_A_SOCKET = int(Path("/proc/sys/net/core/wmem_default").read_bytes())


def _listed(folder: str) -> Iterable[os.DirEntry[str]]:
    with suppress(OSError), os.scandir(folder) as entries:
        yield from entries


@dataclass(frozen=True)
class _Stat:
    """CPU time of a process itself and of its children after wait(2), and its threads; see proc_pid_stat(5).

    `parent` is a pid, and `began` is the time of its start: 0 if there is no such process.
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
    """Return /proc's figures in KiB as bytes, by name."""
    with suppress(OSError):
        words = [line.split() for line in Path(path).read_bytes().splitlines()]
        return {line[0].decode()[:-1]: int(line[1]) << 10 for line in words if line[2:] == [b"kB"]}
    return {}


GAP = 1.0  # seconds that count at most between two readings: during a longer gap, this process was stopped


class Clock:
    """Seconds since it was made, without long gaps between readings: read it often while time matters."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now, self._read_at, self._ran = now, now(), 0.0

    def now(self) -> float:
        """Return the seconds so far, which never decrease."""
        before, self._read_at = self._read_at, self._now()
        self._ran += min(self._read_at - before, GAP)  # not 0, or slow readings would stop it
        return self._ran
