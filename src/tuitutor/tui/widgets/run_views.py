"""The output of a run: printed text, curves, maps, pictures; and all of it below a cell."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace
from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.geometry import Size
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Static

from tuitutor.course.kind import Goal
from tuitutor.draw.curves import NO_GOALS, Reading, draw_curves
from tuitutor.draw.grade import draw_advice, draw_error
from tuitutor.draw.look import PANEL_GAP, Look, crop, wrap
from tuitutor.draw.maps import draw_map
from tuitutor.draw.pictures import draw_picture
from tuitutor.draw.strip import STRIP_ROWS, draw_strip
from tuitutor.draw.words import describe_curves, status
from tuitutor.engine.snapshots import CellView, FitCurves, Picture, Pictures, Transcript
from tuitutor.spelling import counted
from tuitutor.tui.widgets.drawing import FullDrawing, lay_out
from tuitutor.tui.widgets.looks import OUTPUT_INDENT, look_of

MOST_CHARACTERS = 24_000  # characters, from the end: each frame of a flood makes them safe and lays them out again


class TranscriptView(Static):
    """Printed text made safe, never read as markup; of a very long text, the first and the last lines."""

    DEFAULT_CSS = """
    TranscriptView { height: auto; width: 1fr; }
    """

    def __init__(self, most_lines: int, *, id: str | None = None) -> None:
        super().__init__("", id=id, markup=False)
        self._most_lines = most_lines
        self.lines = 0
        self._transcript = Transcript()

    def show(self, transcript: Transcript) -> None:
        """Show this text."""
        if transcript is not self._transcript:
            self._transcript = transcript
            text = laid_out(transcript, self._most_lines, look_of(self.app))
            self.lines = 1 + text.plain.count("\n")
            self.update(text)


def laid_out(transcript: Transcript, most_lines: int, look: Look) -> Text:
    """The text in at most `most_lines` lines, and a line that says how much was left out."""
    transcript = transcript.last(MOST_CHARACTERS)
    head, tail = look.text(transcript.head), look.text(transcript.tail)
    if transcript.dropped:
        lines = [*head.split("\n"), *tail.rstrip("\n").split("\n")]
        at = min(head.count("\n") + 1, most_lines // 2)
        rest = lines[max(at, len(lines) - (most_lines - at)) :]
        return _with_gap(lines[:at], f"{transcript.dropped:,} characters and more", rest, look)
    lines = (head + tail).rstrip("\n").split("\n")
    if len(lines) <= most_lines:
        return Text("\n".join(lines))
    at = most_lines // 2
    return _with_gap(lines[:at], f"{len(lines) - most_lines:,} lines", lines[len(lines) - (most_lines - at) :], look)


def _with_gap(head: list[str], omitted: str, tail: list[str], look: Look) -> Text:
    gap = f"{look.ellipsis} {omitted} left out {look.ellipsis}"
    return Text.assemble("\n".join(head), "\n", (gap, "italic dim"), "\n", "\n".join(tail))


_MAP, BESIDE_MAP = 20, 72  # columns of the map beside the curves, and from how many they are side by side
_WIDEST = 100  # columns: a curve of some dozen epochs gains nothing from more
_PLOT = 11  # rows of the plot if the height is free
_LEAST = 10  # and of one that can spare a row for words


class CurvesView(Widget):
    """Draws the latest snapshot at its own size; once training is done, also with a line in words.

    In the lesson's text (`inline`) it begins with a status line, and words and plot are as high as they need to be.
    In few rows it is a strip. `with_map`: the map is beside the curves, if there is room; `faded`: in weaker colours,
    since the code that trained it has changed.
    """

    faded = reactive(False)

    with_map = False
    _map_elsewhere = False

    DEFAULT_CSS = """
    CurvesView { width: 1fr; height: 1fr; }
    CurvesView.-inline { height: auto; }
    """

    def __init__(self, empty: str = "", *, inline: bool = False, id: str | None = None) -> None:
        super().__init__(id=id, classes="-inline" if inline else None)
        self._inline = inline
        self._empty = empty
        self._curves: FitCurves | None = None
        self._ghost: FitCurves | None = None
        self.goals: Mapping[str, Goal] = NO_GOALS
        self._reading = Reading()

    def show(
        self,
        curves: FitCurves | None,
        ghost: FitCurves | None = None,
        goals: Mapping[str, Goal] = NO_GOALS,
        reading: Reading = Reading(),
    ) -> None:
        """Draw these curves, those of an earlier run as a ghost, and the metrics' goals."""
        if curves is self._curves and (ghost, goals, reading) == (self._ghost, self.goals, self._reading):
            return
        self.goals = goals
        self._reading = reading
        ended = curves is not None and curves.done and not (self._curves is not None and self._curves.done)
        self._curves, self._ghost = curves, ghost
        if self._inline and ended:
            lay_out(self)
        else:
            self.refresh()

    def leave_map_out(self, elsewhere: bool) -> None:
        """Draw no map in the strip, since it is drawn `elsewhere`, or draw it again."""
        if elsewhere is not self._map_elsewhere:
            self._map_elsewhere = elsewhere
            self.refresh()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return _PLOT + 1 + len(self._words(min(width, _WIDEST), look_of(self.app)))

    def render(self) -> Text:
        width, height = min(self.content_size.width, _WIDEST), self.content_size.height
        curves, look = self._curves, look_of(self.app)
        if curves is None or width < 2:
            return Text(look.text(self._empty), style=look.style("quiet"))
        if not self._inline and height <= STRIP_ROWS:
            curves = replace(curves, maps=()) if self._map_elsewhere else curves
            return draw_strip(curves, width, look, self._ghost, self.goals, self._reading, faded=self.faded)
        taken = curves.map_at(None if self._reading.cursor is None else int(self._reading.cursor))
        if self.with_map and taken is not None and width >= BESIDE_MAP:
            lines = self._draw(curves, width - _MAP - PANEL_GAP, height, look).split("\n", allow_blank=True)
            shown = draw_map(taken.map, _MAP, height, look, f"epoch {taken.epoch}", faded=self.faded)
            map_ = shown.split("\n", allow_blank=True)
            for line, part in zip(lines, map_, strict=False):
                line.append(" " * (width - _MAP - line.cell_len)).append_text(part)
            return Text("\n").join(lines)
        return self._draw(curves, width, height, look)

    def _draw(self, curves: FitCurves, width: int, height: int, look: Look) -> Text:
        words = self._words(width, look)
        if not self._inline:  # their row is kept free from the start: the curves stay as they are when it is filled
            words = (words or [Text()]) if height > _LEAST else []
        head = [crop(Text(look.text(status(curves, width))), width, look)] if self._inline else []
        rows = height - len(head) - len(words)
        drawn = draw_curves(curves, width, rows, look, self._ghost, self.goals, self._reading)
        return Text("\n").join([*head, drawn, *words])

    def _words(self, width: int, look: Look) -> list[Text]:
        curves = self._curves
        if curves is None or not curves.done:
            return []
        if self._inline:
            return wrap(describe_curves(curves), width, look, look.style("quiet"))
        return [crop(Text(look.line(describe_curves(curves, width)), look.style("quiet")), width, look)]


class MapView(Widget, can_focus=True):
    """Draws the map of a fit at its own size, the latest or of an epoch; `faded`: in weaker colours."""

    faded = reactive(False)

    DEFAULT_CSS = """
    MapView { width: 1fr; height: 1fr; }
    """

    _curves: FitCurves | None = None
    _epoch: int | None = None

    def show(self, curves: FitCurves | None, epoch: int | None = None) -> None:
        """Draw the map of these curves at that epoch, or the latest."""
        if curves is not self._curves or epoch != self._epoch:
            self._curves, self._epoch = curves, epoch
            self.refresh()

    def render(self) -> Text:
        width, height = self.content_size
        taken = None if self._curves is None else self._curves.map_at(self._epoch)
        if taken is None or width < 2:
            return Text("")
        return draw_map(taken.map, width, height, look_of(self.app), f"epoch {taken.epoch}", faded=self.faded)


MOST_PICTURES = 8  # pictures under a cell


class PicturesView(Widget):
    """Draws the last few pictures at its own width, as high as they turn out.

    A figure drawn live never gets lower, so that the text below stays in place.
    """

    DEFAULT_CSS = """
    PicturesView { width: 1fr; height: auto; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._all = self._pictures = Pictures()
        self._drawn: list[tuple[Picture, list[Text]]] = []
        self._drawn_for: tuple[int, Look] | None = None
        self._heights: dict[tuple[int, bool], int] = {}  # the most lines of every picture so far
        self._height = 0

    def show(self, pictures: Pictures) -> None:
        """Draw these pictures."""
        if pictures is not self._all:
            if not pictures:
                self._heights = {}
            self._all, self._pictures = pictures, pictures.last(MOST_PICTURES)
            self._redraw()

    def _redraw(self) -> None:
        before = self._height
        self.refresh(layout=len(self._lines(self.content_size.width)) != before)

    follow_theme = _redraw

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self._lines(width))

    def render(self) -> Text:
        return Text("\n").join(self._lines(self.content_size.width))

    def _lines(self, width: int) -> list[Text]:
        look = look_of(self.app)
        if width < 2:
            return []
        if self._drawn_for != (width, look):
            self._drawn_for = width, look
            self._drawn, self._heights = [], {}
        self._drawn = [(picture, self._picture(picture, width, look)) for picture in self._pictures.kept]
        lines: list[Text] = []
        if left_out := self._pictures.left_out:
            lines = wrap(f"{counted(left_out, 'earlier figure')} not shown.", width, look, look.style("quiet"))
        for _, drawn in self._drawn:
            lines += [Text()] * bool(lines) + drawn
        self._height = len(lines)
        return lines

    def _picture(self, picture: Picture, width: int, look: Look) -> list[Text]:
        """The picture as drawn before, or drawn now, with blank lines up to its largest height."""
        for known, lines in self._drawn:
            if known is picture:
                return lines
        drawn = draw_picture(picture.shown, width, look)
        lines = [crop(line, width, look) for line in drawn.split("\n", allow_blank=True)]
        key = picture.number, picture.is_model
        self._heights[key] = height = max(self._heights.get(key, 0), len(lines))
        return lines + [Text()] * (height - len(lines))


_MOST_LINES = 40


class CellOutput(Vertical):
    """The output of a cell's run; empty parts take no room."""

    DEFAULT_CSS = f"""
    CellOutput {{ height: auto; padding: 0 0 0 {OUTPUT_INDENT}; }}
    CellOutput > * {{ display: none; margin: 1 0 0 0; }}
    CellOutput > .-filled {{ display: block; }}
    CellOutput > Static {{ height: auto; }}
    """

    _view = CellView()

    def compose(self) -> ComposeResult:
        yield TranscriptView(_MOST_LINES)
        yield CurvesView(inline=True)
        yield PicturesView()
        yield Static(classes="value", markup=False)
        yield FullDrawing(classes="problem")

    def show(self, view: CellView) -> None:
        """Show a snapshot of the cell's run."""
        self._view = view
        if self.query(CurvesView):
            self._fill_all()

    def _fill_all(self) -> None:
        view, shown = self._view, self._view.shown
        transcript = self.query_one(TranscriptView)
        transcript.show(shown.transcript)
        transcript.set_class(bool(shown.transcript), "-filled")
        curves = self.query_one(CurvesView)
        curves.show(shown.curves)
        # a figure that compares several fits says more than the curve of the last one
        compared = not view.running and len(shown.fits) > 1 and bool(shown.pictures)
        curves.set_class(shown.curves is not None and not compared, "-filled")
        pictures = self.query_one(PicturesView)
        pictures.show(shown.pictures)
        pictures.set_class(bool(shown.pictures), "-filled")
        value = self.query_one(".value", Static)
        value.update(Text(look_of(self.app).text(shown.value or "")))
        value.set_class(bool(shown.value), "-filled")
        problem = self.query_one(FullDrawing)

        def draw(width: int, look: Look) -> Text:
            parts = []
            if view.error is not None:
                parts.append(draw_error(view.error, width, look))
            parts += [draw_advice(advice, width, look) for advice in view.advice]
            if view.note:
                parts.extend(wrap(view.note, width, look, look.style("warning")))
            return Text("\n").join(parts)

        problem.show(draw)
        problem.set_class(bool(view.error or view.note), "-filled")

    on_mount = _fill_all
