"""The workbench: an exercise's editor, and under it the results of the latest attempt."""

from __future__ import annotations

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.message import Message
from textual.widgets import ContentSwitcher, OptionList
from textual.widgets.option_list import Option

from tuitutor.course.checks import Question
from tuitutor.course.model import Exercise
from tuitutor.engine.guidance import Hint
from tuitutor.engine.snapshots import AttemptView
from tuitutor.grading.question import chosen
from tuitutor.grading.verdicts import Verdict
from tuitutor.progress.progress import ExerciseProgress
from tuitutor.tui.flow.answers import with_answer
from tuitutor.tui.marks import Marks
from tuitutor.tui.widgets import panels
from tuitutor.tui.widgets.curves import CurvesView
from tuitutor.tui.widgets.drawing import Drawing
from tuitutor.tui.widgets.editor import CodeEditor
from tuitutor.tui.widgets.focus import focus_now
from tuitutor.tui.widgets.hints import HintsView
from tuitutor.tui.widgets.line import SplitLine
from tuitutor.tui.widgets.looks import look_of
from tuitutor.tui.widgets.pictures import PicturesView
from tuitutor.tui.widgets.standing import standing
from tuitutor.tui.widgets.tabs import TabLine
from tuitutor.tui.widgets.transcript import NARROWEST, TranscriptView

_TABS = ("curves", "output", "checks", "model", "hints")
_MOST_LINES = 600
_NO_CURVES = "Loss and accuracy appear here while the model trains."


class Workbench(Vertical):
    """Shows one exercise at a time. Edits arrive as `CodeEditor.Edited`, choices are written into the draft."""

    DEFAULT_CSS = """
    Workbench > #bench-title { padding: 0 1; margin: 1 0; }
    Workbench > #bench-status { padding: 0 1; }
    Workbench > OptionList { height: auto; max-height: 8; border: none; padding: 0 1; margin: 0 0 1 0; display: none; }
    Workbench > OptionList, Workbench > OptionList:focus { background: $background; border: none; }
    Workbench > CodeEditor { height: 1fr; padding: 0 1; }
    Workbench.-asks > OptionList { display: block; }
    Workbench.-asks > CodeEditor { height: auto; min-height: 3; max-height: 1fr; margin: 0 0 1 0; }
    Workbench > TabLine { padding: 0 1; margin: 1 0 0 0; }
    Workbench > ContentSwitcher { height: 1fr; padding: 0 1; }
    Workbench PicturesView { margin: 1 0 0 0; }
    .-low Workbench.-graded > ContentSwitcher { height: 2fr; }
    """

    class TabShown(Message):
        """Another tab is on top."""

        def __init__(self, name: str) -> None:
            super().__init__()
            self.name = name

    def __init__(self, exercise: Exercise, text: str, marks: Marks) -> None:
        super().__init__(id="workbench")
        self.exercise = exercise
        self._text = text
        self._marks = marks
        self._view = AttemptView()
        self._progress = ExerciseProgress()
        self._hints: tuple[Hint, ...] = ()

    @property
    def editor(self) -> CodeEditor:
        return self.query_one("#editor", CodeEditor)

    @property
    def output_width(self) -> int:
        """Columns that printed text has."""
        return max(NARROWEST, self.query_one(ContentSwitcher).content_size.width - 1)  # its scrollbar

    @property
    def tab(self) -> str:
        return self.query_one(ContentSwitcher).current or _TABS[0]

    def compose(self) -> ComposeResult:
        yield SplitLine(id="bench-title")
        yield OptionList(id="choices", markup=False)
        yield CodeEditor(self._text, id="editor")
        yield SplitLine(id="bench-status")
        yield TabLine()
        with ContentSwitcher(initial="checks"):
            yield CurvesView(_NO_CURVES, id="curves")
            with VerticalScroll(id="output"):
                yield TranscriptView(_MOST_LINES)
                yield PicturesView()
            yield Drawing(id="checks")
            yield Drawing(id="model")
            yield HintsView(id="hints")

    def on_mount(self) -> None:
        self._draw()

    def enter(self) -> None:
        """Take the focus: the choices of a question, else the editor."""
        asks = self.has_class("-asks")
        focus_now(self.query_one("#choices", OptionList) if asks else self.editor)

    def open(self, exercise: Exercise, text: str) -> None:
        """Put another exercise on the bench."""
        if exercise is not self.exercise:
            self.exercise = exercise
            self.editor.reload(text)
            self.show(AttemptView(), ExerciseProgress())

    def show(self, view: AttemptView, progress: ExerciseProgress) -> None:
        """Show a snapshot of the latest attempt, and what was reached before."""
        self._view, self._progress = view, progress
        self._draw()

    async def show_hints(self, hints: tuple[Hint, ...]) -> None:
        """Show the hints that were asked for."""
        self._hints = hints
        await self.query_one(HintsView).show(hints, len(self.exercise.hints))
        self._draw_lines()

    def show_tab(self, name: str) -> None:
        """Put a tab on top."""
        if name != self.tab:
            self.query_one(ContentSwitcher).current = name
            self._draw_lines()
            self.post_message(self.TabShown(name))

    def next_tab(self) -> None:
        """Put the next tab on top."""
        self.show_tab(_TABS[(_TABS.index(self.tab) + 1) % len(_TABS)])

    def scroll_results(self, step: int) -> None:
        """Scroll the tab on top by some lines, up (-1) or down (1)."""
        panel = self.query_one(ContentSwitcher).visible_content
        if panel is not None:
            panel.scroll_relative(y=step * max(1, panel.size.height // 2), animate=False)

    def _draw(self) -> None:
        view = self._view
        self.query_one("#curves", CurvesView).show(view.shown.curves, view.ghost)
        self.query_one(TranscriptView).show(view.shown.transcript)
        self.query_one(PicturesView).show(view.shown.pictures)
        self.query_one("#checks", Drawing).show(panels.checks(self.exercise, view, self._marks))
        self.query_one("#model", Drawing).show(panels.model(view))
        self.set_class(view.grade is not None, "-graded")
        self._draw_choices()
        self._draw_lines()

    def _draw_lines(self) -> None:
        look, view = look_of(self.app), self._view
        done = standing(self.exercise, self._progress, look)
        attempt = Text(f"attempt {view.number}", style=look.style("quiet")) if view.stage else done
        self.query_one("#bench-title", SplitLine).show(attempt, Text(look.text(self.exercise.title), style="bold"))
        idle = not (view.stage or view.grade or view.note)
        line = Text("^r runs and grades it", style=look.style("quiet")) if idle else panels.attempt_status(view, look)
        self.query_one("#bench-status", SplitLine).show("", line)
        self.query_one(TabLine).show(tuple((name, self._label(name)) for name in _TABS), self.tab)

    def _label(self, name: str) -> str:
        grade = self._view.grade
        if name == "checks" and grade is not None:
            passed = sum(result.verdict is Verdict.PASSED for result in grade.results)
            return f"Checks {passed}/{len(grade.results)}"
        if name == "hints" and self.exercise.hints:
            return f"Hints {len(self._hints)}/{len(self.exercise.hints)}"
        return name.capitalize()

    def _draw_choices(self) -> None:
        choices = self.query_one("#choices", OptionList)
        asked = next((check.kind for check in self.exercise.checks if isinstance(check.kind, Question)), None)
        offered = asked.choices if asked else ()
        self.set_class(bool(offered), "-asks")
        choice = chosen(asked, self.editor.text) if asked else None
        at = choices.highlighted or 0
        choices.set_options(
            Option(f"{self._marks.full if text == choice else self._marks.untouched} {text}") for text in offered
        )
        choices.highlighted = at if offered else None

    @on(OptionList.OptionSelected, "#choices")
    def _choose(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        kind = next(check.kind for check in self.exercise.checks if isinstance(check.kind, Question))
        self.editor.put(with_answer(self.editor.text, kind.choices[event.option_index]))
        self._draw_choices()

    @on(TabLine.Chosen)
    def _click_tab(self, event: TabLine.Chosen) -> None:
        event.stop()
        self.show_tab(event.name)
