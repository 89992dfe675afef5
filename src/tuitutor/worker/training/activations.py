"""Takes activations of TensorFlow and keras.ops for Keras's own of the same name, which compute the same.

A network that ends with `tf.nn.softmax` can then be saved, loaded and named like any other.
"""

from __future__ import annotations

import functools
import sys
from typing import Any

import keras

_NAMES = ("elu", "gelu", "leaky_relu", "log_softmax", "relu", "relu6", "selu", "sigmoid", "silu", "softmax", "softplus")
_MORE = ("softsign", "swish", "tanh", "exponential", "hard_sigmoid", "hard_silu", "hard_tanh", "linear", "mish")


def install_activations() -> None:
    """Make Keras's layers use the Keras function in place of each of the others. Only in a child."""
    tensorflow: Any = sys.modules["tensorflow"]
    others = [keras.ops, keras.ops.nn] if hasattr(keras.ops, "nn") else [keras.ops]
    others += [tensorflow, tensorflow.nn, tensorflow.math]
    same: dict[int, Any] = {}
    for name in (*_NAMES, *_MORE):
        ours = getattr(keras.activations, name, None)
        for module in others if ours is not None else ():
            theirs = getattr(module, name, None)
            if theirs is not None:
                same[id(theirs)] = ours
    activations = sys.modules["keras.src.activations"]
    get = activations.get

    @functools.wraps(get)
    def get_keras(identifier: Any) -> Any:
        return get(same.get(id(identifier), identifier))

    activations.get = keras.activations.get = get_keras  # type: ignore[attr-defined]
