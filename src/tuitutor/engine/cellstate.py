"""How a cell stands."""

from __future__ import annotations

from enum import Enum


class CellState(Enum):
    """NEW: not run. STALE: it ran, but it or a cell above has been edited since or was run again."""

    NEW = "new"
    RUNNING = "running"
    OK = "ok"
    FAILED = "failed"
    STALE = "stale"
