"""A lesson's parts in its column: those in view, those that a cell holds back, and the blocks with some words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets.markdown import MarkdownBlock

from tuitutor.tui.widgets.card import PlayLink
from tuitutor.tui.widgets.cell import CellBox, CellHeader
from tuitutor.tui.widgets.editor import CodeEditor
from tuitutor.tui.widgets.prose import ProseView

_NEAR_TOP = 2  # rows below the edge at which a part that begins there is read


class PartsShown:
    """Answers from the current layout; parts are called by their names, as in `engine.reading_order`.

    `whole`: all of the lesson is built and laid out. `holding`: the cell that holds back the rest.
    """

    def __init__(self, column: VerticalScroll) -> None:
        self.whole = False
        self.holding: CellBox | None = None
        self._column = column

    @property
    def widgets(self) -> list[Widget]:
        """The visible children of the column."""
        return [child for child in self._column.children if child.display]

    @property
    def _top(self) -> int:
        return round(self._column.scroll_y)

    def hold_back(self, index: int | None) -> None:
        """Show nothing below the cell with this index, once that is built; None: show all."""
        boxes = (child for child in self._column.children if isinstance(child, CellBox))
        box, shown = next((box for box in boxes if box.index == index), None), True
        if box is None and index is not None:
            return
        self.holding = box
        for child in self._column.children:
            if child.display is not shown:
                child.display = shown
            if isinstance(child, CellBox):
                child.show_holding(child is box)
            shown = shown and child is not box

    def _extents(self) -> list[tuple[str, int, int]]:
        """The laid out parts, in order: the name, the first row, and the row below the last.

        A prediction is part of its cell.
        """
        found: list[tuple[str, int, int]] = []
        for child in self.widgets:
            region, name = child.virtual_region, child.name or ""
            if not region.height:
                break  # nothing below is laid out either
            if found and (name == found[-1][0] or isinstance(child, PlayLink)):
                found[-1] = (*found[-1][:2], region.bottom)
            else:
                # the last row of a text is blank
                found.append((name, region.y, region.bottom - isinstance(child, ProseView)))
        return found if self.whole else found[:-1]  # more of the last part may come

    def seen(self) -> tuple[str, ...]:
        """The parts that end in view, except a prediction that holds back the rest."""
        bottom = self._top + self._column.size.height
        names = [name for name, _, end in self._extents() if self._top < end <= bottom]
        boxes = (child for child in self.widgets if isinstance(child, CellBox) and child.name in names)
        guesses = (box for box in boxes if box.guess is not None and box is not self.holding)
        return (*names, *(f"guess:{box.index}" for box in guesses))

    def below(self, part: str) -> frozenset[str]:
        """The parts below this one."""
        names = [name for name, _, _ in self._extents()]
        return frozenset(names[names.index(part) + 1 :]) if part in names else frozenset()

    def here(self) -> str:
        """The last part that ends in view or above it; "" if none does."""
        bottom = self._top + self._column.size.height
        return next((name for name, _, end in reversed(self._extents()) if end <= bottom), "")

    def at_top(self) -> str:
        """The part at the top, or at the very end the last part; "" if there is none."""
        at_end = self.whole and self._top >= self._column.max_scroll_y > 0
        begun = [name for name, start, _ in self._extents() if at_end or start <= self._top + _NEAR_TOP]
        return begun[-1] if begun else ""

    def is_around_top(self, part: str) -> bool:
        """Whether the row at the top belongs to this part."""
        whole = part.replace("guess:", "cell:")
        return any(name == whole and start <= self._top < end for name, start, end in self._extents())

    def beginning_of(self, part: str) -> Widget | None:
        """The first widget of a part, if it is there."""
        for child in self.widgets:
            if isinstance(child, CellBox) and child.guess is not None:
                if part == f"guess:{child.index}":
                    return child
                if part == child.name:
                    return child.query_one(CellHeader)
            elif part == child.name:
                return child
        return None


def blocks_with(text: str, children: Iterable[Widget]) -> Iterator[Widget]:
    """The blocks and editors with this text, in any case, in these children of the column."""
    text = text.lower()
    for block in (block for child in children for block in child.query("MarkdownBlock, CodeEditor")):
        written = block.text if isinstance(block, CodeEditor) else getattr(block, "source", None)
        if written and text in written.lower() and not block.query("MarkdownBlock"):
            yield block


class MarkedBlock:
    """At most one block at a time has marks."""

    _marked: tuple[MarkdownBlock, Content] | None = None  # and its content without marks

    def mark(self, block: Widget, text: str) -> None:
        """Mark this text in the block, unless it is an editor."""
        if not isinstance(block, MarkdownBlock) or not isinstance(shown := block.content, Content):
            return
        self._marked = block, shown
        for found in re.finditer(re.escape(text), shown.plain, re.IGNORECASE):
            shown = shown.stylize("reverse", found.start(), found.end())
        block.update(shown)

    def forget(self) -> None:
        """Take back the marks."""
        if self._marked is not None:
            block, shown = self._marked
            self._marked = None
            block.update(shown)
