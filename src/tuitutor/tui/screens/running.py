"""What Run means: the cell or exercise that has the focus, else what the reader has come to."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tuitutor.engine.snapshots import CellState
from tuitutor.tui.screens.cells import CellDesk
from tuitutor.tui.widgets.cell import CellBox
from tuitutor.tui.widgets.column import LessonColumn

if TYPE_CHECKING:
    from tuitutor.tui.screens.exercise import ExerciseDesk

_DONE = (CellState.OK, CellState.RUNNING)


class RunKey:
    """Decides what Run does, says it for the key bar, and does it. `say` speaks to the learner.

    `desk` is the exercise's, once there is one.
    """

    def __init__(self, column: LessonColumn, cells: CellDesk, say: Callable[[str], None]) -> None:
        self.desk: ExerciseDesk | None = None
        self._column = column
        self._cells = cells
        self._say = say

    def label(self, box: CellBox | None, *, at_exercise: bool, bench_shown: bool) -> str | None:
        """What Run would do, as the key bar says it; None where there is nothing to run.

        `box` is the cell that has the focus; `at_exercise` that an exercise has it.
        """
        target = self._target(box, at_exercise, bench_shown)
        if target is not None and not isinstance(target, CellBox):
            return "stop" if target.running else "run exercise"
        if self._cells.running and (box is None or box.index in self._cells.involved):
            return "stop"
        if target is None:
            return None
        return "run next cell" if box is None else "run cell"

    async def run(self, box: CellBox | None, *, at_exercise: bool, bench_shown: bool) -> None:
        """Run it, or stop it while it runs."""
        target = self._target(box, at_exercise, bench_shown)
        if target is not None and not isinstance(target, CellBox):
            await target.run_or_stop()
        elif self._cells.running and box is None:
            self._cells.interrupt()
        elif target is not None:
            self._cells.run_or_stop(target)
        else:
            self._say("There is nothing to run in view; tab goes to the next cell.")

    def _target(self, box: CellBox | None, at_exercise: bool, bench_shown: bool) -> CellBox | ExerciseDesk | None:
        if box is not None:
            return box
        if at_exercise and self.desk is not None:
            return self.desk
        if self.desk is not None and self.desk.running:
            return self.desk
        return self._next_cell() or (self.desk if bench_shown else None)

    def _next_cell(self) -> CellBox | None:
        """The first cell in view that has not run as it stands; a reader runs them one after another."""
        cells = (box for box in self._column.cells if box.runnable and self._column.in_view(box))
        return next((box for box in cells if self._cells.state(box) not in _DONE), None)
