"""The initial values of variables: how far training has moved a layer, and what another seed would draw.

Variables get numbers here, which no other variable gets after they are gone.
"""

from __future__ import annotations

import itertools
import sys
import threading
import weakref
from collections.abc import Iterable
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass
from typing import Any, Optional

import keras
import numpy as np

from tuitutor.worker.learner_errors import suppress_learner_errors
from tuitutor.worker.training.counting import key_of
from tuitutor.worker.training.origin import wrap_method

MAX_NUMBERS = 4_000_000  # stored at once, of trainable variables, and as many of others


@dataclass
class Initial:
    """A variable's number and its initial `value`: None until it has one, or if there is no room.

    `lent`: the lesson's setup has set the value, by loading or training it.
    """

    variable: weakref.ref[Any]
    number: int
    trainable: bool
    value: Optional[np.ndarray] = None
    lent: bool = False


class InitialValues:
    """Notes variables of floating-point numbers once `install` was called. Only in a child."""

    def __init__(self) -> None:
        self._known: dict[int, Initial] = {}
        self._unmade: list[weakref.ref[Any]] = []  # variables without a value yet
        self._sizes = {True: 0, False: 0}  # of the trainable variables and of the others
        self._numbers = itertools.count()
        self._lock = threading.RLock()

    def install(self) -> None:
        """Note all variables from their creation on."""
        wrap_method(keras.Variable, "__init__", self._make)
        wrap_method(keras.Variable, "_deferred_initialize", self._initialize)
        traced = type(sys.modules["tensorflow"].function(lambda: None))
        with suppress(StopIteration):  # not in a future version: then a variable made while tracing has no value here
            wrap_method(traced, "_initialize_uninitialized_variables", self._initialize_traced)

    def _make(self, make: Any, variable: Any, /, *args: Any, **kwargs: Any) -> None:
        make(variable, *args, **kwargs)
        if variable._value is not None:
            self.note(variable)

    def _initialize(self, initialize: Any, variable: Any) -> None:
        initialize(variable)
        self.note(variable)

    def _initialize_traced(self, initialize: Any, /, *args: Any, **kwargs: Any) -> Any:
        """Variables that are made while a function is traced get their values later, but before the function runs.

        That is so in the `fit` of a model that isn't built.
        """
        try:
            result = initialize(*args, **kwargs)
        except Exception:
            self._unmade.clear()  # TensorFlow initializes them as it runs the function, so nobody sees how
            raise
        unmade, self._unmade = self._unmade, []
        for reference in unmade:
            variable = reference()
            if variable is not None:
                self.note(variable)
        return result

    def note(self, variable: Any) -> None:
        """Note a variable, and its value as soon as it has one."""
        with suppress_learner_errors():  # made in a graph of the program's own: it has no value that could be read
            key = key_of(variable)
            if key is None or not keras.backend.is_float_dtype(variable.dtype):
                return
            known = self._known.get(key) or self._add(key, variable)
            with _eagerly():
                has_value = bool(variable._value.is_initialized())
            if not has_value:
                self._unmade.append(weakref.ref(variable))
                return
            size = int(np.prod(variable.shape))
            with self._lock:
                if known.value is not None or self._sizes[known.trainable] + size > MAX_NUMBERS:
                    return
                self._sizes[known.trainable] += size
            known.value = current_value(variable)

    def _add(self, key: int, variable: Any) -> Initial:
        reference = weakref.ref(variable, lambda _: self._forget(key))
        with self._lock:
            self._known[key] = Initial(reference, next(self._numbers), bool(variable.trainable))
            return self._known[key]

    def _forget(self, key: int) -> None:
        with self._lock:
            gone = self._known.pop(key, None)
            if gone is not None and gone.value is not None:
                self._sizes[gone.trainable] -= int(gone.value.size)

    def lend(self) -> None:
        """Take the current values of variables, where these have changed, for their initial ones."""
        for known in list(self._known.values()):
            variable = known.variable()
            if variable is None or known.value is None:
                continue
            now = current_value(variable)
            if not np.array_equal(now, known.value):
                known.value, known.lent = now, True

    def of(self, variable: Any) -> Optional[Initial]:
        """The record of a variable of Keras or TensorFlow; None if there is none."""
        return self._known.get(key_of(variable) or 0)

    def numbers(self, variables: Iterable[Any]) -> set[int]:
        """The numbers of the variables that are known."""
        return {known.number for variable in variables if (known := self.of(variable)) is not None}

    def are_unchanged(self, variables: Iterable[Any]) -> bool:
        """Whether all of the variables are known to have their initial values."""
        return all(
            (known := self.of(variable)) is not None
            and known.value is not None
            and np.array_equal(current_value(variable), known.value)
            for variable in variables
        )


def current_value(variable: Any) -> np.ndarray:
    """A copy of the variable's value."""
    with _eagerly():
        return np.array(getattr(variable, "_value", variable).read_value())


def _eagerly() -> AbstractContextManager[Any]:
    tensorflow = sys.modules["tensorflow"]
    # nearly always there is no graph to leave, and init_scope takes much longer
    return nullcontext() if tensorflow.executing_eagerly() else tensorflow.init_scope()
