"""Earlier attempts at the exercise on the workbench."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from tuitutor.config.values import from_home
from tuitutor.config.version import installed_version
from tuitutor.course.model import Exercise
from tuitutor.draw.look import Look
from tuitutor.draw.svg import svg
from tuitutor.engine.guidance import Solution
from tuitutor.errors import StateError
from tuitutor.grading.verdicts import Verdict
from tuitutor.progress.files import no_answer
from tuitutor.tui import keys
from tuitutor.tui.flow.pacing import spawn
from tuitutor.tui.screens.reading import ReadingScreen
from tuitutor.tui.widgets.looks import look_of
from tuitutor.tui.widgets.single_lines import LONG

if TYPE_CHECKING:  # as in `lesson`
    from tuitutor.progress.attempt_record import PastAttempt
    from tuitutor.tui.widgets.workbench import Workbench

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
        """Write the card of the chosen attempt as an SVG picture."""
        from tuitutor.draw.past_attempts import draw_card

        if (chosen := self._chosen()) is not None:
            bench, attempt = chosen
            dark, lesson = look_of(bench.app).dark, self._study.course.lesson_of(bench.exercise)
            card = draw_card(lesson, bench.exercise, attempt, Look(dark=dark))
            text = svg(card, f"tuitutor: {lesson.title} › {bench.exercise.title}", dark=dark)
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
