"""A fit as it can be repeated in another process: the network before it, how it was compiled, and what it was given.

It is kept only where it was asked for, since it takes copies of the arrays. What can't be told in plain data, such as a
class of the learner's own, can't be repeated.
"""

from __future__ import annotations

import json
import math
import sys
import warnings
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional

import keras
import numpy as np

from tuitutor.protocol.facts import FitFacts
from tuitutor.worker import plain_data
from tuitutor.worker.archive import check_config
from tuitutor.worker.carrying import RECORDED
from tuitutor.worker.training.described import label_facts
from tuitutor.worker.training.initial_values import InitialValues
from tuitutor.worker.training.origin import is_keras
from tuitutor.worker.training.rows import is_stream

MOST_BYTES = 64 << 20  # of inputs and labels
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

    `drawn` says of each whether it is what an initializer drew, so that another seed would draw another.
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
        with suppress(Exception), warnings.catch_warnings():  # `write` says what is missing
            warnings.simplefilter("ignore")
            self._compiled = model.get_compile_config()
        if model.built:
            self.weights = [np.asarray(each.value).copy() for each in model.weights]
            self.drawn = [
                (known := initial.of(each)) is not None
                and not known.lent
                and known.trainable
                and initial.are_unchanged([each])
                for each in model.weights
            ]
        if not is_stream(self._data["x"]):  # the program may change its arrays later
            with suppress(Exception):
                self._data = {name: _copied(each) for name, each in self._data.items()}

    def write(self, folder: Path, facts: FitFacts) -> Quality:
        """Write it to a file in `folder`, and say how good the network has become. Raises CannotRepeat."""
        if self.trained:
            raise CannotRepeat("the network had been trained before this fit")
        data = {name: _plain(each) for name, each in self._data.items() if name != "x"}
        given = self._class_weight
        weights = None if given is None else {int(name): float(weight) for name, weight in dict(given).items()}
        fit: dict[str, Any] = {**self._fit, "class_weight": weights}
        x = self._data["x"]
        if is_stream(x):
            data["x"], data["y"], fit["batch_size"], fit["shuffle"] = _from_batches(x, fit["steps_per_epoch"])
            fit["steps_per_epoch"] = None
        else:
            data["x"] = _plain(x)
        _require_small(sum(each.nbytes for each in keras.tree.flatten(data) if isinstance(each, np.ndarray)))
        fit["callbacks"] = list(self._known_callbacks(facts))
        x, y = measured_rows(data, fit)
        quality = quality_of(self.model, x, y)
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
        for each in self._callbacks:
            kind = type(each).__name__
            if not is_keras(type(each)) or kind not in (*WAITING, *ONLY_TELL, SCHEDULE):
                steady = facts.lowest_rate == facts.highest_rate and facts.epochs_run == facts.epochs
                restores = facts.stop is not None and facts.stop.restores
                if not (facts.lasting or restores) or not steady:
                    raise CannotRepeat("a callback of your own changes how it trains")
            elif kind == SCHEDULE:
                yield {"kind": kind, "rates": _rates(each.schedule, facts)}
            elif kind in WAITING:
                settings = {name: getattr(each, name, None) for name in WAITING[kind]}
                kept = (bool, int, str, type(None))
                yield {"kind": kind} | {n: v if isinstance(v, kept) else float(v) for n, v in settings.items()}


def measured_rows(data: Mapping[str, Any], fit: Mapping[str, Any]) -> tuple[Any, Any]:
    """The rows on which runs are compared: those held back to validate on, or else those trained on."""
    if data["validation_data"] is not None:
        x, y = data["validation_data"][:2]
    elif fit["validation_split"]:
        x, y = (split_rows(data[name], fit["validation_split"])[1] for name in ("x", "y"))
    else:
        x, y = data["x"], data["y"]
    return x, y


def split_rows(arrays: Any, share: float) -> tuple[Any, Any]:
    """The rows to train on, and those at the end that `validation_split` holds back, as Keras divides them."""
    rows = len(keras.tree.flatten(arrays)[0])
    at = int(np.floor(rows * (1.0 - share)))
    first = keras.tree.map_structure(lambda each: each[:at], arrays)
    last = keras.tree.map_structure(lambda each: each[at:], arrays)
    return first, last


def _copied(data: Any) -> Any:
    """The data with copies of its arrays; streams stay as they are."""
    whole = data is None or is_stream(data)
    return data if whole else keras.tree.map_structure(lambda each: None if each is None else np.array(each), data)


def _plain(data: Any) -> Any:
    """The data as arrays, nested as they were. Raises CannotRepeat."""
    if data is None:
        return None
    if is_stream(data):
        x, y, _, _ = _from_batches(data, None)
        return [x, y]
    if isinstance(data, dict):
        return {str(name): _plain(each) for name, each in data.items()}
    if isinstance(data, (tuple, list)):
        return [_plain(each) for each in data]
    array = np.asarray(data)
    if array.dtype.kind == "O":
        with suppress(Exception):
            array = array.astype("float32")
    if array.dtype.kind not in "fiubSU":
        raise CannotRepeat("its data can't be copied to another process")
    return array


def _require_small(size: int) -> None:
    if size > MOST_BYTES:
        raise CannotRepeat(f"its data is larger than {MOST_BYTES >> 20} MB")


def _from_batches(batches: Any, steps: Optional[int]) -> tuple[Any, Any, int, bool]:
    """Inputs and labels of one epoch, the size of a batch, and whether each epoch has another order."""
    if not isinstance(batches, (sys.modules["tensorflow"].data.Dataset, keras.utils.PyDataset)):
        raise CannotRepeat("its data is a stream that runs once")
    found: list[Any] = []
    size = 0
    for batch in _each(batches, steps):
        if not isinstance(batch, (tuple, list)) or len(batch) != 2:
            raise CannotRepeat("its batches are more than inputs and labels")
        found.append(tuple(keras.tree.map_structure(np.asarray, part) for part in batch))
        size += sum(each.nbytes for each in keras.tree.flatten(found[-1]))
        _require_small(size)
    if not found:
        raise CannotRepeat("its data is empty")
    again = keras.tree.flatten(next(iter(_each(batches, 1))))
    shuffled = not all(np.array_equal(*pair) for pair in zip(keras.tree.flatten(found[0]), again, strict=True))
    x, y = (
        keras.tree.map_structure(lambda *each: np.concatenate(each), *parts) for parts in zip(*found, strict=True)
    )  # fmt: skip
    return _plain(x), _plain(y), len(keras.tree.flatten(found[0])[0]), shuffled


def _each(batches: Any, steps: Optional[int]) -> Iterator[Any]:
    if isinstance(batches, keras.utils.PyDataset):
        for at in range(len(batches) if steps is None else min(steps, len(batches))):
            yield batches[at]
    else:
        yield from (batches if steps is None else batches.take(steps))


def _rates(schedule: Any, facts: FitFacts) -> list[float]:
    """The rates that a schedule gives, one for each epoch."""
    rate = (facts.compiled.learning_rate if facts.compiled is not None else None) or 0.0
    found = []
    for epoch in range(facts.epochs):
        try:
            rate = float(schedule(epoch, rate))
        except TypeError:
            rate = float(schedule(epoch))
        found.append(rate)
    return found


def _config(model: Any) -> str:
    """How the network is built, as JSON, without how it is compiled."""
    try:
        config = keras.saving.serialize_keras_object(model)
        config = {name: each for name, each in config.items() if name in ("module", "class_name", "config")}
        config["registered_name"] = None
        check_config(config)
        return json.dumps(config)
    except Exception:
        raise CannotRepeat("the network has parts of your own") from None


# ---- how good answers are, by one measure, whatever the loss

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
    labels = label_facts(asked)
    if labels is None or answers.ndim > 2:
        return None
    answers, asked = answers.reshape(len(answers), -1), asked.reshape(len(asked), -1)
    logits = "entropy" in str(getattr(model.loss, "name", model.loss)) and (answers.min() < 0 or answers.max() > 1)
    line = 0.0 if logits else 0.5  # the output above which a unit says yes
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


def _share(right: np.ndarray, answers: np.ndarray) -> float:
    finite = np.isfinite(answers).reshape(len(answers), -1).all(1)
    return float((right & finite.reshape(-1, *[1] * (right.ndim - 1))).mean())
