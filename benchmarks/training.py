"""An exercise that trains in a window, and the worker's processes behind it."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager

from benchmarks import proc
from benchmarks.learners import learner
from benchmarks.window import Window, window

EPOCH = re.compile(r"epoch (\d+)/\d+")
IDLE = 0.3  # seconds without CPU time, after which a process has nothing to do
SPARE_USED = 0.1  # seconds of CPU time that it takes at least to warm a spare child, and never to fork one

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


@contextmanager
def at_exercise(draft: str) -> Iterator[Window]:
    """The exercise on XOR, in view, with a draft in its editor, and a spare child of the worker that is warm."""
    with learner("xor", ("xor", draft)) as home, window(home) as opened:
        opened.wait_for(lambda: "f2 text" in opened.lines[-1] and "/" in opened.lines[0])
        wait_for_spare(opened)
        opened.settle()
        yield opened


def start(opened: Window) -> float:
    """Press the key that trains; the moment when that was done."""
    opened.wait_for(lambda: "^r run exercise" in opened.lines[-1])
    return opened.press("ctrl+r")


def wait_for_epochs(opened: Window, count: int) -> None:
    """Wait until so many epochs are done, as the screen has it."""
    opened.wait_for(lambda: (match := EPOCH.search(opened.text)) and int(match[1]) > count)


def wait_for_spare(opened: Window) -> None:
    """Wait until the app's worker has a spare child that is warm, and nothing else to do."""
    opened.wait_for(lambda: any(spare_waits(worker) for worker in proc.children(opened.pid)))


def spare_waits(worker: int) -> bool:
    """Whether the only child of a worker has used the CPU, and uses it no more."""
    spares = proc.learners(worker)
    if len(spares) != 1:
        return False
    before = proc.cpu_seconds(spares[0])
    time.sleep(IDLE)
    return before > SPARE_USED and proc.cpu_seconds(spares[0]) == before


def busiest(opened: Window) -> int:
    """The child of the app's worker that uses most CPU time."""
    pids = [pid for worker in proc.children(opened.pid) for pid in proc.learners(worker)]
    before = {pid: proc.cpu_seconds(pid) for pid in pids}
    time.sleep(IDLE)
    return max(pids, key=lambda pid: proc.cpu_seconds(pid) - before[pid])
