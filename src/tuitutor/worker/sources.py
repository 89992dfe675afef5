"""Runs learner source, and finds the lines of it that lead to an exception or a call.

Also worlds: a lesson's setup with other data of the same kind, from which another concept is learned.
"""

from __future__ import annotations

import ast
import linecache
import re
import sys
import traceback
from collections.abc import Callable
from types import ModuleType
from typing import Any, Optional

import numpy as np

from tuitutor.protocol.raised import ErrorInfo, Frame
from tuitutor.protocol.requests import World
from tuitutor.worker.learner_errors import raise_if_ours

MAX_MESSAGE, MAX_TRACEBACK, MAX_VALUE = 4_000, 12_000, 20_000
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
        return None if silent else _cut(_safe(repr, value), MAX_VALUE)

    def error(self, error: BaseException) -> ErrorInfo:
        """Return an exception as the learner should see it."""
        frames = [
            _frame(frame.f_code.co_filename, line, frame.f_code.co_name)
            for frame, line in traceback.walk_tb(error.__traceback__)
            if frame.f_code.co_filename in self._names
        ]
        message = _without_ours(_safe(str, error))  # TensorFlow's have the calls that built a graph
        if isinstance(error, SyntaxError) and error.filename in self._names and error.lineno:
            frames.append(Frame(error.filename, error.lineno, "<module>", (error.text or "").rstrip("\n")))
            message = error.msg
        text = _without_ours("".join(traceback.format_exception(error)))
        return ErrorInfo(
            kind=type(error).__name__,
            message=_cut(message, MAX_MESSAGE),
            frames=tuple(frames[-20:]),
            traceback=_cut(text, MAX_TRACEBACK),
        )

    def here(self) -> tuple[Frame, ...]:
        """Return the frames in the learner's sources that lead to this call, outermost first."""
        return tuple(
            _frame(frame.f_code.co_filename, line, frame.f_code.co_name)
            for frame, line in reversed(list(traceback.walk_stack(sys._getframe(1))))
            if frame.f_code.co_filename in self._names
        )


_OURS = re.compile(r'^ *File "<tuitutor\.[^\n]*\n?(?:(?! *File ")(?=    )[^\n]*\n?)*', re.MULTILINE)


def _without_ours(text: str) -> str:
    """A traceback, or a message with one in it, without the frames of our own sources."""
    return _OURS.sub("", text)


def _frame(filename: str, line: int, function: str) -> Frame:
    return Frame(filename, line, function, linecache.getline(filename, line).rstrip("\n"))


def _is_drawing(value: Any) -> bool:
    """Whether a value is the result of matplotlib's drawing functions: then showing the figure is enough."""
    if type(value) in (list, tuple) and value:
        are_drawings = [_is_drawing(item) for item in value[:10] if type(item) is not np.ndarray]
        return bool(are_drawings) and all(are_drawings)
    return type(value).__module__.startswith(("matplotlib.", "mpl_toolkits."))


def brief_error(error: BaseException) -> str:
    """Return the class and message of an exception, as a short text."""
    return f"{type(error).__name__}: {_safe(str, error)}"[:500]


def _safe(show: Any, value: Any) -> str:
    """Return `show(value)`, or a substitute if the learner's own __repr__ or __str__ raises."""
    try:
        return str(show(value))
    except Exception as error:
        raise_if_ours(error, TypeError, ValueError)  # by `repr` and `str` themselves
        return f"<{type(value).__name__}; showing it raised {type(error).__name__}>"


def _cut(text: str, limit: int) -> str:
    text = text.encode("utf-8", "backslashreplace").decode()  # lone surrogates can't be sent
    if len(text) <= limit:
        return text
    head, tail = text[: limit // 4], text[-(limit - limit // 4) :]  # TensorFlow's reason comes last
    return f"{head}\n… ({len(text) - limit} characters left out) …\n{tail}"


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
