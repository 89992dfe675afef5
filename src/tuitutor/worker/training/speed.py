"""Training faster, but only where that changes nothing in the result and nobody can tell the difference.

`steps_per_execution` runs several steps as one, and halves the time of a small fit. It is neutral for in-memory arrays,
built-in layers, losses, metrics and optimizers, and callbacks that act at the end of an epoch. Everything else is left
alone: this is a list of what is allowed. tests/worker/test_fusing.py compares weights and history with plain runs, bit
for bit.
"""

from __future__ import annotations

import importlib
import inspect
import sys
import weakref
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from functools import partial
from typing import Any, Optional

import keras
import numpy as np

from tuitutor.worker.learner_errors import suppress_learner_errors
from tuitutor.worker.training.measure import flat
from tuitutor.worker.training.origin import is_keras, wrap_method

STEPS = 256
MAX_PARAMS = 200_000  # larger models gain nothing, and would delay an interrupt by seconds
MIN_STEPS = 200  # below that, tracing a second function costs more than it saves
MIN_KERAS = (3, 8)  # earlier ones unroll the steps into one graph, which TensorFlow refuses

_LAYERS = frozenset(
    {"InputLayer", "Dense", "Activation", "Dropout", "Flatten", "Reshape", "Rescaling", "GaussianNoise"}
    | {"BatchNormalization", "LayerNormalization", "ReLU", "LeakyReLU", "PReLU", "ELU", "Softmax"}
    | {"Concatenate", "Add", "Subtract", "Multiply", "Average", "Maximum", "Minimum"}
)
_ODD = (AttributeError, TypeError)  # raised where a model lacks what Keras's own have, or its data has no length
_CALLBACKS = frozenset({"History", "EarlyStopping", "ReduceLROnPlateau", "LearningRateScheduler", "CSVLogger"})
_DEFAULTS = {"steps_per_epoch": None, "validation_steps": None, "class_weight": None, "sample_weight": None}


def may_fuse(model: keras.Model, arguments: Mapping[str, Any]) -> bool:
    """Whether `model.fit(**arguments)` may run fused. `arguments` has every parameter of `fit`, defaults applied."""
    with suppress_learner_errors(*_ODD):  # a model too odd to look at is too odd to fuse
        return (
            tuple(int(part) for part in keras.__version__.split(".")[:2]) >= MIN_KERAS
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
    return False


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
    measures = [model.loss, *flat(getattr(model._compile_metrics, "_user_metrics", None))]
    return (
        model.steps_per_execution == 1
        and not model.run_eagerly
        and not model.jit_compile
        and _builtin(model.optimizer)
        and all(isinstance(measure, str) or _builtin(measure) for measure in measures)
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
_fused_functions: weakref.WeakKeyDictionary[keras.Model, tuple[Any, Any, Any]] = weakref.WeakKeyDictionary()


@contextmanager
def fused(model: keras.Model) -> Iterator[None]:
    """Train fused inside the block; afterwards the model is as it was before, except for its weights.

    The traced functions are stored, so that a second fit does not trace again.
    """
    own = model.train_function, model.test_function
    known: Optional[tuple[Any, Any, Any]] = _fused_functions.get(model)
    model.train_function, model.test_function = (
        known[1:] if known is not None and known[0] is model._compile_loss else (None, None)
    )
    model.steps_per_execution = STEPS
    try:
        yield
        _fused_functions[model] = (model._compile_loss, model.train_function, model.test_function)
    finally:
        model.steps_per_execution = 1
        model.train_function, model.test_function = own


def arguments_of(fit: Callable[..., Any], model: Any, args: Any, kwargs: Any) -> Optional[dict[str, Any]]:
    """All arguments of a call of `fit`, with its defaults; None if it can't be called so, which Keras explains."""
    try:
        bound = inspect.signature(fit).bind(model, *args, **kwargs)
    except TypeError:
        return None
    bound.apply_defaults()
    return dict(list(bound.arguments.items())[1:])


def install_speed() -> None:
    """Have fits run fast where nothing else watches them, as in a cell that measures. Only in a child."""
    wrap_method(keras.Model, "fit", _fit_fast)
    wrap_method(keras.Model, "train_step", _step_once)
    install_batches()


def _fit_fast(fit: Callable[..., Any], model: Any, /, *args: Any, **kwargs: Any) -> Any:
    arguments = arguments_of(fit, model, args, kwargs)
    if arguments is None:
        return fit(model, *args, **kwargs)
    with fused(model) if may_fuse(model, arguments) else nullcontext():
        return fit(model, **arguments)


def _step_once(step: Callable[..., Any], model: Any, /, *args: Any, **kwargs: Any) -> Any:
    with once(model):
        return step(model, *args, **kwargs)


# ---- tracing the first step of a training once, not twice
#
# TensorFlow traces a step a second time if the first trace has made variables, such as those of the optimizer and the
# metrics. That is two fifths of the time of a small first fit. Here they are made at the same place and in the same
# order, but outside of the graph. What a learner wrote may do something whenever it is traced, so it is left alone.

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

    def make(next_creator: Callable[..., Any], **options: Any) -> Any:
        nonlocal made
        if tensorflow.is_tensor(options["initial_value"]):  # which is part of the graph
            return next_creator(**options)
        made = True
        with tensorflow.init_scope():
            return next_creator(**{**options, "experimental_enable_variable_lifting": False})

    try:
        with tensorflow.variable_creator_scope(make):
            yield
    except BaseException:
        if made:
            tensorflow.Variable(0)  # a fit after a step that failed raises what it would raise without us
        raise


def is_keras_only(model: Any) -> bool:
    """Whether tracing a step of a model runs Keras's own code alone, and makes no variable with a random value."""
    with suppress_learner_errors(*_ODD):  # a model too odd to look at
        layers = list(model._flatten_layers())
        operations = [operation for layer in layers for operation in getattr(layer, "operations", ())]
        compiled = model._compile_metrics
        metrics = () if compiled is None else (compiled._user_metrics, compiled._user_weighted_metrics)
        return (
            type(model.optimizer).__name__ in _OPTIMIZERS
            and not model.run_eagerly
            and not keras.saving.get_custom_objects()  # by which a name may mean something else than in Keras
            and all(layer.built for layer in layers)
            and all(isinstance(operation, keras.layers.Layer) for operation in operations)
            and all(map(holds_only_keras, [*layers, *flat([model.optimizer, model.loss, *metrics])]))
        )
    return False


def holds_only_keras(thing: Any) -> bool:
    """Whether it is Keras's, and so are all functions in its attributes, such as activations and schedules."""
    if isinstance(thing, str) or is_keras(thing):
        return True
    return is_keras(type(thing)) and all(
        is_keras(value) or is_keras(type(value)) for value in vars(thing).values() if callable(value)
    )


# ---- batches

# TensorFlow optimizes the functions of a data pipeline whenever an iteration over it begins, up to four times an epoch
# in `fit`. Without that, the answer to XOR, 20 epochs, takes 4.7 s of CPU instead of 6.5 (medians, by turns, beside
# others' work). And three threads pick the rows of a batch, keep it ready and hand it over; with one thread to compute
# in, they wait for each other, five times a step. Where rows are picked when they are needed, a fused step takes three
# quarters of the CPU. The rows are the same either way.
_ADAPTER = "keras.src.trainers.data_adapters.array_data_adapter"
_DATASETS = "tensorflow.python.data.ops"
# TensorFlow does not optimize functions with this attribute, and runs each on one device: here that is always the CPU.
_AS_IT_IS = {"experimental_ints_on_device": True}


def install_batches() -> None:
    """Leave all functions with which Keras makes batches of arrays unoptimized, and have each run in the thread that
    needs a batch. No other functions change. Only in a child.
    """
    with suppress(ImportError, KeyError, AttributeError, StopIteration):  # in a future version: then it is only slower
        own = vars(sys.modules[_ADAPTER])
        functions, maps, ahead = (
            importlib.import_module(f"{_DATASETS}.{name}") for name in ("structured_function", "map_op", "prefetch_op")
        )
        wrap_method(functions.StructuredFunctionWrapper, "__init__", partial(_make, own))
        wrap_method(maps, "_map_v2", partial(_map, own, maps._MapDataset))
        wrap_method(own["ArrayDataAdapter"], "get_tf_dataset", partial(_not_ahead, ahead._PrefetchDataset))


def _make(own: dict[str, Any], make: Any, wrapper: Any, function: Any, *args: Any, **kwargs: Any) -> None:
    if getattr(function, "__globals__", None) is own:
        kwargs["defun_kwargs"] = {**(kwargs.get("defun_kwargs") or {}), **_AS_IT_IS}
    make(wrapper, function, *args, **kwargs)


def _map(own: dict[str, Any], in_turn: Any, make: Any, dataset: Any, map_func: Any, *args: Any, **kwargs: Any) -> Any:
    if getattr(map_func, "__globals__", None) is own:
        return in_turn(dataset, map_func, use_inter_op_parallelism=False)
    return make(dataset, map_func, *args, **kwargs)


def _not_ahead(prefetched: Any, make: Any, adapter: Any, /) -> Any:
    """The adapter's batches, made one by one when they are needed."""
    dataset = make(adapter)
    return dataset._input_dataset if isinstance(dataset, prefetched) else dataset
