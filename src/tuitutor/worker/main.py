"""The worker process: it forks the zygote, which makes children in the best sandbox available, and becomes the host.

Before that it takes its share of a machine with other users: cores, priority and memory.
"""

from __future__ import annotations

import math
import os
import random
import signal
import socket
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NoReturn, Optional

from tuitutor.protocol import codec
from tuitutor.protocol.events import Ready, Starting, Unready, Unseen
from tuitutor.worker import scratch
from tuitutor.worker.host import Host
from tuitutor.worker.processes import SOCKETS
from tuitutor.worker.run_directory import CourseData, ListedFile, NotReceived, is_visible, receive
from tuitutor.worker.walls import namespaces
from tuitutor.worker.walls.sandbox import Plan, probe
from tuitutor.worker.zygote import be_zygote, this_python

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
    bounds = [physical_memory()]
    for group in control_groups("memory", proc, cgroups):
        for name in ("memory.max", "memory.limit_in_bytes"):  # the newer version of cgroups, and the older
            with suppress(OSError, ValueError):  # no such file, or "max"
                bounds.append(int((group / name).read_text()))
    return min(bounds)


def physical_memory() -> int:
    """Return how many bytes of memory the machine has."""
    return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")


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


# The TensorFlow backend whatever keras.json says; one thread, so that forking is safe and grades don't depend on the
# machine's cores; no GPU by default; no start-up messages from TensorFlow, which are noise to a learner.
ENVIRONMENT = {
    "KERAS_BACKEND": "tensorflow",
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "TF_NUM_INTRAOP_THREADS": "1",
    "TF_NUM_INTEROP_THREADS": "1",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "CUDA_VISIBLE_DEVICES": "-1",
    "PYTHONDONTWRITEBYTECODE": "1",
}


def main(
    sources: dict[str, str], cores: int, nice: int, course: Optional[dict[str, Any]] = None, keras_dir: str = ""
) -> NoReturn:
    """Serve requests on stdin until it ends. `sources` are our own modules, which a cold child needs too.

    All processes together use `cores` of the available cores (0: all of them), at priority `nice`. `course` has the
    arguments of `_find_course`, and `keras_dir` is the site's folder of files fetched by Keras.
    """
    out = os.dup(1)  # for the protocol; any other output of this process goes to stderr
    os.dup2(2, 1)
    os.write(out, b"\n")  # ends a line that a sitecustomize may have begun
    os.write(out, codec.encode(Starting(this_python())))
    os.environ.pop("PYTHONSAFEPATH", None)  # only for our own start: a learner's script may import its neighbours
    for name, value in {**ENVIRONMENT, "KERAS_HOME": _keras_home()}.items():
        os.environ[name] = os.environ.get(name) or value
    keras_homes = tuple(folder for folder in (os.environ["KERAS_HOME"], keras_dir) if Path(folder).is_absolute())
    home, files = _find_course(out, **course or {})
    share = restrict_cores(cores, nice)
    plan = _enter(probe())
    ours, theirs = socket.socketpair(socket.AF_UNIX, SOCKETS)
    zygote = os.fork()
    if zygote == 0:  # it gets no access to the app's requests or the channel for events
        null = os.open(os.devnull, os.O_RDONLY)
        os.dup2(null, 0)
        for fd in (null, out, ours.fileno()):
            os.close(fd)
        be_zygote(theirs, sources, plan, files, keras_homes)
    theirs.close()

    def complete(ready: Ready) -> Ready:
        return replace(
            ready,
            pid=os.getpid(),
            isolation=plan.isolation(),
            cores=share.cores,
            usable_cores=share.usable,
            nice=share.nice,
            memory_bytes=usable_memory(),
            memory_limited=usable_memory() < physical_memory(),
        )

    _end_as(Host(out, ours, zygote, plan, complete, home, bool(files.hidden)).run())


def _find_course(
    out: int, folder: str = "", manifest: str = "", files: Sequence[tuple[str, int, str]] = (), asks: bool = False
) -> tuple[Optional[Path], CourseData]:
    """Find the course in `folder`, or request and receive its `files` if `asks` and this machine doesn't see them.

    `manifest` is the digest of the course's manifest, which lists the files. Also returns the worker's folder, if it
    was made for received files. Ends this process if the files can't be used.
    """
    listed = [ListedFile(*file) for file in files]
    if not asks or not listed or is_visible(folder, manifest, listed):
        return None, CourseData.at(folder)
    os.write(out, codec.encode(Unseen()))
    scratch.sweep_scratch()
    home = scratch.make()
    try:
        return home, CourseData.at(receive(listed, home))
    except NotReceived as error:
        scratch.clear(home)
        os.write(out, codec.encode(Unready("data", str(error), this_python())))
        sys.exit(3)


def _enter(plan: Plan) -> Plan:
    """Put future children into new namespaces, if planned. Returns the plan, without namespaces if that fails."""
    if not plan.namespaces:
        return plan
    try:
        namespaces.enter(plan.network)
    except OSError as error:
        return replace(plan, namespaces=False, missing=(*plan.missing, f"user namespaces ({error.strerror})"))
    return plan


def _end_as(status: int) -> NoReturn:
    """End with the zygote's wait status, so that our parent learns of an import that crashed."""
    code = os.waitstatus_to_exitcode(status)
    if code < 0:
        with suppress(OSError, ValueError):
            signal.signal(-code, signal.SIG_DFL)
        os.kill(os.getpid(), -code)
    sys.exit(code)


def _keras_home() -> str:
    """Return Keras's default folder, writable or not.

    By itself, Keras would replace an unwritable one by /tmp/.keras, with the settings of any user who made that first.
    """
    try:
        home = Path.home()
    except RuntimeError:  # a user unknown to the system
        home = Path("/nonexistent")
    return str(home / ".keras")
