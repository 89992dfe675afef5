"""The record of a fit: our two callbacks around the program's own fill it, and it stays once the fit has ended."""

from __future__ import annotations

import hashlib
import time
import weakref
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Optional

import keras
import numpy as np

from tuitutor.protocol.events import BatchEnded, EpochEnded, Event, FitStarted, MapTaken, ModelSeen
from tuitutor.protocol.facts import FitFacts
from tuitutor.worker.learner_errors import suppress_learner_errors
from tuitutor.worker.training.counting import Counted, TrainedWith
from tuitutor.worker.training.fit_data import FitData
from tuitutor.worker.training.fit_data_facts import GivenData
from tuitutor.worker.training.initial_values import current_value
from tuitutor.worker.training.maps import Maps
from tuitutor.worker.training.measure import kinds_of_metrics, model_facts, rate_now

BATCH_INTERVAL = 0.1  # seconds between events inside an epoch

State = tuple[bytes, ...]
"""The values of variables, as digests."""


def digests(variables: Iterable[Any]) -> State:
    """Digests of the variables' values, the same for a copy in another precision."""
    values = (np.asarray(current_value(variable), np.float32) for variable in variables)
    return tuple(hashlib.blake2b(value.tobytes(), digest_size=8).digest() for value in values)


class FirstCallback(keras.callbacks.Callback):  # type: ignore[misc]
    """Comes before the program's own callbacks: it sees logs and weights as training left them.

    `states` has the trained weights' digests at the ends of epochs, and `began` at the beginning of the fit. `found`
    has all digests, also after the program's own callbacks. Without `notes_states` there are none: of a large network
    they take seconds.
    """

    async_safe = True  # else Keras waits for the logs of every batch

    def __init__(self, data: FitData, notes_states: bool = True) -> None:
        super().__init__()
        self.data, self._notes_states = data, notes_states
        self.history: dict[str, list[float]] = {}
        self.logs: dict[str, float] = {}  # of the latest epoch
        self.rates: list[float] = []  # at the starts and ends of epochs
        self.began: State = ()
        self.states: list[State] = []
        self.found: set[bytes] = set()
        self._before_validation: State = ()

    def note_rate(self) -> None:
        """Record the current learning rate."""
        rate = rate_now(self.model)
        self.rates += [] if rate is None else [rate]

    def note_state(self) -> State:
        """Record the values of the trained weights as results of training."""
        if not self._notes_states:
            return ()
        with suppress_learner_errors():
            state = digests(self.model.trainable_variables)
            self.found.update(state)
            return state
        return ()

    def on_train_begin(self, logs: Optional[dict[str, Any]] = None) -> None:
        if self._notes_states:
            with suppress_learner_errors():
                self.began = digests(self.model.trainable_variables)

    def on_epoch_end(self, epoch: int, logs: Optional[dict[str, Any]] = None) -> None:
        self.logs = {name: number for name, value in (logs or {}).items() if (number := _number(value)) is not None}
        for name, number in self.logs.items():
            self.history.setdefault(name, []).append(number)
        self.states.append(self._before_validation or self.note_state())
        self._before_validation = ()
        self.note_rate()
        self.data.at_epoch_end()

    def on_test_begin(self, logs: Any = None) -> None:
        self._before_validation = self.note_state()  # the program's callbacks may change the weights after validation
        self.data.at_validation()


class LastCallback(keras.callbacks.Callback):  # type: ignore[misc]
    """Comes last: it streams progress, and has the facts that `first` has recorded.

    It hooks the beginnings of batches, whose logs are empty and cost nothing. `fit` is the (child, run, number) of the
    fit in events; `emit` sends these, or is None for a fit within another.
    """

    async_safe = True  # else Keras waits for the logs of every batch

    def __init__(
        self,
        first: FirstCallback,
        requested: FitFacts,
        fused: bool,
        fit: tuple[str, str, int],
        emit: Callable[[Event], None] | None,
        maps: Optional[Maps],
    ) -> None:
        super().__init__()
        self.began, self.epochs_run = False, 0
        self._first, self._requested, self._fused, self._fit, self._emit = first, requested, fused, fit, emit
        self._maps, self._mapped = maps, 0  # the epoch of the latest map
        self._is_described = False
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
        if self._emit is not None:
            steps = (self.params or {}).get("steps")
            self._emit(FitStarted(*self._fit, self._requested.epochs, steps, self._requested.validation, self._fused))
            self._describe(self._emit)

    def on_train_batch_begin(self, batch: int, logs: Any = None) -> None:
        now = time.monotonic()
        if batch and now - self._last_event >= BATCH_INTERVAL and self._emit is not None:
            self._last_event = now
            self._emit(BatchEnded(*self._fit, self.epochs_run + 1, int(batch)))
            self._describe(self._emit)

    def on_epoch_begin(self, epoch: int, logs: Any = None) -> None:
        self._first.note_rate()

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        self.epochs_run += 1
        self._first.note_state()  # other callbacks may have put earlier weights, or means, in place
        self._last_event = time.monotonic()
        if self._emit is not None:
            seconds = round(self._last_event - self._start, 3)
            self._emit(EpochEnded(*self._fit, epoch + 1, seconds, dict(self._first.logs)))
            self._describe(self._emit)
            self._take_map()

    def on_train_end(self, logs: Any = None) -> None:
        self._take_map(final=True)

    def _describe(self, emit: Callable[[Event], None]) -> None:
        """Send the model once; some models are only built by their first batch."""
        if not self._is_described:
            with suppress_learner_errors():  # a model too odd to describe is fitted anyway
                self._is_described = self.model.built
                if self._is_described:
                    emit(ModelSeen(*self._fit, model_facts(self.model)))

    def _take_map(self, *, final: bool = False) -> None:
        if self._maps is not None and self._emit is not None and self._mapped < self.epochs_run:
            taken = self._maps.at_end(time.monotonic() - self._start, final)
            if taken is not None:
                self._mapped = self.epochs_run
                self._emit(MapTaken(*self._fit, self.epochs_run, taken))


def _number(value: Any) -> Optional[float]:
    try:
        return float(value)
    except (TypeError, ValueError):
        return None


@dataclass(eq=False)
class RunningFit:
    """A fit that runs, with our callbacks `first` and `last` around its `own`. `before`: its model's counts before it.

    The other attributes are as in `EndedFit`.
    """

    number: int
    model: Any
    data: FitData
    given: GivenData
    batch: Callable[[], Any]
    first: FirstCallback
    last: LastCallback
    own: list[Any]
    before: Counted


@dataclass(frozen=True, eq=False)
class EndedFit:
    """A fit that has ended. `began`, `states` and `found` are as in `FirstCallback`.

    `variables` has the numbers of the variables that it trained, `shapes` their shapes, and `numbers` also the numbers
    of others that it may have changed. It was `counted` in a tally. `batch` returns a batch of its data, if it can be
    had again. `optimizer` is a number.
    """

    facts: FitFacts
    model: weakref.ref[Any]
    variables: frozenset[int]
    numbers: frozenset[int]
    began: State
    states: list[State]
    found: set[bytes]
    tally: TrainedWith
    counted: Counted
    batch: Callable[[], Any]
    given: GivenData
    optimizer: int
    shapes: tuple[Any, ...]

    def rows(self) -> Any:
        """Some of its rows, and their labels. Raises an exception of any kind if they can't be had again."""
        return self.given.rows() or self.batch()

    def is_like(self, other: EndedFit) -> bool:
        """Whether it trained another network on the same data."""
        is_apart = bool(self.numbers) and self.numbers.isdisjoint(other.numbers)
        return is_apart and self.given.key() is not None and self.given.key() == other.given.key()

    def is_left_for(self, other: EndedFit) -> bool:
        """Whether it trained another network of the same shapes, which is gone unused, on other rows."""
        hashes, other_hashes = self.given.hashes, other.given.hashes
        is_alike = self.numbers.isdisjoint(other.numbers) and self.shapes == other.shapes != ()
        if not is_alike or self.given.later.called or self.model() is not None:
            return False
        return bool(len(hashes) and len(other_hashes) and not np.isin(hashes, other_hashes).any())

    def has_same_settings(self, other: EndedFit) -> bool:
        """Whether it was compiled with an optimizer of the same kind and learning rate."""
        own, others = self.facts.compiled, other.facts.compiled
        if own is None or others is None:
            return False
        return (own.optimizer, own.learning_rate) == (others.optimizer, others.learning_rate)

    def trained_all(self, model: Any, variables: set[int]) -> bool:
        """Whether it fitted this model, or trained all of its variables."""
        return self.model() is model or (bool(variables) and variables <= self.numbers)

    def made(self, state: State, whole: bool) -> bool:
        """Whether variables with these values, all of them (`whole`) or some, are copies of what this fit trained."""
        if whole:
            return bool(state) and self.found.issuperset(state)
        return not self._new.isdisjoint(state)

    @cached_property
    def _new(self) -> set[bytes]:
        """The digests of values that training changed; a layer that it left alone has the initial ones."""
        return self.found.difference(self.began)

    def epoch_of(self, state: State) -> int:
        """The latest epoch, counted from 1, at whose end training left variables with these values; 0 if none did."""
        values = set(state)
        epochs = (at for at in range(len(self.states), 0, -1) if values and values <= set(self.states[at - 1]))
        return next(epochs, 0)
