"""A whole figure: its panels in the order of their grid, side by side as long as there is room; and in a sentence."""

from __future__ import annotations

from collections import Counter
from itertools import groupby, zip_longest

from rich.cells import cell_len
from rich.text import Text

from tuitutor.draw.canvas import Canvas
from tuitutor.draw.figures.axes import (
    FEWEST,
    NARROWEST,
    Size,
    cut,
    is_bare,
    narrowest,
    short,
    size_in,
    thinned,
    tick_row,
    ticks_of,
)
from tuitutor.draw.figures.marks import Inks, Plot, ground_of
from tuitutor.draw.look import PANEL_GAP, Look, beside, crop, flowing, wrap
from tuitutor.draw.plain import one_line
from tuitutor.draw.words import brief
from tuitutor.protocol.figures import Axis, Bars, Figure, Line, Mark, Note, Panel, Points, Raster
from tuitutor.spelling import counted

_MOST_ENTRIES, _LEGEND_ROWS = 100, 4


def draw_panel(panel: Panel, size: Size, width: int, look: Look) -> tuple[list[Text], list[Text]]:
    """The panel in `width` columns: the lines above the plot, and the plot with the lines below it."""
    inks, canvas = Inks(panel, look), Canvas(size.columns, size.rows, look)
    crowded_out = Plot(panel, size, canvas, inks).paint()
    head, body, bare = [], canvas.rows(), is_bare(panel)
    title, x_name, y_name = (short(text, look) for text in (panel.title, panel.x.label, panel.y.label))
    if title:
        head.append(_centre(cut(title, width, look), size, width, look.style("title")))
    if y_name and panel.y.visible:
        head.append(Text(cut(y_name, width, look), look.style("quiet")))
    if panel.y.visible and not bare:
        body = _with_y_axis(panel, body, size, look)
    if panel.x.visible and not bare:
        body += _x_axis(panel, size, width, look)
    if x_name and panel.x.visible:
        body.append(_centre(cut(x_name, width, look), size, width, look.style("quiet")))
    body += _legend(panel, inks, width, look)
    if crowded_out:
        body += wrap(f"{counted(crowded_out, 'text')} did not fit.", width, look, look.style("quiet"))
    if canvas.exhausted:
        body += wrap("This is more than a terminal can draw; the rest is not shown.", width, look, look.style("quiet"))
    return head, body


def _centre(text: str, size: Size, width: int, style: str) -> Text:
    room = size.gutter + max(0, (size.columns - cell_len(text)) // 2)
    return Text(" " * min(room, width - cell_len(text))).append(text, style)


def _with_y_axis(panel: Panel, plot: list[Text], size: Size, look: Look) -> list[Text]:
    ticks = thinned(ticks_of(panel.y, size.rows, look, upwards=True), 2 if size.rows > 6 else 1)
    labels, rows = dict(ticks), []
    for at, row in enumerate(plot):
        label, line = cut(labels.get(at, ""), size.gutter - 1, look), look.text("┤" if at in labels else "│")
        blank = " " * (size.gutter - 1 - cell_len(label))
        rows.append(Text().append(f"{blank}{label}{line}", look.style("frame")).append_text(row))
    return rows


def _x_axis(panel: Panel, size: Size, width: int, look: Look) -> list[Text]:
    """The line with its ticks, and the row of labels."""
    ticks, labels = tick_row([(at + size.gutter, label) for at, label in ticks_of(panel.x, size.columns, look)], width)
    at_ticks = {at - size.gutter for at, _ in ticks}
    line, corner, tick = map(look.text, "─└┬")
    rule = "".join(tick if at in at_ticks else line for at in range(size.columns))
    start = " " * (size.gutter - 1) + corner if size.gutter else ""
    return [Text(start + rule, look.style("frame")), Text(labels, look.style("frame"))]


def _legend(panel: Panel, inks: Inks, width: int, look: Look) -> list[Text]:
    behind = ground_of(panel)
    entries = [
        inks.sample(entry, behind).append(f" {short(entry.text, look)}", "") for entry in panel.legend[:_MOST_ENTRIES]
    ]
    rows = flowing(entries, width, look)
    if len(rows) <= _LEGEND_ROWS and len(panel.legend) <= _MOST_ENTRIES:
        return rows
    return [*rows[:_LEGEND_ROWS], Text(look.text("…"), look.style("quiet"))]


_MOST_PANELS = 64
_NARROWEST = 16  # columns below which there is only a sentence
_TITLE = 200  # characters of a figure's title that are shown

Row = tuple[int, list[tuple[Panel, Size]]]
"""The columns of every panel in a row, and the panels side by side."""


def draw_figure(figure: Figure, width: int, look: Look, height: int | None = None) -> Text:
    """The figure in lines of at most `width` cells, and at most `height` of them.

    Panels are side by side as in matplotlib's grid if there are enough columns, otherwise in more rows. The last lines
    name what isn't drawn.
    """
    rows = wrap(short(figure.title, look)[:_TITLE], width, look, look.style("title")) if figure.title else []
    names = [short(name, look) for name in figure.left_out[:20]]
    if len(figure.panels) > _MOST_PANELS:
        names.append(f"{len(figure.panels) - _MOST_PANELS:,} more panels")
    last = wrap(f"Not drawn here: {', '.join(names)}.", width, look, look.style("quiet")) if names else []
    if width < _NARROWEST or not figure.panels:
        why = "Too narrow for a figure." if width < _NARROWEST else "An empty figure."
        rows += wrap(why, width, look, look.style("quiet"))
    else:
        rows += _panels(figure, width, look, None if height is None else height - len(rows) - len(last))
    rows = [crop(row, width, look) for row in (*rows, *last)]
    return Text("\n").join(rows if height is None else rows[: max(1, height)])


def _panels(figure: Figure, width: int, look: Look, height: int | None) -> list[Text]:
    """The lines of all panels; to fit into a height, plots get lower."""
    most: int | None = None
    while True:
        rows = _rows(figure, width, look, most)
        lines: list[Text] = []
        for slot, parts in rows:
            blocks = [draw_panel(panel, size, slot, look) for panel, size in parts]
            highest = max(len(head) for head, _ in blocks)
            columns = [[*[Text()] * (highest - len(head)), *head, *body] for head, body in blocks]
            lines += [Text("")] * bool(lines)
            lines += [beside(line, slot, look) for line in zip_longest(*columns, fillvalue=Text())]
        high = max(size.rows for _, parts in rows for _, size in parts)
        if height is None or len(lines) <= height or high <= FEWEST or most == FEWEST:
            return lines
        most = max(FEWEST, high - -(-(len(lines) - height) // len(rows)))


def _rows(figure: Figure, width: int, look: Look, most: int | None) -> list[Row]:
    panels = sorted(figure.panels[:_MOST_PANELS], key=lambda panel: (panel.row, panel.column))
    grid = [list(row) for _, row in groupby(panels, key=lambda panel: panel.row)]
    across = max(len(row) for row in grid)
    rows: list[Row] = []
    for row in grid:
        # a panel that is alone in its row spans the grid, unless it is a small picture
        least = max(narrowest(panel, look) for panel in row)
        slots = 1 if len(row) == 1 and least >= NARROWEST else across
        # in as many lines as necessary, evenly filled
        fit = max(1, min(slots, (width + PANEL_GAP) // (least + PANEL_GAP)))
        in_line = -(-slots // -(-slots // fit))
        slot = (width - PANEL_GAP * (in_line - 1)) // in_line
        sized = [(panel, size_in(panel, slot, look, most, slots == 1)) for panel in row]
        rows += [(slot, sized[start : start + in_line]) for start in range(0, len(sized), in_line)]
    # slots no wider than the widest panel or title, so that a row of pictures stays together
    used = max(
        max(size.whole, min(slot, 2 * size.whole, len(panel.title[:_TITLE])))
        for slot, parts in rows
        for panel, size in parts
    )
    return [(min(slot, used) if len(parts) > 1 else slot, parts) for slot, parts in rows]


_LONGEST = 80  # most characters of a title or name
_MOST = 4  # panels described one by one
_NOUNS: dict[type[Mark], tuple[str, str]] = {
    Line: ("line", "lines"), Points: ("set of points", "sets of points"), Bars: ("set of bars", "sets of bars"),
    Raster: ("picture", "pictures"), Note: ("text", "texts"),
}  # fmt: skip


def describe_figure(figure: Figure) -> str:
    """One line: "Figure: Loss; epoch from 1 to 30; 2 lines: train, validation."."""
    parts = [_cut(figure.title)] if figure.title else []
    for panel in figure.panels[:_MOST]:
        counts = Counter(type(mark) for mark in panel.marks)
        marks = ", ".join(f"{count} {_NOUNS[kind][count != 1]}" for kind, count in counts.items()) or "nothing drawn"
        names = ", ".join(_cut(entry.text) for entry in panel.legend[:8])
        marks += f": {names}" if names else ""
        parts.append("; ".join(filter(None, (_cut(panel.title), _axis("x", panel.x), _axis("y", panel.y), marks))))
    more = len(figure.panels) - _MOST
    parts += [counted(more, "more panel")] if more > 0 else []
    return f"Figure: {'. '.join(filter(None, parts)) or 'empty'}."


def _axis(name: str, axis: Axis) -> str:
    return f"{_cut(axis.label) or name} from {_end(axis, axis.low)} to {_end(axis, axis.high)}" if axis.visible else ""


def _end(axis: Axis, value: float) -> str:
    """A value as written on the axis's ticks, which may be logarithms or categories."""
    near = [(abs(at - value), label) for at, label in axis.ticks[:200] if label]
    nearest = min(near, default=(0.0, ""))
    return _cut(nearest[1]) if nearest[1] and nearest[0] <= abs(axis.high - axis.low) / 5 else brief(value)


def _cut(text: str) -> str:
    text = one_line(text[: 4 * _LONGEST])
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
