"""The lesson as one scrolling column."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import takewhile
from typing import Any, ClassVar

from msgspec import Struct
from textual import events, on
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.message import Message
from textual.scrollbar import ScrollDown, ScrollTo, ScrollUp
from textual.widget import Widget
from textual.widgets import Input

from tuitutor.tui.turns import focus_now
from tuitutor.tui.widgets.card import ExerciseCard, PlayLink
from tuitutor.tui.widgets.cell import CellBox
from tuitutor.tui.widgets.editor import CodeEditor
from tuitutor.tui.widgets.guess import GuessBox
from tuitutor.tui.widgets.parts_shown import MarkedBlock, PartsShown, blocks_with
from tuitutor.tui.widgets.prose import ProseView

_LAID_OUT = 0.05  # seconds between two checks of the layout
_MOST_LOOKS = 100
_BEGINNINGS = "0123456789-.(["
_STEADY = 5  # checks in a row that find it in place: then everything is laid out


class ScrollAnchor(Struct, frozen=True, eq=False):
    """A widget at the upper edge, with this share of it above the edge; without a share, anywhere in view."""

    widget: Widget
    share: float | None = None


class LessonColumn(VerticalScroll):
    """Posts `Moved` when it was scrolled. Tab goes from the text to the first stop in view, then on.

    `parts` knows the parts of the lesson in view, and holds some back.

    It scrolls by itself until the reader does: to an anchor, while the lesson is laid out; to a row further down, once
    so much is built; or with a cell that is followed while its output grows.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "page_down", "Page down", show=False),
        Binding("j", "scroll_down", "Down", show=False),
        Binding("k", "scroll_up", "Up", show=False),
        Binding("g", "scroll_home", "Top", show=False),
        Binding("G", "scroll_end", "End", show=False),
        Binding("enter", "open_link", "Open", show=False),
        Binding("tab", "step(1)", "Next cell", show=False),
        Binding("shift+tab", "step(-1)", "Previous cell", show=False),
        *(Binding(str(number), f"pick({number})", f"Choice {number}", show=False) for number in range(1, 10)),
    ]

    class Moved(Message):
        """The text was scrolled."""

        def can_replace(self, message: Message) -> bool:
            return isinstance(message, LessonColumn.Moved)

    @dataclass(eq=False, repr=False)
    class Out(Message):
        """Tab went past the last stop (`step` 1) or before the first (-1)."""

        step: int

    @dataclass(eq=False, repr=False)
    class Unclear(Message):
        """A key was pressed that several widgets in view could mean."""

        sentence: str

    @dataclass(eq=False, repr=False)
    class WentOn(Message):
        """The reader went on down from where these parts ended in view."""

        parts: tuple[str, ...]

    class HeldBack(Message):
        """The reader is at the end of the text shown and wants to read on, but a cell holds back the rest."""

    class EndWanted(Message):
        """The reader wants to see the end, which may not be built yet."""

    def __init__(self) -> None:
        super().__init__(id="column")
        self.scrolled = False  # by the reader, since the widget with the focus got it
        self.parts = PartsShown(self)
        self.marked = MarkedBlock()  # by the last search
        self._goal = ""  # the part that the reader went to by its name, and hasn't left since
        self._anchor: ScrollAnchor | None = None
        self._ahead: int | None = None  # a row further down
        self._followed: CellBox | None = None
        self._top: tuple[Widget, int] | None = None  # the block at the top, and its rows above the edge
        self._passage: tuple[Widget, float] | None = None  # the same block, and the share of it above the edge
        self._width = self._height = 0  # for which they were found
        self._lifted: tuple[int, int] | None = None  # the row at the top since a message came, and the one before

    @property
    def scrolls_itself(self) -> bool:
        return self._anchor is not None or self._ahead is not None or self._followed is not None

    @property
    def _restores(self) -> bool:
        """Whether it brings a block back to the upper edge."""
        return self._anchor is not None and self._anchor.share is not None

    def watch_has_focus(self, _has_focus: bool) -> None:
        """Do nothing: Textual would restyle the whole lesson, and nothing in it would look different."""

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        # in another width, or while a passage is brought back, it isn't the reader who scrolls
        if not self._restores and self.size.width == self._width:
            self._find_passage()
        self.post_message(self.Moved())

    def on_resize(self) -> None:
        """Keep the passage in view: the text above it may be wrapped differently now."""
        before, self._height = self._height, self.size.height
        if self.size.width == self._width:
            self._make_way(before - self._height)
            return
        first, self._width = not self._width, self.size.width
        if not first and self._passage is not None and (self._anchor is None or self._restores):
            self._restore(*self._passage)

    def _make_way(self, rows: int) -> None:
        """A message covers the last `rows`, or fewer than before if negative: they may not be a result's last ones."""
        if self.scrolls_itself:
            self._keep_up()
        elif rows < 0 and self._lifted and self._lifted[0] == round(self.scroll_y):
            self.scroll_to(y=self._lifted[1])
        elif rows > 0:
            top, bottom = round(self.scroll_y), round(self.scroll_y) + self.size.height
            results = (cell.virtual_region.bottom for cell in self.cells if cell.code_height)
            if ends := [end for end in results if bottom < end <= bottom + rows]:
                self.scroll_to(y=top + ends[-1] - bottom)
                self._lifted = round(self.scroll_y), top
                return
        self._lifted = None

    def scroll_to(self, *place: Any, **how: Any) -> None:
        """Scroll at once: Textual does so after the next paint, and until then keys would act on what was in view."""
        super().scroll_to(*place, **{**how, "animate": False, "immediate": True})

    def is_whole(self) -> None:
        """All of the lesson is built and laid out: nothing is further down."""
        self.parts.whole = True
        if self._ahead is not None:
            self.scroll_to(y=self._ahead)
            self._ahead = None

    def go_to_end(self) -> None:
        """Scroll to the end, and stay there until all is laid out."""
        self._lead()
        self._restore(self.parts.widgets[-1], 1.0)

    def _restore(self, block: Widget, share: float) -> None:
        self._top, self._passage = None, (block, share)
        self._anchor, self._ahead = ScrollAnchor(block, share), None
        self._settle(self._anchor)

    def _settle(self, anchor: ScrollAnchor, looks: int = _STEADY, waits: int = _MOST_LOOKS) -> None:
        """Scroll to an anchor until it is in place several times in a row, or the reader scrolls.

        Before that, wait so many looks for a column or widget without any size.
        """
        block, height = anchor.widget, anchor.widget.virtual_region.height
        if self._anchor is not anchor or not block.is_attached:
            return
        if waits and not (self.size and height):
            self.set_timer(_LAID_OUT, partial(self._settle, anchor, looks, waits - 1))
            return
        above = (anchor.share or 0.0) * height
        y = min(round(self._row_of(block) + above), self.max_scroll_y)
        looks = looks - 1 if y == round(self.scroll_y) else _STEADY
        if y != round(self.scroll_y):
            self.scroll_to(y=y)
        if looks:
            self.set_timer(_LAID_OUT, partial(self._settle, anchor, looks))
        else:
            self._anchor, self._top = None, (block, round(above))
            self._keep_up()

    def _find_passage(self) -> None:
        self._top = self._passage = None
        top = round(self.scroll_y)
        for child in self.parts.widgets:
            for block in child.query("MarkdownBlock") if isinstance(child, ProseView) else (child,):
                y, height = self._row_of(block), block.virtual_region.height
                if height and y + height > top:
                    above = top - y  # negative: the top row is blank
                    self._top, self._passage = (block, above), (block, max(0, above) / height)
                    if top >= self.max_scroll_y > 0:  # a reader at the end stays there
                        self._passage = self.parts.widgets[-1], 1.0
                    return

    def _row_of(self, block: Widget) -> int:
        """The row of the text where a block begins; its region on the screen follows only with the next paint."""
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
            return True  # nothing is laid out yet, and the visible part is built first
        region, top, bottom = widget.virtual_region, self.scroll_y, self.scroll_y + self.size.height
        return top <= region.y and region.bottom <= bottom if whole else region.y < bottom and region.bottom > top

    def in_sight(self) -> Iterator[CellBox | ExerciseCard]:
        """The cells with any part in view, and the exercises that begin in view, in order."""
        stops = (child for child in self.children if isinstance(child, CellBox | ExerciseCard) and self.in_view(child))
        yield from (stop for stop in stops if isinstance(stop, CellBox) or stop.virtual_region.y >= self.scroll_y)

    def is_above(self, widget: Widget) -> bool:
        """Whether the widget, a child of the column, ends above the upper edge."""
        return 0 < widget.virtual_region.bottom <= self.scroll_y  # 0: not laid out yet

    @property
    def _stops(self) -> list[CellBox | ExerciseCard | PlayLink]:
        return [child for child in self.parts.widgets if isinstance(child, CellBox | ExerciseCard | PlayLink)]

    # ---- the parts of the lesson

    def show_part(self, name: str) -> None:
        """Scroll to where a part begins; from there, and from further down in it, a page on."""
        if self.parts.is_around_top(name):
            self.action_page_down()
        elif (beginning := self.parts.beginning_of(name)) is not None:
            self._lead()
            self._restore(beginning, 0.0)

    def go_to_part(self, name: str) -> None:
        """Scroll to where a part begins."""
        if (beginning := self.parts.beginning_of(name)) is not None:
            self._lead()
            self._goal = name
            self._restore(beginning, 0.0)

    @property
    def part(self) -> str:
        """The name of the part that the reader is at."""
        return self._goal or self.parts.at_top()

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
            self._anchor, self._ahead = ScrollAnchor(stop), None  # from now on, so that the next key can change it
            # a column that was hidden mostly has a size then
            self.call_after_refresh(self._begin_to_seek, self._anchor)

    def find(self, text: str, step: int) -> tuple[int, int] | None:
        """Scroll to the next block with this text (`step` 1 or 0), or the previous (-1).

        After the end it starts over. The block is scrolled to the top, and its words are marked. Returns the block's
        number, from 1, and their count; None if there is none.
        """
        self.marked.forget()
        places = {self._row_of(block): block for block in blocks_with(text, self.parts.widgets)}
        if not text or not places:
            return None
        here = round(self.scroll_y)
        if step < 0:
            at = max((at for at in places if at < here), default=max(places))
        else:
            at = min((at for at in places if at > here or (at == here and not step)), default=min(places))
        self._lead()
        self.scroll_to(y=at)
        self.marked.mark(places[at], text)
        return sorted(places).index(at) + 1, len(places)

    def count_held(self, text: str) -> int:
        """The number of blocks with this text that are held back."""
        return sum(1 for _ in blocks_with(text, [child for child in self.children if not child.display]))

    def _sees(self, stop: Widget) -> bool:
        return bool(stop.virtual_region.height) and self.in_view(stop)

    def _begin_to_seek(self, anchor: ScrollAnchor, waits: int = _MOST_LOOKS) -> None:
        if self._anchor is not anchor:
            return
        if waits and self.display and not self.size:
            self.set_timer(_LAID_OUT, partial(self._begin_to_seek, anchor, waits - 1))
        elif self._sees(anchor.widget):
            self._anchor = None
            self._keep_up()
        else:
            self._lead()
            self._anchor = anchor
            self._seek(anchor, _MOST_LOOKS)

    def _seek(self, anchor: ScrollAnchor, looks: int) -> None:
        """Scroll to a widget until it is visible (the text above it may not be laid out yet) or the reader scrolls.

        A hidden column is not scrolled: it is asked again when it is shown.
        """
        if looks and self.size and self._anchor is anchor and not self._sees(anchor.widget):
            self.scroll_to(y=anchor.widget.virtual_region.y)
            self.set_timer(_LAID_OUT, partial(self._seek, anchor, looks - 1))

    def follow(self, box: CellBox) -> None:
        """From now on keep the cell in view while it and those above it grow, until the reader scrolls."""
        self._anchor, self._ahead, self._followed = None, None, box
        self._keep_up()

    def on_mount(self) -> None:
        # watches the layout: output may take several refreshes to get its place
        self.watch(self, "virtual_size", self._grew, init=False)

    def _grew(self) -> None:
        # The block at the top stays where it is on the screen, though the text above grows, such as a cell's output.
        if not self._restores and (self._anchor is not None or not self.scrolls_itself) and self._top is not None:
            block, above = self._top
            if block.is_attached and self.size.width == self._width:
                y = self._row_of(block) + min(above, block.virtual_region.height)
                if y != round(self.scroll_y):
                    self.scroll_to(y=y)
        self.call_after_refresh(self._keep_up)

    def _keep_up(self) -> None:
        """Scroll further down, or bring the followed cell back into view; an anchor is looked at again anyway."""
        if self._ahead is not None:
            self.scroll_to(y=self._ahead)
        elif self._anchor is None and (box := self._followed) is not None:
            region, height = box.virtual_region, self.size.height
            lowest = region.y + box.code_height  # its output stays in view from the first line on
            highest = min(region.bottom - height, lowest)
            if not highest <= self.scroll_y <= lowest:
                self.scroll_to(y=min(max(self.scroll_y, highest), lowest))

    @on(events.MouseScrollUp)
    @on(ScrollUp)
    def _lead(self) -> None:
        """The reader scrolls, and the column no longer does."""
        self.scrolled = True
        self._anchor = self._ahead = self._followed = None
        self._goal = ""

    @on(events.MouseScrollDown)
    @on(ScrollDown)
    def _go_down(self) -> None:
        """The reader goes on from the text in view now."""
        self._lead()
        if parts := self.parts.seen():
            self.post_message(self.WentOn(parts))

    def on_scroll_to(self, event: ScrollTo) -> None:
        """The bar was dragged."""
        if event.y is not None and event.y > self.scroll_y:
            self._go_down()
        else:
            self._lead()

    def action_page_down(self) -> None:
        """Scroll down a page, as soon as it is built; at the end of the text shown, ask for the rest."""
        holder, bottom = self.parts.holding, round(self.scroll_y) + self.size.height
        if holder is not None and self._sees(holder) and holder.virtual_region.bottom <= bottom:
            self.post_message(self.HeldBack())
            return
        page = self._page_after(round(self.scroll_y) if self._ahead is None else self._ahead)
        self._go_down()
        self._ahead = None if self.parts.whole else page
        self.scroll_to(y=page)

    def _page_after(self, row: int) -> int:
        """The row where the next page begins: a question and its choices are never cut if they fit on a page."""
        page = row + self.scrollable_content_region.height
        for box in self.cells:
            if box.guess is not None and box.display:
                top = box.virtual_region.y
                end = top + box.guess.virtual_region.bottom
                if row < top < page < end <= top + page - row:
                    return top
        return page

    def action_page_up(self) -> None:
        self._lead()
        super().action_page_up()

    def action_scroll_down(self) -> None:
        self._go_down()
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
        stops = [
            (stop, child) for child in self._stops for stop in (child.stops if isinstance(child, CellBox) else (child,))
        ]
        at = next((i for i, (stop, _) in enumerate(stops) if stop.has_focus_within), None)
        if at is None:
            above = sum(self.is_above(child) for _, child in stops)
            at = above - 1 if step > 0 else above
        if step > 0:
            self._go_down()
        else:
            self._lead()
        if 0 <= at + step < len(stops):
            focus_now(stops[at + step][0])
        else:
            self.post_message(self.Out(step))

    def on_key(self, event: events.Key) -> None:
        """The beginning of a number or a shape begins the answer to the prediction in view, if that is typed."""
        character = event.character or ""
        if character not in _BEGINNINGS or not character or isinstance(self.screen.focused, CodeEditor | Input):
            return
        boxes = self._asking()
        if len(boxes) == 1 and not boxes[0].choices:
            event.stop()
            event.prevent_default()
            boxes[0].type(character)

    def action_pick(self, number: int) -> None:
        """Choose an answer in the only prediction in view, or in the only unanswered one."""
        boxes = [] if isinstance(self.screen.focused, CodeEditor) else self._asking()
        if len(boxes) == 1:
            boxes[0].action_pick(number)
            boxes[0].scroll_visible(animate=False)
        elif boxes:
            self.post_message(self.Unclear("Several predictions are in view: tab goes to one, then a number picks."))

    def action_open_link(self) -> None:
        """Go to the cell that keeps one in view from running, or else open the only playground in view."""
        blocked = next((cell for cell in self.cells if cell.blocked and self.in_view(cell)), None)
        if self.has_focus and blocked is not None:
            blocked.action_edit()
            return
        links = [link for link in self.query(PlayLink) if self.region.contains_region(link.region)]
        if self.has_focus and len(links) == 1:
            links[0].action_choose()
        elif self.has_focus and links:
            self.post_message(self.Unclear("Several playgrounds are in view: tab goes to one, then enter opens it."))

    def _asking(self) -> list[GuessBox]:
        """The open predictions in view; if some have no answer, only these.

        If none is in view as a whole, those with a part of their field or choices in view.
        """
        boxes = [box for box in self.query(GuessBox) if box.is_open and self.region.overlaps(box.stop.region)]
        boxes = [box for box in boxes if self.region.contains_region(box.region)] or boxes
        return [box for box in boxes if not box.text] or boxes
