"""Formulas in the `call` of a learner's own class: operations that combine or compare inputs before any weight acts.

The `call` is run once on symbolic tensors, which remember the operations that made them. A `call` that doesn't work
with these, such as one with TensorFlow's own functions, stays unknown.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import keras

_JOINING = frozenset({"Multiply", "Divide", "Power", "Matmul", "Dot", "Einsum", "Tensordot", "Outer", "Inner"})
_FORMULAS = frozenset(
    {"Prod", "Max", "Min", "Argmax", "Argmin", "Sort", "Argsort", "TopK", "Maximum", "Minimum", "Square", "Power"}
    | {"Sign", "Signbit", "Heaviside", "Greater", "GreaterEqual", "Less", "LessEqual", "Equal", "NotEqual", "Where"}
    | {"LogicalAnd", "LogicalOr", "LogicalXor", "LogicalNot", "BitwiseXor", "Digitize", "Mod", "Remainder"}
    | {"Floor", "Ceil", "Round", "Trunc", "FloorDivide"}
)


def formulas(part: Any) -> list[str]:
    """What the `call` of a model or layer computes from its bare inputs, such as "Multiply in Clever.call".

    Only for a learner's own class: it runs the class's code.
    """
    found: set[str] = set()
    with suppress(Exception):
        inputs = [keras.Input(shape[1:]) for shape in _input_shapes(part)]
        outputs = part.call(inputs[0] if len(inputs) == 1 else inputs)
        met: dict[int, bool] = {}
        found.update(type(node.operation).__name__ for node in _nodes(outputs) if _is_formula(node, met))
    return [f"{name} in {type(part).__name__}.call" for name in sorted(found)]


def _input_shapes(part: Any) -> list[tuple[Any, ...]]:
    """The shape of each input that it was built for."""
    shapes = list(part._build_shapes_dict.values())
    nested = shapes[0] if len(shapes) == 1 else shapes
    return [tuple(nested)] if isinstance(nested[-1], int) else [tuple(shape) for shape in nested]


def _nodes(outputs: Any) -> Iterator[Any]:
    """Each call of an operation or a layer that the outputs come from."""
    waiting, seen = keras.tree.flatten(outputs), set[int]()
    while waiting:
        node = _node(waiting.pop())
        if id(node) not in seen:
            seen.add(id(node))
            waiting += node.input_tensors
            yield node


def _node(tensor: Any) -> Any:
    operation, index, _ = tensor._keras_history
    return operation._inbound_nodes[index]


def _is_formula(node: Any, met: dict[int, bool]) -> bool:
    name, operands = type(node.operation).__name__, len({id(each) for each in node.input_tensors})
    if isinstance(node.operation, keras.layers.Layer) or _met_weights(node, met):
        return False
    return name in _FORMULAS or (name in _JOINING and operands > 1)


def _met_weights(node: Any, met: dict[int, bool]) -> bool:
    """Whether trainable weights contribute to the node's output. `met` caches the answers by the node's id."""
    if id(node) not in met:
        arguments = keras.tree.flatten([list(node.arguments.args), dict(node.arguments.kwargs)])
        own = [each for each in arguments if isinstance(each, keras.Variable) and each.trainable]
        met[id(node)] = bool(
            own
            or getattr(node.operation, "trainable_variables", None)
            or any(_met_weights(_node(each), met) for each in node.input_tensors)
        )
    return met[id(node)]
