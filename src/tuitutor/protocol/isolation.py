"""How well learner code is isolated from the machine that it runs on, as the worker found out when it started."""

from __future__ import annotations

from tuitutor.protocol.quick import dataclass


@dataclass(frozen=True)
class Isolation:
    """Isolation of learner code on this kernel. SECURITY.md explains the promises.

    `tier`: "namespaces", "landlock", "filter" or "limits", best first. `files`: it reads and writes only its own files.
    `network`: it has no network. `processes`: it can neither inspect nor signal other processes. `ends`: all its
    processes end with it, even if the worker is killed. `missing`: kernel features that are missing, and why.
    """

    tier: str = "limits"
    files: bool = False
    network: bool = False
    processes: bool = False
    ends: bool = False
    missing: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether unread code may run: it can't read, reach or harm anything that is not its own."""
        return self.files and self.network and self.processes
