"""Recognizing operations that Keras itself puts into a graph, with which `Embedding` and `Masking` say what to skip.

If these counted, no functional model that masks its padding would be made of layers alone. A mask of the learner's own
counts as an operation, since it can compute anything.
"""

from __future__ import annotations

from typing import Any

import keras

from tuitutor.worker.training.origin import is_keras


def is_own_mask(operation: Any, nodes: list[Any]) -> bool:
    """Whether it compares a layer's input with the value that this layer skips, and is used only as a mask.

    `nodes` are all nodes of the model's graph.
    """
    made = [node for node in nodes if node.operation is operation]
    return bool(made) and all(_is_comparison(node, nodes) and _only_masks(node, nodes) for node in made)


def _is_comparison(node: Any, nodes: list[Any]) -> bool:
    """Whether it is `x != skipped`, where a layer takes `x`, or `any` of that, which `Masking` uses."""
    kind, taken = type(node.operation), node.input_tensors[0]
    if not is_keras(kind) or len(node.input_tensors) != 1:
        return False
    if kind.__name__ == "NotEqual":
        takers = (each.operation for each in nodes if is_among(taken, each.input_tensors))
        return any(node.arguments.args[1:] == (_skipped(taker),) for taker in takers)
    source = taken._keras_history.operation
    return kind.__name__ == "Any" and any(_is_comparison(each, nodes) for each in nodes if each.operation is source)


def _skipped(layer: Any) -> Any:
    """The value that a Keras layer skips; None if it skips none."""
    if type(layer) is keras.layers.Masking:
        return layer.mask_value
    return 0 if type(layer) is keras.layers.Embedding and layer.mask_zero else None


def _only_masks(node: Any, nodes: list[Any]) -> bool:
    """Whether its output is used, and only as a mask."""
    (output,) = node.outputs
    takers = [each for each in nodes if is_among(output, each.input_tensors)]
    return bool(takers) and all(_takes_as_mask(each, output, nodes) for each in takers)


def _takes_as_mask(node: Any, tensor: Any, nodes: list[Any]) -> bool:
    if not isinstance(node.operation, keras.layers.Layer):
        return _is_comparison(node, nodes) and _only_masks(node, nodes)
    masks = [value for name, value in node.arguments.kwargs.items() if name.endswith("mask")]
    return is_keras(type(node.operation)) and sum(tensor is each for each in node.input_tensors) == sum(
        tensor is each for each in masks
    )


def is_among(thing: Any, others: list[Any]) -> bool:
    """Whether `thing` is one of `others`, by identity: tensors and layers are not compared by `==`."""
    return any(thing is other for other in others)
