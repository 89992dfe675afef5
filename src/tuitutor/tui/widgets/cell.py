"""A runnable cell in the lesson's text."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message

from tuitutor.course.model import Cell
from tuitutor.draw.look import Look
from tuitutor.engine.snapshots import CellState, CellView, line_in
from tuitutor.tui.marks import Marks
from tuitutor.tui.widgets.editor import CodeEditor
from tuitutor.tui.widgets.focus import focus_now
from tuitutor.tui.widgets.line import SplitLine
from tuitutor.tui.widgets.looks import look_of
from tuitutor.tui.widgets.transcript import INDENT, NARROWEST

if TYPE_CHECKING:
    from tuitutor.tui.widgets.output import CellOutput


class CellHeader(SplitLine):
    """The line over a cell. A click on it unfolds and folds a setup cell, and selects any other."""

    class Clicked(Message):
        """The line was clicked."""

    def on_click(self) -> None:
        self.post_message(self.Clicked())


class CellBox(Vertical, can_focus=True):
    """A cell: header, editor, output. Posts what its editor posts; `index` says which cell it is.

    As in a notebook, a cell is first selected and then edited: enter goes into its editor, escape back.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "edit", "Edit", show=False)]
    DEFAULT_CSS = """
    CellBox { height: auto; margin: 0 0 1 0; }
    CellBox.-folded > CodeEditor { display: none; }
    """

    def __init__(self, cell: Cell, source: str, marks: Marks) -> None:
        super().__init__(id=f"cell-{cell.index}", name=f"cell:{cell.index}")
        self.cell = cell
        self.index = cell.index
        self._source = source
        self._marks = marks
        self._view = CellView()
        self._state = CellState.NEW
        self._output: CellOutput | None = None  # made by the first run: most cells of a long lesson never need it
        if cell.is_setup:
            self.add_class("-folded")

    @property
    def runnable(self) -> bool:
        return "skip-execution" not in self.cell.tags

    @property
    def state(self) -> CellState:
        """The state that the header shows."""
        return self._state

    @property
    def source(self) -> str:
        """The source as it stands in the editor."""
        return self.editor.text if self.query(CodeEditor) else self._source

    @property
    def output_width(self) -> int:
        """Columns that printed text has."""
        return max(NARROWEST, self.content_size.width - INDENT)

    @property
    def editor(self) -> CodeEditor:
        return self.query_one(CodeEditor)

    @property
    def editing(self) -> bool:
        """Whether keys go into the editor."""
        return self.editor.has_focus

    def action_edit(self) -> None:
        """Into the editor; a folded cell is unfolded first, and folded by a second time."""
        if self.cell.is_setup:
            self._toggle()
        if not self.has_class("-folded"):
            focus_now(self.editor)

    def compose(self) -> ComposeResult:
        yield CellHeader()
        yield CodeEditor(self._source, grows=True, read_only=not self.runnable)

    def on_mount(self) -> None:
        self._draw_header()

    @on(CellHeader.Clicked)
    def _clicked(self, event: CellHeader.Clicked) -> None:
        event.stop()
        focus_now(self, scroll_visible=False)
        if self.cell.is_setup:
            self._toggle()

    def _toggle(self) -> None:
        self.toggle_class("-folded")
        self._draw_header()

    def show_state(self, state: CellState) -> None:
        """Show the cell's state in its header."""
        if state is not self._state:
            self._state = state
            self._draw_header()

    def show(self, view: CellView) -> None:
        """Show a snapshot of the cell's run."""
        self._view = view
        if self._output is None:
            from tuitutor.tui.widgets.output import CellOutput  # draws curves, which no cell needs to be read

            self._output = CellOutput()
            self.mount(self._output)
        self._output.show(view)
        if view.error is not None:
            self._reveal(line_in(view.error, view.filename))
        self._draw_header()

    def _reveal(self, line: int | None) -> None:
        self.remove_class("-folded")
        self.editor.mark_line(line)

    def _draw_header(self) -> None:
        header = next(iter(self.query(CellHeader)), None)
        if header is None:
            return
        look, number = look_of(self.app), self._view.number
        left = Text(f"In [{' ' if number is None else number}]", style=look.style("quiet"))
        if self.cell.is_setup:
            folded = self.has_class("-folded")
            left.append(f"  {self._marks.folded if folded else self._marks.unfolded} setup", look.style("quiet"))
        header.show(self._status(look), left)

    def _status(self, look: Look) -> Text:
        if not self.runnable:
            return Text("to read, not to run", style=look.style("quiet"))
        if self._view.running:
            return Text(f"running{look.ellipsis}", style=look.style("warning"))
        ran = f"ran {self._view.seconds:.1f} s"
        match self._state:
            case CellState.OK if self._view.error is not None:
                return Text("raised, as it should", style=look.style("good"))
            case CellState.OK:
                return Text(ran, style=look.style("good"))
            case CellState.FAILED:
                return Text(_FAILURES.get(self._view.outcome or "", "failed"), style=look.style("bad"))
            case CellState.STALE:
                return Text(f"stale: edited since it {ran}", style=look.style("warning"))
            case _:
                return Text(_FAILURES.get(self._view.outcome or "", "not run"), style=look.style("quiet"))


_FAILURES = {
    "raised": "failed",
    "interrupted": "interrupted",
    "stopped": "stopped",
    "lost": "could not run",
}
