"""The share of a machine that others use too: few cores, and those only when nobody else wants them."""

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

# Pools whose size follows neither the affinity nor what worker.main sets.
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
    """What holds for this process and all that it starts: `cores` of the `usable` ones, at priority `nice`."""

    cores: int
    usable: int
    nice: int


def restrict(cores: int, nice: int) -> Share:
    """Keep this process and all that it starts to `cores` of the cores that it may use (0: all), at `nice` or nicer.

    Call it before anything sizes a pool of threads, while this process has one thread.
    """
    usable, granted = usable_cores(), job_cores()
    count = min(cores, usable) if cores > 0 else usable
    if granted is None or granted >= count:
        count = _keep_to(count)
    else:  # a Slurm that binds no job to cores does not say which are ours, and by chance many would share one
        count = usable = granted
    for name in _POOLS:
        os.environ[name] = os.environ.get(name) or str(count)
    return Share(count, usable, _be_nice(nice))


def usable_cores(proc: Path = PROC, cgroups: Path = CGROUPS) -> int:
    """How many cores this process may keep busy: by its affinity and by the CPU quotas of its control groups."""
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    quota = cgroup_quota(proc, cgroups)
    return allowed if quota is None else max(1, min(allowed, math.ceil(quota)))


def job_cores() -> Optional[int]:
    """How many of this machine's cores Slurm gave to this job; None where that is not known."""
    said = os.environ.get("SLURM_CPUS_ON_NODE", "")
    return int(said) if said.isdecimal() and int(said) else None


def cgroup_quota(proc: Path, cgroups: Path) -> Optional[float]:
    """The cores' worth of CPU time that the control groups grant; None where they set no bound."""
    quotas = [quota for group in control_groups("cpu", proc, cgroups) if (quota := _quota(group)) is not None]
    return min(quotas, default=None)


def run_of_cores(allowed: list[int], count: int, start: int) -> set[int]:
    """`count` neighbours in the sorted list of `allowed` cores, from place `start` on, and around its end."""
    return {allowed[(start + step) % len(allowed)] for step in range(count)}


def _keep_to(count: int) -> int:
    """Use `count` cores from now on; how many it came to."""
    if not hasattr(os, "sched_getaffinity"):
        return count  # macOS: what asks the environment will
    allowed = sorted(os.sched_getaffinity(0))
    if count < len(allowed):
        # by chance, or everybody on a login node would sit on its first cores; neighbours, which share a cache
        chosen = run_of_cores(allowed, count, random.SystemRandom().randrange(len(allowed)))
        with suppress(OSError):
            os.sched_setaffinity(0, chosen)
    return usable_cores()


def _be_nice(nice: int) -> int:
    here = os.getpriority(os.PRIO_PROCESS, 0)
    if nice > here:
        with suppress(OSError):
            here = os.nice(nice - here)
    # Where the kernel groups processes by session, it weighs sessions, and "nice" counts only inside of one.
    if os.getsid(0) == os.getpid():
        with suppress(OSError):
            (PROC / "autogroup").write_text(str(here))
    return here


# ---- control groups


def control_groups(controller: str, proc: Path, cgroups: Path) -> Iterator[Path]:
    """The folders of the groups that bound this process: its own and all above, of either version of cgroups."""
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


def _quota(group: Path) -> Optional[float]:
    """The bound that one group sets, in cores."""
    with suppress(OSError, ValueError):  # no such file, or "max"
        quota, period = (group / "cpu.max").read_text().split()
        return _ratio(quota, period)
    with suppress(OSError, ValueError):
        return _ratio((group / "cpu.cfs_quota_us").read_text(), (group / "cpu.cfs_period_us").read_text())
    return None


def _ratio(quota: str, period: str) -> Optional[float]:
    share, of = int(quota), int(period)
    return share / of if share > 0 and of > 0 else None
