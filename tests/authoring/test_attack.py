"""The usual cheats are made of an exercise's own parts. Weak exercises let them through, and sound ones don't."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.small_course import cell, exercise, lesson, write_course
from tuitutor.authoring.attack import CHEATS, attack
from tuitutor.course.load import load_course
from tuitutor.course.model import Course
from tuitutor.engine.events import Graded
from tuitutor.engine.options import RunOptions
from tuitutor.engine.worlds import PLAIN, world_of
from tuitutor.errors import CourseError
from tuitutor.grading.verdicts import Grade, Tried, Verdict
from tuitutor.workers.local import LocalLauncher
from tuitutor.workers.trust import OWN, Policy, untrusted
from tuitutor.workers.worker import Worker

SETUP = """\
import keras
import numpy as np
from keras import Input, Sequential
from keras.layers import Dense
rng = np.random.default_rng(0)
x = rng.uniform(-1, 1, (200, 2)).astype("float32")
y = (x[:, 0] > 0.2).astype(int)"""

NET = """\
model = Sequential([Input(shape=(2,)), Dense(1, activation="sigmoid")])
model.compile(loss="binary_crossentropy", optimizer=keras.optimizers.Adam({rate}), metrics=["accuracy"])
model.fit(x, y, epochs={epochs}, batch_size=20, validation_split=0.25, verbose=0)"""

SHOWN = NET.replace("model", "net")

DATA = """\
import numpy as np
def points(n, seed):
    x = np.random.default_rng(seed).uniform(-1, 1, (n, 2))
    return x, (x[:, 0] > 0.2).astype(int)
"""


def course_of(folder: Path, checks: str, *, starter: str, solution: str, measure: str = "", above: str = "") -> Course:
    """A course of one exercise, `asked`, below a cell that trains another network."""
    task = exercise("Asked", "asked", "Do it.", starter=starter, checks=checks, hints=[], solution=solution, why="So.")
    if measure:
        end = "```{exercise-end}"
        task = task.replace(end, f"{cell(measure, 'measure, skip-execution')}\n\n{end}", 1)
    parts = [cell(SETUP, "setup"), above or cell(SHOWN.format(rate=0.001, epochs=1)), task]
    write_course(folder / "course", {"One": {"one.md": lesson("One", "One.", *parts)}})
    (folder / "course" / "data.py").write_text(DATA)
    course = load_course(folder / "course")
    assert course.all_problems == ()
    return course


async def tried(worker: Worker, course: Course, *names: str) -> list[Tried]:
    """All cheats, or those that are named."""
    options = RunOptions(policy=untrusted(allow_unisolated=True))
    cheats = [cheat for cheat in CHEATS if not names or cheat.name in names]
    return [cheat async for cheat in attack(worker, course, course.exercises[0], options, cheats)]


def passing(found: list[Tried]) -> set[str]:
    assert [cheat.problem for cheat in found] == [""] * len(found)
    return {cheat.cheat for cheat in found if cheat.passes}


SOLUTION = NET.format(rate=0.2, epochs=6)
STARTER = NET.format(rate=0.2, epochs=1).replace(", validation_split=0.25", "")


@pytest.mark.long
@pytest.mark.asyncio(loop_scope="session")
async def test_what_passes_an_exercise_that_believes_its_curves(worker: Worker, tmp_path: Path) -> None:
    checks = "- fit: {epochs: {at_most: 6}, validation: true}\n- history: {val_accuracy: {last: {at_least: 0.9}}}"
    course = course_of(tmp_path, checks, starter=STARTER, solution=SOLUTION)
    weak = {"three-rows", "longer-first", "constant"}
    assert passing(await tried(worker, course, *weak, "few-rows", "copied")) == weak


@pytest.mark.long
@pytest.mark.asyncio(loop_scope="session")
async def test_what_passes_a_bound_that_is_too_low(worker: Worker, tmp_path: Path) -> None:
    checks = "- accuracy: {data: points, samples: 500, at_least: 0.4}"
    course = course_of(tmp_path, checks, starter=STARTER, solution=SOLUTION)
    found = await tried(worker, course, "longer", "few-rows", "constant")
    assert passing(found) == {"longer", "constant"}  # what a guess reaches, mixed weights reach, too
    sources = {cheat.cheat: cheat.source for cheat in found}
    assert "epochs=10 * 1" in sources["longer"]
    assert "x=x[:10], y=y[:10]" in sources["few-rows"]
    assert "y=same(y)" in sources["constant"]


@pytest.mark.long
@pytest.mark.asyncio(loop_scope="session")
async def test_nothing_passes_where_checks_count_and_measure(worker: Worker, tmp_path: Path) -> None:
    checks = """\
- fit: {validation_samples: {at_least: 20}, training_samples: {at_least: 100}}
  name: rows
- fit: {total_epochs: {at_most: 6}, total_samples: {at_most: 1200}}
  name: training
- trained: fit
- accuracy: {data: points, samples: 500, at_least: 0.9}
  name: hidden"""
    course = course_of(tmp_path, checks, starter=STARTER, solution=SOLUTION)
    names = ("longer", "copied", "three-rows", "longer-first", "few-rows", "constant")
    found = await tried(worker, course)
    assert passing(found) == set()
    caught = {cheat.cheat: cheat.caught_by for cheat in found if cheat.grade.error is None}
    assert caught.keys() == set(names)
    assert caught["three-rows"] == ("rows",)
    assert caught["longer-first"] == ("training",)
    assert caught["constant"] == ("hidden",)
    assert "rows" in caught["few-rows"]


COUNTED = "batch = np.stack([x[0], x[1]])\ncount = int(x.size)"
EMPTY = "batch = x\ncount = 0"


@pytest.mark.spine
@pytest.mark.asyncio(loop_scope="session")
async def test_results_that_are_typed_in_pass_until_they_are_computed_anew(worker: Worker, tmp_path: Path) -> None:
    checks = "- variable: {count: {equals: 400}}\n- variable: {batch: {shape: [2, 2], dtype: float32}}"
    found = await tried(worker, course_of(tmp_path, checks, starter=EMPTY, solution=COUNTED))
    assert passing(found) == {"typed"}
    assert {cheat.what for cheat in found if cheat.cheat == "typed"} == {
        "the solution, with a result typed in (batch)",
        "the solution, with a result typed in (count)",
    }


@pytest.mark.long
@pytest.mark.asyncio(loop_scope="session")
async def test_results_that_a_measure_cell_computes_cannot_be_typed_in(worker: Worker, tmp_path: Path) -> None:
    measure = """\
again = rerun(x=x[:9] + 1)
counted = bool(again["count"] == 18 and np.allclose(again["batch"], x[:2] + 1))"""
    checks = "- variable: {count: {equals: 400}}\n- variable: {counted: {equals: true}}"
    found = await tried(worker, course_of(tmp_path, checks, starter=EMPTY, solution=COUNTED, measure=measure))
    assert passing(found) == set()
    assert {cheat.cheat for cheat in found} == {"typed"}


@pytest.mark.long
@pytest.mark.asyncio(loop_scope="session")
async def test_a_cell_of_the_lesson_that_is_the_answer(worker: Worker, tmp_path: Path) -> None:
    checks = "- output_shape: 1\n- accuracy: {data: points, samples: 500, at_least: 0.8}"
    course = course_of(
        tmp_path, checks, starter=STARTER, solution=SOLUTION, above=cell(SHOWN.format(rate=0.2, epochs=6))
    )
    [copied] = await tried(worker, course, "copied")
    line = course.lessons[0].path.read_text().split("net = ")[0].count("\n")
    assert (copied.passes, copied.what) == (True, f"a cell of the lesson, copied (line {line})")


@pytest.mark.asyncio(loop_scope="session")
async def test_a_solution_that_does_not_pass_is_said_first(worker: Worker, tmp_path: Path) -> None:
    course = course_of(tmp_path, "- variable: {count: {equals: 7}}", starter="1", solution="count = 8")
    with pytest.raises(CourseError, match=r"one\.md:\d+: the solution of 'asked' does not pass 'Variable count'"):
        await tried(worker, course)


@pytest.mark.parametrize(("policy", "worlds"), [(untrusted(allow_unisolated=True), 1), (OWN, 0)])
async def test_a_cheat_runs_in_one_world_after_a_solution_with_the_lessons_data(
    course: Course, monkeypatch: pytest.MonkeyPatch, policy: Policy, worlds: int
) -> None:
    task = next(exercise for exercise in course.exercises if exercise.label == "xor")
    used = list[int | None]()

    async def attempted(*arguments: Any) -> AsyncIterator[Graded]:
        used.append(arguments[-1].world)
        yield Graded(Grade("xor", "v1", Verdict.PASSED, ()))

    monkeypatch.setattr("tuitutor.authoring.attack.attempt", attempted)
    options = RunOptions(policy=policy)
    cheats = [cheat for cheat in CHEATS if cheat.name in ("few-rows", "constant")]
    assert [cheat async for cheat in attack(Worker(LocalLauncher("python")), course, task, options, cheats)]
    own = world_of(task, options.hidden_seed) if worlds else None
    assert used == [PLAIN, own, own]


def test_every_kind_of_cheat_is_told_apart() -> None:
    assert len({cheat.name for cheat in CHEATS}) == len({cheat.what for cheat in CHEATS}) == len(CHEATS)
