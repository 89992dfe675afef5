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

SETUP = """from pathlib import Path
import keras
import numpy as np
import tensorflow as tf

rng = np.random.default_rng(3)
rows = np.lib.format.open_memmap("rows.npy", "w+", "float32", (60_000, 500))
for at in range(0, 60_000, 6_000):
    rows[at:at + 6_000] = rng.standard_normal((6_000, 500), dtype="float32")
labels = (rows[:, 0] > 0).astype("float32")


class Rows(keras.utils.PyDataset):
    def __init__(self, **options):
        super().__init__(**options)
        self.rows = np.load("rows.npy", mmap_mode="r")

    def __len__(self):
        return 20

    def __getitem__(self, i):
        part = slice(i * 100, i * 100 + 100)
        return self.rows[part], labels[part]
"""
CHECKS = "- restart: {epochs: 4, steps: 20, memory: {at_most: 80}, file: final.keras}\n  name: again"
JOB = """
import argparse

parser = argparse.ArgumentParser()
parser.add_argument("--epochs", type=int, default=4)
args = parser.parse_args()
factor = 0.5


@keras.saving.register_keras_serializable("job")
class Scaled(keras.layers.Layer):
    def call(self, x):
        return factor * x


model = keras.Sequential([keras.Input((500,)), Scaled(), keras.layers.Dense(1, activation="sigmoid")])
model.compile(loss="binary_crossentropy", optimizer="adam")
backup = keras.callbacks.BackupAndRestore("kept/backup")
model.fit(Rows(), epochs=args.epochs, verbose=0, callbacks=[backup])
model.save("final.keras")
print("through")
"""
OWN_LOOP = """
model = keras.Sequential([keras.Input((500,)), keras.layers.Dense(1, activation="sigmoid")])
optimizer, loss_of = keras.optimizers.Adam(0.01), keras.losses.BinaryCrossentropy()
optimizer.build(model.trainable_variables)
epoch = tf.Variable(0)
checkpoint = tf.train.Checkpoint(model=model, optimizer=optimizer, epoch=epoch)
manager = tf.train.CheckpointManager(checkpoint, "kept", max_to_keep=2)
checkpoint.restore(manager.latest_checkpoint)
while int(epoch) < 4:
    for x, y in (Rows()[i] for i in range(20)):
        with tf.GradientTape() as tape:
            loss = loss_of(y[:, None], model(x, training=True))
        optimizer.apply(tape.gradient(loss, model.trainable_variables), model.trainable_variables)
    epoch.assign_add(1)
    manager.save()
model.save("final.keras")
"""
AT_ONCE = JOB.replace('@keras.saving.register_keras_serializable("job")\n', "").replace(
    "Rows(),", 'np.load("rows.npy")[:2_000], labels[:2_000], batch_size=100,'
)


@pytest.fixture
def course(tmp_path: Path) -> Course:
    asked = exercise("Job", "job", "Go.", starter="model = None", checks=CHECKS, hints=[], solution=JOB, why="So.")
    text = lesson("Jobs", "One.", "Two.", cell(SETUP, "setup"), asked)
    course = load_course(write_course(tmp_path / "course", {"Jobs": {"jobs.md": text}}))
    assert course.all_problems == ()
    return course


async def judged(worker: Worker, course: Course, answer: str) -> tuple[CheckResult, list[object]]:
    """What the check found, and all events."""
    [asked] = course.exercises
    events = [event async for event in attempt(worker, course, asked, answer)]
    assert isinstance(events[-1], Graded)
    grade = events[-1].grade
    assert (grade.problem, grade.stopped) == ("", "")
    [result] = grade.results
    return result, [*events]


@pytest.mark.long
async def test_a_job_goes_on_with_the_files_of_the_one_that_was_stopped(worker: Worker, course: Course) -> None:
    result, events = await judged(worker, course, JOB)
    assert result.passed, result
    assert [event for event in events if isinstance(event, Stage)] == [
        Stage.STARTING, Stage.SETUP, Stage.RUNNING, Stage.RESTARTING, Stage.SETUP, Stage.RUNNING, Stage.MEASURING
    ]  # fmt: skip
    assert "".join(getattr(event, "text", "") for event in events).count("through") == 1  # the first never gets there


@pytest.mark.long
async def test_a_loop_of_its_own_is_stopped_and_followed_as_well(worker: Worker, course: Course) -> None:
    result, _ = await judged(worker, course, OWN_LOOP)
    assert result.passed, result


@pytest.mark.long
async def test_all_rows_in_memory_and_a_class_that_nobody_finds(worker: Worker, course: Course) -> None:
    result, _ = await judged(worker, course, AT_ONCE)
    assert [row.label for row in result.rows if not row.agrees] == [
        "memory that it takes, MB",
        "`final.keras` in a fresh process",
    ]
