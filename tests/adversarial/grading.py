"""Handing in a case as a real submission, and judging what became of it."""

from __future__ import annotations

import asyncio
import secrets
from dataclasses import dataclass
from pathlib import Path

from tests.adversarial.cases import HERE, Case
from tests.adversarial.traps import Traps
from tuitutor.course.folder import default_folder
from tuitutor.course.model import Course
from tuitutor.engine.attempt import attempt
from tuitutor.engine.events import Graded
from tuitutor.engine.options import RunOptions
from tuitutor.grading.verdicts import Grade, Provenance, Verdict
from tuitutor.protocol.events import Output, ValueShown
from tuitutor.protocol.limits import Limits
from tuitutor.workers.worker import Worker

HANG = 240.0  # seconds, in which any case has ended, busy machine or not
HIDDEN_SEED = RunOptions().hidden_seed
NEIGHBOUR = (HERE / "twins" / "untrained.py").read_text()


@dataclass(frozen=True)
class Outcome:
    """A grade, and all that was said on the way: by the program, of the program and to the learner."""

    grade: Grade
    printed: str

    @property
    def verdict(self) -> str:
        grade = self.grade
        if grade.verdict is not Verdict.PASSED:
            return str(grade.verdict.value)
        return "reported" if grade.provenance is Provenance.REPORTED else "passed"

    @property
    def told(self) -> str:
        """All that a learner is told: why it failed, and what was printed."""
        grade = self.grade
        said = [self.printed, grade.stopped, grade.problem]
        if grade.error is not None:
            said += [grade.error.kind, grade.error.message]
        said += [advice.why for advice in grade.advice]
        for result in grade.results:
            if not result.passed:
                said += [result.name, result.why, result.found]
        return "\n".join(filter(None, said))


async def hand_in(
    worker: Worker, course: Course, case: Case, text: str, hidden_seed: int = HIDDEN_SEED, warm: bool = False
) -> Outcome:
    """Grade `text` as an answer to the case's exercise; within HANG, or it hangs."""
    exercise = next(e for e in course.exercises if e.label == case.exercise)
    options = RunOptions(limits=limits(case), seed=case.seed, hidden_seed=hidden_seed, warm=warm)
    printed: list[str] = []
    grade: Grade | None = None
    if warm:
        await worker.start()
        worker.wake()
    async with asyncio.timeout(HANG):
        async for event in attempt(worker, course, exercise, text, options):
            if isinstance(event, Output | ValueShown):
                printed.append(event.text)
            if isinstance(event, Graded):
                grade = event.grade
    assert grade is not None
    return Outcome(grade, "".join(printed))


def limits(case: Case) -> Limits:
    """Tight enough that a bomb goes off early, wide enough to train and to fill the memory on a slow machine."""
    return Limits(
        wall_s=case.wall_s,
        cpu_s=case.cpu_s,
        memory_bytes=3 << 30,
        output_bytes=1 << 20,
        file_bytes=64 << 20,
        disk_bytes=100 << 20,
        processes=40,
    )


async def judged(worker: Worker, course: Course, case: Case, folder: Path, warm: bool = True) -> list[str]:
    """Hand in a case, and say all that is wrong with what came of it: nothing, where it is as the case says.

    `warm`: an attack may find something in a process that was warmed. For all else that is only a second more of CPU.
    """
    if case.attack:
        return await _attack(worker, course, case, folder, warm)
    return wrong(case, await hand_in(worker, course, case, case.text))


async def _attack(worker: Worker, course: Course, case: Case, folder: Path, warm: bool) -> list[str]:
    with Traps(folder) as traps:
        traps.tokens["lessons"] = str(default_folder())
        traps.tokens["answers"] = str(HERE.parent / "answers")
        if case.beside:
            await _neighbour(worker, course, case, traps, warm)
        outcome = await hand_in(worker, course, case, traps.fill_in(case.text), warm=warm)
        said = outcome.told + repr(outcome.grade)
        return [*wrong(case, outcome), *await asyncio.to_thread(traps.breaches, said)]


def wrong(case: Case, outcome: Outcome) -> list[str]:
    """How the verdict or its reason differs from what the case names."""
    found = []
    if outcome.verdict != case.expect:
        found.append(f"it {outcome.verdict}, and should have {case.expect}; told: {outcome.told[-1500:]}")
    if case.stopped_by.casefold() not in outcome.told.casefold():
        found.append(f"{case.stopped_by!r} is not in what is told: {outcome.told[-1500:]}")
    return found


async def _neighbour(worker: Worker, course: Course, case: Case, traps: Traps, warm: bool) -> None:
    """Somebody else's answer, graded by the same worker just before; its text and its hidden seed are secrets."""
    secret, hidden_seed = f"neighbour-{secrets.token_hex(8)}", 1_000_000_000 + secrets.randbelow(1_000_000_000)
    traps.secrets += [secret, str(hidden_seed)]
    await hand_in(worker, course, case, f"# {secret}\n{NEIGHBOUR}", hidden_seed, warm)
