"""One line with text at its left and at its right."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual.widget import Widget

from tuitutor.draw.look import crop
from tuitutor.tui.widgets.looks import look_of

_GAP = 2


class SplitLine(Widget):
    """A single line. The left side is the first of its texts that fits; the last one is cut if necessary.

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
        self._right = _text(right)

    def show(self, right: Text | str, *lefts: Text | str) -> None:
        """Replace both sides; the left one's fullest text comes first."""
        shown = tuple(map(_text, lefts)) or (Text(),), _text(right)
        if shown != (self._lefts, self._right):
            self._lefts, self._right = shown
            self.refresh()

    def render(self) -> Text:
        width = self.content_size.width
        look = look_of(self.app)
        right = crop(self._right, width, look)
        room = max(0, width - right.cell_len - (_GAP if right.plain else 0))
        left = crop(next((left for left in self._lefts if left.cell_len <= room), self._lefts[-1]), room, look)
        between = look.text(self.FILL) * max(0, width - left.cell_len - right.cell_len)
        # not appended, or the left side's style would apply to the right side
        return Text.assemble(left, (between, look.style("hairline")), right)


def _text(value: Text | str) -> Text:
    return value if isinstance(value, Text) else Text(value)
