"""The rows that variables were trained on: they entered a layer while a tape recorded the variables' gradients.

So all kinds of training count: `fit`, `train_on_batch`, a loss that calls the model once more, a loop of the program's
own. Only layers are watched: rows are not found if a program multiplies them with a weight itself.
"""

from __future__ import annotations

import sys
import threading
import weakref
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Optional, Union

import keras
import numpy as np

from tuitutor.worker.learner_errors import raise_if_ours
from tuitutor.worker.training.counting import Doing
from tuitutor.worker.training.origin import wrap_method
from tuitutor.worker.training.rows import Rows


class _ThreadState(threading.local):
    """The tapes that record, and how many calls of layers the thread is in."""

    def __init__(self) -> None:
        self.tapes: list[Any] = []
        self.calls = 0


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

    Graphs that XLA compiles can't be watched; once a layer was called in such a graph, not all rows are `counted`.
    """

    def __init__(self, doing: Doing, numbers: Callable[[Iterable[Any]], set[int]]) -> None:
        self.noting, self.counted = False, True
        self._doing, self._numbers, self._thread = doing, numbers, _ThreadState()
        self._entered: weakref.WeakKeyDictionary[Any, list[Union[Rows, list[Any]]]] = weakref.WeakKeyDictionary()
        self._noted: list[_Noted] = []
        self._loops: dict[Any, Rows] = {}

    def install(self) -> None:
        """Watch tapes, layers and `train_on_batch`. Only in a child."""
        tape = sys.modules["tensorflow"].GradientTape
        wrap_method(tape, "__enter__", self._start_tape)
        wrap_method(tape, "__exit__", self._stop_tape)
        wrap_method(tape, "gradient", self._compute_gradient)
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
            noted.numbers |= self._numbers(variable for ref in noted.unknown if (variable := ref()) is not None)
        found = (noted for noted in self._noted if not numbers.isdisjoint(noted.numbers))
        rows = (noted.rows for noted in found if not in_loops or not noted.by_fit)
        return list({id(part): part for part in rows}.values())

    # ---- watching

    def _start_tape(self, enter: Any, tape: Any) -> Any:
        self._thread.tapes.append(tape)
        return enter(tape)

    def _stop_tape(self, leave: Any, tape: Any, *args: Any) -> Any:
        self._thread.tapes = [other for other in self._thread.tapes if other is not tape]
        return leave(tape, *args)

    def _compute_gradient(
        self, gradient: Any, tape: Any, /, target: Any, sources: Any, *args: Any, **kwargs: Any
    ) -> Any:
        for entered in self._entered.get(tape, ()):  # a persistent tape may compute several
            self._train(keras.tree.flatten(sources), entered)
        return gradient(tape, target, sources, *args, **kwargs)

    def _train(self, variables: list[Any], entered: Union[Rows, list[Any]], by_fit: bool = False) -> None:
        if isinstance(entered, Rows):
            self._add(variables, entered, by_fit)
            return
        key = (by_fit, frozenset(self._numbers(variables)), *(np.shape(inputs)[1:] for inputs in entered))
        if key not in self._loops:  # a loop comes this way at every step
            self._loops[key] = Rows()
            self._add(variables, self._loops[key], by_fit)
        self._loops[key].add(entered)

    def _add(self, variables: list[Any], rows: Rows, by_fit: bool) -> None:
        unknown = [weakref.ref(variable) for variable in variables if not self._numbers([variable])]  # made in a graph
        self._noted.append(_Noted(rows, self._numbers(variables), by_fit, unknown))

    def _call(self, call: Any, layer: Any, /, *args: Any, **kwargs: Any) -> Any:
        state = self._thread
        if state.tapes and not state.calls and self.noting and not self._doing.looking:
            self._enter(keras.tree.flatten(args[0] if args else kwargs))
        state.calls += 1
        try:
            return call(layer, *args, **kwargs)
        finally:
            state.calls -= 1

    def _enter(self, inputs: list[Any]) -> None:
        """Note that inputs enter a layer, but not the batch of a step whose data is noted elsewhere."""
        doing = self._doing
        batch = doing.steps[0].batch if doing.steps and (doing.fits or doing.batches) else []
        if any(inputs[0] is tensor for tensor in batch):
            return
        by_xla = not sys.modules["tensorflow"].executing_eagerly() and _is_compiled_by_xla()
        self.counted = self.counted and not by_xla
        entered = _now_or_later(inputs, by_xla)
        for tape in self._thread.tapes if entered is not None else ():
            self._entered.setdefault(tape, []).append(entered)

    def _train_on_batch(self, train: Any, model: Any, /, x: Any, *args: Any, **kwargs: Any) -> Any:
        self._doing.batches += 1
        try:
            return train(model, x, *args, **kwargs)
        finally:
            self._doing.batches -= 1
            if self.noting:
                self._train(model.trainable_variables, keras.tree.flatten(x))


def _now_or_later(inputs: list[Any], by_xla: bool) -> Any:
    """The inputs; or Rows, to which they are added whenever the graph runs that is traced now; or None."""
    tensorflow = sys.modules["tensorflow"]
    if any(not getattr(tensor, "shape", ()) for tensor in inputs):
        return None  # no rows
    is_symbolic = any(map(tensorflow.is_symbolic_tensor, inputs))
    if by_xla or tensorflow.executing_eagerly():
        return None if is_symbolic else inputs
    rows = Rows()

    def note(*arrays: np.ndarray) -> np.bool_:
        rows.add(list(arrays))
        return np.bool_(True)

    try:
        tensorflow.numpy_function(note, inputs, tensorflow.bool)
    except Exception as error:
        raise_if_ours(error)
        rows.known = False
    return rows


def _is_compiled_by_xla() -> bool:
    """Whether XLA compiles a function that is traced now: it can't call Python then."""
    traced = type(sys.modules["tensorflow"].function(lambda: None))
    frame = sys._getframe()
    while (frame := frame.f_back) is not None:  # type: ignore[assignment]
        owner = frame.f_locals.get("self")
        if isinstance(owner, traced) and getattr(owner, "_jit_compile", False):
            return True
    return False
