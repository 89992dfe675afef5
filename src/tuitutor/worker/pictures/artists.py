"""The artists of one matplotlib Axes -> marks on axes that run linearly."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import groupby
from typing import Any, Optional

import numpy as np
from matplotlib import collections, colors
from matplotlib.contour import ContourSet
from matplotlib.image import AxesImage
from matplotlib.lines import Line2D
from matplotlib.markers import MarkerStyle
from matplotlib.patches import Rectangle
from matplotlib.path import Path
from matplotlib.text import Annotation, Text

from tuitutor.protocol.figures import Bars, Line, Mark, Note, Points, Raster

_DASHES = {"--": "--", "dashed": "--", ":": ":", "dotted": ":", "-.": "-.", "dashdot": "-."}
_MARKERS = "xX+P^v<>sDd*"  # all others are dots
_NAMES = {
    "FancyArrow": "arrows", "FancyArrowPatch": "arrows", "PolyCollection": "hexagons", "Polygon": "polygons",
    "QuadContourSet": "contour lines", "QuadMesh": "meshes", "Quiver": "arrow fields", "Table": "tables",
    "Wedge": "pie charts",
}  # fmt: skip
_FILLED = "PolyCollection", "FillBetweenPolyCollection"  # but not arrows and hexagons
MOST_POINTS = 2_000  # of one line or one scatter: more than any terminal can tell apart
MOST_BOXES, MOST_LINES, MOST_TEXT = 500, 100, 200
WIDE, HIGH = 96, 64  # pixels: a terminal shows two in a cell, one above the other
_DIGITS = np.array(list("0123456789abcdef"))
_LUMINANCE = np.array((0.299, 0.587, 0.114))  # ITU-R BT.601


def marks_of(axes: Any, missing: dict[str, None]) -> Iterator[Mark]:
    """What the Axes shows, from back to front. What cannot be drawn goes into `missing`."""
    artists = [*axes.images, *axes.patches, *axes.collections, *axes.lines, *axes.texts, *axes.tables, *axes.artists]
    shown = sorted((each for each in artists if each.get_visible()), key=lambda each: each.get_zorder())
    for are_boxes, group in groupby(shown, lambda each: isinstance(each, Rectangle) and bool(each.get_fill())):
        if are_boxes:  # a histogram's bars are one mark
            boxes = list(group)
            if len(boxes) > MOST_BOXES:
                missing[f"{len(boxes) - MOST_BOXES} of {len(boxes)} bars"] = None
            yield from _bars(axes, boxes[:MOST_BOXES])
            continue
        for artist in group:
            try:
                found = _marks(axes, artist)
            except Exception:  # matplotlib and its users have more kinds of artists than we have cases
                found = None
            if found is None:
                missing[_NAMES.get(type(artist).__name__, type(artist).__name__)] = None
            yield from found or ()


def _marks(axes: Any, artist: Any) -> Optional[list[Mark]]:
    """The marks of an artist; None if it cannot be drawn."""
    match artist:
        case Line2D():
            return _line(axes, artist)
        case Text():
            return _note(axes, artist)
        case AxesImage():
            return _picture(axes, artist)
        case collections.LineCollection():
            return _segments(axes, artist)
        case collections.PathCollection():
            return _scatter(axes, artist)
        case ContourSet(filled=True):
            return _areas(axes, artist)
        case collections.PolyCollection() if type(artist).__name__ in _FILLED and artist.get_array() is None:
            return _areas(axes, artist)
    return None


def artist_colour(thing: Any) -> str:
    """The colour of an artist or a colour value as "#rrggbb"; black if it has none."""
    for name in ("get_facecolor", "get_color", "get_edgecolor"):
        if hasattr(thing, name) and (found := _hex(getattr(thing, name)())):
            return found
    return _hex(thing) or "#000000"


def drawn_as(artist: Any) -> str:
    """Whether an artist is a "line", "points" or an "area"."""
    if isinstance(artist, Line2D):
        return "points" if artist.get_linestyle() in ("None", "none", " ", "") else "line"
    return "points" if isinstance(artist, collections.PathCollection) else "area"


def style_of(artist: Any) -> str:
    """The dashes of a line, or the marker of points; "" for what is usual."""
    if drawn_as(artist) == "line":
        return _DASHES.get(str(artist.get_linestyle()), "")
    if isinstance(artist, Line2D):
        return str(artist.get_marker()) if str(artist.get_marker()) in _MARKERS else ""
    shapes = artist.get_paths() if isinstance(artist, collections.PathCollection) else ()
    return _shapes().get(np.asarray(shapes[0].vertices).tobytes(), "") if len(shapes) == 1 else ""


@cache
def _shapes() -> dict[bytes, str]:
    """The markers by their shapes: a scatter keeps only these."""
    markers = {name: MarkerStyle(name) for name in _MARKERS}
    return {
        np.asarray(marker.get_path().transformed(marker.get_transform()).vertices).tobytes(): name
        for name, marker in markers.items()
    }


def _hex(colour: Any) -> str:
    """A colour, or the first of several, as "#rrggbb"; "" if there is none or it is transparent."""
    try:
        rgba = np.atleast_2d(colors.to_rgba_array(colour))
    except (ValueError, TypeError):
        return ""
    return str(colors.to_hex(rgba[0])) if len(rgba) and rgba[0][3] > 0 else ""


def _coordinates(axes: Any, points: Any, transform: Any) -> np.ndarray:
    """`points` (n, 2), which `transform` maps to the display, on linear axes; nan for one too far out to be drawn."""
    points = np.ma.filled(np.ma.asarray(points, dtype=float), np.nan).reshape(-1, 2)
    with np.errstate(all="ignore"):
        placed = np.asarray((transform - (axes.transLimits + axes.transAxes)).transform(points), dtype=float)
    return np.where(np.abs(placed) < 1e300, placed, np.nan)


def limits_of(axes: Any) -> np.ndarray:
    """Where the linear axes begin and end: ((left, bottom), (right, top))."""
    return np.asarray(axes.transScale.transform(axes.viewLim.get_points()))


# ---- lines, points and bars


def _line(axes: Any, line: Any) -> list[Mark]:
    data = np.column_stack((line.get_xdata(orig=False), line.get_ydata(orig=False)))
    points, colour = _coordinates(axes, data, line.get_transform()), artist_colour(line.get_color())
    if drawn_as(line) == "line" and len(points) > 1:
        return [_path(points, colour, style_of(line))]
    if str(line.get_marker()) in ("None", "", " ") or not len(points):
        return []
    return [_points(points, (colour,), style_of(line))]


def _path(points: np.ndarray, colour: str, style: str) -> Line:
    """At most MOST_POINTS points that keep a curve's extremes: the first, lowest, highest and last of each part."""
    if len(points) > MOST_POINTS:
        kept: list[int] = []
        for part in np.array_split(np.arange(len(points)), MOST_POINTS // 4):
            ys = np.nan_to_num(points[part, 1], nan=points[part[0], 1])
            kept += sorted({int(part[0]), int(part[ys.argmin()]), int(part[ys.argmax()]), int(part[-1])})
        points = points[kept]
    return Line(*_xy(points), colour, style)


def _points(points: np.ndarray, colours: tuple[str, ...], style: str) -> Points:
    if len(points) > MOST_POINTS:  # evenly, since neighbours in a file are often alike
        chosen = np.linspace(0, len(points) - 1, MOST_POINTS).astype(int)
        points = points[chosen]
        colours = tuple(colours[i] for i in chosen) if len(colours) > 1 else colours
    return Points(*_xy(points), colours, style)


def _xy(points: np.ndarray) -> tuple[tuple[float, ...], tuple[float, ...]]:
    xs, ys = (tuple(float(f"{value:.9g}") for value in column) for column in points.T)
    return xs, ys


def _scatter(axes: Any, collection: Any) -> list[Mark]:
    collection.update_scalarmappable()  # colours of c=... are only computed when drawn
    points = _coordinates(axes, collection.get_offsets(), collection.get_offset_transform())
    if not len(points):
        return []
    found = collection.get_facecolors()
    found = found if len(found) and np.any(found[:, 3] > 0) else collection.get_edgecolors()
    named = tuple(map(artist_colour, found)) or ("#000000",)
    each = tuple(named[i % len(named)] for i in range(len(points)))
    return [_points(points, each if len(set(named)) > 1 else named[:1], style_of(collection))]


def _segments(axes: Any, collection: Any) -> list[Mark]:
    shades = collection.get_colors()
    dashed = "--" if any(dashes for _, dashes in collection.get_linestyles()) else ""
    return [
        _path(_coordinates(axes, points, collection.get_transform()), artist_colour(shades[i % len(shades)]), dashed)
        for i, points in enumerate(collection.get_segments()[:MOST_LINES])
        if len(points) > 1
    ]


def _bars(axes: Any, found: list[Any]) -> Iterator[Mark]:
    boxes, shades = [], []
    for box in found:
        corners = _coordinates(axes, box.get_path().vertices[:4], box.get_transform())
        if np.isfinite(corners).all() and _hex(box.get_facecolor()):
            boxes.append((*corners.min(axis=0).tolist(), *corners.max(axis=0).tolist()))
            shades.append(artist_colour(box.get_facecolor()))
    if boxes:
        yield Bars(tuple(boxes), tuple(shades) if len(set(shades)) > 1 else tuple(shades[:1]))


# ---- texts


def _note(axes: Any, text: Any) -> list[Mark]:
    said, target = str(text.get_text()).strip()[:MOST_TEXT], np.empty((0, 2))
    if isinstance(text, Annotation):
        text.update_positions(axes.figure.canvas.get_renderer())  # which matplotlib does only when it draws
        if text.arrow_patch is not None and text.xycoords == "data":
            at = axes.convert_xunits(text.xy[0]), axes.convert_yunits(text.xy[1])
            target = _coordinates(axes, at, axes.transData)
    ((x, y),) = _coordinates(axes, text.get_unitless_position(), text.get_transform())
    if not (np.isfinite((x, y)).all() and np.isfinite(target).all()) or not (said or target.size):
        return []
    align, colour = str(text.get_horizontalalignment()), artist_colour(text.get_color())
    return [Note(float(x), float(y), said, colour, align, tuple(target.ravel().tolist()))]


# ---- images and filled areas, on a grid of pixels


def _picture(axes: Any, image: Any) -> list[Mark]:
    left, right, bottom, top = image.get_extent()
    values = image.get_array()
    if values is None or 0 in values.shape[:2]:
        return []
    rgba = image.to_rgba(values)
    levels = np.ma.filled(image.norm(values), np.nan) if values.ndim == 2 else rgba[..., :3] @ _LUMINANCE
    if image.origin == "lower":
        rgba, levels = rgba[::-1], levels[::-1]
    rows, columns = (
        np.arange(size) if size <= most else _centres(0, size, most).astype(int)
        for size, most in zip(rgba.shape[:2], (HIGH, WIDE), strict=True)
    )
    corners = _coordinates(axes, [(left, bottom), (right, top)], image.get_transform())
    return [_raster(corners, rgba[rows][:, columns], levels[rows][:, columns])]


def _areas(axes: Any, collection: Any) -> list[Mark]:
    """The filled shapes of `contourf` and `fill_between`, on the part of the Axes that they are on."""
    collection.update_scalarmappable()
    shades, values = collection.get_facecolors(), collection.get_array()
    shares = None if values is None or len(values) < 2 else np.ma.filled(collection.norm(values), 0.0)
    transform = collection.get_transform()
    paths = [Path(_coordinates(axes, path.vertices, transform), path.codes) for path in collection.get_paths()]
    every = np.concatenate([np.empty((0, 2)), *(path.vertices for path in paths)])
    every = every[np.isfinite(every).all(axis=1)]
    if not len(every) or not len(shades):
        return []
    ends = limits_of(axes)
    low, high = np.clip((every.min(axis=0), every.max(axis=0)), ends.min(axis=0), ends.max(axis=0))
    xs, ys = np.meshgrid(_centres(low[0], high[0], WIDE), _centres(low[1], high[1], HIGH)[::-1])
    pixels = np.column_stack((xs.ravel(), ys.ravel()))
    rgba, levels = np.zeros((HIGH, WIDE, 4)), np.zeros((HIGH, WIDE))
    for i, path in enumerate(paths):
        inside = path.contains_points(pixels).reshape(HIGH, WIDE)
        rgba[inside] = shade = shades[i % len(shades)]
        levels[inside] = 1 - shade[:3] @ _LUMINANCE if shares is None else shares[i]
    return [_raster(np.array((low, high)), rgba, levels)] if rgba[..., 3].any() else []


def _centres(low: float, high: float, count: int) -> np.ndarray:
    return low + (high - low) * (np.arange(count) + 0.5) / count


def _raster(corners: np.ndarray, rgba: np.ndarray, levels: np.ndarray) -> Raster:
    left, bottom, right, top = (float(f"{edge:.9g}") for edge in corners.ravel())
    rgb = (np.clip(np.nan_to_num(rgba), 0, 1) * 255).round().astype(int)
    steps = (np.clip(np.nan_to_num(levels), 0, 1) * 15).round().astype(int)
    codes = np.where((rgba[..., 3] <= 0) | ~np.isfinite(levels), ".", _DIGITS[steps])
    colours = tuple("".join(f"{r:02x}{g:02x}{b:02x}" for r, g, b, _ in row) for row in rgb)
    return Raster(left, bottom, right, top, colours, tuple("".join(row) for row in codes))
