"""What the app offers when it opens: a warm-up on another day, and to a new learner the questions that measure gain."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from tuitutor.engine.outline import Goal
from tuitutor.tui import keys
from tuitutor.tui.flow.study import Study
from tuitutor.tui.screens.lesson import LessonScreen
from tuitutor.tui.screens.tour import TIP_SECONDS
from tuitutor.tui.widgets.single_lines import LONG

if TYPE_CHECKING:
    from tuitutor.engine.asking import PosedItem
    from tuitutor.tui.app import TutorApp

_TAKE, _DECLINE = "y", "escape"


class Offers:
    """Asks at the right moment, which is never one in which the learner does something else already."""

    def __init__(self, app: TutorApp, study: Study, learner: str) -> None:
        self._app, self._study, self._learner = app, study, learner
        self._touched = False  # whether a key was pressed
        self._offered = ""  # what is offered to a new learner, until they answer

    def pressed(self, key: str, reads: bool) -> bool:
        """A key was pressed, by a learner who `reads` or does something else; whether it took what is offered."""
        self._touched = True
        if not self._offered or not reads or key not in (_TAKE, _DECLINE):
            return False
        self._withdraw()
        if key == _TAKE:
            self.measure()
        return key == _TAKE

    # ---- warm-up

    def offer_warmup(self) -> None:
        """Ask what a new day begins with, unless the learner has begun with something else."""
        from tuitutor.engine.gain import form_to_offer, offer_form
        from tuitutor.engine.warmup import offered_items, today

        if self._touched or not isinstance(self._app.screen, LessonScreen):
            return
        course, store = self._study.course, self._study.store
        self._ask(offered_items(course, store.progress(), today()))
        # said once: what was gained can be seen now; the first form is offered at the first start, or never
        if form_to_offer(course, store.progress()) == "after":
            self._app.say(offer_form(course, store, f"{keys.PALETTE.named}, “gain”"), LONG)

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

    # ---- gain

    def offer_gain(self) -> None:
        """Offer a new learner the questions that measure what they gain: y takes them, esc declines."""
        from tuitutor.engine.gain import offer_form

        if sentence := offer_form(self._study.course, self._study.store, _TAKE):
            self._offered = f"{sentence} (esc: no)"
            self._app.say(self._offered, TIP_SECONDS)
            self._app.set_timer(TIP_SECONDS, self._withdraw)

    def _withdraw(self) -> None:
        for screen in self._app.screen_stack:
            if isinstance(screen, LessonScreen):
                screen.unsay(self._offered)
        self._offered = ""

    def measure(self) -> None:
        """Ask the questions of the form that is due, or say what came of both."""
        from tuitutor.engine.gain import answer_form, form_now, items_left
        from tuitutor.tui.screens.warm_up import WarmUpScreen

        course, store = self._study.course, self._study.store
        if (form := form_now(course, store.progress())) is None:
            self._say_gain()
            return
        items = items_left(course, store.progress(), form, self._learner)
        answer = partial(answer_form, form=form, store=store)
        screen = WarmUpScreen(items, answer, self._app.marks, title=f"What you know {form} the course", takes_none=True)
        self._app.push_screen(screen, self._say_gain)

    def _say_gain(self, _: Goal | None = None) -> None:
        from tuitutor.engine.gain import form_now, told_gain

        course, progress = self._study.course, self._study.store.progress()
        more = "" if form_now(course, progress) is None else f" {keys.PALETTE.named} and “gain” asks what is left."
        self._app.say(" ".join(told_gain(course, progress)) + more, LONG)
