"""Watching `Model.fit`: every fit is recorded, and in the end it is known how it changed the final model."""

from __future__ import annotations

import functools
import gc
import importlib.util
import inspect
import itertools
import logging
import math
import sys
import weakref
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import replace
from functools import partial
from typing import Any, Optional

import keras
import numpy as np

from tuitutor.protocol.events import Event, FitEnded, ScalarLogged
from tuitutor.protocol.facts import DataFacts, FitFacts, LoopFacts, StopFacts, TrainingFacts
from tuitutor.worker.by_hand import walled
from tuitutor.worker.learner_errors import Unmeasurable, suppress_learner_errors
from tuitutor.worker.training.counting import Counted, Counters, Doing, TrainedWith
from tuitutor.worker.training.fit_data import FitData
from tuitutor.worker.training.fit_data_facts import GivenData
from tuitutor.worker.training.fit_records import EndedFit, FirstCallback, LastCallback, RunningFit, State, digests
from tuitutor.worker.training.initial_values import InitialValues
from tuitutor.worker.training.layer_states import network_facts
from tuitutor.worker.training.maps import Maps
from tuitutor.worker.training.measure import compile_facts, optimizer_of
from tuitutor.worker.training.offered import Offered
from tuitutor.worker.training.origin import note_modules, wrap_method
from tuitutor.worker.training.own_loops import Loops
from tuitutor.worker.training.recording import KeptFit
from tuitutor.worker.training.rows import Rows
from tuitutor.worker.training.speed import arguments_of, fused, may_fuse
from tuitutor.worker.training.trained_rows import TrainedRows

MAX_FOLDS = 12  # fits among which folds of the same data are looked for


class Watcher:
    """Records the fits of one child and streams them. `child` and `run` name what is running now.

    `only_records`: nothing is made faster, counted in graphs or drawn, and no network or data is kept.
    """

    def __init__(self, emit: Callable[[Event], None], child: str, only_records: bool = False) -> None:
        self.emit, self.child, self.run, self._only_records = emit, child, "", only_records
        self.doing = Doing()
        self.initial = InitialValues()
        self.counters = Counters(self.doing, self.initial.numbers, in_graphs=not only_records)
        self._rows = TrainedRows(self.doing, self.initial.numbers)
        self._loops = Loops(self.doing)
        self._fits: list[EndedFit] = []
        self._started = 0
        self._latest: Any = None  # the model that was fitted last, so that it isn't freed
        self._trained_before: set[int] = set()  # numbers of variables that were trained before the answer
        self._offered: Optional[Offered] = None
        self._curves: tuple[str, ...] = ()
        self._optimizers: weakref.WeakKeyDictionary[Any, int] = weakref.WeakKeyDictionary()
        self._numbers = itertools.count(1)  # of optimizers
        self.repeats = False  # whether the latest fit is stored, so that it can be repeated
        self.kept: Optional[KeptFit] = None

    def begin_answer(self) -> None:
        """From now on, the answer runs; what was trained before isn't its own."""
        self._trained_before = self.counters.moved()
        self._loops.forget()

    def look_for(self, offered: Optional[Offered], curves: tuple[str, ...]) -> None:
        """From now on, count rows of what is `offered`, if anything, and measure the last values of `curves` again."""
        self._offered, self._curves, self._rows.noting = offered, curves, offered is not None

    def install(self, own: frozenset[str] = frozenset()) -> None:
        """Wrap `Model.fit` and all that trains, and `tf.summary.scalar`. Only in a process that runs learner code.

        `own` are the names of the program's own modules that it has imported already.
        """
        note_modules(own)
        self.counters.install()
        self.initial.install()
        self._rows.install()
        self._loops.install()
        for name in ("predict", "evaluate"):
            wrap_method(keras.Model, name, self._call_later)
        self.install_fit()
        if not self._only_records:
            # TensorFlow warns that Keras's functions are retraced, but every fitted model has its own functions
            logging.getLogger("tensorflow").addFilter(lambda record: "TensorFlowTrainer" not in record.getMessage())
        summary = sys.modules["tensorflow"].summary
        summary.scalar = self._logged(summary.scalar)

    def install_fit(self) -> None:
        """Wrap `Model.fit`."""
        signature = inspect.signature(keras.Model.fit)
        wrap_method(keras.Model, "fit", self._fit)
        fit: Any = keras.Model.fit
        del fit.__wrapped__  # so that nobody gets around it
        fit.__signature__ = signature
        with suppress(AttributeError):  # Keras leaves its own frames out of tracebacks: leave ours out too
            filtering = keras.src.utils.traceback_utils
            filtering._EXCLUDED_PATHS = (*filtering._EXCLUDED_PATHS, "<tuitutor.")

    @contextmanager
    def by_hand(self, how: str) -> Iterator[None]:
        """Inside the block, nothing finds weights, or slopes, for an answer that is to find them by hand.

        "" changes nothing.
        """
        if not how:
            yield
            return
        self.counters.idle = how != "slopes"
        try:
            with walled(how):
                yield
        finally:
            self.counters.idle = False

    # ---- facts

    def fits_of(self, model: Any) -> tuple[FitFacts, ...]:
        """All fits, in the order in which they ended; `model` is the final model, or something else."""
        if not isinstance(model, keras.Model):
            return tuple(
                replace(fit.facts, of_model=False, lasting=False, steps=fit.counted.steps) for fit in self._fits
            )
        weights = self._learned(model)
        now, variables = digests(weights), self.initial.numbers(weights)
        trained = self._trained(model, variables, now)
        parts = set[EndedFit]() if any(trained) else self._parts_of(variables)
        return tuple(
            replace(
                fit.facts,
                of_model=of_model or fit in parts,
                lasting=of_model and epoch == len(fit.states),
                restored=epoch if of_model and 0 < epoch < len(fit.states) else None,
                steps=fit.counted.steps,
                trained_part=fit in parts,
            )
            for fit, of_model in zip(self._fits, trained, strict=True)
            for epoch in [fit.epoch_of(now)]
        )

    def _parts_of(self, variables: set[int]) -> set[EndedFit]:
        """The fits that trained all of the variables between them; none if there are no such fits."""
        parts = {fit for fit in self._fits if fit.variables and fit.variables <= variables}
        return parts if variables == set().union(*(fit.variables for fit in parts)) else set()

    def _trained(self, model: Any, variables: set[int], now: State, whole: bool = True) -> list[bool]:
        """For all fits, whether they trained the model's weights, or values that these are copies of.

        `variables` are the numbers of the weights and `now` their digests. A fit, too, may have begun with copies.
        `whole`: all of the weights have to be copies, and not only some.
        """
        trained = [fit.trained_all(model, variables) for fit in self._fits]
        # with the number of fits before it, of which the latest is nearly always the one: a loop may make thousands
        states = [(now, len(trained)), *((fit.began, at) for at, fit in enumerate(self._fits) if trained[at])]
        while states:
            state, before = states.pop()
            sources = (at for at in reversed(range(before)) if self._fits[at].made(state, whole))
            latest = next(sources, None)
            if latest is not None and not trained[latest] and not any(trained[at] for at in sources):
                trained[latest] = True
                states.append((self._fits[latest].began, latest))
        return trained

    def looked_into(self, fits: tuple[FitFacts, ...]) -> tuple[FitFacts, ...]:
        """The facts of `fits_of`, with the data and the network of the final model's last fit, or else of the last fit.

        A fit that isn't on record stays as it is: it is forged.
        """
        at = next((at for at in reversed(range(len(fits))) if fits[at].of_model), len(fits) - 1)
        if not 0 <= at < len(self._fits):
            return fits
        last = self._fits[at]
        earlier = [fit for fit in self._fits[:at] if fit.numbers & last.numbers]
        given = _with_known(last.given, [fit.given for fit in earlier])  # of a stream, it is read here
        recompiled = {fit.optimizer for fit in earlier if fit.has_same_settings(last)} - {last.optimizer}
        found = replace(
            fits[at],
            class_weights=fits[at].class_weights or last.given.weights,
            data=given,
            discarded=sum(fit.is_like(last) for fit in self._fits[:at]),
            pieces=self._left_for(last, self._fits[:at]),
            recompiled=len(recompiled),
        )
        return (*fits[:at], self._with_network(found, last.model(), last.rows), *fits[at + 1 :])

    def _left_for(self, last: EndedFit, earlier: list[EndedFit]) -> int:
        """How many networks were trained on other rows, and left."""
        others = [fit for fit in earlier if fit.shapes == last.shapes and fit.numbers.isdisjoint(last.numbers)]
        if len(others) < 2 or len(others) < len(earlier):
            return 0
        gc.collect()  # networks refer to themselves
        return sum(fit.is_left_for(last) for fit in others)

    def _with_network(self, fit: FitFacts, model: Any, rows: Callable[[], Any]) -> FitFacts:
        """The fit, with the loss of a train step of the program's own, and the network's state."""
        if model is None:
            return fit
        compared = self._loops.batches.compared.get(model)
        if compared is not None:
            fit = replace(fit, own_loss=compared.loss, own_logits=compared.from_logits)
        loss = (fit.compiled.loss if fit.compiled is not None else None) or fit.own_loss
        network = network_facts(model, self.doing, self.initial, rows, fit.data, loss)
        return replace(fit, network=network, output=_output_shape(model))

    def loops(self) -> LoopFacts:
        """Facts about loops of the program's own."""
        facts = self._loops.facts(self.counters)
        only = self._loops.batches.only()
        if self._fits or only is None:
            return facts
        model, trained = only
        return replace(
            facts,
            fit=self._with_network(trained.as_fit(model, self.counters, facts.losses), model, trained.given.rows),
            swapped_arguments=trained.swapped,
            untrained=trained.unasked(model),
            first_batch_only=trained.restarts(self._loops.batches.iterators),
        )

    def training_of(
        self, model: Any, offered: Optional[Offered] = None, names: Iterable[str] = ()
    ) -> Optional[TrainingFacts]:
        """How the model was trained; None if its weights are unknown.

        `names` are arrays among the `offered` ones: it is looked up whether their rows trained it.
        """
        weights = self._learned(model)
        if not self.initial.numbers([*model.trainable_variables, *frozen_weights(model)]):
            return None
        numbers = self.initial.numbers(weights)
        trained = self._trained(model, numbers, digests(weights), whole=False)
        fits = [
            fit
            for fit, of_model in zip(self._fits, trained, strict=True)
            if of_model or not numbers.isdisjoint(fit.variables)
        ]
        tallies = {id(tally): tally for tally in (*self.counters.that_moved(numbers), *(fit.tally for fit in fits))}
        total = sum((_in_rows_of(model, tally) for tally in tallies.values()), Counted())
        rows = self._rows.rows(numbers.union(*(fit.numbers for fit in fits)))
        trained_here = self.counters.moved() - self._trained_before
        left_frozen = [
            weight for weight in frozen_weights(model) if not trained_here.isdisjoint(self.initial.numbers([weight]))
        ]
        return TrainingFacts(
            changed=not self.initial.are_unchanged(weights),
            stepped=not numbers.isdisjoint(self.counters.moved()) or self._loops.has_gradients_of(weights),
            epochs=sum(fit.facts.epochs_run for fit in fits),
            samples=total.samples,
            steps=total.steps,
            frozen=sum(int(np.prod(weight.shape)) for weight in left_frozen),
            rows_of={name: offered.share(name, rows) for name in names if offered is not None},
        )

    def rows_in_loops(self, model: Any) -> Optional[int]:
        """How many rows loops of the program's own trained the model on, counted at every step; None if unknown."""
        if not isinstance(model, keras.Model):
            return None
        rows = self._rows.rows(self.initial.numbers(self._learned(model)), in_loops=True)
        if not rows or not self._rows.counted or not all(part.known for part in rows):
            return None
        return sum(len(part.order()) for part in rows)

    def _learned(self, model: Any) -> list[Any]:
        """The weights that the answer may have trained: the trainable ones, or else the ones that it has frozen."""
        return [*model.trainable_variables] or [
            weight
            for weight in frozen_weights(model)
            if self._trained_before.isdisjoint(self.initial.numbers([weight]))
        ]

    # ---- watching

    def _call_later(self, call: Callable[..., Any], model: Any, /, *args: Any, **kwargs: Any) -> Any:
        """`predict` or `evaluate`."""
        if self.doing.fits or not self._fits or self.doing.looking:
            return call(model, *args, **kwargs)
        fit, evaluates = self._fits[-1], call.__name__ == "evaluate"
        x, y = (kwargs.get(name, args[at] if len(args) > at else None) for at, name in enumerate("xy"))
        later = fit.given.later
        if fit.model() is model:
            later.note(x, y if evaluates else None, not evaluates, fit.given.sample)
            earlier = [other.given.hashes for other in self._fits[-MAX_FOLDS:-1] if other.numbers & fit.numbers]
            if evaluates and earlier:
                later.note_fold(x, fit.given.hashes, earlier)
        elif self._is_untrained_copy(model, fit.model()):
            later.called_untrained = True
        for other in self._fits[:-1]:
            other.given.later.called = other.given.later.called or other.model() is model
        result = call(model, *args, **kwargs)
        if evaluates and fit.model() is model:
            later.note_loss(result)
        return result

    def _is_untrained_copy(self, model: Any, fitted: Any) -> bool:
        """Whether a network of the same shapes as the fitted one still has its initial weights."""
        own, trained = (None if network is None else network.trainable_variables for network in (model, fitted))
        if not own or not trained or _shapes(own) != _shapes(trained):
            return False
        return self.initial.are_unchanged(own)

    def _fit(self, fit: Callable[..., Any], model: Any, /, *args: Any, **kwargs: Any) -> Any:
        arguments = arguments_of(fit, model, args, kwargs)
        if arguments is None:
            return fit(model, *args, **kwargs)
        is_outermost = not self.doing.fits
        self._latest = model
        if is_outermost:
            self._started += 1
        if self.repeats and is_outermost:
            is_trained = not self.counters.moved().isdisjoint(self.initial.numbers(model.trainable_variables))
            self.kept = KeptFit(model, arguments, self.initial, is_trained)
        fuses = may_fuse(model, arguments)
        running = self._begin(model, arguments, fuses, is_outermost)
        self.doing.fits += 1
        try:
            with fused(model) if fuses else nullcontext():
                return fit(model, **arguments)
        finally:
            self.doing.fits -= 1
            if running.last.began:
                ended = self._end(running)
                if is_outermost:
                    self.emit(FitEnded(self.child, self.run, running.number, ended.facts.epochs_run))
                self._rows.by_fit(model.trainable_variables, running.data.training)

    def _begin(self, model: Any, arguments: dict[str, Any], fuses: bool, is_outermost: bool) -> RunningFit:
        """The fit that begins, whose `arguments` get our callbacks, and streams whose batches are noted."""
        batch_size = arguments.get("batch_size")
        requested = FitFacts(
            epochs=int(arguments["epochs"]),
            epochs_run=0,
            batch_size=(batch_size or 32) if isinstance(batch_size, (int, type(None))) else None,
            validation=bool(arguments.get("validation_split")) or arguments.get("validation_data") is not None,
            compiled=compile_facts(model),
            class_weights=_class_weights(arguments.get("class_weight")),
        )
        batch = partial(_first_batch, arguments["x"], arguments["y"], batch_size)
        data = FitData(model, arguments, self._offered, self._curves)
        maps = None if self._only_records else Maps.over(model, arguments["x"], arguments["y"])
        given = self._examine(arguments)
        first = FirstCallback(data, self._notes_states(model))
        name = (self.child, self.run, self._started)
        last = LastCallback(first, requested, fuses, name, self.emit if is_outermost else None, maps)
        own = _add_callbacks(arguments, model, first, last)
        before = self.counters.of(model).now()
        return RunningFit(self._started, model, data, given, batch, first, last, own, before)

    def _examine(self, arguments: dict[str, Any]) -> GivenData:
        return GivenData(arguments)

    def _notes_states(self, model: Any) -> bool:
        """Whether the weights at the ends of epochs are compared with those at the end of the program."""
        return True

    def _end(self, running: RunningFit) -> EndedFit:
        """Record a fit that has ended."""
        model, first = running.model, running.first
        first.note_state()
        tally, variables = self.counters.of(model), frozenset(self.initial.numbers(model.trainable_variables))
        numbers = variables | tally.moved
        facts = replace(running.last.facts(), early_stopping=_stop_facts(running.own))
        ended = EndedFit(
            facts=running.data.add_to(facts, self._rows_before(model, numbers, first.began)),
            model=weakref.ref(model),
            variables=variables,
            numbers=numbers,
            began=first.began,
            states=first.states,
            found=first.found,
            tally=tally,
            counted=tally.now().since(running.before),
            batch=running.batch,
            given=running.given,
            optimizer=self._number_of(optimizer_of(model)),
            shapes=_shapes(model.trainable_variables),
        )
        for earlier in self._fits:  # of a loop of thousands of fits, only the last two keep rows
            if earlier.model() is model or earlier is not self._fits[-1]:
                earlier.given.forget()
        self._fits.append(ended)
        return ended

    def _rows_before(self, model: Any, numbers: frozenset[int], began: State) -> list[Rows]:
        """The rows that trained the variables with these numbers, and the values that they began as copies of."""
        if self._offered is None:  # nobody checks rows
            return []
        trained = self._trained(model, set(numbers), began, whole=False)
        fits = (fit for fit, of_model in zip(self._fits, trained, strict=True) if of_model)
        return self._rows.rows({*numbers}.union(*(fit.numbers for fit in fits)))

    def _number_of(self, optimizer: Any) -> int:
        """The number of an optimizer, which no other gets after it is gone."""
        if optimizer is None:
            return 0
        if optimizer not in self._optimizers:
            self._optimizers[optimizer] = next(self._numbers)
        return self._optimizers[optimizer]

    def _logged(self, scalar: Callable[..., Any]) -> Callable[..., Any]:
        """`tf.summary.scalar`, which also sends the value as an event."""
        tensorflow = sys.modules["tensorflow"]
        # TensorFlow 2.21 raises if TensorBoard is missing, but a curve in the terminal doesn't need it.
        writes = self._only_records or importlib.util.find_spec("tensorboard") is not None

        @functools.wraps(scalar)
        def logged(name: Any, data: Any, step: Any = None, description: Any = None) -> Any:
            if tensorflow.executing_eagerly():
                at = tensorflow.summary.experimental.get_step() if step is None else step
                with suppress(TypeError, ValueError):  # TensorFlow explains the error
                    self.emit(ScalarLogged(self.child, self.run, str(name), int(at or 0), float(data)))
            # True if a summary was written; without TensorBoard none is
            return scalar(name, data, step=step, description=description) if writes else True

        return logged


_STATISTICAL = (keras.layers.BatchNormalization, keras.layers.Normalization)


def frozen_weights(model: Any) -> list[Any]:
    """The weights of frozen layers, except layers that hold statistics of data."""
    layers = [layer for layer in model._flatten_layers() if not layer.trainable and not isinstance(layer, _STATISTICAL)]
    weights = {id(weight): weight for layer in layers for weight in layer.weights}  # a network has those of its layers
    return [weight for weight in weights.values() if keras.backend.is_float_dtype(weight.dtype)]


def _shapes(variables: list[Any]) -> tuple[Any, ...]:
    return tuple(tuple(variable.shape) for variable in variables)


def _with_known(given: GivenData, earlier: list[GivenData]) -> Optional[DataFacts]:
    """The facts about a fit's data, and whether earlier fits have trained the network on what this validates on."""
    facts = given.facts()
    if facts is None or facts.validation_shared is None or not earlier:
        return facts
    before = np.concatenate([other.hashes for other in earlier])
    return replace(
        facts, trained_earlier=max(facts.trained_earlier or 0.0, float(np.isin(given.held_hashes, before).mean()))
    )


def _in_rows_of(model: Any, tally: TrainedWith) -> Counted:
    """The counts of a tally, whose rows may hold several rows of the model."""
    counted = tally.now()
    times = 1
    with suppress_learner_errors(AttributeError, TypeError):  # it has no inputs, or of no known size
        width = math.prod(model.inputs[0].shape[1:])
        if tally.of_model and len(model.inputs) == 1 and width:
            times = max(1, tally.width // width)
    return counted if counted.samples is None else replace(counted, samples=counted.samples * times)


def _first_batch(x: Any, y: Any, batch_size: Optional[int]) -> Any:
    """The first batch of a fit's data. Raises Unmeasurable for an iterator, and whatever a stream or slicing raises."""
    tensorflow = sys.modules["tensorflow"]
    if isinstance(x, tensorflow.data.Dataset):
        return next(iter(x.take(1)))
    if isinstance(x, keras.utils.PyDataset):
        return x[0]
    if hasattr(x, "__next__"):
        raise Unmeasurable("an iterator runs once")
    rows = slice(batch_size or 32)
    return keras.tree.map_structure(
        lambda array: tensorflow.convert_to_tensor(array[rows]), (x,) if y is None else (x, y)
    )


def _add_callbacks(arguments: dict[str, Any], model: Any, first: FirstCallback, last: LastCallback) -> list[Any]:
    """Put our callbacks around the program's own ones, which are returned."""
    callbacks = arguments.get("callbacks")
    if not isinstance(callbacks, keras.callbacks.CallbackList):
        own: list[Any] = keras.tree.flatten(callbacks or [])
        arguments["callbacks"] = [first, *own, last]
        return own
    own = list(callbacks.callbacks)
    callbacks.callbacks.insert(0, first)
    callbacks.append(last)
    first.set_model(model)
    return own


def _output_shape(model: Any) -> tuple[Optional[int], ...]:
    with suppress_learner_errors(AttributeError):  # a class of the program's own needn't know
        shape = model.output_shape
        if isinstance(shape, tuple) and all(size is None or isinstance(size, int) for size in shape):
            return shape
    return ()


def _class_weights(weights: Any) -> dict[str, float]:
    with suppress_learner_errors(AttributeError, TypeError, ValueError):  # Keras explains what it is instead
        return {str(name): float(weight) for name, weight in list((weights or {}).items())[:100]}
    return {}


def _stop_facts(callbacks: list[Any]) -> Optional[StopFacts]:
    """The first EarlyStopping among callbacks, and whether it has ended the fit."""
    for callback in callbacks:
        with suppress_learner_errors(AttributeError, TypeError, ValueError):  # the program may set its attributes
            if isinstance(callback, keras.callbacks.EarlyStopping):
                return StopFacts(
                    monitor=str(callback.monitor),
                    better="up" if "greater" in str(getattr(callback.monitor_op, "__name__", "")) else "down",
                    patience=int(callback.patience),
                    min_delta=abs(float(callback.min_delta)),
                    restores=bool(callback.restore_best_weights),
                    stopped=bool(callback.stopped_epoch),
                    compared=callback.best is not None and math.isfinite(float(callback.best)),
                )
    return None
