"""Where the learner is in a lesson: what has the focus, what is in view, and the place that is kept for next time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, TypeVar

from textual.screen import Screen
from textual.widget import Widget

from tuitutor.course.model import Lesson
from tuitutor.engine.outline import OutlineLine, outline_of
from tuitutor.engine.reading_order import begin_reading, holding_cell, note_read, open_up_to, parts_of, place_of
from tuitutor.progress.background import BackgroundStore
from tuitutor.progress.journal import Scrolled
from tuitutor.progress.progress import Place
from tuitutor.tui.repaint import mark
from tuitutor.tui.screens.search import FindBar
from tuitutor.tui.turns import focus_now
from tuitutor.tui.widgets.card import ExerciseCard
from tuitutor.tui.widgets.cell import CellBox, CodeBox
from tuitutor.tui.widgets.column import LessonColumn
from tuitutor.tui.widgets.sides import Overview

if TYPE_CHECKING:  # the workbench is imported when first needed, after the text was shown
    from tuitutor.tui.widgets.workbench import Workbench

DELAY = 0.5  # seconds from a change to its save


class PlaceSaver:
    """Asks `now` for the place when it is time to save it. Saves nothing before `start`, while the lesson is built."""

    def __init__(self, store: BackgroundStore, lesson: Lesson, now: Callable[[], Place]) -> None:
        self._store = store
        self._lesson = lesson
        self._now = now
        self._timer: asyncio.TimerHandle | None = None
        self._started = False
        self.ended = False
        self.place = store.progress().places.get(lesson.id, Place())

    def start(self) -> None:
        """Save the place from now on, including where the reader has gone meanwhile; no effect after `stop`."""
        self._started = not self.ended
        self.changed()

    def changed(self) -> None:
        """The place may have changed; several changes are saved at once."""
        if self._started and self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(DELAY, self.save)

    def stop(self) -> None:
        """Save the place for the last time: later movements only come from the screen being removed."""
        self.save()
        self._started = False
        self.ended = True

    def save(self) -> None:
        """Save the place now."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if not self._started or (place := self._now()) == self.place:
            return
        self.place = place
        store = self._store
        store.record(Scrolled(self._lesson.id, place.y, place.focus, store.now(), place.below, place.task))
        store.flush()


W = TypeVar("W", bound=Widget)


class ReadingPosition:
    """Answers what a key is meant for, and turns to the text or to the exercise.

    `bench` is the workbench, once there is one. `saver` saves their place. `last_time` is the place where the learner
    left, or that of the `part` that they asked for, and `restored` says that it was found again. While nothing
    `can_run`, predictions hold nothing back.
    """

    def __init__(
        self,
        screen: Screen[None],
        lesson: Lesson,
        store: BackgroundStore,
        column: LessonColumn,
        overview: Overview,
        part: str = "",
    ) -> None:
        self.column = column
        self.overview = overview
        self.bench: Workbench | None = None
        self.can_run = True
        self.restored = False
        self._lesson = lesson
        self._screen = screen
        self._store = store
        self._panes: set[Widget] = {column}  # around the focus
        self._is_broken = bool(lesson.problems)
        self.saver = PlaceSaver(store, lesson, self._place)
        # a broken lesson is shown from the top, where its problems are listed; its place is kept until it is fixed
        self._known: object = None  # of the progress, as far as the outline shows it
        self._outline: tuple[OutlineLine, ...] = ()
        self._part = "" if self._is_broken else part
        self.last_time = Place() if self._is_broken else place_of(part) if part else self.saver.place
        parts = parts_of(lesson)
        # the name of a part near that place, as good as it is known before anything is laid out
        self.begins_at = self.last_time.below or (parts[0].name if parts else "")
        if not self._is_broken:
            begin_reading(lesson, store)
            open_up_to(lesson, self.last_time.below, store)

    # ---- what has the focus

    @property
    def _at_hand(self) -> Widget | None:
        """What has the focus; while the find bar has it, what is searched."""
        focused = self._screen.focused
        bar = focused and focused.parent
        return bar.searched if isinstance(bar, FindBar) else focused

    def around(self, kind: type[W]) -> W | None:
        """The widget of this kind that has the focus, or has it inside."""
        at = self._at_hand
        return None if at is None else next((w for w in at.ancestors_with_self if isinstance(w, kind)), None)

    def focus_moved(self) -> None:
        """Mark what is around the focus; it may not have been brought into view yet."""
        self.column.scrolled = False
        around = self._screen.focused.ancestors_with_self if self._screen.focused else ()
        panes = {each for each in around if isinstance(each, Widget) and each.id in ("column", "workbench", "results")}
        # not by `:focus-within`: Textual would restyle a whole pane whenever the focus moves inside it
        for pane in self._panes | panes:
            mark(pane, pane in panes, "-within", [pane])
        self._panes = panes

    @property
    def in_bench(self) -> bool:
        """Whether the workbench, or something in it, has the focus."""
        return self.bench is not None and self.around(type(self.bench)) is not None

    @property
    def at_bench(self) -> bool:
        """Whether the workbench has the focus, or is all that is visible."""
        return self.in_bench or self._screen.has_class("-bench")

    @property
    def at(self) -> CodeBox | ExerciseCard | None:
        """What Run applies to: the cell or exercise that has the focus; not if it was scrolled out of view."""
        column, focused = self.column, self._at_hand
        if isinstance(focused, CellBox | ExerciseCard) and column.scrolled and not column.in_view(focused):
            return None
        return self.around(CellBox) or self.around(ExerciseCard) or (self.bench if self.in_bench else None)

    @property
    def at_or_shown(self) -> CodeBox | None:
        """The cell that has the focus, or else the visible exercise."""
        at = self.at
        return at if isinstance(at, CodeBox) else self.bench if self.bench_shown or at is not None else None

    # ---- what is in view

    @property
    def bench_shown(self) -> bool:
        """Whether the workbench is visible."""
        beside = self._screen.has_class("-wide") and not self._screen.has_class("-reading")
        return self.bench is not None and (beside or self._screen.has_class("-bench"))

    @property
    def card(self) -> ExerciseCard | None:
        """The exercise that is visible in the text.

        Of several it is the focused one, else one that is visible as a whole, and of those the one on the bench.
        """
        on_bench = None if self.bench is None else self.bench.exercise

        def rank(card: ExerciseCard) -> tuple[bool, ...]:
            return not card.has_focus, not self.column.in_view(card, whole=True), card.exercise is not on_bench

        return min(filter(self.column.in_view, self.column.cards), key=rank, default=None)

    def outline(self) -> tuple[OutlineLine, ...]:
        """The lesson's outline; that of a broken lesson is empty."""
        progress, lesson = self._store.progress(), self._lesson
        exercises = [progress.exercise(each.label) for each in lesson.offered]
        known = progress.read.get(lesson.id), exercises, self.can_run
        if known != self._known and not self._is_broken:  # it is asked for whenever the reader scrolls
            self._known, self._outline = known, outline_of(lesson, progress, self.can_run)
        return self._outline

    @property
    def part(self) -> str:
        """The name of the part where the reader is: what has the focus, until they scroll on, or what they read."""
        if self.at_bench and self.bench is not None:
            return f"exercise:{self.bench.exercise.label}"
        stop = self.around(CellBox) or self.around(ExerciseCard)
        if stop is not None and not self.column.scrolled:
            return stop.name or ""
        return self.column.part or self.begins_at

    def boxes(self) -> Iterator[CodeBox]:
        """The boxes with code that can be edited, as far as they are built."""
        yield from self.column.cells
        if self.bench is not None:
            yield self.bench

    # ---- turning to the text or the exercise

    def turn_to_bench(self, there: bool = True) -> None:
        """Show the workbench, or the text, if there is room for only one of them."""
        mark(self._screen, there, "-bench", [self.column] if self.bench is None else [self.column, self.bench])
        if there:
            self.set_reading(False)

    def set_reading(self, reading: bool) -> None:
        """Show beside the text what the lesson is about, or the workbench."""
        styled = [self.column, self.overview] if self.bench is None else [self.column, self.overview, self.bench]
        mark(self._screen, reading, "-reading", styled)

    # ---- what was read, and what is held back

    def read(self, parts: Iterable[str]) -> None:
        """The reader has gone on from these parts."""
        if not self._is_broken:
            note_read(self._lesson, parts, self._store)

    def read_up_to(self, part: str) -> None:
        """The reader goes on from this part; what is in view below it, they may not have looked at yet."""
        seen = self.column.parts.seen()
        below = self.column.parts.below(part) if part in seen else ()
        self.read(name for name in seen if name.replace("guess:", "cell:") not in below)

    def open(self, part: str) -> None:
        """Let nothing hold back this part."""
        if not self._is_broken:
            open_up_to(self._lesson, part, self._store)
            self.show_held()

    def show_held(self) -> None:
        """Show the text as far as no prediction holds it back."""
        holder = holding_cell(self._lesson, self._store.progress()) if self.can_run else None
        self.column.parts.hold_back(None if holder is None else holder.index)

    # ---- the place that is kept

    def restore(self) -> bool:
        """Go to the place of last time, and save it from now on; False if the reader has left already."""
        if self.saver.ended:
            return False
        self.column.is_whole()
        self.restored = True
        self.show_held()
        if self._part:
            self.column.go_to_part(self._part)
        elif not self.last_time.at_top:
            self.column.go_to(self.last_time.below, self.last_time.y)
        if not self.last_time.at_top:
            mark(self.column, False, "-finding-place", [self.column])
        if not self._is_broken:
            self.saver.start()
        for box in self.column.cells:
            if self.last_time.focus == box.name:
                focus_now(box, scroll_visible=False)
        return True

    def _place(self) -> Place:
        if not self.column.is_attached:  # the screen is being removed
            return self.saver.place
        below, y = self.column.place()
        card, box, focus = self.card, self.around(CellBox), ""
        if box is not None:
            focus = f"cell:{box.index}"
        elif self.at_bench and self.bench is not None:
            focus = f"exercise:{self.bench.exercise.label}"
        return Place(y, focus, below, card.exercise.label if card else "")
