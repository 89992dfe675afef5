"""The workbench: an exercise's editor, and below it the curves and results of the latest attempt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content

from tuitutor.course.choices import Question
from tuitutor.course.model import Exercise
from tuitutor.draw.curves import Reading, is_positive, stepped
from tuitutor.draw.grade import draw_goal
from tuitutor.draw.look import Look, Role
from tuitutor.draw.metrics import goals_of
from tuitutor.draw.plain import unmarked
from tuitutor.draw.strip import STRIP_ROWS
from tuitutor.engine.attempt_recorder import view_of
from tuitutor.engine.experiments import best_before, score
from tuitutor.engine.guidance import cut_off
from tuitutor.engine.snapshots import AttemptView, line_in
from tuitutor.grading.question import parse_choice, with_answer
from tuitutor.grading.verdicts import Verdict
from tuitutor.progress.attempt_record import PastAttempt
from tuitutor.progress.progress import ExerciseProgress
from tuitutor.tui import keys
from tuitutor.tui.flow.lesson_drafts import ExerciseDraft
from tuitutor.tui.turns import focus_now
from tuitutor.tui.widgets import panels
from tuitutor.tui.widgets.card import ExerciseCard
from tuitutor.tui.widgets.cell import CodeBox
from tuitutor.tui.widgets.choosing import PICK_FIRST, ExerciseChoices, offers
from tuitutor.tui.widgets.editor import CodeEditor
from tuitutor.tui.widgets.looks import look_of
from tuitutor.tui.widgets.panels import CODE, CODE_IF_LOW, PANEL, rows_of_question, share_rows
from tuitutor.tui.widgets.progress_marks import standing
from tuitutor.tui.widgets.prose import ProseView
from tuitutor.tui.widgets.prose import rows as text_rows
from tuitutor.tui.widgets.results import Results
from tuitutor.tui.widgets.single_lines import SplitLine

_ALL = 76, 38  # columns and rows from which there is room for all results
_MOST_CHOICES = 8  # rows
_CURVES = 12  # rows with axes, and what the curves did in words
_BESIDE_TITLE = 6  # columns of the frame's upper line that its title can't have
_AROUND = 2  # rows of the window that are neither the bench's nor a message's: the header and the keys


class Workbench(CodeBox):
    """Shows one exercise at a time, after the first `show`. `CodeEditor.Edited` reports edits. After a pass, `onward`
    names the next part. `view` is the attempt to show, and `ran` its code.

    Choices are written into the draft. Below the editor are the curves, which stay until the next run, and below them
    the attempt's status and the reasons for it.
    """

    BESIDE = 1  # its scrollbar
    DEFAULT_CSS = f"""
    Workbench {{
        border: round $border-blurred;
        padding: 0 1;
        border-title-color: $quiet;
        border-subtitle-color: $quiet;
        border-subtitle-align: left;
    }}
    Workbench.-within {{ border: heavy $primary; }}
    Workbench > #question {{ height: auto; display: none; }}
    #question > ProseView {{ padding: 0; }}
    Workbench > OptionList {{ height: auto; max-height: {_MOST_CHOICES}; border: none; padding: 0; display: none; }}
    Workbench > OptionList, Workbench > OptionList:focus {{ background: $background; border: none; }}
    Workbench > #choices:focus > .option-list--option-highlighted {{
        background: $block-cursor-blurred-background;
        color: $block-cursor-blurred-foreground;
        text-style: $block-cursor-blurred-text-style;
    }}
    Workbench > CodeEditor {{ height: 1fr; }}
    Workbench.-edited #checks, Workbench.-edited #curves {{ text-style: dim; }}
    Workbench.-asks > #question, Workbench.-asks > OptionList {{ display: block; }}
    Workbench.-asks > CodeEditor {{ display: none; }}
    """

    def __init__(self, exercise: Exercise, text: str) -> None:
        # setting classes later would restyle everything
        super().__init__(id="workbench", classes="-asks" if offers(exercise) else None)
        self.exercise = self.what = exercise
        self.draft = ExerciseDraft.of(exercise)
        self.results = Results(exercise, self._results_changed)
        self._task_line, self._question_text = SplitLine(id="task"), VerticalScroll(id="question")
        self._choices = ExerciseChoices(self._choose)
        self.action_enlarge = self.results.enlarge  # a part, whose name was clicked
        self._text = text
        self.view = AttemptView()
        self._reading = Reading()
        self.ran = text
        self._best_as_ghost = False
        self._fresh = True  # nothing has run since the exercise was opened, and no earlier attempt is shown
        self._progress = ExerciseProgress()
        self._doubt = ""  # why the code was not run
        self._question_of = ""  # the label of the exercise whose task is above the choices
        self.onward = ""  # the name of the part after a pass

    def compose(self) -> ComposeResult:
        yield self._task_line
        yield self._question_text
        yield self._choices
        yield CodeEditor(self._text, id="editor")
        yield self.results

    def _results_changed(self) -> None:
        if self.results.names != self.border_subtitle:
            self.border_subtitle = self.results.names
        self._share_rows()

    def on_resize(self) -> None:
        self.results.has_room = self.content_size.width >= _ALL[0] and self._whole_height >= _ALL[1]
        self.results.redraw()
        self._draw_title()

    def _share_rows(self) -> None:
        """Share the rows between the parts.

        Before the bench is laid out, share the rows to come, so that nothing moves after the first paint.
        """
        laid_out = self.content_size.height
        rows = self._whole_height - self._task_line.display
        hidden = self._whole_height - laid_out if laid_out else 0
        if self.has_class("-asks"):
            if not laid_out:
                return
            width = self.content_size.width
            choices = min(self._choices.rows(width), _MOST_CHOICES) + self._choices.styles.margin.bottom
            most = rows_of_question(rows - hidden, choices, 1 + self.results.rows_of("checks", width))
            self._question_text.styles.max_height = most
            self.results.share(rows - choices - min(most, text_rows(self.exercise.prose, width)), 0)
            self.results.styles.height = "1fr"
            return
        low, results = self.screen.has_class("-low"), self.results
        curves = STRIP_ROWS if low else _CURVES
        panel = (rows - curves) * 3 // 5 if results.has_room else PANEL - low
        keep, lines = CODE_IF_LOW if low else CODE, self.editor.document.line_count
        below = share_rows(rows, hidden, lines, curves + 1 + panel, keep)
        if results.enlarged:  # someone who steps through the epochs of a map also wants to see the curve
            curves = STRIP_ROWS if results.enlarged == "learned" else 0
        results.share(below, curves if self.view.shown.curves is not None or results.at == "curves" else 0)

    @property
    def _whole_height(self) -> int:
        """The rows without any message."""
        return max(self.content_size.height, self.app.size.height - _AROUND - self.gutter.height)

    def enter(self) -> None:
        """Take the focus: the choices of a question, or else the editor."""
        focus_now(self._choices if self.has_class("-asks") else self.editor)

    def open(self, exercise: Exercise, text: str) -> None:
        """Put another exercise on the bench."""
        self.exercise = self.what = exercise
        self.draft = ExerciseDraft.of(exercise)
        self.editor.reload(text)
        self.results.open(exercise)
        self._choices.highlighted = None
        self._fresh = True
        self.onward = ""
        self.show(AttemptView(), ExerciseProgress())

    def begin(self) -> None:
        """A run begins."""
        self.show_doubt("")
        self.ran = self.editor.text
        self._fresh = False
        self.editor.mark_line(None)

    def show_doubt(self, doubt: str) -> bool:
        """Say above the results why the code was not run; "" removes the sentence. False if it isn't in sight there."""
        if doubt != self._doubt:
            self._doubt = doubt
            headed, edited = not self.has_class("-recalled"), self.has_class("-edited")
            if doubt:
                self.results.turn_to("checks")
            self.results.show_checks(headed=headed, doubt=doubt, edited=edited)
            self._share_rows()
        return self.results.shows_checks

    def recall(self, attempts: tuple[PastAttempt, ...]) -> None:
        """Take all stored attempts; if the bench shows none yet, show the latest."""
        self.results.show_attempts(attempts)
        if attempts and self._fresh:
            self._fresh = False
            self.ran = attempts[-1].code
            at = self.editor.cursor_location
            self.show(view_of(attempts[-1], attempts[:-1]), self._progress, recalled=True)
            self.editor.move_cursor(at)
        self.draw_lines()

    def show(self, view: AttemptView, progress: ExerciseProgress, *, recalled: bool = False) -> None:
        """Show a snapshot of the latest attempt, and the earlier progress. `recalled`: it is from an earlier visit."""
        before, self.view, self._progress, self._doubt = self.view, view, progress, ""
        if (view.number, len(view.shown.fits)) != (before.number, len(before.shown.fits)):
            self._reading = replace(self._reading, cursor=None)
        self.set_class(recalled, "-recalled")
        self._mark_edited()
        self._draw_training()
        self.set_class(self.is_over, "-graded")
        self.results.show(view, headed=not recalled)
        self._draw_choices()
        self.draw_lines()
        self._share_rows()
        if view.grade is not None and view.grade.error is not None and not self.has_class("-edited"):
            self.editor.mark_line(line_in(view.grade.error, self.exercise.filename))

    @on(CodeEditor.Edited)
    def _edited(self) -> None:
        """The results may no longer belong to the text, or belong to it again."""
        self.show_doubt("")
        if self.is_over:
            self._mark_edited()
            self.draw_lines()
        self._share_rows()

    def _mark_edited(self) -> None:
        """Have results of other code recede."""
        edited = self.is_over and not self.editor.shows(self.ran)
        self.set_class(edited, "-edited")
        self.results.curves.faded = self.results.map.faded = edited

    @property
    def plays_first(self) -> bool:
        """Whether the exercise asks for a network from the playground, and has none yet."""
        return self.exercise.challenge is not None and self.editor.shows(self.exercise.starter)

    @property
    def _question(self) -> Question | None:
        """The exercise's question, if it is answered by picking a choice."""
        return self.exercise.question if offers(self.exercise) else None

    @property
    def missing(self) -> str:
        """What the learner has to do before there is anything to grade; "" if nothing."""
        draft = self.editor.text
        if (question := self._question) is not None:
            return "" if parse_choice(question, draft) else PICK_FIRST
        if draft.strip():
            return ""
        return f"The answer is empty; write it in the editor, or {keys.RESET.named} brings the starter back."

    @property
    def is_over(self) -> bool:
        """Whether the attempt has ended."""
        return self.view.grade is not None or bool(self.view.note)

    @property
    def why_no_tries(self) -> str:
        """Why no changes of the attempt can be tried, in a sentence; "" if they can."""
        grade = self.view.grade
        if grade is None or not self.has_curve:
            return "Changes are tried of a run that trained and failed; there is none here yet."
        if grade.verdict.done:
            return "This run passed, so there is nothing to try."
        return "" if grade.verdict is Verdict.FAILED else "This run has no verdict, so nothing is tried."

    @property
    def tries(self) -> bool:
        """Whether changes of the attempt are being tried."""
        return self.view.what_if is not None and not self.view.what_if.over

    @property
    def passed(self) -> int:
        """The attempt's number if it passed in this visit, or is graded later; 0 if not."""
        grade = self.view.grade
        is_pass = grade is not None and grade.verdict.done and not self.has_class("-recalled")
        return self.view.number if is_pass else 0

    @property
    def has_curve(self) -> bool:
        """Whether there is a curve to read."""
        return self.view.shown.curves is not None and bool(self.view.shown.curves.logs)

    @property
    def has_log(self) -> bool:
        """Whether the curve's loss fits on a logarithmic axis."""
        curves = self.view.shown.curves
        return self.has_curve and curves is not None and is_positive(curves)

    def step_cursor(self, step: int) -> bool:
        """Move the curve's cursor; False if there is no curve."""
        curves = self.view.shown.curves
        if curves is not None and self.has_curve:
            self._reading = replace(self._reading, cursor=stepped(curves, self._reading.cursor, step))
            self._draw_training()
            if curves.maps and not self.results.shows_map:
                self.results.turn_to("learned")
            return True
        return False

    def switch_log(self) -> bool:
        """Switch the loss to a logarithmic axis, or back; False if that isn't possible."""
        if self.has_log:
            self._reading = replace(self._reading, log=not self._reading.log)
            self._draw_training()
            return True
        return False

    def show_ghost(self, *, best: bool) -> None:
        """Draw the best attempt so far as the ghost, or the previous one."""
        self._best_as_ghost = best
        self._draw_training()

    def show_onward(self, name: str) -> None:
        """Name the next part in the status."""
        self.onward = name
        self.draw_lines()

    def restore(self, answer: str) -> None:
        """Put an earlier answer into the editor, as an edit that can be undone."""
        self.editor.put(answer)
        self._draw_choices()
        self.enter()

    def _draw_training(self) -> None:
        """Draw the curves, and the map of the epoch at their cursor."""
        view, reading, ghost = self.view, self._reading, self.view.ghost
        if self._best_as_ghost:
            best = best_before(self.exercise, self.results.attempts, view.number)
            reading, ghost = (reading, ghost) if best is None else (replace(reading, ghost="best"), best)
        goals = goals_of(self.exercise, self.ran, self.view.grade)
        self.results.curves.show(view.shown.curves, ghost, goals, reading)
        self.results.map.show(view.shown.curves, None if reading.cursor is None else int(reading.cursor))

    def draw_lines(self) -> None:
        look = look_of(self.app)
        self._draw_title()
        self._draw_goal(look)
        lines, since = self._status(look)
        self.results.status.show(Text(since, look.style("quiet")), *(line + Text(" ") for line in lines))
        self.results.status.rule(*self._rule())

    def _draw_goal(self, look: Look) -> None:
        """Draw the goal and how far that is, in a narrow window after the task, which isn't in sight there."""
        view = self.view
        goal = draw_goal(self.exercise, self.ran, look, view.grade, view.shown.curves)
        if self.has_class("-edited"):
            goal = Text(goal.plain, look.style("quiet"))
        if self.screen.has_class("-narrow"):
            task = unmarked(self.exercise.prose.strip().partition("\n\n")[0])
            self._task_line.show(goal, Text.assemble(("task ", look.style("quiet")), look.line(task)))
        else:
            self._task_line.show("", Text.assemble(("goal ", look.style("quiet")), goal), goal)

    def _status(self, look: Look) -> tuple[Sequence[Text], str]:
        """Versions of the status line, or help for the cursor's line, and a note at the right."""
        view, helps, quiet = self.view, self.signatures(), look.style("quiet")
        edited, how = self.has_class("-edited"), look.text(cut_off(self._progress))
        cut = Text(f"last time: {how}" if how else "", look.style("warning"))
        if self.has_class("-recalled") and view.grade is not None:
            line = panels.last_time(view.number, view.grade, score(self.exercise, view.grade), look)
            if edited and not cut:
                line.append(look.text(" · edited since"), quiet)
            return helps or (panels.cut_off_line(view.number, cut, how, look) if cut else (line,)), ""
        problems = self.counted()
        if view.stage or view.grade or view.note:
            lines = panels.attempt_status(self.exercise, view, look, self.onward)
            if not edited:
                return lines, ""
            since = "" if helps else f" edited since attempt {view.number}"
            return helps or ((problems,) if problems else [Text(line.plain, quiet) for line in lines]), since
        does = f"{keys.RUN.named} " + ("opens the playground" if self.plays_first else "runs and grades it")
        if self._question is not None:
            does = f"1-{len(self._question.choices)} or enter picks an answer, {keys.RUN.named} grades it"
        return helps or (problems or cut or Text(does, quiet),), ""

    follow_theme = draw_lines

    def _draw_title(self) -> None:
        look, view = look_of(self.app), self.view
        attempt = Text(f"attempt {view.number}", style=look.style("quiet"))
        versions = (attempt,) if view.stage else standing(self.exercise, self._progress, look)
        named = Text.assemble((look.text(self.exercise.title), look.style("title")), "  ")
        room = (self.outer_size.width or self.app.size.width) - _BESIDE_TITLE
        title = next((title for title in versions if named.cell_len + title.cell_len <= room), versions[-1])
        self.border_title = Content.from_rich_text(named + title)

    def _rule(self) -> tuple[str, Role]:
        """The line beside the status: the heaviest of the screen while a verdict holds."""
        grade = self.view.grade
        if grade is None or self.has_class("-edited") or self.has_class("-recalled") or self.call is not None:
            return "─", "hairline"
        roles: dict[Verdict, Role] = {Verdict.PASSED: "good", Verdict.FAILED: "bad", Verdict.PENDING: "train"}
        return "━", roles.get(grade.verdict, "warning")

    def _draw_choices(self) -> None:
        asks = offers(self.exercise)
        self.set_class(asks, "-asks")
        self._choices.show(self.exercise, self.editor.text)
        if asks and self._question_of != self.exercise.label:
            self._question_of = self.exercise.label
            self._question_text.remove_children()
            self._question_text.mount(ProseView(self.exercise.prose))

    def _choose(self, at: int) -> None:
        if (question := self._question) is not None:
            self.answer(question.choices[at])
        else:
            self.post_message(ExerciseCard.Chosen(self.exercise))

    def answer(self, answer: str) -> None:
        """Write the answer into the draft."""
        self.editor.put(with_answer(self.editor.text, answer))
        self._draw_choices()
