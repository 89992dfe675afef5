"""The coordinates of one matplotlib Axes; and its images, meshes and filled areas, sampled on a grid of pixels."""

from __future__ import annotations

from typing import Any, Optional

import numpy as np
from matplotlib import colors

from tuitutor.protocol.figures import Mark, Raster


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


WIDE, HIGH = 96, 64  # pixels: a terminal shows two in a cell, one above the other
_DIGITS = np.array(list("0123456789abcdef"))
_LUMINANCE = np.array((0.299, 0.587, 0.114))  # ITU-R BT.601


def picture(frame: AxesFrame, image: Any) -> Optional[list[Mark]]:
    """An `imshow` image, thinned if it is large."""
    left, right, bottom, top = image.get_extent()
    values = image.get_array()
    if values is None or 0 in values.shape[:2]:
        return []
    rgba = image.to_rgba(values)
    levels = _levels(image, values, rgba)
    if image.origin == "lower":
        rgba, levels = rgba[::-1], levels[::-1]
    rows, columns = (
        np.arange(size) if size <= most else _centres(0, size, most).astype(int)
        for size, most in zip(rgba.shape[:2], (HIGH, WIDE), strict=True)
    )
    corners = frame.coordinates([(left, bottom), (right, top)], image.get_transform())
    return [_raster(corners, rgba[rows][:, columns], levels[rows][:, columns])]


def mesh(frame: AxesFrame, mesh: Any) -> Optional[list[Mark]]:
    """A `pcolormesh` on a rectilinear grid; None for any other."""
    corners = mesh.get_coordinates()
    height, width = corners.shape[0] - 1, corners.shape[1] - 1
    edges = frame.fractions(corners, mesh.get_transform()).reshape(height + 1, width + 1, 2)
    xs, ys = edges[0, :, 0], edges[:, 0, 1]
    if not (np.allclose(edges[..., 0], xs) and np.allclose(edges[..., 1], ys[:, None])):
        return None
    values = np.ma.asarray(mesh.get_array()).reshape(height, width, -1)
    values = values[..., 0] if values.shape[-1] == 1 else values[:height, :width]
    rgba = mesh.to_rgba(values)
    levels = _levels(mesh, values, rgba)
    low, high = _window(xs, ys)
    columns = _inside(xs, _centres(low[0], high[0], WIDE))
    rows = _inside(ys, _centres(low[1], high[1], HIGH)[::-1])
    return [_raster(frame.place(np.array((low, high))), rgba[rows][:, columns], levels[rows][:, columns])]


def areas_of(frame: AxesFrame, collection: Any) -> list[Mark]:
    """The filled shapes of a collection: `contourf`, `fill_between`."""
    collection.update_scalarmappable()
    levels = None
    values = collection.get_array()
    if values is not None and len(values) > 1:
        normal: np.ndarray = np.ma.filled(np.ma.asarray(collection.norm(values), dtype=float), 0.0)
        levels = list(normal)
    return areas(frame, collection.get_paths(), collection.get_facecolors(), collection.get_transform(), levels)


def areas(
    frame: AxesFrame, paths: list[Any], shades: Any, transform: Any, levels: Optional[list[float]] = None
) -> list[Mark]:
    """Filled paths, each in the shade with its index; `levels` in [0, 1] are for terminals without colour."""
    placed = [(i, (transform - frame.axes.transAxes).transform_path(path)) for i, path in enumerate(paths)]
    placed = [(i, path) for i, path in placed if len(path.vertices)]
    if not placed or not len(shades):
        return []
    every = np.concatenate([path.vertices for _, path in placed])
    every = every[np.isfinite(every).all(axis=1)]
    if not len(every):
        return []
    low, high = _window(every[:, 0], every[:, 1])
    xs, ys = np.meshgrid(_centres(low[0], high[0], WIDE), _centres(low[1], high[1], HIGH)[::-1])
    pixels = np.column_stack((xs.ravel(), ys.ravel()))
    rgba = np.zeros((HIGH, WIDE, 4))
    shown = np.zeros((HIGH, WIDE))
    for i, path in placed:
        inside = path.contains_points(pixels).reshape(HIGH, WIDE)
        shade = colors.to_rgba(shades[i % len(shades)])
        rgba[inside] = shade
        shown[inside] = levels[i] if levels is not None and i < len(levels) else 1 - np.dot(shade[:3], _LUMINANCE)
    return [_raster(frame.place(np.array((low, high))), rgba, shown)] if (rgba[..., 3] > 0).any() else []


def _window(xs: np.ndarray, ys: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The corners (left, bottom) and (right, top) of the part of the Axes that is covered, in fractions."""
    low = np.array((np.clip(np.nanmin(xs), 0, 1), np.clip(np.nanmin(ys), 0, 1)))
    high = np.array((np.clip(np.nanmax(xs), 0, 1), np.clip(np.nanmax(ys), 0, 1)))
    return low, high


def _centres(low: float, high: float, count: int) -> np.ndarray:
    return low + (high - low) * (np.arange(count) + 0.5) / count


def _inside(edges: np.ndarray, at: np.ndarray) -> np.ndarray:
    """The index of the cell between `edges`, rising or falling, that each place in `at` is in."""
    if edges[0] <= edges[-1]:
        return np.clip(np.searchsorted(edges, at) - 1, 0, len(edges) - 2)
    return np.clip(len(edges) - 1 - np.searchsorted(edges[::-1], at), 0, len(edges) - 2)


def _levels(mappable: Any, values: Any, rgba: np.ndarray) -> np.ndarray:
    """Values in [0, 1]: places in the colour map, or the brightness of an image that has colours itself."""
    if values.ndim == 2 and mappable.norm is not None:
        normal: np.ndarray = np.ma.filled(np.ma.asarray(mappable.norm(values), dtype=float), np.nan)
        return normal
    return np.asarray(rgba[..., :3] @ _LUMINANCE)


def _raster(corners: np.ndarray, rgba: np.ndarray, levels: np.ndarray) -> Raster:
    left, bottom, right, top = (float(f"{edge:.9g}") for edge in corners.ravel())
    rgb = (np.clip(np.nan_to_num(rgba), 0, 1) * 255).round().astype(int)
    steps = (np.clip(np.nan_to_num(levels), 0, 1) * 15).round().astype(int)
    empty = (rgba[..., 3] <= 0) | ~np.isfinite(levels)
    codes = np.where(empty, ".", _DIGITS[steps])
    colours = tuple("".join(f"{r:02x}{g:02x}{b:02x}" for r, g, b, _ in row) for row in rgb)
    return Raster(left, bottom, right, top, colours, tuple("".join(row) for row in codes))
