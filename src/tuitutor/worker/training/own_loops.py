"""Training loops of the program's own: the gradients that they compute, their loss, and which way the weights go.

Nothing is changed, and watching takes microseconds: shapes, and a product for the first steps.
"""

from __future__ import annotations

import sys
import threading
import weakref
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, Optional

import keras
import numpy as np

from tuitutor.protocol.facts import FitFacts, LoopFacts
from tuitutor.worker.learner_errors import suppress_learner_errors
from tuitutor.worker.training.counting import Counters, Doing, key_of
from tuitutor.worker.training.fit_data_facts import GivenData
from tuitutor.worker.training.measure import compile_facts, optimizer_facts
from tuitutor.worker.training.origin import called_by_program, wrap_method
from tuitutor.worker.training.stream_batches import is_examined

CROSSENTROPIES = ("binary_crossentropy", "categorical_crossentropy", "sparse_categorical_crossentropy")
DIFFERENCE = "difference"  # the loss of a program that subtracts labels and outputs itself
MIN_RESTARTS = 20  # steps
PASSING = ("Cast", "Reshape", "ExpandDims", "Squeeze", "Identity")  # operations that leave a tensor's numbers alone
MAX_LOSSES = 200
MAX_COMPARED = 50  # writes
MAX_NAMES = 20
NO_ARRAY = (IndexError, ValueError)  # raised for inputs that aren't arrays with rows
WRITES = {"assign": 0, "assign_add": 1, "assign_sub": -1}

Place = Optional[Callable[[list[Any]], Any]]
"""Returns a tensor, if need be from the arguments of a traced function; None if the tensor isn't to be had."""


@dataclass
class Compared:
    """A comparison of a network's outputs with `labels` by a loss; `swapped`: with its arguments exchanged."""

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
    by_batch: bool = False  # by train_on_batch
    optimizer: Any = None
    with_gradients: set[int] = field(default_factory=set)  # keys of the variables whose gradients were computed
    batches: int = 0
    first_batch: Optional[bytes] = None
    has_other_batches: bool = False  # that aren't like the first one

    def note(self, inputs: Any, labels: Any) -> None:
        """Note a batch that it is trained on. Some are examined."""
        if is_examined(self.batches):
            self.given.batches.note((inputs,) if labels is None else (inputs, labels))
            if not self.has_other_batches:
                rows = np.asarray(keras.tree.flatten(inputs)[0])[:64].tobytes()
                self.has_other_batches = self.first_batch is not None and rows != self.first_batch
                self.first_batch = rows
        self.batches += 1

    def forget(self) -> None:
        """From now on, the answer trains it."""
        self.given, self.batches, self.first_batch, self.has_other_batches = GivenData(), 0, None, False

    def as_fit(self, model: Any, counters: Counters, losses: tuple[float, ...]) -> FitFacts:
        """Facts of the loop, as if it had been a fit."""
        compiled = compile_facts(model) if self.by_batch else optimizer_facts(self.optimizer)
        rate = compiled.learning_rate if compiled is not None else None
        owner = model if self.by_batch else self.optimizer
        size = max(1, -(-len(losses) // 10))  # means of up to ten parts of the curve, since losses of batches jump
        means = tuple(float(np.mean(losses[at : at + size])) for at in range(0, len(losses), size))
        return FitFacts(
            epochs=0,
            epochs_run=0,
            batch_size=None,
            validation=False,
            history={"loss": means} if losses else {},
            compiled=compiled,
            steps=counters.of(owner).now().steps if owner is not None else None,
            lowest_rate=rate,
            highest_rate=rate,
            data=self.given.facts(),
            own_loss=self.loss,
            own_logits=self.from_logits,
        )

    def unasked(self, model: Any) -> tuple[str, ...]:
        """The trainable layers of whose weights no gradient was computed."""
        if self.by_batch:
            return ()
        own = {key_of(variable) for variable in model.trainable_variables}
        names = []
        for layer in model._flatten_layers(include_self=False, recursive=True):
            keys = {key_of(variable) for variable in layer.trainable_variables}
            if not layer._layers and keys and keys <= own and keys.isdisjoint(self.with_gradients):
                names.append(str(layer.name))
        return tuple(names[:MAX_NAMES])

    def restarts(self, iterators: int) -> bool:
        """Whether all steps took the first batch of a stream of several, over which so many iterators were made."""
        return not self.has_other_batches and self.batches >= MIN_RESTARTS and iterators >= 0.9 * self.batches


class _ThreadState(threading.local):
    """The latest call of a model with its inputs, how its outputs were compared, and the calls of traced functions."""

    def __init__(self) -> None:
        self.entered: Optional[tuple[Any, Any]] = None
        self.compared: Optional[Compared] = None
        self.stepping: Optional[LoopedNetwork] = None  # whose gradients were computed, until an optimizer is called
        self.calls: list[tuple[Any, list[Any]]] = []  # functions that run, with their arguments


class LoopBatches:
    """Notes the batches of loops, once `install` was called. Only in a child.

    `add_loss` gets the losses of `train_on_batch`. `compared` has for a network the latest comparison of its outputs by
    the program's own code.
    """

    def __init__(self, doing: Doing, add_loss: Callable[[Any], None]) -> None:
        self._doing, self._thread, self._add_loss = doing, _ThreadState(), add_loss
        self._trained: weakref.WeakKeyDictionary[Any, LoopedNetwork] = weakref.WeakKeyDictionary()
        self.compared: weakref.WeakKeyDictionary[Any, Compared] = weakref.WeakKeyDictionary()
        # of traced functions that compute gradients: the networks, and where to find inputs and labels
        self._places: weakref.WeakKeyDictionary[Any, list[tuple[LoopedNetwork, Place, Place]]]
        self._places = weakref.WeakKeyDictionary()
        self._records: Callable[[list[Any]], bool] = lambda _: False  # whether a tape records any of the tensors
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
        """From now on, the answer trains."""
        self._datasets, self.iterators = {}, 0
        for network in list(self._trained.values()):
            network.forget()

    # ---- inputs, outputs and labels

    def _call(self, call: Any, model: Any, /, *args: Any, **kwargs: Any) -> Any:
        outputs = call(model, *args, **kwargs)
        if args and not self._doing.looking:
            with suppress_learner_errors():
                if self._records(keras.tree.flatten(outputs)) and called_by_program():
                    self._thread.entered, self._thread.compared = (model, args[0]), None
        return outputs

    def _crossentropy(self, name: str, compare: Any, target: Any, output: Any, *args: Any, **kwargs: Any) -> Any:
        if self._thread.entered is not None and not self._doing.looking:
            from_logits = bool(kwargs.get("from_logits", args[0] if args else False))
            self.note_pair(target, output, name, from_logits)
        return compare(target, output, *args, **kwargs)

    def note_pair(self, target: Any, output: Any, loss: str = DIFFERENCE, from_logits: bool = False) -> None:
        """Note a comparison of labels and outputs. Outputs are told from labels by the gradient that goes through."""
        state = self._thread
        if state.entered is None or state.compared is not None:
            return
        with suppress_learner_errors():
            model, inputs = state.entered
            is_tensor = sys.modules["tensorflow"].is_tensor
            recorded = [bool(is_tensor(tensor) and self._records([tensor])) for tensor in (target, output)]
            if recorded == [True, False] and loss != DIFFERENCE:
                state.compared = Compared(output, loss, from_logits, swapped=True)
            elif recorded[0] != recorded[1]:
                labels = output if recorded[0] else target
                rows, input_rows = (
                    tuple(getattr(tensor, "shape", ()))[:1] for tensor in (labels, keras.tree.flatten(inputs)[0])
                )
                if rows and rows == input_rows:
                    state.compared = Compared(labels, loss, from_logits)
            if state.compared is not None:
                self.compared[model] = replace(state.compared, labels=None)  # nothing keeps graphs

    # ---- steps

    def note_gradients(self, variables: Iterable[Any]) -> None:
        """The program's own code has computed gradients of these variables with a tape."""
        state = self._thread
        entered, compared, state.entered, state.compared = state.entered, state.compared, None, None
        if entered is None or self._doing.fits or self._doing.batches:
            return
        model, inputs = entered
        keys = {key for variable in variables if (key := key_of(variable)) is not None}
        own = keys & {key_of(variable) for variable in model.trainable_variables}
        if not own:
            return
        trained = self._trained.setdefault(model, LoopedNetwork())
        trained.with_gradients |= own
        if compared is not None:
            trained.loss, trained.from_logits, trained.swapped = compared.loss, compared.from_logits, compared.swapped
        labels = None if compared is None or compared.swapped else compared.labels
        state.stepping = trained
        if sys.modules["tensorflow"].executing_eagerly():
            with suppress_learner_errors(*NO_ARRAY):
                trained.note(inputs, labels)
        elif state.calls:
            function, arguments = state.calls[-1]
            of_inputs, of_labels = _place(inputs, arguments), _place(labels, arguments)
            if of_inputs is not None:
                others = [place for place in self._places.get(function, ()) if place[0] is not trained]  # traced anew
                self._places[function] = [*others, (trained, of_inputs, of_labels)]

    def _apply(self, apply: Any, optimizer: Any, /, *args: Any, **kwargs: Any) -> Any:
        state = self._thread
        if state.stepping is not None and not self._doing.fits and not self._doing.looking:
            state.stepping.optimizer, state.stepping = optimizer, None
        return apply(optimizer, *args, **kwargs)

    def _call_function(self, call: Any, function: Any, /, *args: Any, **kwargs: Any) -> Any:
        if self._doing.fits or self._doing.batches or self._doing.looking or not called_by_program():
            return call(function, *args, **kwargs)
        parts = (part for part in keras.tree.flatten((args, kwargs)) if not hasattr(part, "assign"))
        arguments = [part for part in parts if hasattr(part, "shape") and hasattr(part, "dtype")]
        self._thread.calls.append((function, arguments))
        try:
            result = call(function, *args, **kwargs)
        finally:
            self._thread.calls.pop()
        if sys.modules["tensorflow"].executing_eagerly():
            for trained, of_inputs, of_labels in self._places.get(function, ()):
                with suppress_learner_errors(*NO_ARRAY):
                    trained.note(_find(of_inputs, arguments), _find(of_labels, arguments))
        return result

    def _train_on_batch(self, train: Any, model: Any, /, x: Any, y: Any = None, *args: Any, **kwargs: Any) -> Any:
        if not self._doing.fits and not self._doing.looking:
            with suppress_learner_errors(*NO_ARRAY):
                trained = self._trained.setdefault(model, LoopedNetwork())
                trained.by_batch = True
                trained.note(x, y)
        result = train(model, x, y, *args, **kwargs)
        with suppress_learner_errors(LookupError):  # a method of the program's own may return anything
            loss = result["loss"] if isinstance(result, dict) else result
            self._add_loss(loss[0] if isinstance(loss, list) else loss)
        return result

    def _iterate(self, iterate: Any, dataset: Any, /) -> Any:
        if not self._doing.fits and not self._doing.looking:
            with suppress_learner_errors():
                key, has_several = id(dataset), int(dataset.cardinality()) not in (0, 1)
                self._datasets[key] = self._datasets.get(key, 0) + has_several
                self.iterators = max(self.iterators, self._datasets[key])
        return iterate(dataset)

    # ---- facts

    def only(self) -> Optional[tuple[Any, LoopedNetwork]]:
        """The network that loops have trained; None if there are several, or none."""
        found = [(model, network) for model, network in list(self._trained.items()) if network.batches]
        return found[0] if len(found) == 1 else None


def _place(tensor: Any, arguments: list[Any]) -> Place:
    """Where a symbolic tensor is found when the function runs that is traced now with these arguments."""
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
    at = next((at for at, found in enumerate(graph.inputs) if found is tensor), None)
    if at is None or at >= len(arguments) or len(arguments[at].shape) != len(tensor.shape):
        return None
    return lambda arrays: arrays[at]


def _find(place: Place, arguments: list[Any]) -> Any:
    return None if place is None else place(arguments)


class Loops:
    """Watches tapes that the program's own code uses, once `install` was called. Only in a child."""

    def __init__(self, doing: Doing) -> None:
        self._doing = doing
        self.batches = LoopBatches(doing, self._add_loss)
        self.forget()

    def forget(self) -> None:
        """From now on, the answer runs."""
        self._gradients = self._missing = self._added = self._subtracted = 0
        self._target: Any = ()
        self._crossed: Any = ()
        self._crossed_now: Any = ()
        self._losses: list[Any] = []  # of one step of `every`
        self._every, self._steps, self._last_loss = 1, 0, None
        self._first_keys: set[int] = set()  # of the first variables of networks
        self._slopes: dict[Optional[int], Any] = {}  # the latest gradients, by the variable
        self._names: dict[Optional[int], str] = {}  # of variables whose gradients were computed
        self._reached: set[Optional[int]] = set()  # of these, those that have one
        self.batches.forget()

    def install(self) -> None:
        """Watch from now on."""
        self.batches.install()
        tensorflow = sys.modules["tensorflow"]
        wrap_method(tensorflow.GradientTape, "gradient", self._compute_gradient)
        operations = sys.modules["tensorflow.python.ops.gen_math_ops"]
        for name in ("sub", "squared_difference"):
            setattr(operations, name, partial(self._subtract, getattr(operations, name)))
        variable = sys.modules["tensorflow.python.ops.resource_variable_ops"].ResourceVariable
        for name, sign in WRITES.items():
            wrap_method(variable, name, partial(self._write, sign))

    def _compute_gradient(
        self, gradient: Any, tape: Any, /, target: Any, sources: Any, *args: Any, **kwargs: Any
    ) -> Any:
        gradients = gradient(tape, target, sources, *args, **kwargs)
        if not self._doing.looking:
            with suppress_learner_errors():
                steps = self._doing.steps
                if steps and any(key_of(source) is not None for source in keras.tree.flatten(sources)):
                    steps[0].add_gradient()
                if called_by_program():
                    self._note(target, sources, gradients)
            self._crossed_now = ()
        return gradients

    def _note(self, target: Any, sources: Any, gradients: Any) -> None:
        tensors = [tensor for tensor in keras.tree.flatten(target) if tensor is not None]
        variables = [
            (source, slope)
            for source, slope in zip(keras.tree.flatten(sources), keras.tree.flatten(gradients))  # noqa: B905
            if hasattr(source, "assign") or hasattr(source, "_value")
        ]
        if not variables or not tensors:
            return
        self.batches.note_gradients([variable for variable, _ in variables])
        self._gradients += 1
        self._first_keys.add(key_of(variables[0][0]) or 0)
        shape = tuple(tensors[0].shape)
        if len(shape) > len(self._target):
            self._target = shape
        slopes = {key_of(variable): slope for variable, slope in variables if slope is not None}
        self._missing += not slopes
        self._names |= {
            key_of(variable): str(getattr(variable, "path", "") or variable.name) for variable, _ in variables
        }
        self._reached |= slopes.keys()
        if self._crossed_now:
            self._crossed = self._crossed_now
        if sys.modules["tensorflow"].executing_eagerly():
            if shape == ():
                self._add_loss(tensors[0])
            if self._added + self._subtracted < MAX_COMPARED:
                self._slopes = slopes

    def _add_loss(self, loss: Any) -> None:
        """Store losses of all of the run: the more steps, the fewer of them."""
        self._last_loss, self._steps = loss, self._steps + 1
        if self._steps % self._every == 0:
            self._losses.append(loss)
        if len(self._losses) > MAX_LOSSES:
            self._losses, self._every = self._losses[::2], 2 * self._every

    def _subtract(self, subtract: Any, x: Any, y: Any, *args: Any, **kwargs: Any) -> Any:
        with suppress_learner_errors():
            self.batches.note_pair(x, y)
            shapes: list[Any] = [getattr(tensor, "shape", ()) for tensor in (x, y)]
            vector, column = sorted(shapes, key=len)
            if (len(vector), len(column)) == (1, 2) and not self._doing.looking:
                is_crossed = column[1] == 1 and vector[0] != 1 and column[0] == vector[0]
                if is_crossed and called_by_program():
                    self._crossed_now = (tuple(column), tuple(vector))
        return subtract(x, y, *args, **kwargs)

    def _write(self, sign: int, write: Any, variable: Any, value: Any, *args: Any, **kwargs: Any) -> Any:
        slope = self._slopes.pop(key_of(variable), None) if self._slopes else None
        if slope is not None and not self._doing.applying and not self._doing.looking:
            with suppress_learner_errors(TypeError, ValueError, ZeroDivisionError):  # sparse, of another shape, or 0
                gradient, change = np.asarray(slope).ravel(), np.asarray(value).ravel()
                change = change * sign if sign else change - np.asarray(variable.value()).ravel()
                cosine = float(gradient @ change) / float(np.linalg.norm(gradient) * np.linalg.norm(change))
                self._added += cosine > 0.99
                self._subtracted += cosine < -0.99
        return write(variable, value, *args, **kwargs)

    def has_gradients_of(self, variables: Iterable[Any]) -> bool:
        """Whether a gradient of any of the variables was computed."""
        return any(key_of(variable) in self._names for variable in variables)

    def facts(self, counters: Counters) -> LoopFacts:
        """Facts about loops, of which there may be none."""
        tallies = [tally for tally in counters.tallies if not tally.of_model and tally.moved]
        losses: list[float] = []
        with suppress_learner_errors(TypeError, ValueError):  # a train_on_batch of the program's own returns anything
            losses = [float(loss) for loss in self._losses if loss is not self._last_loss]
            losses += [float(self._last_loss)] if self._last_loss is not None else []
        return LoopFacts(
            gradients=self._gradients,
            target_shape=self._target,
            without_gradient=self._missing,
            broadcast=self._crossed,
            ascents=int(self._added),
            descents=int(self._subtracted),
            losses=tuple(losses),
            single_step_optimizers=sum(tally.now().steps == 1 for tally in tallies),
            networks=len(self._first_keys),
            disconnected=tuple(name for key, name in self._names.items() if key not in self._reached)[:MAX_NAMES],
        )
