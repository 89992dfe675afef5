"""Running a lesson's cells: snapshots of each cell while the kernel works through them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import replace

from tuitutor.engine.events import CellBegan, CellEnded, CellOutcome, KernelEvent, Remark
from tuitutor.engine.folding import cell_after
from tuitutor.engine.kernel import Kernel
from tuitutor.engine.snapshots import CellState, CellView
from tuitutor.errors import WorkerError
from tuitutor.tui.flow.tasks import spawn

_ASKS = 2  # that the kernel answers: an interrupt and a kill


class CellFlow:
    """Runs cells of one lesson, one request at a time. `publish` gets a cell's index and snapshot, `say` a remark."""

    def __init__(self, kernel: Kernel, publish: Callable[[int, CellView], None], say: Callable[[str], None]) -> None:
        self._kernel = kernel
        self._publish = publish
        self._say = say
        self._task: asyncio.Task[None] | None = None
        self._views: dict[int, CellView] = {}
        self._wanted: int | None = None
        self._at: int | None = None
        self._asked = 0

    @property
    def running(self) -> bool:
        return self._task is not None and not self._task.done()

    @property
    def involved(self) -> frozenset[int]:
        """The cell that was asked for and the one that runs on its way there; empty when nothing runs."""
        cells = (self._wanted, self._at) if self.running else ()
        return frozenset(index for index in cells if index is not None)

    def state(self, index: int, sources: Mapping[int, str]) -> CellState:
        """A cell's state, given the sources as they stand."""
        return self._kernel.state(index, sources)

    def start(self, index: int, sources: Mapping[int, str]) -> None:
        """Run a cell and those above it that have not run, unless cells are being run."""
        if not self.running:
            self._wanted, self._asked = index, 0
            self._task = spawn(self._run(index, dict(sources)))

    def interrupt(self) -> None:
        """Ask the running cell to stop; asked again, kill it; asked a third time, wait no longer for an answer."""
        self._asked += 1
        if self._asked <= _ASKS:
            self._kernel.interrupt()
        elif self._task is not None:
            self._task.cancel()

    async def close(self) -> None:
        """End whatever runs, and the kernel."""
        if self._task is not None and not self._task.done():
            self._task.cancel()
            await asyncio.wait([self._task])
        await self._kernel.close()

    async def _run(self, index: int, sources: Mapping[int, str]) -> None:
        try:
            async for event in self._kernel.run(index, sources):
                self._take(event)
        except asyncio.CancelledError:
            self._break_off(index, "stopped", "You stopped it.")
        except WorkerError as error:
            self._break_off(index, "lost", str(error))
        finally:
            # whoever draws the state must no longer see this run as running
            self._wanted = self._at = self._task = None
            self._show(index, self._views.get(index, CellView()))

    def _break_off(self, index: int, outcome: CellOutcome, note: str) -> None:
        if self._at is not None:
            self._show(self._at, replace(self._views[self._at], running=False, outcome=outcome))
        self._show(index, replace(self._views.get(index, CellView()), running=False, outcome=outcome, note=note))

    def _take(self, event: KernelEvent) -> None:
        match event:
            case CellBegan(index=index):
                self._at = index
                self._show(index, CellView(event.number, event.filename, running=True))
            case Remark(text=text):
                self._say(text)
            case _ if self._at is not None:
                at, self._at = self._at, None if isinstance(event, CellEnded) else self._at
                self._show(at, cell_after(self._views[at], event))

    def _show(self, index: int, view: CellView) -> None:
        self._views[index] = view
        self._publish(index, view)
