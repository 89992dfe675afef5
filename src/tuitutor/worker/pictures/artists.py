"""The artists of one matplotlib Axes -> marks on axes that run linearly."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, Optional

import numpy as np
from matplotlib import collections, colors, image, patches
from matplotlib.contour import ContourSet
from matplotlib.lines import Line2D
from matplotlib.markers import MarkerStyle
from matplotlib.text import Annotation, Text

from tuitutor.protocol.figures import Bars, Line, Mark, Note, Points
from tuitutor.worker.pictures import images
from tuitutor.worker.pictures.images import AxesFrame

_SCATTERED = collections.PathCollection, collections.RegularPolyCollection
_DASHES = {"--": "--", "dashed": "--", ":": ":", "dotted": ":", "-.": "-.", "dashdot": "-."}
_MARKERS = "xX+P^v<>sDd*"  # all others are dots
MOST_POINTS = 2_000  # of one line or one scatter: more than any terminal can tell apart
MOST_BOXES, MOST_LINES, MOST_TEXT = 500, 100, 200


def marks_of(frame: AxesFrame, missing: dict[str, None]) -> Iterator[Mark]:
    """What the Axes shows, from back to front. What cannot be drawn goes into `missing`."""
    axes = frame.axes
    artists = [*axes.images, *axes.patches, *axes.collections, *axes.lines, *axes.texts, *axes.tables, *axes.artists]
    boxes: list[Any] = []
    for artist in sorted(filter(lambda each: each.get_visible(), artists), key=lambda each: each.get_zorder()):
        if isinstance(artist, patches.Rectangle) and artist.get_angle() == 0:
            boxes.append(artist)  # a histogram's bars are one mark
            continue
        yield from _bars(frame, boxes, missing)
        boxes = []
        yield from _marks(frame, artist, missing)
    yield from _bars(frame, boxes, missing)


def _marks(frame: AxesFrame, artist: Any, missing: dict[str, None]) -> Iterator[Mark]:
    try:
        found = _marks_of_one(frame, artist)
    except Exception:  # matplotlib and its users have more kinds of artists than we have cases
        found = None
    if found is None:
        kind = type(artist).__name__
        missing[{"Quiver": "arrow fields", "Table": "tables", "FancyArrowPatch": "arrows"}.get(kind, kind)] = None
    else:
        yield from found


def _marks_of_one(frame: AxesFrame, artist: Any) -> Optional[list[Mark]]:
    if isinstance(artist, Line2D):
        return _line(frame, artist)
    if isinstance(artist, (Annotation, Text)):
        return _note(frame, artist)
    if isinstance(artist, image.AxesImage):
        return images.picture(frame, artist)
    if isinstance(artist, ContourSet):
        return images.areas_of(frame, artist) if artist.filled else _outlines(frame, artist)
    if isinstance(artist, collections.QuadMesh):
        return images.mesh(frame, artist)
    if isinstance(artist, collections.LineCollection):
        return _segments(frame, artist)
    if isinstance(artist, _SCATTERED):
        return _scatter(frame, artist)
    if isinstance(artist, collections.PolyCollection) and type(artist).__name__ != "Quiver":
        return images.areas_of(frame, artist)
    if isinstance(artist, patches.Patch) and not isinstance(artist, patches.FancyArrowPatch):
        return _patch(frame, artist)
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
    return "points" if isinstance(artist, _SCATTERED) else "area"


def style_of(artist: Any) -> str:
    """The dashes of a line, or the marker of points; "" for what is usual."""
    if drawn_as(artist) == "line":
        return _DASHES.get(str(artist.get_linestyle()), "")
    if isinstance(artist, Line2D):
        return str(artist.get_marker()) if str(artist.get_marker()) in _MARKERS else ""
    shapes = artist.get_paths() if isinstance(artist, _SCATTERED) else ()
    return _shapes().get(np.asarray(shapes[0].vertices).tobytes(), "") if len(shapes) == 1 else ""


@cache
def _shapes() -> dict[bytes, str]:
    """The markers by their shapes: a scatter keeps only these."""
    shapes = {}
    for name in _MARKERS:
        marker = MarkerStyle(name)
        shapes[np.asarray(marker.get_path().transformed(marker.get_transform()).vertices).tobytes()] = name
    return shapes


def _hex(colour: Any) -> str:
    """A colour, or the first of several, as "#rrggbb"; "" if there is none or it is transparent."""
    try:
        rgba = np.atleast_2d(colors.to_rgba_array(colour))
    except (ValueError, TypeError):
        return ""
    return str(colors.to_hex(rgba[0])) if len(rgba) and rgba[0][3] > 0 else ""


# ---- lines and points


def _line(frame: AxesFrame, line: Any) -> list[Mark]:
    data = np.column_stack((line.get_xdata(orig=False), line.get_ydata(orig=False)))
    points = frame.coordinates(data, line.get_transform())
    colour = artist_colour(line.get_color())
    joined = str(line.get_linestyle()) not in ("None", "", " ")
    if joined and len(points) > 1:
        return [_path(points, colour, style_of(line))]
    if str(line.get_marker()) in ("None", "", " ") or not len(points):
        return []
    return [_points(points, (colour,), style_of(line))]


def _path(points: np.ndarray, colour: str, style: str = "") -> Line:
    """At most MOST_POINTS points that keep a curve's extremes: the first, lowest, highest and last of each part."""
    if len(points) > MOST_POINTS:
        kept: list[int] = []
        for part in np.array_split(np.arange(len(points)), MOST_POINTS // 4):
            ys = points[part, 1]
            low, high = (part[0], part[0]) if np.isnan(ys).all() else (part[np.nanargmin(ys)], part[np.nanargmax(ys)])
            kept += sorted({int(part[0]), int(low), int(high), int(part[-1])})
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


def _scatter(frame: AxesFrame, collection: Any) -> list[Mark]:
    collection.update_scalarmappable()  # colours of c=... are only computed when drawn
    points = frame.coordinates(collection.get_offsets(), collection.get_offset_transform())
    if not len(points):
        return []
    found = collection.get_facecolors()
    found = found if len(found) and np.any(found[:, 3] > 0) else collection.get_edgecolors()
    named = tuple(map(artist_colour, found)) or ("#000000",)
    if len(named) > 1:
        named = tuple(named[i % len(named)] for i in range(len(points)))
    return [_points(points, named if len(set(named)) > 1 else named[:1], style_of(collection))]


def _segments(frame: AxesFrame, collection: Any) -> list[Mark]:
    collection.update_scalarmappable()
    found, shades = collection.get_segments()[:MOST_LINES], collection.get_colors()
    dashed = "--" if any(dashes for _, dashes in collection.get_linestyles()) else ""
    return [
        _path(frame.coordinates(segment, collection.get_transform()), artist_colour(shades[i % len(shades)]), dashed)
        for i, segment in enumerate(found)
        if len(segment) > 1
    ]


def _outlines(frame: AxesFrame, contours: Any) -> list[Mark]:
    """The lines of `contour`, one mark per level."""
    contours.update_scalarmappable()
    shades = contours.get_edgecolors()
    marks: list[Mark] = []
    for i, path in enumerate(contours.get_paths()[:MOST_LINES]):
        parts = [part for part in path.to_polygons(closed_only=False) if len(part) > 1]
        if not parts:
            continue
        gap = np.full((1, 2), np.nan)
        joined = np.concatenate([piece for part in parts for piece in (gap, part)][1:])
        colour = artist_colour(shades[i % len(shades)]) if len(shades) else "#000000"
        marks.append(_path(frame.coordinates(joined, contours.get_transform()), colour))
    return marks


# ---- shapes and texts


def _bars(frame: AxesFrame, found: list[Any], missing: dict[str, None]) -> Iterator[Mark]:
    """Consecutive filled rectangles as one mark."""
    if len(found) > MOST_BOXES:
        missing[f"{len(found) - MOST_BOXES} of {len(found)} bars"] = None
    filled = [box for box in found[:MOST_BOXES] if box.get_fill() and _hex(box.get_facecolor())]
    for box in found[:MOST_BOXES]:
        if box not in filled and _hex(box.get_edgecolor()):
            yield from _marks(frame, box, missing)
    boxes, shades = [], []
    for box in filled:
        corners = frame.coordinates(box.get_path().vertices[:4], box.get_transform())
        if np.isfinite(corners).all():
            (left, bottom), (right, top) = corners.min(axis=0), corners.max(axis=0)
            boxes.append((float(left), float(bottom), float(right), float(top)))
            shades.append(artist_colour(box.get_facecolor()))
    if boxes:
        yield Bars(tuple(boxes), tuple(shades) if len(set(shades)) > 1 else tuple(shades[:1]))


def _patch(frame: AxesFrame, patch: Any) -> list[Mark]:
    if patch.get_fill() and _hex(patch.get_facecolor()):
        return images.areas(frame, [patch.get_path()], [patch.get_facecolor()], patch.get_transform())
    parts = patch.get_path().to_polygons(closed_only=False)
    lines = [frame.coordinates(part, patch.get_transform()) for part in parts if len(part) > 1]
    return [_path(line, artist_colour(patch.get_edgecolor())) for line in lines[:MOST_LINES]]


def _note(frame: AxesFrame, text: Any) -> list[Mark]:
    said = str(text.get_text()).strip()[:MOST_TEXT]
    target: tuple[float, ...] = ()
    where = frame.fractions([text.get_unitless_position()], text.get_transform())
    if isinstance(text, Annotation):
        where = _annotated(frame, text)
        if text.arrow_patch is not None and text.xycoords == "data":
            target = tuple(map(float, frame.coordinates([_floats(frame, text.xy)], frame.axes.transData)[0]))
    (x, y) = frame.place(where)[0]
    if not (np.isfinite(x) and np.isfinite(y) and np.isfinite(target).all()) or not (said or target):
        return []
    align = text.get_horizontalalignment()
    return [Note(float(x), float(y), said, artist_colour(text.get_color()), str(align), target)]


def _annotated(frame: AxesFrame, note: Any) -> np.ndarray:
    """The place (1, 2) of an annotation's text in fractions of the Axes; matplotlib computes it only when it draws."""
    axes = frame.axes
    anchor = axes.transData.transform(_floats(frame, note.xy))
    if note.xycoords == "axes fraction":
        anchor = axes.transAxes.transform(note.xy)
    place = note.xyann
    match_points = {"offset points": axes.figure.dpi / 72, "offset pixels": 1.0}
    if note.anncoords in match_points:
        at = anchor + np.asarray(place, dtype=float) * match_points[note.anncoords]
        return np.asarray(axes.transAxes.inverted().transform([at]))
    if note.anncoords == "axes fraction":
        return np.asarray([place], dtype=float)
    return frame.fractions([_floats(frame, place)], axes.transData)


def _floats(frame: AxesFrame, place: Any) -> tuple[float, float]:
    axes = frame.axes
    return float(axes.convert_xunits(place[0])), float(axes.convert_yunits(place[1]))
