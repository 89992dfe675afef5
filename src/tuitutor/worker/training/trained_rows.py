"""The rows that each variable was trained on: those that entered a layer while a tape recorded its gradient.

So it doesn't matter what trains: `fit`, `train_on_batch`, a loss that calls the model once more, or a loop of the
program's own. Only layers are seen: rows that a program multiplies with a weight itself are not.
"""

from __future__ import annotations

import sys
import threading
import weakref
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Optional

import keras
import numpy as np

from tuitutor.worker.training.counting import Doing
from tuitutor.worker.training.origin import wrap_method
from tuitutor.worker.training.rows import Rows


class _Here(threading.local):
    """In one thread: the tapes that record, and the calls of layers and of `train_on_batch` that it is in."""

    def __init__(self) -> None:
        self.tapes: list[Any] = []
        self.calls = self.batches = 0


@dataclass
class _Noted:
    """Rows, and the numbers of the variables that were trained on them; `unknown` ones get theirs later.

    `by_fit`: a fit trained on them, and not a loop of the program's own.
    """

    rows: Rows
    numbers: set[int]
    by_fit: bool
    unknown: list[weakref.ref[Any]] = field(default_factory=list)


class TrainedRows:
    """Notes rows while it is `noting`, once `install` was called. `numbers` gives those of variables.

    What a graph that XLA compiles makes of its arguments can't be looked at; once a layer was called in one, the rows
    aren't all `counted`.
    """

    def __init__(self, doing: Doing, numbers: Callable[[Iterable[Any]], set[int]]) -> None:
        self.noting, self.counted = False, True
        self._doing, self._numbers, self._here = doing, numbers, _Here()
        self._entered: weakref.WeakKeyDictionary[Any, list[Any]] = weakref.WeakKeyDictionary()
        self._noted: list[_Noted] = []
        self._loops: dict[Any, Rows] = {}

    def install(self) -> None:
        """Watch tapes, layers and `train_on_batch`. Only in a child."""
        tape = sys.modules["tensorflow"].GradientTape
        wrap_method(tape, "__enter__", self._start_tape)
        wrap_method(tape, "__exit__", self._stop_tape)
        wrap_method(tape, "gradient", self._ask)
        wrap_method(keras.layers.Layer, "__call__", self._call)
        wrap_method(keras.Model, "train_on_batch", self._train_on_batch)

    def by_fit(self, variables: list[Any], rows: Optional[Rows]) -> None:
        """Note that a fit has trained the variables on the rows."""
        if rows is not None and rows.known:
            self._train(variables, rows.values()[0], by_fit=True)
        elif rows is not None:
            self._add(variables, rows, by_fit=True)

    def rows(self, numbers: set[int], in_loops: bool = False) -> list[Rows]:
        """All that any of the variables with these numbers was trained on so far; `in_loops`: leaving out fits."""
        for noted in self._noted:
            noted.numbers |= self._numbers(each for ref in noted.unknown if (each := ref()) is not None)
        of_model = (noted for noted in self._noted if not numbers.isdisjoint(noted.numbers))
        rows = (noted.rows for noted in of_model if not in_loops or not noted.by_fit)
        return list({id(each): each for each in rows}.values())

    # ---- watching

    def _start_tape(self, enter: Any, tape: Any) -> Any:
        self._here.tapes.append(tape)
        return enter(tape)

    def _stop_tape(self, leave: Any, tape: Any, *args: Any) -> Any:
        self._here.tapes = [each for each in self._here.tapes if each is not tape]
        return leave(tape, *args)

    def _ask(self, gradient: Any, tape: Any, /, target: Any, sources: Any, *args: Any, **kwargs: Any) -> Any:
        for entered in self._entered.get(tape, ()):  # a persistent tape may be asked again
            self._train(keras.tree.flatten(sources), entered)
        return gradient(tape, target, sources, *args, **kwargs)

    def _train(self, variables: list[Any], entered: Any, by_fit: bool = False) -> None:
        if isinstance(entered, Rows):
            self._add(variables, entered, by_fit)
            return
        key = (by_fit, frozenset(self._numbers(variables)), *(np.shape(each)[1:] for each in entered))
        if key not in self._loops:  # a loop comes this way at each step
            self._loops[key] = Rows()
            self._add(variables, self._loops[key], by_fit)
        self._loops[key].add(entered)

    def _add(self, variables: list[Any], rows: Rows, by_fit: bool) -> None:
        unknown = [weakref.ref(each) for each in variables if not self._numbers([each])]  # made in a graph
        self._noted.append(_Noted(rows, self._numbers(variables), by_fit, unknown))

    def _call(self, call: Any, layer: Any, /, *args: Any, **kwargs: Any) -> Any:
        here = self._here
        if here.tapes and not here.calls and self.noting and not self._doing.looking:
            self._enter(keras.tree.flatten(args[0] if args else kwargs))
        here.calls += 1
        try:
            return call(layer, *args, **kwargs)
        finally:
            here.calls -= 1

    def _enter(self, inputs: list[Any]) -> None:
        """Note that inputs enter a layer, but not the batch of a step whose data is noted elsewhere."""
        steps = self._doing.steps
        if steps and (self._doing.fits or self._here.batches) and any(inputs[0] is each for each in steps[0].batch):
            return
        by_xla = not sys.modules["tensorflow"].executing_eagerly() and _compiled_by_xla()
        self.counted = self.counted and not by_xla
        entered = _now_or_later(inputs, by_xla)
        for tape in self._here.tapes if entered is not None else ():
            self._entered.setdefault(tape, []).append(entered)

    def _train_on_batch(self, train: Any, model: Any, /, x: Any, *args: Any, **kwargs: Any) -> Any:
        self._here.batches += 1
        try:
            return train(model, x, *args, **kwargs)
        finally:
            self._here.batches -= 1
            if self.noting:
                self._train(model.trainable_variables, keras.tree.flatten(x))


def _now_or_later(inputs: list[Any], by_xla: bool) -> Any:
    """The inputs; or rows that they are added to whenever the graph runs that is traced now; or None."""
    tensorflow = sys.modules["tensorflow"]
    if any(not getattr(each, "shape", ()) for each in inputs):
        return None  # no rows
    symbolic = any(map(tensorflow.is_symbolic_tensor, inputs))
    if by_xla or tensorflow.executing_eagerly():
        return None if symbolic else inputs
    rows = Rows()

    def note(*arrays: np.ndarray) -> np.bool_:
        rows.add(list(arrays))
        return np.bool_(True)

    try:
        tensorflow.numpy_function(note, inputs, tensorflow.bool)
    except Exception:
        rows.known = False
    return rows


def _compiled_by_xla() -> bool:
    """Whether a function that is traced now is one that XLA compiles, which can't call Python."""
    traced = type(sys.modules["tensorflow"].function(lambda: None))
    frame = sys._getframe()
    while (frame := frame.f_back) is not None:  # type: ignore[assignment]
        owner = frame.f_locals.get("self")
        if isinstance(owner, traced) and getattr(owner, "_jit_compile", False):
            return True
    return False
