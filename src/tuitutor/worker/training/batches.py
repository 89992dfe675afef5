"""Keras's own functions that pick the rows of a batch are run as they are written, not optimized again for each epoch.

TensorFlow optimizes the functions of a pipeline whenever somebody begins to go through it, and `fit` does that up to
four times an epoch: of a small fit that was most of the time. What only picks rows picks the same ones either way.
"""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from tuitutor.worker.training.origin import wrap

_ADAPTER = "keras.src.trainers.data_adapters.array_data_adapter"
_FUNCTIONS = "tensorflow.python.data.ops.structured_function"
# TensorFlow runs what has it on one device, and does not optimize it; none of it is on any device but the CPU anyway.
_AS_IT_IS = {"experimental_ints_on_device": True}


def install() -> None:
    """Have all that Keras makes batches of arrays with, and nothing else, run as it is. Only in a child."""
    with suppress(KeyError, AttributeError, StopIteration):  # a Keras or TensorFlow to come: then it is only slower
        own = vars(sys.modules[_ADAPTER])
        wrap(sys.modules[_FUNCTIONS].StructuredFunctionWrapper, "__init__", functools.partial(_as_it_is, own))


def _as_it_is(own: dict[str, Any], make: Callable[..., None]) -> Callable[..., None]:
    @functools.wraps(make)
    def made(wrapper: Any, function: Any, *args: Any, **kwargs: Any) -> None:
        if getattr(function, "__globals__", None) is own:
            kwargs["defun_kwargs"] = {**(kwargs.get("defun_kwargs") or {}), **_AS_IT_IS}
        make(wrapper, function, *args, **kwargs)

    return made
