"""Runs programs in children of a real worker, or as `watch` runs them, and has the coach look at what they did."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.faults.corpus import Program
from tuitutor.coach import advise
from tuitutor.course.folder import default_folder
from tuitutor.engine.snapshots import Shown
from tuitutor.engine.watching import Watched, advise_on_script, watched_after
from tuitutor.grading.verdicts import Advice
from tuitutor.protocol.events import ChildEnded, Executed, Measured, Violated
from tuitutor.protocol.facts import ProgramFacts
from tuitutor.protocol.limits import Limits
from tuitutor.protocol.raised import ErrorInfo
from tuitutor.protocol.requests import Execute, Measure
from tuitutor.workers.local import LocalLauncher
from tuitutor.workers.script import Record
from tuitutor.workers.worker import Child, Worker

LIMITS = Limits(wall_s=900, cpu_s=60)  # the machine may be busy
AT_ONCE = 2


@dataclass(frozen=True)
class Ran:
    """What came of a program: its `error`, or the `facts` about it; `problem` if it couldn't be run."""

    error: ErrorInfo | None = None
    facts: ProgramFacts = field(default_factory=lambda: ProgramFacts(None, None, None))
    problem: str = ""


async def run_all(programs: Iterable[Program]) -> AsyncIterator[tuple[Program, Ran]]:
    """Run each program, and yield what came of it, in their order."""
    worker = Worker(LocalLauncher(sys.executable, course=default_folder))  # solutions read the course's own files
    await worker.start()
    places = asyncio.Semaphore(AT_ONCE)

    async def in_turn(program: Program) -> tuple[Program, Ran]:
        async with places:
            return program, await _run(worker, program)

    try:
        for task in [asyncio.create_task(in_turn(program)) for program in programs]:
            yield await task
    finally:
        await worker.close()


async def _run(worker: Worker, program: Program) -> Ran:
    child = await worker.child(LIMITS, columns=72, seed=0)
    try:
        for number, text in enumerate((*program.setup, program.text), start=1):
            name = "answer.py" if number > len(program.setup) else f"setup{number}.py"
            done = await _last(child, Execute(child.name, child.next_run(), text, name))
            if not isinstance(done, Executed) or done.error is not None:
                error = done.error if isinstance(done, Executed) else None
                return Ran(error, problem="" if error is not None and name == "answer.py" else f"{name}: {done}")
        done = await _last(child, Measure(child.name, child.next_run(), (), False))
        return Ran(facts=done.facts) if isinstance(done, Measured) else Ran(problem=str(done))
    finally:
        child.stop()


async def _last(child: Child, request: Execute | Measure) -> Executed | Measured | ChildEnded | Violated:
    *_, done = [event async for event in child.ask(request)]
    assert isinstance(done, Executed | Measured | ChildEnded | Violated), done
    return done


def advice_on(program: Program, ran: Ran) -> tuple[Advice, ...]:
    """What the coach says, which isn't told that a program passed. Its network may have any name."""
    fits = tuple(fit for fit in ran.facts.fits if fit.of_model or ran.facts.model is None)
    setup = "\n".join(program.setup)
    return advise(ran.error, fits, (), program.text, setup, program.checks, ran.facts)


# ---- as `watch` runs them

SEEDED = "import keras\n\nkeras.utils.set_random_seed(0)\n"


def watch_all(programs: Iterable[Program]) -> Iterator[tuple[Program, tuple[Advice, ...]]]:
    """Run each program as `tuitutor watch --to` does, and yield the coach's advice on it, in their order."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        yield from pool.map(lambda program: (program, advice_when_watched(program)), programs)


def advice_when_watched(program: Program) -> tuple[Advice, ...]:
    """The coach's advice on a program that `watch` ran."""
    text = "\n".join((SEEDED, *program.setup, program.text))
    with TemporaryDirectory() as folder:
        script, record = Path(folder) / "program.py", Path(folder) / "run.jsonl"
        script.write_text(text)
        command = [sys.executable, "-m", "tuitutor", "watch", "--to", str(record), str(script)]
        subprocess.run(command, cwd=default_folder(), capture_output=True, timeout=LIMITS.wall_s, check=False)
        watched = Watched()
        for event in Record(record).read():
            watched = watched_after(watched, event)
        return tuple(told.advice for told in advise_on_script(watched, Shown(), lambda _: text))
