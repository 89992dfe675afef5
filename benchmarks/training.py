"""An exercise that trains in a window."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager

from benchmarks import proc
from benchmarks.learners import course, learner
from benchmarks.window import Window, window

EPOCH = re.compile(r"epoch (\d+)/\d+")

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
history = model.fit(data, labels, epochs=200, batch_size=32, validation_split=0.1, verbose=0)
"""


def xor_solution() -> str:
    """The course's own answer to the exercise on XOR."""
    return next(e.solution for lesson in course().lessons for e in lesson.exercises if e.label == "xor")


@contextmanager
def at_exercise(draft: str) -> Iterator[Window]:
    """The exercise on XOR, in view, with a draft in its editor, and a child of the worker that waits for it."""
    with learner("xor", ("xor", draft)) as home, window(home) as opened:
        opened.wait_for(lambda: "f2 text" in opened.lines[-1] and "saved" in opened.lines[0])
        opened.wait_for(lambda: spare_waits(opened))
        opened.settle()
        yield opened


def start(opened: Window) -> float:
    """Press the key that trains; the moment when that was done."""
    opened.wait_for(lambda: "^r run exercise" in opened.lines[-1])
    return opened.press("ctrl+r")


def wait_for_epochs(opened: Window, count: int) -> None:
    """Wait until so many epochs are done, as the screen has it."""
    opened.wait_for(lambda: int((EPOCH.search(opened.text) or [0, 0])[1]) > count)


def children(opened: Window) -> list[int]:
    """The worker's children, being the grandchildren of the program."""
    pids = opened.processes()
    parents = {pid: proc.parent(pid) for pid in pids}
    return [pid for pid in pids if parents.get(parents[pid]) == opened.pid]


def spare_waits(opened: Window) -> bool:
    """Whether there is a child that is warm: it has used CPU time, and uses no more."""
    found = children(opened)
    if not found:
        return False
    before = proc.cpu_seconds(found[0])
    time.sleep(0.3)
    return before > 0.5 and proc.cpu_seconds(found[0]) == before
