"""What recording costs a training of one's own."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import tuitutor
from benchmarks.measurement import Measurement

_PROGRAM = """
import json, sys, time
sys.path.insert(0, sys.argv[1])
import keras, numpy as np
import recorder

x = np.random.default_rng(0).normal(size=(640, 8))
y = (x.sum(axis=1) > 0).astype(int)
model = keras.Sequential([
    keras.Input((8,)), keras.layers.Dense(16, activation="relu"), keras.layers.Dense(1, activation="sigmoid")
])
model.compile("adam", "binary_crossentropy", metrics=["accuracy"])


def fit():
    start = time.process_time()
    model.fit(x, y, epochs=40, verbose=0)
    return time.process_time() - start


lists = sys.modules["keras.src.callbacks.callback_list"].CallbackList
plain = lists.__init__
recorder.begin("train.py", [], recorder.Path(sys.argv[2]))
recorder.hook()
recorded = lists.__init__
fit()
for _ in range(int(sys.argv[3])):
    lists.__init__ = plain
    without = fit()
    lists.__init__ = recorded
    print(json.dumps([fit(), without]))
"""


def measure(rounds: int) -> Iterator[Measurement]:
    """CPU seconds of 40 short epochs, 20 steps each, recorded and not, by turns in one process."""
    folder = Path(tuitutor.__path__[0]) / "runs"
    with TemporaryDirectory() as at:
        command = [sys.executable, "-c", _PROGRAM, str(folder), f"{at}/run.jsonl", str(2 * rounds)]
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    recorded, plain = zip(*(json.loads(line) for line in said.splitlines()), strict=True)
    yield Measurement(
        "40 short epochs of a script, recorded (CPU)", "s", recorded, plain, "the same, not recorded", bar=1.02
    )
