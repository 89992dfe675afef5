"""Findings that have something of everything."""

from __future__ import annotations

from tuitutor.classroom.item_analysis import Spread
from tuitutor.classroom.reports.class_findings import (
    ClassFindings,
    ExerciseFindings,
    Misconception,
    OtherVariant,
    OtherVersion,
    WrongAnswer,
)
from tuitutor.course.model import Variant


def whole(word: str = "ada") -> ClassFindings:
    """Each text that a learner or a lesson may have written is `word`."""
    spread = Spread(1.5, 1.5, 1.0, ((0.0, 0.0, 1), (1.0, 1.0, 2), (4.0, 4.0, 1)))
    known = ExerciseFindings(word, word, 4, 1, 1, 1, (0.05, 0.7), 1.25, 4.0, spread, ((word, 2),))
    unknown = ExerciseFindings(f"{word}2", word, 0, 1, 0, 0, None, 1.0, 0.0, None, ())
    few = ExerciseFindings(f"{word}3", word, 2, 0, 0, 1, (0.1, 0.9), 1.0, 1.0, spread, ())
    return ClassFindings(
        (known, unknown, few),
        (WrongAnswer(word, (word, f"{word}2"), word, (word, "bob")),),
        (Misconception(word, word, 2, (word,), (word, "bob")),),
        (OtherVariant(word, word, Variant(1, 3), Variant(2, 3), (word,)),),
        (OtherVersion(word, (word, "bob")),),
        False,
    )
