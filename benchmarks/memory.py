"""What the app and a learner's child keep in memory."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks import proc
from benchmarks.learners import learner
from benchmarks.measurement import Measurement
from benchmarks.screen import AGAINST, BARE
from benchmarks.training import TRAINS, at_exercise, busiest, start, wait_for_epochs
from benchmarks.window import window
from tests.e2e.terminal import APP


def measure_app(rounds: int) -> Iterator[Measurement]:
    """The app with a lesson open, where nothing has run."""
    yield Measurement("app, a lesson open: RSS", "MB", tuple(app_rss(APP) for _ in range(rounds)), bar=75.0)
    yield Measurement(f"{AGAINST}: RSS", "MB", tuple(app_rss(BARE) for _ in range(rounds)))


def measure_training(rounds: int) -> Iterator[Measurement]:
    """The app, and the process in which an answer trains."""
    apps, learners = zip(*(while_training() for _ in range(rounds)), strict=True)
    yield Measurement("app while XOR trains: RSS", "MB", apps)
    yield Measurement("a learner's child while XOR trains: PSS", "MB", learners)


def app_rss(program: tuple[str, ...]) -> float:
    """Of a program whose first screen has settled, in MB."""
    with learner() as home, window(home, program) as opened:
        opened.wait_for(lambda: opened.frames)
        opened.settle()
        return proc.rss(opened.pid)


def while_training() -> tuple[float, float]:
    """RSS of the app and PSS of the child that is busiest, in MB."""
    with at_exercise(TRAINS) as opened:
        start(opened)
        wait_for_epochs(opened, 3)
        return proc.rss(opened.pid), proc.pss(busiest(opened))
