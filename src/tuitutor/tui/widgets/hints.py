"""The hints that were asked for, in order."""

from __future__ import annotations

import asyncio

from textual.containers import VerticalScroll
from textual.widgets import Static

from tuitutor.engine.guidance import Hint
from tuitutor.tui.widgets.prose import Prose, rows


class HintsView(VerticalScroll):
    """Shows hints, the newest last and in view."""

    DEFAULT_CSS = """
    HintsView > Static { height: auto; color: $quiet; }
    HintsView > Prose { padding: 0; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._shown: tuple[tuple[Hint, ...], int] | None = None
        self._showing = asyncio.Lock()  # what is mounted by two at once stands there twice

    async def show(self, hints: tuple[Hint, ...], total: int) -> None:
        """Show these of `total` hints."""
        async with self._showing:
            if (hints, total) == self._shown:
                return
            self._shown = hints, total
            await self.remove_children()
            for hint in hints:
                await self.mount(Static(f"Hint {hint.number} of {hint.total}"), Prose(hint.text))
            await self.mount(Static(_invitation(len(hints), total), markup=False))
            self.scroll_end(animate=False)

    def needs(self, width: int) -> int:
        """About as many rows as show all of them."""
        hints, total = self._shown or ((), 0)
        return sum(1 + rows(hint.text, width) for hint in hints) + rows(_invitation(len(hints), total), width) - 1


def _invitation(shown: int, total: int) -> str:
    if total == 0:
        return "This exercise has no hints."
    if shown == total:
        return "These are all the hints; f6 asks for the solution."
    left, more = total - shown, "more " if shown else ""
    if left == 1:
        return f"There is 1 {more}hint; ctrl+g shows it."
    return f"There are {left} {more}hints; ctrl+g shows the {'next' if shown else 'first'}."
