"""The playground's screen: what a frame costs, in time and on the line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise

from benchmarks import proc
from benchmarks.learners import learner
from benchmarks.measurement import Measurement
from benchmarks.window import COLUMNS, ROWS, Window, window
from tests.e2e.terminal import APP

STATE = "dataset=spiral&seed=0.5&networkShape=8,8&activation=relu"
STEPS = 50  # enough for a clock of 10 ms
FRAMES = 40
KB = 1_000


def measure(rounds: int) -> Iterator[Measurement]:
    """CPU time of an epoch that is trained and drawn."""
    with playground() as opened:
        values = tuple(step_ms(opened) for _ in range(rounds))
    yield Measurement(f"playground: an epoch trained and drawn at {COLUMNS}x{ROWS}, CPU", "ms", values, bar=25.0)


def measure_bytes(rounds: int) -> Iterator[Measurement]:
    """Bytes of a frame while it runs: the same on any machine, but for how many epochs lie between two."""
    values = sum((frames_kb() for _ in range(rounds)), ())
    name = f"playground: a frame while it runs at {COLUMNS}x{ROWS}"
    yield Measurement(name, "KB", values, bar=2.5)
    yield Measurement(f"{name}, the largest", "KB", values, bar=10.0, quantile=1.0)


@contextmanager
def playground() -> Iterator[Window]:
    """A playground in a window, before its first epoch."""
    with learner() as home, window(home, (*APP, "play", STATE)) as opened:
        opened.wait_for(lambda: epoch(opened) == 0)
        opened.settle()
        yield opened


def epoch(opened: Window) -> int:
    """The epoch on the screen; -1 where there is none."""
    found = re.search(r"epoch ([\d,]+)", opened.text)
    return int(found[1].replace(",", "")) if found else -1


def step_ms(opened: Window) -> float:
    """CPU milliseconds of a step: a key, an epoch, and the frame that shows it."""
    before, start = proc.cpu_seconds(opened.pid), epoch(opened)
    for step in range(start + 1, start + 1 + STEPS):
        opened.type("s")
        opened.wait_for(lambda: epoch(opened) == step)  # noqa: B023  # it is called here
    return 1000 * (proc.cpu_seconds(opened.pid) - before) / STEPS


def frames_kb() -> tuple[float, ...]:
    """KB of each frame while it trains as fast as it goes."""
    with playground() as opened:
        since = len(opened.timed)
        opened.type(" ")
        opened.wait_for(lambda: len(opened.timed) > since + FRAMES)
        written = [frame.written for frame in opened.timed[since:]]
        return tuple((after - before) / KB for before, after in pairwise(written))
