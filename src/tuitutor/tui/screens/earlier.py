"""Earlier attempts at the exercise on the bench."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
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
from tuitutor.tui.flow.study import Study
from tuitutor.tui.widgets.looks import look_of
from tuitutor.tui.widgets.single_lines import LONG

if TYPE_CHECKING:  # as in `lesson`
    from tuitutor.progress.attempt_record import PastAttempt
    from tuitutor.tui.widgets.workbench import Workbench

_PATIENCE = 2.0  # seconds that a file may take to be written


class PastAttempts:
    """Fetches the attempts kept for the exercise on the bench, by this session or another, and acts on them.

    `bench` returns the bench, `say` shows the learner a sentence, and `refresh_keys` is called once there are some.
    """

    def __init__(
        self,
        study: Study,
        bench: Callable[[], Workbench | None],
        say: Callable[..., None],
        refresh_keys: Callable[[], None],
    ) -> None:
        self._study = study
        self._bench = bench
        self._say = say
        self._refresh_keys = refresh_keys
        self._known: tuple[str, int] = ("", 0)  # the exercise whose attempts are shown, and how many it had

    def look(self) -> None:
        """Fetch them if there are new ones, without waiting for the disk."""
        bench = self._bench()
        if bench is None:
            return
        exercise = bench.exercise
        now = exercise.label, self._study.store.progress().exercise(exercise.label).attempts
        if now != self._known:
            self._known = now
            spawn(self._fetch(exercise))

    def compare(self) -> None:
        """Show what was changed from the previous attempt to the chosen one."""
        from tuitutor.tui.screens.compare import CompareScreen, Version

        if (found := self._chosen()) is None:
            return
        bench, chosen = found
        exercise, attempts = bench.exercise, bench.results.attempts
        tried = (Version(f"attempt {kept.number}", kept.code, kept) for kept in attempts)
        versions = [Version("the starter", exercise.starter), *tried, Version("the editor", bench.editor.text)]
        screen = CompareScreen(exercise, versions, attempts.index(chosen) + 1)
        bench.app.push_screen(screen, self._restore)

    def compare_with(self, solution: Solution) -> bool:
        """Show what sets the latest attempt apart from the solution; False if there is no code of both.

        The solution's curve is that of an attempt with its code, if there was one.
        """
        bench = self._bench()
        attempts = () if bench is None else bench.results.attempts
        if bench is None or not attempts or not solution.code:
            return False
        from tuitutor.tui.screens.compare import CompareScreen, Version

        ran = next((kept for kept in reversed(attempts) if kept.code.strip() == solution.code.strip()), None)
        versions = [Version(f"attempt {kept.number}", kept.code, kept) for kept in attempts]
        versions.append(Version("the solution", solution.code + "\n", ran))
        screen = CompareScreen(bench.exercise, versions, len(attempts), solution.explanation)
        bench.app.push_screen(screen, self._restore)
        return True

    def restore(self) -> None:
        """Put the code of the chosen attempt into the editor."""
        if (found := self._chosen()) is not None:
            self._restore(found[1])

    def switch_ghost(self) -> None:
        """Make the best attempt the ghost of the curves, or the previous one again, for the rest of the session."""
        if (found := self._chosen()) is not None:
            self._study.best_as_ghost = not self._study.best_as_ghost
            found[0].show_ghost(best=self._study.best_as_ghost)
            self._say(f"The ghost is now the {'best' if self._study.best_as_ghost else 'previous'} attempt.")

    async def share(self) -> None:
        """Write the chosen attempt as text: a pass as a card, anything else as a request for help."""
        from tuitutor.draw.past_attempts import draw_card, help_request

        if (found := self._chosen()) is None:
            return
        bench, kept = found
        look = Look(colour=False, glyphs=look_of(bench.app).glyphs)
        if kept.grade.verdict is Verdict.PASSED:
            lesson = self._study.course.lesson_of(bench.exercise)
            text = draw_card(lesson, bench.exercise, kept, look).plain + "\n"
            written = await self._write(kept, ".txt", text, "Your pass, attempt {}, is in {}.")
        else:
            text = help_request(bench.exercise, kept, installed_version(), look)
            said = "A request for help with attempt {} is in {}; read it before you send it."
            written = await self._write(kept, ".md", text, said)
        if written:
            bench.app.copy_to_clipboard(text)  # many terminals ignore it, so no message mentions it

    async def share_picture(self) -> None:
        """Write the card of the chosen attempt as an SVG picture."""
        from tuitutor.draw.past_attempts import draw_card

        if (found := self._chosen()) is not None:
            bench, kept = found
            dark, lesson = look_of(bench.app).dark, self._study.course.lesson_of(bench.exercise)
            card = draw_card(lesson, bench.exercise, kept, Look(dark=dark))
            text = svg(card, f"tuitutor: {lesson.title} › {bench.exercise.title}", dark=dark)
            await self._write(kept, ".svg", text, "A picture of attempt {} is in {}.")

    def _chosen(self) -> tuple[Workbench, PastAttempt] | None:
        bench = self._bench()
        chosen = None if bench is None else bench.results.chosen_attempt
        if bench is None or chosen is None:
            self._say(f"There is no attempt at this exercise yet; {keys.RUN.named} makes one.")
            return None
        return bench, chosen

    async def _write(self, kept: PastAttempt, ending: str, text: str, sentence: str) -> bool:
        """Write a file and say of which attempt it is, and where, or why it wasn't written."""
        store = self._study.store
        writing = store.submit(lambda store: store.share(kept.grade.exercise, kept.number, ending, text))
        try:
            path = await asyncio.wait_for(asyncio.wrap_future(writing), _PATIENCE)
        except TimeoutError:
            self._say(no_answer(store.folder))
        except StateError as error:
            self._say(str(error))
        else:
            self._say(sentence.format(kept.number, from_home(path, self._study.home)), LONG)
            return True
        return False

    def _restore(self, chosen: PastAttempt | None) -> None:
        if chosen is None or (bench := self._bench()) is None:
            return
        if bench.editor.shows(chosen.code):
            self._say(f"The code of attempt {chosen.number} is already in the editor.")
        else:
            bench.restore(chosen.code)
            self._say(f"The code of attempt {chosen.number} is in the editor; ctrl+z brings yours back.")

    async def _fetch(self, exercise: Exercise) -> None:
        from tuitutor.engine.attempt_recorder import last_curves

        attempts = await self._study.store.attempts_at(exercise.label)
        bench = self._bench()
        if bench is None or bench.exercise is not exercise or not (bench.is_attached and bench.app.is_running):
            return  # another exercise is on the bench by now, or the screen is being removed
        bench.recall(attempts)
        bench.show_ghost(best=self._study.best_as_ghost)
        if (curves := last_curves(attempts)) is not None:
            self._study.curves.setdefault(exercise.label, curves)
        self._refresh_keys()
