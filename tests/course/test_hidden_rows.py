"""Of all exercises of the course: samples that a score calls hidden aren't those that the program trains on."""

from __future__ import annotations

import ast
import importlib.util
from contextlib import chdir
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType

import numpy as np
import pytest

from tests.shipped import shipped_course
from tuitutor.course.checks import Accuracy, Error
from tuitutor.course.model import Exercise, Lesson

LESSONS = Path(__file__).parents[2] / "lessons"
COURSE = shipped_course()
SCORED = [
    pytest.param(lesson, exercise, check.kind, id=f"{exercise.label}-{check.kind.key}")
    for lesson in COURSE.lessons
    for exercise in lesson.exercises
    for check in exercise.checks
    if isinstance(check.kind, Accuracy | Error)
]
MOST = 600  # rows that are compared with all others


@cache
def sources() -> ModuleType:
    spec = importlib.util.spec_from_file_location("lesson_data", LESSONS / "data.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@cache
def arrays(lesson: str) -> dict[str, np.ndarray]:
    """What a lesson's setup leaves to train on."""
    names: dict[str, object] = {}
    cells = next(found for found in COURSE.lessons if found.id == lesson).setup
    with TemporaryDirectory() as scratch, chdir(scratch):  # some setups write files, and others read the course's
        Path("data").symlink_to(LESSONS / "data")
        with pytest.MonkeyPatch.context() as patch:
            patch.syspath_prepend(scratch)  # as a run's folder, whose modules it imports
            exec("\n".join(cell.source for cell in cells), names)
    return {name: value for name, value in names.items() if isinstance(value, np.ndarray) and value.ndim > 1}


def trained_on(exercise: Exercise) -> set[str]:
    """The names that the starter and the solution read, but for what they only measure."""
    read, measured = set[str](), set[str]()
    for code in (exercise.starter, exercise.solution):
        for node in ast.walk(ast.parse(code)):
            if isinstance(node, ast.Name):
                read.add(node.id)
            elif (isinstance(node, ast.Call) and getattr(node.func, "attr", "") in ("evaluate", "predict")) or (
                isinstance(node, ast.keyword) and node.arg == "validation_data"
            ):
                measured |= {name.id for name in ast.walk(node) if isinstance(name, ast.Name)}
    return read - measured


def distance(drawn: np.ndarray, known: np.ndarray) -> float:
    """How far a drawn row is from the nearest known one, beside how far that is from the nearest other known one.

    About 1 for other rows of the same kind, and about 0 for the same rows, measured once more.
    """
    spread = np.maximum(known.std(axis=0), 0.1 * known.std(axis=0).max())
    drawn, known = drawn[:MOST] / spread, known / spread

    def nearest(rows: np.ndarray, itself: int) -> float:
        squares = (rows**2).sum(1)[:, None] + (known**2).sum(1) - 2 * rows @ known.T
        return float(np.median(np.sqrt(np.maximum(np.partition(squares, itself, axis=1)[:, itself], 0))))

    return nearest(drawn, 0) / nearest(known[:MOST], 1)


@pytest.mark.long
@pytest.mark.parametrize(("lesson", "exercise", "kind"), SCORED)
def test_hidden_samples_are_not_those_it_trains_on(lesson: Lesson, exercise: Exercise, kind: Accuracy | Error) -> None:
    drawn = np.asarray(getattr(sources(), kind.data)(kind.samples, 1)[0], float)
    drawn = drawn.reshape(len(drawn), -1)
    there, names = arrays(lesson.id), trained_on(exercise)
    known = [there[name].reshape(len(there[name]), -1).astype(float) for name in sorted(names & there.keys())]
    distances = [distance(drawn, rows) for rows in known if rows.shape[1] == drawn.shape[1]]
    assert (min(distances, default=1.0) < 0.8) == kind.trained_on
