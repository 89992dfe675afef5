"""Running several training steps as one, but only if that changes nothing in the result.

`steps_per_execution` halves the time of a small fit. It is neutral for in-memory arrays, built-in layers, losses,
metrics and optimizers, and callbacks that act at the end of an epoch. Everything else is left alone: this is a list of
what is allowed. tests/worker/test_fusing.py compares weights and history with plain runs, bit for bit.

For the same models, the variables that the first step would make are made before it, or TensorFlow traces it twice.
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

STEPS = 256
FEW_STEPS = 8  # where one takes long, as with convolutions: more gain little, and would delay an interrupt
MAX_PARAMS = 200_000  # larger models gain nothing, and would delay an interrupt by seconds
MIN_STEPS = 200  # below that, tracing a second function costs more than it saves
MIN_KERAS = (3, 8)  # earlier ones unroll the steps into one graph, which TensorFlow refuses

_LAYERS = frozenset(
    {"InputLayer", "Dense", "Activation", "Dropout", "Flatten", "Reshape", "Rescaling", "GaussianNoise"}
    | {"BatchNormalization", "LayerNormalization", "ReLU", "LeakyReLU", "PReLU", "ELU", "Softmax"}
    | {"Concatenate", "Add", "Subtract", "Multiply", "Average", "Maximum", "Minimum"}
)
_SLOW_LAYERS = frozenset(
    {f"{kind}{n}D" for n in (1, 2) for kind in ("Conv", "MaxPooling", "AveragePooling", "SpatialDropout")}
    | {f"{kind}{n}D" for n in (1, 2) for kind in ("GlobalMaxPooling", "GlobalAveragePooling", "ZeroPadding")}
    | {f"{kind}{n}D" for n in (1, 2) for kind in ("Cropping", "UpSampling")}
    | {"Conv2DTranspose", "DepthwiseConv2D", "SeparableConv2D", "Embedding", "Normalization", "Permute", "RepeatVector"}
    | {"SimpleRNN", "SimpleRNNCell", "LSTM", "LSTMCell", "GRU", "GRUCell", "Attention", "MultiHeadAttention"}
    | {"EinsumDense"}  # which a MultiHeadAttention is made of
)
_MODELS = frozenset({"Sequential", "Functional"})
_CALLBACKS = frozenset({"History", "EarlyStopping", "ReduceLROnPlateau", "LearningRateScheduler", "CSVLogger"})
_DEFAULTS = {"steps_per_epoch": None, "validation_steps": None, "class_weight": None, "sample_weight": None}


def may_fuse(model: keras.Model, arguments: Mapping[str, Any]) -> bool:
    """Whether `model.fit(**arguments)` may run fused. `arguments` has every parameter of `fit`, defaults applied."""
    try:
        return _plain_model(model) and _plain_compile(model) and _plain_arguments(arguments) and _long(model, arguments)
    except Exception:
        return False  # a model too odd to look at is too odd to fuse


def keras_version() -> tuple[int, ...]:
    """The major and minor version of Keras."""
    return tuple(int(part) for part in keras.__version__.split(".")[:2])


def make_ready(model: keras.Model, labels: Any) -> None:
    """Make the variables of the optimizer and the metrics, as the first step of a fit would, if the model is plain."""
    if not (model.built and _plain_model(model) and _plain_compile(model)):
        return
    optimizer, metrics = model.optimizer, model._compile_metrics
    if not optimizer.built:
        optimizer.build(model.trainable_variables)
    if metrics is not None and not metrics.built and len(model.outputs) == 1:
        metrics.build(keras.KerasTensor((None, *labels.shape[1:]), str(labels.dtype)), model.outputs[0])


def _plain_model(model: keras.Model) -> bool:
    return keras_version() >= MIN_KERAS and is_plain(model) and all(map(_plain_weights, _inner(model)))


def is_plain(model: keras.Model) -> bool:
    """Whether calling the model runs only Keras's own layers, and nothing random outside of training."""
    return type(model).__name__ in _MODELS and all(map(_plain_layer, [model, *_inner(model)]))


def _inner(model: keras.Model) -> list[keras.layers.Layer]:
    """All layers of a model, and those within them."""
    return list(model._flatten_layers(include_self=False))


def _plain_layer(layer: keras.layers.Layer) -> bool:
    if not _builtin(layer):
        return False
    if type(layer).__name__ in _MODELS:
        return all(isinstance(node, keras.layers.Layer) for node in getattr(layer, "operations", layer.layers))
    config = layer.get_config()
    return (
        type(layer).__name__ in _LAYERS | _SLOW_LAYERS
        and all(_plain_callable(value) for name, value in config.items() if name.endswith("activation"))
        and not config.get("activity_regularizer")
    )


def _plain_weights(layer: keras.layers.Layer) -> bool:
    """Whether Keras's own code regularizes and constrains the weights, if any does."""
    if type(layer).__name__ in _MODELS:
        return True
    names = [name for name in layer.get_config() if name.endswith(("_regularizer", "_constraint"))]
    values = [getattr(layer, name if hasattr(layer, name) else f"_{name}") for name in names]
    return all(value is None or _builtin(value) for value in values)


def _plain_callable(setting: Any) -> bool:
    """Whether an activation's serialized form is a name or a built-in object; a learner's own function is neither."""
    if isinstance(setting, dict):
        return setting.get("module") == "keras.layers"
    return setting is None or isinstance(setting, str)


def _plain_compile(model: keras.Model) -> bool:
    given = [model.loss, *flat(getattr(model._compile_metrics, "_user_metrics", None))]
    return (
        model.steps_per_execution == 1
        and not model.run_eagerly
        and not model.jit_compile
        and _builtin(model.optimizer)
        and all(isinstance(item, str) or _builtin(item) for item in given)
    )


def _plain_arguments(arguments: Mapping[str, Any]) -> bool:
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
        and not any(_has_own_hooks(callback) for callback in callbacks)
    )


def _long(model: keras.Model, arguments: Mapping[str, Any]) -> bool:
    batches = len(arguments["x"]) // (arguments.get("batch_size") or 32)
    return model.count_params() <= MAX_PARAMS and batches > 1 and batches * arguments["epochs"] >= MIN_STEPS


def _has_own_hooks(callback: Any) -> bool:
    return any(name.startswith("on_") for name in vars(callback))


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
    is_fast = all(type(layer).__name__ in _LAYERS | _MODELS for layer in _inner(model))
    model.steps_per_execution = STEPS if is_fast else FEW_STEPS
    try:
        yield
        _traced[model] = (model._compile_loss, model.train_function, model.test_function)
    finally:
        model.steps_per_execution = 1
        model.train_function, model.test_function = own
