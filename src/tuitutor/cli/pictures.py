"""Figures and model diagrams of a run, drawn for a terminal's width."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tuitutor.protocol.messages import FigureShown, ModelDrawn

if TYPE_CHECKING:
    from rich.text import Text

    from tuitutor.draw.look import Look


def draw_picture(event: FigureShown | ModelDrawn, width: int, look: Look, height: int | None = None) -> Text:
    """The picture in at most `width` columns and, if it is a figure, `height` rows."""
    if isinstance(event, FigureShown):
        from tuitutor.draw.figures.figure import draw_figure

        return draw_figure(event.figure, width, look, height)
    from tuitutor.draw.network import draw_network

    return draw_network(event.model, width, look)
