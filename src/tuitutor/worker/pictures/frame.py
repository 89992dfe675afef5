"""The coordinates of one matplotlib Axes: from those of its artists to those of linear axes."""

from __future__ import annotations

from typing import Any

import numpy as np


class AxesFrame:
    """An Axes whose x runs linearly from `x[0]` to `x[1]`, and y from `y[0]` to `y[1]`."""

    def __init__(self, axes: Any, x: tuple[float, float], y: tuple[float, float]) -> None:
        self.axes = axes
        self._low = np.array((x[0], y[0]))
        self._span = np.array((x[1] - x[0], y[1] - y[0]))

    def fractions(self, points: Any, transform: Any) -> np.ndarray:
        """`points` (n, 2), which `transform` maps to the display, as fractions (n, 2) of the Axes."""
        points = np.ma.filled(np.ma.asarray(points, dtype=float), np.nan).reshape(-1, 2)
        with np.errstate(all="ignore"):
            return np.asarray((transform - self.axes.transAxes).transform(points), dtype=float)

    def place(self, fractions: np.ndarray) -> np.ndarray:
        """Fractions (n, 2) as coordinates; nan where one is too large to be drawn."""
        with np.errstate(all="ignore"):
            placed = self._low + fractions * self._span
        return np.where(np.abs(placed) < 1e300, placed, np.nan)

    def coordinates(self, points: Any, transform: Any) -> np.ndarray:
        """`points` (n, 2) as coordinates (n, 2): `fractions`, then `place`."""
        return self.place(self.fractions(points, transform))
