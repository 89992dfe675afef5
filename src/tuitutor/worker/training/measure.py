"""Facts about models, fits and variables. Nothing here judges, and nothing here raises."""

from __future__ import annotations

import inspect
import math
import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from operator import attrgetter
from typing import Any, Optional, TypeVar

import keras
import numpy as np

from tuitutor.protocol.facts import (
    CompileFacts,
    FitFacts,
    LayerFacts,
    ModelFacts,
    ProgramFacts,
    Shape,
    TrainingFacts,
    VariableFacts,
)
from tuitutor.worker.learner_errors import brief_error, raise_if_ours, suppress_learner_errors
from tuitutor.worker.training.origin import is_keras

save_model = keras.saving.save_model  # taken before any learner code can replace it
T = TypeVar("T")


def program_facts(model: Any, fits: tuple[FitFacts, ...], training: Optional[TrainingFacts]) -> ProgramFacts:
    """Facts about the `model` that the program left behind, which isn't saved yet."""
    is_model = isinstance(model, keras.Model)
    return ProgramFacts(
        model=model_facts(model) if is_model else None,
        model_kind=None if model is None else type(model).__name__,
        compiled=compile_facts(model) if is_model else None,
        fits=fits,
        training=training,
    )


def save_to(path: str, model: keras.Model) -> Optional[str]:
    """Save the model to a file. Returns why it could not be, if so."""
    try:
        save_model(model, path, overwrite=True)
    except Exception as error:
        raise_if_ours(error)
        return brief_error(error)
    return None


def model_facts(model: keras.Model) -> ModelFacts:
    """Shapes, counts and layers of a model. Counts come from the layers' weights, never from the summary's text."""
    layers = tuple(replace(layer_facts(layer), inbound=_inbound(model, layer)) for layer in _layers(model))
    counted = [layer.params for layer in layers]
    built = bool(layers) and bool(model.built) and None not in counted
    return ModelFacts(
        kind=type(model).__name__,
        built=built,
        layers=layers,
        params=_or(lambda: int(model.count_params()) + _constants(model), None) if built else None,
        trainable_params=_count(model.trainable_weights) if built else None,
        input_shape=_shape(lambda: model.input_shape),
        output_shape=_shape(lambda: model.output_shape),
        operations=tuple(_operations(model)),
        inner=tuple(layer_facts(layer) for layer in _reached(model) if not is_among(layer, _layers(model))),
    )


def _reached(model: Any) -> list[Any]:
    """All layers that are reached from a model: its own, what they wrap, and activations that are layers or models."""
    return _or(lambda: list(model._flatten_layers(include_self=False)), _layers(model))


def _layers(model: Any) -> list[Any]:
    """A model's layers in order, with those of Keras's models within it in place of these."""
    own: list[Any] = _or(lambda: list(model.layers), [])
    return [part for layer in own for part in (_layers(layer) if type(layer) in _MODELS else [layer])]


_MODELS = (keras.Sequential, keras.src.models.functional.Functional)


def _inbound(model: Any, layer: Any) -> tuple[str, ...]:
    """The layers whose outputs a layer takes in this model; it may be called in others as well."""
    return _or(
        lambda: tuple(
            str(tensor._keras_history.operation.name)
            for node in _nodes(model)
            if node.operation is layer
            for tensor in node.input_tensors
        ),
        (),
    )


def _nodes(model: Any) -> list[Any]:
    """All nodes of a model's graph."""
    return _or(lambda: [node for nodes in model._nodes_by_depth.values() for node in nodes], [])


def _constants(model: Any) -> int:
    """How many numbers a model's graph and its layers' settings hold as arrays: a network may have weights there."""
    parts = [model, *(part for part in _reached(model) if isinstance(part, keras.Model))]
    arguments = [(node.arguments.args, node.arguments.kwargs) for part in parts for node in _nodes(part)]
    values: list[Any] = keras.tree.flatten(arguments)
    arrays = [value for value in values if not isinstance(value, (keras.KerasTensor, keras.Variable))]
    in_graph = sum(int(np.size(array)) for array in arrays if getattr(array, "ndim", 0))
    return in_graph + sum(_or(partial(_count_settings, layer), 0) for layer in _reached(model))


def _count_settings(layer: Any) -> int:
    """How many numbers a layer's settings hold as arrays or lists.

    Initial values don't count, as they are in its weights already, nor what only standardises data.
    """
    if isinstance(layer, (keras.layers.Normalization, keras.layers.Rescaling)):
        return 0
    if not is_keras(type(layer)):
        tensorflow = sys.modules["tensorflow"]
        arrays = (np.ndarray, tensorflow.Tensor, tensorflow.Variable)
        found = keras.tree.flatten([value for name, value in vars(layer).items() if not name.startswith("_")])
        return sum(int(np.size(value)) for value in found if isinstance(value, arrays) and np.ndim(value))
    settings = {name: value for name, value in layer.get_config().items() if not name.endswith("_initializer")}
    return _size_of(settings)


def _size_of(setting: Any) -> int:
    """The numbers in the arrays of a setting, and in its lists with a fraction; sizes and shapes are whole."""
    if isinstance(setting, dict):
        return sum(map(_size_of, setting.values()))
    if isinstance(setting, (list, tuple)):
        return len(setting) if any(isinstance(item, float) for item in setting) else sum(map(_size_of, setting))
    return int(np.size(setting)) if getattr(setting, "ndim", 0) else 0


def _operations(model: Any) -> list[str]:
    """The operations that are not layers, in the model and in all that is reached from it."""
    top = _layers(model)
    found: list[str] = []
    for part in (model, *_reached(model)):
        operations: list[Any] = []
        if isinstance(part, keras.Model):
            operations = list(_or(partial(attrgetter("operations"), part), ()))
        nodes = _nodes(part) if operations else []
        operations = [operation for operation in operations if not _or(partial(is_own_mask, operation, nodes), False)]
        operations += [value for value in vars(part).values() if isinstance(value, keras.Operation)]  # of a layer
        found += [type(operation).__name__ for operation in operations if not isinstance(operation, keras.layers.Layer)]
        if isinstance(part, keras.layers.Lambda) and not is_among(part, top):
            found.append("Lambda")
    return found


def layer_facts(layer: Any) -> LayerFacts:
    """One layer; its counts are None until it is built."""
    builtin = is_keras(type(layer))
    built = bool(layer.built)
    config: dict[str, Any] = _or(lambda: dict(layer.get_config()), {}) if builtin else {}
    return LayerFacts(
        name=str(layer.name),
        kind=type(layer).__name__,
        builtin=builtin,
        params=_or(lambda: int(layer.count_params()), None) if built else None,
        trainable_params=_count(layer.trainable_weights) if built else None,
        output_shape=_shape(lambda: layer.output.shape),
        settings={name: plain for name, value in config.items() if (plain := _setting(value)) is not _NO_SETTING},
    )


_NO_SETTING: Any = object()


def _setting(value: Any) -> Any:
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, (list, tuple)) and all(type(item) is int for item in value):
        return tuple(value)
    if isinstance(value, dict) and isinstance(value.get("class_name"), str):
        own = value.get("config")
        if value["class_name"] == "DTypePolicy" and isinstance(own, dict):
            return own.get("name")
        return _snake(own if isinstance(own, str) else value["class_name"])  # a function's config is its name
    return _NO_SETTING


def compile_facts(model: keras.Model) -> Optional[CompileFacts]:
    """How the model was compiled, or None if it was not."""
    optimizer = optimizer_of(model)
    if optimizer is None and not getattr(model, "compiled", False):
        return None
    names = [_or(partial(_identifier, metric), None) for metric in metrics_of(model)]
    return replace(
        optimizer_facts(optimizer),
        loss=_or(lambda: _identifier(model.loss, keras.losses.get), None),
        metrics=tuple(name for name in names if name),
        from_logits=_or(lambda: _from_logits(model.loss), False),
        label_smoothing=_or(lambda: float(model.loss.get_config().get("label_smoothing", 0.0)), 0.0),
    )


def optimizer_facts(optimizer: Any) -> CompileFacts:
    """How an optimizer, or None, is set."""
    return CompileFacts(
        loss=None,
        optimizer=None if optimizer is None else _kind(optimizer).lower(),
        learning_rate=_or(lambda: float(np.asarray(optimizer.learning_rate)), None),
        clipped=next((float(size) for name in _CLIPS if (size := getattr(optimizer, name, None))), None),
        momentum=_or(lambda: float(optimizer.momentum), None),
        epsilon=_or(lambda: float(optimizer.epsilon), None),
        weight_decay=_or(lambda: float(optimizer.weight_decay), None),
        changed=_or(lambda: _changed(optimizer), None),
    )


def _changed(optimizer: Any) -> Optional[tuple[str, ...]]:
    """The settings, except name and rate, that differ from the defaults of the optimizer's class in Keras."""
    kind: Any = next((cls for cls in type(optimizer).__mro__ if cls.__module__.startswith("keras.")), None)
    if kind in (None, keras.optimizers.Optimizer):
        return None
    parameters = inspect.signature(kind).parameters
    compared = parameters.keys() - {"name", "learning_rate"}
    settings = kind.get_config(optimizer)
    return tuple(name for name, value in settings.items() if name in compared and value != parameters[name].default)


_CLIPS = ("clipnorm", "clipvalue", "global_clipnorm")


def _from_logits(loss: Any) -> bool:
    arguments: dict[str, Any] = getattr(loss, "_fn_kwargs", {})
    if "from_logits" in arguments:
        return bool(arguments["from_logits"])
    return bool(loss.from_logits)


def optimizer_of(model: keras.Model) -> Any:
    """The optimizer that the model was compiled with, without Keras's wrapper around it; None if there is none."""
    optimizer: Any = getattr(model, "optimizer", None)
    while isinstance(optimizer, keras.optimizers.LossScaleOptimizer):
        optimizer = optimizer.inner_optimizer
    return optimizer


def rate_now(model: keras.Model) -> Optional[float]:
    """The learning rate of the optimizer's next step, or None if there is none."""
    return _or(lambda: float(np.asarray(optimizer_of(model).learning_rate)), None)


def _identifier(thing: Any, get: Optional[Callable[[Any], Any]] = None) -> Optional[str]:
    if isinstance(thing, str):
        resolved = get(thing) if get is not None else None
        return getattr(resolved, "__name__", None) or _snake(thing)
    if isinstance(thing, (dict, list, tuple)):
        names = [_identifier(item, get) for item in flat(thing)]
        return ", ".join(name for name in names if name) or None
    if inspect.isfunction(thing):
        return thing.__name__
    return None if thing is None else _snake(_kind(thing))


_BASES = frozenset(
    {"Optimizer", "BaseOptimizer", "TFOptimizer", "Loss", "LossFunctionWrapper", "Metric", "Mean", "MeanMetricWrapper"}
    | {"KerasSaveable", "KerasAutoTrackable"}
)


def _kind(thing: Any) -> str:
    """The name of the first Keras class in the thing's MRO that is not a mere base class, or else of its own class."""
    for cls in type(thing).__mro__:
        if is_keras(cls) and cls.__name__ not in _BASES:
            return cls.__name__
    return type(thing).__name__


def kinds_of_metrics(model: keras.Model) -> dict[str, str]:
    """The kinds of the metric objects of a compiled model, by the names in the logs: "found": "recall"."""
    metrics = (metric for metric in metrics_of(model) if isinstance(metric, keras.metrics.Metric))
    return {metric.name: _snake(_kind(metric)) for metric in metrics}


def metrics_of(model: keras.Model) -> list[Any]:
    """The `metrics` that the model was compiled with, names and objects."""
    return _or(lambda: flat(model._compile_metrics._user_metrics), [])


def flat(value: Any) -> list[Any]:
    """The items of nested lists and dicts in order, without None. Losses and metrics can be nested so."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, (list, tuple)):
        return [item for part in value for item in flat(part)]
    return [] if value is None else [value]


def variable_facts(name: str, value: Any) -> VariableFacts:
    """A variable by name: its type, and its shape, dtype and value if it has them."""
    dtype = _or(lambda: str(getattr(value.dtype, "name", value.dtype)), None)
    return VariableFacts(
        name=name,
        kind=type(value).__name__,
        shape=_or(lambda: tuple(None if n is None else int(n) for n in value.shape), None),
        dtype=dtype,
        value=_or(lambda: repr(value)[:200].encode("utf-8", "backslashreplace").decode(), None),
    )


def _shape(get: Callable[[], Any]) -> Optional[Shape]:
    """A shape with None for the batch axis, whose size depends on how the model was first called."""
    shape = _or(get, None)
    if not isinstance(shape, tuple) or not all(n is None or isinstance(n, int) for n in shape):
        return None  # several outputs, or never called
    return (None, *shape[1:])


def _count(weights: Any) -> int:
    return sum(int(np.prod(weight.shape)) for weight in weights)


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name).lower()


def _or(get: Callable[[], T], default: T) -> T:
    """`get()`, or `default` if the learner's model raises or lacks an attribute: a fact is missing then."""
    with suppress_learner_errors(AttributeError, TypeError, ValueError):
        return get()
    return default


# ---- cutting all fits down to one message, since a line of the protocol is limited

MAX_FITS = 400  # the latest
MAX_VALUES = 20_000  # of all histories together, the latest fits first


def shorten_fits(fits: Sequence[FitFacts], most: int = MAX_VALUES) -> tuple[FitFacts, ...]:
    """The latest fits, in order, with at most about `most` values of history.

    A long series is thinned, but has the values that checks use: the first and the last, the smallest and the largest,
    and the first one that is not finite. The history of early fits is left out if there is no room for it.
    """
    shortened = []
    for fit in reversed(fits[-MAX_FITS:]):
        share = most // max(1, len(fit.history))
        history = {name: thin_history(values, share) for name, values in fit.history.items()} if share >= 8 else {}
        most -= sum(map(len, history.values()))
        shortened.append(replace(fit, history=history))
    return tuple(reversed(shortened))


def thin_history(values: tuple[float, ...], most: int) -> tuple[float, ...]:
    """At most `most` (8 or more) of the values, in order, including the ones that checks use."""
    if len(values) <= most:
        return values
    finite = [at for at, value in enumerate(values) if math.isfinite(value)]
    odd = next((at for at, value in enumerate(values) if not math.isfinite(value)), 0)
    extremes = {pick(finite, key=values.__getitem__) for pick in (min, max)} if finite else set()
    step = -(-len(values) // (most - 5))
    return tuple(values[at] for at in sorted({*range(0, len(values), step), len(values) - 1, odd, *extremes}))


# ---- operations with which `Embedding` and `Masking` compute masks
#
# Keras itself puts them into a graph. If these counted, no functional model that masks its padding would be made of
# layers alone. A mask of the learner's own counts as an operation, since it can compute anything.


def is_own_mask(operation: Any, nodes: list[Any]) -> bool:
    """Whether it compares a layer's input with the value that this layer skips, and is used only as a mask.

    `nodes` are all nodes of the model's graph.
    """
    calls = [node for node in nodes if node.operation is operation]
    return bool(calls) and all(_is_comparison(node, nodes) and _only_masks(node, nodes) for node in calls)


def _is_comparison(node: Any, nodes: list[Any]) -> bool:
    """Whether it is `x != skipped`, where a layer takes `x`, or `any` of that comparison, which `Masking` uses."""
    kind = type(node.operation)
    if not is_keras(kind) or len(node.input_tensors) != 1:
        return False
    (tensor,) = node.input_tensors
    if kind.__name__ == "NotEqual":
        takers = (taker.operation for taker in nodes if is_among(tensor, taker.input_tensors))
        return any(node.arguments.args[1:] == (_skipped(taker),) for taker in takers)
    sources = (source for source in nodes if source.operation is tensor._keras_history.operation)
    return kind.__name__ == "Any" and any(_is_comparison(source, nodes) for source in sources)


def _skipped(layer: Any) -> Any:
    """The value that a Keras layer skips; None if it skips none."""
    if type(layer) is keras.layers.Masking:
        return layer.mask_value
    return 0 if type(layer) is keras.layers.Embedding and layer.mask_zero else None


def _only_masks(node: Any, nodes: list[Any]) -> bool:
    """Whether its output is used, and only as a mask."""
    (output,) = node.outputs
    takers = [taker for taker in nodes if is_among(output, taker.input_tensors)]
    return bool(takers) and all(_takes_as_mask(taker, output, nodes) for taker in takers)


def _takes_as_mask(node: Any, tensor: Any, nodes: list[Any]) -> bool:
    if not isinstance(node.operation, keras.layers.Layer):
        return _is_comparison(node, nodes) and _only_masks(node, nodes)
    masks = [value for name, value in node.arguments.kwargs.items() if name.endswith("mask")]
    times, as_mask = (sum(tensor is taken for taken in tensors) for tensors in (node.input_tensors, masks))
    return is_keras(type(node.operation)) and times == as_mask


def is_among(thing: Any, things: list[Any]) -> bool:
    """Whether `things` has it, by identity: tensors and layers are not compared by `==`."""
    return any(thing is other for other in things)
