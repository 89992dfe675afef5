"""Our two callbacks that each fit gets: one before the program's own, and one after them.

Together they stream the fit and record its history, whatever the program's callbacks write into the logs.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import replace
from typing import Any, Optional

import keras
import numpy as np

from tuitutor.protocol.events import BatchEnded, EpochEnded, Event, FitStarted, MapTaken, ModelSeen
from tuitutor.protocol.facts import FitFacts
from tuitutor.worker.training.fit_data import FitData
from tuitutor.worker.training.initial_values import current_value
from tuitutor.worker.training.maps import Maps
from tuitutor.worker.training.measure import kinds_of_metrics, model_facts, rate_now

BATCH_INTERVAL = 0.1  # seconds between events inside an epoch

State = tuple[bytes, ...]
"""The values of variables, as a digest for each."""


def digests(variables: Iterable[Any]) -> State:
    """A digest of each variable's value, the same for a copy in another precision."""
    single = (np.asarray(current_value(each), np.float32) for each in variables)
    return tuple(hashlib.blake2b(each.tobytes(), digest_size=8).digest() for each in single)


class First(keras.callbacks.Callback):  # type: ignore[misc]
    """Comes before the program's own callbacks: it sees logs and weights as training left them.

    `states` has the trained weights' digests at the end of each epoch, and `began` at the beginning of the fit. `seen`
    has all digests, also those after the program's own callbacks.
    """

    async_safe = True  # else Keras waits for each batch's logs

    def __init__(self, data: FitData) -> None:
        super().__init__()
        self.data = data
        self.history: dict[str, list[float]] = {}
        self.logs: dict[str, float] = {}  # of the latest epoch
        self.rates: list[float] = []  # at the starts and ends of epochs
        self.began: State = ()
        self.states: list[State] = []
        self._left: State = ()
        self.seen: set[bytes] = set()

    def note_rate(self) -> None:
        """Record the current learning rate."""
        rate = rate_now(self.model)
        self.rates += [] if rate is None else [rate]

    def note_state(self) -> State:
        """Record the values of the trained weights as results of training."""
        with suppress(Exception):
            state = digests(self.model.trainable_variables)
            self.seen.update(state)
            return state
        return ()

    def on_train_begin(self, logs: Optional[dict[str, Any]] = None) -> None:
        with suppress(Exception):
            self.began = digests(self.model.trainable_variables)

    def on_epoch_end(self, epoch: int, logs: Optional[dict[str, Any]] = None) -> None:
        self.logs = {name: number for name, value in (logs or {}).items() if (number := _number(value)) is not None}
        for name, value in self.logs.items():
            self.history.setdefault(name, []).append(value)
        self.states.append(self._left or self.note_state())
        self._left = ()
        self.note_rate()
        self.data.at_epoch_end()

    def on_test_begin(self, logs: Any = None) -> None:
        self._left = self.note_state()  # the program's own callbacks may change the weights after validation
        self.data.at_validation()


class Last(keras.callbacks.Callback):  # type: ignore[misc]
    """Comes last: it streams progress, and tells what `first` has recorded.

    It hooks the beginnings of batches, whose logs are empty and cost nothing. `fit` is the (child, run, number) of the
    fit in events; `tell` sends these, or is None for a fit within another.
    """

    async_safe = True  # else Keras waits for each batch's logs

    def __init__(
        self,
        first: First,
        requested: FitFacts,
        fused: bool,
        fit: tuple[str, str, int],
        tell: Callable[[Event], None] | None,
        maps: Optional[Maps],
    ) -> None:
        super().__init__()
        self.began, self.epochs_run, self._mapped = False, 0, 0
        self._first, self._requested, self._fused, self._fit, self._tell = first, requested, fused, fit, tell
        self._maps = maps
        self._described = False
        self._start = self._last_event = time.monotonic()

    def facts(self) -> FitFacts:
        """The facts of the fit so far. A metric with a custom name is also listed under the name of its kind."""
        history = {name: tuple(values) for name, values in self._first.history.items()}
        for name, kind in kinds_of_metrics(self.model).items():
            for prefix in ("", "val_"):
                if prefix + name in history:
                    history.setdefault(prefix + kind, history[prefix + name])
        rates = self._first.rates
        return replace(
            self._requested,
            epochs_run=self.epochs_run,
            history=history,
            lowest_rate=min(rates, default=None),
            highest_rate=max(rates, default=None),
            idle=sum(rate < 0.01 * max(rates) for rate in rates) / len(rates) if rates else None,
        )

    def on_train_begin(self, logs: Any = None) -> None:
        self.began = True
        self._start = self._last_event = time.monotonic()
        if self._tell is not None:
            steps = (self.params or {}).get("steps")
            self._tell(FitStarted(*self._fit, self._requested.epochs, steps, self._requested.validation, self._fused))
            self._describe()

    def on_train_batch_begin(self, batch: int, logs: Any = None) -> None:
        now = time.monotonic()
        if batch and now - self._last_event >= BATCH_INTERVAL and self._tell is not None:
            self._last_event = now
            self._tell(BatchEnded(*self._fit, self.epochs_run + 1, int(batch)))
            self._describe()

    def on_epoch_begin(self, epoch: int, logs: Any = None) -> None:
        self._first.note_rate()

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        self.epochs_run += 1
        self._first.note_state()  # other callbacks may have put earlier weights, or means, in place
        self._last_event = time.monotonic()
        if self._tell is not None:
            seconds = round(self._last_event - self._start, 3)
            self._tell(EpochEnded(*self._fit, epoch + 1, seconds, dict(self._first.logs)))
            self._describe()
            self._take_map()

    def _describe(self) -> None:
        """Send the model once; some models are only built by their first batch."""
        if self._tell is not None and not self._described:
            with suppress(Exception):  # a model too odd to describe is fitted anyway
                self._described = self.model.built
                if self._described:
                    self._tell(ModelSeen(*self._fit, model_facts(self.model)))

    def _take_map(self, *, final: bool = False) -> None:
        if self._maps is not None and self._tell is not None and self._mapped < self.epochs_run:
            taken = self._maps.at_end(time.monotonic() - self._start, final)
            if taken is not None:
                self._mapped = self.epochs_run
                self._tell(MapTaken(*self._fit, self.epochs_run, taken))

    def on_train_end(self, logs: Any = None) -> None:
        self._take_map(final=True)


def _number(value: Any) -> Optional[float]:
    try:
        return float(value)
    except (TypeError, ValueError):
        return None
