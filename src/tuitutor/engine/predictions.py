"""What a learner predicted about a cell, and what to compare that with: a value that fits on a line, or the form of a
curve. None of it is graded.
"""

from __future__ import annotations

import ast
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from tuitutor.course.digest import digest
from tuitutor.course.guesses import Guess
from tuitutor.course.model import Cell, Lesson
from tuitutor.grading.numbers import number_in
from tuitutor.progress.journal import Remembered
from tuitutor.progress.progress import Ledger, Progress
from tuitutor.protocol.events import EpochEnded, Event, FitStarted, ValueShown

LONGEST = 60  # characters of a prediction, and of what it is compared with
NEAR = 0.1  # relative error up to which a predicted float is close
_BETWEEN = re.compile(r"\s+by\s+|\s*[,;x×\s]\s*")


def said(lesson: Lesson, cell: Cell, progress: Progress) -> str:
    """What the learner predicted about a cell; "" for nothing."""
    return progress.remembered.get(_key(lesson, cell), "")


def say(lesson: Lesson, cell: Cell, text: str, store: Ledger) -> str:
    """Keep what the learner predicts about a cell. Returns it as kept: one line of at most `LONGEST` characters."""
    line = " ".join(text.split())[:LONGEST].rstrip()
    if line != said(lesson, cell, store.progress()):
        store.record(Remembered(key=_key(lesson, cell), value=line, at=store.now()))
    return line


def _key(lesson: Lesson, cell: Cell) -> str:
    """It depends on the question, so a changed question is a new guess."""
    asked = cell.guess.question if cell.guess else ""
    return f"guess:{lesson.id}:{cell.key}:{digest(asked)}"


# ---- comparing the two


def compare_guess(said: str, was: str) -> str:
    """ "You said 12, it was 9: too high." Both are one line; "" if either is missing."""
    if not said or not was:
        return ""
    if agrees(said, was):
        return f"You said {_quoted(was)}, and you were right."
    mine, real = number_in(said), number_in(was)
    far = ""
    if mine is not None and real is not None and not math.isnan(real + mine):
        is_near = not re.fullmatch(r"[-+]?\d+", was) and abs(mine - real) <= NEAR * abs(real)
        far = ": close" if is_near else ": too high" if mine > real else ": too low"
    return f"You said {_quoted(said)}, it was {_quoted(was)}{far}."


def agrees(said: str, was: str) -> bool:
    """Whether a prediction came true: numbers and shapes must be equal, however they are written."""
    if (mine := number_in(said)) is not None and (real := number_in(was)) is not None:
        return mine == real
    shape = _sizes(was)
    return _sizes(said) == shape if shape else said.casefold() == was.casefold()


def is_typed(was: str) -> bool:
    """Whether a result is a number or a shape, which can be typed; words are chosen."""
    return number_in(was) is not None or bool(_sizes(was)) or was == "()"


def _sizes(text: str) -> tuple[str, ...]:
    """The sizes in a written shape: "(32, 3)", "32 x 3", "32 3". Empty if it is not a shape."""
    sizes = tuple(filter(None, _BETWEEN.split(text.strip().strip("()[]").strip().lower())))
    return sizes if all(size.isdecimal() or size == "none" for size in sizes) else ()


def _quoted(text: str) -> str:
    return f"“{text}”" if number_in(text) is None and not _sizes(text) and " " in text else text


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
