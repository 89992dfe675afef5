"""How long from starting the app until its first screen is drawn and the next key acts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from benchmarks.learners import learner
from benchmarks.measurement import Measurement, alternate
from benchmarks.window import window
from tests.e2e.terminal import APP

BARE = (str(Path(__file__).with_name("bare_app.py")),)
AGAINST = "a bare Textual app"


def measure(rounds: int) -> Iterator[Measurement]:
    """The first lesson, for somebody new."""
    apps, bares = alternate(3 * rounds, Opening(APP), Opening(BARE))  # short, and the ratios of few differ by a quarter
    yield Measurement("first screen drawn, next key acts", "s", apps, bares, AGAINST, bar=1.8)


class Opening:
    """Opens a program and pages down once its first screen is whole.

    The first call waits until all has settled, to learn the first screen that later calls look for.
    """

    def __init__(self, program: tuple[str, ...]) -> None:
        self._program, self._first = program, ""

    def __call__(self) -> float:
        """Seconds from the start to the whole first screen, plus those from the key to the next that differs."""
        with learner() as home, window(home, self._program) as opened:
            if not self._first:
                opened.wait_for(lambda: opened.frames)
                self._first = without_scrollbar(opened.settle())
                return 0.0
            opened.wait_for(lambda: without_scrollbar(opened.text) == self._first)
            drawn = opened.timed[-1].at
            pressed = opened.press("pagedown")
            opened.wait_for(lambda: without_scrollbar(opened.text) not in (self._first, ""))
            return drawn - opened.opened + opened.timed[-1].at - pressed


def without_scrollbar(screen: str) -> str:
    """A screen without the scrollbar, which still moves while the rest of a lesson is made."""
    return re.sub("[▁▂▃▄▅▆▇█]", " ", screen)
