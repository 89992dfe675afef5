"""The exercise's side of a lesson's screen: the exercise on the workbench, its keys, and earlier attempts at it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.timer import Timer

from tuitutor.config.values import from_home
from tuitutor.config.version import installed_version
from tuitutor.course.model import Exercise
from tuitutor.draw.look import Look
from tuitutor.draw.svg import svg
from tuitutor.engine.guidance import Refusal, Solution, ask_solution, next_hint, next_open, shown_hints
from tuitutor.engine.ordering import LineOrder, can_order, open_order
from tuitutor.engine.snapshots import AttemptView
from tuitutor.errors import StateError, UsageError
from tuitutor.grading.verdicts import Verdict
from tuitutor.progress.files import no_answer
from tuitutor.tui import keys
from tuitutor.tui.flow.lesson_drafts import ExerciseDraft
from tuitutor.tui.flow.pacing import spawn
from tuitutor.tui.screens.editor_texts import EditorTexts
from tuitutor.tui.screens.line_order import LineOrderScreen
from tuitutor.tui.screens.reading import ReadingScreen
from tuitutor.tui.screens.running import RunController
from tuitutor.tui.turns import focus_now
from tuitutor.tui.widgets.card import ExerciseCard, PlayLink, Task
from tuitutor.tui.widgets.looks import look_of
from tuitutor.tui.widgets.single_lines import LONG

if TYPE_CHECKING:  # as in `reading`
    from tuitutor.progress.attempt_record import PastAttempt
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
        bench = Workbench(exercise, self._texts.text(ExerciseDraft.of(exercise)))
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
        await self._open_card(self._screen.card_in_view)

    async def _open_card(self, card: ExerciseCard | None) -> None:
        screen = self._screen
        if screen.bench is None or self._runner.attempt_runs or screen.bench_focused:
            return
        if card is not None:
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
            await self._open_card(self._screen.nearest_card)
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
        if bench.results.at:
            bench.results.enter("hints")
        else:
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
        """Go to the results; from there to the next of them, enlarged."""
        bench = await self._bench_in_view("Results")
        if bench is not None:
            self._screen.show_bench()
            results = bench.results
            if results.at:
                results.enlarge(results.next)
            else:
                results.enter()
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


_PATIENCE = 2.0  # seconds that a file may take to be written


class PastAttempts:
    """Fetches the attempts at the exercise on the workbench, by any session, and acts on the chosen attempt."""

    def __init__(self, screen: ReadingScreen) -> None:
        self._screen = screen
        self._study = screen.study
        self._say = screen.say
        self._fetched = ("", 0)  # the exercise whose attempts are shown, and how many it had

    def look(self) -> None:
        """Fetch the attempts if there are new ones, without waiting for the disk."""
        bench = self._screen.bench
        if bench is None:
            return
        exercise = bench.exercise
        latest = exercise.label, self._screen.progress.exercise(exercise.label).attempts
        if latest != self._fetched:
            self._fetched = latest
            spawn(self._fetch(exercise))

    async def _fetch(self, exercise: Exercise) -> None:
        from tuitutor.engine.attempt_recorder import last_curves

        attempts = await self._study.store.attempts_at(exercise.label)
        bench = self._screen.bench
        if bench is None or bench.exercise is not exercise or not (bench.is_attached and bench.app.is_running):
            return  # another exercise is on the workbench by now, or the screen is being removed
        bench.recall(attempts)
        bench.show_ghost(best=self._study.best_as_ghost)
        if (curves := last_curves(attempts)) is not None:
            self._study.curves.setdefault(exercise.label, curves)
        self._screen.post_message(ReadingScreen.KeysChanged())

    # ---- comparing and restoring

    def compare(self) -> None:
        """Show the changes from the previous attempt to the chosen one."""
        from tuitutor.tui.screens.compare import CompareScreen, Version

        if (chosen := self._chosen()) is None:
            return
        bench, attempt = chosen
        exercise, attempts = bench.exercise, bench.results.attempts
        tried = (Version(f"attempt {past.number}", past.code, past) for past in attempts)
        versions = [Version("the starter", exercise.starter), *tried, Version("the editor", bench.editor.text)]
        screen = CompareScreen(exercise, versions, attempts.index(attempt) + 1)
        bench.app.push_screen(screen, self._restore)

    def compare_with(self, solution: Solution) -> bool:
        """Show the changes from the latest attempt to the solution; False if either has no code.

        The solution's curve comes from an attempt with its code, if there was one.
        """
        bench = self._screen.bench
        attempts = () if bench is None else bench.results.attempts
        if bench is None or not attempts or not solution.code:
            return False
        from tuitutor.tui.screens.compare import CompareScreen, Version

        ran = next((past for past in reversed(attempts) if past.code.strip() == solution.code.strip()), None)
        versions = [Version(f"attempt {past.number}", past.code, past) for past in attempts]
        versions.append(Version("the solution", solution.code + "\n", ran))
        screen = CompareScreen(bench.exercise, versions, len(attempts), solution.explanation)
        bench.app.push_screen(screen, self._restore)
        return True

    def restore(self) -> None:
        """Put the code of the chosen attempt into the editor."""
        if (chosen := self._chosen()) is not None:
            self._restore(chosen[1])

    def _restore(self, attempt: PastAttempt | None) -> None:
        if attempt is None or (bench := self._screen.bench) is None:
            return
        if bench.editor.shows(attempt.code):
            self._say(f"The code of attempt {attempt.number} is already in the editor.")
        else:
            bench.restore(attempt.code)
            self._say(f"The code of attempt {attempt.number} is in the editor; ctrl+z brings yours back.")

    def switch_ghost(self) -> None:
        """Make the best attempt the ghost of the curves, or the previous one again, for the rest of the session."""
        if (chosen := self._chosen()) is not None:
            best = self._study.best_as_ghost = not self._study.best_as_ghost
            chosen[0].show_ghost(best=best)
            self._say(f"The ghost is now the {'best' if best else 'previous'} attempt.")

    # ---- sharing

    async def share(self) -> None:
        """Write the chosen attempt as text: a pass as a card, anything else as a request for help."""
        from tuitutor.draw.past_attempts import draw_card, help_request

        if (chosen := self._chosen()) is None:
            return
        bench, attempt = chosen
        look = Look(colour=False, glyphs=look_of(bench.app).glyphs)
        if attempt.grade.verdict is Verdict.PASSED:
            lesson = self._study.course.lesson_of(bench.exercise)
            text = draw_card(lesson, bench.exercise, attempt, look).plain + "\n"
            written = await self._write(attempt, ".txt", text, "Your pass, attempt {}, is in {}.")
        else:
            text = help_request(bench.exercise, attempt, installed_version(), look)
            sentence = "A request for help with attempt {} is in {}; read it before you send it."
            written = await self._write(attempt, ".md", text, sentence)
        if written:
            bench.app.copy_to_clipboard(text)  # many terminals ignore it, so no message mentions it

    async def share_picture(self) -> None:
        """Write the card of the chosen attempt as an SVG picture; that of the last run has maps of several epochs."""
        from tuitutor.draw.past_attempts import draw_card

        if (chosen := self._chosen()) is not None:
            bench, attempt = chosen
            here, lesson = look_of(bench.app), self._study.course.lesson_of(bench.exercise)
            replay = bench.view.shown.curves if attempt.number == bench.view.number else None
            look = Look(dark=here.dark, shapes=here.shapes)
            card = draw_card(lesson, bench.exercise, attempt, look, replay)
            text = svg(card, f"tuitutor: {lesson.title} › {bench.exercise.title}", dark=here.dark)
            await self._write(attempt, ".svg", text, "A picture of attempt {} is in {}.")

    def _chosen(self) -> tuple[Workbench, PastAttempt] | None:
        bench = self._screen.bench
        attempt = None if bench is None else bench.results.chosen_attempt
        if bench is None or attempt is None:
            self._say(f"There is no attempt at this exercise yet; {keys.RUN.named} makes one.")
            return None
        return bench, attempt

    async def _write(self, attempt: PastAttempt, ending: str, text: str, sentence: str) -> bool:
        """Write a file, and say where it is, or why it wasn't written; returns whether it was."""
        store = self._study.store
        writing = store.submit(lambda store: store.share(attempt.grade.exercise, attempt.number, ending, text))
        try:
            path = await asyncio.wait_for(asyncio.wrap_future(writing), _PATIENCE)
        except TimeoutError:
            self._say(no_answer(store.folder))
        except StateError as error:
            self._say(str(error))
        else:
            self._say(sentence.format(attempt.number, from_home(path, self._study.home)), LONG)
            return True
        return False
