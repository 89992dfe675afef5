"""Images, meshes and filled areas: two pixels per cell in colour, otherwise characters as shades."""

from __future__ import annotations

from collections.abc import Sequence

from tuitutor.draw.figures.inks import rgb, shade, spelled
from tuitutor.draw.figures.painting import Canvas
from tuitutor.protocol.figures import Panel, Raster

_SAMPLES = 3  # pixels read along each side of a cell's half; a finer picture is sampled

Box = tuple[float, float, float, float]


def size_of(raster: Raster) -> tuple[int, int]:
    """Columns and rows of pixels; all rows count as being as long as the shortest."""
    return min((len(row) for row in raster.levels), default=0), len(raster.levels)


def paint_raster(raster: Raster, box: Box, canvas: Canvas) -> None:
    """Paint on the rectangle from (left, top) to (right, bottom), in cells. A mirrored one has right < left."""
    left, top, right, bottom = box
    columns, rows = size_of(raster)
    halves = canvas.look.colour and not canvas.look.ascii
    if not columns or not rows or left == right or top == bottom:
        return
    if canvas.look.colour:
        rows = min(rows, len(raster.colours))
        columns = min([columns, *(len(row) // 6 for row in raster.colours[:rows])])
        if not columns or not rows:
            return
    pixels = 2 if halves else 1
    across = _spans(canvas.width, left, right, columns)
    down = _spans(canvas.height * pixels, top * pixels, bottom * pixels, rows)
    read = _colour if canvas.look.colour else _shade
    for column, xs in enumerate(across):
        if not xs or canvas.exhausted:
            continue
        for row in range(canvas.height):
            upper, lower = down[row * pixels], down[row * pixels + pixels - 1]
            if upper or lower:
                first = read(raster, xs, upper, canvas)
                canvas.fill_cell(column, row, first, first if pixels == 1 else read(raster, xs, lower, canvas))


def ground_of(panel: Panel) -> str:
    """The mean colour of a panel's pictures, which is behind its lines; "" if there are none."""
    found = []
    for raster in [mark for mark in panel.marks if isinstance(mark, Raster)][:4]:
        for row in raster.colours[:: max(1, len(raster.colours) // 8)]:
            pixels = len(row) // 6
            found += [rgb(row[6 * x : 6 * x + 6]) for x in range(0, pixels, max(1, pixels // 8))]
    return spelled(*(sum(parts) / len(found) for parts in zip(*found, strict=True))) if found else ""


def _spans(cells: int, start: float, end: float, count: int) -> list[tuple[int, ...]]:
    """For each cell the pixels that are on it, only some if there are many; none for a cell outside."""
    spans: list[tuple[int, ...]] = []
    for cell in range(cells):
        first, last = sorted((cell + edge - start) / (end - start) * count for edge in (0.0, 1.0))
        middle = (first + last) / 2
        if not 0 <= middle < count:
            spans.append(())
            continue
        inside = [first + (last - first) * (part + 0.5) / _SAMPLES for part in range(_SAMPLES)]
        spans.append(tuple(sorted({min(count - 1, max(0, int(at))) for at in inside})))
    return spans


def _colour(raster: Raster, xs: Sequence[int], ys: Sequence[int], canvas: Canvas) -> str:
    found = [raster.colours[y][6 * x : 6 * x + 6] for y in ys for x in xs if raster.levels[y][x] != "."]
    if not found:
        return ""
    if found.count(found[0]) == len(found):
        return spelled(*rgb(found[0]))
    red, green, blue = (sum(parts) / len(found) for parts in zip(*map(rgb, found), strict=True))
    return spelled(red, green, blue)


def _shade(raster: Raster, xs: Sequence[int], ys: Sequence[int], canvas: Canvas) -> str:
    digits = ["0123456789abcdef".find(raster.levels[y][x]) for y in ys for x in xs if raster.levels[y][x] != "."]
    levels = [(digit + 0.5) / 16 if digit >= 0 else 0.5 for digit in digits]
    return shade(sum(levels) / len(levels), canvas.look) if levels else ""
