"""Counting the distinct rows that a fit was given, and those of the validation data that it did not train on."""

from __future__ import annotations

import math
import sys
from typing import Any, Optional

import keras
import numpy as np

MOST_ROWS = 200_000  # examined in one data set
MOST_NUMBERS = 50_000_000  # in one array


class Rows:
    """A hash of each row that went by, equal for equal rows. `numbers` is None once some could not be examined."""

    def __init__(self, numbers: Optional[np.ndarray] = None) -> None:
        self.numbers: Optional[np.ndarray] = np.zeros(0, np.uint64) if numbers is None else numbers

    def add(self, batch: Any) -> None:
        """Note the rows of one batch, or of all data: an array, or several that belong together row by row."""
        if self.numbers is None or len(self.numbers) >= MOST_ROWS:
            return
        try:
            self.numbers = np.concatenate([self.numbers, _hashed(batch)])
        except Exception:
            self.numbers = None

    def split(self, share: float) -> tuple[Rows, Rows]:
        """The rows to train on and those to validate on, as `validation_split` divides them."""
        if self.numbers is None:
            return self, self
        at = math.floor(len(self.numbers) * (1 - share))
        return Rows(self.numbers[:at]), Rows(self.numbers[at:])

    def different(self) -> Optional[int]:
        """The number of distinct rows; None if unknown."""
        return None if self.numbers is None else len(np.unique(self.numbers))

    def different_from(self, others: Rows) -> Optional[int]:
        """The number of distinct rows that are not among the others; None if unknown."""
        if self.numbers is None or others.numbers is None:
            return None
        return len(np.setdiff1d(self.numbers, others.numbers))


def watched(x: Any) -> tuple[Any, Rows]:
    """Data to give to `fit`, and the rows of their inputs, which are known only once a stream has gone by."""
    rows = Rows()
    tensorflow = sys.modules["tensorflow"]
    if isinstance(x, tensorflow.data.Dataset):
        return _watched_dataset(x, rows), rows
    if isinstance(x, keras.utils.PyDataset):
        for at in range(len(x)):  # each batch is made again when it is asked for
            rows.add(_inputs(x[at]))
    elif hasattr(x, "__next__"):
        return _watched_stream(x, rows), rows
    else:
        rows.add(x)
    return x, rows


def _inputs(batch: Any) -> Any:
    return batch[0] if isinstance(batch, tuple) else batch


def _watched_stream(batches: Any, rows: Rows) -> Any:
    for batch in batches:
        rows.add(_inputs(batch))
        yield batch


def _watched_dataset(dataset: Any, rows: Rows) -> Any:
    tensorflow = sys.modules["tensorflow"]

    def note(*arrays: np.ndarray) -> np.bool_:
        rows.add(list(arrays))
        return np.bool_(True)

    def passed(*batch: Any) -> Any:
        inputs = tensorflow.nest.flatten(batch[0])
        noted = tensorflow.numpy_function(note, inputs, tensorflow.bool)
        with tensorflow.control_dependencies([noted]):
            same = tensorflow.nest.map_structure(tensorflow.identity, batch)
        return same if len(batch) > 1 else same[0]

    return dataset.map(passed)


def _hashed(batch: Any) -> np.ndarray:
    """A hash of each row: the inner product of its float32 bits with random odd numbers, modulo 2**64."""
    total: Any = np.uint64(0)
    for place, each in enumerate(keras.tree.flatten(batch)):
        array = np.asarray(each)
        if array.size > MOST_NUMBERS:
            raise ValueError("too large to look at")
        if not np.issubdtype(array.dtype, np.number) and array.dtype != bool:
            array = np.vectorize(hash, otypes=[np.int64])(array)
        plain = array.reshape(len(array), -1)[:MOST_ROWS].astype("float32") + np.float32(0)  # 0 and -0 are equal
        odd = np.random.default_rng(place).integers(1 << 62, size=plain.shape[1], dtype=np.uint64) * 2 + 1
        total = total + (plain.view(np.uint32).astype(np.uint64) * odd).sum(axis=1, dtype=np.uint64)
    return np.asarray(total, np.uint64)
