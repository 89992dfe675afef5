"""Answers that are stopped in epoch 3 and started again, by real workers."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.small_course import cell, exercise, lesson, write_course
from tuitutor.course.load import load_course
from tuitutor.course.model import Course
from tuitutor.engine.attempt import attempt
from tuitutor.engine.events import Graded, Stage
from tuitutor.grading.verdicts import CheckResult
from tuitutor.workers.worker import Worker

pytestmark = pytest.mark.asyncio(loop_scope="session")

SETUP = """import json
from pathlib import Path
import keras
import numpy as np
import tensorflow as tf

rng = np.random.default_rng(3)
rows = np.lib.format.open_memmap("rows.npy", "w+", "float32", (40_000, 512))
for at in range(0, 40_000, 4_000):
    rows[at:at + 4_000] = rng.normal(size=(4_000, 512))
labels = (rows[:, 0] > 0).astype("float32")


class Rows(keras.utils.PyDataset):
    def __init__(self, **options):
        super().__init__(**options)
        self.rows = np.load("rows.npy", mmap_mode="r")

    def __len__(self):
        return 50

    def __getitem__(self, i):
        part = slice(i * 100, i * 100 + 100)
        return self.rows[part], labels[part]


def network():
    model = keras.Sequential([keras.Input((512,)), keras.layers.Dense(4, activation="relu"), keras.layers.Dense(1)])
    model.compile(loss=keras.losses.BinaryCrossentropy(from_logits=True), optimizer=keras.optimizers.Adam(0.01))
    return model
"""
CHECKS = "- restart: {epochs: 5, steps: 50, memory: {at_most: 50}, file: final.keras}\n  name: again"
BACKUP = """
model = network()
model.fit(Rows(), epochs=5, verbose=0, callbacks=[keras.callbacks.BackupAndRestore("backup")])
model.save("final.keras")
"""


@pytest.fixture
def course(tmp_path: Path) -> Course:
    asked = exercise(
        "Job", "job", "Train.", starter="model = None", checks=CHECKS, hints=[], solution=BACKUP, why="So."
    )
    text = lesson("Jobs", "One.", "Two.", cell(SETUP, "setup"), asked)
    course = load_course(write_course(tmp_path / "course", {"Jobs": {"jobs.md": text}}))
    assert course.all_problems == ()
    return course


async def judged(worker: Worker, course: Course, answer: str) -> CheckResult:
    [asked] = course.exercises
    events = []
    async for event in attempt(worker, course, asked, answer):
        print(repr(event)[:300])
        events.append(event)
    assert isinstance(events[-1], Graded)
    grade = events[-1].grade
    print(grade)
    assert not grade.problem, grade.problem
    assert not grade.stopped, (grade.stopped, grade.error)
    [result] = grade.results
    print(result)
    return result


async def test_x(worker: Worker, course: Course) -> None:
    assert (await judged(worker, course, BACKUP)).passed
