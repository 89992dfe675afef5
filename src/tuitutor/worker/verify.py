"""Measuring and scoring a saved model, in a process that never ran learner code.

Hidden inputs leave this process only if the model cannot be loaded here. Hidden labels leave it only for an exercise's
`measure` cell, after the model was saved and scored: where the cell can't run here, or reruns the answer on them.
"""

from __future__ import annotations

import math
import pickle
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any, Optional

import keras
import numpy as np

from tuitutor.protocol.facts import ModelCheckFacts, PermutedScore, ScoreFacts
from tuitutor.protocol.requests import CheckModel, Draw, Examine, HiddenData
from tuitutor.worker import plain_data
from tuitutor.worker.archive import compile_as_saved, load_saved
from tuitutor.worker.carrying import DRAWN, INPUTS, KEPT, MODEL, PREDICTIONS, VARIABLES
from tuitutor.worker.measure_cell import CellResult, Replay, run_cell
from tuitutor.worker.permutation import MIXES, best_map, drawn_maps, permuted_models
from tuitutor.worker.sources import Sources, brief_error, call_data_source
from tuitutor.worker.training.measure import model_facts
from tuitutor.worker.training.speed import install_speed

BATCH = 1024


class Verifier:
    """Loads, measures and scores one saved model; keeps the labels of the hidden data that it drew."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._hidden: dict[str, tuple[np.ndarray, np.ndarray]] = {}
        self._is_fast = False
        self._broken: list[ScoreFacts] = []
        self._threshold: Optional[float] = 0.5
        self._checked: Optional[keras.Model] = None  # which no cell has changed yet

    def draw(self, request: Draw) -> Optional[str]:
        """Write hidden arrays to a file, for the learner's process to read. Returns what went wrong, if anything."""
        try:
            x, y = _draw(request.data_source, request.data)
        except Exception as error:
            return _problem_of_data(request.data, error)
        if request.labels:
            np.savez(self._folder / DRAWN, x=x, y=y)
        else:
            np.savez(self._folder / DRAWN, x=x)
        return None

    def examine(self, request: Examine) -> CellResult:
        """Run a `measure` cell on what the answer's process has carried out. Raises Unanswered."""
        if not self._is_fast:
            install_speed()
            self._is_fast = True
        keras.utils.set_random_seed(0)
        replay, seen = Replay(self._folder, request.reruns), partial(self._read_carried, request)
        return run_cell(request.source, request.filename, seen, replay.rerun, self._folder / DRAWN)

    def _read_carried(self, request: Examine) -> dict[str, Any]:
        """The answer's variables, its model, and over these what the lesson's setup had made before it ran."""
        scope = plain_data.read_values(self._folder / VARIABLES.format(0))
        model, self._checked = self._checked or load_saved(self._folder / MODEL)[0], None
        if model is not None:
            compile_as_saved(model, self._folder / MODEL)
        setup: dict[str, Any] = {}
        if request.kept:
            kept = (self._folder / KEPT).read_bytes()
            if sha256(kept).hexdigest() != request.kept:  # else nothing of the learner's could have written it
                raise ValueError("the answer has changed a file of tuitutor's")
            setup.update(pickle.loads(kept))
        Sources(setup).execute(request.definitions, "the setup")
        return {**scope, **({} if model is None else {"model": model}), **setup}

    def check(self, request: CheckModel, loading: Callable[[], None]) -> ModelCheckFacts:
        """Measure and score the saved model, or write hidden inputs to be predicted elsewhere if it does not load.

        `loading` is called once the hidden data is drawn, just before the model is loaded.
        """
        self._threshold = request.threshold
        for data in request.hidden:
            try:
                self._hidden[data.function] = _draw(request.data_source, data)
            except Exception as error:
                broken = _problem_of_data(data, error)
                self._broken.append(ScoreFacts(data.function, data.samples, None, problem=broken, ours=True))
        loading()
        model, problem = load_saved(self._folder / MODEL)
        self._checked = model
        if model is None:
            for name, (x, _) in self._hidden.items():
                np.save(self._folder / INPUTS.format(name), x, allow_pickle=False)
            return ModelCheckFacts(False, problem, scores=tuple(self._broken), inputs=tuple(self._hidden))
        scores = [self._score_model(model, data.function) for data in request.hidden if data.function in self._hidden]
        return ModelCheckFacts(True, model=model_facts(model), scores=(*scores, *self._broken))

    def score(self, function: str) -> ScoreFacts:
        """The score of predictions made elsewhere."""
        if function not in self._hidden:
            return ScoreFacts(function, 0, None, problem=f"no hidden data {function!r} was drawn", ours=True)
        try:
            predictions = np.load(self._folder / PREDICTIONS.format(function), allow_pickle=False)
            made, *mixed = predictions
        except Exception as error:
            return ScoreFacts(function, 0, None, problem=f"the predictions cannot be read: {error}")
        return self._scored(function, made, mixed)

    def _score_model(self, model: keras.Model, name: str) -> ScoreFacts:
        x, _ = self._hidden[name]
        try:
            made, *mixed = predict_all(model, x)
        except Exception as error:
            return ScoreFacts(name, len(x), None, problem=brief_error(error))
        return self._scored(name, made, mixed)

    def _scored(self, name: str, made: np.ndarray, mixed: list[np.ndarray]) -> ScoreFacts:
        """The score, and what is left of it: in mixes of all weights, or of those not frozen, whichever is more."""
        x, labels = self._hidden[name]
        score = score_predictions(name, made, labels, self._threshold)
        rest = [score_predictions(name, each, labels, self._threshold) for each in mixed]
        if not rest or score.accuracy is None:
            return score
        mapped = [best_map(each, labels) for each in mixed[:MIXES]]
        inputs = [best_map(each, labels) for each in drawn_maps(x, made[0].size)]
        left: dict[str, PermutedScore] = {}
        for metric, best, worst in (("accuracy", max, min), ("mse", min, max), ("mae", min, max)):
            scores = [getattr(each, metric) for each in rest]
            if None not in scores:
                direct = best(worst(scores[at : at + MIXES]) for at in range(0, len(scores), MIXES))
                left[metric] = PermutedScore(
                    direct,
                    mapped=worst(each.get(metric, direct) for each in mapped),
                    inputs=best(each.get(metric, direct) for each in inputs),
                )
        return replace(score, permuted=left)


def _draw(source: str, data: HiddenData) -> tuple[np.ndarray, np.ndarray]:
    """The share of what the course's data module draws. Raises whatever it raises."""
    drawn = call_data_source(source, data.function, data.samples, data.seed, *([data.world] if data.world else []))
    x, y = (np.asarray(each) for each in drawn)
    first, last = (round(end * len(x)) for end in data.share)
    return x[first:last], y[first:last]


def _problem_of_data(data: HiddenData, error: Exception) -> str:
    return f"data.py: {data.function}({data.samples}, seed) raised {type(error).__name__}: {error}"


def predict(model: Any, x: np.ndarray, call: Callable[..., Any] = keras.Model.__call__) -> np.ndarray:
    """`model(x)` in batches, in inference mode; shape (samples, ...), as float32 if it is of a float type."""
    parts = []
    for at in range(0, len(x), BATCH):
        said = call(model, x[at : at + BATCH], training=False)
        if keras.backend.is_float_dtype(keras.backend.standardize_dtype(said.dtype)):
            said = keras.ops.cast(said, "float32")  # numpy lacks bfloat16
        parts.append(np.asarray(said))
    return np.concatenate(parts)


def predict_all(model: Any, x: np.ndarray, call: Callable[..., Any] = keras.Model.__call__) -> list[np.ndarray]:
    """What the model predicts, and what it does in each mix of its weights."""
    return [predict(model, x, call), *(predict(each, x, call) for each in permuted_models(model))]


def score_predictions(name: str, predictions: np.ndarray, labels: np.ndarray, threshold: Optional[float]) -> ScoreFacts:
    """The score of predictions, or what is wrong with them, which is the fault of the model.

    `predictions` (n, k) are scores of k classes (argmax). If they are (n, 1) or (n,), one above `threshold` means class
    1; if that is None, one above 0 or above 0.5, whichever scores better.
    `labels` (n,) or (n, 1) are class numbers, (n, k) one-hot, or any numbers if an error is asked for. A row that
    is not finite is wrong, and makes the errors infinite. Predictions (n, t, k) with labels (n, t) are scores for
    each of t steps, and a row is right if all its steps are.
    """
    shape = (None, *(int(n) for n in predictions.shape[1:]))
    is_steps = predictions.ndim == 3 and predictions.shape[:2] == labels.shape and predictions.shape[2] > 1
    if not (is_steps or predictions.ndim in (1, 2)) or len(predictions) != len(labels) or not predictions.size:
        problem = f"one prediction for each of {len(labels)} samples was expected; its shape is {predictions.shape}"
        return ScoreFacts(name, len(labels), None, shape, problem)
    if not np.issubdtype(predictions.dtype, np.floating):
        return ScoreFacts(name, len(labels), None, shape, f"predictions are {predictions.dtype}, not floating point")
    if is_steps:
        right = (predictions.argmax(axis=2) == labels) & np.isfinite(predictions).all(axis=2)
        return ScoreFacts(name, len(labels), float(right.all(axis=1).mean()), shape)
    predictions = predictions.reshape(len(predictions), -1).astype("float64")
    labels = labels.reshape(len(labels), -1)
    finite = np.isfinite(predictions).all(axis=1)
    truth = labels.argmax(axis=1) if labels.shape[1] > 1 else labels[:, 0]
    lines = (0.0, 0.5) if threshold is None else (threshold,)
    is_one = predictions.shape[1] == 1
    answers: list[np.ndarray] = [predictions[:, 0] > line for line in lines] if is_one else [predictions.argmax(axis=1)]
    accuracy = max(float(((classes == truth) & finite).mean()) for classes in answers)
    mse = mae = None
    if predictions.shape == labels.shape:
        distance = np.abs(predictions - labels)
        mse, mae = (float((distance**p).mean()) if finite.all() else math.inf for p in (2, 1))
    return ScoreFacts(name, len(labels), accuracy, shape, mse=mse, mae=mae)
