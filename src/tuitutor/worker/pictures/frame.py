"""The place of one matplotlib Axes: from whatever its artists are drawn by to axes that run linearly."""

from __future__ import annotations

from typing import Any

import numpy as np


class Frame:
    """An Axes whose x runs from `x[0]` to `x[1]`, and y likewise, linearly."""

    def __init__(self, axes: Any, x: tuple[float, float], y: tuple[float, float]) -> None:
        self.axes = axes
        self._low = np.array((x[0], y[0]))
        self._span = np.array((x[1] - x[0], y[1] - y[0]))

    def fractions(self, points: Any, transform: Any) -> np.ndarray:
        """`points` (n, 2) that `transform` takes to the display, as fractions (n, 2) of the Axes."""
        points = np.ma.filled(np.ma.asarray(points, dtype=float), np.nan).reshape(-1, 2)
        with np.errstate(all="ignore"):
            return np.asarray((transform - self.axes.transAxes).transform(points), dtype=float)

    def place(self, fractions: np.ndarray) -> np.ndarray:
        """Fractions (n, 2) as coordinates; nan where one is too large to be drawn."""
        with np.errstate(all="ignore"):
            placed = self._low + fractions * self._span
        return np.where(np.abs(placed) < 1e300, placed, np.nan)

    def coordinates(self, points: Any, transform: Any) -> np.ndarray:
        """What `place` makes of `fractions`."""
        return self.place(self.fractions(points, transform))
