"""A machine that doesn't share the disk, played by this one."""

from __future__ import annotations

from pathlib import Path


def hiding(folder: Path, at: Path) -> str:
    """A launcher behind which a folder is empty, written into the folder `at`."""
    script = at / "elsewhere"
    hide = 'mount -t tmpfs none "$0" && exec "$@"'
    script.write_text(f"#!/bin/sh\nexec unshare -Urm sh -c '{hide}' {folder} \"$@\"\n")
    script.chmod(0o755)
    return str(script)
