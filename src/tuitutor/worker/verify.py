"""Judging material that a process which never ran learner code gathers from a saved model.

Hidden labels stay in this process; hidden inputs leave it only when the model cannot be loaded here.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any, Optional

import keras
import numpy as np

from tuitutor.protocol.facts import ModelCheckFacts, ScoreFacts
from tuitutor.protocol.messages import CheckModel, HiddenData
from tuitutor.worker.archive import problem_of
from tuitutor.worker.carrying import INPUTS, MODEL, PREDICTIONS
from tuitutor.worker.measure import model_facts

BATCH = 1024


class Verifier:
    """Loads, measures and scores one saved model; keeps the labels of the hidden data that it drew."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._hidden: dict[str, tuple[np.ndarray, np.ndarray]] = {}
        self._broken: list[ScoreFacts] = []

    def check(self, request: CheckModel) -> ModelCheckFacts:
        """What the saved model is and scores, or hidden inputs to predict elsewhere if it does not load."""
        self._draw(request.data_source, request.hidden)
        model, problem = _load(self._folder / MODEL)
        if model is None:
            return ModelCheckFacts(False, problem, scores=tuple(self._broken), inputs=self._write_inputs())
        scores = [self._score_model(model, name) for name in self._hidden]
        return ModelCheckFacts(True, model=model_facts(model), scores=(*scores, *self._broken))

    def score(self, function: str) -> ScoreFacts:
        """The score of predictions made elsewhere."""
        if function not in self._hidden:
            return ScoreFacts(function, 0, None, problem=f"no hidden data {function!r} was drawn", ours=True)
        try:
            predictions = np.load(self._folder / PREDICTIONS.format(function), allow_pickle=False)
        except Exception as error:
            return ScoreFacts(function, 0, None, problem=f"the predictions cannot be read: {error}")
        return _scored(function, predictions, self._hidden[function][1])

    def _draw(self, source: str, hidden: tuple[HiddenData, ...]) -> None:
        module = ModuleType("course_data")
        for data in hidden:
            try:
                if not hasattr(module, data.function):
                    exec(compile(source, "<data.py>", "exec"), module.__dict__)  # the author's, not the learner's
                x, y = getattr(module, data.function)(data.samples, data.seed)
                self._hidden[data.function] = np.asarray(x), np.asarray(y)
            except Exception as error:
                problem = f"data.py: {data.function}({data.samples}, seed) raised {type(error).__name__}: {error}"
                self._broken.append(ScoreFacts(data.function, data.samples, None, problem=problem, ours=True))

    def _write_inputs(self) -> tuple[str, ...]:
        for name, (x, _) in self._hidden.items():
            np.save(self._folder / INPUTS.format(name), x, allow_pickle=False)
        return tuple(self._hidden)

    def _score_model(self, model: keras.Model, name: str) -> ScoreFacts:
        x, y = self._hidden[name]
        try:
            predictions = predict(model, x)
        except Exception as error:
            return ScoreFacts(name, len(x), None, problem=f"{type(error).__name__}: {error}"[:500])
        return _scored(name, predictions, y)


def _load(path: Path) -> tuple[Optional[keras.Model], Optional[str]]:
    if not path.exists():
        return None, "the model could not be saved"
    if problem := problem_of(path):
        return None, problem
    try:
        model = keras.saving.load_model(path, compile=False, safe_mode=True)
    except Exception as error:
        return None, f"{type(error).__name__}: {error}"[:500]
    return (model, None) if isinstance(model, keras.Model) else (None, "the file holds no model")


def predict(model: Any, x: np.ndarray, call: Callable[..., Any] = keras.Model.__call__) -> np.ndarray:
    """`model(x)` in batches without training behaviour; float array of shape (samples, ...)."""
    parts = [np.asarray(call(model, x[i : i + BATCH], training=False)) for i in range(0, len(x), BATCH)]
    return np.concatenate(parts)


def accuracy(predictions: np.ndarray, labels: np.ndarray) -> float:
    """Share of rows whose predicted class is the label's.

    `predictions` (n, k) are scores of k classes (argmax), (n, 1) or (n,) the chance of class 1 (above 0.5);
    `labels` (n,) or (n, 1) are class numbers, (n, k) one-hot. A row that is not finite is wrong.
    """
    predictions = predictions.reshape(len(predictions), -1)
    labels = labels.reshape(len(labels), -1)
    classes = predictions.argmax(axis=1) if predictions.shape[1] > 1 else predictions[:, 0] > 0.5
    truth = labels.argmax(axis=1) if labels.shape[1] > 1 else labels[:, 0]
    right = (classes == truth) & np.isfinite(predictions).all(axis=1)
    return float(right.mean())


def _scored(name: str, predictions: np.ndarray, labels: np.ndarray) -> ScoreFacts:
    shape = (None, *(int(n) for n in predictions.shape[1:]))
    if predictions.ndim not in (1, 2) or len(predictions) != len(labels):
        problem = f"one prediction for each of {len(labels)} samples was expected; its shape is {predictions.shape}"
        return ScoreFacts(name, len(labels), None, shape, problem)
    if not np.issubdtype(predictions.dtype, np.floating):
        return ScoreFacts(name, len(labels), None, shape, f"predictions are {predictions.dtype}, not floating point")
    return ScoreFacts(name, len(labels), accuracy(predictions, labels), shape)
