"""How far learner code is held apart from the machine that it runs on, as the worker found out when it started."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Isolation:
    """What the kernel in use lets the worker promise of learner code. SECURITY.md says what each promise means.

    `tier` is "namespaces", "landlock", "filter" or "limits", best first. `files`: it reads and writes only what it was
    given. `network`: it reaches none. `processes`: it can neither see into nor signal those of others. `ends`: whatever
    it started ends with it, even where the worker is killed outright. `missing` names what the kernel lacks, and why.
    """

    tier: str = "limits"
    files: bool = False
    network: bool = False
    processes: bool = False
    ends: bool = False
    missing: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether code that nobody has read may run: it can neither read, reach nor hurt what is not its own."""
        return self.files and self.network and self.processes
