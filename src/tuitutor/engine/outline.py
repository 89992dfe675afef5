"""A lesson's outline: its sections with their cells, its exercises and questions, and how far the learner got in each.

It follows the parts in reading order; all front ends list the same lines and take the same names for a part.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from mdit_py_plugins.anchors.index import slugify, unique_slug
from msgspec import Struct
from msgspec.structs import replace

from tuitutor.course.model import Cell, Course, Exercise, Lesson
from tuitutor.engine.reading_order import LessonPart, PartKind, held_parts, holding_cell, parts_of, parts_read
from tuitutor.progress.progress import ExerciseProgress, Progress
from tuitutor.spelling import counted


class Goal(Struct, frozen=True):
    """Where to go: a lesson, and the name of a part of it; "": where the learner left it."""

    lesson: Lesson
    part: str = ""


class OutlineLine(Struct, frozen=True):
    """A section with all its parts down to the next heading or exercise, or one exercise or question, or one cell.

    The line leads to the first of its `parts`. `read`: names of parts that were read or passed; `kept`: names of parts
    held back by a cell. `notes`: content and state in a few words, fullest first.
    """

    parts: tuple[LessonPart, ...]
    title: str
    read: frozenset[str] = frozenset()
    kept: frozenset[str] = frozenset()
    notes: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The name of the part that it leads to."""
        return self.parts[0].name

    @property
    def done(self) -> bool:
        """Whether all of it was read, or the exercise was passed."""
        return self.read.issuperset(part.name for part in self.parts)

    @property
    def held(self) -> bool:
        """Whether a cell holds back all of it."""
        return self.kept.issuperset(part.name for part in self.parts)

    @property
    def is_cell(self) -> bool:
        """Whether it is a single cell of a section."""
        return len(self.parts) == 1 and isinstance(self.parts[0].block, Cell)

    @property
    def exercise(self) -> Exercise | None:
        """The exercise or question, if it is one."""
        block = self.parts[0].block
        return block if isinstance(block, Exercise) else None

    @property
    def level(self) -> int:
        """The level of its heading, 0 if it has none."""
        return self.parts[0].level

    def has(self, name: str) -> bool:
        """Whether a part with this name is in it."""
        return any(part.name == name for part in self.parts)


def outline_of(lesson: Lesson, progress: Progress, can_run: bool = True) -> tuple[OutlineLine, ...]:
    """The lines of a lesson, in reading order. While nothing `can_run`, nothing is held back."""
    read = parts_read(lesson, progress)
    cell = holding_cell(lesson, progress) if can_run else None
    kept = frozenset(part.name for part in held_parts(lesson, progress)) if cell else frozenset[str]()
    lines: list[OutlineLine] = []
    for parts in _sections(parts_of(lesson)):
        line = OutlineLine(parts, parts[0].title, read, kept, _notes(parts, progress))
        if cell is not None and line.held and not any(above.held for above in lines):
            predicted = (f"after the prediction at {cell.filename}",) if cell.prediction else ()
            line = replace(line, notes=(*predicted, f"after {cell.filename}", *line.notes))
        lines.append(line)
    return tuple(lines)


def _sections(parts: tuple[LessonPart, ...]) -> Iterator[tuple[LessonPart, ...]]:
    section: list[LessonPart] = []
    for part in parts:
        if section and (part.level or part.kind.is_graded or section[0].kind.is_graded):
            yield tuple(section)
            section = []
        section.append(part)
    if section:
        yield tuple(section)


def _notes(parts: tuple[LessonPart, ...], progress: Progress) -> tuple[str, ...]:
    first = parts[0]
    if isinstance(first.block, Exercise):
        return _standing(first.block, first.kind, progress.exercise(first.block.label))
    cells = [part.block for part in parts if part.kind is PartKind.CELL and isinstance(part.block, Cell)]
    if not cells or first.kind is not PartKind.TEXT:
        return ()
    return (cells[0].filename if len(cells) == 1 else f"cells {cells[0].index + 1}-{cells[-1].index + 1}",)


def _standing(exercise: Exercise, kind: PartKind, done: ExerciseProgress) -> tuple[str, ...]:
    tries = counted(done.attempts, "attempt")
    if done.passed_before(exercise):
        return "passed with earlier checks", "checks changed"
    if done.passed:
        best = next((f"{count:g} {name}" for name, count in done.bests.items()), tries)
        return (f"passed · {best}", "passed") if best and done.attempts else ("passed",)
    if done.pending_before(exercise):
        return "done with earlier checks", "checks changed"
    if done.pending:
        return ("graded later",)
    return (tries if done.attempts else kind.value,)


# ---- cells, and finding a part


def cell_lines(line: OutlineLine) -> tuple[OutlineLine, ...]:
    """A line for each cell of a section that isn't held back, with the first line of its code."""
    return tuple(_cell_line(line, part, cell, code) for part, cell, code in _cells_in(line))


def search_outline(lines: tuple[OutlineLine, ...], query: str) -> tuple[OutlineLine, ...]:
    """The lines with these words in their title, and the cells with them in their name, code or question.

    What is held back is found by its heading only. Without words: all lines.
    """
    query = " ".join(query.split()).lower()
    found: list[OutlineLine] = []
    for line in lines:
        if query in line.title.lower():
            found.append(line)
        for part, cell, _ in _cells_in(line) if query else ():
            texts = [cell.filename, *cell.source.split("\n"), *([cell.prediction.question] if cell.prediction else [])]
            if code := next((text.strip() for text in texts if query in text.lower()), ""):
                found.append(_cell_line(line, part, cell, code))
    return tuple(found)


def _cells_in(line: OutlineLine) -> Iterator[tuple[LessonPart, Cell, str]]:
    """The cells in sight, each as its part, or that of its prediction, and with the first line of its code."""
    guess: LessonPart | None = None
    for part in line.parts if not line.is_cell else ():
        if part.kind is PartKind.PREDICTION:
            guess = part
        elif part.kind is PartKind.CELL and isinstance(part.block, Cell) and part.name not in line.kept:
            yield guess or part, part.block, part.block.source.partition("\n")[0]
            guess = None


def _cell_line(line: OutlineLine, part: LessonPart, cell: Cell, code: str) -> OutlineLine:
    title = cell.filename if code == cell.filename else f"{cell.filename}: {code}"
    return OutlineLine((part,), title, line.read, notes=("setup",) if cell.is_setup else ())


def part_called(lesson: Lesson, called: str) -> LessonPart | None:
    """The part with a cell's number, an exercise's label, the words of a heading, or its anchor; None if there is none.

    A cell begins with its prediction. Anchors are formed as by GitHub and myst-nb, so links work there, too.
    """
    parts = parts_of(lesson)
    number = int(called) - 1 if called.isdecimal() else -1
    names = (f"guess:{number}", f"cell:{number}", f"exercise:{called}", f"section:{called}", called)
    if part := next((part for name in names for part in parts if part.name == name), None):
        return part

    anchors = set[str]()
    return next((part for part in parts if part.level and unique_slug(slugify(part.title), anchors) == called), None)


def goal_of_link(course: Course, lesson: Lesson, address: str) -> Goal | None:
    """Where a link in a lesson leads: another lesson, or a part of one; None if it leads out of the course.

    Without such a part it leads to the lesson itself; in the lesson that it is in, nowhere.
    """
    if urlsplit(address).scheme:
        return None
    path, _, anchor = unquote(address).partition("#")
    path_of = PurePosixPath(path)
    to = lesson if not path else None
    if path_of.suffix == ".md":
        to = next((other for other in course.lessons if other.id == path_of.stem), None)
    if to is None:
        return None
    part = part_called(to, anchor) if anchor and not to.problems else None
    return None if part is None and not path else Goal(to, "" if part is None else part.name)


def names_in(lesson: Lesson) -> tuple[str, ...]:
    """The names of sections and exercises that `part_called` takes."""
    sections = (part.name.removeprefix("section:") for part in parts_of(lesson) if part.level)
    return (*sections, *(exercise.label for exercise in lesson.exercises))
