"""Runs Keras's own functions that pick the rows of a batch as they are, without optimizing them for each epoch.

TensorFlow optimizes the functions of a data pipeline whenever an iteration over it begins, up to four times an epoch in
`fit`. Without that, the answer to XOR, 20 epochs, takes 4.7 s of CPU instead of 6.5 (medians, by turns, on a machine
with others' work). The rows that are picked are the same either way.
"""

from __future__ import annotations

import sys
from contextlib import suppress
from functools import partial
from typing import Any

from tuitutor.worker.training.origin import wrap_method

_ADAPTER = "keras.src.trainers.data_adapters.array_data_adapter"
_FUNCTIONS = "tensorflow.python.data.ops.structured_function"
# TensorFlow does not optimize functions with this attribute, and runs each on one device: here that is always the CPU.
_AS_IT_IS = {"experimental_ints_on_device": True}


def install_batches() -> None:
    """Leave all functions that Keras uses to make batches of arrays, and no others, unoptimized. Only in a child."""
    with suppress(KeyError, AttributeError, StopIteration):  # not in a future version: then it is only slower
        own = vars(sys.modules[_ADAPTER])
        wrap_method(sys.modules[_FUNCTIONS].StructuredFunctionWrapper, "__init__", partial(_make, own))


def _make(own: dict[str, Any], make: Any, wrapper: Any, function: Any, *args: Any, **kwargs: Any) -> None:
    if getattr(function, "__globals__", None) is own:
        kwargs["defun_kwargs"] = {**(kwargs.get("defun_kwargs") or {}), **_AS_IT_IS}
    make(wrapper, function, *args, **kwargs)
