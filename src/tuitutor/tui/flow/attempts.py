"""Attempts at an exercise: run one, stop it, and publish a snapshot for everything that happens."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace

from tuitutor.course.model import Course, Exercise
from tuitutor.engine.attempt import attempt
from tuitutor.engine.events import Stage
from tuitutor.engine.folding import attempt_after
from tuitutor.engine.options import RunOptions
from tuitutor.engine.snapshots import AttemptView, FitCurves
from tuitutor.engine.worker import Worker
from tuitutor.errors import WorkerError
from tuitutor.progress.ledger import Ledger
from tuitutor.tui.flow.tasks import spawn


class AttemptFlow:
    """Runs one attempt at a time; `publish` gets a snapshot after each event and decides what to draw."""

    def __init__(self, worker: Worker, course: Course, store: Ledger, publish: Callable[[AttemptView], None]) -> None:
        self._worker = worker
        self._course = course
        self._store = store
        self._publish = publish
        self._task: asyncio.Task[None] | None = None
        self._over = False
        self._view = AttemptView()
        self._curves: dict[str, FitCurves] = {}

    @property
    def running(self) -> bool:
        """Whether an attempt is under way; whoever draws its grade no longer sees it so, though its task still ends."""
        return self._busy and not self._over

    def start(self, exercise: Exercise, answer: str, options: RunOptions) -> None:
        """Begin an attempt, unless one runs."""
        if not self._busy:
            self._over = False
            self._task = spawn(self._run(exercise, answer, options))

    async def stop(self) -> None:
        """End the attempt that runs, with all its processes."""
        if self._task is not None and self._busy:
            self._task.cancel()
            await asyncio.wait([self._task])

    @property
    def _busy(self) -> bool:
        return self._task is not None and not self._task.done()

    async def _run(self, exercise: Exercise, answer: str, options: RunOptions) -> None:
        number = self._store.progress().exercise(exercise.label).attempts + 1
        self._show(AttemptView(number, Stage.STARTING, ghost=self._curves.get(exercise.label)))
        try:
            async for event in attempt(self._worker, self._course, exercise, answer, options, self._store):
                self._show(attempt_after(self._view, event))
        except asyncio.CancelledError:
            self._show(replace(self._view, stage=None, note="You stopped this attempt; it does not count."))
        except WorkerError as error:
            self._show(replace(self._view, stage=None, note=str(error)))
        if self._view.shown.curves is not None:
            self._curves[exercise.label] = self._view.shown.curves

    def _show(self, view: AttemptView) -> None:
        self._view, self._over = view, view.stage is None
        self._publish(view)
