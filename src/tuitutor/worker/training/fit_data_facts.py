"""What a fit is given: numbers about its inputs and labels, which the coach reads.

Arrays are looked at when the fit begins, batches of a stream as they go by.
"""

from __future__ import annotations

import sys
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import Any, Optional

import keras
import numpy as np

from tuitutor.protocol.facts import ArrayFacts, GivenFacts
from tuitutor.worker.training.array_similarity import (
    Profile,
    hashes_of,
    how_far_apart,
    input_of_labels,
    most_alike,
    profile,
    share_of_rows,
    share_of_windows,
    twin_inputs,
    way_turned,
    words_of_rows,
)
from tuitutor.worker.training.described import LEAST_MEASURED, MOST_NUMBERS_SEEN, array_facts, label_facts, mean_weights
from tuitutor.worker.training.label_leakage import (
    PROBED,
    neighbours,
    rows_with_labels,
    told_elsewhere,
    with_probe,
)
from tuitutor.worker.training.origin import wrap_method
from tuitutor.worker.training.rows import is_stream

MOST_ASKED = 8  # calls of predict and evaluate
SAME_BATCHES = 5  # from which on it isn't chance that they are
MOST_INPUTS = 4
MANY = 16  # numbers in a row, so that two are hardly the same
SMALL_BATCH = 128  # rows, which are hardly all there are
FIRST_BATCHES, EACH = 8, 16  # of a stream: these, and then one of so many
MOST_BATCHES = 64
MANY_BATCHES = 10  # from which on it isn't chance that they overlap

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
        self._redealt = False
        self._held_stream: Optional[GivenData] = None
        self._profile: Optional[Profile] = None
        self._turned = ""
        self._told: dict[int, float] = {}  # the class of each row of batches, by its hash
        self._again = self._against = 0  # rows that came again, and those of another class
        self._before: set[int] = set()  # hashes of the rows of the latest batch
        self._in_common: list[float] = []  # of each batch and the one before it, the share of its rows
        self._others: dict[str, tuple[np.ndarray, np.ndarray]] = {}  # rows and labels that it isn't trained on
        self.weighted: dict[str, float] = {}  # mean weights of rows, by their class
        self.hashes, self.held_hashes = np.zeros(0, np.uint64), np.zeros(0, np.uint64)  # of rows
        with suppress(Exception):
            if arguments is not None:
                self._look(arguments)

    def _look(self, arguments: dict[str, Any]) -> None:
        x, y, held = arguments["x"], arguments.get("y"), arguments.get("validation_data")
        if is_stream(x):
            self.steady = True
            self._redealt = _is_redealt(x, held)
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
        elif is_stream(held) and held is not x:
            self._held_stream = GivenData()
            arguments["validation_data"] = self._held_stream._watch(held)
        if self._inputs:
            self._sample()

    def _sample(self) -> None:
        """Keep a sample, which the program can't change later."""
        self.hashes, self.held_hashes = hashes_of(self._inputs), hashes_of(self._held_inputs)
        shared = share_of_rows(self._inputs, self.hashes, self.held_hashes)
        inputs = [array_facts(each) for each in self._inputs]
        self._profile = profile(self._inputs[0])
        self._keep_others("held", self._held_inputs, self._held)
        labels = label_facts(self._labels) if self._labels is not None else None
        held = label_facts(self._held) if self._held is not None else None
        self._words = words_of_rows(self._inputs)
        unseen = array_facts(self._held_inputs[0]) if self._held_inputs else None
        if self._weights is not None and labels is not None and self._labels is not None:
            self.weighted = mean_weights(self._weights, self._labels, labels)
        self._facts = GivenFacts(
            *(tuple(inputs[:MOST_INPUTS]), labels, held, unseen, self.steady),
            shared=shared,
            overlap=share_of_windows(self._inputs, self._held_inputs),
            twins=twin_inputs(self._inputs),
            label_input=input_of_labels(self._inputs, self._labels),
            held_apart=how_far_apart(self._words, words_of_rows(self._held_inputs)),
        )
        self._kept = neighbours(self._inputs, self._labels)
        self._rows = rows_with_labels(self._inputs, self._labels)
        self._inputs, self._held_inputs, self._held, self._labels = [], [], None, None

    def _keep_others(self, what: str, inputs: list[np.ndarray], labels: Optional[np.ndarray]) -> None:
        if len(inputs) == 1 and labels is not None and len(labels) == len(inputs[0]):
            step = max(1, -(-len(labels) // PROBED))
            self._others.setdefault(what, (np.array(inputs[0][::step]), np.array(labels[::step])))

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

        def passed(at: Any, *batch: Any) -> Any:
            inputs = tensorflow.nest.flatten(batch[0])[:MOST_INPUTS]
            parts = inputs + [each for part in batch[1:3] for each in tensorflow.nest.flatten(part)[:1]]

            def note(*arrays: Any) -> Any:
                self.note((list(arrays[: len(inputs)]), *arrays[len(inputs) :]))
                return np.bool_(True)

            noted = tensorflow.cond(
                (at < FIRST_BATCHES) | (at % EACH == 0),
                lambda: tensorflow.numpy_function(note, parts, tensorflow.bool),
                lambda: tensorflow.constant(True),
            )
            with tensorflow.control_dependencies([noted]):
                same = tensorflow.nest.map_structure(tensorflow.identity, batch)
            return same

        def unpacked(at: Any, batch: Any) -> Any:
            return passed(at, *batch) if isinstance(batch, tuple) else passed(at, batch)[0]

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
            keys = hashes_of(copies).tolist()
            self._look_again(keys, self._batches[-1][1])
            now = set(keys)
            if now and self._before:
                self._in_common.append(len(now & self._before) / len(now))
            self._before = now
            if weights is not None:
                self._batch_weights.append(np.array(weights[:rows]))

    def _look_again(self, keys: list[int], labels: Optional[np.ndarray]) -> None:
        """Count rows, of which these are the hashes, that came before, with the same class or another."""
        if labels is None or not keys:
            return
        flat = labels.reshape(len(labels), -1)
        told = flat.argmax(1) if flat.shape[1] > 1 else flat[:, 0]
        if not ((flat == 0) | (flat == 1)).all() and (flat.shape[1] > 1 or (flat != np.round(flat)).any()):
            return
        for key, label in zip(keys, told.tolist()):  # noqa: B905
            if key in self._told:
                self._again += 1
                self._against += self._told[key] != label
            self._told[key] = label

    def _contradicted(self, facts: GivenFacts) -> Optional[float]:
        """The share of rows of numbers that came again with another class; None for few, or if rows may be alike."""
        if self._again < LEAST_MEASURED or len(self._told) < LEAST_MEASURED or not _tells_rows_apart(facts.inputs[0]):
            return None
        return self._against / self._again

    def _overlapping(self, facts: GivenFacts) -> Optional[float]:
        """The mean share of a batch's rows that were in the one before it; None for few batches, or all the data."""
        if len(self._in_common) < MANY_BATCHES or not _tells_rows_apart(facts.inputs[0]):
            return None
        whole = sum(each == 1 for each in self._in_common) > len(self._in_common) / 2  # or `repeated`
        return None if whole else float(np.mean(self._in_common))

    # ---- facts

    def facts(self) -> Optional[GivenFacts]:
        """What it was given, as far as it has gone by; None if nothing could be looked at."""
        with suppress(Exception):
            if self._batches:
                self._from_batches()
            if self._facts is None:
                return None
            facts = self._with_held(with_probe(replace(self._facts, batch=self._largest), *self._kept))
            told = {what: told_elsewhere(facts, *self._kept[:2], *each) for what, each in self._others.items()}
            facts = replace(
                facts,
                held_tells=told.get("held"),
                asked_tells=told.get("asked"),
                contradicted=self._contradicted(facts),
                in_common=self._overlapping(facts),
                redealt=self._redealt,
                asked_turned=self._turned,
            )
            labels = facts.labels.array if facts.labels is not None else None
            asked = most_alike([inputs for inputs, _ in self._asked], facts.inputs[0] if facts.inputs else None)
            asked_labels = most_alike([each for _, each in self._asked], labels)
            elsewhere = self.untrained_asked and not self._asked
            facts = replace(facts, asked=asked, asked_labels=asked_labels, asked_elsewhere=elsewhere)
            facts = replace(facts, known=facts.known if self.judged is None else self.judged)
            repeated = self._is_repeated(facts)
            facts = replace(facts, asked_loss=self._asked_loss)
            return replace(facts, repeated=repeated, asked_shuffled=self.shuffled, apart=self._apart)
        return self._facts

    def _with_held(self, facts: GivenFacts) -> GivenFacts:
        """The facts, with what went by in a stream to validate on."""
        stream = self._held_stream
        if stream is None:
            return facts
        if stream._batches:
            stream._from_batches()
        if stream._facts is None:
            return facts
        if stream._rows is not None:
            self._others.setdefault("held", stream._rows)
        return replace(facts, held=stream._facts.labels, held_inputs=stream._facts.inputs[0])

    def note_asked(self, x: Any, y: Any, predicts: bool = False) -> None:
        """Note what the network is asked about after it was fitted, as arrays, and the right answers."""
        self.asked_later = True
        if is_stream(x):
            with suppress(Exception):
                self.shuffled = self.shuffled or (predicts and _shuffles(x))
        elif len(self._asked) < MOST_ASKED:
            with suppress(Exception):
                inputs, labels = _arrays(x, y)
                self._turned = self._turned or way_turned(self._profile, profile(inputs[0]))
                self._keep_others("asked", inputs, labels)
                apart = how_far_apart(self._words, words_of_rows(inputs))
                self._apart = apart if self._apart is None else max(self._apart, apart or 0.0)
                self._asked.append((array_facts(inputs[0]), None if labels is None else array_facts(labels)))

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
        asked, before = hashes_of(_arrays(x, None)[0]), np.concatenate([each.hashes for each in earlier])
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
        self._held_stream = None
        self._kept, self._rows = (None, None, np.zeros(0, int)), None
        self._told, self._others, self._before = {}, {}, set()

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


def _tells_rows_apart(inputs: ArrayFacts) -> bool:
    """Whether two rows are hardly the same by chance."""
    return bool(inputs.fractions > 0.3 or np.prod([size or 1 for size in inputs.shape]) >= MANY)


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


def _is_redealt(data: Any, held: Any) -> bool:
    """Whether both sets are taken from one dataset that is shuffled anew at each pass, so that rows change sides."""
    kind = sys.modules["tensorflow"].data.Dataset
    return isinstance(data, kind) and isinstance(held, kind) and not _dealt(data).isdisjoint(_dealt(held))


def _dealt(dataset: Any, taken: bool = False) -> set[int]:
    """The datasets of another order at each pass of which it takes a part, or leaves one out."""
    kind = type(dataset).__name__
    if "Cache" in kind:
        return set()
    taken = taken or "Take" in kind or "Skip" in kind
    anew = "Shuffle" in kind and getattr(dataset, "_reshuffle_each_iteration", True) is not False
    found = {id(dataset)} if taken and anew else set()
    return found.union(*(_dealt(each, taken) for each in dataset._inputs()))


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
