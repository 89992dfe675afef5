"""Recognizing Keras's own classes and functions, not by `__module__`, which anyone can set; and wrapping them."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import keras  # noqa: F401 - all of its modules, before any learner code can add to them

_CLASSES = frozenset(
    value
    for name, module in list(sys.modules.items())
    if name.startswith("keras.")
    for value in vars(module).values()
    if isinstance(value, type) and value.__module__.startswith("keras.")
)


def is_keras(thing: Any) -> bool:
    """Whether a class or a function is one of Keras's."""
    if isinstance(thing, type):
        return thing in _CLASSES
    scope = getattr(thing, "__globals__", None)  # of the module that a function was made in
    if not isinstance(scope, dict):
        return False
    name = str(scope.get("__name__"))
    return name.startswith("keras.") and getattr(sys.modules.get(name), "__dict__", None) is scope


def wrap(cls: type, name: str, wrapped: Callable[[Any], Any]) -> None:
    """Replace the method `name` by `wrapped(method)`, in `cls` or the base class that defines it."""
    owner = next(each for each in cls.__mro__ if name in vars(each))
    setattr(owner, name, wrapped(vars(owner)[name]))
