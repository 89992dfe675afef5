"""What a cheat is made from: an exercise in its lesson, and what its solution printed and made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from tuitutor.authoring.edits import made, names_read
from tuitutor.course.checks import Compiled, Fit, History, Trained, Variable
from tuitutor.course.kind import CheckKind
from tuitutor.course.model import Exercise, Lesson
from tuitutor.grading.judge import needs_model

Kind = TypeVar("Kind", bound=CheckKind)


@dataclass(frozen=True, slots=True)
class Target:
    """An exercise in its lesson. `printed` is what its solution printed, `values` the variables it made, as code."""

    lesson: Lesson
    exercise: Exercise
    printed: str = ""
    values: Mapping[str, str] = field(default_factory=dict)

    def checks(self, kind: type[Kind]) -> list[Kind]:
        """What its checks of this kind ask."""
        return [check.kind for check in self.exercise.checks if isinstance(check.kind, kind)]

    def asks(self, *kinds: type[CheckKind]) -> bool:
        """Whether it has a check of one of these kinds."""
        return any(isinstance(check.kind, kinds) for check in self.exercise.checks)

    @property
    def looked_at(self) -> set[str]:
        """The names of the answer that the grader looks at."""
        exercise, names = self.exercise, {asked.name for asked in self.checks(Variable)}
        if exercise.measure is not None:
            names |= names_read(exercise.measure.source)
        if needs_model(exercise) or self.asks(Fit, History, Compiled, Trained):
            names.add("model")
        return (names & made(exercise.solution)) - set().union(*(made(cell.source) for cell in self.lesson.setup))


@dataclass(frozen=True, slots=True)
class CheatProgram:
    """A program that cheats; `about` says which of several it is."""

    source: str
    about: str = ""
