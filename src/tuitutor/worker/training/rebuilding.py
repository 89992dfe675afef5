"""A model with classes of the learner's own, as one of Keras's layers alone: another process can load that.

The model is traced once on symbolic inputs. What a class of the learner's own does in `call` becomes part of the graph;
the layers are the same ones, with the same weights. A weight of a class of their own becomes an Embedding with one row.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from typing import Any, Optional

import keras
import numpy as np

from tuitutor.worker.training.origin import is_keras


@contextmanager
def to_save(model: keras.Model) -> Iterator[keras.Model]:
    """What to save in place of a model, inside the block: a model of Keras's own classes, with the same weights, that
    computes the same. Where there is no such model, it is the model itself.

    There is none for a model whose `call` needs numbers, or functions that aren't Keras's.
    """
    parts = list(model._flatten_layers())
    operations = [each for part in parts for each in getattr(part, "operations", ())]
    parts += [each for each in operations if not isinstance(each, keras.layers.Layer)]
    with _nodes_put_back(parts), _without_own_settings(parts), _compiled_alone(model), ExitStack() as until_saved:
        saved: Optional[keras.Model] = model
        if _is_own(model):
            try:
                saved = _rebuilt(model, until_saved)
            except Exception:
                saved = None
        if saved is None:
            until_saved.close()
        yield model if saved is None else saved


def _is_own(layer: Any) -> bool:
    """Whether it, or a layer within it, is of a class of the learner's own or has an activation of their own."""
    return not all(is_keras(type(each)) and not _own_activation(each) for each in layer._flatten_layers())


def _own_activation(layer: Any) -> Optional[Callable[[Any], Any]]:
    """The layer's activation if it's a function of the learner's own, and the last thing that the layer does."""
    activation = getattr(layer, "activation", None)
    own = callable(activation) and not is_keras(activation) and not is_keras(type(activation))
    return activation if own and isinstance(layer, _ENDING_IN_ACTIVATION) else None


_ENDING_IN_ACTIVATION = (
    *(keras.layers.Dense, keras.layers.EinsumDense, keras.layers.Activation),
    *(keras.layers.Conv1D, keras.layers.Conv2D, keras.layers.Conv3D),
)


@contextmanager
def _activations_apart(layers: list[Any]) -> Iterator[dict[int, Callable[[Any], Any]]]:
    """Inside the block, layers end without activations of the learner's own, which are given by the layer's id."""
    own = {id(layer): activation for layer in layers if (activation := _own_activation(layer)) is not None}
    changed = [layer for layer in layers if id(layer) in own]
    for layer in changed:
        layer.activation = keras.activations.linear
    try:
        yield own
    finally:
        for layer in changed:
            layer.activation = own[id(layer)]


def _rebuilt(model: keras.Model, until_saved: ExitStack) -> Optional[keras.Model]:
    """The model of Keras's own layers. What is changed in the layers for it stays so until the stack is closed."""
    inputs = getattr(model, "inputs", None) or _inputs(next(iter(model._build_shapes_dict.values())))
    symbols = keras.tree.map_structure(
        lambda each: keras.Input(batch_shape=each.shape, dtype=each.dtype, name=each.name), inputs
    )
    if isinstance(symbols, list) and len(symbols) == 1:
        symbols = symbols[0]
    before = _outputs(model, symbols)
    own = until_saved.enter_context(_activations_apart(model._flatten_layers()))
    held = _Held(keras.tree.flatten(symbols)[0])
    with _inlined(own, held), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with held.in_place_of_weights(model):
            built = keras.Model(symbols, model.call(symbols), name=model.name)
    weights = {id(held.by.get(id(weight), weight)) for weight in built.weights}
    if weights != {id(weight) for weight in model.weights} or _is_own(built):
        return None
    after = _outputs(built, symbols)
    same = all(np.allclose(one, other, rtol=1e-3, atol=1e-4) for one, other in zip(before, after, strict=True))
    return built if same else None


def _outputs(model: keras.Model, symbols: Any) -> list[np.ndarray]:
    """What the model makes of batches of two sizes: a `call` may ask for a size that a symbol lacks."""
    rng = np.random.default_rng(0)

    def draw(size: int, symbol: Any) -> Any:
        shape = [size, *(4 if each is None else each for each in symbol.shape[1:])]
        return keras.ops.convert_to_tensor(rng.uniform(0, 2, shape).astype(symbol.dtype))

    batches = [keras.tree.map_structure(partial(draw, size), symbols) for size in (2, 3)]
    return [np.asarray(each) for batch in batches for each in keras.tree.flatten(model(batch, training=False))]


def _inputs(shape: Any, name: Optional[str] = None) -> Any:
    """Symbolic tensors of the shapes that a model was built for, nested as those are."""
    if isinstance(shape, dict):
        return {key: _inputs(each, key) for key, each in shape.items()}
    if any(isinstance(size, int) for size in shape):
        return keras.KerasTensor((None, *shape[1:]), name=name)
    return [_inputs(each) for each in shape]


class _Held:
    """Symbolic tensors with the values of weights that are no Keras layer's. `by` has the weight by its holder's id."""

    def __init__(self, symbol: Any) -> None:
        self._first, self._tensors = symbol, dict[int, Any]()
        self.by: dict[int, Any] = {}

    @contextmanager
    def in_place_of_weights(self, layer: Any) -> Iterator[None]:
        """Inside the block, the attributes of a layer of the learner's own that are its weights are such tensors."""
        own = {id(each) for each in (*layer._trainable_variables, *layer._non_trainable_variables)}
        kept = dict(vars(layer)) if own and not is_keras(type(layer)) else {}
        found = {name: value for name, value in kept.items() if not name.startswith("_")}

        def replaced(value: Any) -> Any:
            return self._tensor(value) if id(value) in own else value

        vars(layer).update({name: keras.tree.map_structure(replaced, value) for name, value in found.items()})
        try:
            yield
        finally:
            vars(layer).update(kept)

    def _tensor(self, weight: Any) -> Any:
        if id(weight) not in self._tensors:
            value = np.array(weight)
            holder = keras.layers.Embedding(1, value.size, dtype=weight.dtype, trainable=weight.trainable)
            made = holder(keras.ops.zeros_like(keras.ops.sum(self._first), dtype="int32"))
            holder.set_weights([value.reshape(1, -1)])
            self.by[id(holder.weights[0])] = weight
            self._tensors[id(weight)] = keras.ops.reshape(made, value.shape)
        return self._tensors[id(weight)]


@contextmanager
def _inlined(activations: dict[int, Callable[[Any], Any]], held: _Held) -> Iterator[None]:
    """Inside the block, calling a layer that isn't Keras's alone runs its `call` in place of the layer.

    After a layer come those of the `activations` that are its own.
    """
    as_layer: Callable[..., Any] = keras.layers.Layer.__call__

    def call(layer: Any, *args: Any, **kwargs: Any) -> Any:
        inlines = not is_keras(type(layer)) or (isinstance(layer, keras.Model) and _is_own(layer))
        with held.in_place_of_weights(layer):
            made = layer.call(*args, **kwargs) if inlines else as_layer(layer, *args, **kwargs)
        return activations[id(layer)](made) if id(layer) in activations else made

    keras.layers.Layer.__call__ = call
    try:
        yield
    finally:
        keras.layers.Layer.__call__ = as_layer


@contextmanager
def _nodes_put_back(parts: list[Any]) -> Iterator[None]:
    """After the block, the layers are no longer part of any graph that was made in it."""
    lists = [nodes for each in parts for nodes in (each._inbound_nodes, each._outbound_nodes)]
    lengths = [len(nodes) for nodes in lists]
    try:
        yield
    finally:
        for nodes, length in zip(lists, lengths, strict=True):
            del nodes[length:]


_INSTEAD = {"_initializer": keras.initializers.Zeros(), "_regularizer": None, "_constraint": None}


@contextmanager
def _compiled_alone(model: keras.Model) -> Iterator[None]:
    """Inside the block, no model within this one says how it was compiled: loading would compile it so again.

    Its loss may be a function of the learner's own, which a process without their code can't find.
    """
    inner = [each for each in model._flatten_layers(include_self=False) if isinstance(each, keras.Model)]
    for each in inner:
        each.__dict__["get_compile_config"] = lambda: None
    try:
        yield
    finally:
        for each in inner:
            del each.__dict__["get_compile_config"]


@contextmanager
def _without_own_settings(parts: list[Any]) -> Iterator[None]:
    """Inside the block, initializers, regularizers and constraints of the learner's own are not in any configuration.

    They do nothing in a model that has its weights and is not trained any more.
    """
    kept: list[tuple[dict[str, Any], str, Any]] = []
    try:
        for values in (each.__dict__ for each in parts):
            for name, value in list(values.items()):
                ending = next((each for each in _INSTEAD if name.endswith(each)), None)
                if ending and value is not None and not is_keras(type(value)) and not is_keras(value):
                    kept.append((values, name, value))
                    values[name] = _INSTEAD[ending]
        yield
    finally:
        for values, name, value in kept:
            values[name] = value
