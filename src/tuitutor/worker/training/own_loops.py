"""What loops of the program's own do with gradients: of what they are asked, and which way the weights go.

Nothing is changed, and what is watched takes microseconds: shapes, and a product for the first steps.
"""

from __future__ import annotations

import sys
import threading
import weakref
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, Optional

import keras
import numpy as np

from tuitutor.protocol.facts import FitFacts, LoopFacts
from tuitutor.worker.training.counting import Counters, Doing, key_of
from tuitutor.worker.training.fit_data_facts import GivenData, is_looked_at
from tuitutor.worker.training.measure import compile_facts, optimizer_facts
from tuitutor.worker.training.origin import asked_by_own_code, wrap_method

CROSSENTROPIES = ("binary_crossentropy", "categorical_crossentropy", "sparse_categorical_crossentropy")
DIFFERENCE = "difference"  # the loss of a program that subtracts labels and outputs itself
MANY = 20  # steps
PASSING = ("Cast", "Reshape", "ExpandDims", "Squeeze", "Identity")


@dataclass
class Compared:
    """A network's outputs and what they were compared with, by which loss; `swapped`: each in the other's place."""

    labels: Any
    loss: str
    from_logits: bool = False
    swapped: bool = False


@dataclass
class LoopedNetwork:
    """A network that loops of the program's own train."""

    given: GivenData = field(default_factory=GivenData)
    loss: str = ""
    from_logits: bool = False
    swapped: bool = False
    by_batch: bool = False
    optimizer: Any = None
    asked: set[int] = field(default_factory=set)  # keys of the variables that gradients were asked of
    seen: int = 0  # batches
    first: Any = None
    others: bool = False  # it saw batches that aren't like the first one

    def take(self, inputs: Any, labels: Any) -> None:
        """Note a batch that it is trained on, if it is one of those that are looked at."""
        if is_looked_at(self.seen):
            self.given.note((inputs,) if labels is None else (inputs, labels))
            if not self.others:
                rows = np.asarray(keras.tree.flatten(inputs)[0])[:64].tobytes()
                self.others = self.first is not None and rows != self.first
                self.first = rows
        self.seen += 1

    def forget(self) -> None:
        """What it was trained on so far is none of the answer's."""
        self.given, self.seen, self.first, self.others = GivenData(), 0, None, False

    def as_fit(self, model: Any, counters: Counters, losses: tuple[float, ...]) -> FitFacts:
        """What the loop did, as if it had been a fit."""
        compiled = compile_facts(model) if self.by_batch else optimizer_facts(self.optimizer)
        rate = compiled.learning_rate if compiled is not None else None
        counted = model if self.by_batch else self.optimizer
        size = max(1, -(-len(losses) // 10))  # means of up to ten parts of the curve, since losses of batches jump
        means = tuple(float(np.mean(losses[at : at + size])) for at in range(0, len(losses), size))
        return FitFacts(
            epochs=0,
            epochs_run=0,
            batch_size=None,
            validation=False,
            history={"loss": means} if losses else {},
            compiled=compiled,
            steps=counters.of(counted).now().steps if counted is not None else None,
            lowest_rate=rate,
            highest_rate=rate,
            given=self.given.facts(),
            own_loss=self.loss,
            own_logits=self.from_logits,
        )

    def unasked(self, model: Any) -> tuple[str, ...]:
        """The layers that could be trained, and of whose weights no gradient was asked."""
        if self.by_batch:
            return ()
        own = {key_of(each) for each in model.trainable_variables}
        return tuple(
            str(layer.name)
            for layer in model._flatten_layers(include_self=False, recursive=True)
            if not layer._layers and (keys := {key_of(each) for each in layer.trainable_variables})
            and keys <= own and keys.isdisjoint(self.asked)
        )[:20]  # fmt: skip

    def restarts(self, iterators: int) -> bool:
        """Whether each step took the first batch of a stream of several, of which so many iterators were made."""
        return not self.others and self.seen >= MANY and iterators >= 0.9 * self.seen


class _Here(threading.local):
    """In one thread: the network that was called last and what with, what came of it, and traced calls.

    `calls` has the functions that are called, with their arguments.
    """

    def __init__(self) -> None:
        self.entered: Optional[tuple[Any, Any]] = None
        self.compared: Optional[Compared] = None
        self.asked: Optional[LoopedNetwork] = None
        self.calls: list[tuple[Any, list[Any]]] = []
        self.batches = 0  # calls of `train_on_batch`


class LoopBatches:
    """Notes batches, once `install` was called. Only in a child. `keep` is told the losses of `train_on_batch`.

    `compared` says of a network how the program's own code has compared its outputs last.
    """

    def __init__(self, doing: Doing, keep: Callable[[Any], None]) -> None:
        self._doing, self._here, self._keep = doing, _Here(), keep
        self._trained: weakref.WeakKeyDictionary[Any, LoopedNetwork] = weakref.WeakKeyDictionary()
        self.compared: weakref.WeakKeyDictionary[Any, Compared] = weakref.WeakKeyDictionary()
        self._places: weakref.WeakKeyDictionary[Any, list[tuple[LoopedNetwork, Any, Any]]] = weakref.WeakKeyDictionary()
        self._records: Callable[[list[Any]], bool] = lambda _: False
        self._datasets: dict[int, int] = {}
        self.iterators = 0  # over the same dataset, of more than one batch

    def install(self) -> None:
        """Watch networks, crossentropies, functions that are traced, optimizers and `train_on_batch`."""
        tensorflow = sys.modules["tensorflow"]
        record = sys.modules.get("tensorflow.python.eager.record")  # TensorFlow's own, which some versions may lack
        self._records = getattr(record, "should_record_backprop", self._records)
        wrap_method(keras.Model, "__call__", self._call)
        wrap_method(keras.Model, "train_on_batch", self._train_on_batch)
        wrap_method(keras.optimizers.Optimizer, "apply", self._apply)
        wrap_method(type(tensorflow.function(lambda: None)), "__call__", self._call_function)
        wrap_method(tensorflow.data.Dataset, "__iter__", self._iterate)
        functions = sys.modules["keras.src.backend"].nn
        for name in CROSSENTROPIES:
            setattr(functions, name, partial(self._crossentropy, name, getattr(functions, name)))

    def forget(self) -> None:
        """What was trained so far is none of the answer's."""
        self._datasets, self.iterators = {}, 0
        for each in list(self._trained.values()):
            each.forget()

    # ---- what enters, and what it is compared with

    def _call(self, call: Any, model: Any, /, *args: Any, **kwargs: Any) -> Any:
        made = call(model, *args, **kwargs)
        if args and not self._doing.looking:
            with suppress(Exception):
                if self._records(keras.tree.flatten(made)) and asked_by_own_code():
                    self._here.entered, self._here.compared = (model, args[0]), None
        return made

    def _crossentropy(self, name: str, compare: Any, target: Any, output: Any, *args: Any, **kwargs: Any) -> Any:
        if self._here.entered is not None and not self._doing.looking:
            from_logits = bool(kwargs.get("from_logits", args[0] if args else False))
            self.note_pair(target, output, name, from_logits)
        return compare(target, output, *args, **kwargs)

    def note_pair(self, target: Any, output: Any, loss: str = DIFFERENCE, from_logits: bool = False) -> None:
        """Note that labels and outputs are compared, the outputs being those through which a gradient can go."""
        here = self._here
        if here.entered is None or here.compared is not None:
            return
        with suppress(Exception):
            is_tensor = sys.modules["tensorflow"].is_tensor
            through = [is_tensor(each) and self._records([each]) for each in (target, output)]
            if through == [False, True] or (loss == DIFFERENCE and through == [True, False]):
                labels = output if through[0] else target
                if labels.shape and labels.shape[0] == keras.tree.flatten(here.entered[1])[0].shape[0]:
                    here.compared = Compared(labels, loss, from_logits)
            elif through == [True, False]:
                here.compared = Compared(output, loss, from_logits, swapped=True)
            if here.compared is not None:
                self.compared[here.entered[0]] = replace(here.compared, labels=None)  # nothing keeps graphs

    # ---- steps

    def asked(self, variables: Iterable[Any]) -> None:
        """The program's own code has asked a tape for gradients of these variables."""
        here = self._here
        entered, compared, here.entered, here.compared = here.entered, here.compared, None, None
        if entered is None or self._doing.fits or here.batches:
            return
        model, inputs = entered
        keys = {key_of(each) for each in variables}
        own = keys & {key_of(each) for each in model.trainable_variables}
        if not own:
            return
        trained = self._trained.setdefault(model, LoopedNetwork())
        trained.asked |= {each for each in own if each is not None}
        if compared is not None:
            trained.loss, trained.from_logits, trained.swapped = compared.loss, compared.from_logits, compared.swapped
        labels = None if compared is None or compared.swapped else compared.labels
        here.asked = trained
        if sys.modules["tensorflow"].executing_eagerly():
            with suppress(Exception):
                trained.take(inputs, labels)
        elif here.calls:
            function, given = here.calls[-1]
            places = _place(inputs, given), _place(labels, given)
            # it may be traced anew
            others = [each for each in self._places.get(function, ()) if each[0] is not trained]
            if places[0] is not None:
                self._places[function] = [*others, (trained, *places)]

    def _apply(self, apply: Any, optimizer: Any, /, *args: Any, **kwargs: Any) -> Any:
        if self._here.asked is not None and not self._doing.fits and not self._doing.looking:
            self._here.asked.optimizer, self._here.asked = optimizer, None
        return apply(optimizer, *args, **kwargs)

    def _call_function(self, call: Any, function: Any, /, *args: Any, **kwargs: Any) -> Any:
        if self._doing.fits or self._here.batches or self._doing.looking or not asked_by_own_code():
            return call(function, *args, **kwargs)
        parts = (each for each in keras.tree.flatten((args, kwargs)) if not hasattr(each, "assign"))
        given = [each for each in parts if hasattr(each, "shape") and hasattr(each, "dtype")]
        self._here.calls.append((function, given))
        try:
            made = call(function, *args, **kwargs)
        finally:
            self._here.calls.pop()
        if sys.modules["tensorflow"].executing_eagerly():
            for trained, inputs, labels in self._places.get(function, ()):
                with suppress(Exception):
                    trained.take(_at(inputs, given), _at(labels, given))
        return made

    def _train_on_batch(self, train: Any, model: Any, /, x: Any, y: Any = None, *args: Any, **kwargs: Any) -> Any:
        if not self._doing.fits and not self._doing.looking:
            with suppress(Exception):
                trained = self._trained.setdefault(model, LoopedNetwork())
                trained.by_batch = True
                trained.take(x, y)
        self._here.batches += 1
        try:
            made = train(model, x, y, *args, **kwargs)
        finally:
            self._here.batches -= 1
        with suppress(Exception):
            self._keep(made["loss"] if isinstance(made, dict) else made[0] if isinstance(made, list) else made)
        return made

    def _iterate(self, iterate: Any, dataset: Any, /) -> Any:
        if not self._doing.fits and not self._doing.looking:
            with suppress(Exception):
                key, more = id(dataset), int(dataset.cardinality()) not in (0, 1)
                self._datasets[key] = self._datasets.get(key, 0) + more
                self.iterators = max(self.iterators, self._datasets[key])
        return iterate(dataset)

    # ---- facts

    def only(self) -> Optional[tuple[Any, LoopedNetwork]]:
        """The network that loops have trained, and what they trained it on; None if there are several, or none."""
        found = [(model, each) for model, each in list(self._trained.items()) if each.seen]
        return found[0] if len(found) == 1 else None


def _place(tensor: Any, given: list[Any]) -> Optional[Callable[[list[Any]], Any]]:
    """How to find what a symbolic tensor is among the arguments of the function that is traced; None if it isn't."""
    tensorflow = sys.modules["tensorflow"]
    if tensor is None:
        return None
    tensor = keras.tree.flatten(tensor)[0]
    if not tensorflow.is_symbolic_tensor(tensor):
        return lambda _: tensor
    while tensor.op.type in PASSING:
        tensor = tensor.op.inputs[0]
    constant = tensorflow.get_static_value(tensor)
    if constant is not None:
        return lambda _: constant
    graph = tensor.graph
    for outside, inside in graph.captures:
        if inside is tensor and not tensorflow.is_symbolic_tensor(outside):
            return lambda _: outside
    at = next((at for at, each in enumerate(graph.inputs) if each is tensor), None)
    if at is None or at >= len(given) or len(given[at].shape) != len(tensor.shape):
        return None
    return lambda arrays: arrays[at]


def _at(place: Optional[Callable[[list[Any]], Any]], given: list[Any]) -> Any:
    return None if place is None else place(given)


MOST_LOSSES = 200
MOST_COMPARED = 50  # writes

WRITES = {"assign": 0, "assign_add": 1, "assign_sub": -1}


class Loops:
    """Watches tapes that the program's own code asks, once `install` was called. Only in a child."""

    def __init__(self, doing: Doing) -> None:
        self._doing = doing
        self.batches = LoopBatches(doing, self._keep)
        self.forget()

    def forget(self) -> None:
        """What was done so far is none of the answer's."""
        self._asked = self._missing = self._added = self._taken = 0
        self._target: Any = ()
        self._crossed: Any = ()
        self._pending: Any = ()
        self._losses: list[Any] = []  # of one step of so many
        self._every, self._kept, self._last_loss = 1, 0, None
        self._firsts: set[int] = set()  # of the variables of each network
        self._slopes: dict[Optional[int], Any] = {}
        self._names: dict[Optional[int], str] = {}  # of variables that gradients were asked of
        self._reached: set[Optional[int]] = set()
        self.batches.forget()

    def install(self) -> None:
        """Watch from now on."""
        self.batches.install()
        tensorflow = sys.modules["tensorflow"]
        wrap_method(tensorflow.GradientTape, "gradient", self._ask)
        operations = sys.modules["tensorflow.python.ops.gen_math_ops"]
        for name in ("sub", "squared_difference"):
            setattr(operations, name, partial(self._subtract, getattr(operations, name)))
        variable = sys.modules["tensorflow.python.ops.resource_variable_ops"].ResourceVariable
        for name, sign in WRITES.items():
            wrap_method(variable, name, partial(self._write, sign))

    def _ask(self, gradient: Any, tape: Any, /, target: Any, sources: Any, *args: Any, **kwargs: Any) -> Any:
        found = gradient(tape, target, sources, *args, **kwargs)
        if not self._doing.looking:
            with suppress(Exception):
                if self._doing.steps and any(key_of(each) is not None for each in keras.tree.flatten(sources)):
                    self._doing.steps[0].again("asked")
                if asked_by_own_code():
                    self._note(target, sources, found)
            self._pending = ()
        return found

    def _note(self, target: Any, sources: Any, found: Any) -> None:
        tensors = [each for each in keras.tree.flatten(target) if each is not None]
        variables = [
            (each, slope)
            for each, slope in zip(keras.tree.flatten(sources), keras.tree.flatten(found))  # noqa: B905
            if hasattr(each, "assign") or hasattr(each, "_value")
        ]
        if not variables or not tensors:
            return
        self.batches.asked([each for each, _ in variables])
        self._asked += 1
        self._firsts.add(key_of(variables[0][0]) or 0)
        shape = tuple(tensors[0].shape)
        if len(shape) > len(self._target):
            self._target = shape
        self._missing += all(slope is None for _, slope in variables)
        self._names |= {key_of(each): str(getattr(each, "path", "") or each.name) for each, _ in variables}
        self._reached |= {key_of(each) for each, slope in variables if slope is not None}
        if self._pending:
            self._crossed = self._pending
        if sys.modules["tensorflow"].executing_eagerly():
            if shape == ():
                self._keep(tensors[0])
            if self._added + self._taken < MOST_COMPARED:
                self._slopes = {key_of(each): slope for each, slope in variables if slope is not None}

    def _keep(self, loss: Any) -> None:
        """Keep losses of all of the run: the more steps, the fewer of them."""
        self._last_loss, self._kept = loss, self._kept + 1
        if self._kept % self._every == 0:
            self._losses.append(loss)
        if len(self._losses) > MOST_LOSSES:
            self._losses, self._every = self._losses[::2], 2 * self._every

    def _subtract(self, subtract: Any, x: Any, y: Any, *args: Any, **kwargs: Any) -> Any:
        with suppress(Exception):
            self.batches.note_pair(x, y)
            one: Any = getattr(x, "shape", ())
            other: Any = getattr(y, "shape", ())
            if len(one) != len(other) and {len(one), len(other)} == {1, 2} and not self._doing.looking:
                flat, deep = (one, other) if len(one) == 1 else (other, one)
                if deep[1] == 1 and flat[0] != 1 and deep[0] == flat[0] and asked_by_own_code():
                    self._pending = (tuple(deep), tuple(flat))
        return subtract(x, y, *args, **kwargs)

    def _write(self, sign: int, write: Any, variable: Any, value: Any, *args: Any, **kwargs: Any) -> Any:
        slope = self._slopes.pop(key_of(variable), None) if self._slopes else None
        if slope is not None and not self._doing.applying and not self._doing.looking:
            with suppress(Exception):
                one, other = np.asarray(slope).ravel(), np.asarray(value).ravel()
                other = other * sign if sign else other - np.asarray(variable.value()).ravel()
                alike = float(one @ other) / float(np.linalg.norm(one) * np.linalg.norm(other))
                self._added += alike > 0.99
                self._taken += alike < -0.99
        return write(variable, value, *args, **kwargs)

    def asked_of(self, variables: Iterable[Any]) -> bool:
        """Whether a tape was asked for the gradient of any of the variables."""
        return any(key_of(each) in self._names for each in variables)

    def facts(self, counters: Counters) -> LoopFacts:
        """What loops did, of which there may be none."""
        anew = [each for each in counters.tallies if not each.of_model and each.moved and each.now().steps == 1]
        losses: list[float] = []
        with suppress(Exception):
            losses = [float(each) for each in self._losses if each is not self._last_loss]
            losses += [float(self._last_loss)] if self._last_loss is not None else []
        return LoopFacts(
            asked=self._asked,
            target=self._target,
            missing=self._missing,
            crossed=self._crossed,
            added=int(self._added),
            taken=int(self._taken),
            losses=tuple(losses),
            anew=len(anew),
            networks=len(self._firsts),
            cut_off=tuple(name for key, name in self._names.items() if key not in self._reached)[:20],
        )
