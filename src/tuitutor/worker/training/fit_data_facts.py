"""Facts about the data of a fit: its inputs and labels, and those of later calls. The coach reads them.

Arrays are examined when the fit begins, batches of a stream as they go by.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from typing import Any, Optional

import keras
import numpy as np

from tuitutor.protocol.facts import ArrayFacts, DataFacts, LabelFacts
from tuitutor.worker.learner_errors import suppress_learner_errors
from tuitutor.worker.training.array_facts import array_facts, label_facts, mean_weights
from tuitutor.worker.training.array_similarity import (
    NO_HASHES,
    Profile,
    WordCounts,
    count_words,
    hashes_of,
    input_of_labels,
    most_alike,
    profile,
    share_of_rows,
    share_of_windows,
    twin_inputs,
    way_turned,
    words_distance,
)
from tuitutor.worker.training.label_leakage import (
    MAX_PROBED,
    Probe,
    explained_elsewhere,
    make_probe,
    rows_with_labels,
    with_leaks,
)
from tuitutor.worker.training.rows import Labelled, is_stream
from tuitutor.worker.training.stream_batches import MAX_INPUTS, Arrays, StreamBatches, as_arrays, tells_rows_apart

MAX_CALLS = 8  # of predict and evaluate, whose arrays are examined


class GivenData:
    """The data in the `arguments` of a fit. Streams among these are replaced by ones whose batches are examined.

    Without arguments, the caller hands over what goes by, with `batches.note`.
    """

    def __init__(self, arguments: Optional[dict[str, Any]] = None) -> None:
        self.batches = StreamBatches()
        self.validation = ValidationData()
        self.later = LaterCalls()
        self.sample: Optional[Sample] = None
        self._is_steady = True  # the rows come in the same order in all epochs
        if arguments is not None:
            with suppress_learner_errors():
                self._examine(arguments)

    def _examine(self, arguments: dict[str, Any]) -> None:
        x = arguments["x"]
        if is_stream(x):
            arguments["x"] = self.batches.watch(x)
            self.validation.examine(x, arguments)
            return
        self._is_steady = not arguments.get("shuffle", True)
        inputs, labels = as_arrays(x, arguments.get("y"))
        share = arguments.get("validation_split")
        if share and arguments.get("validation_data") is None:
            inputs, labels = self.validation.split(inputs, labels, share)
        self.validation.examine(x, arguments)
        weights = arguments.get("sample_weight")
        self._take_sample(inputs, labels, None if weights is None else np.asarray(weights))

    def _take_sample(self, inputs: list[np.ndarray], labels: Optional[np.ndarray], weights: Any) -> None:
        self.sample = Sample.of(inputs, labels, weights, self.validation, self._is_steady)
        self.validation.forget_arrays()

    def _sample_batches(self) -> None:
        if self.batches.stored:
            self._take_sample(*self.batches.take())

    def facts(self) -> Optional[DataFacts]:
        """Facts about the data, as far as it has gone by; None if nothing could be examined."""
        with suppress_learner_errors():
            self._sample_batches()
            if self.sample is None:
                return None
            facts = replace(self.sample.facts, largest_batch=self.batches.largest)
            facts = self.validation.add_to(with_leaks(facts, self.sample.probe), self.sample.probe)
            fitted, held = self.batches.hashes, self.validation.hashes
            if (len(fitted) or len(held)) and tells_rows_apart(facts.inputs[0]):  # one of them is a stream
                fitted, held = (fitted if len(fitted) else self.hashes), (held if len(held) else self.held_hashes)
                facts = replace(facts, validation_shared=float(np.isin(held, fitted).mean()) if len(held) else None)
            return self.later.add_to(self.batches.add_to(facts), self.sample.probe)
        return None if self.sample is None else self.sample.facts

    def forget(self) -> None:
        """Drop all rows; the facts about them stay."""
        with suppress_learner_errors():
            self._sample_batches()
        if self.sample is not None:
            self.sample = replace(self.sample, probe=None, rows=None)
        self.batches.forget()
        self.validation.forget()
        self.later.rows = None

    @property
    def hashes(self) -> np.ndarray:
        """Hashes of the rows to train on, as far as they are known."""
        return NO_HASHES if self.sample is None else self.sample.hashes

    @property
    def held_hashes(self) -> np.ndarray:
        """Hashes of the rows to validate on."""
        return NO_HASHES if self.sample is None else self.sample.held_hashes

    @property
    def weights(self) -> dict[str, float]:
        """Mean sample weights by class."""
        return {} if self.sample is None else self.sample.weights

    def rows(self) -> Optional[Labelled]:
        """Some hundred rows of inputs, and their labels; None if there are several inputs, or no labels."""
        return None if self.sample is None else self.sample.rows

    def key(self) -> Any:
        """The same for fits of the same arrays; None if unknown."""
        return None if self.sample is None else (self.sample.facts.inputs, self.sample.facts.labels)


@dataclass(frozen=True)
class Sample:
    """Facts about the rows that a fit trains on, and copies of few of them, since the program may change its arrays.

    `hashes` and `held_hashes` are of all rows to train and to validate on. `weights` are mean sample weights by class.
    """

    facts: DataFacts
    hashes: np.ndarray
    held_hashes: np.ndarray
    words: Optional[WordCounts]
    profile: Optional[Profile]
    weights: dict[str, float]
    probe: Optional[Probe]
    rows: Optional[Labelled]

    @classmethod
    def of(
        cls,
        inputs: list[np.ndarray],
        labels: Optional[np.ndarray],
        weights: Optional[np.ndarray],
        validation: ValidationData,
        is_steady: bool,
    ) -> Sample:
        """The sample of rows that are trained on, with their sample `weights`."""
        held_inputs, held_labels = validation.inputs, validation.labels
        hashes, held_hashes = hashes_of(inputs), hashes_of(held_inputs)
        words = count_words(inputs)
        labels_facts = None if labels is None else label_facts(labels)
        facts = DataFacts(
            inputs=tuple(map(array_facts, inputs[:MAX_INPUTS])),
            labels=labels_facts,
            validation_labels=None if held_labels is None else label_facts(held_labels),
            validation_inputs=array_facts(held_inputs[0]) if held_inputs else None,
            unshuffled=is_steady,
            validation_shared=share_of_rows(inputs, hashes, held_hashes),
            window_overlap=share_of_windows(inputs, held_inputs),
            same_inputs=twin_inputs(inputs),
            label_input=input_of_labels(inputs, labels),
            validation_distance=words_distance(words, count_words(held_inputs)),
        )
        is_weighted = weights is not None and labels is not None and labels_facts is not None
        return cls(
            facts=facts,
            hashes=hashes,
            held_hashes=held_hashes,
            words=words,
            profile=profile(inputs[0]),
            weights=mean_weights(weights, labels, labels_facts) if is_weighted else {},  # type: ignore[arg-type]
            probe=make_probe(inputs, labels),
            rows=rows_with_labels(inputs, labels),
        )


class ValidationData:
    """The data that a fit validates on. Arrays are stored until the sample is taken, batches of a stream go by."""

    def __init__(self) -> None:
        self.inputs: list[np.ndarray] = []
        self.labels: Optional[np.ndarray] = None
        self._rows: Optional[Labelled] = None  # a few
        self._batches: Optional[StreamBatches] = None
        self._of_stream: Optional[tuple[Optional[LabelFacts], ArrayFacts]] = None

    @property
    def hashes(self) -> np.ndarray:
        """The hashes of the rows of a stream."""
        return NO_HASHES if self._batches is None else self._batches.hashes

    def split(self, inputs: list[np.ndarray], labels: Optional[np.ndarray], share: float) -> Arrays:
        """Take the rows of `validation_split`. Returns those that are left to train on."""
        at = int(len(inputs[0]) * (1 - share))
        self.inputs = [array[at:] for array in inputs]
        self.labels = None if labels is None else labels[at:]
        return [array[:at] for array in inputs], None if labels is None else labels[:at]

    def examine(self, x: Any, arguments: dict[str, Any]) -> None:
        """Take the `validation_data` of a fit to `x`; a stream is replaced by one whose batches are examined."""
        data = arguments.get("validation_data")
        if isinstance(data, (tuple, list)) and len(data) > 1 and not is_stream(data[0]):
            self.inputs, self.labels = as_arrays(data[0], data[1])
        elif is_stream(data) and data is not x:
            self._batches = StreamBatches()
            arguments["validation_data"] = self._batches.watch(data)
        self._rows = _some_rows(self.inputs, self.labels)

    def forget_arrays(self) -> None:
        """Drop the arrays, of which the sample has the facts."""
        self.inputs, self.labels = [], None

    def forget(self) -> None:
        """Drop all rows."""
        self._rows = self._batches = self._of_stream = None

    def add_to(self, facts: DataFacts, probe: Optional[Probe]) -> DataFacts:
        """The facts with those of a stream, and with how much of the labels the inputs explain."""
        if self._batches is not None and self._batches.stored:
            inputs, labels, _ = self._batches.take()
            self._of_stream = None if labels is None else label_facts(labels), array_facts(inputs[0])
            self._rows = self._rows or rows_with_labels(inputs, labels)
        if self._of_stream is not None:
            facts = replace(facts, validation_labels=self._of_stream[0], validation_inputs=self._of_stream[1])
        held_tells = None if self._rows is None else explained_elsewhere(probe, facts.labels, self._rows)
        return replace(facts, validation_predictable=held_tells)


class LaterCalls:
    """Calls of predict and evaluate after a fit, and their data."""

    def __init__(self) -> None:
        self.called = False  # the fitted network was
        self.called_untrained = False  # a network like the fitted one was, which has its initial weights
        self.rows: Optional[Labelled] = None  # a few of the first arrays with labels
        self._arrays: list[tuple[ArrayFacts, Optional[ArrayFacts]]] = []  # inputs and labels
        self._words_apart: Optional[float] = None
        self._loss: Optional[float] = None
        self._known: Optional[float] = None
        self._turned = ""
        self._is_shuffled = False

    def note(self, x: Any, y: Any, predicts: bool, sample: Optional[Sample]) -> None:
        """Examine the data of a call of the fitted network, which was fitted to the sample."""
        self.called = True
        with suppress_learner_errors():
            if is_stream(x):
                self._is_shuffled = self._is_shuffled or (predicts and _shuffles(x))
            elif len(self._arrays) < MAX_CALLS:
                self._note_arrays(*as_arrays(x, y), sample)

    def _note_arrays(self, inputs: list[np.ndarray], labels: Optional[np.ndarray], sample: Optional[Sample]) -> None:
        if sample is not None:
            self._turned = self._turned or way_turned(sample.profile, profile(inputs[0]))
            apart = words_distance(sample.words, count_words(inputs))
            self._words_apart = apart if self._words_apart is None else max(self._words_apart, apart or 0.0)
        self.rows = self.rows or _some_rows(inputs, labels)
        self._arrays.append((array_facts(inputs[0]), None if labels is None else array_facts(labels)))

    def note_loss(self, result: Any) -> None:
        """Note the result of `evaluate`: the loss, a list that begins with it, or a dict that has it."""
        with suppress_learner_errors(LookupError, TypeError, ValueError):
            loss = result["loss"] if isinstance(result, dict) else keras.tree.flatten(result)[0]
            self._loss = max(self._loss or 0.0, float(loss))

    def note_fold(self, x: Any, fitted: np.ndarray, earlier: list[np.ndarray]) -> None:
        """Note whether rows to evaluate on were left out by this fit, but not by earlier ones of its network.

        `fitted` and `earlier` are hashes of rows of this fit and of the earlier ones. If this fit goes on with rows of
        theirs, these are folds of the same data.
        """
        if is_stream(x):
            return
        with suppress_learner_errors():
            evaluated, before = hashes_of(as_arrays(x, None)[0]), np.concatenate(earlier)
            if not len(evaluated) or not len(before) or len(np.unique(fitted)) < 0.9 * len(fitted):
                return
            is_left_out = np.isin(evaluated, fitted).mean() < 0.05
            if is_left_out and np.isin(fitted, before).mean() > 0.3:
                self._known = float(np.isin(evaluated, before).mean())

    def add_to(self, facts: DataFacts, probe: Optional[Probe]) -> DataFacts:
        """The facts with those of the calls."""
        labels = facts.labels.array if facts.labels is not None else None
        return replace(
            facts,
            later_inputs=most_alike([inputs for inputs, _ in self._arrays], facts.inputs[0]),
            later_labels=most_alike([labels for _, labels in self._arrays], labels),
            later_elsewhere=self.called_untrained and not self._arrays,
            later_predictable=None if self.rows is None else explained_elsewhere(probe, facts.labels, self.rows),
            later_turned=self._turned,
            evaluated_loss=self._loss,
            later_shuffled=self._is_shuffled,
            later_distance=self._words_apart,
            trained_earlier=facts.trained_earlier if self._known is None else self._known,
        )


def _some_rows(inputs: list[np.ndarray], labels: Optional[np.ndarray]) -> Optional[Labelled]:
    """Copies of a few rows and their labels; None if there are several inputs, or no labels."""
    if len(inputs) != 1 or labels is None or len(labels) != len(inputs[0]):
        return None
    step = max(1, -(-len(labels) // MAX_PROBED))
    return np.array(inputs[0][::step]), np.array(labels[::step])


def _shuffles(stream: Any) -> bool:
    """Whether a stream comes in another order every time."""
    if isinstance(stream, sys.modules["tensorflow"].data.Dataset):
        kind = type(stream).__name__
        return "Cache" not in kind and (_is_reshuffled(stream) or any(map(_shuffles, stream._inputs())))
    return hasattr(stream, "index_array") and getattr(stream, "shuffle", None) is True  # of Keras's older kinds


def _is_reshuffled(dataset: Any) -> bool:
    """Whether it is a dataset's `shuffle` with another order in every pass."""
    return "Shuffle" in type(dataset).__name__ and getattr(dataset, "_reshuffle_each_iteration", True) is not False
