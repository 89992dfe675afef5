"""Sparing TensorFlow work where nobody can tell the difference: tracing the first step of a training once, not twice.

TensorFlow traces a step a second time if the first trace has made variables, such as those of the optimizer and the
metrics. That is two fifths of the time of a small first fit. Here they are made at the same place and in the same
order, but outside of the graph. What a learner wrote may do something whenever it is traced, so it is left alone.
"""

from __future__ import annotations

import sys
import weakref
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from functools import partial
from typing import Any

import keras

from tuitutor.worker.training.measure import flat
from tuitutor.worker.training.origin import is_keras, wrap_method

# Optimizers whose step is the same before and after its variables are made: LossScaleOptimizer, for example, scales the
# loss by a constant until then.
_OPTIMIZERS = frozenset(
    {"SGD", "RMSprop", "Adam", "AdamW", "Adadelta", "Adagrad", "Adamax", "Adafactor", "Nadam", "Ftrl", "Lion", "Lamb"}
)
_traced: weakref.WeakSet[Any] = weakref.WeakSet()  # train functions; a later trace must not make variables


def once(model: Any) -> AbstractContextManager[None]:
    """A context for a train step of the model."""
    if not is_keras(type(model)) or model.train_function is None or model.train_function in _traced:
        return nullcontext()
    _traced.add(model.train_function)
    return variables_outside() if is_keras_only(model) else nullcontext()


@contextmanager
def variables_outside() -> Iterator[None]:
    """Variables that are made inside the block aren't part of the graph that is traced there."""
    tensorflow = sys.modules["tensorflow"]
    made = False

    def make(next_creator: Callable[..., Any], **wanted: Any) -> Any:
        nonlocal made
        if tensorflow.is_tensor(wanted["initial_value"]):  # which is part of the graph
            return next_creator(**wanted)
        made = True
        with tensorflow.init_scope():
            return next_creator(**{**wanted, "experimental_enable_variable_lifting": False})

    try:
        with tensorflow.variable_creator_scope(make):
            yield
    except BaseException:
        if made:
            tensorflow.Variable(0)  # a fit after a step that failed raises what it would raise without us
        raise


def is_keras_only(model: Any) -> bool:
    """Whether tracing a step of a model runs Keras's own code alone, and makes no variable with a random value."""
    try:
        layers = list(model._flatten_layers())
        parts = [each for layer in layers for each in getattr(layer, "operations", ())]
        metrics = model._compile_metrics
        asked = () if metrics is None else (metrics._user_metrics, metrics._user_weighted_metrics)
        return (
            type(model.optimizer).__name__ in _OPTIMIZERS
            and not model.run_eagerly
            and not keras.saving.get_custom_objects()  # by which a name may mean something else than in Keras
            and all(layer.built for layer in layers)
            and all(isinstance(each, keras.layers.Layer) for each in parts)
            and all(map(holds_only_keras, [*layers, *flat([model.optimizer, model.loss, *asked])]))
        )
    except Exception:
        return False  # a model too odd to look at


def holds_only_keras(thing: Any) -> bool:
    """Whether it is Keras's, and so is all code that it was given, as activations and schedules are."""
    if isinstance(thing, str) or is_keras(thing):
        return True
    return is_keras(type(thing)) and all(
        is_keras(value) or is_keras(type(value)) for value in vars(thing).values() if callable(value)
    )


# ---- batches

# TensorFlow optimizes the functions of a data pipeline whenever an iteration over it begins, up to four times an epoch
# in `fit`. Without that, the answer to XOR, 20 epochs, takes 4.7 s of CPU instead of 6.5 (medians, by turns, beside
# others' work). The rows that are picked are the same either way.
_ADAPTER = "keras.src.trainers.data_adapters.array_data_adapter"
_FUNCTIONS = "tensorflow.python.data.ops.structured_function"
# TensorFlow does not optimize functions with this attribute, and runs each on one device: here that is always the CPU.
_AS_IT_IS = {"experimental_ints_on_device": True}


def install_batches() -> None:
    """Leave all functions that Keras uses to make batches of arrays, and no others, unoptimized. Only in a child."""
    with suppress(KeyError, AttributeError, StopIteration):  # not in a future version: then it is only slower
        own = vars(sys.modules[_ADAPTER])
        wrap_method(sys.modules[_FUNCTIONS].StructuredFunctionWrapper, "__init__", partial(_make, own))


def _make(own: dict[str, Any], make: Any, wrapper: Any, function: Any, *args: Any, **kwargs: Any) -> None:
    if getattr(function, "__globals__", None) is own:
        kwargs["defun_kwargs"] = {**(kwargs.get("defun_kwargs") or {}), **_AS_IT_IS}
    make(wrapper, function, *args, **kwargs)
