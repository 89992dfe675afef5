"""Our share of a machine that others use too: few cores, and those at low priority; and how much memory there is."""

from __future__ import annotations

import math
import os
import random
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Optional

PROC, CGROUPS = Path("/proc/self"), Path("/sys/fs/cgroup")

# Thread pools whose size follows neither the affinity nor what worker.main sets.
_POOLS = (
    "BLIS_NUM_THREADS",
    "LOKY_MAX_CPU_COUNT",
    "NUMBA_NUM_THREADS",
    "NUMEXPR_MAX_THREADS",
    "NUMEXPR_NUM_THREADS",
    "POLARS_MAX_THREADS",
    "RAYON_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS",
)


@dataclass(frozen=True)
class Share:
    """The share of this process and all that it starts: `cores` of the `usable` ones, at priority `nice`."""

    cores: int
    usable: int
    nice: int


def restrict_cores(cores: int, nice: int) -> Share:
    """Keep this process and all that it starts to `cores` of the cores that it may use (0: all), at `nice` or nicer.

    Call it before anything sizes a thread pool, while this process has a single thread.
    """
    said, usable = os.environ.get("SLURM_CPUS_ON_NODE", ""), usable_cores()
    granted = int(said) if said.isdecimal() and int(said) else None  # how many of this machine's cores our job has
    count = min(cores, usable) if cores > 0 else usable
    if granted is None or granted >= count:
        count = _keep_to(count)
    else:  # Slurm binds no jobs to cores here, so we don't know which are ours: if all chose some, some would collide
        count = usable = granted
    for name in _POOLS:
        os.environ[name] = os.environ.get(name) or str(count)
    here = os.getpriority(os.PRIO_PROCESS, 0)
    if nice > here:
        with suppress(OSError):
            here = os.nice(nice - here)
    # With autogroups, the kernel weighs sessions against each other, and "nice" counts only within one. See sched(7).
    if os.getsid(0) == os.getpid():
        with suppress(OSError):
            (PROC / "autogroup").write_text(str(here))
    return Share(count, usable, here)


def usable_cores(proc: Path = PROC, cgroups: Path = CGROUPS) -> int:
    """How many cores this process may keep busy: by its affinity and by the CPU quotas of its control groups."""
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    quota = cgroup_quota(proc, cgroups)
    return allowed if quota is None else max(1, min(allowed, math.ceil(quota)))


def usable_memory(proc: Path = PROC, cgroups: Path = CGROUPS) -> int:
    """Bytes of memory that this process and all others in its control groups may use, at most the machine's."""
    bounds = [os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")]
    for group in control_groups("memory", proc, cgroups):
        for name in ("memory.max", "memory.limit_in_bytes"):  # the newer version of cgroups, and the older
            with suppress(OSError, ValueError):  # no such file, or "max"
                bounds.append(int((group / name).read_text()))
    return min(bounds)


def cgroup_quota(proc: Path, cgroups: Path) -> Optional[float]:
    """The CPU quota of the control groups, in cores; None if they set no limit."""
    quotas: list[float] = []
    for group in control_groups("cpu", proc, cgroups):
        for files in (("cpu.max",), ("cpu.cfs_quota_us", "cpu.cfs_period_us")):  # as in `usable_memory`
            with suppress(OSError, ValueError):  # no such file, or "max"
                share, of = map(int, " ".join((group / name).read_text() for name in files).split())
                quotas += [share / of] if share > 0 and of > 0 else []
                break
    return min(quotas, default=None)


def run_of_cores(allowed: list[int], count: int, start: int) -> set[int]:
    """`count` consecutive cores of the sorted list `allowed`, from index `start` on, wrapping around its end."""
    return {allowed[(start + step) % len(allowed)] for step in range(count)}


def _keep_to(count: int) -> int:
    """Use `count` cores from now on. Returns how many it really is."""
    if not hasattr(os, "sched_getaffinity"):
        return count  # macOS: only what reads the environment variables keeps to it
    allowed = sorted(os.sched_getaffinity(0))
    if count < len(allowed):
        # at random, or everybody on a login node would use its first cores; neighbours, since they share a cache
        chosen = run_of_cores(allowed, count, random.SystemRandom().randrange(len(allowed)))
        with suppress(OSError):
            os.sched_setaffinity(0, chosen)
    return usable_cores()


# ---- control groups


def control_groups(controller: str, proc: Path, cgroups: Path) -> Iterator[Path]:
    """The folders of the groups that limit this process: its own and all above it, in either version of cgroups."""
    try:
        lines = (proc / "cgroup").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return
    for line in lines:
        number, _, rest = line.partition(":")
        controllers, _, path = rest.partition(":")
        if number == "0" and not controllers:
            mounts = [cgroups, cgroups / "unified"]
        elif controller in controllers.split(","):
            mounts = [cgroups / controllers, cgroups / controller]
        else:
            continue
        parts = [part for part in path.split("/") if part]
        if ".." in parts:  # a group outside of what a container may see
            parts = []
        for mount in mounts:
            yield from (mount.joinpath(*parts[:depth]) for depth in range(len(parts), -1, -1))
