"""The output of a playground's network over the plane: as a picture, and in sentences."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape

import numpy as np
import numpy.typing as npt

from tuitutor.draw.look import Look
from tuitutor.draw.maps import colour_of
from tuitutor.draw.palette import ON_FILL, legible, palette
from tuitutor.draw.words import brief
from tuitutor.playground.kinds import REACH
from tuitutor.playground.run import Run
from tuitutor.spelling import all_of

Values = npt.NDArray[np.float64]

_SIDE = 100  # cells of a picture's map
_CELL = 4  # pixels
_MAP = _SIDE * _CELL
_MARGIN = 28  # pixels around a map, for text
_HATCHING = (  # in cells
    '<pattern id="below" width="4" height="4" patternUnits="userSpaceOnUse"><path d="M0 4L4 0" stroke="{}"/></pattern>'
)
_AREAS = ("top left", "top", "top right", "left", "middle", "right", "bottom left", "bottom", "bottom right")
_SURE = 0.3  # means from which an area belongs to a class


def maps_of(run: Run, side: int, epoch: int | None = None) -> list[tuple[str, Values]]:
    """The output as maps of values from -1 to 1, side x side, with titles: a single map, or a map for every class.

    With the setting `discretize` it is -1 or 1 everywhere.
    """
    outputs = run.outputs(side, epoch)
    if run.data.classes == 3:
        outputs = 2 * outputs - 1
        if run.config.discretize:
            outputs = np.where(outputs == outputs.max(axis=0), 1.0, -1.0)
        return [(f"class {number}", share) for number, share in enumerate(outputs)]
    whole = np.where(outputs[0] < 0, -1.0, 1.0) if run.config.discretize else np.clip(outputs[0], -1, 1)
    return [("", whole)]


def spots_of(run: Run, part: int = 0) -> list[tuple[float, float, float, bool]]:
    """The points over a map (see `maps_of`): x, y, value from -1 to 1, and whether it is for training."""
    data, config = run.data, run.config
    label = np.where(data.label == part, 1.0, -1.0) if data.classes == 3 else np.clip(data.label, -1, 1)
    shown = len(label) if config.show_test_data else data.train
    return [(*data.x[at].tolist(), float(label[at]), at < data.train) for at in range(shown)]


# ---- a picture


def map_svg(run: Run, look: Look) -> str:
    """The map as SVG on a dark or light background, with the points over it, and a description in words."""
    look = Look(dark=look.dark, shapes=look.shapes)
    colours = palette(dark=look.dark, indexed=False)
    maps = maps_of(run, _SIDE)
    width, height = len(maps) * (_MAP + _MARGIN) + _MARGIN, _MAP + 3 * _MARGIN
    description = escape(" ".join(describe_map(run)))
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'font-family="sans-serif" font-size="13" fill="{colours.text}" role="img">'
    )
    parts = [head, "<title>What the network says</title>", f"<desc>{description}</desc>"]
    if look.shapes:
        parts.append(_HATCHING.format(colours.hairline))
    parts.append(f'<rect width="{width}" height="{height}" fill="{colours.code}"/>')
    for at, (title, values) in enumerate(maps):
        parts.append(f'<g transform="translate({_MARGIN + at * (_MAP + _MARGIN)} {_MARGIN})">')
        parts += [f'<text y="-8">{title}</text>'] * bool(title)
        parts += _cells(values, look)
        parts += _spots(run, at, look)
        parts += [f'<text y="{_MAP + 18}">{-REACH:g}</text>', f'<text x="{_MAP - 8}" y="{_MAP + 18}">{REACH:g}</text>']
        parts.append("</g>")
    parts.append(f'<text x="{_MARGIN}" y="{height - 14}">{escape(state_of(run))}</text>')
    return "\n".join([*parts, "</svg>", ""])


def _cells(values: Values, look: Look) -> Iterator[str]:
    """A path per colour, with all cells of that colour, and over them the hatching."""
    yield f'<g transform="scale({_CELL})" shape-rendering="crispEdges">'
    yield from _paths([[colour_of(value, look) for value in row] for row in values.tolist()])
    if look.shapes:
        yield from _paths([["url(#below)" if value < 0 else "none" for value in row] for row in values.tolist()])
    yield "</g>"


def _paths(fills: Sequence[Sequence[str]]) -> Iterator[str]:
    paths: dict[str, list[str]] = defaultdict(list)
    for y, row in enumerate(fills):
        start = 0
        for x in range(1, len(row) + 1):
            if x == len(row) or row[x] != row[start]:
                paths[row[start]].append(f"M{start} {y}h{x - start}v1h{start - x}z")
                start = x
    yield from (f'<path fill="{fill}" d="{"".join(path)}"/>' for fill, path in paths.items())


def _spots(run: Run, part: int, look: Look) -> Iterator[str]:
    colours = palette(dark=look.dark, indexed=False)
    for x, y, value, trains in spots_of(run, part):
        if max(abs(x), abs(y)) > REACH:
            continue
        cx, cy = (x + REACH) / (2 * REACH) * _MAP, (REACH - y) / (2 * REACH) * _MAP
        edge = colours.code if trains else colours.text
        fill = legible(colour_of(value, look), colours.code, ON_FILL)
        shape = f'circle cx="{cx:.1f}" cy="{cy:.1f}" r="3.5"'
        if look.shapes and value < 0:
            shape = f'rect x="{cx - 3.5:.1f}" y="{cy - 3.5:.1f}" width="7" height="7"'
        yield f'<{shape} fill="{fill}" stroke="{edge}"/>'


# ---- in words


def state_of(run: Run) -> str:
    """The state of training: the epoch and both losses, or where it diverged."""
    if run.diverged is not None:
        return str(run.diverged)
    train, test = run.losses[-1]
    return f"Epoch {run.epoch}: training loss {train:.3f}, test loss {test:.3f}."


def describe_map(run: Run) -> list[str]:
    """What the map shows, in sentences."""
    outputs = run.outputs(_SIDE)
    if run.diverged is not None or not np.isfinite(outputs).all():
        return ["The network's outputs aren't numbers any more."]
    # for every output the means of nine areas, row by row
    areas = [
        [float(area.mean()) for row in np.array_split(output, 3) for area in np.array_split(row, 3, axis=1)]
        for output in outputs
    ]
    if run.data.classes == 0:
        values = areas[0]
        high, low = int(np.argmax(values)), int(np.argmin(values))
        if high == low or brief(values[high]) == brief(values[low]):
            return [f"It says {brief(values[0])} all over the map."]
        highest, lowest = (f"{_AREAS[at]}, {brief(values[at])} on average" for at in (high, low))
        return [f"It is highest here: {highest}. It is lowest here: {lowest}."]
    if run.data.classes == 3:
        winners = np.argmax(areas, axis=0)
        return [*(_where(f"class {at}", winners == at) for at in range(3)), _accuracy(run)]
    means = np.array(areas[0])
    unsure = np.abs(means) < _SURE
    sure = [_where("1", (means > 0) & ~unsure), _where("-1", (means < 0) & ~unsure)]
    return [*sure, *[_where("nothing sure", unsure)] * bool(unsure.any()), _accuracy(run)]


def _where(output: str, here: npt.NDArray[np.bool_]) -> str:
    names = [name for name, is_here in zip(_AREAS, here, strict=True) if is_here]
    if not names:
        return f"It says {output} in no part of the map."
    if len(names) == len(_AREAS):
        return f"It says {output} all over the map."
    return f"It says {output} here: {all_of(names)}."


def _accuracy(run: Run) -> str:
    """The number of test points that it classifies correctly."""
    data = run.data
    outputs = run.at(data.x[data.train :])
    classes = outputs.argmax(axis=0) if data.classes == 3 else np.where(outputs[0] < 0, -1, 1)
    right, count = int((classes == data.label[data.train :]).sum()), len(data.x) - data.train
    return f"It puts {right} of {count} test points into their class."
