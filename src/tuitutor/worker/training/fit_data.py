"""The data of one fit: its rows are counted, and what it is validated on is kept, as far as a check asks for it.

A program may define any metric, change what is logged, or have a model that measures itself. So the last values that a
check asks for are measured again, from the weights that they belong to, on the data that fit had.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from typing import Any, Optional

import keras
import numpy as np

from tuitutor.protocol.facts import FitFacts
from tuitutor.worker.training.measure import compile_facts
from tuitutor.worker.training.offered import MOST_MISLABELLED, Offered
from tuitutor.worker.training.rows import Note, Rows, flows, is_stream, watch

BATCH = 256
_get, _call = keras.metrics.get, keras.Model.__call__  # taken before any learner code can replace them

Batch = tuple[Any, Any]
"""Inputs and labels."""


class Again:
    """For one fit: the weights and the data of its last validation. `curves` are the names that are asked for."""

    def __init__(self, model: Any, curves: tuple[str, ...]) -> None:
        self._model, self.curves = model, curves
        self._weights: Optional[list[tuple[Any, Any]]] = None  # each variable and its value
        self.validates = False
        self.training: list[Batch] = []  # empty if it is a stream
        self.validation: list[Batch] = []

    def note(self, inputs: Any, labels: Any) -> None:
        """Take a batch of a stream of validation data."""
        self.validation.append((inputs, labels))

    def split(self, share: float) -> None:
        """Divide the training data as `validation_split` does."""
        [(inputs, labels)] = self.training
        at = math.floor(len(labels) * (1 - share))
        parts = [
            keras.tree.map_structure(lambda each, at=at: each[at], (inputs, labels))
            for at in (slice(at), slice(at, None))
        ]
        self.training, self.validation = parts[:1], parts[1:]

    def at_validation(self) -> None:
        """Keep the weights that are about to be validated."""
        self.validates = True
        self._keep()

    def at_epoch_end(self) -> None:
        """Keep the weights of the epoch, if there is no validation."""
        if not self.validates:
            self._keep()

    def _keep(self) -> None:
        if self.curves:
            self._weights = [
                (each, keras.ops.convert_to_tensor(np.array(keras.ops.convert_to_numpy(each)), each.dtype))
                for each in self._model.variables
            ]

    def measured(self) -> dict[str, Optional[float]]:
        """The curves' last values; None for one that can't be measured. Names that Keras doesn't know are left out."""
        found: dict[str, Optional[float]] = {}
        said: dict[bool, Optional[tuple[np.ndarray, np.ndarray]]] = {}
        for curve in self.curves if self._weights is not None else ():
            held, kind = curve.startswith("val_"), curve.removeprefix("val_")
            if kind not in ("accuracy", "acc") and not _is_known(kind):
                continue
            if held not in said:
                said[held] = self._said(self.validation if held else self.training)
            try:
                found[curve] = None if said[held] is None else _standard(kind, *said[held])  # type: ignore[misc]
            except Exception:
                found[curve] = None
        return found

    def _said(self, batches: list[Batch]) -> Optional[tuple[np.ndarray, np.ndarray]]:
        """The labels, and what the model with the weights that were kept says of their inputs."""
        try:
            facts, parts = compile_facts(self._model), []
            for inputs, labels in batches:
                size = len(np.asarray(labels))
                for at in range(0, size, BATCH):
                    part = keras.tree.map_structure(lambda each, at=at: each[at : at + BATCH], inputs)
                    with keras.StatelessScope(self._weights):
                        outputs = _call(self._model, part, training=False)
                    parts.append((np.asarray(labels)[at : at + BATCH], np.asarray(outputs, "float32")))
            truth, said = (np.concatenate(each) for each in zip(*parts, strict=True))
        except Exception:
            return None
        if said.shape[-1] != 1:
            return truth, said
        if facts is not None and facts.from_logits:
            said = 1 / (1 + np.exp(-said.clip(-50, 50)))
        return truth.reshape(-1), said.reshape(-1)


def _is_known(kind: str) -> bool:
    try:
        return isinstance(_get(kind), keras.metrics.Metric)
    except Exception:
        return False


def _standard(kind: str, labels: np.ndarray, said: np.ndarray) -> float:
    if kind not in ("accuracy", "acc"):
        metric = _get(kind)
    elif said.ndim == 1:
        metric = keras.metrics.BinaryAccuracy()
    else:
        same = labels.shape == said.shape
        metric = keras.metrics.CategoricalAccuracy() if same else keras.metrics.SparseCategoricalAccuracy()
    metric.update_state(labels, said)
    return float(metric.result())


class FitData:
    """Watches the data in the `arguments` of a fit; streams in them are replaced by ones that tell what goes by.

    `offered` are the setup's arrays, None if rows aren't counted; `curves` are to be measured again.
    """

    def __init__(
        self, model: Any, arguments: dict[str, Any], offered: Optional[Offered], curves: tuple[str, ...]
    ) -> None:
        self._offered, self._epochs = offered, 0
        self._training, self._validation = Rows(), Rows()
        self._again = Again(model, curves)
        self._known, self._flows = offered is not None, {"training": False, "validation": False}
        if offered is None and not curves:
            return
        try:
            x, share = arguments["x"], arguments.get("validation_split")
            held, size = arguments.get("validation_data"), arguments.get("batch_size")
            self._flows["training"] = flows(x)
            if is_stream(x):
                arguments["x"] = watch(x, [_noted(self._training)])
            else:
                self._training.add(x)
                self._again.training = [_copied((x, arguments.get("y")))]
            if held is not None:
                self._watch_validation(arguments, held, arguments.get("validation_batch_size") or size or 32)
            elif share:
                self._training, self._validation = self._training.split(share)
                self._again.split(share)
        except Exception:
            self._known = False

    def _watch_validation(self, arguments: dict[str, Any], held: Any, size: int) -> None:
        inputs, *labels = held if isinstance(held, (tuple, list)) else (held,)
        self._flows["validation"] = flows(inputs)
        if is_stream(inputs):
            notes: list[Note] = [_noted(self._validation), self._again.note]
            data = watch(inputs, notes)
            arguments["validation_data"] = (data, *labels) if isinstance(held, (tuple, list)) else data
            return
        steps = arguments.get("validation_steps")
        most = steps * size if steps else None
        self._validation.add(inputs)
        self._validation = self._validation.first(most)
        self._again.validation = [_copied((inputs, labels[0] if labels else None), most)]

    def at_epoch_end(self) -> None:
        """An epoch's training, and its validation, are over."""
        self._epochs += 1
        with suppress(Exception):
            self._again.at_epoch_end()

    def at_validation(self) -> None:
        """Validation begins: what went by before belongs to an earlier one."""
        with suppress(Exception):
            if self._flows["validation"] and self._again.validates:
                self._validation.forget()
                self._again.validation.clear()
            self._again.at_validation()

    @property
    def training(self) -> Optional[Rows]:
        """The rows that it trained on, if they are counted."""
        return self._training if self._offered is not None else None

    def told(self, facts: FitFacts, others: Iterable[Rows]) -> FitFacts:
        """The facts of the fit, with what was found out about its data. `others` are rows that its model was trained
        on elsewhere.
        """
        if self._again.curves:
            facts = replace(facts, measured=self._again.measured())
        if self._offered is None or not self._known:
            return facts
        passes = max(1, self._epochs) if self._flows["training"] else 1
        facts = replace(facts, training_samples=self._training.different())
        here, elsewhere = (self._training, passes), [(each, 0) for each in others]
        found = self._offered.new_rows(self._validation, here, *elsewhere) if facts.validation else None
        alone = self._offered.new_rows(self._validation, here) if found and elsewhere else found
        if found is None or alone is None:
            return facts
        wrong = 0
        with suppress(Exception):  # as far as labels are known
            batches = (self._again.training, self._again.validation)
            (x, y), (held_x, held_y) = (
                [np.concatenate(list(map(np.asarray, each))) for each in zip(*parts, strict=True)] for parts in batches
            )
            wrong = self._offered.mislabelled((x, y), (held_x, held_y))
        if wrong > MOST_MISLABELLED * sum(found):
            return replace(facts, validation_samples=0, validation_mislabelled=wrong)
        return replace(
            facts, validation_samples=found[0], validation_unlike=found[1], validation_seen=alone[0] - found[0]
        )


def _copied(data: Any, most: Optional[int] = None) -> Any:
    """The first rows of arrays, which the program may change later."""
    return keras.tree.map_structure(lambda each: None if each is None else np.array(each[:most]), data)


def _noted(rows: Rows) -> Note:
    return lambda inputs, _: rows.add(inputs)
