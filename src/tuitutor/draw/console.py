"""The console that drawings are printed on: it sends escape codes of its own, and none that were in a text."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment

from tuitutor.draw.plain import without_controls


class PlainConsole(Console):
    """A rich console on which no text is obeyed. Drawings are made of plain text anyway; a slip must cost nothing."""

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        for segment in super().render(renderable, options):
            yield segment if segment.control else Segment(without_controls(segment.text), segment.style)
