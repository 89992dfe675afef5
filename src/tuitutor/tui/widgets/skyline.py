"""The learner's progress: a column for each lesson, as high as the share of its exercises that is passed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.text import Text

from tuitutor.config.values import Glyphs
from tuitutor.draw.look import Look

_HEIGHTS: Mapping[Glyphs, str] = {"full": "▁▂▃▄▅▆▇█", "plain": "·░▒▓█", "ascii": "_.:-=+*#"}


def skyline(shares: Sequence[float], look: Look) -> Text:
    """One character per share from 0 to 1; only a lesson that is done has the full height."""
    heights = _HEIGHTS[look.glyphs]
    line = Text()
    for share in shares:
        style = look.style("good" if share >= 1 else "train" if share else "quiet")
        line.append(heights[int(share * (len(heights) - 1))], style)
    return line
