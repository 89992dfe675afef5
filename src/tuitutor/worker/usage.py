"""What a child and all that it started use together. On Linux this is read from /proc; elsewhere it is unknown."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from tuitutor.worker import processes

_TICKS = os.sysconf("SC_CLK_TCK")
_MOST_FILES = 20_000  # in a scratch folder; more count as a full disk


@dataclass(frozen=True)
class Usage:
    """The totals of all processes: their number, their threads, their CPU time (including ended ones) and memory."""

    processes: int = 0
    threads: int = 0
    cpu_s: float = 0.0
    memory_bytes: int = 0


def usage(keeper: int) -> Usage:
    """What all descendants of the process `keeper` use."""
    below = processes.descendants(keeper)
    stats = [_stat(pid) for pid in below]
    cpu = _stat(keeper).waited_s + sum(stat.own_s + stat.waited_s for stat in stats)
    return Usage(len(below), sum(stat.threads for stat in stats), cpu, sum(map(_filled, below)))


def shares(keeper: int) -> int:
    """Memory of all descendants of `keeper` in bytes, counting shared pages once. Slow."""
    return sum(_proportional(pid) or _filled(pid) for pid in processes.descendants(keeper))


def disk(folder: Path, keeper: int, enough: int) -> int:
    """Bytes on disk in `folder`, and in files without a name that processes below `keeper` hold open.

    More than _MOST_FILES files count as more than `enough` bytes.
    """
    seen: set[tuple[int, int]] = set()
    total = 0
    for number, status in enumerate(_statuses(folder, processes.descendants(keeper))):
        if number > _MOST_FILES:
            return enough + 1
        if (status.st_dev, status.st_ino) not in seen:
            seen.add((status.st_dev, status.st_ino))
            total += status.st_blocks * 512
    return total


def _statuses(folder: Path, pids: list[int]) -> Iterator[os.stat_result]:
    folders = [str(folder)]
    while folders:
        with suppress(OSError), os.scandir(folders.pop()) as entries:
            for entry in entries:
                with suppress(OSError):
                    if entry.is_dir(follow_symlinks=False):
                        folders.append(entry.path)
                    yield entry.stat(follow_symlinks=False)
    for pid in pids:
        with suppress(OSError):
            for fd in Path(f"/proc/{pid}/fd").iterdir():
                with suppress(OSError):
                    status = fd.stat()
                    if stat.S_ISREG(status.st_mode) and status.st_nlink == 0:
                        yield status


@dataclass(frozen=True)
class _Stat:
    """CPU seconds of a process itself and of those that it has waited for, and its threads; see proc_pid_stat(5)."""

    own_s: float = 0.0
    waited_s: float = 0.0
    threads: int = 0


def _stat(pid: int) -> _Stat:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return _Stat()
    own, waited = int(fields[11]) + int(fields[12]), int(fields[13]) + int(fields[14])
    return _Stat(own / _TICKS, waited / _TICKS, int(fields[17]))


def _filled(pid: int) -> int:
    """Memory of a process that no file backs, in bytes; pages that it shares with others count in full."""
    return _sum(f"/proc/{pid}/status", ("RssAnon:", "RssShmem:"))


def _proportional(pid: int) -> int:
    return _sum(f"/proc/{pid}/smaps_rollup", ("Pss:",))


def _sum(path: str, names: tuple[str, ...]) -> int:
    """The sum of the named figures, which /proc gives in KiB, in bytes."""
    with suppress(OSError):
        lines = Path(path).read_text().splitlines()
        return sum(int(line.split()[1]) << 10 for line in lines if line.startswith(names))
    return 0
