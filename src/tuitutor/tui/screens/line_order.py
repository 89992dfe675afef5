"""The solution's lines to put in order, by keys."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from rich.text import Text
from textual.binding import Binding, BindingType
from textual.widgets import Static
from textual.widgets.option_list import Option

from tuitutor.engine.ordering import LineOrder
from tuitutor.tui import keys
from tuitutor.tui.screens.panel import Panel
from tuitutor.tui.widgets.choosing import ChoiceList
from tuitutor.tui.widgets.looks import look_of
from tuitutor.tui.widgets.single_lines import KeyBar, SplitLine

_INTRO = "These lines make a solution, but two of them are wrong. Put the others in order, and leave these two out."


class LineOrderScreen(Panel[tuple[LineOrder, bool]]):
    """Dismissed with the order, and whether to run its program."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "leave(False)", "Back", show=False),
        keys.RUN.binding("leave(True)"),
        Binding("shift+up,K", "move(-1)", "Move up", show=False),
        Binding("shift+down,J", "move(1)", "Move down", show=False),
        Binding("k", "choose(-1)", show=False),
        Binding("j", "choose(1)", show=False),
        Binding("x,space,enter", "leave_out", "Leave out, or put back", show=False, priority=True),
    ]

    def __init__(self, title: str, order: LineOrder) -> None:
        self._order = order
        self._at = 0  # the index of the line that is chosen
        self._list = ChoiceList(markup=False)
        heading = SplitLine(Text(title, style="bold"), "lines to order")
        bar = KeyBar(
            (
                ("up, down", "choose", "screen.choose(1)"),
                ("K, J", "move", "screen.move(1)"),
                ("x", "leave out", "screen.leave_out"),
                (keys.RUN.named, "run", "screen.leave(True)"),
                ("esc", "back", "screen.leave(False)"),
            )
        )
        intro = Static(_INTRO, markup=False, id="order-intro")
        super().__init__(heading, intro, self._list, bar, focus=self._list)

    def on_mount(self) -> None:
        self._show()

    def _show(self) -> None:
        """Show the lines, the left-out ones last, and highlight the chosen line."""
        look, used = look_of(self.app), len(self._order.used)
        code = partial(Text, no_wrap=True, overflow="ellipsis")  # else its indentation would be lost
        options = [Option(code(look.text(line))) for line in self._order.used]
        options.append(Option(Text("left out:" if self._order.out else "", look.style("quiet")), disabled=True))
        options += [Option(code(look.text(line), look.style("quiet"))) for line in self._order.out]
        self._list.set_options(options)
        self._list.highlighted = self._at + (self._at >= used)

    @property
    def _chosen(self) -> int:
        """The index of the highlighted line."""
        at = self._list.highlighted or 0
        return at - (at > len(self._order.used))

    def action_choose(self, step: int) -> None:
        """Choose the line above or below."""
        self._list.action_cursor_down() if step > 0 else self._list.action_cursor_up()

    def action_move(self, step: int) -> None:
        """Move the line up or down; past the last it is left out."""
        self._order, self._at = self._order.moved(self._chosen, step)
        self._show()

    def action_leave_out(self) -> None:
        """Leave the line out, or put it back at the end."""
        at = self._chosen
        self._order, self._at = self._order.toggled(at), min(at, len(self._order.lines) - 1)
        self._show()

    def action_leave(self, run: bool) -> None:
        """Go back, with the order; or run it."""
        self.dismiss((self._order, run))
