"""Going on in a lesson by f8 and space, and the questions of predictions before that."""

from __future__ import annotations

from collections.abc import Iterable

from textual.widget import Widget

from tuitutor.engine.reading_order import LessonPart, next_part, parts_of, parts_read, release_text
from tuitutor.tui import keys
from tuitutor.tui.screens.exercise_side import ExerciseSide
from tuitutor.tui.screens.reading import ReadingScreen
from tuitutor.tui.screens.running import RunController
from tuitutor.tui.widgets.cell import CellBox
from tuitutor.tui.widgets.sides import LessonPane


class Navigation:
    """Goes on in a lesson and to other lessons, and says where that leads. The next key answers its questions."""

    def __init__(self, screen: ReadingScreen, side: ExerciseSide, runner: RunController) -> None:
        self._screen = screen
        self._lesson = screen.lesson
        self._parts = screen.column.parts
        self._side = side
        self._runner = runner
        self._questioned: Widget | None = None  # the box that this key asked about
        self._questioned_before: Widget | None = None  # the box that the key before asked about
        self._waits = False  # to go on, until all is laid out
        self._left = set[str]()  # exercises that were left open
        self._last_pass = ("", 0)  # the exercise whose pass was shown last, and the attempt

    def pressed(self) -> None:
        """A key was pressed: it alone answers the question after the key before."""
        self._questioned, self._questioned_before = None, self._questioned

    def go_to_lesson(self, step: int) -> None:
        """Go to the next (1) or the previous (-1) lesson."""
        lesson = self._screen.study.course.neighbour(self._lesson, step)
        if lesson is None:
            self._screen.say("This is the last lesson." if step > 0 else "This is the first lesson.")
        else:
            self._screen.post_message(LessonPane.Chosen(lesson))

    async def catch_up(self) -> None:
        """All is laid out: go on if a key asked for that before."""
        if self._waits:
            self._waits = False
            await self.go_on(laid_out=True)

    async def go_on(self, laid_out: bool) -> None:
        """To the first unread part below, or the next exercise, or the next lesson, once all is `laid_out`."""
        if not laid_out:
            self._waits = True
            return
        screen, at = self._screen, self._exercise_part
        seen, holder = self._parts.seen(), self._parts.holding
        ahead = "" if at else self._exercise_ahead(seen)
        if at:
            self._left.add(at)
        else:
            screen.read_up_to(ahead)
        part = self._next(at or self._part_above(ahead))
        if part is None:
            self.go_to_lesson(1)
        elif part.kind.is_graded and ((not at and part.name in seen) or self._side.shows_beside(part.name)):
            await self._side.open_named(part.name)
        elif holder is not None and part.block == holder.cell and holder.name in seen:
            self._ask_run(holder, "; then the text goes on.")  # the result is seen before the text tells it
        else:
            if at:
                self._side.show_text()
            self._left.discard(part.name)
            screen.column.show_part(part.name)

    def read_on(self) -> None:
        """At the end of the shown text: ask for a run, and the second time show the hidden text."""
        holder = self._parts.holding
        if holder is None:
            return
        if holder is not self._questioned_before:
            self._questioned = holder
            self._ask_run(holder, ", or space again reads on.")
            return
        release_text(self._lesson, [holder.cell], self._screen.study.store)
        self._screen.hold_back()
        at = self._exercise_part or self._part_above(self._exercise_ahead(self._parts.seen()))
        if (part := self._next(at)) is not None:
            self._screen.column.show_part(part.name)

    def _ask_run(self, holder: CellBox, rest: str) -> None:
        run = "It is running" if self._runner.involves(holder) else f"{keys.RUN.named} runs it"
        self._screen.say(run + rest)

    def asks_guess(self, box: Widget | None) -> bool:
        """Whether a cell is not run yet, since its prediction has no answer; the next key may run it."""
        if not isinstance(box, CellBox) or box.guess is None or box.guess.text or box is self._questioned_before:
            return False
        if not (self._screen.can_run and box.guess.is_open):
            return False
        if f"guess:{box.index}" in parts_read(self._lesson, self._screen.progress):
            return False
        self._questioned = box
        box.guess.scroll_visible(animate=False)
        how = " ".join(map(str, range(1, len(box.guess.choices) + 1))) or "Type it"
        self._screen.say(f"Your guess? {how}, or {keys.RUN.named} again to run.")
        return True

    def show_onward(self) -> None:
        """Once an attempt has passed, show where f8 leads."""
        bench = self._screen.bench
        if bench is None or not bench.passed or (bench.exercise.label, bench.passed) == self._last_pass:
            return
        self._last_pass = bench.exercise.label, bench.passed
        self._screen.hold_back()
        part = self._next(self._exercise_part or self._parts.here())
        if part is None:
            lesson = self._screen.study.course.neighbour(self._lesson, 1)
            bench.show_onward("the end of the course" if lesson is None else f"the lesson “{lesson.title}”")
        else:
            bench.show_onward(part.named)

    @property
    def _exercise_part(self) -> str:
        """The name of the exercise's part, while the reader is there."""
        return self._screen.bench_part if self._screen.at_bench else ""

    def _next(self, after: str) -> LessonPart | None:
        return next_part(self._lesson, after, self._screen.progress, self._screen.can_run)

    def _exercise_ahead(self, seen: Iterable[str]) -> str:
        """The first exercise in view that isn't passed and wasn't left; "" if there is none."""
        shown = set(seen) - parts_read(self._lesson, self._screen.progress) - self._left
        return next((part.name for part in parts_of(self._lesson) if part.kind.is_graded and part.name in shown), "")

    def _part_above(self, exercise: str) -> str:
        """The part above the exercise; without one, the last part that ends in view."""
        if not exercise:
            return self._parts.here()
        names = ["", *(part.name for part in parts_of(self._lesson))]
        return names[names.index(exercise) - 1]
