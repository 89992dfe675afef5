"""What to compare a guess about a cell with: a value that fits on a line, or the shape of a curve."""

from __future__ import annotations

import ast
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from tuitutor.course.guesses import Guess
from tuitutor.engine.predictions import LONGEST
from tuitutor.grading.numbers import number_in
from tuitutor.protocol.events import EpochEnded, Event, FitStarted, ValueShown

_MOST_AXES = 8
_WRAPPED = re.compile(r"[A-Za-z_][\w.]*\((.*)\)")  # np.float32(0.5), TensorShape([32, 3])
_LEVEL, _BACK_UP = 0.05, 0.25  # a smaller relative change is no move; this share of its height back up is a rise


@dataclass(slots=True)
class Actual:
    """What to compare a cell's guess with. Takes the events of the cell for a curve, those of its value for a value."""

    guess: Guess
    _value: str = ""
    _curve: list[float] = field(default_factory=list)

    def take(self, event: Event) -> None:
        """Note one event of the run."""
        match event:
            case ValueShown(text=text):
                self._value = text
            case FitStarted():
                self._curve.clear()
            case EpochEnded(logs=logs) if self.guess.curve in logs:
                self._curve.append(logs[self.guess.curve])

    def __str__(self) -> str:
        """In one line; "" if there is nothing to compare a prediction with."""
        return form(self._curve) if self.guess.curve else in_brief(self._value)


def in_brief(shown: str) -> str:
    """A value, given as a notebook shows it, if it is a number, a shape or a short text; else ""."""
    wrapped = _WRAPPED.fullmatch(shown)
    text = wrapped[1] if wrapped else shown
    if (number := number_in(text)) is not None:
        return f"{int(text):d}" if re.fullmatch(r"[-+]?\d+", text) else _float(number)
    try:
        value = ast.literal_eval(text)
    except (ValueError, SyntaxError, RecursionError, MemoryError):
        return ""
    match value:
        case bool():
            return str(value)
        case str() if value.isprintable() and len(value) <= LONGEST:
            return value.strip()
        case tuple() | list() if 0 < len(value) <= _MOST_AXES and all(
            size is None or type(size) is int for size in value
        ):
            return str(tuple(value))
        case _:
            return ""


def _float(number: float) -> str:
    """With four significant digits, and recognizable as a float: "0.9057", "9.0", "1.2e-05"."""
    text = f"{number:.4g}"
    return text if not math.isfinite(number) or {".", "e"} & set(text) else f"{text}.0"


def form(values: Sequence[float]) -> str:
    """Which of `course.guesses.FORMS` a curve has, from its values at the ends of epochs; "" if unclear.

    Its end is the mean of the last tenth, since a validation curve is noisy.
    """
    if len(values) < 2 or not all(map(math.isfinite, values)):
        return ""
    tail = values[-max(1, len(values) // 10) :]
    first, end, low, high = values[0], sum(tail) / len(tail), min(values), max(values)
    if high - low <= _LEVEL * max(abs(first), abs(end)):
        return "hardly moves"
    if first - low > _LEVEL * (high - low) and end - low > _BACK_UP * (high - low):
        return "falls, then rises"
    return "falls" if end < first else "rises"
