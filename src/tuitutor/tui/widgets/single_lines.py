"""Widgets of one line or a few: text at both sides, keys, and messages, which cover nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.text import Text
from textual.content import Content
from textual.geometry import Size
from textual.style import Style
from textual.widget import Widget
from textual.widgets import Static

from tuitutor.draw.look import Role, crop, wrap
from tuitutor.tui.widgets.looks import look_of

_GAP = 2


class SplitLine(Widget):
    """A single line. A side is the first of its texts that fits; the last texts are cut if necessary, the left first.

    `FILL` is repeated between the sides: a rule or blanks. `rule` puts another there.
    """

    FILL: ClassVar[str] = " "
    DEFAULT_CSS = """
    SplitLine { height: 1; width: 1fr; }
    """

    def __init__(
        self, left: Text | str = "", right: Text | str = "", *, id: str | None = None, name: str | None = None
    ) -> None:
        super().__init__(id=id, name=name)
        self._lefts: tuple[Text, ...] = (Text.assemble(left),)
        self._rights: tuple[Text, ...] = (Text.assemble(right),)
        self._rule: tuple[str, Role] = self.FILL, "hairline"

    def rule(self, fill: str, role: Role) -> None:
        """Draw this between the sides."""
        if (fill, role) != self._rule:
            self._rule = fill, role
            self.refresh()

    def show(self, right: Text | str | Sequence[Text], *lefts: Text | str) -> None:
        """Replace both sides; the fullest texts come first."""
        rights = (right,) if isinstance(right, Text | str) else right
        # assembled, since Text ignores its own style when compared: in another theme texts aren't equal
        shown = tuple(map(Text.assemble, lefts)) or (Text(),), tuple(map(Text.assemble, rights))
        if shown != (self._lefts, self._rights):
            self._lefts, self._rights = shown
            self.refresh()

    def render(self) -> Text:
        width = self.content_size.width
        look = look_of(self.app)
        beside = width - _GAP - min(left.cell_len for left in self._lefts)
        right = crop(next((text for text in self._rights if text.cell_len <= beside), self._rights[-1]), width, look)
        room = max(0, width - right.cell_len - (_GAP if right.plain else 0))
        left = crop(next((text for text in self._lefts if text.cell_len <= room), self._lefts[-1]), room, look)
        fill, role = self._rule
        between = look.cells(fill) * max(0, width - left.cell_len - right.cell_len)
        # not appended, or the left side's style would apply to the right side
        return Text.assemble(left, (between, look.style(role)), right)


Entry = tuple[str, str, str]
"""A key as people write it, its label, and the action of a click."""


class KeyBar(Widget):
    """Keys in order of importance, as many as fit, then two that are always there."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"keybar--key", "keybar--label"}
    DEFAULT_CSS = """
    KeyBar { height: 1; width: 1fr; }
    KeyBar > .keybar--key { color: $primary; text-style: bold; }
    KeyBar > .keybar--label { color: $quiet; }
    """

    def __init__(self, entries: tuple[Entry, ...] = (), *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.auto_links = False  # a bar of underlined words is too loud
        self.entries = entries

    def show(self, entries: tuple[Entry, ...]) -> None:
        """Show these keys."""
        if entries != self.entries:
            self.entries = entries
            self.refresh()

    def render(self) -> Content:
        key_style = self.get_visual_style("keybar--key", partial=True)
        label_style = self.get_visual_style("keybar--label", partial=True)
        width, look = self.content_size.width, look_of(self.app)
        entries = [
            Content.assemble((look.text(key), key_style), (f" {label}", label_style)).stylize(
                Style.from_meta({"@click": action})
            )
            for key, label, action in self.entries
        ]
        first, last = entries[:-2], entries[-2:]
        bars = (Content(gap).join(first[:count] + last) for count in range(len(first), -1, -1) for gap in ("   ", "  "))
        return next((bar for bar in bars if bar.cell_length <= width), Content())


_LINES = 5  # if not all fit, the latest are shown
_FEW = 2  # lines in a low window
SECONDS = 6.0  # for a sentence, if no key is pressed: the next key may make it untrue
LONG = 20.0  # seconds for a sentence that is shown once, may come while nobody looks, or names a file


class MessageBar(Static):
    """Shows sentences for a while, the latest last."""

    DEFAULT_CSS = f"""
    MessageBar {{ height: auto; max-height: {_LINES}; display: none; }}
    MessageBar.-filled {{ display: block; }}
    """

    def __init__(self) -> None:
        super().__init__(markup=False)
        self._sentences: list[str] = []
        self._answers: list[str] = []

    def say(self, sentence: str, seconds: float = SECONDS) -> None:
        """Show a sentence for `seconds`."""
        if sentence in self._sentences:
            return
        self._sentences.append(sentence)
        if seconds == SECONDS:
            self._answers.append(sentence)
        self.set_timer(seconds, lambda: self.drop(sentence))
        self._show()

    def drop(self, sentence: str) -> None:
        """Stop showing a sentence."""
        if sentence in self._sentences:
            self._sentences.remove(sentence)
            self._show()

    def drop_answers(self) -> None:
        """A key was pressed: stop showing the answers to earlier keys."""
        answers, self._answers = self._answers, []
        for sentence in answers:
            self.drop(sentence)

    def _show(self) -> None:
        if not self.is_attached:
            return  # there is no place yet: it is shown once it is mounted
        look, width = look_of(self.app), max(1, self.app.size.width - self.gutter.width)
        shown, lines = self._sentences, _FEW if self.screen.has_class("-low") else _LINES
        while len(shown) > 1 and sum(len(wrap(sentence, width, look)) for sentence in shown) > lines:
            shown = shown[1:]
        self.update(look.text("\n".join(shown)))
        self.set_class(bool(self._sentences), "-filled")

    def on_mount(self) -> None:
        if self._sentences:
            self._show()


SMALLEST = (60, 16)


class TooSmall(Static):
    """Names the smallest size of a window; the screen shows it in a smaller one."""

    def __init__(self) -> None:
        super().__init__(id="too-small", markup=False)

    def applies(self, size: Size) -> bool:
        """Whether a window of this size is too small; then it sets the message."""
        width, height = SMALLEST
        if size.width >= width and size.height >= height:
            return False
        self.update(
            f"tuitutor needs a window of at least {width}x{height}, and this one is {size.width}x{size.height}. "
            "Nothing is lost: enlarge it or shrink the font."
        )
        return True
