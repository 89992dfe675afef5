"""Measuring and scoring a saved model, in a process that never ran learner code.

Hidden inputs leave this process only if the model cannot be loaded here. Hidden labels leave it only for an exercise's
`measure` cell, after the model was saved and scored: if the cell can't run here, or reruns the answer on them.
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
from tuitutor.worker.learner_errors import brief_error, raise_if_ours
from tuitutor.worker.measure_cell import CellResult, Replay, run_cell
from tuitutor.worker.permutation import MIXES, best_map, drawn_maps, permuted_models
from tuitutor.worker.sources import Sources, call_data_source
from tuitutor.worker.training.measure import model_facts
from tuitutor.worker.training.speed import install_speed

BATCH = 1024  # samples
# Raised by our own lines if a course's function or a learner's model returns objects of a wrong kind.
WRONG_KIND = (AttributeError, TypeError, ValueError)


class Verifier:
    """Loads, measures and scores one saved model. It holds the labels of its hidden data."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._hidden: dict[str, tuple[np.ndarray, np.ndarray]] = {}
        self._is_fast = False
        self._broken: list[ScoreFacts] = []
        self._threshold: Optional[float] = 0.5
        self._checked: Optional[keras.Model] = None  # unchanged by any cell

    def draw(self, request: Draw) -> Optional[str]:
        """Write hidden arrays to a file, for the learner's process to read. Returns a message if that fails."""
        try:
            x, y = _draw(request.data_source, request.data)
        except Exception as error:
            raise_if_ours(error, *WRONG_KIND)
            return _problem_of_data(request.data, error)
        if request.labels:
            np.savez(self._folder / DRAWN, x=x, y=y)
        else:
            np.savez(self._folder / DRAWN, x=x)
        return None

    def examine(self, request: Examine) -> CellResult:
        """Run a `measure` cell on the files from the answer's process. Raises Unanswered."""
        if not self._is_fast:
            install_speed()
            self._is_fast = True
        keras.utils.set_random_seed(0)
        replay, read_scope = Replay(self._folder, request.reruns), partial(self._read_scope, request)
        return run_cell(request.source, request.filename, read_scope, replay.rerun, self._folder / DRAWN)

    def _read_scope(self, request: Examine) -> dict[str, Any]:
        """Read the answer's variables and its model, and over them the variables of the lesson's setup before it."""
        scope = plain_data.read_values(self._folder / VARIABLES.format(0))
        model, self._checked = self._checked or load_saved(self._folder / MODEL)[0], None
        if model is not None:
            compile_as_saved(model, self._folder / MODEL)
        setup: dict[str, Any] = {}
        if request.kept:
            pickled = (self._folder / KEPT).read_bytes()
            if sha256(pickled).hexdigest() != request.kept:  # learner code may have written it
                raise ValueError("the answer has changed a file of tuitutor's")
            setup.update(pickle.loads(pickled))
        Sources(setup).execute(request.definitions, "the setup")
        return {**scope, **({} if model is None else {"model": model}), **setup}

    def check(self, request: CheckModel, loading: Callable[[], None]) -> ModelCheckFacts:
        """Measure and score the saved model. If it does not load, write the hidden inputs for predictions elsewhere.

        `loading` is called once the hidden data is drawn, just before the model is loaded.
        """
        self._threshold = request.threshold
        for data in request.hidden:
            try:
                self._hidden[data.function] = _draw(request.data_source, data)
            except Exception as error:
                raise_if_ours(error, *WRONG_KIND)
                problem = _problem_of_data(data, error)
                self._broken.append(ScoreFacts(data.function, data.samples, None, problem=problem, ours=True))
        loading()
        model, problem_of_model = load_saved(self._folder / MODEL)
        self._checked = model
        if model is None:
            for name, (x, _) in self._hidden.items():
                np.save(self._folder / INPUTS.format(name), x, allow_pickle=False)
            return ModelCheckFacts(False, problem_of_model, scores=tuple(self._broken), inputs=tuple(self._hidden))
        scores = [self._score_model(model, data.function) for data in request.hidden if data.function in self._hidden]
        return ModelCheckFacts(True, model=model_facts(model), scores=(*scores, *self._broken))

    def score(self, function: str) -> ScoreFacts:
        """Score predictions made elsewhere."""
        if function not in self._hidden:
            return ScoreFacts(function, 0, None, problem=f"no hidden data {function!r} was drawn", ours=True)
        try:
            predictions = np.load(self._folder / PREDICTIONS.format(function), allow_pickle=False)
            as_learned, *permuted = predictions
        except Exception as error:
            raise_if_ours(error, *WRONG_KIND)
            return ScoreFacts(function, 0, None, problem=f"the predictions cannot be read: {error}")
        return self._scored(function, as_learned, permuted)

    def _score_model(self, model: keras.Model, name: str) -> ScoreFacts:
        x, _ = self._hidden[name]
        try:
            as_learned, *permuted = predict_all(model, x)
        except Exception as error:
            raise_if_ours(error, *WRONG_KIND)
            return ScoreFacts(name, len(x), None, problem=brief_error(error))
        return self._scored(name, as_learned, permuted)

    def _scored(self, name: str, as_learned: np.ndarray, permuted: list[np.ndarray]) -> ScoreFacts:
        """Score predictions, also those with permuted weights: of all layers, or of unfrozen ones if that is better."""
        x, labels = self._hidden[name]
        score = score_predictions(name, as_learned, labels, self._threshold)
        permuted_scores = [score_predictions(name, predictions, labels, self._threshold) for predictions in permuted]
        if not permuted_scores or score.accuracy is None:
            return score
        mapped = [best_map(predictions, labels) for predictions in permuted[:MIXES]]
        inputs = [best_map(columns, labels) for columns in drawn_maps(x, as_learned[0].size)]
        by_metric: dict[str, PermutedScore] = {}
        for metric, best, worst in (("accuracy", max, min), ("mse", min, max), ("mae", min, max)):
            scores = [getattr(permuted_score, metric) for permuted_score in permuted_scores]
            if None not in scores:
                direct = best(worst(scores[at : at + MIXES]) for at in range(0, len(scores), MIXES))
                by_metric[metric] = PermutedScore(
                    direct,
                    mapped=worst(found.get(metric, direct) for found in mapped),
                    inputs=best(found.get(metric, direct) for found in inputs),
                )
        return replace(score, permuted=by_metric)


def _draw(source: str, data: HiddenData) -> tuple[np.ndarray, np.ndarray]:
    """Draw data from the course's data module, and return the requested share. Raises whatever the module raises."""
    drawn = call_data_source(source, data.function, data.samples, data.seed, *([data.world] if data.world else []))
    x, y = (np.asarray(array) for array in drawn)
    first, last = (round(end * len(x)) for end in data.share)
    return x[first:last], y[first:last]


def _problem_of_data(data: HiddenData, error: Exception) -> str:
    return f"data.py: {data.function}({data.samples}, seed) raised {type(error).__name__}: {error}"


_call: Callable[..., Any] = keras.Model.__call__  # bound before any learner code can replace it


def predict(model: Any, x: np.ndarray) -> np.ndarray:
    """Return `model(x)` in batches, in inference mode; shape (samples, ...). Types of floats become float32."""
    batches = []
    for at in range(0, len(x), BATCH):
        outputs = _call(model, x[at : at + BATCH], training=False)
        if keras.backend.is_float_dtype(keras.backend.standardize_dtype(outputs.dtype)):
            outputs = keras.ops.cast(outputs, "float32")  # numpy lacks bfloat16
        batches.append(np.asarray(outputs))
    return np.concatenate(batches)


def predict_all(model: Any, x: np.ndarray) -> list[np.ndarray]:
    """Return the model's predictions, and its predictions with every permutation of its weights."""
    return [predict(model, x), *(predict(permuted, x) for permuted in permuted_models(model))]


def score_predictions(name: str, predictions: np.ndarray, labels: np.ndarray, threshold: Optional[float]) -> ScoreFacts:
    """Score predictions, or report a problem with them, which is the model's fault.

    `predictions` (n, k) are scores of k classes (argmax). If they are (n, 1) or (n,), one above `threshold` means class
    1; if that is None, one above 0 or above 0.5, whichever scores better.
    `labels` (n,) or (n, 1) are class numbers, (n, k) one-hot, or any numbers for an error. A row that is not finite is
    wrong, and makes the errors infinite. Predictions (n, t, k) with labels (n, t) are scores for each of t steps, and a
    row is right if all its steps are.
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
    thresholds = (0.0, 0.5) if threshold is None else (threshold,)
    if predictions.shape[1] == 1:
        answers: list[np.ndarray] = [predictions[:, 0] > bound for bound in thresholds]
    else:
        answers = [predictions.argmax(axis=1)]
    accuracy = max(float(((classes == truth) & finite).mean()) for classes in answers)
    mse = mae = None
    if predictions.shape == labels.shape:
        distance = np.abs(predictions - labels)
        mse, mae = (float((distance**p).mean()) if finite.all() else math.inf for p in (2, 1))
    return ScoreFacts(name, len(labels), accuracy, shape, mse=mse, mae=mae)
