"""Running several training steps as one, but only if that changes nothing in the result.

`steps_per_execution` halves the time of a small fit. It is neutral for in-memory arrays, built-in layers, losses,
metrics and optimizers, and callbacks that act at the end of an epoch. Everything else is left alone: this is a list of
what is allowed. tests/worker/test_fusing.py compares weights and history with plain runs, bit for bit.
"""

from __future__ import annotations

import weakref
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Optional

import keras
import numpy as np

from tuitutor.worker.training.measure import flat
from tuitutor.worker.training.origin import is_keras

STEPS = 256  # no mutant: it only decides how fast training is
MAX_PARAMS = 200_000  # larger models gain nothing, and would delay an interrupt by seconds
MIN_STEPS = 200  # below that, tracing a second function costs more than it saves
MIN_KERAS = (3, 8)  # earlier ones unroll the steps into one graph, which TensorFlow refuses

_LAYERS = frozenset(
    {"InputLayer", "Dense", "Activation", "Dropout", "Flatten", "Reshape", "Rescaling", "GaussianNoise"}
    | {"BatchNormalization", "LayerNormalization", "ReLU", "LeakyReLU", "PReLU", "ELU", "Softmax"}
    | {"Concatenate", "Add", "Subtract", "Multiply", "Average", "Maximum", "Minimum"}
)
_CALLBACKS = frozenset({"History", "EarlyStopping", "ReduceLROnPlateau", "LearningRateScheduler", "CSVLogger"})
_DEFAULTS = {"steps_per_epoch": None, "validation_steps": None, "class_weight": None, "sample_weight": None}


def may_fuse(model: keras.Model, arguments: Mapping[str, Any]) -> bool:
    """Whether `model.fit(**arguments)` may run fused. `arguments` has every parameter of `fit`, defaults applied."""
    try:
        return (
            keras_version() >= MIN_KERAS
            and is_plain(model)
            and not any(
                value
                for layer in model.layers
                for name, value in layer.get_config().items()
                if name.endswith("_regularizer")
            )
            and _is_plainly_compiled(model)
            and _are_plain(arguments)
            and model.count_params() <= MAX_PARAMS
            and (batches := len(arguments["x"]) // (arguments.get("batch_size") or 32)) > 1
            and batches * arguments["epochs"] >= MIN_STEPS
        )
    except Exception:
        return False  # a model too odd to look at is too odd to fuse


def keras_version() -> tuple[int, ...]:
    """The major and minor version of Keras."""
    return tuple(int(part) for part in keras.__version__.split(".")[:2])


def is_plain(model: keras.Model) -> bool:
    """Whether calling the model runs only Keras's own layers, and nothing random outside of training."""
    return (
        _builtin(model)
        and type(model).__name__ in ("Sequential", "Functional")
        and all(_builtin(layer) and type(layer).__name__ in _LAYERS for layer in model.layers)
        and all(isinstance(node, keras.layers.Layer) for node in getattr(model, "operations", model.layers))
        and all(_plain_callable(layer.get_config().get("activation")) for layer in model.layers)
        and not any(layer.get_config().get("activity_regularizer") for layer in model.layers)
    )


def _plain_callable(setting: Any) -> bool:
    """Whether an activation's serialized form is a name or a built-in object; a learner's own function is neither."""
    if isinstance(setting, dict):
        return setting.get("module") == "keras.layers"
    return setting is None or isinstance(setting, str)


def _is_plainly_compiled(model: keras.Model) -> bool:
    given = [model.loss, *flat(getattr(model._compile_metrics, "_user_metrics", None))]
    return (
        model.steps_per_execution == 1
        and not model.run_eagerly
        and not model.jit_compile
        and _builtin(model.optimizer)
        and all(isinstance(item, str) or _builtin(item) for item in given)
    )


def _are_plain(arguments: Mapping[str, Any]) -> bool:
    validation = arguments.get("validation_data")
    arrays = [arguments.get("x"), arguments.get("y")]
    if validation is not None:
        if not isinstance(validation, tuple) or len(validation) != 2:
            return False
        arrays += validation
    callbacks = arguments.get("callbacks") or []
    return (
        all(isinstance(array, np.ndarray) and array.dtype != object for array in arrays)
        and all(arguments.get(name) is default for name, default in _DEFAULTS.items())
        and arguments.get("shuffle") in (True, False)
        and isinstance(callbacks, (list, tuple))
        and all(_builtin(callback) and type(callback).__name__ in _CALLBACKS for callback in callbacks)
        and not any(name.startswith("on_") for callback in callbacks for name in vars(callback))  # hooks of its own
    )


def _builtin(thing: Any) -> bool:
    return is_keras(type(thing)) or is_keras(thing)


# Traced fused functions by model, with the compile state that they were traced for.
_traced: weakref.WeakKeyDictionary[keras.Model, tuple[Any, Any, Any]] = weakref.WeakKeyDictionary()


@contextmanager
def fused(model: keras.Model) -> Iterator[None]:
    """Train fused inside the block; afterwards the model is as it was before, except for its weights.

    The traced functions are kept, so that a second fit does not trace again.
    """
    own = model.train_function, model.test_function
    known: Optional[tuple[Any, Any, Any]] = _traced.get(model)
    model.train_function, model.test_function = (
        known[1:] if known is not None and known[0] is model._compile_loss else (None, None)
    )
    model.steps_per_execution = STEPS
    try:
        yield
        _traced[model] = (model._compile_loss, model.train_function, model.test_function)
    finally:
        model.steps_per_execution = 1
        model.train_function, model.test_function = own
