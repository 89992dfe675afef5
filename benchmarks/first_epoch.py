"""A program: runs an answer in a warm plain Python and prints how many seconds its first epoch took, tracing included.

`python first_epoch.py ANSWER`, where `fit` is called as ANSWER has it, with one callback more.
"""

from __future__ import annotations

import functools
import sys
import time
from pathlib import Path
from typing import Any

import keras
import numpy as np


class FirstEpoch(keras.callbacks.Callback):  # type: ignore[misc]
    """Notes when the first epoch ended."""

    def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
        self.ended = time.monotonic()
        self.model.stop_training = True


def warm() -> None:
    """Fit something else, so that the next fit finds all imported."""
    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(2, activation="softmax")])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    model.fit(np.zeros((8, 2), "float32"), np.zeros((8,), "int32"), batch_size=4, validation_split=0.5, verbose=0)


def timed(fit: Any) -> Any:
    """`fit` that prints the seconds from its call to the end of its first epoch."""

    @functools.wraps(fit)
    def first_epoch(model: keras.Model, *args: Any, **kwargs: Any) -> Any:
        first, started = FirstEpoch(), time.monotonic()
        history = fit(model, *args, callbacks=[first], **kwargs)
        print(first.ended - started)
        return history

    return first_epoch


warm()
keras.Model.fit = timed(keras.Model.fit)
exec(compile(Path(sys.argv[1]).read_text(), sys.argv[1], "exec"), {})
