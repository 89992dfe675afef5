"""Maps of a model's output over its two or three inputs, at the ends of epochs, for display only.

No verdict depends on them, and they change no bit of what is trained: the model is only called, in inference mode, and
only if all its parts are Keras's own, so that no learner code runs and no random number is drawn.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Optional

import keras
import numpy as np

from tuitutor.protocol.figures import LEVELS, DecisionMap, Part
from tuitutor.worker.learner_errors import suppress_learner_errors
from tuitutor.worker.training.measure import compile_facts
from tuitutor.worker.training.speed import is_plain

SHARE = 0.05  # of the training time that maps may take
MOST = 100  # maps of one fit; beyond that they are taken half as often, and so on
SIDE, SLICE_SIDE = 24, 20  # cells along a side of a map of two inputs, and of a slice of three
MAX_CLASSES_SHOWN = 4  # with two inputs; 2 with three
_OUTER = 0.01  # of the values at either end, which may be far away and are left off the map
_ROWS = 100_000  # of the data, used for the range of its values
_FIRST_SECONDS = 0.01  # expected for a first map, which is slower than the others


Range = tuple[float, float]


@dataclass(frozen=True)
class OutputReader:
    """Turns a model's output, row by row, into named values from -1 to 1; `ends` name these two."""

    ends: tuple[str, str]
    values: Callable[[np.ndarray], list[tuple[str, np.ndarray]]]


class Pace:
    """Decides when maps are taken: often at first, and never for more than their share of the time."""

    def __init__(self) -> None:
        self._spent, self._last, self._count, self._every, self._waited = 0.0, _FIRST_SECONDS, 0, 1, 0

    def is_due(self, elapsed: float, final: bool = False) -> bool:
        """Whether to take a map when an epoch ends `elapsed` seconds after the fit began.

        There is always time left for a `final` one.
        """
        self._waited += 1
        needed = self._last if final else 2 * self._last
        in_time = self._spent + needed <= SHARE * (elapsed - self._spent)
        return in_time and (final or self._waited >= self._every)

    def took(self, seconds: float) -> None:
        """Note that a map was taken, and how long that took."""
        self._spent, self._last, self._waited = self._spent + seconds, seconds, 0
        self._count += 1
        if self._count > MOST:
            self._count, self._every = MOST // 2, self._every * 2


class Maps:
    """Takes the maps of one fit; `over` makes it, if there is something to draw.

    `thirds` are the values at which a third input is fixed, `read` turns the model's output into values.
    """

    def __init__(self, model: keras.Model, axes: tuple[Range, Range], thirds: list[float], read: OutputReader) -> None:
        self._model, self._axes, self._thirds, self._read = model, axes, thirds, read
        self._pace = Pace()
        self._side = SLICE_SIDE if thirds else SIDE
        across, up = (np.linspace(*axis, self._side) for axis in axes)
        plane = np.stack(np.meshgrid(across, up[::-1]), axis=-1).reshape(-1, 2)
        parts = [np.column_stack([plane, np.full(len(plane), third)]) for third in thirds] or [plane]
        self._grid = np.concatenate(parts).astype("float32")

    @classmethod
    def over(cls, model: keras.Model, x: Any, y: Any) -> Optional[Maps]:
        """Maps over the range of a fit's inputs; None for all but plain models of few inputs."""
        tensorflow = sys.modules["tensorflow"]
        with suppress_learner_errors(TypeError, ValueError):  # of data too odd to look at there is no map
            has_arrays = all(isinstance(data, (np.ndarray, tensorflow.Tensor)) for data in (x, y))
            if not has_arrays or len(x.shape) != 2 or x.shape[1] not in (2, 3) or not is_plain(model):
                return None
            rows, labels = (np.asarray(data[:_ROWS]).astype("float64") for data in (x, y))
            read = _reader(model, labels, sliced=rows.shape[1] == 3)
            if read is not None and np.isfinite(rows).all():
                axes = _range(rows[:, 0], _OUTER), _range(rows[:, 1], _OUTER)
                return cls(model, axes, _thirds(rows[:, 2]) if rows.shape[1] == 3 else [], read)
        return None

    def at_end(self, elapsed: float, final: bool = False) -> Optional[DecisionMap]:
        """The map at the end of an epoch, or of the fit, `elapsed` seconds after it began; None if none is due."""
        if not self._pace.is_due(elapsed, final):
            return None
        began = time.process_time()  # CPU time: on a busy machine, training is just as slow
        try:
            with suppress_learner_errors():
                return self._take()
            return None
        finally:
            self._pace.took(time.process_time() - began)

    def _take(self) -> DecisionMap:
        output = np.asarray(self._model(self._grid, training=False), "float64")
        titles, size = [f"third input {third:.2g}" for third in self._thirds] or [""], self._side**2
        parts = [
            Part(name or title, _spelled(values[at * size : (at + 1) * size]))
            for name, values in self._read.values(output.reshape(len(output), -1))
            for at, title in enumerate(titles)
        ]
        return DecisionMap(*self._axes, self._side, self._read.ends, tuple(parts))


def _range(values: np.ndarray, outer: float = 0.0) -> Range:
    """The lowest and the highest value, leaving out the share `outer` at either end."""
    low, high = (float(end) for end in np.quantile(values, (outer, 1 - outer)))
    return (low, high) if low < high else (low - 0.5, high + 0.5)


def _thirds(values: np.ndarray) -> list[float]:
    """Where a third input is fixed: at its values if there are one or two, else at the quartiles."""
    different = np.unique(values)
    return [float(value) for value in (different if len(different) < 3 else np.quantile(values, (0.25, 0.75)))]


def _reader(model: keras.Model, labels: np.ndarray, *, sliced: bool) -> Optional[OutputReader]:
    """How to read the model's output; None if that cannot be drawn."""
    units, compiled = int(model.layers[-1].output.shape[-1]), compile_facts(model)
    logits = compiled is not None and compiled.from_logits
    if units == 1 and logits:
        return OutputReader(("0", "1"), lambda output: [("", np.tanh(output[:, 0] / 2))])
    if units == 1:
        low, high = _range(labels)
        return OutputReader(
            (f"{low:.3g}", f"{high:.3g}"), lambda output: [("", (2 * output[:, 0] - low - high) / (high - low))]
        )
    last = model.layers[-1]
    if not logits and type(last).__name__ != "Softmax" and last.get_config().get("activation") != "softmax":
        return None
    shares = _softmax if logits else np.asarray
    if units == 2:
        return OutputReader(("0", "1"), lambda output: [("", shares(output) @ [-1, 1])])
    if units > MAX_CLASSES_SHOWN or sliced:
        return None
    return OutputReader(
        ("no", "yes"), lambda output: [(f"class {at}", 2 * share - 1) for at, share in enumerate(shares(output).T)]
    )


def _softmax(logits: np.ndarray) -> np.ndarray:
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))


def _spelled(values: np.ndarray) -> str:
    """Values from -1 to 1 as characters of LEVELS, and "." for what is not finite."""
    top = len(LEVELS) - 1
    places = np.where(np.isfinite(values), np.clip(np.rint((values + 1) / 2 * top), 0, top), top + 1)
    return "".join(np.array([*LEVELS, "."])[places.astype(int)])
