"""A folder -> a `Course`. One broken lesson leaves the rest of the course working."""

from __future__ import annotations

import ast
import warnings
from dataclasses import dataclass, replace
from pathlib import Path

from tuitutor.course.checks import Accuracy, Check
from tuitutor.course.findings import Findings, read_text
from tuitutor.course.markdown import parse_lesson
from tuitutor.course.model import Chapter, Course, Lesson, Problem
from tuitutor.course.names import suggestion
from tuitutor.course.python_cells import syntax_fault
from tuitutor.course.toc import FILE, read_toc

DATA_FILE = "data.py"


def load_course(folder: Path) -> Course:
    """The course in a folder. Raises `CourseError` only when it has no usable myst.yml; all else becomes problems.

    A lesson's problems stay with the lesson; `Course.problems` are those of myst.yml and data.py.
    """
    findings = Findings(folder / FILE)
    toc = read_toc(folder, findings)
    data = _read_data(folder)
    labels: dict[str, Path] = {}
    chapters = tuple(
        Chapter(chapter.title, tuple(_in_course(load_lesson(path), data, labels) for path in chapter.files))
        for chapter in toc.chapters
    )
    return Course(toc.id, toc.title, folder, chapters, data.source, findings.sorted() + data.problems)


def load_lesson(path: Path) -> Lesson:
    """One lesson by itself: labels of other lessons and data.py are not looked at. Never raises."""
    findings = Findings(path)
    return parse_lesson(read_text(path, findings), path, findings)


@dataclass(frozen=True, slots=True)
class _Data:
    """The course's data module. `names` is None when what it defines cannot be known."""

    source: str
    names: frozenset[str] | None
    problems: tuple[Problem, ...]


def _read_data(folder: Path) -> _Data:
    path = folder / DATA_FILE
    if not path.exists():
        return _Data("", frozenset(), ())
    findings = Findings(path)
    source = read_text(path, findings)
    fault = syntax_fault(source)
    if fault is not None:
        findings.add(fault.line, f"this is no Python: {fault.text}")
    names = None if findings.problems else _defined(source)
    return _Data(source, names, findings.sorted())


def _defined(source: str) -> frozenset[str] | None:
    """The names that a module defines at its top level; None when it imports everything from another."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        body = ast.parse(source).body
    names: set[str] = set()
    for node in body:
        match node:
            case ast.FunctionDef(name=name):
                names.add(name)
            case ast.ImportFrom(names=imported):
                names |= {alias.asname or alias.name for alias in imported}
            case ast.Assign(targets=targets):
                names |= {target.id for target in targets if isinstance(target, ast.Name)}
            case _:
                pass
    return None if "*" in names else frozenset(names)


def _in_course(lesson: Lesson, data: _Data, labels: dict[str, Path]) -> Lesson:
    """The lesson with the problems that only show beside the others. Adds its labels to `labels`."""
    problems: list[Problem] = list(lesson.problems)
    for exercise in lesson.exercises:
        # labels name files, and some file systems do not tell upper from lower case
        other = labels.setdefault(exercise.label.casefold(), lesson.path)
        if other != lesson.path:
            text = f"found the label '{exercise.label}', which {other.name} has too; labels are unique in a course"
            problems.append(Problem(lesson.path, exercise.line, text))
        problems += [problem for check in exercise.checks if (problem := _unknown_data(lesson, check, data))]
    return replace(lesson, problems=tuple(sorted(problems, key=lambda problem: problem.line)))


def _unknown_data(lesson: Lesson, check: Check, data: _Data) -> Problem | None:
    if not isinstance(check.kind, Accuracy) or data.names is None or check.kind.data in data.names:
        return None
    text = f"{DATA_FILE} defines no '{check.kind.data}'; {suggestion(check.kind.data, sorted(data.names))}"
    return Problem(lesson.path, check.line, text)
