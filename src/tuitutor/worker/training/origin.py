"""Recognizing Keras's own classes and functions, not by `__module__`, which anyone can set; and wrapping them."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from types import FrameType, ModuleType
from typing import Any, Optional, Union

import keras  # all of its modules, before any learner code can add to them

_CLASSES = frozenset(
    value
    for name, module in list(sys.modules.items())
    if name.startswith("keras.")
    for value in vars(module).values()
    if isinstance(value, type) and value.__module__.startswith("keras.")
)

# The globals of modules that aren't the program's, by their id. They are stored so that nothing else gets their ids.
_globals: dict[int, dict[str, Any]] = {}


def is_keras(thing: Any) -> bool:
    """Whether a class or a function is one of Keras's."""
    if isinstance(thing, type):
        return thing in _CLASSES
    scope = getattr(thing, "__globals__", None)  # of the module that a function was made in
    if not isinstance(scope, dict):
        return False
    name = str(scope.get("__name__"))
    return name.startswith("keras.") and getattr(sys.modules.get(name), "__dict__", None) is scope


def note_modules(own: frozenset[str] = frozenset()) -> None:
    """Take all modules that aren't loaded yet for the program's own, and those of the names `own`."""
    main = sys.modules.get("__main__")  # which multiprocessing gives a second name
    _globals.update(
        (id(vars(module)), vars(module))
        for name, module in list(sys.modules.items())
        if module is not main and name not in own
    )


def called_by_program() -> bool:
    """Whether the program's own code has called the libraries that call us now, and not Keras's, as in a `fit`."""
    frame: Optional[FrameType] = sys._getframe()
    while frame is not None and id(frame.f_globals) in _globals:
        if frame.f_code.co_name == "fit":
            return False
        frame = frame.f_back
    return frame is not None


def wrap_method(owner: Union[type, ModuleType], name: str, instead: Callable[..., Any]) -> None:
    """Have `instead` called in place of the method `name`, with the method before the arguments.

    `owner` is a class, or a module with a function. The method is replaced in the base class that defines it. Raises
    StopIteration if there is none.
    """
    owner = next(part for part in getattr(owner, "__mro__", (owner,)) if name in vars(part))
    method: Callable[..., Any] = vars(owner)[name]

    @functools.wraps(method)
    def call(*args: Any, **kwargs: Any) -> Any:
        return instead(method, *args, **kwargs)

    setattr(owner, name, call)


# ---- activations of TensorFlow and keras.ops, which compute the same as Keras's own of the same name
#
# A network that ends with `tf.nn.softmax` can then be saved, loaded and named like any other.

_ACTIVATIONS = (
    "elu", "exponential", "gelu", "hard_sigmoid", "hard_silu", "hard_tanh", "leaky_relu", "linear", "log_softmax",
    "mish", "relu", "relu6", "selu", "sigmoid", "silu", "softmax", "softplus", "softsign", "swish", "tanh",
)  # fmt: skip


def install_activations() -> None:
    """Make Keras's layers use the Keras function in place of the others. Only in a child."""
    tensorflow: Any = sys.modules["tensorflow"]
    modules = [keras.ops, keras.ops.nn] if hasattr(keras.ops, "nn") else [keras.ops]
    modules += [tensorflow, tensorflow.nn, tensorflow.math]
    same: dict[int, Any] = {}
    for name in _ACTIVATIONS:
        own = getattr(keras.activations, name, None)
        for module in modules if own is not None else ():
            other = getattr(module, name, None)
            if other is not None:
                same[id(other)] = own
    activations = sys.modules["keras.src.activations"]
    get = activations.get

    @functools.wraps(get)
    def get_keras(identifier: Any) -> Any:
        return get(same.get(id(identifier), identifier))

    activations.get = keras.activations.get = get_keras  # type: ignore[attr-defined]
