"""What a cell's run shows, under the cell: printed text, curves, figures, the value, the error."""

from __future__ import annotations

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from tuitutor.draw.checks import draw_error
from tuitutor.draw.look import wrap
from tuitutor.tui.flow.shown import CellView
from tuitutor.tui.widgets.curves import CurvesView
from tuitutor.tui.widgets.looks import look_of
from tuitutor.tui.widgets.pictures import PicturesView
from tuitutor.tui.widgets.transcript import INDENT, TranscriptView

_MOST_LINES = 40


class CellOutput(Vertical):
    """Parts that have nothing to show take no room."""

    DEFAULT_CSS = f"""
    CellOutput {{ height: auto; padding: 0 0 0 {INDENT}; }}
    CellOutput > * {{ display: none; margin: 1 0 0 0; }}
    CellOutput > .-filled {{ display: block; }}
    CellOutput > Static {{ height: auto; }}
    """

    def __init__(self) -> None:
        super().__init__()
        self._view = CellView()

    def compose(self) -> ComposeResult:
        yield TranscriptView(_MOST_LINES)
        yield CurvesView(inline=True)
        yield PicturesView()
        yield Static(classes="value", markup=False)
        yield Static(classes="trouble", markup=False)

    def on_mount(self) -> None:
        self._fill_all()

    def on_resize(self) -> None:
        self._fill(".trouble", self._trouble(self._view))

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
        curves.set_class(shown.curves is not None, "-filled")
        pictures = self.query_one(PicturesView)
        pictures.show(shown.pictures)
        pictures.set_class(bool(shown.pictures), "-filled")
        self._fill(".value", Text(look_of(self.app).text(shown.value)))
        self._fill(".trouble", self._trouble(view))

    def _fill(self, selector: str, text: Text) -> None:
        widget = self.query_one(selector, Static)
        widget.set_class(bool(text.plain), "-filled")
        widget.update(text)

    def _trouble(self, view: CellView) -> Text:
        look, width = look_of(self.app), max(20, self.size.width - 4)
        parts = []
        if view.error is not None:
            parts.append(draw_error(view.error, width, look))
        if view.note:
            parts.extend(wrap(view.note, width, look, look.style("warning")))
        return Text("\n").join(parts)
