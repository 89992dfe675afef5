"""Predictions about a cell, and how they compare with its outcome. None of it is graded."""

from __future__ import annotations

import math
import re

from tuitutor.course.digest import digest
from tuitutor.course.model import CURVE_FORMS, Cell, Lesson
from tuitutor.grading.numbers import number_in
from tuitutor.progress.journal import Remembered
from tuitutor.progress.progress import Ledger, Progress

LONGEST = 60  # characters of a prediction, and of what it is compared with
NEAR = 0.1  # relative error up to which a predicted float is close
_BETWEEN = re.compile(r"\s+by\s+|\s*[,;x×\s]\s*")


def said(lesson: Lesson, cell: Cell, progress: Progress) -> str:
    """The learner's prediction about a cell, or ""."""
    return progress.remembered.get(_key(lesson, cell), "")


def say(lesson: Lesson, cell: Cell, text: str, store: Ledger) -> str:
    """Save the learner's prediction about a cell. Returns it as saved: one line of at most `LONGEST` characters."""
    line = " ".join(text.split())[:LONGEST].rstrip()
    if line != said(lesson, cell, store.progress()):
        store.record(Remembered(key=_key(lesson, cell), value=line, at=store.now()))
    return line


def _key(lesson: Lesson, cell: Cell) -> str:
    """It depends on the question, so a changed question is a new guess."""
    asked = cell.prediction.question if cell.prediction else ""
    return f"guess:{lesson.id}:{cell.key}:{digest(asked)}"


# ---- comparing the two


def compare_guess(said: str, was: str) -> str:
    """ "You said 12, it was 9: too high.", "You said that it hardly moves, but it falls." Both are one line; "" if
    either is missing.
    """
    if not said or not was:
        return ""
    if was in CURVE_FORMS:
        end = ", and you were right" if agrees(said, was) else f", but it {was}"
        return f"You said that it {said}{end}."
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
