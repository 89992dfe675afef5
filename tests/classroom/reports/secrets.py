"""What no feedback may hold, and feedback as a grade becomes it: through a line of the journal."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from tuitutor.classroom.class_verdicts import Mark
from tuitutor.classroom.reports.feedback import feedback_text
from tuitutor.course.model import Exercise
from tuitutor.grading.verdicts import Grade


def feedback_on(grade: Grade) -> str:
    """What the learner is told of a grade."""
    line = msgspec.json.encode(Mark("ada", "k", "a", grade, 1.0))
    return feedback_text("ada", [msgspec.json.decode(line, type=Mark)], [], {})


def lines_given_away(exercise: Exercise, answer: str, text: str) -> list[str]:
    """Lines of the solution that are in the text, though the learner neither wrote nor was given them."""
    words = " ".join(text.split())
    return [line for line in _telling(exercise, answer) if line in words]


def _telling(exercise: Exercise, answer: str) -> Iterator[str]:
    known = {" ".join(line.split()) for line in (*answer.splitlines(), *exercise.starter.splitlines())}
    for line in exercise.solution.splitlines():
        bare = " ".join(line.split())
        if len(re.findall(r"\w+", bare)) > 2 and bare not in known and not bare.startswith("#"):
            yield bare  # what has fewer words, such as `model.compile(`, gives nothing away
