"""How learner code is confined: find out once what this kernel offers, and apply the best of it to each child.

Three walls, each of which works alone: namespaces (see and end processes), Landlock (files), seccomp (system calls).
SECURITY.md describes each. What a kernel lacks lowers the tier; it never keeps anybody from practising.
"""

from __future__ import annotations

import os
import resource
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Optional

from tuitutor.protocol.isolation import Isolation
from tuitutor.protocol.limits import MOST_FILES
from tuitutor.worker import processes
from tuitutor.worker.run_directory import NO_COURSE, CourseData, lay_out_keras
from tuitutor.worker.walls import landlock, namespaces, syscalls
from tuitutor.worker.walls import seccomp as filters
from tuitutor.worker.walls.readable import readable_rules
from tuitutor.worker.walls.refusals import Refusals

MOST_THREADS = 2000  # of all children together, if the kernel counts per user namespace; root is not counted
# Without /dev/zero: mapped, it is memory that no limit counts.
_DEVICES = ("/dev/null", "/dev/full", "/dev/random", "/dev/urandom")
_NVIDIA = "/dev/nvidia*"
_PATIENCE = 600.0  # seconds: a kernel that takes longer to refuse something is stuck
# What a process may read of /proc if it has no /proc of its own, which would show only itself.
_PROC = ("cpuinfo", "meminfo", "stat", "loadavg", "uptime", "version", "filesystems", "sys/kernel", "sys/vm", "self")


@dataclass(frozen=True)
class Plan:
    """The walls that work here. `landlock` is its version, 0 for none, with the `scopes` that it enforces."""

    namespaces: bool = False
    network: bool = False  # a namespace without one; seccomp refuses sockets anyway
    landlock: int = 0
    scopes: int = 0
    seccomp: bool = False
    missing: tuple[str, ...] = ()

    def isolation(self) -> Isolation:
        """What this plan can promise."""
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
        """What is left to the filter for system calls."""
        return filters.FilterRules(
            alone=not self.namespaces and not self.scopes & landlock.SIGNALS,
            leashed=not self.namespaces,
            truncating=0 < self.landlock < 3,
            gpu=gpu,
        )


def probe() -> Plan:
    """Find out what works here, by trying it in processes that end at once. This one must have a single thread."""
    if sys.platform != "linux":
        return Plan(missing=(f"{sys.platform} has no sandbox that tuitutor knows",))
    missing: list[str] = []
    if syscalls.architecture() is None:
        return Plan(missing=("tuitutor has no table of system calls for this processor",))
    version = scopes = 0
    try:
        version = landlock.version()
        ruleset, scopes = landlock.create(version)
        os.close(ruleset)
    except OSError as error:
        missing.append(f"Landlock ({error.strerror})")
        version = 0
    network = not (refused := _try(lambda: _try_namespaces(network=True)))
    own = network or not (refused := _try(lambda: _try_namespaces(network=False)))
    if not own:
        missing.append(f"user namespaces ({refused})")
    filtered = not (refused := _try(lambda: filters.install_filter(filters.assemble(filters.FilterRules()))))
    if not filtered:
        missing.append(f"seccomp ({refused})")
    return Plan(own, network, version, scopes, filtered, tuple(missing))


def _try_namespaces(network: bool) -> None:
    """Do all that a run will do, down to the learner's own /proc."""
    namespaces.enter(network)
    _in_a_child(_try_below)


def _try_below() -> None:
    namespaces.see_only_own_processes()
    with namespaces.deeper():
        _in_a_child(_try_deepest)


def _try_deepest() -> None:
    namespaces.see_only_own_processes()
    namespaces.own_files(Path(tempfile.gettempdir()), 1 << 20, MOST_FILES)
    if Path("/proc/2").exists():
        raise OSError("processes of others are seen")


def _in_a_child(attempt: Callable[[], None]) -> None:
    """Raises OSError with what the system said if `attempt` does not work in a process of its own."""
    if problem := _try(attempt):
        raise OSError(0, problem)


def _try(attempt: Callable[[], None]) -> str:
    """ "" if `attempt` works in a process of its own, else what the system said."""

    def problem() -> str:
        try:
            attempt()
        except OSError as error:
            return error.strerror or str(error)
        return ""

    said = processes.ask_in_a_fork(problem, _PATIENCE)
    return "the process that tried ended" if said is None else said


# ---- putting it on


@dataclass(frozen=True)
class Sandbox:
    """A plan, with the paths that learner code may use: `rules` are Landlock's, made once for all children.

    So is the `program` that filters system calls; it is empty if each child needs one of its own. `gpu`: it may also
    use the device files of GPUs. `course` has the files of the course; `keras_homes` are the folders with what Keras
    has fetched.
    """

    plan: Plan
    rules: tuple[tuple[str, int], ...] = ()
    gpu: bool = False
    course: CourseData = NO_COURSE
    keras_homes: tuple[str, ...] = ()
    program: bytes = b""

    def separate(self, folder: Path, size: int) -> Optional[int]:
        """Give the processes that this one forks their own view of the machine. In a child's keeper.

        Returns a descriptor of `folder` if it now lies in memory, with room for `size` bytes.
        """
        if not self.plan.namespaces:
            return None
        namespaces.see_only_own_processes()
        namespaces.own_files(folder, size, MOST_FILES)
        return os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)

    def furnish(self, folder: Path, hidden: bool) -> None:
        """Put into a child's `folder` what every run finds there, and the course's hidden files only if `hidden`.

        Raises OSError.
        """
        self.course.lay_out(folder, hidden)
        lay_out_keras(folder, self.keras_homes)

    def confine(self, folder: Path, hidden: bool = False) -> Refusals:
        """Put this process, and all that it will start, behind every wall of the plan, with `folder` as its own.

        `hidden`: it may read the course's hidden files. It must have a single thread. Returns what will be refused.
        Raises OSError; then the process must not go on.
        """
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
        held = self.plan.isolation()
        return Refusals(held.files, held.network, self.plan.namespaces, self.course.data)


def sandbox_for(plan: Plan, course: CourseData = NO_COURSE, keras_homes: tuple[str, ...] = ()) -> Sandbox:
    """The sandbox for children of this process, based on where it imports from and what it has loaded."""
    gpu = os.environ.get("CUDA_VISIBLE_DEVICES", "-1") not in ("", "-1")
    devices = {path: landlock.USING for path in _DEVICES}
    if gpu:
        devices |= {str(path): landlock.USING | landlock.IOCTL_DEV for path in Path("/").glob(_NVIDIA.lstrip("/"))}
    rules = readable_rules(course.course, keras_homes)
    left = plan.rules(gpu)
    program = filters.assemble(left) if plan.seccomp and not left.alone else b""
    return Sandbox(plan, (*rules, *devices.items()), gpu, course, keras_homes, program)
