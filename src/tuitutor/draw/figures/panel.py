"""One panel: title, plot with axes, legend and scale, as rows of text."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from rich.text import Text

from tuitutor.draw.figures.axes import Scale, Size, Tick, cut, is_bare, short, thinned, tick_row, ticks_of
from tuitutor.draw.figures.inks import Inks, rgb, shade, spelled
from tuitutor.draw.figures.marks import PlotArea, paint
from tuitutor.draw.figures.painting import Canvas
from tuitutor.draw.figures.rasters import ground_of
from tuitutor.draw.look import Look, flowing, wrap
from tuitutor.protocol.figures import Panel
from tuitutor.spelling import counted

_MOST_ENTRIES = 100  # most entries of a legend or scale
_LEGEND_ROWS = 4


def _head(panel: Panel, size: Size, width: int, look: Look) -> list[Text]:
    """The title, centred over the plot, and the name of the y axis."""
    rows = []
    if title := short(panel.title, look):
        rows.append(_centre(cut(title, width, look), size, width, look.style("title")))
    label = short(panel.y.label, look)
    if label and panel.y.visible:
        rows.append(Text(cut(label, width, look), look.style("quiet")))
    return rows


def _foot(panel: Panel, size: Size, width: int, look: Look) -> list[Text]:
    """What is below the x axis and its ticks: its name, the legend, the scale."""
    rows = []
    label = short(panel.x.label, look)
    if label and panel.x.visible:
        rows.append(_centre(cut(label, width, look), size, width, look.style("quiet")))
    return [*rows, *_legend(panel, width, look), *_scale(panel, width, look)]


def heights_of(panel: Panel, size: Size, width: int, look: Look) -> tuple[int, int]:
    """The panel's rows above its plot, and all others, not counting a note about what didn't fit."""
    axis = 0 if is_bare(panel) or not panel.x.visible else 2
    return len(_head(panel, size, width, look)), size.rows + axis + len(_foot(panel, size, width, look))


def draw_panel(panel: Panel, size: Size, width: int, look: Look) -> tuple[list[Text], list[Text]]:
    """The panel in `width` columns: what is above the plot, and the plot with what is below it."""
    inks, canvas = Inks(panel, look), Canvas(size.columns, size.rows, look)
    x, y = Scale.of(panel.x), Scale.of(panel.y)
    crowded_out = paint(panel, PlotArea(x, y, size.width, size.height), canvas, inks)
    plot = canvas.rows()
    bare = is_bare(panel)
    if panel.y.visible and not bare:
        ticks = thinned(ticks_of(panel.y, y, size.rows, look, upwards=True), 2 if size.rows > 6 else 1)
        plot = _with_y_axis(plot, ticks, size.gutter, look)
    if panel.x.visible and not bare:
        plot += _x_axis(panel, x, size, width, look)
    body = [*plot, *_foot(panel, size, width, look)]
    if crowded_out:
        said = f"{counted(crowded_out, 'text')} did not fit."
        body += wrap(said, width, look, look.style("quiet"))
    if canvas.exhausted:
        body += wrap("This is more than a terminal can draw; the rest is not shown.", width, look, look.style("quiet"))
    return _head(panel, size, width, look), body


def _centre(text: str, size: Size, width: int, style: str) -> Text:
    room = size.gutter + max(0, (size.columns - cell_len(text)) // 2)
    return Text(" " * min(room, width - cell_len(text))).append(text, style)


# ---- axes -----------------------------------------------------------------------------------


def _with_y_axis(plot: Sequence[Text], ticks: Sequence[Tick], gutter: int, look: Look) -> list[Text]:
    labels, rows = dict(ticks), []
    for at, row in enumerate(plot):
        label = cut(labels.get(at, ""), gutter - 1, look)
        line = look.text("┤" if at in labels else "│")
        blank = " " * (gutter - 1 - cell_len(label))
        rows.append(Text().append(f"{blank}{label}{line}", look.style("frame")).append_text(row))
    return rows


def _x_axis(panel: Panel, scale: Scale, size: Size, width: int, look: Look) -> list[Text]:
    """The line with its ticks, and the row of labels."""
    found = ticks_of(panel.x, scale, size.columns, look)
    shifted = [(at + size.gutter, label) for at, label in found]
    kept, labels = tick_row(shifted, width, look)
    at_ticks = {at - size.gutter for at, _ in kept}
    line, corner, tick = map(look.text, "─└┬")
    rule = "".join(tick if at in at_ticks else line for at in range(size.columns))
    start = " " * (size.gutter - 1) + corner if size.gutter else ""
    return [Text(start + rule, look.style("frame")), Text(labels, look.style("frame"))]


# ---- legend and scale -----------------------------------------------------------------------


def _legend(panel: Panel, width: int, look: Look) -> list[Text]:
    inks, behind = Inks(panel, look), ground_of(panel)
    entries = [
        Text().append(inks.sample(entry), inks.style(entry, behind)).append(f" {short(entry.text, look)}")
        for entry in panel.legend[:_MOST_ENTRIES]
    ]
    rows = flowing(entries, width, look)
    if len(rows) <= _LEGEND_ROWS and len(panel.legend) <= _MOST_ENTRIES:
        return rows
    return [*rows[:_LEGEND_ROWS], Text(look.text("…"), look.style("quiet"))]


def _scale(panel: Panel, width: int, look: Look) -> list[Text]:
    """Some values of a colour bar in one row, including the lowest and the highest."""
    steps = []
    last = min(len(panel.scale), _MOST_ENTRIES) - 1
    for at, (colour, text) in enumerate(panel.scale[:_MOST_ENTRIES]):
        label = short(text, look)
        if look.colour:
            steps.append(Text().append("  ", f"on {spelled(*rgb(colour))}").append(f" {label}"))
        else:
            steps.append(Text(f"[{shade(at / max(1, last), look) * 2}] {label}"))
    for count in (len(steps), 5, 3, 2):
        if 0 < count <= len(steps):
            row = Text("  ").join([steps[round(at * last / max(1, count - 1))] for at in range(count)])
            if row.cell_len <= width:
                return [row]
    return []
