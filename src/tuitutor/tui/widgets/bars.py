"""Scrollbars for terminals with few glyphs."""

from __future__ import annotations

from textual.scrollbar import ScrollBar, ScrollBarRender

from tuitutor.config.values import Glyphs


class WholeCells(ScrollBarRender):
    """Bars of whole cells: the usual ones end in partial blocks, which only Unicode has."""

    VERTICAL_BARS = [" "] * 8  # declared by Textual
    HORIZONTAL_BARS = [" "] * 8  # this too


def use_bars(glyphs: Glyphs) -> None:
    """Draw scrollbars for this terminal; in Textual that applies to the whole process."""
    ScrollBar.renderer = ScrollBarRender if glyphs == "full" else WholeCells
