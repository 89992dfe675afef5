"""The kernels that old_kernel.py emulates, and what each leaves of the sandbox."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

# What is left where a kernel lacks something: the tier, and its promises.
TIERS = {
    "": ("namespaces", "files network processes ends"),
    "no-netns": ("namespaces", "files network processes ends"),
    "few-scopes": ("namespaces", "files network processes ends"),
    "no-landlock": ("filter", "network processes ends"),
    "no-seccomp": ("limits", "ends"),
    "no-userns": ("landlock", "files network processes"),
    "no-userns,few-scopes": ("landlock", "files network processes"),
    "no-userns,no-landlock": ("filter", "network"),
    "no-userns,no-landlock,no-seccomp": ("limits", ""),
}

ONE_A_TIER = ("", "no-userns", "no-landlock", "no-seccomp")
"""A kernel for each of the four tiers, the best first."""


def prefix(mode: str) -> str:
    """The launcher prefix for a kernel; "" is this machine's own."""
    old_kernel = str(Path(__file__).with_name("old_kernel.py"))
    return shlex.join([sys.executable, old_kernel, mode, "--"]) if mode else ""
