"""Figures and model diagrams of a run, drawn for a width."""

from __future__ import annotations

from rich.text import Text

from tuitutor.draw.look import Look
from tuitutor.protocol.facts import ModelFacts
from tuitutor.protocol.figures import Figure


def draw_picture(shown: Figure | ModelFacts, width: int, look: Look, height: int | None = None) -> Text:
    """The picture in at most `width` columns and, if it is a figure, `height` rows."""
    # imported only once there is something to draw
    if isinstance(shown, Figure):
        from tuitutor.draw.figures.figure import draw_figure

        return draw_figure(shown, width, look, height)
    from tuitutor.draw.network import draw_network

    return draw_network(shown, width, look)
