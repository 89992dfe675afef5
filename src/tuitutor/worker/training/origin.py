"""Recognizing Keras's own classes and functions, not by `__module__`, which anyone can set; and wrapping them."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from types import FrameType
from typing import Any, Optional

import keras  # noqa: F401 - all of its modules, before any learner code can add to them

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
    _scopes.update((id(vars(each)), vars(each)) for name, each in list(sys.modules.items()) if name != "__main__")


def asked_by_own_code() -> bool:
    """Whether the program's own code asks for what is done now, and not just Keras's, as in a `fit`."""
    frame: Optional[FrameType] = sys._getframe()
    while frame is not None and id(frame.f_globals) in _scopes:
        if frame.f_code.co_name == "fit":
            return False
        frame = frame.f_back
    return frame is not None


def wrap_method(cls: type, name: str, instead: Callable[..., Any]) -> None:
    """Have `instead` called in place of the method `name`, with that method before its own arguments.

    It is replaced in `cls` or the base class that defines it. Raises StopIteration if there is none.
    """
    owner = next(each for each in cls.__mro__ if name in vars(each))
    method: Callable[..., Any] = vars(owner)[name]

    @functools.wraps(method)
    def call(*args: Any, **kwargs: Any) -> Any:
        return instead(method, *args, **kwargs)

    setattr(owner, name, call)
