"""A matplotlib figure -> the data from which a terminal draws it. See `protocol.figures`.

All coordinates are those of linear axes: on a logarithmic scale they are logarithms.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import groupby, islice
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

from tuitutor.protocol.figures import Axis, Bars, Figure, LegendEntry, Line, Mark, Note, Panel, Points, Raster
from tuitutor.worker.learner_errors import raise_if_ours

MOST_PANELS, MOST_TICKS, MOST_TEXT, MOST_MARKS = 40, 60, 200, 300
MOST_POINTS = 2_000  # of one line or one scatter: more than any terminal can distinguish
MOST_BOXES, MOST_LINES = 500, 100
WIDE, HIGH = 96, 64  # pixels: a terminal shows two in a cell, one above the other
_MATH = re.compile(r"\\math\w+\{([^{}]*)\}|[${}]")
_DASHES = {"--": "--", "dashed": "--", ":": ":", "dotted": ":", "-.": "-.", "dashdot": "-."}
_MARKERS = "xX+P^v<>sDd*"  # all others are dots
_NAMES = {
    "FancyArrow": "arrows", "FancyArrowPatch": "arrows", "PolyCollection": "hexagons", "Polygon": "polygons",
    "QuadContourSet": "contour lines", "QuadMesh": "meshes", "Quiver": "arrow fields", "Table": "tables",
    "Wedge": "pie charts",
}  # fmt: skip
_FILLED = "PolyCollection", "FillBetweenPolyCollection"  # but not arrows and hexagons
_DIGITS = np.array(list("0123456789abcdef"))
_LUMINANCE = np.array((0.299, 0.587, 0.114))  # ITU-R BT.601


def figure_facts(figure: Any) -> Figure:
    """Return the figure as data. `left_out` names the parts that cannot be drawn, and artists that raise errors."""
    missing: dict[str, None] = {}  # in the order of their discovery
    shown = [axes for axes in figure.axes if axes.get_visible()]
    rows = _places([axes.get_position().y1 for axes in shown], downwards=True)
    columns = _places([axes.get_position().x0 for axes in shown])
    panels: dict[tuple[int, int], Panel] = {}
    for axes, row, column in zip(shown, rows, columns, strict=True):
        if hasattr(axes, "_colorbar"):
            missing["colour bars"] = None
        elif axes.name != "rectilinear":
            missing["3-D axes" if axes.name == "3d" else f"{axes.name} axes"] = None
        elif (row, column) in panels:  # twinx or twiny: another scale over the same place
            missing["a second axis"] = None
        elif len(panels) == MOST_PANELS:
            missing[f"more than {MOST_PANELS} plots"] = None
        else:
            panels[row, column] = _panel(axes, row, column, missing)
    drawn = list(panels.values())
    if drawn:
        of_all = tuple(entry for legend in figure.legends for entry in _legend(legend))
        drawn[-1] = replace(drawn[-1], legend=drawn[-1].legend + of_all)
    return Figure(tuple(drawn), _words(figure.get_suptitle()), tuple(missing)[:10])


def _places(positions: list[float], downwards: bool = False) -> list[int]:
    """Return the rows or columns of positions, in fractions of the figure; positions within 0.01 count as equal."""
    order: list[float] = []
    for position in sorted(positions, reverse=downwards):
        if not order or abs(position - order[-1]) > 0.01:
            order.append(position)
    return [min(range(len(order)), key=lambda i: abs(order[i] - position)) for position in positions]


def _panel(axes: Any, row: int, column: int, missing: dict[str, None]) -> Panel:
    (left, bottom), (right, top) = limits_of(axes).tolist()  # first, as transforms depend on them
    marks = tuple(islice(marks_of(axes, missing), MOST_MARKS + 1))
    if len(marks) > MOST_MARKS:
        missing[f"what comes after the first {MOST_MARKS} shapes"] = None
    return Panel(
        x=_axis(axes, axes.xaxis, left, right),
        y=_axis(axes, axes.yaxis, bottom, top),
        marks=marks[:MOST_MARKS],
        title=_words(axes.get_title() or axes.get_title("left") or axes.get_title("right")),
        legend=tuple(_legend(axes.get_legend())),
        row=row,
        column=column,
        equal=axes.get_aspect() in (1, "equal"),
    )


def _axis(axes: Any, axis: Any, low: float, high: float) -> Axis:
    positions = [float(at) for at in axis.get_majorticklocs()][: 10 * MOST_TICKS]
    formatter = axis.get_major_formatter()
    labels = [_words(label) for label in formatter.format_ticks(positions)]
    if axis.get_scale() == "log":
        labels = [f"{at:g}" for at in positions]
    slack = abs(high - low) * 1e-6
    placed = zip(axis.get_transform().transform(positions).tolist() if positions else (), labels, strict=True)
    ticks = ((at, label) for at, label in placed if min(low, high) - slack <= at <= max(low, high) + slack)
    label = " ".join(filter(None, (_words(axis.label.get_text()), _words(formatter.get_offset()))))  # such as "1e6"
    return Axis(low, high, label, tuple(islice(ticks, MOST_TICKS)), bool(axes.axison and axis.get_visible()))


def _legend(legend: Any) -> Iterator[LegendEntry]:
    if legend is not None:
        for handle, text in islice(zip(legend.legend_handles, legend.get_texts(), strict=False), 30):
            yield LegendEntry(artist_colour(handle), _words(text.get_text()), drawn_as(handle), style_of(handle))


def _words(text: Any) -> str:
    """Return a text without TeX markup, cut to MOST_TEXT characters."""
    return _MATH.sub(lambda match: match[1] or "", str(text))[:MOST_TEXT]


# ---- artists


def marks_of(axes: Any, missing: dict[str, None]) -> Iterator[Mark]:
    """Yield the marks of the Axes, from back to front. Names of artists that cannot be drawn go into `missing`."""
    artists = [*axes.images, *axes.patches, *axes.collections, *axes.lines, *axes.texts, *axes.tables, *axes.artists]
    shown = sorted((artist for artist in artists if artist.get_visible()), key=lambda artist: artist.get_zorder())
    for are_boxes, group in groupby(shown, lambda artist: isinstance(artist, Rectangle) and bool(artist.get_fill())):
        if are_boxes:  # a histogram's bars are one mark
            boxes = list(group)
            if len(boxes) > MOST_BOXES:
                missing[f"{len(boxes) - MOST_BOXES} of {len(boxes)} bars"] = None
            yield from _bars(axes, boxes[:MOST_BOXES])
            continue
        for artist in group:
            try:
                marks = _marks(axes, artist)
            except Exception as error:  # there are more kinds of artists than cases here
                raise_if_ours(error)
                marks = None
            if marks is None:
                missing[_NAMES.get(type(artist).__name__, type(artist).__name__)] = None
            yield from marks or ()


def _marks(axes: Any, artist: Any) -> Optional[list[Mark]]:
    """Return the marks of an artist; None if it cannot be drawn."""
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


def artist_colour(artist: Any) -> str:
    """Return the colour of an artist, or a colour value, as "#rrggbb"; black if it has none."""
    for name in ("get_facecolor", "get_color", "get_edgecolor"):
        if hasattr(artist, name) and (colour := _hex(getattr(artist, name)())):
            return colour
    return _hex(artist) or "#000000"


def drawn_as(artist: Any) -> str:
    """Return the kind of an artist: "line", "points" or "area"."""
    if isinstance(artist, Line2D):
        return "points" if artist.get_linestyle() in ("None", "none", " ", "") else "line"
    return "points" if isinstance(artist, collections.PathCollection) else "area"


def style_of(artist: Any) -> str:
    """Return the dashes of a line, or the marker of points; "" for solid lines and dots."""
    if drawn_as(artist) == "line":
        return _DASHES.get(str(artist.get_linestyle()), "")
    if isinstance(artist, Line2D):
        return str(artist.get_marker()) if str(artist.get_marker()) in _MARKERS else ""
    shapes = artist.get_paths() if isinstance(artist, collections.PathCollection) else ()
    return _shapes().get(np.asarray(shapes[0].vertices).tobytes(), "") if len(shapes) == 1 else ""


@cache
def _shapes() -> dict[bytes, str]:
    """Return the markers by the bytes of their shapes: a scatter has only shapes."""
    markers = {name: MarkerStyle(name) for name in _MARKERS}
    return {
        np.asarray(marker.get_path().transformed(marker.get_transform()).vertices).tobytes(): name
        for name, marker in markers.items()
    }


def _hex(colour: Any) -> str:
    """Return a colour, or the first of several, as "#rrggbb"; "" if it is missing or transparent."""
    try:
        rgba = np.atleast_2d(colors.to_rgba_array(colour))
    except (ValueError, TypeError):
        return ""
    return str(colors.to_hex(rgba[0])) if len(rgba) and rgba[0][3] > 0 else ""


def _coordinates(axes: Any, points: Any, transform: Any) -> np.ndarray:
    """Return `points` (n, 2), which `transform` maps to the display, on linear axes; nan if too far out to be drawn."""
    points = np.ma.filled(np.ma.asarray(points, dtype=float), np.nan).reshape(-1, 2)
    with np.errstate(all="ignore"):
        placed = np.asarray((transform - (axes.transLimits + axes.transAxes)).transform(points), dtype=float)
    return np.where(np.abs(placed) < 1e300, placed, np.nan)


def limits_of(axes: Any) -> np.ndarray:
    """Return the limits of the linear axes: ((left, bottom), (right, top))."""
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
    """Return a line of at most MOST_POINTS points: the first, lowest, highest and last of equal parts of a curve."""
    if len(points) > MOST_POINTS:
        chosen: list[int] = []
        for part in np.array_split(np.arange(len(points)), MOST_POINTS // 4):
            ys = np.nan_to_num(points[part, 1], nan=points[part[0], 1])
            chosen += sorted({int(part[0]), int(part[ys.argmin()]), int(part[ys.argmax()]), int(part[-1])})
        points = points[chosen]
    return Line(*_xy(points), colour, style)


def _points(points: np.ndarray, colours: tuple[str, ...], style: str) -> Points:
    if len(points) > MOST_POINTS:  # evenly spaced, as neighbours in a file are often similar
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
    rgba = collection.get_facecolors()
    rgba = rgba if len(rgba) and np.any(rgba[:, 3] > 0) else collection.get_edgecolors()
    cycle = tuple(map(artist_colour, rgba)) or ("#000000",)
    colours = tuple(cycle[i % len(cycle)] for i in range(len(points))) if len(set(cycle)) > 1 else cycle[:1]
    return [_points(points, colours, style_of(collection))]


def _segments(axes: Any, collection: Any) -> list[Mark]:
    shades = collection.get_colors()
    dashed = "--" if any(dashes for _, dashes in collection.get_linestyles()) else ""
    return [
        _path(_coordinates(axes, points, collection.get_transform()), artist_colour(shades[i % len(shades)]), dashed)
        for i, points in enumerate(collection.get_segments()[:MOST_LINES])
        if len(points) > 1
    ]


def _bars(axes: Any, rectangles: list[Any]) -> Iterator[Mark]:
    boxes, shades = [], []
    for rectangle in rectangles:
        corners = _coordinates(axes, rectangle.get_path().vertices[:4], rectangle.get_transform())
        if np.isfinite(corners).all() and _hex(rectangle.get_facecolor()):
            boxes.append((*corners.min(axis=0).tolist(), *corners.max(axis=0).tolist()))
            shades.append(artist_colour(rectangle.get_facecolor()))
    if boxes:
        yield Bars(tuple(boxes), tuple(shades) if len(set(shades)) > 1 else tuple(shades[:1]))


# ---- texts


def _note(axes: Any, text: Any) -> list[Mark]:
    content, target = str(text.get_text()).strip()[:MOST_TEXT], np.empty((0, 2))
    if isinstance(text, Annotation):
        text.update_positions(axes.figure.canvas.get_renderer())  # matplotlib does this only when it draws
        if text.arrow_patch is not None and text.xycoords == "data":
            at = axes.convert_xunits(text.xy[0]), axes.convert_yunits(text.xy[1])
            target = _coordinates(axes, at, axes.transData)
    ((x, y),) = _coordinates(axes, text.get_unitless_position(), text.get_transform())
    if not (np.isfinite((x, y)).all() and np.isfinite(target).all()) or not (content or target.size):
        return []
    align, colour = str(text.get_horizontalalignment()), artist_colour(text.get_color())
    return [Note(float(x), float(y), content, colour, align, tuple(target.ravel().tolist()))]


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
    """Return the filled shapes of `contourf` and `fill_between`, on their part of the Axes."""
    collection.update_scalarmappable()
    shades, values = collection.get_facecolors(), collection.get_array()
    shares = None if values is None or len(values) < 2 else np.ma.filled(collection.norm(values), 0.0)
    transform = collection.get_transform()
    paths = [Path(_coordinates(axes, path.vertices, transform), path.codes) for path in collection.get_paths()]
    vertices = np.concatenate([np.empty((0, 2)), *(path.vertices for path in paths)])
    vertices = vertices[np.isfinite(vertices).all(axis=1)]
    if not len(vertices) or not len(shades):
        return []
    limits = limits_of(axes)
    low, high = np.clip((vertices.min(axis=0), vertices.max(axis=0)), limits.min(axis=0), limits.max(axis=0))
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
