"""A fit as it can be repeated in another process: the network before it, how it was compiled, and its data.

It is stored only on request, since it takes copies of the arrays. What can't be written as plain data, such as a class
of the learner's own, can't be repeated.
"""

from __future__ import annotations

import json
import math
import sys
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional

import keras
import numpy as np

from tuitutor.protocol.facts import FitFacts
from tuitutor.worker import plain_data
from tuitutor.worker.archive import check_config
from tuitutor.worker.carrying import RECORDED
from tuitutor.worker.learner_errors import suppress_learner_errors
from tuitutor.worker.training.array_facts import label_facts
from tuitutor.worker.training.initial_values import InitialValues
from tuitutor.worker.training.origin import is_keras
from tuitutor.worker.training.rows import is_stream

MAX_BYTES = 64 << 20  # of inputs and labels
PLAIN = (
    "epochs", "initial_epoch", "batch_size", "shuffle", "validation_split", "steps_per_epoch", "validation_steps",
    "validation_batch_size", "validation_freq",
)  # fmt: skip
WAITING = {
    "EarlyStopping": ("monitor", "min_delta", "patience", "mode", "baseline", "restore_best_weights",
                      "start_from_epoch"),
    "ReduceLROnPlateau": ("monitor", "factor", "patience", "mode", "min_delta", "cooldown", "min_lr"),
    "TerminateOnNaN": (),
}  # fmt: skip
"""Callbacks of Keras's that change a training, and their settings."""
ONLY_TELL = ("History", "ProgbarLogger", "CSVLogger", "ModelCheckpoint", "TensorBoard", "BackupAndRestore")
SCHEDULE = "LearningRateScheduler"


class CannotRepeat(Exception):
    """Why a fit can't be repeated, in a clause: "its loss is a function of your own"."""


class KeptFit:
    """The latest fit, as it began. `weights` has the network's values then; None if it wasn't built yet.

    `drawn`: whether an initializer drew them, so that another seed would draw others.
    """

    def __init__(self, model: Any, arguments: dict[str, Any], initial: InitialValues, trained: bool) -> None:
        self.model, self.trained = model, trained
        self.weights: Optional[list[np.ndarray]] = None
        self.drawn: list[bool] = []
        self._callbacks = list(keras.tree.flatten(arguments.get("callbacks") or []))
        self._fit = {name: arguments.get(name) for name in PLAIN}
        self._data = {name: arguments.get(name) for name in ("x", "y", "sample_weight", "validation_data")}
        self._class_weight = arguments.get("class_weight")
        self._compiled: Any = None
        with suppress_learner_errors(), warnings.catch_warnings():  # `write` says what is missing
            warnings.simplefilter("ignore")
            self._compiled = model.get_compile_config()
        if model.built:
            self.weights = [np.asarray(variable.value).copy() for variable in model.weights]
            self.drawn = [
                (known := initial.of(variable)) is not None
                and not known.lent
                and known.trainable
                and initial.are_unchanged([variable])
                for variable in model.weights
            ]
        if not is_stream(self._data["x"]):  # the program may change its arrays later
            with suppress_learner_errors(ValueError):  # lists of different lengths
                self._data = {name: _copied(part) for name, part in self._data.items()}

    def write(self, folder: Path, facts: FitFacts, measure: str) -> Quality:
        """Write it to a file in `folder`, and say how good the network has become. Raises CannotRepeat."""
        if self.trained:
            raise CannotRepeat("the network had been trained before this fit")
        data = {name: _plain(part) for name, part in self._data.items() if name != "x"}
        class_weight = self._class_weight
        if class_weight is not None:
            class_weight = {int(name): float(weight) for name, weight in dict(class_weight).items()}
        fit: dict[str, Any] = {**self._fit, "class_weight": class_weight}
        x = self._data["x"]
        if is_stream(x):
            data["x"], data["y"], fit["batch_size"], fit["shuffle"] = _from_batches(x, fit["steps_per_epoch"])
            fit["steps_per_epoch"] = None
        else:
            data["x"] = _plain(x)
        _require_small(sum(array.nbytes for array in keras.tree.flatten(data) if isinstance(array, np.ndarray)))
        fit["callbacks"] = list(self._known_callbacks(facts))
        x, y = measured_rows(data, fit)
        quality = quality_of(self.model, x, y, measure)
        values = {
            "model": _config(self.model), "compiled": self._compile_config(), "fit": fit, **data,
            "weights": self.weights, "drawn": self.drawn, "measure": quality.name,
        }  # fmt: skip
        if uncarried := plain_data.write_values(folder / RECORDED, values):
            raise CannotRepeat(f"its {uncarried[0].replace('_', ' ')} can't be copied to another process")
        return quality

    def _compile_config(self) -> str:
        if not self._compiled:
            raise CannotRepeat("how it was compiled can't be written down")
        try:
            check_config(self._compiled)
            return json.dumps(self._compiled)
        except Exception:
            raise CannotRepeat("it was compiled with a loss, a metric or an optimizer of your own") from None

    def _known_callbacks(self, facts: FitFacts) -> Iterator[dict[str, Any]]:
        for callback in self._callbacks:
            kind = type(callback).__name__
            if not is_keras(type(callback)) or kind not in (*WAITING, *ONLY_TELL, SCHEDULE):
                is_steady = facts.lowest_rate == facts.highest_rate and facts.epochs_run == facts.epochs
                restores = facts.early_stopping is not None and facts.early_stopping.restores
                if not (facts.lasting or restores) or not is_steady:
                    raise CannotRepeat("a callback of your own changes how it trains")
            elif kind == SCHEDULE:
                yield {"kind": kind, "rates": _rates(callback.schedule, facts)}
            elif kind in WAITING:
                settings = {name: getattr(callback, name, None) for name in WAITING[kind]}
                plain = (bool, int, str, type(None))
                yield {"kind": kind} | {n: v if isinstance(v, plain) else float(v) for n, v in settings.items()}


def measured_rows(data: Mapping[str, Any], fit: Mapping[str, Any]) -> tuple[Any, Any]:
    """The rows on which runs are compared: those of validation, or else those of training."""
    if data["validation_data"] is not None:
        x, y = data["validation_data"][:2]
    elif fit["validation_split"]:
        x, y = (split_rows(data[name], fit["validation_split"])[1] for name in ("x", "y"))
    else:
        x, y = data["x"], data["y"]
    return x, y


def split_rows(arrays: Any, share: float) -> tuple[Any, Any]:
    """The rows to train on, and those at the end to validate on, as Keras's `validation_split` divides them."""
    rows = len(keras.tree.flatten(arrays)[0])
    at = int(np.floor(rows * (1.0 - share)))
    first = keras.tree.map_structure(lambda array: array[:at], arrays)
    last = keras.tree.map_structure(lambda array: array[at:], arrays)
    return first, last


def _copied(data: Any) -> Any:
    """The data with copies of its arrays; a stream stays as it is."""
    if data is None or is_stream(data):
        return data
    return keras.tree.map_structure(lambda array: None if array is None else np.array(array), data)


def _plain(data: Any) -> Any:
    """The data as arrays, nested as they were. Raises CannotRepeat."""
    if data is None:
        return None
    if is_stream(data):
        x, y, _, _ = _from_batches(data, None)
        return [x, y]
    if isinstance(data, dict):
        return {str(name): _plain(part) for name, part in data.items()}
    if isinstance(data, (tuple, list)):
        return [_plain(part) for part in data]
    array = np.asarray(data)
    if array.dtype.kind == "O":
        with suppress_learner_errors(TypeError, ValueError):
            array = array.astype("float32")
    if array.dtype.kind not in "fiubSU":
        raise CannotRepeat("its data can't be copied to another process")
    return array


def _require_small(size: int) -> None:
    if size > MAX_BYTES:
        raise CannotRepeat(f"its data is larger than {MAX_BYTES >> 20} MB")


def _from_batches(stream: Any, steps: Optional[int]) -> tuple[Any, Any, int, bool]:
    """Inputs and labels of one epoch, the size of a batch, and whether every epoch has another order."""
    if not isinstance(stream, (sys.modules["tensorflow"].data.Dataset, keras.utils.PyDataset)):
        raise CannotRepeat("its data is a stream that runs once")
    batches: list[Any] = []
    size = 0
    for batch in _batches_of(stream, steps):
        if not isinstance(batch, (tuple, list)) or len(batch) != 2:
            raise CannotRepeat("its batches are more than inputs and labels")
        batches.append(tuple(keras.tree.map_structure(np.asarray, part) for part in batch))
        size += sum(array.nbytes for array in keras.tree.flatten(batches[-1]))
        _require_small(size)
    if not batches:
        raise CannotRepeat("its data is empty")
    first = keras.tree.flatten(batches[0])
    again = keras.tree.flatten(next(iter(_batches_of(stream, 1))))
    is_shuffled = not all(np.array_equal(*pair) for pair in zip(first, again, strict=True))
    x, y = (
        keras.tree.map_structure(lambda *arrays: np.concatenate(arrays), *parts) for parts in zip(*batches, strict=True)
    )
    return _plain(x), _plain(y), len(first[0]), is_shuffled


def _batches_of(stream: Any, steps: Optional[int]) -> Iterator[Any]:
    """The batches of an epoch, or the first `steps` of them."""
    if isinstance(stream, keras.utils.PyDataset):
        for at in range(len(stream) if steps is None else min(steps, len(stream))):
            yield stream[at]
    else:
        yield from (stream if steps is None else stream.take(steps))


def _rates(schedule: Any, facts: FitFacts) -> list[float]:
    """The learning rates of the epochs by a schedule."""
    rate = (facts.compiled.learning_rate if facts.compiled is not None else None) or 0.0
    rates = []
    for epoch in range(facts.epochs):
        try:
            rate = float(schedule(epoch, rate))
        except TypeError:
            rate = float(schedule(epoch))
        rates.append(rate)
    return rates


def _config(model: Any) -> str:
    """How the network is built, as JSON, without how it is compiled."""
    try:
        config = keras.saving.serialize_keras_object(model)
        config = {name: value for name, value in config.items() if name in ("module", "class_name", "config")}
        config["registered_name"] = None
        check_config(config)
        return json.dumps(config)
    except Exception:
        raise CannotRepeat("the network has parts of your own") from None


# ---- how good answers are, by one measure, whatever the loss

MAX_MEASURED = 2_000  # rows


@dataclass(frozen=True)
class Quality:
    """`name` is "accuracy", or "mse" or "mae" for the mean error; "" if it can't be measured."""

    name: str
    value: float = math.nan


def quality_of(model: Any, x: Any, y: Any, name: str = "") -> Quality:
    """How good the network's answers to `x` are; by the measure `name`, or else by the one that suits its labels."""
    if y is None or len(keras.tree.flatten(y)) != 1:
        return Quality("")
    x, y = (keras.tree.map_structure(_some, part) for part in (x, y))
    predicted = model.predict(x, verbose=0, batch_size=256)
    if len(keras.tree.flatten(predicted)) != 1:
        return Quality("")
    outputs, labels = (np.asarray(keras.tree.flatten(part)[0]).astype("float64") for part in (predicted, y))
    accuracy = _accuracy(model, outputs, labels) if name in ("", "accuracy") else None
    if name == "accuracy" or accuracy is not None:
        return Quality("accuracy", 0.0 if accuracy is None else accuracy)
    if outputs.size != labels.size:
        return Quality("")
    misses = outputs.reshape(len(outputs), -1) - labels.reshape(len(labels), -1)
    error = float(np.mean(np.abs(misses) if name == "mae" else misses**2))
    return Quality(name or "mse", error if math.isfinite(error) else math.inf)


def _some(array: Any) -> Any:
    array = np.asarray(array)
    return array[:: -(-max(1, len(array)) // MAX_MEASURED)]


def _accuracy(model: Any, outputs: np.ndarray, labels: np.ndarray) -> Optional[float]:
    """The share of right answers; None if they are no classes."""
    if outputs.ndim == 3 and outputs.shape[:2] == labels.shape[:2] and labels.size == outputs.size // outputs.shape[2]:
        return _share(outputs.argmax(2) == labels.reshape(labels.shape[:2]), outputs)
    facts = label_facts(labels)
    if facts is None or outputs.ndim > 2:
        return None
    outputs, labels = outputs.reshape(len(outputs), -1), labels.reshape(len(labels), -1)
    is_logit = "entropy" in str(getattr(model.loss, "name", model.loss)) and (outputs.min() < 0 or outputs.max() > 1)
    threshold = 0.0 if is_logit else 0.5
    if facts.kind == "tags":
        return _share((outputs > threshold) == (labels > 0.5), outputs) if outputs.size == labels.size else None
    if facts.kind == "one-hot":
        return _share(outputs.argmax(1) == labels.argmax(1), outputs)
    if facts.kind != "classes" or (outputs.shape[1] == 1 and len(facts.values) > 2):
        return None
    if outputs.shape[1] > 1:
        return _share(outputs.argmax(1) == labels[:, 0], outputs)
    if set(facts.values) <= {0.0, 1.0}:
        return _share((outputs[:, 0] > threshold) == (labels[:, 0] > 0.5), outputs)
    between = float(np.mean(facts.values))
    return _share((outputs[:, 0] > between) == (labels[:, 0] > between), outputs)


def _share(right: np.ndarray, outputs: np.ndarray) -> float:
    """The share of right answers; one whose outputs aren't finite is wrong."""
    finite = np.isfinite(outputs).reshape(len(outputs), -1).all(1)
    return float((right & finite.reshape(-1, *[1] * (right.ndim - 1))).mean())
