"""The data of a fit, as far as a check needs it: its rows are counted, and the last values of curves measured again.

A program may define any metric, change the logs, or have a model that measures itself. So the last values for checks
are measured again, from the weights that they belong to, on the data of the fit.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Optional

import keras
import numpy as np

from tuitutor.protocol.facts import FitFacts
from tuitutor.worker.learner_errors import raise_if_ours, suppress_learner_errors
from tuitutor.worker.training.measure import compile_facts
from tuitutor.worker.training.offered import MAX_MISLABELLED, Offered
from tuitutor.worker.training.rows import Note, Rows, flows, is_stream, watch

BATCH = 256
_get, _call = keras.metrics.get, keras.Model.__call__  # taken before any learner code can replace them

Batch = tuple[Any, Any]
"""Inputs and labels."""


class Remeasured:
    """Measures the last values of `curves` again, with the weights and the data of a fit's last validation."""

    def __init__(self, model: Any, curves: tuple[str, ...]) -> None:
        self._model, self.curves = model, curves
        self._weights: Optional[list[tuple[Any, Any]]] = None  # variables and their values
        self.validates = False
        self.training: list[Batch] = []  # empty if it is a stream
        self.validation: list[Batch] = []

    def note(self, inputs: Any, labels: Any) -> None:
        """Store a batch of a stream of validation data."""
        self.validation.append((inputs, labels))

    def split(self, share: float) -> None:
        """Divide the training data as `validation_split` does."""
        [(inputs, labels)] = self.training
        at = math.floor(len(labels) * (1 - share))
        self.training = [keras.tree.map_structure(lambda array: array[:at], (inputs, labels))]
        self.validation = [keras.tree.map_structure(lambda array: array[at:], (inputs, labels))]

    def at_validation(self) -> None:
        """Store the weights that are about to be validated."""
        self.validates = True
        self._store_weights()

    def at_epoch_end(self) -> None:
        """Store the weights of the epoch, if there is no validation."""
        if not self.validates:
            self._store_weights()

    def _store_weights(self) -> None:
        if self.curves:
            self._weights = [
                (variable, keras.ops.convert_to_tensor(np.array(keras.ops.convert_to_numpy(variable)), variable.dtype))
                for variable in self._model.variables
            ]

    def values(self) -> dict[str, Optional[float]]:
        """The curves' last values; None if it can't be measured. Names unknown to Keras are left out."""
        values: dict[str, Optional[float]] = {}
        outputs: dict[bool, Optional[tuple[np.ndarray, np.ndarray]]] = {}
        for curve in self.curves if self._weights is not None else ():
            is_validation, kind = curve.startswith("val_"), curve.removeprefix("val_")
            if kind not in ("accuracy", "acc") and not _is_metric(kind):
                continue
            if is_validation not in outputs:
                outputs[is_validation] = self._outputs(self.validation if is_validation else self.training)
            values[curve] = None
            found = outputs[is_validation]
            if found is not None:
                with suppress_learner_errors():
                    values[curve] = _metric_value(kind, *found)
        return values

    def _outputs(self, batches: list[Batch]) -> Optional[tuple[np.ndarray, np.ndarray]]:
        """The labels, and the outputs of the model with the stored weights; None if there are none."""
        if not batches:
            return None
        with suppress_learner_errors(TypeError, ValueError):  # no labels, or outputs of several shapes
            facts, parts = compile_facts(self._model), []
            for inputs, labels in batches:
                for at in range(0, len(np.asarray(labels)), BATCH):
                    part = keras.tree.map_structure(lambda array, at=at: array[at : at + BATCH], inputs)
                    with keras.StatelessScope(self._weights):
                        outputs = _call(self._model, part, training=False)
                    parts.append((np.asarray(labels)[at : at + BATCH], np.asarray(outputs, "float32")))
            truth, predicted = (np.concatenate(arrays) for arrays in zip(*parts, strict=True))
            if predicted.shape[-1] != 1:
                return truth, predicted
            if facts is not None and facts.from_logits:
                predicted = 1 / (1 + np.exp(-predicted.clip(-50, 50)))
            return truth.reshape(-1), predicted.reshape(-1)
        return None


def _is_metric(kind: str) -> bool:
    with suppress_learner_errors():
        return isinstance(_get(kind), keras.metrics.Metric)
    return False


def _metric_value(kind: str, labels: np.ndarray, predicted: np.ndarray) -> float:
    if kind not in ("accuracy", "acc"):
        metric = _get(kind)
    elif predicted.ndim == 1:
        metric = keras.metrics.BinaryAccuracy()
    elif labels.shape == predicted.shape:
        metric = keras.metrics.CategoricalAccuracy()
    else:
        metric = keras.metrics.SparseCategoricalAccuracy()
    metric.update_state(labels, predicted)
    return float(metric.result())


class FitData:
    """Watches the data in the `arguments` of a fit; streams in them are replaced by ones whose batches are noted.

    `offered` are the setup's arrays, None if rows aren't counted; `curves` are to be measured again.
    """

    def __init__(
        self, model: Any, arguments: dict[str, Any], offered: Optional[Offered], curves: tuple[str, ...]
    ) -> None:
        self._offered, self._epochs = offered, 0
        self._training, self._validation = Rows(), Rows()
        self._remeasured = Remeasured(model, curves)
        self._is_known = offered is not None
        self._training_flows = self._validation_flows = False
        if offered is None and not curves:
            return
        try:
            self._watch(arguments)
        except Exception as error:
            raise_if_ours(error, IndexError, TypeError, ValueError)  # what isn't arrays can't be copied or divided
            self._is_known = False

    def _watch(self, arguments: dict[str, Any]) -> None:
        x, share = arguments["x"], arguments.get("validation_split")
        data, size = arguments.get("validation_data"), arguments.get("batch_size")
        self._training_flows = flows(x)
        if is_stream(x):
            arguments["x"] = watch(x, [_adding_to(self._training)])
        else:
            self._training.add(x)
            self._remeasured.training = [_copied((x, arguments.get("y")))]
        if data is not None:
            self._watch_validation(arguments, data, arguments.get("validation_batch_size") or size or 32)
        elif share:
            self._training, self._validation = self._training.split(share)
            self._remeasured.split(share)

    def _watch_validation(self, arguments: dict[str, Any], data: Any, size: int) -> None:
        inputs, *labels = data if isinstance(data, (tuple, list)) else (data,)
        self._validation_flows = flows(inputs)
        if is_stream(inputs):
            notes: list[Note] = [_adding_to(self._validation), self._remeasured.note]
            watched = watch(inputs, notes)
            arguments["validation_data"] = (watched, *labels) if isinstance(data, (tuple, list)) else watched
            return
        steps = arguments.get("validation_steps")
        most = steps * size if steps else None
        self._validation.add(inputs)
        self._validation = self._validation.first(most)
        self._remeasured.validation = [_copied((inputs, labels[0] if labels else None), most)]

    def at_epoch_end(self) -> None:
        """An epoch's training and its validation are over."""
        self._epochs += 1
        with suppress_learner_errors():
            self._remeasured.at_epoch_end()

    def at_validation(self) -> None:
        """Validation begins: batches that went by before belong to an earlier one."""
        with suppress_learner_errors():
            if self._validation_flows and self._remeasured.validates:
                self._validation.forget()
                self._remeasured.validation.clear()
            self._remeasured.at_validation()

    @property
    def training(self) -> Optional[Rows]:
        """The rows that it trained on, if they are counted."""
        return self._training if self._offered is not None else None

    def add_to(self, facts: FitFacts, elsewhere: Iterable[Rows]) -> FitFacts:
        """The facts of the fit with those of its data. `elsewhere` are rows that its model was trained on before."""
        if self._remeasured.curves:
            facts = replace(facts, measured=self._remeasured.values())
        if self._offered is None or not self._is_known:
            return facts
        facts = replace(facts, training_samples=self._training.different())
        if not facts.validation:
            return facts
        own = (self._training, max(1, self._epochs) if self._training_flows else 1)
        others = [(rows, 0) for rows in elsewhere]
        found = self._offered.new_rows(self._validation, own, *others)
        alone = self._offered.new_rows(self._validation, own) if found and others else found
        if found is None or alone is None:
            return facts
        wrong = self._mislabelled(self._offered)
        if wrong > MAX_MISLABELLED * sum(found):
            return replace(facts, validation_samples=0, validation_mislabelled=wrong)
        return replace(
            facts, validation_samples=found[0], validation_unlike=found[1], validation_seen=alone[0] - found[0]
        )

    def _mislabelled(self, offered: Offered) -> int:
        """How many validation rows have other labels than the setup's, as far as they are known."""
        with suppress_learner_errors(ValueError):  # there are none of a stream, or batches of several shapes
            batches = (self._remeasured.training, self._remeasured.validation)
            (x, y), (held_x, held_y) = (
                [np.concatenate([np.asarray(array) for array in arrays]) for arrays in zip(*parts, strict=True)]
                for parts in batches
            )
            return offered.mislabelled((x, y), (held_x, held_y))
        return 0


def _copied(data: Any, most: Optional[int] = None) -> Any:
    """Copies of the first `most` rows of arrays, which the program may change later; None: of all."""
    return keras.tree.map_structure(lambda array: None if array is None else np.array(array[:most]), data)


def _adding_to(rows: Rows) -> Note:
    return lambda inputs, _: rows.add(inputs)
