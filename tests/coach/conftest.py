"""A real worker for the corpus: learner code runs in a child of its own, and what it did is judged and advised on."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.coach.corpus import SETUP
from tests.grading.builders import exercise, read_facts
from tuitutor.coach import advise
from tuitutor.course.findings import Findings
from tuitutor.course.schema import read_checks
from tuitutor.grading.evidence import Evidence
from tuitutor.grading.judge import judge
from tuitutor.grading.verdicts import Advice
from tuitutor.protocol.events import Event, Executed, Measured
from tuitutor.protocol.limits import Limits
from tuitutor.protocol.raised import ErrorInfo
from tuitutor.protocol.requests import Execute, Measure
from tuitutor.workers.worker import Child, Worker

LIMITS = Limits(wall_s=60, cpu_s=30)


@dataclass
class Coach:
    """Runs code and answers what the coach says of it. `errors` keeps the exceptions, for a failing test to show."""

    worker: Worker
    errors: list[ErrorInfo | None] = field(default_factory=list)

    async def __call__(self, source: str, checks: str = "") -> tuple[Advice, ...]:
        child = await self.worker.child(LIMITS, columns=72, seed=0, warm=False)
        try:
            await self._run(child, SETUP, "setup.py")
            error = await self._run(child, source, "answer.py")
            self.errors.append(error)
            if error is not None:
                return advise(error, (), (), source, SETUP)
            *_, measured = [event async for event in child.ask(Measure(child.name, child.next_run(), (), False))]
        finally:
            child.stop()
        return self._on_facts(measured, source, checks)

    async def _run(self, child: Child, text: str, name: str) -> ErrorInfo | None:
        *_, done = [event async for event in child.ask(Execute(child.name, child.next_run(), text, name))]
        assert isinstance(done, Executed), done
        return done.error

    def _on_facts(self, measured: Event, source: str, checks: str) -> tuple[Advice, ...]:
        assert isinstance(measured, Measured), measured
        findings = Findings(Path("checks"))
        read = read_checks(checks, 1, findings).checks if checks else ()
        assert not findings.problems
        results = judge(exercise(*read), Evidence(read_facts(read, source), program=measured.facts))
        return advise(None, measured.facts.fits, results, source, SETUP, read, measured.facts)


@pytest.fixture(scope="session")
def coach(worker: Worker) -> Coach:
    return Coach(worker)
