"""How long learner code takes: from the key to the first epoch, a fused fit, a whole graded attempt."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.learners import course
from benchmarks.measurement import Measurement, alternate
from benchmarks.training import at_exercise, spare_waits, start, wait_for_spare
from benchmarks.window import Window
from tuitutor.course.model import Exercise, Lesson
from tuitutor.engine.attempt import attempt
from tuitutor.engine.events import Graded, ModelDescribed, Stage
from tuitutor.engine.options import RunOptions
from tuitutor.protocol.events import Output
from tuitutor.protocol.limits import Limits
from tuitutor.protocol.requests import Execute
from tuitutor.workers.local import LocalLauncher
from tuitutor.workers.worker import Worker

FOLDER = Path(__file__).parent
COLD = "python answer.py, cold"
FIRST_EPOCH = "epoch 1/10 · "  # and the time left, which is known once it has ended


def measure(rounds: int) -> Iterator[Measurement]:
    """The exercise on XOR with the course's own network, trained for 10 epochs."""
    with at_exercise(answer()) as opened, answer_file() as path:
        keys, warm, cold = alternate(rounds, RunKey(opened), lambda: first_epoch(path), lambda: whole(path))
    yield Measurement(
        "run key to first epoch on screen", "s", keys, warm, "the first epoch, warm plain Python", bar=1.1
    )
    yield Measurement("run key to first epoch on screen", "s", keys, cold, COLD, bar=0.4)
    found = asyncio.run(fused_fits(rounds))
    fused, plain, mapped, unmapped = (
        tuple(each[name] for each in found) for name in ("fused", "unfused", "mapped", "unmapped")
    )
    different = tuple(float(not each["identical"]) for each in found)
    yield Measurement("10 epochs of XOR, fused steps", "s", fused, plain, "the same fit, plain", bar=0.65)
    yield Measurement(
        "the same, CPU with maps of what it learned", "s", mapped, unmapped, "the same fit without", bar=1.05
    )
    yield Measurement("fits with another weight or history, fused or mapped", "", different, bar=0.0)
    with answer_file() as path, graded_attempts() as graded:
        attempts, cold = alternate(rounds, graded, lambda: whole(path))
    yield Measurement("graded attempt, warm worker", "s", attempts, cold, COLD, bar=0.45)


# ---- the answer


def xor() -> tuple[Lesson, Exercise]:
    """The exercise, and its lesson."""
    return next((lesson, e) for lesson in course().lessons for e in lesson.exercises if e.label == "xor")


@cache
def answer() -> str:
    """The course's own answer, trained for 10 epochs, half as long as the lesson does."""
    source = xor()[1].solution
    assert "epochs=20" in source
    return source.replace("epochs=20", "epochs=10")


def data() -> str:
    """What the lesson runs before each answer."""
    return "\n".join(cell.source for cell in xor()[0].setup)


@contextmanager
def answer_file() -> Iterator[Path]:
    """The answer as a program of its own."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "answer.py"
        path.write_text(f"{data()}\n{answer()}")
        yield path


# ---- running it


class RunKey:
    """Presses the run key in a window where the answer stands, and waits for its end."""

    def __init__(self, opened: Window) -> None:
        self._opened = opened

    def __call__(self) -> float:
        """Seconds from the key to the frame that shows what the first epoch came to."""
        opened = self._opened
        wait_for_spare(opened)
        opened.settle()
        pressed = start(opened)
        opened.wait_for(lambda: "^r stop" in opened.lines[-1])
        opened.wait_for(lambda: FIRST_EPOCH in opened.text)
        seconds = opened.timed[-1].at - pressed
        opened.wait_for(lambda: "^r run exercise" in opened.lines[-1])
        return seconds


def first_epoch(path: Path) -> float:
    """Seconds of the first epoch in a plain Python that has fitted something else before."""
    done = subprocess.run([sys.executable, FOLDER / "first_epoch.py", path], check=True, capture_output=True, text=True)
    return float(done.stdout)


def whole(path: Path) -> float:
    """Seconds of a plain Python from start to end."""
    start = time.monotonic()
    subprocess.run([sys.executable, path], check=True, capture_output=True)
    return time.monotonic() - start


async def fused_fits(rounds: int) -> list[dict[str, Any]]:
    """A round's seconds fused and plain, its CPU seconds with maps and without, and whether all end identical."""
    source = (FOLDER / "fused_fits.py").read_text()
    head = f"{data()}\nROUNDS, SOURCE = {rounds + 1}, {answer()!r}\n"
    worker = Worker(LocalLauncher(sys.executable))
    try:
        child = await worker.child(Limits(wall_s=600, cpu_s=600), columns=72, seed=0)
        request = Execute(child.name, child.next_run(), head + source, "fused_fits.py")
        printed = "".join([event.text async for event in child.ask(request) if isinstance(event, Output)])
    finally:
        await worker.close()
    return [json.loads(line) for line in printed.splitlines()][1:]


@contextmanager
def graded_attempts() -> Iterator[Callable[[], float]]:
    """A function that grades the answer in a warm worker, and returns the seconds that it took."""
    with asyncio.Runner() as runner:
        worker = Worker(LocalLauncher(sys.executable))
        try:
            yield lambda: runner.run(_graded(worker))
        finally:
            runner.run(worker.close())


def verifications(rounds: int) -> tuple[float, ...]:
    """Seconds from the wish to verify a saved model until a process of its own has measured and scored it."""
    with asyncio.Runner() as runner:
        worker = Worker(LocalLauncher(sys.executable))
        try:
            stages = [runner.run(_stages(worker)) for _ in range(rounds + 1)]
        finally:
            runner.run(worker.close())
    return tuple(each["described"] - each["verifying"] for each in stages[1:])


async def _graded(worker: Worker) -> float:
    stages = await _stages(worker)
    return stages["graded"] - stages["started"]


async def _stages(worker: Worker) -> dict[str, float]:
    """When an attempt, begun with the spare ready, got where."""
    ready = await worker.start()
    worker.wake()
    while not await asyncio.to_thread(spare_waits, ready.pid):
        pass
    at = {"started": time.monotonic()}
    async for event in attempt(worker, course(), xor()[1], answer(), RunOptions(warm=True)):
        match event:
            case Stage():
                at[event.name.lower()] = time.monotonic()
            case ModelDescribed():
                at["described"] = time.monotonic()
            case Graded(grade=grade):
                at["graded"] = time.monotonic()
                assert not grade.problem, grade.problem
    return at
