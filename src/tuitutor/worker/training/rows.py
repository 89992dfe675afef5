"""The different rows of a fit's data, to train on and to validate on; and watching the batches of streams."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Optional

import keras
import numpy as np

from tuitutor.worker.learner_errors import Unmeasurable, raise_if_ours

MAX_NUMBERS = 50_000_000  # stored of one data set

Labelled = tuple[np.ndarray, np.ndarray]
"""Rows and their labels."""

Note = Callable[[Any, Any], None]
"""Called with the inputs and the labels of a batch."""


class Rows:
    """The rows that went by in order. Different ones are stored once, as a float32 array (rows, numbers) per input.

    `known` is False once some could not be examined.
    """

    def __init__(self) -> None:
        self.known = True
        self._places: dict[int, int] = {}  # of the stored rows, by a hash of the row
        self._order: list[np.ndarray] = []  # places of the rows that went by
        self._stored: list[list[np.ndarray]] = []
        self._numbers = 0

    def add(self, batch: Any) -> None:
        """Add the rows of one batch, or of all data: an array, or several that belong together row by row."""
        try:
            inputs = [as_rows(array) for array in keras.tree.flatten(batch)]
            before = len(self._places)
            places = [self._places.setdefault(key, len(self._places)) for key in hash_rows(inputs).tolist()]
            fresh = np.unique(np.array(places), return_index=True)[1][-(len(self._places) - before) or len(places) :]
            self._numbers += sum(len(fresh) * rows.shape[1] for rows in inputs)
            self.known = self.known and self._numbers <= MAX_NUMBERS
            if self.known:
                self._order.append(np.array(places))
                self._stored += [[rows[fresh] for rows in inputs]] if len(self._places) > before else []
        except Exception as error:
            raise_if_ours(error)
            self.known = False

    def forget(self) -> None:
        """Begin anew."""
        self.__init__()  # type: ignore[misc]

    def split(self, share: float) -> tuple[Rows, Rows]:
        """The rows to train on and those to validate on, as `validation_split` divides them."""
        order = self.order()
        at = math.floor(len(order) * (1 - share))
        return self._part(order[:at]), self._part(order[at:])

    def first(self, most: Optional[int]) -> Rows:
        """The first `most` rows; None: all."""
        return self._part(self.order()[:most])

    def _part(self, order: np.ndarray) -> Rows:
        part = Rows()
        part.known, part._order, part._stored = self.known, [order], self._stored
        return part

    def order(self) -> np.ndarray:
        """The places of the rows among the stored ones."""
        return np.concatenate([np.zeros(0, int), *self._order])

    def different(self) -> Optional[int]:
        """The number of different rows; None if unknown."""
        return len(np.unique(self.order())) if self.known else None

    def values(self) -> tuple[list[np.ndarray], np.ndarray]:
        """The different rows, an array per input, and how often they went by. Raises Unmeasurable if unknown."""
        if not self.known:
            raise Unmeasurable("some rows could not be examined")
        at, counts = np.unique(self.order(), return_counts=True)
        return [np.concatenate(parts)[at] for parts in zip(*self._stored, strict=True)], counts


def watch(x: Any, notes: Sequence[Note]) -> Any:
    """Data for `fit` in place of `x`, whose batches are noted as they go by; arrays are not noted."""

    def note(batch: Any) -> None:
        inputs, *labels = batch if isinstance(batch, tuple) else (batch,)
        for function in notes:
            function(inputs, labels[0] if labels else None)

    if isinstance(x, keras.utils.PyDataset):
        for at in range(len(x)):  # a batch is made again when Keras needs it
            note(x[at])
        return x
    return pass_on(x, note)


def pass_on(x: Any, note: Callable[[Any], None], is_noted: Callable[[Any], Any] = lambda at: at >= 0) -> Any:
    """A dataset or an iterator with the same batches, for those of which `note` is called whose number `is_noted`.

    Anything else is returned as it is.
    """
    if isinstance(x, sys.modules["tensorflow"].data.Dataset):
        return _pass_on_dataset(x, note, is_noted)
    return _pass_on_iterator(x, note, is_noted) if hasattr(x, "__next__") else x


def _pass_on_iterator(x: Any, note: Callable[[Any], None], is_noted: Callable[[Any], Any]) -> Iterator[Any]:
    for at, batch in enumerate(x):
        if is_noted(at):
            note(batch)
        yield batch


def _pass_on_dataset(x: Any, note: Callable[[Any], None], is_noted: Callable[[Any], Any]) -> Any:
    tensorflow = sys.modules["tensorflow"]

    def same(at: Any, batch: Any) -> Any:
        def note_arrays(*arrays: np.ndarray) -> np.bool_:
            note(tensorflow.nest.pack_sequence_as(batch, arrays))
            return np.bool_(True)

        noted = tensorflow.cond(
            is_noted(at),
            lambda: tensorflow.numpy_function(note_arrays, tensorflow.nest.flatten(batch), tensorflow.bool),
            lambda: tensorflow.constant(True),
        )
        with tensorflow.control_dependencies([noted]):
            return tensorflow.nest.map_structure(tensorflow.identity, batch)

    return x.enumerate().map(same)


def is_stream(x: Any) -> bool:
    """Whether it hands out batches, and isn't arrays."""
    kinds = (sys.modules["tensorflow"].data.Dataset, keras.utils.PyDataset)
    return isinstance(x, kinds) or hasattr(x, "__next__")


def flows(x: Any) -> bool:
    """Whether it is a stream that `watch` notes in all epochs, and not once as a PyDataset."""
    return is_stream(x) and not isinstance(x, keras.utils.PyDataset)


def as_rows(data: Any) -> np.ndarray:
    """An array of any kind as float32 (rows, numbers). Raises Unmeasurable if it has no rows, or is too large."""
    try:
        array = np.asarray(data)
    except ValueError:  # lists of different lengths
        raise Unmeasurable("it has no shape") from None
    if not array.ndim or not array.size:
        raise Unmeasurable("it has no rows")
    if array.size > MAX_NUMBERS:
        raise Unmeasurable("it is too large to examine")
    if not np.issubdtype(array.dtype, np.number) and array.dtype != bool:
        array = np.vectorize(lambda value: hash(value) & 0xFFFFFF, otypes=[np.int64])(array)
    return array.reshape(len(array), -1).astype("float32") + np.float32(0)  # 0 and -0 are equal


def hash_rows(inputs: Sequence[np.ndarray]) -> np.ndarray:
    """Hashes of the rows of float32 arrays: the inner product of its bits with random odd numbers, modulo 2**64."""
    total: Any = np.uint64(0)
    for place, rows in enumerate(inputs):
        odd = np.random.default_rng(place).integers(1 << 62, size=rows.shape[1], dtype=np.uint64) * 2 + 1
        total = total + (rows.view(np.uint32).astype(np.uint64) * odd).sum(axis=1, dtype=np.uint64)
    return np.asarray(total, np.uint64)
