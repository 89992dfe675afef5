"""Runs cells and attempts on one worker, until they end or the learner stops them."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Coroutine
from contextlib import AbstractContextManager, closing

from tuitutor.cli import terminal
from tuitutor.cli.checking import cells_program, show_attempt, show_cells
from tuitutor.cli.flag_hints import with_hint
from tuitutor.cli.plain.voice import Voice
from tuitutor.cli.result_lines import print_grade
from tuitutor.cli.session import Session
from tuitutor.cli.view import View, view_on
from tuitutor.cli.whatif import try_changes
from tuitutor.course.model import Cell, Exercise, Lesson
from tuitutor.engine.attempt import attempt
from tuitutor.engine.exit_reasons import ATTEMPT_STOPPED, CELL_STOPPED, TRIES_STOPPED
from tuitutor.engine.guidance import explained
from tuitutor.engine.kernel import Kernel
from tuitutor.engine.predictions import compare_guess, said
from tuitutor.errors import Remedy, WorkerError


class PromptRuns:
    """Runs cells, attempts and changes of attempts on its `worker`, only one thing at a time. Once closed, no process
    is left.
    """

    def __init__(self, session: Session, voice: Voice) -> None:
        self._session, self._voice = session, voice
        self.worker = session.worker()
        self._kernel: Kernel | None = None
        self._lesson: Lesson | None = None
        self._warming: asyncio.Task[None] | None = None
        self._running: asyncio.Task[None] | None = None
        self._failed = False  # the worker could not be started

    @property
    def can_run(self) -> bool:
        """Whether code can be run, as far as is known."""
        return not (self._failed or self.worker.budget.is_spent)

    async def enter(self, lesson: Lesson) -> None:
        """The learner has moved to this lesson; load Keras while they read."""
        if self._kernel is not None:
            await self._kernel.close()
        self._kernel, self._lesson = None, lesson
        if lesson.cells and self._warming is None:
            self._warming = asyncio.ensure_future(self._warm_up())

    async def run(self, cell: Cell) -> None:
        """Run a cell, after the cells above it that have not run yet."""
        await self._until_stopped(self._run(cell), CELL_STOPPED)

    async def grade(self, exercise: Exercise, answer: str) -> None:
        """Grade an answer."""
        await self._until_stopped(self._grade(exercise, answer), ATTEMPT_STOPPED)

    async def try_changes(self, exercise: Exercise, answer: str) -> None:
        """Try changes of an answer's training."""
        await self._until_stopped(self._try_changes(exercise, answer), TRIES_STOPPED)

    def stop(self) -> bool:
        """Stop the run, softly at first; False if nothing is running."""
        if self._running is None:
            return False
        if self._kernel is None or not self._kernel.interrupt():
            self._running.cancel()
        return True

    async def close(self) -> None:
        """End all processes."""
        if self._warming is not None:
            self._warming.cancel()
        if self._kernel is not None:
            await self._kernel.close()
        await self.worker.close()

    async def _warm_up(self) -> None:
        try:
            await self.worker.start()
            self.worker.wake()
        except WorkerError:  # reported when something is run
            self._failed = True

    async def _until_stopped(self, run: Coroutine[None, None, None], stopped: str) -> None:
        self._running = task = asyncio.ensure_future(run)
        try:
            await asyncio.wait([task])
        finally:
            self._running = None
            if not task.done():  # the learner is leaving
                task.cancel()
                await asyncio.wait([task])
        if task.cancelled():
            self._voice.say(stopped)
        else:
            task.result()
        if warning := self.worker.budget.warning():
            self._voice.say(with_hint(warning, Remedy.MORE_CPU))

    async def _run(self, cell: Cell) -> None:
        session, lesson = self._session, self._lesson
        assert lesson is not None  # the cell's lesson
        if self._kernel is None:
            self._kernel = Kernel(self.worker, lesson, session.options(terminal.width(), warm=True), session.store)
        program = cells_program(session, f"{lesson.id}:{cell.index + 1}")
        with self._view() as view:
            if why := self._kernel.again(cell.index, program.sources)[1]:
                view.say(f"{why.capitalize()}, so the cells above run again from the top.")
            ended = await show_cells(self._kernel, program, view, sys.stdout, session.settings)
        self._failed = ended.outcome == "lost"
        if cell.alt and ended.outcome == "ok":
            self._voice.say(cell.alt)
        if cell.prediction and (result := compare_guess(said(lesson, cell, session.store.progress()), ended.actual)):
            self._voice.say(result)

    async def _grade(self, exercise: Exercise, answer: str) -> None:
        session, options = self._session, self._session.options(terminal.width(), warm=True)
        events = attempt(self.worker, session.course, exercise, answer, options, session.store)
        with self._view() as view:
            graded = await show_attempt(events, view)
        onward = "enter reads on, s gives the solution."
        print_grade(graded, exercise.checks, session.settings, onward, "h gives a hint.")
        terminal.print_markdown(explained(exercise, graded.grade), session.settings)

    async def _try_changes(self, exercise: Exercise, answer: str) -> None:
        with self._view() as view:
            await try_changes(self._session, self.worker, view, exercise, answer, warm=True)

    def _view(self) -> AbstractContextManager[View]:
        return closing(view_on(sys.stdout, sys.stdout, self._session.settings))
