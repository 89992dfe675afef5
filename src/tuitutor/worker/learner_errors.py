"""Suppressing what a learner's objects raise, without hiding mistakes in our own code.

A learner's model, data or callback may raise anything when we look at it, and what can't be measured is left out. But
an exception whose innermost frame is a line of ours, and not one of the learner's or of a library, is a mistake in that
line. Tests set the environment variable TUITUTOR_HIDDEN_ERRORS to "raise", so that they fail where that happens.
"""

from __future__ import annotations

import os
import traceback
from contextlib import AbstractContextManager
from types import TracebackType
from typing import Optional

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
