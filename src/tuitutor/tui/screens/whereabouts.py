"""Where the learner is in a lesson: what has the focus, what is in view, and the place that is kept for next time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, TypeVar

from textual.screen import Screen
from textual.widget import Widget

from tuitutor.course.model import Lesson
from tuitutor.progress.background import BackgroundStore
from tuitutor.progress.progress import Place
from tuitutor.tui.flow.place import PlaceSaver
from tuitutor.tui.restyle import mark
from tuitutor.tui.turns import focus_now
from tuitutor.tui.widgets.card import ExerciseCard
from tuitutor.tui.widgets.cell import CellBox
from tuitutor.tui.widgets.codebox import CodeBox
from tuitutor.tui.widgets.column import LessonColumn
from tuitutor.tui.widgets.editor import CodeEditor
from tuitutor.tui.widgets.findbar import FindBar
from tuitutor.tui.widgets.sides import Overview

if TYPE_CHECKING:  # the workbench is imported when first needed, after the text was shown
    from tuitutor.tui.widgets.workbench import Workbench

W = TypeVar("W", bound=Widget)


class Whereabouts:
    """Answers what a key is meant for, and turns to the text or to the exercise.

    `bench` is the workbench, once there is one. `searched` is the editor that the find bar searches, None for the text.
    `last_time` is the place where the learner left.
    """

    def __init__(
        self, screen: Screen[None], lesson: Lesson, store: BackgroundStore, column: LessonColumn, overview: Overview
    ) -> None:
        self.column = column
        self.overview = overview
        self.bench: Workbench | None = None
        self.searched: CodeEditor | None = None
        self._screen = screen
        self._panes: set[Widget] = {column}  # around the focus
        self._is_broken = bool(lesson.problems)
        self._saver = PlaceSaver(store, lesson, self._place)
        # a broken lesson is shown from the top, where its problems are listed; its place is kept until it is fixed
        self.last_time = Place() if self._is_broken else self._saver.place

    # ---- what has the focus

    @property
    def _at_hand(self) -> Widget | None:
        """What has the focus; while the find bar has it, what is searched."""
        focused = self._screen.focused
        in_bar = focused is not None and isinstance(focused.parent, FindBar)
        return self.searched or self.column if in_bar else focused

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
    def at(self) -> CodeBox | None:
        """What Run applies to: the cell or exercise that has the focus; not if it was scrolled out of view."""
        column, focused = self.column, self._at_hand
        if isinstance(focused, CellBox | ExerciseCard) and column.scrolled and not column.in_view(focused):
            return None
        at_exercise = self.in_bench or self.around(ExerciseCard) is not None
        return self.around(CellBox) or (self.bench if at_exercise else None)

    @property
    def at_or_shown(self) -> CodeBox | None:
        """What Run applies to, or else the visible exercise."""
        return self.at or (self.bench if self.bench_shown else None)

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

    @property
    def sees_exercise(self) -> bool:
        """Whether a key that is pressed in the text may mean an exercise."""
        beside = self._screen.has_class("-wide")  # there is room for it, whatever is there now
        return self.bench is not None and (beside or self.bench_shown) and self.card is not None

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

    def focus_text(self) -> None:
        """Give the focus to the text, without scrolling."""
        focus_now(self.column, scroll_visible=False)

    # ---- the place that is kept

    def hide_until_found(self) -> None:
        """Show no text before its place is found, or the reader would see it jump there."""
        mark(self.column, not self.last_time.at_top, "-finding-place", [self.column])

    def restore(self) -> bool:
        """Go to the place of last time, and save it from now on; False if the reader has left already."""
        if self._saver.ended:
            return False
        self.column.is_whole()
        if not self.last_time.at_top:
            self.column.go_to(self.last_time.below, self.last_time.y)
            mark(self.column, False, "-finding-place", [self.column])
        if not self._is_broken:
            self._saver.start()
        for box in self.column.cells:
            if self.last_time.focus == box.name:
                focus_now(box, scroll_visible=False)
        return True

    def moved(self) -> None:
        """The place may have changed, and is saved soon."""
        self._saver.changed()

    def leave(self) -> None:
        """Save the place for the last time."""
        self._saver.stop()

    def _place(self) -> Place:
        if not self.column.is_attached:  # the screen is being removed
            return self._saver.place
        below, y = self.column.place()
        card, box, focus = self.card, self.around(CellBox), ""
        if box is not None:
            focus = f"cell:{box.index}"
        elif self.at_bench and self.bench is not None:
            focus = f"exercise:{self.bench.exercise.label}"
        return Place(y, focus, below, card.exercise.label if card else "")
