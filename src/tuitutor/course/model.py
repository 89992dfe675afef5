"""A course as values. Everything here is frozen; parsing is in `markdown`, checks are in `checks`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from tuitutor.course.challenge import Challenge
from tuitutor.course.checks import Check
from tuitutor.course.guesses import Guess


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in a course file. `line` counts from 1; `text` says what was found and what to write."""

    path: Path
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.text}"


@dataclass(frozen=True, slots=True)
class Prose:
    """Markdown to read, maths already Unicode. `line` is where it starts in the file."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Cell:
    """A runnable cell. `index` counts a lesson's cells from 0; `key` is the hash of the original source.

    `source` is plain Python: IPython magics are already comments, so that line numbers hold. Like all source here
    it has no final newline. `line` is where the cell's fence opens. Equal cells of a lesson have different keys.
    `guess` is what the learner may predict before it runs, and `alt` says what its figures show.
    """

    index: int
    key: str
    source: str
    line: int
    tags: frozenset[str] = frozenset()
    guess: Guess | None = None
    alt: str = ""

    @property
    def is_setup(self) -> bool:
        return "setup" in self.tags


@dataclass(frozen=True, slots=True)
class Measure:
    """An exercise's `measure` cell: the grader runs it after the answer, and checks look at the variables it makes.

    `data` names a function of data.py that draws `samples` rows for it, with their `labels` or without; "" for none.
    """

    source: str
    line: int
    data: str = ""
    samples: int = 0
    labels: bool = False


@dataclass(frozen=True, slots=True)
class Exercise:
    """A graded exercise. `label` is unique in the course; `version` hashes the checks, so a changed check shows.

    `question` and `play` exercises have a `# answer:` line as their starter and need no run. `prose`, `hints` and
    `explanation` are Markdown like a `Prose`'s text. What a broken lesson lacks is empty here.
    """

    label: str
    title: str
    prose: str
    starter: str
    checks: tuple[Check, ...]
    hints: tuple[str, ...]
    solution: str
    explanation: str
    line: int
    version: str
    measure: Measure | None = None

    @property
    def points(self) -> float:
        return sum(check.points for check in self.checks)

    @property
    def challenge(self) -> Challenge | None:
        """What it asks of a network in the playground, where it is such an exercise."""
        return next((check.kind for check in self.checks if isinstance(check.kind, Challenge)), None)

    @property
    def filename(self) -> str:
        """What tracebacks call an answer to it."""
        return f"{self.label}.py"


Block = Prose | Cell | Exercise


@dataclass(frozen=True, slots=True)
class Lesson:
    """One Markdown file. `id` is its stem. A lesson with `problems` is shown as broken and is never run."""

    id: str
    path: Path
    title: str
    summary: str
    minutes: int
    objectives: tuple[str, ...]
    blocks: tuple[Block, ...]
    problems: tuple[Problem, ...] = ()

    @property
    def cells(self) -> tuple[Cell, ...]:
        return tuple(block for block in self.blocks if isinstance(block, Cell))

    @property
    def exercises(self) -> tuple[Exercise, ...]:
        return tuple(block for block in self.blocks if isinstance(block, Exercise))

    @property
    def offered(self) -> tuple[Exercise, ...]:
        """The exercises that can be done: those of a broken lesson can't."""
        return () if self.problems else self.exercises

    @property
    def setup(self) -> tuple[Cell, ...]:
        """The cells that run before every exercise, in order."""
        return tuple(cell for cell in self.cells if cell.is_setup)


@dataclass(frozen=True, slots=True)
class Chapter:
    """A titled group of lessons; `title` is "" for lessons at the top of the table of contents."""

    title: str
    lessons: tuple[Lesson, ...]


@dataclass(frozen=True, slots=True)
class Course:
    """A table of contents with its lessons. State is kept under `id`. `data_source` is the text of data.py.

    `problems` are those of myst.yml and data.py; each lesson has its own.
    """

    id: str
    title: str
    folder: Path
    chapters: tuple[Chapter, ...]
    data_source: str
    problems: tuple[Problem, ...] = ()

    @property
    def lessons(self) -> tuple[Lesson, ...]:
        return tuple(lesson for chapter in self.chapters for lesson in chapter.lessons)

    @property
    def exercises(self) -> tuple[Exercise, ...]:
        """The exercises that can be done, in the order of the course."""
        return tuple(exercise for lesson in self.lessons for exercise in lesson.offered)

    @property
    def all_problems(self) -> tuple[Problem, ...]:
        """The course's own problems and then its lessons', in their order."""
        return self.problems + tuple(problem for lesson in self.lessons for problem in lesson.problems)

    def lesson_of(self, exercise: Exercise) -> Lesson:
        """The lesson that holds the exercise."""
        return next(lesson for lesson in self.lessons if exercise in lesson.exercises)


CellTag = Literal["setup", "starter", "solution", "measure", "skip-execution", "raises-exception"]
