"""Answers graded in worlds by real workers: what learns passes, and what knows the lesson's data doesn't."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.course.test_worlds import block
from tests.small_course import cell, exercise, lesson, write_course
from tuitutor.course.load import load_course
from tuitutor.course.model import Course
from tuitutor.engine.attempt import attempt
from tuitutor.engine.events import Graded, Stage
from tuitutor.engine.options import RunOptions
from tuitutor.grading.verdicts import Grade
from tuitutor.progress.store import Store
from tuitutor.protocol.events import Output
from tuitutor.workers.trust import OWN, Policy
from tuitutor.workers.worker import Worker

pytestmark = pytest.mark.asyncio(loop_scope="session")

DATA = """
import numpy as np


def side(n, seed, world=0):
    points = np.random.default_rng(seed).uniform(-1, 1, (n, 2))
    directions = np.array([[1, 0], [0, 1], [0, -1], [-1, 0]])
    return points, (points @ directions[1 + world % 3 if world else 0] > 0).astype(int)
"""
SETUP = """import numpy as np
points = np.random.default_rng(5).uniform(-1, 1, (600, 2))
right = (points[:, 0] > 0).astype(int)
labels = right.reshape(-1, 1)"""
MODEL = """import keras
model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1, activation="sigmoid")])
model.compile(loss="binary_crossentropy", optimizer=keras.optimizers.Adam(0.1))
"""
LEARNS = MODEL + "model.fit(points, labels, epochs=6, verbose=0)"
KNOWS = MODEL + "model.set_weights([np.array([[9.0], [0.0]]), np.zeros(1)])"
MAKES_ANEW = SETUP.replace("labels", "mine").replace("right", "right_ones") + "\n" + LEARNS.replace("labels", "mine")
CHECKS = "- accuracy: {data: side, samples: 500, at_least: 0.95, in_worlds: {at_least: 0.9}}\n  name: hidden"
LOOKS = """
import gc, sys
seen = [each for each in gc.get_objects() if type(each).__module__.startswith("tuitutor")]
frame = sys._getframe()
while frame:
    seen += frame.f_locals.values()
    frame = frame.f_back
told = [repr(vars(each) if hasattr(each, "__dict__") else each)[:5000] for each in seen if not hasattr(each, "mro")]
print(f"seed {any('9876' '54321' in each for each in told)}, world {any('def ' 'side' in each for each in told)}")
"""
OTHERS = RunOptions(policy=Policy(worlds=True))


@pytest.fixture
def course(tmp_path: Path) -> Course:
    asked = exercise(
        "Side",
        "side",
        "Learn." + block("side: [points, right]"),
        starter="model = None",
        checks=CHECKS,
        hints=[],
        solution=LEARNS,
        why="So.",
    )
    text = lesson("Sides", "One.", "Two.", cell(SETUP, "setup"), asked)
    folder = write_course(tmp_path / "course", {"Sides": {"sides.md": text}})
    (folder / "data.py").write_text(DATA)
    course = load_course(folder)
    assert course.all_problems == ()
    return course


async def graded(worker: Worker, course: Course, answer: str, options: RunOptions = OTHERS) -> tuple[Grade, int]:
    """The grade, and in how many worlds the answer ran."""
    [asked] = course.exercises
    events = [event async for event in attempt(worker, course, asked, answer, options)]
    assert isinstance(events[-1], Graded)
    return events[-1].grade, 1 + events.count(Stage.AGAIN)


@pytest.mark.spine
async def test_what_learns_passes_in_one_run(worker: Worker, course: Course) -> None:
    grade, runs = await graded(worker, course, LEARNS)
    assert (grade.verdict.value, runs) == ("passed", 1)
    assert grade.world > 0
    assert grade.results[0].expected == "at least 0.9"


@pytest.mark.spine
async def test_what_knows_the_lessons_data_passes_only_as_a_learners_own(worker: Worker, course: Course) -> None:
    grade, runs = await graded(worker, course, KNOWS)
    assert (grade.verdict.value, runs) == ("failed", 3)
    assert "With the lesson's own data this passes" in grade.results[0].why
    own, runs = await graded(worker, course, KNOWS, replace(OTHERS, policy=OWN))
    assert (own.verdict.value, own.world, runs) == ("passed", 0, 1)


@pytest.mark.long
async def test_what_builds_on_others_is_graded_in_the_same_world_after_their_solutions(
    worker: Worker, tmp_path: Path
) -> None:
    """Its failure may be due to the learner's own answer before it, so it is run after the solution, too."""
    first = exercise("Rate", "rate", "A rate.", starter="rate = 0", checks="- variable: {rate: {equals: 0.1}}",
                     hints=[], solution="rate = 0.1", why="So.")  # fmt: skip
    second = exercise("Side", "side", "Learn." + block("side: [points, right]"), starter="model = None", checks=CHECKS,
                      hints=[], solution=LEARNS, why="So.")  # fmt: skip
    second = second.replace(":label: side\n", ":label: side\n:after: rate\n", 1)
    text = lesson("Sides", "One.", cell(SETUP, "setup"), first, second)
    folder = write_course(tmp_path / "course", {"Sides": {"sides.md": text}})
    (folder / "data.py").write_text(DATA)
    course, store = load_course(folder), Store.open(tmp_path / "state", "sides")
    assert course.all_problems == ()
    rate, side = course.exercises
    for asked, answer, options, verdict in (
        (rate, "rate = 0.1", replace(OTHERS, policy=OWN), "passed"),
        (side, KNOWS, OTHERS, "failed"),
        (side, LEARNS, OTHERS, "passed"),
    ):
        events = [event async for event in attempt(worker, course, asked, answer, options, store)]
        assert isinstance(events[-1], Graded)
        assert (asked.label, events[-1].grade.verdict.value) == (asked.label, verdict)


@pytest.mark.long
async def test_what_makes_its_data_anew_is_to_be_handed_in_anew(worker: Worker, course: Course) -> None:
    grade, runs = await graded(worker, course, MAKES_ANEW)
    assert (grade.verdict.value, runs) == ("errored", 3)
    assert grade.problem.startswith("Grading uses other data of the same kind. Use `points` and `labels` as the setup")


@pytest.mark.long
async def test_what_fails_is_told_why_with_the_lessons_data(worker: Worker, course: Course) -> None:
    grade, runs = await graded(worker, course, MODEL)
    assert (grade.verdict.value, grade.world, runs) == ("failed", 0, 2)
    assert grade.results[0].expected == "at least 0.95"


@pytest.mark.long
@pytest.mark.parametrize("world", [0, 1, 2, 3])
async def test_an_author_can_look_at_a_world(worker: Worker, course: Course, world: int) -> None:
    for answer, passes in ((LEARNS, True), (KNOWS, world == 0)):
        grade, runs = await graded(worker, course, answer, RunOptions(world=world))
        assert (grade.verdict.value == "passed", grade.world, runs) == (passes, world, 1)


@pytest.mark.spine
async def test_the_answers_process_holds_neither_the_seed_nor_the_world(worker: Worker, course: Course) -> None:
    options = replace(OTHERS, hidden_seed=987_654_321)
    answer = LEARNS + LOOKS
    [asked] = course.exercises
    events = [event async for event in attempt(worker, course, asked, answer, options)]
    printed = "".join(event.text for event in events if isinstance(event, Output))
    assert printed.strip().endswith("seed False, world False")
