"""Runs in a worker's child, after the data were made: an answer's fit, fused and plain by turns, from equal weights.

`SOURCE`, the answer, and `ROUNDS` are set above; prints a line of JSON a round. Not a module to import.
"""

import json
import time

import keras
import numpy as np

watched, plain = keras.Model.fit, keras.Model.fit.__wrapped__


def run(fit):
    keras.backend.clear_session()
    keras.utils.set_random_seed(1)
    keras.Model.fit = timed(fit)
    names = dict(globals())
    exec(SOURCE, names)  # noqa: F821
    weights = [np.asarray(weight).tobytes().hex() for weight in names["model"].weights]
    return seconds[-1], (names["history"].history, weights)


def timed(fit):
    def timed_fit(*args, **kwargs):
        start = time.monotonic()
        history = fit(*args, **kwargs)
        seconds.append(time.monotonic() - start)
        return history

    return timed_fit


seconds = []
for _ in range(ROUNDS):  # noqa: F821
    (fused, one), (unfused, other) = run(watched), run(plain)
    print(json.dumps({"fused": fused, "unfused": unfused, "identical": one == other}))
