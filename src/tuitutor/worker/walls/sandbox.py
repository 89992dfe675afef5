"""How learner code is confined: probe the kernel once, and apply its best walls to every child.

There are three walls, and each works alone: namespaces (see and end processes), Landlock (files), seccomp (system
calls). SECURITY.md describes them. A missing wall lowers the tier; it never keeps anybody from practising.
"""

from __future__ import annotations

import os
import resource
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Optional

from tuitutor.protocol.isolation import Isolation
from tuitutor.protocol.limits import MOST_FILES
from tuitutor.worker import processes, syscalls
from tuitutor.worker.run_directory import CourseData, lay_out_keras
from tuitutor.worker.walls import landlock, namespaces
from tuitutor.worker.walls import seccomp as filters
from tuitutor.worker.walls.readable import readable_rules
from tuitutor.worker.walls.refusals import Refusals

MOST_THREADS = 2000  # of all children together, if the kernel counts per user namespace; root has no such limit
# Without /dev/zero: mapped, it is memory that no limit counts.
_DEVICES = ("/dev/null", "/dev/full", "/dev/random", "/dev/urandom")
_NVIDIA = "/dev/nvidia*"
_PATIENCE = 600.0  # seconds: a kernel that takes longer to refuse something is stuck
# What a process may read of the machine's /proc; one of its own, in a pid namespace, is readable as a whole.
_PROC = ("cpuinfo", "meminfo", "stat", "loadavg", "uptime", "version", "filesystems", "sys/kernel", "sys/vm", "self")


@dataclass(frozen=True)
class Plan:
    """The walls that work here. `landlock` is its version, 0 for none, and `scopes` are its enforced scopes."""

    namespaces: bool = False
    network: bool = False  # also a namespace without a network; seccomp refuses sockets anyway
    landlock: int = 0
    scopes: int = 0
    seccomp: bool = False
    missing: tuple[str, ...] = ()

    def isolation(self) -> Isolation:
        """Return the guarantees of this plan."""
        tier = "limits"
        if self.seccomp:
            tier = "filter" if not self.landlock else "namespaces" if self.namespaces else "landlock"
        return Isolation(
            tier=tier,
            files=bool(self.landlock) and self.seccomp,
            network=self.seccomp,
            processes=self.seccomp and (self.namespaces or bool(self.landlock)),
            ends=self.namespaces,
            missing=self.missing,
        )

    def rules(self, gpu: bool) -> filters.FilterRules:
        """Return what the other walls leave to the filter of system calls."""
        return filters.FilterRules(
            alone=not self.namespaces and not self.scopes & landlock.SIGNALS,
            leashed=not self.namespaces,
            truncating=0 < self.landlock < 3,
            gpu=gpu,
        )


def probe() -> Plan:
    """Find out which walls work, by trying them in short-lived processes. This process must have a single thread."""
    if sys.platform != "linux":
        return Plan(missing=(f"{sys.platform} has no sandbox that tuitutor knows",))
    if syscalls.architecture() is None:
        return Plan(missing=("tuitutor has no table of system calls for this processor",))
    missing: list[str] = []
    version = scopes = 0
    try:
        version = landlock.version()
        ruleset, scopes = landlock.create(version)
        os.close(ruleset)
    except OSError as error:
        missing.append(f"Landlock ({error.strerror})")
        version = 0
    network = not (problem := _try(lambda: _try_namespaces(network=True)))
    own = network or not (problem := _try(lambda: _try_namespaces(network=False)))
    if not own:
        missing.append(f"user namespaces ({problem})")
    filtered = not (problem := _try(lambda: filters.install_filter(filters.assemble(filters.FilterRules()))))
    if not filtered:
        missing.append(f"seccomp ({problem})")
    return Plan(own, network, version, scopes, filtered, tuple(missing))


def _try_namespaces(network: bool) -> None:
    """Do the same as a run, down to the learner's own /proc: three processes, one below the other. Raises OSError."""
    namespaces.enter(network)
    _try_in_child(_try_as_zygote)


def _try_as_zygote() -> None:
    namespaces.see_only_own_processes()
    with namespaces.deeper():
        _try_in_child(_try_as_keeper)


def _try_as_keeper() -> None:
    namespaces.see_only_own_processes()
    namespaces.own_files(Path(tempfile.gettempdir()), 1 << 20, MOST_FILES)
    if Path("/proc/2").exists():
        raise OSError("processes of others are seen")


def _try_in_child(attempt: Callable[[], None]) -> None:
    """Raise OSError with the system's message if `attempt` fails in a process of its own."""
    if problem := _try(attempt):
        raise OSError(0, problem)


def _try(attempt: Callable[[], None]) -> str:
    """Return "" if `attempt` works in a process of its own, else the system's message."""

    def problem() -> str:
        try:
            attempt()
        except OSError as error:
            return error.strerror or str(error)
        return ""

    found = processes.call_in_fork(problem, _PATIENCE)
    return "the process that tried ended" if found is None else found


# ---- confining a child


@dataclass(frozen=True)
class Sandbox:
    """A plan with its details, made once for all children.

    `rules` are Landlock's: paths and rights. `program` filters system calls; it is empty if every child needs its own.
    `gpu`: device files of GPUs may be used. `course` has the course's files; `keras_homes` are folders of files fetched
    by Keras.
    """

    plan: Plan
    rules: tuple[tuple[str, int], ...]
    gpu: bool
    course: CourseData
    keras_homes: tuple[str, ...]
    program: bytes

    def separate(self, folder: Path, size: int) -> Optional[int]:
        """Give the future children of this process, a keeper, their own view of the machine. Raises OSError.

        Returns a descriptor of `folder` if it now lies in memory, with room for `size` bytes.
        """
        if not self.plan.namespaces:
            return None
        namespaces.see_only_own_processes()
        namespaces.own_files(folder, size, MOST_FILES)
        return os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)

    def furnish(self, folder: Path, hidden: bool) -> None:
        """Link the course's data and Keras's files into a child's `folder`, and the course's hidden files if `hidden`.

        Raises OSError.
        """
        self.course.lay_out(folder, hidden)
        lay_out_keras(folder, self.keras_homes)

    def confine(self, folder: Path, hidden: bool) -> Refusals:
        """Confine this process and its descendants by every wall of the plan; `folder` is its own.

        `hidden`: it may read the course's hidden files. It must have a single thread. Returns what will be refused.
        Raises OSError; then the process must not continue.
        """
        with suppress(OSError):  # not Linux; where a machine or a job is out of memory, the kernel ends this first
            Path("/proc/self/oom_score_adj").write_text("1000")
        if self.plan.namespaces:
            namespaces.drop_capabilities()
            resource.setrlimit(resource.RLIMIT_NPROC, (MOST_THREADS, MOST_THREADS))
        if self.plan.landlock:
            syscalls.gain_no_privileges()
            course = [path for path in (self.course.data, self.course.hidden if hidden else "") if path]
            rules = [*self.rules, (str(folder), landlock.OWNING), *((path, landlock.LOOKING) for path in course)]
            if self.plan.namespaces:
                rules += [("/proc", landlock.READING), (namespaces.SHARED_MEMORY, landlock.OWNING)]
            else:
                rules += [(f"/proc/{name}", landlock.READING) for name in _PROC]
            landlock.restrict(self.plan.landlock, rules)
        if self.plan.seccomp:
            filters.install_filter(self.program or filters.assemble(self.plan.rules(self.gpu)))
        isolation = self.plan.isolation()
        return Refusals(isolation.files, isolation.network, self.plan.namespaces, self.course.data)


def sandbox_for(plan: Plan, course: CourseData = CourseData(), keras_homes: tuple[str, ...] = ()) -> Sandbox:
    """Return the sandbox for children of this process, based on its import paths and loaded libraries."""
    gpu = os.environ.get("CUDA_VISIBLE_DEVICES", "-1") not in ("", "-1")
    devices = {path: landlock.USING for path in _DEVICES}
    if gpu:
        devices |= {str(path): landlock.USING | landlock.IOCTL_DEV for path in Path("/").glob(_NVIDIA.lstrip("/"))}
    rules = readable_rules(course.course, keras_homes)
    filter_rules = plan.rules(gpu)
    program = filters.assemble(filter_rules) if plan.seccomp and not filter_rules.alone else b""
    return Sandbox(plan, (*rules, *devices.items()), gpu, course, keras_homes, program)
