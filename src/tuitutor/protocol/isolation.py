"""How well learner code is isolated from the machine that it runs on, as the worker found out when it started."""

from __future__ import annotations

from tuitutor.protocol.quick import dataclass


@dataclass(frozen=True)
class Isolation:
    """What the running kernel lets the worker promise about learner code. SECURITY.md says what each promise means.

    `tier` is "namespaces", "landlock", "filter" or "limits", best first. `files`: it reads and writes only what it was
    given. `network`: it has no network. `processes`: it can neither look into nor signal other processes. `ends`: every
    process that it started ends with it, even if the worker is killed. `missing` names what the kernel lacks, and why.
    """

    tier: str = "limits"
    files: bool = False
    network: bool = False
    processes: bool = False
    ends: bool = False
    missing: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether code that nobody has read may run: it can't read, reach or harm anything that is not its own."""
        return self.files and self.network and self.processes
