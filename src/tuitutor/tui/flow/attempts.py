"""Attempts at an exercise: run one, stop it, and publish a snapshot for everything that happens."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from tuitutor.course.model import Course, Exercise
from tuitutor.draw.curves import FitCurves
from tuitutor.engine.attempt import attempt
from tuitutor.engine.events import AttemptEvent, Graded, ModelDescribed, Stage
from tuitutor.engine.guidance import record_attempt
from tuitutor.engine.options import RunOptions
from tuitutor.engine.trust import first_word
from tuitutor.engine.worker import Worker
from tuitutor.errors import WorkerError
from tuitutor.grading.verdicts import Grade
from tuitutor.progress.ledger import Ledger
from tuitutor.protocol.facts import ModelFacts
from tuitutor.tui.flow.folding import shown_after
from tuitutor.tui.flow.shown import Shown
from tuitutor.tui.flow.tasks import spawn


@dataclass(frozen=True, slots=True)
class AttemptView:
    """Attempt `number` as it stands. `stage` is "" unless it runs; `ghost` is the curve of the attempt before.

    `bests` says how the grade stands to personal bests; `note` is a sentence in place of a grade: it was stopped, or
    it could not run at all.
    """

    number: int = 0
    stage: str = ""
    shown: Shown = field(default_factory=Shown)
    ghost: FitCurves | None = None
    model: ModelFacts | None = None
    verified: bool = False
    grade: Grade | None = None
    bests: tuple[str, ...] = ()
    note: str = ""

    def after(self, event: AttemptEvent) -> AttemptView:
        """The view after one more event."""
        match event:
            case Stage(name=name):
                return replace(self, stage=name)
            case ModelDescribed(model=model, verified=verified):
                return replace(self, model=model, verified=verified)
            case Graded(grade=grade):
                return replace(self, grade=grade, stage="")
            case _:
                return replace(self, shown=shown_after(self.shown, event))


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
        self._show(AttemptView(number, "starting", ghost=self._curves.get(exercise.label)))
        restarts = self._worker.restarts
        try:
            async for event in attempt(self._worker, self._course, exercise, answer, options):
                self._take(event)
        except asyncio.CancelledError:
            self._show(replace(self._view, stage="", note="You stopped this attempt; it does not count."))
        except WorkerError as error:
            self._show(replace(self._view, stage="", note=str(error)))
        else:
            self._tell_restart(restarts)
        if not self._view.note and (word := first_word(self._worker.isolation, self._store)):
            self._show(replace(self._view, note=word))
        if self._view.shown.curves is not None:
            self._curves[exercise.label] = self._view.shown.curves

    def _take(self, event: AttemptEvent) -> None:
        view = self._view.after(event)
        if isinstance(event, Graded):
            view = replace(view, bests=record_attempt(self._store, event.grade))
        self._show(view)

    def _tell_restart(self, restarts: int) -> None:
        if self._worker.restarts > restarts and not self._view.note:
            self._show(replace(self._view, note="The worker had died; this attempt ran in a new one."))

    def _show(self, view: AttemptView) -> None:
        self._view, self._over = view, not view.stage
        self._publish(view)
