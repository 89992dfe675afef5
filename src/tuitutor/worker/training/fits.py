"""Watching `Model.fit`: every fit is recorded, and in the end it is known what it did to the final model."""

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

from tuitutor.protocol.events import FitEnded, ScalarLogged
from tuitutor.protocol.facts import FitFacts, GivenFacts, LoopFacts, StopFacts, TrainingFacts
from tuitutor.worker.by_hand import walled
from tuitutor.worker.channel import Emitter
from tuitutor.worker.training.callbacks import First, Last, State, digests
from tuitutor.worker.training.counting import Counted, Counters, Doing, TrainedWith
from tuitutor.worker.training.fit_data import FitData
from tuitutor.worker.training.fit_data_facts import GivenData
from tuitutor.worker.training.fit_records import EndedFit, Running
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

MOST_FOLDS = 12  # fits among which folds of the same data are looked for


class Watcher:
    """Records the fits of one child and streams them. `child` and `run` name what is running now."""

    def __init__(self, emit: Emitter, child: str) -> None:
        self.emit, self.child, self.run = emit, child, ""
        self.doing = Doing()
        self.initial = InitialValues()
        self.counters = Counters(self.doing, self.initial.numbers)
        self._rows = TrainedRows(self.doing, self.initial.numbers)
        self._loops = Loops(self.doing)
        self._fits: list[EndedFit] = []
        self._started = 0
        self._latest: Any = None  # the model that was fitted last, which is kept
        self._trained_before: set[int] = set()  # numbers of variables that were trained before the answer
        self._offered: Optional[Offered] = None
        self._curves: tuple[str, ...] = ()
        self._optimizers: weakref.WeakKeyDictionary[Any, int] = weakref.WeakKeyDictionary()
        self._numbers = itertools.count(1)
        self.repeats = False  # whether the latest fit is kept, so that it can be repeated
        self.kept: Optional[KeptFit] = None

    def begin_answer(self) -> None:
        """What was trained so far is none of the answer's."""
        self._trained_before = self.counters.moved()
        self._loops.forget()

    def look_for(self, offered: Optional[Offered], curves: tuple[str, ...]) -> None:
        """From now on, count rows of what is `offered`, if anything, and measure the last values of `curves` again."""
        self._offered, self._curves, self._rows.noting = offered, curves, offered is not None

    def install(self) -> None:
        """Wrap `Model.fit` and all that trains, and `tf.summary.scalar`. Only in a child."""
        note_modules()
        self.counters.install()
        self.initial.install()
        self._rows.install()
        self._loops.install()
        for name in ("predict", "evaluate"):
            wrap_method(keras.Model, name, self._ask)
        signature = inspect.signature(keras.Model.fit)
        wrap_method(keras.Model, "fit", self._fit)
        fit: Any = keras.Model.fit
        del fit.__wrapped__  # so that nobody gets around it
        fit.__signature__ = signature
        with suppress(AttributeError):  # Keras leaves its own frames out of tracebacks: leave ours out too
            filtering = keras.src.utils.traceback_utils
            filtering._EXCLUDED_PATHS = (*filtering._EXCLUDED_PATHS, "<tuitutor.")
        # TensorFlow warns that Keras's functions are retraced, but each fitted model has its own functions
        logging.getLogger("tensorflow").addFilter(lambda said: "TensorFlowTrainer" not in said.getMessage())
        summary = sys.modules["tensorflow"].summary
        summary.scalar = self._logged(summary.scalar)

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
        """All fits, in the order in which they ended; `model` is the final one, or something that is no model."""
        if not isinstance(model, keras.Model):
            return tuple(
                replace(fit.facts, of_model=False, lasting=False, steps=fit.counted.steps) for fit in self._fits
            )
        weights = self._learned(model)
        now, variables = digests(weights), self.initial.numbers(weights)
        whole = self._made(model, variables, now)
        parts: list[int] = []
        if not any(whole):  # they count if they trained all of it between them
            parts = [i for i, fit in enumerate(self._fits) if fit.variables and fit.variables <= variables]
            parts = parts if variables == set().union(*(self._fits[i].variables for i in parts)) else []
        return tuple(
            replace(
                fit.facts,
                of_model=of_model or at in parts,
                lasting=of_model and epoch == len(fit.states),
                restored=epoch if of_model and 0 < epoch < len(fit.states) else None,
                steps=fit.counted.steps,
                part=at in parts,
            )
            for at, (fit, of_model) in enumerate(zip(self._fits, whole, strict=True))
            for epoch in [fit.epoch_of(now)]
        )

    def _made(self, model: Any, variables: set[int], now: State, whole: bool = True) -> list[bool]:
        """Of each fit, whether it trained the model's weights, or those that these, the `whole` or some, are copies of.

        `variables` are the numbers of the weights, and `now` their digests. A fit, too, may have begun with copies.
        """
        made = [fit.trained_all(model, variables) for fit in self._fits]
        # with the number of fits before it, of which the latest is nearly always the one: a loop may make thousands
        states = [(now, len(made)), *((fit.began, at) for at, fit in enumerate(self._fits) if made[at])]
        while states:
            state, before = states.pop()
            sources = (at for at in reversed(range(before)) if self._fits[at].made(state, whole))
            latest = next(sources, None)
            if latest is not None and not made[latest] and not any(made[at] for at in sources):
                made[latest] = True
                states.append((self._fits[latest].began, latest))
        return made

    def looked_into(self, fits: tuple[FitFacts, ...]) -> tuple[FitFacts, ...]:
        """What `fits_of` has found, and of the final model's last fit, or else the last one, what went in and came out.

        A fit that isn't on record, as a forged one, stays as it is.
        """
        at = next((at for at in reversed(range(len(fits))) if fits[at].of_model), len(fits) - 1)
        if not 0 <= at < len(self._fits):
            return fits
        last = self._fits[at]
        model = last.model()
        earlier = [each for each in self._fits[:at] if each.numbers & last.numbers]
        given = _with_known(last.given, [each.given for each in earlier])  # of a stream, what has gone by is read here
        found = replace(
            fits[at],
            weighted=fits[at].weighted or last.given.weighted,
            given=given,
            forgotten=sum(each.is_like(last) for each in self._fits[:at]),
            pieces=self._left_for(last, self._fits[:at]),
            recompiled=len({each.optimizer for each in earlier if _is_compiled_alike(each, last)} - {last.optimizer}),
        )
        return (*fits[:at], self._with_network(found, model, last.rows), *fits[at + 1 :])

    def _left_for(self, last: EndedFit, earlier: list[EndedFit]) -> int:
        """How many networks were trained on other rows each, and left."""
        others = [each for each in earlier if each.shapes == last.shapes and each.numbers.isdisjoint(last.numbers)]
        if len(others) < 2 or len(others) < len(earlier):
            return 0
        gc.collect()  # networks refer to themselves
        return sum(each.is_left_for(last) for each in others)

    def _with_network(self, fit: FitFacts, model: Any, rows: Callable[[], Any]) -> FitFacts:
        """The fit, with the loss of a train step of the program's own, and the network's state."""
        if model is None:
            return fit
        compared = self._loops.batches.compared.get(model)
        if compared is not None:
            fit = replace(fit, own_loss=compared.loss, own_logits=compared.from_logits)
        loss = (fit.compiled.loss if fit.compiled is not None else None) or fit.own_loss
        network = network_facts(model, self.doing, self.initial, rows, fit.given, loss)
        return replace(fit, network=network, output=_output_shape(model))

    def loops(self) -> LoopFacts:
        """What loops of the program's own did."""
        found = self._loops.facts(self.counters)
        only = self._loops.batches.only()
        if self._fits or only is None:
            return found
        model, trained = only
        return replace(
            found,
            fit=self._with_network(trained.as_fit(model, self.counters, found.losses), model, trained.given.rows),
            swapped=trained.swapped,
            unasked=trained.unasked(model),
            restarts=trained.restarts(self._loops.batches.iterators),
        )

    def training_of(
        self, model: Any, offered: Optional[Offered] = None, names: Iterable[str] = ()
    ) -> Optional[TrainingFacts]:
        """What trained the model; None if its weights can't be told from others.

        It is looked up whether the arrays of these `names`, of what is `offered`, were among what trained them.
        """
        weights = self._learned(model)
        if not self.initial.numbers([*model.trainable_variables, *frozen(model)]):
            return None
        numbers = self.initial.numbers(weights)
        made = self._made(model, numbers, digests(weights), whole=False)
        fits = [
            fit
            for fit, of_model in zip(self._fits, made, strict=True)
            if of_model or not numbers.isdisjoint(fit.variables)
        ]
        tallies = {id(each): each for each in (*self.counters.that_moved(numbers), *(fit.tally for fit in fits))}
        total = sum((_in_rows_of(model, each) for each in tallies.values()), Counted())
        rows = self._rows.rows(numbers.union(*(fit.numbers for fit in fits)))
        return TrainingFacts(
            changed=not self.initial.are_unchanged(weights),
            stepped=not numbers.isdisjoint(self.counters.moved()) or self._loops.asked_of(weights),
            epochs=sum(fit.facts.epochs_run for fit in fits),
            samples=total.samples,
            steps=total.steps,
            frozen=_size(self._since(frozen(model))),
            rows_of={name: offered.share(name, rows) for name in names if offered is not None},
        )

    def rows_in_loops(self, model: Any) -> Optional[int]:
        """The rows that loops of the program's own trained the model on, a row once for each step; None if unknown."""
        if not isinstance(model, keras.Model):
            return None
        rows = self._rows.rows(self.initial.numbers(self._learned(model)), in_loops=True)
        known = self._rows.counted and rows and all(each.known for each in rows)
        return sum(len(each.order()) for each in rows) if known else None

    def _learned(self, model: Any) -> list[Any]:
        """What the answer's training gives a model: its trainable variables, or its frozen ones if all are frozen."""
        return [*model.trainable_variables] or [
            each for each in frozen(model) if self._trained_before.isdisjoint(self.initial.numbers([each]))
        ]

    def _since(self, variables: list[Any]) -> list[Any]:
        """Those of the variables that the answer has trained."""
        trained = self.counters.moved() - self._trained_before
        return [each for each in variables if not trained.isdisjoint(self.initial.numbers([each]))]

    # ---- watching

    def _ask(self, ask: Callable[..., Any], model: Any, /, *args: Any, **kwargs: Any) -> Any:
        if not self.doing.fits and self._fits and not self.doing.looking:
            fit = self._fits[-1]
            x, y = (kwargs.get(name, args[at] if len(args) > at else None) for at, name in enumerate("xy"))
            if fit.model() is model:
                fit.given.note_asked(x, y if ask.__name__ == "evaluate" else None, ask.__name__ == "predict")
                earlier = [each.given for each in self._fits[-MOST_FOLDS:-1] if each.numbers & fit.numbers]
                if ask.__name__ == "evaluate" and earlier:
                    with suppress(Exception):
                        fit.given.judge(x, earlier)
            elif self._is_untrained_copy(model, fit.model()):
                fit.given.untrained_asked = True
            for each in self._fits[:-1]:
                each.given.asked_later = each.given.asked_later or each.model() is model
            found = ask(model, *args, **kwargs)
            if ask.__name__ == "evaluate" and fit.model() is model:
                fit.given.note_loss(found)
            return found
        return ask(model, *args, **kwargs)

    def _is_untrained_copy(self, model: Any, fitted: Any) -> bool:
        """Whether a network of the same shapes as the fitted one still has the weights that it began with."""
        own, trained = (None if each is None else each.trainable_variables for each in (model, fitted))
        if not own or not trained or [each.shape for each in own] != [each.shape for each in trained]:
            return False
        return self.initial.are_unchanged(own)

    def _fit(self, fit: Callable[..., Any], model: Any, /, *args: Any, **kwargs: Any) -> Any:
        arguments = arguments_of(fit, model, args, kwargs)
        if arguments is None:
            return fit(model, *args, **kwargs)
        outermost = not self.doing.fits
        self._latest = model
        if outermost:
            self._started += 1
        if self.repeats and outermost:
            trained = not self.counters.moved().isdisjoint(self.initial.numbers(model.trainable_variables))
            self.kept = KeptFit(model, arguments, self.initial, trained)
        fuse = may_fuse(model, arguments)
        running = self._begin(model, arguments, fuse, outermost)
        self.doing.fits.append(running)
        try:
            with fused(model) if fuse else nullcontext():
                return fit(model, **arguments)
        finally:
            self.doing.fits.remove(running)
            if running.last.began:
                ended = self._end(running)
                if outermost:
                    self.emit(FitEnded(self.child, self.run, running.number, ended.facts.epochs_run))
                self._rows.by_fit(model.trainable_variables, running.data.training)

    def _begin(self, model: Any, arguments: dict[str, Any], fuse: bool, tells: bool) -> Running:
        """The fit that begins, whose `arguments` get our callbacks, and streams that tell what goes by."""
        batch_size = arguments.get("batch_size")
        requested = FitFacts(
            epochs=int(arguments["epochs"]),
            epochs_run=0,
            batch_size=(batch_size or 32) if isinstance(batch_size, (int, type(None))) else None,
            validation=bool(arguments.get("validation_split")) or arguments.get("validation_data") is not None,
            compiled=compile_facts(model),
            weighted=_weighted(arguments.get("class_weight")),
        )
        batch = partial(_first_batch, arguments["x"], arguments["y"], arguments["batch_size"])
        data = FitData(model, arguments, self._offered, self._curves)
        callbacks = arguments.get("callbacks")
        listed = callbacks if isinstance(callbacks, keras.callbacks.CallbackList) else None
        own = keras.tree.flatten(callbacks or []) if listed is None else list(listed.callbacks)
        first = First(data)
        maps = Maps.over(model, arguments["x"], arguments["y"])
        given = GivenData(arguments)
        fit = (self.child, self.run, self._started)
        last = Last(first, requested, fuse, fit, self.emit if tells else None, maps)
        if listed is None:
            arguments["callbacks"] = [first, *own, last]
        else:
            listed.callbacks.insert(0, first)
            listed.append(last)
            first.set_model(model)
        before = self.counters.of(model).now()
        return Running(self._started, model, self.counters, data, given, batch, first, last, own, before)

    def _end(self, running: Running) -> EndedFit:
        """Keep what is known of a fit that has ended."""
        model, first = running.model, running.first
        first.note_state()
        numbers = running.trains(self.initial)
        facts = replace(running.last.facts(), stop=_stop(running.own))
        tally = self.counters.of(model)
        ended = EndedFit(
            facts=running.data.told(facts, self._rows_before(model, numbers, first.began)),
            model=weakref.ref(model),
            variables=frozenset(self.initial.numbers(model.trainable_variables)),
            numbers=numbers,
            began=first.began,
            states=first.states,
            seen=first.seen,
            tally=tally,
            counted=tally.now().since(running.before),
            batch=running.batch,
            given=running.given,
            optimizer=self._number_of(optimizer_of(model)),
            shapes=tuple(tuple(each.shape) for each in model.trainable_variables),
        )
        for earlier in self._fits:  # one fit in a loop of thousands keeps rows, not each of them
            if earlier.model() is model or earlier is not self._fits[-1]:
                earlier.given.forget()
        self._fits.append(ended)
        return ended

    def _rows_before(self, model: Any, numbers: frozenset[int], began: State) -> list[Rows]:
        """The rows that the variables with these numbers were trained on, and those that they began as copies of."""
        if self._offered is None:  # nobody asks for rows
            return []
        made = self._made(model, set(numbers), began, whole=False)
        return self._rows.rows(
            {*numbers}.union(*(fit.numbers for fit, own in zip(self._fits, made, strict=True) if own))
        )

    def _number_of(self, optimizer: Any) -> int:
        """A number for each optimizer, also after it is gone."""
        if optimizer is None:
            return 0
        if optimizer not in self._optimizers:
            self._optimizers[optimizer] = next(self._numbers)
        return self._optimizers[optimizer]

    def _logged(self, scalar: Callable[..., Any]) -> Callable[..., Any]:
        tensorflow = sys.modules["tensorflow"]
        # TensorFlow 2.21 raises if TensorBoard is missing, but a curve in the terminal doesn't need it.
        has_tensorboard = importlib.util.find_spec("tensorboard") is not None

        @functools.wraps(scalar)
        def logged(name: Any, data: Any, step: Any = None, description: Any = None) -> Any:
            if tensorflow.executing_eagerly():
                at = tensorflow.summary.experimental.get_step() if step is None else step
                with suppress(TypeError, ValueError):  # TensorFlow explains the error
                    self.emit(ScalarLogged(self.child, self.run, str(name), int(at or 0), float(data)))
            # True if a summary was written; without TensorBoard none is
            return scalar(name, data, step=step, description=description) if has_tensorboard else True

        return logged


def frozen(model: Any) -> list[Any]:
    """The weights that would be trained if their layers weren't frozen, without layers that hold statistics of data."""
    layers = [layer for layer in model._flatten_layers() if not layer.trainable and not isinstance(layer, _STATISTICAL)]
    weights = {id(weight): weight for layer in layers for weight in layer.weights}  # a network has those of its layers
    return [weight for weight in weights.values() if keras.backend.is_float_dtype(weight.dtype)]


_STATISTICAL = (keras.layers.BatchNormalization, keras.layers.Normalization)


def _size(variables: list[Any]) -> int:
    return sum(int(np.prod(each.shape)) for each in variables)


def _is_compiled_alike(one: EndedFit, other: EndedFit) -> bool:
    first, second = one.facts.compiled, other.facts.compiled
    if first is None or second is None:
        return False
    return (first.optimizer, first.learning_rate) == (second.optimizer, second.learning_rate)


def _with_known(given: GivenData, earlier: list[GivenData]) -> Optional[GivenFacts]:
    """What a fit was given, and whether earlier ones of the network have trained it on what this validates on."""
    facts = given.facts()
    if facts is None or facts.shared is None or not earlier:
        return facts
    before = np.concatenate([each.hashes for each in earlier])
    return replace(facts, known=max(facts.known or 0.0, float(np.isin(given.held_hashes, before).mean())))


def _in_rows_of(model: Any, tally: TrainedWith) -> Counted:
    """What was counted; a row of a tally that holds several rows of the model counts as so many."""
    counted = tally.now()
    try:
        width = math.prod(model.inputs[0].shape[1:])
        times = tally.width // width if tally.of_model and len(model.inputs) == 1 else 1
    except Exception:  # it has no inputs of a known size
        times = 1
    return counted if counted.samples is None else replace(counted, samples=counted.samples * max(1, times))


def _first_batch(x: Any, y: Any, batch_size: Optional[int]) -> Any:
    """The first batch of a fit's data. Raises an exception of any kind if it cannot be had again."""
    tensorflow = sys.modules["tensorflow"]
    if isinstance(x, tensorflow.data.Dataset):
        return next(iter(x.take(1)))
    if isinstance(x, keras.utils.PyDataset):
        return x[0]
    if hasattr(x, "__next__"):
        raise TypeError("a stream runs once")
    rows = slice(batch_size or 32)
    return keras.tree.map_structure(
        lambda each: tensorflow.convert_to_tensor(each[rows]), (x,) if y is None else (x, y)
    )


def _output_shape(model: Any) -> tuple[Optional[int], ...]:
    with suppress(Exception):  # a class of the program's own needn't know
        shape = model.output_shape
        if isinstance(shape, tuple) and all(size is None or isinstance(size, int) for size in shape):
            return shape
    return ()


def _weighted(weights: Any) -> dict[str, float]:
    try:
        return {str(name): float(weight) for name, weight in list((weights or {}).items())[:100]}
    except Exception:
        return {}


def _stop(callbacks: list[Any]) -> Optional[StopFacts]:
    """The first EarlyStopping among callbacks, and whether it has ended the fit."""
    stops = keras.callbacks.EarlyStopping
    for each in callbacks:
        with suppress(Exception):
            if isinstance(each, stops):
                better = "up" if "greater" in str(getattr(each.monitor_op, "__name__", "")) else "down"
                ended = bool(each.stopped_epoch)
                least = abs(float(each.min_delta))
                restores = bool(each.restore_best_weights)
                compared = each.best is not None and math.isfinite(float(each.best))
                return StopFacts(str(each.monitor), better, int(each.patience), least, restores, ended, compared)
    return None
