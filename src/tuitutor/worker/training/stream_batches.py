"""Batches of a stream, examined as they go by, without changing them."""

from __future__ import annotations

import sys
from dataclasses import replace
from functools import partial
from typing import Any, Optional

import keras
import numpy as np

from tuitutor.protocol.facts import ArrayFacts, DataFacts
from tuitutor.worker.learner_errors import Unmeasurable, suppress_learner_errors
from tuitutor.worker.training.array_facts import MAX_NUMBERS, MIN_ROWS
from tuitutor.worker.training.array_similarity import NO_HASHES, hashes_of
from tuitutor.worker.training.origin import wrap_method
from tuitutor.worker.training.rows import pass_on

MAX_INPUTS = 4
MIN_ROW_NUMBERS = 16  # with so many in a row, two rows are hardly the same
FIRST_BATCHES, EVERY = 8, 16  # of a stream: these are examined, and then one of so many
MAX_BATCHES = 64
SAME_BATCHES = 5  # from which on it isn't chance that they are the same
SMALL_BATCH = 128  # rows, which are hardly all of the data
OVERLAPPING_BATCHES = 10  # from which on it isn't chance that they overlap

Arrays = tuple[list[np.ndarray], Optional[np.ndarray]]
"""Inputs, and labels if there are any."""


class StreamBatches:
    """Some of the batches that go by, and some of their rows."""

    def __init__(self) -> None:
        self.stored: list[Arrays] = []
        self.largest: Optional[int] = None  # rows in a batch
        self._weights: list[np.ndarray] = []
        self._noted = 0  # batches
        self._contents: dict[int, set[int]] = {}  # hashes of batches, by their index in a PyDataset
        self._classes: dict[int, float] = {}  # of rows, by their hashes
        self._repeated_rows = self._contradicting_rows = 0  # that came again, and of these with another class
        self._previous: set[int] = set()  # hashes of the rows of the latest batch
        self._rows: list[np.ndarray] = []  # hashes of all rows that were examined
        self._shares: list[float] = []  # of batches' rows that were in the batch before

    def watch(self, x: Any) -> Any:
        """The stream, or one with the same batches, which notes some of them as they go by."""
        if isinstance(x, keras.utils.PyDataset):
            _watch_items(x, self)
            return x
        is_dataset = isinstance(x, sys.modules["tensorflow"].data.Dataset)
        return pass_on(x, self._note_element if is_dataset else self.note, is_examined)

    def _note_element(self, element: Any) -> None:
        """Examine a batch of a dataset, with the first of several labels."""
        inputs, *parts = element if isinstance(element, tuple) else (element,)
        labels_and_weights = [array for part in parts[:2] for array in keras.tree.flatten(part)[:1]]
        self.note((keras.tree.flatten(inputs)[:MAX_INPUTS], *labels_and_weights))

    def note(self, batch: Any, index: int = 0) -> None:
        """Examine a batch: inputs, or inputs and labels, or these and the sample weights.

        `index` is its place in a PyDataset.
        """
        if len(self.stored) >= MAX_BATCHES:
            return
        with suppress_learner_errors():
            parts: tuple[Any, ...] = tuple(batch) if isinstance(batch, (tuple, list)) else (batch,)
            inputs, labels, weights = (*parts, None, None)[:3]
            arrays, targets = as_arrays(inputs, labels)
            most = max(1, MAX_NUMBERS // (MAX_BATCHES * max(1, arrays[0][0].size)))
            copies = [np.array(array[:most]) for array in arrays]
            labels = None if targets is None else np.array(targets[:most])
            self.largest = max(self.largest or 0, len(arrays[0]))
            self._contents.setdefault(index, set()).add(hash(copies[0].tobytes()))
            self.stored.append((copies, labels))
            self._noted += 1
            hashes = hashes_of(copies)
            self._rows.append(hashes)
            self._compare_rows(hashes.tolist(), labels)
            if weights is not None:
                self._weights.append(np.array(weights[:most]))

    def _compare_rows(self, hashes: list[int], labels: Optional[np.ndarray]) -> None:
        """Count the rows of a batch that came before, with the same class or another, or in the previous batch."""
        for key, label in zip(hashes, _class_numbers(labels) if hashes else []):  # noqa: B905
            if key in self._classes:
                self._repeated_rows += 1
                self._contradicting_rows += self._classes[key] != label
            self._classes[key] = label
        rows = set(hashes)
        if rows and self._previous:
            self._shares.append(len(rows & self._previous) / len(rows))
        self._previous = rows

    @property
    def hashes(self) -> np.ndarray:
        """The hashes of all rows that were examined."""
        return np.concatenate([NO_HASHES, *self._rows])

    def take(self) -> tuple[list[np.ndarray], Optional[np.ndarray], Optional[np.ndarray]]:
        """The stored inputs, labels and sample weights, which are no longer stored then. Raises Unmeasurable."""
        batches, self.stored = self.stored, []
        labels = [batch_labels for _, batch_labels in batches if batch_labels is not None]
        weights = self._weights if len(self._weights) == len(batches) else None
        try:
            return (
                [np.concatenate(arrays) for arrays in zip(*(inputs for inputs, _ in batches))],  # noqa: B905
                np.concatenate(labels) if len(labels) == len(batches) else None,
                None if weights is None else np.concatenate(weights),
            )
        except ValueError:
            raise Unmeasurable("batches have rows of several shapes") from None

    def forget(self) -> None:
        """Drop what is known of single rows."""
        self._classes, self._previous = {}, set()

    def add_to(self, facts: DataFacts) -> DataFacts:
        """The facts with what batches have in common."""
        return replace(
            facts,
            contradicted=self._contradicted(facts.inputs[0]),
            batch_overlap=self._in_common(facts.inputs[0]),
            one_batch=self._is_repeated(facts),
        )

    def _contradicted(self, inputs: ArrayFacts) -> Optional[float]:
        """The share of the rows that came again whose class was another; None for few, or if rows may be alike."""
        if min(self._repeated_rows, len(self._classes)) < MIN_ROWS or not tells_rows_apart(inputs):
            return None
        return self._contradicting_rows / self._repeated_rows

    def _in_common(self, inputs: ArrayFacts) -> Optional[float]:
        """The mean share of a batch's rows that were in the previous one; None for few batches, or all the data."""
        if len(self._shares) < OVERLAPPING_BATCHES or not tells_rows_apart(inputs):
            return None
        is_whole = sum(share == 1 for share in self._shares) > len(self._shares) / 2  # or `repeated`
        return None if is_whole else float(np.mean(self._shares))

    def _is_repeated(self, facts: DataFacts) -> bool:
        """Whether all batches were the same, and a part of the data."""
        if len(set().union(*self._contents.values())) != 1 or not facts.inputs[0].spread:
            return False
        if len(self._contents) >= SAME_BATCHES:
            return True  # others were requested
        rows = facts.validation_labels.array.rows if facts.validation_labels is not None else 0  # to validate on
        return self._noted >= SAME_BATCHES and 1 < (self.largest or 0) <= min(SMALL_BATCH, rows / 2)


def as_arrays(x: Any, y: Any) -> Arrays:
    """The inputs as arrays, and the labels if they are a single array. Raises Unmeasurable if there are no rows."""
    try:
        inputs = [np.asarray(array) for array in keras.tree.flatten(x)]
        targets = [] if y is None else [np.asarray(array) for array in keras.tree.flatten(y)]
    except ValueError:  # lists of different lengths
        raise Unmeasurable("it has no shape") from None
    labels = targets[0] if len(targets) == 1 else None
    if not inputs or not all(array.ndim and len(array) for array in inputs) or (labels is not None and not labels.ndim):
        raise Unmeasurable("it has no rows")
    return inputs, labels


def is_examined(at: Any) -> Any:
    """Whether the batch with that number, an int or a tensor, is examined."""
    return (at < FIRST_BATCHES) | (at % EVERY == 0)


def _class_numbers(labels: Optional[np.ndarray]) -> list[float]:
    """The classes of the rows; none if labels are no classes."""
    if labels is None:
        return []
    flat = labels.reshape(len(labels), -1)
    is_one_hot = flat.shape[1] > 1
    if not ((flat == 0) | (flat == 1)).all() and (is_one_hot or (flat != np.round(flat)).any()):
        return []
    classes: list[float] = (flat.argmax(1) if is_one_hot else flat[:, 0]).tolist()
    return classes


def tells_rows_apart(inputs: ArrayFacts) -> bool:
    """Whether two rows are hardly the same by chance."""
    return bool(inputs.fractions > 0.3 or np.prod([size or 1 for size in inputs.shape]) >= MIN_ROW_NUMBERS)


def _watch_items(data: Any, batches: StreamBatches) -> None:
    """Have a PyDataset tell of the batches that it makes. Its class is wrapped once."""
    watched = getattr(type(data), "_watched_items", None)
    if watched is None:
        watched = type(data)._watched_items = {}
        wrap_method(type(data), "__getitem__", partial(_get_item, watched))
    watched[id(data)] = batches


def _get_item(watched: dict[int, StreamBatches], get: Any, data: Any, /, at: Any) -> Any:
    batch = get(data, at)
    if id(data) in watched and isinstance(at, int) and is_examined(at):
        watched[id(data)].note(batch, at)
    return batch
