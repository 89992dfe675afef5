"""The exercise's side of a lesson's screen: which exercise is on the workbench, and what keys do with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.screen import Screen
from textual.timer import Timer

from tuitutor.course.model import Exercise, Lesson
from tuitutor.draw.glyphs import Marks
from tuitutor.engine.guidance import Refusal, Solution, ask_solution, next_hint, next_open, shown_hints
from tuitutor.engine.ordering import LineOrder, can_order, open_order
from tuitutor.engine.snapshots import AttemptView
from tuitutor.errors import UsageError
from tuitutor.tui import keys
from tuitutor.tui.flow.lesson_drafts import ExerciseDraft
from tuitutor.tui.flow.study import Study
from tuitutor.tui.screens.earlier import PastAttempts
from tuitutor.tui.screens.editor_texts import EditorTexts
from tuitutor.tui.screens.line_order import LineOrderScreen
from tuitutor.tui.screens.reading_position import ReadingPosition
from tuitutor.tui.screens.running import RunController
from tuitutor.tui.turns import focus_now
from tuitutor.tui.widgets.card import ExerciseCard, PlayLink, Task
from tuitutor.tui.widgets.single_lines import LONG

if TYPE_CHECKING:
    from tuitutor.tui.widgets.workbench import Workbench

_AT_REST = 0.15  # seconds without scrolling after which what is beside the text follows
_NO_CURVE = "There is no curve yet; an attempt that trains draws one."


class ExerciseSide:
    """Mounts the workbench, puts exercises on it, and turns to it; until it is mounted, the learner is told why not.

    `say` shows the learner a sentence; `refresh_keys` is called when other keys may do something than before.
    """

    def __init__(
        self,
        screen: Screen[None],
        study: Study,
        lesson: Lesson,
        marks: Marks,
        where: ReadingPosition,
        texts: EditorTexts,
        runner: RunController,
        say: Callable[..., None],
        refresh_keys: Callable[[], None],
    ) -> None:
        self.past = PastAttempts(study, lambda: where.bench, say, refresh_keys)
        self._screen = screen
        self._study = study
        self._lesson = lesson
        self._marks = marks
        self._where = where
        self._texts = texts
        self._runner = runner
        self._say = say
        self._refresh_keys = refresh_keys
        self._settling: Timer | None = None
        self._order_offered = ""  # the label of the exercise whose lines were offered to put in order
        self._orders: dict[str, LineOrder] = {}  # how the learner left them, by label

    # ---- which exercise

    async def mount(self) -> None:
        """Mount the workbench, in a lesson that has exercises and isn't broken."""
        if not self._lesson.offered or self._lesson.problems:
            return
        from tuitutor.tui.widgets.workbench import Workbench

        exercise = self.exercise
        bench = Workbench(exercise, self._texts.text(ExerciseDraft.of(exercise)), self._marks)
        await self._screen.query_one("#body").mount(bench)
        if bench.is_mounted and bench.app.is_running:  # otherwise it is closing, and parts of the bench may be gone
            self._where.bench = bench
            await self._show_standing()

    @property
    def exercise(self) -> Exercise:
        """The exercise on the bench, or the one to begin with.

        That is where the learner was or what they saw, or else the first that isn't passed, or else the first.
        """
        if self._where.bench is not None:
            return self._where.bench.exercise
        exercises, progress = self._lesson.exercises, self._study.store.progress()
        at = next((each for each in exercises if each.label == self._where.last_time.exercise), None)
        return at or next((each for each in exercises if not progress.exercise(each.label).done), exercises[0])

    async def open(self, exercise: Exercise) -> None:
        """Put an exercise on the bench; an attempt at the previous one is stopped."""
        bench = self._where.bench
        if bench is not None and exercise is not bench.exercise:
            await self._runner.stop_attempt()
            bench.open(exercise, self._texts.text(ExerciseDraft.of(exercise)))
            await self._show_standing()
            self.past.look()

    async def open_in_view(self) -> None:
        """Put the exercise in view on the bench, unless an attempt at another is still running."""
        where = self._where
        if where.bench is None or self._runner.attempt_runs or where.in_bench:
            return
        if (card := where.card) is not None:
            await self.open(card.exercise)

    async def open_next(self) -> bool:
        """Go on to the lesson's next exercise that isn't passed, starting over after the last; False if there is none.

        In the text, one in view is next, or else the first below.
        """
        where, progress = self._where, self._study.store.progress()
        if where.bench is None:
            return False
        if where.at_bench:
            exercise = next_open(self._lesson, where.bench.exercise, progress)
        else:
            cards = [card for card in where.column.cards if not progress.exercise(card.exercise.label).done]
            ahead = [card for card in cards if not where.column.is_above(card)]
            exercise = next((card.exercise for card in ahead + cards), None)
        if exercise is None:
            return False
        await self.open(exercise)
        self.reveal_task()
        self.enter()
        return True

    def shows_beside(self, name: str) -> bool:
        """Whether there is room for all of the exercise's task beside the exercise."""
        card, rows = self._card(name), self._where.column.size.height
        return card is not None and self._screen.has_class("-wide") and 0 < card.virtual_region.height <= rows

    async def open_named(self, name: str) -> None:
        """Go to the exercise that is the lesson's part with this name; its task is beside it, if that can be."""
        card = self._card(name)
        if card is not None and self._where.bench is not None:
            await self.open(card.exercise)
            if self.shows_beside(name) and not self._where.column.in_view(card, whole=True):
                self._where.column.show_part(name)
            self.enter()

    def _card(self, name: str) -> ExerciseCard | None:
        return next((card for card in self._where.column.cards if card.name == name), None)

    async def _show_standing(self) -> None:
        """Show the progress at the exercise on the bench."""
        bench, store = self._where.bench, self._study.store
        if bench is not None:
            bench.show(AttemptView(), store.progress().exercise(bench.exercise.label))
            await bench.results.show_hints(shown_hints(bench.exercise, store))

    # ---- turning to it and away

    async def switch(self) -> None:
        """Switch between the exercise in view and its task in the text."""
        if self._where.bench is None:
            self._say("This lesson has no exercise.")
        elif self._where.in_bench:
            self.reveal_task()
            self.show_text()
        else:
            await self.open_in_view()
            if self._screen.has_class("-wide"):
                self.reveal_task()
            self.enter()

    def enter(self) -> None:
        """Go to the exercise on the bench."""
        if self._where.bench is not None:
            self._where.read_up_to(f"exercise:{self._where.bench.exercise.label}")
            self._where.turn_to_bench()
            self._where.bench.enter()
            self._refresh_keys()

    def show_text(self) -> None:
        """Go to the text."""
        self._where.turn_to_bench(False)
        focus_now(self._where.column, scroll_visible=False)
        self._refresh_keys()

    def reveal_task(self) -> None:
        """Scroll the text to the task of the exercise on the bench, unless it is visible."""
        if self._where.bench is not None:
            name = f"exercise:{self._where.bench.exercise.label}"
            self._where.open(name)
            self._where.column.reveal(name)

    def follow_text(self) -> None:
        """The text was scrolled: when it rests, what is beside it follows."""
        if self._settling is not None:
            self._settling.stop()
        self._settling = self._screen.set_timer(_AT_REST, self._show_beside)

    async def _show_beside(self) -> None:
        """Put the exercise in view on the bench or, if the reader has scrolled on, show what the lesson is about."""
        where = self._where
        if self._lesson.problems or where.in_bench or self._screen.has_class("-narrow"):
            return
        await self.open_in_view()
        away = where.card is None and not self._runner.attempt_runs
        if away and where.column.scrolled and not self._screen.has_class("-huge"):
            where.turn_to_bench(False)
            where.set_reading(True)
        self._refresh_keys()

    def play(self, grade: Callable[[], object]) -> None:
        """If the exercise asks for a playground network, open the playground in the state of the draft."""
        bench = self._where.bench
        if bench is None or (challenge := bench.exercise.challenge) is None:
            return
        from tuitutor.playground.address import address_in

        try:
            address = address_in(bench.editor.text) or challenge.address
        except UsageError as error:
            self._say(str(error))
        else:
            self._screen.post_message(PlayLink.Chosen(address, Task(challenge, bench.answer, grade)))

    # ---- hints, solution, results

    async def show_hint(self) -> None:
        """Show the next hint."""
        bench, store = self._where.bench, self._study.store
        if bench is None:
            self._say("Hints belong to exercises; this lesson has none.")
            return
        await self.open_in_view()
        self._where.turn_to_bench()
        exercise = bench.exercise
        if next_hint(exercise, store) is None and can_order(exercise):
            if self._order_offered == exercise.label:
                self._order_lines(bench)
                return
            self._order_offered = exercise.label
            again = f"{keys.HINT.named} again: a solution's lines to put in order"
            self._say(f"There are no more hints. {again}, and from then on the solution counts as seen.", LONG)
        await bench.results.show_hints(shown_hints(bench.exercise, store))
        bench.results.turn_to("hints")
        self._refresh_keys()

    def _order_lines(self, bench: Workbench) -> None:
        """Let the learner put the solution's lines in order, and run what they make of them."""
        exercise = bench.exercise
        order = self._orders.get(exercise.label) or open_order(exercise, bench.editor.text, self._study.store)

        async def ordered(found: tuple[LineOrder, bool] | None) -> None:
            if found is None:
                return
            self._orders[exercise.label], runs = found
            if runs and self._where.bench is not None and self._where.bench.exercise is exercise:
                self._where.bench.restore(found[0].program)
                await self._screen.run_action("run")

        self._screen.app.push_screen(LineOrderScreen(exercise.title, order), ordered)

    async def show_solution(self) -> None:
        """Show the solution, if the learner may see it: after a pass, beside their own."""
        from tuitutor.tui.screens.popups import SolutionScreen

        bench = self._where.bench
        if bench is None:
            self._say("Solutions belong to exercises; this lesson has none.")
            return
        await self.open_in_view()
        exercise = bench.exercise
        passed = not exercise.only_asks and self._study.store.progress().exercise(exercise.label).passed
        match ask_solution(bench.exercise, self._study.store):
            case Refusal(text=text):
                self._say(text)
            case Solution() as solution if passed and self.past.compare_with(solution):
                pass
            case Solution() as solution:
                self._screen.app.push_screen(SolutionScreen(f"Solution: {bench.exercise.title}", solution))

    async def show_results(self) -> None:
        """Go to the results, and from there to the next of them."""
        bench = self._where.bench
        if bench is None:
            self._say("Results belong to exercises; this lesson has none.")
            return
        await self.open_in_view()
        self._where.turn_to_bench()
        bench.results.enlarge(bench.results.next)
        self._refresh_keys()

    def step_curve(self, step: int) -> None:
        """Show another epoch on the curve, and on the map of what was learned."""
        if self._where.bench is not None and self._where.bench.step_cursor(step):
            self._where.turn_to_bench()
        else:
            self._say(_NO_CURVE)

    def switch_log(self) -> None:
        """Switch the loss to a logarithmic axis, or back."""
        bench = self._where.bench
        if bench is None or not bench.has_curve:
            self._say(_NO_CURVE)
        elif bench.switch_log():
            self._where.turn_to_bench()
        else:
            self._say("Only a loss that is always positive has a logarithmic axis.")
