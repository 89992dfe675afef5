"""Sends the terminal only changed cells.

Textual sends every line of a widget that was refreshed: 3 KB for a key in the editor, the same for an epoch's curve,
and the whole screen four times while a lesson opens. Over ssh that is noticeable. So this module remembers the cells on
the terminal, and reduces updates to the differences. `App._display` and the updates are private to Textual, so they are
recognised by their attributes and not imported: with another Textual, everything is sent as usual.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from itertools import groupby
from typing import Any

from rich.cells import split_graphemes
from rich.color import Color, ColorSystem
from rich.console import COLOR_SYSTEMS, RenderableType
from rich.style import Style
from textual import events
from textual.app import App
from textual.geometry import Region, Size
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

from tuitutor.draw.plain import without_controls

_LINK = re.compile(r"link\('(https?://[!-&(-[\]-~]+)'\)")  # how Textual's Markdown renders a link
_MOVE = 4  # cells that are cheaper to send again than to jump over

Cell = tuple[str, str, str]
"""What a cell shows ("": the second half of a wide character), and the codes that begin and end its style."""

Fragment = tuple[int, int, Strip]
"""The row and column where a strip begins, and the strip."""


_ROUNDS = 3  # of layout that a new size leads to, at most: some widgets share their new rows once they know them
_SOON = 1.0  # seconds after which a new size is drawn in any case


class LeanApp(App[None]):
    """An app that sends only changes, and a new size once, when all is laid out in it.

    `action_redraw` sends everything, after something else wrote on the screen.
    """

    def __init__(self) -> None:
        super().__init__()
        self._painted = Painted()
        self._unsettled: events.Resize | None = None  # while a new size is being laid out: nothing is sent
        self._rounds = 0  # that it takes from its first layout on

    def on_mount(self) -> None:
        self.app_resume_signal.subscribe(self, lambda _: self.action_redraw())

    def on_resize(self, event: events.Resize) -> None:
        first = self._painted.size is None
        if event.size == self._painted.size and not self.sent:
            return  # Textual's driver tells the first size once more
        self._painted.resize(event.size)
        if not first:
            self._unsettled, self._rounds = event, _ROUNDS
            self.set_timer(_SOON, partial(self._settle, event, 0))

    def _settle(self, resize: events.Resize, rounds: int) -> None:
        """Draw the new size after so many rounds of layout, unless the size has changed again."""
        if self._unsettled is not resize:
            return
        if rounds:
            self.screen.call_after_refresh(self._settle, resize, rounds - 1)
        else:
            self._unsettled = None
            self.action_redraw()

    @property
    def sent(self) -> int:
        """How many characters were sent so far."""
        return self._painted.sent

    def action_redraw(self) -> None:
        """Redraw the whole screen."""
        self._painted.forget()
        self.refresh()

    def _display(self, screen: Screen[object], renderable: RenderableType | None) -> None:
        if self._unsettled is not None:
            rounds, self._rounds = self._rounds, 0
            if rounds:
                self._settle(self._unsettled, rounds)
            return
        if hasattr(renderable, "render_segments"):
            self._painted.cut_down(renderable)
        super()._display(screen, renderable)


class Painted:
    """The cells that a terminal shows, as far as they are known."""

    def __init__(self) -> None:
        self._rows: list[list[Cell | None]] = []
        self.size: Size | None = None
        self.sent = 0  # characters so far

    def resize(self, size: Size) -> None:
        """The terminal has another size now."""
        self.size = size
        self.forget()  # terminals cut, wrap or clear what they showed

    def forget(self) -> None:
        """Forget everything: the next update is sent in full."""
        self._rows = []

    def cut_down(self, update: Any) -> None:
        """Make an update of Textual's send only the cells that differ from those on the terminal."""
        drawn: object = update
        match drawn:
            case object(strips=strips, region=region):
                fragments = _of_layout(strips, region)
            case object(chops=chops, spans=spans, chop_ends=chop_ends):
                fragments = _of_chops(chops, spans, chop_ends)
            case _:  # of an unknown kind
                self.forget()
                return
        systems, best = COLOR_SYSTEMS, ColorSystem.TRUECOLOR
        update.render_segments = lambda console: self.take(fragments, systems.get(console.color_system or "", best))

    def take(self, fragments: Iterator[Fragment], colours: ColorSystem) -> str:
        """The codes that show these fragments, which count as shown from now on."""
        drawn = [(y, x, _cells(strip, colours)) for y, x, strip in fragments]
        codes = "".join(code for y, x, cells in drawn for code in self._paint(y, x, cells))
        self.sent += len(codes)
        if self.size and any(not self.size.contains(x + len(cells) - 1, y) for y, x, cells in drawn):
            self.forget()  # drawn for a larger window than there is now: nobody knows where the terminal shows it
        return codes

    def _paint(self, y: int, x: int, cells: list[Cell]) -> Iterator[str]:
        self._rows += [[] for _ in range(y + 1 - len(self._rows))]
        row = self._rows[y]
        row += [None] * (x + len(cells) - len(row))
        before = row[x : x + len(cells)]
        if before == cells:
            return
        row[x : x + len(cells)] = cells
        for start, end in _runs([old != new for old, new in zip(before, cells, strict=True)]):
            while start and not cells[start][0]:
                start -= 1  # a wide character is sent as a whole, from its first half
            yield f"\x1b[{y + 1};{x + start + 1}H"
            for (on, off), run in groupby(cells[start:end], lambda cell: cell[1:]):
                yield on + "".join(cell[0] for cell in run) + off


def _of_layout(strips: list[Iterable[Strip]], region: Region) -> Iterator[Fragment]:
    for y, line in enumerate(strips, region.y):
        x = region.x
        for strip in line:
            yield y, x, strip
            x += strip.cell_length


def _of_chops(
    chops: Sequence[Mapping[int, Strip | None]], spans: list[tuple[int, int, int]], chop_ends: list[list[int]]
) -> Iterator[Fragment]:
    for y, x1, x2 in spans:
        for end, (x, strip) in zip(chop_ends[y], chops[y].items(), strict=False):
            if strip is not None and x <= x2 and end > x1:
                yield y, x, strip.crop(0, min(end, x2) - x)


def _cells(strip: Strip, colours: ColorSystem) -> list[Cell]:
    cells: list[Cell] = []
    for text, style, _ in strip:
        on, off = _codes(style, colours)
        text = without_controls(text)  # a title, a path or a notification must not command the terminal
        if text.isascii():
            cells += [(character, on, off) for character in text]
            continue
        for start, end, width in split_graphemes(text)[0]:
            if width:
                cells += [(text[start:end], on, off)] + [("", on, off)] * (width - 1)
            elif cells:
                cells[-1] = (cells[-1][0] + text[start:end], on, off)
    return cells


@lru_cache(maxsize=4096)
def _codes(style: Style | None, colours: ColorSystem) -> tuple[str, str]:
    if style is not None and colours is ColorSystem.EIGHT_BIT:
        style += Style.from_color(_grey(style.color), _grey(style.bgcolor))
    on, _, off = ("", "", "") if style is None else Strip.render_style(style, "\0", colours).partition("\0")
    if style is not None and (found := _LINK.fullmatch(str(style.meta.get("@click", "")))):
        return f"{on}\x1b]8;;{found[1]}\x1b\\", f"\x1b]8;;\x1b\\{off}"
    return on, off


def _grey(colour: Color | None) -> Color | None:
    """One of the 26 greys of a 256-colour terminal, by its number: Rich would take a neighbour."""
    if colour is None or colour.triplet is None or len({*colour.triplet}) > 1:
        return None
    level = colour.triplet.red
    if level == 255:
        return Color.from_ansi(231)
    return Color.from_ansi(232 + level // 10) if level % 10 == 8 and level < 240 else None


def _runs(changed: list[bool]) -> Iterator[tuple[int, int]]:
    """Ranges of changed cells as (first, past the last); ranges close together are merged."""
    start = end = -1
    for at, differs in enumerate(changed):
        if not differs:
            continue
        if start >= 0 and at - end > _MOVE:
            yield start, end
            start = at
        start, end = (at if start < 0 else start), at + 1
    if start >= 0:
        yield start, end


def mark(node: Widget, on: bool, name: str, styled: Sequence[Widget]) -> None:
    """Add or remove a class that only these widgets' own styles depend on: Textual would restyle everything inside."""
    if node.has_class(name) is not on:
        node.set_class(on, name, update=False)
        node.app.stylesheet.update_nodes(styled)
