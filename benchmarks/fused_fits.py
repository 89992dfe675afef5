"""Runs in a worker's child, after the data were made: an answer's fit by turns, from equal weights.

It is fused, fused without maps of what is learned, and plain.

`SOURCE`, the answer, and `ROUNDS` are set above; prints a line of JSON a round. Not a module to import.
"""

import inspect
import json
import sys
import time

import keras
import numpy as np

maps = sys.modules["tuitutor.worker.training.maps"]
share = maps.SHARE
watched = keras.Model.fit
plain = inspect.getclosurevars(watched).nonlocals["method"]  # Keras's own; ours has no __wrapped__


def run(fit, maps_share=share):
    maps.SHARE = maps_share
    keras.backend.clear_session()
    keras.utils.set_random_seed(1)
    keras.Model.fit = timed(fit)
    names = dict(globals())
    exec(SOURCE, names)  # noqa: F821
    weights = [np.asarray(weight).tobytes().hex() for weight in names["model"].weights]
    return seconds[-1], (names["history"].history, weights)


def timed(fit):
    def timed_fit(*args, **kwargs):
        start, cpu = time.monotonic(), time.process_time()
        history = fit(*args, **kwargs)
        seconds.append((time.monotonic() - start, time.process_time() - cpu))
        return history

    return timed_fit


seconds = []
for _ in range(ROUNDS):  # noqa: F821
    (fused, one), (bare, two), (unfused, other) = run(watched), run(watched, 0), run(plain)
    found = {"fused": fused[0], "unfused": unfused[0], "identical": one == two == other}
    print(json.dumps({**found, "mapped": fused[1], "unmapped": bare[1]}))
