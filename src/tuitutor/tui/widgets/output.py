"""The output of a cell's run, below the cell: printed text, curves, figures, the value, the error."""

from __future__ import annotations

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from tuitutor.draw.check_results import draw_error
from tuitutor.draw.grade import draw_advice
from tuitutor.draw.look import Look, wrap
from tuitutor.engine.snapshots import CellView
from tuitutor.tui.widgets.curves import CurvesView
from tuitutor.tui.widgets.drawing import Draw, Drawn
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
        yield Drawn(classes="trouble")

    def on_mount(self) -> None:
        self._fill_all()

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
        trouble = self.query_one(Drawn)
        trouble.show(_trouble(view))
        trouble.set_class(bool(view.error or view.note), "-filled")


def _trouble(view: CellView) -> Draw:
    """The error, and the advice on it."""

    def draw(width: int, look: Look) -> Text:
        parts = []
        if view.error is not None:
            parts.append(draw_error(view.error, width, look))
        parts += [draw_advice(advice, width, look) for advice in view.advice]
        if view.note:
            parts.extend(wrap(view.note, width, look, look.style("warning")))
        return Text("\n").join(parts)

    return draw
