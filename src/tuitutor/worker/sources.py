"""Runs learner source, and finds the lines of it that lead to an exception or a call.

Also worlds: a lesson's setup with other data of the same kind, from which another concept is learned.
"""

from __future__ import annotations

import ast
import linecache
import sys
import traceback
from collections.abc import Callable
from types import ModuleType
from typing import Any, Optional

import numpy as np

from tuitutor.protocol.raised import ErrorInfo, Frame
from tuitutor.protocol.requests import World
from tuitutor.worker.learner_errors import cut, error_info, frame_of, safe

MAX_VALUE = 20_000
_NOTHING = object()


class Sources:
    """The sources executed in one namespace, by their names in tracebacks."""

    def __init__(self, namespace: dict[str, Any]) -> None:
        self.namespace = namespace
        self._names: set[str] = set()

    def execute(self, source: str, filename: str, after: Optional[Callable[[], None]] = None) -> Optional[str]:
        """Run `source`. Returns the last expression's value as a notebook shows it, or None. Raises what it raises.

        `after` is called after every statement but a last expression.
        """
        self._names.add(filename)
        linecache.cache[filename] = (len(source), None, source.splitlines(True), filename)
        try:
            tree = ast.parse(source, filename)
        except ValueError as error:  # a null byte, as Python 3.10 reports it
            raise SyntaxError(str(error)) from None
        last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
        for statements in [tree.body] if after is None else [[statement] for statement in tree.body]:
            exec(compile(ast.Module(statements, []), filename, "exec"), self.namespace)
            if after is not None:
                after()
        value = _NOTHING
        if isinstance(last, ast.Expr):
            value = eval(compile(ast.Expression(last.value), filename, "eval"), self.namespace)
        silent = value is None or value is _NOTHING or source.rstrip().endswith(";") or _is_drawing(value)
        # a History of `fit` would be shown as an address, and its curves are already on the screen
        silent = silent or (type(value).__name__ == "History" and type(value).__module__.startswith("keras."))
        return None if silent else cut(safe(repr, value), MAX_VALUE)

    def error(self, error: BaseException) -> ErrorInfo:
        """Return an exception as the learner should see it."""
        return error_info(error, self._names)

    def here(self) -> tuple[Frame, ...]:
        """Return the frames in the learner's sources that lead to this call, outermost first."""
        return tuple(
            frame_of(frame, line)
            for frame, line in reversed(list(traceback.walk_stack(sys._getframe(1))))
            if frame.f_code.co_filename in self._names
        )


def _is_drawing(value: Any) -> bool:
    """Whether a value is the result of matplotlib's drawing functions: then showing the figure is enough."""
    if type(value) in (list, tuple) and value:
        are_drawings = [_is_drawing(item) for item in value[:10] if type(item) is not np.ndarray]
        return bool(are_drawings) and all(are_drawings)
    return type(value).__module__.startswith(("matplotlib.", "mpl_toolkits."))


def call_data_source(source: str, function: str, *arguments: int) -> tuple[Any, ...]:
    """Call a function of the course's data module, whose text is `source`. Raises whatever it raises."""
    module = ModuleType("course_data")
    exec(compile(source, "<data.py>", "exec"), module.__dict__)  # the author's, not the learner's
    return tuple(getattr(module, function)(*arguments))


class Replacing:
    """Replaces a setup's data in a namespace by the data of a world.

    A name is replaced once, right after the first statement that binds it, so that later statements use the new data.
    "digits.images" is the attribute `images` of the name `digits`.
    """

    def __init__(self, world: World, namespace: dict[str, Any]) -> None:
        self._world, self._namespace = world, namespace
        self._drawn: dict[str, tuple[Any, ...]] = {}
        self._waiting = [
            (name, function, place)
            for function, names in world.replaced
            for place, name in enumerate(names)
            if name != "_"
        ]

    def replace(self) -> None:
        """Replace the names bound by now. Raises whatever the data module raises, and ValueError if sizes differ."""
        for target in list(self._waiting):
            name, function, place = target
            root, _, attribute = name.partition(".")
            if root not in self._namespace:
                continue
            self._waiting.remove(target)
            holder = self._namespace[root]
            own = getattr(holder, attribute) if attribute else holder
            if function not in self._drawn:
                number = self._world.number
                rows = len(own) if np.ndim(own) else 1
                self._drawn[function] = call_data_source(self._world.data_source, function, rows, number, number)
            drawn = np.array(self._drawn[function][place], dtype=np.asarray(own).dtype).reshape(np.shape(own))
            value = drawn if np.ndim(own) else drawn.item()
            if attribute:
                setattr(holder, attribute, value)
            else:
                self._namespace[root] = value
