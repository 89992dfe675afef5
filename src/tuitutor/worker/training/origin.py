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

_scopes: dict[
    int, dict[str, Any]
] = {}  # of modules that aren't the program's; kept, so that nothing else has their ids


def is_keras(thing: Any) -> bool:
    """Whether a class or a function is one of Keras's."""
    if isinstance(thing, type):
        return thing in _CLASSES
    scope = getattr(thing, "__globals__", None)  # of the module that a function was made in
    if not isinstance(scope, dict):
        return False
    name = str(scope.get("__name__"))
    return name.startswith("keras.") and getattr(sys.modules.get(name), "__dict__", None) is scope


def note_modules() -> None:
    """Take all modules that aren't loaded yet for the program's own. To be called before any learner code runs."""
    main = sys.modules.get("__main__")  # which multiprocessing gives a second name
    _scopes.update((id(vars(each)), vars(each)) for each in list(sys.modules.values()) if each is not main)


def asked_by_own_code() -> bool:
    """Whether the program's own code asks for what is done now, and not just Keras's, as in a `fit`."""
    frame: Optional[FrameType] = sys._getframe()
    while frame is not None and id(frame.f_globals) in _scopes:
        if frame.f_code.co_name == "fit":
            return False
        frame = frame.f_back
    return frame is not None


def wrap_method(cls: Union[type, ModuleType], name: str, instead: Callable[..., Any]) -> None:
    """Have `instead` called in place of the method `name`, with that method before its own arguments.

    It is replaced in `cls`, which may be a module with that function, or the base class that defines it. Raises
    StopIteration if there is none.
    """
    owner = next(each for each in getattr(cls, "__mro__", (cls,)) if name in vars(each))
    method: Callable[..., Any] = vars(owner)[name]

    @functools.wraps(method)
    def call(*args: Any, **kwargs: Any) -> Any:
        return instead(method, *args, **kwargs)

    setattr(owner, name, call)


# ---- activations of TensorFlow and keras.ops, which compute the same as Keras's own of the same name
#
# A network that ends with `tf.nn.softmax` can then be saved, loaded and named like any other.

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
