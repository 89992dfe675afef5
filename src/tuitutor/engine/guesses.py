"""What a learner predicted of a cell, what came of it, and how the two compare. Nothing of it is graded."""

from __future__ import annotations

import ast
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from tuitutor.course.digest import digest
from tuitutor.course.guesses import Guess
from tuitutor.course.model import Cell, Lesson
from tuitutor.progress.journal import Remembered
from tuitutor.progress.ledger import Ledger
from tuitutor.progress.progress import Progress
from tuitutor.protocol.events import EpochEnded, Event, FitStarted, ValueShown

LONGEST = 60  # characters of a prediction, and of what it is compared with
NEAR = 0.1  # of a measured number: what is as near to it is close
_MOST_AXES = 8
_WRAPPED = re.compile(r"[A-Za-z_][\w.]*\((.*)\)")  # np.float32(0.5), TensorShape([32, 3])
_BETWEEN = re.compile(r"\s+by\s+|\s*[,;x×\s]\s*")
_LEVEL, _BACK_UP = 0.05, 0.25  # of a curve's height: less is no move; so much from its lowest is a rise


def said(lesson: Lesson, cell: Cell, progress: Progress) -> str:
    """What the learner predicted of a cell; "" for nothing."""
    return progress.remembered.get(_key(lesson, cell), "")


def say(lesson: Lesson, cell: Cell, text: str, store: Ledger) -> str:
    """Keep what the learner predicts of a cell, in one line of at most `LONGEST` characters: that line."""
    line = " ".join(text.split())[:LONGEST].rstrip()
    if line != said(lesson, cell, store.progress()):
        store.record(Remembered(key=_key(lesson, cell), value=line, at=store.now()))
    return line


def _key(lesson: Lesson, cell: Cell) -> str:
    """Another question is another guess."""
    asked = cell.guess.question if cell.guess else ""
    return f"guess:{lesson.id}:{cell.key}:{digest(asked)}"


# ---- what came of it


@dataclass(slots=True)
class Measured:
    """What a run of a cell says to its guess. Takes the events of the cell for a curve, of its value for a value."""

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
        """In one line; "" where there is nothing that a prediction could be compared with."""
        return form(self._curve) if self.guess.curve else in_brief(self._value)


def in_brief(shown: str) -> str:
    """A value, given as a notebook shows it, if it is a number, a shape or a short text; else ""."""
    wrapped = _WRAPPED.fullmatch(shown)
    text = wrapped[1] if wrapped else shown
    if (number := _number(text)) is not None:
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
    """Four digits, and seen not to be a whole number: "0.9057", "9.0", "1.2e-05"."""
    text = f"{number:.4g}"
    return text if not math.isfinite(number) or {".", "e"} & set(text) else f"{text}.0"


def form(values: Sequence[float]) -> str:
    """Which of `course.guesses.FORMS` a curve has, by its values at the ends of epochs; "" where none can be told.

    Its end is the mean of the last tenth, since a curve of new data jumps about.
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


# ---- the two beside each other


def compared(said: str, was: str) -> str:
    """ "You said 12, it was 9: too high." Both are one line; "" where either is missing."""
    if not said or not was:
        return ""
    if _agrees(said, was):
        return f"You said {_quoted(was)}, and you were right."
    mine, real = _number(said), _number(was)
    far = "" if mine is None or real is None or math.isnan(real + mine) else f": {_apart(mine, real, was)}"
    return f"You said {_quoted(said)}, it was {_quoted(was)}{far}."


def _agrees(said: str, was: str) -> bool:
    if (mine := _number(said)) is not None and (real := _number(was)) is not None:
        return mine == real
    shape = _sizes(was)
    return _sizes(said) == shape if shape else said.casefold() == was.casefold()


def _apart(mine: float, real: float, was: str) -> str:
    whole = re.fullmatch(r"[-+]?\d+", was)
    if not whole and abs(mine - real) <= NEAR * abs(real):
        return "close"
    return "too high" if mine > real else "too low"


def _number(text: str) -> float | None:
    """The number that a text is, with a comma between thousands or a percent sign perhaps."""
    written = re.fullmatch(r"([-+]?\d{1,3}(?:,\d{3})+|[^,%]*)(%?)", text.strip())
    try:
        return float(written[1].replace(",", "")) / (100 if written[2] else 1) if written else None
    except ValueError:
        return None


def _sizes(text: str) -> tuple[str, ...]:
    """The sizes that a shape is written with: "(32, 3)", "32 x 3", "32 3". Empty where it is no shape."""
    sizes = tuple(filter(None, _BETWEEN.split(text.strip().strip("()[]").strip().lower())))
    return sizes if all(size.isdecimal() or size == "none" for size in sizes) else ()


def _quoted(text: str) -> str:
    return f"“{text}”" if _number(text) is None and not _sizes(text) and " " in text else text
