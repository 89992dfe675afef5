"""How much memory all that runs here may use together."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from tuitutor.worker.cores import CGROUPS, PROC, control_groups


def usable_memory(proc: Path = PROC, cgroups: Path = CGROUPS) -> int:
    """Bytes of memory that this process and all others in its control groups may use, at most the machine's."""
    machine = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    bounds = [_bound(group) for group in control_groups("memory", proc, cgroups)]
    return min(machine, *bounds) if bounds else machine


def _bound(group: Path) -> int:
    for name in ("memory.max", "memory.limit_in_bytes"):  # the newer version of cgroups, and the older
        with suppress(OSError, ValueError):  # no such file, or "max"
            return int((group / name).read_text())
    return 1 << 62
