"""A lesson's screen: how it is built, keeps its place, shows the state of things, and is left."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, TypeVar

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

from tuitutor.course.model import Exercise, Lesson
from tuitutor.engine.guidance import next_open, shown_hints
from tuitutor.engine.snapshots import AttemptView
from tuitutor.errors import TuitutorError
from tuitutor.progress.journal import Opened
from tuitutor.progress.problems import MEANWHILE
from tuitutor.progress.progress import Place
from tuitutor.tui.flow.lesson_drafts import ExerciseDraft
from tuitutor.tui.flow.place import PlaceSaver
from tuitutor.tui.flow.study import Study
from tuitutor.tui.flow.tasks import spawn
from tuitutor.tui.restyle import mark
from tuitutor.tui.screens.bars import key_entries, standing_of
from tuitutor.tui.screens.blocks import lesson_widgets
from tuitutor.tui.screens.earlier import PastAttempts
from tuitutor.tui.screens.running import RunController, import_ahead
from tuitutor.tui.screens.texts import Texts
from tuitutor.tui.turns import focus_now
from tuitutor.tui.widgets.card import ExerciseCard
from tuitutor.tui.widgets.cell import CellBox
from tuitutor.tui.widgets.codebox import CodeBox
from tuitutor.tui.widgets.column import LessonColumn
from tuitutor.tui.widgets.completer import CompletionList
from tuitutor.tui.widgets.editor import CodeEditor
from tuitutor.tui.widgets.findbar import FindBar
from tuitutor.tui.widgets.looks import Marks, look_of
from tuitutor.tui.widgets.said import LONG, SECONDS, Said, TooSmall
from tuitutor.tui.widgets.sides import LessonPane, Overview
from tuitutor.tui.widgets.single_lines import KeyBar, SplitLine
from tuitutor.tui.widgets.standing import draw_header

if TYPE_CHECKING:  # the workbench is imported when first needed, after the text was shown
    from tuitutor.tui.widgets.workbench import Workbench

W = TypeVar("W", bound=Widget)

WIDE = 100  # columns from which text and workbench are side by side
HUGE = 160  # columns from which the list of lessons is beside them
TALL = 32  # lines from which there is room for blank space
_WIDEST, _BESIDE = 76, 56  # columns of text, as in the stylesheet: alone, and beside the workbench
_AT_REST = 0.15  # seconds before more is built, in which the first screen is painted and a key may come
_AT_A_TIME = 3  # blocks mounted between two paints
POLL = 1.0  # seconds between checks of the disk for what others changed


class LessonPage(Screen[None]):
    """One lesson. `leave` must be awaited before it is removed: it saves, and stops what is running."""

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]  # noqa: RUF012  # Textual declares it
    VERTICAL_BREAKPOINTS = [(0, "-low"), (TALL, "-tall")]  # noqa: RUF012  # likewise
    AUTO_FOCUS = ""

    def __init__(self, study: Study, lesson: Lesson, marks: Marks) -> None:
        super().__init__()
        self.lesson = lesson
        self._study = study
        self._marks = marks
        self._saver = PlaceSaver(study.store, lesson, self._where)
        # a broken lesson is shown from the top, where its problems are listed; its place is kept until it is fixed
        self._place = Place() if lesson.problems else self._saver.place
        self._drafts = study.drafts
        self._texts = Texts(study, lesson, self._boxes, self._texts_changed, self.say)
        self._runner: RunController | None = None
        self.bench: Workbench | None = None
        self._past = PastAttempts(study, lambda: self.bench, self.say)
        self._searched: CodeEditor | None = None  # None: the text
        self._offers = CompletionList()
        self._rest: list[Widget] = []
        self._unsaid: list[tuple[str, float]] = []
        self._whole = self._left = False
        self._begun = asyncio.Event()  # set when it is mounted: keys may arrive earlier
        self._making = asyncio.Lock()
        # kept, since looking them up at each key would take longer than all the rest
        self._said = Said()
        self._header, self._problem = SplitLine(id="header"), Static(id="problem", markup=False)
        self._pane = LessonPane(study.course, lesson, marks)
        self._overview = Overview(lesson, study.store.progress(), marks)
        self._banner = ""

    # ---- building it: first what is visible at once, and the rest when that was painted

    def compose(self) -> ComposeResult:
        store = self._study.store
        width, height = self.app.size
        # Textual sets these when all is mounted, and would then style everything a second time
        sizes = ("-wide" if width >= WIDE else "-narrow", "-tall" if height >= TALL else "-low")
        alone = not self.lesson.offered
        self.update_classes({**dict.fromkeys(sizes, True), "-huge": width >= HUGE, "-alone": alone}, update=False)
        yield self._header
        yield self._problem
        with Horizontal(id="body"):
            # a place further down needs the whole lesson at once, or the reader would see it jump there
            lines = height if self._place.at_top else 10_000
            columns = _BESIDE if WIDE <= width < HUGE and not alone else min(_WIDEST, width - 6)
            first, self._rest = lesson_widgets(
                self.lesson, self._texts.text, store.progress(), self._marks, lines=lines, width=columns
            )
            if width >= HUGE:
                yield self._pane
            # focused before it is styled, or Textual would style all of it again
            self.focused = LessonColumn(first).add_class("-within", update=False)
            lessons = self._study.course.lessons
            self.focused.border_title = f"Lesson {lessons.index(self.lesson) + 1} of {len(lessons)}"
            yield self.focused
            at_exercise = self._place.focus.startswith("exercise:") or any(isinstance(w, ExerciseCard) for w in first)
            if WIDE <= width < HUGE and not alone and (not at_exercise or not self._place.at_top):
                self.update_classes({"-reading": True}, update=False)
                yield self._overview
        yield self._said
        yield KeyBar(id="keys")
        yield TooSmall()

    def _next_open(self) -> Exercise | None:
        """The lesson's next exercise that isn't passed, starting over after the last.

        In the text, one in view is next, or else the first below.
        """
        progress = self._study.store.progress()
        if self.bench is None:
            return None
        if self._in_bench or self.has_class("-bench"):
            return next_open(self.lesson, self.bench.exercise, progress)
        cards = [card for card in self.column.cards if not progress.exercise(card.exercise.label).passed]
        ahead = [card for card in cards if not self.column.is_above(card)]
        return next((card.exercise for card in ahead + cards), None)

    def _first_exercise(self) -> Exercise:
        """The exercise that the learner was at or saw, or else the first that isn't passed, or else the first."""
        exercises, progress = self.lesson.exercises, self._study.store.progress()
        at = next((e for e in exercises if e.label == self._place.exercise), None)
        return at or next((e for e in exercises if not progress.exercise(e.label).passed), exercises[0])

    async def on_mount(self) -> None:
        store = self._study.store
        store.record(Opened(lesson=self.lesson.id, at=store.now()))
        if not self.lesson.problems:
            self._runner = RunController(
                self._study, self.lesson, self.column, self._texts, self._run_changed, self.say
            )
        self._drafts.listen(self._texts)
        for sentence, seconds in self._unsaid:
            self.say(sentence, seconds)
        self.watch(self.app, "theme", self._refresh_header, init=False)
        mark(self.column, not self._place.at_top, "-finding-place", [self.column])
        self.column.post_message(events.Focus())
        was_at_exercise = self._place.focus.startswith("exercise:")
        if was_at_exercise or (self.app.size.width >= WIDE and not self.has_class("-reading")):
            async with self._making:
                await self._mount_bench()
        if was_at_exercise and self.bench is not None:
            self._turn_to_bench()
            self.bench.enter()  # at once, since the next key is meant for it
        self._begun.set()
        self._refresh_bars()
        if self._place.at_top:
            self.set_timer(_AT_REST, self._make_more)
        else:  # everything is built already, and hidden until its place is found
            self.call_later(self._make_more)

    async def _make_more(self) -> None:
        """Build a few blocks at a time, so that no key waits for all of them."""
        async with self._making:
            if self._left:
                return  # rescheduling this forever would keep the app from ending
            await self._mount_rest(_AT_A_TIME)
        if self._rest:
            self.call_after_refresh(self._make_more)
        else:
            await self.make_whole()

    async def _mount_rest(self, count: int) -> None:
        blocks, self._rest = self._rest[:count], self._rest[count:]
        await self.column.mount_all(blocks)

    async def _mount_bench(self) -> None:
        if not self.lesson.offered or self._runner is None:
            return
        from tuitutor.tui.widgets.workbench import Workbench

        exercise = self._first_exercise()
        bench = Workbench(exercise, self._texts.text(ExerciseDraft.of(exercise)), self._marks)
        await self.query_one("#body").mount(bench)
        if not (bench.is_mounted and self.app.is_running):
            return  # the app is closing, and parts of the bench may be gone
        self.bench = self._runner.bench = bench
        await self._show_standing(bench)

    async def _show_standing(self, bench: Workbench) -> None:
        """Show the progress at the exercise on the bench."""
        store = self._study.store
        bench.show(AttemptView(), store.progress().exercise(bench.exercise.label))
        await bench.results.show_hints(shown_hints(bench.exercise, store))

    async def make_whole(self) -> None:
        """Build what the first screenful left out, once; a key that needs it doesn't wait for the paint."""
        await self._begun.wait()
        async with self._making:
            if self._whole or self._left:
                return
            await self._mount_rest(len(self._rest))
            if self.bench is None:
                await self._mount_bench()
            if self.bench is not None and not self._overview.is_attached:
                await self.query_one("#body").mount(self._overview, before=self.bench)
            await self.mount(FindBar(), self._offers, before=self._said)
            self._whole = True
        self._past.look()
        # editors know their width after one layout, and their height after the next
        self.call_after_refresh(self.call_after_refresh, self._restore_place)
        if self._has_code:
            self.run_worker(self._warm_up(), exit_on_error=False)
            self.run_worker(self._learn_reference(), exit_on_error=False)

    @property
    def _has_code(self) -> bool:
        return bool(self.lesson.cells or self.lesson.exercises)

    async def _warm_up(self) -> None:
        # errors are shown when the learner runs something, not while they read
        try:
            await self._study.worker.start()
        except TuitutorError:
            return
        self._at_work()
        await asyncio.to_thread(import_ahead)

    async def _learn_reference(self) -> None:
        with suppress(TuitutorError):  # without it, only completion is missing
            await self._study.reference.learn(self._study.worker)

    def _at_work(self) -> None:
        """Bring back what was released while the learner was away, before they press Run."""
        if self._has_code and self._whole:
            self._study.worker.wake()

    def _restore_place(self) -> None:
        if self._saver.ended:  # the reader has left already
            return
        self.column.is_whole()
        if not self._place.at_top:
            self.column.go_to(self._place.below, self._place.y)
            mark(self.column, False, "-finding-place", [self.column])
        if not self.lesson.problems:
            self._saver.start()
        self.set_interval(POLL, self.look_at_disk)
        for box in self.column.cells:
            if self._place.focus == f"cell:{box.index}":
                focus_now(box, scroll_visible=False)
        self._refresh_bars()

    def look_at_disk(self) -> None:
        """Show what somebody else changed on disk, and whether everything is saved."""
        if self.is_mounted:
            spawn(self._drafts.poll())
            self._texts.keep_guesses()
            self._refresh_header()  # a disk that hangs sends no message
            self._past.look()

    @property
    def column(self) -> LessonColumn:
        return self.query_one(LessonColumn)

    @property
    def bench_shown(self) -> bool:
        """Whether the workbench is visible."""
        beside = self.has_class("-wide") and not self.has_class("-reading")
        return self.bench is not None and (beside or self.has_class("-bench"))

    def _turn_to_bench(self, there: bool = True) -> None:
        """Show the workbench, or the text, if there is room for only one of them."""
        mark(self, there, "-bench", [self.column] if self.bench is None else [self.column, self.bench])
        if there:
            self._set_reading(False)

    def _set_reading(self, reading: bool) -> None:
        mark(self, reading, "-reading", [self._overview] if self.bench is None else [self._overview, self.bench])

    def _focus_text(self) -> None:
        focus_now(self.column, scroll_visible=False)

    # ---- leaving it

    async def leave(self) -> None:
        """Save everything and stop what is running. Call `take_last_edits` first, while the drafts are still known."""
        self._left = True
        async with self._making:  # what is being built needs its screen until it is done
            pass
        self._drafts.flush()
        self._drafts.listen(None)
        self._saver.stop()
        if self._runner is not None:
            await self._runner.close()

    def take_last_edits(self) -> None:
        """Take what was typed last, of which the editors may not have told yet."""
        self._texts.take_edits()

    def _where(self) -> Place:
        if not self.query(LessonColumn):  # the screen is being removed
            return self._saver.place
        below, y = self.column.place()
        card = self._card_in_view
        return Place(y, self._focus_name(), below, card.exercise.label if card else "")

    def _focus_name(self) -> str:
        box = self._around(CellBox)
        if box is not None:
            return f"cell:{box.index}"
        in_bench = self._in_bench or self.has_class("-bench")
        return f"exercise:{self.bench.exercise.label}" if in_bench and self.bench is not None else ""

    def set_focus(self, widget: Widget | None, scroll_visible: bool = True, from_app_focus: bool = False) -> None:
        before = self._panes_around_focus()
        super().set_focus(widget, scroll_visible, from_app_focus)
        for column in self.query(LessonColumn):
            column.scrolled = False  # what has just got the focus may not have been brought into view yet
        # not by `:focus-within`: Textual would restyle a whole pane whenever the focus moves inside it
        around = self._panes_around_focus()
        for pane in before | around:
            mark(pane, pane in around, "-within", [pane])

    def _panes_around_focus(self) -> set[Widget]:
        around = self.focused.ancestors_with_self if self.focused else ()
        return {each for each in around if isinstance(each, Widget) and each.id in ("column", "workbench", "results")}

    @property
    def _at_hand(self) -> Widget | None:
        """What has the focus; while the find bar has it, what is searched."""
        in_bar = self.focused is not None and isinstance(self.focused.parent, FindBar)
        return self._searched or self.column if in_bar else self.focused

    @property
    def _in_bench(self) -> bool:
        """Whether the workbench, or something in it, has the focus."""
        return self.bench is not None and self._around(type(self.bench)) is not None

    def _around(self, kind: type[W]) -> W | None:
        """The widget of this kind that has the focus, or has it inside."""
        at = self._at_hand
        return None if at is None else next((w for w in at.ancestors_with_self if isinstance(w, kind)), None)

    # ---- what it shows

    def say(self, sentence: str, seconds: float = SECONDS) -> None:
        """Show the learner a sentence, for `seconds`."""
        if self._said.is_attached:
            self._said.say(sentence, seconds)
        else:  # there is nowhere to show it yet
            self._unsaid.append((sentence, seconds))

    def unsay(self, sentence: str) -> None:
        """Remove a sentence before its time is over."""
        self._unsaid = [unsaid for unsaid in self._unsaid if unsaid[0] != sentence]
        self._said.drop(sentence)

    def pressed(self) -> None:
        """A key was pressed, which may make untrue what was said in answer to the one before."""
        self._said.drop_answers()

    def _run_changed(self) -> None:
        """A run has begun, or ended and used CPU time."""
        self._refresh_bars()
        self._past.look()
        if warning := self._study.worker.budget.warning():
            self.say(warning, LONG)

    def _refresh_header(self) -> None:
        if not self._header.is_attached:  # the screen is being left, and its parts are removed first
            return
        store, look = self._study.store, look_of(self.app)
        standing = standing_of(self._study, self.lesson)
        self._header.show(*draw_header(standing, look, self._marks))
        if self._pane.is_attached:
            self._pane.show(standing.shares)
        if self._overview.is_attached:
            exercise = self._first_exercise() if self.bench is None else self.bench.exercise
            curve = self._study.curves.get(exercise.label)
            self._overview.show(store.progress(), None if curve is None else (exercise.title, curve))
        said = look.text(f"{store.problem}; {MEANWHILE}" if store.problem else store.missing)
        if said != self._banner:
            self._banner = said
            self._problem.set_class(bool(said), "-filled").update(said)

    def _refresh_bars(self) -> None:
        if not self._header.is_attached:
            return
        self._refresh_header()
        self._refresh_keys()
        for card in self.query(ExerciseCard):
            card.show_progress(self._study.store.progress().exercise(card.exercise.label))

    def _refresh_keys(self) -> None:
        at = self._at()
        run = None if self._runner is None else self._runner.label(at, in_view=self._exercise_in_view)
        box = at if isinstance(at, CellBox) and not at.guessing else None
        bench = self.bench
        entries = key_entries(
            run,
            edit=None if box is None else "done" if box.editing else "edit",
            has_bench=bool(self.lesson.offered),
            at_bench=self._in_bench,
            passed=bench is not None and self._study.store.progress().exercise(bench.exercise.label).passed,
            results=bench.results.ahead if bench is not None and self.bench_shown else "",
            at_result=bench.results.at if bench is not None else "",
            has_attempts=bench is not None and bool(bench.results.attempts),
            has_curve=bench is not None and bench.has_curve,
            has_log=bench is not None and bench.has_log,
        )
        self.query_one("#keys", KeyBar).show(entries)

    def _at(self) -> CodeBox | None:
        """What Run applies to: the cell, or the exercise, that has the focus; not if it was scrolled out of view."""
        column, focused = self.column, self._at_hand
        if isinstance(focused, CellBox | ExerciseCard) and column.scrolled and not column.in_view(focused):
            return None
        at_exercise = self._in_bench or self._around(ExerciseCard) is not None
        return self._around(CellBox) or (self.bench if at_exercise else None)

    @property
    def _card_in_view(self) -> ExerciseCard | None:
        """The exercise that is visible in the text.

        Of several it is the focused one, else one that is visible as a whole, and of those the one on the bench.
        """
        on_bench = None if self.bench is None else self.bench.exercise

        def rank(card: ExerciseCard) -> tuple[bool, ...]:
            return not card.has_focus, not self.column.in_view(card, whole=True), card.exercise is not on_bench

        return min(filter(self.column.in_view, self.column.cards), key=rank, default=None)

    @property
    def _exercise_in_view(self) -> bool:
        """Whether a key that is pressed in the text may mean an exercise."""
        return self.bench_shown and self._card_in_view is not None

    def _at_work_on(self) -> CodeBox | None:
        """What has the focus, or else the visible exercise."""
        return self._at() or (self.bench if self.bench_shown else None)

    def _boxes(self) -> Iterator[CodeBox]:
        """The boxes with code that can be edited, as far as they are built."""
        yield from self.column.cells
        if self.bench is not None:
            yield self.bench

    def _texts_changed(self) -> None:
        self._refresh_header()
        if self._runner is not None:
            self._runner.show_states()

    def on_screen_resume(self, event: events.ScreenResume) -> None:
        if not self._whole:
            event.refresh_styles = False  # what there is was styled a moment ago, when it was mounted

    def on_resize(self, event: events.Resize) -> None:
        self.set_class(self.query_one(TooSmall).applies(event.size), "-small")
        self.set_class(event.size.width >= HUGE, "-huge")
        if event.size.width >= HUGE and not self._pane.is_attached:
            self.query_one("#body").mount(self._pane, before=0)
        self.call_after_refresh(self._refresh_bars)
