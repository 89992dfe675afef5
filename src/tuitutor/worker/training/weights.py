"""Where trained weights come from: their initial values, and what has changed them since.

Each variable is followed from its first value on, whichever model it belongs to. Credit goes by variable: it counts as
trained if an optimizer was given it, or if its gradient was asked for before it was written to. Any other write sets
it, unless it has the value again that training gave it or another variable, or a mean of these. What a lesson's setup
has set, as by loading weights, is lent: an answer may begin with it, and copy it.
"""

from __future__ import annotations

import hashlib
import itertools
import sys
import threading
import weakref
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass, field
from typing import Any

import keras
import numpy as np

from tuitutor.worker.training.counting import Doing, key_of
from tuitutor.worker.training.origin import asked_by_own_code, is_keras, wrap_method
from tuitutor.worker.training.speed import holds_only_keras

MOST_NUMBERS = 4_000_000  # followed at once, in trainable variables and in others each; larger models are not followed
MOST_LOOKS = 1_000
LEAST_MOVED = 0.01  # what is nearer to its initial values has them, and not training, to thank for what it can do
MOST_TRAINED = 1_000_000  # digests

State = tuple[bytes, ...]
"""The values of variables, as a digest for each."""

SEVERITY = ("", "restored", "loop", "set")  # the last one that is true counts


def graver(one: str, other: str) -> str:
    """The more serious of two ways to change weights."""
    return max(one, other, key=SEVERITY.index)


@dataclass
class Past:
    """How a variable was changed `outside` of fits. `sources` are the numbers of variables whose values it has taken.

    It outlives the variable, since others may have copies of its values.
    """

    number: int
    outside: str = ""
    sources: set[int] = field(default_factory=set)


@dataclass
class Followed:
    """What is known about a variable: its `first` value, whose digest is `made`, and its digest at each look.

    `low` and `high` bound, number by number, the values that it had so far, as far as they were seen.
    """

    variable: weakref.ref[Any]
    first: np.ndarray
    made: bytes
    last: bytes
    past: Past
    low: np.ndarray
    high: np.ndarray
    states: list[tuple[int, bytes]] = field(default_factory=list)  # by the number of the look
    asked_in: Any = None  # the graph in which its gradient was asked for last
    traced: bool = False  # a graph trains it, which nobody sees when it runs
    put: bool = False  # a graph writes to it without asking for its gradient
    written: bool = False  # the program has written to it, while nothing trained it
    looped: bool = False  # it was trained outside of graphs since the last look
    writes: int = -1  # since its gradient was asked for outside of graphs; -1 if that never was
    most: int = 1  # writes between two gradients
    lent: bool = False  # its first value is what the lesson's setup had set
    put_last: bool = False  # the last of these came on top, and wasn't followed by another gradient

    def sees(self, value: np.ndarray) -> None:
        """Note a value that it has, and that it may have again."""
        np.minimum(self.low, value, out=self.low)
        np.maximum(self.high, value, out=self.high)


class Weights:
    """Follows variables once `install` was called. Only in a child."""

    def __init__(self, doing: Doing) -> None:
        self.doing = doing
        self._followed: dict[int, Followed] = {}
        self._unmade: list[weakref.ref[Any]] = []  # variables without a value yet
        self._sizes = {True: 0, False: 0}  # of the trainable variables and of the others
        self._looks = 0
        self._numbers = itertools.count()
        self.trained_before: set[int] = set()  # numbers of variables that were trained before the answer
        self._lock = threading.RLock()
        self.trained: dict[bytes, tuple[Past, str]] = {}  # values that training gave, and whether a "loop" did
        self.tried: dict[int, tuple[Any, list[Any]]] = {}  # the program's own optimizers, and what they were given
        self.written: dict[int, Any] = {}  # by number: models whose train step writes to the variable by itself

    def install(self) -> None:
        """Follow each variable from its creation on."""
        wrap_method(keras.Variable, "__init__", self._make)
        wrap_method(keras.Variable, "_deferred_initialize", self._initialize)
        traced = type(sys.modules["tensorflow"].function(lambda: None))
        with suppress(StopIteration):  # not in a future version: then what is made while tracing is not followed
            wrap_method(traced, "_initialize_uninitialized_variables", self._initialize_traced)

    def _make(self, make: Any, variable: Any, /, *args: Any, **kwargs: Any) -> None:
        make(variable, *args, **kwargs)
        if variable._value is not None:
            self._follow(variable)

    def _initialize(self, initialize: Any, variable: Any) -> None:
        initialize(variable)
        self._follow(variable)

    def _initialize_traced(self, initialize: Any, /, *args: Any, **kwargs: Any) -> Any:
        """Variables that are made while a function is traced, as in the `fit` of a model that isn't built, get their
        values later, but before the function runs.
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
                self._follow(variable)
        return result

    def _follow(self, variable: Any) -> None:
        try:
            if not keras.backend.is_float_dtype(variable.dtype):
                return
            key = key_of(variable)
            with _eagerly():
                has_value = key is not None and bool(variable._value.is_initialized())
            if key is None or not has_value:
                self._unmade.append(weakref.ref(variable))
                return
            first = _value(variable)
        except Exception:
            return  # made in a graph of the program's own: it is not followed
        size, kind = int(first.size), bool(variable.trainable)
        with self._lock:
            if self._sizes[kind] + size > MOST_NUMBERS:
                return
            reference = weakref.ref(variable, lambda _: self._forget(key, kind))
            self._sizes[kind] += size
            made, past = _digest(first), Past(next(self._numbers))
            self._followed[key] = Followed(reference, first, made, made, past, first.copy(), first.copy())

    def _forget(self, key: int, kind: bool) -> None:
        with self._lock:
            gone = self._followed.pop(key, None)
            self._sizes[kind] -= int(gone.first.size) if gone is not None else 0

    # ---- what asks for gradients, writes and reads

    def numbers(self, variables: Iterable[Any]) -> set[int]:
        """The numbers of the variables that are followed."""
        return {each.past.number for each in self._of(variables)}

    def _of(self, variables: Iterable[Any]) -> list[Followed]:
        found = (self._followed.get(key_of(variable) or 0) for variable in variables)
        return [each for each in found if each is not None]

    def given(self, optimizer: Any, variables: list[Any]) -> set[int]:
        """Note that an optimizer updates these variables. Returns their numbers."""
        given = self._of(variables)
        own = not holds_only_keras(optimizer) or not is_keras(getattr(optimizer, "update_step", None))
        own = own or any(not is_keras(type(v.constraint)) for v in variables if getattr(v, "constraint", None))
        if own and given:
            self.tried[id(optimizer)] = (optimizer, variables)
        for each in given:
            if self.doing.steps or _top_graph() is not None:
                each.traced = True
            else:
                each.looped, each.writes = True, each.writes + 1 if each.writes >= 0 else -1
        return {each.past.number for each in given}

    def averaged(self, optimizer: Any) -> None:
        """Note that an optimizer has put its running means in the place of what it has trained."""
        means = getattr(optimizer, "_model_variables_moving_average", None) or ()
        for variable, mean in zip(getattr(optimizer, "_trainable_variables", ()), means, strict=False):
            for found in self._of([variable]):
                if any(each.written for each in self._of([mean])):
                    found.past.outside = "set"

    def asked(self, sources: Any) -> None:
        """Note that gradients of the variables among `sources` were asked for."""
        graph, found = _top_graph(), self._of(keras.tree.flatten(sources))
        if found and self.doing.steps:
            self.doing.steps[0].again("asked")
        for each in found:
            if graph is not None:
                each.asked_in, each.traced = weakref.ref(graph), True
            elif self.doing.steps:
                each.traced = True
            else:
                each.most, each.writes, each.put_last = max(each.most, each.writes), 0, False

    def read(self, variable: Any, value: Any) -> None:
        """Note that the program has read a value: going back to it later is not setting it."""
        found = self._followed.get(key_of(variable) or 0)
        if found is not None and (found.traced or found.looped) and np.shape(value) == found.first.shape:
            by_fit = self.doing.fits or _digest(value) == found.made
            self._note(found, np.array(value), "" if by_fit else "loop")

    def write(self, handle: Any, do: Callable[[], Any]) -> Any:
        """Write to the variable with that handle, by `do`, and note what it was for."""
        found = self._followed.get(id(handle))
        doing = self.doing
        if found is None or doing.factor is not None or (doing.applying and id(handle) in doing.applying[-1]):
            return do()
        graph = _top_graph()
        trainable = getattr(found.variable(), "trainable", False)  # the others are statistics, or frozen
        if doing.steps:
            if trainable:
                self.written[found.past.number] = doing.steps[0].model
        elif graph is not None:
            if found.asked_in is not None and found.asked_in() is graph:
                found.past.outside = graver(found.past.outside, "loop")
            else:
                found.put = True
        elif trainable or found.traced or found.looped:
            return self._write_now(found, do)
        elif not doing.applying:
            found.written = found.written or asked_by_own_code()
        return do()  # if it changes a weight that was never trained, a look finds that

    def _write_now(self, found: Followed, do: Callable[[], Any]) -> Any:
        if 0 <= found.writes < found.most:
            result = do()
            found.looped, found.writes, how = True, found.writes + 1, "loop"
        else:
            variable = found.variable()
            found.sees(_value(variable))
            result = do()
            value = _value(variable)
            how, found.last = self._known(found, value), _digest(value)
            if not how and found.writes > 0:  # on top of a step: it may be part of a loop
                found.writes, found.put_last = found.writes + 1, True
                found.sees(value)
                how = "loop"
        how = how or "set"
        fit = next((fit for fit in reversed(self.doing.fits) if fit.has(found)), None)
        if fit is not None:
            fit.written = graver(fit.written, how if asked_by_own_code() else "restored")
        else:
            found.past.outside = graver(found.past.outside, how)
        return result

    def _known(self, found: Followed, value: np.ndarray) -> str:
        """How the variable was changed if training gave that value: "restored", or what its source was; else ""."""
        digest = _digest(value)
        if digest == found.made:
            return "restored"
        past, how = self.trained.get(digest, (None, ""))
        if past is not None:
            if past is not found.past:
                found.past.sources |= {past.number, *past.sources}
                how = graver(how, past.outside)
            return graver("restored", how)
        between = (found.low <= value) & (value <= found.high)  # values that it had, as in a mean of them
        return "restored" if between.all() else ""

    def _note(self, found: Followed, value: np.ndarray, how: str) -> None:
        """Note a value that training gave the variable, by a fit or `how`, unless something was set before."""
        if found.past.outside != "set" and not found.put_last and len(self.trained) < MOST_TRAINED:
            self.trained.setdefault(_digest(value), (found.past, how))
            found.sees(value)

    # ---- looking

    def lend(self) -> None:
        """Take what was set so far for first values, which copies may have as well: the lesson's setup set them."""
        self.look()
        for each in list(self._followed.values()):
            variable = each.variable()
            if variable is not None and each.past.outside == "set":
                each.first = _value(variable)
                each.made = each.last
                each.lent = True
                each.past.outside = ""
                self._note(each, each.first, "")

    def look(self, leave: Iterable[int] = ()) -> None:
        """Note what has changed since the last look, outside of fits. `leave` has the numbers of what fits train."""
        self._looks += 1
        training = set(leave)
        for each in list(self._followed.values()):
            variable = each.variable()
            if variable is None or each.past.number in training:
                continue
            value = _value(variable)
            now, how = _digest(value), "set" if each.put_last else ""
            if now != each.last:
                trained = each.looped or (each.traced and not each.put)
                how = graver(how, "loop" if trained else self._known(each, value) or "set")
            each.past.outside = graver(each.past.outside, how)
            each.last, each.looped, each.put_last = now, False, False
            each.states = [*each.states[-MOST_LOOKS:], (self._looks, now)]
            if each.traced or how == "loop":
                self._note(each, value, how)

    def note_trained(self, variables: Iterable[Any]) -> State:
        """Remember the values of variables when an epoch or a fit ended. Returns their digests."""
        state = []
        for variable in variables:
            value, found = _value(variable), self._followed.get(key_of(variable) or 0)
            state.append(_digest(value))
            if found is not None:
                self._note(found, value, "")
        return tuple(state)

    def pass_over(self, numbers: set[int]) -> None:
        """Accept what a fit has changed in its own variables since the last look."""
        for each in list(self._followed.values()):
            variable = each.variable()
            if variable is not None and each.past.number in numbers:
                each.last, each.looped = _digest(_value(variable)), False

    def followed(self, variables: list[Any]) -> list[Followed]:
        """The record of each of the variables; none if one is not followed."""
        found = self._of(variables)
        return found if len(found) == len(variables) else []

    def learned(self, model: Any) -> list[Any]:
        """What the answer's training gave a model: its trainable variables, or its frozen ones if all are frozen."""
        frozen_since = (each for each in frozen(model) if self.trained_before.isdisjoint(self.numbers([each])))
        return [*model.trainable_variables] or [*frozen_since]

    def put_by_graphs(self) -> set[int]:
        """The numbers of the variables that a graph writes to without asking for their gradients, so far."""
        return {each.past.number for each in list(self._followed.values()) if each.put}

    def numbered(self, numbers: Iterable[int]) -> list[Followed]:
        """Those of the variables with these numbers that still exist."""
        wanted = set(numbers)
        return [each for each in list(self._followed.values()) if each.past.number in wanted]

    def with_sources(self, numbers: Iterable[int]) -> set[int]:
        """The numbers, and those of the variables whose values these have taken."""
        return {number for each in self.numbered(numbers) for number in (each.past.number, *each.past.sources)}

    def frozen_size(self, model: Any, trained: set[int]) -> int:
        """How many parameters there are in weights that the answer has trained, by their numbers, and then frozen."""
        found = self._of(frozen(model))
        return sum(int(each.first.size) for each in found if each.past.number in trained - self.trained_before)

    def firsts(self, variables: Iterable[Any]) -> list[tuple[Any, np.ndarray]]:
        """Those of the variables that are followed and trainable, each with its first value."""
        found = [(each, self._followed.get(key_of(each) or 0)) for each in variables]
        return [(each, known.first) for each, known in found if known is not None and each.trainable]

    def states(self, model: Any) -> list[State]:
        """The digests of what the model has `learned` at each look at which all of it existed."""
        found = [dict(each.states) for each in self.followed(self.learned(model))]
        looks = set.intersection(*map(set, found)) if found else set()
        return [tuple(states[look] for states in found) for look in sorted(looks)]

    def have_moved(self, model: Any) -> bool:
        """Whether the trained weights together are farther from their initial values than LEAST_MOVED of their size."""
        apart = size = 0.0
        for each in self.followed(self.learned(model)):
            apart += float(((_value(each.variable()) - each.first).astype("float64") ** 2).sum())
            size += float((each.first.astype("float64") ** 2).sum())
        return apart > LEAST_MOVED**2 * size or apart != apart


def frozen(model: Any) -> list[Any]:
    """The weights that would be trained if their layers weren't frozen, without layers that hold statistics of data."""
    layers = [layer for layer in model._flatten_layers() if not layer.trainable and not isinstance(layer, _STATISTICAL)]
    weights = {id(weight): weight for layer in layers for weight in layer.weights}  # a network has those of its layers
    return [weight for weight in weights.values() if keras.backend.is_float_dtype(weight.dtype)]


_STATISTICAL = (keras.layers.BatchNormalization, keras.layers.Normalization)


def _value(variable: Any) -> np.ndarray:
    with _eagerly():
        return np.array(getattr(variable, "_value", variable).read_value())


def _eagerly() -> AbstractContextManager[Any]:
    tensorflow = sys.modules["tensorflow"]
    # nearly always there is no graph to leave, and init_scope takes much longer
    return nullcontext() if tensorflow.executing_eagerly() else tensorflow.init_scope()


def _digest(value: np.ndarray) -> bytes:
    single = np.asarray(value, np.float32)  # whatever the variable that it is copied to has
    return hashlib.blake2b(single.tobytes(), digest_size=8).digest()


def _top_graph() -> Any:
    """The outermost graph that is being traced, or None."""
    tensorflow = sys.modules["tensorflow"]
    if tensorflow.executing_eagerly():
        return None
    graph = tensorflow.compat.v1.get_default_graph()
    while isinstance(outer := getattr(graph, "outer_graph", None), type(graph)):
        graph = outer
    return graph
