"""A course as frozen values; `markdown` parses lessons, `checks` has the kinds of check."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from tuitutor.course.challenge import Challenge
from tuitutor.course.checks import Check, Restart, requirements_of
from tuitutor.course.choices import Question
from tuitutor.course.digest import digest
from tuitutor.course.folder import HIDDEN
from tuitutor.course.kind import Requirements


class Problem(Struct, frozen=True):
    """A mistake in a course file. `line` counts from 1; `text` says what was found and what to write."""

    path: Path
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.text}"


class Prose(Struct, frozen=True):
    """Markdown to show, with its maths already in Unicode. `line` is where it starts in the file."""

    text: str
    line: int


CURVE_FORMS = ("falls", "rises", "falls, then rises", "hardly moves")
"""The shapes of a curve from a fit's first epoch to its last; `engine.kernel` decides."""


class Prediction(Struct, frozen=True):
    """A question that the cell below answers: by the `value` of an expression of its variables, or by a `curve`.

    A curve is a log of the cell's last fit, and its answers are `CURVE_FORMS`. Without `choices` any number, shape or
    word may be typed.
    """

    question: str
    value: str = ""
    curve: str = ""
    choices: tuple[str, ...] = ()


class Cell(Struct, frozen=True):
    """A runnable cell. `index` counts a lesson's cells from 0; `key` is the hash of the original source.

    `source` is plain Python: IPython magics are comments, so that line numbers stay. Like all source here it has no
    final newline. `line` is the number of the cell's fence. Equal cells of a lesson have different keys. `prediction`
    is the question to the learner before it runs, and `alt` describes its figures.
    """

    index: int
    key: str
    source: str
    line: int
    tags: frozenset[str] = frozenset()
    prediction: Prediction | None = None
    alt: str = ""

    @property
    def is_setup(self) -> bool:
        return "setup" in self.tags

    @property
    def runs_itself(self) -> bool:
        """Whether a reader has nothing to run: a setup cell runs before the others, and some cells never run."""
        return not self.tags.isdisjoint(NOT_RUN_BY_READER)

    @property
    def holds_text(self) -> bool:
        """Whether the text below is held back until it has run: it asks for a prediction, or is tagged."""
        return self.prediction is not None or "run-first" in self.tags

    @property
    def filename(self) -> str:
        """Its name in tracebacks, and so everywhere."""
        return f"cell {self.index + 1}"


class MeasureCell(Struct, frozen=True):
    """An exercise's `measure` cell: the grader runs it after the answer, and checks look at the variables it makes.

    `data` names a function of data.py that draws `samples` rows for it, with or without their `labels`; "" for none.
    `model` is an expression for the model to look at, "" for the answer's `model`. `in_place`: it needs the answer's
    functions, so it runs in the answer's own process.
    """

    source: str
    line: int
    data: str = ""
    samples: int = 0
    labels: bool = False
    model: str = ""
    in_place: bool = False

    @property
    def hashed_text(self) -> str:
        """All that matters for the checks, so not its line. Versions hash this text, so its form never changes."""
        text = f"Measure(source={self.source!r}, line=0, data={self.data!r}, samples={self.samples}"
        text = f"{text}, labels={self.labels})"
        return text + (f" model={self.model}" if self.model else "") + (" in place" if self.in_place else "")


WORLDS = 1_000  # numbered from 1; 0 is the lesson's own data


class Replaced(Struct, frozen=True):
    """Data that another world replaces in the lesson's setup: results of a `function` of data.py replace `names`.

    A name may be an entry of a bound name, such as `digits.images`, and "_" skips a result. `line` is in the lesson
    file.
    """

    function: str
    names: tuple[str, ...]
    line: int


class Variant(Struct, frozen=True):
    """Which variant of an exercise this is: `number` (from 1) out of `of`."""

    number: int
    of: int

    def __str__(self) -> str:
        return f"variant {self.number} of {self.of}"


def code_lines(source: str) -> tuple[str, ...]:
    """The lines of a program without blank lines and comments."""
    return tuple(line.rstrip() for line in source.split("\n") if line.strip() and not line.lstrip().startswith("#"))


class Exercise(Struct, frozen=True):
    """A graded exercise. `label` is unique in the course; `version` hashes the checks, so a change is noticed.

    `question` and `play` exercises have a `# answer:` line as their starter and need no run. `prose`, `hints` and
    `explanation` are Markdown like a `Prose`'s text. Missing parts of a broken lesson are empty.

    `world` lists the data that other worlds replace in the setup, by data of the same kind with another concept. Other
    people's answers are graded there. It is empty if there are no worlds.

    Without `margin` no shapes and parameters stand beside an answer while it is written, since the exercise asks for
    them. Without `coach` there are no comments on its errors, code and curves, and "what if" tries nothing.

    `after` has the labels of exercises above it that it builds on, in their order: answers to them run before the
    answer to this exercise.

    If learners get different numbers, `variants` has the exercise with every set of them, and `drawn` is the number of
    this variant: the first, unless it was drawn for a learner.

    `public_version` is its version in a learner's edition, which hashes no secret. `released`: this is that edition,
    and both versions are the same. `other_data`: there, a world is known to replace data. `was` are its former labels,
    the first one first.

    `wrong_lines` are put among the solution's lines if learners order them; without wrong lines they never do.
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
    measure: MeasureCell | None = None
    world: tuple[Replaced, ...] = ()
    margin: bool = True
    coach: bool = True
    drawn: Variant | None = None
    variants: tuple[Exercise, ...] = ()
    after: tuple[str, ...] = ()
    public_version: str = ""
    released: bool = False
    other_data: bool = False
    was: tuple[str, ...] = ()
    wrong_lines: tuple[str, ...] = ()

    def has_checks_of(self, version: str, public_version: str) -> bool:
        """Whether an attempt at the exercise in these versions was judged by these checks, in either edition.

        A learner's edition can't compare the checks that it lacks.
        """
        return version in ("", self.version, self.public_version) or public_version == self.version

    @property
    def first_label(self) -> str:
        """Its oldest label: variants and worlds drawn by it stay the same when the exercise is renamed."""
        return (*self.was, self.label)[0]

    def variant(self, number: int) -> Exercise:
        """Its variant with this number (from 1), or itself if it has none."""
        return replace(self.variants[number - 1], variants=self.variants) if self.variants else self

    @property
    def every(self) -> tuple[Exercise, ...]:
        """All its variants, or only itself if it has none."""
        return self.variants or (self,)

    @property
    def points(self) -> float:
        return sum(check.points for check in self.checks)

    @property
    def challenge(self) -> Challenge | None:
        """Its challenge, if it asks for a network in the playground."""
        return next((check.kind for check in self.checks if isinstance(check.kind, Challenge)), None)

    @property
    def question(self) -> Question | None:
        """The question that it asks, if it asks one."""
        return next((check.kind for check in self.checks if isinstance(check.kind, Question)), None)

    @property
    def restart(self) -> Restart | None:
        """How the answer is stopped and started again, if it is."""
        return next((check.kind for check in self.checks if isinstance(check.kind, Restart)), None)

    @property
    def requirements(self) -> Requirements:
        """What has to be recorded and measured of an answer."""
        return requirements_of(self.checks)

    @property
    def only_asks(self) -> bool:
        """Whether it only asks a question, with no code to write."""
        return all(isinstance(check.kind, Question) for check in self.checks)

    @property
    def filename(self) -> str:
        """The name of an answer to it in tracebacks."""
        return f"{self.label}.py"


class Asking(Struct, frozen=True):
    """One variant of an item: the text of its task, as Markdown, and its question; the choices have a fixed order."""

    ask: str
    question: Question


class RecallItem(Struct, frozen=True):
    """An item to recall; its `id` is unique in the course, and `version` changes with its task or its right answer.

    `place` is the anchor of the text that it asks about, or "" for the text above its `line`. `askings` has its
    variants, at least one.
    """

    id: str
    askings: tuple[Asking, ...]
    version: str
    line: int
    place: str = ""


Block = Prose | Cell | Exercise


class Lesson(Struct, frozen=True, dict=True):
    """One Markdown file. `id` is its stem. A lesson with `problems` is shown as broken and is never run.

    Without `coach` there are no comments on its errors, code and curves. `items` come back when it is passed.
    """

    id: str
    path: Path
    title: str
    summary: str
    minutes: int
    objectives: tuple[str, ...]
    blocks: tuple[Block, ...]
    problems: tuple[Problem, ...] = ()
    coach: bool = True
    items: tuple[RecallItem, ...] = ()

    # cached, since these are read at every keystroke
    @cached_property
    def cells(self) -> tuple[Cell, ...]:
        return tuple(block for block in self.blocks if isinstance(block, Cell))

    @cached_property
    def exercises(self) -> tuple[Exercise, ...]:
        return tuple(block for block in self.blocks if isinstance(block, Exercise))

    @cached_property
    def offered(self) -> tuple[Exercise, ...]:
        """The exercises that can be done: none of a broken lesson."""
        return () if self.problems else self.exercises

    @cached_property
    def setup(self) -> tuple[Cell, ...]:
        """The cells that run before every exercise, in order."""
        return tuple(cell for cell in self.cells if cell.is_setup)

    @cached_property
    def words(self) -> frozenset[str]:
        """The words of its text and its code, those of solutions too."""
        texts = (
            (block.prose, block.starter, *block.hints, block.solution) if isinstance(block, Exercise)
            else (block.source if isinstance(block, Cell) else block.text,)
            for block in self.blocks
        )  # fmt: skip
        return frozenset(word for parts in texts for text in parts for word in re.findall(r"\w+", text))

    def before(self, exercise: Exercise) -> tuple[Exercise, ...]:
        """The exercises whose answers run before an answer to this exercise, in order."""
        return tuple(other for other in self.exercises if other.label in exercise.after)


class CourseFile(Struct, frozen=True):
    """A file in data.json: its path in the course's folder, such as "data/rows.csv", its bytes and its digest."""

    name: str
    size: int
    sha256: str

    @property
    def is_hidden(self) -> bool:
        return self.name.startswith(f"{HIDDEN}/")


class Chapter(Struct, frozen=True):
    """A titled group of lessons; `title` is "" for lessons at the top of the table of contents."""

    title: str
    lessons: tuple[Lesson, ...]


class Course(Struct, frozen=True, dict=True):
    """A table of contents with its lessons. Progress is stored under `id`. `data_source` is the text of data.py.

    `problems` are in myst.yml, data.py and data.json; lessons have their own. data.json lists the `files`. A different
    `variant_seed` gives learners different variants of exercises.
    """

    id: str
    title: str
    folder: Path
    chapters: tuple[Chapter, ...]
    data_source: str
    problems: tuple[Problem, ...] = ()
    variant_seed: str = ""
    files: tuple[CourseFile, ...] = ()

    @cached_property
    def lessons(self) -> tuple[Lesson, ...]:
        return tuple(lesson for chapter in self.chapters for lesson in chapter.lessons)

    @cached_property
    def exercises(self) -> tuple[Exercise, ...]:
        """The exercises that can be done, in the order of the course."""
        return tuple(exercise for lesson in self.lessons for exercise in lesson.offered)

    @cached_property
    def renamed(self) -> Mapping[str, str]:
        """The labels of exercises, by their former labels."""
        return {old: exercise.label for lesson in self.lessons for exercise in lesson.exercises for old in exercise.was}

    @property
    def released(self) -> bool:
        """Whether this is a learner's edition, which lacks the secrets to grade it."""
        return any(exercise.released for lesson in self.lessons for exercise in lesson.exercises)

    @cached_property
    def all_problems(self) -> tuple[Problem, ...]:
        """The course's own problems and then its lessons', in their order."""
        return self.problems + tuple(problem for lesson in self.lessons for problem in lesson.problems)

    def lesson_of(self, exercise: Exercise) -> Lesson:
        """The lesson that contains the exercise, in this or another variant."""
        place = exercise.label, exercise.line
        return next(
            lesson for lesson in self.lessons if any(place == (other.label, other.line) for other in lesson.exercises)
        )

    def words_until(self, lesson: Lesson) -> frozenset[str]:
        """The words of the lessons up to this one, which learners know."""
        return frozenset().union(*(other.words for other in self.lessons[: self.lessons.index(lesson) + 1]))

    def neighbour(self, lesson: Lesson, step: int) -> Lesson | None:
        """The lesson `step` places further on; None past either end."""
        at = self.lessons.index(lesson) + step
        return self.lessons[at] if 0 <= at < len(self.lessons) else None

    def variant_for(self, exercise: Exercise, learner: str) -> Exercise:
        """The exercise with the numbers for the learner of this name, always the same.

        Case and punctuation of the name don't matter, since file names may lack them: "Ada L." is "ada-l".
        """
        if not exercise.variants:
            return exercise
        name = re.sub(r"\W+", "-", unicodedata.normalize("NFKC", learner).casefold()).strip("-")
        text = "\0".join((self.id, exercise.first_label, self.variant_seed, name))
        return exercise.variant(int(digest(text), 16) % len(exercise.variants) + 1)

    def drawn_for(self, learner: str) -> Course:
        """The course with the variants for the learner of this name."""
        chapters = []
        for chapter in self.chapters:
            lessons = list(chapter.lessons)
            for at, lesson in enumerate(lessons):
                if any(exercise.variants for exercise in lesson.exercises):
                    drawn = (
                        self.variant_for(block, learner) if isinstance(block, Exercise) else block
                        for block in lesson.blocks
                    )
                    lessons[at] = replace(lesson, blocks=tuple(drawn))
            chapters.append(replace(chapter, lessons=tuple(lessons)))
        return replace(self, chapters=tuple(chapters))


CellTag = Literal["setup", "starter", "solution", "measure", "skip-execution", "raises-exception", "run-first"]
NOT_RUN_BY_READER = frozenset[CellTag]({"setup", "skip-execution"})
