"""Measuring again what a fit's curves ended with, by Keras's own metric of that name.

A program may define any metric, change what is logged, or have a model that measures itself. So the last values that a
check asks for are measured from the weights that they belong to, on the data that fit had.
"""

from __future__ import annotations

import math
from typing import Any, Optional

import keras
import numpy as np

from tuitutor.worker.training.measure import compile_facts

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
