"""Records the fits of a script of the learner's own, which isn't to notice: nothing is changed, drawn or asked twice.

So facts are sent as soon as they are known, and a stream of batches is only examined as it goes by.
"""

from __future__ import annotations

import math
import sys
import time
import weakref
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Optional

import keras

from tuitutor.protocol.events import Event, FitEnded, FitMeasured, Measured, ModelSeen
from tuitutor.protocol.facts import ModelFacts, ProgramFacts
from tuitutor.protocol.raised import Frame
from tuitutor.worker.learner_errors import Unmeasurable, suppress_learner_errors
from tuitutor.worker.training.fit_data_facts import GivenData
from tuitutor.worker.training.fit_records import EndedFit, RunningFit, digests
from tuitutor.worker.training.fits import Watcher
from tuitutor.worker.training.measure import model_facts, shorten_fits
from tuitutor.worker.training.speed import arguments_of

SECONDS, SHARE = 3.0, 0.03  # to look into networks: at once, and of the script's time

MAX_COMPARED = 500_000  # weights, which take no time to compare after each epoch
MAX_EARLIER = 100  # fits with which one is compared


class ScriptWatcher(Watcher):
    """Records the fits of a script. `here` returns the frames of the script's own files that lead to a call.

    `sees_all`: TensorFlow trains. Without it, only curves are recorded.
    """

    def __init__(self, emit: Callable[[Event], None], here: Callable[[], tuple[Frame, ...]]) -> None:
        super().__init__(self._send, "", only_records=True)
        self.sees_all = keras.config.backend() == "tensorflow"
        self._out, self._here = emit, here
        self._running: Optional[RunningFit] = None
        self._latest_sent: Optional[tuple[FitMeasured, EndedFit]] = None
        self._called_at: tuple[Frame, ...] = ()
        self._kind = ""
        self._numbers_of: weakref.WeakKeyDictionary[EndedFit, int] = weakref.WeakKeyDictionary()
        self._began, self._looked = time.monotonic(), 0.0  # seconds that looking into networks took

    def install(self, own: frozenset[str] = frozenset()) -> None:
        if self.sees_all:
            super().install(own)
        else:
            self.install_fit()

    def _send(self, event: Event) -> None:
        """Send an event; with the model, what is known of its fit's data, so that advice needn't wait for the end."""
        self._out(event)
        running = self._running
        if running is None or not isinstance(event, ModelSeen) or event.fit != running.number:
            return
        facts = running.last.facts()
        if running.given.sample is not None:
            facts = replace(facts, data=running.given.facts())
        self._out(FitMeasured("", "", running.number, facts, event.model, self._called_at, self._kind))

    # ---- fits

    def _fit(self, fit: Callable[..., Any], model: Any, /, *args: Any, **kwargs: Any) -> Any:
        arguments = arguments_of(fit, model, args, kwargs)
        if arguments is None or self.doing.fits:  # Keras explains, or a callback's own fit is shown as a part of it
            return fit(model, *args, **kwargs)
        running: Optional[RunningFit] = None
        self._started += 1
        with suppress_learner_errors():
            self._called_at, self._kind = self._here(), _kind_of(arguments["x"])
            running = self._begin(model, arguments, False, True)
        if running is None:
            return fit(model, *args, **kwargs)
        self.doing.fits, self._running = 1, running
        try:
            return fit(model, **arguments)
        finally:
            self.doing.fits, self._running = 0, None
            if running.last.began:
                with suppress_learner_errors():
                    self._measure(model, running)

    def _examine(self, arguments: dict[str, Any]) -> GivenData:
        return GivenData(arguments if self.sees_all and not _is_distributed() else None)

    def _notes_states(self, model: Any) -> bool:
        weights = sum(math.prod(weight.shape) for weight in model.trainable_variables)
        return self.sees_all and bool(weights <= MAX_COMPARED)

    def _measure(self, model: Any, running: RunningFit) -> None:
        """Send what is known of a fit that has ended."""
        ended = self._end(running)
        self._out(FitEnded("", "", running.number, ended.facts.epochs_run))
        epoch = ended.epoch_of(digests(model.trainable_variables)) if self._notes_states(model) else 0
        facts = replace(
            ended.facts,
            steps=ended.counted.steps,
            lasting=epoch in (0, len(ended.states)),
            restored=epoch if 0 < epoch < len(ended.states) else None,
        )
        described: Optional[ModelFacts] = None
        with suppress_learner_errors():
            described = model_facts(model)
        before = time.monotonic()
        if self.sees_all and not _is_distributed() and self._looked <= SECONDS + SHARE * (before - self._began):
            fits = (*(fit.facts for fit in self._fits[:-1]), facts)
            facts = self.looked_into(fits)[-1]
            self._looked += time.monotonic() - before
        self._fits[-1] = replace(ended, batch=_gone)  # which would keep the script's arrays
        earlier = [(self._numbers_of[fit], fit) for fit in self._fits[-MAX_EARLIER:-1]]
        self._numbers_of[self._fits[-1]] = running.number
        sent = FitMeasured(
            "",
            "",
            running.number,
            shorten_fits([facts])[0],
            described,
            self._called_at,
            self._kind,
            tuple(number for number, fit in earlier if fit.numbers & ended.numbers),
            tuple(number for number, fit in earlier if fit.is_like(ended)),
        )
        self._latest_sent = sent, self._fits[-1]
        self._out(sent)

    def finish(self) -> None:
        """Send what the script's calls after the last fit, and loops of its own, have added."""
        if not self.sees_all:
            return
        if self._latest_sent is not None:
            sent, ended = self._latest_sent
            with suppress_learner_errors():
                data = ended.given.facts()
                known = sent.facts.data
                if data is not None and known is not None:
                    data = replace(data, trained_earlier=max_of(data.trained_earlier, known.trained_earlier))
                self._out(replace(sent, facts=replace(sent.facts, data=data)))
        with suppress_learner_errors():
            only = self._loops.batches.only()
            model = only[0] if only is not None and not self._fits else None
            facts = ProgramFacts(None if model is None else model_facts(model), None, None, loops=self.loops())
            self._out(Measured("", "", facts))


def _gone() -> Any:
    raise Unmeasurable("the data are the script's again")


def max_of(*values: Optional[float]) -> Optional[float]:
    """The largest of the values that are known."""
    return max((value for value in values if value is not None), default=None)


def _kind_of(x: Any) -> str:
    """What a fit is made to, in words."""
    tensorflow = sys.modules.get("tensorflow")
    if tensorflow is not None and isinstance(x, tensorflow.data.Dataset):
        return "tf.data set"
    if isinstance(x, keras.utils.PyDataset):
        return type(x).__name__
    return "generator" if hasattr(x, "__next__") else "arrays"


def _is_distributed() -> bool:
    """Whether several devices train, whose data no device sees whole."""
    return bool(keras.distribution.distribution()) or sys.modules["tensorflow"].distribute.has_strategy()
