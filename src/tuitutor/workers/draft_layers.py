"""Builds the layers of a draft while it is being written, in a child of its own: never a queue, and no run waits."""

from __future__ import annotations

import asyncio

from tuitutor.errors import TuitutorError
from tuitutor.protocol.events import ChildEnded, LayersBuilt
from tuitutor.protocol.facts import LayerLine
from tuitutor.protocol.limits import Limits
from tuitutor.protocol.requests import BuildLayers
from tuitutor.workers.worker import Child, Worker

# Keras's import takes more than 1 GiB of address space, so less than 1 GiB is left for a child.
LIMITS = Limits(wall_s=2.0, cpu_s=2.0, memory_bytes=2 << 30, output_bytes=1 << 20, disk_bytes=16 << 20)
LONGEST = 100_000  # characters of a draft with its lesson's setup
MOST_ENDS = 5  # drafts in a row that end the child, before it is given up
_TOO_LONG = f"No shapes stand beside this code: it has more than {LONGEST:,} characters with its lesson's setup."
_TOO_HEAVY = (
    f"No shapes stand beside the code any more: building its layers took too much time or memory {MOST_ENDS} times."
)


class DraftLayers:
    """Has one child, made when first needed, and again after a draft that exceeded a limit.

    `off_because` is a sentence if there are no facts about the latest draft, and waiting won't help.
    """

    def __init__(self, worker: Worker) -> None:
        self.off_because = ""
        self._worker = worker
        self._child: Child | None = None
        self._lock = asyncio.Lock()
        self._latest_request: object = None
        self._failures_in_a_row = 0
        self._heavy = ""  # a setup that may need more than the limits allow

    async def build(self, setup: str, draft: str) -> tuple[LayerLine, ...] | None:
        """Return facts about the layers on each line of the draft.

        None if it isn't valid Python, if building fails, or if a newer draft came meanwhile. It starts no worker, and
        raises nothing.
        """
        token = self._latest_request = object()
        async with self._lock:
            if token is not self._latest_request:
                return None
            is_long = len(setup) + len(draft) > LONGEST
            self.off_because = _TOO_LONG if is_long else _TOO_HEAVY if self._failures_in_a_row >= MOST_ENDS else ""
            if self.off_because:
                return None
            try:
                built = await self._ask(setup, draft)
            except TuitutorError:
                self._child = built = None
            return built.lines if built is not None and token is self._latest_request else None

    async def _ask(self, setup: str, draft: str) -> LayersBuilt | None:
        if not self._worker.is_up:
            self._child = None
            return None
        self._worker.permit()
        self._worker.budget.check()
        if not (await self._worker.start()).forks:
            return None  # importing Keras anew takes longer than a draft may
        if self._child is None or self._child.ended:
            self._child = await self._worker.child(LIMITS, columns=80, seed=0, warm=False, rests=True)
        child = self._child
        request = BuildLayers(child.name, child.next_run(), draft, setup, "the draft", light=setup == self._heavy)
        async for event in child.ask(request):
            if isinstance(event, LayersBuilt):
                self._failures_in_a_row = 0
                return event
        child.stop()
        self._child = None
        self._failures_in_a_row += 1
        if isinstance(event, ChildEnded) and setup != self._heavy:
            self._heavy = setup
        return None

    def close(self) -> None:
        """End the child."""
        self._failures_in_a_row = MOST_ENDS
        if self._child is not None:
            self._child.stop()
            self._child = None
