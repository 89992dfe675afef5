"""`Model.fit`, watched: epochs are streamed while they happen, and every fit is recorded."""

from __future__ import annotations

import functools
import importlib.util
import inspect
import logging
import sys
import time
import weakref
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any, Optional

import keras

from tuitutor.protocol.facts import FitFacts, TrainingFacts
from tuitutor.protocol.messages import BatchEnded, EpochEnded, FitEnded, FitStarted, ScalarLogged
from tuitutor.worker.channel import Emitter
from tuitutor.worker.training.counting import Counted, Counters
from tuitutor.worker.training.fusing import fused, may_fuse
from tuitutor.worker.training.measure import compile_facts, kinds_of_metrics, rate_now
from tuitutor.worker.training.origin import is_keras
from tuitutor.worker.training.rows import Rows, watched
from tuitutor.worker.training.weights import SEVERITY, Followed, State, Weights, graver, is_given, state

BATCH_INTERVAL = 0.1  # seconds between events inside an epoch
_NOTHING = Counted(0, 0, 0)


@dataclass
class _Fit:
    """A fit as it is recorded. `seen` is what its trained variables held whenever an epoch ended, `last` at its end."""

    facts: FitFacts
    model: weakref.ref[Any]
    variables: frozenset[int]
    outermost: bool
    training: Rows = field(default_factory=Rows)
    validation: Optional[Rows] = None
    seen: set[bytes] = field(default_factory=set)
    last: State = ()
    counted: Counted = _NOTHING

    def is_of(self, model: Any, states: list[State]) -> bool:
        """Whether the model is what was fitted, or has what was trained, itself or a copy of it."""
        trained = {id(variable) for variable in model.trainable_variables}
        if self.model() is model or (trained and trained <= self.variables):
            return True
        return any(self.seen.issuperset(held) for held in states if held)

    def told(self, of_model: bool, now: State) -> FitFacts:
        """The fit as a fact about a final model, whose trained variables hold `now`."""
        validation = self.validation
        return replace(
            self.facts,
            of_model=of_model,
            lasting=of_model and now == self.last,
            samples=self.counted.samples,
            steps=self.counted.steps,
            training_samples=self.training.different(),
            validation_samples=None if validation is None else validation.different_from(self.training),
        )


class Watcher:
    """Records the fits of one child and streams them. `child` and `run` name what is running now."""

    def __init__(self, emit: Emitter, child: str) -> None:
        self.emit, self.child, self.run = emit, child, ""
        self.weights, self.counters = Weights(), Counters()
        self._fits: list[_Fit] = []
        self._started = 0
        self._depth = 0
        self._looked = _NOTHING  # what was counted at the last look at the weights
        self._outside = _NOTHING  # what was counted outside of fits

    def install(self) -> None:
        """Wrap `Model.fit` and all that trains, and `tf.summary.scalar` where TensorFlow is loaded. Only in a child."""
        self.counters.install()
        self.weights.install()
        owner = next(cls for cls in keras.Model.__mro__ if "fit" in vars(cls))
        owner.fit = self._watched(owner.fit)
        with suppress(AttributeError):  # Keras leaves frames of its own out of tracebacks, and ours are no better
            filtering = keras.src.utils.traceback_utils
            filtering._EXCLUDED_PATHS = (*filtering._EXCLUDED_PATHS, "<tuitutor.")
        logging.getLogger("tensorflow").addFilter(_tells_learners)
        tensorflow = sys.modules.get("tensorflow")
        if tensorflow is not None:
            tensorflow.summary.scalar = self._logged(tensorflow.summary.scalar)

    # ---- facts

    def fits_of(self, model: Any) -> tuple[FitFacts, ...]:
        """All fits, in the order in which they ended; `model` is the final one, or None."""
        self._look()
        states = self.weights.states(model) if model is not None else []
        now = states[-1] if states else ()
        return tuple(fit.told(model is not None and fit.is_of(model, states), now) for fit in self._fits)

    def training_of(self, model: Any) -> Optional[TrainingFacts]:
        """How the model's trained weights came to be; None where they could not be followed."""
        self._look()
        followed = self.weights.followed(model, frozen=True)
        if followed is None:
            return None
        fits = [fit for fit in self._fits if self._trained_some(fit, model, followed)]
        counted = [self._outside, *(fit.counted for fit in fits if fit.outermost)]
        samples = [each.samples for each in counted if each.samples is not None]
        first = self.weights.first_values(model) or []
        return TrainingFacts(
            changed=any(not (now == then).all() for now, then in zip(model.get_weights(), first, strict=True)),
            given=any(map(is_given, followed)),
            outside=max((each.outside for each in followed), key=SEVERITY.index),
            epochs=sum(fit.facts.epochs_run for fit in fits),
            samples=sum(samples) if len(samples) == len(counted) else None,
            steps=sum(each.steps for each in counted),
            outside_steps=self._outside.steps,
            outside_samples=self._outside.samples or 0,
            loose_steps=sum(each.loose for each in counted),
        )

    def _trained_some(self, fit: _Fit, model: Any, followed: list[Followed]) -> bool:
        """Whether a fit trained some of the model's weights, or a weight that one of them was copied from."""
        trained = {id(variable) for variable in model.trainable_variables}
        held = {value for each in followed for _, value in each.states if value != each.made}
        copied = not fit.seen.isdisjoint(held)
        return copied or not trained.isdisjoint(fit.variables) or fit.is_of(model, self.weights.states(model))

    # ---- watching

    def _look(self) -> None:
        """Look at all weights where no fit runs: what has changed was not `fit`'s doing."""
        now = self.counters.now()
        since = now.since(self._looked)
        self._outside += since
        self._looked = now
        self.weights.look(moved=bool(since.steps or since.gradients))

    def _watched(self, fit: Callable[..., Any]) -> Callable[..., Any]:
        signature = inspect.signature(fit)

        @functools.wraps(fit)
        def watched(model: Any, *args: Any, **kwargs: Any) -> Any:
            try:
                bound = signature.bind(model, *args, **kwargs)
            except TypeError:
                return fit(model, *args, **kwargs)  # Keras words the error
            bound.apply_defaults()
            self._depth += 1
            try:
                return self._run(fit, model, dict(list(bound.arguments.items())[1:]))
            finally:
                self._depth -= 1

        del watched.__wrapped__  # there is no way around
        watched.__signature__ = signature  # type: ignore[attr-defined]
        return watched

    def _run(self, fit: Callable[..., Any], model: Any, arguments: dict[str, Any]) -> Any:
        outermost = self._depth == 1
        if outermost:
            self._look()
        fuse = may_fuse(model, arguments)
        self._started += outermost
        record = _Fit(_asked(model, arguments), weakref.ref(model), frozenset(), outermost)
        with suppress(Exception):  # what cannot be looked at is not known
            _look_at_data(record, arguments)
        watch = Streamer(self, self._started, arguments, fuse, record)
        callbacks = arguments.get("callbacks")
        if isinstance(callbacks, keras.callbacks.CallbackList):
            callbacks.callbacks.insert(0, watch.first)
            callbacks.append(watch)
            watch.first.set_model(model)
        else:
            given = [] if callbacks is None else keras.tree.flatten(callbacks)
            arguments["callbacks"] = [watch.first, *given, watch]
        before = self.counters.now()
        try:
            if not fuse:
                return fit(model, **arguments)
            with fused(model):
                return fit(model, **arguments)
        finally:
            if watch.began:
                self._ended(record, watch, model, before)

    def _ended(self, record: _Fit, watch: Streamer, model: Any, before: Counted) -> None:
        now = self.counters.now()
        record.counted = now.since(before)
        record.variables = frozenset(id(variable) for variable in model.trainable_variables)
        record.facts = watch.facts()
        watch.first.note_state()
        self._fits.append(record)
        if record.outermost:
            self.weights.pass_over()
            self._looked = now
            self.emit(FitEnded(self.child, self.run, watch.number, watch.epochs_run))

    def _logged(self, scalar: Callable[..., Any]) -> Callable[..., Any]:
        tensorflow = sys.modules["tensorflow"]
        # TensorFlow 2.21 raises where TensorBoard is missing, but a curve in the terminal needs none.
        has_tensorboard = importlib.util.find_spec("tensorboard") is not None

        @functools.wraps(scalar)
        def logged(name: Any, data: Any, step: Any = None, description: Any = None) -> Any:
            if tensorflow.executing_eagerly():
                at = tensorflow.summary.experimental.get_step() if step is None else step
                with suppress(TypeError, ValueError):  # TensorFlow words the error
                    self.emit(ScalarLogged(self.child, self.run, str(name), int(at or 0), float(data)))
            return scalar(name, data, step=step, description=description) if has_tensorboard else True

        return logged


def _tells_learners(record: logging.LogRecord) -> bool:
    """Not of TensorFlow's notes that Keras's own functions are traced again: each model that is fitted has its own."""
    return "TensorFlowTrainer" not in record.getMessage()


class First(keras.callbacks.Callback):  # type: ignore[misc]
    """Comes before the program's own callbacks: it sees logs and weights as training left them."""

    async_safe = True

    def __init__(self, record: _Fit, watcher: Watcher, others: list[Any]) -> None:
        super().__init__()
        self.each_batch = any(map(_acts_on_batches, others))
        self.history: dict[str, list[float]] = {}
        self.logs: dict[str, float] = {}  # of the latest epoch
        self.rates: list[float] = []  # with which epochs began and ended
        self.before: State = ()
        self.counted = _NOTHING  # when `before` was looked at
        self._record, self._watcher, self._others = record, watcher, others

    def note_rate(self) -> None:
        """Remember the learning rate of now."""
        rate = rate_now(self.model)
        self.rates += [] if rate is None else [rate]

    def note_state(self) -> None:
        """Remember what the trained weights hold as what training has brought about."""
        with suppress(Exception):
            self._record.last = held = state(self.model.trainable_variables)
            self._record.seen.update(held)
            self._watcher.weights.note_trained(held)
            self._look(held)

    def _look(self, held: Optional[State] = None) -> None:
        if self._others:  # else nothing comes between us and the one that compares
            with suppress(Exception):
                self.before = held or state(self.model.trainable_variables)
                self.counted = self._watcher.counters.now()

    def on_epoch_end(self, epoch: int, logs: Optional[dict[str, Any]] = None) -> None:
        self.logs = {name: number for name, value in (logs or {}).items() if (number := _number(value)) is not None}
        for name, value in self.logs.items():
            self.history.setdefault(name, []).append(value)
        self.note_state()
        self.note_rate()

    def on_epoch_begin(self, epoch: int, logs: Any = None) -> None:
        self._look()

    def on_train_begin(self, logs: Any = None) -> None:
        self._look()

    def on_train_end(self, logs: Any = None) -> None:
        self._look()

    def on_test_begin(self, logs: Any = None) -> None:
        self._look()

    def on_test_end(self, logs: Any = None) -> None:
        self._look()

    def on_train_batch_begin(self, batch: int, logs: Any = None) -> None:
        if self.each_batch:
            self._look()

    def on_train_batch_end(self, batch: int, logs: Any = None) -> None:
        if self.each_batch:
            self._look()


class Streamer(keras.callbacks.Callback):  # type: ignore[misc]
    """Emits a fit's progress, and comes last: it sees what the program's callbacks did to the weights.

    It hooks the beginnings of batches, whose logs are empty and cost nothing.
    """

    async_safe = True

    def __init__(self, watcher: Watcher, number: int, arguments: dict[str, Any], fuse: bool, record: _Fit) -> None:
        super().__init__()
        self.number, self.began, self.epochs_run = number, False, 0
        given = arguments.get("callbacks")
        own = given.callbacks if isinstance(given, keras.callbacks.CallbackList) else keras.tree.flatten(given or [])
        self._others = list(own)
        self.first = First(record, watcher, self._others)
        self._watcher, self._arguments, self._fuse, self._record = watcher, arguments, fuse, record
        self._told = record.outermost
        self._set = ""
        self._start = self._last_event = time.monotonic()

    def facts(self) -> FitFacts:
        """The fit so far, as it is graded: a metric that has a name of its own goes by its kind's as well."""
        history = {name: tuple(values) for name, values in self.first.history.items()}
        for name, kind in kinds_of_metrics(self.model).items():
            for prefix in ("", "val_"):
                if prefix + name in history:
                    history.setdefault(prefix + kind, history[prefix + name])
        lowest = min(self.first.rates, default=None)
        return replace(
            self._record.facts,
            epochs_run=self.epochs_run,
            history=history,
            callbacks_set=self._set,
            lowest_rate=lowest,
        )

    def on_train_begin(self, logs: Any = None) -> None:
        self.began = True
        watcher, params = self._watcher, self.params or {}
        self._start = self._last_event = time.monotonic()
        self._compare()
        if self._told:
            watcher.emit(
                FitStarted(
                    watcher.child,
                    watcher.run,
                    self.number,
                    epochs=int(self._arguments["epochs"]),
                    steps=params.get("steps"),
                    validation=self._record.facts.validation,
                    fused=self._fuse,
                )
            )

    def on_train_batch_begin(self, batch: int, logs: Any = None) -> None:
        now = time.monotonic()
        if batch and now - self._last_event >= BATCH_INTERVAL and self._told:
            self._last_event = now
            watcher = self._watcher
            watcher.emit(BatchEnded(watcher.child, watcher.run, self.number, self.epochs_run + 1, int(batch)))
        if self.first.each_batch:
            self._compare()

    def on_train_batch_end(self, batch: int, logs: Any = None) -> None:
        if self.first.each_batch:
            self._compare()

    def on_epoch_end(self, epoch: int, logs: Optional[dict[str, Any]] = None) -> None:
        self.epochs_run += 1
        self._compare()
        self._last_event = time.monotonic()
        if self._told:
            watcher = self._watcher
            seconds = round(self._last_event - self._start, 3)
            logs = self.first.logs
            watcher.emit(EpochEnded(watcher.child, watcher.run, self.number, epoch + 1, seconds, dict(logs)))

    def on_epoch_begin(self, epoch: int, logs: Any = None) -> None:
        self._compare()
        self.first.note_rate()

    def on_train_end(self, logs: Any = None) -> None:
        self._compare()

    def on_test_begin(self, logs: Any = None) -> None:
        self._compare()

    def on_test_end(self, logs: Any = None) -> None:
        self._compare()

    def _compare(self) -> None:
        """Note what the callbacks between the first one and this have done to the weights."""
        if not self._others:
            return
        with suppress(Exception):
            now = state(self.model.trainable_variables)
            since = self._watcher.counters.now().since(self.first.counted)
            if now == self.first.before or since.steps:
                return  # they left them alone, or trained themselves
            built_in = not any(map(_is_own, self._others))
            known = self._watcher.weights.trained.issuperset(now)
            self._set = graver(self._set, "restored" if built_in or known else "set")


def _is_own(callback: Any) -> bool:
    """Whether it runs code of the program's own."""
    return isinstance(callback, keras.callbacks.LambdaCallback) or not is_keras(type(callback))


def _acts_on_batches(callback: Any) -> bool:
    """Whether code of the program's own runs before or after each batch."""
    names = [f"on_{part}batch_{when}" for part in ("", "train_") for when in ("begin", "end")]
    plain = keras.callbacks.Callback
    own = (name in vars(callback) or getattr(type(callback), name, None) is not getattr(plain, name) for name in names)
    return _is_own(callback) and any(own)


def _asked(model: Any, arguments: dict[str, Any]) -> FitFacts:
    """What a fit is asked for, before it begins."""
    batch_size = arguments.get("batch_size")
    return FitFacts(
        epochs=int(arguments["epochs"]),
        epochs_run=0,
        batch_size=(batch_size or 32) if isinstance(batch_size, (int, type(None))) else None,
        validation=bool(arguments.get("validation_split")) or arguments.get("validation_data") is not None,
        compiled=compile_facts(model),
    )


def _look_at_data(record: _Fit, arguments: dict[str, Any]) -> None:
    arguments["x"], record.training = watched(arguments["x"])
    given, share = arguments.get("validation_data"), arguments.get("validation_split")
    if given is not None:
        inputs = given[0] if isinstance(given, (tuple, list)) else given
        validation, record.validation = watched(inputs)
        arguments["validation_data"] = (validation, *given[1:]) if isinstance(given, (tuple, list)) else validation
    elif share:
        record.training, record.validation = record.training.split(share)


def _number(value: Any) -> Optional[float]:
    try:
        return float(value)
    except (TypeError, ValueError):
        return None
