"""The lesson as one scrolling column."""

from __future__ import annotations

import re
from functools import partial
from itertools import takewhile
from typing import Any, ClassVar

from msgspec import Struct
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets.markdown import MarkdownBlock

from tuitutor.tui.turns import focus_now
from tuitutor.tui.widgets.card import ExerciseCard, PlayLink
from tuitutor.tui.widgets.cell import CellBox
from tuitutor.tui.widgets.editor import CodeEditor
from tuitutor.tui.widgets.guess import GuessBox
from tuitutor.tui.widgets.prose import ProseView

_LAID_OUT = 0.05  # seconds between two checks whether what was just built is laid out
_MOST_LOOKS = 100
_STEADY = 5  # checks in a row that find it in place, after which everything is laid out


class _Ahead(Struct, frozen=True):
    """Going to a row further down, once that much is built."""

    row: float


class _Following(Struct, frozen=True):
    """Keeping a cell in view while it and those above it grow."""

    box: CellBox


class _Seeking(Struct, frozen=True):
    """Going to a cell or exercise until it is visible. If it is already, `then` goes on."""

    stop: Widget
    then: _Following | None = None


class _Restoring(Struct, frozen=True):
    """Bringing a block back to the top, with this share of it above the edge, until all is laid out."""

    block: Widget
    share: float
    then: _Following | None = None


class LessonColumn(VerticalScroll):
    """Posts `Moved` when it was scrolled. Tab goes from the text to the first stop in view, then on."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "page_down", "Page down", show=False),
        Binding("j", "scroll_down", "Down", show=False),
        Binding("k", "scroll_up", "Up", show=False),
        Binding("g", "scroll_home", "Top", show=False),
        Binding("G", "scroll_end", "End", show=False),
        Binding("tab", "step(1)", "Next cell", show=False),
        Binding("shift+tab", "step(-1)", "Previous cell", show=False),
        *(Binding(str(number), f"pick({number})", f"Choice {number}", show=False) for number in range(1, 10)),
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

    class Unclear(Message):
        """A digit was pressed, and several predictions in view could be meant."""

    class EndWanted(Message):
        """The reader wants to see the end, which may not be built yet."""

    def __init__(self) -> None:
        super().__init__(id="column")
        self.scrolled = False  # by the reader, since what has the focus got it
        self._whole = False
        self._doing: _Ahead | _Following | _Seeking | _Restoring | None = None  # None: the reader scrolls
        self._anchor: tuple[Widget, int] | None = None  # the block at the top, and its rows above the edge
        self._passage: tuple[Widget, float] | None = None  # the same, as the share of it that is above the edge
        self._width = 0  # the width for which it was found
        self._found: tuple[MarkdownBlock, Content] | None = None  # a block with marks, and how it looks without

    def watch_has_focus(self, _has_focus: bool) -> None:
        """Do nothing: Textual would restyle the whole lesson, and nothing in it would look different."""

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        # in another width, or while a passage is brought back, it isn't the reader who scrolls
        if not isinstance(self._doing, _Restoring) and self.size.width == self._width:
            self._find_passage()
        self.post_message(self.Moved())

    def on_resize(self) -> None:
        """Keep the passage in view that is being read: the text above it may be wrapped differently now."""
        if self.size.width == self._width:
            return
        first, self._width = not self._width, self.size.width
        if not first and self._passage is not None and not isinstance(self._doing, _Seeking):
            self._restore(*self._passage)

    def scroll_to(self, *place: Any, **how: Any) -> None:
        """Scroll at once: Textual does so after the next paint, and until then keys would act on what was in view."""
        super().scroll_to(*place, **{**how, "animate": False, "immediate": True})

    def is_whole(self) -> None:
        """All of the lesson is built and laid out: nothing is further down."""
        self._whole = True
        if isinstance(self._doing, _Ahead):
            self.scroll_to(y=self._doing.row)
            self._doing = None

    def go_to_end(self) -> None:
        """Scroll to the end, and stay there until all is laid out."""
        self._lead()
        self._restore(self.children[-1], 1.0)

    def _restore(self, block: Widget, share: float) -> None:
        self._anchor, self._passage = None, (block, share)
        self._doing = _Restoring(block, share, self._following)
        self._go_on_restoring(self._doing, _STEADY)

    def _go_on_restoring(self, restoring: _Restoring, looks: int) -> None:
        """Scroll there until it is in place several times in a row, or the reader scrolls."""
        block, share = restoring.block, restoring.share
        if self._doing is not restoring or not block.is_attached:
            return
        y = min(round(self._row_of(block) + share * block.virtual_region.height), self.max_scroll_y)
        looks = looks - 1 if y == round(self.scroll_y) else _STEADY
        self.scroll_to(y=y)
        if looks:
            self.set_timer(_LAID_OUT, partial(self._go_on_restoring, restoring, looks))
        else:
            self._doing, self._anchor = restoring.then, (block, round(share * block.virtual_region.height))
            self._keep_up()

    @property
    def _following(self) -> _Following | None:
        """The cell that is followed, or will be again."""
        match self._doing:
            case _Following() as following:
                return following
            case _Seeking(then=then) | _Restoring(then=then):
                return then
            case _Ahead() | None:
                return None

    def _find_passage(self) -> None:
        self._anchor = self._passage = None
        top = round(self.scroll_y)
        for child in self.children:
            for block in child.query("MarkdownBlock") if isinstance(child, ProseView) else (child,):
                y, height = self._row_of(block), block.virtual_region.height
                if height and y + height > top:
                    above = max(0, top - y)
                    self._anchor, self._passage = (block, above), (block, above / height)
                    if top >= self.max_scroll_y > 0:
                        self._passage = self.children[-1], 1.0  # who is at the end stays there
                    return

    def _row_of(self, block: Widget) -> int:
        """The row of the text where a block begins; where it is on the screen follows only with the next paint."""
        inside = takewhile(lambda widget: widget is not self, block.ancestors_with_self)
        return sum(widget.virtual_region.y for widget in inside if isinstance(widget, Widget))

    @property
    def cells(self) -> tuple[CellBox, ...]:
        """All cells that are mounted, in order."""
        return tuple(block for block in self.children if isinstance(block, CellBox))

    @property
    def cards(self) -> tuple[ExerciseCard, ...]:
        """All exercises that are mounted, in order."""
        return tuple(block for block in self.children if isinstance(block, ExerciseCard))

    def in_view(self, widget: Widget, *, whole: bool = False) -> bool:
        """Whether any part of the widget, a child of the column, is visible, or the whole of it."""
        if not self.size:
            return True  # nothing is laid out yet, and what is visible is built first
        region, top, bottom = widget.virtual_region, self.scroll_y, self.scroll_y + self.size.height
        return top <= region.y and region.bottom <= bottom if whole else region.y < bottom and region.bottom > top

    def is_above(self, widget: Widget) -> bool:
        """Whether the widget, a child of the column, ends above what is visible."""
        return 0 < widget.virtual_region.bottom <= self.scroll_y  # 0: not laid out yet

    @property
    def _stops(self) -> list[CellBox | ExerciseCard | PlayLink]:
        return [child for child in self.children if isinstance(child, CellBox | ExerciseCard | PlayLink)]

    def place(self) -> tuple[str, int]:
        """Where the top row is: the name of the last cell or exercise that begins above it, and rows from its end."""
        above = [stop for stop in self._stops if stop.virtual_region.y < self.scroll_y]
        if not above:
            return "", round(self.scroll_y)
        return above[-1].name or "", round(self.scroll_y) - above[-1].virtual_region.bottom

    def go_to(self, below: str, y: int) -> None:
        """Scroll to a place; if a cell has become shorter, not further up than its beginning."""
        for stop in self._stops:
            if below and stop.name == below:
                y = max(stop.virtual_region.y, stop.virtual_region.bottom + y)
        self.scroll_to(y=y, force=True)

    def reveal(self, name: str) -> None:
        """Scroll to the cell or exercise with this name, unless it is visible."""
        stop = next((stop for stop in self._stops if stop.name == name), None)
        if stop is not None:
            self._doing = _Seeking(stop, self._following)  # from now on, so that the next key can change it
            self.call_after_refresh(self._begin_to_seek, self._doing)  # a column that was hidden has a size by then

    def find(self, text: str, step: int) -> bool:
        """Scroll to the next block with this text (`step` 1 or 0), or the previous (-1); False if there is none.

        After the end it starts over. The block is scrolled to the top, and its words are marked.
        """
        self.forget_found()
        wanted, places = text.lower(), dict[int, Widget]()
        for block in self.query("MarkdownBlock, CodeEditor"):
            written = block.text if isinstance(block, CodeEditor) else getattr(block, "source", None)
            if written and wanted in written.lower() and not block.query("MarkdownBlock"):
                places[self._row_of(block)] = block
        if not text or not places:
            return False
        here = round(self.scroll_y)
        if step < 0:
            at = max((at for at in places if at < here), default=max(places))
        else:
            at = min((at for at in places if at > here or (at == here and not step)), default=min(places))
        self._lead()
        self.scroll_to(y=at)
        self._mark_found(places[at], wanted)
        return True

    def _mark_found(self, block: Widget, wanted: str) -> None:
        if not isinstance(block, MarkdownBlock) or not isinstance(shown := block.content, Content):
            return
        self._found = block, shown
        for found in re.finditer(re.escape(wanted), shown.plain, re.IGNORECASE):
            shown = shown.stylize("reverse", found.start(), found.end())
        block.update(shown)

    def forget_found(self) -> None:
        """Take back the marks of the last search."""
        if self._found is not None:
            block, shown = self._found
            self._found = None
            block.update(shown)

    def _sees(self, stop: Widget) -> bool:
        return bool(stop.virtual_region.height) and self.in_view(stop)

    def _begin_to_seek(self, seeking: _Seeking) -> None:
        if self._doing is not seeking:
            return
        if self._sees(seeking.stop):
            self._doing = seeking.then
            self._keep_up()
        else:
            self._lead()
            self._doing = _Seeking(seeking.stop)
            self._seek(self._doing, _MOST_LOOKS)

    def _seek(self, seeking: _Seeking, looks: int) -> None:
        """Scroll to it until it is visible (what is above it may not be laid out yet) or the reader scrolls.

        A hidden column is not scrolled: going back to it asks again.
        """
        if looks and self.size and self._doing is seeking and not self._sees(seeking.stop):
            self.scroll_to(y=seeking.stop.virtual_region.y)
            self.set_timer(_LAID_OUT, partial(self._seek, seeking, looks - 1))

    def follow(self, box: CellBox) -> None:
        """From now on keep the cell in view while it and those above it grow, until the reader scrolls."""
        self._doing = _Following(box)
        self._keep_up()

    def on_mount(self) -> None:
        # watches the layout: output may take several refreshes to get its place
        self.watch(self, "virtual_size", self._grew, init=False)

    def _grew(self) -> None:
        # Leaves the block at the top where it is on the screen, though what is above it grows, such as a cell's output.
        if isinstance(self._doing, _Seeking | None) and self._anchor is not None:
            block, above = self._anchor
            if block.is_attached and self.size.width == self._width:
                y = self._row_of(block) + min(above, block.virtual_region.height)
                if y != round(self.scroll_y):
                    self.scroll_to(y=y)
        self.call_after_refresh(self._keep_up)

    def _keep_up(self) -> None:
        """Go on to where the reader wanted to, or bring the followed cell back into view."""
        match self._doing:
            case _Ahead(row=row):
                self.scroll_to(y=row)
            case _Following(box=box):
                region, height = box.virtual_region, self.size.height
                lowest = region.y + box.code_height  # its output stays in view from the first line on
                highest = min(region.bottom - height, lowest)
                if not highest <= self.scroll_y <= lowest:
                    self.scroll_to(y=min(max(self.scroll_y, highest), lowest))
            case _Seeking() | _Restoring() | None:
                pass  # the first two look again by themselves

    def _lead(self) -> None:
        """The reader scrolls: whatever the column was doing ends."""
        self.scrolled = True
        self._doing = None

    def on_mouse_scroll_down(self) -> None:
        self._lead()

    def on_mouse_scroll_up(self) -> None:
        self._lead()

    def action_page_down(self) -> None:
        """Scroll down a page, as soon as it is built."""
        start = self._doing.row if isinstance(self._doing, _Ahead) else self.scroll_y
        page = start + self.scrollable_content_region.height
        self._lead()
        self._doing = None if self._whole else _Ahead(page)
        self.scroll_to(y=page)

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
        self.post_message(self.EndWanted())

    def action_step(self, step: int) -> None:
        """Focus the next stop, or the previous one; from the text, the first in view or the last above it."""
        children = [(child, child.stops if isinstance(child, CellBox) else (child,)) for child in self._stops]
        stops = [(stop, child) for child, each in children for stop in each]
        at = next((i for i, (stop, _) in enumerate(stops) if stop.has_focus_within), None)
        if at is None:
            above = sum(self.is_above(child) for _, child in stops)
            at = above - 1 if step > 0 else above
        self._lead()
        if 0 <= at + step < len(stops):
            focus_now(stops[at + step][0])
        else:
            self.post_message(self.Out(step))

    def action_pick(self, number: int) -> None:
        """Choose an answer in the only prediction in view, or in the only one there without an answer."""
        if isinstance(self.screen.focused, CodeEditor):
            return
        boxes = [
            box
            for box in self.query(GuessBox)
            if box.choices and box.is_open and self.region.contains_region(box.region)
        ]
        boxes = [box for box in boxes if not box.text] or boxes
        if len(boxes) == 1:
            boxes[0].action_pick(number)
        elif boxes:
            self.post_message(self.Unclear())
