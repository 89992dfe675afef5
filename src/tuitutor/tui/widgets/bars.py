"""Scrollbars in few glyphs."""

from __future__ import annotations

from textual.scrollbar import ScrollBar, ScrollBarRender

from tuitutor.config.values import Glyphs


class WholeCells(ScrollBarRender):
    """Bars of whole cells: the usual ones end in parts of a block, which only Unicode has."""

    VERTICAL_BARS = [" "] * 8  # Textual declares it
    HORIZONTAL_BARS = [" "] * 8  # likewise


def use_bars(glyphs: Glyphs) -> None:
    """Draw scrollbars for this terminal; Textual keeps that per process."""
    ScrollBar.renderer = ScrollBarRender if glyphs == "full" else WholeCells
