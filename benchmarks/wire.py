"""Bytes from the app to the learner's terminal."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from benchmarks.learners import EPOCH, TRAINS, at_exercise, learner, start, wait_for_epochs
from benchmarks.measurement import Measurement
from benchmarks.window import COLUMNS, ROWS, Frame, Window, window

KB = 1_000
TYPED = "ZYXWVUTSRQPONMLKJIHGFEDCBA"  # no answer begins with it
IDLE = 3.0  # seconds
EPOCHS = 20
KEY_WAIT = 0.2  # seconds for the frames that a key causes


def measure(rounds: int) -> Iterator[Measurement]:
    """The same on any machine."""
    size = f"at {COLUMNS}x{ROWS}"
    paints, idles = zip(*(first_paint() for _ in range(rounds)), strict=True)
    yield Measurement(f"first paint {size}", "KB", paints, bar=12.0)
    yield Measurement(f"{IDLE:g} idle seconds {size}", "KB", idles, bar=0.0)
    keys, epochs = zip(*(keys_and_epochs() for _ in range(rounds)), strict=True)
    yield Measurement(f"one key in the editor {size}", "KB", sum(keys, ()), bar=0.4)
    yield Measurement(f"one epoch's redraw {size}", "KB", sum(epochs, ()), bar=1.5)


def first_paint() -> tuple[float, float]:
    """KB until the screen has settled, and in some idle seconds after that."""
    with learner() as home, window(home) as opened:
        opened.wait_for(lambda: opened.frames)
        opened.settle()
        painted = len(opened.written)
        opened.listen(IDLE)  # ends with the first byte, which is too much
        return painted / KB, (len(opened.written) - painted) / KB


def keys_and_epochs() -> tuple[tuple[float, ...], tuple[float, ...]]:
    """KB of each key typed at rest, and of each epoch drawn."""
    with at_exercise(TRAINS) as opened:
        keys = tuple(key_kb(opened, key) for key in TYPED)
        opened.press(*["backspace"] * len(TYPED))
        opened.settle()
        start(opened)
        wait_for_epochs(opened, 3)
        since = len(opened.timed)
        wait_for_epochs(opened, 3 + EPOCHS)
        return keys, epochs_kb(opened.timed[since:])


def key_kb(opened: Window, key: str) -> float:
    """What a letter typed at the beginning of the draft has the app write."""
    before = len(opened.written)
    opened.type(key)
    opened.settle(KEY_WAIT)
    return (len(opened.written) - before) / KB


def epochs_kb(drawn: list[Frame]) -> tuple[float, ...]:
    """What was written from one epoch's first frame to the next's."""
    firsts: dict[str, Frame] = {}
    for frame in drawn:
        if match := EPOCH.search(frame.text):
            firsts.setdefault(match[1], frame)
    return tuple((after.written - before.written) / KB for before, after in pairwise(firsts.values()))
