"""Going on: what f8 and space come to, and what a prediction asks for first."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from textual.widget import Widget

from tuitutor.course.model import Lesson
from tuitutor.engine.reading_order import LessonPart, next_part, note_run, parts_of, parts_read
from tuitutor.progress.background import BackgroundStore
from tuitutor.tui import keys
from tuitutor.tui.screens.exercise_side import ExerciseSide
from tuitutor.tui.screens.reading_position import ReadingPosition
from tuitutor.tui.widgets.cell import CellBox


class Navigation:
    """Goes on in a lesson, and says where that leads. What it asks is answered by the next key.

    `leave` goes to the next lesson, which `following` names; `say` shows the learner a sentence.
    """

    def __init__(
        self,
        lesson: Lesson,
        store: BackgroundStore,
        where: ReadingPosition,
        side: ExerciseSide,
        following: str,
        leave: Callable[[], None],
        say: Callable[..., None],
    ) -> None:
        self._lesson = lesson
        self._store = store
        self._where = where
        self._side = side
        self._following = following
        self._leave = leave
        self._say = say
        self._asked: Widget | None = None  # what was asked about by this key
        self._asked_before: Widget | None = None  # and by the one before
        self._waits = False  # to go on
        self._left = set[str]()  # exercises that were left open
        self._told = ("", 0)  # the exercise whose pass was told last, and the attempt

    def pressed(self) -> None:
        """A key was pressed: it is the only one that answers what was just asked."""
        self._asked, self._asked_before = None, self._asked

    async def catch_up(self) -> None:
        """All is laid out: go on if that was asked for before."""
        if self._waits:
            self._waits = False
            await self.go_on(laid_out=True)

    async def go_on(self, laid_out: bool) -> None:
        """To the first unread part below, or the exercise that is next, or the next lesson, once all is `laid_out`."""
        if not laid_out:
            self._waits = True
            return
        where, at = self._where, self._at
        seen, holder = where.column.parts.seen(), where.column.parts.holding
        ahead = "" if at else self._ahead(seen)
        if at:
            self._left.add(at)
        else:
            where.read_up_to(ahead)
        part = self._next(at or self._above(ahead))
        if part is None:
            self._leave()
        elif part.kind.is_graded and ((not at and part.name in seen) or self._side.shows_beside(part.name)):
            await self._side.open_named(part.name)
        elif holder is not None and part.name == f"guess:{holder.index}" and holder.name in seen:
            self.read_on()
        else:
            if at:
                self._side.show_text()
            self._left.discard(part.name)
            where.column.show_part(part.name)

    def read_on(self) -> None:
        """At the end of what is shown: ask for a run, and the second time show what is held back."""
        holder = self._where.column.parts.holding
        if holder is None:
            return
        if holder is not self._asked_before:
            self._asked = holder
            self._say(f"{keys.RUN.named} runs it, or space again reads on.")
            return
        note_run(self._lesson, holder.cell, self._store)
        self._where.show_held()
        ahead = "" if self._at else self._ahead(self._where.column.parts.seen())
        if (part := self._next(self._at or self._above(ahead))) is not None:
            self._where.column.show_part(part.name)

    def asks_guess(self, box: Widget | None) -> bool:
        """Whether a cell is not run yet, since its prediction has no answer; the next key may run it."""
        if not isinstance(box, CellBox) or box.guess is None or box.guess.text or box is self._asked_before:
            return False
        if not (self._where.can_run and box.guess.is_open):
            return False
        if f"guess:{box.index}" in parts_read(self._lesson, self._store.progress()):
            return False
        self._asked = box
        box.guess.scroll_visible(animate=False)
        how = " ".join(map(str, range(1, len(box.guess.choices) + 1))) or "Type it"
        self._say(f"Your guess? {how}, or {keys.RUN.named} again to run.")
        return True

    def tell_pass(self) -> None:
        """Once an attempt has passed, say where f8 leads."""
        bench = self._where.bench
        if bench is None or not bench.passed or (bench.exercise.label, bench.passed) == self._told:
            return
        self._told = bench.exercise.label, bench.passed
        self._where.show_held()
        part = self._next(self._at or self._where.column.parts.here())
        bench.show_onward(self._following if part is None else part.named)

    @property
    def _at(self) -> str:
        """The name of the exercise, while the reader is there."""
        bench = self._where.bench
        return f"exercise:{bench.exercise.label}" if self._where.at_bench and bench is not None else ""

    def _next(self, after: str) -> LessonPart | None:
        return next_part(self._lesson, after, self._store.progress(), self._where.can_run)

    def _ahead(self, seen: Iterable[str]) -> str:
        """The first exercise in view that isn't passed and wasn't left; "" if there is none."""
        shown = set(seen) - parts_read(self._lesson, self._store.progress()) - self._left
        return next((part.name for part in parts_of(self._lesson) if part.kind.is_graded and part.name in shown), "")

    def _above(self, ahead: str) -> str:
        """The part above the exercise `ahead`; without one, the last part that ends in view."""
        if not ahead:
            return self._where.column.parts.here()
        names = ["", *(part.name for part in parts_of(self._lesson))]
        return names[names.index(ahead) - 1]
