"""One panel: title, plot with axes, and legend, as rows of text."""

from __future__ import annotations

from rich.cells import cell_len
from rich.text import Text

from tuitutor.draw.figures.axes import Size, cut, is_bare, short, thinned, tick_row, ticks_of
from tuitutor.draw.figures.inks import Inks
from tuitutor.draw.figures.marks import Plot, ground_of
from tuitutor.draw.figures.painting import Canvas
from tuitutor.draw.look import Look, flowing, wrap
from tuitutor.protocol.figures import Panel
from tuitutor.spelling import counted

_MOST_ENTRIES, _LEGEND_ROWS = 100, 4


def draw_panel(panel: Panel, size: Size, width: int, look: Look) -> tuple[list[Text], list[Text]]:
    """The panel in `width` columns: what is above the plot, and the plot with what is below it."""
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
    kept, labels = tick_row([(at + size.gutter, label) for at, label in ticks_of(panel.x, size.columns, look)], width)
    at_ticks = {at - size.gutter for at, _ in kept}
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
