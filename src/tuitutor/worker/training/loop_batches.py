"""What loops of the program's own train on: batches that enter a network while a tape of theirs records.

Labels are what its outputs are compared with. Outside of graphs both are seen as they go by; a function that TensorFlow
traces is looked at once, to see which of its arguments they are, and then what it is called with is looked at.
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

from tuitutor.protocol.facts import FitFacts
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
