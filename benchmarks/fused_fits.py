"""A program: fits an answer from equal weights, by turns with fused steps and with Keras's own.

`python fused_fits.py ANSWER ROUNDS` prints a line of JSON a round: the CPU seconds of both fits, and how many of the
trained numbers differ.
"""

from __future__ import annotations

import functools
import json
import os
import sys
import time
from pathlib import Path
from typing import Any

import keras
import numpy as np

from tuitutor.worker.channel import Emitter
from tuitutor.worker.training.fits import Watcher


def fitted(fit: Any, answer: str) -> tuple[float, np.ndarray]:
    """The CPU seconds of the answer's fit by `fit`, and the weights that it ends with."""
    seconds = []

    @functools.wraps(fit)
    def timed(*args: Any, **kwargs: Any) -> Any:
        start = time.process_time()
        history = fit(*args, **kwargs)
        seconds.append(time.process_time() - start)
        return history

    keras.backend.clear_session()
    keras.utils.set_random_seed(1)
    keras.Model.fit = timed
    names: dict[str, Any] = {}
    exec(compile(answer, "answer.py", "exec"), names)
    return sum(seconds), np.concatenate([np.ravel(weight) for weight in names["model"].get_weights()])


plain = keras.Model.fit
Watcher(Emitter(os.open(os.devnull, os.O_WRONLY)), "benchmark").install()
fused = keras.Model.fit
answer = Path(sys.argv[1]).read_text()
for _ in range(int(sys.argv[2])):
    (fused_s, ours), (plain_s, theirs) = fitted(fused, answer), fitted(plain, answer)
    print(json.dumps({"fused": fused_s, "plain": plain_s, "differing": int((ours != theirs).sum())}))
