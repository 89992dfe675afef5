"""The lesson as one scrolling column."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.message import Message
from textual.widget import Widget

from tuitutor.tui.widgets.card import ExerciseCard
from tuitutor.tui.widgets.cell import CellBox
from tuitutor.tui.widgets.focus import focus_now

_LAID_OUT = 0.05  # seconds between two looks whether what was just made has its place
_MOST_LOOKS = 100


class LessonColumn(VerticalScroll):
    """Posts `Moved` when it was scrolled. Tab goes from the text to the first cell or exercise in view, then on."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "page_down", "Page down", show=False),
        Binding("tab", "step(1)", "Next cell", show=False),
        Binding("shift+tab", "step(-1)", "Previous cell", show=False),
    ]

    class Moved(Message):
        """The text was scrolled."""

        def can_replace(self, message: Message) -> bool:
            return isinstance(message, LessonColumn.Moved)

    class Out(Message):
        """Tab went past the last stop (`step` 1) or before the first (-1)."""

        def __init__(self, step: int) -> None:
            super().__init__()
            self.step = step

    def __init__(self, blocks: Sequence[Widget]) -> None:
        super().__init__(*blocks, id="column")
        self._followed: CellBox | None = None
        self._sought: Widget | None = None

    def watch_has_focus(self, _has_focus: bool) -> None:
        """Do nothing: Textual would restyle the whole lesson, and nothing in it looks different for it."""

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        self.post_message(self.Moved())

    @property
    def cells(self) -> tuple[CellBox, ...]:
        """All cells that are mounted, in order."""
        return tuple(self.query(CellBox))

    def in_view(self, widget: Widget) -> bool:
        """Whether any of the widget, a child of the column, can be seen."""
        if not self.size:
            return True  # nothing is laid out yet, and what is seen is made first
        region = widget.virtual_region
        return region.y < self.scroll_y + self.size.height and region.bottom > self.scroll_y

    @property
    def _stops(self) -> list[CellBox | ExerciseCard]:
        return [child for child in self.children if isinstance(child, CellBox | ExerciseCard)]

    def place(self) -> tuple[str, int]:
        """Where the top row is: the name of the last cell or exercise that begins above it, and rows from its end."""
        above = [stop for stop in self._stops if stop.virtual_region.y < self.scroll_y]
        if not above:
            return "", round(self.scroll_y)
        return above[-1].name or "", round(self.scroll_y) - above[-1].virtual_region.bottom

    def go_to(self, below: str, y: int) -> None:
        """Scroll to a place; where a cell has become shorter, no further up than where it begins."""
        for stop in self._stops:
            if below and stop.name == below:
                y = max(stop.virtual_region.y, stop.virtual_region.bottom + y)
        self.scroll_to(y=y, animate=False, force=True)

    def reveal(self, name: str) -> None:
        """Scroll to the cell or exercise of that name, unless it can be seen."""
        stop = next((stop for stop in self._stops if stop.name == name), None)
        if stop is not None and not self._sees(stop):
            self._lead()
            self._sought = stop
            self._seek(stop, _MOST_LOOKS)

    def _sees(self, stop: Widget) -> bool:
        return bool(stop.virtual_region.height) and self.in_view(stop)

    def _seek(self, stop: Widget, looks: int) -> None:
        """Scroll to it until it is in sight (what is above it may not be laid out yet) or the reader scrolls."""
        if looks and self._sought is stop and not self._sees(stop):
            self.scroll_to(y=stop.virtual_region.y, animate=False)
            self.set_timer(_LAID_OUT, partial(self._seek, stop, looks - 1))

    def follow(self, box: CellBox) -> None:
        """From now on keep the cell in sight while it, and those above it, grow; until the reader scrolls."""
        self._followed = box
        self.keep_up()

    def keep_up(self) -> None:
        """Something grew: bring the followed cell back into sight once it is laid out."""
        if self._followed is not None:
            self.call_after_refresh(self._keep_up)

    def _keep_up(self) -> None:
        if self._followed is None:
            return
        region, height = self._followed.virtual_region, self.size.height
        lowest = region.y  # the header of the cell stays in sight, whatever it prints
        highest = min(region.bottom - height, lowest)
        if not highest <= self.scroll_y <= lowest:
            self.scroll_to(y=min(max(self.scroll_y, highest), lowest), animate=False)

    def _lead(self) -> None:
        """The reader scrolls: nothing is followed or sought any more."""
        self._followed = self._sought = None

    def on_mouse_scroll_down(self) -> None:
        self._lead()

    def on_mouse_scroll_up(self) -> None:
        self._lead()

    def action_page_down(self) -> None:
        self._lead()
        super().action_page_down()

    def action_page_up(self) -> None:
        self._lead()
        super().action_page_up()

    def action_scroll_down(self) -> None:
        self._lead()
        super().action_scroll_down()

    def action_scroll_up(self) -> None:
        self._lead()
        super().action_scroll_up()

    def action_scroll_home(self) -> None:
        self._lead()
        super().action_scroll_home()

    def action_scroll_end(self) -> None:
        self._lead()
        super().action_scroll_end()

    def action_step(self, step: int) -> None:
        """Focus the next thing to work on, or the one before; from the text, the first in view or the last above."""
        stops = self._stops
        at = next((i for i, child in enumerate(stops) if child.has_focus_within), None)
        if at is None:
            above = sum(0 < child.virtual_region.bottom <= self.scroll_y for child in stops)  # 0: not laid out yet
            at = above - 1 if step > 0 else above
        self._lead()
        if 0 <= at + step < len(stops):
            focus_now(stops[at + step])
        else:
            self.post_message(self.Out(step))
