"""A list of lines in several colours, one of which is selected."""

from __future__ import annotations

from rich.text import Text
from textual.widgets import OptionList
from textual.widgets.option_list import Option


class Line(Option):
    """A line of a `Choices`."""

    def __init__(self, drawn: Text, id: str | None = None, *, disabled: bool = False) -> None:
        super().__init__(drawn, id, disabled)
        self.drawn = drawn


class Choices(OptionList):
    """The selected line has the cursor's colours, on which its own would be illegible."""

    def watch_highlighted(self, highlighted: int | None) -> None:
        super().watch_highlighted(highlighted)
        for at, option in enumerate(self.options):
            if isinstance(option, Line):
                wanted = option.drawn.plain if at == highlighted else option.drawn
                if wanted != option.prompt:
                    self.replace_option_prompt_at_index(at, wanted)
