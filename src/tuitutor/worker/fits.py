"""`Model.fit`, watched: epochs are streamed while they happen, and every fit is recorded."""

from __future__ import annotations

import functools
import importlib.util
import inspect
import logging
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Optional

import keras

from tuitutor.protocol.facts import FitFacts
from tuitutor.protocol.messages import BatchEnded, EpochEnded, FitEnded, FitStarted, ScalarLogged
from tuitutor.worker.channel import Emitter
from tuitutor.worker.fusing import fused, may_fuse

BATCH_INTERVAL = 0.1  # seconds between events inside an epoch


class Watcher:
    """Records the fits of one child and streams them. `child` and `run` name what is running now."""

    def __init__(self, emit: Emitter, child: str) -> None:
        self.emit, self.child, self.run = emit, child, ""
        self.fits: list[FitFacts] = []
        self._started = 0
        self._depth = 0

    def install(self) -> None:
        """Wrap `Model.fit`, and `tf.summary.scalar` where TensorFlow is loaded. Only in a child."""
        keras.Model.fit = self._watched(keras.Model.fit)
        logging.getLogger("tensorflow").addFilter(_tells_learners)
        tensorflow = sys.modules.get("tensorflow")
        if tensorflow is not None:
            tensorflow.summary.scalar = self._logged(tensorflow.summary.scalar)

    def _watched(self, fit: Callable[..., Any]) -> Callable[..., Any]:
        signature = inspect.signature(fit)

        @functools.wraps(fit)
        def watched(model: Any, *args: Any, **kwargs: Any) -> Any:
            try:
                bound = signature.bind(model, *args, **kwargs)
            except TypeError:
                return fit(model, *args, **kwargs)  # Keras words the error
            if self._depth:
                return fit(model, *args, **kwargs)  # a fit inside a fit is part of it
            bound.apply_defaults()
            self._depth += 1
            try:
                return self._run(fit, model, dict(list(bound.arguments.items())[1:]))
            finally:
                self._depth -= 1

        return watched

    def _run(self, fit: Callable[..., Any], model: Any, arguments: dict[str, Any]) -> Any:
        fuse = may_fuse(model, arguments)
        self._started += 1
        streamer = Streamer(self, self._started, arguments, fuse)
        callbacks = arguments.get("callbacks")
        if isinstance(callbacks, keras.callbacks.CallbackList):
            callbacks.append(streamer)
        else:
            given = [] if callbacks is None else keras.tree.flatten(callbacks)
            arguments["callbacks"] = [*given, streamer]
        try:
            if not fuse:
                return fit(model, **arguments)
            with fused(model):
                return fit(model, **arguments)
        finally:
            if streamer.began:
                self.fits.append(streamer.facts())
                self.emit(FitEnded(self.child, self.run, streamer.number, streamer.epochs_run))

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
    """Not of TensorFlow's notes that Keras's own functions are traced anew: each model that is fitted has its own."""
    return "TensorFlowTrainer" not in record.getMessage()


class Streamer(keras.callbacks.Callback):  # type: ignore[misc]
    """Emits a fit's progress. It hooks the beginnings of batches, whose logs are empty and cost nothing."""

    async_safe = True

    def __init__(self, watcher: Watcher, number: int, arguments: dict[str, Any], fuse: bool) -> None:
        super().__init__()
        self.number, self.began, self.epochs_run = number, False, 0
        self._watcher, self._arguments, self._fuse = watcher, arguments, fuse
        self._validation = bool(arguments.get("validation_split")) or arguments.get("validation_data") is not None
        self._history: dict[str, list[float]] = {}
        self._start = self._last_event = time.monotonic()

    def facts(self) -> FitFacts:
        """The fit so far, as it is graded."""
        batch_size = self._arguments.get("batch_size")
        return FitFacts(
            epochs=int(self._arguments["epochs"]),
            epochs_run=self.epochs_run,
            batch_size=(batch_size or 32) if isinstance(batch_size, (int, type(None))) else None,
            validation=self._validation,
            history={name: tuple(values) for name, values in self._history.items()},
        )

    def on_train_begin(self, logs: Any = None) -> None:
        self.began = True
        watcher, params = self._watcher, self.params or {}
        self._start = self._last_event = time.monotonic()
        watcher.emit(
            FitStarted(
                watcher.child,
                watcher.run,
                self.number,
                epochs=int(self._arguments["epochs"]),
                steps=params.get("steps"),
                validation=self._validation,
                fused=self._fuse,
            )
        )

    def on_train_batch_begin(self, batch: int, logs: Any = None) -> None:
        now = time.monotonic()
        if batch and now - self._last_event >= BATCH_INTERVAL:
            self._last_event = now
            watcher = self._watcher
            watcher.emit(BatchEnded(watcher.child, watcher.run, self.number, self.epochs_run + 1, int(batch)))

    def on_epoch_end(self, epoch: int, logs: Optional[dict[str, Any]] = None) -> None:
        self.epochs_run += 1
        values = {name: number for name, value in (logs or {}).items() if (number := _number(value)) is not None}
        for name, value in values.items():
            self._history.setdefault(name, []).append(value)
        self._last_event = time.monotonic()
        watcher = self._watcher
        seconds = round(self._last_event - self._start, 3)
        watcher.emit(EpochEnded(watcher.child, watcher.run, self.number, epoch + 1, seconds, values))


def _number(value: Any) -> Optional[float]:
    try:
        return float(value)
    except (TypeError, ValueError):
        return None
