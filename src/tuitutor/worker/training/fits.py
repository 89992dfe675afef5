"""Watching `Model.fit`: every fit is recorded, and in the end it is known what it did to the final model."""

from __future__ import annotations

import functools
import importlib.util
import inspect
import logging
import sys
import weakref
from collections.abc import Callable
from contextlib import nullcontext, suppress
from dataclasses import dataclass, replace
from typing import Any, Optional

import keras

from tuitutor.protocol.events import FitEnded, ScalarLogged
from tuitutor.protocol.facts import FitFacts, TrainingFacts
from tuitutor.worker.channel import Emitter
from tuitutor.worker.training.callbacks import First, Last
from tuitutor.worker.training.counting import Counted, Counters
from tuitutor.worker.training.data import Data
from tuitutor.worker.training.fusing import fused, may_fuse
from tuitutor.worker.training.maps import Maps
from tuitutor.worker.training.measure import compile_facts
from tuitutor.worker.training.offered import Offered
from tuitutor.worker.training.origin import wrap
from tuitutor.worker.training.weights import SEVERITY, Followed, State, Weights, is_given

_NOTHING = Counted(0, 0, 0)


@dataclass(frozen=True)
class Fit:
    """A fit that has ended. `seen` has digests of its trained variables at the ends of epochs, `last` at its end."""

    facts: FitFacts
    model: weakref.ref[Any]
    variables: frozenset[int]
    outermost: bool
    seen: set[bytes]
    last: State
    counted: Counted

    def is_of(self, model: Any, states: list[State]) -> bool:
        """Whether the model is the one that was fitted, or has the variables that were trained, or copies of them."""
        trained = {id(variable) for variable in model.trainable_variables}
        if self.model() is model or (trained and trained <= self.variables):
            return True
        return any(self.seen.issuperset(held) for held in states if held)

    def told(self, of_model: bool, now: State) -> FitFacts:
        """The fit as facts about a final model, whose trained variables have the digests `now`."""
        return replace(
            self.facts,
            of_model=of_model,
            lasting=of_model and now == self.last,
            samples=self.counted.samples,
            steps=self.counted.steps,
        )


class Watcher:
    """Records the fits of one child and streams them. `child` and `run` name what is running now."""

    def __init__(self, emit: Emitter, child: str) -> None:
        self.emit, self.child, self.run = emit, child, ""
        self.weights, self.counters = Weights(), Counters()
        self._fits: list[Fit] = []
        self._started = 0
        self._depth = 0
        self._looked = _NOTHING  # what was counted at the last look at the weights
        self._outside = _NOTHING  # what was counted outside of fits
        self._offered: Optional[Offered] = None
        self._curves: tuple[str, ...] = ()

    def look_for(self, offered: Optional[Offered], curves: tuple[str, ...]) -> None:
        """From now on, count rows of what is `offered`, if anything, and measure the last values of `curves` again."""
        self._offered, self._curves = offered, curves

    def install(self) -> None:
        """Wrap `Model.fit` and all that trains, and `tf.summary.scalar`. Only in a child."""
        self.counters.install()
        self.weights.install()
        wrap(keras.Model, "fit", self._watched)
        with suppress(AttributeError):  # Keras leaves its own frames out of tracebacks: leave ours out too
            filtering = keras.src.utils.traceback_utils
            filtering._EXCLUDED_PATHS = (*filtering._EXCLUDED_PATHS, "<tuitutor.")
        logging.getLogger("tensorflow").addFilter(_tells_learners)
        summary = sys.modules["tensorflow"].summary
        summary.scalar = self._logged(summary.scalar)

    # ---- facts

    def fits_of(self, model: Any) -> tuple[FitFacts, ...]:
        """All fits, in the order in which they ended; `model` is the final one, or None."""
        self._look()
        states = self.weights.states(model) if model is not None else []
        now = states[-1] if states else ()
        return tuple(fit.told(model is not None and fit.is_of(model, states), now) for fit in self._fits)

    def training_of(self, model: Any) -> Optional[TrainingFacts]:
        """How the model's trained weights came to be; None if they could not be followed."""
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

    def _trained_some(self, fit: Fit, model: Any, followed: list[Followed]) -> bool:
        """Whether a fit trained some of the model's weights, or a weight that one of them was copied from."""
        trained = {id(variable) for variable in model.trainable_variables}
        held = {value for each in followed for _, value in each.states if value != each.made}
        copied = not fit.seen.isdisjoint(held)
        return copied or not trained.isdisjoint(fit.variables) or fit.is_of(model, self.weights.states(model))

    # ---- watching

    def _look(self) -> None:
        """Look at all weights while no fit runs: what has changed since the last look was not changed by `fit`."""
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
                return fit(model, *args, **kwargs)  # Keras explains the error
            bound.apply_defaults()
            self._depth += 1
            try:
                return self._run(fit, model, dict(list(bound.arguments.items())[1:]))
            finally:
                self._depth -= 1

        del watched.__wrapped__  # so that nobody gets around it
        watched.__signature__ = signature  # type: ignore[attr-defined]
        return watched

    def _run(self, fit: Callable[..., Any], model: Any, arguments: dict[str, Any]) -> Any:
        outermost = self._depth == 1
        if outermost:
            self._look()
            self._started += 1
        fuse, requested = may_fuse(model, arguments), _requested(model, arguments)
        data = Data(model, arguments, self._offered, self._curves)
        given = arguments.get("callbacks")
        listed = given if isinstance(given, keras.callbacks.CallbackList) else None
        own = keras.tree.flatten(given or []) if listed is None else list(listed.callbacks)
        first = First(self.weights, self.counters, own, data)
        maps = Maps.over(model, arguments["x"], arguments["y"])
        fit_id = (self.child, self.run, self._started)
        last = Last(first, requested, fuse, fit_id, self.emit if outermost else None, maps)
        if listed is None:
            arguments["callbacks"] = [first, *own, last]
        else:
            listed.callbacks.insert(0, first)
            listed.append(last)
            first.set_model(model)
        before = self.counters.now()
        try:
            with fused(model) if fuse else nullcontext():
                return fit(model, **arguments)
        finally:
            if last.began:
                now = self.counters.now()
                first.note_state()
                fitted = Fit(
                    facts=data.told(last.facts()),
                    model=weakref.ref(model),
                    variables=frozenset(id(variable) for variable in model.trainable_variables),
                    outermost=outermost,
                    seen=first.seen,
                    last=first.last,
                    counted=now.since(before),
                )
                self._ended(fitted, now)

    def _ended(self, fit: Fit, now: Counted) -> None:
        self._fits.append(fit)
        if fit.outermost:
            self.weights.pass_over()
            self._looked = now
            self.emit(FitEnded(self.child, self.run, self._started, fit.facts.epochs_run))

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
            return scalar(name, data, step=step, description=description) if has_tensorboard else True

        return logged


def _tells_learners(record: logging.LogRecord) -> bool:
    """False for TensorFlow's warnings that Keras's functions are retraced: each fitted model has its own functions."""
    return "TensorFlowTrainer" not in record.getMessage()


def _requested(model: Any, arguments: dict[str, Any]) -> FitFacts:
    """The facts of a fit before it begins: what was asked for."""
    batch_size = arguments.get("batch_size")
    return FitFacts(
        epochs=int(arguments["epochs"]),
        epochs_run=0,
        batch_size=(batch_size or 32) if isinstance(batch_size, (int, type(None))) else None,
        validation=bool(arguments.get("validation_split")) or arguments.get("validation_data") is not None,
        compiled=compile_facts(model),
    )
