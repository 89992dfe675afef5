"""Repeating a recorded fit with one change, in a process that never runs learner code, but loads its data."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Optional

import keras
import numpy as np

from tuitutor.protocol.requests import FitChange
from tuitutor.worker import plain_data
from tuitutor.worker.archive import check_config
from tuitutor.worker.carrying import RECORDED
from tuitutor.worker.learner_errors import suppress_learner_errors
from tuitutor.worker.training.recording import SCHEDULE, WAITING, Quality, measured_rows, quality_of, split_rows

SIZES = ("units", "filters")
PASSING = ("Dropout", "Flatten", "Reshape", "Identity", "SpatialDropout1D", "SpatialDropout2D", "Squeeze")
ACTIVATIONS = ("Activation", "Softmax", "ReLU", "LeakyReLU", "ELU")


class CannotChange(Exception):
    """Why a change can't be made to this fit."""


def repeat(folder: Path, change: Optional[FitChange], seed: int, redrawn: bool, stop_after: float) -> Quality:
    """Fit as recorded in `folder`, with the change, and say how good the network has become.

    `redrawn`: with other initial weights, which the seed draws. After `stop_after` seconds of CPU it stops. Raises
    CannotChange, and whatever Keras raises.
    """
    recorded = plain_data.read_values(folder / RECORDED)
    keras.utils.set_random_seed(seed)
    config, compiled = json.loads(recorded["model"]), json.loads(recorded["compiled"])
    _without_shapes(config)
    check_config(config)
    check_config(compiled)
    fit, data = recorded["fit"], {name: recorded[name] for name in ("x", "y", "sample_weight", "validation_data")}
    if change is not None:
        _change(change, config, compiled, fit, data, seed)
    model = keras.saving.deserialize_keras_object(config, safe_mode=True)
    if not isinstance(model, keras.Model):
        raise CannotChange("the file holds no model")
    if change is not None and change.kind == "last":
        _end_with(model, change.to)
    _begin_as(model, recorded, redrawn)
    model.compile_from_config(compiled)
    arguments = {name: fit[name] for name in fit if name != "callbacks"}
    callbacks = [_callback(settings) for settings in fit["callbacks"]]
    model.fit(**data, **arguments, callbacks=[*callbacks, _Stop(stop_after)], verbose=0)
    x, y = measured_rows(data, fit)
    return quality_of(model, x, y, recorded["measure"])


class _Stop(keras.callbacks.Callback):  # type: ignore[misc]
    """Ends a fit that has used its time."""

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self._until = time.process_time() + seconds

    def on_train_batch_end(self, batch: int, logs: Any = None) -> None:
        if time.process_time() > self._until:
            raise CannotChange("it takes too long")


def _callback(recorded: dict[str, Any]) -> Any:
    kind, settings = recorded["kind"], {name: value for name, value in recorded.items() if name != "kind"}
    if kind == SCHEDULE:
        rates = settings["rates"]
        return keras.callbacks.LearningRateScheduler(lambda epoch, _: rates[min(epoch, len(rates) - 1)])
    if kind not in WAITING:
        raise CannotChange(f"unknown callback {kind}")
    return getattr(keras.callbacks, kind)(**settings)


def _begin_as(model: Any, recorded: dict[str, Any], redrawn: bool) -> None:
    """Give it the weights that the recorded network began with, as far as their shapes are the same."""
    values = recorded["weights"]
    if values is None or not model.built or len(values) != len(model.weights):
        return
    for variable, value, drawn in zip(model.weights, values, recorded["drawn"], strict=True):
        if tuple(variable.shape) == np.shape(value) and not (redrawn and drawn):
            variable.assign(value)
    for layer in model._flatten_layers():
        with suppress_learner_errors(AttributeError):  # only layers that were adapted have it, such as Normalization
            layer.finalize_state()


# ---- changes


def _change(
    change: FitChange, config: dict[str, Any], compiled: dict[str, Any], fit: dict[str, Any], data: dict[str, Any],
    seed: int,
) -> None:  # fmt: skip
    if change.kind == "loss":
        compiled["loss"] = change.to
    elif change.kind == "rate":
        _scale_rate(compiled, fit, change.times)
    elif change.kind == "inputs":
        _scale_inputs(data, fit)
    elif change.kind == "rows":
        _shuffle(data, fit, seed)
    elif change.kind == "units":
        _resize(config, change.times)


def _scale_rate(compiled: dict[str, Any], fit: dict[str, Any], times: float) -> None:
    settings = compiled["optimizer"]["config"]
    rate = settings.get("learning_rate")
    schedules = [callback for callback in fit["callbacks"] if callback["kind"] == SCHEDULE]
    if isinstance(rate, float):
        settings["learning_rate"] = rate * times
    elif isinstance(rate, dict) and isinstance(rate.get("config", {}).get("initial_learning_rate"), float):
        rate["config"]["initial_learning_rate"] *= times
    elif not schedules:
        raise CannotChange("its learning rate is no number")
    for schedule in schedules:
        schedule["rates"] = [rate * times for rate in schedule["rates"]]


def _scale_inputs(data: dict[str, Any], fit: dict[str, Any]) -> None:
    """Standardise the columns of a table, or all numbers of anything else, by the rows to train on."""
    trained = data["x"] if not fit["validation_split"] else split_rows(data["x"], fit["validation_split"])[0]
    scales = [_scaling(array) for array in keras.tree.flatten(trained)]

    def scaled(inputs: Any) -> Any:
        parts = [scale(array) for scale, array in zip(scales, keras.tree.flatten(inputs), strict=True)]
        return keras.tree.pack_sequence_as(inputs, parts)

    data["x"] = scaled(data["x"])
    if data["validation_data"] is not None:
        inputs, *labels = data["validation_data"]
        data["validation_data"] = [scaled(inputs), *labels]


def _scaling(array: np.ndarray) -> Callable[[np.ndarray], np.ndarray]:
    """A function that standardises arrays by the mean and the spread of this array; no numbers stay as they are."""
    if array.dtype.kind not in "fiub":
        return lambda other: other
    rows = array.astype("float64")
    axes = 0 if array.ndim == 2 else None
    rows = np.where(np.isfinite(rows), rows, np.nan)
    mean, spread = np.nanmean(rows, axes), np.nanstd(rows, axes)
    spread = np.where(spread > 0, spread, 1.0)
    return lambda other: ((other - mean) / spread).astype("float32")


def _shuffle(data: dict[str, Any], fit: dict[str, Any], seed: int) -> None:
    """Shuffle the rows, and again in every epoch."""
    order = np.random.default_rng(seed).permutation(len(keras.tree.flatten(data["x"])[0]))
    for name in ("x", "y", "sample_weight"):
        if data[name] is not None:
            data[name] = keras.tree.map_structure(lambda array: array[order], data[name])
    fit["shuffle"] = True


def _without_shapes(config: Any) -> None:
    """Remove the shapes that layers were built for: they change with the units."""
    if isinstance(config, dict):
        config.pop("build_config", None)
        config = list(config.values())
    if isinstance(config, list):
        for part in config:
            _without_shapes(part)


def _resize(config: dict[str, Any], times: float) -> None:
    """Give hidden layers so many times as many units."""
    layers = [layer["config"] for layer in config["config"]["layers"]]
    sized = [layer for layer in layers if any(size in layer for size in SIZES)]
    named = config["config"].get("output_layers") or []
    named = named if not named or isinstance(named[0], list) else [named]
    outputs = {str(layer[0]) for layer in named}
    last = next((layer for layer in reversed(sized) if layer["name"] in outputs), sized[-1] if sized else None)
    hidden = [layer for layer in sized if layer is not last]
    if not hidden:
        raise CannotChange("it has no hidden layer")
    for layer in hidden:
        for size in SIZES:
            if size in layer:
                layer[size] = max(1, round(layer[size] * times))


def _end_with(model: Any, function: str) -> None:
    """Have the network apply `function` last, in place of the function that it applies now."""
    layers = [layer for layer in model.layers if not isinstance(layer, keras.layers.InputLayer)]
    apply = keras.activations.get(function)
    for layer in reversed(layers):
        kind = type(layer).__name__
        if kind in ACTIVATIONS and kind != "Activation":
            layer.call = lambda inputs, mask=None: apply(inputs)
            return
        if hasattr(layer, "activation"):
            layer.activation = apply
            return
        if kind not in PASSING:
            break
    raise CannotChange("its last layer has no function")
