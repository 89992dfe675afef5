"""The worker's share of a machine with other users: the number of cores, the priority, and the available memory."""

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
    """The share of this process and its descendants: `cores` of the `usable` cores, at priority `nice`."""

    cores: int
    usable: int
    nice: int


def restrict_cores(cores: int, nice: int) -> Share:
    """Restrict this process and its descendants to `cores` of the usable cores (0: all), at priority `nice` or nicer.

    Call it before anything sizes a thread pool, while this process has a single thread.
    """
    on_node, usable = os.environ.get("SLURM_CPUS_ON_NODE", ""), usable_cores()
    granted = int(on_node) if on_node.isdecimal() and int(on_node) else None  # cores of this machine for our job
    count = min(cores, usable) if cores > 0 else usable
    if granted is None or granted >= count:
        count = _keep_to(count)
    else:  # Slurm does not bind jobs to cores here: if every job chose some cores, jobs would collide
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
    """Return the number of cores that the affinity and the CPU quotas of the control groups allow."""
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    quota = cgroup_quota(proc, cgroups)
    return allowed if quota is None else max(1, min(allowed, math.ceil(quota)))


def usable_memory(proc: Path = PROC, cgroups: Path = CGROUPS) -> int:
    """Return how many bytes of memory the control groups of this process may use, at most the machine's."""
    bounds = [os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")]
    for group in control_groups("memory", proc, cgroups):
        for name in ("memory.max", "memory.limit_in_bytes"):  # the newer version of cgroups, and the older
            with suppress(OSError, ValueError):  # no such file, or "max"
                bounds.append(int((group / name).read_text()))
    return min(bounds)


def cgroup_quota(proc: Path, cgroups: Path) -> Optional[float]:
    """Return the CPU quota of the control groups, in cores; None if they set no limit."""
    quotas: list[float] = []
    for group in control_groups("cpu", proc, cgroups):
        for files in (("cpu.max",), ("cpu.cfs_quota_us", "cpu.cfs_period_us")):  # as in `usable_memory`
            with suppress(OSError, ValueError):  # no such file, or "max"
                share, of = map(int, " ".join((group / name).read_text() for name in files).split())
                quotas += [share / of] if share > 0 and of > 0 else []
                break
    return min(quotas, default=None)


def run_of_cores(allowed: list[int], count: int, start: int) -> set[int]:
    """Return `count` consecutive cores of the sorted list `allowed`, from index `start` on, wrapping around."""
    return {allowed[(start + step) % len(allowed)] for step in range(count)}


def _keep_to(count: int) -> int:
    """Use `count` cores from now on. Returns the actual number."""
    if not hasattr(os, "sched_getaffinity"):
        return count  # macOS: only libraries that read the environment variables obey
    allowed = sorted(os.sched_getaffinity(0))
    if count < len(allowed):
        # random, or all users of a login node would share its first cores; consecutive, as neighbours share a cache
        chosen = run_of_cores(allowed, count, random.SystemRandom().randrange(len(allowed)))
        with suppress(OSError):
            os.sched_setaffinity(0, chosen)
    return usable_cores()


# ---- control groups


def control_groups(controller: str, proc: Path, cgroups: Path) -> Iterator[Path]:
    """Yield the folders of the groups that limit this process, its own first, in either version of cgroups."""
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
        if ".." in parts:  # a group outside of the container
            parts = []
        for mount in mounts:
            yield from (mount.joinpath(*parts[:depth]) for depth in range(len(parts), -1, -1))
