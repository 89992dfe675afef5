"""Where trained weights come from: their initial values, and what has changed them since.

Each variable is followed from its first value on, whichever model it belongs to. A look compares it with its value at
the look before; between two looks there is either a fit or something else.
"""

from __future__ import annotations

import functools
import hashlib
import sys
import weakref
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass, field
from typing import Any, Optional

import keras
import numpy as np

from tuitutor.worker.training.origin import is_keras, wrap

MOST_NUMBERS = 4_000_000  # followed at once, in trainable variables and in others each; larger models are not followed
MOST_LOOKS = 1_000
MOST_TRAINED = 1_000_000  # digests

State = tuple[bytes, ...]
"""The values of variables, as a digest for each."""

SEVERITY = ("", "restored", "loop", "set")  # the last one that is true counts


def graver(one: str, other: str) -> str:
    """The more serious of two ways to change weights."""
    return max(one, other, key=SEVERITY.index)


@dataclass
class Followed:
    """What is known about a variable: its `first` value, whose digest is `made`, and its digest at each look."""

    variable: weakref.ref[Any]
    size: int
    first: np.ndarray
    made: bytes
    initializer: Any  # the program's own, or None if it is Keras's
    last: bytes
    outside: str = ""
    states: list[tuple[int, bytes]] = field(default_factory=list)  # by the number of the look


class Weights:
    """Follows variables once `install` was called. Only in a child."""

    def __init__(self) -> None:
        self._followed: dict[int, Followed] = {}
        self._unmade: list[tuple[weakref.ref[Any], Any]] = []  # variables without a value yet, and their initializers
        self._sizes = {True: 0, False: 0}  # of the trainable variables and of the others
        self._looks = 0
        self.trained: set[bytes] = set()  # of variables when an epoch or a fit ended

    def install(self) -> None:
        """Follow each variable from its creation on."""
        wrap(keras.Variable, "__init__", self._noting_made)
        wrap(keras.Variable, "_deferred_initialize", self._noting_initialized)
        traced: Any = type(sys.modules["tensorflow"].function(lambda: None))
        with suppress(AttributeError):  # not in a future version: then what is made while tracing is not followed
            traced._initialize_uninitialized_variables = self._noting_traced(traced._initialize_uninitialized_variables)

    def _noting_made(self, make: Callable[..., None]) -> Callable[..., None]:
        @functools.wraps(make)
        def made(variable: Any, initializer: Any, *args: Any, **kwargs: Any) -> None:
            make(variable, initializer, *args, **kwargs)
            if variable._value is not None:
                self._follow(variable, initializer)

        return made

    def _noting_initialized(self, initialize: Callable[..., None]) -> Callable[..., None]:
        @functools.wraps(initialize)
        def initialized(variable: Any) -> None:
            initializer = variable._initializer
            initialize(variable)
            self._follow(variable, initializer)

        return initialized

    def _noting_traced(self, initialize: Callable[..., Any]) -> Callable[..., Any]:
        """Variables that are made while a function is traced, as in the `fit` of a model that isn't built, get their
        values later, but before the function runs.
        """

        @functools.wraps(initialize)
        def initialized(*args: Any, **kwargs: Any) -> Any:
            try:
                result = initialize(*args, **kwargs)
            except Exception:
                self._unmade.clear()  # TensorFlow initializes them as it runs the function, so nobody sees how
                raise
            unmade, self._unmade = self._unmade, []
            for reference, initializer in unmade:
                variable = reference()
                if variable is not None:
                    self._follow(variable, initializer)
            return result

        return initialized

    def _follow(self, variable: Any, initializer: Any) -> None:
        try:
            if not keras.backend.is_float_dtype(variable.dtype):
                return
            if not _has_value(variable):
                self._unmade.append((weakref.ref(variable), initializer))
                return
            first = _value(variable)
        except Exception:
            return  # made in a graph of the program's own: it is not followed
        key, size, kind = id(variable), int(first.size), bool(variable.trainable)
        if self._sizes[kind] + size > MOST_NUMBERS:
            return
        reference = weakref.ref(variable, lambda _: self._forget(key, kind))
        self._sizes[kind] += size
        self._followed[key] = Followed(reference, size, first, _digest(first), _own(initializer), _digest(first))

    def _forget(self, key: int, kind: bool) -> None:
        gone = self._followed.pop(key, None)
        self._sizes[kind] -= gone.size if gone is not None else 0

    def look(self, moved: bool) -> None:
        """Note what changed outside of fits. `moved`: steps were made or gradients computed since the last look."""
        self._looks += 1
        for each in list(self._followed.values()):
            variable = each.variable()
            if variable is None:
                continue
            now = _digest(_value(variable))
            if now != each.last:
                had_it = now in self.trained or now == _digest(each.first)
                how = "restored" if had_it else "loop" if moved else "set"
                each.outside, each.last = graver(each.outside, how), now
            each.states = [*each.states[-MOST_LOOKS:], (self._looks, now)]

    def note_trained(self, held: State) -> None:
        """Remember the values of variables when an epoch or a fit ended: going back to them counts as "restored"."""
        if len(self.trained) < MOST_TRAINED:
            self.trained.update(held)

    def pass_over(self) -> None:
        """Accept what a fit has changed since the last look."""
        for each in list(self._followed.values()):
            variable = each.variable()
            if variable is not None:
                each.last = _digest(_value(variable))

    def followed(self, model: Any, frozen: bool = False) -> Optional[list[Followed]]:
        """The record of each trained variable of a model, and of each frozen one if `frozen`.

        None if one is not followed, or there is none.
        """
        variables = [*model.trainable_variables, *(_frozen(model) if frozen else ())]
        found = [self._followed.get(id(variable)) for variable in variables]
        return [each for each in found if each is not None] if found and None not in found else None

    def states(self, model: Any) -> list[State]:
        """The digests of the model's trained variables at each look at which all of them existed."""
        found = [dict(each.states) for each in self.followed(model) or ()]
        looks = set.intersection(*map(set, found)) if found else set()
        return [tuple(states[look] for states in found) for look in sorted(looks)]

    def first_values(self, model: Any) -> Optional[list[np.ndarray]]:
        """All weights of a model: the initial values of the trained ones, the present values of the others.

        None if a weight was not followed.
        """
        if model.trainable_variables and self.followed(model) is None:
            return None
        first = {key: each.first for key, each in self._followed.items()}
        trained = {id(variable) for variable in model.trainable_variables}
        return [first[id(v)] if id(v) in trained else _value(v) for v in model.weights]


def state(variables: Iterable[Any]) -> State:
    """The values of the variables, as digests."""
    return tuple(_digest(_value(variable)) for variable in variables)


def _frozen(model: Any) -> list[Any]:
    """The weights that would be trained if their layers weren't frozen, without layers that hold statistics of data."""
    layers = [layer for layer in model._flatten_layers() if not layer.trainable and not isinstance(layer, _STATISTICAL)]
    weights = [weight for layer in layers for weight in layer.weights]
    return [weight for weight in weights if keras.backend.is_float_dtype(weight.dtype)]


_STATISTICAL = (keras.layers.BatchNormalization, keras.layers.Normalization)


def _value(variable: Any) -> np.ndarray:
    with _eagerly():
        return np.array(variable._value.numpy())


def _has_value(variable: Any) -> bool:
    with _eagerly():
        return bool(variable._value.is_initialized())


def _eagerly() -> AbstractContextManager[Any]:
    tensorflow = sys.modules["tensorflow"]
    # nearly always there is no graph to leave, and init_scope takes much longer
    return nullcontext() if tensorflow.executing_eagerly() else tensorflow.init_scope()


def _digest(value: np.ndarray) -> bytes:
    return hashlib.blake2b(value.tobytes(), digest_size=8).digest()


def _own(initializer: Any) -> Any:
    """The initializer if it isn't one of Keras's, or if it holds an array; else None."""
    if isinstance(initializer, keras.initializers.Constant):
        return initializer if np.ndim(getattr(initializer, "value", 0)) else None
    if isinstance(initializer, str) or is_keras(type(initializer)) or is_keras(initializer):
        return None  # LSTM has a function for its biases
    return initializer


def is_given(followed: Followed) -> bool:
    """Whether the program's own initializer or constraint fixes the values, so they are neither drawn nor trained.

    Calls both.
    """
    return _is_fixed(followed) or _is_initial(followed)


def _is_fixed(followed: Followed) -> bool:
    """Whether a constraint returns the same values whatever training finds."""
    constraint = getattr(followed.variable(), "constraint", None)
    if constraint is None or is_keras(type(constraint)):
        return False
    try:
        drawn = np.random.default_rng(0).normal(size=(2, *followed.first.shape)).astype(followed.first.dtype)
        one, other = (np.asarray(constraint(keras.ops.convert_to_tensor(each))) for each in drawn)
        return bool(np.array_equal(one, other) and np.ptp(one) > 0)
    except Exception:
        return True


def _is_initial(followed: Followed) -> bool:
    own = followed.initializer
    if own is None or not callable(own):
        return own is not None
    try:
        one, other = (np.asarray(own(followed.first.shape, dtype=followed.first.dtype.name)) for _ in range(2))
        return bool(np.array_equal(one, other) and np.ptp(one) > 0)
    except Exception:
        return True
