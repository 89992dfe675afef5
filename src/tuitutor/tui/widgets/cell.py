"""Widgets with code to edit and run: their base class, and the cell in the lesson's text."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from tuitutor import spelling
from tuitutor.course.model import Cell, Exercise
from tuitutor.draw.grade import in_quotes
from tuitutor.draw.look import Look
from tuitutor.engine.snapshots import CellState, CellView, line_in
from tuitutor.tui import keys
from tuitutor.tui.flow.lesson_drafts import CellDraft, Draft
from tuitutor.tui.turns import focus_now
from tuitutor.tui.widgets.editor import CodeEditor
from tuitutor.tui.widgets.guess import GuessBox
from tuitutor.tui.widgets.looks import OUTPUT_INDENT, look_of
from tuitutor.tui.widgets.single_lines import SplitLine

if TYPE_CHECKING:
    from tuitutor.assist.completion import Call
    from tuitutor.tui.widgets.run_views import CellOutput

_NARROWEST = 40  # fewest columns for tables that programs print


class CodeBox(Vertical):
    """A cell in the text, or the workbench with an exercise; runs `what`, and its editor edits the `draft`.

    `call` is the call at the cursor. Of its columns, `BESIDE` are not for printed text.
    """

    BESIDE: ClassVar[int]
    what: Cell | Exercise
    draft: Draft
    call: Call | None = None

    @property
    def output_width(self) -> int:
        """The number of columns for printed text."""
        return max(_NARROWEST, self.content_size.width - self.BESIDE)

    @property
    def editor(self) -> CodeEditor:
        return self.query_one(CodeEditor)

    def show_call(self, call: Call | None) -> None:
        """Show the signature of the call at the cursor, if there is room."""
        self.call = call
        self.draw_lines()

    def draw_lines(self) -> None:
        """Draw the lines with its status, and with help for the cursor's line."""
        raise NotImplementedError

    def counted(self) -> Text:
        """The number of problems marked in the code; empty if none."""
        look, count = look_of(self.app), len(self.editor.problems)
        line = f"{spelling.counted(count, 'problem')} · {keys.ERROR.named} {'next' if count > 1 else 'goes there'}"
        return Text(look.text(line) if count else "", look.style("warning"))

    def signatures(self) -> tuple[Text, ...]:
        """Help for the cursor's line, the fullest version first: its problem, or the signature of `call`."""
        look, problem = look_of(self.app), self.editor.problem_here if self.editor.has_focus else None
        if problem is not None:
            sentence, fix = look.line(in_quotes(problem.sentence)), look.line(in_quotes(problem.fix))
            short = Text(sentence, look.style("warning"))
            shortest = [Text(fix, look.style("warning"))] if fix else []  # where only one fits, what to do
            return (short + Text(f" {fix}", look.style("quiet")), short, *shortest)
        if self.call is None:
            return ()
        from tuitutor.draw.signatures import signatures

        return signatures(self.call, look)


_FAILURES = {"raised": "failed", "interrupted": "stopped", "stopped": "stopped", "lost": "could not run"}


class CellHeader(SplitLine):
    """The rule above a cell. A click on it selects the cell, and folds or unfolds a setup cell."""

    FILL = "─"


class CellBox(CodeBox, can_focus=True):
    """A cell: header, editor, output. `index` is its place among the cells.

    If there is something to predict, it is above the cell, in `guess`. As in a notebook, a cell is first selected and
    then edited: enter goes into its editor, escape back.
    """

    BESIDE = OUTPUT_INDENT
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "edit", "Edit", show=False)]
    DEFAULT_CSS = """
    CellBox { height: auto; margin: 0 0 1 0; }
    CellBox > .holding { height: 1; padding: 0 1; margin: 1 0 0 0; color: $quiet; }
    CellBox > .comparison { height: auto; padding: 0 1; margin: 1 0 0 0; background: $panel; display: none; }
    CellBox > .comparison.-filled { display: block; }
    CellBox.-folded > CodeEditor { display: none; }
    """

    class Blocked(Message):
        """The learner wants to go to the cell that failed above this one."""

    def __init__(self, cell: Cell, draft: CellDraft, text: str, guess: GuessBox | None = None) -> None:
        # setting the class later would restyle the cell
        super().__init__(
            id=f"cell-{cell.index}", name=f"cell:{cell.index}", classes="-folded" if cell.is_setup else None
        )
        self.cell = self.what = cell
        self.index = cell.index
        self.runnable = "skip-execution" not in cell.tags
        self.guess = guess
        self.stops: tuple[Widget, ...] = (self,) if guess is None else (guess.stop, self)  # where tab goes, in order
        self.state = CellState.NEW  # as its header shows it
        self.draft = draft
        self._text = text
        self._view = CellView()
        self._edited = ""  # the name of the edited cell above
        self._waits_for = ""  # "Keras", "1"
        self.blocked = ""  # the name of the cell above that failed, so that this one was not run
        self._holding = Static("The text goes on when this has run.", classes="holding")
        self._holding.display = False
        self._output: CellOutput | None = None  # created by the first run: most cells of a long lesson never need it

    @property
    def text(self) -> str:
        """The text in its editor, which doesn't exist yet right after mounting."""
        return self.editor.text if self.query(CodeEditor) else self._text

    @property
    def code_height(self) -> int:
        """Rows above its output; 0 if there is no output."""
        if self._output is None:
            return 0
        if self.guess is not None and self.guess.comparison.display:
            return self.guess.comparison.virtual_region.y
        return self._output.virtual_region.y

    def action_edit(self) -> None:
        """Go into the editor, or to the cell that keeps this one from running.

        A setup cell is unfolded first, or folded if it is open.
        """
        if self.blocked:
            self.post_message(self.Blocked())
        elif self.cell.is_setup:
            self._toggle()
        if not self.blocked and not self.has_class("-folded"):
            focus_now(self.editor)

    def compose(self) -> ComposeResult:
        if self.guess is not None:
            yield self.guess
        yield CellHeader()
        yield CodeEditor(self._text, grows=True, read_only=not self.runnable)
        if self.guess is not None:
            yield self._holding
            yield self.guess.comparison

    def _follow_focus(self) -> None:
        if self.blocked:  # its header names the key that goes to the other cell from here
            self.draw_lines()

    on_descendant_focus = on_descendant_blur = _follow_focus

    def on_click(self, event: events.Click) -> None:
        if isinstance(event.widget, CellHeader):
            focus_now(self, scroll_visible=False)
            if self.cell.is_setup:
                self._toggle()

    def _toggle(self) -> None:
        self.toggle_class("-folded")
        self.draw_lines()

    def show_holding(self, holding: bool) -> None:
        """Show whether the text goes on below only when this has run."""
        if self._holding.display is not holding:
            self._holding.display = holding

    def show_state(self, state: CellState, edited: str = "", waits_for: str = "", blocked: str = "") -> None:
        """Show the cell's state in its header.

        `edited` names a cell above that was edited since it ran, `waits_for` the reason to wait before it runs, and
        `blocked` the cell above that failed, so that this one was not run.
        """
        if (state, edited, waits_for, blocked) != (self.state, self._edited, self._waits_for, self.blocked):
            self.state, self._edited, self._waits_for, self.blocked = state, edited, waits_for, blocked
            self.draw_lines()

    def show(self, view: CellView) -> None:
        """Show a snapshot of the cell's run."""
        self._view = view
        if self._output is None:
            from tuitutor.tui.widgets.run_views import CellOutput  # it draws curves, needless for reading

            self._output = CellOutput()
            self.mount(self._output)
        self._output.show(view)
        if self.guess is not None:
            self.guess.show(view)
        if view.error is not None:
            self.remove_class("-folded")
            self.editor.mark_line(line_in(view.error, self.cell.filename))
        self.draw_lines()

    def draw_lines(self) -> None:
        header = next(iter(self.query(CellHeader)), None)
        if header is None:
            return
        look = look_of(self.app)
        left = Text(look.text(f"╶ {self.cell.index + 1} "), style=look.style("quiet"))
        if self.cell.is_setup:
            folded = self.has_class("-folded")
            left.append(f"{look.marks.folded if folded else look.marks.unfolded} setup ", look.style("quiet"))
        helps = self.signatures() or tuple(filter(None, (self.counted(),)))
        lefts = [Text.assemble(left, text, " ") for text in helps]
        header.show(Text.assemble(" ", self._status(look)), *(lefts or [left]))

    on_mount = follow_theme = draw_lines

    def _status(self, look: Look) -> Text:
        if not self.runnable:
            return Text("for reading only", style=look.style("quiet"))
        if self._waits_for:
            return Text(f"waiting for {self._waits_for}", style=look.style("warning"))
        if self.blocked:
            way = keys.ERROR.named if self.editor.has_focus else "enter"
            return Text(f"{self.blocked} failed; {way} goes there", style=look.style("bad"))
        if self._view.running:
            return Text(f"running{look.ellipsis}", style=look.style("warning"))
        match self.state:
            case CellState.OK if self._view.error is not None:
                return Text("raised as intended", style=look.style("good"))
            case CellState.OK:
                return Text(f"ran {self._view.seconds:.1f} s", style=look.style("good"))
            case CellState.FAILED if self._view.outcome != "interrupted":
                return Text(_FAILURES.get(self._view.outcome or "", "failed"), style=look.style("bad"))
            case CellState.EDITED:
                return Text("edited since it ran", style=look.style("warning"))
            case CellState.STALE:
                why = f"stale: {self._edited} was edited" if self._edited else "stale: to be run again"
                return Text(why, style=look.style("warning"))
            case _:
                return Text(_FAILURES.get(self._view.outcome or "", "not run"), style=look.style("quiet"))
