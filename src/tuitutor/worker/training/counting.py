"""Counting what is trained, whatever calls it: rows that train steps take, and steps of optimizers.

The counters are TensorFlow variables, so that they also count inside compiled functions and fused steps, and
recompiling, resetting or accumulating gradients doesn't change them. They affect no weight and no random number.
"""

from __future__ import annotations

import functools
import math
import sys
import threading
import weakref
from collections.abc import Callable, Iterable
from contextlib import nullcontext
from dataclasses import dataclass, field
from typing import Any, Optional

import keras

from tuitutor.worker.learner_errors import raise_if_ours, suppress_learner_errors
from tuitutor.worker.training.origin import wrap_method
from tuitutor.worker.training.speed import once


@dataclass(frozen=True)
class Counted:
    """Counts of rows and steps. `samples` is None once some could not be counted.

    A row counts once for every step that is made with it.
    """

    samples: Optional[int] = 0
    steps: int = 0

    def since(self, before: Counted) -> Counted:
        """The counts after `before`."""
        samples = None if self.samples is None or before.samples is None else self.samples - before.samples
        return Counted(samples, self.steps - before.steps)

    def __add__(self, other: Counted) -> Counted:
        samples = None if self.samples is None or other.samples is None else self.samples + other.samples
        return Counted(samples, self.steps + other.steps)


class TrainedWith:
    """The tally of a model in its train steps, or of an optimizer outside of any.

    `moved` has the numbers of the variables that an optimizer got there. `width` is how many numbers a row has, 0 if
    unknown. With an `owner`, nothing is added: steps are the optimizer's own iterations, and rows are unknown.
    """

    def __init__(self, of_model: bool, owner: Optional[weakref.ref[Any]] = None) -> None:
        self.of_model, self.all_samples, self.width, self._owner = of_model, owner is None, 0, owner
        self.moved: set[int] = set()
        self._variables: dict[str, Any] = {}

    def now(self) -> Counted:
        """The counts so far."""
        if self._owner is not None:
            return Counted(None, _iterations(self._owner()))
        counts = {name: int(variable.numpy()) for name, variable in list(self._variables.items())}
        return Counted(counts.get("samples", 0) if self.all_samples else None, counts.get("steps", 0))

    def add(self, name: str, amount: Any) -> None:
        """Count `amount` more, also whenever a function runs that is traced now."""
        if self._owner is not None:
            return
        tensorflow = sys.modules["tensorflow"]
        if name not in self._variables:
            options = {"trainable": False, "name": f"counted_{name}"}
            with tensorflow.init_scope(), tensorflow.device("CPU:0"):  # not lifted, or TensorFlow would trace twice
                self._variables[name] = tensorflow.Variable(
                    0, dtype="int64", experimental_enable_variable_lifting=False, **options
                )
        self._variables[name].assign_add(tensorflow.cast(amount, "int64"))


@dataclass
class Step:
    """A train step that runs or is traced: its model, the rows of its batch, and how often they were trained on.

    `gradients` and `updates` count the calls of a tape and of an optimizer. In a loop of a graph, nobody knows how many
    there are while it is traced, so those in it count whenever it runs.
    """

    model: Any
    tally: TrainedWith
    graph: Any
    rows: Any = 0
    gradients: int = 0
    updates: int = 0
    batch: list[Any] = field(default_factory=list)

    def add_gradient(self) -> None:
        """Gradients are computed. Rows count again if that is the second time."""
        if self.graph is not _graph():
            self.tally.add("samples", self.rows)
        else:
            self._add(gradients=1)

    def add_update(self) -> None:
        """An optimizer makes a step. Rows count again if that is the second time."""
        if self.graph is _graph():
            self._add(updates=1)

    def _add(self, gradients: int = 0, updates: int = 0) -> None:
        before = max(1, self.gradients, self.updates)
        self.gradients, self.updates = self.gradients + gradients, self.updates + updates
        if max(self.gradients, self.updates) > before:
            self.tally.add("samples", self.rows)


class Doing(threading.local):
    """What the thread is doing: the train steps that it is in, from the outermost on.

    `fits` and `batches` count the calls of `fit` and `train_on_batch` that it is in. `applying`: an optimizer updates
    its variables. While we are `looking` at a network ourselves, nothing is noted.
    """

    def __init__(self) -> None:
        self.steps: list[Step] = []
        self.fits = self.batches = 0
        self.applying = self.looking = False


@dataclass
class Counters:
    """Counts by wrapping Keras, once `install` was called. Only in a child.

    `numbers` gives those of variables. While `idle`, Keras's optimizers count, but change nothing. `in_graphs`: with
    variables in the graphs that train. They are on the CPU, so a graph for a GPU alone could not run with them.
    """

    doing: Doing
    numbers: Callable[[Iterable[Any]], set[int]]
    tallies: list[TrainedWith] = field(default_factory=list)
    idle: bool = False
    in_graphs: bool = True

    def __post_init__(self) -> None:
        self._of: weakref.WeakKeyDictionary[Any, TrainedWith] = weakref.WeakKeyDictionary()
        self._lock = threading.Lock()
        self._has_warned = False

    def of(self, owner: Any) -> TrainedWith:
        """The tally of a model or an optimizer."""
        with self._lock:
            if owner not in self._of:
                counted_by = None if self.in_graphs else weakref.ref(owner)
                self._of[owner] = TrainedWith(isinstance(owner, keras.Model), counted_by)
                self.tallies.append(self._of[owner])
            return self._of[owner]

    def moved(self) -> set[int]:
        """The numbers of all variables that were trained so far."""
        return set().union(*(tally.moved for tally in list(self.tallies)))

    def that_moved(self, numbers: set[int]) -> list[TrainedWith]:
        """The tallies of all that trained any of the variables."""
        return [tally for tally in list(self.tallies) if not numbers.isdisjoint(tally.moved)]

    def install(self) -> None:
        """Have all train steps and optimizers count from now on."""
        if self.in_graphs:
            wrap_method(keras.Model, "make_train_function", self._make_train_function)
        keras.Model.__call__ = self._counting_call()  # it has none of its own, and other layers need none
        wrap_method(keras.optimizers.Optimizer, "apply", self._apply)

    def _counting_call(self) -> Callable[..., Any]:
        """Calls a model. In its train step, rows that enter it count, also if they aren't the batch's."""

        def call(model: Any, *args: Any, **kwargs: Any) -> Any:
            steps = self.doing.steps
            if steps and model is steps[0].model and args:
                step = steps[0]
                try:
                    rows = _count_rows(args[0])
                    if rows is not step.rows and not (isinstance(rows, int) and rows == step.rows):
                        step.tally.add("samples", keras.ops.maximum(rows - step.rows, 0))
                except Exception as error:
                    raise_if_ours(error, IndexError, TypeError)
                    step.tally.all_samples = False
            return keras.layers.Layer.__call__(model, *args, **kwargs)

        return call

    def _apply(self, apply: Any, optimizer: Any, /, grads: Any, trainable_variables: Any = None) -> Any:
        if trainable_variables is not None:
            trainable_variables = list(trainable_variables)
        if self.doing.looking or (self.doing.fits and not self.in_graphs):
            return apply(optimizer, grads, trainable_variables)
        variables = trainable_variables
        if variables is None:
            variables = list(getattr(optimizer, "_trainable_variables", ()))
        moved = self.numbers(variables)
        result = None
        if not self.idle:
            before, self.doing.applying = self.doing.applying, True
            try:
                result = apply(optimizer, grads, trainable_variables)
            finally:
                self.doing.applying = before
        elif not self._has_warned:
            self._has_warned = True
            print("In this exercise, fit and Keras's optimizers change no weight.", file=sys.stderr)
        steps = self.doing.steps
        tally = steps[0].tally if steps else self.of(optimizer)
        tally.moved |= moved
        tally.add("steps", 1)
        if steps:
            steps[0].add_update()
        return result

    def _make_train_function(self, make: Any, model: Any, /, *args: Any, **kwargs: Any) -> Any:
        """Each class of the model may have a train step, and the model itself too: all of them count from now on."""
        for owner in (model, *type(model).__mro__):
            step = vars(owner).get("train_step")
            if step is not None and not getattr(step, "counts_samples", False):
                owner.train_step = self._counted_step(step, own=model if owner is model else None)
        return make(model, *args, **kwargs)

    def _counted_step(self, step: Callable[..., Any], own: Any) -> Callable[..., Any]:
        """A train step that counts. `own` is the model if it is an attribute of its own, and not of its class."""
        model_of = weakref.ref(own) if own is not None else None

        @functools.wraps(step)
        def train_step(*args: Any, **kwargs: Any) -> Any:
            model = args[0] if model_of is None else model_of()
            if self.doing.steps or self.doing.looking:
                return step(*args, **kwargs)
            running = Step(model, self.of(model), _graph())
            data = [*args, *kwargs.values()][0 if own is not None else 1 :]
            try:
                running.batch = [tensor for tensor in keras.tree.flatten(data) if tensor is not None]
                running.rows = _count_rows(running.batch)
                sizes = tuple(running.batch[0].shape)[1:]
                running.tally.width = max(running.tally.width, 0 if None in sizes else math.prod(sizes))
                running.tally.add("samples", running.rows)
            except Exception as error:
                raise_if_ours(error, AttributeError, IndexError, TypeError)
                running.tally.all_samples = False
            self.doing.steps.append(running)
            try:
                with nullcontext() if own is not None else once(model):
                    return step(*args, **kwargs)
            finally:
                self.doing.steps.pop()

        train_step.counts_samples = True  # type: ignore[attr-defined]
        return train_step


def _iterations(owner: Any) -> int:
    """The steps that the optimizer, or the optimizer of the model, has made; 0 if unknown."""
    with suppress_learner_errors(AttributeError, TypeError):
        return int(keras.ops.convert_to_numpy(getattr(owner, "optimizer", owner).iterations))
    return 0


def _count_rows(data: Any) -> Any:
    """The size of the first axis of a tensor, or of the first of several."""
    return keras.ops.shape(keras.tree.flatten(data)[0])[0]


def key_of(variable: Any) -> Optional[int]:
    """Identifies a variable of Keras or TensorFlow while it exists; None if it is neither."""
    handle = getattr(getattr(variable, "_value", variable), "_handle", None)
    return None if handle is None else id(handle)


def _graph() -> Any:
    tensorflow = sys.modules["tensorflow"]
    return None if tensorflow.executing_eagerly() else tensorflow.compat.v1.get_default_graph()
