"""The app while much happens: long fits and floods of print, with its memory looked at all the while."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path

from tests.e2e.terminal import Terminal
from tests.e2e.walks import go_to_exercise, header, key_bar, open_xor, replace_draft
from tuitutor.course.folder import default_folder
from tuitutor.course.load import load_course

MB = 1_000_000
DAY = 86_400  # seconds
EXERCISE = "Can you do better?"  # in which the hour of use trains
GROWTH = 8.0  # MB that the app may grow by, once it has drawn its first curves and its first output
USED = 130.0  # MB that the app may ever have: 75 with a lesson open, 9 for plotext, and what Textual has drawn

# one step an epoch, over a dataset that never ends: an epoch costs Keras 2 ms so, and 30 ms over arrays
FIT = """\
import keras
import tensorflow as tf
batches = tf.data.Dataset.from_tensors((data[:32], labels[:32])).repeat()
model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(8), keras.layers.Dense(2, activation="softmax")])
model.compile(loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = model.fit(batches, epochs={epochs}, steps_per_epoch=1, verbose=0)
"""
FLOOD = """\
lines = "".join(f"{{number:06}} {{'flood ' * 15}}\\n" for number in range(1000))
for _ in range({blocks}):
    print(lines, end="")
raise RuntimeError("all of it was printed")
"""
BLOCK = 98_000  # bytes of one print


def raise_limits(home: Path) -> None:
    """Let the learner of this home run and print for as long as they like."""
    folder = home / "config" / "tuitutor"
    folder.mkdir(parents=True)
    folder.joinpath("config.toml").write_text(f"wall_s = {DAY}\ncpu_s = {DAY}\noutput_mb = 10_000\n")


def stay_flat(terminal: Terminal, epochs: int, printed: int, seconds: float) -> None:
    """Train for so many epochs and print so many MB, in turn; the app does not grow, and grades both."""
    open_xor(terminal)
    go_to_exercise(terminal)
    run(terminal, FIT.format(epochs=200), "✗ hidden accuracy", seconds)
    run(terminal, FLOOD.format(blocks=20), "all of it was printed", seconds)
    before = rss(terminal)
    highest = run(terminal, FIT.format(epochs=epochs), "✗ hidden accuracy", seconds)
    assert highest - before < GROWTH, f"{before:.1f} MB, and {highest:.1f} MB after {epochs} epochs"
    highest = run(terminal, FLOOD.format(blocks=printed * MB // BLOCK), "all of it was printed", seconds)
    assert highest - before < GROWTH, f"{before:.1f} MB, and {highest:.1f} MB after {printed} MB of output"


def use(terminal: Terminal, seconds: float) -> None:
    """Go through all lessons again and again for so long; the app stays small, and in the second half it is flat."""
    terminal.wait_for("ctrl+p more")
    titles = [lesson.title for lesson in load_course(default_folder()).lessons if lesson.exercises]
    laps: list[float] = []
    end = time.monotonic() + seconds
    while time.monotonic() < end or len(laps) < 4:
        for title in titles:
            look_through(terminal, title)
        open_xor(terminal)
        find_exercise(terminal, EXERCISE)
        # a draft that no lap before has saved; in a bench of 56 columns the verdict has no room for how many failed
        run(terminal, FIT.format(epochs=20) + f"# lap {len(laps) + 1}\n", "✗ hidden accuracy", seconds)
        laps.append(rss(terminal))
    half = len(laps) // 2
    assert max(laps) < USED, laps
    assert max(laps[half:]) - max(laps[:half]) < GROWTH / 4, laps


def look_through(terminal: Terminal, title: str) -> None:
    """Open a lesson, page through it and its exercise, and look at the results."""
    terminal.press("ctrl+o", "ctrl+o")
    terminal.wait_for("type to search")
    terminal.type(title)
    terminal.wait_for(lambda: title in terminal.text and terminal.text.count(" min") < 8)
    terminal.press("enter")
    terminal.wait_for(lambda: title[:20] in header(terminal))
    seen = len(terminal.frames)
    terminal.press(*["pagedown"] * 12, "f2", *["pagedown"] * 12, "f4")
    terminal.wait_for(lambda: len(terminal.frames) > seen)
    terminal.written = b""
    del terminal.frames[:-1]


def find_exercise(terminal: Terminal, title: str) -> None:
    """Go to an exercise of the open lesson by its outline: another may be on the bench since it was looked through."""
    terminal.press("ctrl+o")
    terminal.wait_for("/ search")
    terminal.type("/" + title)
    terminal.wait_for(lambda: "/ search" not in terminal.text and terminal.text.count(title) > 1)
    terminal.press("enter")
    terminal.wait_for(lambda: "ctrl+r run exercise   f2 text" in key_bar(terminal) and f"┏━ {title}" in terminal.text)


def run(terminal: Terminal, answer: str, verdict: str, seconds: float) -> float:
    """Run an answer to its verdict; the most MB that the app had meanwhile."""
    replace_draft(terminal, answer)
    before = attempts(terminal)
    terminal.press("ctrl+r")
    return highest_until(terminal, lambda: verdict in terminal.text and attempts(terminal) == before + 1, seconds)


def attempts(terminal: Terminal) -> int:
    """How many there were, as the workbench has it; the card in the text may be another exercise's."""
    found = re.search(r"[╭┏][─━] [^╭┏]*?(\d+) attempt", terminal.text)
    return int(found[1]) if found else 0


def highest_until(terminal: Terminal, condition: Callable[[], object], seconds: float) -> float:
    """Wait for a condition; the most MB that the app had meanwhile. Drops what it wrote, or the test would grow."""
    highest = 0.0

    def holds() -> object:
        nonlocal highest
        highest = max(highest, rss(terminal))
        terminal.written = b""
        del terminal.frames[:-1]
        return condition()

    terminal.wait_for(holds, seconds)
    return highest


def rss(terminal: Terminal) -> float:
    """The app's resident memory, in MB."""
    lines = Path(f"/proc/{terminal.pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 / MB for line in lines if line.startswith("VmRSS:"))
