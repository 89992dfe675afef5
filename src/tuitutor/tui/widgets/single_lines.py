"""Widgets of one line: text at both sides, keys."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.text import Text
from textual.content import Content
from textual.style import Style
from textual.widget import Widget

from tuitutor.draw.look import Role, crop
from tuitutor.tui.widgets.looks import look_of

_GAP = 2


class SplitLine(Widget):
    """A single line. Each side is the first of its texts that fits; the last ones are cut if necessary, the left first.

    `FILL` is repeated between the sides: a rule or blanks. `rule` puts another one there.
    """

    FILL: ClassVar[str] = " "
    DEFAULT_CSS = """
    SplitLine { height: 1; width: 1fr; }
    """

    def __init__(
        self, left: Text | str = "", right: Text | str = "", *, id: str | None = None, name: str | None = None
    ) -> None:
        super().__init__(id=id, name=name)
        self._lefts: tuple[Text, ...] = (_text(left),)
        self._rights: tuple[Text, ...] = (_text(right),)
        self._rule: tuple[str, Role] = self.FILL, "hairline"

    def rule(self, fill: str, role: Role) -> None:
        """Draw this between the sides."""
        if (fill, role) != self._rule:
            self._rule = fill, role
            self.refresh()

    def show(self, right: Text | str | Sequence[Text], *lefts: Text | str) -> None:
        """Replace both sides; the fullest texts come first."""
        rights = (_text(right),) if isinstance(right, Text | str) else tuple(right)
        shown = tuple(map(_text, lefts)) or (Text(),), rights
        if shown != (self._lefts, self._rights):
            self._lefts, self._rights = shown
            self.refresh()

    def render(self) -> Text:
        width = self.content_size.width
        look = look_of(self.app)
        beside = width - _GAP - min(left.cell_len for left in self._lefts)
        right = crop(next((each for each in self._rights if each.cell_len <= beside), self._rights[-1]), width, look)
        room = max(0, width - right.cell_len - (_GAP if right.plain else 0))
        left = crop(next((left for left in self._lefts if left.cell_len <= room), self._lefts[-1]), room, look)
        fill, role = self._rule
        between = look.cells(fill) * max(0, width - left.cell_len - right.cell_len)
        # not appended, or the left side's style would apply to the right side
        return Text.assemble(left, (between, look.style(role)), right)


def _text(value: Text | str) -> Text:
    return value if isinstance(value, Text) else Text(value)


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

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The keys, as far as they fit."""
        return self._entries

    def show(self, entries: tuple[Entry, ...]) -> None:
        """Show these keys."""
        if entries != self._entries:
            self._entries = entries
            self.refresh()

    def render(self) -> Content:
        key_style = self.get_visual_style("keybar--key", partial=True)
        label_style = self.get_visual_style("keybar--label", partial=True)
        width, look = self.content_size.width, look_of(self.app)
        entries = [
            Content.assemble((look.text(key), key_style), (f" {label}", label_style)).stylize(
                Style.from_meta({"@click": action})
            )
            for key, label, action in self._entries
        ]
        kept, always = entries[:-2], entries[-2:]
        bars = (Content(gap).join(kept[:count] + always) for count in range(len(kept), -1, -1) for gap in ("   ", "  "))
        return next((bar for bar in bars if bar.cell_length <= width), Content())
