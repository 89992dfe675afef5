"""Who waits for a run gets a process that was warmed ahead, unless the code could not run in one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.small_course import cell, exercise, lesson, write_course
from tuitutor.course.load import load_course
from tuitutor.engine.answer_facts import configures
from tuitutor.engine.attempt import attempt
from tuitutor.engine.kernel import Kernel
from tuitutor.engine.options import RunOptions
from tuitutor.grading.syntax import parse
from tuitutor.protocol.events import Event, Executed, Measured
from tuitutor.protocol.facts import ProgramFacts
from tuitutor.protocol.requests import Execute, Measure, Request, Start
from tuitutor.workers.scripted import ScriptedLauncher
from tuitutor.workers.worker import Worker

CONFIGURES = "import tensorflow as tf\ntf.config.set_soft_device_placement(True)"

WARM = RunOptions(warm=True)


@pytest.mark.parametrize(
    "source",
    [
        CONFIGURES,
        "import keras\nkeras.config.set_floatx('float64')",
        "from tensorflow.config import threading",
        "from keras.config import set_floatx",
        "import os\nos.environ['KERAS_BACKEND'] = 'tensorflow'",
        "keras.backend.set_backend('jax')",
    ],
)
def test_code_that_configures_keras_needs_a_process_that_has_run_nothing(source: str) -> None:
    assert configures(parse(source))


@pytest.mark.parametrize("source", ["model.fit(x, y)", "model.get_config()", "my.config = 1", "def broken(:", "\0"])
def test_other_code_may_run_in_a_warmed_one(source: str) -> None:
    assert not configures(parse(source))


@pytest.mark.parametrize(
    ("code", "options", "warm"),
    [("x = 1", WARM, True), ("x = 1", RunOptions(), False), (CONFIGURES, WARM, False)],
)
async def test_answers_and_cells_are_run_in_what_they_need(
    code: str, options: RunOptions, warm: bool, tmp_path: Path
) -> None:
    checks = "- stdout: {matches: hello}\n  name: hello"
    task = exercise("Say", "say", "Say it.", starter="pass", checks=checks, hints=[], solution="print()", why="So.")
    course = load_course(write_course(tmp_path / "course", {"W": {"w.md": lesson("W", "Say.", cell(code), task)}}))
    launcher = ScriptedLauncher(run)
    worker = Worker(launcher)
    async for _ in attempt(worker, course, course.exercises[0], code, options):
        pass
    kernel = Kernel(worker, course.lessons[0], options)
    async for _ in kernel.run(0, {}):
        pass
    await kernel.close()
    await worker.close()
    assert [each.warm for each in launcher.connections[0].requests if isinstance(each, Start)] == [warm, warm]


def run(request: Request) -> list[Event]:
    match request:
        case Execute(child, run):
            return [Executed(child, run, "ok", 0.1)]
        case Measure(child, run):
            return [Measured(child, run, ProgramFacts(None, "", None))]
    return []
