"""Making a child ready before it is needed: what a first `fit` imports and traces, done in advance."""

from __future__ import annotations

import keras
import numpy as np


def warm() -> None:
    """Train a throw-away model, then leave names, seeds and graphs as in a fresh process."""
    x, y = np.zeros((8, 2), "float32"), np.zeros((8,), "int32")
    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(2, activation="softmax")])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    model.fit(x, y, epochs=1, batch_size=4, validation_split=0.5, verbose=0)
    keras.backend.clear_session()


def seed(value: int) -> None:
    """Seed Python, numpy and the backend. A seed that never reaches weight initialization makes a flaky grade."""
    keras.utils.set_random_seed(value)
