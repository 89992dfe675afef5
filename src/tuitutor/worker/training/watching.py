"""Noticing what asks for gradients of variables and what writes to them, in graphs as well as outside of them.

All ways to write to a variable end in a few operations of TensorFlow, so these are wrapped.
"""

from __future__ import annotations

import functools
import re
import sys
from collections.abc import Callable
from functools import partial
from typing import Any, Protocol

import keras

from tuitutor.worker.training.counting import Doing
from tuitutor.worker.training.origin import wrap_method

_MODULES = ("gen_resource_variable_ops", "gen_state_ops", "gen_training_ops", "gen_array_ops")
_WRITES = re.compile(r"(assign\w*variable|resource(scatter|apply|sparseapply|stridedsliceassign))")
_HANDLES = ("resource", "ref", "var")


class Watching(Protocol):
    """What is told of gradients, writes and reads."""

    def asked(self, sources: Any) -> None:
        """Gradients of the variables among `sources` were asked for."""

    def write(self, handle: Any, do: Callable[[], Any]) -> Any:
        """`do()` writes to the variable with that handle, and its result is wanted."""

    def read(self, variable: Any, value: Any) -> None:
        """The program has read the variable's value."""


def install_watch(watching: Watching, doing: Doing) -> None:
    """Tell `watching` from now on. Only in a child."""
    tensorflow = sys.modules["tensorflow"]
    modules = [sys.modules.get(f"tensorflow.python.ops.{name}") for name in _MODULES]
    for module in (*modules, tensorflow.raw_ops):
        for name, operation in list(vars(module).items()) if module is not None else ():
            if _WRITES.match(name.replace("_", "").lower()) and not name.endswith("_fallback"):
                setattr(module, name, _noting_write(operation, watching))
    variables = sys.modules["tensorflow.python.ops.resource_variable_ops"].BaseResourceVariable  # making one runs ops
    wrap_method(variables, "numpy", partial(_read, watching))
    wrap_method(tensorflow.GradientTape, "gradient", partial(_ask, watching, doing))


def _noting_write(operation: Callable[..., Any], watching: Watching) -> Callable[..., Any]:
    @functools.wraps(operation)
    def noted(*args: Any, **kwargs: Any) -> Any:
        handle = args[0] if args else next((kwargs[name] for name in _HANDLES if name in kwargs), None)
        return watching.write(handle, lambda: operation(*args, **kwargs))

    return noted


def _read(watching: Watching, numpy: Any, variable: Any, /) -> Any:
    value = numpy(variable)
    watching.read(variable, value)
    return value


def _ask(
    watching: Watching, doing: Doing, gradient: Any, tape: Any, /, target: Any, sources: Any, *args: Any, **kwargs: Any
) -> Any:
    found = gradient(tape, target, sources, *args, **kwargs)
    factor = doing.factor
    if factor is None:
        watching.asked(sources)
        return found
    doing.gradients += zip(*map(keras.tree.flatten, (sources, found)), strict=False)
    tensorflow = sys.modules["tensorflow"]

    def scale(each: Any) -> Any:
        return None if each is None else tensorflow.math.scalar_mul(tensorflow.cast(factor, each.dtype), each)

    return tensorflow.nest.map_structure(scale, found)
