"""What the coach's facts cost a run: looking at what goes in, at what comes out, and at loops of the program's own."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator

from benchmarks.measurement import Measurement

_PROGRAM = """
import json, sys, time
import keras, numpy as np
import tensorflow as tf
from tuitutor.worker.training import fits
from tuitutor.worker.training.counting import Doing

tf.config.threading.set_intra_op_parallelism_threads(1)


class Blind(fits.GivenData):
    def __init__(self, arguments=None):
        super().__init__()


watcher = fits.Watcher(lambda event: None, "c1")
watcher.install()
given = fits.GivenData
rng = np.random.default_rng(0)
x = rng.uniform(-1, 1, size=(1000, 3)).astype("float32")
y = (x.prod(axis=1) > 0).astype("int32")


def network():
    model = keras.Sequential([keras.Input((3,))])
    for units, function in ((16, "tanh"), (8, "tanh"), (2, "softmax")):
        model.add(keras.layers.Dense(units, function))
    model.compile(loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.Adam(0.01), metrics=["accuracy"])
    return model


def fit(looks):
    fits.GivenData = given if looks else Blind
    model = network()
    watcher._fits.clear()  # or it would look for networks among those of the rounds before
    start = time.process_time()
    model.fit(x, y, epochs=EPOCHS, validation_split=0.1, verbose=0)
    found = watcher.fits_of(model)
    if looks:
        assert watcher.looked_into(found)[-1].network is not None
    return time.process_time() - start


batches = watcher._loops.batches
seeing, blind = batches._doing, Doing()
blind.factor = 1.0  # as in a trial, at which it doesn't look


def loop(looks):
    batches._doing = seeing if looks else blind
    model, adam = network(), keras.optimizers.Adam(0.01)
    entropy = keras.losses.SparseCategoricalCrossentropy()
    watcher._fits.clear()
    watcher._loops.forget()
    start = time.process_time()
    for step in range(STEPS):
        rows = slice(step * 32 % 960, step * 32 % 960 + 32)
        with tf.GradientTape() as tape:
            loss = entropy(y[rows], model(x[rows], training=True))
        adam.apply_gradients(zip(tape.gradient(loss, model.trainable_variables), model.trainable_variables))
    if looks:
        assert watcher.loops().fit is not None
    return time.process_time() - start


run = {"fit": fit, "loop": loop}[sys.argv[1]]
EPOCHS, STEPS = 300, 1500
run(True)
for _ in range(int(sys.argv[2])):
    print(json.dumps([run(True), run(False)]), flush=True)
"""
_RUNS = {"fit": "300 epochs on XOR, with facts on them (CPU)", "loop": "1500 steps of a loop, with facts (CPU)"}


def measure(rounds: int) -> Iterator[Measurement]:
    """CPU seconds of training and of the look at it afterwards, with facts and without, by turns in one process."""
    for what, name in _RUNS.items():
        command = [sys.executable, "-c", _PROGRAM, what, str(rounds)]
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        looked, blind = zip(*(json.loads(line) for line in said.splitlines()), strict=True)
        yield Measurement(name, "s", looked, blind, "the same, without", bar=1.02)
