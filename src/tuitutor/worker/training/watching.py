"""Noticing what asks for gradients of variables and what writes to them, in graphs as well as outside of them.

All ways to write to a variable end in a few operations of TensorFlow, so these are wrapped.
"""

from __future__ import annotations

import functools
import re
import sys
from collections.abc import Callable
from functools import partial
from typing import Any

import keras

from tuitutor.worker.training.origin import wrap_method
from tuitutor.worker.training.weights import Weights

_MODULES = ("gen_resource_variable_ops", "gen_state_ops", "gen_training_ops", "gen_array_ops")
_WRITES = re.compile(r"(assign\w*variable|resource(scatter|apply|sparseapply|stridedsliceassign))")
_HANDLES = ("resource", "ref", "var")


def install_watch(weights: Weights) -> None:
    """Tell `weights` from now on. Only in a child."""
    tensorflow = sys.modules["tensorflow"]
    modules = [sys.modules.get(f"tensorflow.python.ops.{name}") for name in _MODULES]
    for module in (*modules, tensorflow.raw_ops):
        for name, operation in list(vars(module).items()) if module is not None else ():
            if _WRITES.match(name.replace("_", "").lower()) and not name.endswith("_fallback"):
                setattr(module, name, _noting_write(operation, weights))
    variables = sys.modules["tensorflow.python.ops.resource_variable_ops"].BaseResourceVariable  # making one runs ops
    wrap_method(variables, "numpy", partial(_read, weights))
    wrap_method(tensorflow.GradientTape, "gradient", partial(_ask, weights))


def _noting_write(operation: Callable[..., Any], weights: Weights) -> Callable[..., Any]:
    @functools.wraps(operation)
    def noted(*args: Any, **kwargs: Any) -> Any:
        handle = args[0] if args else next((kwargs[name] for name in _HANDLES if name in kwargs), None)
        return weights.write(handle, lambda: operation(*args, **kwargs))

    return noted


def _read(weights: Weights, numpy: Any, variable: Any, /) -> Any:
    value = numpy(variable)
    weights.read(variable, value)
    return value


def _ask(weights: Weights, gradient: Any, tape: Any, /, target: Any, sources: Any, *args: Any, **kwargs: Any) -> Any:
    found = gradient(tape, target, sources, *args, **kwargs)
    factor = weights.doing.factor
    if factor is None:
        weights.asked(sources)
        return found
    weights.doing.gradients += zip(*map(keras.tree.flatten, (sources, found)), strict=False)
    tensorflow = sys.modules["tensorflow"]

    def scale(each: Any) -> Any:
        return None if each is None else tensorflow.math.scalar_mul(tensorflow.cast(factor, each.dtype), each)

    return tensorflow.nest.map_structure(scale, found)
