"""What the app and a learner's child keep in memory."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks import proc
from benchmarks.learners import TRAINS, at_exercise, busiest, learner, start, wait_for_epochs
from benchmarks.measurement import Measurement
from benchmarks.screen import AGAINST, BARE
from benchmarks.window import window
from tests.e2e.terminal import APP


def measure(rounds: int) -> Iterator[Measurement]:
    """The app with a lesson open, and the process in which an answer trains."""
    apps, bares = zip(*((app_rss(APP), app_rss(BARE)) for _ in range(rounds)), strict=True)
    yield Measurement("app with a lesson open, RSS", "MB", apps, bares, AGAINST, bar=2.2)
    yield Measurement("a learner's child while XOR trains, PSS", "MB", tuple(child_pss() for _ in range(rounds)))


def app_rss(program: tuple[str, ...]) -> float:
    """Of a program whose first screen has settled, in MB."""
    with learner() as home, window(home, program) as opened:
        opened.wait_for(lambda: opened.frames)
        opened.settle()
        return proc.rss(opened.pid)


def child_pss() -> float:
    """Of the busiest child of the app's worker, in MB."""
    with at_exercise(TRAINS) as opened:
        start(opened)
        wait_for_epochs(opened, 3)
        return proc.pss(busiest(opened))
