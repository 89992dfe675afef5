"""The bar of keys at the bottom of a screen."""

from __future__ import annotations

from typing import ClassVar

from textual.content import Content
from textual.style import Style
from textual.widget import Widget

Entry = tuple[str, str, str]
"""A key as people write it, what it does now, and the action that a click on it runs."""


class KeyBar(Widget):
    """Keys in order of importance, then two that are always there: those before them that don't fit are left out."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"keybar--key", "keybar--label"}
    DEFAULT_CSS = """
    KeyBar { height: 1; width: 1fr; }
    KeyBar > .keybar--key { color: $primary; text-style: bold; }
    KeyBar > .keybar--label { color: $quiet; }
    """

    def __init__(self, entries: tuple[Entry, ...] = (), *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.auto_links = False  # a bar of underlined words is too loud
        self._entries = entries

    def show(self, entries: tuple[Entry, ...]) -> None:
        """Show these keys."""
        if entries != self._entries:
            self._entries = entries
            self.refresh()

    def render(self) -> Content:
        key_style = self.get_visual_style("keybar--key", partial=True)
        label_style = self.get_visual_style("keybar--label", partial=True)
        width = self.content_size.width
        entries = [
            Content.assemble((key, key_style), (f" {label}", label_style)).stylize(Style.from_meta({"@click": action}))
            for key, label, action in self._entries
        ]
        kept, always = entries[:-2], entries[-2:]
        bars = (Content(gap).join(kept[:count] + always) for count in range(len(kept), -1, -1) for gap in ("   ", "  "))
        return next((bar for bar in bars if bar.cell_length <= width), Content())
