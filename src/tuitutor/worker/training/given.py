"""What a fit is given: numbers about its inputs and labels, which the coach reads.

Rows are sampled, so that it is cheap. Arrays are looked at when the fit begins, batches of a stream as they go by.
"""

from __future__ import annotations

import sys
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import Any, Optional

import keras
import numpy as np

from tuitutor.protocol.facts import ArrayFacts, GivenFacts, LabelFacts
from tuitutor.worker.training.origin import wrap_method
from tuitutor.worker.training.rows import as_rows, hashed, is_stream

MOST_ROWS = 2_000  # of an array are looked at
MOST_NUMBERS_SEEN = 500_000  # of a sample
MOST_FINITE = 20_000_000  # numbers, in which NaN is looked for in all rows
MOST_SHARED = 2_000_000  # numbers, among which rows are looked for that are in both sets
MOST_COLUMNS = 64  # of a table, described each
MOST_QUANTITIES = 12  # in a row; more are those of a picture or a series, which may well be scaled by itself
MOST_CLASSES = 100
MOST_ASKED = 8  # calls of predict and evaluate
FEW = 4  # numbers of a step
SAME_BATCHES = 5  # from which on it isn't chance that they are
SMALL_BATCH = 128  # rows, which are hardly all there are
LEAST_WORDS, MOST_WORDS = 300, 5_000
LEAST_MEASURED = 60  # different rows
FIRST_BATCHES, EACH = 8, 16  # of a stream: these, and then one of so many
MOST_BATCHES = 64

Sample = tuple[list[np.ndarray], Optional[np.ndarray]]


class GivenData:
    """Looks at the data in the `arguments` of a fit, in which streams are replaced by ones that tell what goes by.

    Without them, it is told by `note`.
    """

    def __init__(self, arguments: Optional[dict[str, Any]] = None) -> None:
        self.steady = arguments is None
        self._inputs: list[np.ndarray] = []  # all rows, or those of batches that went by
        self._labels: Optional[np.ndarray] = None
        self._held: Optional[np.ndarray] = None
        self._held_inputs: list[np.ndarray] = []
        self._batches: list[Sample] = []
        self._batch_weights: list[np.ndarray] = []
        self._largest: Optional[int] = None  # batch
        self._looked = 0  # batches
        self._facts: Optional[GivenFacts] = None
        self._rows: Optional[tuple[Any, Any]] = None
        self._kept: tuple[Any, Any, np.ndarray] = (None, None, np.zeros(0, int))
        self._weights: Optional[np.ndarray] = None
        self._asked: list[tuple[Optional[ArrayFacts], Optional[ArrayFacts]]] = []
        self.untrained_asked = False  # a network like the fitted one, whose weights are as they began
        self.asked_later = False  # its network was asked something after it
        self.judged: Optional[float] = None  # the share of rows evaluated on that fits before it have trained on
        self.shuffled = False  # what it was asked to predict comes in another order each time
        self._passed: dict[int, set[int]] = {}  # hashes of batches, by their number in a PyDataset
        self._words: Optional[tuple[np.ndarray, np.ndarray]] = None
        self._apart: Optional[float] = None
        self._asked_loss: Optional[float] = None
        self.weighted: dict[str, float] = {}  # mean weights of rows, by their class
        self.hashes, self.held_hashes = np.zeros(0, np.uint64), np.zeros(0, np.uint64)  # of rows
        with suppress(Exception):
            if arguments is not None:
                self._look(arguments)

    def _look(self, arguments: dict[str, Any]) -> None:
        x, y, held = arguments["x"], arguments.get("y"), arguments.get("validation_data")
        if is_stream(x):
            self.steady = True
            arguments["x"] = self._watch(x)
        else:
            self.steady = not arguments.get("shuffle", True)
            self._inputs, self._labels = _arrays(x, y)
            weights = arguments.get("sample_weight")
            self._weights = None if weights is None else np.asarray(weights)
            share = arguments.get("validation_split")
            if share and held is None:
                at = int(len(self._inputs[0]) * (1 - share))
                self._held_inputs = [each[at:] for each in self._inputs]
                self._inputs = [each[:at] for each in self._inputs]
                if self._labels is not None:
                    self._labels, self._held = self._labels[:at], self._labels[at:]
        if isinstance(held, (tuple, list)) and len(held) > 1 and not is_stream(held[0]):
            self._held_inputs, self._held = _arrays(held[0], held[1])
        if self._inputs:
            self._sample()

    def _sample(self) -> None:
        """Keep a sample, which the program can't change later."""
        self.hashes, self.held_hashes = _hashes(self._inputs), _hashes(self._held_inputs)
        shared = _shared(self._inputs, self.hashes, self.held_hashes)
        inputs = [_described(each) for each in self._inputs]
        labels = _of_labels(self._labels) if self._labels is not None else None
        held = _of_labels(self._held) if self._held is not None else None
        self._words = _words(self._inputs)
        unseen = _described(self._held_inputs[0]) if self._held_inputs else None
        if self._weights is not None and labels is not None and self._labels is not None:
            self.weighted = _mean_weights(self._weights, self._labels, labels)
        self._facts = GivenFacts(
            *(tuple(inputs[:4]), labels, held, unseen, self.steady),
            shared=shared,
            twins=_twins(self._inputs),
            label_input=_given_labels(self._inputs, self._labels),
            held_apart=_apart(self._words, _words(self._held_inputs)),
        )
        self._kept = _neighbours(self._inputs, self._labels)
        self._rows = _rows_of(self._inputs, self._labels)
        self._inputs, self._held_inputs, self._held, self._labels = [], [], None, None

    # ---- batches

    def _watch(self, x: Any) -> Any:
        tensorflow = sys.modules["tensorflow"]
        if isinstance(x, tensorflow.data.Dataset):
            return self._watch_dataset(x)
        if isinstance(x, keras.utils.PyDataset):
            _note_items(x, self)
        elif hasattr(x, "__next__"):
            return self._watch_stream(x)
        return x

    def _watch_stream(self, batches: Any) -> Any:
        for at, batch in enumerate(batches):
            if is_looked_at(at):
                self.note(batch)
            yield batch

    def _watch_dataset(self, dataset: Any) -> Any:
        """The dataset, with a look at some batches of each epoch."""
        tensorflow = sys.modules["tensorflow"]

        def note(*arrays: Any) -> Any:
            self.note(tuple(arrays))
            return np.bool_(True)

        def passed(at: Any, *batch: Any) -> Any:
            parts = [each for part in batch[:3] for each in tensorflow.nest.flatten(part)[:1]]
            noted = tensorflow.cond(
                (at < FIRST_BATCHES) | (at % EACH == 0),
                lambda: tensorflow.numpy_function(note, parts, tensorflow.bool),
                lambda: tensorflow.constant(True),
            )
            with tensorflow.control_dependencies([noted]):
                same = tensorflow.nest.map_structure(tensorflow.identity, batch)
            return same if len(batch) > 1 else same[0]

        def unpacked(at: Any, batch: Any) -> Any:
            return passed(at, *batch) if isinstance(batch, tuple) else passed(at, batch)

        return dataset.enumerate().map(unpacked)

    def note(self, batch: Any, number: int = 0) -> None:
        """Look at a batch: inputs, or inputs and labels, or these and the weights of its rows.

        `number` is what it was asked for by, if it was.
        """
        if len(self._batches) >= MOST_BATCHES:
            return
        with suppress(Exception):
            parts: tuple[Any, ...] = tuple(batch) if isinstance(batch, (tuple, list)) else (batch,)
            inputs, labels, weights = (*parts, None, None)[:3]
            arrays, targets = _arrays(inputs, labels)
            rows = max(1, MOST_NUMBERS_SEEN // (MOST_BATCHES * max(1, arrays[0][0].size)))
            copies = [np.array(each[:rows]) for each in arrays]
            self._largest = max(self._largest or 0, len(arrays[0]))
            self._passed.setdefault(number, set()).add(hash(copies[0].tobytes()))
            self._batches.append((copies, None if targets is None else np.array(targets[:rows])))
            if weights is not None:
                self._batch_weights.append(np.array(weights[:rows]))

    # ---- facts

    def facts(self) -> Optional[GivenFacts]:
        """What it was given, as far as it has gone by; None if nothing could be looked at."""
        with suppress(Exception):
            if self._batches:
                self._from_batches()
            if self._facts is None:
                return None
            facts = _with_probe(replace(self._facts, batch=self._largest), *self._kept)
            labels = facts.labels.array if facts.labels is not None else None
            asked = _most_alike([inputs for inputs, _ in self._asked], facts.inputs[0] if facts.inputs else None)
            asked_labels = _most_alike([each for _, each in self._asked], labels)
            elsewhere = self.untrained_asked and not self._asked
            facts = replace(facts, asked=asked, asked_labels=asked_labels, asked_elsewhere=elsewhere)
            facts = replace(facts, known=facts.known if self.judged is None else self.judged)
            repeated = self._is_repeated(facts)
            facts = replace(facts, asked_loss=self._asked_loss)
            return replace(facts, repeated=repeated, asked_shuffled=self.shuffled, apart=self._apart)
        return self._facts

    def note_asked(self, x: Any, y: Any, predicts: bool = False) -> None:
        """Note what the network is asked about after it was fitted, as arrays, and the right answers."""
        self.asked_later = True
        if is_stream(x):
            with suppress(Exception):
                self.shuffled = self.shuffled or (predicts and _shuffles(x))
        elif len(self._asked) < MOST_ASKED:
            with suppress(Exception):
                inputs, labels = _arrays(x, y)
                apart = _apart(self._words, _words(inputs))
                self._apart = apart if self._apart is None else max(self._apart, apart or 0.0)
                self._asked.append((_described(inputs[0]), None if labels is None else _described(labels)))

    def note_loss(self, found: Any) -> None:
        """Note what evaluate has found: the loss, or a list that begins with it, or a dict that has it."""
        with suppress(Exception):
            first = found["loss"] if isinstance(found, dict) else keras.tree.flatten(found)[0]
            self._asked_loss = max(self._asked_loss or 0.0, float(first))

    def judge(self, x: Any, earlier: list[GivenData]) -> None:
        """Note whether rows that it is evaluated on were left out by this fit, but not by those before it.

        If this one goes on with the rows of earlier ones, these are folds of the same data.
        """
        if is_stream(x):
            return
        asked, before = _hashes(_arrays(x, None)[0]), np.concatenate([each.hashes for each in earlier])
        if not len(asked) or not len(before) or len(np.unique(self.hashes)) < 0.9 * len(self.hashes):
            return
        left_out = np.isin(asked, self.hashes).mean() < 0.05
        if left_out and np.isin(self.hashes, before).mean() > 0.3:
            self.judged = float(np.isin(asked, before).mean())

    def _is_repeated(self, facts: GivenFacts) -> bool:
        """Whether all batches were the same one, and that isn't all the data."""
        if len(set().union(*self._passed.values())) != 1 or not facts.inputs or not facts.inputs[0].spread:
            return False
        if len(self._passed) >= SAME_BATCHES:
            return True  # it was asked for others
        rows = facts.held.array.rows if facts.held is not None else 0
        return self._looked >= SAME_BATCHES and 1 < (self._largest or 0) <= min(SMALL_BATCH, rows / 2)

    def forget(self) -> None:
        """Keep no rows any more; what is known of them stays."""
        with suppress(Exception):
            if self._batches:
                self._from_batches()
        self._kept, self._rows = (None, None, np.zeros(0, int)), None

    def rows(self) -> Optional[tuple[Any, Any]]:
        """Some hundred rows of inputs, and their labels; None if there are several inputs, or no labels."""
        return self._rows

    def key(self) -> Any:
        """The same for fits that were given the same arrays; None if unknown."""
        return None if self._facts is None else (self._facts.inputs, self._facts.labels)

    def _from_batches(self) -> None:
        batches, self._batches = self._batches, []
        self._looked = len(batches)
        self._inputs = [np.concatenate(each) for each in zip(*(batch[0] for batch in batches))]  # noqa: B905
        labels = [batch[1] for batch in batches if batch[1] is not None]
        self._labels = np.concatenate(labels) if len(labels) == len(batches) else None
        if len(self._batch_weights) == len(batches):
            self._weights = np.concatenate(self._batch_weights)
        self._sample()


def is_looked_at(at: int) -> bool:
    """Whether the batch with that number is one of those that are looked at."""
    return at < FIRST_BATCHES or at % EACH == 0


def _shuffles(stream: Any) -> bool:
    """Whether a stream, which nothing is changed in, comes in another order each time."""
    if isinstance(stream, sys.modules["tensorflow"].data.Dataset):
        kind = type(stream).__name__
        if "Cache" in kind:
            return False
        if "Shuffle" in kind and getattr(stream, "_reshuffle_each_iteration", True) is not False:
            return True
        return any(map(_shuffles, stream._inputs()))
    return hasattr(stream, "index_array") and getattr(stream, "shuffle", None) is True  # of Keras's older kinds


def _note_items(data: Any, given: GivenData) -> None:
    """Have a PyDataset tell of the batches that it makes. Its class is wrapped once."""
    watched = getattr(type(data), "_looked_at", None)
    if watched is None:
        watched = {}
        type(data)._looked_at = watched
        wrap_method(type(data), "__getitem__", partial(_item, watched))
    watched[id(data)] = given


def _item(watched: dict[int, GivenData], get: Any, data: Any, /, at: Any) -> Any:
    batch = get(data, at)
    if id(data) in watched and isinstance(at, int) and is_looked_at(at):
        watched[id(data)].note(batch, at)
    return batch


def _arrays(x: Any, y: Any) -> Sample:
    """The inputs as arrays, and the labels, if they are one array."""
    inputs = [np.asarray(each) for each in keras.tree.flatten(x)]
    targets = [] if y is None else keras.tree.flatten(y)
    labels = np.asarray(targets[0]) if len(targets) == 1 else None
    return inputs, labels


def _lost(array: np.ndarray) -> float:
    """The share of values that are NaN or infinite."""
    if array.dtype.kind != "f":
        return 0.0
    if array.size > MOST_FINITE:
        array = array[:: -(-array.size // MOST_FINITE)]
    return 0.0 if np.isfinite(array.sum()) else float(1 - np.isfinite(array).mean())


def _some(array: np.ndarray) -> np.ndarray:
    """Rows of all parts of the array, at most so many."""
    width = max(1, array[0].size) if len(array) else 1
    most = max(50, min(MOST_ROWS, MOST_NUMBERS_SEEN // width))
    return array[:: -(-max(1, len(array)) // most)]


def _described(array: np.ndarray) -> ArrayFacts:
    rows, lost = _some(array), _lost(array)
    shape = (None, *map(int, array.shape[1:]))
    if rows.dtype.kind not in "fiub":
        return ArrayFacts(shape, str(array.dtype), len(array), 0.0, 0.0, 0.0, 0.0)
    values = rows.reshape(len(rows), -1).astype("float64")
    if lost:
        values = np.where(np.isfinite(values), values, np.nan)
    with np.errstate(all="ignore"):
        means, spreads = np.nanmean(values, 0), np.nanstd(values, 0)
        table = array.ndim == 2 and array.shape[1] <= MOST_COLUMNS
        columns = [(float(mean), float(spread)) for mean, spread in zip(means, spreads)] if table else []  # noqa: B905
        return ArrayFacts(
            shape=shape,
            dtype=str(array.dtype),
            rows=len(array),
            low=float(np.nanmin(values)),
            high=float(np.nanmax(values)),
            mean=float(np.nanmean(values)),
            spread=float(np.nanstd(values)),
            lost=lost,
            still=float(np.mean(spreads == 0)),
            columns=tuple(columns),
            fractions=float(np.mean(values != np.round(values))) if rows.dtype.kind == "f" else 0.0,
            squeezed=_squeezed(values) if table and not lost else None,
            lengths=_lengths(values) if table and not lost else 0.0,
            ranged=table and not lost and _is_ranged(array),
            padded=_padded(rows) if not lost else 0.0,
            tiny=float(np.mean(np.abs(values) < 0.01 * np.nanmean(np.abs(values)))),
            by_row=table and 3 <= array.shape[1] <= MOST_QUANTITIES and not lost and _is_by_row(values),
        )


def _squeezed(values: np.ndarray) -> Optional[int]:
    """The column whose spread is that of its farthest values: without one in a hundred, a twentieth is left."""
    if len(values) < LEAST_MEASURED:
        return None
    for at, column in enumerate(values.T):
        if len(np.unique(column)) < LEAST_MEASURED / 2:
            continue  # its numbers stand for kinds
        order = np.abs(column - np.median(column)).argsort()
        most = column[order[: -max(1, len(column) // 100)]]
        if most.std() < 0.05 * column.std():
            return at
    return None


def _is_ranged(table: np.ndarray) -> bool:
    """Whether two columns of measurements or more have one row at either end of 0 to 1, or -1 to 1."""
    if len(table) < 10 or table.dtype.kind != "f":
        return False
    low, high = table.min(0), table.max(0)
    ends = np.isclose(high, 1, atol=1e-6) & (np.isclose(low, 0, atol=1e-6) | np.isclose(low, -1, atol=1e-6))
    alone = ((table == low).sum(0) == 1) & ((table == high).sum(0) == 1)
    return bool((ends & alone).sum() >= 2)


def _padded(rows: np.ndarray) -> float:
    """The share of steps after the last one that isn't 0, in rows of words or in sequences."""
    if not len(rows) or not (rows.ndim == 3 or (rows.ndim == 2 and rows.dtype.kind in "iu")) or rows.shape[1] < 5:
        return 0.0
    there = (rows != 0).reshape(len(rows), rows.shape[1], -1).any(2)
    return float(np.where(there.any(1), there[:, ::-1].argmax(1), rows.shape[1]).mean() / rows.shape[1])


def _words(inputs: list[np.ndarray]) -> Optional[tuple[np.ndarray, np.ndarray]]:
    """The whole numbers, but 0, in rows of the first input that may be those of words, and how often each comes."""
    if not inputs or inputs[0].ndim != 2 or inputs[0].shape[1] < 3 or inputs[0].dtype.kind not in "iuf":
        return None
    numbers = inputs[0][:MOST_ROWS]
    if len(numbers) < 2 or not (numbers == np.round(numbers)).all():
        return None
    if np.mean(numbers[1:, :-1] == numbers[:-1, 1:]) > 0.9:  # windows of one text, in which each word comes often
        return None
    found, often = np.unique(numbers[numbers != 0], return_counts=True)
    return (found, often) if 8 <= len(found) <= MOST_WORDS else None


def _apart(one: Optional[tuple[np.ndarray, np.ndarray]], other: Optional[tuple[np.ndarray, np.ndarray]]) -> Any:
    """How far two distributions are apart, from 0 to 1, less what is to be expected by chance; None if unknown."""
    if one is None or other is None or min(one[1].sum(), other[1].sum()) < LEAST_WORDS:
        return None
    all_of_them = np.union1d(one[0], other[0])
    counts = [np.zeros(len(all_of_them)) for _ in range(2)]
    for each, (found, often) in zip(counts, (one, other)):  # noqa: B905
        each[np.searchsorted(all_of_them, found)] = often
    shares = [each / each.sum() for each in counts]
    together = np.add(*counts)
    chance = np.sqrt(together / together.sum() * sum(1 / each.sum() for each in counts))
    ranked = [np.sort(each) for each in shares]  # numbered in another way, shares are the same, of other numbers
    apart, otherwise = (np.abs(each[0] - each[1]).sum() / 2 for each in (shares, ranked))
    return max(0.0, float(apart - 0.5 * chance.sum())) if otherwise < 0.6 * apart else 0.0


def _lengths(values: np.ndarray) -> float:
    lengths = np.sqrt((values**2).sum(1))
    return float(lengths.std() / lengths.mean()) if lengths.mean() else 0.0


def _twins(inputs: list[np.ndarray]) -> Optional[tuple[int, int]]:
    """Two inputs that are the same array, and not one value alone."""
    for at, one in enumerate(inputs):
        for to, other in enumerate(inputs[:at]):
            if one.shape == other.shape and np.array_equal(one, other) and one.size and np.ptp(one.astype("float64")):
                return to, at
    return None


def _given_labels(inputs: list[np.ndarray], labels: Optional[np.ndarray]) -> Optional[int]:
    """The input, but for the first, that is the labels themselves: of words, or of steps with few numbers."""
    if labels is None or labels.size < LEAST_MEASURED:
        return None
    if labels.dtype.kind not in "iu" and not (labels.ndim == 3 and labels.shape[2] <= FEW):
        return None
    for at, each in enumerate(inputs[1:], start=1):
        if each.size == labels.size and len(each) == len(labels) and np.array_equal(each.ravel(), labels.ravel()):
            return at
    return None


def _is_by_row(values: np.ndarray) -> bool:
    """Whether each row was scaled by itself, which rows of whole numbers may look like."""
    if np.mean(values != np.round(values)) < 0.3:
        return False
    standard = np.allclose(values.mean(1), 0, atol=1e-3) and np.allclose(values.std(1), 1, atol=1e-3)
    return bool(standard or (np.allclose(values.min(1), 0, atol=1e-6) and np.allclose(values.max(1), 1, atol=1e-6)))


def _most_alike(found: list[Optional[ArrayFacts]], other: Optional[ArrayFacts]) -> Optional[ArrayFacts]:
    """The one whose numbers are most alike in size to those of the other."""
    known = [each for each in found if each is not None and each.rows > 1]
    if other is None or not known:
        return None
    size = np.hypot(other.mean, other.spread) + 1e-9
    return min(known, key=lambda each: abs(np.log((np.hypot(each.mean, each.spread) + 1e-9) / size)))


def _mean_weights(weights: np.ndarray, labels: np.ndarray, facts: LabelFacts) -> dict[str, float]:
    """The mean weight of the rows of each class."""
    weights = weights[: len(labels)].reshape(len(labels), -1)[:, 0]
    flat = labels.reshape(len(labels), -1)
    one = flat.argmax(1) if facts.kind == "one-hot" else flat[:, 0]
    if facts.kind not in ("classes", "one-hot"):
        return {}
    return {f"{value:g}": float(weights[one == value].mean()) for value in facts.values}


def _of_labels(labels: np.ndarray) -> Optional[LabelFacts]:
    array = _described(labels)
    if labels.dtype.kind not in "fiub" or not len(labels):
        return None
    flat = labels.reshape(len(labels), -1)
    finite = _finite(flat)
    kind = "numbers"
    values: tuple[float, ...] = ()
    counts: tuple[int, ...] = ()
    one = finite[:, 0]
    if flat.shape[1] == 1:
        kind = "classes" if (one == np.round(one)).all() and len(np.unique(one[:MOST_ROWS])) <= MOST_CLASSES else kind
    elif labels.ndim == 2 and ((finite == 0) | (finite == 1)).all():
        kind = "one-hot" if (finite.sum(1) == 1).all() else "tags"
        one = finite.argmax(1).astype("float64") if kind == "one-hot" else one
    if kind in ("classes", "one-hot") or len(np.unique(one[:MOST_ROWS])) <= 20:
        found, often = np.unique(one, return_counts=True)
        if len(found) <= MOST_CLASSES:
            values, counts = tuple(map(float, found)), tuple(map(int, often))
    alike = float(np.mean(one[1:] == one[:-1])) if len(one) > 1 else 0.0
    drift = _correlation(one, np.arange(len(one), dtype="float64"))
    return LabelFacts(array, kind, values, counts, alike, drift)


def _finite(values: np.ndarray) -> np.ndarray:
    """With 0 for what is no finite number: the largest float in its place would overflow in any sum."""
    finite: np.ndarray = np.nan_to_num(values.astype("float64"), posinf=0, neginf=0)
    return finite


def _correlation(one: np.ndarray, other: np.ndarray) -> float:
    if len(one) < 3 or not one.std() or not other.std():
        return 0.0
    return float(np.mean((one - one.mean()) * (other - other.mean())) / (one.std() * other.std()))


def _hashes(inputs: list[np.ndarray]) -> np.ndarray:
    """A hash of each row; none if there are several inputs, or too many numbers."""
    if len(inputs) != 1 or inputs[0].size > MOST_SHARED or inputs[0].dtype.kind not in "fiub":
        return np.zeros(0, np.uint64)
    return hashed([as_rows(inputs[0])])


def _shared(inputs: list[np.ndarray], hashes: np.ndarray, held: np.ndarray) -> Optional[float]:
    """The share of rows to validate on that are trained on; None if it isn't known, or rows come twice by nature."""
    if not len(held) or not len(hashes):
        return None
    different = len(np.unique(hashes))
    measured = inputs[0].dtype.kind == "f" and inputs[0].ndim == 2 and different >= LEAST_MEASURED
    if measured:  # so that no two rows are the same by chance
        some = _some(inputs[0])
        measured = bool((some != np.round(some)).mean() > 0.5) and len(np.unique(some[:, 0])) > LEAST_MEASURED / 2
    if different < (0.25 if measured else 0.9) * len(hashes):
        return None
    return float(np.isin(held, hashes).mean())


# ---- what inputs tell of labels

PROBED = 450  # rows
COLUMNS, UNITS = 30, 60  # more take threads
RUN = 256  # rows


def _rows_of(inputs: list[np.ndarray], labels: Optional[np.ndarray]) -> Optional[tuple[Any, Any]]:
    if labels is None or len(inputs) != 1 or len(labels) != len(inputs[0]) or not len(labels):
        return None
    most = max(16, min(RUN, MOST_NUMBERS_SEEN // max(1, inputs[0][0].size)))
    step = -(-len(labels) // most)
    return np.array(inputs[0][::step]), np.array(labels[::step])


def _neighbours(inputs: list[np.ndarray], labels: Optional[np.ndarray]) -> tuple[Any, Any, np.ndarray]:
    """Rows of inputs, and labels before, at and after them."""
    if labels is None or len(inputs) != 1 or len(labels) != len(inputs[0]) or len(labels) < 8:
        return None, None, np.zeros(0, int)
    places = np.arange(1, len(labels) - 1)
    places = places[:: -(-len(places) // PROBED)]
    most = max(1, 2_000_000 // PROBED)
    rows = inputs[0][places].reshape(len(places), -1)[:, :most].astype("float64")
    return rows, [labels[places + shift].reshape(len(places), -1) for shift in (0, -1, 1)], places


def _with_probe(facts: GivenFacts, rows: Any, labels: Any, places: np.ndarray) -> GivenFacts:
    if rows is None or facts.labels is None or len(rows) < 60:
        return facts
    rows = np.nan_to_num(rows, posinf=0, neginf=0)
    targets = [_targets(each, facts.labels) for each in labels]
    copied = _copied_column(rows, targets[0], facts) if facts.inputs[0].columns else None
    tells = _predicted(rows, targets if len(places) else targets[:1])
    named, told = _named(rows, targets[0], tells[0]) if facts.inputs[0].columns else (None, 0.0)
    mirrored = _mirrored(rows, targets[0], facts.inputs[0].shape) if facts.labels.kind in ("classes", "one-hot") else ()
    return replace(facts, copied=copied, tells=tells, named=named, named_tells=told, mirrored=mirrored)


def _mirrored(rows: np.ndarray, targets: np.ndarray, shape: Any) -> tuple[str, ...]:
    """The directions in which the nearest mean picture of a mirror image is one of another class."""
    sizes = [size or 0 for size in shape[1:]]
    if not 2 <= len(sizes) <= 3 or min(sizes[:2]) < 5 or rows.shape[1] != np.prod(sizes) or rows.shape[1] > 5_000:
        return ()
    kinds = targets.argmax(1) if targets.shape[1] > 1 else (targets[:, 0] == targets.max()).astype(int)
    held, pictures = np.arange(len(rows)) % 3 == 0, rows.reshape(len(rows), *sizes)
    numbers = [kind for kind in np.unique(kinds) if ((kinds == kind) & ~held).sum() >= 5]
    if len(numbers) < 2 or len(numbers) > 20:
        return ()
    means = np.stack([rows[(kinds == kind) & ~held].mean(0) for kind in numbers])

    def right(some: np.ndarray) -> float:
        flat = some.reshape(len(some), -1)
        near = (means**2).sum(1)[None, :] - 2 * _product(flat, means.T)
        return float(np.mean(np.array(numbers)[near.argmin(1)] == kinds[held]))

    base, told = float(np.bincount(kinds).max() / len(kinds)), right(pictures[held])
    if told < base + 0.4 * (1 - base):
        return ()
    turned = {"horizontal": pictures[held][:, :, ::-1], "vertical": pictures[held][:, ::-1]}
    return tuple(name for name, each in turned.items() if right(each) < base + 0.4 * (told - base))


def _named(rows: np.ndarray, targets: np.ndarray, tells: float) -> tuple[Optional[int], float]:
    """The column of few values which, as names, tell more than all do as quantities, and how much; None for none.

    Labels of neighbouring values aren't alike, so that they are no quantity.
    """
    held = np.arange(len(rows)) % 3 == 0
    best: tuple[Optional[int], float] = (None, 0.0)
    for at, column in enumerate(rows.T):
        found, kinds = np.unique(column, return_inverse=True)
        if not 5 <= len(found) <= len(rows) / 4:
            continue
        mean = targets[~held].mean(0)
        sums = np.zeros((len(found), targets.shape[1]))
        np.add.at(sums, kinds[~held], targets[~held] - mean)
        means = sums / (np.bincount(kinds[~held], minlength=len(found))[:, None] + 1.0)
        total = float(targets[held].var(0).sum())
        told = 1 - float(((targets[held] - mean - means[kinds[held]]) ** 2).mean(0).sum()) / total if total else 0.0
        alike = float((means[1:] * means[:-1]).sum() / max(1e-12, float((means**2).sum())))
        if told > max(best[1], tells + 0.2) and alike < 0.35:
            best = at, told
    return best


def _targets(labels: np.ndarray, facts: LabelFacts) -> np.ndarray:
    values = _finite(labels)
    if facts.kind == "classes" and 2 < len(facts.values) <= 20:
        return np.asarray(values == np.array(facts.values)[None, :], float)
    return values[:, :20]


def _copied_column(rows: np.ndarray, targets: np.ndarray, facts: GivenFacts) -> Optional[int]:
    """The column that is the label, goes up and down with it exactly, or tells whether a row is of one of the classes.

    None if there are several columns, other than those of a label that is spread over one for each class.
    """
    labels = facts.labels
    if rows.shape[1] < 2 or labels is None or labels.kind == "tags":
        return None
    if labels.kind == "one-hot":
        one = targets.argmax(1).astype("float64")
    elif targets.shape[1] == 1:
        one = targets[:, 0]
    elif labels.kind == "classes":
        one = np.array(labels.values)[targets.argmax(1)]
    else:
        return None
    found = [at for at in range(rows.shape[1]) if abs(_correlation(rows[:, at], one)) > 0.999999]
    if not found and len(labels.values) > 2:
        right = [(one == value).astype("float64") for value in labels.values if (one == value).any()]
        columns = [
            at for each in right for at in range(rows.shape[1]) if abs(_correlation(rows[:, at], each)) > 0.999999
        ]
        return columns[0] if len(columns) == len(labels.values) else None
    if not found and len(np.unique(one)) > LEAST_MEASURED and rows.shape[1] > 2:
        ranks = _ranks(one)
        found = [at for at in range(rows.shape[1]) if abs(_correlation(_ranks(rows[:, at]), ranks)) > 0.99999]
    if not found and len(np.unique(one)) > 0.5 * len(one):  # a mean of labels, of which most are of one row
        found = [at for at in range(rows.shape[1]) if np.mean(np.isclose(rows[:, at], one, rtol=1e-5, atol=0)) > 0.5]
    if not found and labels.kind in ("classes", "one-hot"):
        found = [at for at in range(rows.shape[1]) if _is_left_by_class(rows[:, at], one)]
    return found[0] if len(found) == 1 else None


def _is_left_by_class(column: np.ndarray, one: np.ndarray) -> bool:
    """Whether a quantity is one number in all rows of a class, and another in all others: it came after the label."""
    if len(np.unique(column)) < LEAST_MEASURED / 3:
        return False
    for value in np.unique(one):
        inside, outside = column[one == value], column[one != value]
        if min(len(inside), len(outside)) >= LEAST_MEASURED / 3 and not np.ptp(inside) and inside[0] not in outside:
            return True
    return False


def _ranks(values: np.ndarray) -> np.ndarray:
    return np.argsort(np.argsort(values, kind="stable"), kind="stable").astype("float64")


def _predicted(rows: np.ndarray, targets: list[np.ndarray]) -> tuple[float, ...]:
    """How much of each of the targets a regression on random units finds: an R2 on rows that it wasn't fitted to."""
    drawn = np.random.default_rng(0)
    if rows.shape[1] > 5 * COLUMNS:
        rows = rows[:, drawn.choice(rows.shape[1], 5 * COLUMNS, replace=False)]
    if rows.shape[1] > COLUMNS:
        rows = _product(rows, drawn.normal(size=(rows.shape[1], COLUMNS)))
    spread = rows.std(0)
    rows = (rows - rows.mean(0)) / np.where(spread == 0, 1, spread)
    sums = _product(rows, drawn.normal(size=(rows.shape[1], UNITS))) / np.sqrt(rows.shape[1])
    units = np.maximum(0, sums + drawn.normal(size=UNITS))
    features = np.concatenate([np.ones((len(rows), 1)), rows, units], 1)
    held = np.arange(len(rows)) % 3 == 0
    fitted, tested = features[~held], features[held]
    together = np.concatenate(targets, 1)
    square = _product(fitted.T, fitted) + 3.0 * np.eye(fitted.shape[1])
    answers = _product(tested, np.linalg.solve(square, _product(fitted.T, together[~held])))
    missed, found, at = (together[held] - answers) ** 2, [], 0
    for each in targets:
        width = each.shape[1]
        total = float(each[held].var(0).sum())
        found.append(1 - float(missed[:, at : at + width].mean(0).sum()) / total if total else 0.0)
        at += width
    return tuple(found)


def _product(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """The matrix product. Numpy's own wakes up threads, which takes more time than these small ones do."""
    return np.asarray(np.einsum("ij,jk->ik", one, other))
