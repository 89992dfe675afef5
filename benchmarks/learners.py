"""The homes of learners, and the exercise on XOR open in a window."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import proc
from benchmarks.window import Window, window
from tuitutor.course.cache import course_at
from tuitutor.course.folder import default_folder
from tuitutor.progress.journal import Opened, Scrolled
from tuitutor.progress.store import Store

EPOCH = re.compile(r"epoch (\d+)/\d+")
IDLE = 0.3  # seconds without CPU time, after which a process has nothing to do
WARMED = 0.1  # seconds of CPU time: warming a spare child takes more, forking it less

TRAINS = """\
import keras
from keras import Input, Sequential
from keras.layers import Dense

model = Sequential([
    Input(shape=(3,)),
    Dense(16, activation="tanh"),
    Dense(8, activation="tanh"),
    Dense(2, activation="softmax"),
])
model.compile(loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.Adam(0.01), metrics=["accuracy"])
history = model.fit(data, labels, epochs=300, batch_size=32, validation_split=0.1, verbose=0)
"""
"""A draft that trains long enough to be watched."""


@contextmanager
def learner(lesson: str = "", draft: str = "") -> Iterator[Path]:
    """The home of somebody new, or of one who left `lesson` with a `draft` of its exercise of the same name in view.

    The course was opened there before.
    """
    with TemporaryDirectory(prefix="tuitutor-bench-", ignore_cleanup_errors=True) as folder:
        home = Path(folder)
        course = course_at(default_folder(), home / ".cache" / "tuitutor")
        store = Store.open(home / "data" / "tuitutor", course.id, clock=time.time)
        if lesson:
            store.record(Opened(lesson=lesson, at=store.now()))
            store.save_draft(lesson, draft)
            store.record(Scrolled(lesson=lesson, y=0, focus=f"exercise:{lesson}", at=store.now()))
        store.flush()
        yield home


@contextmanager
def at_exercise(draft: str) -> Iterator[Window]:
    """The exercise on XOR in view, a draft in its editor, and a spare child of the worker that is warm."""
    with learner("xor", draft) as home, window(home) as opened:
        opened.wait_for(lambda: "f2 text" in opened.lines[-1] and "/" in opened.lines[0])
        wait_for_spare(opened)
        opened.settle()
        yield opened


def start(opened: Window) -> float:
    """Press the run key; the moment when that was done."""
    opened.wait_for(lambda: "ctrl+r run exercise" in opened.lines[-1])
    return opened.press("ctrl+r")


def wait_for_epochs(opened: Window, count: int) -> None:
    """Wait until the screen shows that so many epochs are done."""
    opened.wait_for(lambda: (match := EPOCH.search(opened.text)) and int(match[1]) > count)


def wait_for_spare(opened: Window) -> None:
    """Wait until the app's worker has a warm spare child, and nothing else to do."""
    opened.wait_for(lambda: any(_spare_waits(worker) for worker in proc.children(opened.pid)))


def _spare_waits(worker: int) -> bool:
    spares = proc.learners(worker)
    if len(spares) != 1:
        return False
    before = proc.cpu_seconds(spares[0])
    time.sleep(IDLE)
    return before > WARMED and proc.cpu_seconds(spares[0]) == before


def busiest(opened: Window) -> int:
    """The child of the app's worker that uses most CPU time."""
    pids = [pid for worker in proc.children(opened.pid) for pid in proc.learners(worker)]
    before = {pid: proc.cpu_seconds(pid) for pid in pids}
    time.sleep(IDLE)
    return max(pids, key=lambda pid: proc.cpu_seconds(pid) - before[pid])
