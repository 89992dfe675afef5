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
rows = np.lib.format.open_memmap("rows.npy", "w+", "float32", (60_000, 512))
for at in range(0, 60_000, 4_000):
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
CHECKS = "- restart: {epochs: 5, steps: 50, memory: {at_most: 70}, file: final.keras}\n  name: again"
BACKUP = """
model = network()
model.fit(Rows(), epochs=5, verbose=0, callbacks=[keras.callbacks.BackupAndRestore("backup")])
model.save("final.keras")
"""

IN_PIECES = """
model = network()
path = Path("kept.keras")
begun = 0
if path.exists():
    model = keras.models.load_model(path)
    begun = json.loads(Path("epoch.json").read_text())


class Keep(keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        self.model.save(path)
        Path("epoch.json").write_text(json.dumps(epoch + 1))


model.fit(Rows(), epochs=5, initial_epoch=begun, verbose=0, callbacks=[Keep()])
model.save("final.keras")
"""
OWN_LOOP = """
model = network()
optimizer, loss_of = keras.optimizers.Adam(0.01), keras.losses.BinaryCrossentropy(from_logits=True)
optimizer.build(model.trainable_variables)
epoch = tf.Variable(0)
checkpoint = tf.train.Checkpoint(model=model, optimizer=optimizer, epoch=epoch)
manager = tf.train.CheckpointManager(checkpoint, "kept", max_to_keep=2)
checkpoint.restore(manager.latest_checkpoint)


@tf.function
def step(x, y):
    with tf.GradientTape() as tape:
        loss = loss_of(y[:, None], model(x, training=True))
    optimizer.apply(tape.gradient(loss, model.trainable_variables), model.trainable_variables)


rows = np.load("rows.npy", mmap_mode="r")
while int(epoch) < 5:
    for at in range(0, 5_000, 100):
        step(rows[at:at + 100], labels[at:at + 100])
    epoch.assign_add(1)
    manager.save()
model.save("final.keras")
"""
DATASET = """
def batches():
    rows = np.load("rows.npy", mmap_mode="r")
    for at in range(0, 5_000, 100):
        yield rows[at:at + 100], labels[at:at + 100]


spec = (tf.TensorSpec((None, 512)), tf.TensorSpec((None,)))
data = tf.data.Dataset.from_generator(batches, output_signature=spec).prefetch(2)
model = network()
for epoch in range(5):
    kept = Path(f"kept-{epoch}.keras")
    if kept.exists():
        model = keras.models.load_model(kept)
    else:
        model.fit(data, verbose=0)
        model.save(kept)
model.save("final.keras")
"""
MID_EPOCH = BACKUP.replace('"backup"', '"backup", save_freq=20')
OWN_LAYER = """
width = 4


@keras.saving.register_keras_serializable("job")
class Scaled(keras.layers.Layer):
    def __init__(self, units, factor=1.0, **options):
        super().__init__(**options)
        self.units, self.factor = units, factor

    def build(self, shape):
        self.kernel = self.add_weight(shape=(shape[-1], self.units))

    def call(self, x):
        return self.factor * x @ self.kernel

    def get_config(self):
        return {**super().get_config(), "units": self.units, "factor": self.factor}


model = keras.Sequential([keras.Input((512,)), Scaled(width, 0.5), keras.layers.Dense(1)])
model.compile(loss=keras.losses.BinaryCrossentropy(from_logits=True), optimizer=keras.optimizers.Adam(0.01))
""" + BACKUP.replace("model = network()\n", "")
ANEW = BACKUP.replace("BackupAndRestore", "History").replace('"backup"', "")
WEIGHTS = """
model = network()
kept = sorted(Path().glob("*.weights.h5"))
if kept:
    model.load_weights(kept[-1])
    model.optimizer = keras.optimizers.Adam(0.01)
saves = keras.callbacks.ModelCheckpoint("{epoch:02}.weights.h5", save_weights_only=True)
model.fit(Rows(), epochs=5, initial_epoch=len(kept), verbose=0, callbacks=[saves])
model.save("final.keras")
"""
FASTER = IN_PIECES.replace('json"))', 'json"))').replace(
    "read_text())\n", "read_text())\n    model.optimizer.learning_rate = 0.05\n", 1
)
TOO_MANY = IN_PIECES.replace("initial_epoch=begun, ", "")
FAKED = """
log = Path("log.json")
done = json.loads(log.read_text()) if log.exists() else []
model = network()
for epoch in range(len(done), 5):
    model.fit(Rows(), verbose=0)
    done.append(0.1)
    log.write_text(json.dumps(done))
model.save("final.keras")
"""
AT_ONCE = """
model = network()
x = np.load("rows.npy")
model.fit(x[:5_000], labels[:5_000], batch_size=100, epochs=5, verbose=0, callbacks=[keras.callbacks.BackupAndRestore("backup")])
model.save("final.keras")
"""
AS_TENSOR = AT_ONCE.replace('np.load("rows.npy")', 'tf.constant(np.load("rows.npy", mmap_mode="r"))')
FITS_MAP = AT_ONCE.replace('np.load("rows.npy")', 'np.load("rows.npy", mmap_mode="r")').replace(
    "x[:5_000], labels[:5_000], batch_size=100", "x, labels, batch_size=100, steps_per_epoch=50"
)
WAITS = """
model = network()
if not Path("seen").exists():
    Path("seen").write_text("")
    model.fit(Rows(), epochs=1, verbose=0)
else:
    model.fit(Rows(), epochs=5, verbose=0)
model.save("final.keras")
"""
UNREGISTERED = OWN_LAYER.replace('@keras.saving.register_keras_serializable("job")\n', "").replace(
    'model.save("final.keras")', 'model.save("final.keras")'
)
FORGETS = OWN_LAYER.replace(', "factor": self.factor}', "}")
UNTRAINED = BACKUP + "model = network()\n"
OTHER_FILE = BACKUP.replace("model.save(", "network().save(")
NO_FILE = BACKUP.replace('model.save("final.keras")', "")

ANSWERS = {
    name: value
    for name, value in list(globals().items())
    if name.isupper() and isinstance(value, str) and "model" in value and name not in ("SETUP", "CHECKS")
}


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
