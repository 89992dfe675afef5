"""Running learner source, and finding out where in it something happened.

Also worlds: a lesson's setup with other data of the same kind, in which what is learned is another concept.
"""

from __future__ import annotations

import ast
import linecache
import sys
import traceback
from collections.abc import Callable
from types import FrameType, ModuleType
from typing import Any, Optional

import numpy as np

from tuitutor.protocol.raised import ErrorInfo, Frame
from tuitutor.protocol.requests import World

MAX_MESSAGE, MAX_TRACEBACK, MAX_VALUE = 4_000, 12_000, 20_000
_NOTHING = object()


class Sources:
    """The sources that were executed in one namespace, by their names in tracebacks."""

    def __init__(self, namespace: dict[str, Any]) -> None:
        self.namespace = namespace
        self._names: set[str] = set()

    def execute(self, source: str, filename: str, after: Optional[Callable[[], None]] = None) -> Optional[str]:
        """Run `source`. Returns the last expression's value as a notebook shows it, or None. Raises what it raises.

        `after` is called after each statement.
        """
        self._names.add(filename)
        linecache.cache[filename] = (len(source), None, source.splitlines(True), filename)
        try:
            tree = ast.parse(source, filename)
        except ValueError as error:  # a null byte, as Python 3.10 reports it
            raise SyntaxError(str(error)) from None
        last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
        for statements in [tree.body] if after is None else [[each] for each in tree.body]:
            exec(compile(ast.Module(statements, []), filename, "exec"), self.namespace)
            if after is not None:
                after()
        value = _NOTHING
        if isinstance(last, ast.Expr):
            value = eval(compile(ast.Expression(last.value), filename, "eval"), self.namespace)
        silent = value is None or value is _NOTHING or source.rstrip().endswith(";") or _is_drawing(value)
        # what `fit` returned would be shown as an address, and its curves are already on the screen
        silent = silent or (type(value).__name__ == "History" and type(value).__module__.startswith("keras."))
        return None if silent else _cut(_safe(repr, value), MAX_VALUE)

    def error(self, error: BaseException) -> ErrorInfo:
        """An exception as the learner should see it."""
        frames = [
            _frame(frame.f_code.co_filename, line, frame.f_code.co_name)
            for frame, line in traceback.walk_tb(error.__traceback__)
            if frame.f_code.co_filename in self._names
        ]
        message = _safe(str, error)
        if isinstance(error, SyntaxError) and error.filename in self._names and error.lineno:
            frames.append(Frame(error.filename, error.lineno, "<module>", (error.text or "").rstrip("\n")))
            message = error.msg
        trace = error.__traceback__
        while trace is not None and trace.tb_frame.f_code.co_filename.startswith("<tuitutor."):  # ours
            trace = trace.tb_next
        text = "".join(traceback.format_exception(type(error), error, trace))
        return ErrorInfo(
            kind=type(error).__name__,
            message=_cut(message, MAX_MESSAGE),
            frames=tuple(frames[-20:]),
            traceback=_cut(text, MAX_TRACEBACK),
        )

    def here(self) -> tuple[Frame, ...]:
        """The frames in the learner's sources that led to this call, outermost first."""
        frame: Optional[FrameType] = sys._getframe(1)
        found: list[Frame] = []
        while frame is not None:
            if frame.f_code.co_filename in self._names:
                found.append(_frame(frame.f_code.co_filename, frame.f_lineno, frame.f_code.co_name))
            frame = frame.f_back
        return tuple(reversed(found))


def _frame(filename: str, line: int, function: str) -> Frame:
    return Frame(filename, line, function, linecache.getline(filename, line).rstrip("\n"))


def _is_drawing(value: Any) -> bool:
    """Whether a drawing function of matplotlib returned this: then showing the figure is enough."""
    if type(value) in (list, tuple) and value:
        return all(_is_drawing(item) for item in value[:10] if type(item) is not np.ndarray) and any(
            _is_drawing(item) for item in value[:10]
        )
    return type(value).__module__.startswith(("matplotlib.", "mpl_toolkits."))


def brief_error(error: BaseException) -> str:
    """An exception as a short text: its class and its message."""
    return f"{type(error).__name__}: {_safe(str, error)}"[:500]


def _safe(show: Any, value: Any) -> str:
    """`show(value)`, or a stand-in if the learner's own __repr__ or __str__ raises."""
    try:
        return str(show(value))
    except Exception as error:
        return f"<{type(value).__name__}; showing it raised {type(error).__name__}>"


def _cut(text: str, limit: int) -> str:
    text = text.encode("utf-8", "backslashreplace").decode()  # lone surrogates can't be sent
    if len(text) <= limit:
        return text
    head, tail = text[: limit // 4], text[-(limit - limit // 4) :]  # TensorFlow says what matters last
    return f"{head}\n… ({len(text) - limit} characters left out) …\n{tail}"


def call_data_source(source: str, function: str, *arguments: int) -> tuple[Any, ...]:
    """What a function of the course's data module, whose text is `source`, returns. Raises whatever it raises."""
    module = ModuleType("course_data")
    exec(compile(source, "<data.py>", "exec"), module.__dict__)  # the author's, not the learner's
    return tuple(getattr(module, function)(*arguments))


class Replacing:
    """Replaces what a setup binds in a namespace by the data of a world.

    Each name is replaced once, right after the statement that binds it first, so all that later statements make of it
    follows. "digits.images" is an entry of what a statement binds to `digits`.
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
        """Replace what is bound by now. Raises whatever the data module raises, and ValueError if the sizes differ."""
        for each in list(self._waiting):
            name, function, place = each
            root, _, entry = name.partition(".")
            if root not in self._namespace:
                continue
            self._waiting.remove(each)
            holder = self._namespace[root]
            own = getattr(holder, entry) if entry else holder
            if function not in self._drawn:
                number = self._world.number
                rows = len(own) if np.ndim(own) else 1
                self._drawn[function] = call_data_source(self._world.data_source, function, rows, number, number)
            drawn = np.array(self._drawn[function][place], dtype=np.asarray(own).dtype).reshape(np.shape(own))
            value = drawn if np.ndim(own) else drawn.item()
            if entry:
                setattr(holder, entry, value)
            else:
                self._namespace[root] = value
