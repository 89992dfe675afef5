"""What the app offers when it opens: a warm-up on another day."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from tuitutor.tui.flow.study import Study
from tuitutor.tui.screens.lesson import LessonScreen

if TYPE_CHECKING:
    from tuitutor.engine.asking import PosedItem
    from tuitutor.tui.app import TutorApp


class Offers:
    """Asks at the right moment, which is never one in which the learner does something else already."""

    def __init__(self, app: TutorApp, study: Study) -> None:
        self._app, self._study = app, study
        self._touched = False  # whether a key was pressed

    def pressed(self) -> None:
        """A key was pressed."""
        self._touched = True

    def offer_warmup(self) -> None:
        """Ask what a new day begins with, unless the learner has begun with something else."""
        from tuitutor.engine.warmup import offered_items, today

        if self._touched or not isinstance(self._app.screen, LessonScreen):
            return
        self._ask(offered_items(self._study.course, self._study.store.progress(), today()))

    def warm_up(self) -> None:
        """Ask what is due today, or say when something is."""
        from tuitutor.engine.warmup import ON_DEMAND, due_items, today, told_next

        course, progress, day = self._study.course, self._study.store.progress(), today()
        due = due_items(course, progress, day)[:ON_DEMAND]
        self._ask(due)
        if not due:
            self._app.say(told_next(course, progress, day))

    def _ask(self, items: Sequence[PosedItem]) -> None:
        if not items:
            return
        from tuitutor.engine.warmup import begin_warmup, reply_to, today
        from tuitutor.tui.screens.warm_up import WarmUpScreen

        store, day = self._study.store, today()
        begin_warmup(store, day)
        answer = partial(reply_to, store=store, day=day)
        self._app.push_screen(WarmUpScreen(items, answer, self._app.marks), self._app.go_to)
