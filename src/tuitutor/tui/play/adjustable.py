"""A list of names and values: left and right change the chosen one, enter lets you type it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.text import Text
from textual.binding import Binding, BindingType
from textual.message import Message

from tuitutor.tui.widgets.choices import Choices, Line


class Adjustable(Choices):
    """Posts `Stepped` for left and right, and OptionList's own message for enter."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "step(-1)", "Less", show=False),
        Binding("right", "step(1)", "More", show=False),
    ]
    DEFAULT_CSS = """
    Adjustable { height: 1fr; border: none; padding: 0; background: $background; scrollbar-size-vertical: 1; }
    Adjustable:focus { border: none; background-tint: $foreground 0%; }
    """

    class Stepped(Message):
        """The value of this name should be the next one (1) or the one before (-1)."""

        def __init__(self, sender: Adjustable, name: str, step: int) -> None:
            super().__init__()
            self.sender, self.name, self.step = sender, name, step

        @property
        def control(self) -> Adjustable:
            return self.sender

    def action_step(self, step: int) -> None:
        if name := self.chosen:
            self.post_message(self.Stepped(self, name, step))

    @property
    def chosen(self) -> str:
        """The chosen name, "" if there is none."""
        option = None if self.highlighted is None else self.get_option_at_index(self.highlighted)
        return "" if option is None else option.id or ""

    def fill(self, lines: Sequence[tuple[str, Text]]) -> None:
        """Show these names with their lines; a line with the name "" is a heading."""
        options = self.options
        ids = [name or None for name, _ in lines]
        if [option.id for option in options] != ids:
            chosen = self.chosen
            self.set_options([Line(drawn, name or None, disabled=not name) for name, drawn in lines])
            known = [name for name in ids if name]
            wanted = chosen if chosen in known else known[0] if known else None
            self.highlighted = None if wanted is None else ids.index(wanted)
            return
        for at, (option, (_, drawn)) in enumerate(zip(options, lines, strict=True)):
            if isinstance(option, Line) and drawn != option.drawn:
                option.drawn = drawn
                self.replace_option_prompt_at_index(at, drawn.plain if at == self.highlighted else drawn)
