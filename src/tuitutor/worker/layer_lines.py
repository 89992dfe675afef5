"""Builds the layers of a draft, line by line, without their weights: no variable gets a value in a `StatelessScope`.

Only in a child that is kept for this: it never leaves that scope, and neither compiles nor trains.
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
from tuitutor.worker.statements import DraftPlan, SourceStatement, first_call, statements_of
from tuitutor.worker.training.origin import wrap_method

MOST = 400  # lines that are told about
_PROBLEM = 400  # characters of a message
_TRAINS = ("evaluate", "fit", "predict", "predict_on_batch", "save", "test_on_batch", "train_on_batch")
_WRAPPED = "Error encountered:\n\n"  # what comes before it is for authors of layers
_MERGES = "/keras/src/layers/merging/"
_KERAS = str(keras.__path__[0]) + "/"


class _Elsewhere(BaseException):
    """What comes next isn't for here: code that trains, or looks at values."""


class LayerBuilder:
    """Knows what the lesson's setup left, as far as drafts needed it. From the first draft on, Keras is changed."""

    def __init__(self) -> None:
        self._installed = False
        self._setup = ("", False)
        self._ran: frozenset[int] = frozenset()  # statements of the setup
        self._left: dict[str, Any] = {}  # what they left
        self._watch: Optional[_Watch] = None

    def of(self, request: BuildLayers) -> Optional[tuple[LayerLine, ...]]:
        """What the layers on each line of the draft make; None if it isn't valid Python."""
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
        # what a draft needs of the setup; what it needed before is not run again
        wanted = frozenset(at for at in plan.wanted if at in plan.setup)
        setup = (request.setup, request.light)
        if setup != self._setup or not wanted <= self._ran:
            self._ran = wanted if setup != self._setup else wanted | self._ran
            self._setup, self._left = setup, {"__name__": "__main__"}
            for at in plan.setup:
                if at in self._ran:
                    _run(plan.all[at], self._left)
                else:
                    _forget(plan.all[at], self._left)
        namespace = {**self._left, "__name__": "__main__"}
        for at in range(len(plan.setup), len(plan.all)):
            statement = plan.all[at]
            if at not in plan.wanted:
                _forget(statement, namespace)
            elif (problem := _run(statement, namespace)) is not None:
                watch.fails(statement, problem)
        return watch

    # ---- what is watched

    def _install(self) -> None:
        self._installed = True
        keras.StatelessScope().__enter__()
        wrap_method(keras.layers.Layer, "__call__", self._call)
        make = keras.layers.Layer.__new__

        def made(cls: Any, *args: Any, **kwargs: Any) -> Any:
            layer = make(cls, *args, **kwargs)
            if self._watch is not None:
                self._watch.made(layer, sys._getframe(1))
            return layer

        keras.layers.Layer.__new__ = made
        keras.Model.compile = lambda *_, **__: None
        for name in _TRAINS:
            setattr(keras.Model, name, _elsewhere)
        sys.modules["tensorflow"].GradientTape.__init__ = _elsewhere
        with suppress(AttributeError):  # frames of Keras say whose fault an error is
            keras.config.disable_traceback_filtering()

    def _call(self, call: Any, layer: Any, /, *args: Any, **kwargs: Any) -> Any:
        if self._watch is None:
            return call(layer, *args, **kwargs)
        if not self._watch.within:
            args, kwargs = keras.tree.map_structure(_symbolic, (args, kwargs))
        return self._watch.called(layer, lambda: call(layer, *args, **kwargs), sys._getframe(2))


def _symbolic(value: Any) -> Any:
    """A symbolic tensor for samples, of the same shape: nothing is computed here."""
    if isinstance(value, keras.KerasTensor) or not hasattr(value, "shape") or not hasattr(value, "dtype"):
        return value
    shape, dtype = tuple(value.shape), keras.backend.standardize_dtype(value.dtype)
    if not shape or dtype == "string":
        raise _Elsewhere
    return keras.KerasTensor((None, *shape[1:]), dtype)


def _elsewhere(*_: Any, **__: Any) -> None:
    raise _Elsewhere


@lru_cache(maxsize=1)
def _parsed(setup: str) -> list[SourceStatement]:
    try:
        return statements_of(setup, "the setup")
    except SyntaxError:
        return []


def _run(statement: SourceStatement, namespace: dict[str, Any]) -> Optional[BaseException]:
    """Run it, if all that it reads is there; what it raised, or None."""
    missing = [
        name
        for name in statement.reads - statement.binds  # a loop reads what it has bound itself
        if name not in namespace and not hasattr(builtins, name)
    ]
    problem: Optional[BaseException] = None
    if not missing:
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
    """What happened on one line: the layers that it made and called, and the outputs of the last one."""

    made: list[Any] = field(default_factory=list)
    called: set[int] = field(default_factory=set)  # ids
    shapes: tuple[Shape, ...] = ()
    problem: str = ""


class _Watch:
    """Notes on which line of a draft layers are made and called, and which of them fail."""

    def __init__(self, filename: str) -> None:
        self._filename = filename
        self._lines: defaultdict[int, _Line] = defaultdict(_Line)
        self._born: dict[int, int] = {}  # layers by id -> the line that made them
        self._kept: list[Any] = []  # so that no other layer gets the id of one that is gone
        self._called: set[int] = set()
        self.within = 0
        self._failed: tuple[Optional[BaseException], int] = (None, 0)

    def _at(self, frame: Optional[FrameType]) -> int:
        """The line of the draft that a frame is at; 0 if it is at none."""
        return frame.f_lineno if frame is not None and frame.f_code.co_filename == self._filename else 0

    @property
    def is_unfinished(self) -> bool:
        """Whether the draft makes layers that it doesn't call, so that nobody knows their inputs."""
        made = [layer for line in self._lines.values() for layer in line.made]
        kinds = (keras.Model, keras.layers.InputLayer)
        return any(not isinstance(each, kinds) and id(each) not in self._called for each in made)

    def made(self, layer: Any, frame: Optional[FrameType]) -> None:
        """A layer is being made, for the draft if that is what called."""
        self._kept.append(layer)
        while frame is not None and frame.f_code.co_name == "__new__":
            frame = frame.f_back
        if isinstance(layer, keras.layers.InputLayer) and frame is not None and frame.f_code.co_name == "Input":
            frame = frame.f_back
        if number := self._at(frame):
            self._born[id(layer)] = number
            self._lines[number].made.append(layer)

    def called(self, layer: Any, call: Callable[[], Any], frame: Optional[FrameType]) -> Any:
        """A layer is called: its output, whose shape is that of the line that calls it or, in a model, that made it."""
        if frame is not None and _MERGES in frame.f_code.co_filename:  # as keras.layers.add([a, b]) does
            frame = frame.f_back
        here, born = self._at(frame), self._born.get(id(layer), 0)
        self.within += 1
        try:
            output = call()
        except Exception as error:
            if self._failed[0] is not error and (here or born):
                self._failed = error, here or born
            raise
        finally:
            self.within -= 1
        self._called.add(id(layer))
        shapes = tuple(_shapes(output))
        for number in {here, born} - {0}:
            if shapes and (number == here or not isinstance(layer, keras.Model)):
                self._lines[number].shapes = shapes
                self._lines[number].called.add(id(layer))
        return output

    def fails(self, statement: SourceStatement, error: BaseException) -> None:
        """A statement raised; what Keras says of shapes and arguments stands on the line that is at fault."""
        frames = [(frame, number) for frame, number in traceback.walk_tb(error.__traceback__)]
        own = [number for frame, number in frames if frame.f_code.co_filename == self._filename]
        number = self._failed[1] if self._failed[0] is error else own[-1] if own else 0
        if not number or not isinstance(error, (TypeError, ValueError)) or not _is_of_keras(error, frames[-1][0]):
            return
        self._lines[number].problem = " ".join(str(error).rpartition(_WRAPPED)[2].split())[:_PROBLEM]
        with suppress(Exception, _Elsewhere):
            self._build_before(statement)

    def _build_before(self, statement: SourceStatement) -> None:
        """If a list of layers could not be made: build a model of the layers before it, which still have shapes."""
        last = statement.node.end_lineno or 0
        lines = [self._lines[line] for line in range(statement.node.lineno, last + 1) if line in self._lines]
        made = [each for line in lines for each in line.made]
        begun = [each for each in made if {"_tracker", "name"} <= vars(each).keys()]  # the others raised
        if any(id(each) in self._called or isinstance(each, keras.Model) for each in begun):
            return
        inner = {id(part) for each in begun for part in each._flatten_layers(include_self=False)}
        keras.Sequential([each for each in begun if id(each) not in inner])

    def lines(self) -> tuple[LayerLine, ...]:
        """What there is to tell, line by line."""
        found = []
        for number, line in sorted(self._lines.items()):
            told = LayerLine(number, problem=line.problem)
            with suppress(Exception):  # of a layer that wasn't made to the end
                inputs = [each for each in line.made if isinstance(each, keras.layers.InputLayer)]
                shapes = line.shapes or tuple(shape for each in inputs[-1:] for shape in _shapes(each.output))
                weights = {id(each): each for made in line.made if id(made) in line.called for each in made.weights}
                params = sum(int(np.prod(each.shape)) for each in weights.values() if each.shape is not None)
                told = LayerLine(number, shapes, params, line.problem)
            if told.shapes or line.problem:
                found.append(told)
        return tuple(found)


def _shapes(output: Any) -> Iterator[Shape]:
    for each in keras.tree.flatten(output):
        shape = getattr(each, "shape", None)
        if shape is not None:
            yield tuple(None if size is None else int(size) for size in shape)


def _is_of_keras(error: BaseException, last: FrameType) -> bool:
    """Whether Keras refuses what it was given, and not only what can't be done without values."""
    said = str(error)
    if said.rpartition(_WRAPPED)[2].startswith("Dimensions must be equal"):
        return True  # TensorFlow says so in layers of the draft's own
    if any(words in said for words in ("stateless scope", "uninitialized", "is symbolic")):
        return False
    return last.f_code.co_filename.startswith(_KERAS) or (isinstance(error, TypeError) and ".__init__()" in said)
