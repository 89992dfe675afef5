"""Suppressing what a learner's objects raise, without hiding mistakes in our own code.

A learner's model, data or callback may raise anything when we look at it, and what can't be measured is left out. But
an exception whose innermost frame is a line of ours, and not one of the learner's or of a library, is a mistake in that
line. Tests set the environment variable TUITUTOR_HIDDEN_ERRORS to "raise", so that they fail where that happens.
"""

from __future__ import annotations

import linecache
import os
import re
import traceback
from collections.abc import Collection
from contextlib import AbstractContextManager
from types import FrameType, TracebackType
from typing import Any, Optional

from tuitutor.protocol.raised import ErrorInfo, Frame

RAISES = os.environ.get("TUITUTOR_HIDDEN_ERRORS") == "raise"
_ANYWHERE = (MemoryError, RecursionError)  # the line that meets a limit of the process isn't to blame


class OurMistake(BaseException):
    """Stands for an exception that a line of ours has raised where it would be suppressed. Nobody catches it."""


class Unmeasurable(Exception):
    """Raised by our own code about data that can't be measured: it is no mistake."""


class suppress_learner_errors(AbstractContextManager[None]):
    """Suppress the exceptions in a `with` block that looks at a learner's objects.

    `expected` are those that our own lines may raise in it, too: the ValueError of `np.concatenate`, which is in C and
    has no frame, or the TypeError of `float(value)`. `catches` is BaseException where the learner's code is called.
    """

    def __init__(self, *expected: type[BaseException], catches: type[BaseException] = Exception) -> None:
        self._expected, self._catches = expected, catches

    def __exit__(
        self, kind: Optional[type[BaseException]], error: Optional[BaseException], trace: Optional[TracebackType]
    ) -> bool:
        if error is None or not isinstance(error, self._catches):
            return False
        raise_if_ours(error, *self._expected)
        return True


def raise_if_ours(error: BaseException, *expected: type[BaseException]) -> None:
    """In tests, raise OurMistake if a line of ours has raised the error, and it isn't an `expected` one.

    To be called first in an `except` block that handles whatever a learner's objects raise.
    """
    if RAISES and not isinstance(error, (Unmeasurable, *_ANYWHERE, *expected)) and is_ours(error):
        text = "".join(traceback.format_exception(type(error), error, error.__traceback__))
        raise OurMistake(f"suppressed:\n{text}") from error


def is_ours(error: BaseException) -> bool:
    """Whether a module of tuitutor has raised it: the innermost frame of its traceback is one of ours."""
    if isinstance(error, OurMistake):
        return True
    frames = [frame for frame, _ in traceback.walk_tb(error.__traceback__)]
    return bool(frames) and str(frames[-1].f_globals.get("__name__", "")).startswith("tuitutor.")


# ---- an error as the learner sees it

MAX_MESSAGE, MAX_TRACEBACK = 4_000, 12_000


def error_info(error: BaseException, sources: Collection[str]) -> ErrorInfo:
    """Return an exception as the learner should see it. `sources` are the names of the learner's sources."""
    frames = [
        frame_of(frame, line)
        for frame, line in traceback.walk_tb(error.__traceback__)
        if frame.f_code.co_filename in sources
    ]
    message = _without_ours(safe(str, error))  # TensorFlow's have the calls that built a graph
    if isinstance(error, SyntaxError) and error.filename and error.filename in sources and error.lineno:
        frames.append(Frame(error.filename, error.lineno, "<module>", (error.text or "").rstrip("\n")))
        message = error.msg
    text = _without_ours("".join(traceback.format_exception(type(error), error, error.__traceback__)))
    return ErrorInfo(
        kind=type(error).__name__,
        message=cut(message, MAX_MESSAGE),
        frames=tuple(frames[-20:]),
        traceback=cut(text, MAX_TRACEBACK),
    )


_OURS = re.compile(r'^ *File "<tuitutor\.[^\n]*\n*(?:(?! *File ")(?=    )[^\n]*\n?)*', re.MULTILINE)


def _without_ours(text: str) -> str:
    """A traceback, or a message with one in it, without the frames of our own sources."""
    return _OURS.sub("", text)


def frame_of(frame: FrameType, line: int) -> Frame:
    """A frame of a learner's source, at a line."""
    code = frame.f_code
    return Frame(code.co_filename, line, code.co_name, linecache.getline(code.co_filename, line).rstrip("\n"))


def brief_error(error: BaseException) -> str:
    """Return the class and message of an exception, as a short text."""
    return f"{type(error).__name__}: {safe(str, error)}"[:500]


def safe(show: Any, value: Any) -> str:
    """Return `show(value)`, or a substitute if the learner's own __repr__ or __str__ raises."""
    try:
        return str(show(value))
    except Exception as error:
        raise_if_ours(error, TypeError, ValueError)  # by `repr` and `str` themselves
        return f"<{type(value).__name__}; showing it raised {type(error).__name__}>"


def cut(text: str, limit: int) -> str:
    text = text.encode("utf-8", "backslashreplace").decode()  # lone surrogates can't be sent
    if len(text) <= limit:
        return text
    head, tail = text[: limit // 4], text[-(limit - limit // 4) :]  # TensorFlow's reason comes last
    return f"{head}\n… ({len(text) - limit} characters left out) …\n{tail}"
