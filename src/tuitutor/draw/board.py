"""A playground in training: its network with links between maps, the loss around its path, and its losses."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from rich.text import Text

from tuitutor.draw.canvas import Canvas, Ink
from tuitutor.draw.curves import line_of, round_up
from tuitutor.draw.look import Look, Role, beside, crop, pad
from tuitutor.draw.maps import Grid, draw_grid, mark_of, sample_of
from tuitutor.draw.palette import palette
from tuitutor.draw.plot import PlotLine, PlotScale, plot
from tuitutor.draw.words import brief
from tuitutor.playground.surface import Surface

_HIGHEST = 6  # rows of a unit's map
_NAMES = 6  # columns of the inputs' names
_LINK = 5  # fewest columns of links, with the marks of the chosen unit
_STRONGEST = 5.0  # the weight from which a link has its full thickness
_LEAST = 1e-12  # losses are at least this, so that they have a logarithm
_MANY = 16  # with more links between two layers, only the strongest and the chosen unit's are drawn
_FAINT = 0.05  # weights below this have no link
_RACE: tuple[Role, ...] = ("train", "validation", "good", "bad", "warning", "quiet")

INPUT_NAMES = {
    "x": "x", "y": "y", "xTimesY": "xy", "xSquared": "x²", "ySquared": "y²", "sinX": "sin x", "sinY": "sin y",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class DrawnNetwork:
    """A network to draw. Columns are the inputs, the layers and the output, with a map for each unit.

    `weights` has inputs x units for each column but the first; `titles` has one for each column; `chosen` is a unit by
    its column and its place there.
    """

    names: tuple[str, ...]
    titles: tuple[str, ...]
    maps: tuple[tuple[Grid, ...], ...]
    weights: tuple[Sequence[Sequence[float]], ...]
    chosen: tuple[int, int]


def draw_board(network: DrawnNetwork, width: int, height: int, look: Look) -> list[Text]:
    """A whole network in `height` rows of at most `width` cells: maps in columns, and links between them."""
    columns, most = len(network.maps), max(1, *(len(column) for column in network.maps))
    room = height - 1
    widest = (width - _NAMES - (columns - 1) * _LINK) // columns // 2  # of the maps, in rows
    sizes = [(rows, gap) for rows in range(min(_HIGHEST, widest), 0, -1) for gap in (1, 0)]
    rows, gap = next((size for size in sizes if most * sum(size) - size[1] <= room), (1, 0))
    wide = 2 * rows
    link = max(2, min(14, (width - _NAMES - columns * wide) // max(1, columns - 1)))
    tops = [_tops(len(column), rows, gap, room) for column in network.maps]
    parts = [_names(network, tops[0], rows, room, look)]
    for at, column in enumerate(network.maps):
        stacked = [Text(" " * wide) for _ in range(room)]
        for grid, top in zip(column, tops[at], strict=True):
            stacked[top : top + rows] = draw_grid(grid, wide, rows, look)
        parts.append(stacked[:room])
        if at + 1 < columns:
            parts.append(_links(network, at, tops, link, rows, room, look))
    lines = [Text.assemble(*pieces) for pieces in zip(*parts, strict=True)]
    head = Text(" " * _NAMES)
    for at, title in enumerate(network.titles):
        style = look.style("title" if at == network.chosen[0] else "quiet")
        spelled = crop(Text(look.line(title)), wide + link - 1, look).plain
        head.truncate(min(head.cell_len, width - len(spelled)))  # the last title may be wider than its map
        head.append(spelled.ljust(wide + link), style)
    head.rstrip()
    return [crop(line, width, look) for line in (head, *lines)]


def _tops(count: int, rows: int, gap: int, room: int) -> list[int]:
    """Where each of `count` maps begins, spread over the height."""
    spare = room - count * rows
    apart = min(2, max(gap, spare // (count + 1))) if count > 1 else 0
    first = max(0, (room - count * rows - (count - 1) * apart) // 2)
    return [min(first + at * (rows + apart), max(0, room - rows)) for at in range(count)]


def _names(network: DrawnNetwork, tops: Sequence[int], rows: int, room: int, look: Look) -> list[Text]:
    lines = [Text(" " * _NAMES) for _ in range(room)]
    for at, (name, top) in enumerate(zip(network.names, tops, strict=True)):
        chosen = network.chosen == (0, at)
        spelled = look.line(name).rjust(_NAMES - 1)[: _NAMES - 1]
        lines[top + (rows - 1) // 2] = Text.assemble((spelled, look.style("title") if chosen else ""), " ")
    return lines


def _links(
    network: DrawnNetwork, at: int, tops: Sequence[Sequence[int]], width: int, rows: int, room: int, look: Look
) -> list[Text]:
    """The links from a column to the next: thicker if stronger, dashed if negative, the chosen unit's on top."""
    canvas, known = Canvas(width, room, look), palette(dark=look.dark, indexed=look.indexed)
    chosen_column, chosen = network.chosen
    kernel = network.weights[at]
    links = [(source, unit, float(value)) for source, row in enumerate(kernel) for unit, value in enumerate(row)]
    links.sort(key=lambda link: (chosen_column == at + 1 and link[1] == chosen, abs(link[2])))
    busy = len(links) > _MANY
    least = sorted((abs(value) for _, _, value in links), reverse=True)[_MANY - 1] if busy else _FAINT
    for source, unit, value in links:
        ours = (chosen_column == at + 1 and unit == chosen) or (chosen_column == at and source == chosen)
        if abs(value) < (_FAINT if ours else max(_FAINT, least)):
            continue
        y0, y1 = (tops[at + side][place] + rows / 2 for side, place in ((0, source), (1, unit)))
        colour = known.quiet if not ours and abs(value) < 0.3 else known.train if value > 0 else known.unseen
        ink = Ink(colour, "+", (1, 0)) if value > 0 else Ink(colour, "-", (2, 2))
        thick = 1 + 2 * (min(abs(value), _STRONGEST) / _STRONGEST) if ours or not busy else 1.0
        for offset in {1: (0.0,), 2: (0.0, 0.25)}.get(round(thick), (-0.25, 0.0, 0.25)):
            canvas.line(1, y0 + offset - 0.01, width - 1, y1 + offset - 0.01, ink)
    for side, column in ((0, at), (width - 1, at + 1)):
        if chosen_column == column:
            for row in range(rows):
                canvas.write(side, tops[column][chosen] + row, ["]["[bool(side)]], known.text)
    return canvas.rows()


def draw_layer(network: DrawnNetwork, width: int, height: int, look: Look) -> list[Text]:
    """Only the chosen unit's column: its maps side by side, numbered, and the chosen one in brackets."""
    column, chosen = network.chosen
    maps = network.maps[column]
    across = max(1, min(len(maps), 4, (width - 1) // 6))
    down = -(-len(maps) // across)
    rows = max(1, min(_HIGHEST, (height - down) // down, ((width + 1) // across - 2) // 2))
    lines: list[Text] = []
    for first in range(0, len(maps), across):
        group = list(enumerate(maps))[first : first + across]
        drawn = [draw_grid(grid, 2 * rows, rows, look) for _, grid in group]
        for row in range(rows):
            line = Text()
            for (at, _), each in zip(group, drawn, strict=True):
                sides = "[]" if at == chosen else "  "
                line.append(sides[0], look.style("title")).append_text(each[row]).append(sides[1], look.style("title"))
            lines.append(line)
        captions = [
            Text(
                look.line(network.names[at] if column == 0 else str(at + 1)).center(2 * rows + 2),
                look.style("title" if at == chosen else "quiet"),
            )
            for at, _ in group
        ]
        lines.append(Text.assemble(*captions))
    return [crop(line, width, look) for line in lines[:height]]


def draw_weight(name: str, value: float, width: int, look: Look) -> Text:
    """A weight in one line: its name, its value and, as far as there is room, a bar.

    The bar is solid if it is positive, dashed if negative, and longer if it is stronger.
    """
    known: Role = "train" if value > 0 else "validation"
    number = f"{value:+8.3f}" if abs(value) < 1000 else f"{value:+8.3g}"
    line = Text(f"{pad(look.line(name), 8)}{number}")
    longest = min(10, width - line.cell_len - 2)
    if abs(value) >= _FAINT and longest > 0:
        count = max(1, round(min(abs(value) / _STRONGEST, 1.0) * longest))
        line.append("  ").append(look.cells(("━" if value > 0 else "╌") * count), look.style(known))
    return crop(line, width, look)


def draw_surface(surface: Surface, side: int, width: int, look: Look) -> list[Text]:
    """The loss around the path of training, on a map of `side` columns (blue is low), and a legend."""
    logs = np.log(np.maximum(surface.losses, _LEAST))
    low, high = float(np.nanmin(logs)), float(np.nanmax(logs))
    shown = 1 - 2 * (logs - low) / max(high - low, 1e-9)
    (left, right), (bottom, top) = surface.across, surface.up
    path = [((x - left) / (right - left), (top - y) / (top - bottom), 0.0) for x, y in surface.path.tolist()]
    end = [(x, y, -1.0) for x, y, _ in path[-1:]]
    rows = draw_grid(shown.tolist(), side, side // 2, look, end, path)
    ends = [
        Text.assemble(sample_of(value, look), f" loss {brief(math.exp(at))}")
        for value, at in ((1.0, low), (-1.0, high))
    ]
    marks = f"{mark_of(0.0, True, look)} path to {mark_of(-1.0, False, look)}"
    share = Text(look.text(f"{marks}, {100 * surface.explained:.0f} % of it is seen"), look.style("quiet"))
    return [*rows, crop(Text("  ").join(ends), width, look), crop(share, width, look)]


# ---- losses -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class LossCurve:
    """A loss after each epoch, from 0 on, with its name in the legend."""

    name: str
    losses: Sequence[float]


def draw_losses(
    train: Sequence[float],
    test: Sequence[float],
    at: int | None,
    width: int,
    height: int,
    look: Look,
    ghost: Sequence[float] = (),
) -> list[Text]:
    """Both losses over the epochs in `height` rows of at most `width` cells, and a line at epoch `at`.

    `ghost` is the test loss of another run.
    """
    courses: list[tuple[LossCurve, Role, str | None]] = [(LossCurve("kept", ghost), "ghost", None)] if ghost else []
    courses += [(LossCurve("train", train), "train", None), (LossCurve("test", test), "validation", None)]
    return _plot_losses(courses, at, width, height, look)


def draw_race(courses: Sequence[LossCurve], width: int, height: int, look: Look) -> list[Text]:
    """Several losses over the same epochs; each line ends in a letter, which the legend below explains."""
    marked = [(course, _RACE[at % len(_RACE)], chr(ord("a") + at)) for at, course in enumerate(courses)]
    legend = []
    for course, role, letter in marked:
        last = course.losses[-1]
        said = f"{last:.3f}" if abs(last) < 1e4 else "diverged"  # also if it is NaN
        legend.append(Text(look.line(f"{letter} {course.name} {said}"), style=look.style(role)))
    across = max(1, (width + 2) // (max(each.cell_len for each in legend) + 2))
    rows = [legend[at : at + across] for at in range(0, len(legend), across)]
    slot = (width - 2 * (across - 1)) // across
    below = [crop(beside(row, slot, look), width, look) for row in rows]
    return [*_plot_losses(marked, None, width, height - len(below), look), *below]


def _plot_losses(
    courses: Sequence[tuple[LossCurve, Role, str | None]], at: int | None, width: int, height: int, look: Look
) -> list[Text]:
    if width < 16 or height < 4:
        return [Text("")] * max(0, height)
    epochs = max(len(course.losses) for course, _, _ in courses) - 1
    every = max(1, epochs // max(1, 2 * width))
    points = []
    for course, _, _ in courses:
        last = len(course.losses) - 1
        points.append([(float(epoch), course.losses[epoch]) for epoch in (*range(0, last, every), last)])
    known = [value for line in points for _, value in line if value == value and abs(value) < 1e12]
    high = round_up(max(known, default=1.0))
    parts = (0, 0.5, 1) if height >= 6 else (0, 1)
    labels = [f"{high * part:.3g}" for part in parts]
    room = max(4, *map(len, labels))
    y = PlotScale(0.0, high, tuple((high * part, label.rjust(room)) for part, label in zip(parts, labels, strict=True)))
    right = round_up(max(10.0, float(epochs)))
    x = PlotScale(0.0, right, tuple((right * part, f"{right * part:.0f}") for part in (0, 0.5, 1)))
    dots = (width - 1 - room) * (1 if look.ascii else 2)
    lines = []
    if at is not None:
        lines.append(PlotLine(((at, 0.0), (at, high)), frozenset(), "target", look.text("│")))
    for (_, role, letter), line in zip(courses, points, strict=True):
        lines.append(line_of(line, x, y, dots, role, look, letter))
    return plot(lines, x, y, width, height, height >= 8, look)
