"""What crosses the line between the app and the learner's terminal, and how soon a key is seen."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from benchmarks.learners import learner
from benchmarks.measurement import Measurement
from benchmarks.training import EPOCH, TRAINS, at_exercise, start, wait_for_epochs
from benchmarks.window import COLUMNS, ROWS, Frame, Window, window

KB = 1_000
TYPED = "ZYXWVUTSRQPONMLKJIHGFEDCBA"  # what no answer begins with
EPOCHS = 20  # drawn, of which each one's bytes are counted
KEY_EVERY = 0.2  # seconds
ECHO_WAIT = 0.2  # seconds for the frames that a key causes


def measure_bytes(rounds: int) -> Iterator[Measurement]:
    """Bytes of the first screen, of a key, of an epoch: the same on any machine."""
    size = f"at {COLUMNS}x{ROWS}"
    yield Measurement(f"first paint {size}", "KB", tuple(first_paint() for _ in range(rounds)), bar=25.0)
    keys, epochs = zip(*(keys_and_epochs() for _ in range(rounds)), strict=True)
    yield Measurement(f"one key in the editor {size}", "KB", sum(keys, ()), bar=1.0)
    yield Measurement(f"one epoch's redraw {size}", "KB", sum(epochs, ()), bar=3.0)


def measure_echo(rounds: int) -> Iterator[Measurement]:
    """How soon a key is seen while a network trains."""
    found = [echoes_while_training() for _ in range(rounds)]
    yield Measurement("key echo while training, p95", "ms", sum(found, ()), bar=50.0, quantile=0.95)


def first_paint() -> float:
    """KB until the screen has settled."""
    with learner() as home, window(home) as opened:
        opened.wait_for(lambda: opened.frames)
        opened.settle()
        return len(opened.written) / KB


def keys_and_epochs() -> tuple[tuple[float, ...], tuple[float, ...]]:
    """KB of each key typed at rest, and of each epoch drawn."""
    with at_exercise(TRAINS) as opened:
        keys = bytes_of_keys(opened)
        opened.press(*["backspace"] * len(TYPED))
        opened.settle()
        start(opened)
        wait_for_epochs(opened, 3)
        since = len(opened.timed)
        wait_for_epochs(opened, 3 + EPOCHS)
        return keys, bytes_of_epochs(opened.timed[since:])


def echoes_while_training() -> tuple[float, ...]:
    """Milliseconds of each key."""
    with at_exercise(TRAINS) as opened:
        start(opened)
        wait_for_epochs(opened, 3)
        return echoes(opened)


def bytes_of_keys(opened: Window) -> tuple[float, ...]:
    """Type a word at the beginning of the draft, each letter once the one before was drawn."""
    found = []
    for key in TYPED:
        before = len(opened.written)
        opened.type(key)
        while opened.listen(ECHO_WAIT):
            pass
        found.append((len(opened.written) - before) / KB)
    return tuple(found)


def bytes_of_epochs(frames: list[Frame]) -> tuple[float, ...]:
    """What was written from one epoch's first frame to the next's."""
    firsts: dict[str, Frame] = {}
    for frame in frames:
        if match := EPOCH.search(frame.text):
            firsts.setdefault(match[1], frame)
    starts = [frame.written for frame in firsts.values()]
    return tuple((after - before) / KB for before, after in pairwise(starts))


def echoes(opened: Window) -> tuple[float, ...]:
    """Type a word a letter at a time; milliseconds from each key to the frame that shows it."""
    pressed, noted, since = [], [], len(opened.timed)
    for key in TYPED:
        pressed.append(opened.tap(key))
        noted += opened.record(KEY_EVERY)
    opened.replay(noted)
    return tuple((seen_at(opened.timed[since:], TYPED[: count + 1]) - at) * 1000 for count, at in enumerate(pressed))


def seen_at(frames: list[Frame], text: str) -> float:
    """When a text was first on the screen. Raises AssertionError where it never was."""
    for frame in frames:
        if text in frame.text:
            return frame.at
    raise AssertionError(f"never shown: {text}\n{frames[-1].text if frames else ''}")
