"""Running and stopping cells and exercises: the meaning of Run, and how runs are shown."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from tuitutor.course.model import Cell, Exercise
from tuitutor.engine.consent import Consent
from tuitutor.engine.snapshots import AttemptView, CellState, CellView, Ongoing
from tuitutor.errors import TuitutorError
from tuitutor.tui import keys
from tuitutor.tui.flow.pacing import Pacer
from tuitutor.tui.outside import SANDBOX
from tuitutor.tui.screens.editor_texts import EditorTexts
from tuitutor.tui.screens.reading import ReadingScreen
from tuitutor.tui.screens.typing_help import TypingHelp
from tuitutor.tui.widgets.card import ExerciseCard
from tuitutor.tui.widgets.cell import CellBox, CodeBox
from tuitutor.tui.widgets.single_lines import LONG

if TYPE_CHECKING:  # what runs code is imported when code is run
    from tuitutor.tui.flow.runs import AttemptRuns, CellRuns, Runs
    from tuitutor.tui.widgets.workbench import Workbench

_DONE = (CellState.OK, CellState.RUNNING)


class RunController:
    """Runs the cell or exercise that is selected or in view, or stops it."""

    def __init__(self, screen: ReadingScreen, texts: EditorTexts, typing_help: TypingHelp) -> None:
        self._screen = screen
        self._study = screen.study
        self._column = screen.column
        self._say = screen.say
        self._texts = texts
        self._help = typing_help
        self._cells: CellRuns | None = None
        self._attempts: AttemptRuns | None = None
        self._pacers: dict[CodeBox, Pacer[Any]] = {}
        self._is_warm = self._is_imported = False
        self._preparing: list[CodeBox] = []  # boxes about to run, while what runs code is imported
        self._loading_since: float | None = None
        self._ticking: asyncio.TimerHandle | None = None  # shows for how long Keras has been loading

    # ---- before a run

    async def warm_up(self) -> None:
        """Start the worker and import the modules for the first run and curve, so that Run needn't wait for them."""
        self._is_warm = True
        try:
            await self._study.worker.start()
        except TuitutorError:
            self._nothing_runs()
            return  # errors are shown when the learner runs something, not while they read
        self.wake()
        await self._import_ahead()

    async def _import_ahead(self) -> None:
        await asyncio.to_thread(_import_what_runs)
        self._is_imported = True

    def _nothing_runs(self) -> None:
        """A cell that can't run holds back no text; text shown once isn't hidden again."""
        self._screen.can_run = False
        self._screen.hold_back()

    def wake(self) -> None:
        """Bring back what was released while the learner was away, before they press Run."""
        if self._is_warm:
            self._study.worker.wake()

    def typed(self) -> None:
        """The learner types, perhaps while something is running."""
        self.wake()
        for pacer in self._pacers.values():
            pacer.typed()

    # ---- what Run means

    def label(self) -> str | None:
        """The effect of Run, for the key bar; None if there is nothing to run."""
        box, bench = self.target(), self._screen.bench
        if box is None:
            return None
        if isinstance(box, ExerciseCard):
            return "open exercise"
        if self.involves(box):
            return "stop"
        if bench is not None and box is bench:
            return "play" if bench.plays_first else "run exercise"
        return "run cell" if box is self._screen.selected else "run next cell"

    def target(self) -> CodeBox | ExerciseCard | None:
        """The selected box, or else the running box, or else the next in view.

        Next is the first cell whose current text hasn't run, since readers run cells one after another, or an exercise
        that begins above it. Setup cells run with the cells that need them.
        """
        screen = self._screen
        if screen.lesson.problems:
            return None
        if (selected := screen.selected) is not None:
            return selected
        if screen.bench_shown and not self._column.size:
            return screen.bench  # in front of the text, though something else has the focus
        boxes = (screen.bench, *self._column.cells)
        if (running := next((box for box in boxes if box is not None and self.involves(box)), None)) is not None:
            return running
        progress = screen.progress
        for box in self._column.in_sight():
            if isinstance(box, ExerciseCard):
                if not progress.exercise(box.exercise.label).done:
                    return box
            elif box.runnable and not box.cell.is_setup and box.state not in _DONE:
                return box
        return screen.card_in_view  # one that began above what is in view, or that is passed

    async def run_or_stop(self) -> None:
        """Act as `label` says; at most one cell and one exercise run at a time."""
        box, bench = self.target(), self._screen.bench
        if self._screen.lesson.problems:
            self._say("A broken lesson is not run; see the errors at its top.")
        elif box is None:
            self._say("There is nothing to run in view; tab goes to the next cell.")
        elif isinstance(box, ExerciseCard):
            self._screen.post_message(ExerciseCard.Chosen(box.exercise))
        elif isinstance(box, CellBox) and not box.runnable:
            self._say("This cell is for reading only.")
        elif box in self._preparing:
            self._preparing.remove(box)
            self._runs_changed()
        elif self.involves(box):
            await self._runs(box).stop()
        elif bench is not None and box is bench and bench.plays_first:
            bench.post_message(ExerciseCard.Chosen(bench.exercise))
        elif bench is not None and box is bench and (missing := bench.missing):
            self._say(missing)
        else:
            await self._start(box)

    async def try_or_stop(self) -> None:
        """Try changes of the attempt on the workbench, or stop that."""
        from tuitutor.engine.what_if import why_not

        bench, attempts = self._screen.bench, self._attempts
        if bench is None:
            self._say("Changes are tried of a run in an exercise; this lesson has none.")
        elif attempts is not None and attempts.tries:
            await attempts.stop()
        elif self.is_busy(bench):
            pass  # is_busy has told the learner
        elif refused := why_not(self._study.course, bench.exercise, self._study.store) or bench.why_no_tries:
            self._say(refused)
        elif self._needs_consent():
            self._say(f"The course's code may not run yet; {keys.RUN.named} asks.")
        else:
            await self._import_ahead()
            runs = self._attempt_runs()
            if not runs.now:
                runs.try_changes(bench.exercise, bench.ran, bench.view, bench.output_width)

    async def _start(self, box: CodeBox) -> None:
        """Run the box, if nothing forbids that."""
        if not self._is_imported:  # the key came early: the import takes a while, and the key must show an effect
            self._preparing.append(box)
            self._runs_changed()
            await self._import_ahead()
            if box not in self._preparing:
                return  # it was stopped, or the lesson was left
            self._preparing.remove(box)
            self._runs_changed()
        from tuitutor.grading.judge import needs_run

        runs_code = not isinstance(box.what, Exercise) or needs_run(box.what)
        consent = self._needs_consent()
        if self._runs(box).now:
            self._say(f"Another cell is still running; {keys.RUN.named} in that one stops it.")
        elif doubt := self._help.doubt(box):
            bench = self._screen.bench
            if bench is None or box is not bench or not bench.show_doubt(doubt):
                self._say(doubt)
        elif consent is not None and runs_code:
            self._ask(consent, box)
        else:
            self._begin(box)

    def _begin(self, box: CodeBox) -> None:
        self._texts.take_edits()
        self._study.drafts.flush()
        if isinstance(box, CellBox):
            self._screen.read_up_to(box.name or "")
        if self._study.line_note:
            self._say(self._study.line_note, LONG)
            self._study.line_note = ""
        bench = self._screen.bench
        if bench is not None and box is bench:
            bench.begin()
        self._runs(box).start(box.what, box.output_width)
        if isinstance(box, CellBox):
            self._column.follow(box)

    def _needs_consent(self) -> Consent | None:
        """The learner's consent to run the course's code, if it is still needed."""
        consent = self._study.consent
        return None if consent is None or consent.given else consent

    def _ask(self, consent: Consent, box: CodeBox) -> None:
        """Ask the learner, once, whether the course's code may run; if so, run the box."""
        from tuitutor.tui.screens.popups import ConsentScreen

        def answered(trusted: bool | None) -> None:
            if trusted:
                consent.given = True
                self._study.store.submit(lambda _: consent.give())
                self._begin(box)

        box.app.push_screen(ConsentScreen(consent.question(SANDBOX)), answered)

    async def stop_attempt(self) -> None:
        """Stop the running attempt, if there is one."""
        if self._attempts is not None:
            await self._attempts.stop()

    @property
    def attempt_runs(self) -> bool:
        return self._attempts is not None and bool(self._attempts.now)

    def is_busy(self, box: CodeBox | None = None) -> bool:
        """Whether an attempt is running, or `box` is about to run; tells the learner, who isn't to leave it."""
        busy = self.attempt_runs or box in self._preparing
        if busy:
            self._say(f"An attempt is still running; {keys.RUN.named} in the exercise stops it.")
        return busy

    async def close(self) -> None:
        """Stop what is running, for good."""
        self._preparing.clear()
        for runs in (self._attempts, self._cells):
            if runs is not None:
                await runs.close()
        for pacer in self._pacers.values():
            pacer.close()
        self._stop_ticking()

    # ---- what is shown of a run

    def ongoing(self) -> Ongoing | None:
        """The cells and the attempt that run or wait now; None if none do."""
        cells = Ongoing() if self._cells is None else self._cells.ongoing()
        attempt = None if self._attempts is None else self._attempts.ongoing()
        for box in self._preparing:
            if not isinstance(box, CellBox):
                attempt = attempt or AttemptView()
            elif not cells.cells:
                cells = Ongoing((box.index + 1,))
        if not cells.cells and attempt is None:
            return None
        now = time.monotonic()
        loading = None if self._study.worker.is_ready else int(now - (self._loading_since or now))
        return replace(cells, attempt=attempt, loading=loading)

    def _show_ongoing(self) -> None:
        self.show_states()
        self._screen.post_message(ReadingScreen.RunAdvanced())
        self._stop_ticking()
        ongoing, since, self._loading_since = self.ongoing(), self._loading_since, None
        if ongoing is not None:
            from tuitutor.draw.run_line import loads_keras

            if loads_keras(ongoing):
                self._loading_since = since or time.monotonic()
                self._ticking = asyncio.get_running_loop().call_later(1.0, self._show_ongoing)

    def _stop_ticking(self) -> None:
        if self._ticking is not None:
            self._ticking.cancel()
        self._ticking = None

    def show_states(self) -> None:
        """Show the current states of the cells, and the cells for which others wait."""
        states = {} if self._cells is None else self._cells.states()
        waits: Mapping[int, str] = {}
        if (ongoing := self.ongoing()) is not None:
            from tuitutor.draw.run_line import waits_for

            waits = waits_for(ongoing)
        boxes = {box.index: box for box in self._column.cells}
        blocked, failed = (None if self._cells is None else self._cells.blocked) or (None, 0)
        for index, box in boxes.items():
            state, edited = states.get(index, (CellState.NEW, None))
            name = "" if edited is None else boxes[edited].cell.filename
            by = boxes[failed].cell.filename if index == blocked else ""
            box.show_state(state, name, waits.get(index + 1, ""), by)

    def unblock(self) -> str:
        """The name of the part with the cell that failed above another; no cell says any more that it did."""
        if self._cells is None or self._cells.blocked is None:
            return ""
        _, failed = self._cells.blocked
        self._cells.blocked = None
        self.show_states()
        return f"cell:{failed}"

    def involves(self, box: CodeBox) -> bool:
        """Whether the box runs or is about to run."""
        runs = self._cells if isinstance(box, CellBox) else self._attempts
        return box in self._preparing or (runs is not None and any(what is box.what for what in runs.now))

    def _runs(self, box: CodeBox) -> Runs[Any]:
        if not isinstance(box, CellBox):
            return self._attempt_runs()
        if self._cells is None:
            from tuitutor.tui.flow.runs import CellRuns

            self._cells = CellRuns(self._study, self._screen.lesson, self._cell_changed, self._runs_changed, self._say)
        return self._cells

    def _attempt_runs(self) -> AttemptRuns:
        if self._attempts is None:
            from tuitutor.tui.flow.runs import AttemptRuns

            self._attempts = AttemptRuns(self._study, self._attempt_changed, self._runs_changed)
        return self._attempts

    def _runs_changed(self) -> None:
        self._show_ongoing()
        self._screen.post_message(ReadingScreen.RunsChanged())

    def _cell_changed(self, cell: Cell, view: CellView) -> None:
        box = next((box for box in self._column.cells if box.index == cell.index), None)
        if box is not None:
            self._pacers.setdefault(box, Pacer(partial(self._draw_cell, box))).post(view)

    def _attempt_changed(self, exercise: Exercise, view: AttemptView) -> None:
        if (bench := self._screen.bench) is not None:
            self._pacers.setdefault(bench, Pacer(self._draw_attempt)).post((exercise, view))

    def _draw_cell(self, box: CellBox, view: CellView) -> None:
        if box.app.is_running:  # otherwise it is closing, and parts of the column are gone
            box.show(view)
            self._show_ongoing()
            if view.outcome == "lost" or self._study.worker.budget.is_spent:
                self._nothing_runs()
            elif not view.running:
                self._screen.hold_back()

    def _draw_attempt(self, latest: tuple[Exercise, AttemptView]) -> None:
        exercise, view = latest
        bench = self._screen.bench
        if bench is None or not bench.app.is_running or bench.exercise is not exercise:
            return
        key_state, before, now = _key_state(bench), bench.view.what_if, view.what_if
        recalled = now is not None and bench.has_class("-recalled")
        bench.show(view, self._screen.progress.exercise(exercise.label), recalled=recalled)
        self._show_ongoing()
        if now is not None and not bench.results.shows_checks:  # the cost and the outcome are shown there
            if now.over and not (before is not None and before.over):
                self._say(now.said[0], LONG)
            elif now.cost and not (before is not None and before.cost):
                self._say(f"Trying {now.cost}; {keys.WHATIF.named} stops it.")
        if _key_state(bench) != key_state:
            self._screen.post_message(ReadingScreen.RunsChanged())


def _import_what_runs() -> None:
    import tuitutor.assist.diagnostics
    import tuitutor.tui.flow.runs  # noqa: F401
    from tuitutor.draw.plot import get_plotext

    get_plotext()


def _key_state(bench: Workbench) -> tuple[object, ...]:
    """The state of the workbench on which its keys depend."""
    return bench.has_curve, bench.has_log, bench.is_over, bench.results.ahead, bench.tries
