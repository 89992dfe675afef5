"""What a model predicts is the answer's doing, however odd: FAILED, and never ERRORED."""

from __future__ import annotations

import pytest

from tuitutor.course.model import Course
from tuitutor.engine.attempt import attempt
from tuitutor.engine.events import Graded
from tuitutor.engine.options import RunOptions
from tuitutor.grading.verdicts import Grade, Verdict
from tuitutor.workers.worker import Worker

pytestmark = pytest.mark.asyncio(loop_scope="session")

ANSWER = """
import keras, numpy as np
from keras import Input, ops
from keras.layers import Dense


class Own(keras.Model):
    def __init__(self):
        super().__init__()
        self.dense = Dense(20)
        self.out = Dense(2, activation="softmax")

    def call(self, x):
        y = self.out(self.dense(__import__("tensorflow").identity(x)))
        return {}


model = Own()
model.build((None, 3))
"""


async def graded(worker: Worker, course: Course, label: str, answer: str) -> Grade:
    exercise = next(e for e in course.exercises if e.label == label)
    *_, last = [event async for event in attempt(worker, course, exercise, answer, RunOptions())]
    assert isinstance(last, Graded)
    return last.grade


@pytest.mark.spine
@pytest.mark.sampled(6)
@pytest.mark.parametrize(
    "returned",
    [
        "y[:, :0]",
        "y[:0]",
        "y[:-1]",
        "ops.cast(y > 0.5, 'int32')",
        "y > 0.5",
        "ops.expand_dims(y, 1)",
        "ops.sum(y)",
        "y * np.nan",
        "y * np.inf",
        "[y, y]",
        "None",
        "'a text'",
    ],
)
async def test_odd_predictions_fail(worker: Worker, course: Course, returned: str) -> None:
    grade = await graded(worker, course, "xor", ANSWER.format(returned))
    assert (grade.verdict, grade.problem) == (Verdict.FAILED, "")
    assert Verdict.ERRORED not in {result.verdict for result in grade.results}


@pytest.mark.spine
async def test_a_grade_says_why_its_model_was_not_verified(worker: Worker, course: Course) -> None:
    called = ANSWER.format("y") + "model(np.zeros((1, 3)))\n"
    assert "Own" in (await graded(worker, course, "xor", called)).unverified
    solution = next(e for e in course.exercises if e.label == "images-shapes").solution
    assert (await graded(worker, course, "images-shapes", solution)).unverified == ""
    spoilt = (
        solution + "\nclass Odd(type(model)):\n    def get_config(self):\n        raise RuntimeError('no config')\n"
        "    def call(self, inputs, **_):\n        return __import__('tensorflow').identity(super().call(inputs))\n"
    )
    grade = await graded(worker, course, "images-shapes", spoilt + "model.__class__ = Odd\n")
    assert "no config" in grade.unverified
