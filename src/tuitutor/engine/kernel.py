"""A lesson's cells in one child, like a notebook's kernel but without hidden state.

Running a cell first runs those above it that have not run. A cell that already ran, or that stands above one that did,
cannot be run again on top of what came later: the kernel starts anew and replays from the top.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from enum import Enum

from tuitutor.course.model import Lesson
from tuitutor.engine.attempt import RunOptions
from tuitutor.engine.events import KernelEvent
from tuitutor.engine.worker import Worker


class CellState(Enum):
    """NEW: not run. STALE: it ran, but it or a cell above has been edited since or was run again."""

    NEW = "new"
    RUNNING = "running"
    OK = "ok"
    FAILED = "failed"
    STALE = "stale"


class Kernel:
    """The kernel of one lesson. `sources` arguments map a cell's index to its edited source, where it was edited."""

    def __init__(self, worker: Worker, lesson: Lesson, options: RunOptions = RunOptions()) -> None:
        raise NotImplementedError

    def state(self, index: int, sources: Mapping[int, str]) -> CellState:
        """The state of a cell, given the sources as they stand now."""
        raise NotImplementedError

    async def run(self, index: int, sources: Mapping[int, str]) -> AsyncIterator[KernelEvent]:
        """Run a cell, first the cells above it that have not run as they stand. Ends at the first failure.

        Raises WorkerUnavailable when no code can be run at all.
        """
        raise NotImplementedError
        yield

    def interrupt(self) -> None:
        """First ask: interrupt the running cell, variables kept. A second ask kills the child."""
        raise NotImplementedError

    async def close(self) -> None:
        """End the child."""
        raise NotImplementedError
