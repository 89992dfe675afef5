"""The base of a lesson's screen: the focus, the parts in view, and the place to return to."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, TypeVar

from textual.message import Message
from textual.screen import Screen
from textual.widget import Widget

from tuitutor.course.model import Lesson
from tuitutor.engine.outline import OutlineLine, outline_of
from tuitutor.engine.reading_order import begin_reading, holding_cell, note_read, open_up_to, parts_of, place_of
from tuitutor.progress.background import BackgroundStore
from tuitutor.progress.journal import Scrolled
from tuitutor.progress.progress import Place, Progress
from tuitutor.tui.flow.study import Study
from tuitutor.tui.repaint import mark
from tuitutor.tui.screens.search import FindBar
from tuitutor.tui.turns import focus_now
from tuitutor.tui.widgets.card import ExerciseCard
from tuitutor.tui.widgets.cell import CellBox, CodeBox
from tuitutor.tui.widgets.column import LessonColumn
from tuitutor.tui.widgets.sides import Overview
from tuitutor.tui.widgets.single_lines import SECONDS, MessageBar

if TYPE_CHECKING:  # the workbench is imported when first needed, after the text was shown
    from tuitutor.tui.widgets.workbench import Workbench

DELAY = 0.5  # seconds from a change to its save


class PlaceSaver:
    """Saves the place that `now` returns. Saves nothing before `start`, while the lesson is being built."""

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


class ReadingScreen(Screen[None]):
    """A lesson's text in `column` and, once it is mounted, the workbench in `bench`.

    `last_place` is where the learner left, or the `part` they chose; `restored`: it was scrolled to. Predictions hold
    no text back unless cells `can_run`. The objects that work on the screen post messages to it about changes.
    """

    AUTO_FOCUS = ""

    class KeysChanged(Message):
        """Other keys than before may do something."""

    class TextsChanged(Message):
        """The text of an editor, or its state on disk, may have changed."""

    class RunsChanged(Message):
        """A run has begun, or ended and used CPU time."""

    class RunAdvanced(Message):
        """There is more of a run to show."""

    def __init__(self, study: Study, lesson: Lesson, part: str = "") -> None:
        super().__init__()
        self.study = study
        self.lesson = lesson
        self.column = LessonColumn()
        self.overview = Overview(lesson.objectives)
        self.bench: Workbench | None = None
        self.messages = MessageBar()
        self.can_run = True
        self.restored = False
        self.saver = PlaceSaver(study.store, lesson, self._place)
        self._panes: set[Widget] = {self.column}  # around the focus
        self._outline_key: object = None  # the progress that the outline shows
        self._outline: tuple[OutlineLine, ...] = ()
        # a broken lesson is shown from the top, where its problems are listed; its place is unchanged until it is fixed
        self._part = "" if lesson.problems else part
        self.last_place = Place() if lesson.problems else place_of(part) if part else self.saver.place
        parts = parts_of(lesson)
        self.opens_exercise = self.last_place.focus.startswith("exercise:")  # its editor takes the first key
        # the name of a part near that place, as well as it is known before anything is laid out
        self.begins_at = self.last_place.below or (parts[0].name if parts else "")
        if not lesson.problems:
            begin_reading(lesson, study.store)
            open_up_to(lesson, self.last_place.below, study.store)

    @property
    def progress(self) -> Progress:
        """The learner's progress, as it is now."""
        return self.study.store.progress()

    # ---- sentences for the learner

    def say(self, sentence: str, seconds: float = SECONDS) -> None:
        """Show the learner a sentence, for `seconds`."""
        self.messages.say(sentence, seconds)

    def unsay(self, sentence: str) -> None:
        """Remove a sentence before its time is over."""
        self.messages.drop(sentence)

    # ---- what has the focus

    def set_focus(self, widget: Widget | None, scroll_visible: bool = True, from_app_focus: bool = False) -> None:
        super().set_focus(widget, scroll_visible, from_app_focus)
        self.column.scrolled = False  # though the widget may not have been brought into view yet
        around = self.focused.ancestors_with_self if self.focused else ()
        panes = {node for node in around if isinstance(node, Widget) and node.id in ("column", "workbench", "results")}
        # not by `:focus-within`: Textual would restyle a whole pane whenever the focus moves inside it
        for pane in self._panes | panes:
            mark(pane, pane in panes, "-within", [pane])
        self._panes = panes

    @property
    def _focused_or_searched(self) -> Widget | None:
        """The widget with the focus; while the find bar has it, the widget that it searches."""
        bar = self.focused and self.focused.parent
        return bar.searched if isinstance(bar, FindBar) else self.focused

    def focused_in(self, kind: type[W]) -> W | None:
        """The widget of this kind with the focus, or around the widget with the focus."""
        at = self._focused_or_searched
        return None if at is None else next((w for w in at.ancestors_with_self if isinstance(w, kind)), None)

    @property
    def bench_focused(self) -> bool:
        """Whether the workbench, or something in it, has the focus."""
        return self.bench is not None and self.focused_in(type(self.bench)) is not None

    @property
    def at_bench(self) -> bool:
        """Whether the workbench has the focus, or is all that is visible."""
        return self.bench_focused or self.has_class("-bench")

    @property
    def selected(self) -> CodeBox | ExerciseCard | None:
        """The cell or exercise with the focus, for Run; None if it was scrolled out of view."""
        focused = self._focused_or_searched
        if isinstance(focused, CellBox | ExerciseCard) and self.column.scrolled and not self.column.in_view(focused):
            return None
        return self.focused_in(CellBox) or self.focused_in(ExerciseCard) or (self.bench if self.bench_focused else None)

    @property
    def selected_box(self) -> CodeBox | None:
        """The cell with the focus, or else the visible exercise."""
        selected = self.selected
        if isinstance(selected, CodeBox):
            return selected
        return self.bench if self.bench_shown or selected is not None else None

    # ---- what is in view

    @property
    def bench_shown(self) -> bool:
        """Whether the workbench is visible."""
        beside = self.has_class("-wide") and not self.has_class("-reading")
        return self.bench is not None and (beside or self.has_class("-bench"))

    @property
    def bench_part(self) -> str:
        """The name of the lesson's part on the workbench; "" without a workbench."""
        return "" if self.bench is None else f"exercise:{self.bench.exercise.label}"

    @property
    def nearest_card(self) -> ExerciseCard | None:
        """The exercise that the key opens from the text: the one in view or, without one, the nearest."""

        def far(card: ExerciseCard) -> float:
            return abs(card.virtual_region.y - self.column.scroll_y)

        return self.card_in_view or min((card for card in self.column.cards if card.display), key=far, default=None)

    @property
    def card_in_view(self) -> ExerciseCard | None:
        """The visible exercise in the text.

        Of several it is the focused one, else one visible as a whole, preferably the exercise on the workbench.
        """
        on_bench = None if self.bench is None else self.bench.exercise

        def rank(card: ExerciseCard) -> tuple[bool, ...]:
            return not card.has_focus, not self.column.in_view(card, whole=True), card.exercise is not on_bench

        return min(filter(self.column.in_view, self.column.cards), key=rank, default=None)

    def outline(self) -> tuple[OutlineLine, ...]:
        """The lesson's outline; that of a broken lesson is empty."""
        progress, lesson = self.progress, self.lesson
        exercises = [progress.exercise(exercise.label) for exercise in lesson.offered]
        key = progress.read.get(lesson.id), exercises, self.can_run
        if key != self._outline_key and not lesson.problems:  # called whenever the reader scrolls
            self._outline_key, self._outline = key, outline_of(lesson, progress, self.can_run)
        return self._outline

    @property
    def part(self) -> str:
        """The name of the part where the reader is: with the focus until they scroll on, then at the top."""
        if self.at_bench and self.bench is not None:
            return self.bench_part
        stop = self.focused_in(CellBox) or self.focused_in(ExerciseCard)
        if stop is not None and not self.column.scrolled:
            return stop.name or ""
        return self.column.part or self.begins_at

    def boxes(self) -> Iterator[CodeBox]:
        """The boxes with code that can be edited, as far as they are built."""
        yield from self.column.cells
        if self.bench is not None:
            yield self.bench

    # ---- showing the text or the exercise

    def show_bench(self, shown: bool = True) -> None:
        """Show the workbench, or else the text, if there is no room for both."""
        mark(self, shown, "-bench", [self.column] if self.bench is None else [self.column, self.bench])
        if shown:
            self.set_reading(False)

    def set_reading(self, reading: bool) -> None:
        """Show the overview of the lesson beside the text, or else the workbench."""
        styled = [self.column, self.overview] if self.bench is None else [self.column, self.overview, self.bench]
        mark(self, reading, "-reading", styled)

    # ---- the parts that were read, and the text that cells hold back

    def mark_read(self, parts: Iterable[str]) -> None:
        """The reader has gone on from these parts."""
        if not self.lesson.problems:
            note_read(self.lesson, parts, self.study.store)

    def read_up_to(self, part: str) -> None:
        """The reader goes on from this part; they may not have looked yet at parts in view below it."""
        seen = self.column.parts.seen()
        below = self.column.parts.below(part) if part in seen else ()
        self.mark_read(name for name in seen if name.replace("guess:", "cell:") not in below)

    def release(self, part: str) -> None:
        """Let no cell hold back this part."""
        if not self.lesson.problems:
            open_up_to(self.lesson, part, self.study.store)
            self.hold_back()

    def hold_back(self) -> None:
        """Show the text as far as no cell holds it back."""
        holder = holding_cell(self.lesson, self.progress) if self.can_run else None
        self.column.parts.hold_back(None if holder is None else holder.index)

    # ---- the place that is saved

    def restore(self) -> bool:
        """Go to the last place, and save it from now on; False if the reader has left already."""
        if self.saver.ended:
            return False
        self.column.is_whole()
        self.restored = True
        self.hold_back()
        if self._part:
            self.column.go_to_part(self._part)
        elif not self.last_place.at_top:
            self.column.go_to(self.last_place.below, self.last_place.y)
        if not self.last_place.at_top:
            mark(self.column, False, "-finding-place", [self.column])
        if not self.lesson.problems:
            self.saver.start()
        self.focus_cell(self.last_place.focus)
        return True

    def focus_cell(self, name: str) -> None:
        """Select the cell with this name, if there is one."""
        for box in self.column.cells:
            if box.name == name:
                focus_now(box, scroll_visible=False)

    def _place(self) -> Place:
        if not self.column.is_attached:  # the screen is being removed
            return self.saver.place
        below, y = self.column.place()
        card, box = self.card_in_view, self.focused_in(CellBox)
        focus = f"cell:{box.index}" if box is not None else self.bench_part if self.at_bench else ""
        return Place(y, focus, below, card.exercise.label if card else "")
