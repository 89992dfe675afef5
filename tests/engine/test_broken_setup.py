"""A lesson's own setup that doesn't come to its end is never the learner's failure, and neither is a file of the course
that isn't whole: with real processes.
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from tests.small_course import cell, exercise, lesson, write_course
from tuitutor.authoring.data_list import keep_list
from tuitutor.cli.exits import Exit
from tuitutor.course.load import load_course
from tuitutor.course.model import Course
from tuitutor.engine.attempt import attempt
from tuitutor.engine.events import Graded
from tuitutor.engine.options import RunOptions
from tuitutor.grading.verdicts import Grade, Verdict
from tuitutor.protocol.events import Output
from tuitutor.protocol.limits import Limits
from tuitutor.workers.local import LocalLauncher
from tuitutor.workers.worker import Worker

pytestmark = pytest.mark.asyncio(loop_scope="session")

AGAIN = ", in the lesson's own setup. Try again; if it keeps failing, please tell the lesson's author."
FAILED = "The lesson's own setup failed ({}); please tell the lesson's author."
CASES = {
    "raise ValueError('no such file')": FAILED.format("ValueError: no such file"),
    "raise SystemExit(3)": FAILED.format("SystemExit: 3"),
    "import os; os._exit(3)": "The code ended Python, with status 3" + AGAIN,
    "import os; os.kill(os.getpid(), 9)": "Python crashed with SIGKILL" + AGAIN,
    "while True: pass": "Stopped: the limit of 2 s of CPU time was reached" + AGAIN,
    "import time; time.sleep(99)": "Stopped: the time limit of 10 s was reached" + AGAIN,
}


def course_with(folder: Path, setup: str) -> Course:
    task = exercise(
        "Count",
        "count",
        "Set `n`.",
        starter="n = 0",
        checks="- variable: {n: {equals: 3}}",
        hints=["Three."],
        solution="n = 3",
        why="So it is.",
    )
    text = lesson("Counts", "Counting.", cell("import keras", "setup"), cell(setup, "setup"), task)
    course = load_course(write_course(folder, {"Counting": {"counts.md": text}}))
    assert course.all_problems == ()
    return course


async def graded(worker: Worker, course: Course) -> Grade:
    options = RunOptions(limits=Limits(cpu_s=2, wall_s=10))
    *_, last = [event async for event in attempt(worker, course, course.exercises[0], "n = 3", options)]
    assert isinstance(last, Graded)
    return last.grade


@pytest.mark.sampled(3)
@pytest.mark.parametrize("setup", CASES)
@pytest.mark.long
async def test_a_setup_that_does_not_end_well_is_no_failure_of_the_learner(
    worker: Worker, tmp_path: Path, setup: str
) -> None:
    grade = await graded(worker, course_with(tmp_path / "course", setup))
    assert (grade.verdict, grade.problem) == (Verdict.ERRORED, CASES[setup])
    assert {result.verdict for result in grade.results} == {Verdict.ERRORED}


@pytest.mark.long
@pytest.mark.sampled(3)
@pytest.mark.parametrize("setup", [*CASES][:3])
async def test_the_command_line_says_the_same_and_ends_with_another_code(tmp_path: Path, setup: str) -> None:
    course_with(tmp_path / "course", setup)
    (tmp_path / "count.py").write_text("n = 3")
    env = {**os.environ, "TUITUTOR_COURSE": str(tmp_path / "course"), "TUITUTOR_DATA_DIR": str(tmp_path / "data")}
    command = [sys.executable, "-m", "tuitutor", "check", "count", str(tmp_path / "count.py")]
    ended = await asyncio.to_thread(subprocess.run, command, env=env, capture_output=True, text=True, check=False)
    assert ended.returncode == Exit.COULD_NOT
    assert CASES[setup] in " ".join(ended.stdout.split())
    assert "not passed" not in ended.stdout


@pytest.mark.long
async def test_a_setup_that_ends_well_is_none_at_all(worker: Worker, tmp_path: Path) -> None:
    grade = await graded(worker, course_with(tmp_path / "course", "m = 1"))
    assert (grade.verdict, grade.problem) == (Verdict.PASSED, "")


# `data/x.npy` is mapped, and cut short before its last page is read
MAPPED = """
import os, time
import numpy as np
x = np.load("data/x.npy", mmap_mode="r")
print("mapped", flush=True)
while os.stat("data/x.npy").st_size > 4096:
    time.sleep(0.01)
n = 3 + x[-1]
"""


@pytest.mark.long
async def test_a_file_of_the_course_that_is_cut_short_is_no_failure_of_the_learner(
    learner_python: str, tmp_path: Path
) -> None:
    folder = course_with(tmp_path / "course", "0").folder
    (folder / "data").mkdir()
    np.save(folder / "data/x.npy", np.zeros(100_000))
    assert not keep_list(folder).problems
    course, file = load_course(folder), folder / "data/x.npy"
    own = Worker(LocalLauncher(learner_python, course=lambda: folder))

    async def graded_while(answer: str) -> Grade:
        async for event in attempt(own, course, course.exercises[0], answer, RunOptions()):
            if isinstance(event, Output) and "mapped" in event.text:
                os.truncate(file, 4096)
            if isinstance(event, Graded):
                return event.grade
        raise AssertionError

    try:
        for answer in (MAPPED, 'import numpy as np\nx = np.load("data/x.npy")'):  # the second finds it like that
            grade = await graded_while(answer)
            assert (grade.verdict, grade.stopped) == (Verdict.ERRORED, "")
            assert grade.problem.startswith(f"{file} isn't the file that data.json lists; put that one back")
    finally:
        await own.close()
