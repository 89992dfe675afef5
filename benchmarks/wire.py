"""What crosses the line between the app and the learner's terminal, and how soon a key is seen."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import cycle, pairwise

from benchmarks import frames
from benchmarks.learners import learner
from benchmarks.measurement import Measurement
from benchmarks.training import EPOCH, TRAINS, at_exercise, start, wait_for_epochs
from benchmarks.window import COLUMNS, QUIET, ROWS, Frame, Window, window

KB = 1_000
TYPED = "ZYXWVUTSRQPONMLKJIHGFEDCBA"  # what no answer begins with
OFFERED = "keras.layers.Conv"  # what Keras has names for
MAP = re.compile(r"epoch \d+ ")
TABS = 6  # of the results, at most
IDLE = 3.0  # seconds
EPOCHS = 20  # drawn, of which each one's bytes are counted
KEY_EVERY = 0.2  # seconds
PAUSES = tuple(0.36 + 0.01 * step for step in range(26))  # seconds; at 0.4 and 0.5 the app begins to look at the code
ECHO_WAIT = 0.2  # seconds for the frames that a key causes


def measure_bytes(rounds: int) -> Iterator[Measurement]:
    """Bytes of the first screen, of a key, of an epoch: the same on any machine."""
    size = f"at {COLUMNS}x{ROWS}"
    paints, idles = zip(*(first_paint() for _ in range(rounds)), strict=True)
    yield Measurement(f"first paint {size}", "KB", paints, bar=12.0)
    yield Measurement(f"{IDLE:g} idle seconds {size}", "KB", idles, bar=0.0)
    keys, epochs, mapped = zip(*(keys_and_epochs() for _ in range(rounds)), strict=True)
    yield Measurement(f"one key in the editor {size}", "KB", sum(keys, ()), bar=0.4)
    yield Measurement(f"one epoch's redraw {size}", "KB", sum(epochs, ()), bar=1.5)
    yield Measurement(f"one epoch's redraw with its map {size}", "KB", sum(mapped, ()), bar=1.5)
    yield from frames.measure_bytes(rounds)


def measure_echo(rounds: int) -> Iterator[Measurement]:
    """How soon a key is seen while a network trains, and while a draft is looked at."""
    found = [echoes_while_training() for _ in range(rounds)]
    plain, completing = zip(*found, strict=True)
    yield Measurement("key echo while training, p95", "ms", sum(plain, ()), bar=20.0, quantile=0.95)
    yield Measurement("the same with completion open, p95", "ms", sum(completing, ()), bar=20.0, quantile=0.95)
    paused = sum((echoes_with_pauses() for _ in range(rounds)), ())
    yield Measurement("key echo with marks and shapes, p95", "ms", paused, bar=20.0, quantile=0.95)


def first_paint() -> tuple[float, float]:
    """KB until the screen has settled, and in some idle seconds after that."""
    with learner() as home, window(home) as opened:
        opened.wait_for(lambda: opened.frames)
        opened.settle()
        written = len(opened.written)
        return written / KB, sum(len(data) for _, data in opened.record(IDLE)) / KB


def keys_and_epochs() -> tuple[tuple[float, ...], tuple[float, ...], tuple[float, ...]]:
    """KB of each key typed at rest, of each epoch drawn, and of each with the map of what was learned in sight."""
    with at_exercise(TRAINS) as opened:
        keys = bytes_of_keys(opened)
        opened.press(*["backspace"] * len(TYPED))
        opened.settle()
        start(opened)
        wait_for_epochs(opened, 3)
        since = len(opened.timed)
        wait_for_epochs(opened, 3 + EPOCHS)
        epochs = bytes_of_epochs(opened.timed[since:])
        show_map(opened)
        since = len(opened.timed)
        wait_for_epochs(opened, 4 + 2 * EPOCHS)
        return keys, epochs, bytes_of_epochs(opened.timed[since:])


def show_map(opened: Window) -> None:
    """Go to the results, and on to the map."""
    for _ in range(TABS):
        before = len(opened.timed)
        opened.press("f4")
        opened.wait_for(lambda: len(opened.timed) > before + 3)  # noqa: B023  # it is called here
        if MAP.search(opened.text):
            return
    raise AssertionError(f"no map:\n{opened.text}")


def echoes_while_training() -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Milliseconds of each key of a word, and of each while names are offered that complete it."""
    with at_exercise(TRAINS) as opened:
        start(opened)
        wait_for_epochs(opened, 3)
        plain = echoes(opened, TYPED)
        opened.type("\n")
        start_of_line = "ZZ="
        opened.type(start_of_line)
        opened.wait_for(start_of_line)
        return plain, echoes(opened, OFFERED, after=start_of_line)


def echoes_with_pauses() -> tuple[float, ...]:
    """Milliseconds of each key of a name above a model, typed so slowly that the app looks at the code between them."""
    with at_exercise(f"\n{TRAINS}") as opened:
        opened.type("Z")
        opened.wait_for("→ (16)")  # the shapes stand there, so what builds them runs
        opened.press("backspace")
        opened.settle()
        return echoes(opened, TYPED, pauses=PAUSES)


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


def bytes_of_epochs(drawn: list[Frame]) -> tuple[float, ...]:
    """What was written from one epoch's first frame to the next's."""
    firsts: dict[str, Frame] = {}
    for frame in drawn:
        if match := EPOCH.search(frame.text):
            firsts.setdefault(match[1], frame)
    starts = [frame.written for frame in firsts.values()]
    return tuple((after - before) / KB for before, after in pairwise(starts))


def echoes(opened: Window, word: str, after: str = "", pauses: Sequence[float] = (KEY_EVERY,)) -> tuple[float, ...]:
    """Type a word a letter at a time; milliseconds from each key to the frame that shows it."""
    pressed, noted, since = [], [], len(opened.timed)
    for key, pause in zip(word, cycle(pauses), strict=False):
        pressed.append(opened.tap(key))
        noted += opened.record(pause)
    noted += opened.record(QUIET)  # the last one too may be late
    opened.replay(noted)
    shown = (seen_at(opened.timed[since:], after + word[: count + 1]) for count in range(len(word)))
    return tuple((seen - at) * 1000 for seen, at in zip(shown, pressed, strict=True))


def seen_at(drawn: list[Frame], text: str) -> float:
    """When a text was first on the screen. Raises AssertionError where it never was."""
    for frame in drawn:
        if text in frame.text:
            return frame.at
    raise AssertionError(f"never shown: {text}\n{drawn[-1].text if drawn else ''}")
