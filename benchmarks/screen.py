"""How long from starting the app until its whole first screen is drawn and the next key acts."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.learners import learner, longest_lesson
from benchmarks.measurement import Measurement, alternate
from benchmarks.training import TRAINS, at_exercise, start, wait_for_epochs
from benchmarks.window import COLUMNS, ROWS, Window, window
from tests.e2e.terminal import APP
from tuitutor.course.folder import default_folder
from tuitutor.course.load import load_course
from tuitutor.course.shipped import ship

BARE = (str(Path(__file__).with_name("bare_app.py")),)
WIDE = (120, 36)
EXERCISE = "xor"  # of the lesson with the same name
AGAINST = "a Textual app of one Static"


def measure(rounds: int) -> Iterator[Measurement]:
    """The first lesson for somebody new, and the longest for somebody who comes back to it."""
    longest = longest_lesson().id
    ship(load_course(default_folder()))  # as an install does, of the lessons as they are now
    firsts, wides, benches, news, longests, bares, wide_bares = alternate(
        3 * rounds,  # each is short, and the ratios of few differ by a quarter
        Opening(APP),
        Opening(APP, size=WIDE),
        Opening(APP, EXERCISE, size=WIDE, at_exercise=True),
        Opening(APP, kept=False),
        Opening(APP, longest),
        Opening(BARE),
        Opening(BARE, size=WIDE),
    )
    yield Measurement("first lesson drawn, next key acts", "s", firsts, bares, AGAINST, bar=1.8)
    yield Measurement("first lesson at 120x36, with what it is about", "s", wides, wide_bares, AGAINST, bar=1.8)
    yield Measurement("an exercise left at 120x36, with its workbench", "s", benches, wide_bares, AGAINST, bar=2.0)
    yield Measurement("first lesson, on a machine where it never was opened", "s", news, bares, AGAINST, bar=2.4)
    yield Measurement(f"longest lesson ({longest}), likewise", "s", longests, bares, AGAINST, bar=1.8)


def measure_quitting(rounds: int) -> Iterator[Measurement]:
    """From the key to the prompt."""
    yield Measurement("quit, idle: key to prompt", "s", tuple(quit_idle() for _ in range(rounds)), bar=0.3)
    yield Measurement("quit while training", "s", tuple(quit_training() for _ in range(rounds)), bar=1.0)


def quit_idle() -> float:
    """Seconds, a lesson being open and its worker warm."""
    with at_exercise("model = None") as opened:
        return quit_(opened)


def quit_training() -> float:
    """Seconds, while a network trains."""
    with at_exercise(TRAINS) as opened:
        start(opened)
        wait_for_epochs(opened, 3)
        return quit_(opened)


def quit_(opened: Window) -> float:
    """Seconds from the key to the program's end, all that it wrote being read."""
    pressed = opened.press("ctrl+q")
    while opened.running:
        opened.listen(0.005)
    return time.monotonic() - pressed


class Opening:
    """Opens a program and pages down once its first screen is whole.

    The first time, it waits until all has settled, and so learns the screen that it looks for from then on. How far the
    key turns the page is not looked at: that depends on how much of the lesson is made by then. Who left the lesson
    `at_exercise` types there instead.
    """

    def __init__(
        self,
        program: tuple[str, ...],
        lesson: str = "",
        *,
        kept: bool = True,
        size: tuple[int, int] = (COLUMNS, ROWS),
        at_exercise: bool = False,
    ) -> None:
        self._program, self._lesson, self._kept, self._size = program, lesson, kept, size
        self._draft = (lesson, "model = None") if at_exercise else None
        self._key = "x" if at_exercise else "pagedown"
        self._screens = ("", "")

    def __call__(self) -> float:
        """Seconds from the start to the whole first screen, plus those from the key to the next that differs."""
        with learner(self._lesson, self._draft, kept=self._kept) as home:
            if not self._screens[0]:
                self._screens = self._learn(home)
                return 0.0
            with window(home, self._program, self._size) as opened:
                opened.wait_for(lambda: page(opened.text) == page(self._screens[0]))
                drawn = opened.timed[-1].at
                pressed = opened.press(self._key)
                opened.wait_for(lambda: page(opened.text) not in (page(self._screens[0]), ""))
                return drawn - opened.opened + opened.timed[-1].at - pressed

    def _learn(self, home: Path) -> tuple[str, str]:
        with window(home, self._program, self._size) as opened:
            opened.wait_for(lambda: opened.frames)
            first = opened.settle()
            opened.press(self._key)
            return first, opened.settle()


def page(screen: str) -> str:
    """A screen without the scrollbar, which still moves while the rest of a lesson is made."""
    return re.sub("[▁▂▃▄▅▆▇█]", " ", screen)
