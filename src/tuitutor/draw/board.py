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
_MANY = 16  # of more links between two layers, only the strongest and the chosen unit's are drawn
_FAINT = 0.05  # weights below this have no link
_RACE: tuple[Role, ...] = ("train", "validation", "good", "bad", "warning", "quiet")

INPUT_NAMES = {
    "x": "x", "y": "y", "xTimesY": "xy", "xSquared": "x²", "ySquared": "y²", "sinX": "sin x", "sinY": "sin y",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class DrawnNetwork:
    """A network to draw. Columns are the inputs, the layers and the output, with a map for every unit.

    `weights` has inputs x units for all columns but the first; `titles` are the columns' titles; `chosen` is a unit by
    its column and its place there.
    """

    names: tuple[str, ...]
    titles: tuple[str, ...]
    maps: tuple[tuple[Grid, ...], ...]
    weights: tuple[Sequence[Sequence[float]], ...]
    chosen: tuple[int, int]


def draw_board(network: DrawnNetwork, width: int, height: int, look: Look) -> list[Text]:
    """A whole network in `height` rows of at most `width` cells: maps in columns, and links between them."""
    columns, most, room = len(network.maps), max(1, *(len(column) for column in network.maps)), height - 1
    widest = (width - _NAMES - (columns - 1) * _LINK) // columns // 2  # of the maps, in rows
    sizes = [(rows, gap) for rows in range(min(_HIGHEST, widest), 0, -1) for gap in (1, 0)]
    rows, gap = next((size for size in sizes if most * sum(size) - size[1] <= room), (1, 0))
    link = max(2, min(14, (width - _NAMES - columns * 2 * rows) // max(1, columns - 1)))
    plan = _Plan(network, rows, room, link, [_tops(len(column), rows, gap, room) for column in network.maps], look)
    parts = [plan.names()]
    for at in range(columns):
        parts += [plan.maps(at)] if at == columns - 1 else [plan.maps(at), plan.links(at)]
    lines = [Text.assemble(*pieces) for pieces in zip(*parts, strict=True)]
    return [crop(line, width, look) for line in (plan.head(width), *lines)]


def _tops(count: int, rows: int, gap: int, room: int) -> list[int]:
    """The first rows of `count` maps, spread over the height."""
    spare = room - count * rows
    apart = min(2, max(gap, spare // (count + 1))) if count > 1 else 0
    first = max(0, (spare - (count - 1) * apart) // 2)
    return [min(first + at * (rows + apart), max(0, room - rows)) for at in range(count)]


@dataclass(frozen=True, slots=True)
class _Plan:
    """The plan of a board of `room` rows: maps of `rows` rows from `tops` on, and `link` cells between columns."""

    network: DrawnNetwork
    rows: int
    room: int
    link: int
    tops: Sequence[Sequence[int]]
    look: Look

    def head(self, width: int) -> Text:
        head, wide = Text(" " * _NAMES), 2 * self.rows
        for at, name in enumerate(self.network.titles):
            style = self.look.style("title" if at == self.network.chosen[0] else "quiet")
            title = crop(Text(self.look.line(name)), wide + self.link - 1, self.look).plain
            head.truncate(min(head.cell_len, width - len(title)))  # the last title may be wider than its map
            head.append(title.ljust(wide + self.link), style)
        head.rstrip()
        return head

    def names(self) -> list[Text]:
        lines = [Text(" " * _NAMES) for _ in range(self.room)]
        for at, (name, top) in enumerate(zip(self.network.names, self.tops[0], strict=True)):
            style = self.look.style("title") if self.network.chosen == (0, at) else ""
            text = self.look.line(name).rjust(_NAMES - 1)[: _NAMES - 1]
            lines[top + (self.rows - 1) // 2] = Text.assemble((text, style), " ")
        return lines

    def maps(self, at: int) -> list[Text]:
        lines = [Text(" " * 2 * self.rows) for _ in range(self.room)]
        for grid, top in zip(self.network.maps[at], self.tops[at], strict=True):
            lines[top : top + self.rows] = draw_grid(grid, 2 * self.rows, self.rows, self.look)
        return lines[: self.room]

    def links(self, at: int) -> list[Text]:
        """The links to the next column: thicker if stronger, dashed if negative, the chosen unit's on top."""
        canvas, known = Canvas(self.link, self.room, self.look), palette(dark=self.look.dark, indexed=self.look.indexed)
        chosen = self.network.chosen
        kernel = self.network.weights[at]
        links = [
            (chosen in ((at, source), (at + 1, unit)), source, unit, float(value))
            for source, row in enumerate(kernel)
            for unit, value in enumerate(row)
        ]
        links.sort(key=lambda link: (chosen == (at + 1, link[2]), abs(link[3])))
        busy = len(links) > _MANY
        least = max(_FAINT, sorted((abs(value) for *_, value in links), reverse=True)[_MANY - 1]) if busy else _FAINT
        for ours, source, unit, value in links:
            if abs(value) < (_FAINT if ours else least):
                continue
            y0, y1 = self.tops[at][source] + self.rows / 2, self.tops[at + 1][unit] + self.rows / 2
            colour = known.quiet if not ours and abs(value) < 0.3 else known.train if value > 0 else known.unseen
            ink = Ink(colour, "+", (1, 0)) if value > 0 else Ink(colour, "-", (2, 2))
            thick = 1 + 2 * (min(abs(value), _STRONGEST) / _STRONGEST) if ours or not busy else 1.0
            for offset in {1: (0.0,), 2: (0.0, 0.25)}.get(round(thick), (-0.25, 0.0, 0.25)):
                canvas.line(1, y0 + offset - 0.01, self.link - 1, y1 + offset - 0.01, ink)
        for bracket, column, x in (("]", at, 0), ("[", at + 1, self.link - 1)):
            if chosen[0] == column:
                for row in range(self.rows):
                    canvas.write(x, self.tops[column][chosen[1]] + row, [bracket], known.text)
        return canvas.rows()


def draw_layer(network: DrawnNetwork, width: int, height: int, look: Look) -> list[Text]:
    """Only the chosen unit's column: its maps side by side, numbered, and the chosen one in brackets."""
    column, chosen = network.chosen
    maps = network.maps[column]
    across = max(1, min(len(maps), 4, (width - 1) // 6))
    down = -(-len(maps) // across)
    rows = max(1, min(_HIGHEST, (height - down) // down, ((width + 1) // across - 2) // 2))
    title = look.style("title")
    lines: list[Text] = []
    for first in range(0, len(maps), across):
        units = range(first, min(first + across, len(maps)))
        drawn = [draw_grid(maps[unit], 2 * rows, rows, look) for unit in units]
        for row in range(rows):
            line = Text()
            for unit, cells in zip(units, drawn, strict=True):
                left, right = "[]" if unit == chosen else "  "
                line.append(left, title).append_text(cells[row]).append(right, title)
            lines.append(line)
        caption = Text()
        for unit in units:
            name = look.line(network.names[unit] if column == 0 else str(unit + 1))
            caption.append(name.center(2 * rows + 2), title if unit == chosen else look.style("quiet"))
        lines.append(caption)
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
    curves: list[_Curve] = [(ghost, "ghost", None)] if ghost else []
    return _plot_losses([*curves, (train, "train", None), (test, "validation", None)], at, width, height, look)


def draw_race(curves: Sequence[LossCurve], width: int, height: int, look: Look) -> list[Text]:
    """Several losses over the same epochs; a letter at the end of every line refers to the legend below."""
    drawn, legend = list[_Curve](), []
    for at, curve in enumerate(curves):
        role, letter, last = _RACE[at % len(_RACE)], chr(ord("a") + at), curve.losses[-1]
        drawn.append((curve.losses, role, letter))
        end = f"{last:.3f}" if abs(last) < 1e4 else "diverged"  # also if it is NaN
        legend.append(Text(look.line(f"{letter} {curve.name} {end}"), style=look.style(role)))
    across = max(1, (width + 2) // (max(entry.cell_len for entry in legend) + 2))
    rows = [legend[at : at + across] for at in range(0, len(legend), across)]
    slot = (width - 2 * (across - 1)) // across
    below = [crop(beside(row, slot, look), width, look) for row in rows]
    return [*_plot_losses(drawn, None, width, height - len(below), look), *below]


_Curve = tuple[Sequence[float], Role, str | None]
"""Losses from epoch 0 on, their role, and the mark at the end; None: the usual one."""


def _plot_losses(curves: Sequence[_Curve], at: int | None, width: int, height: int, look: Look) -> list[Text]:
    if width < 16 or height < 4:
        return [Text("")] * max(0, height)
    epochs = max(len(losses) for losses, _, _ in curves) - 1
    every = max(1, epochs // max(1, 2 * width))
    points = []
    for losses, _, _ in curves:
        last = len(losses) - 1
        points.append([(float(epoch), losses[epoch]) for epoch in (*range(0, last, every), last)])
    known = [value for line in points for _, value in line if value == value and abs(value) < 1e12]
    high = round_up(max(known, default=1.0))
    parts = (0, 0.5, 1) if height >= 6 else (0, 1)
    labels = [f"{high * part:.3g}" for part in parts]
    room = max(4, *map(len, labels))
    y = PlotScale(0.0, high, tuple((high * part, label.rjust(room)) for part, label in zip(parts, labels, strict=True)))
    right = round_up(max(10.0, float(epochs)))
    x = PlotScale(0.0, right, tuple((right * part, f"{right * part:.0f}") for part in (0, 0.5, 1)))
    dots = (width - 1 - room) * (1 if look.ascii else 2)
    lines = [PlotLine(((at, 0.0), (at, high)), frozenset(), "target", look.text("│"))] if at is not None else []
    for (_, role, letter), line in zip(curves, points, strict=True):
        lines.append(line_of(line, x, y, dots, role, look, letter))
    return plot(lines, x, y, width, height, height >= 8, look)
