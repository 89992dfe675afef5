"""Rarely used parts of Keras are imported on first use, and are then complete."""

from __future__ import annotations

import sys

import pytest

from tuitutor.protocol.events import Executed, Output
from tuitutor.protocol.limits import Limits
from tuitutor.protocol.requests import Execute
from tuitutor.workers.local import LocalLauncher
from tuitutor.workers.worker import Worker

LIBRARIES = "import sys\nprint([name for name in ('sklearn', 'matplotlib') if name in sys.modules])\n"
TRAINS = """
import inspect, keras, numpy as np
model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
model.compile("adam", "mse")
model.fit(np.zeros((4, 2)), np.zeros((4, 1)), verbose=0)
inspect.getmodule(inspect.currentframe())  # which asks every module for its file
"""
ASKS = """
import keras, tensorflow as tf
from keras.wrappers import SKLearnClassifier
from keras.visualization import plot_image_gallery
assert keras.wrappers.SKLearnClassifier is tf.keras.wrappers.SKLearnClassifier is SKLearnClassifier
assert SKLearnClassifier.__module__ == "keras.src.wrappers.sklearn_wrapper"
assert "SKLearnRegressor" in dir(keras.wrappers) and "plot_image_gallery" in dir(keras.visualization)
assert keras.src.visualization.plot_image_gallery.plot_image_gallery is plot_image_gallery
"""
MANY = 8  # children, after which a worker has them imported for all to come


async def said(worker: Worker, source: str) -> str:
    child = await worker.child(Limits(60, 60), 72, 0, warm=False)
    events = [event async for event in child.ask(Execute(child.name, child.next_run(), source, "answer.py"))]
    child.stop()
    assert isinstance(events[-1], Executed)
    assert events[-1].outcome == "ok", events[-1]
    return "".join(event.text for event in events if isinstance(event, Output)).strip()


@pytest.mark.long
async def test_libraries_come_with_the_part_of_keras_that_needs_them() -> None:
    worker = Worker(LocalLauncher(sys.executable))
    try:
        await worker.start()
        assert await said(worker, TRAINS + LIBRARIES) == "[]"
        assert await said(worker, ASKS + LIBRARIES) == "['sklearn', 'matplotlib']"
        found = [await said(worker, LIBRARIES) for _ in range(MANY)]
        assert (found[0], found[-1]) == ("[]", "['sklearn', 'matplotlib']")
        await said(worker, ASKS)
    finally:
        await worker.close()
