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

from tuitutor.worker.learner_errors import suppress_learner_errors
from tuitutor.worker.training.origin import is_keras


@contextmanager
def to_save(model: keras.Model) -> Iterator[keras.Model]:
    """The model to save in place of a model, inside the block: of Keras's own classes, with equal weights and outputs.

    Where there is none, it is the model itself: if its `call` needs numbers, or functions that aren't Keras's.
    """
    parts = list(model._flatten_layers())
    operations = [operation for part in parts for operation in getattr(part, "operations", ())]
    parts += [operation for operation in operations if not isinstance(operation, keras.layers.Layer)]
    with _nodes_put_back(parts), _without_own_settings(parts), _compiled_alone(model), ExitStack() as until_saved:
        rebuilt: Optional[keras.Model] = None
        if _is_own(model):
            with suppress_learner_errors(
                AttributeError, StopIteration, TypeError, ValueError
            ):  # of its `call` and shapes
                rebuilt = _rebuilt(model, until_saved)
            if rebuilt is None:
                until_saved.close()
        yield model if rebuilt is None else rebuilt


def _is_own(layer: Any) -> bool:
    """Whether it, or a layer within it, is of a class of the learner's own or has an activation of their own."""
    return not all(is_keras(type(part)) and not _own_activation(part) for part in layer._flatten_layers())


def _own_activation(layer: Any) -> Optional[Callable[[Any], Any]]:
    """The layer's activation if it's a function of the learner's own that the layer applies last."""
    activation = getattr(layer, "activation", None)
    is_own = callable(activation) and not is_keras(activation) and not is_keras(type(activation))
    return activation if is_own and isinstance(layer, _ENDING_IN_ACTIVATION) else None


_ENDING_IN_ACTIVATION = (
    *(keras.layers.Dense, keras.layers.EinsumDense, keras.layers.Activation),
    *(keras.layers.Conv1D, keras.layers.Conv2D, keras.layers.Conv3D),
)


@contextmanager
def _activations_apart(layers: list[Any]) -> Iterator[dict[int, Callable[[Any], Any]]]:
    """Inside the block, layers end without activations of the learner's own. Gives these, by the layer's id."""
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
    """The model of Keras's own layers, or None. The layers are changed for it until the stack is closed."""
    inputs = getattr(model, "inputs", None) or _inputs(next(iter(model._build_shapes_dict.values())))
    symbols = keras.tree.map_structure(
        lambda tensor: keras.Input(batch_shape=tensor.shape, dtype=tensor.dtype, name=tensor.name), inputs
    )
    if isinstance(symbols, list) and len(symbols) == 1:
        symbols = symbols[0]
    before = _outputs(model, symbols)
    own = until_saved.enter_context(_activations_apart(model._flatten_layers()))
    symbolic = _SymbolicWeights(keras.tree.flatten(symbols)[0])
    with _inlined(own, symbolic), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with symbolic.in_place_of_weights(model):
            built = keras.Model(symbols, model.call(symbols), name=model.name)
    weights = {id(symbolic.originals.get(id(weight), weight)) for weight in built.weights}
    if weights != {id(weight) for weight in model.weights} or _is_own(built):
        return None
    after = _outputs(built, symbols)
    is_same = all(np.allclose(*pair, rtol=1e-3, atol=1e-4) for pair in zip(before, after, strict=True))
    return built if is_same else None


def _outputs(model: keras.Model, symbols: Any) -> list[np.ndarray]:
    """The model's outputs for batches of two sizes: a `call` may use a size that a symbol lacks."""
    rng = np.random.default_rng(0)

    def draw(size: int, symbol: Any) -> Any:
        shape = [size, *(4 if length is None else length for length in symbol.shape[1:])]
        return keras.ops.convert_to_tensor(rng.uniform(0, 2, shape).astype(symbol.dtype))

    batches = [keras.tree.map_structure(partial(draw, size), symbols) for size in (2, 3)]
    return [np.asarray(output) for batch in batches for output in keras.tree.flatten(model(batch, training=False))]


def _inputs(shape: Any, name: Optional[str] = None) -> Any:
    """Symbolic tensors of the shapes that a model was built for, nested as these are."""
    if isinstance(shape, dict):
        return {key: _inputs(part, key) for key, part in shape.items()}
    if any(isinstance(size, int) for size in shape):
        return keras.KerasTensor((None, *shape[1:]), name=name)
    return [_inputs(part) for part in shape]


class _SymbolicWeights:
    """Symbolic tensors with the values of weights that are no Keras layer's: the only row of an Embedding.

    `originals` has the original weight by the id of the Embedding's.
    """

    def __init__(self, symbol: Any) -> None:
        self._first, self._tensors = symbol, dict[int, Any]()
        self.originals: dict[int, Any] = {}

    @contextmanager
    def in_place_of_weights(self, layer: Any) -> Iterator[None]:
        """Inside the block, the attributes of a layer of the learner's own that are its weights are such tensors."""
        own = {id(variable) for variable in (*layer._trainable_variables, *layer._non_trainable_variables)}
        before = dict(vars(layer)) if own and not is_keras(type(layer)) else {}

        def replaced(value: Any) -> Any:
            return self._tensor(value) if id(value) in own else value

        try:
            for name, value in before.items():
                if not name.startswith("_"):
                    vars(layer)[name] = keras.tree.map_structure(replaced, value)
            yield
        finally:
            vars(layer).update(before)

    def _tensor(self, weight: Any) -> Any:
        if id(weight) not in self._tensors:
            value = np.array(weight)
            embedding = keras.layers.Embedding(1, value.size, dtype=weight.dtype, trainable=weight.trainable)
            row = embedding(keras.ops.zeros_like(keras.ops.sum(self._first), dtype="int32"))
            embedding.set_weights([value.reshape(1, -1)])
            self.originals[id(embedding.weights[0])] = weight
            self._tensors[id(weight)] = keras.ops.reshape(row, value.shape)
        return self._tensors[id(weight)]


@contextmanager
def _inlined(activations: dict[int, Callable[[Any], Any]], weights: _SymbolicWeights) -> Iterator[None]:
    """Inside the block, calling a layer that isn't Keras's alone runs its `call` in place of the layer.

    A layer that has one of the `activations` is followed by it.
    """
    as_layer: Callable[..., Any] = keras.layers.Layer.__call__

    def call(layer: Any, *args: Any, **kwargs: Any) -> Any:
        inlines = not is_keras(type(layer)) or (isinstance(layer, keras.Model) and _is_own(layer))
        with weights.in_place_of_weights(layer):
            output = layer.call(*args, **kwargs) if inlines else as_layer(layer, *args, **kwargs)
        return activations[id(layer)](output) if id(layer) in activations else output

    keras.layers.Layer.__call__ = call
    try:
        yield
    finally:
        keras.layers.Layer.__call__ = as_layer


@contextmanager
def _nodes_put_back(parts: list[Any]) -> Iterator[None]:
    """After the block, the layers are no longer part of any graph that was made in it."""
    lists = [nodes for part in parts for nodes in (part._inbound_nodes, part._outbound_nodes)]
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
    inner = [layer for layer in model._flatten_layers(include_self=False) if isinstance(layer, keras.Model)]
    for part in inner:
        part.__dict__["get_compile_config"] = lambda: None
    try:
        yield
    finally:
        for part in inner:
            del part.__dict__["get_compile_config"]


@contextmanager
def _without_own_settings(parts: list[Any]) -> Iterator[None]:
    """Inside the block, initializers, regularizers and constraints of the learner's own are not in any configuration.

    They do nothing in a model that has its weights and is not trained any more.
    """
    replaced: list[tuple[dict[str, Any], str, Any]] = []
    try:
        for attributes in (part.__dict__ for part in parts):
            for name, value in list(attributes.items()):
                ending = next((ending for ending in _INSTEAD if name.endswith(ending)), None)
                if ending and value is not None and not is_keras(type(value)) and not is_keras(value):
                    replaced.append((attributes, name, value))
                    attributes[name] = _INSTEAD[ending]
        yield
    finally:
        for attributes, name, value in replaced:
            attributes[name] = value
