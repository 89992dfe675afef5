"""Runs of a lesson's cells, and attempts at its exercises, folded into snapshots."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from contextlib import aclosing
from typing import ClassVar, Generic, TypeVar

from msgspec.structs import replace

from tuitutor.course.model import Cell, Exercise, Lesson
from tuitutor.engine.attempt import attempt
from tuitutor.engine.events import CellBegan, CellBlocked, CellOutcome, Graded, Remark
from tuitutor.engine.exit_reasons import ATTEMPT_STOPPED, CELL_STOPPED, TRIES_STOPPED
from tuitutor.engine.folding import attempt_after, cell_after, ended, trial_after
from tuitutor.engine.kernel import Kernel
from tuitutor.engine.snapshots import AttemptView, CellState, CellView, Ongoing, WhatIf
from tuitutor.engine.what_if import what_if
from tuitutor.errors import WorkerError
from tuitutor.tui.flow.lesson_drafts import CellDraft, ExerciseDraft
from tuitutor.tui.flow.pacing import spawn
from tuitutor.tui.flow.study import Study
from tuitutor.tui.outside import with_way_out

What = TypeVar("What", Cell, Exercise)


class Runs(ABC, Generic[What]):
    """Runs one cell or exercise at a time, with the current text of its draft.

    `now` is the running cell or exercise, then the waiting cells, of which the last was requested; empty once all is
    over, even if the task is still cleaning up. `changed` is called when it changes. Subclasses publish snapshots.
    """

    STOPPED: ClassVar[str]

    def __init__(self, study: Study, changed: Callable[[], None]) -> None:
        self._study = study
        self._changed = changed
        self._task: asyncio.Task[None] | None = None
        self.now: tuple[What, ...] = ()

    def start(self, what: What, columns: int) -> None:
        """Run it, `columns` wide, unless something is running."""
        if not self.now:
            self._now_running(what)
            self._task = spawn(self._run(self._task, what, columns))

    async def stop(self) -> None:
        """End what is running, with all its processes."""
        if self._task is not None and not self._task.done():
            self._task.cancel()
            await asyncio.wait([self._task])

    close = stop  # for good

    def _now_running(self, *now: What) -> None:
        """Set what runs and waits, in order, and tell listeners."""
        self.now = now
        self._changed()

    async def _run(self, before: asyncio.Task[None] | None, what: What, columns: int) -> None:
        try:
            if before is not None:
                await asyncio.wait([before])
            await self._follow(what, columns)
        except asyncio.CancelledError:
            self._break_off("stopped", self.STOPPED)
        except WorkerError as error:
            self._break_off("lost", with_way_out(str(error), error.remedy))
        finally:
            if self._task is asyncio.current_task():  # otherwise the next was started while this one cleaned up
                self._now_running()

    @abstractmethod
    async def _follow(self, what: What, columns: int) -> None:
        """Run it to its end."""

    @abstractmethod
    def _break_off(self, outcome: CellOutcome, note: str) -> None:
        """It ended early, for the reason in `note`."""


class CellRuns(Runs[Cell]):
    """Runs a lesson's cells, after the cells above if they have not run. `say` gets remarks."""

    STOPPED = CELL_STOPPED

    def __init__(
        self,
        study: Study,
        lesson: Lesson,
        publish: Callable[[Cell, CellView], None],
        changed: Callable[[], None],
        say: Callable[[str], None],
    ) -> None:
        super().__init__(study, changed)
        self._lesson = lesson
        self._publish = publish
        self._say = say
        self._kernel: Kernel | None = None
        self._views: dict[int, CellView] = {}
        self._again: tuple[tuple[int, ...], str] = (), ""  # the numbers of cells that run again, and why
        self.blocked: tuple[int, int] | None = None  # the cell that was not run, and the cell that failed above it
        self._begun: Cell | None = None
        self._stopping: Cell | None = None

    def states(self) -> dict[int, tuple[CellState, int | None]]:
        """The states of the cells and, if a cell above was edited, its index; by the cells' index."""
        kernel, sources = self._kernel, self._sources()
        if kernel is None:
            return {}
        return {index: (kernel.state(index, sources), kernel.edited_above(index, sources)) for index in sources}

    def ongoing(self) -> Ongoing:
        """The running and waiting cells, as they are now."""
        first, view = next(iter(self.now), None), CellView()
        if first is not None and first is self._begun:
            view = self._views[first.index]
        left = self.now[view.outcome is not None :]
        stopping = first is not None and first is self._stopping
        return Ongoing(tuple(cell.index + 1 for cell in left), view, stopping, again=self._again)

    async def stop(self) -> None:
        """Interrupt the cell; when called again, end its process."""
        if self._kernel is None or not self._kernel.interrupt():
            await super().stop()
        else:
            self._stopping = next(iter(self.now), None)
            self._changed()

    async def close(self) -> None:
        await super().stop()
        if self._kernel is not None:
            await self._kernel.close()

    def _sources(self) -> Mapping[int, str]:
        return {cell.index: self._study.drafts.text(CellDraft.of(self._lesson, cell)) for cell in self._lesson.cells}

    async def _follow(self, what: Cell, columns: int) -> None:
        study = self._study
        if self._kernel is None:
            self._kernel = Kernel(study.worker, self._lesson, replace(study.options, columns=columns), study.store)
        sources, self.blocked = self._sources(), None
        replayed, why = self._kernel.again(what.index, sources)
        self._again = tuple(at + 1 for at in replayed), why
        self._now_running(*(self._lesson.cells[index] for index in self._kernel.ahead(what.index, sources)))
        async for event in self._kernel.run(what.index, sources):
            match event:
                case CellBegan(index=index):
                    self._begun, self._stopping = self._lesson.cells[index], None
                    self._views[index] = CellView(running=True)
                    self._now_running(*self.now[self.now.index(self._begun) :])
                    self._show(self._begun, self._views[index])
                case CellBlocked(index=index, by=by):
                    self.blocked = index, by
                case Remark(text=text, remedy=remedy):
                    self._say(with_way_out(text, remedy))
                case _:
                    at = self.now[0]
                    self._show(at, cell_after(self._views[at.index], event))

    def _break_off(self, outcome: CellOutcome, note: str) -> None:
        for cell in self.now:
            if cell not in (self._begun, self.now[-1]):
                continue  # it never began
            view = self._views.get(cell.index, CellView())
            view = replace(view, shown=ended(view.shown), running=False, waiting=None, outcome=outcome)
            self._show(cell, replace(view, note=note) if cell is self.now[-1] else view)

    def _show(self, cell: Cell, view: CellView) -> None:
        self._views[cell.index] = view
        self._publish(cell, view)


class AttemptRuns(Runs[Exercise]):
    """Runs attempts at exercises, with the previous curves as the ghost, and tries changes of an attempt."""

    STOPPED = ATTEMPT_STOPPED

    def __init__(
        self, study: Study, publish: Callable[[Exercise, AttemptView], None], changed: Callable[[], None]
    ) -> None:
        super().__init__(study, changed)
        self._publish = publish
        self._view = AttemptView()
        self._tries: str | None = None  # the answer, while changes of it are tried

    def try_changes(self, exercise: Exercise, answer: str, view: AttemptView, columns: int) -> None:
        """Try changes of the attempt in the view, made with this answer, unless something is running."""
        if not self.now:
            self._tries, self._view = answer, replace(view, what_if=WhatIf())
            self.start(exercise, columns)

    @property
    def tries(self) -> bool:
        """Whether changes are being tried."""
        return bool(self.now) and self._tries is not None

    def ongoing(self) -> AttemptView | None:
        """The running attempt, as it is now."""
        return self._view if self.now else None

    async def _follow(self, what: Exercise, columns: int) -> None:
        study, options = self._study, replace(self._study.options, columns=columns)
        if self._tries is not None:
            tried = what_if(study.worker, study.course, what, self._tries, options, study.store)
            async with aclosing(tried) as events:
                async for news in events:
                    self._show_tries(what, trial_after(self._view.what_if or WhatIf(), news))
            return
        number = study.store.progress().exercise(what.label).attempts + 1
        self._view = AttemptView(number, ghost=study.curves.get(what.label))
        answer = study.drafts.text(ExerciseDraft.of(what))
        try:
            async for event in attempt(study.worker, study.course, what, answer, options, study.store):
                if isinstance(event, Graded):
                    self._now_running()  # Run means a new attempt from now on
                elif isinstance(event, Remark):
                    event = Remark(with_way_out(event.text, event.remedy))
                self._show(what, attempt_after(self._view, event))
        finally:
            if self._view.shown.curves is not None:
                study.curves[what.label] = self._view.shown.curves

    def _show_tries(self, exercise: Exercise, tried: WhatIf) -> None:
        """Show the tried changes; once they are over, Run means a new attempt again."""
        if tried.over:
            self._tries = None
            self._now_running()
        self._show(exercise, replace(self._view, what_if=tried))

    def _break_off(self, outcome: CellOutcome, note: str) -> None:
        for exercise in self.now:  # none if there is a grade
            if self._tries is not None:
                reason = TRIES_STOPPED if outcome == "stopped" else note
                self._show_tries(exercise, replace(self._view.what_if or WhatIf(), said=(reason,), over=True))
                continue
            view = replace(self._view, shown=ended(self._view.shown), stage=None, waiting=None, note=note)
            self._show(exercise, view)

    def _show(self, exercise: Exercise, view: AttemptView) -> None:
        self._view = view
        self._publish(exercise, view)
