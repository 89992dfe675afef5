"""Builds the layers of a draft, line by line, without their weights: no variable gets a value in a `StatelessScope`.

Only in a child made for this: it never leaves that scope, and neither compiles nor trains.
"""

from __future__ import annotations

import builtins
import sys
import traceback
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from types import FrameType
from typing import Any, Optional

import keras
import numpy as np

from tuitutor.protocol.facts import LayerLine, Shape
from tuitutor.protocol.requests import BuildLayers
from tuitutor.worker.learner_errors import suppress_learner_errors
from tuitutor.worker.statements import DraftPlan, SourceStatement, first_call, statements_of
from tuitutor.worker.training.origin import wrap_method

MOST = 400  # lines in one answer
_MOST_TEXT = 400  # characters of a message
_TRAINS = ("evaluate", "fit", "predict", "predict_on_batch", "save", "test_on_batch", "train_on_batch")
_WRAPPED = "Error encountered:\n\n"  # the text before it is for authors of layers
_MERGES = "/keras/src/layers/merging/"
_KERAS = str(keras.__path__[0]) + "/"


class _CannotRun(BaseException):
    """The draft trains, or needs values of tensors: neither happens here."""


class LayerBuilder:
    """Builds the layers of one draft after the other, and reuses the variables of the lesson's setup.

    From the first draft on, Keras is changed.
    """

    def __init__(self) -> None:
        self._installed = False
        self._setup = ("", False)
        self._ran: frozenset[int] = frozenset()  # indices of the setup's statements
        self._variables: dict[str, Any] = {}  # after these statements
        self._watch: Optional[_Watch] = None

    def of(self, request: BuildLayers) -> Optional[tuple[LayerLine, ...]]:
        """Describe the layers on each line of the draft; None if it isn't valid Python."""
        if not self._installed:
            self._install()
        try:
            draft = statements_of(request.source, request.filename)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return None
        setup = _parsed(request.setup)
        watch = self._build(request, DraftPlan(setup, draft, request.light))
        if watch.is_unfinished and (last := first_call(draft)) is not None:
            watch = self._build(request, DraftPlan(setup, draft, request.light, last))
        return watch.lines()[:MOST]

    def _build(self, request: BuildLayers, plan: DraftPlan) -> _Watch:
        self._watch = watch = _Watch(request.filename)
        self._run_setup((request.setup, request.light), plan)
        namespace = {**self._variables, "__name__": "__main__"}
        for index in range(len(plan.setup), len(plan.all)):
            statement = plan.all[index]
            if index not in plan.needed:
                _forget(statement, namespace)
            elif (problem := _run(statement, namespace)) is not None:
                watch.failed(statement, problem)
        return watch

    def _run_setup(self, setup: tuple[str, bool], plan: DraftPlan) -> None:
        """Run the statements of the setup that the draft needs, unless all of them ran for earlier drafts."""
        needed = frozenset(index for index in plan.needed if index in plan.setup)
        if setup == self._setup and needed <= self._ran:
            return
        self._ran = needed if setup != self._setup else needed | self._ran
        self._setup, self._variables = setup, {"__name__": "__main__"}
        for index in plan.setup:
            if index in self._ran:
                _run(plan.all[index], self._variables)
            else:
                _forget(plan.all[index], self._variables)

    # ---- watching Keras

    def _install(self) -> None:
        self._installed = True
        keras.StatelessScope().__enter__()
        wrap_method(keras.layers.Layer, "__call__", self._call)
        own_new = keras.layers.Layer.__new__

        def noted_new(cls: Any, *args: Any, **kwargs: Any) -> Any:
            layer = own_new(cls, *args, **kwargs)
            if self._watch is not None:
                self._watch.made(layer, sys._getframe(1))
            return layer

        keras.layers.Layer.__new__ = noted_new
        keras.Model.compile = lambda *_, **__: None
        for name in _TRAINS:
            setattr(keras.Model, name, _refuse)
        sys.modules["tensorflow"].GradientTape.__init__ = _refuse
        with suppress(AttributeError):  # an error in a frame of Keras is about the arguments of a layer
            keras.config.disable_traceback_filtering()

    def _call(self, call: Any, layer: Any, /, *args: Any, **kwargs: Any) -> Any:
        if self._watch is None:
            return call(layer, *args, **kwargs)
        if not self._watch.depth:
            args, kwargs = keras.tree.map_structure(_symbolic, (args, kwargs))
        return self._watch.called(layer, lambda: call(layer, *args, **kwargs), sys._getframe(2))


def _symbolic(value: Any) -> Any:
    """Return a symbolic tensor of the same shape, with any number of samples, for arrays: nothing is computed here."""
    if isinstance(value, keras.KerasTensor) or not hasattr(value, "shape") or not hasattr(value, "dtype"):
        return value
    shape, dtype = tuple(value.shape), keras.backend.standardize_dtype(value.dtype)
    if not shape or dtype == "string":
        raise _CannotRun
    return keras.KerasTensor((None, *shape[1:]), dtype)


def _refuse(*_: Any, **__: Any) -> None:
    raise _CannotRun


@lru_cache(maxsize=1)
def _parsed(setup: str) -> list[SourceStatement]:
    try:
        return statements_of(setup, "the setup")
    except SyntaxError:
        return []


def _run(statement: SourceStatement, namespace: dict[str, Any]) -> Optional[BaseException]:
    """Run a statement if all names that it reads are there. Returns its exception, or None."""
    problem: Optional[BaseException] = None
    reads = statement.reads - statement.binds  # a loop reads names that it has bound itself
    if all(name in namespace or hasattr(builtins, name) for name in reads):
        try:
            exec(statement.code, namespace)
            return None
        except BaseException as error:
            problem = error
    _forget(statement, namespace)
    return problem


def _forget(statement: SourceStatement, namespace: dict[str, Any]) -> None:
    for name in statement.binds:
        namespace.pop(name, None)


@dataclass
class _Line:
    """A line of the draft: the layers made and called on it, and the output shapes of the last call."""

    made: list[Any] = field(default_factory=list)
    called: set[int] = field(default_factory=set)  # ids
    shapes: tuple[Shape, ...] = ()
    problem: str = ""


class _Watch:
    """Notes the lines of a draft on which layers are made, called, and fail."""

    def __init__(self, filename: str) -> None:
        self._filename = filename
        self._lines: defaultdict[int, _Line] = defaultdict(_Line)
        self._made_on: dict[int, int] = {}  # layers by id -> the lines that made them
        self._alive: list[Any] = []  # all layers, so that no id is used twice
        self._called: set[int] = set()
        self.depth = 0  # of calls of layers in calls of layers
        self._failed: tuple[Optional[BaseException], int] = (None, 0)

    def _line_of(self, frame: Optional[FrameType]) -> int:
        """Return the line of the draft that a frame is at; 0 if it is elsewhere."""
        return frame.f_lineno if frame is not None and frame.f_code.co_filename == self._filename else 0

    @property
    def is_unfinished(self) -> bool:
        """Whether the draft makes layers that it doesn't call, so that their inputs are unknown."""
        made = [layer for line in self._lines.values() for layer in line.made]
        kinds = (keras.Model, keras.layers.InputLayer)
        return any(not isinstance(layer, kinds) and id(layer) not in self._called for layer in made)

    def made(self, layer: Any, frame: Optional[FrameType]) -> None:
        """Note a new layer, if a line of the draft makes it. `frame` is the caller's of `__new__`."""
        self._alive.append(layer)
        while frame is not None and frame.f_code.co_name == "__new__":
            frame = frame.f_back
        if isinstance(layer, keras.layers.InputLayer) and frame is not None and frame.f_code.co_name == "Input":
            frame = frame.f_back
        if number := self._line_of(frame):
            self._made_on[id(layer)] = number
            self._lines[number].made.append(layer)

    def called(self, layer: Any, call: Callable[[], Any], frame: Optional[FrameType]) -> Any:
        """Call a layer. Its output shape is noted on the calling line or, in a model, on the line that made it."""
        if frame is not None and _MERGES in frame.f_code.co_filename:  # as in keras.layers.add([a, b])
            frame = frame.f_back
        here, made_on = self._line_of(frame), self._made_on.get(id(layer), 0)
        self.depth += 1
        try:
            output = call()
        except Exception as error:
            if self._failed[0] is not error and (here or made_on):
                self._failed = error, here or made_on
            raise
        finally:
            self.depth -= 1
        self._called.add(id(layer))
        shapes = tuple(_shapes(output))
        for number in {here, made_on} - {0}:
            if shapes and (number == here or not isinstance(layer, keras.Model)):
                self._lines[number].shapes = shapes
                self._lines[number].called.add(id(layer))
        return output

    def failed(self, statement: SourceStatement, error: BaseException) -> None:
        """Note an exception of a statement, if it is Keras's about shapes and arguments, on the line at fault."""
        frames = list(traceback.walk_tb(error.__traceback__))
        own = [number for frame, number in frames if frame.f_code.co_filename == self._filename]
        number = self._failed[1] if self._failed[0] is error else own[-1] if own else 0
        if not number or not isinstance(error, (TypeError, ValueError)) or not _is_of_keras(error, frames[-1][0]):
            return
        self._lines[number].problem = " ".join(str(error).rpartition(_WRAPPED)[2].split())[:_MOST_TEXT]
        with suppress(_CannotRun), suppress_learner_errors():
            self._build_before(statement)

    def _build_before(self, statement: SourceStatement) -> None:
        """If a list of layers could not be made, build a model of the layers before the error, for their shapes."""
        last = statement.node.end_lineno or 0
        lines = [self._lines[line] for line in range(statement.node.lineno, last + 1) if line in self._lines]
        made = [layer for line in lines for layer in line.made]
        complete = [layer for layer in made if {"_tracker", "name"} <= vars(layer).keys()]  # the others raised
        if any(id(layer) in self._called or isinstance(layer, keras.Model) for layer in complete):
            return
        inner = {id(part) for layer in complete for part in layer._flatten_layers(include_self=False)}
        keras.Sequential([layer for layer in complete if id(layer) not in inner])

    def lines(self) -> tuple[LayerLine, ...]:
        """Return the facts about lines with layers, in their order."""
        found = []
        for number, line in sorted(self._lines.items()):
            facts = LayerLine(number, problem=line.problem)
            with suppress_learner_errors(AttributeError):  # a layer whose constructor raised lacks attributes
                facts = _line_facts(number, line)
            if facts.shapes or line.problem:
                found.append(facts)
        return tuple(found)


def _line_facts(number: int, line: _Line) -> LayerLine:
    shapes = line.shapes
    if not shapes and (inputs := [layer for layer in line.made if isinstance(layer, keras.layers.InputLayer)]):
        shapes = tuple(_shapes(inputs[-1].output))
    weights = {id(weight): weight for layer in line.made if id(layer) in line.called for weight in layer.weights}
    params = sum(int(np.prod(weight.shape)) for weight in weights.values() if weight.shape is not None)
    return LayerLine(number, shapes, params, line.problem)


def _shapes(output: Any) -> Iterator[Shape]:
    for tensor in keras.tree.flatten(output):
        shape = getattr(tensor, "shape", None)
        if shape is not None:
            yield tuple(None if size is None else int(size) for size in shape)


def _is_of_keras(error: BaseException, last: FrameType) -> bool:
    """Whether Keras refuses its arguments, and does not only lack values of variables or tensors."""
    message = str(error)
    if message.rpartition(_WRAPPED)[2].startswith("Dimensions must be equal"):
        return True  # by TensorFlow, in a layer of the draft's own
    if any(words in message for words in ("stateless scope", "uninitialized", "is symbolic")):
        return False
    return last.f_code.co_filename.startswith(_KERAS) or (isinstance(error, TypeError) and ".__init__()" in message)
