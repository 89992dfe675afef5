"""The exercise's side of a lesson's screen: the exercise on the workbench, and its keys."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.timer import Timer

from tuitutor.course.model import Exercise
from tuitutor.engine.guidance import Refusal, Solution, ask_solution, next_hint, next_open, shown_hints
from tuitutor.engine.ordering import LineOrder, can_order, open_order
from tuitutor.engine.snapshots import AttemptView
from tuitutor.errors import UsageError
from tuitutor.tui import keys
from tuitutor.tui.flow.lesson_drafts import ExerciseDraft
from tuitutor.tui.screens.earlier import PastAttempts
from tuitutor.tui.screens.editor_texts import EditorTexts
from tuitutor.tui.screens.line_order import LineOrderScreen
from tuitutor.tui.screens.reading import ReadingScreen
from tuitutor.tui.screens.running import RunController
from tuitutor.tui.turns import focus_now
from tuitutor.tui.widgets.card import ExerciseCard, PlayLink, Task
from tuitutor.tui.widgets.single_lines import LONG

if TYPE_CHECKING:
    from tuitutor.tui.widgets.workbench import Workbench

_AT_REST = 0.15  # seconds without scrolling after which what is beside the text follows
_NO_CURVE = "There is no curve yet; an attempt that trains draws one."


class ExerciseSide:
    """Mounts the workbench, puts exercises on it, and shows it; until it is mounted, the learner is told why not."""

    def __init__(self, screen: ReadingScreen, texts: EditorTexts, runner: RunController) -> None:
        self.past = PastAttempts(screen)
        self._screen = screen
        self._say = screen.say
        self._texts = texts
        self._runner = runner
        self._settling: Timer | None = None
        self._offered_lines = ""  # the label of the exercise whose lines were offered to put in order
        self._orders: dict[str, LineOrder] = {}  # as the learner left them, by label

    # ---- which exercise

    async def mount(self) -> None:
        """Mount the workbench, in a lesson that has exercises and isn't broken."""
        screen = self._screen
        if not screen.lesson.offered or screen.lesson.problems:
            return
        from tuitutor.tui.widgets.workbench import Workbench

        exercise = self.exercise
        bench = Workbench(exercise, self._texts.text(ExerciseDraft.of(exercise)), screen.marks)
        await screen.query_one("#body").mount(bench)
        if bench.is_mounted and bench.app.is_running:  # otherwise it is closing, and parts of the bench may be gone
            screen.bench = bench
            await self._show_progress(bench)

    @property
    def exercise(self) -> Exercise:
        """The exercise on the workbench, or else the one to begin with.

        That is the exercise where the learner was, or that they saw; else the first that isn't passed; else the first.
        """
        screen = self._screen
        if screen.bench is not None:
            return screen.bench.exercise
        exercises, progress = screen.lesson.exercises, screen.progress
        last = next((exercise for exercise in exercises if exercise.label == screen.last_place.exercise), None)
        unpassed = (exercise for exercise in exercises if not progress.exercise(exercise.label).done)
        return last or next(unpassed, exercises[0])

    async def open(self, exercise: Exercise) -> None:
        """Put an exercise on the workbench; an attempt at the previous exercise is stopped."""
        bench = self._screen.bench
        if bench is not None and exercise is not bench.exercise:
            await self._runner.stop_attempt()
            bench.open(exercise, self._texts.text(ExerciseDraft.of(exercise)))
            await self._show_progress(bench)
            self.past.look()

    async def open_in_view(self) -> None:
        """Put the exercise in view on the workbench, unless an attempt at another is still running."""
        screen = self._screen
        if screen.bench is None or self._runner.attempt_runs or screen.bench_focused:
            return
        if (card := screen.card_in_view) is not None:
            await self.open(card.exercise)

    async def open_next(self) -> bool:
        """Go on to the lesson's next exercise that isn't passed, starting over after the last; False if there is none.

        In the text, the next is one in view, or else the first below.
        """
        screen, progress = self._screen, self._screen.progress
        if screen.bench is None:
            return False
        if screen.at_bench:
            exercise = next_open(screen.lesson, screen.bench.exercise, progress)
        else:
            cards = [card for card in screen.column.cards if not progress.exercise(card.exercise.label).done]
            ahead = [card for card in cards if not screen.column.is_above(card)]
            exercise = next((card.exercise for card in ahead + cards), None)
        if exercise is None:
            return False
        await self.open(exercise)
        self.reveal_task()
        self.enter()
        return True

    def shows_beside(self, name: str) -> bool:
        """Whether there is room for all of the exercise's task beside the exercise."""
        card, rows = self._card(name), self._screen.column.size.height
        return card is not None and self._screen.has_class("-wide") and 0 < card.virtual_region.height <= rows

    async def open_named(self, name: str) -> None:
        """Go to the exercise that is the lesson's part with this name; its task is beside it, if there is room."""
        card, column = self._card(name), self._screen.column
        if card is not None and self._screen.bench is not None:
            await self.open(card.exercise)
            if self.shows_beside(name) and not column.in_view(card, whole=True):
                column.show_part(name)
            self.enter()

    def _card(self, name: str) -> ExerciseCard | None:
        return next((card for card in self._screen.column.cards if card.name == name), None)

    async def _show_progress(self, bench: Workbench) -> None:
        """Show the progress at the exercise on the workbench."""
        bench.show(AttemptView(), self._screen.progress.exercise(bench.exercise.label))
        await bench.results.show_hints(shown_hints(bench.exercise, self._screen.study.store))

    # ---- between text and exercise

    async def switch(self) -> None:
        """Switch between the exercise in view and its task in the text."""
        if self._screen.bench is None:
            self._say("This lesson has no exercise.")
        elif self._screen.bench_focused:
            self.reveal_task()
            self.show_text()
        else:
            await self.open_in_view()
            if self._screen.has_class("-wide"):
                self.reveal_task()
            self.enter()

    def enter(self) -> None:
        """Go to the exercise on the workbench."""
        screen = self._screen
        if screen.bench is not None:
            screen.read_up_to(screen.bench_part)
            screen.show_bench()
            screen.bench.enter()
            self._keys_changed()

    def show_text(self) -> None:
        """Go to the text."""
        self._screen.show_bench(False)
        focus_now(self._screen.column, scroll_visible=False)
        self._keys_changed()

    def reveal_task(self) -> None:
        """Scroll the text to the task of the exercise on the workbench, unless it is visible."""
        if name := self._screen.bench_part:
            self._screen.release(name)
            self._screen.column.reveal(name)

    def follow_text(self) -> None:
        """The text was scrolled: when it rests, the exercise beside it follows."""
        if self._settling is not None:
            self._settling.stop()
        self._settling = self._screen.set_timer(_AT_REST, self._show_beside)

    async def _show_beside(self) -> None:
        """Put the exercise in view on the workbench or, if the reader has scrolled on, show the lesson's overview."""
        screen = self._screen
        if screen.lesson.problems or screen.bench_focused or screen.has_class("-narrow"):
            return
        await self.open_in_view()
        away = screen.card_in_view is None and not self._runner.attempt_runs
        if away and screen.column.scrolled and not screen.has_class("-huge"):
            screen.show_bench(False)
            screen.set_reading(True)
        self._keys_changed()

    def _keys_changed(self) -> None:
        self._screen.post_message(ReadingScreen.KeysChanged())

    def play(self, grade: Callable[[], object]) -> None:
        """If the exercise asks for a playground network, open the playground in the state of the draft."""
        bench = self._screen.bench
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

    async def _bench_in_view(self, name: str) -> Workbench | None:
        """The workbench with the exercise in view; without one, the learner is told that the lesson has no `name`."""
        bench = self._screen.bench
        if bench is None:
            self._say(f"{name} belong to exercises; this lesson has none.")
        else:
            await self.open_in_view()
        return bench

    async def show_hint(self) -> None:
        """Show the next hint."""
        bench, store = await self._bench_in_view("Hints"), self._screen.study.store
        if bench is None:
            return
        self._screen.show_bench()
        exercise = bench.exercise
        if next_hint(exercise, store) is None and can_order(exercise):
            if self._offered_lines == exercise.label:
                self._order_lines(bench)
                return
            self._offered_lines = exercise.label
            again = f"{keys.HINT.named} again: a solution's lines to put in order"
            self._say(f"There are no more hints. {again}, and from then on the solution counts as seen.", LONG)
        await bench.results.show_hints(shown_hints(exercise, store))
        bench.results.turn_to("hints")
        self._keys_changed()

    def _order_lines(self, bench: Workbench) -> None:
        """Let the learner put the solution's lines in order, and run their program."""
        screen, exercise = self._screen, bench.exercise
        order = self._orders.get(exercise.label) or open_order(exercise, bench.editor.text, screen.study.store)

        async def ordered(result: tuple[LineOrder, bool] | None) -> None:
            if result is None:
                return
            self._orders[exercise.label], runs = result
            if runs and bench.exercise is exercise:
                bench.restore(result[0].program)
                await screen.run_action("run")

        screen.app.push_screen(LineOrderScreen(exercise.title, order), ordered)

    async def show_solution(self) -> None:
        """Show the solution, if the learner may see it: after a pass, beside their own."""
        from tuitutor.tui.screens.popups import SolutionScreen

        bench = await self._bench_in_view("Solutions")
        if bench is None:
            return
        exercise = bench.exercise
        passed = not exercise.only_asks and self._screen.progress.exercise(exercise.label).passed
        match ask_solution(exercise, self._screen.study.store):
            case Refusal(text=text):
                self._say(text)
            case Solution() as solution if passed and self.past.compare_with(solution):
                pass
            case Solution() as solution:
                self._screen.app.push_screen(SolutionScreen(f"Solution: {exercise.title}", solution))

    async def show_results(self) -> None:
        """Go to the results, and from there to the next of them."""
        bench = await self._bench_in_view("Results")
        if bench is not None:
            self._screen.show_bench()
            bench.results.enlarge(bench.results.next)
            self._keys_changed()

    def step_curve(self, step: int) -> None:
        """Show another epoch on the curve, and on the map of what was learned."""
        bench = self._screen.bench
        if bench is not None and bench.step_cursor(step):
            self._screen.show_bench()
        else:
            self._say(_NO_CURVE)

    def switch_log(self) -> None:
        """Switch the loss to a logarithmic axis, or back."""
        bench = self._screen.bench
        if bench is None or not bench.has_curve:
            self._say(_NO_CURVE)
        elif bench.switch_log():
            self._screen.show_bench()
        else:
            self._say("Only a loss that is always positive has a logarithmic axis.")
