"""How good a network's answers are on given rows, by one measure, whatever its loss."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Optional

import keras
import numpy as np

from tuitutor.worker.training.given import _of_labels

MOST_ROWS = 2_000


@dataclass(frozen=True)
class Quality:
    """`name` is "accuracy", or "error" for the mean squared error; "" if it can't be told."""

    name: str
    value: float = math.nan


def quality_of(model: Any, x: Any, y: Any, name: str = "") -> Quality:
    """How good the network's answers to `x` are; by the measure `name`, or else by the one that suits its labels."""
    if y is None or len(keras.tree.flatten(y)) != 1:
        return Quality("")
    x, y = (keras.tree.map_structure(_some, each) for each in (x, y))
    said = model.predict(x, verbose=0, batch_size=256)
    if len(keras.tree.flatten(said)) != 1:
        return Quality("")
    answers, asked = (np.asarray(keras.tree.flatten(each)[0]).astype("float64") for each in (said, y))
    right = _rightness(model, answers, asked)
    if name == "accuracy" or (not name and right is not None):
        return Quality("accuracy", 0.0 if right is None else right)
    if answers.size != asked.size:
        return Quality("")
    error = float(np.mean((answers.reshape(len(answers), -1) - asked.reshape(len(asked), -1)) ** 2))
    return Quality("error", error if math.isfinite(error) else math.inf)


def _some(array: Any) -> Any:
    array = np.asarray(array)
    return array[:: -(-max(1, len(array)) // MOST_ROWS)]


def _rightness(model: Any, answers: np.ndarray, asked: np.ndarray) -> Optional[float]:
    """The share of right answers; None if they are no classes."""
    if answers.ndim == 3 and answers.shape[:2] == asked.shape[:2] and asked.size == answers.size // answers.shape[2]:
        return _share(answers.argmax(2) == asked.reshape(asked.shape[:2]), answers)
    labels = _of_labels(asked)
    if labels is None or answers.ndim > 2:
        return None
    answers, asked = answers.reshape(len(answers), -1), asked.reshape(len(asked), -1)
    line = _line(model, answers)
    if labels.kind == "tags":
        return _share((answers > line) == (asked > 0.5), answers) if answers.size == asked.size else None
    if labels.kind == "one-hot":
        return _share(answers.argmax(1) == asked.argmax(1), answers)
    if labels.kind != "classes" or (answers.shape[1] == 1 and len(labels.values) > 2):
        return None
    if answers.shape[1] > 1:
        return _share(answers.argmax(1) == asked[:, 0], answers)
    if set(labels.values) <= {0.0, 1.0}:
        return _share((answers[:, 0] > line) == (asked[:, 0] > 0.5), answers)
    between = float(np.mean(labels.values))
    return _share((answers[:, 0] > between) == (asked[:, 0] > between), answers)


def _line(model: Any, answers: np.ndarray) -> float:
    """The output above which a unit says yes: 0 for logits."""
    loss = str(getattr(model.loss, "name", model.loss))
    return 0.0 if "entropy" in loss and (answers.min() < 0 or answers.max() > 1) else 0.5


def _share(right: np.ndarray, answers: np.ndarray) -> float:
    finite = np.isfinite(answers).reshape(len(answers), -1).all(1)
    return float((right & finite.reshape(-1, *[1] * (right.ndim - 1))).mean())
