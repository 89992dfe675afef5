"""The main screen: a lesson to read, its cells to run, its exercise to solve. Its keys' actions are here."""

from __future__ import annotations

from functools import cached_property
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import SuspendNotSupported
from textual.binding import BindingType
from textual.message import Message
from textual.timer import Timer
from textual.widgets import OptionList

from tuitutor.course.model import Exercise, Lesson
from tuitutor.engine.guidance import Refusal, Solution, ask_solution, next_hint, shown_hints
from tuitutor.errors import UsageError
from tuitutor.playground.links import play_links
from tuitutor.tui import keys
from tuitutor.tui.flow.lesson_drafts import ExerciseDraft
from tuitutor.tui.screens.page import LessonPage
from tuitutor.tui.screens.playing import play_exercise
from tuitutor.tui.turns import focus_now
from tuitutor.tui.widgets.card import ExerciseCard, PlayLink
from tuitutor.tui.widgets.cell import CellBox
from tuitutor.tui.widgets.codebox import CodeBox
from tuitutor.tui.widgets.column import LessonColumn
from tuitutor.tui.widgets.completer import Completer, CompletionList
from tuitutor.tui.widgets.editor import CodeEditor
from tuitutor.tui.widgets.findbar import FindBar
from tuitutor.tui.widgets.prose import ProseView
from tuitutor.tui.widgets.sides import LessonPane

if TYPE_CHECKING:  # only needed once somebody types
    from tuitutor.assist.completion import Call

_AT_REST = 0.15  # seconds without scrolling after which what is beside the text follows
_NO_CURVE = "There is no curve yet; an attempt that trains draws one."


class LessonScreen(LessonPage):
    """Handles the keys, and what widgets post."""

    BINDINGS: ClassVar[list[BindingType]] = [key.binding() for key in keys.LESSON_KEYS]

    _settling: Timer | None = None

    class LessonWanted(Message):
        """Open another lesson."""

        def __init__(self, lesson: Lesson) -> None:
            super().__init__()
            self.lesson = lesson

    def action_run(self) -> None:
        """Run what has the focus, or stop it: there, since stopping takes a moment, in which the app must not wait."""
        (self.focused or self).call_later(self._run)

    async def _run(self) -> None:
        await self.make_whole()
        if self._runner is None:
            self.say("A broken lesson is not run; see the errors at its top.")
        else:
            at = self._at()
            if self.bench is not None and self._runner.target(at, self._exercise_in_view) is self.bench:
                await self._open_in_view()
            await self._runner.run_or_stop(at, in_view=self._exercise_in_view)
            self._refresh_bars()

    # ---- keys

    async def action_bench(self) -> None:
        """Switch between the exercise in view and its task in the text."""
        await self.make_whole()
        if self.bench is None:
            self.say("This lesson has no exercise.")
        elif self._in_bench:
            self._reveal_task()
            self._show_text()
        else:
            await self._open_in_view()
            if self.has_class("-wide"):
                self._reveal_task()
            self._show_bench()

    def _reveal_task(self) -> None:
        if self.bench is not None:
            self.column.reveal(f"exercise:{self.bench.exercise.label}")

    async def _open_in_view(self) -> None:
        """Put the exercise in view on the bench, unless an attempt at another is still running."""
        if self._runner is None or self._runner.attempt_runs or self.bench is None or self._in_bench:
            return
        if (card := self._card_in_view) is not None:
            await self._open(card.exercise)

    async def _open(self, exercise: Exercise) -> None:
        """Put an exercise on the bench; an attempt at the previous one is stopped."""
        if self._runner is not None and self.bench is not None and exercise is not self.bench.exercise:
            await self._runner.stop_attempt()
            self.bench.open(exercise, self._texts.text(ExerciseDraft.of(exercise)))
            await self._show_standing(self.bench)
            self._past.look()

    def _scrolled(self) -> None:
        """The text was scrolled: when it rests, what is beside it follows."""
        if self._settling is not None:
            self._settling.stop()
        self._settling = self.set_timer(_AT_REST, self._show_beside)

    async def _show_beside(self) -> None:
        """Show beside the text the exercise in view or, if the reader has scrolled on, what the lesson is about."""
        if self._runner is None or self._in_bench or self.has_class("-narrow"):
            return
        await self._open_in_view()
        if self._card_in_view is not None or self._runner.attempt_runs:
            self._set_reading(False)
        elif self.column.scrolled and not self.has_class("-huge"):
            self._turn_to_bench(False)
            self._set_reading(True)
        self._refresh_keys()

    def _show_bench(self) -> None:
        if self.bench is not None:
            self._turn_to_bench()
            self.bench.enter()
            self._refresh_keys()

    @on(LessonColumn.Out)
    async def _left_cells(self, event: LessonColumn.Out) -> None:
        await self.make_whole()
        if event.step > 0 and self.has_class("-wide") and self.bench is not None:
            self._show_bench()
        else:
            self._focus_text()

    @on(LessonColumn.Unclear)
    def _which_prediction(self) -> None:
        self.say("Several predictions are in view: tab goes to one, then a number picks.")

    @on(LessonColumn.EndWanted)
    async def _to_end(self) -> None:
        await self.make_whole()
        self.column.go_to_end()

    @on(CodeEditor.Left)
    def action_text(self) -> None:
        """From a cell's editor to the cell, from results to their exercise, from anything else to the text."""
        box = self._around(CellBox)
        if box is not None and box.editing:
            focus_now(box, scroll_visible=False)
        elif self.bench is not None and self.bench.results.at:
            self.bench.enter()
        else:
            self._show_text()

    def action_edit(self) -> None:
        """Go into the editor of the selected cell."""
        box = self._around(CellBox)
        if box is not None:
            box.action_edit()

    def _show_text(self) -> None:
        self._turn_to_bench(False)
        self._focus_text()
        self._refresh_keys()

    async def action_hint(self) -> None:
        await self.make_whole()
        if self.bench is None:
            self.say("Hints belong to exercises; this lesson has none.")
            return
        await self._open_in_view()
        self._turn_to_bench()
        exercise, store = self.bench.exercise, self._study.store
        next_hint(exercise, store)
        await self.bench.results.show_hints(shown_hints(exercise, store))
        self.bench.results.turn_to("hints")
        self._refresh_bars()

    async def action_solution(self) -> None:
        await self.make_whole()
        from tuitutor.tui.screens.popups import SolutionScreen

        if self.bench is None:
            self.say("Solutions belong to exercises; this lesson has none.")
            return
        await self._open_in_view()
        exercise = self.bench.exercise
        match ask_solution(exercise, self._study.store):
            case Refusal(text=text):
                self.say(text)
            case Solution() as solution:
                self.app.push_screen(SolutionScreen(f"Solution: {exercise.title}", solution))

    def action_reset(self) -> None:
        box = self._around(CellBox) or (self.bench if self.bench_shown else None)
        if box is not None:
            self._texts.reset(box)
            focus_now(box.editor)
        else:
            self.say("There is nothing to restore here; tab goes to a cell, f2 to the exercise.")

    async def action_next_tab(self) -> None:
        """Go to the results, and from there to the next of them."""
        await self.make_whole()
        if self.bench is None:
            self.say("Results belong to exercises; this lesson has none.")
            return
        await self._open_in_view()
        self._turn_to_bench()
        if self.bench.results.at:
            self.bench.results.turn_to(self.bench.results.next)
        self.bench.results.enter()
        self._refresh_keys()

    async def action_curve(self, step: int) -> None:
        """Show another epoch on the curve, and on the map of what was learned."""
        await self.make_whole()
        if self.bench is not None and self.bench.step_cursor(step):
            self._turn_to_bench()
        else:
            self.say(_NO_CURVE)

    async def action_log_scale(self) -> None:
        """Switch the loss to a logarithmic axis, or back."""
        await self.make_whole()
        if self.bench is None or not self.bench.has_curve:
            self.say(_NO_CURVE)
        elif self.bench.switch_log():
            self._turn_to_bench()
        else:
            self.say("Only a loss that is always positive has a logarithmic axis.")

    async def action_ghost(self) -> None:
        await self.make_whole()
        self._past.switch_ghost()

    @on(OptionList.OptionSelected, "#attempts")
    def action_compare(self) -> None:
        self._past.compare()

    def action_restore(self) -> None:
        self._past.restore()

    async def action_share(self) -> None:
        await self._past.share()

    async def action_share_svg(self) -> None:
        await self._past.share_picture()

    def action_results(self, step: int) -> None:
        """Scroll the tab on top, up (-1) or down (1)."""
        if self.bench is not None:
            self.bench.results.scroll(step)

    def action_previous(self) -> None:
        self._go(-1)

    def action_next(self) -> None:
        self._go(1)

    async def action_onward(self) -> None:
        """To the lesson's next exercise that isn't passed; if there is none, to the next lesson."""
        await self.make_whole()
        exercise = self._next_open()
        if self._runner is not None and self._runner.attempt_runs:
            self.say("An attempt is still running; ctrl+r in the exercise stops it.")
        elif exercise is None or self._runner is None:
            self._go(1)
        else:
            await self._open(exercise)
            self._reveal_task()
            self._show_bench()

    def _go(self, step: int) -> None:
        lesson = self._study.course.neighbour(self.lesson, step)
        if lesson is None:
            self.say("This is the last lesson." if step > 0 else "This is the first lesson.")
        else:
            self.post_message(self.LessonWanted(lesson))

    async def action_external(self) -> None:
        """Edit what has the focus, or else the exercise, in the learner's own editor; then show what was saved."""
        from tuitutor.engine.own_editor import edit

        await self.make_whole()
        box = self._at_work_on()
        if box is None or box.editor.read_only:
            self.say("There is nothing to edit in view; tab goes to the next cell.")
            return
        self._texts.take_edits()
        path = await self._drafts.file_of(box.draft)
        try:
            with self.app.suspend():
                trouble = edit(path)
        except (UsageError, SuspendNotSupported) as error:
            trouble = str(error)
        await self._drafts.poll()
        if trouble:
            self.say(trouble)

    def action_error(self) -> None:
        """Go to the line that went wrong, and from there back to where the cursor was."""
        box = self._at_work_on()
        if box is None or not box.editor.go_to_error():
            self.say("There is no error here.")
        else:
            focus_now(box.editor)

    async def action_in_editor(self, action: str) -> None:
        """Do in the editor what one of its keys does, chosen in the palette."""
        if isinstance(self.focused, CodeEditor):
            await self.focused.run_action(action)
        else:
            self.say("Go into an editor first: enter on a cell, or f2 for the exercise.")

    # ---- help with what is typed

    @cached_property
    def _completer(self) -> Completer:
        return Completer(self._offers, lambda: self._study.reference.known, self._runs_before, self._in_call)

    def _refresh_keys(self) -> None:
        super()._refresh_keys()
        self._completer.close()  # something other than typing has happened

    def on_screen_suspend(self) -> None:
        self._completer.close()

    def _runs_before(self, editor: CodeEditor) -> str:
        """The code that runs before an editor's: the cells above, or the lesson's setup."""
        box = next((w for w in editor.ancestors if isinstance(w, CodeBox)), None)
        if isinstance(box, CellBox):
            return "\n".join(above.editor.text for above in self.column.cells if above.index < box.index)
        return "\n".join(cell.source for cell in self.lesson.setup)

    def _in_call(self, editor: CodeEditor, call: Call | None) -> None:
        box = next((w for w in editor.ancestors if isinstance(w, CodeBox)), None)
        if box is not None:
            box.show_call(call)

    @on(CompletionList.Taken)
    def _taken(self) -> None:
        if isinstance(self.focused, CodeEditor):
            self._completer.accept(self.focused)

    async def action_explain(self) -> None:
        """Show what the name under the cursor is; if there is none that is known, show the help."""
        reference, editor = self._study.reference.known, self.focused
        if reference is None or not isinstance(editor, CodeEditor):
            await self.run_action("app.help")
            return
        from tuitutor.assist.completion import facts_at
        from tuitutor.tui.screens.popups import ReferenceScreen

        found = facts_at(*editor.code_and_cursor, reference, self._runs_before(editor))
        if found is None:
            await self.run_action("app.help")
        else:
            self.app.push_screen(ReferenceScreen(*found), self._explained)

    async def _explained(self, help_wanted: bool | None) -> None:
        if help_wanted:
            await self.run_action("app.help")

    # ---- finding

    async def action_find(self) -> None:
        """Find in the editor that has the focus, otherwise in the text."""
        await self.make_whole()
        editor = self.focused if isinstance(self.focused, CodeEditor) else None
        self._searched = editor
        bar = self.query_one(FindBar)
        bar.open(editor.chosen_word if editor else "", replaces=editor is not None and not editor.read_only)

    @on(FindBar.Asked)
    def _find(self, event: FindBar.Asked) -> None:
        found = (
            self._searched.find(event.text, event.step) if self._searched else self.column.find(event.text, event.step)
        )
        if not found and event.text and event.step:
            self.say(f"“{event.text}” was not found.")

    @on(FindBar.Replace)
    def _replace(self, event: FindBar.Replace) -> None:
        if self._searched is None:
            return
        if event.everywhere:
            count = self._searched.replace_all(event.text, event.by)
            self.say(f"Replaced {count} time{'s' * (count != 1)}; ctrl+z in the editor brings the text back.")
        elif not self._searched.replace_found(event.text, event.by):
            self.say(f"“{event.text}” was not found again.")

    @on(FindBar.Closed)
    def _found(self, event: FindBar.Closed) -> None:
        self.column.forget_found()
        if event.back:
            focus_now(self._searched or self.column)

    # ---- messages from widgets

    @on(CodeEditor.Edited)
    def _edited(self, event: CodeEditor.Edited) -> None:
        self._at_work()
        if self._runner is not None:
            self._runner.typed()
        box = next((w for w in event.editor.ancestors if isinstance(w, CodeBox)), None)
        if box is not None:
            self._texts.edited(box, event.text)

    @on(ExerciseCard.Chosen)
    async def _chosen(self, event: ExerciseCard.Chosen) -> None:
        await self.make_whole()
        await self._open(event.exercise)
        self._show_bench()
        play_exercise(self, self.action_run)

    @on(LessonPane.Chosen)
    def _lesson_chosen(self, event: LessonPane.Chosen) -> None:
        self.post_message(self.LessonWanted(event.lesson))

    @on(ProseView.LinkFollowed)
    def _link(self, event: ProseView.LinkFollowed) -> None:
        path = PurePosixPath(event.address.partition("#")[0])
        lesson = next(
            (each for each in self._study.course.lessons if path.suffix == ".md" and each.id == path.stem), None
        )
        if any(play_links(event.address)):
            self.post_message(PlayLink.Chosen(event.address))
        elif lesson is None:
            self.say(event.address)
        else:
            self.post_message(self.LessonWanted(lesson))

    @on(LessonColumn.Moved)
    def _moved(self) -> None:
        self._at_work()
        self._refresh_keys()
        self._scrolled()
        self._saver.changed()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        if isinstance(self.focused, CodeEditor):
            self.focused.assistant = self._completer
        self._moved()
