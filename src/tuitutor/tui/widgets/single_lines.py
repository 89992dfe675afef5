"""Widgets of one line: text at both sides, keys, tabs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.text import Text
from textual.content import Content
from textual.message import Message
from textual.style import Style
from textual.widget import Widget

from tuitutor.draw.look import crop
from tuitutor.tui.widgets.looks import look_of

_GAP = 2


class SplitLine(Widget):
    """A single line. Each side is the first of its texts that fits; the last ones are cut if necessary, the left first.

    `FILL` is repeated between the sides: a rule or blanks.
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
        between = look.text(self.FILL) * max(0, width - left.cell_len - right.cell_len)
        # not appended, or the left side's style would apply to the right side
        return Text.assemble(left, (between, look.style("hairline")), right)


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
        width = self.content_size.width
        entries = [
            Content.assemble((key, key_style), (f" {label}", label_style)).stylize(Style.from_meta({"@click": action}))
            for key, label, action in self._entries
        ]
        kept, always = entries[:-2], entries[-2:]
        bars = (Content(gap).join(kept[:count] + always) for count in range(len(kept), -1, -1) for gap in ("   ", "  "))
        return next((bar for bar in bars if bar.cell_length <= width), Content())


class TabLine(Widget):
    """Names side by side, the chosen one in the accent colour. A click posts `Chosen`."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"tabline--name", "tabline--chosen"}
    DEFAULT_CSS = """
    TabLine { height: 1; width: 1fr; }
    TabLine > .tabline--name { color: $quiet; }
    TabLine > .tabline--chosen { color: $primary; text-style: bold underline; }
    """

    class Chosen(Message):
        """A tab was clicked."""

        def __init__(self, name: str) -> None:
            super().__init__()
            self.name = name

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.auto_links = False  # a bar of underlined words is too loud
        self._tabs: tuple[tuple[str, str], ...] = ()
        self._chosen = ""

    def show(self, tabs: tuple[tuple[str, str], ...], chosen: str) -> None:
        """Show tabs, each a name and its label."""
        if (tabs, chosen) != (self._tabs, self._chosen):
            self._tabs, self._chosen = tabs, chosen
            self.refresh()

    def render(self) -> Content:
        normal = self.get_visual_style("tabline--name", partial=True)
        chosen = self.get_visual_style("tabline--chosen", partial=True)
        parts: list[Content] = []
        for name, label in self._tabs:
            style = chosen if name == self._chosen else normal
            click = Style.from_meta({"@click": f"choose({name!r})"})
            parts.append(Content.styled(label, style).stylize(click))
        return Content("   ").join(parts)

    def action_choose(self, name: str) -> None:
        self.post_message(self.Chosen(name))
