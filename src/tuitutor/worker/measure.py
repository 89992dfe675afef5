"""Describing models, fits and variables as facts. Nothing here judges, and nothing here raises."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any, Optional, TypeVar

import keras
import numpy as np

from tuitutor.protocol.facts import (
    CompileFacts,
    FitFacts,
    LayerFacts,
    ModelFacts,
    ProgramFacts,
    Setting,
    Shape,
    VariableFacts,
)

_save = keras.saving.save_model  # taken before any learner code can replace it
T = TypeVar("T")


def program_facts(
    namespace: dict[str, Any], fits: tuple[FitFacts, ...], variables: tuple[str, ...], save_to: Optional[str]
) -> ProgramFacts:
    """What the program left behind. `save_to` is the path to save its model under, or None not to."""
    model = namespace.get("model")
    is_model = isinstance(model, keras.Model)
    facts = model_facts(model) if is_model else None
    saved, problem = False, None
    if save_to is not None and facts is not None and facts.built:
        saved, problem = _saved(model, save_to)
    return ProgramFacts(
        model=facts,
        model_kind=None if model is None else type(model).__name__,
        compiled=compile_facts(model) if is_model else None,
        fits=fits,
        variables=tuple(variable_facts(name, namespace[name]) for name in variables if name in namespace),
        saved=saved,
        save_problem=problem,
    )


def _saved(model: keras.Model, path: str) -> tuple[bool, Optional[str]]:
    try:
        _save(model, path, overwrite=True)
    except Exception as error:
        return False, f"{type(error).__name__}: {error}"[:500]
    return True, None


def model_facts(model: keras.Model) -> ModelFacts:
    """Shapes, counts and layers of a model. Counts come from the layers' weights, never from the summary's text."""
    layers = tuple(replace(layer_facts(layer), inbound=_inbound(model, layer)) for layer in _layers(model))
    counted = [layer.params for layer in layers]
    built = bool(layers) and bool(model.built) and None not in counted
    return ModelFacts(
        kind=type(model).__name__,
        built=built,
        layers=layers,
        params=_or(lambda: int(model.count_params()), None) if built else None,
        trainable_params=_count(model.trainable_weights) if built else None,
        input_shape=_shape(lambda: model.input_shape),
        output_shape=_shape(lambda: model.output_shape),
        operations=tuple(_operations(model)),
    )


def _layers(model: Any) -> list[Any]:
    return _or(lambda: list(model.layers), [])


def _inbound(model: Any, layer: Any) -> tuple[str, ...]:
    """The layers whose outputs a layer takes in this model; it may be called in others as well."""
    nodes: list[Any] = _or(lambda: [node for nodes in model._nodes_by_depth.values() for node in nodes], [])
    taken: list[Any] = _or(lambda: [t for node in nodes if node.operation is layer for t in node.input_tensors], [])
    return _or(lambda: tuple(str(tensor._keras_history.operation.name) for tensor in taken), ())


def _operations(model: Any) -> list[str]:
    """What computes but is no layer of `model.layers`: bare operations, also nested ones, and hidden Lambdas."""
    top = _layers(model)
    found: list[str] = []
    for node in _or(lambda: list(model.operations), top):
        if not isinstance(node, keras.layers.Layer):
            found.append(type(node).__name__)
        elif isinstance(node, keras.Model):
            found += _operations(node)
    nested: list[Any] = _or(lambda: list(model._flatten_layers(include_self=False)), [])
    return found + ["Lambda" for layer in nested if isinstance(layer, keras.layers.Lambda) and layer not in top]


def layer_facts(layer: Any) -> LayerFacts:
    """One layer; its counts are None until it is built."""
    builtin = type(layer).__module__.startswith("keras.")
    built = bool(layer.built)
    return LayerFacts(
        name=str(layer.name),
        kind=type(layer).__name__,
        builtin=builtin,
        params=_or(lambda: int(layer.count_params()), None) if built else None,
        trainable_params=_count(layer.trainable_weights) if built else None,
        output_shape=_shape(lambda: layer.output.shape),
        settings=_settings(layer) if builtin else {},
    )


def _settings(layer: Any) -> dict[str, Setting]:
    config: dict[str, Any] = _or(lambda: dict(layer.get_config()), {})
    return {name: plain for name, value in config.items() if (plain := _setting(value)) is not _NO_SETTING}


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
        return _snake(own if value["class_name"] == "function" and isinstance(own, str) else value["class_name"])
    return _NO_SETTING


def compile_facts(model: keras.Model) -> Optional[CompileFacts]:
    """How the model was compiled, or None if it was not."""
    optimizer: Any = getattr(model, "optimizer", None)
    if optimizer is None and not getattr(model, "compiled", False):
        return None
    metrics: list[Any] = _or(lambda: flat(model._compile_metrics._user_metrics), [])
    names = [_or(partial(_identifier, metric), None) for metric in metrics]
    return CompileFacts(
        loss=_or(lambda: _identifier(model.loss, keras.losses.get), None),
        optimizer=None if optimizer is None else type(optimizer).__name__.lower(),
        learning_rate=_or(lambda: float(np.asarray(optimizer.learning_rate)), None),
        metrics=tuple(name for name in names if name),
    )


def _identifier(thing: Any, get: Optional[Callable[[Any], Any]] = None) -> Optional[str]:
    if isinstance(thing, str):
        resolved = get(thing) if get is not None else None
        return getattr(resolved, "__name__", None) or _snake(thing)
    if isinstance(thing, (dict, list, tuple)):
        names = [_identifier(item, get) for item in flat(thing)]
        return ", ".join(name for name in names if name) or None
    if inspect.isfunction(thing):
        return thing.__name__
    return None if thing is None else _snake(type(thing).__name__)


def flat(value: Any) -> list[Any]:
    """The items of nested lists and dicts in order; None holds nothing. Losses and metrics come so."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, (list, tuple)):
        return [item for part in value for item in flat(part)]
    return [] if value is None else [value]


def variable_facts(name: str, value: Any) -> VariableFacts:
    """A variable by name: its type, and shape, dtype and value where it has them."""
    dtype = _or(lambda: str(getattr(value.dtype, "name", value.dtype)), None)
    return VariableFacts(
        name=name,
        kind=type(value).__name__,
        shape=_or(lambda: tuple(None if n is None else int(n) for n in value.shape), None),
        dtype=dtype,
        value=_or(lambda: repr(value)[:200].encode("utf-8", "backslashreplace").decode(), None),
    )


def _shape(get: Callable[[], Any]) -> Optional[Shape]:
    """A shape with its batch axis freed: what it is depends on how the model was first called."""
    shape = _or(get, None)
    if not isinstance(shape, tuple) or not all(n is None or isinstance(n, int) for n in shape):
        return None  # several outputs, or never called
    return (None, *shape[1:])


def _count(weights: Any) -> int:
    return sum(int(np.prod(weight.shape)) for weight in weights)


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name).lower()


def _or(get: Callable[[], T], default: T) -> T:
    """`get()`, or `default` where the learner's model raises: what cannot be measured is no fact."""
    try:
        return get()
    except Exception:
        return default
