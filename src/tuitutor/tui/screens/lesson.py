"""The main screen: a lesson to read, its cells to run, its exercises to solve. Passes keys and messages on."""

from __future__ import annotations

from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import OptionList

from tuitutor.course.model import Lesson
from tuitutor.engine.outline import goal_of_link
from tuitutor.errors import Remedy
from tuitutor.playground.links import play_links
from tuitutor.progress.journal import Opened
from tuitutor.tui import keys
from tuitutor.tui.flow.pacing import spawn
from tuitutor.tui.flow.study import Study
from tuitutor.tui.outside import with_way_out
from tuitutor.tui.screens.building import HUGE, Building, size_classes
from tuitutor.tui.screens.chrome import Chrome
from tuitutor.tui.screens.editor_texts import EditorTexts
from tuitutor.tui.screens.exercise_side import ExerciseSide
from tuitutor.tui.screens.navigation import Navigation
from tuitutor.tui.screens.reading import ReadingScreen
from tuitutor.tui.screens.running import RunController
from tuitutor.tui.screens.search import FindBar
from tuitutor.tui.screens.typing_help import LayerNotes, TypingHelp, box_around
from tuitutor.tui.turns import focus_now
from tuitutor.tui.widgets.card import ExerciseCard, PlayLink
from tuitutor.tui.widgets.cell import CellBox, CodeBox
from tuitutor.tui.widgets.column import LessonColumn
from tuitutor.tui.widgets.completer import CompletionList
from tuitutor.tui.widgets.editor import CodeEditor
from tuitutor.tui.widgets.guess import GuessBox
from tuitutor.tui.widgets.prose import ProseView
from tuitutor.tui.widgets.sides import LessonPane, OutlineView
from tuitutor.tui.widgets.single_lines import LONG, TooSmall

POLL = 1.0  # seconds between checks of the disk for what others changed


class LessonScreen(ReadingScreen):
    """One lesson, at the `part` with this name or where the learner left it.

    `leave` must be awaited before it is removed: it saves, and stops what is running.
    """

    BINDINGS: ClassVar[list[BindingType]] = [key.binding() for key in keys.LESSON_KEYS]

    def __init__(self, study: Study, lesson: Lesson, part: str = "") -> None:
        super().__init__(study, lesson, part)
        lessons = study.course.lessons
        self.column.border_title = f"Lesson {lessons.index(lesson) + 1} of {len(lessons)}"
        self.overview.show(self.outline(), self.begins_at, None)
        self._texts = EditorTexts(self)
        self._help = TypingHelp(self)
        self._notes = LayerNotes(self)
        self._search = FindBar(self.column)
        self._runner = RunController(self, self._texts, self._help)
        self._side = ExerciseSide(self, self._texts, self._runner)
        self._navigation = Navigation(self, self._side, self._runner)
        self._chrome = Chrome(self, self._side, self._runner)
        last = self._search, self._help.offers
        self._building = Building(self, self._texts, self._side, self._chrome, last, self._built)

    # ---- coming and going

    def compose(self) -> ComposeResult:
        yield from self._building.compose()

    async def on_mount(self) -> None:
        store = self.study.store
        store.record(Opened(lesson=self.lesson.id, at=store.now()))
        self.study.drafts.listener = self._texts
        await self._building.begin()
        self.hold_back()
        self._refresh_bars()

    def _built(self) -> None:
        self._side.past.look()
        # editors know their width after one layout, and their height after the next
        self.call_after_refresh(self.call_after_refresh, self._begin_reading)
        if self.lesson.cells or self.lesson.exercises:
            self.run_worker(self._runner.warm_up(), exit_on_error=False)
            self.run_worker(self._help.learn(), exit_on_error=False)

    def _begin_reading(self) -> None:
        if self.restore():
            self.set_interval(POLL, self.look_at_disk)
            self._refresh_bars()
            self.call_later(self._navigation.catch_up)

    def take_last_edits(self) -> None:
        """Take the latest text from the editors, whose messages may not have arrived yet."""
        self._texts.take_edits()

    async def leave(self) -> None:
        """Save everything and stop what is running. Call `take_last_edits` first, while the drafts are still known."""
        await self._building.stop()
        self.study.drafts.flush()
        self.study.drafts.listener = None
        self.saver.stop()
        self._notes.close()
        await self._runner.close()

    async def go_to(self, part: str) -> None:
        """Go to the part of the lesson with this name; no cell holds it back any more."""
        await self._building.finish()
        self.release(part)
        if part.startswith("exercise:"):
            await self._side.open_named(part)
            self._side.reveal_task()
        else:
            self._side.show_text()
            self.column.go_to_part(part)
            self.focus_cell(part)

    def look_at_disk(self) -> None:
        """Show changes by others on disk, and whether everything is saved."""
        if self.is_mounted:
            spawn(self.study.drafts.poll())
            self._texts.save_guesses()
            self.hold_back()
            self._chrome.show_progress()  # a disk that hangs sends no message
            self._side.past.look()

    # ---- what it shows

    def pressed(self) -> None:
        """A key was pressed, which may make the answers to the key before untrue."""
        self.messages.drop_answers()
        self._navigation.pressed()

    def follow_theme(self) -> None:
        self._chrome.show_progress()

    def _refresh_bars(self) -> None:
        if self._chrome.header.is_attached:
            self._chrome.show_progress()
            self._refresh_keys()
            for card in self.column.cards:
                card.show_progress(self.progress.exercise(card.exercise.label))

    @on(ReadingScreen.KeysChanged)
    def _refresh_keys(self) -> None:
        self._chrome.show_keys()
        self._help.completer.close()  # something other than typing has happened

    def keys_by_use(self) -> tuple[tuple[keys.Key, ...], tuple[keys.Key, ...]]:
        """The keys that do something now, those of the bottom line first, and the others."""
        bench, box, edits = self.bench, self.selected_box, isinstance(self.focused, CodeEditor)
        attempts = bench is not None and bool(bench.results.attempts)
        curve = bench is not None and bench.has_curve
        done = bench is not None and self.progress.exercise(bench.exercise.label).done
        acts = {
            **dict.fromkeys((*keys.EDITOR_KEYS, keys.HELP), edits),
            **dict.fromkeys((*keys.ATTEMPT_KEYS, keys.SHARE, keys.SHARE_SVG, keys.GHOST), attempts),
            **dict.fromkeys((keys.EARLIER, keys.LATER), curve),
            **dict.fromkeys((keys.RESET, keys.EXTERNAL), box is not None),
            **dict.fromkeys((keys.BENCH, keys.HINT, keys.SOLUTION, keys.TAB), bool(self.lesson.offered)),
            **dict.fromkeys((keys.DOWN, keys.UP), self.bench_shown),
            keys.LOG: bench is not None and bench.has_log,
            keys.WHATIF: bench is not None and not bench.why_no_tries,
            keys.ERROR: box is not None and bool(box.editor.wrong_places),
        }
        part: tuple[keys.Key, ...] = keys.EDITOR_KEYS if edits else ()
        if bench is not None and bench.results.at:
            part = (*keys.RESULT_KEYS, *keys.ATTEMPT_KEYS)
        urgent = (keys.ERROR, keys.WHATIF, *((keys.SOLUTION,) if done else ()))  # early, if they do something
        others = (*keys.LESSON_KEYS, *keys.RESULT_KEYS, *keys.ATTEMPT_KEYS, *keys.EDITOR_KEYS)
        every = (key for key in dict.fromkeys((*urgent, *part, *others)) if key is not keys.FIND_TEXT)
        rank = {action.removeprefix("screen."): at for at, (_, _, action) in enumerate(self._chrome.keys.entries)}
        in_order = sorted(every, key=lambda key: rank.get(key.action.removeprefix("screen."), len(rank)))
        now = tuple(key for key in in_order if acts.get(key, True))
        return now, tuple(key for key in in_order if key not in now)

    @on(ReadingScreen.RunsChanged)
    def _runs_changed(self) -> None:
        self._navigation.show_onward()
        self._refresh_bars()
        self._side.past.look()
        if warning := self.study.worker.budget.warning():
            self.say(with_way_out(warning, Remedy.MORE_CPU), LONG)

    @on(ReadingScreen.RunAdvanced)
    def _run_advanced(self) -> None:
        self._chrome.show_run_line()

    @on(ReadingScreen.TextsChanged)
    def _texts_changed(self) -> None:
        self._chrome.show_progress()
        self._runner.show_states()

    def on_screen_resume(self, event: events.ScreenResume) -> None:
        if not self._building.is_whole:
            event.refresh_styles = False  # what there is was styled a moment ago, when it was mounted

    def on_screen_suspend(self) -> None:
        self._help.completer.close()

    def on_resize(self, event: events.Resize) -> None:
        classes = {**size_classes(event.size), "-small": self.query_one(TooSmall).applies(event.size)}
        if any(self.has_class(name) is not there for name, there in classes.items()):
            two = classes["-wide"] and not classes["-huge"]  # panes
            if two is not (self.has_class("-wide") and not self.has_class("-huge")):
                classes["-reading"] = two and not self.has_class("-bench")
            self.update_classes(classes, update=False)
            self.app.stylesheet.update(self)  # now: Textual would first lay out and paint the old ones in the new size
        if event.size.width >= HUGE and not self._chrome.pane.is_attached:
            self.query_one("#body").mount(self._chrome.pane, before=0)
        self.call_after_refresh(self._refresh_bars)

    # ---- keys: one that needs what isn't built yet has it built first

    def action_run(self) -> None:
        """Run what has the focus, or stop it, in its own task: stopping takes a moment, and the app must not wait."""
        (self.focused or self).call_later(self._run)

    async def _run(self) -> None:
        await self._building.finish()
        if not self._navigation.asks_guess(self._runner.target()):
            await self._runner.run_or_stop()
            self._refresh_bars()

    async def action_bench(self) -> None:
        await self._building.finish()
        await self._side.switch()

    @on(CodeEditor.Left)
    def action_text(self) -> None:
        """From a cell's editor to the cell, from results to their exercise, from anything else to the text.

        A find bar that is still open is closed first.
        """
        box = self.focused_in(CellBox)
        if self._search.is_open:
            self._search.close()
        elif box is not None and box.editor.has_focus:
            focus_now(box, scroll_visible=False)
        elif self.bench is not None and self.bench.results.at:
            self.bench.enter()
        else:
            self._side.show_text()

    def action_edit(self) -> None:
        """Go into the editor of the selected cell."""
        box = self.focused_in(CellBox)
        if box is not None:
            box.action_edit()

    async def action_in_editor(self, action: str) -> None:
        """Run an action of the editor, chosen in the palette."""
        if isinstance(self.focused, CodeEditor):
            await self.focused.run_action(action)
        else:
            self.say(f"Go into an editor first: enter on a cell, or {keys.BENCH.named} for the exercise.")

    async def action_explain(self) -> None:
        await self._help.explain()

    async def action_hint(self) -> None:
        await self._building.finish()
        await self._side.show_hint()

    async def action_solution(self) -> None:
        await self._building.finish()
        await self._side.show_solution()

    async def action_next_tab(self) -> None:
        await self._building.finish()
        await self._side.show_results()

    def action_results(self, step: int) -> None:
        """Scroll the tab on top, up (-1) or down (1)."""
        if self.bench is not None:
            self.bench.results.scroll(step)

    async def action_curve(self, step: int) -> None:
        await self._building.finish()
        self._side.step_curve(step)

    async def action_log_scale(self) -> None:
        await self._building.finish()
        self._side.switch_log()

    async def action_ghost(self) -> None:
        await self._building.finish()
        self._side.past.switch_ghost()

    async def action_what_if(self) -> None:
        """Try changes of the run in view, or stop that."""
        await self._building.finish()
        await self._side.open_in_view()
        await self._runner.try_or_stop()
        self._refresh_bars()

    @on(OptionList.OptionSelected, "#attempts")
    def action_compare(self) -> None:
        self._side.past.compare()

    def action_restore(self) -> None:
        self._side.past.restore()

    async def action_share(self) -> None:
        await self._side.past.share()

    async def action_share_svg(self) -> None:
        await self._side.past.share_picture()

    def action_reset(self) -> None:
        """Put the author's text back, in the selected cell or else in the visible exercise."""
        box = self.focused_in(CellBox) or (self.bench if self.bench_shown else None)
        if box is not None:
            self._texts.reset(box)
            focus_now(box.editor)
        else:
            self.say(f"There is nothing to restore here; tab goes to a cell, {keys.BENCH.named} to the exercise.")

    def action_previous(self) -> None:
        self._navigation.go_to_lesson(-1)

    def action_next(self) -> None:
        self._navigation.go_to_lesson(1)

    async def action_onward(self) -> None:
        """To what is unread below, or else to the next exercise or lesson."""
        await self._building.finish()
        if not self._runner.is_busy():
            await self._navigation.go_on(laid_out=self.restored)

    async def action_next_exercise(self) -> None:
        """To the lesson's next exercise that isn't passed."""
        await self._building.finish()
        if not self._runner.is_busy() and not await self._side.open_next():
            self.say(f"All exercises here are done; {keys.NEXT_LESSON.named} goes to the next lesson.")

    async def action_external(self) -> None:
        """Edit the cell with the focus, or else the exercise, in the learner's own editor."""
        await self._building.finish()
        box = self.selected_box
        if box is None or box.editor.read_only:
            self.say("There is nothing to edit in view; tab goes to the next cell.")
        else:
            await self._texts.edit_elsewhere(box)

    def action_error(self) -> None:
        """Go to the next problem or to the line of the error, and from there back to where the cursor was.

        Without any in the selected box, go to the nearest box that has one.
        """
        selected, top = self.selected_box, self.column.scroll_y
        if selected is not None:
            self._help.diagnoser.look(selected.editor)
        near = sorted(self.column.cells, key=lambda box: abs(box.virtual_region.y - top))
        bench = [] if self.bench is None else [self.bench]
        for box in dict.fromkeys((selected, *near, *bench)):
            if box is not None and box.display and box.editor.go_to_error():
                self._go_into(box)
                return
        self.say("There is no error here.")

    @on(CellBox.Blocked)
    def _go_to_failed(self) -> None:
        failed = self._runner.unblock()
        for box in self.column.cells:
            if box.name == failed:
                box.editor.go_to_error()
                self._go_into(box)

    def _go_into(self, box: CodeBox) -> None:
        if self.bench is not None and box is self.bench:
            self._side.enter()
        else:
            self.show_bench(False)
            box.remove_class("-folded")
            focus_now(box.editor)

    async def action_find(self) -> None:
        await self._building.finish()
        self._search.begin()

    # ---- messages from widgets

    @on(LessonColumn.Out)
    async def _left_cells(self, event: LessonColumn.Out) -> None:
        await self._building.finish()
        if event.step > 0 and self.has_class("-wide") and self.bench is not None:
            self._side.enter()
        else:
            focus_now(self.column, scroll_visible=False)

    @on(LessonColumn.WentOn)
    def _went_on(self, event: LessonColumn.WentOn) -> None:
        self.mark_read(event.parts)

    @on(LessonColumn.HeldBack)
    async def _read_on(self) -> None:
        await self._building.finish()
        self._navigation.read_on()

    @on(GuessBox.Entered)
    def _guessed(self) -> None:
        focus_now(self.column, scroll_visible=False)

    @on(LessonColumn.Unclear)
    @on(FindBar.Remark)
    def _say_sentence(self, event: LessonColumn.Unclear | FindBar.Remark) -> None:
        self.say(event.sentence)

    @on(LessonColumn.EndWanted)
    async def _to_end(self) -> None:
        await self._building.finish()
        self.column.go_to_end()

    @on(LessonColumn.Moved)
    def _moved(self) -> None:
        self._runner.wake()
        self._refresh_keys()
        self._chrome.show_outline()
        self._side.follow_text()
        self.saver.changed()

    def on_descendant_focus(self) -> None:
        if isinstance(self.focused, CodeEditor):
            self.focused.assistant = self._help
            self._help.diagnoser.changed(self.focused)
        self._moved()

    @on(CodeEditor.Edited)
    def _edited(self, event: CodeEditor.Edited) -> None:
        self._runner.typed()
        if (box := box_around(event.editor)) is not None:
            self._texts.edited(box, event.text)
            if self.bench is not None and box is self.bench:
                self._notes.typed(self.bench, event.editor)

    @on(CompletionList.Taken)
    def _taken(self) -> None:
        if isinstance(self.focused, CodeEditor):
            self._help.completer.accept(self.focused)

    @on(ExerciseCard.Chosen)
    async def _exercise_chosen(self, event: ExerciseCard.Chosen) -> None:
        await self._building.finish()
        await self._side.open(event.exercise)
        self._side.enter()
        self._side.play(self.action_run)

    @on(OutlineView.Chosen)
    async def _part_chosen(self, event: OutlineView.Chosen) -> None:
        await self.go_to(event.part)

    @on(ProseView.LinkFollowed)
    async def _follow_link(self, event: ProseView.LinkFollowed) -> None:
        goal = goal_of_link(self.study.course, self.lesson, event.address)
        if any(play_links(event.address)):
            self.post_message(PlayLink.Chosen(event.address))
        elif goal is None:
            self.say(event.address)
        elif goal.lesson is self.lesson and goal.part:
            await self.go_to(goal.part)
        else:
            self.post_message(LessonPane.Chosen(goal.lesson, goal.part))
