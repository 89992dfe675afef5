"""Blocks of a lesson's text that have some words, which are marked in one of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from textual.content import Content
from textual.widget import Widget
from textual.widgets.markdown import MarkdownBlock

from tuitutor.tui.widgets.editor import CodeEditor


def blocks_with(text: str, children: Iterable[Widget]) -> Iterator[Widget]:
    """The blocks and editors with this text, in any case, in these children of the column."""
    wanted = text.lower()
    for block in (block for child in children for block in child.query("MarkdownBlock, CodeEditor")):
        written = block.text if isinstance(block, CodeEditor) else getattr(block, "source", None)
        if written and wanted in written.lower() and not block.query("MarkdownBlock"):
            yield block


class MarkedBlock:
    """At most one block at a time has marks."""

    def __init__(self) -> None:
        self._marked: tuple[MarkdownBlock, Content] | None = None  # and how it looks without

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
