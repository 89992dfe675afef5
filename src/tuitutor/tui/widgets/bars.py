"""Scrollbars in ASCII."""

from __future__ import annotations

from textual.scrollbar import ScrollBar, ScrollBarRender


class WholeCells(ScrollBarRender):
    """Bars of whole cells: the usual ones end in parts of a block, which ASCII has not."""

    VERTICAL_BARS = [" "] * 8  # Textual declares it
    HORIZONTAL_BARS = [" "] * 8  # likewise


def use_bars(ascii_only: bool) -> None:
    """Draw scrollbars for this terminal; Textual keeps that per process."""
    ScrollBar.renderer = WholeCells if ascii_only else ScrollBarRender
