"""The lesson as one scrolling column."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.message import Message
from textual.widget import Widget

from tuitutor.tui.widgets.card import ExerciseCard
from tuitutor.tui.widgets.cell import CellBox


class LessonColumn(VerticalScroll):
    """Mounts the first screenful, lets it be painted, then mounts the rest and posts `Complete`.

    Posts `Moved` when it was scrolled. Tab and enter go from the text to the first cell or exercise in view.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "page_down", "Page down", show=False),
        Binding("enter,tab", "step_in", "Into the cell", show=False),
    ]

    class Complete(Message):
        """The whole lesson is there."""

    class Moved(Message):
        """The text was scrolled."""

        def can_replace(self, message: Message) -> bool:
            return isinstance(message, LessonColumn.Moved)

    def __init__(self, first: Sequence[Widget], rest: Sequence[Widget]) -> None:
        super().__init__(*first, id="column")
        self._rest = tuple(rest)

    def on_mount(self) -> None:
        self.call_after_refresh(self._mount_rest)

    async def _mount_rest(self) -> None:
        await self.mount_all(self._rest)
        self._rest = ()
        self.call_after_refresh(lambda: self.post_message(self.Complete()))

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        self.post_message(self.Moved())

    @property
    def cells(self) -> tuple[CellBox, ...]:
        """All cells that are mounted, in order."""
        return tuple(self.query(CellBox))

    def in_view(self, widget: Widget) -> bool:
        """Whether any of the widget, a child of the column, can be seen."""
        region = widget.virtual_region
        return region.y < self.scroll_y + self.size.height and region.bottom > self.scroll_y

    def follow(self, box: CellBox) -> None:
        """Keep what a cell shows in sight while it grows, for a reader who is at that cell."""
        if self.in_view(box):
            self.call_after_refresh(self._follow, box)

    def _follow(self, box: CellBox) -> None:
        below = box.virtual_region.bottom - (self.scroll_y + self.size.height)
        room = box.virtual_region.y - self.scroll_y  # the header of the cell stays in sight
        if min(below, room) > 0:
            self.scroll_to(y=self.scroll_y + min(below, room), animate=False)

    def action_step_in(self) -> None:
        """Focus the first thing to work on that is in view, or below; from such a thing the next one."""
        if not self.has_focus:
            self.screen.focus_next()
            return
        stops = (child for child in self.children if isinstance(child, CellBox | ExerciseCard))
        below = [child for child in stops if child.virtual_region.bottom > self.scroll_y]
        match below[:1]:
            case [CellBox() as cell]:
                cell.enter()
            case [ExerciseCard() as card]:
                card.focus()
            case _:
                self.screen.focus_next()
