"""Memory and CPU time of processes, from Linux's /proc."""

from __future__ import annotations

import os
from pathlib import Path

MB = 1_000_000


def rss(pid: int) -> float:
    """Resident memory, shared pages included, in MB."""
    return _field(pid, "status", "VmRSS")


def pss(pid: int) -> float:
    """Resident memory, where a page that n processes share counts 1/n, in MB."""
    return _field(pid, "smaps_rollup", "Pss")


def cpu_seconds(pid: int) -> float:
    """CPU time used, in ticks of usually 10 ms; 0 if the process is gone."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_bytes().rpartition(b")")[2].split()
    except FileNotFoundError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def children(pid: int) -> list[int]:
    """Processes started by the main thread of another; none if that is gone."""
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except FileNotFoundError:
        return []


def learners(worker: int) -> list[int]:
    """The processes that run learner code for a worker: its zygote's keepers have one each."""
    keepers = [keeper for zygote in children(worker) for keeper in children(zygote)]
    return [learner for keeper in keepers for learner in children(keeper)]


def _field(pid: int, file: str, name: str) -> float:
    lines = Path(f"/proc/{pid}/{file}").read_text().splitlines()
    line = next(line for line in lines if line.startswith(f"{name}:"))
    return int(line.split()[1]) * 1024 / MB
