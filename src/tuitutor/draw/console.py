"""The console for drawings: it sends its own escape codes, and none from a text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment

from tuitutor.config.values import Glyphs
from tuitutor.draw.glyphs import in_cells
from tuitutor.draw.plain import without_controls


class PlainConsole(Console):
    """A rich console without control characters in text. Drawings are plain text anyway; this is a second guard.

    Rich's own symbols, such as bullets, are put in the terminal's glyphs.
    """

    def __init__(self, *, glyphs: Glyphs = "full", **options: Any) -> None:
        super().__init__(**options)
        self._glyphs = glyphs

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        for segment in super().render(renderable, options):
            shown = segment.text if segment.control else in_cells(without_controls(segment.text), self._glyphs)
            yield Segment(shown, segment.style, segment.control)
