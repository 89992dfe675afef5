"""A plain line of tabs."""

from __future__ import annotations

from typing import ClassVar

from textual.content import Content
from textual.message import Message
from textual.style import Style
from textual.widget import Widget


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
